//! The order in which a document lists things.

use serde_json::{Value, json};

use crate::support::generate::Random;
use crate::{bits, for_studies, open, scorecards, traces, variation};

#[test]
fn listing_order_changes_no_bit_of_the_scorecards_nor_the_hash() {
    for_studies(300, |document, random| {
        let (study, shuffled) = (open(&document), open(&shuffled(&document, random)));
        assert_eq!(study.hash(), shuffled.hash());
        assert_eq!(study.document().canonical().unwrap(), shuffled.document().canonical().unwrap());
        assert_eq!(bits(&study.outline()), bits(&shuffled.outline()));
        for (card, other) in scorecards(&study).iter().zip(scorecards(&shuffled)) {
            assert_eq!(bits(card), bits(&other));
        }
        let period = study.period();
        assert_eq!(bits(&traces(&study, period)), bits(&traces(&shuffled, period)));
    });
}

/// The same study with every list in another order, values along with their units and periods.
fn shuffled(document: &Value, random: &mut Random) -> Value {
    let mut other = document.clone();
    let units = permutation(document["dataset"]["units"].as_array().unwrap().len(), random);
    let periods = permutation(document["dataset"]["periods"].as_array().unwrap().len(), random);
    for (key, order) in [("units", &units), ("periods", &periods)] {
        other["dataset"][key] = order.iter().map(|position| document["dataset"][key][*position].clone()).collect();
    }
    let width = periods.len();
    for column in other["dataset"]["indicators"].as_array_mut().unwrap() {
        let cells = units.iter().flat_map(|unit| periods.iter().map(move |period| unit * width + period));
        column["values"] = cells.map(|cell| column["values"][cell].clone()).collect();
    }
    for list in [
        "/framework/dimensions",
        "/framework/indicators",
        "/framework/sources",
        "/dataset/indicators",
        "/dataset/observations",
        "/method/nodes",
    ] {
        if let Some(list) = other.pointer_mut(list) {
            shuffle(list, random);
        }
    }
    for unit in other["dataset"]["units"].as_array_mut().unwrap() {
        if let Some(members) = unit.get_mut("members") {
            shuffle(members, random);
        }
    }
    other
}

fn shuffle(list: &mut Value, random: &mut Random) {
    if let Value::Array(list) = list {
        let before = list.clone();
        for (place, position) in list.iter_mut().zip(permutation(before.len(), random)) {
            *place = before[position].clone();
        }
    }
}

fn permutation(length: usize, random: &mut Random) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    for last in (1..length).rev() {
        let other = usize::try_from(random.below(last as u64 + 1)).unwrap();
        order.swap(last, other);
    }
    order
}

#[test]
fn an_override_that_says_nothing_changes_no_hash() {
    for_studies(50, |document, _| {
        let mut other = document.clone();
        let node = variation::ids(&document["framework"]["dimensions"])[0].clone();
        let nodes = other["method"]["nodes"].as_array_mut().unwrap();
        if !nodes.iter().any(|entry| entry["id"] == *node) {
            nodes.push(json!({ "id": node }));
        }
        assert_eq!(open(&document).hash(), open(&other).hash());
    });
}
