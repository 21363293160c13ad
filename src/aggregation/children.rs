//! The children's scores as an aggregation reads them: columns of a flat block.

use std::ops::Range;

use super::Missing;
use crate::framework::Node;
use crate::numeric::{MISSING, Scale, is_missing};

/// The children of one node for a run of units.
#[derive(Debug, Clone)]
pub struct Children<'a> {
    /// Columns of node scores, one after another, each `stride` long; the first belongs to the node at position `first`.
    pub columns: &'a [f64],
    /// The position of the node whose column comes first.
    pub first: usize,
    /// The length of a column.
    pub stride: usize,
    /// The units of this run.
    pub units: Range<usize>,
    /// The positions of the children.
    pub positions: &'a [usize],
    /// The weights of all nodes, by position.
    pub weights: &'a [f64],
    /// The rule for missing children.
    pub missing: Missing,
    /// Whether no child is missing for any unit.
    pub complete: bool,
    /// Whether each unit of the run is ranked: only those are compared with each other.
    pub ranked: &'a [bool],
    /// The scale of children and node.
    pub scale: Scale,
    /// The nodes, by position.
    pub nodes: &'a [Node],
}

/// A child's weight and its score for one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Its weight, above 0.
    pub weight: f64,
    /// Its score.
    pub value: f64,
}

impl<'a> Children<'a> {
    /// Each child that weighs anything: its weight and its scores for the run of units.
    pub fn weighted(&self) -> impl Iterator<Item = (f64, &'a [f64])> + '_ {
        self.positions.iter().filter_map(|position| self.one(*position))
    }

    /// The weight of one child and its scores for the run of units; none when it weighs nothing.
    #[must_use]
    pub fn one(&self, position: usize) -> Option<(f64, &'a [f64])> {
        let weight = *self.weights.get(position)?;
        let start = position.checked_sub(self.first)? * self.stride;
        let column = self.columns.get(start + self.units.start..start + self.units.end)?;
        (weight > 0.0).then_some((weight, column))
    }

    /// Writes for each unit what `join` makes of its children present; missing where nothing is present or [`Missing`] says so.
    #[inline(never)]
    pub fn each(&self, out: &mut [f64], join: &mut dyn FnMut(&mut [Part]) -> f64) {
        let columns: Vec<(f64, &[f64])> = self.weighted().collect();
        let mut parts = Vec::with_capacity(columns.len());
        for (unit, place) in out.iter_mut().enumerate() {
            parts.clear();
            for (weight, column) in &columns {
                let value = column.get(unit).copied().unwrap_or(MISSING);
                if !is_missing(value) {
                    parts.push(Part { weight: *weight, value });
                }
            }
            let refused = parts.len() < columns.len() && self.missing != Missing::Rescale;
            *place = if parts.is_empty() || refused { MISSING } else { join(&mut parts) };
        }
    }

    /// As [`Children::compared`], each value as a [whole number of steps](Scale::steps) of the scale: what orders units, so that
    /// mathematical ties are ties.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "37 bits are exact")]
    pub fn in_steps(&self) -> (Vec<f64>, Vec<Vec<f64>>) {
        let (weights, mut columns) = self.compared();
        for value in columns.iter_mut().flatten().filter(|value| !is_missing(**value)) {
            *value = self.scale.steps(*value) as f64;
        }
        (weights, columns)
    }

    /// The children that weigh anything over the ranked units alone, as units are compared: missing elsewhere, and where
    /// [`Missing`] makes the node missing.
    #[must_use]
    pub fn compared(&self) -> (Vec<f64>, Vec<Vec<f64>>) {
        let (weights, mut columns): (Vec<f64>, Vec<Vec<f64>>) =
            self.weighted().map(|(weight, column)| (weight, column.to_vec())).unzip();
        for (unit, ranked) in self.ranked.iter().enumerate() {
            let gap = |column: &Vec<f64>| column.get(unit).is_none_or(|value| is_missing(*value));
            if !ranked || self.missing != Missing::Rescale && columns.iter().any(gap) {
                for value in columns.iter_mut().filter_map(|column| column.get_mut(unit)) {
                    *value = MISSING;
                }
            }
        }
        (weights, columns)
    }
}

/// The sum of the weights, and the weighted mean of the values.
#[must_use]
pub(super) fn mean(parts: &[Part]) -> (f64, f64) {
    let (mut total, mut sum) = (0.0, 0.0);
    for part in parts {
        total += part.weight;
        sum += part.weight * part.value;
    }
    (total, sum / total)
}

/// Sorts a unit's children by value, falling; equal ones keep their order. They are few.
pub(super) fn sort_falling(parts: &mut [Part]) {
    for end in 1..parts.len() {
        let mut place = end;
        while let Some([before, behind]) = parts.get(place.wrapping_sub(1)..=place) {
            if before.value >= behind.value {
                break;
            }
            parts.swap(place - 1, place);
            place -= 1;
        }
    }
}
