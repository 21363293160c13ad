//! Weights as stated.

use super::{Sibling, Weigh};
use crate::error::{Path, Problem};
use crate::stage::plain_method;

plain_method! {
    /// Each sibling weighs what is stated of it, 1 where nothing is.
    Given:
        "as stated for each node, 1 where nothing is",
        "wᵢ as stated",
        "OECD/JRC (2008), step 6"
}

impl Weigh for Given {
    fn weigh(&self, siblings: &[Sibling<'_>], _path: &Path) -> Result<Vec<f64>, Problem> {
        Ok(siblings.iter().map(|sibling| sibling.stated.unwrap_or(1.0)).collect())
    }

    fn uses_stated(&self) -> bool {
        true
    }
}
