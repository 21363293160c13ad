//! An indicator's values as a formula reads them that rests on the data: benefit or cost, nothing else.

use super::{EndsBasis, Placed, Raw};
use crate::numeric::{is_missing, sort_numbers};

/// Values and pool of which more, or less, is better: of an indicator with a target they are the distances from it.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    /// One a unit; missing stays missing.
    pub(super) values: Vec<f64>,
    /// What the formula's numbers are taken from, rising, nothing missing.
    pub(super) pool: Vec<f64>,
    /// Whether more is better.
    pub(super) higher: bool,
}

impl Raw<'_> {
    /// The values as a formula reads them.
    #[inline(never)]
    pub(super) fn sample(&self) -> Sample {
        let direction = self.indicator.direction;
        let mut pool: Vec<f64> = self.pool.iter().map(|value| direction.one_sided(*value)).collect();
        sort_numbers(&mut pool);
        let values = self.values.iter().map(|value| direction.one_sided(*value)).collect();
        Sample { values, pool, higher: direction.is_higher() }
    }

    /// Places every value by a formula; a value that lies beyond the pool counts as its nearer end. Without a pool nothing tells one
    /// value from another, and all get the middle.
    #[inline(never)]
    pub(super) fn by(&self, sample: &Sample, share: &dyn Fn(f64) -> f64) -> Placed {
        let (lowest, highest) = sample.ends();
        let share: &dyn Fn(f64) -> f64 = if sample.pool.is_empty() { &|_| 0.5 } else { share };
        let place = |value: &f64| if is_missing(*value) { *value } else { share(value.max(lowest).min(highest)) };
        let ends = self.pool.first().zip(self.pool.last()).map(|(lower, upper)| (*lower, *upper));
        Placed { shares: sample.values.iter().map(place).collect(), ends, basis: EndsBasis::Data, impossible: None }
    }

    /// The middle for every value, for there is nothing to tell one from another by; `found` is what the formula cannot take.
    #[inline(never)]
    pub(super) fn in_the_middle(&self, sample: &Sample, found: Option<f64>) -> Placed {
        Placed { impossible: found, ..self.by(sample, &|_| 0.5) }
    }

    /// Places every value by a formula that only takes `found` above 0.
    #[inline(never)]
    pub(super) fn by_positive(&self, sample: &Sample, found: f64, share: &dyn Fn(f64) -> f64) -> Placed {
        if found > 0.0 || sample.pool.is_empty() {
            self.by(sample, share)
        } else {
            self.in_the_middle(sample, Some(found))
        }
    }
}

impl Sample {
    /// The lowest and the highest value of the pool.
    pub(super) fn ends(&self) -> (f64, f64) {
        // Where the pool is empty no value is held back.
        let end = |value: Option<&f64>, other| value.copied().unwrap_or(other);
        (end(self.pool.first(), f64::NEG_INFINITY), end(self.pool.last(), f64::INFINITY))
    }

    /// The worst and the best value of the pool.
    pub(super) fn worst_and_best(&self) -> (f64, f64) {
        let (lowest, highest) = self.ends();
        if self.higher { (lowest, highest) } else { (highest, lowest) }
    }

    /// How far a value lies on the way from one value to another, 0 to 1 between them and the same formula beyond; the middle
    /// where they are one.
    pub(super) fn way(from: f64, to: f64, x: f64) -> f64 {
        if from < to {
            (x - from) / (to - from)
        } else if from > to {
            (from - x) / (from - to)
        } else {
            0.5
        }
    }

    /// How far a value lies on the way from the worst of the pool to a goal: 1 from the goal on, wherever that lies.
    pub(super) fn way_to(&self, goal: f64, x: f64) -> f64 {
        let (worst, _) = self.worst_and_best();
        let is_ahead = if self.higher { worst < goal } else { worst > goal };
        if is_ahead { Self::way(worst, goal, x) } else { 1.0 }
    }
}
