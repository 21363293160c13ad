//! Rows become values and their details.

mod cells;
mod detail;
mod lay_out;
mod marks;

pub(super) use lay_out::judge;
pub(super) use marks::marks;

use super::mapping::{Mapping, Role};
use super::report::{Place, Report};
use super::text;
use crate::data::{Dataset, Observation, Unit};
pub(super) use crate::document::number_of as parse;
use crate::error::{Code, Path, Problem};
use crate::framework::Framework;
use comity_table::{Marks, Names};

/// What a row says beside its value.
const DETAILS: [Role; 7] = [Role::Note, Role::Of, Role::Rater, Role::Lower, Role::Upper, Role::Sd, Role::Confidence];

/// No number.
const NONE: u32 = u32::MAX;

/// A value: where it stands, and the number of its indicator. Its row says what else it is of. Small, because tables have a hundred
/// thousand of them, and memory that nobody had before costs more than to read a number.
#[derive(Debug, Clone, Copy)]
struct Number {
    value: f64,
    /// Its cell, counted row by row.
    place: u32,
    indicator: u32,
}

/// What a value has beside it.
#[derive(Debug, Clone, Copy)]
struct Beside {
    /// The place of the value among those read.
    number: usize,
    /// Its source, and its detail.
    source: u32,
    detail: u32,
}

/// One value, by the numbers of what it is of, with what it has beside it.
#[derive(Debug, Clone, Copy)]
struct Cell {
    unit: u32,
    period: u32,
    indicator: u32,
    /// Where it stands.
    row: u32,
    column: u32,
    /// Its source, and its detail.
    source: u32,
    detail: u32,
}

/// A detail and the row it stands in.
#[derive(Debug)]
struct Detail {
    observation: Observation,
    row: usize,
}

/// Where the roles are among the columns.
#[derive(Debug, Default)]
struct Roles {
    unit: Option<usize>,
    name: Option<usize>,
    members: Option<usize>,
    period: Option<usize>,
    indicator: Option<usize>,
    value: Option<usize>,
    source: Option<usize>,
    note: Option<usize>,
    of: Option<usize>,
    rater: Option<usize>,
    lower: Option<usize>,
    upper: Option<usize>,
    sd: Option<usize>,
    confidence: Option<usize>,
    /// Whether there is a column of details.
    details: bool,
    /// Columns of values, each with the number of its indicator.
    values: Vec<(usize, usize)>,
}

/// What a column's cells had that was taken off.
#[derive(Debug, Clone, Copy, Default)]
struct Percents {
    with: usize,
    without: usize,
}

/// The reading of one table.
pub(super) struct Reading<'a> {
    place: Place<'a>,
    framework: Option<&'a Framework>,
    report: &'a mut Report,
    marks: Marks,
    roles: Roles,
    given_period: Option<usize>,
    unit_ids: Names,
    units: Vec<Unit>,
    /// Whether a row named the unit, and whether it was said that another calls it otherwise.
    named: Vec<(bool, bool)>,
    period_ids: Names,
    /// The year that was read last, and its number: rows of one year mostly follow each other.
    last_period: (&'a [u8], usize),
    periods: Vec<i32>,
    indicator_ids: Names,
    /// What else the indicators of the framework are called, and what each name's indicator is.
    aliases: Names,
    alias_of: Vec<Option<usize>>,
    /// Of each indicator: whether a row speaks of the whole column, and the source that it gives.
    whole: Vec<(bool, Option<String>)>,
    sources: Names,
    numbers: Vec<Number>,
    beside: Vec<Beside>,
    /// The unit and the period of each row that has a value.
    keys: Vec<(u32, u32)>,
    details: Vec<Detail>,
    percents: Vec<Percents>,
    grouped: (usize, String),
    missing_words: (usize, Vec<String>),
}

/// What a table held.
pub(super) struct Found {
    /// All but the details.
    pub(super) dataset: Dataset,
    details: Vec<Detail>,
    /// The column that says which indicator a detail is of.
    column: usize,
    /// Whether each unit has a name, or members, of the table's own.
    pub(super) named: Vec<bool>,
    pub(super) sources: Vec<String>,
    /// Indicators all of whose numbers have a percent sign.
    pub(super) percents: Vec<String>,
}

#[expect(clippy::cast_possible_truncation, reason = "positions in a table stay below its ceilings, far below 2^32")]
fn small(position: usize) -> u32 {
    position as u32
}

impl<'a> Reading<'a> {
    /// Begins to read a table through a complete mapping. `marks` are what points and commas stand for.
    pub(super) fn new(
        place: Place<'a>,
        mapping: &Mapping,
        marks: Marks,
        framework: Option<&'a Framework>,
        report: &'a mut Report,
    ) -> Self {
        let of = |role: Role| mapping.columns.iter().position(|column| column.role == role);
        let roles = Roles {
            unit: of(Role::Unit),
            name: of(Role::Name),
            members: of(Role::Members),
            period: of(Role::Period),
            indicator: of(Role::Indicator),
            value: of(Role::Value),
            source: of(Role::Source),
            note: of(Role::Note),
            of: of(Role::Of),
            rater: of(Role::Rater),
            lower: of(Role::Lower),
            upper: of(Role::Upper),
            sd: of(Role::Sd),
            confidence: of(Role::Confidence),
            details: DETAILS.iter().any(|role| of(*role).is_some()),
            values: Vec::new(),
        };
        let mut reading = Self {
            place,
            framework,
            report,
            marks,
            roles,
            given_period: None,
            unit_ids: Names::default(),
            units: Vec::new(),
            named: Vec::new(),
            period_ids: Names::default(),
            last_period: (&[], 0),
            periods: Vec::new(),
            indicator_ids: Names::default(),
            aliases: Names::default(),
            alias_of: Vec::new(),
            whole: Vec::new(),
            sources: Names::default(),
            numbers: Vec::new(),
            beside: Vec::new(),
            keys: vec![(NONE, NONE); place.table.rows()],
            details: Vec::new(),
            percents: vec![Percents::default(); mapping.columns.len()],
            grouped: (0, String::new()),
            missing_words: (0, Vec::new()),
        };
        reading.given_period = mapping.period.map(|period| reading.period_of(period));
        for (at, column) in mapping.columns.iter().enumerate() {
            let Some(id) = column.indicator.as_deref().filter(|_| column.role == Role::Values) else { continue };
            if let Some(found) = reading.indicator_ids.find(id.as_bytes())
                && let Some((first, _)) = reading.roles.values.iter().find(|(_, indicator)| *indicator == found)
            {
                let problem = place.problem(Code::CsvRoleDuplicate, 0, at).arg("role", id).arg("first", first + 1);
                reading.report.refuse(problem);
            } else if let Some(indicator) = reading.new_indicator(id, 0, at) {
                reading.roles.values.push((at, indicator));
            }
        }
        reading
    }

    /// What no column says and every value needs; nothing when the table can be read.
    pub(super) fn lacks(&mut self) -> bool {
        let values = !self.roles.values.is_empty();
        let long = self.roles.indicator.is_some() || self.roles.value.is_some();
        let lacks = [
            (self.roles.unit.is_none(), Role::Unit, ""),
            (self.roles.period.is_none() && self.given_period.is_none(), Role::Period, ", or give its `period`"),
            (!values && !long, Role::Values, ""),
            (!values && long && self.roles.value.is_none(), Role::Value, ""),
            (self.roles.indicator.is_none() && self.roles.value.is_some(), Role::Indicator, ""),
        ];
        let mut any = false;
        for (lack, role, or) in lacks {
            if lack {
                let path = Path::root().with("mapping").with("columns");
                self.report.refuse(Problem::new(Code::CsvColumnMissing, path).arg("role", role.name()).arg("or", or));
                any = true;
            }
        }
        any
    }

    /// Reads every row.
    pub(super) fn rows(&mut self) {
        let table = self.place.table;
        self.numbers.reserve((table.rows() - 1) * self.roles.values.len().max(1));
        for row in 1..table.rows() {
            let unit = self.unit(row);
            let period = self.period(row);
            if !self.cell(row, self.roles.indicator).is_empty() || self.roles.values.is_empty() {
                self.long(row, unit, period);
                continue;
            }
            for at in 0..self.roles.values.len() {
                let Some((column, indicator)) = self.roles.values.get(at).copied() else { break };
                self.value(row, column, indicator, unit, period);
            }
        }
    }

    /// Reads one cell of a column of values.
    fn value(
        &mut self,
        row: usize,
        column: usize,
        indicator: usize,
        unit: Result<Option<usize>, ()>,
        period: Result<Option<usize>, ()>,
    ) {
        self.report.counts.cells += 1;
        match self.number(row, column) {
            Ok(None) => self.report.counts.missing += 1,
            Ok(Some(value)) => {
                if let (Some(unit), Some(period)) = (
                    self.key(row, Role::Unit, self.roles.unit, unit),
                    self.key(row, Role::Period, self.roles.period, period),
                ) && self.fits(row, column, indicator, value)
                {
                    self.push(row, column, (unit, period, indicator), value);
                } else {
                    self.report.counts.refused += 1;
                }
            }
            Err(()) => self.report.counts.refused += 1,
        }
    }

    fn push(&mut self, row: usize, column: usize, (unit, period, indicator): (usize, usize, usize), value: f64) {
        self.report.counts.imported += 1;
        if let Some(key) = self.keys.get_mut(row) {
            *key = (small(unit), small(period));
        }
        let place = small(row * self.place.table.columns() + column);
        self.numbers.push(Number { value, place, indicator: small(indicator) });
    }

    /// What a value is of; none when the row does not say it, which is a fault.
    fn key(&mut self, row: usize, role: Role, column: Option<usize>, key: Result<Option<usize>, ()>) -> Option<usize> {
        match key {
            Ok(Some(key)) => Some(key),
            Ok(None) => {
                let problem = self.place.problem(Code::CsvKeyMissing, row, column.unwrap_or_default());
                self.report.refuse(problem.arg("role", role.name()));
                None
            }
            // Said already.
            Err(()) => None,
        }
    }

    /// Reads the value of a row that says which indicator it is of, with its detail.
    fn long(&mut self, row: usize, unit: Result<Option<usize>, ()>, period: Result<Option<usize>, ()>) {
        let table = self.place.table;
        let (Some(at), value_at) = (self.roles.indicator, self.roles.value.unwrap_or_default()) else { return };
        let key = text::key(table.cell(row, at));
        let indicator = if key.is_empty() {
            Ok(None)
        } else {
            match self.indicator_ids.find(key) {
                Some(found) => Ok(Some(found)),
                None => self.new_indicator(&String::from_utf8_lossy(key), row, at).map(Some).ok_or(()),
            }
        };
        let source = self.roles.source.map_or(&[][..], |column| table.cell(row, column));
        let source = if source == b"NA" { &[][..] } else { text::key(source) };
        if let (Ok(Some(indicator)), Ok(None)) = (indicator, unit)
            && table.cell(row, value_at).is_empty()
        {
            // A row that names no unit speaks of the indicator's whole column.
            let source = String::from_utf8_lossy(source).into_owned();
            if let Some(whole) = self.whole.get_mut(indicator) {
                *whole = (true, Some(source).filter(|source| !source.is_empty()));
            }
            return;
        }
        let value = self.number(row, value_at);
        let mut detail = self.detail(row);
        if detail == Ok(None) && value == Ok(None) && !self.roles.values.is_empty() && !source.is_empty() {
            detail = Ok(Some(Observation::default()));
        }
        if indicator == Ok(None) && value == Ok(None) && matches!(detail, Ok(None)) {
            return;
        }
        self.report.counts.cells += 1;
        let (Ok(value), Ok(detail)) = (value, detail) else {
            self.report.counts.refused += 1;
            return;
        };
        if value.is_none() && detail.is_none() {
            self.report.counts.missing += 1;
            return;
        }
        let keys = (
            self.key(row, Role::Unit, self.roles.unit, unit),
            self.key(row, Role::Period, self.roles.period, period),
            self.key(row, Role::Indicator, self.roles.indicator, indicator),
        );
        let (Some(unit), Some(period), Some(indicator)) = keys else {
            self.report.counts.refused += 1;
            return;
        };
        if value.is_some_and(|value| !self.fits(row, value_at, indicator, value)) {
            self.report.counts.refused += 1;
            return;
        }
        let judgement = detail.as_ref().is_some_and(Observation::is_judgement);
        let mut number = NONE;
        if let Some(mut observation) = detail {
            if let Some(unit) = self.units.get(unit) {
                observation.unit = unit.id.clone();
            }
            observation.indicator = String::from_utf8_lossy(self.indicator_ids.name(indicator)).as_ref().into();
            observation.period = self.periods.get(period).copied().unwrap_or_default();
            if judgement || value.is_none() {
                observation.source = Some(String::from_utf8_lossy(source))
                    .filter(|source| !source.is_empty())
                    .map(|source| source.as_ref().into());
                if !source.is_empty() {
                    self.sources.insert(source);
                }
            }
            if judgement {
                observation.value = value;
            }
            number = small(self.details.len());
            self.details.push(Detail { observation, row });
        }
        match value {
            Some(value) if !judgement => {
                let source = if source.is_empty() { NONE } else { small(self.sources.insert(source)) };
                if source != NONE || number != NONE {
                    self.beside.push(Beside { number: self.numbers.len(), source, detail: number });
                }
                self.push(row, value_at, (unit, period, indicator), value);
            }
            // The detail of a value that stands in a column of values.
            None if !self.roles.values.is_empty() && !judgement => self.report.counts.cells -= 1,
            Some(_) => self.report.counts.imported += 1,
            None => self.report.counts.missing += 1,
        }
    }
}
