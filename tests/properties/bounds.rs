//! A whole lies between its parts.

use crate::{children, for_studies, open, part, scorecards, width};

#[test]
fn a_node_lies_between_the_lowest_and_the_highest_of_its_weighed_children() {
    for_studies(400, |document, _| {
        for card in scorecards(&open(&document)) {
            let slack = 1e-9 * width(&card);
            for unit in &card.units {
                for node in card.nodes.iter().filter(|node| node.kind == "dimension") {
                    let Some(value) = part(unit, &node.id).value else { continue };
                    let weighs = |id: &&str| card.nodes.iter().any(|child| child.id == *id && child.weight > 0.0);
                    let parts = children(&card, &node.id).into_iter().filter(weighs);
                    let parts: Vec<f64> = parts.filter_map(|child| part(unit, child).value).collect();
                    let lowest = parts.iter().copied().fold(f64::INFINITY, f64::min);
                    let highest = parts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                    assert!(
                        lowest - slack <= value && value <= highest + slack,
                        "{}, {}: {value} of {parts:?}",
                        unit.id,
                        node.id
                    );
                }
            }
        }
    });
}

#[test]
fn every_value_of_a_leaf_lies_on_the_scale() {
    for_studies(400, |document, _| {
        for card in scorecards(&open(&document)) {
            for unit in &card.units {
                for node in card.nodes.iter().filter(|node| node.kind == "indicator") {
                    let Some(value) = part(unit, &node.id).value else { continue };
                    assert!(
                        (card.scale.lower..=card.scale.upper).contains(&value),
                        "{}, {}: {value}",
                        unit.id,
                        node.id
                    );
                }
                let Some(score) = unit.score else { continue };
                let slack = 1e-12 * width(&card);
                assert!(card.scale.lower - slack <= score && score <= card.scale.upper + slack, "{}: {score}", unit.id);
            }
        }
    });
}
