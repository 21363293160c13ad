//! What was done to get the scores, and a reader must know.
//!
//! A note's path is `units`, the unit's id and the node's id; or `nodes` and the node's id where it concerns no single unit.

use super::contributions::NodePart;
use super::{Evaluation, Model, found};
use crate::aggregation::Missing;
use crate::document::quoted;
use crate::error::{Code, Path, Problem};
use crate::framework::{Indicator, NodeKind};
use crate::normalisation::EndsBasis;
use crate::numeric::{MISSING, is_missing, present};
use crate::screening::Available;

/// How far beyond an end of the scale rounding may put a value.
const ROUNDING: f64 = 1e-12;

/// What concerns the whole scorecard.
pub(super) fn of_scorecard(model: &Model, evaluation: &Evaluation) -> Vec<Problem> {
    let section = evaluation.ranker.section();
    let mut notes = Vec::new();
    notes.extend(period_not_ranked(evaluation));
    if evaluation.decided.is_some() {
        let method = model.document.method.ranking.name();
        notes.push(Problem::new(Code::RankedWithoutTree, Path::root().with("ranking")).arg("method", method));
    }
    let readings = &model.plan.readings;
    for ((indicator, leaf), reading) in model.document.framework.indicators.iter().zip(&section.leaves).zip(readings) {
        let named = |code| {
            let path = Path::root().with("nodes").with(indicator.id.as_str());
            Problem::new(code, path).arg("indicator", &indicator.id).arg("period", section.period)
        };
        if leaf.screened {
            let counted = leaf.available;
            let note = named(Code::IndicatorScreened).arg("observed", counted.available.observed);
            notes.push(note.arg("expected", counted.available.expected).arg("zeros", counted.zeros));
        }
        if let Some(value) = leaf.treated.as_ref().and_then(|(curve, _)| curve.impossible) {
            let note = named(Code::TreatmentImpossible).arg("method", reading.treatment.name());
            notes.push(note.arg("value", value));
        }
        if let Some(value) = leaf.normalised.placed.impossible {
            let note = named(Code::NormalisationImpossible).arg("method", reading.normalisation.name());
            notes.push(note.arg("value", value));
        }
        // On the scale, where units that lie beyond one end, or equally far from a target, are no longer told apart either.
        let mut values = leaf.normalised.values.iter().copied().filter_map(present);
        let Some(first) = values.next() else {
            let observed = leaf.available.available.observed > 0;
            match reading.normalisation.method().reference().filter(|_| observed && !leaf.screened) {
                Some(reference) => notes.push(named(Code::ReferenceMissing).arg("unit", reference)),
                None if observed => {}
                None => notes.push(named(Code::IndicatorAbsent)),
            }
            continue;
        };
        let alone = values.clone().next().is_none();
        let constant = values.all(|value| value.to_bits() == first.to_bits());
        if constant && (!alone || leaf.normalised.placed.basis == EndsBasis::Data) {
            notes.push(named(Code::IndicatorConstant).arg("value", first));
        }
    }
    notes.extend_from_slice(&model.plan.doubts);
    for (position, node) in model.hierarchy.nodes().iter().enumerate() {
        let joining = model.plan.joinings.get(position).and_then(Option::as_ref);
        if let Some(joining) = joining.filter(|joining| joining.weighting.method().uses_data()) {
            let path = Path::root().with("nodes").with(node.id.as_str());
            let note = Problem::new(Code::WeightsFromData, path).arg("id", &node.id).arg("period", section.period);
            notes.push(note.arg("method", joining.weighting.name()));
        }
        if evaluation.decided.is_some() {
            continue;
        }
        if let Some(joining) = joining.filter(|_| !model.adds_up(position)) {
            let problem = Problem::new(Code::ContributionsAbsent, Path::root().with("nodes").with(node.id.as_str()));
            let scaled = joining.aggregation.method().adds_up();
            let method = if scaled { "mean scaled by public opinion" } else { joining.aggregation.name() };
            notes.push(problem.arg("id", &node.id).arg("method", method));
        }
    }
    notes
}

/// Why nobody is ranked in the period, if nobody is.
fn period_not_ranked(evaluation: &Evaluation) -> Option<Problem> {
    let section = evaluation.ranker.section();
    let problem = || {
        Problem::new(Code::PeriodNotRanked, Path::root().with("period"))
            .arg("period", section.period)
            .arg("observed", section.available.observed)
            .arg("expected", section.available.expected)
            .arg("minimum", section.minimum.period)
    };
    (!section.is_ranked()).then(problem)
}

/// What concerns one unit.
pub(super) fn of_unit(model: &Model, evaluation: &Evaluation, unit: usize, parts: &[NodePart]) -> Vec<Problem> {
    let section = evaluation.ranker.section();
    let Some(id) = model.document.dataset.units.get(unit).map(|unit| &unit.id) else { return Vec::new() };
    let at = |node: &str| Path::root().with("units").with(id.as_str()).with(node);
    let mut notes = Vec::new();
    notes.extend(period_not_ranked(evaluation));
    let available = section.unit_available.get(unit).copied().unwrap_or_default();
    let (minimum, minimum_not_zero) = section.minimum.unit;
    let of_unit = |code| Problem::new(code, Path::root().with("units").with(id.as_str())).arg("unit", id);
    if available.available.share() < minimum {
        let note = of_unit(Code::UnitNotRanked).arg("observed", available.available.observed);
        notes.push(note.arg("expected", available.available.expected).arg("minimum", minimum));
    } else if !available.reaches(section.minimum.unit) {
        let note = of_unit(Code::UnitMostlyZero).arg("observed", available.available.observed);
        notes.push(note.arg("zeros", available.zeros).arg("minimum", minimum_not_zero));
    } else if let Some(decided) = &evaluation.decided {
        let score = decided.scores.get(unit).copied().unwrap_or(MISSING);
        if is_missing(score) && section.is_ranked() {
            let effective = model.effective_weights(&evaluation.weights);
            let gone = model.hierarchy.nodes().iter().zip(effective).filter(|(node, weight)| {
                let leaf = match node.kind {
                    NodeKind::Indicator(index) => section.leaves.get(index),
                    NodeKind::Dimension(_) => None,
                };
                *weight > 0.0 && leaf.is_some_and(|leaf| is_missing(leaf.treated(unit)))
            });
            let gone: Vec<String> = gone.map(|(node, _)| format!("`{}`", node.id)).collect();
            let note = of_unit(Code::UnitIncomplete).arg("method", model.document.method.ranking.name());
            notes.push(note.arg("missing", gone.join(", ")));
        }
    } else if let (Some(None), Some(root)) = (parts.first().map(|part| part.value), model.hierarchy.nodes().first()) {
        let problem = Problem::new(Code::UnitNotScored, at(root.id.as_str()));
        notes.push(problem.arg("unit", id).arg("id", &root.id));
    }
    if let Some((position, _)) = model.plan.credibility
        && let Some(opinion) = model.hierarchy.nodes().get(position)
        && parts.get(position).is_some_and(|part| part.value.is_none())
    {
        notes.push(Problem::new(Code::OpinionMissing, at(opinion.id.as_str())).arg("id", &opinion.id));
    }
    for (position, node) in model.hierarchy.nodes().iter().enumerate() {
        match node.kind {
            NodeKind::Dimension(_) => notes.extend(of_dimension(model, evaluation, position, parts, &at)),
            NodeKind::Indicator(index) => {
                if let Some(indicator) = model.document.framework.indicators.get(index) {
                    of_indicator(model, evaluation, (unit, index), indicator, &at, &mut notes);
                }
            }
        }
    }
    notes
}

fn of_dimension(
    model: &Model,
    evaluation: &Evaluation,
    position: usize,
    parts: &[NodePart],
    at: &impl Fn(&str) -> Path,
) -> Vec<Problem> {
    let mut notes = Vec::new();
    let nodes = model.hierarchy.nodes();
    let (Some(node), Some(Some(joining))) = (nodes.get(position), model.plan.joinings.get(position)) else {
        return notes;
    };
    let weigh = |child: &usize| evaluation.weights.get(*child).copied().filter(|weight| *weight > 0.0);
    let children: Vec<_> = node
        .children
        .iter()
        .filter_map(|child| Some((nodes.get(*child)?, parts.get(*child)?, weigh(child)?)))
        .collect();
    let gone: Vec<_> = children.iter().filter(|(_, part, _)| part.value.is_none()).collect();
    let Some(value) = parts.get(position).and_then(|part| part.value) else {
        let there = Available { observed: children.len() - gone.len(), expected: children.len() };
        if there.observed > 0 && there.share() < joining.available && joining.missing == Missing::Rescale {
            let note = Problem::new(Code::ChildrenTooFew, at(node.id.as_str())).arg("id", &node.id);
            let note = note.arg("observed", there.observed).arg("expected", there.expected);
            notes.push(note.arg("minimum", joining.available));
        }
        return notes;
    };
    if joining.missing == Missing::Rescale && !gone.is_empty() {
        let all: f64 = children.iter().map(|(_, _, weight)| weight).sum();
        let lost: f64 = gone.iter().map(|(_, _, weight)| weight).sum();
        let names: Vec<_> = gone.iter().map(|(child, _, _)| child.id.as_str()).collect();
        let problem = Problem::new(Code::WeightsRescaled, at(node.id.as_str())).arg("missing", quoted(&names));
        notes.push(problem.arg("id", &node.id).arg("share", (all - lost) / all));
    }
    if joining.aggregation.method().zero_decides() && value <= 0.0 {
        for (child, _, _) in children.iter().filter(|(_, part, _)| part.value.is_some_and(|value| value <= 0.0)) {
            let problem = Problem::new(Code::GeometricZero, at(child.id.as_str()));
            notes.push(problem.arg("child", &child.id).arg("id", &node.id));
        }
    }
    notes
}

fn of_indicator(
    model: &Model,
    evaluation: &Evaluation,
    (unit, index): (usize, usize),
    indicator: &Indicator,
    at: &impl Fn(&str) -> Path,
    notes: &mut Vec<Problem>,
) {
    let section = evaluation.ranker.section();
    let Some(leaf) = section.leaves.get(index) else { return };
    let Some(combined) = leaf.combined.get(unit) else { return };
    let named = |code| Problem::new(code, at(indicator.id.as_str())).arg("indicator", &indicator.id);
    let Some(reading) = model.plan.readings.get(index) else { return };
    if is_missing(combined.value) && combined.observed > 0 {
        notes.push(named(Code::WindowUnmet).arg("observed", combined.observed).arg("years", combined.wanted));
    }
    let filled = leaf.filled(unit);
    if is_missing(filled) {
        return;
    }
    if leaf.is_imputed(unit) {
        notes.push(named(Code::ValueImputed).arg("value", filled).arg("method", reading.imputation.name()));
    }
    let observed = !is_missing(combined.value);
    if observed && combined.age > 0 {
        notes.push(named(Code::ValueAged).arg("observed", section.period - combined.age).arg("age", combined.age));
    }
    if observed && combined.observed < combined.wanted {
        notes.push(named(Code::WindowShort).arg("observed", combined.observed).arg("years", combined.wanted));
    }
    if let Some(problem) = members_missing(model, (unit, index), combined.used.end, &named).filter(|_| observed) {
        notes.push(problem);
    }
    let divided = leaf.divided(unit);
    if let Some(by) = reading.denomination.method().by() {
        let note = |code| named(code).arg("by", by);
        if is_missing(divided) {
            let divisor = reading.divisor.and_then(|divisor| section.leaves.get(divisor));
            let divisor = divisor.map_or(MISSING, |divisor| divisor.filled(unit));
            notes.push(note(Code::DenominatorUnusable).arg("found", found(divisor)));
            return;
        }
        notes.push(note(Code::ValueDenominated).arg("value", filled).arg("result", divided));
    }
    let treated = leaf.treated(unit);
    if treated.to_bits() != divided.to_bits() {
        let note = named(Code::ValueTreated).arg("value", divided).arg("result", treated);
        notes.push(note.arg("method", reading.treatment.name()));
    }
    let placed = &leaf.normalised.placed;
    let share = placed.shares.get(unit).copied().unwrap_or(MISSING);
    if let Some(ends) = placed.ends.filter(|_| placed.basis != EndsBasis::Data) {
        if is_beyond(treated, ends) {
            let problem = named(Code::ValueClamped).arg("value", treated).arg("lower", ends.0);
            notes.push(problem.arg("upper", ends.1));
        }
    } else if is_beyond(share, (-ROUNDING, 1.0 + ROUNDING)) {
        // Rounding at an end is no way beyond it.
        notes.push(named(Code::ValueBeyondScale).arg("value", treated).arg("share", share));
    }
}

/// Whether a raw value lies beyond the ends of its normalisation.
pub(crate) fn is_beyond(value: f64, (lower, upper): (f64, f64)) -> bool {
    value < lower || value > upper
}

/// Says which members of the newest cell used have no value.
fn members_missing(
    model: &Model,
    (unit, index): (usize, usize),
    used: usize,
    named: &impl Fn(Code) -> Problem,
) -> Option<Problem> {
    let dataset = &model.document.dataset;
    let newest = used.checked_sub(1)?;
    let period = *dataset.periods.get(newest)?;
    let observed = model.cells.members(index, unit * dataset.periods.len() + newest);
    // A cell that rests on no members, or was judged as a whole, has none missing.
    if observed.iter().all(|(member, _)| member.is_empty()) {
        return None;
    }
    let expected: Vec<&str> = dataset.units.get(unit)?.members_in(period).map(|member| member.id.as_str()).collect();
    let gone: Vec<&str> =
        expected.iter().copied().filter(|member| !observed.iter().any(|(seen, _)| seen == member)).collect();
    let problem = || named(Code::MembersMissing).arg("observed", observed.len()).arg("expected", expected.len());
    (!gone.is_empty()).then(|| problem().arg("period", period).arg("missing", gone.join(", ")))
}
