//! CSV in and out: a table becomes a study, a study's observations become a table that reads back to the same study.
//!
//! Columns, marks and words for nothing are guessed, and every guess is said; a cell that cannot be read is refused with its row,
//! its column and what would mend it, and all others are read. `comity_table` splits the text and reads numbers; here is what they mean.
//!
//! | file | does |
//! |---|---|
//! | `mapping` | how a table is read: its marks, what each column is, the words that headings are known by |
//! | `guess` | what the caller left out of it |
//! | `read` | rows become values and their details |
//! | `metadata` | COINr's `iMeta` becomes a framework and weights |
//! | `export` | a dataset becomes a table |
//! | `text` | the apostrophe before what a spreadsheet would take for a formula |
//! | `report` | what is said |

mod export;
mod guess;
mod mapping;
mod metadata;
mod read;
mod report;
mod text;

use std::borrow::Cow;

use serde::Serialize;

use crate::data::Unit;
use crate::document::SCHEMA;
use crate::document::order::{self, Index};
use crate::error::{Code, Error, Path, Problem};
use crate::framework::{Basis, Direction, Goalposts, Source};
use crate::limits;
use crate::method::{Choices, Method};
use crate::normalisation::{Normalisation, min_max::MinMax};
use crate::numeric::is_missing;
use crate::study::{StudyDocument, StudyId};
use comity_table::{Encoding, Fault, Limits, Table};
use guess::Known;
use metadata::Metadata;
use read::{Found, Reading};
use report::{Place, Report};

pub use export::export;
pub use mapping::{Layout, MappedColumn, Mapping, Role};
pub use report::Counts;

/// What a table is read with.
#[derive(Debug, Clone, Default)]
pub struct Options<'a> {
    /// What is not to be guessed.
    pub mapping: Mapping,
    /// The study whose framework and method the values belong to; its own values are replaced.
    pub into: Option<StudyDocument>,
    /// A table that describes the indicators, as COINr's `iMeta`; not with `into`.
    pub metadata: Option<&'a [u8]>,
}

/// What came of a table.
#[derive(Debug, Clone, Serialize)]
pub struct Import {
    /// The study, which always opens; none when no column says what the units, the periods or the values are. Not serialised: what
    /// else there is stands beside it.
    #[serde(skip)]
    pub document: Option<StudyDocument>,
    /// How the table was read.
    pub mapping: Mapping,
    /// Every guess and assumption.
    pub guesses: Vec<Problem>,
    /// Every cell and row that was refused, up to [`limits::PROBLEMS`].
    pub problems: Vec<Problem>,
    /// How much was read.
    pub counts: Counts,
    /// The first rows as they stand, the headings first: for a reader to see what the columns are.
    pub preview: Vec<Vec<String>>,
}

/// Rows of a preview below the headings.
const PREVIEWED: usize = 5;

/// Makes a study of a table.
///
/// # Errors
/// [`Code::CsvEmpty`], [`Code::CsvBinary`] or [`Code::TooLarge`] when there is no table to read at all.
pub fn import(data: &[u8], options: Options<'_>) -> Result<Import, Error> {
    let mut report = Report::default();
    let given = options.mapping;
    let mut metadata = match options.metadata {
        None => None,
        Some(bytes) => {
            let (table, _) = split(bytes, "metadata", None, &mut report)?;
            Some(metadata::read(Place { table: &table, name: "metadata" }, &mut report))
        }
    };
    let (table, delimiter) = split(data, "data", given.delimiter, &mut report)?;
    let place = Place { table: &table, name: "data" };
    report.counts.rows = table.rows() - 1;
    let framework = options.into.as_ref().map(|study| &study.framework);
    let known = match (&metadata, framework) {
        (Some(metadata), None) => metadata.known(),
        _ => Known { framework, described: None },
    };
    let mut mapping = guess::complete(&given, &table, known, &mut report);
    mapping.delimiter = Some(char::from(delimiter));
    let marks = read::marks(&given, &mut mapping, place, &mut report);
    let fixed = framework.or(metadata.as_ref().map(|metadata| &metadata.framework));
    let mut reading = Reading::new(place, &mapping, marks, fixed, &mut report);
    let mut document = None;
    if !reading.lacks() {
        reading.rows();
        let mut found = reading.finish()?;
        if found.dataset.units.is_empty() || found.dataset.periods.is_empty() {
            let what = if found.dataset.units.is_empty() { "units" } else { "periods" };
            report.refuse(Problem::new(Code::CsvEmpty, Path::root().with("data")).arg("what", what));
        } else {
            let made = match options.into {
                Some(study) => into(study, &mut found, &mut report),
                None => fresh(metadata.take(), &mut found, &mut report),
            };
            document = assemble(made, found, place, &mut report);
        }
    }
    let preview = (0..table.rows().min(1 + PREVIEWED))
        .map(|row| (0..table.columns()).map(|column| report::shown(table.cell(row, column))).collect())
        .collect();
    Ok(Import { document, mapping, guesses: report.guesses, problems: report.problems, counts: report.counts, preview })
}

/// Decodes and splits a table, and says how.
fn split(bytes: &[u8], name: &'static str, delimiter: Option<char>, report: &mut Report) -> Result<(Table, u8), Error> {
    let path = Path::root().with(name);
    let too_large = |what: &str, found: usize, limit: usize| -> Error {
        Problem::new(Code::TooLarge, path.clone()).arg("what", what).arg("found", found).arg("limit", limit).into()
    };
    if bytes.len() > limits::TABLE_BYTES {
        return Err(too_large("bytes", bytes.len(), limits::TABLE_BYTES));
    }
    let (text, encoding) = comity_table::decode(bytes);
    let text: Cow<'_, [u8]> = text;
    let delimiter_found = comity_table::guess_delimiter(&text);
    let used = delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()).unwrap_or(delimiter_found);
    let limits = Limits { columns: limits::TABLE_COLUMNS, cells: limits::TABLE_CELLS };
    let table = Table::split(&text, used, limits).map_err(|fault| match fault {
        Fault::Columns => too_large("columns", limits::TABLE_COLUMNS + 1, limits::TABLE_COLUMNS),
        Fault::Cells => too_large("cells", limits::TABLE_CELLS + 1, limits::TABLE_CELLS),
    })?;
    let zero = |column: usize| table.cell(0, column).contains(&0);
    if (encoding == Encoding::Windows1252 && bytes.contains(&0)) || (0..table.columns()).any(zero) {
        return Err(Problem::new(Code::CsvBinary, path).into());
    }
    for ragged in &table.ragged {
        let problem = Problem::new(Code::CsvRowLength, path.clone().with(ragged.row)).arg("row", ragged.row + 1);
        report.refuse(problem.arg("found", ragged.found).arg("expected", table.columns()));
    }
    if let Some(row) = table.open_quote {
        report.refuse(Problem::new(Code::CsvQuoteOpen, path.clone().with(row)).arg("row", row + 1));
    }
    if table.rows() < 2 {
        let what = if table.rows() == 0 { "headings" } else { "rows" };
        let mut problems = std::mem::take(&mut report.problems);
        problems.push(Problem::new(Code::CsvEmpty, path).arg("what", what));
        return Err(Error::from_problems(problems).unwrap_or_else(|| Problem::new(Code::CsvEmpty, Path::root()).into()));
    }
    if encoding != Encoding::Utf8 {
        report.guess(Problem::new(Code::CsvEncoding, path.clone()).arg("encoding", encoding.name()));
    }
    if delimiter.is_none() && table.columns() > 1 {
        let names = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")];
        let words = names.iter().find(|(mark, _)| *mark == used).map_or("", |(_, words)| *words);
        report.guess(Problem::new(Code::CsvDelimiter, path).arg("delimiter", words));
    }
    Ok((table, used))
}

/// The id that begins so and is free.
fn new_id(wanted: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut id = wanted.to_owned();
    while taken(&id) {
        id.push('_');
    }
    id
}

/// The study to be filled: what it had stands, but for its values.
fn into(mut made: StudyDocument, found: &mut Found, report: &mut Report) -> StudyDocument {
    let before = std::mem::take(&mut made.dataset);
    let years = |periods: &[i32]| -> Vec<String> { periods.iter().map(ToString::to_string).collect() };
    let (old_years, new_years) = (years(&before.periods), years(&found.dataset.periods));
    let (old_years, new_years) = (refs(&old_years), refs(&new_years));
    let ids = |units: &'_ [Unit]| -> Vec<String> { units.iter().map(|unit| unit.id.to_string()).collect() };
    let (old, new) = (ids(&before.units), ids(&found.dataset.units));
    let (old, new) = (refs(&old), refs(&new));
    for (code, what, of, other) in [
        (Code::CsvAdded, "units", &new, &old),
        (Code::CsvDropped, "units", &old, &new),
        (Code::CsvAdded, "periods", &new_years, &old_years),
        (Code::CsvDropped, "periods", &old_years, &new_years),
    ] {
        let known = Index::of_ids(other.iter().copied());
        let names: Vec<&str> = of.iter().copied().filter(|name| known.position(order::id(name)).is_none()).collect();
        report.guess_of(code, what, &names);
    }
    let known = Index::of_ids(old.iter().copied());
    for (unit, named) in found.dataset.units.iter_mut().zip(&found.named) {
        let known = known.position(order::id(unit.id.as_str())).and_then(|at| before.units.get(at));
        let Some(known) = known else { continue };
        if !named {
            unit.name.clone_from(&known.name);
        }
        // Tables have no column for it.
        unit.group.clone_from(&known.group);
        if unit.members.is_empty() {
            unit.members.clone_from(&known.members);
        }
    }
    // A method that shows a year which is gone shows the last one, and the study's own says so.
    let gone = |method: &Method| method.period.is_some_and(|period| !found.dataset.periods.contains(&period));
    if let (true, Some(period)) = (gone(&made.method), made.method.period) {
        report.guess(Problem::new(Code::CsvPeriodDropped, Path::root()).arg("period", period));
    }
    let presets = made.presets.iter_mut().map(|preset| &mut preset.method);
    for method in std::iter::once(&mut made.method).chain(presets) {
        if gone(method) {
            method.period = None;
        }
    }
    made
}

fn refs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// A study made from a table, and from the metadata if there are any.
fn fresh(metadata: Option<Metadata>, found: &mut Found, report: &mut Report) -> StudyDocument {
    let ids = || found.dataset.indicators.iter().map(|column| column.id.to_string());
    let mut metadata = metadata.unwrap_or_else(|| Metadata::of(ids(), &found.percents));
    metadata.say(report);
    let mut with_target = Vec::new();
    for (id, target) in &metadata.targets {
        let column = found.dataset.indicators.iter().find(|column| column.id.as_str() == id);
        let values = column.map(|column| column.values.as_slice()).unwrap_or_default();
        let present = || values.iter().copied().filter(|value| !is_missing(*value));
        let indicator = metadata.framework.indicators.iter_mut().find(|indicator| indicator.id.as_str() == id);
        let Some(indicator) = indicator else { continue };
        let (lower, upper) = match indicator.direction {
            Direction::LowerIsBetter => (*target, present().fold(f64::NEG_INFINITY, f64::max)),
            _ => (present().fold(f64::INFINITY, f64::min), *target),
        };
        if lower.is_finite() && upper.is_finite() && lower < upper {
            indicator.goalposts = Some(Goalposts { lower, upper, basis: Basis::Judgement, source: None });
            with_target.push(id.as_str());
        }
    }
    report.guess_of(Code::CsvTarget, "indicators", &with_target);
    let defaults = Choices { normalisation: Some(Normalisation::MinMax(MinMax::default())), ..Choices::default() };
    report.guess(Problem::new(Code::CsvScaleAssumed, Path::root()));
    StudyDocument {
        schema: SCHEMA,
        id: StudyId::from("imported"),
        title: "Imported table".to_owned(),
        framework: metadata.framework,
        method: Method { defaults, nodes: metadata.weights, ..Method::default() },
        ..StudyDocument::default()
    }
}

/// Puts the values into the study, lists the sources they cite, and checks the whole as any document is.
fn assemble(
    mut study: StudyDocument,
    mut found: Found,
    place: Place<'_>,
    report: &mut Report,
) -> Option<StudyDocument> {
    let mut added = Vec::new();
    for source in &found.sources {
        if study.framework.source(&source.as_str().into()).is_none() {
            study.framework.sources.push(Source {
                id: source.as_str().into(),
                citation: source.clone(),
                ..Source::default()
            });
            added.push(source.as_str());
        }
    }
    report.guess_of(Code::CsvAdded, "sources", &added);
    read::judge(&mut found, &study.framework, place, report);
    study.dataset = found.dataset;
    let mut problems = Vec::new();
    study.check(&mut problems);
    let sound = problems.is_empty();
    for problem in problems {
        report.refuse(problem);
    }
    sound.then_some(study)
}
