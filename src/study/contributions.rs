//! What of a score is whose: exact where a node adds up.

use super::Model;
use crate::framework::Node;
use crate::numeric::{is_missing, present};

/// Shown parts are rounded to this share of the scale.
const SHOWN_STEPS: f64 = 1000.0;

/// One node's part in one unit's score.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct NodePart {
    /// The node's own score; none when missing.
    pub(crate) value: Option<f64>,
    /// Its share among the siblings present, 0 to 1; none when missing.
    pub(crate) applied_share: Option<f64>,
    /// The product of those shares from the root down.
    pub(crate) applied_weight: Option<f64>,
    /// Its part of the score: the children of a node that adds up sum to it.
    pub(crate) contribution: Option<f64>,
    /// The same, rounded so that shown parts add up.
    pub(crate) shown: Option<f64>,
}

/// Every node's part in a unit's score, in the order of the hierarchy.
///
/// ```text
/// contribution(child) = contribution weight(parent) × w / Σ w over the children present × value(child)
/// ```
///
/// None below a node whose aggregation does not add up. Shown parts are contributions rounded to a thousandth of the scale by
/// largest remainder, level by level, so that they sum to the score as it is shown.
pub(crate) fn contributions(model: &Model, weights: &[f64], value: impl Fn(usize) -> f64) -> Vec<NodePart> {
    let nodes = model.hierarchy.nodes();
    let mut parts: Vec<NodePart> =
        (0..nodes.len()).map(|node| NodePart { value: present(value(node)), ..NodePart::default() }).collect();
    let per_unit = SHOWN_STEPS / model.document.method.scale.width();
    if let Some(root) = parts.first_mut().filter(|root| root.value.is_some()) {
        root.applied_share = Some(1.0);
        root.applied_weight = Some(1.0);
        root.contribution = root.value;
        root.shown = root.value.map(|score| (score * per_unit).round() / per_unit + 0.0);
    }
    for (position, node) in nodes.iter().enumerate() {
        let Some(parent) = parts.get(position).cloned().filter(|part| part.applied_weight.is_some()) else { continue };
        let adds_up = model.adds_up(position);
        let total = total_weight(node, weights, &value);
        for child in &node.children {
            let (Some(part), Some(weight)) = (parts.get_mut(*child), weights.get(*child)) else { continue };
            let Some(child_value) = part.value else { continue };
            let share = weight / total;
            part.applied_share = Some(share);
            part.applied_weight = parent.applied_weight.map(|above| above * share);
            if adds_up && parent.contribution.is_some() {
                // −0 is 0.
                part.contribution = part.applied_weight.map(|applied| applied * child_value + 0.0);
            }
        }
        if adds_up {
            show(node, parent.shown, per_unit, &mut parts);
        }
    }
    parts
}

fn total_weight(node: &Node, weights: &[f64], value: &impl Fn(usize) -> f64) -> f64 {
    let there = node.children.iter().filter(|child| !is_missing(value(**child)));
    there.filter_map(|child| weights.get(*child)).sum()
}

/// Rounds the children's contributions so that they sum to what their parent shows: each down, then one step more for those
/// that lost most, in the tree's order where they lost alike.
fn show(node: &Node, parent: Option<f64>, per_unit: f64, parts: &mut [NodePart]) {
    let Some(parent) = parent else { return };
    let mut rounded: Vec<(usize, f64, f64)> = Vec::with_capacity(node.children.len());
    for child in &node.children {
        if let Some(steps) = parts.get(*child).and_then(|part| part.contribution).map(|part| part * per_unit) {
            rounded.push((*child, steps.floor(), steps - steps.floor()));
        }
    }
    let mut missing_steps = (parent * per_unit).round() - rounded.iter().map(|(_, steps, _)| steps).sum::<f64>();
    while missing_steps >= 1.0 {
        let most = rounded.iter().map(|(_, _, lost)| *lost).fold(f64::NEG_INFINITY, f64::max);
        let Some((_, steps, lost)) = rounded.iter_mut().find(|(_, _, lost)| *lost >= most) else { break };
        *steps += 1.0;
        *lost -= 1.0;
        missing_steps -= 1.0;
    }
    for (child, steps, _) in rounded {
        if let Some(part) = parts.get_mut(child) {
            // Adding 0 leaves no −0.
            part.shown = Some(steps / per_unit + 0.0);
        }
    }
}

impl Model {
    /// Whether the node at a position is the sum of its weighted children.
    pub(crate) fn adds_up(&self, position: usize) -> bool {
        let joining = self.plan.joinings.get(position).and_then(Option::as_ref);
        let scaled = position == 0 && self.plan.credibility.is_some();
        !scaled && joining.is_some_and(|joining| joining.aggregation.method().adds_up())
    }
}
