//! One unit's score, from raw value to rank: each number the very one that the score was made of.

use serde::Serialize;

use super::attribution::attributions;
use crate::aggregation::{Aggregation, Missing};
use crate::combination::{Combination, Members, Raters};
use crate::data::Observation;
use crate::error::{Code, Error, Path, Problem};
use crate::framework::{Direction, Indicator, NodeKind, Source, Tag};
use crate::normalisation::EndsBasis;
use crate::numeric::{MISSING, Scale, present};
use crate::study::{
    Coverage, Evaluation, Model, NodeWeight, RankedBy, ScoreRequest, Study, is_beyond, observations_of,
};

/// One unit's score with all that it was made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// The unit.
    pub unit: String,
    /// Its name for people.
    pub name: String,
    /// The period.
    pub period: i32,
    /// The ends of every node's value, and of every score of the index.
    pub scale: Scale,
    /// What decides the ranks, and what kind of numbers the scores are.
    pub ranking: RankedBy,
    /// On the scale, or on that of the ranking method; none when it is not ranked.
    pub score: Option<f64>,
    /// From 1; none when it is not ranked.
    pub rank: Option<u32>,
    /// How many units are ranked.
    pub ranked: usize,
    /// The ids of the units with the same rank.
    pub tied_with: Vec<String>,
    /// How many indicators it has.
    pub coverage: Coverage,
    /// The scores that its missing values could make.
    pub possible: Option<Scale>,
    /// Parents before children, siblings by id.
    pub nodes: Vec<TraceNode>,
    /// What was done to get the score.
    pub notes: Vec<Problem>,
}

/// One node of a [`Trace`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TraceNode {
    /// The node and its stated weight.
    #[serde(flatten)]
    pub node: NodeWeight,
    /// Its name for people.
    pub name: String,
    /// Its share among the siblings present; none when missing.
    pub applied_share: Option<f64>,
    /// The product of those shares from the root down: what this score used.
    pub applied_weight: Option<f64>,
    /// On the scale; none when missing.
    pub value: Option<f64>,
    /// Its part of the score; none below a node that does not add up.
    pub contribution: Option<f64>,
    /// The same, rounded so that shown parts add up.
    pub shown: Option<f64>,
    /// What it adds to its parent's value, or takes from it, by [Shapley's rule](super::shapley), against a unit that has the mean of
    /// the ranked units in every child: siblings sum to the parent's value less its `baseline`. Only below a dimension whose children
    /// do not add up and whose value depends on no other unit; to 20 children.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<f64>,
    /// Such a dimension: the value of that mean unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<f64>,
    /// Dimensions: how the children became the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aggregation: Option<Aggregation>,
    /// Dimensions: what a missing child means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
    /// Indicators: what the value rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// What an indicator's value rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// What one unit of the raw value is.
    pub unit_of_measure: String,
    /// Which way is better.
    pub direction: Direction,
    /// Input, output or outcome.
    pub tag: Option<Tag>,
    /// Why it is disputed.
    pub contested: Option<String>,
    /// The observations used, oldest first.
    pub raw: Vec<RawValue>,
    /// How several raters became one.
    pub raters: Raters,
    /// How the members became the partnership's.
    pub members: Members,
    /// The distance between the highest and the lowest member of the newest period used, in the unit of measure.
    pub gap: Option<f64>,
    /// How they became one.
    pub combination: Combination,
    /// The one value, in the unit of measure.
    pub combined: Option<f64>,
    /// What filled its gap, and with what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imputed: Option<Stage>,
    /// What it was divided by, and what came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denominated: Option<Stage>,
    /// What treated it, and what came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treated: Option<Stage>,
    /// Years between the period and the newest observation used.
    pub age: Option<i32>,
    /// How it was placed on the scale, with the ends really used.
    pub normalisation: UsedNormalisation,
    /// Where those ends come from.
    pub basis: EndsBasis,
    /// Whether the value lay beyond an end and counts as that end.
    pub clamped: bool,
    /// The text of the rubric level, where it is one.
    pub level: Option<String>,
}

/// What a stage made of a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// The method's name.
    pub method: &'static str,
    /// The indicator that divides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What it divides by; none where it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub divisor: Option<f64>,
    /// What came of it; none when missing.
    pub value: Option<f64>,
}

/// A normalisation with the raw ends that it used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UsedNormalisation {
    /// The method's name.
    pub method: &'static str,
    /// The raw value at the lower end.
    pub lower: Option<f64>,
    /// The raw value at the upper end.
    pub upper: Option<f64>,
    /// Added before the logarithm, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<f64>,
}

/// One observation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RawValue {
    /// When.
    pub period: i32,
    /// The member it speaks of.
    pub of: Option<String>,
    /// Who judged it.
    pub rater: Option<String>,
    /// How sure the rater is, 0 to 1.
    pub confidence: Option<f64>,
    /// In the unit of measure.
    pub value: f64,
    /// Where it comes from.
    pub source: Option<Source>,
    /// What a reader should know of it.
    pub note: Option<String>,
    /// Plausible lowest and highest value.
    pub range: Option<(f64, f64)>,
    /// Standard deviation.
    pub sd: Option<f64>,
}

impl Study {
    /// Traces one unit's score: see [`Trace`].
    ///
    /// # Errors
    /// As [`Study::score`], and [`Code::UnitUnknown`] when there is no such unit or it is not among those asked for.
    pub fn trace(&self, unit: &str, request: &ScoreRequest) -> Result<Trace, Error> {
        let evaluation = self.evaluate(request)?;
        let model = self.model();
        let units = &model.document.dataset.units;
        let position = units.iter().position(|candidate| candidate.id.as_str() == unit);
        let position = position.filter(|position| evaluation.asked.get(*position) == Some(&true));
        let Some(position) = position else {
            return Err(Problem::new(Code::UnitUnknown, Path::root().with("unit")).arg("unit", unit).into());
        };
        let row = evaluation.unit_score(model, position);
        Ok(Trace {
            unit: row.id,
            name: row.name,
            period: evaluation.ranker.period(),
            scale: model.document.method.scale,
            ranking: model.ranked_by(),
            score: row.score,
            rank: row.rank,
            ranked: evaluation.order.len(),
            tied_with: row.tied_with,
            coverage: row.coverage,
            possible: row.possible,
            nodes: nodes(model, &evaluation, position),
            notes: row.notes,
        })
    }
}

fn nodes(model: &Model, evaluation: &Evaluation, unit: usize) -> Vec<TraceNode> {
    let parts = evaluation.parts(model, unit);
    let weights = model.node_weights(&evaluation.weights);
    let all = model.hierarchy.nodes().iter().zip(&model.plan.joinings).zip(weights).zip(parts);
    let all = all.zip(attributions(model, evaluation, unit));
    let traced = all.map(|((((node, joining), weight), part), attributed)| TraceNode {
        node: weight,
        name: model.node_name(node.kind).to_owned(),
        applied_share: part.applied_share,
        applied_weight: part.applied_weight,
        value: part.value,
        contribution: part.contribution,
        shown: part.shown,
        attribution: attributed.attribution,
        baseline: attributed.baseline,
        aggregation: joining.as_ref().map(|joining| joining.aggregation.clone()),
        missing: joining.as_ref().map(|joining| joining.missing),
        evidence: match node.kind {
            NodeKind::Indicator(index) => evidence(model, evaluation, unit, index),
            NodeKind::Dimension(_) => None,
        },
    });
    traced.collect()
}

fn evidence(model: &Model, evaluation: &Evaluation, unit: usize, index: usize) -> Option<Evidence> {
    let indicator = model.document.framework.indicators.get(index)?;
    let reading = model.plan.readings.get(index)?;
    let leaf = evaluation.ranker.section().leaves.get(index)?;
    let combined = leaf.combined.get(unit)?;
    let observed = present(combined.value);
    let placed = &leaf.normalised.placed;
    let ends = placed.ends;
    let value = present(leaf.treated(unit));
    let stage = |method: &'static str, value: f64| Stage { method, by: None, divisor: None, value: present(value) };
    let divisor = reading.divisor.and_then(|divisor| evaluation.ranker.section().leaves.get(divisor));
    let denominated = reading.denomination.method().by().map(|by| Stage {
        by: Some(by.to_string()),
        divisor: divisor.and_then(|divisor| present(divisor.filled(unit))),
        ..stage(reading.denomination.name(), leaf.divided(unit))
    });
    Some(Evidence {
        unit_of_measure: indicator.unit_of_measure.clone(),
        direction: indicator.direction,
        tag: indicator.tag,
        contested: indicator.contested.clone(),
        raw: raw_values(model, indicator, unit, combined.used.clone()),
        raters: reading.raters.clone(),
        members: reading.members.clone(),
        gap: combined
            .used
            .end
            .checked_sub(1)
            .and_then(|newest| gap(model.cells.members(index, unit * model.document.dataset.periods.len() + newest))),
        combination: reading.combination.clone(),
        combined: observed,
        imputed: leaf.is_imputed(unit).then(|| stage(reading.imputation.name(), leaf.filled(unit))),
        denominated,
        treated: leaf
            .treated
            .as_ref()
            .map(|(_, values)| stage(reading.treatment.name(), values.get(unit).copied().unwrap_or(MISSING))),
        age: observed.map(|_| combined.age),
        normalisation: UsedNormalisation {
            method: reading.normalisation.name(),
            lower: ends.map(|(lower, _)| lower),
            upper: ends.map(|(_, upper)| upper),
            offset: reading.normalisation.method().offset(),
        },
        basis: placed.basis,
        clamped: value.zip(ends).is_some_and(|(value, ends)| is_beyond(value, ends)),
        level: observed.and_then(|value| indicator.level(value)).map(|level| level.description.clone()),
    })
}

/// The observations of a unit in a run of periods, each with its detail and its source: the cell's own value, or the judgements
/// that it was made of.
fn raw_values(model: &Model, indicator: &Indicator, unit: usize, used: std::ops::Range<usize>) -> Vec<RawValue> {
    let dataset = &model.document.dataset;
    let column = dataset.column(&indicator.id);
    let Some(unit_id) = dataset.units.get(unit).map(|unit| &unit.id) else { return Vec::new() };
    let details = dataset.observations.get(observations_of(dataset, indicator)).unwrap_or_default();
    let details: Vec<&Observation> = details.iter().filter(|observation| observation.unit == *unit_id).collect();
    let width = dataset.periods.len();
    let mut raw = Vec::new();
    for (position, period) in dataset.periods.iter().enumerate().take(used.end).skip(used.start) {
        let cell = column.and_then(|column| column.values.get(unit * width + position)).copied().and_then(present);
        let of_period = details.iter().filter(|observation| observation.period == *period);
        let source_of = |detail: Option<&Observation>| {
            let own = detail.and_then(|detail| detail.source.as_ref());
            let source = own.or(column.and_then(|column| column.source.as_ref())).or(indicator.source.as_ref());
            source.and_then(|id| model.document.framework.source(id)).cloned()
        };
        let raw_value = |value: f64, detail: Option<&Observation>| RawValue {
            period: *period,
            of: detail.and_then(|detail| detail.of.as_ref()).map(ToString::to_string),
            rater: detail.and_then(|detail| detail.rater.as_ref()).map(ToString::to_string),
            confidence: detail.and_then(|detail| detail.confidence),
            value,
            source: source_of(detail),
            note: detail.and_then(|detail| detail.note.clone()),
            range: detail.and_then(|detail| detail.range),
            sd: detail.and_then(|detail| detail.sd),
        };
        if let Some(value) = cell {
            raw.push(raw_value(value, of_period.into_iter().next().copied()));
        } else {
            let judged = of_period.filter_map(|detail| detail.value.map(|value| raw_value(value, Some(detail))));
            raw.extend(judged);
        }
    }
    raw
}

/// The distance between the highest and the lowest member of a cell.
fn gap(members: &[(String, f64)]) -> Option<f64> {
    let values = || members.iter().map(|(_, value)| *value);
    let lowest = values().reduce(f64::min)?;
    let highest = values().reduce(f64::max)?;
    (members.len() > 1).then_some(highest - lowest)
}
