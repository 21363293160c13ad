//! Shares are shares.

use crate::{children, for_studies, open, score};

#[test]
fn shares_of_siblings_and_effective_weights_of_leaves_sum_to_one() {
    for_studies(300, |document, _| {
        let study = open(&document);
        let card = score(&study, study.period());
        let share = |id: &str| card.nodes.iter().find(|node| node.id == id).unwrap().share;
        for node in card.nodes.iter().filter(|node| node.kind == "dimension") {
            let sum: f64 = children(&card, &node.id).into_iter().map(share).sum();
            assert!((sum - 1.0).abs() <= 1e-14, "{}: {sum}", node.id);
        }
        let leaves = card.nodes.iter().filter(|node| node.kind == "indicator");
        let sum: f64 = leaves.map(|node| node.effective_weight).sum();
        assert!((sum - 1.0).abs() <= 1e-14, "{sum}");
    });
}
