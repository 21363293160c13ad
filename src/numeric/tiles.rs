//! A tree of weighted means over many units at once: what a draw of weights costs.

use super::is_missing;

/// Units that are added up side by side.
pub const WIDTH: usize = 8;

/// One value a unit of a tile.
type Lanes = [f64; WIDTH];

/// The weighted mean at one node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// The node.
    pub node: usize,
    /// Its children, all of a higher number, in the order in which they are added.
    pub children: Vec<usize>,
    /// Whether one missing child makes the node missing; otherwise the others' weights are rescaled.
    pub missing_spreads: bool,
}

/// The scores of all nodes, tile by tile: eight units, node after node.
///
/// Each number is computed by the very additions, in the very order, of a column at a time: any width gives the same bits.
#[derive(Debug)]
pub struct Tiles {
    values: Vec<Lanes>,
    nodes: usize,
    /// Parents before children, as nodes are numbered; evaluated from the last.
    joins: Vec<Join>,
    /// Whether a value was ever missing below a join, tile by tile.
    gaps: Vec<bool>,
    terms: Vec<Term>,
    means: Vec<Mean>,
}

/// The terms of one join under the weights at hand, and the sum of their weights.
#[derive(Debug, Clone, Copy)]
struct Mean {
    from: usize,
    to: usize,
    total: f64,
}

/// One child that weighs anything: its row behind its parent's.
#[derive(Debug, Clone, Copy)]
struct Term {
    row: usize,
    weight: f64,
}

impl Tiles {
    /// Room for so many units and nodes, all values 0, joined so: parents before children.
    #[must_use]
    pub fn new(units: usize, nodes: usize, joins: Vec<Join>) -> Self {
        let tiles = units.div_ceil(WIDTH);
        let gaps = vec![false; tiles * joins.len()];
        Self { values: vec![[0.0; WIDTH]; tiles * nodes], nodes, joins, gaps, terms: Vec::new(), means: Vec::new() }
    }

    /// Sets a leaf's value for a unit; missing is a value too.
    pub fn set(&mut self, node: usize, unit: usize, value: f64) {
        let tile = unit / WIDTH;
        let lanes = self.values.get_mut(tile * self.nodes + node);
        if let Some(place) = lanes.and_then(|lanes| lanes.get_mut(unit % WIDTH)) {
            *place = value;
        }
        if is_missing(value) {
            let joins = self.joins.len();
            if let Some(gaps) = self.gaps.get_mut(tile * joins..(tile + 1) * joins) {
                mark(&self.joins, node, gaps);
            }
        }
    }

    /// The value of a node for a unit, as last evaluated.
    #[must_use]
    pub fn value(&self, node: usize, unit: usize) -> Option<f64> {
        self.values.get(unit / WIDTH * self.nodes + node)?.get(unit % WIDTH).copied()
    }

    /// Writes the score of the first node of every unit under these weights, one a node; missing where nothing can be told.
    ///
    /// A child that weighs nothing takes no part. Weights that sum to exactly 1 are not divided by: that moves no bit.
    #[inline(never)]
    pub fn scores(&mut self, weights: &[f64], scores: &mut [f64]) {
        let Self { values, nodes, joins, gaps, terms, means } = self;
        terms.clear();
        means.clear();
        for join in joins.iter() {
            let (from, mut total) = (terms.len(), 0.0);
            for child in &join.children {
                let weight = weights.get(*child).copied().unwrap_or(0.0);
                if weight > 0.0 {
                    terms.push(Term { row: child - join.node - 1, weight });
                    total += weight;
                }
            }
            means.push(Mean { from, to: terms.len(), total });
        }
        let gaps = gaps.chunks_exact(joins.len().max(1));
        let out = scores.chunks_mut(WIDTH);
        for ((tile, gaps), out) in values.chunks_exact_mut(*nodes).zip(gaps).zip(out) {
            for ((join, mean), gap) in joins.iter().zip(means.iter()).zip(gaps).rev() {
                let own = terms.get(mean.from..mean.to).unwrap_or_default();
                let (before, behind) = tile.split_at_mut(join.node + 1);
                let present_only = *gap && !join.missing_spreads;
                if let Some(place) = before.last_mut() {
                    *place = if present_only { of_present(own, behind) } else { of_all(own, mean.total, behind) };
                }
            }
            if let Some(root) = tile.first() {
                for (score, value) in out.iter_mut().zip(root) {
                    *score = *value;
                }
            }
        }
    }
}

/// The weighted mean of children of which none is missing, or whose missing values spread.
#[inline]
fn of_all(terms: &[Term], total: f64, rows: &[Lanes]) -> Lanes {
    let mut sums = [0.0; WIDTH];
    for Term { row, weight } in terms {
        let Some(row) = rows.get(*row) else { continue };
        for (sum, x) in sums.iter_mut().zip(row) {
            *sum += weight * x;
        }
    }
    if total.to_bits() != 1.0_f64.to_bits() {
        for sum in &mut sums {
            *sum /= total;
        }
    }
    sums
}

/// The weighted mean of the children present; missing where none is.
#[inline]
fn of_present(terms: &[Term], rows: &[Lanes]) -> Lanes {
    let mut sums = [0.0; WIDTH];
    let mut totals = [0.0; WIDTH];
    for Term { row, weight } in terms {
        let Some(row) = rows.get(*row) else { continue };
        for ((sum, total), x) in sums.iter_mut().zip(&mut totals).zip(row) {
            let present = !is_missing(*x);
            *sum += if present { weight * x } else { 0.0 };
            *total += if present { *weight } else { 0.0 };
        }
    }
    for (sum, total) in sums.iter_mut().zip(totals) {
        *sum /= total;
    }
    sums
}

/// Marks every join above a node.
fn mark(joins: &[Join], node: usize, gaps: &mut [bool]) {
    let mut below = node;
    // Parents come before children, so one pass from the last meets them in turn.
    for (join, gap) in joins.iter().zip(gaps).rev() {
        if join.children.contains(&below) {
            *gap = true;
            below = join.node;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MISSING;

    #[test]
    fn a_tree_of_means_by_hand() {
        // 0 = (1, 4), 1 = (2, 3): the first unit complete, the second without 3, the third without 2 and 3.
        let joins = vec![
            Join { node: 0, children: vec![1, 4], missing_spreads: false },
            Join { node: 1, children: vec![2, 3], missing_spreads: false },
        ];
        let mut tiles = Tiles::new(3, 5, joins);
        for (node, values) in [(2, [10.0, 20.0, MISSING]), (3, [30.0, MISSING, MISSING]), (4, [100.0, 60.0, 70.0])] {
            for (unit, value) in values.into_iter().enumerate() {
                tiles.set(node, unit, value);
            }
        }
        let mut scores = [0.0; 3];
        tiles.scores(&[1.0, 1.0, 1.0, 3.0, 1.0], &mut scores);
        assert_eq!(scores.to_vec(), [62.5, 40.0, 70.0]);
        tiles.scores(&[1.0, 0.0, 1.0, 3.0, 2.0], &mut scores);
        assert_eq!(scores.to_vec(), [100.0, 60.0, 70.0]);
    }
}
