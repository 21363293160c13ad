//! Ranks are decided on integers.

use proptest::prelude::*;

use crate::{cases, flat, for_studies, open, score, scorecards};

/// 1 + how many have more steps.
fn assert_competition_ranks(card: &comity::Scorecard) {
    let steps = |score: f64| card.scale.steps(score);
    let scores: Vec<f64> = card.units.iter().filter_map(|unit| unit.score).collect();
    for unit in &card.units {
        let expected = unit.score.map(|own| 1 + scores.iter().filter(|other| steps(**other) > steps(own)).count());
        assert_eq!(unit.rank.map(|rank| rank as usize), expected, "{}: score {:?}", unit.id, unit.score);
    }
    // Listed by rank, ties by id, then those without a rank by id.
    let order: Vec<_> = card.units.iter().map(|unit| (unit.rank.is_none(), unit.rank, &unit.id)).collect();
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn ranks_are_competition_ranks_of_the_whole_numbers_of_steps() {
    for_studies(400, |document, _| {
        for card in scorecards(&open(&document)) {
            assert_competition_ranks(&card);
        }
    });
}

#[test]
fn scores_that_are_equal_in_mathematics_are_ties() {
    // 0.1 + 0.2 and 0.3 are not the same number to a computer.
    let card = score(&open(&flat(&[1.0, 1.0], &[vec![Some(0.1), Some(0.2)], vec![Some(0.3), Some(0.0)]])), 2020);
    let [first, second] = card.units.as_slice() else { panic!("two units") };
    assert_ne!(first.score, second.score);
    assert_eq!((first.rank, second.rank), (Some(1), Some(1)));
    assert_eq!(
        (first.tied_with.as_slice(), second.tied_with.as_slice()),
        (["u001".to_owned()].as_slice(), ["u000".to_owned()].as_slice())
    );
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn many_units_with_close_scores_have_competition_ranks(
        values in prop::collection::vec((0..6_u8, 0..12_u8), 1..60),
    ) {
        // Differences around one step, a hundred-thousand-millionth of the scale.
        let rows: Vec<_> = values.iter().map(|(coarse, fine)| vec![Some(f64::from(*coarse) + f64::from(*fine) * 4e-10)]).collect();
        assert_competition_ranks(&score(&open(&flat(&[1.0], &rows)), 2020));
    }
}
