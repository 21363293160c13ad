//! Nothing comes from the future.

use serde_json::{Value, json};

use crate::{bits, for_studies, open, score};

#[test]
fn a_later_period_changes_no_bit_of_an_earlier_one() {
    for_studies(200, |document, random| {
        let mut more = document.clone();
        let periods = document["dataset"]["periods"].as_array().unwrap();
        let width = periods.len();
        let next = periods.iter().filter_map(Value::as_i64).max().unwrap() + 1;
        more["dataset"]["periods"].as_array_mut().unwrap().push(json!(next));
        for column in more["dataset"]["indicators"].as_array_mut().unwrap() {
            let values = column["values"].as_array().unwrap();
            let rows = values.chunks(width).flat_map(|row| row.iter().cloned().chain([json!(random.below(6))]));
            column["values"] = rows.collect();
        }
        let (study, more) = (open(&document), open(&more));
        for period in study.outline().periods {
            let (card, more) = (score(&study, period), score(&more, period));
            assert_eq!(bits(&card.units), bits(&more.units), "{period}");
            assert_eq!(bits(&card.notes), bits(&more.notes), "{period}");
            assert_eq!(bits(&card.coverage), bits(&more.coverage), "{period}");
        }
    });
}
