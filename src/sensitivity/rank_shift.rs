//! How far ranks differ from the stated ones.

use serde::Serialize;

use crate::numeric::stats::kendall;
use crate::numeric::{count, is_missing};

/// How far ranks differ from the stated ranking.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RankShift {
    /// The mean of |rank − stated rank| over the units ranked in both; 0 where there are none.
    pub mean: f64,
    /// The largest of them.
    pub largest: u32,
    /// Kendall's tau-b between both rankings: 1 the same order, −1 the reverse; none where one of them ties everybody.
    pub tau: Option<f64>,
    /// Rank − stated rank of each unit, in the order of the result's units: below 0 is better. None where it has no rank in one of
    /// them.
    pub units: Vec<Option<f64>>,
}

impl RankShift {
    /// Compares ranks with stated ones; 0 is no rank.
    pub(crate) fn new(stated: &[u32], ranks: &[u32]) -> Self {
        let mut result = Self { units: Vec::with_capacity(stated.len()), ..Self::default() };
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut sum = 0.0;
        for (stated, rank) in stated.iter().zip(ranks) {
            if *stated == 0 || *rank == 0 {
                result.units.push(None);
                continue;
            }
            let shift = rank.abs_diff(*stated);
            result.largest = result.largest.max(shift);
            sum += f64::from(shift);
            result.units.push(Some(f64::from(*rank) - f64::from(*stated)));
            before.push(f64::from(*stated));
            after.push(f64::from(*rank));
        }
        result.mean = sum / count(before.len().max(1));
        let tau = kendall(&before, &after);
        result.tau = (!is_missing(tau)).then_some(tau);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_can_be_worked_out_by_hand() {
        let shift = RankShift::new(&[1, 2, 3, 0], &[2, 1, 3, 1]);
        assert_eq!((shift.mean, shift.largest), (2.0 / 3.0, 1));
        assert_eq!(shift.units, [Some(1.0), Some(-1.0), Some(0.0), None]);
        assert!((shift.tau.unwrap() - 1.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn tau_counts_ties_on_either_side_alone() {
        // 1 2 2 against 1 1 3: one pair agrees, one is tied in each: 1 / √(2 · 2).
        assert_eq!(RankShift::new(&[1, 2, 2], &[1, 1, 3]).tau, Some(0.5));
        assert_eq!(RankShift::new(&[1, 1], &[1, 2]).tau, None);
        assert_eq!(RankShift::new(&[], &[]).tau, None);
    }
}
