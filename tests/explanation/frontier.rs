use comity::ScoreRequest;
use serde_json::json;

use crate::{flat, for_studies, open};

#[test]
fn the_frontier_is_what_no_mixture_is_above() {
    // Efforts 10, 20, 40, 40 and outcomes 10, 50, 60, 30; a mixture of the first two gets 30 for 15.
    let rows = [[10.0, 10.0], [20.0, 50.0], [40.0, 60.0], [40.0, 30.0], [15.0, 15.0]];
    let mut document = flat(&[1.0, 1.0], &rows.map(|row| row.to_vec()));
    document["framework"]["indicators"][0]["tag"] = json!("input");
    document["framework"]["indicators"][1]["tag"] = json!("outcome");
    let frontier = open(&document).frontier(&ScoreRequest::default()).unwrap();
    assert_eq!(frontier.frontier, ["u0", "u1", "u2"]);
    let of = |id: &str| frontier.units.iter().find(|unit| unit.id == id).unwrap();
    assert_eq!((of("u3").attainable, of("u3").efficiency), (Some(60.0), Some(0.5)));
    assert_eq!((of("u4").attainable, of("u4").efficiency), (Some(30.0), Some(0.5)));
    // Constant returns: the second makes 2.5 of each unit of effort, the first 1.
    assert_eq!(of("u1").benefit_of_the_doubt, Some(1.0));
    assert!((of("u0").benefit_of_the_doubt.unwrap() - 0.4).abs() < 1e-12);
}

#[test]
fn nobody_is_above_the_frontier_and_who_is_on_it_is_efficient() {
    for_studies(400, |document, _| {
        let frontier = open(&document).frontier(&ScoreRequest::default()).unwrap();
        for unit in &frontier.units {
            let Some(efficiency) = unit.efficiency else { continue };
            assert!((0.0..=1.0).contains(&efficiency), "{unit:?}");
            assert!(unit.attainable.unwrap() >= unit.outcome.unwrap() - 1e-9, "{unit:?}");
            if frontier.frontier.contains(&unit.id) {
                assert!(efficiency > 1.0 - 1e-9, "{unit:?}");
            }
            assert!(unit.benefit_of_the_doubt.is_none_or(|doubt| (0.0..=1.0).contains(&doubt)), "{unit:?}");
        }
    });
}
