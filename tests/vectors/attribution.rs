//! What each input adds to a result.

use comity::explanation::shapley::shapley;
use serde_json::json;

use crate::aggregation::aggregated;
use crate::case::{Case, Got, value_of};
use crate::weights::got;

pub fn run(case: &Case) -> Option<Got> {
    if case.name != "shapley_interventional" {
        return None;
    }
    case.describes(&["absent"]);
    let (x, baseline) = (case.list("x")?, case.list("baseline")?);
    let weights = case.list("weights").unwrap_or_else(|| vec![1.0; x.len()]);
    let words = case.text("aggregate")?.to_owned();
    let of = |values: &[f64]| -> Option<f64> {
        if words.starts_with("geometric mean of two arithmetic pillars") {
            let pillar = |from: usize| aggregated("arithmetic", &values[from..from + 2], &weights[from..from + 2]);
            return aggregated("geometric", &[pillar(0)?, pillar(2)?], &[1.0, 1.0]);
        }
        let method = match words.as_str() {
            "weighted_arithmetic" => "arithmetic",
            "weighted_geometric" => "geometric",
            "weighted_harmonic" => "harmonic",
            other => other,
        };
        aggregated(method, values, &weights)
    };
    let (value, baseline_value) = (of(&x)?, of(&baseline)?);
    let attribution = shapley(&x, &baseline, &mut |values| of(values).unwrap_or(f64::NAN))?;
    Some(got(json!({
        "attribution": value_of(&attribution),
        "value": value,
        "baseline_value": baseline_value,
    })))
}
