//! Do raters agree?

use comity::analysis::krippendorff::{Measurement, alpha};
use comity::numeric::reliability::{icc, kendall_w};
use serde_json::{Map, Value, json};

use crate::case::{Case, Got, transposed};
use crate::weights::got;

pub fn run(case: &Case) -> Option<Got> {
    match case.name.as_str() {
        "krippendorff_alpha" => Some(krippendorff(case)),
        "kendall_w" => Some(got(json!({ "W": kendall_w(&case.rows("ranks")) }))),
        "icc" => icc(&case.rows("ratings")).map(|icc| {
            let names = ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"];
            let values = [icc.one, icc.two, icc.three, icc.one_k, icc.two_k, icc.three_k];
            let printed: Map<String, Value> =
                names.into_iter().zip(values).map(|(name, value)| (name.to_owned(), json!(value))).collect();
            got(json!({
                "icc1": icc.one,
                "printed": printed,
                "peer_values_in_order_ICC1_2_3_1k_2k_3k": values,
            }))
        }),
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
