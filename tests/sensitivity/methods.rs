//! The same study under several methods.

use comity::document::{Decode, Decoder, Value as Tree};
use comity::sensitivity::{Candidate, MethodComparison, MethodsRequest};
use comity::{Code, ScoreRequest, Study};
use serde_json::{Value, json};

use crate::support::generate;
use crate::{full, matrix, open};

fn ask(study: &Study, request: &Value) -> MethodComparison {
    let mut decoder = Decoder::default();
    let request = MethodsRequest::decode(&Tree::from_json(&request.to_string()).unwrap(), &mut decoder);
    let problems = decoder.into_problems();
    assert!(problems.is_empty(), "{problems:?}");
    study.compare_methods(&request).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn each_method_ranks_as_a_study_of_its_own_would() {
    for seed in 0..40 {
        let document = generate::study(seed);
        let study = open(&document);
        let own = document["method"].clone();
        let mut other = own.clone();
        other["ranking"] = json!("topsis");
        let found = ask(&study, &json!({ "methods": [own, other] }));
        for (method, compared) in [own, other].into_iter().zip(&found.methods) {
            let mut alone = document.clone();
            alone["method"] = method;
            let Ok(card) = open(&alone).score(&ScoreRequest { period: Some(found.period), ..Default::default() })
            else {
                assert!(compared.ranking.is_none() && !compared.problems.is_empty(), "seed {seed}");
                continue;
            };
            assert_eq!(compared.ranking, Some(card.ranking), "seed {seed}");
            for (position, unit) in found.units.iter().enumerate() {
                let row = card.units.iter().find(|row| row.id == unit.id).unwrap();
                assert_eq!((compared.ranks[position], compared.scores[position]), (row.rank, row.score), "seed {seed}");
            }
        }
        assert!(found.tau[0][0].is_none_or(|tau| (tau - 1.0).abs() < 1e-12), "seed {seed}");
        assert_eq!(found.tau[0][1], found.tau[1][0], "seed {seed}");
    }
}

#[test]
fn a_method_that_does_not_fit_says_why_and_leaves_the_others_alone() {
    let study = open(&matrix(&["one", "root"], &[1.0, 1.0], &full(&[&[0.9, 0.1], &[0.2, 0.7]])));
    let method = serde_json::to_value(&study.document().method).unwrap();
    let mut faulty = method.clone();
    faulty["defaults"]["aggregation"] = json!({ "method": "power" });
    let mut misfit = method.clone();
    misfit["defaults"]["weighting"] = json!({ "method": "ahp", "judgements": [] });
    let found = ask(&study, &json!({ "methods": [method, faulty, misfit, method] }));
    let codes = |at: usize| found.methods[at].problems.iter().map(comity::Problem::code).collect::<Vec<_>>();
    assert_eq!(codes(1), [Code::MissingKey]);
    assert!(!codes(2).is_empty());
    assert!(found.methods[1].shift.is_none() && found.tau[0][1].is_none());
    let last = &found.methods[3];
    assert_eq!((last.problems.len(), last.shift.as_ref().map(|shift| shift.largest)), (0, Some(0)));
    assert_eq!(found.tau[0][3], Some(1.0));
}

#[test]
fn leaving_somebody_unranked_moves_nobody_else() {
    // The best lacks a value, which the ranking without the tree needs.
    let rows = [vec![Some(0.9), None], vec![Some(0.5), Some(0.5)], vec![Some(0.1), Some(0.1)]];
    let document = matrix(&["root", "root"], &[1.0, 1.0], &rows);
    let study = open(&document);
    let method = serde_json::to_value(&study.document().method).unwrap();
    let mut other = method.clone();
    other["ranking"] = json!("topsis");
    let found = ask(&study, &json!({ "methods": [method, other] }));
    assert_eq!(found.methods[0].ranks, [Some(1), Some(2), Some(3)]);
    assert_eq!(found.methods[1].ranks, [None, Some(1), Some(2)]);
    let shift = found.methods[1].shift.as_ref().unwrap();
    assert_eq!((shift.units.clone(), shift.largest, shift.tau), (vec![None, Some(0.0), Some(0.0)], 0, Some(1.0)));
}

#[test]
fn a_zero_that_decides_a_mean_is_among_the_warnings() {
    let study = open(&matrix(&["one", "root"], &[1.0, 1.0], &full(&[&[0.0, 0.9], &[0.2, 0.7]])));
    let method = serde_json::to_value(&study.document().method).unwrap();
    let mut geometric = method.clone();
    geometric["defaults"]["aggregation"] = json!("geometric");
    let found = ask(&study, &json!({ "methods": [method, geometric] }));
    let zero = |at: usize| found.methods[at].warnings.iter().any(|note| note.code() == Code::GeometricZero);
    assert!(!zero(0) && zero(1), "{:?}", found.methods[1].warnings);
}

#[test]
fn more_methods_than_the_ceiling_are_refused() {
    let study = open(&matrix(&["one", "root"], &[1.0, 1.0], &full(&[&[0.9, 0.1], &[0.2, 0.7]])));
    let request = MethodsRequest { methods: vec![Candidate::default(); 65], ..Default::default() };
    let error = study.compare_methods(&request).unwrap_err();
    assert_eq!(error.problems().next().unwrap().code(), Code::TooLarge);
}
