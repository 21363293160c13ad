//! Every field of the format, spoilt in every way: nothing is taken in silence.

use comity::document::Value;
use comity::{Study, StudyDocument};

use crate::{line, lines};

/// A sound document that has every field of the format.
const WHOLE: &str = include_str!("whole-document.json");

fn whole() -> Value {
    let case = Value::from_json(WHOLE).unwrap_or_else(|problem| panic!("{problem}"));
    crate::unpacked(crate::field(&case, "input").expect("a document").clone())
}

/// A place in a tree of values: keys and positions.
type Place = Vec<Step>;

#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Index(usize),
}

/// Every place of a tree, the outermost first.
fn places(value: &Value) -> Vec<Place> {
    let mut all = vec![Vec::new()];
    let inner: Vec<(Step, &Value)> = match value {
        Value::List(list) => list.iter().enumerate().map(|(index, item)| (Step::Index(index), item)).collect(),
        Value::Object(fields) => fields.iter().map(|(key, value)| (Step::Key(key.clone()), value)).collect(),
        _ => Vec::new(),
    };
    for (step, value) in inner {
        all.extend(places(value).into_iter().map(|place| [vec![step.clone()], place].concat()));
    }
    all
}

fn at<'a>(value: &'a mut Value, place: &[Step]) -> &'a mut Value {
    place.iter().fold(value, |value, step| match (value, step) {
        (Value::List(list), Step::Index(index)) => &mut list[*index],
        (Value::Object(fields), Step::Key(key)) => &mut fields.iter_mut().find(|(name, _)| name == key).unwrap().1,
        _ => panic!("no {step:?}"),
    })
}

fn with(place: &[Step], value: Value) -> Value {
    let mut whole = whole();
    *at(&mut whole, place) = value;
    whole
}

fn expected(code: &str, place: &[Step]) -> String {
    let step = |step: &Step| match step {
        Step::Key(key) => key.clone(),
        Step::Index(index) => index.to_string(),
    };
    line(code, place.iter().map(step))
}

fn found(value: &Value) -> Vec<String> {
    let lines = lines(&StudyDocument::validate(value));
    assert_eq!(lines, crate::lines(&StudyDocument::validate(&crate::packed(value))));
    lines
}

#[test]
fn the_whole_document_is_sound_and_has_every_field_of_the_format() {
    assert_eq!(found(&whole()), Vec::<String>::new());
    // The types that JavaScript callers read name every field: each is in the document.
    let types = include_str!("../../src/bindings/types.d.ts");
    let document = types.split("// ----------------").nth(1).expect("the part on documents");
    for declared in document.lines().filter_map(|line| line.strip_prefix("  ")) {
        let Some((name, _)) = declared.split_once(':') else { continue };
        let name = name.trim_end_matches('?');
        if name.chars().all(char::is_alphanumeric) {
            assert!(WHOLE.contains(&format!("\"{name}\":")), "no `{name}` in the document");
        }
    }
}

#[test]
fn a_truth_value_anywhere_is_refused_at_its_place() {
    // The format has no truth values.
    for place in places(&whole()) {
        let problems = found(&with(&place, Value::Bool(true)));
        assert!(problems.contains(&expected("wrong-type", &place)), "{place:?}: {problems:?}");
    }
}

#[test]
fn another_kind_of_value_anywhere_is_refused_at_or_below_its_place() {
    let kinds = [
        Value::Number(7.0),
        Value::Text("?".into()),
        Value::List(vec![Value::Bool(false)]),
        Value::Object(vec![("?".into(), Value::Null)]),
        Value::TooDeep,
    ];
    for place in places(&whole()) {
        let mut original = whole();
        let original = at(&mut original, &place).clone();
        if original == Value::Null {
            // A missing value: a number may stand there.
            continue;
        }
        for other in kinds.iter().filter(|other| other.kind() != original.kind()) {
            let problems = found(&with(&place, other.clone()));
            let prefix = expected("", &place);
            let here = problems.iter().any(|problem| {
                problem.split_once(' ').is_some_and(|(_, path)| {
                    let place = prefix.trim_start();
                    path == place || path.starts_with(&format!("{}/", place.trim_end_matches('/')))
                })
            });
            assert!(here, "{} at {place:?}: {problems:?}", other.kind());
        }
    }
}

#[test]
fn numbers_that_are_none_are_refused_at_their_place() {
    for place in places(&whole()) {
        let mut original = whole();
        if !matches!(at(&mut original, &place), Value::Number(_)) {
            continue;
        }
        for (number, code) in [
            (f64::NAN, "number-not-finite"),
            (f64::INFINITY, "number-not-finite"),
            (f64::NEG_INFINITY, "number-not-finite"),
            (1e31, "number-absurd"),
            (-f64::MAX, "number-absurd"),
        ] {
            let problems = found(&with(&place, Value::Number(number)));
            let here = [expected(code, &place), expected("number-not-whole", &place)];
            assert!(here.iter().any(|line| problems.contains(line)), "{number} at {place:?}: {problems:?}");
        }
    }
}

#[test]
fn a_field_taken_away_and_a_field_of_null_are_the_same() {
    let mut required = 0;
    for place in places(&whole()) {
        let Some((Step::Key(key), parent)) = place.split_last() else { continue };
        let mut without = whole();
        let Value::Object(fields) = at(&mut without, parent) else { panic!("an object") };
        fields.retain(|(name, _)| name != key);
        let (without, null) = (found(&without), found(&with(&place, Value::Null)));
        assert_eq!(without, null, "{place:?}");
        required += usize::from(without.contains(&expected("missing-key", parent)));
    }
    assert!(required > 30, "{required}");
}

#[test]
fn an_unknown_key_anywhere_is_refused_at_its_place_and_nothing_else_is() {
    for place in places(&whole()) {
        for key in ["unknown", "__proto__", "constructor", "", "Id"] {
            let mut other = whole();
            let Value::Object(fields) = at(&mut other, &place) else { continue };
            fields.push((key.to_owned(), Value::Null));
            let mut path = place.clone();
            path.push(Step::Key(key.to_owned()));
            assert_eq!(found(&other), [expected("unknown-key", &path)], "{place:?}");
        }
    }
}

#[test]
fn a_field_given_twice_anywhere_is_refused_at_its_place() {
    for place in places(&whole()) {
        let Some((Step::Key(key), parent)) = place.split_last() else { continue };
        let mut other = whole();
        let again = at(&mut other, &place).clone();
        let Value::Object(fields) = at(&mut other, parent) else { panic!("an object") };
        fields.push((key.clone(), again));
        assert_eq!(found(&other), [expected("duplicate-key", &place)], "{place:?}");
    }
}

#[test]
fn an_id_that_is_none_is_refused_wherever_ids_are() {
    for place in places(&whole()) {
        let id_like = matches!(place.last(), Some(Step::Key(key)) if key == "id");
        for id in ["", " ", "a ", "\u{7}", "__proto__", "x\u{2028}y\n"].into_iter().filter(|_| id_like) {
            let problems = found(&with(&place, Value::Text(id.into())));
            assert!(problems.contains(&expected("id-unusable", &place)), "{id:?} at {place:?}: {problems:?}");
        }
    }
}

#[test]
fn a_list_cut_short_or_doubled_never_brings_the_engine_down() {
    for place in places(&whole()) {
        for change in 0..3 {
            let mut other = whole();
            let Value::List(list) = at(&mut other, &place) else { continue };
            match change {
                0 => list.clear(),
                1 => drop(list.pop()),
                _ => list.extend_from_within(..),
            }
            let problems = found(&other);
            assert_eq!(Study::open_value(&other).is_ok(), problems.is_empty(), "{place:?}");
        }
    }
}
