//! Malformed input: every fault is named with its code and its place, all faults at once, and nothing dies of it.
//!
//! Each file beside this one is a case: `name`, the document as `input` or its JSON as `text`, and the problems `expected`, in
//! their order. `put` sets numbers that JSON cannot write. `malformed.test.mjs` puts the same files through the npm package.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that goes wrong stops at once, and its counts are small"
)]

mod ceilings;
mod codes;
mod provoked;
mod requests;
#[path = "../support/mod.rs"]
mod support;
mod sweep;
mod tables;

use std::collections::BTreeSet;

use comity::document::Value;
use comity::{Code, Problem, Segment, Study, StudyDocument};

/// One file.
struct Case {
    file: String,
    /// The document, or its text.
    input: Result<Value, String>,
    expected: Vec<String>,
}

impl Case {
    /// All problems, in the order in which they are given.
    fn problems(&self) -> Vec<Problem> {
        match &self.input {
            Ok(value) => {
                let problems = StudyDocument::validate(value);
                let told = |problems: &[Problem]| problems.iter().map(ToString::to_string).collect::<Vec<_>>();
                assert_eq!(told(&problems), told(&StudyDocument::validate(&packed(value))), "{}", self.file);
                problems
            }
            Err(text) => match Value::from_json(text) {
                Ok(value) => StudyDocument::validate(&value),
                Err(problem) => vec![problem],
            },
        }
    }
}

/// Every case beside this file, by name.
fn cases() -> Vec<Case> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/malformed");
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{error}"));
    let files =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "json"));
    let mut cases: Vec<Case> = files.map(|path| read(&path)).collect();
    cases.sort_by(|a, b| a.file.cmp(&b.file));
    cases
}

fn read(path: &std::path::Path) -> Case {
    let file = path.file_name().unwrap().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).unwrap();
    // Read as documents are, so that keys keep their order.
    let case = unpacked(Value::from_json(&text).unwrap_or_else(|problem| panic!("{file}: {problem}")));
    let mut input = match (field(&case, "input"), field(&case, "text")) {
        (Some(input), None) => Ok(input.clone()),
        (None, Some(Value::Text(text))) => Err(text.clone()),
        _ => panic!("{file}: either `input` or `text`"),
    };
    if let (Some(Value::List(puts)), Ok(input)) = (field(&case, "put"), &mut input) {
        for put in puts {
            let (Some(Value::List(at)), Some(Value::Text(number))) = (field(put, "at"), field(put, "number")) else {
                panic!("{file}: `put` is a list of `at` and `number`")
            };
            *at.iter().fold(&mut *input, |place, step| step_into(place, step)) = Value::Number(number.parse().unwrap());
        }
    }
    let Some(Value::List(expected)) = field(&case, "expected") else { panic!("{file}: `expected` is a list") };
    let expected = expected.iter().map(|problem| {
        let (Some(Value::Text(code)), Some(Value::List(path))) = (field(problem, "code"), field(problem, "path"))
        else {
            panic!("{file}: `expected` is a list of `code` and `path`")
        };
        let steps = path.iter().map(|step| match step {
            Value::Text(key) => key.clone(),
            Value::Number(index) => index.to_string(),
            other => panic!("{file}: {other:?} in a path"),
        });
        line(code, steps)
    });
    let expected = expected.collect();
    Case { file, input, expected }
}

/// The tree with every item of its lists of numbers a value of its own, to be reached into.
fn unpacked(value: Value) -> Value {
    match value {
        Value::Numbers(_) => Value::List(value.items().unwrap().into_owned()),
        Value::List(list) => Value::List(list.into_iter().map(unpacked).collect()),
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(key, value)| (key, unpacked(value))).collect()),
        value => value,
    }
}

/// The tree as text gives it: its lists of numbers as such.
fn packed(value: &Value) -> Value {
    let number = |item: &Value| match item {
        Value::Number(number) if !number.is_nan() => Some(*number),
        Value::Null => Some(f64::NAN),
        _ => None,
    };
    match value {
        Value::List(list) => match list.iter().map(number).collect::<Option<Vec<_>>>() {
            Some(numbers) if !numbers.is_empty() => Value::Numbers(numbers),
            _ => Value::List(list.iter().map(packed).collect()),
        },
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), packed(value))).collect())
        }
        value => value.clone(),
    }
}

fn field<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    let Value::Object(fields) = value else { return None };
    fields.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

fn step_into<'a>(place: &'a mut Value, step: &Value) -> &'a mut Value {
    match (place, step) {
        (Value::Object(fields), Value::Text(key)) => &mut fields.iter_mut().find(|(name, _)| name == key).unwrap().1,
        (Value::List(list), Value::Number(index)) => {
            list.iter_mut().zip(0_u32..).find(|(_, place)| f64::from(*place) >= *index).unwrap().0
        }
        (_, step) => panic!("no {step:?}"),
    }
}

/// A problem in one line: what is compared.
fn line(code: &str, path: impl Iterator<Item = String>) -> String {
    format!("{code} /{}", path.collect::<Vec<_>>().join("/"))
}

fn lines<'a>(problems: impl IntoIterator<Item = &'a Problem>) -> Vec<String> {
    let path = |problem: &Problem| -> Vec<String> {
        let step = |step: &Segment| match step {
            Segment::Key(key) => key.clone(),
            Segment::Index(index) => index.to_string(),
        };
        problem.path().segments().iter().map(step).collect()
    };
    problems.into_iter().map(|problem| line(problem.code().name(), path(problem).into_iter())).collect()
}

#[test]
fn every_malformed_document_gives_exactly_the_codes_and_paths_listed() {
    let cases = cases();
    let mut failures = Vec::new();
    for case in &cases {
        let found = lines(&case.problems());
        if found != case.expected {
            failures.push(format!(
                "{}:\n  found    {}\n  expected {}",
                case.file,
                found.join("\n           "),
                case.expected.join("\n           ")
            ));
        }
    }
    println!("{} cases, {} problems", cases.len(), cases.iter().map(|case| case.expected.len()).sum::<usize>());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(cases.len() >= 70, "{} cases", cases.len());
}

#[test]
fn opening_a_malformed_document_gives_the_very_problems_of_validating_it() {
    for case in cases() {
        let opened = match &case.input {
            Ok(value) => Study::open_value(value),
            Err(text) => Study::open_json(text),
        };
        match opened {
            Ok(_) => assert!(case.expected.is_empty(), "{}: opened", case.file),
            Err(error) => {
                assert_eq!(error.problems().cloned().collect::<Vec<_>>(), case.problems(), "{}", case.file);
                assert_eq!(lines([error.problems().next().unwrap()])[0], case.expected[0], "{}", case.file);
            }
        }
    }
}

#[test]
fn every_problem_is_worded_with_its_particulars() {
    for case in cases() {
        for problem in case.problems() {
            let message = problem.message();
            assert!(!message.is_empty() && !message.contains(['{', '}', '\n']), "{}: {problem}", case.file);
            assert!(!message.contains("{}"), "{}: {problem}", case.file);
        }
    }
}

#[test]
fn many_faults_in_one_document_are_all_named() {
    let all = cases();
    let everything = all.iter().find(|case| case.file == "everything-at-once.json").unwrap();
    let codes: BTreeSet<&str> = everything.problems().iter().map(|problem| problem.code().name()).collect();
    for code in [
        Code::UnknownKey,
        Code::WrongType,
        Code::NumberNotFinite,
        Code::NumberAbsurd,
        Code::DuplicateId,
        Code::IdUnusable,
        Code::TreeCycle,
        Code::WeightsZero,
        Code::ParentUnknown,
        Code::NodeUnknown,
    ] {
        assert!(codes.contains(code.name()), "{}", code.name());
    }
}
