//! The unit's newest value of an earlier period.

use super::{Impute, Table};
use crate::numeric::MISSING;
use crate::stage::plain_method;

plain_method! {
    /// The unit's combined value of the newest earlier period that has one; before the first, missing stays missing. To look back only so
    /// many years, and have the age said, combine with [`latest`](crate::combination::latest) instead.
    ///
    /// # Reference
    /// COINr's `impute_panel(latest)`.
    Latest:
        "the unit's own value of the last earlier period",
        "x(s), s the newest earlier period",
        "OECD/JRC (2008), step 2"
}

impl Impute for Latest {
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        table.fill_by_periods(wanted, &|seen, now| {
            let earlier = seen.iter().rev().find(|(period, _)| *period < now);
            earlier.map_or(MISSING, |(_, value)| *value)
        })
    }

    fn reads_panel(&self) -> bool {
        true
    }
}
