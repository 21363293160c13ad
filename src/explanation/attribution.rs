//! What each child adds to a dimension whose children do not add up.

use super::shapley::{INPUTS, shapley};
use crate::aggregation::Children;
use crate::numeric::{MISSING, count, is_missing, present};
use crate::study::{Evaluation, Model};

/// What is attributed at one node.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Attributed {
    /// What it adds to its parent's value.
    pub(super) attribution: Option<f64>,
    /// Of a dimension: its value if each child had the mean of the ranked units.
    pub(super) baseline: Option<f64>,
}

/// Shapley's attribution of one unit at every dimension whose children do not add up, in the order of the hierarchy.
///
/// Nothing is attributed where a node's score depends on other units, or public opinion scales it; where more than [`INPUTS`]
/// children are present; and where nobody else has a value.
pub(super) fn attributions(model: &Model, evaluation: &Evaluation, unit: usize) -> Vec<Attributed> {
    let nodes = model.hierarchy.nodes();
    let mut all = vec![Attributed::default(); nodes.len()];
    let ranker = &evaluation.ranker;
    for (position, (node, joining)) in nodes.iter().zip(&model.plan.joinings).enumerate() {
        let Some(joining) = joining else { continue };
        let method = joining.aggregation.method();
        let scaled = position == 0 && model.plan.credibility.is_some();
        if method.adds_up() || method.needs_all_units() || scaled || is_missing(ranker.value(position, unit)) {
            continue;
        }
        let weight = |child: &usize| evaluation.weights.get(*child).copied().unwrap_or(0.0);
        let mut there = node.children.clone();
        there.retain(|child| weight(child) > 0.0 && !is_missing(ranker.value(*child, unit)));
        if there.len() > INPUTS {
            continue;
        }
        let values: Vec<f64> = there.iter().map(|child| ranker.value(*child, unit)).collect();
        let means: Vec<f64> = there.iter().map(|child| mean(evaluation, *child)).collect();
        let own: Vec<_> = there.iter().filter_map(|child| nodes.get(*child).cloned()).collect();
        let weights: Vec<f64> = there.iter().map(weight).collect();
        let positions: Vec<usize> = (0..there.len()).collect();
        let mut joined = |inputs: &[f64]| {
            let children = Children {
                columns: inputs,
                first: 0,
                stride: 1,
                units: 0..1,
                positions: &positions,
                weights: &weights,
                missing: joining.missing,
                complete: true,
                ranked: &[true],
                scale: model.document.method.scale,
                nodes: &own,
            };
            let (mut out, mut scratch) = ([MISSING], [0.0]);
            method.aggregate(&children, &mut out, &mut scratch);
            let [out] = out;
            out
        };
        let baseline = joined(&means);
        let Some(parts) = shapley(&values, &means, &mut joined) else { continue };
        for (child, part) in there.iter().zip(parts) {
            if let Some(place) = all.get_mut(*child) {
                // −0 is 0.
                place.attribution = present(part + 0.0);
            }
        }
        if let Some(place) = all.get_mut(position) {
            place.baseline = present(baseline);
        }
    }
    all
}

/// The mean value of a node over the ranked units that have one.
fn mean(evaluation: &Evaluation, node: usize) -> f64 {
    let ranked = &evaluation.ranker.section().ranked;
    let (mut sum, mut number) = (0.0, 0);
    for (unit, _) in ranked.iter().enumerate().filter(|(_, ranked)| **ranked) {
        let value = evaluation.ranker.value(node, unit);
        if !is_missing(value) {
            sum += value;
            number += 1;
        }
    }
    sum / count(number)
}
