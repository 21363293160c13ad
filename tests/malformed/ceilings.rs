//! Ceilings: what is too much is refused at once, whatever it is too much of.

use std::time::{Duration, Instant};

use comity::document::Value;
use comity::{Code, Problem, Study, StudyDocument, limits};
use serde_json::json;

use crate::lines;

/// How long anything here may take, without optimisation and on a busy machine: no bound on speed, only what tells a hang.
const PATIENCE: Duration = Duration::from_secs(60);

fn validate(text: &str) -> Vec<Problem> {
    let begin = Instant::now();
    let problems = match Value::from_json(text) {
        Ok(value) => StudyDocument::validate(&value),
        Err(problem) => vec![problem],
    };
    let took = begin.elapsed();
    assert!(took < PATIENCE, "{took:?}");
    problems
}

/// A study of one rubric indicator, so many units and periods, and these values.
fn document(units: usize, periods: usize, values: &serde_json::Value) -> serde_json::Value {
    json!({
        "schema": 0, "id": "large", "title": "Large",
        "framework": {
            "dimensions": [{ "id": "all", "name": "All" }],
            "indicators": [{
                "id": "trust", "name": "Trust", "parent": "all", "unitOfMeasure": "level", "direction": "higher-is-better",
                "rubric": [{ "level": 1, "description": "low" }, { "level": 2, "description": "high" }],
            }],
        },
        "dataset": {
            "units": (0..units).map(|unit| json!({ "id": format!("u{unit}"), "name": "U" })).collect::<Vec<_>>(),
            "periods": (0..periods).collect::<Vec<_>>(),
            "indicators": [{ "id": "trust", "values": values }],
        },
        "method": {},
    })
}

fn more_cells() -> String {
    document(2_001, 2_000, &json!([])).to_string()
}

fn more_problems() -> String {
    document(1, 1_001, &json!(vec!["one"; 1_001])).to_string()
}

fn more_nodes() -> String {
    let mut large = document(1, 1, &json!([1]));
    let more = (0..limits::NODES).map(|number| json!({ "id": format!("d{number}"), "name": "D", "parent": "all" }));
    large["framework"]["dimensions"].as_array_mut().unwrap().extend(more);
    large.to_string()
}

/// What this module raises.
pub(crate) fn problems() -> Vec<Problem> {
    [more_cells(), more_problems(), more_nodes()].iter().flat_map(|text| validate(text)).collect()
}

#[test]
fn more_cells_than_the_ceiling_are_refused_before_anything_is_laid_out() {
    assert_eq!(lines(&validate(&more_cells())), ["too-large /dataset"]);
}

#[test]
fn more_nodes_than_the_ceiling_are_refused() {
    let problems = lines(&validate(&more_nodes()));
    assert_eq!(problems, ["too-large /framework"]);
}

#[test]
fn more_bytes_than_the_ceiling_are_refused_unread() {
    let text = " ".repeat(limits::DOCUMENT_BYTES + 1);
    let begin = Instant::now();
    assert_eq!(lines(&validate(&text)), ["too-large /"]);
    assert!(begin.elapsed() < Duration::from_millis(100), "{:?}", begin.elapsed());
}

#[test]
fn more_values_than_the_ceiling_are_refused() {
    let text = format!("[{}0]", "0,".repeat(limits::DOCUMENT_VALUES));
    assert_eq!(lines(&validate(&text)), ["too-large /"]);
}

#[test]
fn problems_are_listed_up_to_the_ceiling_and_the_rest_is_said() {
    let problems = validate(&more_problems());
    assert_eq!(problems.len(), limits::PROBLEMS + 1);
    assert_eq!(lines(&problems)[limits::PROBLEMS], "more-problems /");
    assert_eq!(lines(&problems)[limits::PROBLEMS - 1], "wrong-type /dataset/indicators/0/values/999");
}

#[test]
fn a_million_faults_of_one_kind_cost_no_more_memory_than_are_listed() {
    let text = document(1_000, 1_000, &json!(vec![3; 1_000_000])).to_string();
    let problems = validate(&text);
    assert_eq!(problems.len(), limits::PROBLEMS + 1);
    assert_eq!(lines(&problems)[0], "value-not-a-level /dataset/indicators/0/values/0");
    assert_eq!(problems.last().map(Problem::code), Some(Code::MoreProblems));
}

#[test]
fn a_chain_of_dimensions_as_long_as_there_may_be_nodes_is_refused_at_once() {
    let mut large = document(1, 1, &json!([1]));
    let parent = |number: usize| if number == 0 { "all".to_owned() } else { format!("d{}", number - 1) };
    let chain = (0..limits::NODES - 2)
        .map(|number| json!({ "id": format!("d{number}"), "name": "D", "parent": parent(number) }));
    large["framework"]["dimensions"].as_array_mut().unwrap().extend(chain);
    large["framework"]["indicators"][0]["parent"] = json!(format!("d{}", limits::NODES - 3));
    let problems = validate(&large.to_string());
    assert!(problems.iter().any(|problem| problem.code() == Code::TooLarge));
    // A chain that bites its own tail.
    large["framework"]["dimensions"][1]["parent"] = json!(format!("d{}", limits::NODES - 3));
    let problems = validate(&large.to_string());
    assert_eq!(lines(&problems).iter().filter(|line| line.starts_with("tree-cycle")).count(), 1);
}

#[test]
fn a_field_given_a_million_times_among_a_million_unknown_ones_is_refused_at_once() {
    let text = format!("{{{}{}\"schema\":0}}", "\"x\":0,".repeat(500_000), "\"title\":0,".repeat(500_000));
    let problems = validate(&text);
    assert_eq!(problems.last().map(Problem::code), Some(Code::MoreProblems));
}

#[test]
fn many_columns_that_nothing_knows_are_refused_at_once() {
    let mut large = document(1, 1, &json!([1]));
    let indicator = large["framework"]["indicators"][0].clone();
    let more = (0..limits::NODES - 2).map(|number| {
        let mut indicator = indicator.clone();
        indicator["id"] = json!(format!("an-indicator-of-a-long-name-{number}"));
        indicator
    });
    large["framework"]["indicators"].as_array_mut().unwrap().extend(more);
    let columns = (0..200_000)
        .map(|number| json!({ "id": format!("an-indicator-of-a-long-name-{}", 1_990 + number), "values": [1] }));
    large["dataset"]["indicators"] = columns.collect();
    let problems = validate(&large.to_string());
    assert_eq!(problems.last().map(Problem::code), Some(Code::MoreProblems));
}

#[test]
fn at_the_ceiling_a_document_opens() {
    let text = document(1_000, 1_000, &json!(vec![1; 1_000_000])).to_string();
    let begin = Instant::now();
    let study = Study::open_json(&text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(study.outline().units.len(), 1_000);
    assert!(begin.elapsed() < PATIENCE, "{:?}", begin.elapsed());
}
