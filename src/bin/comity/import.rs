//! `comity import`: how a table is to be read, and what came of it.

use std::fmt::Write as _;
use std::path::Path;

use comity::Error;
use comity::csv::{Counts, Import, Mapping};
use comity::document::{Decode, Decoder, Value};

use super::{Failure, aligned};

pub(crate) fn read_mapping(text: &str) -> Result<Mapping, Failure> {
    let mut decoder = Decoder::default();
    let mapping = Value::from_json(text).map(|value| Mapping::decode(&value, &mut decoder)).map_err(Error::from);
    let problems = decoder.into_problems();
    let mapping = mapping.and_then(|mapping| Error::from_problems(problems).map_or(Ok(mapping), Err));
    Ok(mapping.map_err(|error| error.within("mapping"))?)
}

/// How the table was read, what was guessed, and what was refused.
pub(crate) fn import_table(import: &Import, output: Option<&Path>) -> String {
    let mut text = String::from("columns\n");
    let mut rows = vec![["column", "heading", "read as"].map(str::to_owned).to_vec()];
    for (index, column) in import.mapping.columns.iter().enumerate() {
        let role = match &column.indicator {
            Some(indicator) => format!("values of {indicator}"),
            None => column.role.name().to_owned(),
        };
        rows.push(vec![(index + 1).to_string(), one_line(&column.header), role]);
    }
    text.push_str(&aligned(&rows, 1));
    text.push_str("\nguesses\n");
    for guess in import.guesses.iter().filter(|guess| guess.code() != comity::Code::CsvColumn) {
        let _ = writeln!(text, "{}", guess.message());
    }
    if !import.problems.is_empty() {
        text.push_str("\nrefused\n");
        let mut rows =
            vec![["row", "column", "heading", "value", "reason, and what would mend it"].map(str::to_owned).to_vec()];
        for problem in &import.problems {
            let argument = |name: &str| {
                let found = problem.args().iter().find(|(known, _)| *known == name);
                found.map_or(String::new(), |(_, argument)| one_line(&argument.to_string()))
            };
            let mut row = ["row", "column", "header", "value"].map(argument).to_vec();
            row.push(format!("{} [{}]", one_line(&problem.message()), problem.code().name()));
            rows.push(row);
        }
        text.push_str(&aligned(&rows, 2));
    }
    let Counts { rows, cells, imported, missing, refused } = import.counts;
    let _ = writeln!(text, "\n{rows} rows, {cells} cells: {imported} imported, {missing} missing, {refused} refused");
    let _ = match (&import.document, output) {
        (None, _) => writeln!(text, "no study can be made yet: see above what is needed"),
        (Some(_), None) => writeln!(text, "nothing is written: `-o study.json` writes the study"),
        (Some(_), Some(path)) => writeln!(text, "the study is in {}", path.display()),
    };
    text
}

/// A text of a table's cell, on one line.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
