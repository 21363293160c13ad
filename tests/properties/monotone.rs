//! Better is never worse.

use serde_json::{Value, json};

use crate::{cells, choose, column, open, scorecards, support, unit, variation, width};

/// Fixed ends, and every indicator the better the higher, or the lower.
fn one_sided(seed: u64, direction: &str) -> Value {
    let mut document = if seed.is_multiple_of(2) { support::generate::study(seed) } else { variation::study(seed) };
    for indicator in document["framework"]["indicators"].as_array_mut().unwrap() {
        indicator["direction"] = json!(direction);
    }
    for node in document["method"]["nodes"].as_array_mut().unwrap() {
        if node["normalisation"] == "min-max" {
            node["normalisation"] = json!("log-saturation");
        }
    }
    document["method"]["defaults"]["normalisation"] = Value::Null;
    crate::without_details(&mut document);
    document
}

fn raising_never(seed: u64, direction: &str, worse: impl Fn(f64, f64) -> bool) -> usize {
    let mut document = one_sided(seed, direction);
    let random = &mut crate::Random::new(seed ^ 0x4d);
    let arithmetic = seed.is_multiple_of(3);
    if arithmetic {
        choose(&mut document, "dimensions", "aggregation", &json!("arithmetic"));
    }
    let indicators = document["framework"]["indicators"].as_array().unwrap().clone();
    let indicator = random.pick(&indicators);
    let units = variation::ids(&document["dataset"]["units"]);
    let chosen = random.pick(&units);
    let mut raised = document.clone();
    for cell in cells(&document, chosen) {
        let value = &mut column(&mut raised, indicator["id"].as_str().unwrap())[cell];
        if let Some(number) = value.as_f64() {
            let by = match random.below(4) {
                _ if !indicator["rubric"].is_null() => (5.0 - number).min(1.0),
                0 => number.abs() * 1e-15 + 1e-300,
                1 => 1e6,
                _ => random.unit(),
            };
            *value = json!(number + by);
        }
    }
    let mut compared = 0;
    for (card, raised) in scorecards(&open(&document)).iter().zip(scorecards(&open(&raised))) {
        let (before, after) = (unit(card, chosen).score, unit(&raised, chosen).score);
        if let (Some(before), Some(after)) = (before, after) {
            // The logarithms of a geometric mean are monotone to rounding only.
            let rounding = if arithmetic { 0.0 } else { 1e-12 * width(card) };
            let wrong = worse(after, before) && (after - before).abs() > rounding;
            assert!(!wrong, "seed {seed}, {}, {chosen}, {}: {before} became {after}", card.period, indicator["id"]);
            compared += 1;
        }
        assert_eq!(before.is_some(), after.is_some());
    }
    compared
}

#[test]
fn raising_a_value_that_is_better_higher_never_lowers_the_score() {
    let compared: usize =
        (0..500).map(|seed| raising_never(seed, "higher-is-better", |after, before| after < before)).sum();
    assert!(compared > 500, "{compared}");
}

#[test]
fn raising_a_value_that_is_better_lower_never_raises_the_score() {
    let compared: usize =
        (0..500).map(|seed| raising_never(seed, "lower-is-better", |after, before| after > before)).sum();
    assert!(compared > 500, "{compared}");
}
