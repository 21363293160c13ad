//! Every method of the stages between combination and weighting, each with parameters that differ from its defaults where it has
//! any: the tests that run over all of them take them from here, and fail when one is missing.

use comity::denomination::Denomination;
use comity::imputation::Imputation;
use comity::normalisation::Normalisation;
use comity::treatment::Treatment;
use serde_json::{Value, json};

/// Normalisations of quantitative indicators; those between fixed values have ends of their own.
pub fn normalisations() -> Vec<Value> {
    let ends = |method: &str| json!({ "method": method, "lower": -0.25, "upper": 2.5 });
    vec![
        ends("goalposts"),
        json!({ "method": "log-saturation", "lower": -0.25, "upper": 2.5, "offset": 0.5 }),
        json!("min-max"),
        json!({ "method": "rubric-level", "spacing": [0, 1, 1, 4, 5, 9] }),
        json!({ "method": "saturating", "lower": -0.25, "upper": 2.5, "curvature": 2 }),
        json!({ "method": "s-shaped", "lower": -0.25, "upper": 2.5, "midpoint": 0.4, "steepness": 6 }),
        json!({ "method": "piecewise-linear", "values": [-0.25, 0.1, 0.5, 2.5], "places": [0, 3, 3, 10] }),
        json!({ "method": "centile", "lower": 10, "upper": 85 }),
        json!({ "method": "z-score", "ddof": 0 }),
        json!({ "method": "rank", "ties": "max" }),
        json!({ "method": "percentile-rank", "ties": "average" }),
        json!("borda"),
        json!({ "method": "distance-to-target", "target": 2.25 }),
        json!({ "method": "distance-to-reference", "unit": "u0" }),
        json!("distance-to-maximum"),
        json!("fraction-of-maximum"),
        json!("linear"),
        json!("non-linear"),
        json!("sum"),
        json!("vector"),
        json!("logarithmic"),
        json!("enhanced-accuracy"),
        json!("zavadskas-turskis"),
    ]
}

/// Imputations.
pub fn imputations() -> Vec<Value> {
    let plain = [
        "none",
        "mean",
        "median",
        "most-frequent",
        "group-mean",
        "group-median",
        "siblings",
        "normal",
        "latest",
        "constant",
        "linear",
    ];
    plain.map(|name| json!(name)).into_iter().chain([json!({ "method": "nearest", "count": 2 })]).collect()
}

/// Treatments.
pub fn treatments() -> Vec<Value> {
    vec![
        json!("none"),
        json!({ "method": "winsorise", "skewness": 0.5, "kurtosis": 0.5, "maximum": 3 }),
        json!({ "method": "percentile", "lower": 10, "upper": 90 }),
        json!({ "method": "fraction", "lower": 0.1, "upper": 0.2 }),
        json!("log-ct"),
        json!("log-ct-plus"),
        json!("log-shift-one"),
        json!({ "method": "box-cox", "lambda": 0.5, "shift": true }),
        json!({ "method": "two-stage", "skewness": 0.5, "kurtosis": 0.5, "maximum": 1 }),
    ]
}

/// Denominations, by an indicator of this id.
pub fn denominations(by: &str) -> Vec<Value> {
    vec![json!("none"), json!({ "method": "by-indicator", "indicator": by, "times": 3 })]
}

/// The name of a choice, written alone or as an object.
pub fn name(choice: &Value) -> &str {
    choice.as_str().or(choice["method"].as_str()).unwrap()
}

/// Fails when a method of these stages is in none of the lists.
pub fn assert_all_are_listed() {
    let lists = [
        ("normalisation", normalisations(), Normalisation::NAMES),
        ("imputation", imputations(), Imputation::NAMES),
        ("treatment", treatments(), Treatment::NAMES),
        ("denomination", denominations("i0"), Denomination::NAMES),
    ];
    for (stage, listed, names) in lists {
        for known in names {
            assert!(listed.iter().any(|choice| name(choice) == *known), "no `{known}` among the methods of {stage}");
        }
    }
}
