//! Generated studies with everything that the plain generator leaves out: defaults, equal and zero weights, screened periods,
//! sources, details of cells and members.

use serde_json::{Value, json};

use crate::support::generate::{self, Random};

/// A valid study of every shape; no node of it refuses missing values, so that it always has scores.
pub(crate) fn study(seed: u64) -> Value {
    let mut document = generate::study(seed);
    // Another sequence than the generator's own.
    let random = &mut Random::new(seed ^ 0x00c0_ffee_0000_0000);
    defaults(random, &mut document);
    weights(random, &mut document);
    if random.once_in(4) {
        let unit = document["method"]["screening"]["unit"].as_f64().unwrap_or(0.0);
        document["method"]["screening"] =
            json!({ "method": "minimum-coverage", "unit": unit, "period": random.unit() });
    }
    if random.once_in(2) {
        let periods = document["dataset"]["periods"].as_array().unwrap();
        document["method"]["period"] = random.pick(periods).clone();
    }
    normalisations(random, &mut document);
    sources(random, &mut document);
    observations(random, &mut document);
    document
}

/// The ids of a list of things with ids.
pub(crate) fn ids(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// What the method says of a node; made when it says nothing yet.
pub(crate) fn choices<'a>(document: &'a mut Value, id: &str) -> &'a mut Value {
    let nodes = document["method"]["nodes"].as_array_mut().unwrap();
    let found = nodes.iter().position(|node| node["id"] == id);
    let position = found.unwrap_or_else(|| {
        nodes.push(json!({ "id": id }));
        nodes.len() - 1
    });
    &mut nodes[position]
}

/// Moves choices of single nodes into the method's defaults.
fn defaults(random: &mut Random, document: &mut Value) {
    let lower = document["method"]["scale"]["lower"].as_f64().unwrap();
    let pool = [
        ("combination", json!({ "method": "latest", "years": 3 })),
        ("combination", json!({ "method": "mean", "years": 2, "minimum": 1 })),
        ("normalisation", json!("min-max")),
        ("normalisation", json!("log-saturation")),
        ("missing", json!("leave-missing")),
        ("aggregation", json!(if lower >= 0.0 { "geometric" } else { "arithmetic" })),
    ];
    for (name, choice) in pool {
        if random.once_in(4) {
            document["method"]["defaults"][name] = choice;
            for node in document["method"]["nodes"].as_array_mut().unwrap() {
                if random.once_in(2) {
                    node.as_object_mut().unwrap().remove(name);
                }
            }
        }
    }
}

/// Gives some indicators one end of their own, or another offset.
fn normalisations(random: &mut Random, document: &mut Value) {
    let pool = [
        json!({ "method": "goalposts", "lower": -0.5 }),
        json!({ "method": "goalposts", "upper": 1e10 }),
        json!({ "method": "log-saturation", "offset": 0.25 }),
        json!({ "method": "log-saturation", "offset": 3, "lower": -2, "upper": 12 }),
    ];
    for id in ids(&document["framework"]["indicators"]) {
        if random.once_in(6) {
            choices(document, &id)["normalisation"] = random.pick(&pool).clone();
        }
    }
}

/// Weighs the children of some dimensions equally, and some children not at all.
fn weights(random: &mut Random, document: &mut Value) {
    for dimension in ids(&document["framework"]["dimensions"]) {
        let children = children(document, &dimension);
        if random.once_in(6) {
            choices(document, &dimension)["weighting"] = json!("equal");
            for child in children {
                choices(document, &child).as_object_mut().unwrap().remove("weight");
            }
            continue;
        }
        // The first always weighs something.
        for child in children.iter().skip(1) {
            if random.once_in(8) {
                choices(document, child)["weight"] = json!(0);
            }
        }
        if choices(document, &children[0])["weight"] == json!(0) {
            choices(document, &children[0])["weight"] = json!(1);
        }
    }
}

/// The children of a dimension.
pub(crate) fn children(document: &Value, dimension: &str) -> Vec<String> {
    let framework = &document["framework"];
    let nodes = framework["dimensions"].as_array().unwrap().iter().chain(framework["indicators"].as_array().unwrap());
    let below = nodes.filter(|node| node["parent"] == dimension);
    below.map(|node| node["id"].as_str().unwrap().to_owned()).collect()
}

fn sources(random: &mut Random, document: &mut Value) {
    if random.once_in(2) {
        return;
    }
    let tiers = [json!("A"), json!("B"), Value::Null];
    let listed = (0..3).map(|number| {
        json!({ "id": format!("s{number}"), "citation": format!("Source {number}"), "tier": random.pick(&tiers) })
    });
    document["framework"]["sources"] = listed.collect();
    for list in ["framework", "dataset"] {
        for item in document[list]["indicators"].as_array_mut().unwrap() {
            if random.once_in(2) {
                item["source"] = json!(format!("s{}", random.below(3)));
            }
        }
    }
    for unit in document["dataset"]["units"].as_array_mut().unwrap() {
        unit["members"] =
            json!([{ "id": "ZZZ", "from": 1990 }, { "id": "AAA", "to": 2001 }, { "id": "AAA", "from": 2003 }]);
    }
}

/// Gives details to some cells that have a value.
fn observations(random: &mut Random, document: &mut Value) {
    let units = ids(&document["dataset"]["units"]);
    let periods = document["dataset"]["periods"].as_array().unwrap().clone();
    let sourced = document["framework"].get("sources").is_some();
    let mut details = Vec::new();
    for column in document["dataset"]["indicators"].as_array().unwrap() {
        for (cell, value) in column["values"].as_array().unwrap().iter().enumerate() {
            let Some(value) = value.as_f64().filter(|_| random.once_in(12)) else { continue };
            let mut detail = json!({
                "unit": units[cell / periods.len()], "indicator": column["id"], "period": periods[cell % periods.len()],
            });
            match random.below(3) {
                0 => detail["note"] = json!("as reported"),
                1 => detail["range"] = json!([value - 1.0, value + random.unit()]),
                _ => detail["sd"] = json!(random.unit()),
            }
            if sourced && random.once_in(2) {
                detail["source"] = json!(format!("s{}", random.below(3)));
            }
            details.push(detail);
        }
    }
    document["dataset"]["observations"] = details.into();
}
