//! Problems that need more than a document or a request: weightings, rankings, judgements, simulations, and tables that are sound but
//! leave something to be guessed.

use std::collections::BTreeSet;

use comity::csv::{self, Options};
use comity::document::Value as Tree;
use comity::sensitivity::StabilityRequest;
use comity::uncertainty::{Partial, Plan, Shard, Simulation, SimulationRequest, read_request};
use comity::{Error, Problem, ScoreRequest, Study, StudyDocument};
use serde_json::{Value, json};

use crate::support::decisions::document;

fn open(document: &Value) -> Study {
    Study::open_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}\n{document}"))
}

fn of<T>(answer: Result<T, Error>) -> Vec<Problem> {
    answer.err().map(|error| error.problems().cloned().collect()).unwrap_or_default()
}

/// What a scorecard says of itself and of its units, or why there is none.
fn said(document: &Value) -> Vec<Problem> {
    match open(document).score(&ScoreRequest::default()) {
        Ok(card) => card.notes.into_iter().chain(card.units.into_iter().flat_map(|unit| unit.notes)).collect(),
        Err(error) => error.problems().cloned().collect(),
    }
}

fn stability(document: &Value) -> Vec<Problem> {
    of(open(document).stability(&StabilityRequest::default()))
}

/// Weights and rankings.
fn methods(found: &mut Vec<(&'static str, Vec<Problem>)>) {
    let with = |ranking: Value, weighting: Value| document(&ranking, &weighting);
    let judgement = |first: &str, second: &str| json!({ "first": first, "second": second, "value": 5 });
    let cycle = json!([judgement("a", "b"), judgement("b", "c"), judgement("c", "a")]);
    let contradiction = with(json!("tree"), json!({ "method": "ahp", "judgements": cycle }));
    let mut gap = with(json!("topsis"), json!("entropy"));
    gap["dataset"]["indicators"][1]["values"][2] = Value::Null;
    let unbounded = json!({ "method": "spotis", "bounds": [{ "id": "a", "lower": 0, "upper": 10 }] });
    let mut lowest = with(json!("tree"), json!("given"));
    lowest["method"]["defaults"]["aggregation"] = json!("minimum");
    found.extend([
        ("judgements-contradict", said(&contradiction)),
        ("weights-from-data ranked-without-tree unit-incomplete", said(&gap)),
        ("ranking-impossible", said(&with(unbounded, json!("equal")))),
        ("tree-needed", stability(&gap)),
        ("analysis-impossible", stability(&lowest)),
    ]);
}

/// Two partnerships, one of them with a side that says nothing, and public opinion that one lacks.
fn judgements(found: &mut Vec<(&'static str, Vec<Problem>)>) {
    let mut document = document(&json!("tree"), &json!("given"));
    document["framework"]["dimensions"] =
        json!([{ "id": "root", "name": "Root" }, { "id": "opinion", "name": "Opinion", "parent": "root" }]);
    document["framework"]["indicators"][0]["parent"] = json!("opinion");
    document["dataset"]["units"][0]["members"] = json!([{ "id": "A" }, { "id": "B" }]);
    document["dataset"]["indicators"][0]["values"] = json!([null, null, 2, 9, 5]);
    document["dataset"]["observations"] =
        json!([{ "unit": "u0", "indicator": "a", "period": 2020, "of": "A", "value": 4 }]);
    document["method"]["opinion"] = json!({ "node": "opinion", "as": "credibility", "weight": 0.5 });
    found.push(("members-missing opinion-missing", said(&document)));
}

fn request(json: &Value) -> SimulationRequest {
    read_request(&Tree::from_json(&json.to_string()).unwrap()).unwrap()
}

/// Simulations, whole and in shards.
fn simulations(found: &mut Vec<(&'static str, Vec<Problem>)>) {
    let study = open(&document(&json!("tree"), &json!("given")));
    let other = open(&document(&json!("tree"), &json!("equal")));
    let shards = |seed: u64| {
        let asked = request(&json!({ "draws": 3_000, "seed": seed, "vary": { "weights": "uniform" } }));
        Plan::new(&study, asked).shards(3).unwrap()
    };
    let run = |shard: &Shard| study.run_shard(shard).unwrap();
    let all: Vec<Partial> = shards(1).iter().map(run).collect();
    let strange = run(&shards(2)[1]);
    let law = request(&json!({ "vary": { "weights": { "method": "order", "order": ["x"] } } }));
    let until = request(&json!({ "until": 0.01 }));
    let line = shards(1)[0].to_line();
    found.extend([
        ("law-impossible", of(Simulation::new(&study, law))),
        ("study-mismatch", of(other.run_shard(&shards(1)[0]))),
        ("plan-mismatch", of(study.conclude(vec![all[0].clone(), strange, all[2].clone()]))),
        ("shard-missing", of(study.conclude(all[..2].to_vec()))),
        ("shard-duplicate", of(study.conclude([all.clone(), all[..1].to_vec()].concat()))),
        ("shard-broken", of(Shard::from_line(&line.replace("[0,1]", "[1,0]")))),
        ("stop-rule-split", of(Plan::new(&study, until).shards(2).map(drop))),
    ]);
}

fn guesses(table: &[u8], options: Options<'_>) -> Vec<Problem> {
    csv::import(table, options).unwrap_or_else(|error| panic!("{error}")).guesses
}

/// Tables that are read, and what was guessed.
fn tables(found: &mut Vec<(&'static str, Vec<Problem>)>) {
    let plain = |table: &str| guesses(table.as_bytes(), Options::default());
    let mut shown = document(&json!("tree"), &json!("given"));
    shown["method"]["period"] = json!(2020);
    let shown = StudyDocument::from_json(&shown.to_string()).unwrap();
    let metadata = Some(&b"iCode,Direction,Parent,Target\nx,1,Index,9\ny,1,Index,8\nIndex,1,,\n"[..]);
    found.extend([
        (
            "csv-period-dropped",
            guesses(b"unit,year,a,b,c\nu0,2021,1,2,3\n", Options { into: Some(shown), ..Options::default() }),
        ),
        ("csv-encoding", guesses(b"unit,year,x\nK\xf6ln,2020,1\n", Options::default())),
        ("csv-decimal-assumed", plain("unit\tyear\tx\na\t2020\t1.234\nb\t2020\t2\n")),
        ("csv-thousands", plain("unit,year,x\na,2020,1 234\nb,2020,1'234\n")),
        ("csv-percent", plain("unit,year,x\na,2020,45%\nb,2020,7.5 %\n")),
        ("csv-missing-words", plain("unit,year,x\na,2020,NA\nb,2020,3\n")),
        ("csv-name-differs", plain("unit,name,year,x\na,A,2020,1\na,Other,2021,2\n")),
        ("csv-target", guesses(b"unit,year,x,y\na,2020,1,2\nb,2020,3,4\n", Options { metadata, ..Options::default() })),
    ]);
}

/// Everything here, with the codes that it is there for.
fn all() -> Vec<(&'static str, Vec<Problem>)> {
    let mut found = Vec::new();
    methods(&mut found);
    judgements(&mut found);
    simulations(&mut found);
    tables(&mut found);
    found
}

/// Every problem raised here.
pub(crate) fn problems() -> Vec<Problem> {
    all().into_iter().flat_map(|(_, problems)| problems).collect()
}

#[test]
fn each_provocation_raises_what_it_is_there_for_in_words() {
    for (codes, problems) in all() {
        let raised: BTreeSet<&str> = problems.iter().map(|problem| problem.code().name()).collect();
        for code in codes.split(' ') {
            assert!(raised.contains(code), "{code} is not among {raised:?}");
        }
        for problem in problems {
            let message = problem.message();
            assert!(!message.is_empty() && !message.contains(['{', '}']), "{problem}");
        }
    }
}
