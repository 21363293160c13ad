//! Nothing is filled.

use super::{Impute, Table};
use crate::stage::plain_method;

plain_method! {
    /// Missing stays missing: what it means for a score, each dimension says.
    None:
        "missing stays missing",
        "–",
        "–"
}

impl Impute for None {
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        wanted.iter().map(|indicator| table.column(*indicator).to_vec()).collect()
    }
}
