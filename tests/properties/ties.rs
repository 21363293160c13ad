//! Ties are ties, and are named.

use serde_json::{Value, json};

use crate::support::generate::Random;
use crate::{for_studies, open, scorecards, unit, variation};

/// The document with one unit given again under other ids, all its data the same.
fn with_twins(document: &Value, twins: usize, random: &mut Random) -> (Value, String) {
    let mut other = document.clone();
    let ids = variation::ids(&document["dataset"]["units"]);
    let chosen = random.pick(&ids).clone();
    let cells = crate::cells(document, &chosen);
    for twin in 0..twins {
        // Before and behind the original in the order of ids.
        let id = format!("{}{twin}", if twin % 2 == 0 { "a" } else { "z" });
        other["dataset"]["units"].as_array_mut().unwrap().push(json!({ "id": id, "name": "Twin" }));
        for column in other["dataset"]["indicators"].as_array_mut().unwrap() {
            let values = column["values"].as_array_mut().unwrap();
            values.extend_from_within(cells.clone());
        }
    }
    (other, chosen)
}

#[test]
fn units_with_the_same_data_share_score_and_rank_and_are_named_and_the_next_rank_is_skipped() {
    let ranked = std::cell::Cell::new(0);
    for_studies(300, |document, random| {
        let (document, chosen) = with_twins(&document, 3, random);
        let twins = [chosen.as_str(), "a0", "a2", "z1"];
        for card in scorecards(&open(&document)) {
            let first = unit(&card, &chosen);
            for id in twins {
                let twin = unit(&card, id);
                assert_eq!(twin.score.map(f64::to_bits), first.score.map(f64::to_bits), "{id}");
                assert_eq!(twin.rank, first.rank, "{id}");
                assert_eq!(twin.coverage, first.coverage, "{id}");
                if twin.rank.is_some() {
                    let others = twins.iter().filter(|other| **other != id);
                    assert!(others.clone().all(|other| twin.tied_with.iter().any(|tied| tied == other)), "{id}");
                    assert!(!twin.tied_with.iter().any(|tied| tied == id), "{id} is tied with itself");
                } else {
                    assert!(twin.tied_with.is_empty(), "{id}");
                }
            }
            let Some(rank) = first.rank else { continue };
            ranked.set(ranked.get() + 1);
            let tied = u32::try_from(first.tied_with.len()).unwrap();
            for other in card.units.iter().filter_map(|other| other.rank) {
                assert!(other <= rank || other > rank + tied, "rank {other} after {} units of rank {rank}", tied + 1);
            }
        }
    });
    assert!(ranked.get() > 300, "{}", ranked.get());
}

#[test]
fn tied_units_name_each_other_by_id_and_nobody_else() {
    for_studies(300, |document, _| {
        for card in scorecards(&open(&document)) {
            for row in &card.units {
                let same = card.units.iter().filter(|other| other.id != row.id && other.rank == row.rank);
                let mut same: Vec<_> = same.map(|other| other.id.clone()).filter(|_| row.rank.is_some()).collect();
                same.sort();
                assert_eq!(row.tied_with, same, "{}", row.id);
            }
        }
    });
}
