//! On the line between the unit's values before and after.

use super::{Impute, Table};
use crate::numeric::MISSING;
use crate::stage::plain_method;

plain_method! {
    /// On the line between the unit's combined values of the periods before and after, in years; before the first and after the last value
    /// that one holds. With no value in any period, missing stays missing.
    ///
    /// # Reference
    /// COINr's `impute_panel(linear)`.
    Linear:
        "on the line between the unit's own values before and after",
        "x(a) + (t − a) / (b − a) × (x(b) − x(a))",
        "OECD/JRC (2008), step 2"
}

impl Impute for Linear {
    fn impute(&self, table: &Table<'_>, wanted: &[usize]) -> Vec<Vec<f64>> {
        table.fill_by_periods(wanted, &|seen, now| {
            let before = seen.iter().rev().find(|(period, _)| *period < now);
            let after = seen.iter().find(|(period, _)| *period > now);
            match (before, after) {
                (Some((a, from)), Some((b, to))) => {
                    let way = f64::from(now - a) / f64::from(b - a);
                    from + way * (to - from)
                }
                (Some((_, value)), _) | (_, Some((_, value))) => *value,
                (_, _) => MISSING,
            }
        })
    }

    fn reads_panel(&self) -> bool {
        true
    }
}
