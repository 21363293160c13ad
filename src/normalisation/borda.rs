//! By the points of Borda's count.

use super::{Normalise, Placed, Raw, Ties, ties::by_rank};
use crate::document::Fields;
use crate::stage::{About, Parameters};

/// Borda's points, a point for each other unit that is worse and half a point for each equal one, as a share of all there are.
///
/// ```text
/// share = (r − 1) / (n − 1)      r the mean rank from 1, the worst, to n, the best of the pool
/// ```
///
/// Missing stays missing and does not count. A single unit gets the middle.
///
/// # Differs from
/// COINr's `n_borda` gives no points for ties (`ties: min`), and the points themselves.
///
/// # Reference
/// de Borda (1781); OECD/JRC (2008), step 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Borda {
    /// Which rank equal values share; `average` unless said.
    pub ties: Ties,
}

impl Default for Borda {
    fn default() -> Self {
        Self { ties: Ties::Average }
    }
}

impl Parameters for Borda {
    const ABOUT: About = About {
        meaning: "points for every unit beaten, half a point for a tie",
        formula: "(r − 1) of n − 1 points",
        reference: "de Borda (1781); COINr n_borda",
    };

    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { ties: fields.or("ties", Ties::Average) }
    }
}

impl Normalise for Borda {
    fn place(&self, raw: &Raw<'_>) -> Placed {
        by_rank(self.ties, raw)
    }
}
