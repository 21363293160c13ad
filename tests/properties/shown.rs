//! Displayed parts add up.

use comity::Scorecard;
use proptest::prelude::*;

use crate::{cases, children, flat, for_studies, open, part, score, scorecards, width};

/// A shown number in thousandths of the scale: whole.
fn thousandths(card: &Scorecard, shown: f64) -> f64 {
    let steps = shown * 1000.0 / width(card);
    assert!((steps - steps.round()).abs() <= 1e-6, "{shown} is no whole number of thousandths");
    steps.round()
}

fn assert_adds_up(card: &Scorecard) -> usize {
    let mut sums = 0;
    for unit in &card.units {
        for part in &unit.parts {
            assert_eq!(part.shown.is_some(), part.contribution.is_some(), "{}, {}", unit.id, part.id);
            let (Some(shown), Some(contribution)) = (part.shown, part.contribution) else { continue };
            let off = (shown - contribution).abs() * 1000.0 / width(card);
            assert!(off < 1.0 + 1e-6, "{}, {}: {contribution} is shown as {shown}", unit.id, part.id);
        }
        for node in &card.nodes {
            let parts: Vec<f64> = children(card, &node.id).iter().filter_map(|child| part(unit, child).shown).collect();
            if let (Some(whole), false) = (part(unit, &node.id).shown, parts.is_empty()) {
                let sum: f64 = parts.iter().map(|part| thousandths(card, *part)).sum();
                let whole = thousandths(card, whole);
                assert!((sum - whole).abs() < 0.5, "{}, {}: {parts:?} are {sum}, shown {whole}", unit.id, node.id);
                sums += 1;
            }
        }
        if let (Some(score), Some(shown)) = (unit.score, part(unit, &card.nodes[0].id).shown) {
            assert!(
                (score - shown).abs() * 1000.0 / width(card) <= 0.5 + 1e-6,
                "{}: {score} is shown as {shown}",
                unit.id
            );
        }
    }
    sums
}

#[test]
fn shown_parts_sum_to_the_shown_whole_in_thousandths_of_the_scale() {
    let mut sums = std::cell::Cell::new(0);
    for_studies(400, |document, _| {
        for card in scorecards(&open(&document)) {
            sums.set(sums.get() + assert_adds_up(&card));
        }
    });
    assert!(*sums.get_mut() > 1_000);
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn shown_parts_add_up_where_many_fall_on_halves(
        row in prop::collection::vec((0..4_u8, 0..=2_000_u16), 1..30),
    ) {
        let weights: Vec<f64> = row.iter().enumerate().map(|(place, (weight, _))| f64::from(*weight) + f64::from(u8::from(place == 0))).collect();
        let values = row.iter().map(|(_, value)| Some(f64::from(*value) / 20.0)).collect();
        assert_adds_up(&score(&open(&flat(&weights, &[values])), 2020));
    }
}
