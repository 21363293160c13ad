//! A second scorer, plain and slow, straight from the formulas: it reads the JSON document and shares no code with the engine.
//!
//! One unit and one node at a time, missing values as `None`, the standard library's mathematics, weighted products instead of
//! sums of logarithms. Nothing is sorted, nothing is laid out, nothing is checked: documents are valid.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::stages;

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
pub(crate) struct Section<'a> {
    pub(crate) document: &'a Value,
    pub(crate) period: i64,
}

/// Every unit of a document in a period, or what is refused.
pub(crate) fn score(document: &Value, period: i64) -> Result<Vec<Row>, Vec<Refusal>> {
    let section = Section { document, period };
    let units: Vec<&str> = list(&document["dataset"]["units"]).iter().map(id).collect();
    let indicators = list(&document["framework"]["indicators"]);
    let staged = stages::staged(document, period);
    let pools = stages::pools(&staged, document, period);
    let mut rows = Vec::new();
    let mut refusals = Vec::new();
    for (unit, name) in units.iter().enumerate() {
        let mut values = BTreeMap::new();
        for (position, indicator) in indicators.iter().enumerate() {
            let Some(own) = staged.columns[position][unit] else { continue };
            let reference = |unit: &str| {
                units.iter().position(|other| *other == unit).and_then(|unit| staged.columns[position][unit])
            };
            if let Some(place) = section.normalised(indicator, own, &pools[position], &reference) {
                values.insert(id(indicator).to_owned(), place);
            }
        }
        let ranked = staged.kept[unit] && staged.period_kept;
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
    pub(crate) fn choice<'a>(&'a self, node: &Value, name: &str, engine: &'a Value) -> &'a Value {
        let method = &self.document["method"];
        let own = list(&method["nodes"]).iter().find(|entry| entry["id"] == node["id"]).map(|entry| &entry[name]);
        let choices = [own.unwrap_or(&Value::Null), &method["defaults"][name], engine];
        choices.into_iter().find(|choice| !choice.is_null()).unwrap_or(engine)
    }

    /// The raw values of a unit become one for the period.
    pub(crate) fn combined(&self, indicator: &Value, unit: usize) -> Option<f64> {
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

    /// A treated value finds its place on the scale; nothing where the reference that it is measured by is missing.
    fn normalised(
        &self,
        indicator: &Value,
        own: f64,
        kept: &[f64],
        reference: &dyn Fn(&str) -> Option<f64>,
    ) -> Option<f64> {
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
        let ends = || (end("lower").unwrap(), end("upper").unwrap());
        let numbers = |key: &str| list(&choice[key]).iter().map(|x| x.as_f64().unwrap()).collect::<Vec<f64>>();
        let share = match name(choice) {
            "rubric-level" => {
                let levels: Vec<f64> =
                    list(&indicator["rubric"]).iter().map(|level| level["level"].as_f64().unwrap()).collect();
                let spacing = if choice["spacing"].is_null() { levels.clone() } else { numbers("spacing") };
                let (first, last) = (levels[0], *levels.last().unwrap());
                between(direction, own, first, last, &|x| through(&levels, &spacing, x))
            }
            "piecewise-linear" => {
                let (values, places) = (numbers("values"), numbers("places"));
                between(direction, own, values[0], *values.last().unwrap(), &|x| through(&values, &places, x))
            }
            "log-saturation" => {
                let offset = choice["offset"].as_f64().unwrap_or(1.0);
                between(direction, own, ends().0, ends().1, &|x| (offset + x).ln())
            }
            "saturating" => {
                let (lower, upper) = ends();
                let curvature = choice["curvature"].as_f64().unwrap_or(3.0);
                between(direction, own, lower, upper, &|x| 1.0 - (-curvature * (x - lower) / (upper - lower)).exp())
            }
            "s-shaped" => {
                let (lower, upper) = ends();
                let (middle, steep) =
                    (choice["midpoint"].as_f64().unwrap_or(0.5), choice["steepness"].as_f64().unwrap_or(10.0));
                let logistic = |x: f64| 1.0 / (1.0 + (-steep * ((x - lower) / (upper - lower) - middle)).exp());
                between(direction, own, lower, upper, &logistic)
            }
            "goalposts" => between(direction, own, ends().0, ends().1, &|x| x),
            _ => by_data(choice, direction, own, kept, reference)?,
        };
        let scale = &self.document["method"]["scale"];
        let (lower, upper) = (scale["lower"].as_f64().unwrap(), scale["upper"].as_f64().unwrap());
        Some(lower + share.clamp(0.0, 1.0) * (upper - lower))
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
        let there = weighed.len() as f64 / (weighed.len() + missing.len()) as f64;
        let least = self.choice(dimension, "available", &Value::Null).as_f64().unwrap_or(0.0);
        if rule == "refuse" {
            refused.extend(missing);
        }
        if weighed.is_empty() || (gone && rule != "rescale") || there < least {
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

/// A place by what the data hold: of a target or a range it is the distance that is placed, and less is better.
fn by_data(
    choice: &Value,
    direction: &Value,
    own: f64,
    kept: &[f64],
    reference: &dyn Fn(&str) -> Option<f64>,
) -> Option<f64> {
    let plain = |x: f64| if direction.is_string() { x } else { -goodness(direction, x, &|x| x) };
    let higher = direction == "higher-is-better";
    let all: Vec<f64> = kept.iter().map(|x| plain(*x)).collect();
    if all.is_empty() {
        return Some(0.5);
    }
    let (min, max) = ends_of(&all);
    let x = plain(own).clamp(min, max);
    let n = all.len() as f64;
    let (worst, best) = if higher { (min, max) } else { (max, min) };
    let to = |goal: f64| {
        let ahead = if higher { goal > worst } else { goal < worst };
        if ahead { (x - worst) / (goal - worst) } else { 1.0 }
    };
    let positive = |needed: f64, share: f64| if needed > 0.0 { share } else { 0.5 };
    let worse = all.iter().filter(|other| if higher { **other < x } else { **other > x }).count() as f64;
    let equal = all.iter().filter(|other| **other == x).count() as f64;
    let rank =
        match choice["ties"].as_str().unwrap_or(if name(choice) == "percentile-rank" { "min" } else { "average" }) {
            "min" => worse + 1.0,
            "max" => (worse + equal).max(worse + 1.0),
            _ => (worse + 1.0 + (worse + equal).max(worse + 1.0)) / 2.0,
        };
    let number = |key: &str, default: f64| choice[key].as_f64().unwrap_or(default);
    Some(match name(choice) {
        "min-max" | "distance-to-maximum" => {
            if max > min {
                (x - worst) / (best - worst)
            } else {
                0.5
            }
        }
        "centile" => {
            let (low, high) = (quantile(&all, number("lower", 5.0)), quantile(&all, number("upper", 95.0)));
            let share = if high > low { (x - low) / (high - low) } else { 0.5 };
            if higher { share } else { 1.0 - share }
        }
        "z-score" => {
            let mean = all.iter().sum::<f64>() / n;
            let squares: f64 = all.iter().map(|y| (y - mean) * (y - mean)).sum();
            let sd = (squares / (n - number("ddof", 1.0))).sqrt();
            let z = (x - mean) / sd;
            // A tenth of the scale each, from its middle.
            if max > min && sd > 0.0 { 0.5 + 0.1 * if higher { z } else { -z } } else { 0.5 }
        }
        "rank" => rank / n,
        "percentile-rank" | "borda" => {
            if n > 1.0 {
                (rank - 1.0) / (n - 1.0)
            } else {
                0.5
            }
        }
        "distance-to-target" => to(choice["target"].as_f64().unwrap()),
        "distance-to-reference" => to(plain(reference(choice["unit"].as_str().unwrap())?)),
        "fraction-of-maximum" => positive(max, if higher { x / max } else { 1.0 - x / max }),
        "linear" => positive(best, if higher { x / max } else { min / x }),
        "non-linear" => {
            let share = if higher { (x / max).powi(2) } else { (min / x).powi(3) };
            if min < 0.0 { 0.5 } else { positive(best, share) }
        }
        "sum" if higher => positive(if min < 0.0 { min } else { max }, x / all.iter().sum::<f64>()),
        "sum" => positive(min, 1.0 / x / all.iter().map(|y| 1.0 / y).sum::<f64>()),
        "vector" => {
            let length = all.iter().map(|y| y * y).sum::<f64>().sqrt();
            positive(length, if higher { x / length } else { 1.0 - x / length })
        }
        "logarithmic" => {
            let total: f64 = all.iter().map(|y| y.ln()).sum();
            let share = x.ln() / total;
            let share = if higher { share } else { (1.0 - share) / (n - 1.0) };
            if n > 1.0 { positive(if min > 0.0 { total } else { min }, share) } else { 0.5 }
        }
        "enhanced-accuracy" => {
            let total: f64 = all.iter().map(|y| (best - y).abs()).sum();
            if total > 0.0 { 1.0 - (best - x).abs() / total } else { 0.5 }
        }
        "zavadskas-turskis" => positive(best, 1.0 - (best - x).abs() / best),
        other => panic!("the plain scorer knows no {other}"),
    })
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
pub(crate) fn goodness(direction: &Value, value: f64, transform: &dyn Fn(f64) -> f64) -> f64 {
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

/// Between stated points, on straight lines.
fn through(values: &[f64], places: &[f64], x: f64) -> f64 {
    let behind = values.iter().position(|value| *value >= x).unwrap_or(values.len() - 1).max(1);
    let (from, to) = (values[behind - 1], values[behind]);
    places[behind - 1] + (x - from) / (to - from) * (places[behind] - places[behind - 1])
}

/// The percentile of type 7: h = (n − 1) p + 1, linear between neighbours.
pub(crate) fn quantile(values: &[f64], percent: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() - 1) as f64 * (percent / 100.0);
    let below = sorted[place.floor() as usize];
    let above = sorted[place.ceil() as usize];
    below + (place - place.floor()) * (above - below)
}

/// The lowest and the highest.
pub(crate) fn ends_of(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)))
}

/// A method's name, written alone or in an object.
pub(crate) fn name(choice: &Value) -> &str {
    choice.as_str().or(choice["method"].as_str()).unwrap()
}

pub(crate) fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap()
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}
