//! Intervals and swaps against a scan of shares.

use comity::sensitivity::{NodeStability, Solved};
use serde_json::json;

use crate::support::{generate, us_partnerships};
use crate::{full, matrix, open, scores_at, stability};

/// Scores nearer to each other than this count as tied: a scan cannot tell them apart.
const NEAR: f64 = 1e-9;

/// Who is ahead of whom at a share, by the swaps listed: `None` where none of this pair is.
fn ahead_by_flips(node: &NodeStability, a: &str, b: &str, share: f64) -> Option<bool> {
    let flips =
        node.flips.iter().filter(|flip| (flip.ahead == a && flip.behind == b) || (flip.ahead == b && flip.behind == a));
    let flips: Vec<_> = flips.collect();
    let before = flips.iter().rev().find(|flip| flip.share <= share);
    let after = flips.first();
    before.map(|flip| flip.ahead == a).or(after.map(|flip| flip.behind == a))
}

fn check_against_scan(document: &str, scanned: u32) -> [usize; 3] {
    let study = comity::Study::open_json(document).unwrap();
    let outline = study.outline();
    let width = {
        let scale = study.document().method.scale;
        scale.upper - scale.lower
    };
    let mut ways = [0; 3];
    for period in &outline.periods {
        let found = stability(&study, *period);
        let Some(first) = &found.first else { continue };
        let first = outline.units.iter().position(|unit| unit.id == *first).unwrap();
        let mut ranker = study.ranker(Some(*period)).unwrap();
        for node in &found.nodes {
            let Some(solved) = node.solved else { continue };
            ways[[Solved::Linear, Solved::Rational, Solved::Bisection]
                .iter()
                .position(|way| *way == solved)
                .unwrap()] += 1;
            let (keeps, order) = (node.first.unwrap(), node.order.unwrap());
            assert_eq!(node.flip_count, node.flips.len());
            assert!(keeps.lower <= node.share && node.share <= keeps.upper, "{node:?}");
            assert!(order.lower <= node.share && node.share <= order.upper, "{node:?}");
            assert!(keeps.lower <= order.lower && order.upper <= keeps.upper, "{node:?}");
            let now = scores_at(&study, &mut ranker, &node.id, node.share.clamp(1e-6, 1.0 - 1e-6));
            for step in 1..scanned {
                let share = f64::from(step) / f64::from(scanned);
                let scores = scores_at(&study, &mut ranker, &node.id, share);
                let named = |unit: usize| outline.units[unit].id.as_str();
                let inside = |lower: f64, upper: f64| lower + 1e-9 < share && share < upper - 1e-9;
                for a in 0..scores.len() {
                    for b in 0..a {
                        let difference = (scores[a] - scores[b]) / width;
                        let present = (now[a] - now[b]) / width;
                        if difference.is_nan() || difference.abs() < NEAR {
                            continue;
                        }
                        let context =
                            || format!("{} of {period}: {} at {share}, {node:?}\n{document}", named(a), named(b));
                        match ahead_by_flips(node, named(a), named(b), share) {
                            Some(ahead) => assert_eq!(ahead, difference > 0.0, "{}", context()),
                            None => {
                                assert!(present.abs() < NEAR || (present > 0.0) == (difference > 0.0), "{}", context());
                            }
                        }
                        if inside(order.lower, order.upper) {
                            assert!(present.abs() < NEAR || (present > 0.0) == (difference > 0.0), "{}", context());
                        }
                    }
                    if inside(keeps.lower, keeps.upper) && !scores[a].is_nan() && !scores[first].is_nan() {
                        assert!((scores[a] - scores[first]) / width < NEAR, "{} beats the first\n{node:?}", named(a));
                    }
                }
            }
            // Just beyond an end, somebody is above the first.
            for (end, beyond) in [(keeps.lower, -1e-4), (keeps.upper, 1e-4)] {
                let share = end + beyond;
                if (0.0..=1.0).contains(&share) && end > 0.0 && end < 1.0 {
                    let crossing = |flip: &&comity::sensitivity::Flip| (flip.share - end).abs() < 1e-9;
                    assert!(node.flips.iter().any(|flip| crossing(&flip)) || end == node.share, "{node:?}");
                }
            }
        }
    }
    ways
}

#[test]
fn every_swap_of_generated_studies_is_where_a_scan_finds_it() {
    let mut ways = [0; 3];
    for seed in 0..150 {
        let found = check_against_scan(&generate::study(seed).to_string(), 23);
        ways = std::array::from_fn(|way| ways[way] + found[way]);
    }
    assert!(ways.iter().all(|count| *count > 50), "some way of solving is hardly met: {ways:?}");
}

#[test]
fn weights_of_nothing_and_of_everything_have_their_swaps_too() {
    let mut tried = 0;
    for seed in 200..320 {
        let mut document = generate::study(seed);
        for (number, node) in document["method"]["nodes"].as_array_mut().unwrap().iter_mut().enumerate() {
            if (number as u64 + seed).is_multiple_of(3) {
                node["weight"] = json!(0);
            }
        }
        // Where nothing is left that weighs anything, there is no study.
        if comity::Study::open_json(&document.to_string()).is_ok() {
            check_against_scan(&document.to_string(), 11);
            tried += 1;
        }
    }
    assert!(tried > 40, "{tried}");
}

#[test]
fn every_swap_of_the_bundled_study_is_where_a_scan_finds_it() {
    let mut document: serde_json::Value = serde_json::from_str(&us_partnerships()).unwrap();
    document["method"]["period"] = json!(2010);
    let study = open(&document);
    let found = stability(&study, 2010);
    let mut ranker = study.ranker(Some(2010)).unwrap();
    let units = study.outline().units;
    let mut compared = 0;
    for node in found.nodes.iter().filter(|node| node.solved.is_some()) {
        for flip in &node.flips {
            let unit = |id: &str| units.iter().position(|unit| unit.id == id).unwrap();
            let scores = scores_at(&study, &mut ranker, &node.id, flip.share);
            let difference = scores[unit(&flip.ahead)] - scores[unit(&flip.behind)];
            assert!(difference.abs() < 1e-9, "{flip:?} of {}: {difference}", node.id);
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn an_interval_can_be_worked_out_by_hand() {
    // a = 1 − t, b = t: they swap at ½. Now t = ¼ and a is first.
    let study = open(&matrix(&["root", "root"], &[1.0, 3.0], &full(&[&[0.0, 1.0], &[1.0, 0.0]])));
    let found = stability(&study, 2020);
    let node = &found.nodes[0];
    assert_eq!((node.id.as_str(), node.share, node.solved), ("i0", 0.25, Some(Solved::Linear)));
    let first = node.first.unwrap();
    assert_eq!((first.lower, first.upper), (0.0, 0.5));
    assert_eq!((node.flips[0].share, node.flips[0].ahead.as_str(), node.flips[0].behind.as_str()), (0.5, "u01", "u00"));
}

#[test]
fn a_missing_value_makes_the_swap_a_root_of_a_quadratic() {
    // a = (t · 0.2 + ½ (1 − t) · 0.9) / (t + ½ (1 − t)), with the third missing; b = t · 0.8 + (1 − t) · (0.3 + 0.5) / 2.
    // They meet where 0.4 t² + 0.5 t − 0.5 = 0 … solved here by the formula.
    let rows = [vec![Some(0.2), Some(0.9), None], vec![Some(0.8), Some(0.3), Some(0.5)]];
    let study = open(&matrix(&["root"; 3], &[1.0, 1.0, 1.0], &rows));
    let node = &stability(&study, 2020).nodes[0];
    assert_eq!(node.solved, Some(Solved::Rational));
    // (0.45 − 0.25 t) = (0.4 + 0.4 t)(0.5 + 0.5 t) = 0.2 + 0.4 t + 0.2 t²
    let share = (-0.65 + (0.65_f64 * 0.65 + 4.0 * 0.2 * 0.25).sqrt()) / 0.4;
    assert_eq!(node.flips.len(), 1);
    assert!((node.flips[0].share - share).abs() < 1e-12, "{} is not {share}", node.flips[0].share);
}

#[test]
fn units_tied_now_and_parted_by_any_movement_leave_the_order_a_single_point() {
    let study = open(&matrix(&["root", "root"], &[1.0, 1.0], &full(&[&[0.0, 1.0], &[1.0, 0.0], &[0.2, 0.2]])));
    let node = &stability(&study, 2020).nodes[0];
    let (first, order) = (node.first.unwrap(), node.order.unwrap());
    assert_eq!((order.lower, order.upper), (0.5, 0.5));
    // The first by id is the one that gains as the share falls.
    assert_eq!((first.lower, first.upper), (0.0, 0.5));
}

#[test]
fn units_equal_in_everything_never_swap() {
    let study = open(&matrix(&["root", "root"], &[1.0, 2.0], &full(&[&[0.3, 0.7], &[0.3, 0.7], &[0.1, 0.2]])));
    for node in stability(&study, 2020).nodes {
        let order = node.order.unwrap();
        assert_eq!((order.lower, order.upper, node.flip_count), (0.0, 1.0, 0));
    }
}

#[test]
fn an_only_child_has_nothing_to_move() {
    let study = open(&matrix(&["one", "root"], &[1.0, 2.0], &full(&[&[0.3, 0.7], &[0.4, 0.1]])));
    let nodes = stability(&study, 2020).nodes;
    let only = nodes.iter().find(|node| node.id == "i0").unwrap();
    assert_eq!((only.fixed, only.first, only.share), (Some("only-child"), None, 1.0));
}
