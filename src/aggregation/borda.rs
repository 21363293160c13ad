//! Borda's rule: points for every unit that is behind.

use super::{Aggregate, Children};
use crate::numeric::stats::{Ties, ranks, sum};
use crate::numeric::{column, is_missing};
use crate::stage::plain_method;

plain_method! {
    /// Borda's rule: in each child a unit gets a point for every other that is behind it, half a point for every one level with it.
    ///
    /// ```text
    /// y = Σ wᵢ (points / (n − 1)) / Σ wᵢ   over the children present: 0 points are the bottom of the scale, n − 1 its top
    /// ```
    ///
    /// Only the order within each child counts, decided as ranks are, on 10⁻¹¹ of the scale. n are the ranked units that have the child; a unit alone is in the middle. A unit's
    /// score depends on who else is ranked. Missing values as [`Missing`](super::Missing) says; never zero.
    ///
    /// # Reference
    /// Borda (1784); OECD/JRC (2008), step 7, Tables 25 to 27.
    Borda:
        "points for every unit that is behind",
        "Σ wᵢ points / (n − 1) / Σ wᵢ",
        "Borda (1784)"
}

/// The points of each unit in one column; missing where it has no value.
#[must_use]
pub fn points(column: &[f64]) -> Vec<f64> {
    column::mapped(&ranks(column, Ties::Average), &|rank| rank - 1.0)
}

impl Aggregate for Borda {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], scratch: &mut [f64]) {
        let (weights, columns) = children.in_steps();
        out.fill(0.0);
        scratch.fill(0.0);
        for (weight, values) in weights.iter().zip(&columns) {
            let (_, present) = sum(values);
            let share = |points: f64| match present {
                _ if is_missing(points) => points,
                present if present > 1.0 => points / (present - 1.0),
                _ => 0.5,
            };
            let shares = column::mapped(&points(values), &share);
            column::add_weighted_present(out, scratch, *weight, &shares);
        }
        column::divide(out, scratch);
        for place in out {
            *place = children.scale.at(*place);
        }
    }

    fn adds_up(&self) -> bool {
        false
    }

    fn needs_all_units(&self) -> bool {
        true
    }
}

/// The points of each unit over several columns: their weighted sum.
#[must_use]
pub fn total(columns: &[&[f64]], weights: &[f64]) -> Vec<f64> {
    let mut totals = vec![0.0; columns.first().map_or(0, |own| own.len())];
    for (own, weight) in columns.iter().zip(weights) {
        column::add_weighted(&mut totals, *weight, &points(own));
    }
    totals
}
