//! What would swap two units.

use std::cmp::Ordering;

use serde::Serialize;

use super::curve::Solved;
use super::tree::View;
use super::weight_interval::{Curves, swaps};
use crate::framework::NodeKind;
use crate::numeric::{STEPS, is_missing};
use crate::study::{Model, Ranker};

/// What would swap two units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairStability {
    /// The one that is above; the one with the earlier id where they are tied.
    pub above: String,
    /// The other.
    pub below: String,
    /// Whether they are tied.
    pub tied: bool,
    /// The nearest flip of each node's share; every node but the root, in the order of the outline.
    pub nodes: Vec<PairFlip>,
    /// The node whose share has to move least; none where no single share swaps them.
    pub nearest: Option<String>,
    /// The least weight that has to change hands, within each dimension and over all indicators at once.
    pub transfers: Vec<Transfer>,
}

/// Where the movement of one share swaps a pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairFlip {
    /// The node.
    pub id: String,
    /// Its share now.
    pub share: f64,
    /// The nearest share at which they swap; none where there is none.
    pub flip: Option<f64>,
    /// How it was found; none where the share cannot move.
    pub solved: Option<Solved>,
}

/// The least weight that has to change hands for two units to be tied; any more, and they swap.
///
/// ```text
/// minimise   ½ Σ |vⱼ − wⱼ|    over v ≥ 0, Σ vⱼ = 1, Σ vⱼ dⱼ = 0
/// ```
///
/// `w` are the shares now, `dⱼ` the difference of the two scores if `j` had all of the weight. The norm is half the city-block
/// distance: the percentage points that are taken from some and given to others. The least of it takes from where the one above
/// gains most, in that order, and gives to where it loses most: one sort, no solver (a fractional knapsack), exact.
///
/// Within a dimension, the other dimensions keep their weights. Over all indicators, the weights are effective weights.
///
/// # Reference
/// Wolters & Mareschal (1995), *Novel types of sensitivity analysis for additive MCDM methods*, EJOR 81, 281–290 (the least change
/// of weights, as a linear programme).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Transfer {
    /// The dimension whose children's shares change; none: the effective weights of all indicators.
    pub group: Option<String>,
    /// The weight that changes hands, 0 to 1; none when no such weights swap them, and `reason` says why.
    pub moved: Option<f64>,
    /// `dominated`: the one above is not below in any of them. `missing`: the two do not have the same values there, so that weights
    /// are rescaled for them in two ways. `not-additive`: different means meet on the way to the root.
    pub reason: Option<&'static str>,
    /// Who gives and who takes.
    pub weights: Vec<Moved>,
}

/// One weight before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// The node.
    pub id: String,
    /// Its share now.
    pub from: f64,
    /// Its share then.
    pub to: f64,
}

/// What would swap two ranked units.
pub(super) fn pair(model: &Model, ranker: &mut Ranker, weights: &[f64], (a, b): (usize, usize)) -> PairStability {
    let step = model.document.method.scale.width() / STEPS;
    let (a, b) = if a < b { (a, b) } else { (b, a) };
    let transferable = View::new(model, ranker, weights);
    let score = |unit| transferable.as_ref().map_or(0.0, |view| view.value(0, unit));
    let difference = score(a) - score(b);
    let (above, below) = if difference < -step { (b, a) } else { (a, b) };
    let transfers = transferable.map(|view| transfers(&view, weights, (above, below))).unwrap_or_default();
    let mut nodes = Vec::new();
    let mut nearest: Option<(f64, String)> = None;
    for (position, node) in model.hierarchy.nodes().iter().enumerate().skip(1) {
        let curves = Curves::new(model, ranker, weights, position);
        let (share, mut flip, mut solved) = match &curves {
            Ok(curves) => (curves.now, None, None),
            Err((share, _)) => (*share, None, None),
        };
        if let Ok(curves) = &curves {
            let of = |unit| curves.units.iter().find(|(other, _)| *other == unit).map(|(_, curve)| curve);
            if let (Some(above), Some(below)) = (of(above), of(below)) {
                let distance = |share: f64| (share - curves.now).abs();
                let pieces = above.pieces(below);
                let found = swaps(&pieces).map(|(share, _)| share);
                flip = found.reduce(|best, share| if distance(share) < distance(best) { share } else { best });
                let ways = [above.solved(), below.solved()];
                solved =
                    [Solved::Bisection, Solved::Rational, Solved::Linear].into_iter().find(|way| ways.contains(way));
                if let Some(change) = flip.map(distance)
                    && nearest.as_ref().is_none_or(|(least, _)| change < *least)
                {
                    nearest = Some((change, node.id.to_string()));
                }
            }
        }
        nodes.push(PairFlip { id: node.id.to_string(), share, flip, solved });
    }
    PairStability {
        above: model.unit_id(above),
        below: model.unit_id(below),
        tied: difference.abs() <= step,
        nodes,
        nearest: nearest.map(|(_, id)| id),
        transfers,
    }
}

/// One weight that may change: its node, its share now, and the difference of the two scores if it had all.
struct Candidate {
    node: usize,
    share: f64,
    /// What is left of it.
    left: f64,
    difference: f64,
}

fn transfers(view: &View<'_>, weights: &[f64], pair: (usize, usize)) -> Vec<Transfer> {
    let model = view.model;
    let nodes = model.hierarchy.nodes();
    let mut transfers = Vec::new();
    for (position, node) in nodes.iter().enumerate().filter(|(_, node)| node.children.len() > 1) {
        let candidates = within(view, position, weights, pair);
        transfers.push(transfer(model, Some(node.id.to_string()), candidates));
    }
    // One dimension over all indicators is that already.
    if nodes.iter().filter(|node| !node.children.is_empty()).count() > 1 {
        transfers.push(transfer(model, None, over_all(view, weights, pair)));
    }
    transfers
}

/// The children of a dimension as candidates.
fn within(
    view: &View<'_>,
    group: usize,
    weights: &[f64],
    (above, below): (usize, usize),
) -> Result<Vec<Candidate>, &'static str> {
    let children = view.children(group);
    let weight = |child: usize| weights.get(child).copied().unwrap_or(0.0);
    let total: f64 = children.iter().map(|child| weight(*child)).sum();
    let mut candidates = Vec::new();
    for child in children {
        let share = weight(*child) / total;
        let (a, b) = (view.alone(group, *child, above), view.alone(group, *child, below));
        let (Some((logarithm, a)), Some((_, b))) = (a, b) else { return Err(NOT_ADDITIVE) };
        let difference = match (is_missing(a), is_missing(b)) {
            // What both lack bears on neither.
            (true, true) => 0.0,
            (false, false) => a - b,
            _ if share > 0.0 => return Err(MISSING),
            _ => continue,
        };
        if logarithm && !difference.is_finite() {
            return Err(NOT_ADDITIVE);
        }
        candidates.push(Candidate { node: *child, share, left: share, difference });
    }
    Ok(candidates)
}

/// All indicators as candidates, by their effective weights.
fn over_all(view: &View<'_>, weights: &[f64], (above, below): (usize, usize)) -> Result<Vec<Candidate>, &'static str> {
    let nodes = view.model.hierarchy.nodes();
    let inner = nodes.iter().enumerate().filter(|(_, node)| !node.children.is_empty());
    if view.model.plan.credibility.is_some() || inner.clone().any(|(position, _)| view.is_geometric(position)) {
        return Err(NOT_ADDITIVE);
    }
    let mut candidates = Vec::new();
    for (node, weight) in view.model.node_weights(weights).iter().enumerate() {
        if !nodes.get(node).is_some_and(|node| matches!(node.kind, NodeKind::Indicator(_))) {
            continue;
        }
        let difference = view.value(node, above) - view.value(node, below);
        if !is_missing(difference) {
            let share = weight.effective_weight;
            candidates.push(Candidate { node, share, left: share, difference });
        } else if weight.effective_weight > 0.0 {
            return Err(MISSING);
        }
    }
    Ok(candidates)
}

/// The difference of two units' scores, or of their logarithms, if each child of a dimension, or each indicator, had all of the weight.
pub(crate) fn differences(
    view: &View<'_>,
    group: Option<usize>,
    weights: &[f64],
    pair: (usize, usize),
) -> Result<Vec<(usize, f64)>, &'static str> {
    let candidates = match group {
        Some(group) => within(view, group, weights, pair)?,
        None => over_all(view, weights, pair)?,
    };
    Ok(candidates.into_iter().map(|candidate| (candidate.node, candidate.difference)).collect())
}

const NOT_ADDITIVE: &str = "not-additive";
const MISSING: &str = "missing";
const DOMINATED: &str = "dominated";

fn transfer(model: &Model, group: Option<String>, candidates: Result<Vec<Candidate>, &'static str>) -> Transfer {
    let none = |group, reason| Transfer { group, moved: None, reason: Some(reason), weights: Vec::new() };
    let mut candidates = match candidates {
        Ok(candidates) => candidates,
        Err(reason) => return none(group, reason),
    };
    let step = model.document.method.scale.width() / STEPS;
    let least = candidates.iter().map(|candidate| candidate.difference).fold(f64::INFINITY, f64::min);
    if least >= -step {
        return none(group, DOMINATED);
    }
    let mut ahead: f64 = candidates.iter().map(|candidate| candidate.share * candidate.difference).sum();
    let mut moved = 0.0;
    while ahead > 0.0 {
        // The one that gives most per weight given, and has something left.
        let gives = candidates.iter_mut().filter(|candidate| candidate.left > 0.0 && candidate.difference > least);
        let most = gives.reduce(|a, b| if b.difference > a.difference { b } else { a });
        let Some(candidate) = most else { break };
        let gain = candidate.difference - least;
        let needed = ahead / gain;
        if needed < candidate.left {
            moved += needed;
            candidate.left -= needed;
            break;
        }
        ahead -= candidate.left * gain;
        moved += std::mem::take(&mut candidate.left);
    }
    if let Some(taker) = candidates.iter_mut().find(|candidate| candidate.difference <= least) {
        taker.left += moved;
    }
    let mut weights = Vec::new();
    for Candidate { node, share, left, .. } in candidates {
        if share.total_cmp(&left) != Ordering::Equal {
            weights.push(Moved { id: model.node_id(node), from: share, to: left });
        }
    }
    Transfer { group, moved: Some(moved), reason: None, weights }
}
