//! Do raters agree?

use comity::analysis::krippendorff::{Measurement, alpha};
use serde_json::{Map, Value, json};

use crate::case::{Case, Got, transposed};

pub fn run(case: &Case) -> Option<Got> {
    match case.name.as_str() {
        "krippendorff_alpha" => Some(krippendorff(case)),
        _ => None,
    }
}

fn krippendorff(case: &Case) -> Got {
    let mut things = transposed(&case.rows("ratings"));
    for thing in &mut things {
        thing.retain(|rating| !rating.is_nan());
    }
    let measurements = [
        ("nominal", Measurement::Nominal),
        ("ordinal", Measurement::Ordinal),
        ("interval", Measurement::Interval),
        ("ratio", Measurement::Ratio),
    ];
    let mut got: Got = measurements
        .map(|(name, measurement)| (name.to_owned(), json!(alpha(&things, measurement))))
        .into_iter()
        .collect();
    let printed: Map<String, Value> = got.clone();
    got.insert("printed".into(), Value::Object(printed));
    got
}
