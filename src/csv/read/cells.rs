//! What single cells say: ids, periods, numbers, members.

use super::{Reading, parse, text};
use crate::csv::guess::id_of;
use crate::csv::report::shown;
use crate::data::{Member, Unit};
use crate::document::{Decode, Decoder, Value};
use crate::error::Code;
use crate::limits;
use comity_table::{Marks, Read};

impl<'a> Reading<'a> {
    pub(super) fn cell(&self, row: usize, column: Option<usize>) -> &'a [u8] {
        column.map_or(&[], |column| self.place.table.cell(row, column))
    }

    pub(super) fn refuse(&mut self, code: Code, row: usize, column: usize) {
        self.report.refuse(self.place.problem(code, row, column));
    }

    /// Reads with the decoder of documents, so that its rules are the rules here.
    pub(super) fn decoded<T>(&mut self, row: usize, column: usize, read: impl FnOnce(&mut Decoder) -> T) -> Option<T> {
        let mut decoder = Decoder::default();
        let value = read(&mut decoder);
        let problems = decoder.into_problems();
        let sound = problems.is_empty();
        for problem in problems {
            self.report.refuse(self.place.locate(problem, row, column));
        }
        sound.then_some(value)
    }

    pub(super) fn id(&mut self, id: &str, row: usize, column: usize) -> Option<String> {
        self.decoded(row, column, |decoder| decoder.id(&Value::Text(id.trim().to_owned())))
    }

    pub(super) fn period_of(&mut self, period: i32) -> usize {
        let number = self.period_ids.insert(&period.to_le_bytes());
        if number == self.periods.len() {
            self.periods.push(period);
        }
        number
    }

    /// The number of an indicator that was not met before.
    pub(super) fn new_indicator(&mut self, id: &str, row: usize, column: usize) -> Option<usize> {
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
    pub(super) fn unit(&mut self, row: usize) -> Result<Option<usize>, ()> {
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
    pub(super) fn name(&mut self, row: usize, unit: usize) {
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
    pub(super) fn period(&mut self, row: usize) -> Result<Option<usize>, ()> {
        let Some(column) = self.roles.period else { return Ok(self.given_period) };
        let cell = self.place.table.cell(row, column);
        if cell == self.last_period.0 && !cell.is_empty() {
            return Ok(Some(self.last_period.1));
        }
        match (Marks { decimal: b'.', grouped: false, doubtful: false }).read(cell, parse) {
            Read::Empty | Read::Missing => Ok(None),
            Read::Number { value, percent: false, grouped: false } if value.fract() == 0.0 && value.abs() < 1e9 => {
                #[expect(clippy::cast_possible_truncation, reason = "whole and of at most nine digits")]
                let period = self.period_of(value as i32);
                self.last_period = (cell, period);
                Ok(Some(period))
            }
            _ => {
                self.refuse(Code::CsvPeriod, row, column);
                Err(())
            }
        }
    }

    /// The number that a cell holds; none: nothing; `Err`: it was refused.
    pub(super) fn number(&mut self, row: usize, column: usize) -> Result<Option<f64>, ()> {
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
                        self.grouped.1 = shown(cell);
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

    /// Whether a value is one that the indicator can have: a level of its rubric, if it has one.
    pub(super) fn fits(&mut self, row: usize, column: usize, indicator: usize, value: f64) -> bool {
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
        let unit = shown(self.cell(row, self.roles.unit));
        let period = shown(self.cell(row, self.roles.period));
        self.report.refuse(problem.arg("unit", unit).arg("period", period).arg("indicator", &indicator.id));
        false
    }
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
