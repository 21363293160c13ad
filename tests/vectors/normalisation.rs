//! Values find their place; which way is better.

use comity::data::Unit;
use comity::document::{Decode, Decoder, Value as Read};
use comity::framework::{Direction, Indicator};
use comity::normalisation::{Normalisation, Raw};
use comity::numeric::stats::{available, mean};
use comity::numeric::{Scale, sort_numbers};
use serde_json::{Value, json};

use crate::case::{Case, Got, numbers, transposed, value_of, value_of_rows};

/// The scale whose places are shares.
const SHARES: Scale = Scale { lower: 0.0, upper: 1.0 };

/// The shares that a method gives a column, beyond the ends of the scale too.
fn shares(method: &Value, column: &[f64], higher: bool) -> Vec<f64> {
    let mut decoder = Decoder::default();
    let read = Read::from_json(&method.to_string()).unwrap();
    let normalisation = Normalisation::decode(&read, &mut decoder);
    let problems = decoder.into_problems();
    assert!(problems.is_empty(), "{problems:?}");
    let direction = if higher { Direction::HigherIsBetter } else { Direction::LowerIsBetter };
    let indicator = Indicator { direction, ..Indicator::default() };
    let units: Vec<Unit> =
        (0..column.len()).map(|at| Unit { id: crate::study::unit(at).as_str().into(), ..Unit::default() }).collect();
    let mut pool = available(column);
    sort_numbers(&mut pool);
    let raw = Raw { indicator: &indicator, units: &units, scale: SHARES, values: column, pool: &pool };
    normalisation.method().place(&raw).shares
}

/// Every column of the case by one method, in its own direction.
fn all(case: &Case, method: &Value) -> Vec<Vec<f64>> {
    let higher = case.higher_is_better();
    case.columns().iter().zip(higher).map(|(column, higher)| shares(method, column, higher)).collect()
}

fn rows(columns: &[Vec<f64>]) -> Value {
    value_of_rows(&transposed(columns))
}

fn each(columns: &[Vec<f64>], change: impl Fn(usize, f64) -> f64) -> Vec<Vec<f64>> {
    let column = |(at, column): (usize, &Vec<f64>)| column.iter().map(|value| change(at, *value)).collect();
    columns.iter().enumerate().map(column).collect()
}

fn normalised(value: Value) -> Option<Got> {
    Some(Got::from_iter([("normalised".to_owned(), value)]))
}

/// Held at 1 where the case caps.
fn capped(case: &Case, columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let cap = case.parameter("cap").and_then(Value::as_bool).unwrap_or(false);
    // `min` would drop a missing value.
    each(columns, |_, share| if cap && share > 1.0 { 1.0 } else { share })
}

/// A number for every column: one alone, or a list.
fn per_column(case: &Case, key: &str, width: usize, default: f64) -> Vec<f64> {
    match case.parameter(key) {
        Some(list @ Value::Array(_)) => numbers(list),
        Some(number) => vec![number.as_f64().unwrap(); width],
        None => vec![default; width],
    }
}

pub fn run(case: &Case) -> Option<Got> {
    let width = case.rows("matrix").first().map_or(0, Vec::len);
    match case.name.as_str() {
        "min_max" | "minmax" | "distance_to_ideal_min_max" => {
            case.describes(&["direction"]);
            let (lower, upper) = (case.number("lower").unwrap_or(0.0), case.number("upper").unwrap_or(1.0));
            let places = rows(&each(&all(case, &json!("min-max")), |_, share| lower + share * (upper - lower)));
            normalised(places)
        }
        "distance_to_max" => normalised(rows(&all(case, &json!("distance-to-maximum")))),
        "fraction_of_max" | "max" => normalised(rows(&all(case, &json!("fraction-of-maximum")))),
        "sum" => normalised(rows(&all(case, &json!("sum")))),
        "vector" => normalised(rows(&all(case, &json!("vector")))),
        "logarithmic" => normalised(rows(&all(case, &json!("logarithmic")))),
        "linear_max_min_over_x" => normalised(rows(&all(case, &json!("linear")))),
        "nonlinear" => normalised(rows(&all(case, &json!("non-linear")))),
        "enhanced_accuracy" => normalised(rows(&all(case, &json!("enhanced-accuracy")))),
        "zavadskas_turskis" => normalised(rows(&all(case, &json!("zavadskas-turskis")))),
        "z_score" => {
            let method = json!({
                "method": "z-score", "ddof": case.number("ddof").unwrap_or(1.0),
                "mean": case.number("mean").unwrap_or(0.0), "sd": case.number("sd").unwrap_or(1.0),
            });
            normalised(rows(&all(case, &method)))
        }
        "rank" => ranks(case),
        "percentile_rank" => normalised(rows(&all(
            case,
            &json!({ "method": "percentile-rank", "ties": case.text("ties").unwrap_or("min") }),
        ))),
        "borda" => {
            let shares = all(case, &json!({ "method": "borda", "ties": case.text("ties").unwrap_or("min") }));
            let others: Vec<f64> = shares.iter().map(|column| available(column).len() as f64 - 1.0).collect();
            normalised(rows(&each(&shares, |at, share| share * others[at])))
        }
        "distance_to_target" => {
            let higher = case.number("direction").is_none_or(|direction| direction > 0.0);
            let targets = per_column(case, "target", width, f64::NAN);
            let columns = case.columns();
            let columns = columns.iter().zip(&targets).map(|(column, target)| {
                shares(&json!({ "method": "distance-to-target", "target": target }), column, higher)
            });
            let columns = capped(case, &columns.collect::<Vec<_>>());
            // A case of one indicator lists its values alone.
            let is_list = case.expects("normalised").is_some_and(|rows| !rows[0].is_array());
            normalised(if is_list { value_of(&columns[0]) } else { rows(&columns) })
        }
        "distance_to_reference" => {
            let named = case.text("reference_unit").unwrap_or_default().to_owned();
            let units = case.input("units").and_then(Value::as_array).cloned().unwrap_or_default();
            let named = units.iter().position(|unit| unit.as_str() == Some(&named));
            let position = case.number("reference_index0").map(|index| index as usize).or(named)?;
            let unit = crate::study::unit(position);
            let columns = all(case, &json!({ "method": "distance-to-reference", "unit": unit }));
            normalised(rows(&capped(case, &columns)))
        }
        "goalposts" => goalposts(case, width),
        // COINr's and scikit-learn's, which nobody here reads: unclamped, or without a direction.
        "linear_scale" => {
            let (lower, upper, factor) = (case.number("lower")?, case.number("upper")?, case.number("factor")?);
            normalised(rows(&each(&case.columns(), |_, x| (x - lower) / (upper - lower) * factor)))
        }
        "max_abs" => {
            let columns = case.columns();
            let largest = |column: &Vec<f64>| available(column).iter().fold(0.0_f64, |most, x| most.max(x.abs()));
            let largest: Vec<f64> = columns.iter().map(largest).collect();
            normalised(rows(&each(&columns, |at, x| x / largest[at])))
        }
        "fraction_of_max then mean" => Some(celsius(case)),
        "several" => Some(several(case)),
        _ => None,
    }
}

/// Ranks from 1 up: the engine gives them as a share of the number of units.
pub fn ranks(case: &Case) -> Option<Got> {
    case.describes(&["highest_value"]);
    let shares = all(case, &json!({ "method": "rank", "ties": case.text("ties").unwrap_or("average") }));
    let numbers: Vec<f64> = shares.iter().map(|column| available(column).len() as f64).collect();
    normalised(rows(&each(&shares, |at, share| share * numbers[at])))
}

/// The engine always truncates; without truncation the line goes on, which is the test's own.
fn goalposts(case: &Case, width: usize) -> Option<Got> {
    let (lower, upper) = (per_column(case, "lower", width, 0.0), per_column(case, "upper", width, 1.0));
    let factors = per_column(case, "scale", width, 1.0);
    let directions = per_column(case, "directions", width, 1.0);
    let truncate = case.parameter("truncate").and_then(Value::as_bool).unwrap_or(true);
    let columns = case.columns();
    let columns = columns.iter().enumerate().map(|(at, column)| {
        let method = json!({ "method": "goalposts", "lower": lower[at], "upper": upper[at] });
        if truncate {
            return shares(&method, column, directions[at] > 0.0);
        }
        let share = |x: &f64| (x - lower[at]) / (upper[at] - lower[at]);
        column.iter().map(|x| if directions[at] > 0.0 { share(x) } else { 1.0 - share(x) }).collect()
    });
    normalised(rows(&each(&columns.collect::<Vec<_>>(), |at, share| share * factors[at])))
}

/// Degrees Celsius and Fahrenheit give other means of fractions of the maximum.
fn celsius(case: &Case) -> Got {
    let mut got = Got::new();
    let mut printed = Vec::new();
    for key in ["celsius", "celsius_2004", "fahrenheit", "fahrenheit_2004"] {
        let columns = transposed(&case.rows(key));
        let columns: Vec<Vec<f64>> =
            columns.iter().map(|column| shares(&json!("fraction-of-maximum"), column, true)).collect();
        let means: Vec<f64> = transposed(&columns).iter().map(|row| mean(row)).collect();
        printed.extend_from_slice(&means);
        got.insert(key.into(), value_of(&means));
    }
    // The blocks as printed: each unit scheme with its later year.
    got.insert("printed".into(), value_of(&printed));
    got
}

/// The Handbook's table of methods for one indicator; ratios and differences to the mean are the test's own.
fn several(case: &Case) -> Got {
    let x = case.list("x").unwrap_or_default();
    let by = |method: Value| shares(&method, &x, true);
    let number = available(&x).len() as f64;
    let average = mean(&x);
    let (least, most) = comity::numeric::stats::extent(&x);
    let each = |change: &dyn Fn(f64) -> f64| x.iter().map(|value| change(*value)).collect::<Vec<_>>();
    let sign = |x: f64| f64::from(i8::from(x / average > 1.2) - i8::from(x / average < 0.8));
    let columns: Vec<(&str, Vec<f64>)> = vec![
        ("rank", by(json!({ "method": "rank", "ties": "min" })).iter().map(|share| share * number).collect()),
        ("z_score", by(json!({ "method": "z-score", "mean": 0, "sd": 1 }))),
        ("min_max", by(json!("min-max"))),
        ("ratio_to_mean", each(&|x| x / average)),
        ("ratio_to_best", by(json!("linear"))),
        ("ratio_to_worst", each(&|x| x / least)),
        ("difference_to_mean", each(&|x| x / average - 1.0)),
        ("difference_to_best", each(&|x| x / most - 1.0)),
        ("difference_to_worst", each(&|x| x / least - 1.0)),
        ("above_below", each(&sign)),
    ];
    let named = |name: &str| {
        let column = columns.iter().find(|(known, _)| name.starts_with(known));
        column.map_or(Value::Null, |(_, column)| value_of(column))
    };
    let mut got: Got = columns.iter().map(|(name, column)| ((*name).to_owned(), value_of(column))).collect();
    // Printed: by the same names, or side by side in the order of `columns`.
    let order: Vec<Value> = case
        .parameter("columns")
        .and_then(Value::as_array)
        .map(|names| names.iter().map(|name| named(name.as_str().unwrap_or_default())).collect())
        .unwrap_or_default();
    let printed = match case.expects("printed") {
        Some(Value::Object(keys)) => keys.keys().map(|key| (key.clone(), named(key))).collect(),
        Some(Value::Array(list)) if list.len() == x.len() && list.len() != order.len() => {
            rows(&order.iter().map(numbers).collect::<Vec<_>>())
        }
        _ => Value::Array(order),
    };
    got.insert("printed".into(), printed);
    got
}

/// Directions: the engine's own where it has them, peers' inversions here.
pub fn directions(case: &Case) -> Option<Got> {
    let higher = case.higher_is_better();
    let matrix = |columns: &[Vec<f64>]| Some(Got::from_iter([("matrix".to_owned(), rows(columns))]));
    match case.name.as_str() {
        "benefit_cost" => matrix(&all(case, &json!("linear"))),
        "min_max_with_reversal" => matrix(&all(case, &json!("min-max"))),
        "negate" => matrix(&each(&case.columns(), |at, x| {
            let direction = if higher[at] { Direction::HigherIsBetter } else { Direction::LowerIsBetter };
            direction.directed(x, |x| x)
        })),
        // A change of the unit of measure that no reader of ours needs.
        "reciprocal" => matrix(&each(&case.columns(), |at, x| if higher[at] { x } else { 1.0 / x })),
        _ => None,
    }
}
