//! The fast path: new weights in, scores and ranks out, nothing allocated.

use std::sync::Arc;

use super::{CrossSection, Model};
use crate::aggregation::{Children, Missing};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::NodeKind;
use crate::limits;
use crate::numeric::float::pow;
use crate::numeric::{MISSING, Scale, is_missing};
use crate::ranking::competition::Scratch;

/// Units that are aggregated at a time: a few columns of them stay in the processor's nearest cache. All units are, when a node
/// needs them all.
const RUN: usize = 512;

/// One period of a study, ready to be scored again and again with other weights.
#[derive(Debug)]
pub struct Ranker {
    model: Arc<Model>,
    section: CrossSection,
    /// The scores of every node, column by column in the order of the hierarchy.
    columns: Vec<f64>,
    /// Whether all children of a node are there for every unit, by the node's position.
    complete: Vec<bool>,
    scratch: Vec<f64>,
    ranking: Scratch,
}

impl Ranker {
    pub(super) fn new(model: Arc<Model>, section: CrossSection) -> Self {
        let units = section.ranked.len();
        let mut columns = Vec::with_capacity(model.hierarchy.nodes().len() * units);
        for node in model.hierarchy.nodes() {
            let leaf = match node.kind {
                NodeKind::Indicator(index) => section.leaves.get(index),
                NodeKind::Dimension(_) => None,
            };
            match leaf {
                Some(leaf) => columns.extend_from_slice(&leaf.normalised.values),
                None => columns.resize(columns.len() + units, MISSING),
            }
        }
        let mut complete = vec![false; model.hierarchy.nodes().len()];
        for (position, node) in model.hierarchy.nodes().iter().enumerate().rev() {
            // An indicator is complete when its column is; a dimension, when its children are, and those come behind it.
            let all = match node.kind {
                NodeKind::Indicator(_) => {
                    let column = columns.get(position * units..(position + 1) * units).unwrap_or_default();
                    !column.iter().any(|value| is_missing(*value))
                }
                NodeKind::Dimension(_) => node.children.iter().all(|child| complete.get(*child) == Some(&true)),
            };
            if let Some(place) = complete.get_mut(position) {
                *place = all;
            }
        }
        let scratch = vec![0.0; if model.plan.needs_all_units() { units } else { RUN }];
        Self { model, section, columns, complete, scratch, ranking: Scratch::default() }
    }

    /// The period.
    #[must_use]
    pub fn period(&self) -> i32 {
        self.section.period
    }

    /// Scores and ranks every unit under `weights`.
    ///
    /// `weights` has one entry a node of [`Study::outline`](super::Study::outline), any non-negative numbers of which only shares
    /// among siblings matter (the root's own is not read). `scores` and `ranks` have one entry a unit and are filled: a score on
    /// the method's scale, or [`MISSING`] and rank 0 for a unit that is not ranked. Gives how many units are ranked. Nothing is
    /// allocated.
    ///
    /// # Errors
    /// [`Code::ArrayLength`], [`Code::WeightUnusable`], [`Code::WeightsZero`]; [`Code::MissingRefused`].
    pub fn rank(&mut self, weights: &[f64], scores: &mut [f64], ranks: &mut [u32]) -> Result<usize, Error> {
        let units = self.section.ranked.len();
        let nodes = self.model.hierarchy.nodes().len();
        for (array, found, expected) in
            [("weights", weights.len(), nodes), ("scores", scores.len(), units), ("ranks", ranks.len(), units)]
        {
            if found != expected {
                let problem = Problem::new(Code::ArrayLength, Path::root().with(array));
                return Err(problem.arg("array", array).arg("found", found).arg("expected", expected).into());
            }
        }
        self.model.check_weights(weights)?;
        self.evaluate(weights)?;
        for ((score, value), ranked) in scores.iter_mut().zip(&self.columns).zip(&self.section.ranked) {
            *score = if *ranked { *value } else { MISSING };
        }
        let method = &self.model.document.method;
        Ok(method.ranking.method().rank(scores, method.scale, ranks, &mut self.ranking))
    }

    pub(crate) fn section(&self) -> &CrossSection {
        &self.section
    }

    /// The score of a node for a unit, as last evaluated.
    pub(crate) fn value(&self, node: usize, unit: usize) -> f64 {
        self.columns.get(node * self.section.ranked.len() + unit).copied().unwrap_or(MISSING)
    }

    /// Lets any value become missing: what was complete need not stay so.
    pub(crate) fn forget_complete(&mut self) {
        self.complete.fill(false);
    }

    /// Gives an indicator another value for a unit; what was complete must stay complete.
    pub(crate) fn set_leaf(&mut self, node: usize, unit: usize, value: f64) {
        if let Some(place) = self.columns.get_mut(node * self.section.ranked.len() + unit) {
            *place = value;
        }
    }

    /// The root's scores if every missing value were `value`: the ends of what missing values could make of a score.
    pub(crate) fn scores_with_missing_as(&self, value: f64, weights: &[f64]) -> Vec<f64> {
        let units = self.section.ranked.len();
        let mut columns = self.columns.clone();
        for (node, column) in self.model.hierarchy.nodes().iter().zip(columns.chunks_mut(units.max(1))) {
            if matches!(node.kind, NodeKind::Indicator(_)) {
                for score in column.iter_mut().filter(|score| is_missing(**score)) {
                    *score = value;
                }
            }
        }
        aggregate(&self.model, weights, &self.complete, &self.section.ranked, &mut columns, &mut self.scratch.clone());
        columns.truncate(units);
        columns
    }

    /// Fills the dimensions' columns under checked weights.
    pub(crate) fn evaluate(&mut self, weights: &[f64]) -> Result<(), Error> {
        aggregate(&self.model, weights, &self.complete, &self.section.ranked, &mut self.columns, &mut self.scratch);
        let refuses = |joining: &Option<_>| {
            joining.as_ref().is_some_and(|joining: &crate::method::Joining| joining.missing == Missing::Refuse)
        };
        if self.model.plan.joinings.iter().any(refuses) { self.refuse_missing(weights) } else { Ok(()) }
    }

    /// Names every missing child of a ranked unit under a node that refuses them.
    fn refuse_missing(&self, weights: &[f64]) -> Result<(), Error> {
        let mut problems = Vec::new();
        let units = &self.model.document.dataset.units;
        for (node, joining) in self.model.hierarchy.nodes().iter().zip(&self.model.plan.joinings) {
            if joining.as_ref().is_none_or(|joining| joining.missing != Missing::Refuse) {
                continue;
            }
            for child in node.children.iter().filter(|child| weights.get(**child).is_some_and(|weight| *weight > 0.0)) {
                let Some(child_node) = self.model.hierarchy.nodes().get(*child) else { continue };
                for (index, (unit, ranked)) in units.iter().zip(&self.section.ranked).enumerate() {
                    if *ranked && is_missing(self.value(*child, index)) && problems.len() < limits::PROBLEMS {
                        let path = Path::root().with("units").with(unit.id.as_str()).with(child_node.id.as_str());
                        let problem = Problem::new(Code::MissingRefused, path).arg("child", &child_node.id);
                        let problem = problem.arg("unit", &unit.id).arg("period", self.section.period);
                        problems.push(problem.arg("id", &node.id));
                    }
                }
            }
        }
        Error::from_problems(problems).map_or(Ok(()), Err)
    }
}

/// Aggregates every dimension, children before parents, as many units at a time as `scratch` has room for.
fn aggregate(
    model: &Model,
    weights: &[f64],
    complete: &[bool],
    ranked: &[bool],
    columns: &mut [f64],
    scratch: &mut [f64],
) {
    let units = model.document.dataset.units.len();
    let nodes = model.hierarchy.nodes();
    let mut start = 0;
    while start < units {
        let run = start..units.min(start + scratch.len());
        for (position, (node, joining)) in nodes.iter().zip(&model.plan.joinings).enumerate().rev() {
            let Some(joining) = joining else { continue };
            // Parents come before children, so a node's children all lie behind its own column.
            let (before, behind) = columns.split_at_mut((position + 1) * units);
            let children = Children {
                columns: behind,
                first: position + 1,
                stride: units,
                units: run.clone(),
                positions: &node.children,
                weights,
                missing: joining.missing,
                complete: complete.get(position) == Some(&true),
                ranked: ranked.get(run.clone()).unwrap_or_default(),
                scale: model.document.method.scale,
                nodes,
            };
            let own = position * units;
            if let (Some(out), Some(scratch)) =
                (before.get_mut(own + run.start..own + run.end), scratch.get_mut(..run.len()))
            {
                joining.aggregation.method().aggregate(&children, out, scratch);
            }
        }
        start = run.end;
    }
    if let Some((position, exponent)) = model.plan.credibility {
        let (root, behind) = columns.split_at_mut(units);
        let start = (position - 1) * units;
        if let Some(opinion) = behind.get(start..start + units) {
            scale_by_opinion(root, opinion, exponent, model.document.method.scale);
        }
    }
}

/// Scales scores by public opinion: see [`OpinionAs::Credibility`](crate::method::OpinionAs).
fn scale_by_opinion(scores: &mut [f64], opinion: &[f64], exponent: f64, scale: Scale) {
    for (score, opinion) in scores.iter_mut().zip(opinion).filter(|(_, opinion)| !is_missing(**opinion)) {
        let support = (opinion - scale.lower) / scale.width();
        *score = scale.lower + (*score - scale.lower) * pow(support, exponent);
    }
}

impl Model {
    /// Checks that weights are finite, not negative, and not all zero among siblings.
    pub(crate) fn check_weights(&self, weights: &[f64]) -> Result<(), Error> {
        for (node, weight) in self.hierarchy.nodes().iter().zip(weights) {
            if !weight.is_finite() || *weight < 0.0 || *weight > limits::MAGNITUDE {
                let path = Path::root().with("weights").with(node.id.as_str());
                return Err(Problem::new(Code::WeightUnusable, path).arg("weight", *weight).arg("id", &node.id).into());
            }
        }
        for node in self.hierarchy.nodes() {
            let weighs = |child: &usize| weights.get(*child).is_some_and(|weight| *weight > 0.0);
            if !node.children.is_empty() && !node.children.iter().any(weighs) {
                let path = Path::root().with("weights").with(node.id.as_str());
                return Err(Problem::new(Code::WeightsZero, path).arg("id", &node.id).into());
            }
        }
        Ok(())
    }
}
