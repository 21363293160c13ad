//! One hash over the scorecards of the bundled study and of 1,400 generated ones, every method of every stage among them, and one over
//! simulations: promise 1, the same bits everywhere.

use std::collections::BTreeSet;

use comity::document::Value;
use comity::document::canonical::hash;
use comity::method::methods;
use comity::uncertainty::{Partial, Plan, SimulationRequest, read_request};
use comity::{ScoreRequest, Study};
use serde_json::{Value as Json, json};

use super::{decisions, generate, us_partnerships};

/// The hash that native, Node and Chromium must all come to. It changes when scores change, and only then: say so in the changelog.
pub const EXPECTED: &str = include_str!("scorecards.sha256");

/// The hash of every scorecard: all periods of the bundled study, and every period of each generated study, by bits.
///
/// # Panics
/// When a method of a stage is in none of the studies.
pub fn scorecards() -> String {
    let mut all = String::new();
    let mut seen = BTreeSet::new();
    score_all(&us_partnerships(), &mut all);
    for seed in 0..1_000 {
        score_generated(&generate::study(seed), &mut all, &mut seen);
    }
    for seed in 0..392 {
        score_generated(&generate::staged(seed), &mut all, &mut seen);
    }
    for seed in 0..8 {
        score_generated(&generate::judged(seed), &mut all, &mut seen);
    }
    for document in decisions::studies() {
        score_generated(&document, &mut all, &mut seen);
    }
    let mut stage = "";
    for about in methods() {
        // What documents leave unsaid is the first of its stage.
        let is_default = std::mem::replace(&mut stage, about.stage) != about.stage;
        let known = is_default || seen.contains(&(about.stage.to_owned(), about.method.to_owned()));
        assert!(known, "no study with the {} `{}`", about.stage, about.method);
    }
    hash(&all)
}

fn score_generated(document: &Json, all: &mut String, seen: &mut BTreeSet<(String, String)>) {
    let method = &document["method"];
    let choices = method["nodes"].as_array().into_iter().flatten().chain([&method["defaults"], method]);
    for (stage, choice) in choices.filter_map(Json::as_object).flatten() {
        if let Some(name) = choice.as_str().or(choice["method"].as_str()) {
            seen.insert((stage.clone(), name.to_owned()));
        }
    }
    score_all(&document.to_string(), all);
}

fn score_all(document: &str, all: &mut String) {
    let study = Study::open_json(document).unwrap_or_else(|error| panic!("{error}\n{document}"));
    for period in study.outline().periods {
        let request = ScoreRequest { period: Some(period), ..ScoreRequest::default() };
        let scorecard = study.score(&request).unwrap_or_else(|error| panic!("{error}\n{document}"));
        // Numbers are written with as many digits as they need to be read back to the same bits.
        all.push_str(&serde_json::to_string(&scorecard).expect("a scorecard is plain data"));
        all.push('\n');
    }
}

/// The hash of simulations that native, Node and Chromium must all come to.
pub const EXPECTED_SIMULATIONS: &str = include_str!("simulations.sha256");

/// The hash of what simulations of the bundled study and of generated ones come to, under every law, by bits.
pub fn simulations() -> String {
    let laws = [
        json!({ "draws": 1_500 }),
        json!({ "draws": 300, "design": "sobol" }),
        json!({ "draws": 300, "vary": { "weights": "uniform", "data": { "ranges": "uniform", "raters": "range" }, "missing": "scale" } }),
        json!({ "draws": 300, "vary": { "weights": { "method": "within", "by": 0.1 }, "method": { "leaveOneOut": true, "alternatives": [
            { "id": "normalisation", "options": [[{ "choices": { "normalisation": "min-max" } }]] },
            { "id": "missing", "options": [[{ "choices": { "missing": "leave-missing" } }]] },
        ] } } }),
    ];
    let mut all = String::new();
    let generated = (0..40).map(|seed| generate::study(seed).to_string());
    for document in std::iter::once(us_partnerships()).chain(generated) {
        let study = Study::open_json(&document).unwrap_or_else(|error| panic!("{error}\n{document}"));
        for law in &laws {
            let request = read_request(&Value::from_json(&law.to_string()).expect("JSON")).expect("a request");
            let uncertainty = study.simulate(request).unwrap_or_else(|error| panic!("{error}\n{document}"));
            all.push_str(&serde_json::to_string(&uncertainty).expect("an answer is plain data"));
            all.push('\n');
        }
    }
    // A split in three, through its lines.
    let study = Study::open_json(&us_partnerships()).expect("the bundled study");
    let plan = Plan::new(&study, SimulationRequest { draws: 5_000, ..SimulationRequest::default() });
    let shards = plan.shards(3).expect("no stop rule");
    let partials = shards.iter().rev().map(|shard| study.run_shard(shard).expect("a shard").to_line());
    let partials = partials.map(|line| Partial::from_line(&line).expect("a partial")).collect();
    let merged = study.conclude(partials).expect("the whole");
    assert_eq!(merged, study.simulate(plan.request).expect("a simulation"), "split and whole");
    all.push_str(&serde_json::to_string(&merged).expect("an answer is plain data"));
    any_split_of_a_hundred_blocks(&study);
    hash(&all)
}

/// A hundred blocks come to one answer however they are split and in whatever order they are merged.
fn any_split_of_a_hundred_blocks(study: &Study) {
    let plan = Plan::new(study, SimulationRequest { draws: 102_400, ..SimulationRequest::default() });
    let whole = study.simulate(plan.request.clone()).expect("a simulation");
    for shards in [1, 2, 3, 7, 64] {
        let shards = plan.shards(shards).expect("no stop rule");
        let mut partials: Vec<Partial> =
            shards.iter().rev().map(|shard| study.run_shard(shard).expect("a shard")).collect();
        let middle = partials.len() / 2;
        partials.rotate_left(middle);
        assert_eq!(study.conclude(partials).expect("the whole"), whole, "{} shards", shards.len());
    }
}
