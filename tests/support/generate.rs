//! Generated studies: valid by construction, of every shape the format allows, the same for a seed on every platform.

use serde_json::{Value, json};

use super::methods;

/// SplitMix64 (Steele, Lea & Flood 2014): a seed gives one sequence of numbers everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// A number from 0 to below 1, on a grid of 2^-53.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u64) as usize]
    }
}

/// A valid study: trees of one to three levels, every direction, method and rule, gaps, ties and rubrics.
pub fn study(seed: u64) -> Value {
    let random = &mut Random::new(seed);
    let scale = random.pick(&[(0.0, 100.0), (0.0, 1.0), (1.0, 100.0), (-50.0, 50.0)]).to_owned();
    let (dimensions, parents) = tree(random);
    let units = 1 + random.below(12) as usize;
    let periods: Vec<i64> = (0..=random.below(6)).map(|year| 2000 + year as i64 * (1 + (seed % 2) as i64)).collect();

    let mut indicators = Vec::new();
    let mut columns = Vec::new();
    let mut overrides = Vec::new();
    for (number, parent) in parents.iter().enumerate() {
        let id = format!("i{number}");
        let rubric = random.once_in(4);
        let magnitude = *random.pick(&[1.0, 10.0, 1000.0, 1e-3, 1e9]);
        indicators.push(indicator(random, &id, parent, rubric, magnitude));
        if !random.once_in(12) {
            let constant = random.once_in(15).then(|| value(random, rubric, magnitude));
            let values = (0..units * periods.len()).map(|_| match constant {
                _ if random.once_in(6) => Value::Null,
                Some(constant) => json!(constant),
                None => json!(value(random, rubric, magnitude)),
            });
            columns.push(json!({ "id": id, "values": values.collect::<Vec<_>>() }));
        }
        overrides.push(indicator_choices(random, &id, rubric));
    }
    for dimension in &dimensions {
        overrides.push(dimension_choices(random, dimension["id"].as_str().unwrap(), scale.0));
    }
    let ids: Vec<String> = (0..units).map(|unit| format!("u{unit}")).collect();
    let units = ids.iter().map(|id| json!({ "id": id, "name": format!("Unit {id}") })).collect::<Vec<_>>();
    let screening = random.once_in(2).then(|| json!({ "method": "minimum-coverage", "unit": random.unit() / 2.0 }));
    json!({
        "schema": 0,
        "id": format!("generated-{seed}"),
        "title": "Generated",
        "framework": { "dimensions": dimensions, "indicators": indicators },
        "dataset": { "units": units, "periods": periods, "indicators": columns },
        "method": { "scale": { "lower": scale.0, "upper": scale.1 }, "screening": screening, "nodes": overrides },
    })
}

/// Texts that tables must carry unharmed: quotation marks, line breaks, what looks like a formula, a number or nothing.
const ODD: [&str; 28] = [
    "=1+1",
    "+3",
    "-3",
    "@sum",
    "\ttab",
    "\rreturn",
    "\nline",
    "\0nul",
    "'",
    "''",
    "'=x",
    "say \"hi\"",
    "a,b;c\td|e",
    "two\nlines\r\nthree",
    " blanks ",
    "NA",
    "'NA",
    "n/a",
    "-",
    "1,5",
    "Ünïcödé 東京 🤝",
    "\u{a0}",
    "\"",
    "\"\"",
    "\u{feff}mark",
    "unit",
    "45%",
    "[1]",
];

/// Ids of the same kind: without control characters and blank ends.
const ODD_IDS: [&str; 18] = [
    "=1+1",
    "-3",
    "@sum",
    "'",
    "'=x",
    "a \"b\"",
    "a,b;c|d",
    "NA",
    "'NA",
    "n/a",
    "-",
    "1,5",
    "東京 🤝",
    "[x]",
    "value",
    "unit",
    "note",
    "2010",
];

/// The study of this seed with all that a dataset can hold beside numbers: members, raters, ranges, notes, sources, odd texts, units,
/// periods and columns without any value.
pub fn furnished(seed: u64) -> Value {
    let mut study = study(seed);
    let random = &mut Random::new(seed ^ 0xf0_7a_15_4e_d0);
    let mut ids: Vec<String> = Vec::new();
    for (at, unit) in study["dataset"]["units"].as_array_mut().unwrap().iter_mut().enumerate() {
        let odd = *random.pick(&ODD_IDS);
        if random.once_in(3) && !ids.iter().any(|id| id == odd) {
            unit["id"] = json!(odd);
        }
        ids.push(unit["id"].as_str().unwrap().to_owned());
        if random.once_in(2) {
            unit["name"] = json!(random.pick(&ODD));
        }
        if random.once_in(2) {
            let years = random.once_in(2);
            let member = |number: u64| match (years, number) {
                (true, 0) => json!({ "id": "A", "from": 1990 }),
                (true, _) => json!({ "id": "B;C", "from": 1990, "to": 2100 }),
                (false, number) => json!({ "id": format!("m{number}-{at}") }),
            };
            unit["members"] = (0..=random.below(2)).map(member).collect();
        }
    }
    let sources = ["atop", "NA", "=cmd", "a, \"b\""];
    study["framework"]["sources"] = sources.iter().map(|id| json!({ "id": id, "citation": "A source" })).collect();
    for indicator in study["framework"]["indicators"].as_array_mut().unwrap() {
        if random.once_in(3) {
            indicator["source"] = json!(random.pick(&sources));
        }
    }
    let periods = study["dataset"]["periods"].as_array().unwrap().clone();
    let units = study["dataset"]["units"].as_array().unwrap().clone();
    let mut observations = Vec::new();
    let empty_unit = random.below(units.len() as u64 * 3) as usize;
    let empty_period = random.below(periods.len() as u64 * 3) as usize;
    let rubrics: Vec<Value> = study["framework"]["indicators"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["rubric"].is_array())
        .map(|one| one["id"].clone())
        .collect();
    for column in study["dataset"]["indicators"].as_array_mut().unwrap() {
        let rubric = rubrics.contains(&column["id"]);
        if random.once_in(3) {
            column["source"] = json!(random.pick(&sources));
        }
        let empty = random.once_in(10);
        let id = column["id"].clone();
        for (at, value) in column["values"].as_array_mut().unwrap().iter_mut().enumerate() {
            let (unit, period) = (at / periods.len(), at % periods.len());
            if empty || unit == empty_unit || period == empty_period {
                *value = Value::Null;
                continue;
            }
            let mut observation = json!({ "unit": units[unit]["id"], "indicator": id, "period": periods[period] });
            if value.is_null() && random.once_in(2) {
                observations.extend(judgements(random, &observation, &units[unit], rubric));
                continue;
            }
            if value.is_null() || !random.once_in(3) {
                continue;
            }
            if random.once_in(2) {
                observation["note"] = json!(random.pick(&ODD));
            }
            if random.once_in(2) {
                observation["source"] = json!(random.pick(&sources));
            }
            if random.once_in(4) {
                let value = value.as_f64().unwrap();
                observation["range"] = json!([value - random.unit(), value + random.unit()]);
            }
            if random.once_in(4) {
                observation["sd"] = json!(random.unit());
            }
            observations.push(observation);
        }
    }
    study["dataset"]["observations"] = observations.into();
    study
}

/// Judgements of one cell: by raters, of members, of both.
fn judgements(random: &mut Random, cell: &Value, unit: &Value, rubric: bool) -> Vec<Value> {
    let members = unit["members"].as_array().filter(|_| random.once_in(2)).cloned().unwrap_or_default();
    let mut judged = Vec::new();
    for of in if members.is_empty() { vec![Value::Null] } else { members } {
        for rater in 0..=random.below(2) {
            let mut judgement = cell.clone();
            judgement["value"] = json!(value(random, rubric, 10.0));
            if !of.is_null() {
                judgement["of"] = of["id"].clone();
            }
            if of.is_null() || rater > 0 {
                judgement["rater"] =
                    json!(if rater == 0 { "ann" } else { ODD_IDS[(rater as usize + judged.len()) % ODD_IDS.len()] });
                judgement["confidence"] = json!(random.unit());
            }
            if random.once_in(3) {
                judgement["note"] = json!(random.pick(&ODD));
                judgement["source"] = json!("NA");
            }
            judged.push(judgement);
        }
    }
    judged
}

/// A valid study as [`study`] gives, whose indicators go through every stage: each method of the tables has its turn.
pub fn staged(seed: u64) -> Value {
    let mut document = study(seed);
    // Another sequence than the study's own.
    let random = &mut Random::new(seed ^ 0x57a9_ed00_0000_0000);
    for (at, unit) in document["dataset"]["units"].as_array_mut().unwrap().iter_mut().enumerate() {
        if !random.once_in(5) {
            unit["group"] = json!(format!("group {}", at % 3));
        }
    }
    if random.once_in(3) {
        document["method"]["screening"] = json!({
            "method": "minimum-coverage", "unit": random.unit() / 2.0, "unitNonZero": random.unit() / 3.0,
            "indicator": random.unit(), "indicatorNonZero": random.unit() / 2.0,
        });
    }
    let indicators = document["framework"]["indicators"].as_array().unwrap().clone();
    for (at, indicator) in indicators.iter().enumerate() {
        // The indicator's choices come first, in the same order.
        let choices = &mut document["method"]["nodes"][at];
        let turn = seed + at as u64;
        let mut pick = |methods: Vec<Value>, once_in: u64| {
            if turn.is_multiple_of(once_in) {
                methods[(turn / once_in) as usize % methods.len()].clone()
            } else {
                random.pick(&methods).clone()
            }
        };
        choices["imputation"] = pick(methods::imputations(), 2);
        choices["pool"] = json!(if turn.is_multiple_of(3) { "panel" } else { "period" });
        if indicator["rubric"].is_null() {
            let mut normalisation = pick(methods::normalisations(), 2);
            if methods::name(&normalisation) == "rubric-level" {
                normalisation = json!("goalposts");
            }
            let mut treatment = pick(methods::treatments(), 3);
            let by = &indicators[(at + 1) % indicators.len()]["id"];
            let mut denomination = pick(methods::denominations(by.as_str().unwrap()), 3);
            if *by == indicator["id"] {
                denomination = json!("none");
            }
            let reads_raw = normalisation == "goalposts" || !indicator["direction"].is_string();
            if reads_raw && methods::name(&normalisation) != "distance-to-target" {
                (treatment, denomination) = (json!("none"), json!("none"));
            } else {
                document["framework"]["indicators"][at]["direction"] =
                    json!(if turn.is_multiple_of(2) { "higher-is-better" } else { "lower-is-better" });
            }
            let choices = &mut document["method"]["nodes"][at];
            choices["normalisation"] = normalisation;
            choices["treatment"] = treatment;
            choices["denomination"] = denomination;
        } else if turn.is_multiple_of(2) {
            choices["normalisation"] = methods::normalisations()[3].clone();
        }
    }
    for node in document["method"]["nodes"].as_array_mut().unwrap() {
        if node.get("aggregation").is_some() && random.once_in(4) {
            node["available"] = json!(random.unit());
        }
    }
    document
}

/// A valid study of judgements: raters and members of every cell of one unit, settled and joined in the way of the seed.
pub fn judged(seed: u64) -> Value {
    let random = &mut Random::new(seed);
    let joins = [
        json!("weakest"),
        json!("mean"),
        json!({ "method": "weighted-mean", "by": "i1" }),
        json!({ "method": "one", "of": "AAA" }),
    ];
    let indicator = |id: &str| {
        json!({ "id": id, "name": id, "parent": "root", "unitOfMeasure": "level", "direction": "higher-is-better",
            "goalposts": { "lower": 0, "upper": 10, "basis": "judgement" } })
    };
    let mut observations = Vec::new();
    for (indicator, unit, member) in
        [("i0", "u0", "AAA"), ("i0", "u0", "BBB"), ("i1", "u0", "AAA"), ("i1", "u0", "BBB")]
    {
        for rater in ["kim", "lee", "max"] {
            let value = (random.unit() * 80.0).floor() / 8.0;
            observations.push(json!({ "unit": unit, "indicator": indicator, "period": 2020, "of": member, "rater": rater, "value": value }));
        }
    }
    json!({
        "schema": 0, "id": format!("judged-{seed}"), "title": "Judged",
        "framework": { "dimensions": [{ "id": "root", "name": "Root" }], "indicators": [indicator("i0"), indicator("i1")] },
        "dataset": {
            "units": [
                { "id": "u0", "name": "U", "members": [{ "id": "AAA" }, { "id": "BBB" }] }, { "id": "u1", "name": "V" },
            ],
            "periods": [2020],
            "indicators": [{ "id": "i0", "values": [null, 3] }, { "id": "i1", "values": [null, 4] }],
            "observations": observations,
        },
        "method": { "defaults": {
            "raters": if seed.is_multiple_of(2) { "median" } else { "mean" },
            "members": joins[(seed / 2) as usize % joins.len()], "weighting": if seed.is_multiple_of(3) { "equal" } else { "given" },
        } },
    })
}

/// Dimensions, and the parent of each indicator.
fn tree(random: &mut Random) -> (Vec<Value>, Vec<String>) {
    let mut dimensions = vec![json!({ "id": "root", "name": "Root" })];
    let mut parents = Vec::new();
    for first in 0..random.below(4) {
        let id = format!("d{first}");
        dimensions.push(json!({ "id": id, "name": id, "parent": "root" }));
        for second in 0..random.below(3) {
            let inner = format!("d{first}-{second}");
            dimensions.push(json!({ "id": inner, "name": inner, "parent": id }));
            parents.extend((0..=random.below(3)).map(|_| inner.clone()));
        }
        parents.extend((0..=random.below(4)).map(|_| id.clone()));
    }
    parents.extend((0..=random.below(3)).map(|_| "root".to_owned()));
    (dimensions, parents)
}

fn value(random: &mut Random, rubric: bool, magnitude: f64) -> f64 {
    match random.below(5) {
        _ if rubric => random.below(6) as f64,
        0 => random.below(4) as f64,
        1 => 0.0,
        _ => (random.unit() * 1.4 - 0.2) * magnitude,
    }
}

fn indicator(random: &mut Random, id: &str, parent: &str, rubric: bool, magnitude: f64) -> Value {
    let direction = match random.below(6) {
        0 | 1 => json!("lower-is-better"),
        2 => json!({ "target": random.unit() * magnitude }),
        3 => json!({ "range": [0.25 * magnitude, (0.25 + random.unit() / 2.0) * magnitude] }),
        _ => json!("higher-is-better"),
    };
    let mut indicator = json!({
        "id": id, "name": id, "parent": parent, "unitOfMeasure": "things", "direction": direction,
        "tag": random.pick(&["input", "output", "outcome"]),
        "goalposts": { "lower": 0.0, "upper": magnitude, "basis": "judgement" },
    });
    if rubric {
        let levels = (0..6).map(|level| json!({ "level": level, "description": format!("level {level}") }));
        indicator["rubric"] = levels.collect::<Vec<_>>().into();
    }
    indicator
}

fn indicator_choices(random: &mut Random, id: &str, rubric: bool) -> Value {
    let years = 1 + random.below(4);
    let combination = match random.below(5) {
        0 => json!({ "method": "latest", "years": years }),
        1 => json!({ "method": "mean", "years": years, "minimum": 1 + random.below(years) }),
        2 => json!({ "method": "sum", "years": years, "minimum": 1 }),
        _ => json!("value"),
    };
    let normalisation = match random.below(5) {
        0 => json!("min-max"),
        1 => json!({ "method": "log-saturation" }),
        2 => json!({ "method": "goalposts", "lower": -1.0, "upper": 3.0 }),
        _ if rubric => json!("rubric-level"),
        _ => json!("goalposts"),
    };
    let mut choices = json!({ "id": id, "combination": combination, "normalisation": normalisation });
    if random.once_in(2) {
        choices["weight"] = json!(random.unit() * 3.0 + 0.001);
    }
    choices
}

fn dimension_choices(random: &mut Random, id: &str, lower: f64) -> Value {
    let aggregation = if lower >= 0.0 && random.once_in(3) { "geometric" } else { "arithmetic" };
    let missing = if random.once_in(5) { "leave-missing" } else { "rescale" };
    let mut choices = json!({ "id": id, "aggregation": aggregation, "missing": missing });
    if random.once_in(2) {
        choices["weight"] = json!(random.unit() * 2.0 + 0.001);
    }
    choices
}
