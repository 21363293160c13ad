//! One hash over the scorecards of the bundled study and of 1,400 generated ones, every method of every stage among them: promise
//! 1, the same bits everywhere.

use std::collections::BTreeSet;

use comity::document::canonical::hash;
use comity::method::methods;
use comity::{ScoreRequest, Study};
use serde_json::Value;

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

fn score_generated(document: &Value, all: &mut String, seen: &mut BTreeSet<(String, String)>) {
    let method = &document["method"];
    let choices = method["nodes"].as_array().into_iter().flatten().chain([&method["defaults"], method]);
    for (stage, choice) in choices.filter_map(Value::as_object).flatten() {
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
