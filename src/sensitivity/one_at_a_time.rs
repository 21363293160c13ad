//! One change at a time: each node left out, each weight lowered and raised.

use serde::Serialize;

use super::rank_shift::RankShift;
use super::tree::children;
use crate::error::Error;
use crate::study::{Model, Ranker};
use crate::weighting::share::with_share;

/// What one change of one node's weight does to ranks, everything else staying as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WeightEffect {
    /// The node.
    pub id: String,
    /// Its share among its siblings now, 0 to 1.
    pub share: f64,
    /// Why there is nothing to say of it: `only-child`, whose share cannot change.
    pub fixed: Option<&'static str>,
    /// Its share 0, its siblings keeping their proportions. Screening still counts it: this leaves out what it says, not who is
    /// ranked. An only child goes with its parent; none where that leaves nothing.
    pub left_out: Option<RankShift>,
    /// Its share lowered by the stated part of itself; none where it cannot be.
    pub lowered: Option<RankShift>,
    /// Its share raised by as much, at most to 1.
    pub raised: Option<RankShift>,
}

/// The effect of every node but the root, on these units and their stated ranks; `change` is a part of the share, 0.25 a quarter.
pub(super) fn effects(
    model: &Model,
    ranker: &mut Ranker,
    weights: &[f64],
    (units, stated, change): (&[usize], &[u32], f64),
) -> Result<Vec<WeightEffect>, Error> {
    let all = model.document.dataset.units.len();
    let (mut scores, mut ranks) = (vec![0.0; all], vec![0; all]);
    let mut shift = |node: usize, share: f64| -> Result<Option<RankShift>, Error> {
        let Some(moved) = moved(model, weights, node, share) else { return Ok(None) };
        ranker.rank(&moved, &mut scores, &mut ranks)?;
        let ranked: Vec<u32> = units.iter().map(|unit| ranks.get(*unit).copied().unwrap_or(0)).collect();
        Ok(Some(RankShift::new(stated, &ranked)))
    };
    let shares = model.node_weights(weights);
    let mut effects = Vec::with_capacity(shares.len());
    for (position, node) in shares.into_iter().enumerate().skip(1) {
        let alone = model.only_child(position);
        // What goes, goes with all that would be empty without it.
        let mut gone = position;
        while model.only_child(gone) {
            gone = model.hierarchy.nodes().get(gone).and_then(|node| node.parent).unwrap_or(0);
        }
        let moves = |to: f64| (!alone).then_some((position, to));
        let mut effect = |wanted: Option<(usize, f64)>| match wanted {
            Some((node, share)) => shift(node, share),
            None => Ok(None),
        };
        effects.push(WeightEffect {
            share: node.share,
            fixed: alone.then_some(super::weight_interval::ONLY_CHILD),
            left_out: effect((gone > 0).then_some((gone, 0.0)))?,
            lowered: effect(moves(node.share * (1.0 - change)))?,
            raised: effect(moves((node.share * (1.0 + change)).min(1.0)))?,
            id: node.id,
        });
    }
    Ok(effects)
}

/// The weights after a node is given a share; `None` where it cannot have it.
pub(super) fn moved(model: &Model, weights: &[f64], node: usize, share: f64) -> Option<Vec<f64>> {
    let parent = model.hierarchy.nodes().get(node)?.parent?;
    let siblings = children(model, parent);
    let among: Vec<f64> = siblings.iter().filter_map(|sibling| weights.get(*sibling).copied()).collect();
    let index = siblings.iter().position(|sibling| *sibling == node)?;
    let mut all = weights.to_vec();
    for (sibling, weight) in siblings.iter().zip(with_share(&among, index, share)?) {
        *all.get_mut(*sibling)? = weight;
    }
    Some(all)
}

impl Model {
    /// Whether a node has no siblings; the root counts as having some, since it has no parent to go with.
    fn only_child(&self, node: usize) -> bool {
        let parent = self.hierarchy.nodes().get(node).and_then(|node| node.parent);
        parent.is_some_and(|parent| children(self, parent).len() == 1)
    }
}
