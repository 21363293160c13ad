//! Extremes and skew held back.

use comity::document::{Decode, Decoder, Value as Read};
use comity::numeric::sort_numbers;
use comity::numeric::stats::{available, kurtosis, skewness};
use comity::treatment::skew::Skew;
use comity::treatment::winsorise::Winsorise;
use comity::treatment::{Bend, Curve, Treatment, box_cox};
use serde_json::{Value, json};

use crate::case::{Case, Got, transposed, value_of, value_of_rows};

fn sorted(column: &[f64]) -> Vec<f64> {
    let mut values = available(column);
    sort_numbers(&mut values);
    values
}

/// The curve that a method fits to a column.
fn curve(method: &Value, column: &[f64]) -> Curve {
    let mut decoder = Decoder::default();
    let treatment = Treatment::decode(&Read::from_json(&method.to_string()).unwrap(), &mut decoder);
    let problems = decoder.into_problems();
    assert!(problems.is_empty(), "{problems:?}");
    treatment.method().fit(&sorted(column))
}

fn treat(method: &Value, column: &[f64]) -> Vec<f64> {
    let curve = curve(method, column);
    column.iter().map(|value| curve.at(*value)).collect()
}

fn skew(case: &Case) -> Skew {
    Skew {
        skewness: case.number("skew_threshold").unwrap_or(2.0),
        kurtosis: case.number("kurt_threshold").unwrap_or(3.5),
    }
}

/// The columns of the matrix, or the one list.
fn columns(case: &Case) -> (Vec<Vec<f64>>, bool) {
    match case.list("x") {
        Some(x) => (vec![x], true),
        None => (case.columns(), false),
    }
}

/// Columns as the case holds them: a matrix, or the one list.
fn shaped(columns: &[Vec<f64>], alone: bool) -> Value {
    if alone { value_of(&columns[0]) } else { value_of_rows(&transposed(columns)) }
}

pub fn run(case: &Case) -> Option<Got> {
    let (all, alone) = columns(case);
    let treated = |method: Value| {
        let columns: Vec<Vec<f64>> = all.iter().map(|column| treat(&method, column)).collect();
        Got::from_iter([("treated".to_owned(), shaped(&columns, alone))])
    };
    match case.name.as_str() {
        "log_ct" => Some(treated(json!("log-ct"))),
        "log_shift_one" => Some(treated(json!("log-shift-one"))),
        "log_ct_plus" => {
            let mut got = treated(json!("log-ct-plus"));
            got.insert("skewness".into(), value_of(&all.iter().map(|column| skewness(column)).collect::<Vec<_>>()));
            Some(got)
        }
        "percentile_clip" => {
            case.describes(&["quantile"]);
            let method = json!({ "method": "percentile", "lower": case.number("low")?, "upper": case.number("high")? });
            let mut got = treated(method.clone());
            let curve = curve(&method, &all[0]);
            got.insert("low".into(), json!(curve.lower));
            got.insert("high".into(), json!(curve.upper));
            Some(got)
        }
        "winsorize_fraction" => {
            Some(treated(json!({ "method": "fraction", "lower": case.number("low")?, "upper": case.number("high")? })))
        }
        "skewness_kurtosis" => {
            case.describes(&["skew_type", "kurtosis_type"]);
            let each =
                |number: &dyn Fn(&[f64]) -> f64| value_of(&all.iter().map(|column| number(column)).collect::<Vec<_>>());
            let skew = skew(case);
            Some(Got::from_iter([
                ("skewness".into(), each(&|column| skewness(column))),
                ("kurtosis".into(), each(&|column| kurtosis(column))),
                ("passes".into(), all.iter().map(|column| json!(skew.passes(&sorted(column)))).collect()),
            ]))
        }
        "winsorise_skew_kurt" => Some(winsorise(case, &all, alone)),
        "two_stage" => two_stage(case, &all, alone),
        "box_cox" => box_cox_of(case, &all, alone),
        _ => None,
    }
}

fn winsorise(case: &Case, all: &[Vec<f64>], alone: bool) -> Got {
    let maximum = case.number("max_winsorised").map_or(1_000, |maximum| maximum as u32);
    let moved = |column: &[f64], maximum: u32| {
        let (curve, moved) = Winsorise { skew: skew(case), maximum }.moved(&sorted(column));
        (column.iter().map(|value| curve.at(*value)).collect::<Vec<_>>(), json!(moved))
    };
    let mut got = Got::new();
    if !all.is_empty() {
        let (columns, numbers): (Vec<_>, Vec<_>) = all.iter().map(|column| moved(column, maximum)).unzip();
        got.insert("treated".into(), shaped(&columns, alone));
        let numbers = if alone { numbers[0].clone() } else { Value::Array(numbers) };
        got.insert("n_winsorised".into(), numbers);
    }
    for (key, limit) in [("high", maximum), ("low", maximum), ("high_max1", 1), ("low_max1", 1)] {
        if let Some(column) = case.list(key.trim_end_matches("_max1")) {
            let (treated, number) = moved(&column, limit);
            got.insert(key.into(), value_of(&treated));
            got.insert(format!("n_{key}"), number);
            got.insert(format!("skew_{key}"), json!(skewness(&column)));
            got.insert(format!("kurt_{key}"), json!(kurtosis(&column)));
        }
    }
    got
}

fn two_stage(case: &Case, all: &[Vec<f64>], alone: bool) -> Option<Got> {
    let maximum: u32 = case.text("first")?.strip_prefix("winsorise max ")?.trim().parse().ok()?;
    if !case.text("second")?.to_lowercase().starts_with("log_ct") {
        return None;
    }
    let method = |combined: bool| json!({ "method": "two-stage", "maximum": maximum, "combined": combined });
    let by = |combined: bool| all.iter().map(|column| treat(&method(combined), column)).collect::<Vec<_>>();
    let treated = by(false);
    let used = |column: &Vec<f64>| json!(curve(&method(false), column).bend != Bend::Straight);
    let used: Vec<Value> = all.iter().map(used).collect();
    let one = |columns: &[Vec<f64>], number: &dyn Fn(&[f64]) -> f64| {
        let numbers: Vec<f64> = columns.iter().map(|column| number(column)).collect();
        if alone { json!(numbers[0]) } else { value_of(&numbers) }
    };
    Some(Got::from_iter([
        ("treated".into(), shaped(&treated, alone)),
        ("treated_if_combined".into(), shaped(&by(true), alone)),
        ("used_log".into(), if alone { used[0].clone() } else { Value::Array(used) }),
        ("skew_before".into(), one(all, &|column| skewness(column))),
        ("kurt_before".into(), one(all, &|column| kurtosis(column))),
        ("skew_after".into(), one(&treated, &|column| skewness(column))),
        ("kurt_after".into(), one(&treated, &|column| kurtosis(column))),
    ]))
}

fn box_cox_of(case: &Case, all: &[Vec<f64>], alone: bool) -> Option<Got> {
    case.describes(&["layout"]);
    let shift = match case.text("shift") {
        None => false,
        Some("x - min + 1") => true,
        Some(_) => return None,
    };
    let lambda = |at: usize| match case.parameter("lambda") {
        Some(Value::Array(list)) => list[at].clone(),
        Some(Value::Number(one)) => Value::Number(one.clone()),
        _ => Value::Null,
    };
    let method = |at: usize| json!({ "method": "box-cox", "lambda": lambda(at), "shift": shift });
    let treated: Vec<Vec<f64>> = all.iter().enumerate().map(|(at, column)| treat(&method(at), column)).collect();
    let mut got = Got::from_iter([("treated".to_owned(), shaped(&treated, alone))]);
    let powers = all.iter().enumerate().map(|(at, column)| match curve(&method(at), column).bend {
        Bend::Power { from, add, lambda } => {
            let logarithms: Vec<f64> = available(column).iter().map(|x| ((x - from) + add).ln()).collect();
            (lambda, box_cox::likelihood(&logarithms, lambda))
        }
        _ => (f64::NAN, f64::NAN),
    });
    let (lambdas, likelihoods): (Vec<f64>, Vec<f64>) = powers.unzip();
    for (key, numbers) in [("lambda", lambdas), ("log_likelihood", likelihoods)] {
        got.insert(key.into(), if alone { json!(numbers[0]) } else { value_of(&numbers) });
    }
    Some(got)
}
