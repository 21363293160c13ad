//! Raters and members become one value a cell: done once, when a study opens.

use std::ops::Range;

use crate::combination::members::MemberValue;
use crate::data::{Dataset, UnitId};
use crate::document::order;
use crate::framework::{Framework, Indicator};
use crate::method::Plan;
use crate::numeric::{MISSING, sort_numbers};

/// A cell that rests on judgements: its position, and each member's settled value; a member without a name is the whole.
type Settled = (usize, Vec<(String, f64)>);

/// All cells of a study, each one value.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    /// By indicator, then unit by unit, each unit's periods in order.
    columns: Vec<Vec<f64>>,
    /// By indicator, the cells that rest on several members: the cell, and each member's settled value.
    members: Vec<Vec<Settled>>,
}

impl Cells {
    /// Settles raters and joins members of a checked and sorted study.
    pub(crate) fn new(framework: &Framework, dataset: &Dataset, plan: &Plan) -> Self {
        let cells = dataset.units.len() * dataset.periods.len();
        let mut result = Self::default();
        for (indicator, reading) in framework.indicators.iter().zip(&plan.readings) {
            let column = dataset.column(&indicator.id).map(|column| column.values.clone());
            result.columns.push(column.unwrap_or_else(|| vec![MISSING; cells]));
            result.members.push(settle(indicator, dataset, reading));
        }
        for (position, (indicator, reading)) in framework.indicators.iter().zip(&plan.readings).enumerate() {
            let by = reading.members.method().weighted_by();
            let by = by.and_then(|by| framework.indicators.iter().position(|candidate| candidate.id == *by));
            let joined: Vec<(usize, f64)> = result
                .of(position)
                .iter()
                .map(|(cell, settled)| {
                    let weight = |member: &str| by.map_or(MISSING, |by| result.member(by, *cell, member));
                    let values: Vec<MemberValue<'_>> = settled
                        .iter()
                        .map(|(member, value)| MemberValue { member, value: *value, weight: weight(member) })
                        .collect();
                    // Raters who judged the partnership as a whole leave nothing to join.
                    let whole = values.iter().find(|value| value.member.is_empty()).map(|value| value.value);
                    (*cell, whole.unwrap_or_else(|| reading.members.method().join(&values, indicator.direction)))
                })
                .collect();
            if let Some(column) = result.columns.get_mut(position) {
                for (cell, value) in joined {
                    if let Some(place) = column.get_mut(cell) {
                        *place = value;
                    }
                }
            }
        }
        result
    }

    /// The cells of an indicator: unit by unit, each unit's periods in order.
    pub(crate) fn column(&self, indicator: usize) -> &[f64] {
        self.columns.get(indicator).map(Vec::as_slice).unwrap_or_default()
    }

    /// The members' settled values of a cell; none where the cell rests on no members.
    pub(crate) fn members(&self, indicator: usize, cell: usize) -> &[(String, f64)] {
        let cells = self.of(indicator);
        let found = cells.binary_search_by_key(&cell, |(at, _)| *at).ok().and_then(|position| cells.get(position));
        found.map(|(_, members)| members.as_slice()).unwrap_or_default()
    }

    fn of(&self, indicator: usize) -> &[Settled] {
        self.members.get(indicator).map(Vec::as_slice).unwrap_or_default()
    }

    /// One member's settled value of a cell; missing where it has none.
    pub(crate) fn member(&self, indicator: usize, cell: usize, member: &str) -> f64 {
        let found = self.members(indicator, cell).iter().find(|(id, _)| id == member);
        found.map_or(MISSING, |(_, value)| *value)
    }
}

/// The positions of an indicator's observations among the dataset's sorted ones.
pub(crate) fn observations_of(dataset: &Dataset, indicator: &Indicator) -> Range<usize> {
    let id = indicator.id.as_str();
    let from = dataset.observations.partition_point(|observation| observation.indicator.as_str() < id);
    let to = dataset.observations.partition_point(|observation| observation.indicator.as_str() <= id);
    from..to
}

/// Settles the raters of each member of each cell: cells in their order, members by id.
fn settle(indicator: &Indicator, dataset: &Dataset, reading: &crate::method::Reading) -> Vec<Settled> {
    let all = dataset.observations.get(observations_of(dataset, indicator)).unwrap_or_default();
    let mut judged: Vec<(usize, &str, f64)> = Vec::new();
    for judgement in all.iter().filter(|observation| observation.is_judgement()) {
        let unit = dataset.units.partition_point(|unit| unit.id < judgement.unit);
        let period = dataset.periods.partition_point(|period| *period < judgement.period);
        let member = judgement.of.as_ref().map(UnitId::as_str).unwrap_or_default();
        if let Some(value) = judgement.value {
            judged.push((unit * dataset.periods.len() + period, member, value));
        }
    }
    // Sorted by member and then, which keeps that order, by cell: what belongs together stands together.
    order::sort_by_key(&mut judged, |(_, member, _)| order::id(member));
    order::sort_by_key(&mut judged, |(cell, _, _)| order::number(i32::try_from(*cell).unwrap_or(i32::MAX)));
    let mut cells: Vec<Settled> = Vec::new();
    for group in judged.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let Some((cell, member, _)) = group.first() else { continue };
        let mut values: Vec<f64> = group.iter().map(|(_, _, value)| *value).collect();
        sort_numbers(&mut values);
        let settled = (String::from(*member), reading.raters.method().settle(&values));
        match cells.last_mut().filter(|(last, _)| last == cell) {
            Some((_, members)) => members.push(settled),
            None => cells.push((*cell, vec![settled])),
        }
    }
    cells
}
