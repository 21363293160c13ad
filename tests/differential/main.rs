//! The engine against a second scorer that shares no code with it, over thousands of generated studies.
//!
//! `COMITY_LONG=1` in the environment runs fifty times as many; `COMITY_REPORT` names a file that what agreed is added to.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that goes wrong stops at once, and its counts are small"
)]

mod methods;
mod scorer;
mod stages;
#[path = "../support/mod.rs"]
mod support;
mod variation;

use std::io::Write as _;

use comity::{Code, ScoreRequest, Scorecard, Segment, Study};
use serde_json::{Value, json};
use support::generate::Random;

/// Scores agree to this share of the scale.
const SCORES: f64 = 1e-12;
/// Scores that differ by more than this share of the scale have their ranks in that order.
const RANKS: f64 = 1e-9;

fn seeds() -> std::ops::Range<u64> {
    if std::env::var_os("COMITY_LONG").is_some_and(|value| value == "1") { 0..100_000 } else { 0..2_000 }
}

/// Says what agreed, and writes it where that is asked.
fn report(line: &str) {
    println!("{line}");
    if let Some(path) = std::env::var_os("COMITY_REPORT") {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&path);
        let mut file = file.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        writeln!(file, "{line}; {} studies, engine {}", seeds().count(), env!("CARGO_PKG_VERSION")).unwrap();
    }
}

#[test]
fn scores_and_ranks_agree_with_the_plain_scorer() {
    let (mut cards, mut scores) = (0, 0);
    for seed in seeds() {
        for document in [support::generate::study(seed), variation::study(seed)] {
            for (period, card) in scorecards(seed, &document) {
                let card = card.unwrap_or_else(|error| panic!("seed {seed}, {period}: {error}"));
                let rows = scorer::score(&document, period)
                    .unwrap_or_else(|refusals| panic!("seed {seed}, {period}: the plain scorer refuses {refusals:?}"));
                compare(seed, period, &card, &rows);
                cards += 1;
                scores += card.units.iter().filter(|unit| unit.score.is_some()).count();
            }
        }
    }
    report(&format!("{scores} scores on {cards} scorecards of {} studies agree", 2 * seeds().count()));
    assert!(scores > 10 * seeds().count(), "hardly anything was scored");
}

/// A staged study without the normal distribution, whose fit is compared by itself; without a geometric mean on a scale from 0, for
/// near 0 it makes a visible difference of the last bit of a logarithm; and without a logarithm of quotients of every magnitude, or of
/// small values among whole numbers, whose last bits sums have lost, or ends set so close that they spread what is left of them.
fn staged(seed: u64) -> Value {
    let mut document = support::generate::staged(seed);
    let from_zero = document["method"]["scale"]["lower"].as_f64().unwrap() <= 0.0;
    let small: Vec<String> = document["framework"]["indicators"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|indicator| indicator["goalposts"]["upper"].as_f64().unwrap() < 1.0)
        .map(|indicator| indicator["id"].as_str().unwrap().to_owned())
        .collect();
    for node in document["method"]["nodes"].as_array_mut().unwrap() {
        let method = |choice: &Value| choice.as_str().or(choice["method"].as_str()).unwrap_or_default().to_owned();
        let treatment = method(&node["treatment"]);
        if treatment.starts_with("log") || treatment == "box-cox" || treatment == "two-stage" {
            node["denomination"] = json!("none");
            if small.iter().any(|id| node["id"] == **id) {
                node["treatment"] = json!({ "method": "percentile", "lower": 10, "upper": 90 });
            }
            let normalisation = method(&node["normalisation"]);
            if normalisation == "centile" || normalisation.starts_with("distance-to-") {
                node["normalisation"] = json!("z-score");
            }
        }
        let by_rank = ["rank", "percentile-rank", "borda"].contains(&method(&node["normalisation"]).as_str());
        if by_rank && treatment != "none" {
            // Each period has a curve of its own: what they make of one value are equal but for rounding.
            node["pool"] = json!("period");
        }
        if node["imputation"] == "normal" {
            node["imputation"] = json!("siblings");
        }
        if by_rank && node["imputation"] == "siblings" {
            // Guesses from the same places in another order are equal but for rounding too.
            node["imputation"] = json!("median");
        }
        if node["aggregation"] == "geometric" && from_zero {
            node["aggregation"] = json!("arithmetic");
        }
    }
    document
}

#[test]
fn every_stage_agrees_with_the_plain_scorer() {
    let (mut cards, mut scores) = (0, 0);
    for seed in seeds() {
        let document = staged(seed);
        for (period, card) in scorecards(seed, &document) {
            let card = card.unwrap_or_else(|error| panic!("seed {seed}, {period}: {error}"));
            let rows = scorer::score(&document, period)
                .unwrap_or_else(|refusals| panic!("seed {seed}, {period}: the plain scorer refuses {refusals:?}"));
            compare(seed, period, &card, &rows);
            cards += 1;
            scores += card.units.iter().filter(|unit| unit.score.is_some()).count();
        }
    }
    report(&format!("{scores} scores on {cards} scorecards of {} staged studies agree", seeds().count()));
    assert!(scores > 5 * seeds().count(), "hardly anything was scored");
}

#[test]
fn what_is_refused_is_what_the_plain_scorer_refuses() {
    let (mut refused, mut scored) = (0, 0);
    for seed in seeds().step_by(2) {
        let document = refusing(seed);
        for (period, card) in scorecards(seed, &document) {
            match (card, scorer::score(&document, period)) {
                (Ok(card), Ok(rows)) => {
                    compare(seed, period, &card, &rows);
                    scored += 1;
                }
                (Err(error), Err(mut refusals)) => {
                    let mut found: Vec<scorer::Refusal> = error.problems().map(refusal).collect();
                    found.sort();
                    refusals.sort();
                    assert_eq!(found, refusals, "seed {seed}, {period}");
                    refused += 1;
                }
                (card, rows) => {
                    panic!("seed {seed}, {period}: {:?}, the plain scorer {rows:?}", card.map(|card| card.units))
                }
            }
        }
    }
    report(&format!("{refused} scorecards refused, {scored} scored, alike"));
    assert!(refused > 20 && scored > 20, "{refused} refused, {scored} scored");
}

/// A varied study with some nodes that refuse missing values.
fn refusing(seed: u64) -> Value {
    let mut document = variation::study(seed);
    let random = &mut Random::new(seed ^ 0x0bad_0000_0000_0000);
    for id in variation::ids(&document["framework"]["dimensions"]) {
        if random.once_in(3) {
            variation::choices(&mut document, &id)["missing"] = json!("refuse");
        }
    }
    document
}

/// The engine's scorecards of every period.
fn scorecards(seed: u64, document: &Value) -> Vec<(i64, Result<Scorecard, comity::Error>)> {
    let study = Study::open_json(&document.to_string()).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    let score = |period| study.score(&ScoreRequest { period: Some(period), ..ScoreRequest::default() });
    study.outline().periods.iter().map(|period| (i64::from(*period), score(*period))).collect()
}

fn refusal(problem: &comity::Problem) -> scorer::Refusal {
    assert_eq!(problem.code(), Code::MissingRefused, "{problem}");
    match problem.path().segments() {
        [_, Segment::Key(unit), Segment::Key(child)] => (unit.clone(), child.clone()),
        other => panic!("{other:?}"),
    }
}

fn compare(seed: u64, period: i64, card: &Scorecard, rows: &[scorer::Row]) {
    let width = card.scale.upper - card.scale.lower;
    let agree = |engine: Option<f64>, plain: Option<f64>| match (engine, plain) {
        (Some(engine), Some(plain)) => (engine - plain).abs() <= SCORES * width,
        (engine, plain) => engine.is_none() && plain.is_none(),
    };
    assert_eq!(card.units.len(), rows.len(), "seed {seed}, {period}");
    for row in rows {
        let unit = card.units.iter().find(|unit| unit.id == row.id).expect("the unit is on the scorecard");
        let place = || format!("seed {seed}, {period}, {}", row.id);
        // From the leaves up, so that the first difference found is the one that caused the others.
        for part in unit.parts.iter().rev() {
            let plain = row.values.get(&part.id).copied();
            assert!(agree(part.value, plain), "{}, {}: {:?}, plain scorer {plain:?}", place(), part.id, part.value);
        }
        assert!(agree(unit.score, row.score), "{}: score {:?}, plain scorer {:?}", place(), unit.score, row.score);
        let Some(score) = row.score else {
            assert_eq!(unit.rank, None, "{}", place());
            continue;
        };
        // Units whose scores are all but equal may stand on either side.
        let others = || rows.iter().filter(|other| other.id != row.id).filter_map(|other| other.score);
        let above = |by: f64| 1 + others().filter(|other| *other > score + by).count();
        let ranks = above(RANKS * width)..=above(-RANKS * width);
        let rank = unit.rank.and_then(|rank| usize::try_from(rank).ok()).unwrap_or(0);
        assert!(ranks.contains(&rank), "{}: rank {rank}, plain scorer {ranks:?}", place());
    }
}

#[test]
fn the_normal_distribution_is_a_fixed_point_of_plain_expectation_and_maximisation() {
    let random = &mut Random::new(41);
    for round in 0..20 {
        // Three columns that hang together, two of them with gaps.
        let rows: Vec<[f64; 3]> = (0..40)
            .map(|_| {
                let (a, b, c) = (random.unit(), random.unit(), random.unit());
                [a * 10.0, a * 4.0 + b * 3.0, a - b * 2.0 + c]
            })
            .collect();
        let gap = |random: &mut Random, x: f64| if random.once_in(4) { f64::NAN } else { x };
        let columns: Vec<Vec<f64>> = (0..3)
            .map(|at| rows.iter().map(|row| if at == 0 { row[0] } else { gap(random, row[at]) }).collect())
            .collect();
        let read: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let fitted = comity::imputation::normal::fit(&read, &[true; 40]);
        let (mean, covariance) = stages::maximised(&columns, &fitted.mean, &fitted.covariance);
        for i in 0..3 {
            assert!((mean[i] - fitted.mean[i]).abs() < 1e-7, "round {round}: {mean:?}, {:?}", fitted.mean);
            for (plain, engine) in covariance[i].iter().zip(&fitted.covariance[i]) {
                assert!((plain - engine).abs() < 1e-7, "round {round}: {plain}, {engine}");
            }
        }
    }
}
