//! Weights from judgements and from the data.

use comity::aggregation::benefit_of_the_doubt;
use comity::numeric::Matrix;
use comity::numeric::stats::mean;
use comity::weighting::ahp::{Priority, ahp, hierarchy};
use comity::weighting::critic::Correlation;
use comity::weighting::rank_order::{self, Rule};
use comity::weighting::{angle, best_worst, cilos, components, critic, entropy, gini, idocriw, merec, spread};
use serde_json::{Value, json};

use crate::case::{Case, Got, numbers, numbers_of_rows, slices, transposed, value_of, value_of_rows};

pub fn run(case: &Case) -> Option<Got> {
    let owned = case.columns();
    let columns = &slices(&owned);
    let higher = case.higher_is_better();
    let weights = match case.name.as_str() {
        "angle" => angle::weights(columns),
        "cilos" => cilos::weights(columns, &higher),
        "critic" => Ok(of_critic(case, columns, &higher)?),
        "entropy" => {
            // Every wording says the same: shares of the sum, directions ignored, 0 ln 0 = 0.
            let known = ["x/sum", "x/sum, no direction"];
            if case.text("normalisation").is_some_and(|text| !known.contains(&text)) {
                return None;
            }
            case.describes(&["zeros"]);
            entropy::weights(columns)
        }
        "gini" => gini::weights(columns),
        "idocriw" => idocriw::weights(columns, &higher),
        "merec" => merec::weights(columns, &higher),
        "standard_deviation" | "statistical_variance" => {
            let on_range = match case.text("normalisation") {
                Some("min_max") => true,
                Some("none") | None => false,
                Some(_) => return None,
            };
            let ddof = case.number("ddof").unwrap_or(1.0);
            Ok(if case.name == "standard_deviation" {
                spread::standard_deviation(columns, on_range, ddof)
            } else {
                spread::statistical_variance(columns, on_range, ddof)
            })
        }
        "ahp" => return Some(of_ahp(case)),
        "ahp_hierarchy" => return Some(of_hierarchy(case)),
        "benefit_of_the_doubt" => {
            case.describes(&["constraints"]);
            let scores = benefit_of_the_doubt::scores(columns).expect("values of 0 or more");
            let frontier: Vec<bool> = scores.iter().map(|score| *score >= 1.0 - 1e-9).collect();
            return Some(got(json!({ "scores": value_of(&scores), "on_frontier": frontier })));
        }
        "bwm_linear" => return Some(of_best_worst(case)),
        "pca_varimax_weights" => return Some(of_rotated(case, columns)),
        "rank_order_weights" => {
            let order = case.list("order").expect("an order");
            let of = |rule| value_of(&rank_order::weights(&order, rule));
            return Some(got(json!({
                "centroid": of(Rule::Centroid),
                "rank_sum": of(Rule::Sum),
                "rank_reciprocal": of(Rule::Reciprocal),
            })));
        }
        _ => return None,
    };
    let weights = value_of(&weights.expect("values that fit"));
    Some(got(json!({ "weights": weights, "printed": weights })))
}

pub fn got(value: Value) -> Got {
    match value {
        Value::Object(entries) => entries,
        other => unreachable!("an object is wanted, not {other}"),
    }
}

fn of_critic(case: &Case, columns: &[&[f64]], higher: &[bool]) -> Option<Vec<f64>> {
    // It cancels out.
    case.describes(&["ddof"]);
    let correlation = match case.text("correlation") {
        Some("pearson") | None => Correlation::Pearson,
        Some("spearman") => Correlation::Spearman,
        Some(_) => return None,
    };
    let higher = match case.text("normalisation") {
        Some("min_max" | "min_max with cost reversal") | None => higher,
        Some("min_max, direction ignored" | "min_max, no direction") => &[],
        Some(_) => return None,
    };
    Some(critic::weights(columns, higher, correlation))
}

/// Random indices of peers, from three things on.
const AHPY: [f64; 8] = [0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49];
const DONEGAN_DODD: [f64; 8] = [0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055];

fn matrix(rows: &[Vec<f64>]) -> Matrix {
    Matrix::of(rows.len(), rows.len(), |row, column| rows[row][column])
}

fn of_ahp(case: &Case) -> Got {
    let rows = case.rows("comparison_matrix");
    let judgements = matrix(&rows);
    let result = ahp(&judgements, Priority::Eigenvector);
    let n = rows.len();
    let index = result.consistency_index;
    // The case lists random indices from 0 things on; they are the product's.
    let table = case.parameter("random_index_saaty1977").map(numbers).unwrap_or_default();
    let by = |random: f64| if random > 0.0 { index / random } else { 0.0 };
    let of = |table: &[f64]| n.checked_sub(3).and_then(|place| table.get(place)).map_or(0.0, |random| by(*random));
    let random = table.get(n).copied().unwrap_or(f64::NAN);
    assert!(table.is_empty() || (by(random) - result.consistency_ratio).abs() < 1e-12, "Saaty's table is another one");
    let columns = transposed(&rows);
    let column_means: Vec<f64> = rows
        .iter()
        .map(|row| {
            let shares: Vec<f64> = row.iter().zip(&columns).map(|(x, own)| x / own.iter().sum::<f64>()).collect();
            mean(&shares)
        })
        .collect();
    let weights = value_of(&result.weights);
    got(json!({
        "weights": weights,
        "printed_weights": weights,
        "lambda_max": result.lambda_max,
        "consistency_index": index,
        "consistency_ratio_saaty1977": result.consistency_ratio,
        "printed_cr": result.consistency_ratio,
        "random_index_saaty1977": random,
        "consistency_ratio_ahpy_saaty": of(&AHPY),
        "consistency_ratio_donegan_dodd": of(&DONEGAN_DODD),
        "weights_geometric_mean_rows": value_of(&ahp(&judgements, Priority::GeometricMean).weights),
        // What npm's `ahp` gives instead of the eigenvector: no part of the product.
        "weights_mean_of_normalised_columns": value_of(&column_means),
    }))
}

fn of_hierarchy(case: &Case) -> Got {
    case.describes(&["weights"]);
    let weights = |rows: &[Vec<f64>]| ahp(&matrix(rows), Priority::Eigenvector).weights;
    let criteria = weights(&case.rows("criteria_matrix"));
    let matrices = case.input("alternative_matrices").and_then(Value::as_array).cloned().unwrap_or_default();
    let local: Vec<Vec<f64>> = matrices.iter().map(|rows| weights(&numbers_of_rows(rows))).collect();
    let global = value_of(&hierarchy(&criteria, &local));
    got(json!({
        "criteria_weights": value_of(&criteria),
        "local_weights": value_of_rows(&local),
        "global_weights": global,
        "printed": global,
    }))
}

fn of_best_worst(case: &Case) -> Got {
    let best = case.list("best_to_others").expect("judgements");
    let worst = case.list("others_to_worst").expect("judgements");
    let result = best_worst::best_worst(&best, &worst).expect("judgements that fit");
    // The simplified method of a peer: no part of the product.
    let inverse: f64 = best.iter().map(|judgement| 1.0 / judgement).sum();
    let sum: f64 = worst.iter().sum();
    let (a, b): (Vec<f64>, Vec<f64>) = best.iter().zip(&worst).map(|(x, y)| (1.0 / x / inverse, y / sum)).unzip();
    let simplified: Vec<f64> = a.iter().zip(&b).map(|(a, b)| f64::midpoint(*a, *b)).collect();
    let ranges: Vec<Vec<f64>> = result.ranges.iter().map(|(low, high)| vec![*low, *high]).collect();
    got(json!({
        "weights": value_of(&result.weights),
        "xi": result.xi,
        "input_based_consistency": result.input_based_consistency,
        "unique": result.is_unique(),
        "weight_ranges_at_optimum": value_of_rows(&ranges),
        "simplified_bwm_alpha_half": value_of(&simplified),
        "simplified_bwm_cr": a.iter().zip(&b).map(|(a, b)| (a - b).abs()).sum::<f64>(),
    }))
}

fn of_rotated(case: &Case, columns: &[&[f64]]) -> Got {
    case.describes(&["detail", "rotation"]);
    let factors = case.parameter("factors").and_then(Value::as_u64).map(|number| usize::try_from(number).expect("few"));
    let result = components::rotated(columns, factors).expect("columns that vary");
    let own: Vec<Vec<f64>> = (0..result.explained.len()).map(|factor| result.loadings.column(factor)).collect();
    // Order and sign of the factors are arbitrary: each expected one is met by the one most like it.
    let wanted = case.expects("loadings").or(case.expects("printed_loadings")).map(numbers_of_rows);
    let wanted = wanted.map_or_else(|| own.clone(), |rows| transposed(&rows));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut order: Vec<usize> = Vec::new();
    for column in &wanted {
        let free = (0..own.len()).filter(|factor| !order.contains(factor));
        let nearest = free.max_by(|a, b| product(&own[*a], column).abs().total_cmp(&product(&own[*b], column).abs()));
        order.extend(nearest);
    }
    let turned: Vec<Vec<f64>> = order
        .iter()
        .zip(&wanted)
        .map(|(factor, column)| {
            let sign = if product(&own[*factor], column) < 0.0 { -1.0 } else { 1.0 };
            own[*factor].iter().map(|loading| sign * loading).collect()
        })
        .collect();
    let loadings = value_of_rows(&transposed(&turned));
    let explained = value_of(&order.iter().map(|factor| result.explained[*factor]).collect::<Vec<_>>());
    let factor: Vec<usize> = result
        .factor
        .iter()
        .map(|own| order.iter().position(|factor| factor == own).map_or(0, |place| place + 1))
        .collect();
    let weights = value_of(&result.weights);
    got(json!({
        "loadings": loadings,
        "printed_loadings": loadings,
        "explained_variance": explained,
        "printed_explained_variance": explained,
        "factor_of_indicator1": factor,
        "weights": weights,
        "printed_weights": weights,
    }))
}
