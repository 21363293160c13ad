//! The smallest changes that swap two units.

use comity::sensitivity::{Pair, PairStability, StabilityRequest};
use comity::{Code, Study};

use crate::support::generate::Random;
use crate::{full, matrix, open, scores};

fn pair(study: &Study, a: &str, b: &str) -> PairStability {
    let pair = Some(Pair { a: a.into(), b: b.into() });
    study.stability(&StabilityRequest { pair, ..StabilityRequest::default() }).unwrap().pair.unwrap()
}

#[test]
fn the_least_transfer_can_be_worked_out_by_hand() {
    // Differences 0.6, 0.1, −0.4 at a half, a quarter, a quarter: a leads by 0.225. Each point from the first to the third
    // takes 1 off it: 22.5 points.
    let rows = full(&[&[0.8, 0.5, 0.2], &[0.2, 0.4, 0.6]]);
    let found = pair(&open(&matrix(&["root"; 3], &[2.0, 1.0, 1.0], &rows)), "u01", "u00");
    assert_eq!((found.above.as_str(), found.below.as_str(), found.tied), ("u00", "u01", false));
    assert_eq!(found.transfers.len(), 1);
    let transfer = &found.transfers[0];
    assert_eq!((transfer.group.as_deref(), transfer.reason), (Some("root"), None));
    assert!((transfer.moved.unwrap() - 0.225).abs() < 1e-12, "{transfer:?}");
    let moved: Vec<_> = transfer.weights.iter().map(|moved| moved.id.as_str()).collect();
    assert_eq!(moved, ["i0", "i2"]);
    // Over single shares the third is the nearest: 0.225 = 0.25 … to where −0.4 t + (1 − t) · (0.6 · 2 + 0.1) / 3 = 0.
    assert_eq!(found.nearest.as_deref(), Some("i2"));
    let flip = found.nodes[2].flip.unwrap();
    let expected = (1.3 / 3.0) / (1.3 / 3.0 + 0.4);
    assert!((flip - expected).abs() < 1e-12, "{flip} is not {expected}");
}

#[test]
fn after_the_least_transfer_the_two_are_tied_and_no_smaller_one_found_at_random_does_as_much() {
    let random = &mut Random::new(41);
    let parents = ["north", "north", "north", "south", "south"];
    for _ in 0..200 {
        let rows: Vec<Vec<Option<f64>>> =
            (0..2).map(|_| (0..5).map(|_| Some((random.unit() * 20.0).round() / 20.0)).collect()).collect();
        let weights: Vec<f64> = (0..5).map(|_| random.unit() + 0.05).collect();
        let study = open(&matrix(&parents, &weights, &rows));
        let found = pair(&study, "u00", "u01");
        let above = usize::from(found.above == "u01");
        let nodes = study.outline().nodes;
        for transfer in &found.transfers {
            let difference = |node: &str| {
                let indicator: usize = node.trim_start_matches('i').parse().unwrap();
                rows[above][indicator].unwrap() - rows[1 - above][indicator].unwrap()
            };
            let Some(moved) = transfer.moved else {
                assert_eq!(transfer.reason, Some("dominated"));
                continue;
            };
            // Half the city-block distance between before and after.
            let distance: f64 = transfer.weights.iter().map(|moved| (moved.to - moved.from).abs()).sum();
            assert!((distance / 2.0 - moved).abs() < 1e-12, "{transfer:?}");
            match &transfer.group {
                Some(group) => {
                    let mut weights = study.weights(&[]).unwrap();
                    for (position, node) in
                        nodes.iter().enumerate().filter(|(_, node)| node.parent.as_ref() == Some(group))
                    {
                        let siblings = nodes.iter().zip(study.weights(&[]).unwrap());
                        let total: f64 =
                            siblings.filter(|(other, _)| other.parent == node.parent).map(|(_, weight)| weight).sum();
                        let changed = transfer.weights.iter().find(|moved| moved.id == node.id);
                        weights[position] = changed.map_or(weights[position] / total, |moved| moved.to);
                    }
                    let scores = scores(&study, &mut study.ranker(None).unwrap(), &weights);
                    assert!((scores[0] - scores[1]).abs() < 1e-9, "{scores:?} {transfer:?}");
                }
                None => {
                    let card = study.score(&comity::ScoreRequest::default()).unwrap();
                    let leaves: Vec<_> = card.nodes.iter().filter(|node| node.kind == "indicator").collect();
                    let now: Vec<f64> = leaves.iter().map(|node| node.effective_weight).collect();
                    let ahead = |weights: &[f64]| -> f64 {
                        leaves.iter().zip(weights).map(|(node, weight)| weight * difference(&node.id)).sum()
                    };
                    let then: Vec<f64> = leaves
                        .iter()
                        .zip(&now)
                        .map(|(node, now)| {
                            transfer.weights.iter().find(|moved| moved.id == node.id).map_or(*now, |moved| moved.to)
                        })
                        .collect();
                    assert!(ahead(&then).abs() < 1e-12);
                    // Weights at random, drawn towards the present ones until they move just a little less.
                    for _ in 0..50 {
                        let other: Vec<f64> = (0..5).map(|_| random.unit()).collect();
                        let total: f64 = other.iter().sum();
                        let other: Vec<f64> = other.iter().map(|weight| weight / total).collect();
                        let far: f64 = other.iter().zip(&now).map(|(a, b)| (a - b).abs()).sum::<f64>() / 2.0;
                        let part = (0.999 * moved / far).min(1.0);
                        let near: Vec<f64> = other.iter().zip(&now).map(|(a, b)| b + part * (a - b)).collect();
                        assert!(ahead(&near) > 0.0, "{near:?} swaps with less than {moved}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_dominating_unit_is_not_swapped_by_any_weights() {
    let found = pair(&open(&matrix(&["root"; 2], &[1.0; 2], &full(&[&[0.8, 0.5], &[0.2, 0.4]]))), "u00", "u01");
    assert_eq!(found.nearest, None);
    assert!(found.nodes.iter().all(|node| node.flip.is_none()));
    assert_eq!(found.transfers[0].reason, Some("dominated"));
}

#[test]
fn values_missing_for_one_alone_leave_no_least_transfer_and_say_so() {
    let rows = [vec![Some(0.8), None, Some(0.1)], vec![Some(0.2), Some(0.4), Some(0.9)]];
    let found = pair(&open(&matrix(&["root"; 3], &[1.0; 3], &rows)), "u00", "u01");
    assert_eq!((found.transfers[0].moved, found.transfers[0].reason), (None, Some("missing")));
    // Single shares still have their swap.
    assert!(found.nodes[0].flip.is_some());
}

#[test]
fn a_unit_that_is_not_there_is_refused() {
    let study = open(&matrix(&["root"; 2], &[1.0; 2], &full(&[&[0.8, 0.5], &[0.2, 0.4]])));
    let pair = Some(Pair { a: "u00".into(), b: "nobody".into() });
    let error = study.stability(&StabilityRequest { pair, ..StabilityRequest::default() }).unwrap_err();
    assert_eq!((error.code(), error.path().to_string().as_str()), (Code::UnitUnknown, "pair.b"));
}
