//! The period's own value.

use super::{Combine, Combined, Series};
use crate::numeric::is_missing;
use crate::stage::plain_method;

plain_method! {
    /// The value observed in the period itself; missing when there is none.
    Value:
        "the period's own value",
        "y = x(t)",
        "–"
}

impl Combine for Value {
    fn combine(&self, series: &Series<'_>) -> Combined {
        let Ok(position) = series.periods.binary_search(&series.period) else { return Combined::missing() };
        match series.values.get(position) {
            Some(&value) if !is_missing(value) => {
                Combined { value, used: position..position + 1, observed: 1, wanted: 1, age: 0 }
            }
            _ => Combined::missing(),
        }
    }
}
