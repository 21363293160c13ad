//! The Wrocław taxonomic method: the distance from an ideal unit.

use super::{Aggregate, Children};
use crate::numeric::column::{add_square_distance, divide};
use crate::numeric::stats::{extent, mean, sd};
use crate::numeric::{column, is_missing, present};
use crate::stage::plain_method;

plain_method! {
    /// The Wrocław taxonomic method: how near a unit is to one that is the best in every child.
    ///
    /// ```text
    /// d = √(Σ wᵢ (xᵢ − max xᵢ)² / Σ wᵢ)     y: d = 0 is the top of the scale, d = mean + 2 sd of all distances (or more) its bottom
    /// ```
    ///
    /// Best values, mean and standard deviation (of a sample) are those of the ranked units of the period: a unit's score depends on
    /// who else is present. Where nobody is off the ideal, all are at the top. Missing values as [`Missing`](super::Missing) says;
    /// never zero.
    ///
    /// # Differs from
    /// Compind, which gives d / (mean + 2 sd), lower better: the same, turned round.
    ///
    /// # Reference
    /// Hellwig (1968); Harbison (1970); as in Compind.
    Wroclaw:
        "how near a unit is to one that is the best in every child",
        "1 − d / (mean + 2 sd)",
        "Hellwig (1968)"
}

/// `d / (mean + 2 sd)` of each unit, from columns in which higher is better: lower is better, missing where a unit has no value.
#[must_use]
pub fn distances(columns: &[&[f64]], weights: &[f64]) -> Vec<f64> {
    let units = columns.first().map_or(0, |own| own.len());
    let (mut squares, mut totals) = (vec![0.0; units], vec![0.0; units]);
    for (own, weight) in columns.iter().zip(weights) {
        let (_, best) = extent(own);
        let mut away = vec![0.0; units];
        add_square_distance(&mut away, 1.0, own, best);
        column::add_weighted_present(&mut squares, &mut totals, *weight, &away);
    }
    divide(&mut squares, &totals);
    let away = column::mapped(&squares, &f64::sqrt);
    let far = mean(&away) + 2.0 * present(sd(&away, 1.0)).unwrap_or(0.0);
    column::mapped(&away, &|d| if is_missing(d) || far > 0.0 { d / far } else { 0.0 })
}

impl Aggregate for Wroclaw {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], _: &mut [f64]) {
        let (weights, columns) = children.compared();
        let columns = column::slices(&columns);
        for (place, distance) in out.iter_mut().zip(distances(&columns, &weights)) {
            // `min` would drop a NaN; a missing value must stay missing.
            *place = children.scale.at(1.0 - if distance > 1.0 { 1.0 } else { distance });
        }
    }

    fn adds_up(&self) -> bool {
        false
    }

    fn needs_all_units(&self) -> bool {
        true
    }
}
