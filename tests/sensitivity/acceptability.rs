//! Exact acceptability against published fractions and against draws.

use comity::sensitivity::{GroupAcceptability, StabilityRequest};
use comity::uncertainty::{Shares, SimulationRequest, Vary, WeightLaw};
use serde_json::Value;

use crate::support::generate::Random;
use crate::{full, matrix, open, scores, stability};

/// The exact acceptability of a case of three criteria, all of whose values lie on the scale.
fn of_case(case: &str) -> (GroupAcceptability, Value) {
    let case: Value = serde_json::from_str(case).unwrap();
    let rows: Vec<Vec<Option<f64>>> = case["inputs"]["matrix"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_array().unwrap().iter().map(Value::as_f64).collect())
        .collect();
    let study = open(&matrix(&["root"; 3], &[1.0; 3], &rows));
    let groups = stability(&study, 2020).groups;
    (groups.into_iter().next().unwrap(), case["expected"].clone())
}

fn near(got: f64, want: &Value, what: &str) {
    let want = want.as_f64().unwrap();
    assert!((got - want).abs() < 1e-12, "{what}: {got}, expected {want}");
}

#[test]
fn acceptability_is_the_exact_fraction_of_the_published_cases() {
    for case in [include_str!("../vectors/smaa-exact-dominated.json"), include_str!("../vectors/smaa-exact-hdi.json")] {
        let (group, expected) = of_case(case);
        assert_eq!(group.reason, None);
        for (unit, row) in group.units.iter().enumerate() {
            for (rank, share) in row.ranks.iter().enumerate() {
                near(*share, &expected["acceptability"][unit][rank], &format!("{} at rank {}", row.id, rank + 1));
            }
            for (other, share) in row.wins.iter().enumerate() {
                near(*share, &expected["pairwise_winning"][unit][other], &format!("{} against {other}", row.id));
            }
            let central = &expected["central_weights"][unit];
            assert_eq!(row.central_weights.is_none(), central[0].is_null(), "{}", row.id);
            for (child, weight) in row.central_weights.iter().flatten().enumerate() {
                near(*weight, &central[child], &format!("central weight {child} of {}", row.id));
            }
        }
    }
}

/// Draws that exact shares are compared with: a share's standard error is at most 0.0036.
const DRAWS: u32 = 20_000;

#[test]
fn exact_shares_are_those_of_many_draws() {
    let random = &mut Random::new(5);
    for children in [2, 3] {
        for round in 0..6 {
            let units = 3 + random.below(6) as usize;
            let rows: Vec<Vec<Option<f64>>> = (0..units)
                .map(|unit| {
                    let gap = children == 2 && round % 2 == 1 && unit == 1;
                    let value = |random: &mut Random| Some((random.unit() * 8.0).round() / 8.0);
                    (0..=children).map(|column| if gap && column == 0 { None } else { value(random) }).collect()
                })
                .collect();
            let parents: Vec<&str> =
                (0..=children).map(|column| if column < children { "group" } else { "root" }).collect();
            let study = open(&matrix(&parents, &vec![1.0; children + 1], &rows));
            let group = stability(&study, 2020).groups.into_iter().find(|group| group.id == "group").unwrap();
            assert_eq!(group.reason, None);
            let nodes = study.outline().nodes;
            let mut ranker = study.ranker(None).unwrap();
            let mut counts = vec![vec![0.0; units]; units];
            for _ in 0..DRAWS {
                let mut weights = study.weights(&[]).unwrap();
                // Uniform on the simplex: the gaps between sorted uniform numbers.
                let mut cuts: Vec<f64> = (1..children).map(|_| random.unit()).chain([0.0, 1.0]).collect();
                cuts.sort_by(f64::total_cmp);
                let mut shares = cuts.windows(2).map(|pair| pair[1] - pair[0]);
                for (position, _) in
                    nodes.iter().enumerate().filter(|(_, node)| node.parent.as_deref() == Some("group"))
                {
                    weights[position] = shares.next().unwrap();
                }
                let scores = scores(&study, &mut ranker, &weights);
                for unit in 0..units {
                    let ahead = scores.iter().filter(|score| **score > scores[unit] + 1e-11).count();
                    counts[unit][ahead] += 1.0 / f64::from(DRAWS);
                }
            }
            for (unit, row) in group.units.iter().enumerate() {
                assert!((row.ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{row:?}");
                for (rank, share) in row.ranks.iter().enumerate() {
                    let drawn = counts[unit][rank];
                    assert!((share - drawn).abs() < 0.016, "{} at {}: {share}, drawn {drawn}", row.id, rank + 1);
                }
            }
        }
    }
}

#[test]
fn the_order_of_units_and_children_changes_no_share() {
    let rows = [[0.9, 0.2, 0.4], [0.3, 0.8, 0.5], [0.5, 0.5, 0.5], [0.2, 0.1, 0.3]];
    let of = |units: [usize; 4], children: [usize; 3]| {
        let rows: Vec<Vec<Option<f64>>> =
            units.iter().map(|unit| children.iter().map(|child| Some(rows[*unit][*child])).collect()).collect();
        stability(&open(&matrix(&["root"; 3], &[1.0; 3], &rows)), 2020).groups.remove(0).units
    };
    let plain = of([0, 1, 2, 3], [0, 1, 2]);
    let (units, children) = ([2, 0, 3, 1], [1, 2, 0]);
    let permuted = of(units, children);
    for (place, unit) in units.iter().enumerate() {
        for rank in 0..4 {
            assert!((permuted[place].ranks[rank] - plain[*unit].ranks[rank]).abs() < 1e-14);
        }
        for (other, of) in units.iter().enumerate() {
            assert!((permuted[place].wins[other] - plain[*unit].wins[*of]).abs() < 1e-14);
        }
    }
}

#[test]
fn equal_units_share_the_better_rank_everywhere() {
    let rows = full(&[&[0.5, 0.5, 0.5], &[0.5, 0.5, 0.5], &[0.9, 0.1, 0.5]]);
    let group = stability(&open(&matrix(&["root"; 3], &[1.0; 3], &rows)), 2020).groups.remove(0);
    assert_eq!(group.units[0].ranks, group.units[1].ranks);
    assert!((group.units[0].ranks[0] - 0.5).abs() < 1e-12, "{:?}", group.units[0]);
    assert_eq!(group.units[0].ranks[2], 0.0);
    assert_eq!(group.units[0].wins[1], 0.0);
}

#[test]
fn a_missing_value_among_three_gives_a_reason_instead() {
    let rows = [vec![Some(0.1), None, Some(0.3)], vec![Some(0.2), Some(0.4), Some(0.1)]];
    let request = StabilityRequest::default();
    let group = open(&matrix(&["root"; 3], &[1.0; 3], &rows)).stability(&request).unwrap().groups.remove(0);
    assert_eq!((group.reason, group.units.len()), (Some("missing"), 0));
}

#[test]
fn simulations_of_the_same_weights_hold_the_exact_shares_in_their_intervals() {
    let rows = full(&[&[0.9, 0.2, 0.4], &[0.3, 0.8, 0.5], &[0.5, 0.5, 0.5], &[0.6, 0.6, 0.1]]);
    let study = open(&matrix(&["root"; 3], &[1.0; 3], &rows));
    let exact = stability(&study, 2020).groups.remove(0).units;
    let vary = Vary { weights: Some(WeightLaw::Uniform), ..Vary::default() };
    let (mut held, mut all) = (0, 0);
    for seed in 0..20 {
        let request = SimulationRequest { seed, draws: 4_096, vary: vary.clone(), ..SimulationRequest::default() };
        let sampled = study.simulate(request).unwrap();
        for exact in &exact {
            // Those of a simulation stand in the order of their ranks.
            let sampled = sampled.units.iter().find(|unit| unit.id == exact.id).unwrap();
            for (rank, share) in exact.ranks.iter().enumerate() {
                let Shares { lower, upper, .. } = &sampled.acceptability;
                held += u32::from(lower[rank] <= *share && *share <= upper[rank]);
                all += 1;
            }
        }
    }
    // Intervals of 95 %, those of one simulation hanging together.
    assert!(all == 320 && held >= 290, "{held} of {all}");
}
