//! By the share of units that are worse.

use super::{Normalise, Placed, Raw, Ties, ties::by_rank};
use crate::document::Fields;
use crate::stage::{About, Parameters};

/// The share of the other units that are worse.
///
/// ```text
/// share = (r − 1) / (n − 1)      r the rank from 1, the worst, to n, the best of the pool
/// ```
///
/// Missing stays missing and does not count. Ties share the lower rank unless said: nobody beats an equal. A single unit gets the middle.
///
/// # Reference
/// COINr's `n_prank`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct PercentileRank {
    /// Which rank equal values share; `min` unless said.
    pub ties: Ties,
}

impl Default for PercentileRank {
    fn default() -> Self {
        Self { ties: Ties::Min }
    }
}

impl Parameters for PercentileRank {
    const ABOUT: About = About {
        meaning: "share of the others that are worse",
        formula: "(r − 1) / (n − 1)",
        reference: "COINr n_prank",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { ties: fields.or("ties", Ties::Min) }
    }
}

impl Normalise for PercentileRank {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        by_rank(self.ties, raw)
    }
}
