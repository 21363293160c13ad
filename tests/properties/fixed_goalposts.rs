//! Fixed goalposts: a newcomer moves nobody else.

use serde_json::{Value, json};

use crate::{bits, for_studies, open, score, unit};

#[test]
fn adding_a_unit_under_fixed_goalposts_moves_no_bit_of_the_others() {
    for_studies(300, |mut document, random| {
        for node in document["method"]["nodes"].as_array_mut().unwrap() {
            if node["normalisation"] == "min-max" {
                node["normalisation"] = json!("goalposts");
            }
        }
        document["method"]["defaults"]["normalisation"] = Value::Null;
        let mut more = document.clone();
        // First in the order of ids, so that every other unit changes its place.
        more["dataset"]["units"].as_array_mut().unwrap().insert(0, json!({ "id": "a-newcomer", "name": "Newcomer" }));
        let periods = document["dataset"]["periods"].as_array().unwrap().len();
        let framework = document["framework"]["indicators"].as_array().unwrap();
        for column in more["dataset"]["indicators"].as_array_mut().unwrap() {
            let rubric =
                framework.iter().any(|indicator| indicator["id"] == column["id"] && !indicator["rubric"].is_null());
            let value = |random: &mut crate::Random| {
                if rubric { json!(random.below(6)) } else { json!(random.unit() * 1e6 - 2e5) }
            };
            let values = column["values"].as_array_mut().unwrap();
            values.splice(0..0, (0..periods).map(|_| value(random)));
        }
        let (study, more) = (open(&document), open(&more));
        for period in study.outline().periods {
            let (card, more) = (score(&study, period), score(&more, period));
            // A period may hold enough to be ranked only with the newcomer.
            if card.coverage.observed != more.coverage.observed {
                continue;
            }
            for row in &card.units {
                let other = unit(&more, &row.id);
                assert_eq!(row.score.map(f64::to_bits), other.score.map(f64::to_bits), "{period}, {}", row.id);
                assert_eq!(bits(&row.parts), bits(&other.parts), "{period}, {}", row.id);
                assert_eq!(bits(&row.notes), bits(&other.notes), "{period}, {}", row.id);
                assert_eq!(row.possible, other.possible, "{period}, {}", row.id);
            }
        }
    });
}
