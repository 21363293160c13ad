//! A second scorer, plain and slow, straight from the formulas: it reads the JSON document and shares no code with the engine.
//!
//! One unit and one node at a time, missing values as `None`, the standard library's mathematics, weighted products instead of
//! sums of logarithms. Nothing is sorted, nothing is laid out, nothing is checked: documents are valid.

use std::collections::BTreeMap;

use serde_json::Value;

/// One unit in one period.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// On the scale; none when it is not ranked.
    pub(crate) score: Option<f64>,
    /// The value of every node, present ones only.
    pub(crate) values: BTreeMap<String, f64>,
}

/// A missing child of a unit under a node that refuses missing values: unit and child.
pub(crate) type Refusal = (String, String);

/// A document and a period.
struct Section<'a> {
    document: &'a Value,
    period: i64,
}

/// Every unit of a document in a period, or what is refused.
pub(crate) fn score(document: &Value, period: i64) -> Result<Vec<Row>, Vec<Refusal>> {
    let section = Section { document, period };
    let units: Vec<&str> = list(&document["dataset"]["units"]).iter().map(id).collect();
    let indicators = list(&document["framework"]["indicators"]);

    // Screening counts the indicators that have a value.
    let raw: Vec<Vec<Option<f64>>> = (0..units.len())
        .map(|unit| indicators.iter().map(|indicator| section.combined(indicator, unit)).collect())
        .collect();
    let expected = indicators.len() as f64;
    let screening = &document["method"]["screening"];
    let least = |key: &str| screening[key].as_f64().unwrap_or(0.0);
    let kept: Vec<bool> =
        raw.iter().map(|row| row.iter().flatten().count() as f64 / expected >= least("unit")).collect();
    let seen = (0..indicators.len()).filter(|indicator| raw.iter().any(|row| row[*indicator].is_some())).count();
    let period_kept = seen as f64 / expected >= least("period");

    let mut rows = Vec::new();
    let mut refusals = Vec::new();
    for (unit, name) in units.iter().enumerate() {
        let mut values = BTreeMap::new();
        for (position, indicator) in indicators.iter().enumerate() {
            let Some(own) = raw[unit][position] else { continue };
            // What bounds taken from the data look at: the units that are kept.
            let kept = raw.iter().zip(&kept).filter(|(_, kept)| **kept);
            let others: Vec<f64> = kept.filter_map(|(row, _)| row[position]).collect();
            values.insert(id(indicator).to_owned(), section.normalised(indicator, own, &others));
        }
        let ranked = kept[unit] && period_kept;
        let root = list(&document["framework"]["dimensions"]).iter().find(|node| node["parent"].is_null()).unwrap();
        let refused = &mut Vec::new();
        let score = section.node(root, &mut values, refused);
        if ranked {
            refusals.extend(refused.drain(..).map(|child| ((*name).to_owned(), child)));
        }
        rows.push(Row { id: (*name).to_owned(), score: score.filter(|_| ranked), values });
    }
    if refusals.is_empty() { Ok(rows) } else { Err(refusals) }
}

impl Section<'_> {
    /// What is chosen for a node: its own override, else the method's default, else the engine's.
    fn choice<'a>(&'a self, node: &Value, name: &str, engine: &'a Value) -> &'a Value {
        let method = &self.document["method"];
        let own = list(&method["nodes"]).iter().find(|entry| entry["id"] == node["id"]).map(|entry| &entry[name]);
        let choices = [own.unwrap_or(&Value::Null), &method["defaults"][name], engine];
        choices.into_iter().find(|choice| !choice.is_null()).unwrap_or(engine)
    }

    /// The raw values of a unit become one for the period.
    fn combined(&self, indicator: &Value, unit: usize) -> Option<f64> {
        let dataset = &self.document["dataset"];
        let column = list(&dataset["indicators"]).iter().find(|column| column["id"] == indicator["id"])?;
        let periods = list(&dataset["periods"]);
        let observed = periods.iter().enumerate().filter_map(|(position, year)| {
            let value = column["values"][unit * periods.len() + position].as_f64()?;
            Some((year.as_i64().unwrap(), value))
        });
        let choice = self.choice(indicator, "combination", &Value::Null);
        let years = choice["years"].as_i64().unwrap_or(1);
        let window: Vec<(i64, f64)> =
            observed.filter(|(year, _)| *year > self.period - years && *year <= self.period).collect();
        let method = if choice.is_null() { "value" } else { name(choice) };
        if method == "value" || method == "latest" {
            return window.iter().max_by_key(|(year, _)| *year).map(|(_, value)| *value);
        }
        let minimum = choice["minimum"].as_i64().unwrap_or(years);
        let own_year = window.iter().any(|(year, _)| *year == self.period);
        if !own_year || (window.len() as i64) < minimum {
            return None;
        }
        let values = || window.iter().map(|(_, value)| *value);
        let (sum, observed) = (values().sum::<f64>(), window.len() as f64);
        let times = if method == "sum" { years as f64 } else { 1.0 };
        let scaled = if method == "sum" && window.len() as i64 == years { sum } else { sum * times / observed };
        // Between the least and the most that the years observed can stand for, whatever the rounding.
        let least = values().fold(f64::INFINITY, f64::min) * times;
        let most = values().fold(f64::NEG_INFINITY, f64::max) * times;
        Some(scaled.clamp(least, most))
    }

    /// A raw value finds its place on the scale.
    fn normalised(&self, indicator: &Value, own: f64, kept: &[f64]) -> f64 {
        let overrides = list(&self.document["method"]["nodes"]).iter().find(|entry| entry["id"] == indicator["id"]);
        let has_own = overrides.is_some_and(|entry| !entry["normalisation"].is_null());
        let (rubric, goalposts) = (Value::from("rubric-level"), Value::from("goalposts"));
        let choice = if has_own || indicator["rubric"].is_null() {
            self.choice(indicator, "normalisation", &goalposts)
        } else {
            &rubric
        };
        let direction = &indicator["direction"];
        let end = |key: &str| choice[key].as_f64().or(indicator["goalposts"][key].as_f64());
        let share = match name(choice) {
            "min-max" => {
                let good: Vec<f64> = kept.iter().map(|value| goodness(direction, *value, &|x| x)).collect();
                let worst = good.iter().copied().fold(f64::INFINITY, f64::min);
                let best = good.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                if best > worst { (goodness(direction, own, &|x| x) - worst) / (best - worst) } else { 0.5 }
            }
            "rubric-level" => {
                let levels: Vec<f64> =
                    list(&indicator["rubric"]).iter().map(|level| level["level"].as_f64().unwrap()).collect();
                between(direction, own, levels[0], *levels.last().unwrap(), &|x| x)
            }
            "log-saturation" => {
                let offset = choice["offset"].as_f64().unwrap_or(1.0);
                between(direction, own, end("lower").unwrap(), end("upper").unwrap(), &|x| (offset + x).ln())
            }
            _ => between(direction, own, end("lower").unwrap(), end("upper").unwrap(), &|x| x),
        };
        let scale = &self.document["method"]["scale"];
        let (lower, upper) = (scale["lower"].as_f64().unwrap(), scale["upper"].as_f64().unwrap());
        lower + share.clamp(0.0, 1.0) * (upper - lower)
    }

    /// The value of a dimension, its children's first.
    fn node(&self, dimension: &Value, values: &mut BTreeMap<String, f64>, refused: &mut Vec<String>) -> Option<f64> {
        let framework = &self.document["framework"];
        for child in list(&framework["dimensions"]).iter().filter(|child| child["parent"] == dimension["id"]) {
            self.node(child, values, refused);
        }
        let nodes = list(&framework["dimensions"]).iter().chain(list(&framework["indicators"]));
        let weighting = self.choice(dimension, "weighting", &Value::Null);
        let equal = !weighting.is_null() && name(weighting) == "equal";
        let mut weighed = Vec::new();
        let mut missing = Vec::new();
        for child in nodes.filter(|child| child["parent"] == dimension["id"]) {
            let own = list(&self.document["method"]["nodes"]).iter().find(|entry| entry["id"] == child["id"]);
            let stated = own.and_then(|entry| entry["weight"].as_f64()).unwrap_or(1.0);
            let weight = if equal { 1.0 } else { stated };
            if weight > 0.0 {
                match values.get(id(child)) {
                    Some(value) => weighed.push((weight, *value)),
                    None => missing.push(id(child).to_owned()),
                }
            }
        }
        let rule = self.choice(dimension, "missing", &Value::Null).as_str().unwrap_or("rescale");
        let gone = !missing.is_empty();
        if rule == "refuse" {
            refused.extend(missing);
        }
        if weighed.is_empty() || (gone && rule != "rescale") {
            return None;
        }
        let total: f64 = weighed.iter().map(|(weight, _)| weight).sum();
        let aggregation = self.choice(dimension, "aggregation", &Value::Null);
        let value = if !aggregation.is_null() && name(aggregation) == "geometric" {
            weighed.iter().map(|(weight, value)| value.powf(weight / total)).product::<f64>()
        } else {
            weighed.iter().map(|(weight, value)| weight / total * value).sum::<f64>()
        };
        values.insert(id(dimension).to_owned(), value);
        Some(value)
    }
}

/// Where between two raw ends a value lies, 0 to 1: the worst of all raw values between them is 0, the best 1. A value beyond an
/// end counts as that end, and so does a best value.
fn between(direction: &Value, value: f64, lower: f64, upper: f64, transform: &dyn Fn(f64) -> f64) -> f64 {
    let within = |value: f64| transform(value.clamp(lower, upper));
    let at = |value: f64| goodness(direction, value, &within);
    let worst = at(lower).min(at(upper));
    let best = if direction.is_string() { at(lower).max(at(upper)) } else { 0.0 };
    (at(value) - worst) / (best - worst)
}

/// Higher where the direction is better, whatever the direction.
fn goodness(direction: &Value, value: f64, transform: &dyn Fn(f64) -> f64) -> f64 {
    let best = match direction {
        Value::String(higher) if higher == "higher-is-better" => return transform(value),
        Value::String(_) => return -transform(value),
        other if other["target"].is_null() => [&other["range"][0], &other["range"][1]],
        other => [&other["target"]; 2],
    };
    let [lower, upper] = best.map(|end| transform(end.as_f64().unwrap()));
    let value = transform(value);
    if value < lower {
        value - lower
    } else if value > upper {
        upper - value
    } else {
        0.0
    }
}

/// A method's name, written alone or in an object.
fn name(choice: &Value) -> &str {
    choice.as_str().or(choice["method"].as_str()).unwrap()
}

fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}
