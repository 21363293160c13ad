//! What becomes of missing values.

use comity::data::Unit;
use comity::document::{Decode, Decoder, Value as Read};
use comity::framework::{Direction, Indicator};
use comity::imputation::{Imputation, Panel, Table, normal};
use serde_json::{Value, json};

use crate::case::{Case, Got, transposed, value_of, value_of_rows};

/// Fills every column of one period, or of the last of several.
fn fill(
    method: &Value,
    columns: &[Vec<f64>],
    higher: &[bool],
    groups: &[Option<String>],
    panel: Panel<'_>,
) -> Vec<Vec<f64>> {
    let mut decoder = Decoder::default();
    let imputation = Imputation::decode(&Read::from_json(&method.to_string()).unwrap(), &mut decoder);
    let problems = decoder.into_problems();
    assert!(problems.is_empty(), "{problems:?}");
    let units = columns.first().map_or(0, Vec::len);
    let indicators: Vec<Indicator> = (0..columns.len())
        .map(|at| Indicator {
            direction: if higher[at] { Direction::HigherIsBetter } else { Direction::LowerIsBetter },
            ..Indicator::default()
        })
        .collect();
    let units: Vec<Unit> =
        (0..units).map(|at| Unit { group: groups.get(at).cloned().flatten(), ..Unit::default() }).collect();
    let ranked = vec![true; units.len()];
    let table = Table { indicators: &indicators, units: &units, columns, ranked: &ranked, panel };
    imputation.method().impute(&table, &(0..columns.len()).collect::<Vec<_>>())
}

/// The groups of the case's units; none for `null`.
pub fn groups(case: &Case) -> Vec<Option<String>> {
    let list = case.input("groups").and_then(Value::as_array).cloned().unwrap_or_default();
    list.iter()
        .map(|group| group.as_str().map(str::to_owned).or_else(|| group.as_f64().map(|x| x.to_string())))
        .collect()
}

pub fn run(case: &Case) -> Option<Got> {
    let (columns, higher) = (case.columns(), case.higher_is_better());
    let by = |method: Value| {
        let filled = fill(&method, &columns, &higher, &groups(case), Panel::default());
        Some(Got::from_iter([("imputed".to_owned(), value_of_rows(&transposed(&filled)))]))
    };
    match case.name.as_str() {
        "mean" => by(json!("mean")),
        "median" => by(json!("median")),
        "most_frequent" => {
            case.describes(&["ties"]);
            by(json!("most-frequent"))
        }
        "group_mean" => by(json!("group-mean")),
        "group_median" => by(json!("group-median")),
        "knn" => {
            case.describes(&["distance", "weights"]);
            by(json!({ "method": "nearest", "count": case.number("k").unwrap_or(5.0), "scaled": false }))
        }
        "row_mean_of_minmax" => {
            case.describes(&["detail"]);
            by(json!("siblings"))
        }
        "em_normal" => Some(em(case)),
        "panel_latest" => Some(panel(case, "latest")),
        "panel_constant" => Some(panel(case, "constant")),
        "panel_linear" => Some(panel(case, "linear")),
        _ => None,
    }
}

/// Two columns, or as many as a matrix holds.
fn em(case: &Case) -> Got {
    let columns = match (case.list("x"), case.list("y")) {
        (Some(x), Some(y)) => vec![x, y],
        _ => case.columns(),
    };
    let counts = vec![true; columns.first().map_or(0, Vec::len)];
    let read: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let fitted = normal::fit(&read, &counts);
    Got::from_iter([
        ("mean".into(), value_of(&fitted.mean)),
        ("covariance".into(), value_of_rows(&fitted.covariance)),
        ("imputed_y".into(), value_of(fitted.filled.get(1).map(Vec::as_slice).unwrap_or_default())),
        ("imputed".into(), value_of_rows(&transposed(&fitted.filled))),
    ])
}

/// A row a unit and time: each time is filled as the engine fills a period, from the others.
fn panel(case: &Case, method: &str) -> Got {
    let rows = case.rows("matrix");
    let times: Vec<i32> = case.list("time").unwrap_or_default().iter().map(|time| *time as i32).collect();
    let units: Vec<String> =
        case.input("unit").and_then(Value::as_array).unwrap().iter().map(ToString::to_string).collect();
    let mut periods = times.clone();
    periods.sort_unstable();
    periods.dedup();
    let mut names = units.clone();
    names.sort();
    names.dedup();
    let width = rows.first().map_or(0, Vec::len);
    let row = |period: i32, unit: &String| (0..rows.len()).find(|at| times[*at] == period && units[*at] == *unit);
    let columns = |period: i32| -> Vec<Vec<f64>> {
        let value = |indicator: usize, unit| row(period, unit).map_or(f64::NAN, |at| rows[at][indicator]);
        (0..width).map(|indicator| names.iter().map(|unit| value(indicator, unit)).collect()).collect()
    };
    let values: Vec<Vec<Vec<f64>>> = periods.iter().map(|period| columns(*period)).collect();
    let mut imputed = rows.clone();
    for (own, period) in periods.iter().enumerate() {
        let panel = Panel { periods: &periods, values: &values, own };
        let filled = fill(&json!(method), &values[own], &vec![true; width], &[], panel);
        for (unit, name) in names.iter().enumerate() {
            if let Some(at) = row(*period, name) {
                imputed[at] = filled.iter().map(|column| column[unit]).collect();
            }
        }
    }
    Got::from_iter([("imputed".to_owned(), value_of_rows(&imputed))])
}
