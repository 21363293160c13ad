//! Availability, screening, and means over what is there.

use comity::screening::Availability;
use serde_json::{Value, json};

use crate::case::{Case, Got, value_of};
use crate::study;

pub fn run(case: &Case) -> Option<Got> {
    match case.name.as_str() {
        "availability" => Some(availability(case)),
        "screen_units" => Some(screen(case)),
        "weighted_arithmetic" => Some(mean(case)),
        _ => None,
    }
}

fn availability(case: &Case) -> Got {
    let counted: Vec<Availability> =
        case.rows("matrix").iter().map(|row| Availability::of(row.iter().copied())).collect();
    let each = |number: &dyn Fn(&Availability) -> Value| counted.iter().map(number).collect::<Value>();
    Got::from_iter([
        ("n_missing".into(), each(&|row| json!(row.available.expected - row.available.observed))),
        ("n_zero".into(), each(&|row| json!(row.zeros))),
        ("share_available".into(), each(&|row| json!(row.available.share()))),
        ("share_nonzero".into(), each(&|row| json!(row.share_not_zero()))),
    ])
}

fn screen(case: &Case) -> Got {
    case.describes(&["rule"]);
    let columns = case.columns();
    let mut document = study::flat(&columns, &case.weights());
    document["method"]["screening"] = json!({
        "method": "minimum-coverage", "unit": case.number("min_share_available").unwrap_or(0.0),
        "unitNonZero": case.number("min_share_nonzero").unwrap_or(0.0),
    });
    let card = study::score(&document);
    let units = columns[0].len();
    let kept: Vec<bool> =
        (0..units).map(|at| card.units.iter().any(|row| row.id == study::unit(at) && row.rank.is_some())).collect();
    let names = case.input("units").and_then(Value::as_array).cloned().unwrap_or_default();
    let removed = names.iter().zip(&kept).filter(|(_, kept)| !**kept).map(|(name, _)| name.clone());
    Got::from_iter([
        ("removed".into(), removed.collect()),
        ("included".into(), kept.iter().map(|kept| json!(kept)).collect()),
    ])
}

fn mean(case: &Case) -> Got {
    let columns = case.columns();
    let mut document = study::flat(&columns, &case.weights());
    document["method"]["defaults"]["available"] = json!(case.number("min_share_available").unwrap_or(0.0));
    let card = study::score(&document);
    Got::from_iter([("scores".to_owned(), value_of(&study::values(&card, "root", columns[0].len())))])
}
