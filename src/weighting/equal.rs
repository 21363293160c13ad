//! Equal weights.

use super::{Sibling, Weigh};
use crate::error::{Path, Problem};
use crate::stage::plain_method;

plain_method! {
    /// Every sibling weighs the same, 1; a stated weight is a fault.
    Equal:
        "all siblings weigh the same",
        "wᵢ = 1",
        "OECD/JRC (2008), step 6"
}

impl Weigh for Equal {
    fn weigh(&self, siblings: &[Sibling<'_>], _path: &Path) -> Result<Vec<f64>, Problem> {
        Ok(vec![1.0; siblings.len()])
    }
}
