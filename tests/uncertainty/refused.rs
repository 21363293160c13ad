//! What cannot be simulated, merged or read is refused by name.

use comity::document::Value;
use comity::sensitivity::StabilityRequest;
use comity::uncertainty::{Partial, Plan, Shard, Simulation, read_request};
use comity::{Code, Error, Study};
use serde_json::json;

use crate::support::decisions;
use crate::{open, request, some, study};

fn refused(asked: &serde_json::Value) -> Code {
    let study = open(&study(&some(), &json!([])));
    let request = read_request(&Value::from_json(&asked.to_string()).unwrap());
    let simulation = request.and_then(|request| Simulation::new(&study, request));
    simulation.map_err(|error: Error| error.code()).err().unwrap_or_else(|| panic!("{asked} was not refused"))
}

#[test]
fn every_faulty_request_has_its_code() {
    let table = [
        (json!({ "draws": 0 }), Code::NumberOutOfRange),
        (json!({ "draws": 1e9 }), Code::NumberOutOfRange),
        (json!({ "draws": 1.5 }), Code::NumberNotWhole),
        (json!({ "seed": -1 }), Code::NumberOutOfRange),
        (json!({ "seeds": 1 }), Code::UnknownKey),
        (json!({ "design": "halton" }), Code::UnknownChoice),
        (json!({ "until": 0 }), Code::NumberOutOfRange),
        (json!({ "period": 1066 }), Code::PeriodUnknown),
        (json!({ "weights": [{ "id": "x", "weight": 1 }] }), Code::NodeUnknown),
        (json!({ "vary": { "weights": "roughly" } }), Code::UnknownChoice),
        (json!({ "vary": { "weights": { "method": "within" } } }), Code::MissingKey),
        (json!({ "vary": { "weights": { "method": "around", "concentration": 0 } } }), Code::NumberOutOfRange),
        (json!({ "vary": { "weights": { "method": "order", "order": ["x"] } } }), Code::LawImpossible),
        (json!({ "vary": { "dimensions": [{ "id": "i0", "weights": "uniform" }] } }), Code::NodeUnknown),
        (json!({ "vary": { "missing": "zero" } }), Code::UnknownChoice),
        (
            json!({ "vary": { "method": { "alternatives": [{ "id": "a", "options": [[{ "node": "x", "choices": {} }]] }] } } }),
            Code::NodeUnknown,
        ),
        (
            json!({ "vary": { "method": { "alternatives": [{ "id": "a", "options":
                [[{ "node": "i0", "choices": { "normalisation": "rubric-level" } }]] }] } } }),
            Code::RubricMissing,
        ),
        (
            json!({ "vary": { "method": { "alternatives": (0..10).map(|id| json!({ "id": format!("a{id}"), "options": [[], []] }))
                .collect::<Vec<_>>() } } }),
            Code::TooLarge,
        ),
    ];
    for (asked, code) in table {
        assert_eq!(refused(&asked), code, "{asked}");
    }
}

#[test]
fn partials_that_do_not_make_one_whole_are_refused() {
    let study = open(&study(&some(), &json!([])));
    let run = |asked: &serde_json::Value| -> Vec<Partial> {
        let shards = Plan::new(&study, request(asked)).shards(3).unwrap();
        shards.iter().map(|shard| study.run_shard(shard).unwrap()).collect()
    };
    let code = |partials: Vec<Partial>| study.conclude(partials).map_err(|error| error.code()).unwrap_err();
    let all = run(&json!({ "draws": 5_000 }));
    assert_eq!(code(Vec::new()), Code::Empty);
    assert_eq!(code(all[..2].to_vec()), Code::ShardMissing);
    assert_eq!(code(vec![all[0].clone(), all[2].clone()]), Code::ShardMissing);
    assert_eq!(code([all.clone(), vec![all[1].clone()]].concat()), Code::ShardDuplicate);
    let others = run(&json!({ "draws": 5_000, "seed": 9 }));
    assert_eq!(code(vec![all[0].clone(), others[1].clone(), all[2].clone()]), Code::PlanMismatch);
    let mut rows = some();
    rows[0].1[0] = Some(81.0);
    let other = open(&crate::study(&rows, &json!([])));
    assert_eq!(other.conclude(all).unwrap_err().code(), Code::StudyMismatch);
    let shard = &Plan::new(&study, request(&json!({}))).shards(1).unwrap()[0];
    assert_eq!(other.run_shard(shard).unwrap_err().code(), Code::StudyMismatch);
    let asked = request(&json!({ "until": 0.01 }));
    assert_eq!(Plan::new(&study, asked).shards(2).unwrap_err().code(), Code::StopRuleSplit);
}

#[test]
fn lines_that_this_engine_did_not_write_are_refused() {
    let study = open(&study(&some(), &json!([])));
    let shard = Plan::new(&study, request(&json!({ "draws": 3_000 }))).shards(1).unwrap()[0].to_line();
    let partial = study.run_shard(&Shard::from_line(&shard).unwrap()).unwrap().to_line();
    let changed = |line: &str, from: &str, to: &str| {
        assert!(line.contains(from), "{line}");
        line.replacen(from, to, 1)
    };
    let shards = [
        (changed(&shard, "[0,3]", "[0,4]"), Code::ShardBroken),
        (changed(&shard, "[0,3]", "[3,0]"), Code::ShardBroken),
        (changed(&shard, "\"version\":1", "\"version\":2"), Code::SchemaUnknown),
        (changed(&shard, "\"shard\"", "\"partial\""), Code::UnknownChoice),
        ("{".to_owned(), Code::JsonSyntax),
    ];
    for (line, code) in shards {
        assert_eq!(Shard::from_line(&line).unwrap_err().code(), code, "{line}");
    }
    let partials = [
        (changed(&partial, "[[0,3]]", "[[0,2]]"), Code::ShardBroken),
        (changed(&partial, "[[0,3]]", "[[0,2],[1,3]]"), Code::ShardDuplicate),
        (changed(&partial, "\"units\":4", "\"units\":5"), Code::ShardBroken),
        (changed(&partial, "\"units\":4", "\"units\":4000000"), Code::ShardBroken),
        (changed(&partial, "\"columns\":[\"", "\"columns\":[\"x "), Code::ShardBroken),
        (changed(&partial, "\"columns\":[\"", "\"columns\":[\"0*99999999999 "), Code::ShardBroken),
    ];
    for (line, code) in partials {
        assert_eq!(Partial::from_line(&line).unwrap_err().code(), code, "{line}");
    }
}

#[test]
fn rankings_without_the_tree_have_no_simulation_and_no_exact_stability() {
    let mut document = study(&some(), &json!([]));
    document["method"] = json!({ "ranking": "topsis" });
    let study = open(&document);
    let simulated = Simulation::new(&study, request(&json!({}))).map(|_| ()).unwrap_err();
    let stable = study.stability(&StabilityRequest::default()).unwrap_err();
    for error in [simulated, stable] {
        assert_eq!((error.code(), error.path().to_string()), (Code::TreeNeeded, "method.ranking".to_owned()));
    }
}

#[test]
fn stability_is_solved_for_means_alone() {
    let mut document = study(&some(), &json!([]));
    for aggregation in decisions::aggregations() {
        document["method"] = json!({ "defaults": { "aggregation": aggregation } });
        let Ok(study) = Study::open_json(&document.to_string()) else { continue };
        let answer = study.stability(&StabilityRequest::default());
        if ["arithmetic", "geometric"].contains(&decisions::name(&aggregation)) {
            assert!(answer.is_ok(), "{aggregation}");
        } else {
            let error = answer.unwrap_err();
            assert_eq!(
                (error.code(), error.path().to_string()),
                (Code::AnalysisImpossible, "nodes.root.aggregation".to_owned())
            );
        }
    }
}
