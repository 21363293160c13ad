//! Which rank equal values share, as documents say it.
//!
//! Values of an indicator have no scale yet: they are equal when they are the same number.

use super::Raw;
use super::sample::Sample;
use crate::document::{Decode, Decoder, Value};
use crate::numeric::count;

/// Which rank equal values share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// The mean of their positions: 1, 2.5, 2.5, 4.
    #[default]
    Average,
    /// The lowest: 1, 2, 2, 4.
    Min,
    /// The highest: 1, 3, 3, 4.
    Max,
}

impl Decode for Ties {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("average", Self::Average), ("min", Self::Min), ("max", Self::Max)])
    }
}

impl Ties {
    /// The rank that a value has, or would have, in a pool: from 1, the worst, up.
    #[inline(never)]
    pub(super) fn rank(self, sample: &Sample, x: f64) -> f64 {
        let below = sample.pool.partition_point(|other| *other < x);
        let not_above = sample.pool.partition_point(|other| *other <= x);
        let (worse, not_better) =
            if sample.higher { (below, not_above) } else { (sample.pool.len() - not_above, sample.pool.len() - below) };
        let (first, last) = (count(worse) + 1.0, count(not_better));
        match self {
            Self::Min => first,
            Self::Max => last.max(first),
            Self::Average => f64::midpoint(first, last.max(first)),
        }
    }
}

/// Shares by rank: 0 for the first rank, 1 for the last of the pool; the middle for a single unit.
#[inline(never)]
pub(super) fn by_rank(ties: Ties, raw: &Raw<'_>) -> super::Placed {
    let sample = raw.sample();
    let others = count(sample.pool.len()) - 1.0;
    if others > 0.0 {
        raw.by(&sample, &|x| (ties.rank(&sample, x) - 1.0) / others)
    } else {
        raw.in_the_middle(&sample, None)
    }
}
