//! One change at a time, and every combination of choices.

use comity::document::{Decode, Decoder, Value as Tree};
use comity::sensitivity::{Sensitivity, SensitivityRequest};
use comity::{ScoreRequest, Study, Weight};
use serde_json::{Value, json};

use crate::support::generate;
use crate::{full, matrix, open};

fn ask(study: &Study, request: &Value) -> Sensitivity {
    let mut decoder = Decoder::default();
    let request = SensitivityRequest::decode(&Tree::from_json(&request.to_string()).unwrap(), &mut decoder);
    let problems = decoder.into_problems();
    assert!(problems.is_empty(), "{problems:?}");
    study.sensitivity(&request).unwrap_or_else(|error| panic!("{error}"))
}

/// Ranks by the order of the result's units; none where a unit has no rank.
fn ranks(study: &Study, found: &Sensitivity, weights: Vec<Weight>) -> Vec<Option<i64>> {
    let request = ScoreRequest { period: Some(found.period), weights, units: None };
    let card = study.score(&request).unwrap();
    let rank = |id: &String| card.units.iter().find(|unit| unit.id == *id).and_then(|unit| unit.rank);
    found.units.iter().map(|unit| rank(&unit.id).map(i64::from)).collect()
}

#[test]
fn leaving_out_lowering_and_raising_are_what_scoring_with_those_weights_gives() {
    for seed in 0..40 {
        let study = open(&generate::study(seed));
        let found = ask(&study, &json!({ "vary": {}, "change": 0.5 }));
        for effect in found.weights.iter().filter(|effect| effect.fixed.is_none()) {
            let share = |share: f64| {
                let request = comity::study::Reweight { id: effect.id.clone(), share, ..Default::default() };
                study.reweight(&request).unwrap()
            };
            for (shift, to) in [
                (&effect.left_out, 0.0),
                (&effect.lowered, effect.share * 0.5),
                (&effect.raised, (effect.share * 1.5).min(1.0)),
            ] {
                let shift = shift.as_ref().unwrap();
                let moved = ranks(&study, &found, share(to));
                for ((unit, rank), shift) in found.units.iter().zip(moved).zip(&shift.units) {
                    assert_eq!(
                        rank.map(|rank| (rank - i64::from(unit.rank)) as f64),
                        *shift,
                        "seed {seed}, {} of {effect:?}",
                        unit.id
                    );
                }
            }
        }
    }
}

#[test]
fn an_only_child_goes_with_its_parent() {
    let study = open(&matrix(&["one", "root"], &[1.0, 1.0], &full(&[&[0.9, 0.1], &[0.2, 0.7]])));
    let found = ask(&study, &json!({ "vary": {} }));
    let only = found.weights.iter().find(|effect| effect.id == "i0").unwrap();
    assert_eq!((only.fixed, only.lowered.is_none()), (Some("only-child"), true));
    // Without `one` only i1 is left: they swap.
    assert_eq!(only.left_out.as_ref().unwrap().units, [Some(1.0), Some(-1.0)]);
    assert_eq!(only.left_out.as_ref().unwrap().tau, Some(-1.0));
}

#[test]
fn the_multiverse_can_be_worked_out_by_hand() {
    // Arithmetic: 0.5, 0.45. Geometric: 0.3, 0.45. The choice swaps them.
    let study = open(&matrix(&["root"; 2], &[1.0; 2], &full(&[&[0.9, 0.1], &[0.45, 0.45]])));
    let method = json!({ "alternatives": [
        { "id": "mean", "options": [[{ "choices": { "aggregation": "geometric" } }]] },
        { "id": "weights", "options": [[{ "choices": { "weighting": "equal" } }]] },
    ] });
    let found = ask(&study, &json!({ "vary": { "method": method }, "blocks": 4 }));
    let curve = found.specification.unwrap();
    assert_eq!((curve.combinations, curve.sampled, curve.variants.len()), (4, false, 4));
    assert_eq!(curve.variants[0].answers, [0, 0]);
    assert_eq!(curve.variants[0].shift.as_ref().unwrap().largest, 0);
    let [mean, weights] = curve.questions.as_slice() else { panic!("two questions") };
    assert_eq!((mean.id.as_str(), mean.answers.len()), ("mean", 2));
    assert_eq!(mean.answers[1].units, [Some(1.0), Some(-1.0)]);
    assert_eq!((mean.answers[1].mean, mean.answers[1].largest), (1.0, 1.0));
    assert_eq!((weights.answers[1].mean, weights.answers[1].largest), (0.0, 0.0));
    // Sobol' agrees: the mean is all there is, the weights nothing.
    let variance = found.variance.unwrap();
    let names: Vec<&str> = variance.factors.iter().map(|factor| factor.id.as_str()).collect();
    assert_eq!(names, ["method:mean", "method:weights"]);
    assert!((variance.shift.factors[0].first.value - 1.0).abs() < 0.05, "{variance:?}");
    assert_eq!(variance.shift.factors[1].total.value, 0.0);
}

#[test]
fn which_indicator_is_left_out_is_a_question_like_any_other() {
    let study = open(&matrix(&["root"; 3], &[1.0; 3], &full(&[&[0.9, 0.2, 0.4], &[0.3, 0.8, 0.5]])));
    let found = ask(&study, &json!({ "vary": { "method": { "leaveOneOut": true } }, "blocks": 4 }));
    let curve = found.specification.unwrap();
    assert_eq!((curve.combinations, curve.questions.len(), curve.questions[0].id.as_str()), (4, 1, "left-out"));
    let named: Vec<_> = curve.questions[0].answers.iter().map(|answer| answer.indicator.as_deref()).collect();
    assert_eq!(named, [None, Some("i0"), Some("i1"), Some("i2")]);
    for (answer, effect) in curve.questions[0].answers.iter().skip(1).zip(&found.weights) {
        let left_out = effect.left_out.as_ref().unwrap();
        assert_eq!(answer.units, left_out.units, "{}", effect.id);
    }
}
