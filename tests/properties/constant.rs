//! Indicators that tell nothing apart.

use comity::{Code, Scorecard};
use serde_json::{Value, json};

use crate::{choose, column, for_studies, open, scorecards, support, variation, without_details};

fn says_constant(card: &Scorecard, indicator: &str) -> bool {
    let about = |path: &comity::Path| path.to_string() == format!("nodes.{indicator}");
    card.notes.iter().any(|note| note.code() == Code::IndicatorConstant && about(note.path()))
}

#[test]
fn a_constant_indicator_under_min_max_is_said_and_gives_the_middle() {
    for_studies(300, |mut document, random| {
        without_details(&mut document);
        let indicators = variation::ids(&document["framework"]["indicators"]);
        let indicator = random.pick(&indicators);
        let constant = json!(random.pick(&[0.1, 0.0, -7.3, 1e30, -1e30, 1e-30, 2.0 / 3.0, 5e-324]));
        for value in column(&mut document, indicator).iter_mut().filter(|value| !value.is_null()) {
            *value = constant.clone();
        }
        let framework = document["framework"]["indicators"].as_array_mut().unwrap();
        let entry = framework.iter_mut().find(|entry| entry["id"] == **indicator).unwrap();
        entry.as_object_mut().unwrap().remove("rubric");
        variation::choices(&mut document, indicator)["normalisation"] = json!("min-max");
        for card in scorecards(&open(&document)) {
            let placed = card.units.iter().filter_map(|unit| crate::part(unit, indicator).value);
            let placed: Vec<f64> = placed.collect();
            let middle = card.scale.lower + (card.scale.upper - card.scale.lower) / 2.0;
            assert!(placed.iter().all(|value| value.to_bits() == middle.to_bits()), "{indicator}: {placed:?}");
            assert_eq!(
                says_constant(&card, indicator),
                !placed.is_empty(),
                "{indicator} {constant} in {}",
                card.period
            );
        }
    });
}

#[test]
fn an_indicator_that_gives_every_unit_one_value_is_said() {
    let mut said = 0;
    for seed in 0..400 {
        let mut document = support::generate::study(seed);
        if seed % 2 == 0 {
            choose(&mut document, "indicators", "normalisation", &json!("min-max"));
        }
        for card in scorecards(&open(&document)) {
            for node in card.nodes.iter().filter(|node| node.kind == "indicator") {
                let placed: Vec<f64> = card.units.iter().filter_map(|unit| crate::part(unit, &node.id).value).collect();
                let one = placed.windows(2).all(|pair| pair[0].to_bits() == pair[1].to_bits());
                if one && placed.len() > 1 {
                    assert!(says_constant(&card, &node.id), "seed {seed}, {}, {}: {placed:?}", card.period, node.id);
                    said += 1;
                } else if !one {
                    assert!(!says_constant(&card, &node.id), "seed {seed}, {}, {}: {placed:?}", card.period, node.id);
                }
            }
        }
    }
    assert!(said > 20, "{said}");
}

#[test]
fn a_window_over_a_constant_is_that_constant_however_many_of_its_years_are_observed() {
    for (years, method) in (1..=7).flat_map(|years| [(years, "mean"), (years, "sum")]) {
        for constant in [0.1, 0.7, 1.1, 1e-30, 3e29, -0.3] {
            // Every pattern of gaps over seven years whose last is observed.
            let observed = |cell: u32| cell % 7 == 6 || (cell / 7) >> (cell % 7) & 1 == 1;
            let cells = (0..64 * 7).map(|cell| if observed(cell) { json!(constant) } else { Value::Null });
            let mut document = crate::flat(&[1.0], &vec![vec![None]; 64]);
            document["dataset"]["periods"] = (2014..=2020).collect();
            *column(&mut document, "i000") = cells.collect();
            document["method"]["nodes"] = json!([{
                "id": "i000", "normalisation": "min-max", "combination": { "method": method, "years": years, "minimum": 1 },
            }]);
            let study = open(&document);
            let card = crate::score(&study, 2020);
            assert!(says_constant(&card, "i000"), "{constant} over {years} years");
            assert!(card.units.iter().all(|unit| unit.score == Some(50.0)), "{constant} over {years} years");
        }
    }
}

#[test]
fn a_sum_over_a_complete_window_of_counts_is_a_count() {
    for years in 1..=12_u32 {
        for first in 0..60_u32 {
            let mut document = crate::flat(&[1.0], &[vec![None]]);
            let counts: Vec<u32> = (0..years).map(|year| (first * 7 + year * year) % 31).collect();
            document["dataset"]["periods"] = (2000..2000 + years).collect();
            *column(&mut document, "i000") = counts.iter().map(|count| json!(count)).collect();
            document["method"]["defaults"] = json!({ "combination": { "method": "sum", "years": years } });
            let study = open(&document);
            let trace = &crate::traces(&study, study.period())[0];
            let evidence = trace.nodes.iter().find_map(|node| node.evidence.as_ref()).unwrap();
            assert_eq!(evidence.combined, Some(f64::from(counts.iter().sum::<u32>())), "{counts:?}");
        }
    }
}
