//! How far weights may move before ranks do: exact answers, no sampling.

use serde::Serialize;

use super::acceptability::{GroupAcceptability, acceptability};
use super::pair::{PairStability, pair};
use super::weight_interval::{NodeStability, intervals};
use crate::aggregation::Aggregation;
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Error, Path, Problem};
use crate::limits;
use crate::study::{Model, Study, Weight};

/// What is asked about the stability of ranks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StabilityRequest {
    /// The period; none: the study's own.
    pub period: Option<i32>,
    /// The weights to start from; nodes not named have the study's.
    pub weights: Vec<Weight>,
    /// Two units: what would swap them.
    pub pair: Option<Pair>,
}

/// Two units.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pair {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
}

impl Decode for StabilityRequest {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        if matches!(value, Value::Null) {
            return Self::default();
        }
        decoder.object(value, |fields| Self {
            period: fields.optional("period"),
            weights: fields.or("weights", Vec::new()),
            pair: fields.optional("pair"),
        })
    }
}

impl Decode for Pair {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self { a: fields.required("a"), b: fields.required("b") })
    }
}

/// How far weights may move before ranks do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stability {
    /// The period.
    pub period: i32,
    /// The unit that is first; ties by id. None when nobody is ranked.
    pub first: Option<String>,
    /// Every node but the root, in the order of the outline.
    pub nodes: Vec<NodeStability>,
    /// Dimensions of two or three children: the exact share of their weightings in which each unit takes each rank.
    pub groups: Vec<GroupAcceptability>,
    /// What would swap the pair asked for.
    pub pair: Option<PairStability>,
}

impl Study {
    /// How far each weight may move before the first, or anyone, changes rank; at which shares which pairs swap; and what would
    /// swap two units: see [`NodeStability`], [`PairStability`], [`GroupAcceptability`].
    ///
    /// One node's share moves, its siblings keep their proportions ([`with_share`](crate::weighting::share::with_share)). What
    /// holds at the shares 0 and 1 themselves is the limit of what holds beside them: there, a missing value may cease to matter. A
    /// share that is 0 or 1 now, and whose least movement changes ranks for that reason, has an interval of that single point.
    ///
    /// # Errors
    /// As [`Study::weights`]; [`Code::PeriodUnknown`], [`Code::MissingRefused`]; [`Code::UnitUnknown`] when a unit of the pair is
    /// not there or not ranked; [`Code::TreeNeeded`] for rankings without the tree; [`Code::AnalysisImpossible`] for a dimension that is
    /// neither an arithmetic nor a geometric mean; [`Code::TooLarge`] beyond [`limits::COMPARISONS`].
    pub fn stability(&self, request: &StabilityRequest) -> Result<Stability, Error> {
        self.model().needs_tree("the stability of weights")?;
        needs_means(self.model(), "the stability of weights")?;
        let weights = self.weights_in(request.period, &request.weights)?;
        let mut ranker = self.ranker(request.period)?;
        let model = self.model();
        let units = model.document.dataset.units.len();
        let comparisons = model.hierarchy.nodes().len().saturating_mul(units).saturating_mul(units);
        if comparisons > limits::COMPARISONS {
            let problem = Problem::new(Code::TooLarge, Path::root()).arg("what", "nodes × units × units");
            return Err(problem.arg("found", comparisons).arg("limit", limits::COMPARISONS).into());
        }
        let (mut scores, mut ranks) = (vec![0.0; units], vec![0; units]);
        ranker.rank(&weights, &mut scores, &mut ranks)?;
        let first = ranks.iter().position(|rank| *rank == 1).map(|unit| model.unit_id(unit));
        let asked = match &request.pair {
            Some(Pair { a, b }) => Some((self.ranked_unit(&ranker, "a", a)?, self.ranked_unit(&ranker, "b", b)?)),
            None => None,
        };
        Ok(Stability {
            period: ranker.period(),
            first,
            nodes: intervals(model, &mut ranker, &weights, &ranks),
            groups: acceptability(model, &mut ranker, &weights),
            pair: asked.map(|asked| pair(model, &mut ranker, &weights, asked)),
        })
    }

    /// The position of a unit that has a rank.
    fn ranked_unit(&self, ranker: &crate::study::Ranker, key: &str, id: &str) -> Result<usize, Error> {
        let units = &self.document().dataset.units;
        let position = units.iter().position(|unit| unit.id.as_str() == id);
        let ranked = |unit: &usize| {
            ranker.section().ranked.get(*unit) == Some(&true) && !crate::numeric::is_missing(ranker.value(0, *unit))
        };
        position
            .filter(ranked)
            .ok_or_else(|| Problem::new(Code::UnitUnknown, Path::root().with("pair").with(key)).arg("unit", id).into())
    }
}

/// Names every dimension whose score is no mean that can be solved for a weight.
pub(crate) fn needs_means(model: &Model, what: &'static str) -> Result<(), Error> {
    let mut problems = Vec::new();
    for (node, joining) in model.hierarchy.nodes().iter().zip(&model.plan.joinings) {
        let Some(joining) = joining else { continue };
        if !matches!(joining.aggregation, Aggregation::Arithmetic(_) | Aggregation::Geometric(_)) {
            let path = Path::root().with("nodes").with(node.id.as_str()).with("aggregation");
            let problem = Problem::new(Code::AnalysisImpossible, path).arg("method", joining.aggregation.name());
            let problem = problem.arg("id", &node.id).arg("what", what);
            problems.push(problem.arg("reason", "it is solved exactly for arithmetic and geometric means alone"));
        }
    }
    Error::from_problems(problems).map_or(Ok(()), Err)
}
