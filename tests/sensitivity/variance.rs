//! What the variance of ranks is made of, and what would settle it.

use comity::sensitivity::{Group, Grouping, Sensitivity, SensitivityRequest, SensitivityRun};
use comity::uncertainty::{DimensionLaw, MissingLaw, Vary, WeightLaw};
use comity::{Code, Study};
use serde_json::Value;

use crate::support::{generate, us_partnerships};
use crate::{full, matrix, open};

fn weights_alone() -> Vary {
    Vary { weights: Some(WeightLaw::Uniform), ..Vary::default() }
}

fn request(vary: Vary) -> SensitivityRequest {
    SensitivityRequest { vary, blocks: 4, ..SensitivityRequest::default() }
}

fn text(found: &Sensitivity) -> String {
    serde_json::to_string(found).unwrap()
}

#[test]
fn a_single_factor_has_all_of_the_variance() {
    let study = open(&matrix(&["root"; 3], &[1.0; 3], &full(&[&[0.9, 0.2, 0.4], &[0.3, 0.8, 0.5], &[0.5, 0.5, 0.5]])));
    let found = study.sensitivity(&request(weights_alone())).unwrap();
    let variance = found.variance.unwrap();
    assert_eq!(variance.factors.len(), 1);
    assert_eq!((variance.factors[0].id.as_str(), variance.factors[0].things), ("weights:root", 1));
    assert_eq!((variance.draws, variance.scorings), (4 * 1_024, 3 * 4 * 1_024));
    for unit in variance.units.iter().map(|unit| unit.as_ref().unwrap()) {
        for output in [&unit.rank, &unit.score] {
            if output.constant {
                continue;
            }
            let factor = output.factors[0];
            // AB is B: the first order is 1 but for A and B being correlated by chance.
            assert!((factor.first.value - 1.0).abs() < 0.02, "{factor:?}");
            assert!((factor.total.value - 1.0).abs() < 0.02, "{factor:?}");
        }
    }
}

#[test]
fn the_variance_of_scores_is_that_of_the_closed_form() {
    // Two dimensions of two, uniform shares s and t, the root's r: score = r s + (1 − r)(1 − t) · 0 … only `north` counts for u00:
    // score = r · s with r, s uniform on [0, 1]: V = 1/9 − 1/16, V_r = V_s = 1/4 · 1/12, and what is left is both together.
    let rows = full(&[&[1.0, 0.0, 0.0, 0.0], &[0.0, 1.0, 0.0, 1.0]]);
    let study = open(&matrix(&["north", "north", "south", "south"], &[1.0; 4], &rows));
    let found = study.sensitivity(&SensitivityRequest { blocks: 8, ..request(weights_alone()) }).unwrap();
    let variance = found.variance.unwrap();
    let names: Vec<&str> = variance.factors.iter().map(|factor| factor.id.as_str()).collect();
    assert_eq!(names, ["weights:root", "weights:north", "weights:south"]);
    let score = &variance.units[0].as_ref().unwrap().score;
    let whole: f64 = 1.0 / 9.0 - 1.0 / 16.0;
    assert!((score.mean - 0.25).abs() < 0.002 && (score.variance / whole - 1.0).abs() < 0.01, "{score:?}");
    let (first, total) = (1.0 / 48.0 / whole, 1.0 - 1.0 / 48.0 / whole);
    for (factor, (first, total)) in score.factors.iter().zip([(first, total), (first, total), (0.0, 0.0)]) {
        assert!((factor.first.value - first).abs() < 0.01, "{factor:?}, expected {first}");
        assert!((factor.total.value - total).abs() < 0.01, "{factor:?}, expected {total}");
        assert!(factor.first.upper - factor.first.lower < 0.04, "{factor:?}");
    }
}

#[test]
fn a_factor_that_moves_nobody_has_none_of_the_variance_and_a_constant_output_says_so() {
    // The first unit is above in everything: no weighting moves a rank.
    let study = open(&matrix(&["root"; 2], &[1.0; 2], &full(&[&[0.9, 0.8], &[0.1, 0.2]])));
    let variance = study.sensitivity(&request(weights_alone())).unwrap().variance.unwrap();
    assert!(variance.shift.constant);
    assert_eq!((variance.shift.mean, variance.shift.factors[0].total.value), (0.0, 0.0));
    assert!(variance.units.iter().all(|unit| unit.as_ref().unwrap().rank.constant));
}

#[test]
fn groups_take_several_factors_as_one() {
    let rows = full(&[&[0.9, 0.2, 0.4, 0.1], &[0.3, 0.8, 0.5, 0.6], &[0.5, 0.5, 0.5, 0.5]]);
    let study = open(&matrix(&["north", "north", "south", "south"], &[1.0; 4], &rows));
    let group = |id: &str, of: &[&str]| Group { id: id.into(), of: of.iter().map(|of| (*of).into()).collect() };
    let grouped = |factors: Grouping| {
        study.sensitivity(&SensitivityRequest { factors, ..request(weights_alone()) }).unwrap().variance.unwrap()
    };
    let sources = grouped(Grouping::Sources);
    assert_eq!((sources.factors.len(), sources.factors[0].id.as_str(), sources.factors[0].things), (1, "weights", 3));
    let groups = grouped(Grouping::Groups(vec![
        group("top", &["weights:root"]),
        group("below", &["weights:north", "weights:south"]),
    ]));
    let each = grouped(Grouping::Each);
    assert_eq!(groups.factors[1].things, 2);
    // What is one factor either way has the same indices, to the bit.
    assert_eq!(groups.shift.factors[0], each.shift.factors[0]);
    let [top, below] = groups.shift.factors.as_slice() else { panic!("two groups") };
    // Two groups of everything: what one does not do alone, the other has a part in.
    assert!((top.first.value + below.total.value - 1.0).abs() < 0.03, "{top:?} {below:?}");
    let unknown = Grouping::Groups(vec![group("x", &["weights:east"])]);
    let error = study.sensitivity(&SensitivityRequest { factors: unknown, ..request(weights_alone()) }).unwrap_err();
    assert_eq!((error.code(), error.path().to_string().as_str()), (Code::FactorUnknown, "factors[0].of[0]"));
}

#[test]
fn listing_order_changes_no_bit() {
    let plain = generate::study(7);
    let mut turned = plain.clone();
    for list in ["indicators", "dimensions"] {
        turned["framework"][list].as_array_mut().unwrap().reverse();
    }
    turned["method"]["nodes"].as_array_mut().unwrap().reverse();
    turned["dataset"]["indicators"].as_array_mut().unwrap().reverse();
    let ask = |document: &Value| text(&open(document).sensitivity(&request(Vary::all())).unwrap());
    assert_eq!(ask(&plain), ask(&turned));
}

#[test]
fn blocks_scored_in_any_order_give_the_same_answer() {
    let study = open(&generate::study(3));
    let request = request(Vary::all());
    let whole = study.sensitivity(&request).unwrap();
    let mut run = SensitivityRun::new(&study, &request).unwrap();
    let mut blocks: Vec<_> = (0..run.blocks()).rev().map(|block| run.block(block).unwrap()).collect();
    blocks.reverse();
    assert_eq!(text(&run.finish(&blocks).unwrap()), text(&whole));
}

#[test]
fn what_would_settle_most_is_the_missing_value_that_decides() {
    // With b's first value u uniform on the scale: b is ahead of a where u > 0.6. Its second and c's are decided already.
    let rows = [vec![Some(0.6), Some(0.5)], vec![None, Some(0.5)], vec![Some(0.0), None]];
    let study = open(&matrix(&["root"; 2], &[9.0, 1.0], &rows));
    let vary = Vary { missing: Some(MissingLaw::Scale), ..Vary::default() };
    let found = study.sensitivity(&request(vary)).unwrap();
    let named: Vec<_> = found.information.iter().map(|value| (value.indicator.as_str(), value.unit.as_str())).collect();
    assert_eq!(named, [("i0", "u01"), ("i1", "u02")]);
    assert!(found.information.iter().all(|value| value.missing));
    let [decides, idle] = found.information.as_slice() else { panic!("two values") };
    // Class 4 of 8 straddles 0.6, so not quite all is seen.
    assert!(decides.settled.value > 0.85 && decides.settled.value <= 1.0, "{decides:?}");
    assert!(idle.settled.value.abs() < 0.02, "{idle:?}");
    // The same by Sobol' indices.
    let variance = found.variance.unwrap();
    let factor = variance.factors.iter().position(|factor| factor.id == "missing:i0").unwrap();
    assert!((variance.shift.factors[factor].first.value - 1.0).abs() < 0.1, "{variance:?}");
}

#[test]
fn every_answer_about_the_bundled_study_is_a_number_and_every_list_has_its_length() {
    let study = Study::open_json(&us_partnerships()).unwrap();
    let found = study.sensitivity(&SensitivityRequest { period: Some(2010), ..request(Vary::all()) }).unwrap();
    let value: Value = serde_json::from_str(&text(&found)).unwrap();
    let (units, variance) = (found.units.len(), found.variance.as_ref().unwrap());
    assert!(units > 30 && variance.units.len() == units);
    assert!(
        found.weights.iter().all(|effect| effect.left_out.as_ref().is_some_and(|shift| shift.units.len() == units))
    );
    let first: f64 = variance.shift.factors.iter().map(|factor| factor.first.value).sum();
    assert!(first > 0.0 && first < 1.1, "{first}");
    assert!(!value.to_string().contains("NaN"));
}

#[test]
fn nothing_that_varies_leaves_no_variance() {
    let study = open(&matrix(&["root"; 2], &[1.0; 2], &full(&[&[0.9, 0.8], &[0.1, 0.2]])));
    let found = study.sensitivity(&request(Vary::default())).unwrap();
    assert!(found.variance.is_none() && found.information.is_empty() && found.specification.is_none());
    let fixed = Vary {
        dimensions: vec![DimensionLaw { weights: WeightLaw::Fixed, ..DimensionLaw::default() }],
        ..Vary::default()
    };
    assert!(study.sensitivity(&request(fixed)).is_err(), "the dimension has no id");
}
