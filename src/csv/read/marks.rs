//! What points and commas stand for.

use crate::csv::mapping::{Mapping, Role};
use crate::csv::report::{Place, Report};
use crate::error::{Code, Path, Problem};
use comity_table::{Evidence, Marks};

/// What points and commas stand for in a table: as the caller says, else as its cells show.
pub(in crate::csv) fn marks(given: &Mapping, mapping: &mut Mapping, place: Place<'_>, report: &mut Report) -> Marks {
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
