//! Broken tables: each file in `csv/` is one, with the codes and paths that it must give. `malformed.test.mjs` puts the same files
//! through the npm package.

use comity::csv::{self, Import, Mapping, Options};
use comity::document::{Decode, Decoder, Value};
use comity::{Error, Problem, Study, StudyDocument};
use serde_json::Value as Json;

use crate::lines;

struct Case {
    file: String,
    case: Json,
}

fn cases() -> Vec<Case> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/malformed/csv");
    let mut cases: Vec<Case> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            let case = serde_json::from_str(&std::fs::read_to_string(&path).unwrap());
            Case { case: case.unwrap_or_else(|error| panic!("{file}: {error}")), file }
        })
        .collect();
    cases.sort_by(|a, b| a.file.cmp(&b.file));
    cases
}

fn sound() -> StudyDocument {
    let text = include_str!("sound.json");
    let case: Json = serde_json::from_str(text).unwrap();
    StudyDocument::from_json(&case["input"].to_string()).unwrap()
}

fn count(value: &Json) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

impl Case {
    /// The table: as it is written, or as it is to be made.
    fn data(&self) -> Vec<u8> {
        let case = &self.case;
        if let Some(text) = case["data"].as_str() {
            return text.as_bytes().to_vec();
        }
        if let Some(bytes) = case["bytes"].as_array() {
            return bytes.iter().map(|byte| u8::try_from(byte.as_u64().unwrap()).unwrap()).collect();
        }
        if let Some([before, part, times, after]) = case["template"].as_array().map(Vec::as_slice) {
            let part = part.as_str().unwrap().repeat(count(times));
            return [before.as_str().unwrap(), &part, after.as_str().unwrap()].concat().into_bytes();
        }
        if case["columns"].is_u64() {
            return format!("a{}\n", ",a".repeat(count(&case["columns"]) - 1)).into_bytes();
        }
        if case["diagonal"].is_u64() {
            let rows = (0..count(&case["diagonal"])).map(|at| format!("u{at},{at},1\n"));
            return format!("unit,year,visits\n{}", rows.collect::<String>()).into_bytes();
        }
        vec![b'a'; count(&case["size"])]
    }

    fn import(&self) -> Result<Import, Error> {
        let case = &self.case;
        let mut options = Options::default();
        let metadata = case["metadata"].as_str().map(str::as_bytes);
        options.metadata = metadata;
        if case["into"] == true {
            options.into = Some(sound());
        }
        if case["study"].is_object() {
            options.into =
                Some(StudyDocument::from_json(&case["study"].to_string()).map_err(|error| error.within("into"))?);
        }
        if case["mapping"].is_object() {
            let mut decoder = Decoder::default();
            options.mapping = Mapping::decode(&Value::from_json(&case["mapping"].to_string()).unwrap(), &mut decoder);
            if let Some(error) = Error::from_problems(decoder.into_problems()) {
                return Err(error.within("mapping"));
            }
        }
        csv::import(&self.data(), options)
    }
}

/// What this module raises: problems, and guesses.
pub(crate) fn problems() -> Vec<Problem> {
    let of = |case: &Case| match case.import() {
        Ok(import) => [import.problems, import.guesses].concat(),
        Err(error) => error.problems().cloned().collect(),
    };
    cases().iter().flat_map(of).collect()
}

#[test]
fn every_broken_table_gives_exactly_the_codes_and_paths_listed_and_the_rest_is_imported() {
    let mut failures = Vec::new();
    for case in cases() {
        let expected: Vec<String> = case.case["expected"]
            .as_array()
            .unwrap()
            .iter()
            .map(|problem| {
                let step = |step: &Json| step.as_str().map_or_else(|| step.to_string(), str::to_owned);
                let path = problem["path"].as_array().unwrap().iter().map(step);
                crate::line(problem["code"].as_str().unwrap(), path)
            })
            .collect();
        let begin = std::time::Instant::now();
        let (found, thrown, document, said) = match case.import() {
            Ok(import) => {
                let counts = import.counts;
                assert_eq!(
                    counts.cells,
                    counts.imported + counts.missing + counts.refused,
                    "{}: {counts:?}",
                    case.file
                );
                for problem in import.problems.iter().chain(&import.guesses) {
                    let message = problem.message();
                    assert!(!message.is_empty() && !message.contains(['{', '}']), "{}: {message}", case.file);
                }
                if let Some(document) = &import.document {
                    Study::open(document).unwrap_or_else(|error| panic!("{}: {error}", case.file));
                }
                let said: Vec<&str> = import.guesses.iter().map(|guess| guess.code().name()).collect();
                (lines(&import.problems), false, import.document.is_some(), said.join(" "))
            }
            Err(error) => (lines(error.problems()), true, false, String::new()),
        };
        assert!(begin.elapsed().as_secs() < 60, "{}", case.file);
        let is = |key: &str| case.case[key] == true;
        if found != expected || thrown != is("thrown") || document != is("document") {
            failures.push(format!(
                "{}: thrown {thrown}, document {document}\n  found    {}\n  expected {}",
                case.file,
                found.join("\n           "),
                expected.join("\n           ")
            ));
        }
        for code in case.case["said"].as_array().into_iter().flatten() {
            assert!(said.contains(code.as_str().unwrap()), "{}: {said}", case.file);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn problems_of_a_table_are_listed_up_to_the_ceiling_and_counted_beyond_it() {
    let rows: String = (0..5_000).map(|at| format!("u{at},2020,x{at},1\n")).collect();
    let import = csv::import(
        format!("unit,year,visits,trust\n{rows}").as_bytes(),
        Options {
            mapping: Mapping {
                columns: vec![csv::MappedColumn { header: "visits".into(), role: csv::Role::Values, indicator: None }],
                ..Mapping::default()
            },
            ..Options::default()
        },
    )
    .unwrap();
    assert_eq!(import.problems.len(), comity::limits::PROBLEMS + 1);
    assert_eq!((import.counts.refused, import.counts.imported), (5_000, 5_000));
    assert_eq!(lines(import.problems.last())[0], "more-problems /");
}
