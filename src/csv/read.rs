//! Rows become values and their details.

use super::guess::id_of;
use super::mapping::{Mapping, Role};
use super::report::{Place, Report};
use super::text;
use crate::data::{Column, Dataset, Member, Observation, Unit};
use crate::document::{Decode, Decoder, Value};
use crate::error::{Code, Error, Path, Problem, Segment};
use crate::framework::Framework;
use crate::limits;
use crate::numeric::MISSING;
use comity_table::{Evidence, Marks, Names, Read};

/// Reads a number that is written as JSON writes it: with the reader that documents go through, so that no second one is carried.
pub(super) fn parse(text: &str) -> Option<f64> {
    match Value::parse(text) {
        Ok(Value::Number(number)) => Some(number),
        _ => None,
    }
}

/// No number.
const NONE: u32 = u32::MAX;

/// One value, by the numbers of what it is of.
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
    value: f64,
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
    periods: Vec<i32>,
    indicator_ids: Names,
    /// What else the indicators of the framework are called, and what each name's indicator is.
    aliases: Names,
    alias_of: Vec<Option<usize>>,
    /// Of each indicator: whether a row speaks of the whole column, and the source that it gives.
    whole: Vec<(bool, Option<String>)>,
    sources: Names,
    cells: Vec<Cell>,
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
            periods: Vec::new(),
            indicator_ids: Names::default(),
            aliases: Names::default(),
            alias_of: Vec::new(),
            whole: Vec::new(),
            sources: Names::default(),
            cells: Vec::new(),
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

    fn cell(&self, row: usize, column: Option<usize>) -> &'a [u8] {
        column.map_or(&[], |column| self.place.table.cell(row, column))
    }

    fn refuse(&mut self, code: Code, row: usize, column: usize) {
        self.report.refuse(self.place.problem(code, row, column));
    }

    /// Reads with the decoder of documents, so that its rules are the rules here.
    fn decoded<T>(&mut self, row: usize, column: usize, read: impl FnOnce(&mut Decoder) -> T) -> Option<T> {
        let mut decoder = Decoder::default();
        let value = read(&mut decoder);
        let problems = decoder.into_problems();
        let sound = problems.is_empty();
        for problem in problems {
            self.report.refuse(self.place.locate(problem, row, column));
        }
        sound.then_some(value)
    }

    fn id(&mut self, id: &str, row: usize, column: usize) -> Option<String> {
        self.decoded(row, column, |decoder| decoder.id(&Value::Text(id.trim().to_owned())))
    }

    fn period_of(&mut self, period: i32) -> usize {
        let number = self.period_ids.insert(&period.to_le_bytes());
        if number == self.periods.len() {
            self.periods.push(period);
        }
        number
    }

    /// The number of an indicator that was not met before.
    fn new_indicator(&mut self, id: &str, row: usize, column: usize) -> Option<usize> {
        let id = match self.framework {
            Some(framework) => {
                let known = self.aliases.insert(id.as_bytes());
                if known == self.alias_of.len() {
                    let found = id_of(framework, id).map(str::to_owned);
                    let found = found.map(|id| self.indicator_ids.insert(id.as_bytes()));
                    self.alias_of.push(found);
                    self.whole.resize(self.indicator_ids.len(), (false, None));
                }
                let found = self.alias_of.get(known).copied().flatten();
                if found.is_none() {
                    self.report.refuse(self.place.problem(Code::IndicatorUnknown, row, column).arg("indicator", id));
                }
                return found;
            }
            None => self.id(id, row, column)?,
        };
        let number = self.indicator_ids.insert(id.as_bytes());
        self.whole.resize(self.indicator_ids.len(), (false, None));
        Some(number)
    }

    /// The number of the unit of a row; `Err`: it has an id that cannot be one.
    fn unit(&mut self, row: usize) -> Result<Option<usize>, ()> {
        let Some(column) = self.roles.unit else { return Ok(None) };
        let key = text::key(self.place.table.cell(row, column));
        if key.is_empty() {
            return Ok(None);
        }
        let found = if let Some(found) = self.unit_ids.find(key) {
            found
        } else {
            let id = self.id(&String::from_utf8_lossy(key), row, column).ok_or(())?;
            let number = self.unit_ids.insert(id.as_bytes());
            if number == self.units.len() {
                self.units.push(Unit { id: id.as_str().into(), name: id, ..Unit::default() });
                self.named.push((false, false));
            }
            number
        };
        if self.roles.name.is_some() || self.roles.members.is_some() {
            self.name(row, found);
        }
        Ok(Some(found))
    }

    /// Takes the name and the members that a row gives its unit.
    fn name(&mut self, row: usize, unit: usize) {
        let Some(named) = self.named.get(unit).copied() else { return };
        if let Some(column) = self.roles.name
            && let Some(name) = text::optional(self.place.table.cell(row, column))
        {
            let known = self.units.get(unit).map(|unit| unit.name.as_str());
            if !named.0 {
                let name = self.decoded(row, column, |decoder| decoder.name(&Value::Text(name.into_owned())));
                if let (Some(name), Some(unit)) = (name, self.units.get_mut(unit)) {
                    unit.name = name;
                }
                if let Some(named) = self.named.get_mut(unit) {
                    named.0 = true;
                }
            } else if known != Some(&*name) && !named.1 {
                let (id, known) =
                    self.units.get(unit).map(|unit| (unit.id.to_string(), unit.name.clone())).unwrap_or_default();
                let guess = self.place.problem(Code::CsvNameDiffers, row, column).arg("unit", id).arg("name", known);
                self.report.guess(guess);
                if let Some(named) = self.named.get_mut(unit) {
                    named.1 = true;
                }
            }
        }
        if let Some(column) = self.roles.members
            && self.units.get(unit).is_some_and(|unit| unit.members.is_empty())
            && let Some(members) = text::optional(self.place.table.cell(row, column))
        {
            let members = self.decoded(row, column, |decoder| members_of(&members, decoder));
            if let (Some(members), Some(unit)) = (members, self.units.get_mut(unit)) {
                unit.members = members;
            }
        }
    }

    /// The number of the period of a row; `Err`: the cell is no year.
    fn period(&mut self, row: usize) -> Result<Option<usize>, ()> {
        let Some(column) = self.roles.period else { return Ok(self.given_period) };
        let cell = self.place.table.cell(row, column);
        match (Marks { decimal: b'.', grouped: false, doubtful: false }).read(cell, parse) {
            Read::Empty | Read::Missing => Ok(None),
            Read::Number { value, percent: false, grouped: false } if value.fract() == 0.0 && value.abs() < 1e9 => {
                #[expect(clippy::cast_possible_truncation, reason = "whole and of at most nine digits")]
                let period = value as i32;
                Ok(Some(self.period_of(period)))
            }
            _ => {
                self.refuse(Code::CsvPeriod, row, column);
                Err(())
            }
        }
    }

    /// The number that a cell holds; none: nothing; `Err`: it was refused.
    fn number(&mut self, row: usize, column: usize) -> Result<Option<f64>, ()> {
        let cell = self.place.table.cell(row, column);
        match self.marks.read(cell, parse) {
            Read::Empty => Ok(None),
            Read::Missing => {
                self.missing_words.0 += 1;
                let word = String::from_utf8_lossy(cell.trim_ascii());
                if self.missing_words.1.len() < 12 && !self.missing_words.1.iter().any(|known| *known == word) {
                    self.missing_words.1.push(word.into_owned());
                }
                Ok(None)
            }
            Read::Number { value, percent, grouped } => {
                if let Some(percents) = self.percents.get_mut(column) {
                    if percent { percents.with += 1 } else { percents.without += 1 }
                }
                if grouped {
                    if self.grouped.0 == 0 {
                        self.grouped.1 = super::report::shown(cell);
                    }
                    self.grouped.0 += 1;
                }
                if value.abs() > limits::MAGNITUDE {
                    let problem = self.place.problem(Code::NumberAbsurd, row, column);
                    self.report.refuse(problem.arg("found", value).arg("limit", limits::MAGNITUDE));
                    return Err(());
                }
                Ok(Some(value))
            }
            Read::Ambiguous(first, second) => {
                let problem = self.place.problem(Code::CsvNumberAmbiguous, row, column);
                self.report.refuse(problem.arg("first", first).arg("second", second));
                Err(())
            }
            Read::Not => {
                let problem = self.place.problem(Code::CsvNumber, row, column);
                self.report.refuse(problem.arg("decimal", char::from(self.marks.decimal).to_string()));
                Err(())
            }
        }
    }

    /// Reads every row.
    pub(super) fn rows(&mut self) {
        for row in 1..self.place.table.rows() {
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
                    self.push(Cell {
                        unit: small(unit),
                        period: small(period),
                        indicator: small(indicator),
                        row: small(row),
                        column: small(column),
                        source: NONE,
                        detail: NONE,
                        value,
                    });
                } else {
                    self.report.counts.refused += 1;
                }
            }
            Err(()) => self.report.counts.refused += 1,
        }
    }

    fn push(&mut self, cell: Cell) {
        self.report.counts.imported += 1;
        self.cells.push(cell);
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

    /// Whether a value is one that the indicator can have: a level of its rubric, if it has one.
    fn fits(&mut self, row: usize, column: usize, indicator: usize, value: f64) -> bool {
        let Some(framework) = self.framework else { return true };
        let id = self.indicator_ids.name(indicator);
        let Some(indicator) = framework.indicators.iter().find(|indicator| indicator.id.as_str().as_bytes() == id)
        else {
            return true;
        };
        if indicator.rubric.is_none() || indicator.level(value).is_some() {
            return true;
        }
        let problem = self.place.problem(Code::ValueNotALevel, row, column);
        let unit = super::report::shown(self.cell(row, self.roles.unit));
        let period = super::report::shown(self.cell(row, self.roles.period));
        self.report.refuse(problem.arg("unit", unit).arg("period", period).arg("indicator", &indicator.id));
        false
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
                self.push(Cell {
                    unit: small(unit),
                    period: small(period),
                    indicator: small(indicator),
                    row: small(row),
                    column: small(value_at),
                    source,
                    detail: number,
                    value,
                });
            }
            // The detail of a value that stands in a column of values.
            None if !self.roles.values.is_empty() && !judgement => self.report.counts.cells -= 1,
            Some(_) => self.report.counts.imported += 1,
            None => self.report.counts.missing += 1,
        }
    }

    /// The detail that a row holds beside its value; none when there is none.
    fn detail(&mut self, row: usize) -> Result<Option<Observation>, ()> {
        let mut observation = Observation::default();
        let mut bad = false;
        for (role, column) in [(Role::Of, self.roles.of), (Role::Rater, self.roles.rater)] {
            let Some(column) = column else { continue };
            let Some(id) = text::optional(self.place.table.cell(row, column)) else { continue };
            match (self.id(&id, row, column), role) {
                (Some(id), Role::Of) => observation.of = Some(id.as_str().into()),
                (Some(id), _) => observation.rater = Some(id.as_str().into()),
                (None, _) => bad = true,
            }
        }
        if let Some(column) = self.roles.note
            && let Some(note) = text::optional(self.place.table.cell(row, column))
        {
            observation.note =
                self.decoded(row, column, |decoder| String::decode(&Value::Text(note.into_owned()), decoder));
            bad |= observation.note.is_none();
        }
        let ends = [self.roles.lower, self.roles.upper, self.roles.sd, self.roles.confidence];
        let [lower, upper, sd, confidence] = ends.map(|column| match column {
            None => None,
            Some(column) => self.number(row, column).unwrap_or_else(|()| {
                bad = true;
                None
            }),
        });
        let within = |found: f64, highest: f64| {
            move |decoder: &mut Decoder| decoder.number_within(&Value::Number(found), 0.0, highest)
        };
        if let (Some(sd), Some(column)) = (sd, self.roles.sd) {
            observation.sd = self.decoded(row, column, within(sd, limits::MAGNITUDE));
            bad |= observation.sd.is_none();
        }
        if let (Some(confidence), Some(column)) = (confidence, self.roles.confidence) {
            observation.confidence = self.decoded(row, column, within(confidence, 1.0));
            bad |= observation.confidence.is_none();
        }
        match (lower, upper) {
            (None, None) => {}
            (Some(lower), Some(upper)) if lower <= upper => observation.range = Some((lower, upper)),
            _ => {
                let column = self.roles.lower.or(self.roles.upper).unwrap_or_default();
                let end = |end: Option<f64>| end.map_or_else(String::new, crate::numeric::float::text);
                let problem = self.place.problem(Code::BoundsOrder, row, column);
                self.report.refuse(problem.arg("lower", end(lower)).arg("upper", end(upper)));
                bad = true;
            }
        }
        match observation {
            _ if bad => Err(()),
            observation if observation == Observation::default() => Ok(None),
            observation => Ok(Some(observation)),
        }
    }

    /// Says what was taken off numbers, and taken as missing.
    fn say(&mut self) {
        for (column, percents) in self.percents.clone().iter().enumerate() {
            if percents.with > 0 {
                let guess = self.place.problem(Code::CsvPercent, 0, column);
                self.report.guess(guess.arg("count", percents.with).arg("without", percents.without));
            }
        }
        if self.grouped.0 > 0 {
            let guess = Problem::new(Code::CsvThousands, Path::root().with("mapping").with("thousands"));
            self.report.guess(guess.arg("count", self.grouped.0).arg("value", self.grouped.1.as_str()));
        }
        if self.missing_words.0 > 0 {
            let guess = Problem::new(Code::CsvMissingWords, Path::root());
            self.report.guess(guess.arg("count", self.missing_words.0).arg("words", self.missing_words.1.join(" ")));
        }
    }

    /// Lays out what was read.
    ///
    /// # Errors
    /// [`Code::TooLarge`] when units × periods × indicators are more than the ceiling.
    pub(super) fn finish(mut self) -> Result<Found, Error> {
        self.say();
        let (units, periods, indicators) = (self.units.len(), self.periods.len(), self.indicator_ids.len());
        let width = units * periods;
        let found = width.saturating_mul(indicators);
        if found > limits::CELLS || units > limits::UNITS {
            let problem = Problem::new(Code::TooLarge, Path::root().with("data"));
            return Err(problem
                .arg("what", "units × periods × indicators")
                .arg("found", found)
                .arg("limit", limits::CELLS)
                .into());
        }
        let mut grid = vec![MISSING; found];
        let mut rows = vec![0_u32; found];
        let cells = std::mem::take(&mut self.cells);
        let mut kept = Vec::with_capacity(cells.len());
        for cell in cells {
            let at = cell.indicator as usize * width + cell.unit as usize * periods + cell.period as usize;
            let (Some(value), Some(row)) = (grid.get_mut(at), rows.get_mut(at)) else { continue };
            if *row > 0 {
                let first = self.place.table.row_number(*row as usize) + 1;
                self.twice(cell, first);
                continue;
            }
            (*value, *row) = (cell.value, cell.row);
            if cell.source != NONE || cell.detail != NONE {
                kept.push(cell);
            }
        }
        let mut observations = self.settle_sources(&kept, &grid, width);
        let mut details = std::mem::take(&mut self.details);
        // The details of values given twice went with them.
        details.retain(|detail| detail.row > 0);
        observations.append(&mut details);
        let columns = (0..indicators).map(|indicator| Column {
            id: String::from_utf8_lossy(self.indicator_ids.name(indicator)).as_ref().into(),
            values: grid.get(indicator * width..(indicator + 1) * width).unwrap_or_default().to_vec(),
            source: self.whole.get(indicator).and_then(|(_, source)| source.as_deref()).map(Into::into),
        });
        let mut dataset =
            Dataset { units: Vec::new(), periods: Vec::new(), indicators: columns.collect(), observations: Vec::new() };
        let percent = |(column, indicator): &(usize, usize)| {
            let percents = self.percents.get(*column).copied().unwrap_or_default();
            (percents.with > 0 && percents.without == 0)
                .then(|| String::from_utf8_lossy(self.indicator_ids.name(*indicator)).into_owned())
        };
        let percents = self.roles.values.iter().filter_map(percent).collect();
        let sources =
            (0..self.sources.len()).map(|source| String::from_utf8_lossy(self.sources.name(source)).into_owned());
        let whole = self.whole.iter().filter_map(|(_, source)| source.clone());
        let sources = sources.chain(whole).collect();
        dataset.units = std::mem::take(&mut self.units);
        dataset.periods = std::mem::take(&mut self.periods);
        let named = self.named.iter().map(|(named, _)| *named).collect();
        let column = self.roles.indicator.unwrap_or_default();
        Ok(Found { dataset, details: observations, column, named, sources, percents })
    }

    fn twice(&mut self, cell: Cell, first: usize) {
        let problem = self.place.problem(Code::CsvCellDuplicate, cell.row as usize, cell.column as usize);
        let indicator = String::from_utf8_lossy(self.indicator_ids.name(cell.indicator as usize)).into_owned();
        let unit = self.units.get(cell.unit as usize).map(|unit| unit.id.to_string()).unwrap_or_default();
        let period = self.periods.get(cell.period as usize).copied().unwrap_or_default();
        self.report
            .refuse(problem.arg("first", first).arg("indicator", indicator).arg("unit", unit).arg("period", period));
        self.report.counts.imported -= 1;
        self.report.counts.refused += 1;
        if let Some(detail) = self.details.get_mut(cell.detail as usize) {
            detail.row = 0;
        }
    }

    /// Where all values of an indicator have one source, that is the column's; where not, or where a row says what the column's source
    /// is, each value with a source of its own has an observation that says so.
    fn settle_sources(&mut self, cells: &[Cell], grid: &[f64], width: usize) -> Vec<Detail> {
        let mut common: Vec<Option<u32>> = vec![None; self.whole.len()];
        let mut counts = vec![0_usize; self.whole.len()];
        for cell in cells.iter().filter(|cell| cell.source != NONE) {
            let at = cell.indicator as usize;
            if let (Some(common), Some(count)) = (common.get_mut(at), counts.get_mut(at)) {
                *count += usize::from(common.is_none_or(|source| source == cell.source));
                common.get_or_insert(cell.source);
            }
        }
        for (at, common) in common.iter_mut().enumerate() {
            let values = grid.get(at * width..(at + 1) * width).unwrap_or_default();
            let present = values.iter().filter(|value| !value.is_nan()).count();
            let whole = self.whole.get(at).is_some_and(|(whole, _)| *whole);
            *common = common.filter(|_| !whole && counts.get(at) == Some(&present));
            let Some(source) = *common else { continue };
            let source = String::from_utf8_lossy(self.sources.name(source as usize)).into_owned();
            if self.usual(at) != Some(&source)
                && let Some((_, own)) = self.whole.get_mut(at)
            {
                *own = Some(source);
            }
        }
        let mut made = Vec::new();
        for cell in cells.iter().filter(|cell| cell.source != NONE) {
            let at = cell.indicator as usize;
            let source = String::from_utf8_lossy(self.sources.name(cell.source as usize)).into_owned();
            let literal = self.whole.get(at).is_some_and(|(whole, _)| *whole);
            if common.get(at).copied().flatten().is_some() || (!literal && self.usual(at) == Some(&source)) {
                continue;
            }
            let source = Some(source.as_str().into());
            if let Some(detail) = self.details.get_mut(cell.detail as usize) {
                detail.observation.source = source;
                continue;
            }
            let observation = Observation {
                unit: self.units.get(cell.unit as usize).map(|unit| unit.id.clone()).unwrap_or_default(),
                indicator: String::from_utf8_lossy(self.indicator_ids.name(at)).as_ref().into(),
                period: self.periods.get(cell.period as usize).copied().unwrap_or_default(),
                source,
                ..Observation::default()
            };
            made.push(Detail { observation, row: cell.row as usize });
        }
        made
    }

    /// The source that an indicator has by the framework.
    fn usual(&self, indicator: usize) -> Option<&'a str> {
        let id = self.indicator_ids.name(indicator);
        let indicators = self.framework.map(|framework| framework.indicators.as_slice()).unwrap_or_default();
        let found = indicators.iter().find(|indicator| indicator.id.as_str().as_bytes() == id)?;
        found.source.as_ref().map(crate::framework::SourceId::as_str)
    }
}

/// Takes the details that the dataset's own check finds no fault with: it is the one judge of them, and each fault goes to its row.
pub(super) fn judge(found: &mut Found, framework: &Framework, place: Place<'_>, report: &mut Report) {
    let mut details = std::mem::take(&mut found.details);
    while !details.is_empty() && !report.is_full() {
        found.dataset.observations = details.iter().map(|detail| detail.observation.clone()).collect();
        let mut problems = Vec::new();
        found.dataset.check_details(framework, &mut problems);
        let mut bad = vec![false; details.len()];
        for problem in problems {
            let [Segment::Key(_), Segment::Index(at), ..] = problem.path().segments() else { continue };
            let (Some(detail), Some(bad)) = (details.get(*at), bad.get_mut(*at)) else { continue };
            if !*bad {
                *bad = true;
                let judgement = detail.observation.is_judgement() && detail.observation.value.is_some();
                report.counts.imported -= usize::from(judgement);
                report.counts.refused += usize::from(judgement);
            }
            let row = detail.row;
            report.refuse(place.locate(problem, row, found.column));
        }
        if !bad.contains(&true) {
            return;
        }
        let mut bad = bad.into_iter();
        details.retain(|_| bad.next() == Some(false));
    }
    found.dataset.observations = Vec::new();
}

/// Members as `USA;KOR`, or as JSON where that cannot say it.
fn members_of(text: &str, decoder: &mut Decoder) -> Vec<Member> {
    if text.starts_with('[') {
        return match Value::from_json(text) {
            Ok(value) => Vec::decode(&value, decoder),
            Err(problem) => {
                decoder.record(problem);
                Vec::new()
            }
        };
    }
    let read =
        |id: &str| Member { id: decoder.id(&Value::Text(id.trim().to_owned())).as_str().into(), from: None, to: None };
    text.split(';').map(read).collect()
}

/// What points and commas stand for in a table: as the caller says, else as its cells show.
pub(super) fn marks(given: &Mapping, mapping: &mut Mapping, place: Place<'_>, report: &mut Report) -> Marks {
    let mut evidence = Evidence::default();
    for (column, mapped) in mapping.columns.iter().enumerate() {
        if matches!(mapped.role, Role::Values | Role::Value | Role::Lower | Role::Upper | Role::Sd | Role::Confidence) {
            for row in 1..place.table.rows() {
                evidence.add(place.table.cell(row, column));
            }
        }
    }
    let mut marks = evidence.marks();
    let path = Path::root().with("mapping").with("decimal");
    let decimal = char::from(marks.decimal).to_string();
    if let Some(decimal) = given.decimal {
        let other = if decimal == ',' { "." } else { "," };
        let grouped = given.thousands.is_none_or(|mark| mark == other);
        marks = Marks { decimal: if decimal == ',' { b',' } else { b'.' }, grouped, doubtful: false };
    } else {
        let shown = if marks.decimal == b',' { evidence.comma } else { evidence.point };
        let lone = if marks.decimal == b',' { evidence.lone_comma } else { evidence.lone_point };
        if shown > 0 {
            report.guess(Problem::new(Code::CsvDecimal, path).arg("decimal", decimal).arg("count", shown));
        } else if lone > 0 && !marks.doubtful {
            report.guess(Problem::new(Code::CsvDecimalAssumed, path).arg("decimal", decimal).arg("count", lone));
        }
        if let Some(thousands) = given.thousands {
            marks.grouped = !thousands.is_empty() && thousands.as_bytes() != [marks.decimal];
        }
    }
    mapping.decimal = (!marks.doubtful).then_some(char::from(marks.decimal));
    mapping.thousands = match marks {
        Marks { doubtful: true, .. } => None,
        Marks { grouped: false, .. } => Some(""),
        Marks { decimal: b',', .. } => Some("."),
        _ => Some(","),
    };
    marks
}
