//! The columns of values, and the checks that tie them to the framework.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Observation, Unit, UnitId};
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Path, Problem};
use crate::framework::{Framework, NodeId, SourceId, check_ids};
use crate::limits;
use crate::numeric::{MISSING, is_missing, present};

/// What was observed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Dataset {
    /// What is scored.
    pub units: Vec<Unit>,
    /// Whole years.
    pub periods: Vec<i32>,
    /// One column an indicator; an indicator without one has no observations.
    pub indicators: Vec<Column>,
    /// Details of single cells.
    pub observations: Vec<Observation>,
}

/// All values of one indicator.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Column {
    /// The indicator.
    pub id: NodeId,
    /// Unit by unit, each unit's periods in order; [`MISSING`] where nothing was observed, `null` in JSON.
    pub values: Vec<f64>,
    /// The source of this column where it differs from the indicator's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
}

impl Decode for Dataset {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            units: fields.required("units"),
            periods: fields.required("periods"),
            indicators: fields.required("indicators"),
            observations: fields.or("observations", Vec::new()),
        })
    }
}

impl Decode for Column {
    fn decode(value: &Value, decoder: &mut Decoder) -> Self {
        decoder.object(value, |fields| Self {
            id: fields.required("id"),
            values: fields.required_with("values", |value, decoder| decoder.numbers_or_missing(value)),
            source: fields.optional("source"),
        })
    }
}

impl Dataset {
    /// The column of an indicator.
    #[must_use]
    pub fn column(&self, indicator: &NodeId) -> Option<&Column> {
        self.indicators.iter().find(|column| column.id == *indicator)
    }

    /// Sorts units, periods and columns by id, values along with them, and observations by cell.
    pub(crate) fn sort(&mut self) {
        let mut units: Vec<usize> = (0..self.units.len()).collect();
        units.sort_by_key(|&index| self.units.get(index).map(|unit| &unit.id));
        let mut periods: Vec<usize> = (0..self.periods.len()).collect();
        periods.sort_by_key(|&index| self.periods.get(index));
        for column in &mut self.indicators {
            let width = periods.len();
            let cells = units.iter().flat_map(|unit| periods.iter().map(move |period| unit * width + period));
            column.values = cells.map(|cell| column.values.get(cell).copied().unwrap_or(MISSING)).collect();
        }
        self.units.sort_by(|a, b| a.id.cmp(&b.id));
        self.periods.sort_unstable();
        self.indicators.sort_by(|a, b| a.id.cmp(&b.id));
        self.observations.sort_by(|a, b| a.key().cmp(&b.key()));
    }

    /// Checks what a single field cannot show. `path` is the dataset's place.
    pub(crate) fn check(&self, framework: &Framework, path: &Path, problems: &mut Vec<Problem>) {
        let units = path.clone().with("units");
        let columns = path.clone().with("indicators");
        for (list, length) in [(&units, self.units.len()), (&path.clone().with("periods"), self.periods.len())] {
            if length == 0 {
                problems.push(Problem::new(Code::Empty, list.clone()));
            }
        }
        let cells = self.units.len().saturating_mul(self.periods.len()).saturating_mul(self.indicators.len());
        for (what, found, limit) in [("units", self.units.len(), limits::UNITS), ("cells", cells, limits::CELLS)] {
            if found > limit {
                let problem = Problem::new(Code::TooLarge, path.clone());
                problems.push(problem.arg("what", what).arg("found", found).arg("limit", limit));
                return;
            }
        }
        check_ids(self.units.iter().enumerate().map(|(index, unit)| (&units, index, &unit.id)), problems);
        check_ids(self.indicators.iter().enumerate().map(|(index, column)| (&columns, index, &column.id)), problems);
        let periods = self.check_periods(path, problems);
        let unit_positions: BTreeMap<&UnitId, usize> =
            self.units.iter().enumerate().map(|(index, unit)| (&unit.id, index)).collect();

        for (index, column) in self.indicators.iter().enumerate() {
            self.check_column(column, framework, &columns.clone().with(index), problems);
        }
        self.check_observations(framework, &unit_positions, &periods, path, problems);
    }

    fn check_periods(&self, path: &Path, problems: &mut Vec<Problem>) -> BTreeMap<i32, usize> {
        let mut positions = BTreeMap::new();
        for (index, period) in self.periods.iter().enumerate() {
            if positions.insert(*period, index).is_some() {
                let place = path.clone().with("periods").with(index);
                problems.push(Problem::new(Code::DuplicatePeriod, place).arg("period", *period));
            }
        }
        positions
    }

    fn check_column(&self, column: &Column, framework: &Framework, place: &Path, problems: &mut Vec<Problem>) {
        let indicator = framework.indicators.iter().find(|indicator| indicator.id == column.id);
        if indicator.is_none() && !column.id.as_str().is_empty() {
            let problem = Problem::new(Code::IndicatorUnknown, place.clone().with("id"));
            problems.push(problem.arg("indicator", &column.id));
        }
        if let Some(source) = &column.source {
            framework.check_source(source, place.clone().with("source"), problems);
        }
        let expected = self.units.len() * self.periods.len();
        if column.values.len() != expected {
            let problem = Problem::new(Code::ColumnLength, place.clone().with("values"));
            problems
                .push(problem.arg("indicator", &column.id).arg("found", column.values.len()).arg("expected", expected));
            return;
        }
        let Some(indicator) = indicator.filter(|indicator| indicator.rubric.is_some()) else { return };
        let rows = column.values.chunks(self.periods.len().max(1));
        for (row, (unit, values)) in self.units.iter().zip(rows).enumerate() {
            for (at, (period, value)) in self.periods.iter().zip(values).enumerate() {
                if !is_missing(*value) && indicator.level(*value).is_none() {
                    let place = place.clone().with("values").with(row * self.periods.len() + at);
                    let problem = Problem::new(Code::ValueNotALevel, place).arg("value", *value);
                    problems.push(problem.arg("unit", &unit.id).arg("period", *period).arg("indicator", &column.id));
                }
            }
        }
    }

    fn check_observations(
        &self,
        framework: &Framework,
        units: &BTreeMap<&UnitId, usize>,
        periods: &BTreeMap<i32, usize>,
        path: &Path,
        problems: &mut Vec<Problem>,
    ) {
        let columns: BTreeMap<&NodeId, &Column> = self.indicators.iter().map(|column| (&column.id, column)).collect();
        let mut seen = std::collections::BTreeSet::new();
        for (index, observation) in self.observations.iter().enumerate() {
            let place = path.clone().with("observations").with(index);
            if let Some(source) = &observation.source {
                framework.check_source(source, place.clone().with("source"), problems);
            }
            let unit = units.get(&observation.unit);
            if unit.is_none() && !observation.unit.as_str().is_empty() {
                let problem = Problem::new(Code::UnitUnknown, place.clone().with("unit"));
                problems.push(problem.arg("unit", &observation.unit));
            }
            let known = framework.indicators.iter().any(|indicator| indicator.id == observation.indicator);
            if !known && !observation.indicator.as_str().is_empty() {
                let problem = Problem::new(Code::IndicatorUnknown, place.clone().with("indicator"));
                problems.push(problem.arg("indicator", &observation.indicator));
            }
            let period = periods.get(&observation.period);
            if period.is_none() {
                let problem = Problem::new(Code::PeriodUnknown, place.clone().with("period"));
                problems.push(problem.arg("period", observation.period));
            }
            let (Some(unit), Some(period), true) = (unit, period, known) else { continue };
            let named = |problem: Problem| {
                problem
                    .arg("unit", &observation.unit)
                    .arg("indicator", &observation.indicator)
                    .arg("period", observation.period)
            };
            if !seen.insert(observation.key()) {
                problems.push(named(Problem::new(Code::DuplicateObservation, place)));
                continue;
            }
            let values = columns.get(&observation.indicator).map(|column| column.values.as_slice()).unwrap_or_default();
            let value = values.get(unit * self.periods.len() + period).copied().and_then(present);
            match (value, observation.range) {
                (None, _) => problems.push(named(Problem::new(Code::ObservationWithoutValue, place))),
                (Some(value), Some((lower, upper))) if value < lower || value > upper => {
                    let problem = Problem::new(Code::RangeWithoutValue, place.with("range"));
                    problems.push(problem.arg("value", value).arg("lower", lower).arg("upper", upper));
                }
                _ => {}
            }
        }
    }
}
