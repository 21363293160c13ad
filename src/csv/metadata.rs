//! A table that describes indicators, a row each, as COINr's `iMeta`: it becomes a framework and the weights of a method.

use super::guess::Known;
use super::mapping::plain;
use super::report::{Place, Report};
use super::{new_id, text};
use crate::document::{Decoder, Value};
use crate::error::{Code, Path, Problem};
use crate::framework::{Dimension, Direction, Framework, Indicator};
use crate::limits;
use crate::method::{Choices, NodeChoices};
use comity_table::{Marks, Read};

/// What a metadata table says.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) framework: Framework,
    pub(super) weights: Vec<NodeChoices>,
    /// COINr's targets, by indicator.
    pub(super) targets: Vec<(String, f64)>,
    /// Each code, and whether it is an indicator's.
    pub(super) described: Vec<(String, bool)>,
    /// Indicators without a direction.
    undirected: Vec<String>,
    /// Dimensions that no row describes.
    made: Vec<String>,
}

/// The columns that are read, in lower case.
const COLUMNS: [&str; 8] = ["icode", "iname", "direction", "weight", "parent", "unit", "target", "type"];

/// Reads a metadata table; faults are listed, and what can be read is.
pub(super) fn read(place: Place<'_>, report: &mut Report) -> Metadata {
    let table = place.table;
    let headings: Vec<String> =
        (0..table.columns()).map(|column| plain(&text::heading(table.cell(0, column)).0)).collect();
    let at = |name: &str| headings.iter().position(|heading| heading == name);
    let [code, name, direction, weight, parent, unit, target, kind] = COLUMNS.map(at);
    let mut metadata = Metadata::default();
    if table.rows() > limits::NODES {
        let problem = Problem::new(Code::TooLarge, Path::root().with(place.name));
        report.refuse(problem.arg("what", "rows").arg("found", table.rows()).arg("limit", limits::NODES));
        return metadata;
    }
    let Some(code) = code else {
        let problem =
            place.problem(Code::CsvColumnMissing, 0, 0).arg("role", "the indicator's code (`iCode`)").arg("or", "");
        report.refuse(problem);
        return metadata;
    };
    for (column, heading) in headings.iter().enumerate() {
        if !COLUMNS.contains(&heading.as_str()) && heading != "level" {
            let guess = place.problem(Code::CsvColumnIgnored, 0, column);
            report.guess(guess.arg(
                "reason",
                "of the metadata only iCode, iName, Direction, Weight, Parent, Level, Unit, Target and Type are read",
            ));
        }
    }
    // A parent is a dimension whatever its type, and what no row has for its parent and no type names otherwise is an indicator.
    let cell = |row, column: Option<usize>| {
        column.and_then(|column| text::optional(table.cell(row, column))).map(|text| text.trim().to_owned())
    };
    let parents: Vec<Option<String>> =
        (0..table.rows()).map(|row| cell(row, parent).filter(|parent| !parent.is_empty())).collect();
    for row in 1..table.rows() {
        let mut decoder = Decoder::default();
        let id = decoder.id(&Value::Text(String::from_utf8_lossy(text::key(table.cell(row, code))).into_owned()));
        if metadata.described.iter().any(|(code, _)| *code == id) {
            report.refuse(place.problem(Code::DuplicateId, row, code).arg("id", id));
            continue;
        }
        let label = cell(row, name).filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
        let label = decoder.name(&Value::Text(label));
        let faults = decoder.into_problems();
        if !faults.is_empty() {
            for fault in faults {
                report.refuse(place.locate(fault, row, code));
            }
            continue;
        }
        let is_parent = parents.iter().flatten().any(|parent| *parent == id);
        let kind = cell(row, kind).map(|kind| plain(&kind)).unwrap_or_default();
        let is_indicator = !is_parent && matches!(kind.as_str(), "indicator" | "");
        metadata.described.push((id.clone(), is_indicator));
        if !is_indicator && !is_parent && kind != "aggregate" {
            continue;
        }
        if let Some(weight) = number(place, row, weight, report) {
            let choices = Choices::default();
            metadata.weights.push(NodeChoices { id: id.as_str().into(), weight: Some(weight), choices });
        }
        let parent = parents.get(row).cloned().flatten();
        if !is_indicator {
            let parent = parent.map(|parent| parent.as_str().into());
            metadata.framework.dimensions.push(Dimension {
                id: id.as_str().into(),
                name: label,
                parent,
                description: None,
            });
            continue;
        }
        if let Some(target) = number(place, row, target, report) {
            metadata.targets.push((id.clone(), target));
        }
        let direction = direction_of(place, row, direction, report).unwrap_or_else(|| {
            metadata.undirected.push(id.clone());
            Direction::HigherIsBetter
        });
        metadata.framework.indicators.push(Indicator {
            id: id.as_str().into(),
            name: label,
            parent: parent.unwrap_or_default().as_str().into(),
            unit_of_measure: cell(row, unit).unwrap_or_default(),
            direction,
            ..Indicator::default()
        });
    }
    metadata.complete();
    metadata
}

/// The direction that a row gives; none when it gives none. One that is neither is listed and taken as the usual one.
fn direction_of(place: Place<'_>, row: usize, column: Option<usize>, report: &mut Report) -> Option<Direction> {
    const LOWER: [&str; 6] = ["-1", "lower", "lower-is-better", "negative", "cost", "down"];
    const HIGHER: [&str; 7] = ["1", "+1", "higher", "higher-is-better", "positive", "benefit", "up"];
    let column = column?;
    let word = text::optional(place.table.cell(row, column))?.trim().to_ascii_lowercase();
    if word.is_empty() {
        return None;
    }
    if LOWER.contains(&word.as_str()) {
        return Some(Direction::LowerIsBetter);
    }
    if !HIGHER.contains(&word.as_str()) {
        report.refuse(place.problem(Code::CsvDirection, row, column));
    }
    Some(Direction::HigherIsBetter)
}

/// A number of the metadata, which write them with a point.
fn number(place: Place<'_>, row: usize, column: Option<usize>, report: &mut Report) -> Option<f64> {
    let column = column?;
    match (Marks { decimal: b'.', grouped: false, doubtful: false })
        .read(place.table.cell(row, column), super::read::parse)
    {
        Read::Empty | Read::Missing => None,
        Read::Number { value, percent: false, .. } if value.abs() <= limits::MAGNITUDE => Some(value),
        _ => {
            report.refuse(place.problem(Code::CsvNumber, row, column).arg("decimal", "."));
            None
        }
    }
}

impl Metadata {
    /// The framework of a table whose indicators nothing describes.
    pub(super) fn of(indicators: impl Iterator<Item = String>, percents: &[String]) -> Self {
        let mut metadata = Self::default();
        for id in indicators {
            let unit = if percents.contains(&id) { "%" } else { "" };
            metadata.framework.indicators.push(Indicator {
                id: id.as_str().into(),
                name: id.clone(),
                unit_of_measure: unit.to_owned(),
                ..Indicator::default()
            });
            metadata.undirected.push(id);
        }
        metadata.complete();
        metadata
    }

    /// Makes the dimensions that are named and not described, and a root where there is none, or several.
    fn complete(&mut self) {
        let framework = &mut self.framework;
        let mut named: Vec<String> =
            framework.dimensions.iter().filter_map(|node| node.parent.as_ref()).map(ToString::to_string).collect();
        named.extend(
            framework.indicators.iter().map(|node| node.parent.to_string()).filter(|parent| !parent.is_empty()),
        );
        for id in named {
            if !framework.dimensions.iter().any(|node| node.id.as_str() == id) {
                framework.dimensions.push(Dimension {
                    id: id.as_str().into(),
                    name: id.clone(),
                    ..Dimension::default()
                });
                self.described.push((id.clone(), false));
                self.made.push(id);
            }
        }
        let roots = framework.dimensions.iter().filter(|node| node.parent.is_none()).count();
        let loose = framework.indicators.iter().any(|node| node.parent.as_str().is_empty());
        let root = match framework.dimensions.iter().find(|node| node.parent.is_none()) {
            Some(root) if roots == 1 => root.id.to_string(),
            _ => {
                let taken = |id: &str| {
                    framework.dimensions.iter().any(|node| node.id.as_str() == id)
                        || framework.indicators.iter().any(|node| node.id.as_str() == id)
                };
                let id = new_id("all", taken);
                for node in framework.dimensions.iter_mut().filter(|node| node.parent.is_none()) {
                    node.parent = Some(id.as_str().into());
                }
                let name = "All indicators".to_owned();
                framework.dimensions.push(Dimension { id: id.as_str().into(), name, ..Dimension::default() });
                self.made.push(id.clone());
                id
            }
        };
        if loose {
            for node in framework.indicators.iter_mut().filter(|node| node.parent.as_str().is_empty()) {
                node.parent = root.as_str().into();
            }
        }
    }

    /// Says what was assumed.
    pub(super) fn say(&self, report: &mut Report) {
        let texts = |list: &'_ [String]| -> Vec<String> { list.to_vec() };
        for (code, what, list) in [
            (Code::CsvDirectionAssumed, "indicators", texts(&self.undirected)),
            (Code::CsvTreeAssumed, "dimensions", texts(&self.made)),
        ] {
            report.guess_of(code, what, &list.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }

    /// What it tells of the columns of the values.
    pub(super) fn known(&self) -> Known<'_> {
        Known { framework: None, described: Some(&self.described) }
    }
}
