//! Linear between the worst and the best value of the data.

use super::{Normalise, Placed, Raw, sample::Sample};
use crate::stage::plain_method;

plain_method! {
    /// Linear between the worst and the best value of the pool: adding a unit may move all others.
    ///
    /// ```text
    /// y = lower end of the scale + (d(x) − min d) / (max d − min d) × width of the scale
    /// ```
    ///
    /// where d directs the value: (max − x) / (max − min) where less is better. Missing stays missing. Constants: when all values are
    /// one, every unit gets the middle of the scale, and the scorecard says so. This is also what scikit-criteria calls the distance to
    /// the ideal (`CenitDistance`).
    ///
    /// # Differs from
    /// COINr's `n_minmax` gives NaN for a constant, pymcdm's `minmax_normalization` gives ones.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 5.
    MinMax:
        "linear between the worst and the best value of the data",
        "(x − min) / (max − min)",
        "OECD/JRC (2008), step 5"
}

impl Normalise for MinMax {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let (worst, best) = sample.worst_and_best();
        raw.by(&sample, &|x| Sample::way(worst, best, x))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::{Direction, Indicator};
    use crate::normalisation::Normalisation;
    use crate::numeric::stats::available;
    use crate::numeric::{MISSING, Scale, sort_numbers};

    fn min_max(values: &[f64], direction: Direction) -> Vec<f64> {
        let indicator = Indicator { direction, ..Indicator::default() };
        let mut pool = available(values);
        sort_numbers(&mut pool);
        let raw = Raw { indicator: &indicator, units: &[], scale: Scale::default(), values, pool: &pool };
        Normalisation::MinMax(MinMax {}).normalise(&raw).values
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
