//! EDAS: how far above the average, and how far below.

use super::table::{Domain, Table, most};
use super::{Decide, Decision, Outcome, Rank};
use crate::error::{Path, Problem, Unfit};
use crate::numeric::column::joined;
use crate::numeric::stats::mean;
use crate::stage::plain_method;

/// The mean of how little a unit falls short of the average and how far it is above.
///
/// ```text
/// PDA = max(0, ±(x − x̄)) / x̄     NDA = max(0, ∓(x − x̄)) / x̄
/// SP = Σ w PDA     SN = Σ w NDA     score = (SP / max SP + 1 − SN / max SN) / 2
/// ```
///
/// Higher is better; from 0 to 1. Where nobody is off the average, rounding aside, SP and SN are 0 and everybody has ½.
///
/// # Errors
/// [`Unfit`] below 0.
///
/// # Reference
/// Keshavarz Ghorabaee, Zavadskas, Olfat and Turskis (2015), Informatica 26:435–451.
pub fn scores(table: &Table<'_>) -> Result<Vec<f64>, Unfit> {
    table.within(Domain::NotNegative, Domain::NotNegative)?;
    let (mut above, mut below) = (vec![0.0; table.units()], vec![0.0; table.units()]);
    for criterion in table.criteria() {
        let average = mean(criterion.column);
        for ((above, below), x) in above.iter_mut().zip(&mut below).zip(criterion.column) {
            let distance = criterion.sign() * (x - average) / average;
            *above += criterion.weight * distance.max(0.0);
            *below += criterion.weight * (-distance).max(0.0);
        }
    }
    let (most_above, most_below) = (most(&above), most(&below));
    // What rounding leaves of an average is no distance from it: divided by itself, it would be the largest there is.
    let part = |own: f64, most: f64| if most > 1e-12 { own / most } else { 0.0 };
    let score = |above: f64, below: f64| f64::midpoint(part(above, most_above), 1.0 - part(below, most_below));
    Ok(joined(&above, &below, &score))
}

plain_method! {
    /// See [`scores`].
    Edas:
        "how far above the average, and how far below",
        "(SP / max SP + 1 − SN / max SN) / 2",
        "Keshavarz Ghorabaee et al. (2015)"
}

impl Rank for Edas {
    fn decides(&self) -> Option<&dyn Decide> {
        Some(self)
    }
}

impl Decide for Edas {
    fn decide(&self, decision: &Decision<'_>, path: &Path) -> Result<Outcome, Problem> {
        decision.scored("edas", path, &|table| scores(table))
    }

    fn measure(&self) -> &'static str {
        "appraisal"
    }

    fn bounds(&self) -> Option<(f64, f64)> {
        Some((0.0, 1.0))
    }
}
