use std::collections::BTreeSet;

use comity::analysis::audit::{Audit, advice};
use comity::{Code, ScoreRequest, Study};
use serde_json::json;

use crate::support::generate::Random;
use crate::{flat, for_studies, open, support};

/// What an audit may find.
const FINDINGS: [Code; 12] = [
    Code::IndicatorNearlyConstant,
    Code::IndicatorSparse,
    Code::IndicatorOutlying,
    Code::IndicatorsAlike,
    Code::IndicatorsOpposed,
    Code::DimensionIncoherent,
    Code::DimensionSeveral,
    Code::WeightUnlike,
    Code::IndicatorDominates,
    Code::IndicatorIdle,
    Code::ContestedPull,
    Code::FirstFragile,
];

/// A study with everything wrong that an audit looks for.
fn unsound() -> Study {
    let random = &mut Random::new(7);
    let rows: Vec<Vec<f64>> = (0..30_i32)
        .map(|unit| {
            let one = random.unit() * 100.0;
            let spike = if unit == 3 { 100.0 } else { random.unit() };
            let constant = if unit == 5 { 51.0 } else { 50.0 };
            vec![one, one + random.unit(), 100.0 - one, constant, spike, random.unit() * 100.0, random.unit() * 40.0]
        })
        .collect();
    let mut document = flat(&[1.0, 1.0, 1.0, 1.0, 0.3, 3.0, 0.2], &rows);
    document["framework"]["indicators"][5]["contested"] = json!("who knows");
    document["dataset"]["indicators"][6]["values"] = (0..30).map(|unit| (unit % 3 == 0).then_some(unit)).collect();
    open(&document)
}

fn codes(audit: &Audit) -> BTreeSet<&'static str> {
    audit.findings.iter().map(|finding| finding.code().name()).collect()
}

#[test]
fn every_finding_is_raised_where_it_is_due_with_its_number_and_advice() {
    let audit = unsound().audit(&ScoreRequest::default()).unwrap();
    let names: BTreeSet<&str> = FINDINGS.iter().map(|code| code.name()).collect();
    // Two nearly tied, each ahead in one of two indicators.
    let tied = open(&flat(&[1.0, 1.0], &[vec![60.0, 50.0], vec![50.0, 60.1]])).audit(&ScoreRequest::default()).unwrap();
    assert!(codes(&tied).contains("first-fragile"), "{:?}", tied.findings);
    let raised: BTreeSet<_> = codes(&audit).union(&codes(&tied)).copied().collect();
    let missed: Vec<_> = names.difference(&raised).copied().collect();
    assert!(missed.is_empty(), "not found: {missed:?} in {:#?}", audit.indicators);
    for finding in audit.findings.iter().chain(&tied.findings) {
        let message = finding.message();
        assert!(!message.contains(['{', '}']), "{message}");
        assert!(!advice(finding.code()).is_empty(), "{message}");
        for name in ["number", "threshold"] {
            assert!(finding.args().iter().any(|(known, _)| *known == name), "{message}: no {name}");
        }
    }
}

#[test]
fn a_sound_index_is_found_sound() {
    let random = &mut Random::new(1);
    let rows: Vec<Vec<f64>> = (0..60)
        .map(|unit| {
            let common = if unit == 0 { 95.0 } else { random.unit() * 60.0 + 10.0 };
            (0..3).map(|_| common + random.unit() * 25.0 - 12.0).map(|value| value.clamp(0.0, 100.0)).collect()
        })
        .collect();
    let audit = open(&flat(&[1.0, 1.0, 1.0], &rows)).audit(&ScoreRequest::default()).unwrap();
    assert_eq!(codes(&audit), BTreeSet::new(), "{:?}", audit.findings);
}

#[test]
fn shares_of_variance_sum_to_one_where_means_are_arithmetic() {
    for_studies(300, |document, _| {
        let audit = open(&document).audit(&ScoreRequest::default()).unwrap();
        let shares: Option<Vec<f64>> = audit.indicators.iter().map(|indicator| indicator.variance).collect();
        if let Some(sum) = shares.map(|shares| shares.iter().sum::<f64>()) {
            assert!((sum - 1.0).abs() < 1e-6, "{sum}");
        }
    });
}

#[test]
fn the_bundled_study_can_be_audited_in_every_period() {
    let study = Study::open_json(&support::us_partnerships()).unwrap();
    for period in study.outline().periods {
        let audit = study.audit(&ScoreRequest { period: Some(period), ..ScoreRequest::default() }).unwrap();
        assert_eq!(audit.correlations.len(), audit.indicators.len());
    }
}
