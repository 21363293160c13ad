//! Children that become one score.

use comity::aggregation::mazziotta_pareto::{Penalty, penalised, standardised};
use comity::aggregation::{Aggregation, Children, Missing, Part, borda, copeland, wroclaw};
use comity::document::{Decode, Decoder, Value as Tree};
use comity::numeric::stats::{Ties, extent, mean, pearson, ranks, sd};
use comity::numeric::{Matrix, Scale};
use serde_json::{Value, json};

use crate::case::{Case, Got, numbers, slices, transposed, value_of, value_of_rows};
use crate::weights::got;

/// The score of each unit, a row of children each, by a method of the product as a document writes it.
pub fn all_aggregated(method: &Value, columns: &[Vec<f64>], weights: &[f64]) -> Option<Vec<f64>> {
    let units = columns.first().map_or(0, Vec::len);
    let method = aggregation(method)?;
    let flat: Vec<f64> = columns.concat();
    let positions: Vec<usize> = (0..columns.len()).collect();
    let children = Children {
        columns: &flat,
        first: 0,
        stride: units,
        units: 0..units,
        positions: &positions,
        weights,
        missing: Missing::Rescale,
        complete: !flat.iter().any(|value| value.is_nan()),
        ranked: &vec![true; units],
        scale: Scale::default(),
        nodes: &[],
    };
    let mut out = vec![0.0; units];
    method.method().aggregate(&children, &mut out, &mut vec![0.0; units]);
    Some(out)
}

/// A method as a document writes it.
fn aggregation(method: &Value) -> Option<Aggregation> {
    let mut decoder = Decoder::default();
    let aggregation = Aggregation::decode(&Tree::from_json(&method.to_string()).ok()?, &mut decoder);
    decoder.into_problems().is_empty().then_some(aggregation)
}

/// The score of one unit.
pub fn aggregated(method: &str, values: &[f64], weights: &[f64]) -> Option<f64> {
    let columns: Vec<Vec<f64>> = values.iter().map(|value| vec![*value]).collect();
    all_aggregated(&json!(method), &columns, weights)?.first().copied()
}

pub fn run(case: &Case) -> Option<Got> {
    let columns = case.columns();
    let weights = || case.weights();
    let of =
        |method: &Value, weights: &[f64]| all_aggregated(method, &columns, weights).map(|scores| value_of(&scores));
    match case.name.as_str() {
        "weighted_arithmetic" => arithmetic(case, &columns),
        "weighted_geometric" => {
            let weights = match case.parameter("weights") {
                Some(Value::Array(_)) => numbers(case.parameter("weights")?),
                Some(Value::String(word)) if word == "equal" => vec![1.0; columns.len()],
                Some(Value::String(word)) if word == "rescaled to sum 1" => weights(),
                Some(_) => return None,
                None => weights(),
            };
            let scores = of(&json!("geometric"), &weights)?;
            let arithmetic = of(&json!("arithmetic"), &weights)?;
            Some(got(json!({ "scores": scores, "printed": scores, "arithmetic": arithmetic })))
        }
        "weighted_harmonic" => Some(got(json!({ "scores": of(&json!("harmonic"), &weights())? }))),
        "generalised_mean" => {
            let power = json!({ "method": "power", "exponent": case.number("p")? });
            Some(got(json!({ "scores": of(&power, &weights())? })))
        }
        "means" => Some(got(json!({
            "arithmetic": of(&json!("arithmetic"), &weights())?,
            "geometric": of(&json!("geometric"), &weights())?,
            "harmonic": of(&json!("harmonic"), &weights())?,
            "power_minus3": of(&json!({ "method": "power", "exponent": -3.0 }), &weights())?,
        }))),
        "median" => Some(got(json!({ "scores": of(&json!("median"), &weights())? }))),
        "owa" => {
            if case.text("orderings").is_some_and(|ordering| ordering != "descending") {
                return None;
            }
            let mut entries = Got::new();
            for key in ["at_least", "more_than"] {
                if let Some(places) = case.parameter(&format!("weights_{key}")) {
                    let owa = json!({ "method": "owa", "weights": places });
                    entries.insert(format!("scores_{key}"), of(&owa, &weights())?);
                }
            }
            Some(entries)
        }
        "copeland" => {
            case.describes(&["detail"]);
            let (columns, weights) = (slices(&columns), weights());
            let shares = copeland::outranking(&columns, &weights);
            let dominant = shares.rows().flatten().filter(|share| **share > 1.0 - 1e-9).count();
            Some(got(json!({
                "scores": value_of(&copeland::scores(&columns, &weights)),
                "outrank": value_of_rows(&rows(&shares)),
                "n_dominant": dominant,
            })))
        }
        "borda_and_condorcet" => orders(case),
        "wroclaw_taxonomic" => {
            case.describes(&["detail"]);
            // Its distances are sums over the indicators, the product's are means: the same but for a factor that cancels out.
            Some(got(json!({ "scores": value_of(&wroclaw::distances(&slices(&columns), &weights())) })))
        }
        "mazziotta_pareto" => mazziotta_pareto(case, &columns),
        "adjusted_mazziotta_pareto" => adjusted(case, &columns),
        _ => None,
    }
}

fn rows(matrix: &Matrix) -> Vec<Vec<f64>> {
    matrix.rows().map(<[f64]>::to_vec).collect()
}

fn min_max(column: &[f64]) -> Vec<f64> {
    let (low, high) = extent(column);
    column.iter().map(|x| (x - low) / (high - low)).collect()
}

fn z_scores(column: &[f64]) -> Vec<f64> {
    column.iter().map(|x| (x - mean(column)) / sd(column, 1.0)).collect()
}

/// Ranks of scores, the highest 1, equal ones sharing the smaller number.
fn falling(scores: &[f64]) -> Vec<f64> {
    ranks(&scores.iter().map(|score| -score).collect::<Vec<_>>(), Ties::Min)
}

fn arithmetic(case: &Case, columns: &[Vec<f64>]) -> Option<Got> {
    // Weights are used up to a factor, whichever way a case says so.
    case.describes(&["weights", "normalisations"]);
    let weights = case.weights();
    let normalised: Vec<Vec<f64>> = match case.text("normalisation") {
        None => columns.to_vec(),
        Some("min_max") => columns.iter().map(|column| min_max(column)).collect(),
        Some(_) => return None,
    };
    let mean = |columns: &[Vec<f64>]| all_aggregated(&json!("arithmetic"), columns, &weights);
    let scores = mean(&normalised)?;
    let by_min_max = columns.iter().map(|column| min_max(column)).collect::<Vec<_>>();
    let scores_min_max = mean(&by_min_max)?;
    let scores_z = mean(&columns.iter().map(|column| z_scores(column)).collect::<Vec<_>>())?;
    let from_one: Vec<Vec<f64>> =
        by_min_max.iter().map(|column| column.iter().map(|share| 1.0 + 99.0 * share).collect()).collect();
    let rank_min_max = falling(&scores_min_max);
    let mut entries = got(json!({
        "scores": value_of(&scores),
        "rank": value_of(&falling(&scores)),
        "scores_min_max": value_of(&scores_min_max),
        "rank_min_max": value_of(&rank_min_max),
        "scores_z": value_of(&scores_z),
        "rank_z": value_of(&falling(&scores_z)),
        "geometric_on_1_100": value_of(&all_aggregated(&json!("geometric"), &from_one, &weights)?),
    }));
    // A published ranking is only compared with.
    if let Some(printed) = case.expects("printed_rank_EW") {
        let ranks = numbers(printed);
        entries.insert("printed_rank_EW".into(), printed.clone());
        entries
            .insert("kendall_printed_vs_min_max".into(), json!(comity::numeric::stats::kendall(&rank_min_max, &ranks)));
        entries.insert(
            "spearman_printed_vs_min_max".into(),
            json!(pearson(
                &comity::numeric::stats::ranks(&rank_min_max, Ties::Average),
                &comity::numeric::stats::ranks(&ranks, Ties::Average)
            )),
        );
    }
    Some(entries)
}

/// Orders that so many voters hold: voters are indicators, the points of each order its column, their number the weight.
fn orders(case: &Case) -> Option<Got> {
    let names: Vec<&str> = case.input("names")?.as_array()?.iter().filter_map(Value::as_str).collect();
    let counts = case.list("counts")?;
    let orders: Vec<Vec<&str>> = case
        .input("orders_best_first")?
        .as_array()?
        .iter()
        .filter_map(|order| Some(order.as_array()?.iter().filter_map(Value::as_str).collect()))
        .collect();
    let place = |order: &Vec<&str>, name: &str| order.iter().position(|other| *other == name).unwrap_or(0);
    let columns: Vec<Vec<f64>> = orders
        .iter()
        .map(|order| names.iter().map(|name| (names.len() - place(order, name)) as f64).collect())
        .collect();
    let columns = slices(&columns);
    let voters: f64 = counts.iter().sum();
    let shares = copeland::outranking(&columns, &counts);
    let outrank: Vec<Vec<f64>> =
        rows(&shares).iter().map(|row| row.iter().map(|share| share * voters).collect()).collect();
    let scores = copeland::scores(&columns, &counts);
    let winner = scores.iter().position(|score| *score >= names.len() as f64 - 1.0).map(|unit| names[unit]);
    let frequency: Vec<Vec<f64>> = (0..names.len())
        .map(|position| {
            let holds = |name: &&str| {
                let each = orders.iter().zip(&counts).filter(|(order, _)| place(order, name) == position);
                each.map(|(_, count)| count).sum::<f64>()
            };
            names.iter().map(holds).collect()
        })
        .collect();
    Some(got(json!({
        "borda": value_of(&borda::total(&columns, &counts)),
        "outrank": value_of_rows(&outrank),
        "copeland": value_of(&scores),
        "frequency_by_position": value_of_rows(&frequency),
        "condorcet_winner": winner,
    })))
}

fn parts(row: &[f64]) -> Vec<Part> {
    row.iter().map(|value| Part { weight: 1.0, value: *value }).collect()
}

fn mazziotta_pareto(case: &Case, columns: &[Vec<f64>]) -> Option<Got> {
    case.describes(&["step1", "step2", "formula"]);
    // Compind's names: POS is for an index whose high values are good, and subtracts.
    let penalty = match case.text("penalty")? {
        "POS" => Penalty::Down,
        "NEG" => Penalty::Up,
        _ => return None,
    };
    let ddof = case.number("ddof_row").unwrap_or(1.0);
    let all: Vec<Vec<f64>> = columns.iter().map(|column| standardised(column)).collect();
    let rows = transposed(&all);
    let scores: Vec<f64> = rows.iter().map(|row| penalised(&parts(row), ddof, penalty)).collect();
    Some(got(json!({ "normalised": value_of_rows(&rows), "scores": value_of(&scores) })))
}

fn adjusted(case: &Case, columns: &[Vec<f64>]) -> Option<Got> {
    case.describes(&["goalposts"]);
    if case.text("scale").is_some_and(|scale| scale != "70..130") {
        return None;
    }
    let penalty = match case.text("penalty")? {
        text if text.starts_with("negative") => Penalty::Down,
        text if text.starts_with("positive") => Penalty::Up,
        _ => return None,
    };
    let ddof = case.number("ddof_row").unwrap_or(0.0);
    let (reference, higher) = (case.list("reference")?, case.higher_is_better());
    let normalised: Vec<Vec<f64>> = columns
        .iter()
        .zip(reference.iter().zip(&higher))
        .map(|(column, (reference, higher))| {
            let (low, high) = extent(column);
            let (half, sign) = ((high - low) / 2.0, if *higher { 1.0 } else { -1.0 });
            column.iter().map(|x| 100.0 + 30.0 * sign * (x - reference) / half).collect()
        })
        .collect();
    let rows = transposed(&normalised);
    let times = case.list("time")?;
    let mut years = times.clone();
    years.sort_by(f64::total_cmp);
    years.dedup();
    let units: Vec<&Value> = case.input("units")?.as_array()?.iter().collect();
    let mut order: Vec<&Value> = Vec::new();
    for unit in &units {
        if !order.contains(unit) {
            order.push(unit);
        }
    }
    let score = |row: &Vec<f64>| penalised(&parts(row), ddof, penalty);
    let cost = |row: &Vec<f64>| (mean(row) - score(row)).abs();
    let by_unit = |of: &dyn Fn(&Vec<f64>) -> f64| -> Value {
        let at = |unit: &&Value, year: &f64| {
            let each = units.iter().zip(&times).zip(&rows);
            each.filter(|((own, time), _)| *own == unit && *time == year).map(|(_, row)| of(row)).next_back()
        };
        let row = |unit: &&Value| years.iter().map(|year| at(unit, year).unwrap_or(f64::NAN)).collect::<Vec<f64>>();
        value_of_rows(&order.iter().map(row).collect::<Vec<_>>())
    };
    let of_year = |year: &f64| {
        let own = times.iter().zip(&rows).filter(|(time, _)| *time == year).map(|(_, row)| row.clone());
        value_of_rows(&own.collect::<Vec<_>>())
    };
    Some(got(json!({
        "normalised": years.iter().map(of_year).collect::<Value>(),
        "scores": by_unit(&score),
        "penalty": by_unit(&cost),
    })))
}
