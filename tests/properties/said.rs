//! No silent anything: what keeps a unit from a score, and what a score leaves out, is said.

use comity::{Code, Problem, Scorecard};

use crate::{children, for_studies, open, part, scorecards};

fn says(notes: &[Problem], code: Code, place: &str) -> bool {
    notes.iter().any(|note| note.code() == code && note.path().to_string() == place)
}

#[test]
fn a_unit_without_a_score_has_a_note_that_says_why() {
    let unscored = std::cell::Cell::new(0);
    for_studies(400, |document, _| {
        for card in scorecards(&open(&document)) {
            let period_said = says(&card.notes, Code::PeriodNotRanked, "period");
            assert_eq!(period_said, card.coverage.share < card.coverage.minimum);
            for unit in card.units.iter().filter(|unit| unit.score.is_none()) {
                let place = format!("units.{}", unit.id);
                let root = format!("{place}.{}", card.nodes[0].id);
                let unit_said =
                    says(&unit.notes, Code::UnitNotRanked, &place) || says(&unit.notes, Code::UnitNotScored, &root);
                assert!(unit_said || period_said, "{} in {}: {:?}", unit.id, card.period, unit.notes);
                unscored.set(unscored.get() + 1);
            }
            for unit in card.units.iter().filter(|unit| unit.score.is_some()) {
                assert!(!says(&unit.notes, Code::UnitNotRanked, &format!("units.{}", unit.id)), "{}", unit.id);
            }
        }
    });
    assert!(unscored.get() > 100, "{}", unscored.get());
}

#[test]
fn weights_rescaled_over_a_missing_child_are_said_and_only_those() {
    for_studies(300, |document, _| {
        for card in scorecards(&open(&document)) {
            for unit in &card.units {
                for node in card.nodes.iter().filter(|node| node.kind == "dimension") {
                    let gone = children(&card, &node.id).into_iter().any(|child| {
                        let weighs = card.nodes.iter().any(|node| node.id == child && node.weight > 0.0);
                        weighs && part(unit, child).value.is_none()
                    });
                    let said = says(&unit.notes, Code::WeightsRescaled, &format!("units.{}.{}", unit.id, node.id));
                    assert_eq!(said, gone && part(unit, &node.id).value.is_some(), "{}, {}", unit.id, node.id);
                }
            }
        }
    });
}

#[test]
fn coverage_counts_the_indicators_that_have_a_value() {
    for_studies(200, |document, _| {
        for card in scorecards(&open(&document)) {
            let leaves: Vec<_> = card.nodes.iter().filter(|node| node.kind == "indicator").collect();
            for unit in &card.units {
                let observed = leaves.iter().filter(|leaf| part(unit, &leaf.id).value.is_some()).count();
                assert_eq!((unit.coverage.observed, unit.coverage.expected), (observed, leaves.len()), "{}", unit.id);
                let missing = leaves.len() - observed;
                assert_eq!(unit.coverage.share < 1.0, missing > 0, "{}", unit.id);
            }
            assert_absent_are_said(&card);
        }
    });
}

fn assert_absent_are_said(card: &Scorecard) {
    let mut observed = 0;
    for leaf in card.nodes.iter().filter(|node| node.kind == "indicator") {
        let seen = card.units.iter().any(|unit| part(unit, &leaf.id).value.is_some());
        assert_eq!(says(&card.notes, Code::IndicatorAbsent, &format!("nodes.{}", leaf.id)), !seen, "{}", leaf.id);
        observed += usize::from(seen);
    }
    assert_eq!(card.coverage.observed, observed);
}
