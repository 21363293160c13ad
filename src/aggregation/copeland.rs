//! Copeland's rule: how many others a unit beats by the weight of its children, and how many beat it.

use super::{Aggregate, Children};
use crate::numeric::column::slices;
use crate::numeric::stats::sign;
use crate::numeric::{MISSING, Matrix, count, is_missing};
use crate::stage::plain_method;

plain_method! {
    /// Copeland's rule: units are compared two by two over the node's children; a unit beats another when more weight speaks for it.
    ///
    /// ```text
    /// C = others beaten − others it is beaten by     y: −(n − 1) is the bottom of the scale, n − 1 its top
    /// ```
    ///
    /// Only the order within each child counts, decided as ranks are, on 10⁻¹¹ of the scale, so nothing is made up for by how much. A child missing for either unit takes no part
    /// in their comparison; exactly half of the weight on either side beats nobody. A unit alone is in the middle. A unit's score
    /// depends on who else is ranked; comparing takes the square of their number.
    ///
    /// # Differs from
    /// COINr, which gives the weight of a missing child to the unit that comes later in the table; here the order of units changes
    /// nothing.
    ///
    /// # Reference
    /// Copeland (1951); Saari (2000); OECD/JRC (2008), step 7 (Condorcet).
    Copeland:
        "units beaten by the weight of the children, less those beaten by",
        "wins − losses",
        "Copeland (1951)"
}

/// For each two units the share of the weight that speaks for the first: that of the columns where it is higher, and half of that
/// where they are equal. A column missing for either takes no part; ½ where none is left. The diagonal is 0.
#[must_use]
pub fn outranking(columns: &[&[f64]], weights: &[f64]) -> Matrix {
    let units = columns.first().map_or(0, |column| column.len());
    let mut balance = Matrix::zero(units, units);
    let mut totals = Matrix::zero(units, units);
    for (column, weight) in columns.iter().zip(weights) {
        for (a, x) in column.iter().enumerate().filter(|(_, x)| !is_missing(**x)) {
            for (b, y) in column.iter().enumerate().filter(|(_, y)| !is_missing(**y)) {
                balance.set(a, b, balance.at(a, b) + weight * sign(x - y));
                totals.set(a, b, totals.at(a, b) + weight);
            }
        }
    }
    Matrix::of(units, units, |a, b| {
        if a == b {
            return 0.0;
        }
        let total = totals.at(a, b);
        if total > 0.0 { f64::midpoint(1.0, balance.at(a, b) / total) } else { 0.5 }
    })
}

/// The others that each unit beats less those it is beaten by; missing for a unit without any value.
#[must_use]
pub fn scores(columns: &[&[f64]], weights: &[f64]) -> Vec<f64> {
    let shares = outranking(columns, weights);
    let compared = |unit: usize| columns.iter().any(|column| column.get(unit).is_some_and(|x| !is_missing(*x)));
    let score = |(a, row): (usize, &[f64])| {
        if !compared(a) {
            return MISSING;
        }
        let mut score = 0.0;
        for (_, share) in row.iter().enumerate().filter(|(b, _)| *b != a) {
            let beyond = share - 0.5;
            // Half and half, rounding aside, beats nobody.
            if beyond.abs() > 1e-12 {
                score += sign(beyond);
            }
        }
        score
    };
    shares.rows().enumerate().map(score).collect()
}

impl Aggregate for Copeland {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        let (weights, columns) = children.in_steps();
        let columns = slices(&columns);
        let scores = scores(&columns, &weights);
        let others = count(scores.iter().filter(|score| !is_missing(**score)).count()) - 1.0;
        for (place, score) in out.iter_mut().zip(&scores) {
            let share = if others > 0.0 { f64::midpoint(score / others, 1.0) } else { score + 0.5 };
            *place = children.scale.at(share);
        }
    }

    fn adds_up(&self) -> bool {
        false
    }

    fn needs_all_units(&self) -> bool {
        true
    }

    fn compares_pairs(&self) -> bool {
        true
    }
}
