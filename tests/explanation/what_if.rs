use comity::document::{Decode, Decoder, Value as Tree};
use comity::explanation::{WhatIf, WhatIfRequest};
use comity::{Error, ScoreRequest, Study};
use serde_json::{Value, json};

use crate::{flat, open};

fn tried(study: &Study, request: &Value) -> Result<WhatIf, Error> {
    let mut decoder = Decoder::default();
    let request = WhatIfRequest::decode(&Tree::from_json(&request.to_string()).unwrap(), &mut decoder);
    Error::from_problems(decoder.into_problems()).map_or(Ok(()), Err)?;
    study.what_if(&request)
}

fn study() -> Study {
    open(&flat(&[1.0, 1.0], &[vec![10.0, 20.0], vec![30.0, 40.0]]))
}

fn cell(unit: &str, value: f64) -> Value {
    json!({ "unit": unit, "indicator": "i0", "period": 2020, "value": value })
}

#[test]
fn an_edit_is_part_of_the_hash_and_gone_when_it_is_taken_back() {
    let study = study();
    let edited = tried(&study, &json!({ "edits": [cell("u0", 90.0)] })).unwrap();
    assert_ne!(edited.hash, study.hash());
    let opened = Study::open(&edited.document).unwrap();
    assert_eq!(opened.hash(), edited.hash);
    assert_eq!(opened.score(&ScoreRequest::default()).unwrap().units[0].id, "u0");
    let effect = &edited.edits[0];
    assert_eq!((effect.changed, effect.from.as_ref().unwrap().value), (true, Some(10.0)));
    let back = tried(&opened, &json!({ "edits": [cell("u0", 10.0)] })).unwrap();
    assert_eq!(back.hash, study.hash());
    let mut off = cell("u0", 90.0);
    off["enabled"] = json!(false);
    let off = tried(&study, &json!({ "edits": [off] })).unwrap();
    assert_eq!((off.hash.as_str(), off.edits[0].changed), (study.hash(), false));
}

#[test]
fn units_come_with_their_values_and_go_with_all_that_was_observed_of_them() {
    let study = study();
    let source = json!({ "id": "by-hand", "citation": "Entered by hand" });
    let observation =
        json!({ "unit": "new", "indicator": "i0", "period": 2020, "source": "by-hand", "note": "a guess" });
    let mut value = cell("new", 100.0);
    value["observations"] = json!([observation]);
    let request = json!({ "edits": [{ "add": { "id": "new", "name": "New" } }, value], "sources": [source] });
    let larger = Study::open(&tried(&study, &request).unwrap().document).unwrap();
    let card = larger.score(&ScoreRequest::default()).unwrap();
    assert_eq!((card.units[0].id.as_str(), card.units[0].score), ("new", Some(100.0)));
    assert_eq!(larger.document().framework.sources.len(), 1);
    let smaller = tried(&larger, &json!({ "edits": [{ "remove": "new" }] })).unwrap();
    assert_eq!(smaller.document.dataset, study.document().dataset);
}

#[test]
fn every_fault_of_every_edit_is_named_with_its_place() {
    let study = study();
    let mut unknown = cell("u0", 1.0);
    unknown["indicator"] = json!("nothing");
    let mut late = cell("u0", 1.0);
    late["period"] = json!(1999);
    let edits = json!({ "edits": [
        cell("nobody", 1.0), unknown, late, cell("u1", 1.0), cell("u1", 2.0), { "remove": "nobody" }, { "add": { "id": "u0", "name": "U" } },
    ] });
    let error = tried(&study, &edits).unwrap_err();
    let lines: Vec<String> =
        error.problems().map(|problem| format!("{} {}", problem.code().name(), problem.path())).collect();
    assert_eq!(
        lines,
        [
            "unit-unknown edits[0].unit",
            "indicator-unknown edits[1].indicator",
            "period-unknown edits[2].period",
            "duplicate-observation edits[4]",
            "unit-unknown edits[5].remove",
            "duplicate-id edits[6].add.id",
        ]
    );
    let error = tried(&study, &json!({ "edits": [{ "unit": "u0", "value": "x", "periods": 1 }] })).unwrap_err();
    let codes: Vec<&str> = error.problems().map(|problem| problem.code().name()).collect();
    assert_eq!(codes, ["missing-key", "missing-key", "wrong-type", "unknown-key"]);
    // What the whole document shows is named with its place there.
    let mut cited = cell("u0", 1.0);
    cited["observations"] = json!([{ "unit": "u0", "indicator": "i0", "period": 2020, "source": "nowhere" }]);
    let error = tried(&study, &json!({ "edits": [cited] })).unwrap_err();
    assert_eq!(error.to_string().split(':').next(), Some("dataset.observations[0].source"));
}
