//! The children's scores as an aggregation reads them: columns of a flat block.

use std::ops::Range;

use super::Missing;

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
}

impl<'a> Children<'a> {
    /// Each child that weighs anything: its weight and its scores for the run of units.
    pub fn weighted(&self) -> impl Iterator<Item = (f64, &'a [f64])> + '_ {
        self.positions.iter().filter_map(|position| {
            let weight = *self.weights.get(*position)?;
            let start = position.checked_sub(self.first)? * self.stride;
            let column = self.columns.get(start + self.units.start..start + self.units.end)?;
            (weight > 0.0).then_some((weight, column))
        })
    }
}
