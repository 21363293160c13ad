//! Why one unit is above another: the gap, node by node, and what would close it.

use serde::Serialize;

use super::difference::{Side, difference};
use super::request::position;
use crate::error::{Code, Error, Problem};
use crate::limits;
use crate::numeric::{Scale, present};
use crate::sensitivity::{Pair, PairStability, StabilityRequest};
use crate::study::{Evaluation, Model, ScoreRequest, Study, kind};

/// Why one unit is above another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The period.
    pub period: i32,
    /// The ends of every score.
    pub scale: Scale,
    /// One unit.
    pub a: Standing,
    /// The other.
    pub b: Standing,
    /// `a`'s score less `b`'s; none where one of them has none.
    pub gap: Option<f64>,
    /// Parents before children, siblings by id.
    pub nodes: Vec<NodeGap>,
    /// What would swap them; none where one of them has no rank, or it is not solved.
    pub flips: Option<PairStability>,
    /// Why what would swap them is not solved: means of another kind than it is solved for, or too many units. Empty where it is.
    pub unsolved: Vec<Problem>,
}

/// Where a unit stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// On the scale; none when it is not ranked.
    pub score: Option<f64>,
    /// From 1; none when it is not ranked.
    pub rank: Option<u32>,
}

/// One node of a [`Comparison`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodeGap {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its parent; none for the root.
    pub parent: Option<String>,
    /// `dimension` or `indicator`.
    pub kind: &'static str,
    /// `a`'s value on the scale; none when missing.
    pub a: Option<f64>,
    /// `b`'s.
    pub b: Option<f64>,
    /// Its part of the gap: the children of a node sum to it. None where the node above cannot be split.
    pub part: Option<f64>,
}

impl Standing {
    pub(super) fn new(model: &Model, evaluation: &Evaluation, unit: usize) -> Self {
        let named = model.document.dataset.units.get(unit);
        Self {
            id: named.map(|unit| unit.id.to_string()).unwrap_or_default(),
            name: named.map(|unit| unit.name.clone()).unwrap_or_default(),
            score: evaluation.scores.get(unit).copied().and_then(present),
            rank: evaluation.ranks.get(unit).copied().filter(|rank| *rank > 0),
        }
    }
}

impl Study {
    /// Splits the gap between two units by dimension and indicator, and says what would swap them: see [`Comparison`].
    ///
    /// Parts sum to the gap within 1e-12 of the scale: differences of contributions where means are arithmetic, Owen's value for the
    /// tree where they are not; where units are compared, the two change places child by child, the others staying where they are.
    ///
    /// # Errors
    /// As [`Study::score`]; [`Code::UnitUnknown`]; [`Code::TreeNeeded`] for rankings without the tree.
    pub fn compare(&self, a: &str, b: &str, request: &ScoreRequest) -> Result<Comparison, Error> {
        let model = self.model();
        model.needs_tree("a comparison")?;
        let (first, second) = (position(model, "a", a)?, position(model, "b", b)?);
        let evaluation = self.evaluate(request)?;
        let [a, b] = [first, second].map(|unit| Standing::new(model, &evaluation, unit));
        let [own, other] = Side::pair(model, &evaluation.ranker, &evaluation.weights, (first, second));
        let gap = a.score.zip(b.score).map(|(a, b)| a - b);
        let parts = gap.map(|_| difference(model, &own, &other, limits::COALITIONS));
        let nodes = model.hierarchy.nodes().iter().enumerate().map(|(position, node)| NodeGap {
            id: node.id.to_string(),
            name: model.node_name(node.kind).to_owned(),
            parent: model.parent_id(node.parent),
            kind: kind(node.kind),
            a: present(own.value(position)),
            b: present(other.value(position)),
            part: parts.as_ref().and_then(|parts| parts.get(position).copied()).and_then(present),
        });
        let nodes = nodes.collect();
        let (mut flips, mut unsolved) = (None, Vec::new());
        if gap.is_some() && first != second {
            let pair = Some(Pair { a: a.id.clone(), b: b.id.clone() });
            let weights = request.weights.clone();
            match self.stability(&StabilityRequest { period: request.period, weights, pair }) {
                Ok(stability) => flips = stability.pair,
                Err(error) if matches!(error.code(), Code::AnalysisImpossible | Code::TooLarge) => {
                    unsolved = error.problems().cloned().collect();
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Comparison {
            period: evaluation.ranker.period(),
            scale: model.document.method.scale,
            a,
            b,
            gap,
            nodes,
            flips,
            unsolved,
        })
    }
}
