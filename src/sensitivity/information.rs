//! The value of information: what would be settled if one uncertain value were known.

use serde::Serialize;

use super::sobol::jackknife;
use crate::numeric::count;
use crate::uncertainty::statistics::Estimate;

/// What would be settled if one uncertain value were known.
///
/// ```text
/// settled = Σ over units of Var(E[rank | value]) / Σ over units of Var(rank)
/// ```
///
/// The expected reduction of the variance of ranks, taken over all units: the first-order index of the value, unit by unit. Range:
/// 0 to 1; an estimate may lie a little below 0 where nothing is settled. Estimated from the base draws themselves, without further
/// scoring: they are parted into eight classes by where in its law the value lies, and the variance between the classes' mean ranks
/// is freed of what chance alone puts between them (one-way analysis of variance). Eight classes see 98 % of a straight line. A
/// value made of several random numbers (years, raters) settles what each of them does: what they only do together is left out.
///
/// # Reference
/// Plischke, Borgonovo & Smith (2013), *Global sensitivity measures from given data*, EJOR 226, 536–550; Strong & Oakley (2013), *An
/// efficient method for computing single-parameter partial expected value of perfect information*, Medical Decision Making 33, 755–766.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Information {
    /// The indicator.
    pub indicator: String,
    /// The unit.
    pub unit: String,
    /// Whether it is missing; otherwise it was observed, but not for certain.
    pub missing: bool,
    /// What part of the variance of all ranks it would settle.
    pub settled: Estimate,
}

/// Classes that draws are parted into.
const CLASSES: usize = 8;

/// Sums of ranks by class of one coordinate each, exact.
#[derive(Debug, Clone, Default)]
pub(crate) struct Classes {
    units: usize,
    /// How many draws, and the sums of their squared ranks.
    draws: u64,
    squares: u64,
    /// For each coordinate, for each class: how many draws, and the sums of their ranks, unit by unit.
    counts: Vec<u64>,
    sums: Vec<u64>,
}

impl Classes {
    pub(crate) fn new(coordinates: usize, units: usize) -> Self {
        let classes = coordinates * CLASSES;
        Self { units, draws: 0, squares: 0, counts: vec![0; classes], sums: vec![0; classes * units] }
    }

    /// How many numbers that is.
    pub(crate) fn size(coordinates: usize, units: usize) -> usize {
        coordinates.saturating_mul(CLASSES).saturating_mul(units + 1)
    }

    /// Adds one draw: where it lies in each coordinate's law, 0 to 1, and the ranks.
    pub(crate) fn add(&mut self, coordinates: impl Iterator<Item = f64>, ranks: &[i64]) {
        self.draws += 1;
        self.squares += ranks.iter().map(|rank| rank.unsigned_abs() * rank.unsigned_abs()).sum::<u64>();
        for (at, coordinate) in coordinates.enumerate() {
            let class = at * CLASSES + class_of(coordinate);
            if let Some(count) = self.counts.get_mut(class) {
                *count += 1;
            }
            let sums = self.sums.get_mut(class * self.units..(class + 1) * self.units).unwrap_or_default();
            for (sum, rank) in sums.iter_mut().zip(ranks) {
                *sum += rank.unsigned_abs();
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.draws += other.draws;
        self.squares += other.squares;
        self.counts.iter_mut().zip(&other.counts).for_each(|(sum, more)| *sum += more);
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, more)| *sum += more);
    }

    /// What part of the variance of all ranks lies between the classes of a coordinate; `but` is taken off first.
    fn settled(&self, coordinate: usize, but: Option<&Self>) -> f64 {
        let less = |all: u64, part: Option<u64>| all - part.unwrap_or(0);
        let classes = coordinate * CLASSES..(coordinate + 1) * CLASSES;
        let at = |of: &Self, class: usize| of.counts.get(class).copied().unwrap_or(0);
        let sum = |of: &Self, class: usize, unit: usize| of.sums.get(class * of.units + unit).copied().unwrap_or(0);
        let draws = number(less(self.draws, but.map(|but| but.draws)));
        let (mut between, mut correction, mut used) = (0.0, 0.0, 0.0);
        for unit in 0..self.units {
            let mut whole = 0.0;
            for class in classes.clone() {
                let drawn = number(less(at(self, class), but.map(|but| at(but, class))));
                let ranks = number(less(sum(self, class, unit), but.map(|but| sum(but, class, unit))));
                if drawn > 0.0 {
                    between += ranks * ranks / drawn;
                    used += if unit == 0 { 1.0 } else { 0.0 };
                }
                whole += ranks;
            }
            correction += whole * whole / draws;
        }
        let total = number(less(self.squares, but.map(|but| but.squares))) - correction;
        let between = between - correction;
        if total <= 0.0 || draws <= used {
            return 0.0;
        }
        // What lies between classes by chance alone.
        let within = (total - between) / (draws - used);
        (between - (used - 1.0) * within) / total
    }
}

fn number(whole: u64) -> f64 {
    usize::try_from(whole).map_or(f64::INFINITY, count)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a coordinate lies from 0 to 1")]
fn class_of(coordinate: f64) -> usize {
    ((coordinate * count(CLASSES)) as usize).min(CLASSES - 1)
}

/// What each value would settle, with the jackknife's error over blocks; `lengths` are the numbers of coordinates that values are
/// made of, one after another.
pub(crate) fn settled(blocks: &[&Classes], lengths: impl Iterator<Item = usize>) -> Vec<Estimate> {
    let Some(first) = blocks.first() else { return Vec::new() };
    let mut whole = (*first).clone();
    for block in blocks.iter().skip(1) {
        whole.merge(block);
    }
    let mut next = 0;
    lengths
        .map(|length| {
            let own = next..next + length;
            next = own.end;
            let of = |but: Option<&Classes>| own.clone().map(|coordinate| whole.settled(coordinate, but)).sum::<f64>();
            let without: Vec<f64> = blocks.iter().map(|block| of(Some(block))).collect();
            // Where nothing is settled, what chance puts between classes is a sum of squares, whose scatter leaving blocks out hides.
            let draws = number(whole.draws);
            jackknife(of(None), &without, 2.0 * count((CLASSES - 1) * length) / (draws * draws))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::Random;

    #[test]
    fn what_decides_everything_settles_everything_and_what_decides_nothing_settles_nothing() {
        let blocks: Vec<Classes> = (0..8)
            .map(|block| {
                let random = &mut Random::new(3, block, 0);
                let mut classes = Classes::new(2, 2);
                for _ in 0..1_024 {
                    let (decides, idle) = (random.uniform(), random.uniform());
                    let ranks = if decides < 0.5 { [1, 2] } else { [2, 1] };
                    classes.add([decides, idle].into_iter(), &ranks);
                }
                classes
            })
            .collect();
        let found = settled(&blocks.iter().collect::<Vec<_>>(), [1, 1].into_iter());
        assert!((found[0].value - 1.0).abs() < 1e-12, "{:?}", found[0]);
        assert!(found[1].value.abs() < 0.005 && found[1].lower < 0.0 && found[1].upper > 0.0, "{:?}", found[1]);
    }

    #[test]
    fn a_straight_line_is_settled_to_the_part_that_eight_classes_see() {
        let mut classes = Classes::new(1, 1);
        for step in 0..8_000_i64 {
            classes.add(std::iter::once((step as f64 + 0.5) / 8_000.0), &[step]);
        }
        let found = classes.settled(0, None);
        assert!((found - 63.0 / 64.0).abs() < 1e-4, "{found}");
    }
}
