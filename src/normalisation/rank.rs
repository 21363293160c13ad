//! By rank.

use super::{Normalise, Placed, Raw, Ties};
use crate::document::Fields;
use crate::numeric::count;
use crate::stage::{About, Parameters};

/// By rank alone: how far values lie apart does not count.
///
/// ```text
/// share = r / n      r the rank from 1, the worst, to n, the best of the pool
/// ```
///
/// Missing stays missing and does not count. Ties share the mean of their ranks, or as said. A single unit gets 1.
///
/// # Differs from
/// COINr's `n_rank` lets ties share the lower rank, Compind's `normalise_ci` the mean; both give r itself.
///
/// # Reference
/// OECD/JRC (2008), step 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Rank {
    /// Which rank equal values share; `average` unless said.
    pub ties: Ties,
}

impl Default for Rank {
    fn default() -> Self {
        Self { ties: Ties::Average }
    }
}

impl Parameters for Rank {
    const ABOUT: About = About {
        meaning: "by rank: how far values lie apart does not count",
        formula: "r / n",
        reference: "OECD/JRC (2008), step 5",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { ties: fields.or("ties", Ties::Average) }
    }
}

impl Normalise for Rank {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        let sample = raw.sample();
        let number = count(sample.pool.len()).max(1.0);
        raw.by(&sample, &|x| self.ties.rank(&sample, x) / number)
    }
}
