//! Documents are written and read without loss.

use comity::{Study, StudyDocument};

use crate::{bits, for_studies, open, scorecards, support};

fn assert_round_trip(study: &Study) {
    let text = study.document().canonical().unwrap();
    let again = Study::open_json(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(again.hash(), study.hash());
    assert_eq!(again.document().canonical().unwrap(), text);
    for (card, other) in scorecards(study).iter().zip(scorecards(&again)) {
        assert_eq!(bits(card), bits(&other));
    }
    // Plain serialisation is read back too.
    let plain = serde_json::to_string(study.document()).unwrap();
    assert_eq!(Study::open_json(&plain).unwrap().hash(), study.hash());
    let read = StudyDocument::from_json(&text).unwrap();
    assert_eq!(Study::open(&read).unwrap().hash(), study.hash());
}

#[test]
fn canonical_json_of_a_document_reads_back_to_the_same_hash_and_the_same_scorecards() {
    for_studies(300, |document, _| assert_round_trip(&open(&document)));
}

#[test]
fn the_bundled_study_reads_back_to_the_same_hash() {
    assert_round_trip(&Study::open_json(&support::us_partnerships()).unwrap());
}

#[test]
fn choices_spelt_out_and_choices_by_name_are_the_same_document() {
    for_studies(50, |document, _| {
        let short = document.to_string();
        let long = short
            .replace(r#""normalisation":"goalposts""#, r#""normalisation":{"method":"goalposts"}"#)
            .replace(
                r#""normalisation":{"method":"log-saturation"}"#,
                r#""normalisation":{"method":"log-saturation","offset":1.0}"#,
            )
            .replace(r#""aggregation":"geometric""#, r#""aggregation":{"method":"geometric"}"#)
            .replace(r#""combination":"value""#, r#""combination":{"method":"value"}"#);
        assert_eq!(Study::open_json(&short).unwrap().hash(), Study::open_json(&long).unwrap().hash());
    });
}
