//! A value beyond the goalposts counts as the nearer end, and the row says so.

use comity::Code;
use serde_json::json;

use crate::{bits, for_studies, open, score, traces, variation, without_details};

#[test]
fn a_value_beyond_an_end_scores_as_the_nearer_end_and_is_said() {
    let beyond = std::cell::Cell::new(0);
    for_studies(250, |mut document, _| {
        without_details(&mut document);
        // Values taken as they are, so that one cell can be set to the end.
        document["method"]["defaults"]["combination"] = json!("value");
        for node in document["method"]["nodes"].as_array_mut().unwrap() {
            node.as_object_mut().unwrap().remove("combination");
        }
        let study = open(&document);
        let period = study.period();
        let place = document["dataset"]["periods"].as_array().unwrap().iter().position(|year| *year == period).unwrap();
        let mut at_the_end = document.clone();
        for trace in traces(&study, period) {
            for node in &trace.nodes {
                let Some(evidence) =
                    node.evidence.as_ref().filter(|evidence| evidence.normalisation.method != "min-max")
                else {
                    continue;
                };
                let (Some(value), Some(lower), Some(upper)) =
                    (evidence.combined, evidence.normalisation.lower, evidence.normalisation.upper)
                else {
                    continue;
                };
                let is_beyond = value < lower || value > upper;
                assert_eq!(evidence.clamped, is_beyond, "{}, {}", trace.unit, node.node.id);
                let about = format!("units.{}.{}", trace.unit, node.node.id);
                let said = trace
                    .notes
                    .iter()
                    .any(|note| note.code() == Code::ValueClamped && note.path().to_string() == about);
                assert_eq!(said, is_beyond, "{about}");
                let rubric = variation::ids(&document["framework"]["indicators"])
                    .iter()
                    .position(|id| *id == node.node.id)
                    .unwrap();
                if is_beyond && document["framework"]["indicators"][rubric]["rubric"].is_null() {
                    let cell = crate::cells(&document, &trace.unit).start + place;
                    crate::column(&mut at_the_end, &node.node.id)[cell] = json!(value.clamp(lower, upper));
                    beyond.set(beyond.get() + 1);
                }
            }
        }
        // Bounds taken from the data would move with the values: where they are used, those are not beyond them.
        let (card, other) = (score(&study, period), score(&open(&at_the_end), period));
        for unit in &card.units {
            assert_eq!(bits(&unit.parts), bits(&crate::unit(&other, &unit.id).parts), "{}", unit.id);
        }
    });
    assert!(beyond.get() > 200, "{}", beyond.get());
}
