//! Joins the reviewable files of a bundled study into one study document.
//!
//! A study lies in a folder of six files. People read and correct them one row at a time; the engine, the package and the
//! page take one JSON document. [`read`] opens such a folder, [`assemble`] does the same from texts and touches no disk.
//!
//! | file | becomes |
//! |---|---|
//! | `study.json` | the document's `schema`, `id`, `title`, `description` |
//! | `framework.json` | `framework`: dimensions and indicators |
//! | `sources.csv` | `framework.sources` |
//! | `method.json` | `method` |
//! | `units.csv` | `dataset.units` |
//! | `observations.csv` | `dataset.periods`, `dataset.indicators`, `dataset.observations` |
//!
//! This module joins, and refuses what cannot be joined, naming file and line. Whether the joined document is a sound study
//! is for the engine to say: nothing here repeats its rules.

use serde_json::{Map, Number, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const STUDY: &str = "study.json";
const FRAMEWORK: &str = "framework.json";
const METHOD: &str = "method.json";
const UNITS: &str = "units.csv";
const OBSERVATIONS: &str = "observations.csv";
const SOURCES: &str = "sources.csv";

/// Years that a period may be. A slip of the keyboard outside them would make a table of millions of empty cells.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=2999;

/// The texts of a study's six files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Files<'a> {
    /// `study.json`
    pub(crate) study: &'a str,
    /// `framework.json`
    pub(crate) framework: &'a str,
    /// `method.json`
    pub(crate) method: &'a str,
    /// `units.csv`
    pub(crate) units: &'a str,
    /// `observations.csv`
    pub(crate) observations: &'a str,
    /// `sources.csv`
    pub(crate) sources: &'a str,
}

/// Reads the six files of `folder` and joins them into one study document.
///
/// # Errors
/// One line of text: a file that cannot be read, or what [`assemble`] refuses.
pub(crate) fn read(folder: &Path) -> Result<Value, String> {
    let text = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    assemble(&Files {
        study: &text(STUDY)?,
        framework: &text(FRAMEWORK)?,
        method: &text(METHOD)?,
        units: &text(UNITS)?,
        observations: &text(OBSERVATIONS)?,
        sources: &text(SOURCES)?,
    })
}

/// Joins the texts of a study's files into one study document.
///
/// Periods are all years from the first to the last observed. Columns follow the framework's order of indicators, values run
/// unit by unit in the order of `units.csv`, each through all periods; a cell without a row is `null`. An indicator without
/// any row has no column. `dataset.observations` holds the cells that have a note, or another source than their indicator.
///
/// # Errors
/// One line of text naming file and line, or file and position in it: text that is not JSON or CSV, other columns than
/// expected, an id met twice or not listed where it should be, a cell met twice, a value that is not a finite number, a
/// period that is not a year.
pub(crate) fn assemble(files: &Files<'_>) -> Result<Value, String> {
    let mut document = object(STUDY, files.study)?;
    for (key, file) in [("framework", FRAMEWORK), ("method", METHOD), ("dataset", OBSERVATIONS)] {
        if document.contains_key(key) {
            return Err(format!("{STUDY}: `{key}` is not to be given here, it comes from {file}"));
        }
    }
    let mut framework = object(FRAMEWORK, files.framework)?;
    if framework.contains_key("sources") {
        return Err(format!("{FRAMEWORK}: `sources` is not to be given here, it comes from {SOURCES}"));
    }
    let method = object(METHOD, files.method)?;

    let sources = Listed::read(SOURCES, files.sources, ["id", "citation", "address", "licence", "tier"], source)?;
    let units = Listed::read(UNITS, files.units, ["id", "name", "members"], unit)?;
    let indicators = indicators(&framework, &sources.ids)?;
    let cells = Cells::read(files.observations, &units.ids, &indicators, &sources.ids)?;

    framework.insert("sources".into(), Value::Array(sources.entries));
    document.insert("framework".into(), Value::Object(framework));
    document.insert("dataset".into(), cells.dataset(units, &indicators));
    document.insert("method".into(), Value::Object(method));
    Ok(Value::Object(document))
}

/// Parses one JSON object.
fn object(file: &str, text: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(format!("{file}: expected one object")),
        Err(error) => Err(format!("{file}: {error}")),
    }
}

/// One row of a CSV file.
struct Row<const N: usize> {
    file: &'static str,
    line: u64,
    fields: [String; N],
}

impl<const N: usize> Row<N> {
    /// The one form of every fault found in a row.
    fn fault(&self, text: impl std::fmt::Display) -> String {
        format!("{}, line {}: {text}", self.file, self.line)
    }
}

/// Parses a CSV file whose header is exactly `header`.
fn rows<const N: usize>(file: &'static str, text: &str, header: [&str; N]) -> Result<Vec<Row<N>>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let found = reader.headers().map_err(|error| format!("{file}: {error}"))?;
    if !found.iter().eq(header) {
        let found: Vec<&str> = found.iter().collect();
        return Err(format!(
            "{file}, line 1: expected the columns `{}`, found `{}`",
            header.join(","),
            found.join(",")
        ));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("{file}: {error}"))?;
        let line = record.position().map_or(0, csv::Position::line);
        let fields: Vec<String> = record.iter().map(str::to_owned).collect();
        let fields = fields.try_into().map_err(|_| format!("{file}, line {line}: expected {N} fields"))?;
        rows.push(Row { file, line, fields });
    }
    Ok(rows)
}

/// Things listed one a row, each with an id of its own in the first column.
struct Listed {
    /// Where in `entries` each id is.
    ids: BTreeMap<String, usize>,
    entries: Vec<Value>,
}

impl Listed {
    fn read<const N: usize>(
        file: &'static str,
        text: &str,
        header: [&str; N],
        entry: impl Fn(&Row<N>) -> Result<Value, String>,
    ) -> Result<Self, String> {
        let mut listed = Self { ids: BTreeMap::new(), entries: Vec::new() };
        for row in rows(file, text, header)? {
            let id = row.fields.first().map_or("", String::as_str);
            if id.is_empty() {
                return Err(row.fault("the id is empty"));
            }
            if listed.ids.insert(id.to_owned(), listed.entries.len()).is_some() {
                return Err(row.fault(format_args!("`{id}` is listed twice")));
            }
            listed.entries.push(entry(&row)?);
        }
        Ok(listed)
    }
}

/// A source as the document has it; empty fields are left out.
#[allow(clippy::unnecessary_wraps, reason = "the signature that `Listed::read` asks for")]
fn source(row: &Row<5>) -> Result<Value, String> {
    let [id, citation, address, licence, tier] = &row.fields;
    let mut source = Map::new();
    source.insert("id".into(), json!(id));
    source.insert("citation".into(), json!(citation));
    for (key, text) in [("address", address), ("licence", licence), ("tier", tier)] {
        if !text.is_empty() {
            source.insert(key.into(), json!(text));
        }
    }
    Ok(Value::Object(source))
}

/// A unit as the document has it; its members stand in one field, separated by `;`.
fn unit(row: &Row<3>) -> Result<Value, String> {
    let [id, name, members] = &row.fields;
    let mut unit = Map::new();
    unit.insert("id".into(), json!(id));
    unit.insert("name".into(), json!(name));
    if !members.is_empty() {
        let members: Vec<&str> = members.split(';').collect();
        if members.iter().any(|member| member.trim() != *member || member.is_empty()) {
            return Err(row.fault(format_args!("expected members such as `USA;KOR`, found `{}`", members.join(";"))));
        }
        unit.insert("members".into(), members.iter().map(|member| json!({ "id": member })).collect());
    }
    Ok(Value::Object(unit))
}

/// The framework's indicators in its order, each with its default source.
fn indicators(
    framework: &Map<String, Value>,
    sources: &BTreeMap<String, usize>,
) -> Result<Vec<(String, Option<String>)>, String> {
    let listed = framework.get("indicators").and_then(Value::as_array);
    let listed = listed.ok_or_else(|| format!("{FRAMEWORK}: expected a list of `indicators`"))?;
    let mut ids = BTreeSet::new();
    let mut indicators = Vec::new();
    for (index, indicator) in listed.iter().enumerate() {
        let id = indicator.get("id").and_then(Value::as_str);
        let id = id.ok_or_else(|| format!("{FRAMEWORK}: indicator {index} has no `id`"))?;
        if !ids.insert(id) {
            return Err(format!("{FRAMEWORK}: indicator `{id}` is listed twice"));
        }
        let source = indicator.get("source").and_then(Value::as_str);
        if let Some(source) = source.filter(|source| !sources.contains_key(*source)) {
            return Err(format!("{FRAMEWORK}: indicator `{id}` cites `{source}`, which {SOURCES} does not list"));
        }
        indicators.push((id.to_owned(), source.map(str::to_owned)));
    }
    Ok(indicators)
}

/// One value with what was said of it.
struct Cell {
    value: Number,
    /// Where it is not the indicator's own.
    source: Option<String>,
    note: Option<String>,
    line: u64,
}

/// All values, by indicator, unit and year: numbers of indicators and units are places in their lists.
struct Cells(BTreeMap<(usize, usize, i32), Cell>);

impl Cells {
    fn read(
        text: &str,
        units: &BTreeMap<String, usize>,
        indicators: &[(String, Option<String>)],
        sources: &BTreeMap<String, usize>,
    ) -> Result<Self, String> {
        let places: BTreeMap<&str, (usize, Option<&str>)> = indicators
            .iter()
            .enumerate()
            .map(|(place, (id, source))| (id.as_str(), (place, source.as_deref())))
            .collect();
        let mut cells: BTreeMap<(usize, usize, i32), Cell> = BTreeMap::new();
        for row in rows(OBSERVATIONS, text, ["unit", "period", "indicator", "value", "source", "note"])? {
            let [unit, period, indicator, value, source, note] = &row.fields;
            let unknown = |what: &str, id: &str, file: &str| row.fault(format_args!("{what} `{id}` is not in {file}"));

            let unit_place = *units.get(unit).ok_or_else(|| unknown("unit", unit, UNITS))?;
            let (indicator_place, usual) =
                *places.get(indicator.as_str()).ok_or_else(|| unknown("indicator", indicator, FRAMEWORK))?;
            if !source.is_empty() && !sources.contains_key(source) {
                return Err(unknown("source", source, SOURCES));
            }
            let year = period.parse().ok().filter(|year| YEARS.contains(year));
            let year = year.ok_or_else(|| row.fault(format_args!("period `{period}` is not a year")))?;
            let value =
                number(value).ok_or_else(|| row.fault(format_args!("value `{value}` is not a finite number")))?;

            let cell = Cell {
                value,
                source: Some(source).filter(|source| !source.is_empty() && usual != Some(source.as_str())).cloned(),
                note: Some(note).filter(|note| !note.is_empty()).cloned(),
                line: row.line,
            };
            if let Some(first) = cells.insert((indicator_place, unit_place, year), cell) {
                let place = format!("`{indicator}` of `{unit}` in {year}");
                return Err(row.fault(format_args!("{place} is already given in line {}", first.line)));
            }
        }
        if cells.is_empty() {
            return Err(format!("{OBSERVATIONS}: there are no observations"));
        }
        Ok(Self(cells))
    }

    /// Lays the cells out as the document's dataset.
    fn dataset(self, units: Listed, indicators: &[(String, Option<String>)]) -> Value {
        let years = || self.0.keys().map(|(_, _, year)| *year);
        let periods: Vec<i32> = match (years().min(), years().max()) {
            (Some(first), Some(last)) => (first..=last).collect(),
            _ => Vec::new(),
        };
        let unit_ids: BTreeMap<usize, &String> = units.ids.iter().map(|(id, place)| (*place, id)).collect();
        let mut columns = Vec::new();
        let mut observations = Vec::new();
        for (place, (id, _)) in indicators.iter().enumerate() {
            if self.0.range((place, 0, i32::MIN)..(place + 1, 0, i32::MIN)).next().is_none() {
                continue;
            }
            let mut values = Vec::with_capacity(unit_ids.len() * periods.len());
            for (unit_place, unit) in &unit_ids {
                for period in &periods {
                    let cell = self.0.get(&(place, *unit_place, *period));
                    values.push(cell.map_or(Value::Null, |cell| Value::Number(cell.value.clone())));
                    observations.extend(cell.and_then(|cell| cell.observation(unit, id, *period)));
                }
            }
            columns.push(json!({ "id": id, "values": values }));
        }
        let mut dataset = Map::new();
        dataset.insert("periods".into(), json!(periods));
        dataset.insert("indicators".into(), Value::Array(columns));
        if !observations.is_empty() {
            dataset.insert("observations".into(), Value::Array(observations));
        }
        dataset.insert("units".into(), Value::Array(units.entries));
        Value::Object(dataset)
    }
}

impl Cell {
    /// What the column's number cannot hold, where there is anything.
    fn observation(&self, unit: &str, indicator: &str, period: i32) -> Option<Value> {
        if self.source.is_none() && self.note.is_none() {
            return None;
        }
        let mut observation = Map::new();
        observation.insert("unit".into(), json!(unit));
        observation.insert("indicator".into(), json!(indicator));
        observation.insert("period".into(), json!(period));
        for (key, text) in [("source", &self.source), ("note", &self.note)] {
            if let Some(text) = text {
                observation.insert(key.into(), json!(text));
            }
        }
        Some(Value::Object(observation))
    }
}

/// A finite number as JSON has it: whole numbers without a point.
fn number(text: &str) -> Option<Number> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(Number::from(whole));
    }
    // `NaN` and `inf` parse too: `from_f64` refuses them.
    text.parse::<f64>().ok().and_then(Number::from_f64)
}
