//! What is exported reads back to the same study.

use comity::csv::{self, Layout, Options};
use comity::{Severity, Study, StudyDocument};

use crate::support;

/// Exports in both shapes, imports into the study without its values, and compares hashes.
fn assert_round_trip(json: &str) {
    let document = StudyDocument::from_json(json).unwrap_or_else(|error| panic!("{error}\n{json}"));
    let hash = Study::open(&document).unwrap().hash().to_owned();
    let mut bare = document.clone();
    bare.dataset = comity::data::Dataset::default();
    for layout in [Layout::Long, Layout::Wide] {
        let table = csv::export(document.clone(), layout);
        let options = Options { into: Some(bare.clone()), ..Options::default() };
        let import = csv::import(table.as_bytes(), options).unwrap_or_else(|error| panic!("{error}\n{table}"));
        assert!(import.problems.is_empty(), "{:#?}\n{table}", import.problems);
        assert!(import.guesses.iter().all(|guess| guess.severity() != Severity::Error));
        let back = import.document.unwrap_or_else(|| panic!("no study\n{table}"));
        let back = Study::open(&back).unwrap_or_else(|error| panic!("{error}\n{table}"));
        if back.hash() != hash {
            let (before, after) = (document.canonical().unwrap(), back.document().canonical().unwrap());
            let at = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
            let part = |text: &str| text.chars().skip(at.saturating_sub(200)).take(500).collect::<String>();
            panic!("{layout:?}\n{}\n-----\n{}\n-----\n{table}", part(&before), part(&after));
        }
        // The mapping that came back reads the table to the same study, and nothing is left to guess about its columns.
        let options = Options { into: Some(bare.clone()), mapping: import.mapping.clone(), metadata: None };
        let again = csv::import(table.as_bytes(), options).unwrap();
        assert_eq!(Study::open(&again.document.unwrap()).unwrap().hash(), hash);
        assert_eq!(again.mapping, import.mapping);
    }
}

#[test]
fn bundled_studies_read_back_to_the_same_hash() {
    for study in support::bundled() {
        assert_round_trip(&study);
    }
}

#[test]
fn a_thousand_generated_studies_read_back_to_the_same_hash() {
    for seed in 0..1_000 {
        let result = std::panic::catch_unwind(|| assert_round_trip(&support::generate::furnished(seed).to_string()));
        assert!(result.is_ok(), "seed {seed}");
    }
}

#[test]
fn no_cell_of_text_begins_as_a_formula_does() {
    for seed in 0..200 {
        let document = StudyDocument::from_json(&support::generate::furnished(seed).to_string()).unwrap();
        for layout in [Layout::Long, Layout::Wide] {
            let table = csv::export(document.clone(), layout);
            for record in
                ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes()).records()
            {
                for cell in &record.unwrap() {
                    let number = cell.parse::<f64>().is_ok();
                    assert!(
                        number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']),
                        "seed {seed}: {cell:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_group_of_a_unit_is_that_of_the_study_that_the_table_belongs_to() {
    let mut document = StudyDocument::from_json(&support::generate::furnished(1).to_string()).unwrap();
    document.dataset.units[0].group = Some("north".to_owned());
    let hash = Study::open(&document).unwrap().hash().to_owned();
    for layout in [Layout::Long, Layout::Wide] {
        let table = csv::export(document.clone(), layout);
        let options = Options { into: Some(document.clone()), ..Options::default() };
        let back = csv::import(table.as_bytes(), options).unwrap().document.unwrap();
        assert_eq!(Study::open(&back).unwrap().hash(), hash);
    }
}
