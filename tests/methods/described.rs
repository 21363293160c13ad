//! Parameters as methods describe them, against what documents take.

use comity::document::{Decode, Decoder, Value as Tree};
use comity::method::{Choices, MethodAbout, methods};
use comity::ranking::Ranking;
use comity::screening::Screening;
use comity::stage::{DefaultValue, Parameter, ParameterKind};
use serde_json::{Map, Value, json};

fn found(stage: &str, method: &str) -> MethodAbout {
    methods().into_iter().find(|about| about.stage == stage && about.method == method).unwrap()
}

fn parameter(stage: &str, method: &str, name: &str) -> Parameter {
    found(stage, method).parameters.into_iter().find(|parameter| parameter.name == name).unwrap()
}

/// What is wrong with a choice, as a document says it.
fn faults(stage: &str, choice: &Value) -> Vec<String> {
    let mut decoder = Decoder::default();
    let read = |value: &Value| Tree::from_json(&value.to_string()).unwrap();
    match stage {
        "ranking" => drop(Ranking::decode(&read(choice), &mut decoder)),
        "screening" => drop(Screening::decode(&read(choice), &mut decoder)),
        _ => drop(Choices::decode(&read(&json!({ stage: choice })), &mut decoder)),
    }
    decoder.into_problems().iter().map(ToString::to_string).collect()
}

fn value(default: &DefaultValue) -> Value {
    match default {
        DefaultValue::Number(number) => json!(number),
        DefaultValue::Truth(truth) => json!(truth),
        DefaultValue::Text(text) => json!(text),
    }
}

#[test]
fn a_form_filled_with_the_defaults_is_taken_wherever_no_structure_is_required() {
    let mut filled = 0;
    for about in methods() {
        let closed = |parameter: &Parameter| parameter.required && parameter.default.is_none();
        if about.parameters.iter().any(closed) {
            continue;
        }
        let mut fields = Map::new();
        fields.insert("method".to_owned(), json!(about.method));
        for parameter in &about.parameters {
            if let Some(default) = &parameter.default {
                fields.insert(parameter.name.to_owned(), value(default));
                filled += 1;
            }
        }
        let choice = Value::Object(fields);
        assert!(faults(about.stage, &choice).is_empty(), "{choice}: {:?}", faults(about.stage, &choice));
    }
    assert!(filled > 30, "{filled}");
}

#[test]
fn every_key_that_a_document_takes_is_described() {
    for about in methods() {
        let unknown = json!({ "method": about.method, "nothing so called": 1 });
        let said = faults(about.stage, &unknown).join(" ");
        for parameter in &about.parameters {
            assert!(said.contains(&format!("`{}`", parameter.name)), "{} of {}: {said}", parameter.name, about.method);
        }
        let known = said.split("expected one of").nth(1).unwrap().matches('`').count() / 2;
        assert!(known == about.parameters.len() + 1, "{}: {said}", about.method);
    }
}

#[test]
fn numbers_have_their_ends_choices_their_words_and_ids_their_kind() {
    let exponent = parameter("aggregation", "power", "exponent");
    assert_eq!((exponent.kind, exponent.required), (ParameterKind::Number, true));
    assert_eq!((exponent.lower, exponent.upper), (Some(-100.0), Some(100.0)));
    let v = parameter("ranking", "vikor", "v");
    assert_eq!(
        (v.default, v.lower, v.upper, v.required),
        (Some(DefaultValue::Number(0.5)), Some(0.0), Some(1.0), false)
    );
    let ties = parameter("normalisation", "rank", "ties");
    assert_eq!(
        (ties.kind, ties.choices),
        (ParameterKind::Choice, ["average", "min", "max"].map(String::from).to_vec())
    );
    assert_eq!(ties.default, Some(DefaultValue::Text("average".to_owned())));
    assert_eq!(parameter("imputation", "nearest", "count").kind, ParameterKind::Whole);
    assert_eq!(parameter("imputation", "nearest", "scaled").default, Some(DefaultValue::Truth(true)));
    assert_eq!(parameter("denomination", "by-indicator", "indicator").kind, ParameterKind::Node);
    assert_eq!(parameter("normalisation", "distance-to-reference", "unit").kind, ParameterKind::Unit);
    let judgements = parameter("weighting", "ahp", "judgements");
    assert_eq!((judgements.kind, judgements.required), (ParameterKind::Structure, true));
}
