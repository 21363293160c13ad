//! The unit's value of the last earlier period, or the first later one.

use super::{Impute, Table};
use crate::numeric::MISSING;
use crate::stage::plain_method;

plain_method! {
    /// The unit's combined value of the newest earlier period that has one; before the first, that of the first. With no value in any
    /// period, missing stays missing.
    ///
    /// # Reference
    /// COINr's `impute_panel(constant)`.
    Constant:
        "a step function through the unit's own values",
        "x(s), s the newest earlier period, else the first later one",
        "OECD/JRC (2008), step 2"
}

impl Impute for Constant {
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        table.fill_by_periods(wanted, &|seen, now| {
            let earlier = seen.iter().rev().find(|(period, _)| *period < now);
            earlier.or(seen.first()).map_or(MISSING, |(_, value)| *value)
        })
    }

    fn reads_panel(&self) -> bool {
        true
    }
}
