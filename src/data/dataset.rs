//! The columns of values, and the checks that tie them to the framework.

use serde::Serialize;

use super::{Member, Observation, Unit};
use crate::document::order::{self, Index};
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

    /// Sorts units, periods and columns by id, values along with them, and observations by cell; drops those that say nothing.
    pub(crate) fn sort(&mut self) {
        let units = order::rising(self.units.iter().map(|unit| order::id(unit.id.as_str())).collect());
        let periods = order::rising(self.periods.iter().map(|period| order::number(*period)).collect());
        for column in &mut self.indicators {
            let width = periods.len();
            let cells = units.iter().flat_map(|unit| periods.iter().map(move |period| unit * width + period));
            column.values = cells.map(|cell| column.values.get(cell).copied().unwrap_or(MISSING)).collect();
        }
        for unit in &mut self.units {
            order::sort_by_key(&mut unit.members, Member::key);
        }
        order::sort_by_key(&mut self.units, |unit| order::id(unit.id.as_str()));
        order::sort_by_key(&mut self.periods, |period| order::number(*period));
        order::sort_by_key(&mut self.indicators, |column| order::id(column.id.as_str()));
        self.observations.retain(Observation::says_anything);
        order::sort_by_key(&mut self.observations, Observation::key);
    }

    /// Checks what a single field cannot show. `path` is the dataset's place.
    pub(crate) fn check(&self, framework: &Framework, path: &Path, problems: &mut Vec<Problem>) {
        let units = path.then("units");
        let columns = path.then("indicators");
        for (list, length) in [(&units, self.units.len()), (&path.then("periods"), self.periods.len())] {
            if length == 0 {
                problems.push(Problem::new(Code::Empty, list.clone()));
            }
        }
        let cells = self.units.len().saturating_mul(self.periods.len()).saturating_mul(self.indicators.len());
        // Scoring one period holds a number for every unit and node, columns or none.
        let nodes = framework.dimensions.len() + framework.indicators.len();
        let scores = self.units.len().saturating_mul(nodes);
        for (what, found, limit) in [
            ("units", self.units.len(), limits::UNITS),
            ("cells", cells, limits::CELLS),
            ("units × nodes", scores, limits::CELLS),
        ] {
            if found > limit {
                let problem = Problem::new(Code::TooLarge, path.clone());
                problems.push(problem.arg("what", what).arg("found", found).arg("limit", limit));
                return;
            }
        }
        let ids = self.units.iter().enumerate().map(|(index, unit)| (&units, index, unit.id.as_str()));
        check_ids(&ids.collect::<Vec<_>>(), problems);
        let ids = self.indicators.iter().enumerate().map(|(index, column)| (&columns, index, column.id.as_str()));
        check_ids(&ids.collect::<Vec<_>>(), problems);
        let periods = self.check_periods(path, problems);

        for (index, column) in self.indicators.iter().enumerate() {
            if problems.len() > limits::PROBLEMS {
                return;
            }
            self.check_column(column, framework, &columns.then(index), problems);
        }
        self.check_observations(framework, &periods, path, problems);
    }

    fn check_periods(&self, path: &Path, problems: &mut Vec<Problem>) -> Index<'_> {
        let positions = Index::new(self.periods.iter().map(|period| order::number(*period)).collect());
        for (index, period) in self.periods.iter().enumerate() {
            if problems.len() > limits::PROBLEMS {
                break;
            }
            if positions.is_repeated(order::number(*period), index) {
                let place = path.then("periods").with(index);
                problems.push(Problem::new(Code::DuplicatePeriod, place).arg("period", *period));
            }
        }
        positions
    }

    fn check_column(&self, column: &Column, framework: &Framework, place: &Path, problems: &mut Vec<Problem>) {
        let indicator = framework.indicators.iter().find(|indicator| indicator.id == column.id);
        if indicator.is_none() && !column.id.as_str().is_empty() {
            let problem = Problem::new(Code::IndicatorUnknown, place.then("id"));
            problems.push(problem.arg("indicator", &column.id));
        }
        if let Some(source) = &column.source {
            framework.check_source(source, place.then("source"), problems);
        }
        let expected = self.units.len() * self.periods.len();
        if column.values.len() != expected {
            let problem = Problem::new(Code::ColumnLength, place.then("values"));
            problems
                .push(problem.arg("indicator", &column.id).arg("found", column.values.len()).arg("expected", expected));
            return;
        }
        let Some(indicator) = indicator.filter(|indicator| indicator.rubric.is_some()) else { return };
        let rows = column.values.chunks(self.periods.len().max(1));
        for (row, (unit, values)) in self.units.iter().zip(rows).enumerate() {
            for (at, (period, value)) in self.periods.iter().zip(values).enumerate() {
                if problems.len() > limits::PROBLEMS {
                    return;
                }
                if !is_missing(*value) && indicator.level(*value).is_none() {
                    let place = place.then("values").with(row * self.periods.len() + at);
                    let problem = Problem::new(Code::ValueNotALevel, place).arg("value", *value);
                    problems.push(problem.arg("unit", &unit.id).arg("period", *period).arg("indicator", &column.id));
                }
            }
        }
    }

    /// Checks the details alone; their places begin with `observations`. What cites a source that is not listed is no fault here.
    pub(crate) fn check_details(&self, framework: &Framework, problems: &mut Vec<Problem>) {
        let periods = Index::new(self.periods.iter().map(|period| order::number(*period)).collect());
        self.check_observations(framework, &periods, &Path::root(), problems);
        problems.retain(|problem| problem.code() != Code::SourceUnknown);
    }

    fn check_observations(&self, framework: &Framework, periods: &Index<'_>, path: &Path, problems: &mut Vec<Problem>) {
        let units = Index::of_ids(self.units.iter().map(|unit| unit.id.as_str()));
        let columns = Index::of_ids(self.indicators.iter().map(|column| column.id.as_str()));
        let indicators = Index::of_ids(framework.indicators.iter().map(|indicator| indicator.id.as_str()));
        let cells = Index::new(self.observations.iter().map(Observation::key).collect());
        for (index, observation) in self.observations.iter().enumerate() {
            if problems.len() > limits::PROBLEMS {
                return;
            }
            let place = path.then("observations").with(index);
            if let Some(source) = &observation.source {
                framework.check_source(source, place.then("source"), problems);
            }
            let unit = units.position(order::id(observation.unit.as_str()));
            if unit.is_none() && !observation.unit.as_str().is_empty() {
                let problem = Problem::new(Code::UnitUnknown, place.then("unit"));
                problems.push(problem.arg("unit", &observation.unit));
            }
            let indicator = order::id(observation.indicator.as_str());
            let known = indicators.position(indicator).is_some();
            if !known && !observation.indicator.as_str().is_empty() {
                let problem = Problem::new(Code::IndicatorUnknown, place.then("indicator"));
                problems.push(problem.arg("indicator", &observation.indicator));
            }
            let period = periods.position(order::number(observation.period));
            if period.is_none() {
                let problem = Problem::new(Code::PeriodUnknown, place.then("period"));
                problems.push(problem.arg("period", observation.period));
            }
            let (Some(unit), Some(period), true) = (unit, period, known) else { continue };
            let named = |problem: Problem| {
                problem
                    .arg("unit", &observation.unit)
                    .arg("indicator", &observation.indicator)
                    .arg("period", observation.period)
            };
            if cells.is_repeated(observation.key(), index) {
                problems.push(named(Problem::new(Code::DuplicateObservation, place)));
                continue;
            }
            let column = columns.position(indicator).and_then(|position| self.indicators.get(position));
            let values = column.map(|column| column.values.as_slice()).unwrap_or_default();
            let value = values.get(unit * self.periods.len() + period).copied().and_then(present);
            let value = if observation.is_judgement() {
                let given_twice = value.is_some() || is_whole_and_member(observation, &cells);
                self.check_judgement(observation, given_twice, framework, &place, problems);
                observation.value
            } else {
                if observation.value.is_some() {
                    problems.push(named(Problem::new(Code::JudgementMisplaced, place.then("value"))));
                }
                value
            };
            match (value, observation.range) {
                (None, _) if observation.is_judgement() => {}
                (None, _) => problems.push(named(Problem::new(Code::ObservationWithoutValue, place))),
                (Some(value), Some((lower, upper))) if value < lower || value > upper => {
                    let problem = Problem::new(Code::ValueOutsideRange, place.with("range"));
                    problems.push(problem.arg("value", value).arg("lower", lower).arg("upper", upper));
                }
                _ => {}
            }
        }
    }

    /// Checks what a judgement must have: a value that the rubric knows, a member that belongs, a cell of its own.
    fn check_judgement(
        &self,
        judgement: &Observation,
        given_twice: bool,
        framework: &Framework,
        place: &Path,
        problems: &mut Vec<Problem>,
    ) {
        let named = |problem: Problem| {
            problem.arg("unit", &judgement.unit).arg("indicator", &judgement.indicator).arg("period", judgement.period)
        };
        if given_twice {
            problems.push(named(Problem::new(Code::CellGivenTwice, place.clone())));
        }
        let indicator = framework.indicators.iter().find(|indicator| indicator.id == judgement.indicator);
        match (judgement.value, indicator) {
            (None, _) => problems.push(Problem::new(Code::MissingKey, place.clone()).arg("key", "value")),
            (Some(value), Some(indicator)) if indicator.rubric.is_some() && indicator.level(value).is_none() => {
                problems.push(named(Problem::new(Code::ValueNotALevel, place.then("value")).arg("value", value)));
            }
            _ => {}
        }
        let unit = self.units.iter().find(|unit| unit.id == judgement.unit);
        if let (Some(of), Some(unit)) = (&judgement.of, unit)
            && !unit.members_in(judgement.period).any(|member| member.id == *of)
        {
            problems.push(named(Problem::new(Code::MemberUnknown, place.then("of")).arg("member", of)));
        }
    }
}

/// Whether a judgement of a member stands beside one of the partnership as a whole.
fn is_whole_and_member(judgement: &Observation, cells: &Index<'_>) -> bool {
    let (ids, numbers) = judgement.key();
    let [indicator, unit, of, rater] = ids;
    !of.is_empty() && cells.position(([indicator, unit, "", rater], numbers)).is_some()
}
