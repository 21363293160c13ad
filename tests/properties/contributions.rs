//! Parts sum to the whole.

use proptest::prelude::*;

use crate::{cases, children, flat, for_studies, is_geometric, open, part, score, scorecards, width};

#[test]
fn contributions_of_children_sum_to_their_node_and_those_of_leaves_to_the_score() {
    let mut sums = std::cell::Cell::new(0);
    for_studies(400, |document, _| {
        for card in scorecards(&open(&document)) {
            let dimensions: Vec<_> = card.nodes.iter().filter(|node| node.kind == "dimension").collect();
            let all_add_up = dimensions.iter().all(|node| !is_geometric(&document, &node.id));
            for unit in &card.units {
                for node in &dimensions {
                    let whole = part(unit, &node.id).contribution;
                    let parts: Vec<_> = children(&card, &node.id);
                    let parts: Vec<_> = parts.iter().filter_map(|child| part(unit, child).contribution).collect();
                    if is_geometric(&document, &node.id) || whole.is_none() {
                        assert!(parts.is_empty(), "{}, {}: {parts:?} below what does not add up", unit.id, node.id);
                        continue;
                    }
                    let (whole, sum) = (whole.unwrap(), parts.iter().sum::<f64>());
                    assert!((sum - whole).abs() <= 1e-12 * width(&card), "{}, {}: {sum}, {whole}", unit.id, node.id);
                    sums.set(sums.get() + 1);
                }
                let leaves = card.nodes.iter().filter(|node| node.kind == "indicator");
                let sum: f64 = leaves.filter_map(|node| part(unit, &node.id).contribution).sum();
                if let Some(score) = unit.score.filter(|_| all_add_up) {
                    assert!((sum - score).abs() <= 1e-12 * width(&card), "{}: leaves {sum}, score {score}", unit.id);
                }
                if let Some(score) = unit.score {
                    assert_eq!(part(unit, &card.nodes[0].id).contribution, Some(score), "{}", unit.id);
                }
            }
        }
    });
    assert!(*sums.get_mut() > 1_000);
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn contributions_sum_to_the_score_whatever_the_weights(
        row in prop::collection::vec((0.0..1e6_f64, prop::option::weighted(0.8, 0.0..100.0_f64)), 1..40),
    ) {
        let (mut weights, values): (Vec<f64>, Vec<Option<f64>>) = row.into_iter().unzip();
        weights[0] += 1.0;
        let card = score(&open(&flat(&weights, &[values])), 2020);
        let unit = &card.units[0];
        let sum: f64 = unit.parts.iter().skip(1).filter_map(|part| part.contribution).sum();
        if let Some(score) = unit.score {
            prop_assert!((sum - score).abs() <= 1e-10, "{sum}, {score}");
        }
    }
}
