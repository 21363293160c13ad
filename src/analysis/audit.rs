//! Is the index itself sound? Each finding with its number, its threshold and how much it matters.

use serde::Serialize;

use super::components::principal_components;
use super::consistency::cronbach_alpha;
use crate::error::{Code, Error, Path, Problem};
use crate::framework::NodeKind;
use crate::limits;
use crate::numeric::stats::{available, covariance, kurtosis, pearson, skewness, variance};
use crate::numeric::{count, present, sort_numbers};
use crate::sensitivity::StabilityRequest;
use crate::study::{Evaluation, Model, ScoreRequest, Study};
use crate::weighting::share::with_share;

/// Share of the units with a value from which one common value makes an indicator nearly constant.
const ONE_VALUE: f64 = 0.9;
/// Share of the ranked units below which an indicator is sparse (OECD/JRC 2008, step 3: many indices ask for two thirds).
const OBSERVED: f64 = 0.65;
/// Skewness and kurtosis beyond which values are treated (the rule of JRC and COINr).
const SKEWNESS: f64 = 2.0;
const KURTOSIS: f64 = 3.5;
/// Correlation from which two indicators say the same (JRC's audits ask about 0.92).
const ALIKE: f64 = 0.92;
/// Correlation up to which two indicators of a dimension cancel out.
const OPPOSED: f64 = -0.4;
/// Alpha below which a scale is called inconsistent (Nunnally 1978).
const ALPHA: f64 = 0.7;
/// Eigenvalue above which a component counts (Kaiser 1960).
const EIGENVALUE: f64 = 1.0;
/// How many times a share of variance may be above or below the weight.
const FACTOR: f64 = 3.0;
/// Share of variance from which an indicator decides, and below which it decides nothing.
const DOMINATES: f64 = 0.5;
const IDLE: f64 = 0.005;
/// Ranks by which leaving out a contested indicator moves somebody.
const PULL: f64 = 3.0;
/// Change of a share up to which the first is fragile.
const FRAGILE: f64 = 0.05;
/// Units with both values, below which a correlation says nothing.
const FEWEST: usize = 6;

/// What an audit of a study found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Audit {
    /// The period.
    pub period: i32,
    /// How many units are ranked: all numbers are over those.
    pub units: usize,
    /// What a reader should look at, warnings first. The argument `number` is what was found, `threshold` what it was held against.
    pub findings: Vec<Problem>,
    /// Every indicator, by id.
    pub indicators: Vec<IndicatorAudit>,
    /// Every dimension, in the order of the outline.
    pub dimensions: Vec<DimensionAudit>,
    /// Pearson correlations of the indicators on the scale, a row an indicator; none where fewer than six units have both.
    pub correlations: Vec<Vec<Option<f64>>>,
}

/// One indicator of an [`Audit`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorAudit {
    /// Its id.
    pub id: String,
    /// The share of ranked units of which it was observed.
    pub coverage: f64,
    /// The share of those with a value on the scale, filled or not, that have the most common one.
    pub most_common: Option<f64>,
    /// Of the raw values.
    pub skewness: Option<f64>,
    /// Excess, of the raw values.
    pub kurtosis: Option<f64>,
    /// Its effective weight.
    pub weight: f64,
    /// Its share of the variance of scores: the covariance of its contributions with the scores over their variance. All sum to 1
    /// where means are arithmetic; none where they are not.
    pub variance: Option<f64>,
    /// The square of its correlation with the scores: what the correlation ratio is where the relation is a line.
    pub correlation_ratio: Option<f64>,
}

/// One dimension of an [`Audit`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DimensionAudit {
    /// Its id.
    pub id: String,
    /// Cronbach's alpha of its children.
    pub alpha: Option<f64>,
    /// The eigenvalues of its children's correlations, falling; empty where some are missing.
    pub eigenvalues: Vec<f64>,
}

impl Study {
    /// Audits the index in one period: see [`Audit`] and, for what each finding means, [`advice`].
    ///
    /// All statistics are over ranked units. Indicators' correlations, alphas and components are of values on the scale, so that more is
    /// better of every one; skewness and kurtosis of raw values.
    ///
    /// # Errors
    /// As [`Study::score`]; [`Code::TooLarge`] beyond [`limits::CORRELATIONS`]; [`Code::TreeNeeded`] for rankings without the tree.
    ///
    /// # Reference
    /// OECD/JRC (2008), steps 3, 4, 7 and 8; Paruolo, Saisana & Saltelli (2013), *Ratings and rankings: voodoo or science?*, J. R.
    /// Statist. Soc. A 176, 609–634 (weight against importance).
    pub fn audit(&self, request: &ScoreRequest) -> Result<Audit, Error> {
        let model = self.model();
        model.needs_tree("an audit")?;
        let mut evaluation = self.evaluate(request)?;
        let leaves = model.document.framework.indicators.len();
        let units = evaluation.order.len();
        let work = leaves.saturating_mul(leaves).saturating_mul(units);
        if work > limits::CORRELATIONS {
            let problem = Problem::new(Code::TooLarge, Path::root()).arg("what", "indicators × indicators × units");
            return Err(problem.arg("found", work).arg("limit", limits::CORRELATIONS).into());
        }
        let columns = Columns::new(model, &evaluation);
        let mut audit = Audit {
            period: evaluation.ranker.period(),
            units,
            findings: Vec::new(),
            indicators: columns.indicators(model, &evaluation),
            dimensions: columns.dimensions(model),
            correlations: columns.correlations(),
        };
        for indicator in &audit.indicators {
            of_indicator(indicator, &mut audit.findings);
        }
        of_pairs(model, &audit.correlations, &mut audit.findings);
        for dimension in &audit.dimensions {
            of_dimension(dimension, &mut audit.findings);
        }
        of_contested(model, &mut evaluation, &mut audit.findings)?;
        if units > 1 {
            self.fragility(request, &mut audit.findings)?;
        }
        let (mut first, rest): (Vec<_>, Vec<_>) =
            audit.findings.into_iter().partition(|finding| finding.severity() == crate::Severity::Warning);
        first.extend(rest);
        audit.findings = first;
        Ok(audit)
    }

    /// How little it takes for another to be first.
    fn fragility(&self, request: &ScoreRequest, findings: &mut Vec<Problem>) -> Result<(), Error> {
        let asked = StabilityRequest { period: request.period, weights: request.weights.clone(), pair: None };
        let stability = match self.stability(&asked) {
            // What is not solved is not found.
            Err(error) if matches!(error.code(), Code::AnalysisImpossible | Code::TooLarge) => return Ok(()),
            stability => stability?,
        };
        let Some(first) = stability.first else { return Ok(()) };
        let mut least: Option<(f64, &str)> = None;
        for node in &stability.nodes {
            let Some(interval) = node.first else { continue };
            for (end, edge) in [(interval.lower, 0.0), (interval.upper, 1.0)] {
                let change = (end - node.share).abs();
                // At 0 and 1 the interval ends because shares do.
                if (end - edge).abs() > 0.0 && least.is_none_or(|(least, _)| change < least) {
                    least = Some((change, &node.id));
                }
            }
        }
        if let Some((change, id)) = least.filter(|(change, _)| *change <= FRAGILE) {
            let path = Path::root().with("units").with(first.as_str());
            let problem = found(Code::FirstFragile, path, change, FRAGILE);
            findings.push(problem.arg("unit", first.as_str()).arg("id", id));
        }
        Ok(())
    }
}

/// What to do about a finding, in English; empty for other codes.
#[must_use]
pub fn advice(code: Code) -> &'static str {
    match code {
        Code::IndicatorNearlyConstant => {
            "choose finer levels or another indicator, or say that it is there to be complete"
        }
        Code::IndicatorSparse => "find more observations, widen the years that it looks back, or leave it out",
        Code::IndicatorOutlying => "check those values, or place it on a logarithm",
        Code::IndicatorsAlike => "drop one of them, or let them share one weight in a dimension of their own",
        Code::IndicatorsOpposed => "check their directions; if both are right, move one to another dimension",
        Code::DimensionIncoherent => {
            "see whether one child does not belong, or read the children instead of the dimension"
        }
        Code::DimensionSeveral => "consider splitting the dimension",
        Code::WeightUnlike => {
            "say what is meant by the weight: a rate of exchange, or importance; if importance, change it"
        }
        Code::IndicatorDominates => "lower its weight, or narrow its scale",
        Code::IndicatorIdle => "raise its weight, widen its scale, or leave it out",
        Code::ContestedPull => "show the ranking without it beside this one",
        Code::FirstFragile => "do not speak of a clear first; show the ranks that other weights give",
        _ => "",
    }
}

fn found(code: Code, path: Path, number: f64, threshold: f64) -> Problem {
    // What is found is said to three decimals: more would feign a precision that no such statistic has.
    Problem::new(code, path).arg("number", rounded(number)).arg("threshold", threshold)
}

fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0 + 0.0
}

fn at(indicator: &str) -> Path {
    Path::root().with("nodes").with(indicator)
}

fn of_indicator(audit: &IndicatorAudit, findings: &mut Vec<Problem>) {
    let id = audit.id.as_str();
    let mut say = |code, number: f64, threshold: f64| {
        findings.push(found(code, at(id), number, threshold).arg("indicator", id));
    };
    if audit.coverage < OBSERVED {
        say(Code::IndicatorSparse, audit.coverage, OBSERVED);
    }
    if let Some(share) = audit.most_common.filter(|share| *share >= ONE_VALUE) {
        say(Code::IndicatorNearlyConstant, share, ONE_VALUE);
    }
    if let Some(variance) = audit.variance {
        if variance >= DOMINATES {
            say(Code::IndicatorDominates, variance, DOMINATES);
        }
        if variance.abs() < IDLE {
            say(Code::IndicatorIdle, variance, IDLE);
        } else if audit.weight > 0.0 && (variance > FACTOR * audit.weight || FACTOR * variance < audit.weight) {
            let problem = found(Code::WeightUnlike, at(id), variance, FACTOR).arg("indicator", id);
            findings.push(problem.arg("weight", rounded(audit.weight)));
        }
    }
    if let (Some(skewness), Some(kurtosis)) = (audit.skewness, audit.kurtosis)
        && skewness.abs() > SKEWNESS
        && kurtosis > KURTOSIS
    {
        let problem = found(Code::IndicatorOutlying, at(id), skewness, SKEWNESS).arg("indicator", id);
        findings.push(problem.arg("kurtosis", rounded(kurtosis)).arg("limit", KURTOSIS));
    }
}

fn of_pairs(model: &Model, correlations: &[Vec<Option<f64>>], findings: &mut Vec<Problem>) {
    let indicators = &model.document.framework.indicators;
    for (row, (a, with)) in indicators.iter().zip(correlations).enumerate() {
        for (b, correlation) in indicators.iter().zip(with).take(row) {
            let Some(number) = correlation else { continue };
            let together = a.parent == b.parent;
            let (code, threshold) = if *number >= ALIKE {
                (Code::IndicatorsAlike, ALIKE)
            } else if *number <= OPPOSED && together {
                (Code::IndicatorsOpposed, OPPOSED)
            } else {
                continue;
            };
            let problem = found(code, at(a.id.as_str()), *number, threshold).arg("a", &b.id).arg("b", &a.id);
            findings.push(problem.arg("place", if together { "in one dimension" } else { "across dimensions" }));
        }
    }
}

fn of_dimension(audit: &DimensionAudit, findings: &mut Vec<Problem>) {
    let id = audit.id.as_str();
    if let Some(alpha) = audit.alpha.filter(|alpha| *alpha < ALPHA) {
        findings.push(found(Code::DimensionIncoherent, at(id), alpha, ALPHA).arg("id", id));
    }
    let several = audit.eigenvalues.iter().filter(|value| **value > EIGENVALUE).count();
    if several > 1 {
        findings.push(found(Code::DimensionSeveral, at(id), count(several), EIGENVALUE).arg("id", id));
    }
}

/// Ranks without each contested indicator, its siblings keeping their proportions.
fn of_contested(model: &Model, evaluation: &mut Evaluation, findings: &mut Vec<Problem>) -> Result<(), Error> {
    let (mut scores, mut ranks) = (vec![0.0; evaluation.ranks.len()], vec![0; evaluation.ranks.len()]);
    for indicator in model.document.framework.indicators.iter().filter(|indicator| indicator.contested.is_some()) {
        let Some(node) = model.hierarchy.position(indicator.id.as_str()) else { continue };
        let parent = model.hierarchy.nodes().get(node).and_then(|node| node.parent).unwrap_or(0);
        let siblings = model.children_of(parent);
        let among: Vec<f64> = siblings.iter().filter_map(|child| evaluation.weights.get(*child).copied()).collect();
        let place = siblings.iter().position(|child| *child == node).unwrap_or(usize::MAX);
        let Some(without) = with_share(&among, place, 0.0) else { continue };
        let mut weights = evaluation.weights.clone();
        for (child, weight) in siblings.iter().zip(without) {
            if let Some(own) = weights.get_mut(*child) {
                *own = weight;
            }
        }
        evaluation.ranker.rank(&weights, &mut scores, &mut ranks)?;
        let mut most = (0, 0);
        for (unit, (now, then)) in evaluation.ranks.iter().zip(&ranks).enumerate() {
            if *now > 0 && *then > 0 && now.abs_diff(*then) > most.0 {
                most = (now.abs_diff(*then), unit);
            }
        }
        if f64::from(most.0) >= PULL {
            let problem = found(Code::ContestedPull, at(indicator.id.as_str()), f64::from(most.0), PULL);
            let unit = model.document.dataset.units.get(most.1).map(|unit| unit.id.as_str()).unwrap_or_default();
            findings.push(problem.arg("indicator", &indicator.id).arg("unit", unit));
        }
    }
    Ok(())
}

/// The ranked units' values of each node on the scale.
struct Columns {
    scores: Vec<f64>,
    nodes: Vec<Vec<f64>>,
    /// The position of each indicator's node.
    leaves: Vec<usize>,
}

impl Columns {
    fn new(model: &Model, evaluation: &Evaluation) -> Self {
        let of = |node: usize| evaluation.order.iter().map(|unit| evaluation.ranker.value(node, *unit)).collect();
        let indicators = model.document.framework.indicators.iter();
        Self {
            scores: of(0),
            nodes: (0..model.hierarchy.nodes().len()).map(of).collect(),
            leaves: indicators.filter_map(|indicator| model.hierarchy.position(indicator.id.as_str())).collect(),
        }
    }

    fn node(&self, node: usize) -> &[f64] {
        self.nodes.get(node).map(Vec::as_slice).unwrap_or_default()
    }

    fn indicators(&self, model: &Model, evaluation: &Evaluation) -> Vec<IndicatorAudit> {
        let weights = model.node_weights(&evaluation.weights);
        let parts: Vec<_> = evaluation.order.iter().map(|unit| evaluation.parts(model, *unit)).collect();
        let adds_up = (0..weights.len()).all(|node| model.children_of(node).is_empty() || model.adds_up(node));
        let spread = variance(&self.scores, 1.0);
        let all = self.leaves.iter().zip(&evaluation.ranker.section().leaves);
        all.map(|(node, leaf)| {
            let column = self.node(*node);
            let raw: Vec<f64> = evaluation.order.iter().map(|unit| leaf.observed(*unit)).collect();
            let observed = count(available(&raw).len());
            let mut sorted = available(column);
            let placed = count(sorted.len());
            sort_numbers(&mut sorted);
            let common = sorted.chunk_by(|a, b| a >= b).map(<[f64]>::len).max();
            let contribution = |parts: &Vec<_>| {
                let part: Option<&crate::study::NodePart> = parts.get(*node);
                part.and_then(|part| part.contribution).unwrap_or(0.0)
            };
            let contributions: Vec<f64> = parts.iter().map(contribution).collect();
            let correlation = pearson(column, &self.scores);
            let finite = |number: f64| present(number).filter(|number| number.is_finite());
            IndicatorAudit {
                id: weights.get(*node).map(|node| node.id.clone()).unwrap_or_default(),
                coverage: if column.is_empty() { 0.0 } else { observed / count(column.len()) },
                most_common: common.map(|common| count(common) / placed),
                skewness: finite(skewness(&raw)),
                kurtosis: finite(kurtosis(&raw)),
                weight: weights.get(*node).map_or(0.0, |node| node.effective_weight),
                variance: finite(covariance(&contributions, &self.scores, 1.0) / spread).filter(|_| adds_up),
                correlation_ratio: finite(correlation * correlation).filter(|_| sorted.len() >= FEWEST),
            }
        })
        .collect()
    }

    fn dimensions(&self, model: &Model) -> Vec<DimensionAudit> {
        let inner = model.hierarchy.nodes().iter().filter(|node| matches!(node.kind, NodeKind::Dimension(_)));
        let audit = inner.map(|node| {
            let columns: Vec<&[f64]> = node.children.iter().map(|child| self.node(*child)).collect();
            let enough = self.scores.len() >= FEWEST && columns.len() > 1;
            let varies = |column: &&[f64]| available(column).len() >= FEWEST && variance(column, 1.0) > 0.0;
            // A column that does not vary belongs to nothing.
            let varying: Vec<&[f64]> = columns.into_iter().filter(varies).collect();
            let alpha = present(cronbach_alpha(&varying)).filter(|alpha| enough && alpha.is_finite());
            let eigenvalues =
                if enough && varying.len() > 1 { principal_components(&varying, true).eigenvalues } else { Vec::new() };
            let whole = eigenvalues.iter().all(|value| value.is_finite());
            DimensionAudit { id: node.id.to_string(), alpha, eigenvalues: if whole { eigenvalues } else { Vec::new() } }
        });
        audit.collect()
    }

    fn correlations(&self) -> Vec<Vec<Option<f64>>> {
        let both = |a: &[f64], b: &[f64]| a.iter().zip(b).filter(|(a, b)| !(*a - *b).is_nan()).count();
        let of = |a: &usize, b: &usize| {
            let (a, b) = (self.node(*a), self.node(*b));
            present(pearson(a, b)).filter(|_| both(a, b) >= FEWEST)
        };
        self.leaves.iter().map(|a| self.leaves.iter().map(|b| of(a, b)).collect()).collect()
    }
}
