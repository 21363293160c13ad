//! The public-opinion weight as one parameter.

use serde::Serialize;

use super::Method;
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Path, Problem};
use crate::framework::{Framework, Hierarchy, NodeId};
use crate::weighting::share::with_share;

/// How much public opinion counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Opinion {
    /// The dimension, or the indicator, that holds public opinion.
    pub node: NodeId,
    /// What the weight is.
    #[serde(rename = "as")]
    pub kind: OpinionAs,
    /// A share from 0 to 1, or an exponent from 0 to 10.
    pub weight: f64,
}

/// What the public-opinion weight is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpinionAs {
    /// The node's share among its siblings; the others keep their proportions.
    #[default]
    Share,
    /// An exponent: the node leaves its siblings, and scales what they come to.
    ///
    /// ```text
    /// score = lower + (rest − lower) × ((opinion − lower) / (upper − lower)) ^ weight
    /// ```
    ///
    /// With weight 0 opinion does not count; with 1, half the support makes half the score. A unit without opinion is scored
    /// without it, and its row says so.
    Credibility,
}

impl Decode for Opinion {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| {
            let kind = fields.required("as");
            let upper = if kind == OpinionAs::Share { 1.0 } else { 10.0 };
            Self {
                node: fields.required("node"),
                kind,
                weight: fields.required_with("weight", |value, decoder| decoder.number_within(value, 0.0, upper)),
            }
        })
    }
}

impl Decode for OpinionAs {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.word(value, &[("share", Self::Share), ("credibility", Self::Credibility)])
    }
}

impl Method {
    /// Checks that the opinion's node is there and has siblings to be weighed against.
    pub(super) fn check_opinion(&self, framework: &Framework, path: &Path, problems: &mut Vec<Problem>) {
        let Some(opinion) = &self.opinion else { return };
        let place = path.then("opinion");
        let dimension = framework.dimensions.iter().find(|dimension| dimension.id == opinion.node);
        let indicator = framework.indicators.iter().find(|indicator| indicator.id == opinion.node);
        let parent = dimension.and_then(|dimension| dimension.parent.as_ref());
        let Some(parent) = parent.or(indicator.map(|indicator| &indicator.parent)) else {
            if !opinion.node.as_str().is_empty() {
                problems.push(Problem::new(Code::NodeUnknown, place.with("node")).arg("id", &opinion.node));
            }
            return;
        };
        let siblings = framework.dimensions.iter().filter(|node| node.parent.as_ref() == Some(parent)).count()
            + framework.indicators.iter().filter(|node| node.parent == *parent).count();
        if siblings < 2 {
            let problem = Problem::new(Code::ShareImpossible, place.with("weight")).arg("id", &opinion.node);
            problems.push(problem.arg("share", opinion.weight).arg("reason", "an only child has all of it"));
        }
    }
}

impl Opinion {
    /// The position of the node that scales all others' score, and the exponent, if it does.
    pub(super) fn credibility(&self, hierarchy: &Hierarchy) -> Option<(usize, f64)> {
        let position = hierarchy.position(self.node.as_str())?;
        (self.kind == OpinionAs::Credibility).then_some((position, self.weight))
    }

    /// Sets the weights of all nodes as a checked opinion says.
    pub(crate) fn apply(&self, hierarchy: &Hierarchy, weights: &mut [f64]) {
        let nodes = hierarchy.nodes();
        let Some(position) = hierarchy.position(self.node.as_str()) else { return };
        let parent = nodes.get(position).and_then(|node| node.parent).and_then(|parent| nodes.get(parent));
        let siblings = parent.map(|parent| parent.children.as_slice()).unwrap_or_default();
        let share = if self.kind == OpinionAs::Share { self.weight } else { 0.0 };
        let among: Vec<f64> = siblings.iter().filter_map(|sibling| weights.get(*sibling).copied()).collect();
        let index = siblings.iter().position(|sibling| *sibling == position).unwrap_or(usize::MAX);
        for (sibling, weight) in siblings.iter().zip(with_share(&among, index, share).unwrap_or(among)) {
            if let Some(place) = weights.get_mut(*sibling) {
                *place = weight;
            }
        }
    }
}
