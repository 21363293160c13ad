use comity::ScoreRequest;
use serde_json::json;

use crate::support::decisions;
use crate::support::generate::Random;
use crate::{assert_sums, flat, for_studies, library, open, report, rows, score, studies, support};

#[test]
fn the_parts_of_a_comparison_sum_to_the_gap_node_by_node() {
    let (count, most) = (std::cell::Cell::new(0), std::cell::Cell::new(0.0_f64));
    for_studies(studies(), |document, random| {
        let study = open(&document);
        let outline = study.outline();
        let period = *random.pick(&outline.periods);
        let (a, b) = (&random.pick(&outline.units).id, &random.pick(&outline.units).id);
        let comparison =
            study.compare(a, b, &ScoreRequest { period: Some(period), ..ScoreRequest::default() }).unwrap();
        let card = score(&study, period);
        let row = |id: &str| card.units.iter().find(|unit| unit.id == id).unwrap();
        let gap = row(a).score.zip(row(b).score).map(|(a, b)| a - b);
        assert_eq!(comparison.gap, gap);
        let Some(gap) = gap else { return };
        let slack = 1e-12 * (card.scale.upper - card.scale.lower);
        let parts: Vec<_> =
            comparison.nodes.iter().map(|node| (node.id.as_str(), node.parent.as_deref(), node.part)).collect();
        assert_eq!(parts[0].2, Some(gap));
        most.set(most.get().max(assert_sums(&parts, slack) / (card.scale.upper - card.scale.lower)));
        // Every aggregation of these studies can be split.
        assert!(parts.iter().all(|(_, _, part)| part.is_some()), "{parts:?}");
        for (index, (id, _, part)) in parts.iter().enumerate() {
            let (own, other) = (row(a).parts[index].contribution, row(b).parts[index].contribution);
            if let (Some(own), Some(other)) = (own, other) {
                assert!((part.unwrap() - (own - other)).abs() <= slack, "{id}");
            }
        }
        count.set(count.get() + 1);
    });
    let split = count.get();
    assert!(split > studies() / 3, "only {split} gaps were split");
    report(
        "compare",
        &format!(
            "{split} gaps of {} studies: children sum to their parent within {:.1e} of the scale",
            studies(),
            most.get()
        ),
    );
}

#[test]
fn a_geometric_gap_is_split_as_shapley_says() {
    let mut document = flat(&[1.0, 1.0], &[vec![100.0, 25.0], vec![4.0, 16.0]]);
    document["method"]["defaults"] = json!({ "aggregation": "geometric" });
    let comparison = open(&document).compare("u0", "u1", &ScoreRequest::default()).unwrap();
    // √(100·25) = 50 and √(4·16) = 8; between them √(100·16) = 40 and √(4·25) = 10.
    let parts: Vec<f64> = comparison.nodes.iter().map(|node| node.part.unwrap()).collect();
    for (part, expected) in
        parts.iter().zip([42.0, f64::midpoint(40.0 - 8.0, 50.0 - 10.0), f64::midpoint(10.0 - 8.0, 50.0 - 40.0)])
    {
        assert!((part - expected).abs() < 1e-10, "{parts:?}");
    }
}

#[test]
fn public_opinion_that_scales_the_score_has_its_part() {
    let mut document = flat(&[1.0, 1.0, 1.0], &[vec![80.0, 60.0, 90.0], vec![70.0, 20.0, 40.0]]);
    document["method"]["opinion"] = json!({ "node": "i2", "as": "credibility", "weight": 1 });
    let comparison = open(&document).compare("u0", "u1", &ScoreRequest::default()).unwrap();
    // 70 × 0.9 = 63 and 45 × 0.4 = 18: the means gain (25 × 0.9 + 25 × 0.4) / 2, opinion (70 × 0.5 + 45 × 0.5) / 2.
    let parts: Vec<f64> = comparison.nodes.iter().map(|node| node.part.unwrap()).collect();
    for (part, expected) in parts.iter().zip([45.0, 3.25, 13.0, 28.75]) {
        assert!((part - expected).abs() < 1e-10, "{parts:?}");
    }
}

#[test]
fn the_bundled_study_says_why_one_partnership_is_above_another_and_what_swaps_them() {
    let study = comity::Study::open_json(&support::us_partnerships()).unwrap();
    let card = study.score(&ScoreRequest::default()).unwrap();
    let comparison = study.compare(&card.units[0].id, &card.units[1].id, &ScoreRequest::default()).unwrap();
    assert!(comparison.gap.unwrap() > 0.0);
    assert_eq!(comparison.flips.unwrap().above, card.units[0].id);
    assert_eq!(
        study.compare("nobody", &card.units[1].id, &ScoreRequest::default()).unwrap_err().code().name(),
        "unit-unknown"
    );
}

/// Shapley's attribution as it is written down: over all sets, from the scores of documents.
fn attributed(number: usize, of: &dyn Fn(usize) -> f64) -> Vec<f64> {
    let factorial = |n: usize| (1..=n).map(|n| n as f64).product::<f64>();
    let share = |before: u32| factorial(before as usize) * factorial(number - before as usize - 1) / factorial(number);
    (0..number)
        .map(|player| {
            (0..1_usize << number)
                .filter(|set| set >> player & 1 == 0)
                .map(|set| share(set.count_ones()) * (of(set | 1 << player) - of(set)))
                .sum()
        })
        .collect()
}

#[test]
fn whatever_joins_them_parts_are_shapleys_of_the_scores_of_documents_in_which_two_have_changed_places() {
    let indicators = 4;
    for (which, _) in decisions::aggregations().iter().enumerate() {
        for seed in 0..4 {
            let random = &mut Random::new(seed ^ (which as u64) << 20);
            let table = rows(random, 6, indicators);
            let weights: Vec<f64> = (0..indicators).map(|_| 0.2 + random.unit()).collect();
            let ids: Vec<String> = (0..indicators).map(|number| format!("i{number}")).collect();
            let of = |table: &[Vec<f64>]| {
                let mut document = flat(&weights, table);
                document["method"]["defaults"] = json!({ "aggregation": library::aggregation(which as u64, &ids) });
                open(&document)
            };
            let score_of = |set: usize| {
                let mut table = table.clone();
                for indicator in (0..indicators as usize).filter(|indicator| set >> indicator & 1 == 0) {
                    (table[0][indicator], table[1][indicator]) = (table[1][indicator], table[0][indicator]);
                }
                let card = of(&table).score(&ScoreRequest::default()).unwrap();
                card.units.iter().find(|unit| unit.id == "u0").unwrap().score.unwrap()
            };
            let comparison = of(&table).compare("u0", "u1", &ScoreRequest::default()).unwrap();
            let expected = attributed(indicators as usize, &score_of);
            for (node, expected) in comparison.nodes.iter().skip(1).zip(&expected) {
                let part = node.part.unwrap();
                assert!((part - expected).abs() < 1e-9, "aggregation {which}, {}: {part}, {expected}", node.id);
            }
        }
    }
}

#[test]
fn twenty_children_that_do_not_add_up_are_split_exactly_and_more_are_not_split() {
    let random = &mut Random::new(20);
    for (indicators, whole) in [(20, true), (21, false)] {
        let mut document = flat(&vec![1.0; indicators as usize], &rows(random, 2, indicators));
        document["method"]["defaults"] = json!({ "aggregation": "harmonic" });
        let comparison = open(&document).compare("u0", "u1", &ScoreRequest::default()).unwrap();
        let parts: Option<Vec<f64>> = comparison.nodes.iter().skip(1).map(|node| node.part).collect();
        assert_eq!(parts.is_some(), whole);
        let sum = parts.map_or(0.0, |parts| parts.iter().sum());
        assert!(!whole || (sum - comparison.gap.unwrap()).abs() < 1e-10, "{sum}, {:?}", comparison.gap);
    }
}
