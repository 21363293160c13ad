//! Asking for scores: the request, and the evaluation that scorecard and trace both read.

use serde::Serialize;

use super::ranker::Decided;
use super::{Model, Ranker, Scorecard, Study};
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Error, Path, Problem};
use crate::numeric::MISSING;
use crate::ranking::competition::{Scratch, competition_ranks, in_order_of, ranks_between};
use crate::weighting::share::with_share;

/// What is asked of a study; by default everything as the study says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScoreRequest {
    /// The period; none: the study's own.
    pub period: Option<i32>,
    /// Weights that replace the study's; nodes not named keep theirs.
    pub weights: Vec<Weight>,
    /// Rank among these units only; none: all.
    pub units: Option<Vec<String>>,
}

/// The weight of one node: any non-negative number; only shares among siblings matter.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Weight {
    /// The node.
    pub id: String,
    /// What it weighs.
    pub weight: f64,
}

/// One node's new share, its siblings keeping their proportions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reweight {
    /// The period whose weights are meant where the method computes them from the data; none: the study's own.
    pub period: Option<i32>,
    /// The weights now; nodes not named have the study's.
    pub weights: Vec<Weight>,
    /// The node to set.
    pub id: String,
    /// Its share among its siblings, 0 to 1.
    pub share: f64,
}

impl Decode for ScoreRequest {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        if matches!(value, Value::Null) {
            return Self::default();
        }
        decoder.object(value, |fields| Self {
            period: fields.optional("period"),
            weights: fields.or("weights", Vec::new()),
            units: fields.optional("units"),
        })
    }
}

impl Decode for Weight {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required_with("id", |value, decoder| decoder.id(value)),
            weight: fields
                .required_with("weight", |value, decoder| decoder.number_within(value, 0.0, crate::limits::MAGNITUDE)),
        })
    }
}

impl Decode for Reweight {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            period: fields.optional("period"),
            weights: fields.or("weights", Vec::new()),
            id: fields.required("id"),
            share: fields.required_with("share", |value, decoder| decoder.number_within(value, 0.0, 1.0)),
        })
    }
}

/// Everything computed for a request, before it is told.
#[derive(Debug)]
pub(crate) struct Evaluation {
    pub(crate) ranker: Ranker,
    pub(crate) weights: Vec<f64>,
    /// One a unit; missing for units that are not ranked.
    pub(crate) scores: Vec<f64>,
    /// One a unit; 0 for units that are not ranked.
    pub(crate) ranks: Vec<u32>,
    /// The units that are ranked, in the order of their rank, ties by id.
    pub(crate) order: Vec<usize>,
    /// Whether each unit was asked for.
    pub(crate) asked: Vec<bool>,
    /// The scores if every missing value were the worst, and if every one were the best.
    pub(crate) possible: (Vec<f64>, Vec<f64>),
    /// What came of ranking without the tree, if that was the method.
    pub(crate) decided: Option<Decided>,
}

impl Evaluation {
    /// The units that hold a rank: several when they are tied.
    pub(crate) fn holders_of(&self, rank: u32) -> &[usize] {
        let rank_of = |unit: &usize| self.ranks.get(*unit).copied().unwrap_or(0);
        let from = self.order.partition_point(|unit| rank_of(unit) < rank);
        let to = self.order.partition_point(|unit| rank_of(unit) <= rank);
        self.order.get(from..to).unwrap_or_default()
    }
}

impl Study {
    /// Scores and ranks the units: see [`Scorecard`].
    ///
    /// # Errors
    /// [`Code::PeriodUnknown`], [`Code::NodeUnknown`], [`Code::UnitUnknown`], [`Code::DuplicateId`], [`Code::WeightUnusable`],
    /// [`Code::WeightsZero`], [`Code::MissingRefused`].
    pub fn score(&self, request: &ScoreRequest) -> Result<Scorecard, Error> {
        Ok(Scorecard::new(self.model(), &self.evaluate(request)?))
    }

    pub(crate) fn evaluate(&self, request: &ScoreRequest) -> Result<Evaluation, Error> {
        let asked = self.asked(request.units.as_deref())?;
        // Weights that cannot be are refused before anything is computed.
        let mut weights = self.model().replace_weights(self.model().plan.weights.clone(), &request.weights)?;
        let mut ranker = self.ranker(request.period)?;
        if ranker.weights() != self.model().plan.weights {
            weights = self.model().replace_weights(ranker.weights().to_vec(), &request.weights)?;
        }
        ranker.evaluate(&weights)?;
        let wanted = asked.iter().zip(&ranker.section().ranked);
        let scores = wanted.enumerate().map(
            |(unit, (asked, ranked))| {
                if *asked && *ranked { ranker.value(0, unit) } else { MISSING }
            },
        );
        let mut scores: Vec<f64> = scores.collect();
        let method = &self.document().method;
        let scale = method.scale;
        let mut ranks = vec![0; scores.len()];
        let mut decided = None;
        let mut possible = (Vec::new(), Vec::new());
        if let Some(decides) = method.ranking.method().decides() {
            let outcome = ranker.decide(decides, &weights, &asked)?;
            scores.clone_from(&outcome.scores);
            ranks_between(&scores, decides.higher_is_better(), decides.bounds(), &mut ranks);
            decided = Some(outcome);
        } else {
            competition_ranks(&scores, scale, &mut ranks, &mut Scratch::default());
            if self.model().plan.is_bounded_by_missing() {
                possible.0 = ranker.scores_with_missing_as(scale.lower, &weights);
                possible.1 = ranker.scores_with_missing_as(scale.upper, &weights);
            }
        }
        let order = in_order_of(&ranks);
        Ok(Evaluation { ranker, weights, scores, ranks, order, asked, possible, decided })
    }

    /// The weights of all nodes, in the order of the outline: the study's, with these in their place. Weights computed from the data
    /// are those of the study's own period.
    ///
    /// # Errors
    /// [`Code::NodeUnknown`], [`Code::DuplicateId`], [`Code::WeightUnusable`], [`Code::WeightsZero`].
    pub fn weights(&self, replaced: &[Weight]) -> Result<Vec<f64>, Error> {
        self.weights_in(None, replaced)
    }

    /// As [`Study::weights`], in a period.
    ///
    /// # Errors
    /// As [`Study::weights`], and as [`Study::ranker`].
    pub fn weights_in(&self, period: Option<i32>, replaced: &[Weight]) -> Result<Vec<f64>, Error> {
        let model = self.model();
        let stated = if model.plan.weighs_by_data() {
            self.ranker(period)?.weights().to_vec()
        } else {
            model.plan.weights.clone()
        };
        model.replace_weights(stated, replaced)
    }

    /// The weights of all nodes after one of them is given a share among its siblings: see [`with_share`].
    ///
    /// # Errors
    /// As [`Study::weights`], and [`Code::ShareImpossible`].
    pub fn reweight(&self, request: &Reweight) -> Result<Vec<Weight>, Error> {
        let model = self.model();
        let weights = self.weights_in(request.period, &request.weights)?;
        let nodes = model.hierarchy.nodes();
        let Some(position) = model.hierarchy.position(&request.id) else {
            let problem = Problem::new(Code::NodeUnknown, Path::root().with("id"));
            return Err(problem.arg("id", request.id.as_str()).into());
        };
        let parent = nodes.get(position).and_then(|node| node.parent).and_then(|parent| nodes.get(parent));
        let siblings = parent.map(|parent| parent.children.as_slice()).unwrap_or_default();
        let among: Vec<f64> = siblings.iter().filter_map(|sibling| weights.get(*sibling).copied()).collect();
        let index = siblings.iter().position(|sibling| *sibling == position).unwrap_or(usize::MAX);
        let Some(moved) = with_share(&among, index, request.share) else {
            let reason = if !(0.0..=1.0).contains(&request.share) {
                "a share is from 0 to 1"
            } else if siblings.is_empty() {
                "the root has no siblings"
            } else {
                "an only child has all of it"
            };
            let problem = Problem::new(Code::ShareImpossible, Path::root().with("share"));
            return Err(problem
                .arg("id", request.id.as_str())
                .arg("share", request.share)
                .arg("reason", reason)
                .into());
        };
        let mut all = weights;
        for (sibling, weight) in siblings.iter().zip(moved) {
            if let Some(place) = all.get_mut(*sibling) {
                *place = weight;
            }
        }
        let all = nodes.iter().zip(all).map(|(node, weight)| Weight { id: node.id.to_string(), weight });
        Ok(all.collect())
    }

    pub(crate) fn asked(&self, units: Option<&[String]>) -> Result<Vec<bool>, Error> {
        let all = &self.document().dataset.units;
        let Some(wanted) = units else { return Ok(vec![true; all.len()]) };
        let mut asked = vec![false; all.len()];
        for (index, id) in wanted.iter().enumerate() {
            // The units are sorted by id.
            let position = all.partition_point(|unit| unit.id.as_str() < id.as_str());
            let known = all.get(position).is_some_and(|unit| unit.id.as_str() == id);
            let Some(asked) = asked.get_mut(position).filter(|_| known) else {
                let path = Path::root().with("units").with(index);
                return Err(Problem::new(Code::UnitUnknown, path).arg("unit", id.as_str()).into());
            };
            *asked = true;
        }
        Ok(asked)
    }
}

impl Model {
    /// Puts weights in the place of others.
    pub(crate) fn replace_weights(&self, mut weights: Vec<f64>, replaced: &[Weight]) -> Result<Vec<f64>, Error> {
        let mut seen = vec![false; weights.len()];
        for (index, replacement) in replaced.iter().enumerate() {
            let path = Path::root().with("weights").with(index);
            let position = self.hierarchy.position(&replacement.id);
            let (Some(position), Some(weight), Some(seen)) = (
                position,
                position.and_then(|position| weights.get_mut(position)),
                position.and_then(|position| seen.get_mut(position)),
            ) else {
                return Err(Problem::new(Code::NodeUnknown, path.with("id")).arg("id", replacement.id.as_str()).into());
            };
            if std::mem::replace(seen, true) {
                return Err(Problem::new(Code::DuplicateId, path.with("id")).arg("id", replacement.id.as_str()).into());
            }
            // The root has no siblings: its weight is never read.
            *weight = if position == 0 { 1.0 } else { replacement.weight + 0.0 };
        }
        self.check_weights(&weights)?;
        Ok(weights)
    }
}
