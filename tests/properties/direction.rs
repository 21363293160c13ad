//! Directions mirror each other.

use serde_json::json;

use crate::{for_studies, open, part, scorecards, unit, width};

#[test]
fn turning_a_direction_round_mirrors_its_values_on_the_scale() {
    for_studies(150, |mut document, _| {
        let mut turned = document.clone();
        for (document, direction) in [(&mut document, "higher-is-better"), (&mut turned, "lower-is-better")] {
            for indicator in document["framework"]["indicators"].as_array_mut().unwrap() {
                indicator["direction"] = json!(direction);
            }
        }
        for (card, turned) in scorecards(&open(&document)).iter().zip(scorecards(&open(&turned))) {
            for row in &card.units {
                for node in card.nodes.iter().filter(|node| node.kind == "indicator") {
                    let (value, mirrored) = (part(row, &node.id).value, part(unit(&turned, &row.id), &node.id).value);
                    assert_eq!(value.is_some(), mirrored.is_some());
                    let (Some(value), Some(mirrored)) = (value, mirrored) else { continue };
                    let sum = value + mirrored - card.scale.lower - card.scale.upper;
                    assert!(sum.abs() <= 1e-12 * width(card), "{}, {}: {value}, {mirrored}", row.id, node.id);
                }
            }
        }
    });
}

#[test]
fn a_target_at_an_end_and_a_range_that_reaches_it_are_one_sided() {
    for_studies(150, |mut document, _| {
        for node in document["method"]["nodes"].as_array_mut().unwrap() {
            node["normalisation"] = if node.get("normalisation").is_some() { json!("goalposts") } else { continue };
        }
        document["method"]["defaults"]["normalisation"] = json!("goalposts");
        let mut targets = document.clone();
        for (document, targeted) in [(&mut document, false), (&mut targets, true)] {
            for (number, indicator) in
                document["framework"]["indicators"].as_array_mut().unwrap().iter_mut().enumerate()
            {
                indicator.as_object_mut().unwrap().remove("rubric");
                let upper = indicator["goalposts"]["upper"].as_f64().unwrap();
                indicator["direction"] = match (targeted, number % 3) {
                    (false, _) => json!("higher-is-better"),
                    (true, 0) => json!({ "target": upper }),
                    (true, 1) => json!({ "target": upper * 3.0 }),
                    (true, _) => json!({ "range": [upper, upper * 2.0] }),
                };
            }
        }
        for (card, targets) in scorecards(&open(&document)).iter().zip(scorecards(&open(&targets))) {
            for row in &card.units {
                for node in card.nodes.iter().filter(|node| node.kind == "indicator") {
                    let (value, other) = (part(row, &node.id).value, part(unit(&targets, &row.id), &node.id).value);
                    let near =
                        value.zip(other).is_none_or(|(value, other)| (value - other).abs() <= 1e-12 * width(card));
                    assert!(
                        near && value.is_some() == other.is_some(),
                        "{}, {}: {value:?}, {other:?}",
                        row.id,
                        node.id
                    );
                }
            }
        }
    });
}
