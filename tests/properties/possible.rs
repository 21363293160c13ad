//! What missing values could make of a score.

use serde_json::{Value, json};

use crate::{cells, choose, column, for_studies, open, scorecards, unit, variation, width, without_details};

#[test]
fn the_possible_scores_contain_the_score() {
    for_studies(400, |document, _| {
        for card in scorecards(&open(&document)) {
            for unit in &card.units {
                let (Some(score), Some(possible)) = (unit.score, unit.possible) else {
                    assert_eq!(unit.score, None, "{}: a score without possible scores", unit.id);
                    continue;
                };
                assert!(
                    possible.lower <= score && score <= possible.upper,
                    "{}: {score} is not in {} to {}",
                    unit.id,
                    possible.lower,
                    possible.upper
                );
                let weighed = |id: &str| card.nodes.iter().any(|node| node.id == id && node.effective_weight > 0.0);
                let complete = unit.parts.iter().all(|part| part.value.is_some() || !weighed(&part.id));
                if complete {
                    assert_eq!((possible.lower, possible.upper), (score, score), "{}: nothing is missing", unit.id);
                }
            }
        }
    });
}

#[test]
fn the_possible_scores_contain_the_score_that_any_value_would_make() {
    for_studies(200, |mut document, random| {
        without_details(&mut document);
        document["method"]["screening"] = Value::Null;
        choose(&mut document, "dimensions", "missing", &json!("rescale"));
        let units = variation::ids(&document["dataset"]["units"]);
        let indicators = document["framework"]["indicators"].as_array().unwrap().clone();
        let (chosen, indicator) = (random.pick(&units), random.pick(&indicators));
        let id = indicator["id"].as_str().unwrap();
        for cell in cells(&document, chosen) {
            column(&mut document, id)[cell] = Value::Null;
        }
        let without = scorecards(&open(&document));
        for value in [0.0, 1.0, 3.0, 5.0] {
            let mut with = document.clone();
            for cell in cells(&document, chosen) {
                column(&mut with, id)[cell] = json!(value);
            }
            for (card, with) in without.iter().zip(scorecards(&open(&with))) {
                let (Some(possible), Some(score)) = (unit(card, chosen).possible, unit(&with, chosen).score) else {
                    continue;
                };
                let slack = 1e-12 * width(card);
                assert!(
                    possible.lower - slack <= score && score <= possible.upper + slack,
                    "{chosen}, {id} = {value}: {score} is not in {} to {}",
                    possible.lower,
                    possible.upper
                );
            }
        }
    });
}
