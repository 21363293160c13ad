//! Other units of measure.

use serde_json::{Value, json};

use crate::{choose, for_studies, open, part, scorecards, unit, width, without_details};

#[test]
fn another_unit_of_measure_changes_nothing_under_min_max() {
    for_studies(150, |mut document, random| {
        without_details(&mut document);
        for indicator in document["framework"]["indicators"].as_array_mut().unwrap() {
            indicator.as_object_mut().unwrap().remove("rubric");
            if indicator["direction"].is_object() {
                indicator["direction"] = json!("lower-is-better");
            }
        }
        choose(&mut document, "indicators", "normalisation", &json!("min-max"));
        choose(&mut document, "indicators", "combination", &json!("value"));
        choose(&mut document, "dimensions", "aggregation", &json!("arithmetic"));
        // Powers of two and their halves, so that the change itself loses nothing.
        let factor = f64::exp2(f64::from(i32::try_from(random.below(41)).unwrap() - 20));
        let mut other = document.clone();
        for column in other["dataset"]["indicators"].as_array_mut().unwrap() {
            for value in column["values"].as_array_mut().unwrap() {
                *value = value.as_f64().map_or(Value::Null, |value| json!(value * factor));
            }
        }
        for (card, other) in scorecards(&open(&document)).iter().zip(scorecards(&open(&other))) {
            for row in &card.units {
                let other = unit(&other, &row.id);
                assert_eq!(row.rank, other.rank, "{}", row.id);
                for value in &row.parts {
                    let other = part(other, &value.id);
                    let near = match (value.value, other.value) {
                        (Some(value), Some(other)) => (value - other).abs() <= 1e-12 * width(card),
                        (value, other) => value == other,
                    };
                    assert!(near, "{}, {}: {:?}, {:?}", row.id, value.id, value.value, other.value);
                }
            }
        }
    });
}
