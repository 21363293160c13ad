//! IDOCRIW: entropy and the loss of the others, together.

use super::data::{Data, shares};
use super::{Sibling, Weigh};
use super::{cilos, entropy};
use crate::error::{Path, Problem, Unfit};
use crate::numeric::column::joined;
use crate::stage::plain_method;

/// The products of [entropy] and [CILOS](super::cilos) weights, as shares.
///
/// ```text
/// w = q e / Σ q e     q: CILOS     e: entropy of the columns as they are
/// ```
///
/// Missing values and constants: as each of the two.
///
/// # Errors
/// [`Unfit`] as each of the two.
///
/// # Reference
/// Zavadskas and Podvezko (2016), International Journal of Information Technology and Decision Making 15:267–283.
pub fn weights(columns: &[&[f64]], higher: &[bool]) -> Result<Vec<f64>, Unfit> {
    let losses = cilos::weights(columns, higher)?;
    let entropies = entropy::weights(columns)?;
    Ok(shares(&joined(&losses, &entropies, &|loss, entropy| loss * entropy)))
}

plain_method! {
    /// Entropy times CILOS. See [`weights`].
    Idocriw:
        "entropy and the loss of the others together",
        "q e / Σ q e",
        "Zavadskas and Podvezko (2016)"
}

impl Weigh for Idocriw {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        Data::of(siblings).weights("idocriw", path, |data| weights(&data.columns, &data.higher))
    }

    fn uses_data(&self) -> bool {
        true
    }
}
