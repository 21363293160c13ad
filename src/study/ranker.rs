//! The fast path: new weights in, scores and ranks out, nothing allocated.

use std::ops::Range;
use std::sync::Arc;

use super::scorecard::Figure;
use super::{CrossSection, Leaf, Model};
use crate::aggregation::{Children, Missing};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::{Indicator, NodeKind};
use crate::limits;
use crate::numeric::float::pow;
use crate::numeric::{MISSING, Scale, is_missing, present};
use crate::ranking::competition::{Scratch, competition_ranks, ranks_between};
use crate::ranking::{Decide, Decision};
use crate::screening::Availability;
use crate::weighting::Sibling;

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
    /// What each node weighs, those computed from the data among them.
    weights: Vec<f64>,
}

impl Ranker {
    /// A ranker of a section; weights that the method computes from the data are computed here, once.
    pub(crate) fn new(model: Arc<Model>, section: CrossSection) -> Result<Self, Error> {
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
        let weights = model.plan.weights.clone();
        let room = if model.plan.needs_all_units() { units } else { RUN };
        let (scratch, ranking) = (vec![0.0; room], Scratch::default());
        let mut ranker = Self { model, section, columns, complete, scratch, ranking, weights };
        if ranker.model.plan.weighs_by_data() {
            ranker.weigh()?;
        }
        Ok(ranker)
    }

    /// Computes the weights that come from the data, children before their parents, whose scores rest on them.
    fn weigh(&mut self) -> Result<(), Error> {
        let model = Arc::clone(&self.model);
        let units = self.section.ranked.len();
        for (position, (node, joining)) in model.hierarchy.nodes().iter().zip(&model.plan.joinings).enumerate().rev() {
            let Some(joining) = joining else { continue };
            if joining.weighting.method().uses_data() {
                let path = Path::root().with("nodes").with(node.id.as_str()).with("weighting");
                let siblings: Vec<Sibling<'_>> =
                    node.children.iter().filter_map(|child| self.sibling(&model, *child)).collect();
                let weighed = joining
                    .weighting
                    .method()
                    .weigh(&siblings, &path)
                    .map_err(|problem| problem.arg("id", &node.id))?;
                let unusable = |weight: &f64| !weight.is_finite() || *weight < 0.0 || *weight > limits::MAGNITUDE;
                if weighed.len() != node.children.len() || weighed.iter().any(unusable) {
                    let problem = Problem::new(Code::WeightsImpossible, path).arg("id", &node.id);
                    let problem = problem.arg("method", joining.weighting.name());
                    return Err(problem.arg("reason", "they are not finite numbers of at least 0").into());
                }
                if !weighed.iter().any(|weight| *weight > 0.0) {
                    return Err(Problem::new(Code::WeightsZero, path).arg("id", &node.id).into());
                }
                for (child, weight) in node.children.iter().zip(weighed) {
                    if let Some(place) = self.weights.get_mut(*child) {
                        *place = weight;
                    }
                }
                if let Some(opinion) = &model.document.method.opinion {
                    opinion.apply(&model.hierarchy, &mut self.weights);
                }
            }
            let mut start = 0;
            while start < units {
                let run = start..units.min(start + self.scratch.len());
                start = run.end;
                let rows = Rows { complete: &self.complete, ranked: &self.section.ranked };
                aggregate_node(&model, position, run, &self.weights, rows, &mut self.columns, &mut self.scratch);
            }
        }
        Ok(())
    }

    /// One node as a weighting of its parent's children reads it.
    fn sibling<'a>(&self, model: &'a Model, position: usize) -> Option<Sibling<'a>> {
        let node = model.hierarchy.nodes().get(position)?;
        let ranked = || self.section.ranked.iter().enumerate().filter(|(_, ranked)| **ranked).map(|(unit, _)| unit);
        let normalised: Vec<f64> = ranked().map(|unit| self.value(position, unit)).collect();
        let (raw, higher) = match node.kind {
            NodeKind::Indicator(index) => {
                let direction = model.document.framework.indicators.get(index)?.direction;
                let leaf = self.section.leaves.get(index)?;
                (ranked().map(|unit| direction.one_sided(leaf.treated(unit))).collect(), direction.is_higher())
            }
            NodeKind::Dimension(_) => (normalised.clone(), true),
        };
        Some(Sibling {
            id: &node.id,
            stated: model.plan.stated.get(position).copied().flatten(),
            raw,
            higher,
            normalised,
        })
    }

    /// The weights of all nodes as the method says them, those computed from the data among them.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
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
    /// allocated, unless the ranking reads the values themselves: then the scores are on its own scale.
    ///
    /// # Errors
    /// [`Code::ArrayLength`], [`Code::WeightUnusable`], [`Code::WeightsZero`]; [`Code::MissingRefused`],
    /// [`Code::RankingImpossible`].
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
        let method = &self.model.document.method;
        if let Some(decides) = method.ranking.method().decides() {
            let decided = self.decide(decides, weights, &self.section.ranked)?;
            scores.copy_from_slice(&decided.scores);
            return Ok(ranks_between(scores, decides.higher_is_better(), decides.bounds(), ranks));
        }
        for ((score, value), ranked) in scores.iter_mut().zip(&self.columns).zip(&self.section.ranked) {
            *score = if *ranked { *value } else { MISSING };
        }
        Ok(competition_ranks(scores, method.scale, ranks, &mut self.ranking))
    }

    /// Ranks the units asked for from the values themselves: those that have every indicator that weighs anything.
    pub(crate) fn decide(&self, decides: &dyn Decide, weights: &[f64], asked: &[bool]) -> Result<Decided, Error> {
        let model = &self.model;
        let effective = model.effective_weights(weights);
        let mut total = 0.0;
        let mut used = Vec::new();
        for (node, weight) in model.hierarchy.nodes().iter().zip(&effective) {
            let NodeKind::Indicator(index) = node.kind else { continue };
            let indicator = model.document.framework.indicators.get(index);
            let found = indicator.zip(self.section.leaves.get(index));
            if let Some((indicator, leaf)) = found.filter(|_| *weight > 0.0) {
                total += weight;
                used.push((indicator, leaf, *weight));
            }
        }
        let all = asked.iter().zip(&self.section.ranked).enumerate();
        let all = all.filter(|(unit, (asked, ranked))| {
            **asked && **ranked && used.iter().all(|(_, leaf, _)| !is_missing(leaf.treated(*unit)))
        });
        let alternatives: Vec<usize> = all.map(|(unit, _)| unit).collect();
        let mut decided = Decided { scores: vec![MISSING; asked.len()], ..Decided::default() };
        if alternatives.is_empty() {
            return Ok(decided);
        }
        let column = |(indicator, leaf, _): &(&Indicator, &Leaf, f64)| {
            alternatives.iter().map(|unit| indicator.direction.one_sided(leaf.treated(*unit))).collect()
        };
        let decision = Decision {
            indicators: &used.iter().map(|(indicator, _, _)| &indicator.id).collect::<Vec<_>>(),
            columns: &used.iter().map(column).collect::<Vec<Vec<f64>>>(),
            higher: &used.iter().map(|(indicator, _, _)| indicator.direction.is_higher()).collect::<Vec<_>>(),
            weights: &used.iter().map(|(_, _, weight)| weight / total).collect::<Vec<_>>(),
        };
        let outcome = decides.decide(&decision, &Path::root().with("method").with("ranking"))?;
        for (unit, score) in alternatives.iter().zip(outcome.scores) {
            if let Some(place) = decided.scores.get_mut(*unit) {
                // −0 is 0.
                *place = score + 0.0;
            }
        }
        decided.alternatives = alternatives;
        decided.outranks = outcome.outranks;
        decided.figures = outcome.figures;
        Ok(decided)
    }

    pub(crate) fn section(&self) -> &CrossSection {
        &self.section
    }

    /// The score of a node for a unit, as last evaluated.
    pub(crate) fn value(&self, node: usize, unit: usize) -> f64 {
        self.columns.get(node * self.section.ranked.len() + unit).copied().unwrap_or(MISSING)
    }

    /// Gives an indicator another value for a unit.
    pub(crate) fn set_leaf(&mut self, node: usize, unit: usize, value: f64) {
        if let Some(place) = self.columns.get_mut(node * self.section.ranked.len() + unit) {
            *place = value;
        }
        // What was complete may cease to be: a drawn value for which a stage has no answer, as a divisor of 0.
        let mut incomplete = Some(node).filter(|_| is_missing(value));
        while let Some(node) = incomplete {
            match self.complete.get_mut(node) {
                Some(complete) if *complete => *complete = false,
                _ => return,
            }
            incomplete = self.model.hierarchy.nodes().get(node).and_then(|node| node.parent);
        }
    }

    /// The root's scores if every missing value were `value`: the ends of what missing values could make of a score.
    pub(crate) fn scores_with_missing_as(&self, value: f64, weights: &[f64]) -> Vec<f64> {
        let units = self.section.ranked.len();
        let mut columns = self.columns.clone();
        for (node, column) in self.model.hierarchy.nodes().iter().zip(columns.chunks_mut(units.max(1))) {
            if let NodeKind::Indicator(index) = node.kind {
                let leaf = self.section.leaves.get(index);
                for (unit, score) in column.iter_mut().enumerate() {
                    // A guess leaves open what a missing value leaves open.
                    if is_missing(*score) || leaf.is_some_and(|leaf| leaf.is_imputed(unit)) {
                        *score = value;
                    }
                }
            }
        }
        let rows = Rows { complete: &self.complete, ranked: &self.section.ranked };
        aggregate(&self.model, weights, rows, &mut columns, &mut self.scratch.clone());
        columns.truncate(units);
        columns
    }

    /// Fills the dimensions' columns under checked weights.
    pub(crate) fn evaluate(&mut self, weights: &[f64]) -> Result<(), Error> {
        let rows = Rows { complete: &self.complete, ranked: &self.section.ranked };
        aggregate(&self.model, weights, rows, &mut self.columns, &mut self.scratch);
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

/// What is known of the rows before they are aggregated.
#[derive(Clone, Copy)]
struct Rows<'a> {
    /// Whether no child of a node is missing for any unit, by the node's position.
    complete: &'a [bool],
    /// Whether each unit is ranked.
    ranked: &'a [bool],
}

/// Aggregates every dimension, children before parents, as many units at a time as `scratch` has room for.
fn aggregate(model: &Model, weights: &[f64], rows: Rows<'_>, columns: &mut [f64], scratch: &mut [f64]) {
    let units = model.document.dataset.units.len();
    let mut start = 0;
    while start < units {
        let run = start..units.min(start + scratch.len());
        for position in (0..model.hierarchy.nodes().len()).rev() {
            aggregate_node(model, position, run.clone(), weights, rows, columns, scratch);
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

/// Aggregates one dimension for a run of units, its children having been; nothing for an indicator.
fn aggregate_node(
    model: &Model,
    position: usize,
    run: Range<usize>,
    weights: &[f64],
    rows: Rows<'_>,
    columns: &mut [f64],
    scratch: &mut [f64],
) {
    let units = model.document.dataset.units.len();
    let Some((node, Some(joining))) = model.hierarchy.nodes().get(position).zip(model.plan.joinings.get(position))
    else {
        return;
    };
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
        complete: rows.complete.get(position) == Some(&true),
        ranked: rows.ranked.get(run.clone()).unwrap_or_default(),
        scale: model.document.method.scale,
        nodes: model.hierarchy.nodes(),
    };
    let own = position * units;
    if let (Some(out), Some(scratch)) = (before.get_mut(own + run.start..own + run.end), scratch.get_mut(..run.len())) {
        joining.aggregation.method().aggregate(&children, out, scratch);
        if joining.available > 0.0 && !children.complete {
            for (unit, score) in out.iter_mut().enumerate() {
                let there = Availability::of(children.weighted().filter_map(|(_, column)| column.get(unit).copied()));
                if there.available.share() < joining.available {
                    *score = MISSING;
                }
            }
        }
    }
}

/// What comes of ranking without the tree, by unit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Decided {
    /// One a unit, on the method's own scale; missing for those that take no part.
    pub(crate) scores: Vec<f64>,
    /// The units that take part.
    pub(crate) alternatives: Vec<usize>,
    /// Row by row of those, whether the first outranks the second.
    pub(crate) outranks: Vec<bool>,
    /// What the method gives beside the score, by name, one an alternative.
    figures: Vec<(&'static str, Vec<f64>)>,
}

impl Decided {
    /// What the method gives of a unit beside its score.
    pub(crate) fn figures_of(&self, unit: usize) -> Vec<Figure> {
        let Some(row) = self.alternatives.iter().position(|alternative| *alternative == unit) else {
            return Vec::new();
        };
        let figure = |(name, values): &(&'static str, Vec<f64>)| Figure {
            name,
            value: values.get(row).copied().and_then(present).map(|value| value + 0.0),
        };
        self.figures.iter().map(figure).collect()
    }

    /// The units that a unit outranks.
    pub(crate) fn outranked_by(&self, unit: usize) -> Vec<usize> {
        let Some(row) = self.alternatives.iter().position(|alternative| *alternative == unit) else {
            return Vec::new();
        };
        let width = self.alternatives.len();
        let row = self.outranks.get(row * width..(row + 1) * width).unwrap_or_default();
        self.alternatives.iter().zip(row).filter(|(_, outranks)| **outranks).map(|(other, _)| *other).collect()
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
