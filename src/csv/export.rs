//! A dataset becomes a table that reads back to it.

use super::mapping::{DETAIL, Layout};
use super::text;
use crate::data::{Column, Dataset, Observation, Unit};
use crate::document::{json, order};
use crate::numeric::{float, is_missing};
use crate::study::StudyDocument;

/// The columns of a value's detail, in their order, and how each is written.
type Write = fn(&Observation, &mut String) -> bool;

fn optional(text: Option<&str>, row: &mut String) -> bool {
    text.inspect(|text| text::write(text, row)).is_some()
}

fn number(number: Option<f64>, row: &mut String) -> bool {
    number.inspect(|number| row.push_str(&float::text(*number))).is_some()
}

const DETAILS: [(&str, Write); 8] = [
    ("source", |detail, row| optional(detail.source.as_ref().map(crate::framework::SourceId::as_str), row)),
    ("note", |detail, row| optional(detail.note.as_deref(), row)),
    ("of", |detail, row| optional(detail.of.as_ref().map(crate::data::UnitId::as_str), row)),
    ("rater", |detail, row| optional(detail.rater.as_ref().map(crate::data::RaterId::as_str), row)),
    ("lower", |detail, row| number(detail.range.map(|range| range.0), row)),
    ("upper", |detail, row| number(detail.range.map(|range| range.1), row)),
    ("sd", |detail, row| number(detail.sd, row)),
    ("confidence", |detail, row| number(detail.confidence, row)),
];

/// Writes the observations of a study as comma separated text that [`import`](super::import), into the same study, reads back to the
/// same hash.
///
/// [`Layout::Long`]: a row a value, with its detail. [`Layout::Wide`]: a row a unit and period, a column an indicator; below it, where
/// there are any, rows of details under the heading `detail of`. A row that names an indicator and no unit speaks of its whole column:
/// it gives the column's source, or says that the column has no value. Groups of units have no column: they are the study's. Numbers are written as ECMAScript writes them.
#[must_use]
pub fn export(document: StudyDocument, layout: Layout) -> String {
    let mut dataset = document.dataset;
    dataset.sort();
    let mut writer = Writer::new(&dataset);
    match layout {
        Layout::Long => writer.long(),
        Layout::Wide => writer.wide(),
    }
    writer.text
}

struct Writer<'a> {
    dataset: &'a Dataset,
    text: String,
    names: bool,
    members: bool,
    /// The columns of details that anything is written in.
    details: Vec<Write>,
    /// Units whose members were written.
    written: Vec<bool>,
}

/// Whether a column needs a row of its own: it has a source, or no value, or values with sources of their own.
fn is_told(column: &Column, dataset: &Dataset) -> bool {
    let sourced = |detail: &Observation| detail.indicator == column.id && detail.source.is_some();
    column.source.is_some()
        || column.values.iter().all(|value| is_missing(*value))
        || dataset.observations.iter().any(sourced)
}

impl<'a> Writer<'a> {
    fn new(dataset: &'a Dataset) -> Self {
        let names = dataset.units.iter().any(|unit| unit.name != unit.id.as_str());
        let members = dataset.units.iter().any(|unit| !unit.members.is_empty());
        Self {
            dataset,
            text: String::new(),
            names,
            members,
            details: Vec::new(),
            written: vec![false; dataset.units.len()],
        }
    }

    fn headings(&mut self) {
        let told = self.dataset.indicators.iter().any(|column| column.source.is_some());
        let needed = DETAILS.iter().filter(|(name, write)| {
            (*name == "source" && told)
                || self.dataset.observations.iter().any(|detail| write(detail, &mut String::new()))
        });
        for (name, write) in needed {
            self.text.push(',');
            self.text.push_str(name);
            self.details.push(*write);
        }
        self.text.push('\n');
    }

    /// The cells that say which unit and period a row is of.
    fn keys(&mut self, unit: Option<usize>, period: Option<i32>) {
        let known = unit.and_then(|at| self.dataset.units.get(at));
        text::write(known.map_or("", |unit| unit.id.as_str()), &mut self.text);
        self.text.push(',');
        if self.names {
            text::write(known.map_or("", |unit| &unit.name), &mut self.text);
            self.text.push(',');
        }
        if self.members {
            if let (Some(known), Some(written)) = (known, unit.and_then(|at| self.written.get_mut(at)))
                && !std::mem::replace(written, true)
            {
                text::write(&members(known), &mut self.text);
            }
            self.text.push(',');
        }
        if let Some(period) = period {
            self.text.push_str(&period.to_string());
        }
    }

    fn detail(&mut self, detail: Option<&Observation>) {
        for write in &self.details {
            self.text.push(',');
            if let Some(detail) = detail {
                write(detail, &mut self.text);
            }
        }
        self.text.push('\n');
    }

    /// A row of one value and its detail.
    fn value(
        &mut self,
        unit: Option<usize>,
        period: Option<i32>,
        indicator: &str,
        value: Option<f64>,
        detail: Option<&Observation>,
    ) {
        self.keys(unit, period);
        self.text.push(',');
        text::write(indicator, &mut self.text);
        self.text.push(',');
        number(value, &mut self.text);
        self.detail(detail);
    }

    fn columns_told(&mut self) {
        for column in self.dataset.indicators.iter().filter(|column| is_told(column, self.dataset)) {
            let detail = Observation { source: column.source.clone(), ..Observation::default() };
            self.value(None, None, column.id.as_str(), None, Some(&detail));
        }
    }

    fn first_headings(&mut self) {
        self.text.push_str("unit,");
        if self.names {
            self.text.push_str("name,");
        }
        if self.members {
            self.text.push_str("members,");
        }
        self.text.push_str("period");
    }

    fn long(&mut self) {
        self.first_headings();
        self.text.push_str(",indicator,value");
        self.headings();
        let dataset = self.dataset;
        let width = dataset.periods.len();
        let ids = order::Index::of_ids(dataset.units.iter().map(|unit| unit.id.as_str()));
        let mut units = vec![false; dataset.units.len()];
        let mut periods = vec![false; width];
        let cells = order::Index::new(dataset.observations.iter().map(Observation::key).collect());
        for column in &dataset.indicators {
            for (at, value) in column.values.iter().enumerate().filter(|(_, value)| !is_missing(**value)) {
                let (unit, period) = (at / width.max(1), at % width.max(1));
                let (Some(known), Some(year)) = (dataset.units.get(unit), dataset.periods.get(period)) else {
                    continue;
                };
                let key = ([column.id.as_str(), known.id.as_str(), "", ""], [*year, 0]);
                let detail = cells.position(key).and_then(|at| dataset.observations.get(at));
                self.value(Some(unit), Some(*year), column.id.as_str(), Some(*value), detail);
                for (met, at) in [(&mut units, unit), (&mut periods, period)] {
                    if let Some(met) = met.get_mut(at) {
                        *met = true;
                    }
                }
            }
        }
        for judgement in dataset.observations.iter().filter(|detail| detail.is_judgement()) {
            let unit = ids.position(order::id(judgement.unit.as_str()));
            self.value(unit, Some(judgement.period), judgement.indicator.as_str(), judgement.value, Some(judgement));
            if let Some(met) = unit.and_then(|unit| units.get_mut(unit)) {
                *met = true;
            }
            if let Some(met) = dataset.periods.binary_search(&judgement.period).ok().and_then(|at| periods.get_mut(at))
            {
                *met = true;
            }
        }
        for (unit, _) in units.iter().enumerate().filter(|(_, met)| !**met) {
            self.value(Some(unit), None, "", None, None);
        }
        for (period, _) in dataset.periods.iter().zip(&periods).filter(|(_, met)| !**met) {
            self.value(None, Some(*period), "", None, None);
        }
        self.columns_told();
    }

    fn wide(&mut self) {
        self.first_headings();
        let dataset = self.dataset;
        for column in &dataset.indicators {
            self.text.push(',');
            text::write_heading(column.id.as_str(), &mut self.text);
        }
        // Without any column of values the headings of details are what says that there are none.
        let details = !dataset.observations.is_empty()
            || dataset.indicators.is_empty()
            || dataset.indicators.iter().any(|column| column.source.is_some());
        if details {
            self.text.push(',');
            self.text.push_str(DETAIL);
            self.text.push_str(",value");
            self.headings();
        } else {
            self.text.push('\n');
        }
        for unit in 0..dataset.units.len() {
            for (at, period) in dataset.periods.iter().enumerate() {
                self.keys(Some(unit), Some(*period));
                for column in &dataset.indicators {
                    self.text.push(',');
                    let value = column.values.get(unit * dataset.periods.len() + at).copied();
                    number(value.filter(|value| !is_missing(*value)), &mut self.text);
                }
                if details {
                    self.text.push_str(",,");
                }
                self.detail(None);
            }
        }
        if !details {
            return;
        }
        let blank = ",".repeat(dataset.indicators.len());
        let ids = order::Index::of_ids(dataset.units.iter().map(|unit| unit.id.as_str()));
        for detail in &dataset.observations {
            let unit = ids.position(order::id(detail.unit.as_str()));
            self.keys(unit, Some(detail.period));
            self.text.push_str(&blank);
            self.text.push(',');
            text::write(detail.indicator.as_str(), &mut self.text);
            self.text.push(',');
            number(detail.value, &mut self.text);
            self.detail(Some(detail));
        }
        for column in dataset.indicators.iter().filter(|column| is_told(column, dataset)) {
            self.keys(None, None);
            self.text.push_str(&blank);
            self.text.push(',');
            text::write(column.id.as_str(), &mut self.text);
            self.text.push(',');
            self.detail(Some(&Observation { source: column.source.clone(), ..Observation::default() }));
        }
    }
}

/// Members as `USA;KOR`; as JSON where they have years, or ids that this cannot hold.
fn members(unit: &Unit) -> String {
    let ids: Vec<&str> = unit.members.iter().map(|member| member.id.as_str()).collect();
    let years = unit.members.iter().any(|member| member.from.is_some() || member.to.is_some());
    if years || ids.iter().any(|id| id.contains(';') || id.starts_with('[')) {
        // Members always serialise.
        return json::to_text(&unit.members).unwrap_or_default();
    }
    ids.join(";")
}
