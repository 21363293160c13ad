//! Methods as documents write them: every weighting, ranking and aggregation over one small study.

use serde_json::{Value, json};

/// The indicators.
pub const IDS: [&str; 3] = ["a", "b", "c"];

/// The study with a ranking and a weighting.
pub fn document(ranking: &Value, weighting: &Value) -> Value {
    let columns = [[1.0, 4.0, 2.0, 9.0, 5.0], [30.0, 20.0, 60.0, 10.0, 50.0], [0.2, 0.3, 0.9, 0.4, 0.1]];
    json!({
        "schema": 0, "id": "methods", "title": "Methods",
        "framework": {
            "dimensions": [{ "id": "root", "name": "Root" }],
            "indicators": IDS.iter().zip([10.0, 100.0, 1.0]).map(|(id, upper)| json!({
                "id": id, "name": id, "parent": "root", "unitOfMeasure": "points",
                "direction": if *id == "b" { "lower-is-better" } else { "higher-is-better" },
                "goalposts": { "lower": 0, "upper": upper, "basis": "judgement" },
            })).collect::<Vec<_>>(),
        },
        "dataset": {
            "units": (0..5).map(|unit| json!({ "id": format!("u{unit}"), "name": "A unit" })).collect::<Vec<_>>(),
            "periods": [2020],
            "indicators": IDS.iter().zip(columns).map(|(id, values)| json!({ "id": id, "values": values })).collect::<Vec<_>>(),
        },
        "method": { "ranking": ranking, "defaults": { "weighting": weighting } },
    })
}

/// The same numbers stated of each child.
pub fn each(values: [f64; 3]) -> Value {
    IDS.iter().zip(values).map(|(id, value)| json!({ "id": id, "value": value })).collect()
}

/// Every ranking, with parameters where it has any.
pub fn rankings() -> Vec<Value> {
    let bounds: Value =
        IDS.iter().zip([10.0, 100.0, 1.0]).map(|(id, upper)| json!({ "id": id, "lower": 0, "upper": upper })).collect();
    let references: Value = IDS
        .iter()
        .zip([10.0, 100.0, 1.0])
        .map(|(id, upper)| json!({ "id": id, "range": [0, upper], "ideal": [upper / 2.0, upper] }))
        .collect();
    let mut all = vec![
        json!({ "method": "topsis", "scaling": "min-max" }),
        json!({ "method": "vikor", "v": 0.7 }),
        json!({ "method": "promethee-1", "preferences": [{ "id": "a", "shape": "u-shape", "indifference": 1 }] }),
        json!({ "method": "promethee-2", "preferences": [
            { "id": "a", "shape": "linear", "indifference": 1, "preference": 3 },
            { "id": "b", "shape": "gaussian", "inflection": 10 },
        ] }),
        json!({ "method": "electre-1", "scaling": "sum", "agreement": 0.6, "disagreement": 0.4 }),
        json!({ "method": "electre-2", "levels": { "p0": 0.7 } }),
        json!({ "method": "electre-3", "thresholds": [{ "id": "a", "indifference": 1, "preference": 2, "veto": 6 }] }),
        json!({ "method": "waspas", "lambda": 0.2 }),
        json!({ "method": "cocoso", "lambda": 0.4 }),
        json!({ "method": "codas", "tau": 0.01 }),
        json!({ "method": "aras", "optimal": [{ "id": "a", "value": 12 }] }),
        json!({ "method": "spotis", "bounds": bounds, "expected": [{ "id": "c", "value": 0.5 }] }),
        json!({ "method": "rim", "references": references }),
    ];
    for name in [
        "moora",
        "moora-reference-point",
        "full-multiplicative",
        "multimoora",
        "copras",
        "edas",
        "mabac",
        "marcos",
        "tree",
    ] {
        all.push(json!(name));
    }
    all
}

/// Every weighting, with parameters where it has any.
pub fn weightings() -> Vec<Value> {
    let judgement = |first: &str, second: &str, value: f64| json!({ "first": first, "second": second, "value": value });
    let mut all = vec![
        json!({ "method": "rank-order", "positions": each([2.0, 1.0, 3.0]), "rule": "exponent", "exponent": 1.5 }),
        json!({ "method": "swing", "points": each([100.0, 50.0, 50.0]) }),
        json!({ "method": "smart", "points": each([10.0, 50.0, 20.0]) }),
        json!({ "method": "budget-allocation", "points": each([6.0, 3.0, 1.0]), "budget": 10 }),
        json!({ "method": "ahp", "judgements": [judgement("a", "b", 3.0), judgement("a", "c", 5.0), judgement("b", "c", 2.0)] }),
        json!({ "method": "best-worst", "bestToOthers": each([1.0, 3.0, 6.0]), "othersToWorst": each([6.0, 2.0, 1.0]) }),
        json!({ "method": "panel", "mean": "geometric", "people": [
            { "name": "Ada", "weights": each([1.0, 2.0, 3.0]) },
            { "name": "Bel", "weights": each([2.0, 2.0, 1.0]) },
        ] }),
        json!({ "method": "standard-deviation", "of": "scores" }),
        json!({ "method": "variance", "of": "values" }),
        json!({ "method": "critic", "correlation": "spearman", "ignoreDirections": true }),
        json!({ "method": "rotated-factors", "factors": 2 }),
    ];
    for name in ["given", "equal", "entropy", "gini", "angle", "merec", "cilos", "idocriw", "principal-component"] {
        all.push(json!(name));
    }
    all
}

/// A method's name.
pub fn name(method: &Value) -> &str {
    method.as_str().or(method["method"].as_str()).unwrap()
}

/// Every aggregation, with parameters where it has any.
pub fn aggregations() -> Vec<Value> {
    let mut all = vec![
        json!({ "method": "power", "exponent": -1.5 }),
        json!({ "method": "owa", "weights": [1, 2, 3] }),
        json!({ "method": "owa", "exponent": 0.5 }),
        json!({ "method": "choquet", "pairs": [{ "first": "a", "second": "c", "interaction": -0.5 }] }),
        json!({ "method": "veto", "floor": 25, "cap": 40 }),
        json!({ "method": "mazziotta-pareto", "penalty": "down" }),
        json!({ "method": "adjusted-mazziotta-pareto", "penalty": "up" }),
    ];
    for name in [
        "arithmetic",
        "geometric",
        "harmonic",
        "median",
        "minimum",
        "maximum",
        "borda",
        "copeland",
        "wroclaw",
        "benefit-of-the-doubt",
    ] {
        all.push(json!(name));
    }
    all
}

/// The study under every ranking, every weighting and every aggregation in turn.
pub fn studies() -> Vec<Value> {
    let with = |aggregation: Value| {
        let mut study = document(&json!("tree"), &json!("given"));
        study["method"]["defaults"]["aggregation"] = aggregation;
        study
    };
    let ranked = rankings().into_iter().map(|ranking| document(&ranking, &json!("equal")));
    let weighed = weightings().into_iter().map(|weighting| document(&json!("tree"), &weighting));
    ranked.chain(weighed).chain(aggregations().into_iter().map(with)).collect()
}
