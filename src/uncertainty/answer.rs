//! The answer: how sure scores and ranks are.

use serde::Serialize;

use super::evaluator::Experiment;
use super::partial::Partial;
use super::request::Design;
use super::space::FactorOf;
use super::statistics::{self, Estimate};
use crate::document::SCHEMA;
use crate::framework::NodeKind;
use crate::numeric::{BIN_WIDTH, Counts, Scale, present};
use crate::study::ScoreRequest;

/// How sure scores and ranks are, over everything that varied.
///
/// Every number of draws comes with its sampling error: what other draws might have given. It says nothing of whether what varied
/// is all that is uncertain.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Uncertainty {
    /// The version of the engine.
    pub engine: String,
    /// The version of the document format.
    pub schema: i32,
    /// The content hash of the study.
    pub hash: String,
    /// The period.
    pub period: i32,
    /// The ends of every score.
    pub scale: Scale,
    /// How many draws were made.
    pub draws: u64,
    /// From which seed.
    pub seed: u64,
    /// How they were spread.
    pub design: Design,
    /// What varied.
    pub varied: Varied,
    /// The largest standard error of any share below.
    pub largest_error: f64,
    /// Width of the bins, on the scale, that quantiles of scores are read from.
    pub resolution: f64,
    /// Up to which rank a unit is among the best.
    pub top: u32,
    /// The entropy of who is first, in bits: 0 when it is always the same.
    pub choice_entropy: f64,
    /// The ranked units, in the order of their stated rank, ties by id.
    pub units: Vec<UnitUncertainty>,
    /// For each unit, in that order, against each: in what share of draws it scores strictly higher. None when not asked for.
    pub pairwise: Option<Pairwise>,
}

/// What varied.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Varied {
    /// The dimensions whose children's weights varied.
    pub weights: Vec<String>,
    /// Observed values, by unit and indicator.
    pub data: usize,
    /// Missing values, by unit and indicator.
    pub missing: usize,
    /// Combinations of methods.
    pub variants: usize,
    /// Indicators left out in turn.
    pub left_out: usize,
    /// Coordinates of a draw; those beyond the first 64 are random in any design.
    pub dimensions: usize,
}

/// How sure one unit's score and rank are.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UnitUncertainty {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// As stated, nothing varied.
    pub score: Option<f64>,
    /// As stated, nothing varied.
    pub rank: Option<u32>,
    /// In how many draws it has a score.
    pub scored: u64,
    /// Its scores; none when it never has one.
    pub scores: Option<Spread>,
    /// Its ranks; none when it never has one.
    pub ranks: Option<Spread>,
    /// The best and the worst rank in any draw.
    pub best: Option<u32>,
    /// The worst rank in any draw.
    pub worst: Option<u32>,
    /// Share of draws in which it takes each rank, rank 1 first. Units that tie share the better rank.
    pub acceptability: Shares,
    /// Share of draws in which it is among the best.
    pub top: Estimate,
    /// The mean weights with which it is first, by indicator; none when it never is.
    pub central_weights: Option<Vec<CentralWeight>>,
    /// Share of draws in which it is first when those are the weights; none when it never is first, or not asked for.
    pub confidence: Option<Estimate>,
}

/// Where a unit's scores or ranks lie.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Their mean.
    pub mean: Estimate,
    /// Their standard deviation.
    pub sd: f64,
    /// One in twenty is below.
    pub p5: Estimate,
    /// A quarter is below.
    pub p25: Estimate,
    /// Half is below.
    pub median: Estimate,
    /// A quarter is above.
    pub p75: Estimate,
    /// One in twenty is above.
    pub p95: Estimate,
}

/// Several shares of draws with their intervals.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Shares {
    /// The shares, 0 to 1.
    pub share: Vec<f64>,
    /// The lower ends of their 95 % intervals.
    pub lower: Vec<f64>,
    /// The upper ends.
    pub upper: Vec<f64>,
}

/// An indicator's mean effective weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CentralWeight {
    /// The indicator.
    pub id: String,
    /// 0 to 1.
    pub weight: f64,
}

/// Pairwise winning probabilities: one row a unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Pairwise(pub Vec<Shares>);

impl Shares {
    fn of(counts: impl Iterator<Item = u32>, draws: u64) -> Self {
        let mut shares = Self::default();
        for count in counts {
            let Estimate { value, lower, upper } = statistics::share(u64::from(count), draws);
            shares.share.push(value);
            shares.lower.push(lower);
            shares.upper.push(upper);
        }
        shares
    }
}

impl Spread {
    fn new((mean, sd): (Estimate, f64), quantile: impl Fn(f64) -> Option<Estimate>) -> Option<Self> {
        Some(Self {
            mean,
            sd,
            p5: quantile(0.05)?,
            p25: quantile(0.25)?,
            median: quantile(0.5)?,
            p75: quantile(0.75)?,
            p95: quantile(0.95)?,
        })
    }
}

impl Uncertainty {
    /// What counts of an experiment say; `units` are the positions of the units counted.
    pub(super) fn new(
        experiment: &Experiment,
        partial: &Partial,
        units: &[usize],
        confidence: &[Option<(u64, u64)>],
    ) -> Self {
        let counts = &partial.counts;
        let request = &experiment.request;
        let scale = experiment.study.document().method.scale;
        let stated = ScoreRequest { period: request.period, weights: request.weights.clone(), units: None };
        let stated = experiment.study.evaluate(&stated).ok();
        let order: Vec<usize> =
            stated.iter().flat_map(|stated| &stated.order).filter_map(|unit| units.binary_search(unit).ok()).collect();
        // Units that the study leaves without a score come last.
        let unscored = (0..units.len()).filter(|index| !order.contains(index));
        let order: Vec<usize> = order.iter().copied().chain(unscored).collect();
        let wins = |first: usize| {
            let row = counts.wins.get(first * units.len()..(first + 1) * units.len()).unwrap_or_default();
            order.iter().filter_map(|second| row.get(*second)).copied()
        };
        let pairwise = order.iter().map(|first| Shares::of(wins(*first), counts.draws)).collect();
        let firsts: Vec<u64> = (0..units.len())
            .filter_map(|unit| statistics::rank_row(counts, unit).first())
            .map(|count| u64::from(*count))
            .collect();
        let row = |index: &usize| {
            let unit = units.get(*index).copied().unwrap_or(usize::MAX);
            let mut row = UnitUncertainty::new(experiment, counts, (*index, unit));
            row.score = stated.as_ref().and_then(|stated| stated.scores.get(unit)).copied().and_then(present);
            row.rank = stated.as_ref().and_then(|stated| stated.ranks.get(unit)).copied().filter(|rank| *rank > 0);
            let factor = confidence.get(*index).copied().flatten();
            row.confidence = factor.map(|(first, draws)| statistics::share(first, draws));
            row
        };
        Self {
            engine: partial.plan.engine.clone(),
            schema: SCHEMA,
            hash: partial.plan.study.hash.clone(),
            period: experiment.study.model().period(request.period).unwrap_or_default(),
            scale,
            draws: counts.draws,
            seed: request.seed,
            design: request.design,
            varied: Varied::of(experiment),
            largest_error: statistics::largest_error(counts),
            resolution: scale.width() * BIN_WIDTH,
            top: request.top,
            choice_entropy: statistics::entropy_bits(&firsts),
            units: order.iter().map(row).collect(),
            pairwise: request.pairwise.then_some(Pairwise(pairwise)),
        }
    }
}

impl UnitUncertainty {
    fn new(experiment: &Experiment, counts: &Counts, (index, unit): (usize, usize)) -> Self {
        let document = experiment.study.document();
        let (id, name) = match document.dataset.units.get(unit) {
            Some(unit) => (unit.id.to_string(), unit.name.clone()),
            None => (String::new(), String::new()),
        };
        let scale = document.method.scale;
        let row = statistics::rank_row(counts, index);
        let top = usize::try_from(experiment.request.top).unwrap_or(usize::MAX);
        let best_and_worst = statistics::best_and_worst(counts, index);
        let scores = statistics::score(counts, index, scale);
        let ranks = statistics::rank(counts, index);
        let indicators = &document.framework.indicators;
        let central = statistics::central_weights(counts, index).map(|weights| {
            let named = indicators.iter().zip(weights);
            named.map(|(indicator, weight)| CentralWeight { id: indicator.id.to_string(), weight }).collect()
        });
        Self {
            id,
            name,
            score: None,
            rank: None,
            scored: statistics::scored(counts, index),
            scores: scores
                .and_then(|scores| Spread::new(scores, |p| statistics::score_quantile(counts, index, p, scale))),
            ranks: ranks.and_then(|ranks| Spread::new(ranks, |p| statistics::rank_quantile(counts, index, p))),
            best: best_and_worst.map(|(best, _)| best),
            worst: best_and_worst.map(|(_, worst)| worst),
            acceptability: Shares::of(row.iter().copied(), counts.draws),
            top: statistics::share(row.iter().take(top).map(|count| u64::from(*count)).sum(), counts.draws),
            central_weights: central,
            confidence: None,
        }
    }
}

impl Varied {
    fn of(experiment: &Experiment) -> Self {
        let hierarchy = &experiment.study.model().hierarchy;
        let variants = experiment.space.variants();
        let mut varied = Self {
            variants: variants.count(),
            left_out: variants.left_out.len(),
            dimensions: experiment.space.dimensions(),
            ..Self::default()
        };
        for factor in experiment.space.factors() {
            match factor.of {
                FactorOf::Weights { parent } => {
                    let node = hierarchy.nodes().get(parent).filter(|node| matches!(node.kind, NodeKind::Dimension(_)));
                    varied.weights.extend(node.map(|node| node.id.to_string()));
                }
                FactorOf::Data { .. } => varied.data += 1,
                FactorOf::Missing { .. } => varied.missing += 1,
                FactorOf::Method { .. } | FactorOf::LeftOut => {}
            }
        }
        varied
    }
}
