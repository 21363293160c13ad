//! Linear between the lowest and the highest value present.

use super::{EndsBasis, Normalise, Normalised, Raw, linear};
use crate::numeric::is_missing;
use crate::stage::plain_method;

plain_method! {
    /// Linear between the lowest and the highest value of the ranked units: adding a unit may move all others.
    ///
    /// ```text
    /// y = lower end of the scale + (d(x) − min d) / (max d − min d) × width of the scale
    /// ```
    ///
    /// where d directs the value. Missing stays missing. Constants: when all values are one, every unit gets the middle of the
    /// scale, and the scorecard says so.
    ///
    /// # Differs from
    /// COINr's `n_minmax` gives NaN for a constant, pymcdm's `minmax_normalization` gives ones.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 5.
    MinMax
}

impl Normalise for MinMax {
    fn normalise(&self, raw: &Raw<'_>) -> Normalised {
        let direction = raw.indicator.direction;
        let present = raw.values.iter().zip(raw.ranked).filter(|(value, ranked)| **ranked && !is_missing(**value));
        // The raw ends, and the extremes of the directed values: the same for one-sided directions, not for a target.
        let mut ends: Option<(f64, f64)> = None;
        let mut directed: Option<(f64, f64)> = None;
        for (value, _) in present {
            let (lower, upper) = ends.unwrap_or((*value, *value));
            ends = Some((lower.min(*value), upper.max(*value)));
            let place = direction.directed(*value, |x| x);
            let (worst, best) = directed.unwrap_or((place, place));
            directed = Some((worst.min(place), best.max(place)));
        }
        // Where no ranked unit has a value, nothing tells one value from another: those of the others get the middle too.
        let values = linear::between(raw, directed.unwrap_or_default(), |x| x);
        Normalised { values, ends, basis: EndsBasis::Data }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::{Direction, Indicator};
    use crate::numeric::{MISSING, Scale};

    fn min_max(values: &[f64], direction: Direction) -> Vec<f64> {
        let indicator = Indicator { direction, ..Indicator::default() };
        let ranked = vec![true; values.len()];
        MinMax {}.normalise(&Raw { indicator: &indicator, scale: Scale::default(), values, ranked: &ranked }).values
    }

    #[test]
    fn min_max_runs_from_the_worst_to_the_best_present() {
        assert_eq!(min_max(&[1.0, 3.0, 5.0], Direction::HigherIsBetter), [0.0, 50.0, 100.0]);
        assert_eq!(min_max(&[1.0, 3.0, 5.0], Direction::LowerIsBetter), [100.0, 50.0, 0.0]);
        assert_eq!(min_max(&[1.0, 3.0, 5.0], Direction::Target(2.0)), [100.0, 100.0, 0.0]);
    }

    #[test]
    fn min_max_of_constant_indicator_is_the_middle() {
        assert_eq!(min_max(&[7.0, 7.0], Direction::HigherIsBetter), [50.0, 50.0]);
    }

    #[test]
    fn missing_stays_missing_and_bears_on_no_bound() {
        let values = min_max(&[MISSING, 1.0, 3.0], Direction::HigherIsBetter);
        assert!(values[0].is_nan());
        assert_eq!(values[1..], [0.0, 100.0]);
        assert!(min_max(&[MISSING, MISSING], Direction::HigherIsBetter).iter().all(|value| value.is_nan()));
    }
}
