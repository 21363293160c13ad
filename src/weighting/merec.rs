//! MEREC: what removing an indicator does to the units.

use super::data::{Data, complete, is_higher, refuse_below, shares_of};
use super::{Sibling, Weigh};
use crate::error::{Path, Problem, Unfit};
use crate::numeric::column::{joined, mapped, slices};
use crate::numeric::count;
use crate::numeric::float::ln;
use crate::numeric::stats::extent;
use crate::stage::plain_method;

/// The effects of removing each indicator, as shares.
///
/// ```text
/// n = min / x, where lower is better x / max
/// S = ln(1 + Σⱼ |ln n| / m)     S₋ⱼ = the same without indicator j     E = Σ |S₋ⱼ − S|     w = E / Σ E
/// ```
///
/// Units with a missing value are left out. A constant indicator weighs 0; when all are constant, all weigh the same.
///
/// # Errors
/// [`Unfit`] at or below 0.
///
/// # Reference
/// Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis and Antucheviciene (2021), Symmetry 13:525.
pub fn weights(columns: &[&[f64]], higher: &[bool]) -> Result<Vec<f64>, Unfit> {
    refuse_below(columns, |_| true)?;
    let logs: Vec<Vec<f64>> = complete(columns)
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let (low, high) = extent(column);
            let share = |x: f64| if is_higher(higher, index) { low / x } else { x / high };
            mapped(column, &|x| ln(share(x)).abs())
        })
        .collect();
    let indicators = count(columns.len());
    let mut totals = vec![0.0; logs.first().map_or(0, Vec::len)];
    for column in &logs {
        for (total, log) in totals.iter_mut().zip(column) {
            *total += log;
        }
    }
    let effect = |column: &[f64]| {
        let change = |log: f64, total: f64| (ln(1.0 + (total - log) / indicators) - ln(1.0 + total / indicators)).abs();
        joined(column, &totals, &change).iter().sum()
    };
    Ok(shares_of(&slices(&logs), &effect))
}

plain_method! {
    /// Effects of removal. See [`weights`].
    Merec:
        "children whose removal changes the units most weigh more",
        "E / Σ E, E = Σ |ln(1 + S₋ⱼ) − ln(1 + S)|",
        "Keshavarz-Ghorabaee et al. (2021)"
}

impl Weigh for Merec {
    fn weigh(&self, siblings: &[Sibling<'_>], path: &Path) -> Result<Vec<f64>, Problem> {
        Data::of(siblings).weights("merec", path, |data| weights(&data.columns, &data.higher))
    }

    fn uses_data(&self) -> bool {
        true
    }
}
