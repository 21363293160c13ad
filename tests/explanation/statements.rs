use comity::explanation::{Honoured, Statement, StatementsRequest};
use comity::{ScoreRequest, Study, Weight};
use serde_json::json;

use crate::support::generate::Random;
use crate::{flat, open, rows};

fn statement(above: usize, below: usize) -> Statement {
    Statement { above: format!("u{above}"), below: format!("u{below}") }
}

fn asked(study: &Study, statements: &[Statement]) -> Honoured {
    study.weights_for(&StatementsRequest { statements: statements.to_vec(), ..StatementsRequest::default() }).unwrap()
}

fn holds(study: &Study, weights: &[Weight], statements: &[Statement]) -> bool {
    let card = study.score(&ScoreRequest { weights: weights.to_vec(), ..ScoreRequest::default() }).unwrap();
    let rank = |id: &str| card.units.iter().find(|unit| unit.id == id).unwrap().rank.unwrap();
    statements.iter().all(|statement| rank(&statement.above) < rank(&statement.below))
}

#[test]
fn weights_honour_the_statements_and_none_are_nearer_and_conflicts_are_real() {
    let (mut honoured, mut conflicts) = (0, 0);
    for seed in 0..400 {
        let random = &mut Random::new(seed);
        let (units, indicators) = (3 + random.below(5), 2 + random.below(4));
        let rows = rows(random, units, indicators);
        let weights: Vec<f64> = (0..indicators).map(|_| 0.05 + random.unit()).collect();
        let total: f64 = weights.iter().sum();
        let study = open(&flat(&weights, &rows));
        let statements: Vec<Statement> = (0..=random.below(5))
            .map(|_| statement(random.below(units) as usize, random.below(units) as usize))
            .filter(|statement| statement.above != statement.below)
            .collect();
        let found = asked(&study, &statements);
        assert!(found.left_out.is_empty());
        // Points all over the simplex, its corners among them, as an adversary.
        let mut others: Vec<Vec<f64>> = (0..2_000)
            .map(|_| (0..indicators).map(|_| -random.unit().max(1e-12).ln()).collect::<Vec<f64>>())
            .map(|point| point.iter().map(|share| share / point.iter().sum::<f64>()).collect())
            .collect();
        others.extend(
            (0..indicators).map(|corner| (0..indicators).map(|at| f64::from(u8::from(at == corner))).collect()),
        );
        let score = |shares: &[f64], id: &str| -> f64 {
            let unit: usize = id[1..].parse().unwrap();
            shares.iter().zip(&rows[unit]).map(|(share, value)| share * value).sum()
        };
        let meets = |shares: &[f64], statements: &[Statement]| {
            statements.iter().all(|statement| score(shares, &statement.above) - score(shares, &statement.below) >= 1e-4)
        };
        if let Some(moved) = found.moved {
            assert!(holds(&study, found.weights.as_ref().unwrap(), &statements), "seed {seed}: {found:?}");
            for other in others.iter().filter(|other| meets(other, &statements)) {
                let apart = other.iter().zip(&weights).map(|(other, own)| (other - own / total).abs());
                let distance = apart.sum::<f64>() / 2.0;
                assert!(distance >= moved - 1e-9, "seed {seed}: {distance} is nearer than {moved}");
            }
            honoured += u32::from(moved > 0.0);
            continue;
        }
        let conflict: Vec<Statement> = found.conflict.iter().map(|at| statements[*at].clone()).collect();
        assert!(!conflict.is_empty(), "seed {seed}");
        assert!(!others.iter().any(|other| meets(other, &conflict)), "seed {seed}: {conflict:?}");
        for dropped in 0..conflict.len() {
            let mut without = conflict.clone();
            without.remove(dropped);
            let found = asked(&study, &without);
            assert!(holds(&study, &found.weights.unwrap(), &without), "seed {seed}: {without:?}");
        }
        conflicts += 1;
    }
    assert!(honoured > 50 && conflicts > 50, "{honoured} honoured, {conflicts} conflicts");
}

#[test]
fn weights_of_a_tree_are_found_from_those_of_its_indicators_and_of_one_dimension() {
    let mut document = flat(&[1.0, 1.0, 1.0], &[vec![90.0, 20.0, 30.0], vec![40.0, 60.0, 50.0]]);
    document["framework"]["dimensions"] =
        json!([{ "id": "root", "name": "Root" }, { "id": "soft", "name": "Soft", "parent": "root" }]);
    for number in [1, 2] {
        document["framework"]["indicators"][number]["parent"] = json!("soft");
    }
    let study = open(&document);
    let statements = [statement(1, 0)];
    let found = asked(&study, &statements);
    assert!(holds(&study, &found.weights.unwrap(), &statements));
    let grouped = StatementsRequest {
        statements: statements.to_vec(),
        group: Some("root".into()),
        ..StatementsRequest::default()
    };
    let found = study.weights_for(&grouped).unwrap();
    assert!(holds(&study, &found.weights.unwrap(), &statements));
    let grouped = StatementsRequest { group: Some("soft".into()), ..grouped };
    let found = study.weights_for(&grouped).unwrap();
    // Half of the weight is 50 points ahead; nothing below "soft" makes more than 40 of half of it good.
    assert_eq!((found.moved, found.conflict.as_slice()), (None, [0].as_slice()));
    let unknown = study.weights_for(&StatementsRequest { group: Some("i0".into()), ..StatementsRequest::default() });
    assert_eq!(unknown.unwrap_err().code().name(), "node-unknown");
}

#[test]
fn a_statement_that_is_no_condition_on_weights_is_left_out_and_named() {
    let mut document = flat(&[1.0, 1.0], &[vec![90.0, 20.0], vec![40.0, 60.0]]);
    document["dataset"]["indicators"][0]["values"][1] = json!(null);
    let found = asked(&open(&document), &[statement(1, 0)]);
    assert_eq!((found.left_out[0].statement, found.left_out[0].reason), (0, "missing"));
}
