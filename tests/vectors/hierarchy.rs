//! Trees: effective weights, aggregation level by level, whole pipelines.

use serde_json::{Map, Value, json};

use crate::aggregation::all_aggregated;
use crate::case::{Case, Got, numbers, transposed, value_of, value_of_rows};
use crate::study;
use crate::ties::{competition, texts};

/// The nodes of a case: its parents, levels and weights by code.
struct Tree {
    codes: Vec<String>,
    levels: Vec<f64>,
    parents: Vec<Option<String>>,
    weights: Vec<f64>,
}

impl Tree {
    fn of(case: &Case) -> Option<Self> {
        let hierarchy = case.input("hierarchy")?;
        let parents = hierarchy["parent"].as_array()?;
        Some(Self {
            codes: texts(&hierarchy["codes"]),
            levels: numbers(&hierarchy["level"]),
            parents: parents.iter().map(|parent| parent.as_str().map(str::to_owned)).collect(),
            weights: numbers(&hierarchy["weight"]),
        })
    }

    fn children(&self, code: &str) -> Vec<usize> {
        (0..self.codes.len()).filter(|at| self.parents[*at].as_deref() == Some(code)).collect()
    }

    /// The aggregates, lowest level first, in the order of the input.
    fn aggregates(&self) -> Vec<usize> {
        let mut nodes: Vec<usize> = (0..self.codes.len()).filter(|at| self.levels[*at] > 1.0).collect();
        nodes.sort_by(|a, b| self.levels[*a].total_cmp(&self.levels[*b]));
        nodes
    }

    /// The tree as the framework of a study, with the weights of its method. `leaf` adds to an indicator.
    fn framework(&self, leaf: impl Fn(&str, &mut Value)) -> (Value, Vec<Value>) {
        let mut dimensions = Vec::new();
        let mut indicators = Vec::new();
        let mut nodes = Vec::new();
        for (at, code) in self.codes.iter().enumerate() {
            let parent = self.parents[at].clone();
            if self.levels[at] > 1.0 {
                dimensions.push(json!({ "id": code, "name": code, "parent": parent }));
            } else {
                let mut indicator = json!({
                    "id": code, "name": code, "parent": parent, "unitOfMeasure": "things", "direction": "higher-is-better",
                    "goalposts": { "lower": 0, "upper": 1, "basis": "judgement" },
                });
                leaf(code, &mut indicator);
                indicators.push(indicator);
            }
            nodes.push(json!({ "id": code, "weight": self.weights[at] }));
        }
        (json!({ "dimensions": dimensions, "indicators": indicators }), nodes)
    }
}

pub fn run(case: &Case) -> Option<Got> {
    match case.name.as_str() {
        "effective_weights" => effective_weights(case),
        "hierarchical" => hierarchical(case),
        "pipeline" => pipeline(case),
        "rank_table" => Some(rank_table(case)),
        "hdi" => Some(hdi(case)),
        _ => None,
    }
}

fn effective_weights(case: &Case) -> Option<Got> {
    let tree = Tree::of(case)?;
    let (framework, nodes) = tree.framework(|_, _| {});
    let ids = framework["indicators"].as_array()?.iter().map(|indicator| indicator["id"].clone());
    let columns: Vec<Value> = ids.map(|id| json!({ "id": id, "values": [0.5] })).collect();
    let card = study::score(&json!({
        "schema": 0, "id": "case", "title": "Case", "framework": framework,
        "dataset": { "units": [{ "id": "u", "name": "U" }], "periods": [2020], "indicators": columns },
        "method": { "nodes": nodes },
    }));
    let weight = |code: &String| card.nodes.iter().find(|node| node.id == *code).map(|node| node.effective_weight);
    let effective: Vec<f64> = tree.codes.iter().map(|code| weight(code).unwrap_or(f64::NAN)).collect();
    Some(Got::from_iter([("codes".into(), json!(tree.codes)), ("effective".into(), value_of(&effective))]))
}

/// One node from its children, by the engine's own aggregation.
fn aggregate(name: &str, columns: &[Vec<f64>], weights: &[f64]) -> Option<Vec<f64>> {
    all_aggregated(&json!(name.strip_prefix("weighted_").unwrap_or(name)), columns, weights)
}

fn hierarchical(case: &Case) -> Option<Got> {
    let tree = Tree::of(case)?;
    let levels = texts(case.parameter("levels")?);
    let names = texts(case.input("indicators")?);
    let mut columns: Map<String, Value> =
        names.iter().zip(case.columns()).map(|(name, column)| (name.clone(), value_of(&column))).collect();
    let order = tree.aggregates();
    for node in &order {
        let children = tree.children(&tree.codes[*node]);
        let below: Vec<Vec<f64>> = children.iter().map(|child| numbers(&columns[&tree.codes[*child]])).collect();
        let weights: Vec<f64> = children.iter().map(|child| tree.weights[*child]).collect();
        let name = levels.get(tree.levels[*node] as usize - 2)?;
        columns.insert(tree.codes[*node].clone(), value_of(&aggregate(name, &below, &weights)?));
    }
    // In the order in which the case lists the aggregates.
    let codes: Vec<String> = match case.expects("codes") {
        Some(codes) => texts(codes),
        None => order.iter().map(|node| tree.codes[*node].clone()).collect(),
    };
    let scores: Vec<Vec<f64>> = codes.iter().map(|code| numbers(&columns[code])).collect();
    let top = numbers(&columns[&tree.codes[*order.last()?]]);
    Some(Got::from_iter([
        ("codes".into(), json!(codes)),
        ("scores".into(), value_of_rows(&transposed(&scores))),
        ("rank_index".into(), value_of(&competition(&top))),
    ]))
}

/// Every stage at once, through a study document.
fn pipeline(case: &Case) -> Option<Got> {
    let tree = Tree::of(case)?;
    let steps = texts(case.parameter("steps")?);
    let mut defaults = json!({ "normalisation": "min-max" });
    let mut screening = Value::Null;
    for step in &steps {
        if step.starts_with("group mean imputation") {
            defaults["imputation"] = json!("group-mean");
        } else if step.starts_with("group median imputation") {
            defaults["imputation"] = json!("group-median");
        } else if let Some(rest) = step.strip_prefix("screen keep share available >= ") {
            let share: f64 = rest.split_whitespace().next()?.parse().ok()?;
            // The engine screens by what was observed; the case screens after imputation, when all are there.
            if !rest.contains("after imputation") {
                screening = json!({ "method": "minimum-coverage", "unit": share });
            }
        } else if let Some(rest) = step.strip_prefix("two-stage treatment winsorise max ") {
            let maximum: f64 = rest.split_whitespace().next()?.parse().ok()?;
            defaults["treatment"] = json!({ "method": "two-stage", "maximum": maximum });
        } else if step.starts_with("min-max 0-100 with direction") {
            defaults["normalisation"] = json!("min-max");
        } else if step.starts_with("arithmetic at every level") {
            defaults["aggregation"] = json!("arithmetic");
        } else {
            return None;
        }
    }
    let names = texts(case.input("indicators")?);
    let higher = case.higher_is_better();
    let (framework, nodes) = tree.framework(|code, indicator| {
        let at = names.iter().position(|name| name == code).unwrap_or(0);
        indicator["direction"] = json!(if higher[at] { "higher-is-better" } else { "lower-is-better" });
    });
    let columns = case.columns();
    let groups = crate::imputation::groups(case);
    let units = columns.first()?.len();
    let units: Vec<Value> =
        (0..units).map(|at| json!({ "id": study::unit(at), "name": "x", "group": groups.get(at) })).collect();
    let data = names.iter().zip(&columns).map(|(name, column)| json!({ "id": name, "values": value_of(column) }));
    let document = json!({
        "schema": 0, "id": "case", "title": "Case", "framework": framework,
        "dataset": { "units": units, "periods": [2020], "indicators": data.collect::<Vec<_>>() },
        "method": { "screening": screening, "defaults": defaults, "nodes": nodes },
    });
    let opened = comity::Study::open_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}"));
    let card = study::score(&document);
    let number = columns[0].len();
    let top = tree.codes[*tree.aggregates().last()?].clone();
    let pillars = texts(case.expects("pillars")?);
    let scores: Vec<Vec<f64>> = pillars.iter().map(|pillar| study::values(&card, pillar, number)).collect();
    // The treated values are what the trace shows.
    let treated = (0..number).map(|at| {
        let trace = opened.trace(&study::unit(at), &comity::ScoreRequest::default()).unwrap();
        let value = |name: &String| {
            let evidence = trace.nodes.iter().find(|node| node.node.id == *name)?.evidence.as_ref()?;
            let stages = [&evidence.treated, &evidence.denominated, &evidence.imputed];
            stages.into_iter().flatten().next().map_or(evidence.combined, |stage| stage.value)
        };
        names.iter().map(|name| value(name).unwrap_or(f64::NAN)).collect()
    });
    let treated: Vec<Vec<f64>> = treated.collect();
    Some(Got::from_iter([
        ("treated".into(), value_of_rows(&treated)),
        ("index".into(), value_of(&study::values(&card, &top, number))),
        ("pillars".into(), json!(pillars)),
        ("pillar_scores".into(), value_of_rows(&transposed(&scores))),
    ]))
}

fn rank_table(case: &Case) -> Got {
    case.describes(&["order", "ties"]);
    let index = case.list("index").unwrap_or_default();
    let units = case.input("units").map(texts).unwrap_or_default();
    let ranks = competition(&index);
    let mut order: Vec<usize> = (0..index.len()).filter(|at| !ranks[*at].is_nan()).collect();
    order.sort_by(|a, b| ranks[*a].total_cmp(&ranks[*b]));
    let rounded = order.iter().map(|at| (index[*at] * 1e4).round() / 1e4).collect::<Vec<_>>();
    Got::from_iter([
        ("units".into(), order.iter().map(|at| json!(units[*at])).collect()),
        ("rank".into(), value_of(&order.iter().map(|at| ranks[*at]).collect::<Vec<_>>())),
        ("index_rounded4".into(), value_of(&rounded)),
    ])
}

/// The Human Development Index, as a study.
fn hdi(case: &Case) -> Got {
    case.describes(&["truncate", "income_transform", "education", "index"]);
    let posts = case.parameter("goalposts").cloned().unwrap_or_default();
    let names = case.input("indicators").map(texts).unwrap_or_default();
    let parent = |name: &str| match name {
        "life_expectancy" => "health",
        "expected_years_schooling" | "mean_years_schooling" => "education",
        _ => "income",
    };
    let columns = case.columns();
    let units = columns.first().map_or(0, Vec::len);
    let indicators = names.iter().map(|name| {
        json!({
            "id": name, "name": name, "parent": parent(name), "unitOfMeasure": "things", "direction": "higher-is-better",
            "goalposts": { "lower": posts[name][0], "upper": posts[name][1], "basis": "judgement" },
        })
    });
    let nodes = names
        .iter()
        .filter(|name| parent(name) == "income")
        .map(|name| json!({ "id": name, "normalisation": { "method": "log-saturation", "offset": 0 } }));
    let nodes: Vec<Value> = nodes.chain([json!({ "id": "hdi", "aggregation": "geometric" })]).collect();
    let dimension = |id: &str| json!({ "id": id, "name": id, "parent": "hdi" });
    let card = study::score(&json!({
        "schema": 0, "id": "case", "title": "Case",
        "framework": {
            "dimensions": [{ "id": "hdi", "name": "HDI" }, dimension("health"), dimension("education"), dimension("income")],
            "indicators": indicators.collect::<Vec<_>>(),
        },
        "dataset": {
            "units": (0..units).map(|at| json!({ "id": study::unit(at), "name": "x" })).collect::<Vec<_>>(),
            "periods": [2020],
            "indicators": names.iter().zip(&columns)
                .map(|(name, column)| json!({ "id": name, "values": value_of(column) })).collect::<Vec<_>>(),
        },
        "method": { "scale": { "lower": 0, "upper": 1 }, "nodes": nodes },
    }));
    let mut got: Got = ["health", "education", "income", "hdi"]
        .map(|node| (node.to_owned(), value_of(&study::values(&card, node, units))))
        .into_iter()
        .collect();
    let hdi = study::values(&card, "hdi", units);
    got.insert("printed_hdi".into(), value_of(&hdi));
    // UNDP ranks what it prints, to three decimals.
    let printed: Vec<f64> = hdi.iter().map(|value| (value * 1e3).round() / 1e3).collect();
    got.insert("rank".into(), value_of(&competition(&printed)));
    got
}
