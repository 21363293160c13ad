//! What columns look like and how far they agree.

use comity::analysis::components::principal_components;
use comity::analysis::consistency::{alpha_if_dropped, cronbach_alpha, standardised_alpha};
use comity::analysis::similarity;
use comity::analysis::summary::summary;
use comity::numeric::Matrix;
use comity::numeric::stats::{Quantile, kendall, pearson, quantile, sd, spearman};
use serde_json::{Value, json};

use crate::case::{Case, Got, numbers, slices, value_of, value_of_rows};
use crate::weights::got;

pub fn run(case: &Case) -> Option<Got> {
    let owned = case.columns();
    let columns = &slices(&owned);
    let pair = || Some((case.list("x")?, case.list("y")?));
    match case.name.as_str() {
        "pearson" | "spearman" | "kendall" => {
            // Every case is pairwise complete, with the usual rule for ties.
            case.describes(&["missing", "ties"]);
            let of = match case.name.as_str() {
                "pearson" => pearson,
                "spearman" => spearman,
                _ => kendall,
            };
            let row = |a: &&[f64]| columns.iter().map(|b| of(a, b)).collect::<Vec<f64>>();
            let matrix = value_of_rows(&columns.iter().map(row).collect::<Vec<_>>());
            Some(got(json!({ "correlation": matrix, "printed": matrix })))
        }
        "kendall_spearman" => {
            let (x, y) = pair()?;
            let tau = kendall(&x, &y);
            Some(got(json!({ "kendall": tau, "printed_kendall": tau, "spearman": spearman(&x, &y) })))
        }
        "rank_similarity" => {
            let (x, y) = pair()?;
            Some(got(json!({
                "pearson": pearson(&x, &y),
                "spearman": spearman(&x, &y),
                "weighted_spearman": similarity::weighted_spearman(&x, &y),
                "rank_similarity_coef": similarity::rank_similarity(&x, &y),
                "kendall_tau": kendall(&x, &y),
                "goodman_kruskal_gamma": similarity::gamma(&x, &y),
            })))
        }
        "quantile" => {
            let (x, p) = (case.list("x")?, case.list("p")?);
            let of = |kind| value_of(&p.iter().map(|share| quantile(&x, *share, kind)).collect::<Vec<_>>());
            Some(got(json!({
                "type1": of(Quantile::Type1),
                "type2": of(Quantile::Type2),
                "type6": of(Quantile::Type6),
                "type7": of(Quantile::Type7),
            })))
        }
        "summary" => Some(of_summary(case, columns)),
        "pca" => Some(of_components(case, columns)),
        "pca_loadings" => Some(of_loadings(case, columns)),
        "cronbach_alpha" => Some(of_cronbach(case, columns)),
        _ => None,
    }
}

fn of_summary(case: &Case, columns: &[&[f64]]) -> Got {
    let ddof = case.number("sd_ddof").unwrap_or(1.0);
    let all: Vec<_> = columns.iter().map(|column| summary(column)).collect();
    let list = |of: &dyn Fn(&comity::analysis::summary::Summary) -> Value| all.iter().map(of).collect::<Value>();
    got(json!({
        "min": list(&|own| json!(own.min)),
        "max": list(&|own| json!(own.max)),
        "mean": list(&|own| json!(own.mean)),
        "median": list(&|own| json!(own.median)),
        "sd": value_of(&columns.iter().map(|column| sd(column, ddof)).collect::<Vec<_>>()),
        "n_available": list(&|own| json!(own.available)),
        "n_nonzero": list(&|own| json!(own.non_zero)),
        "n_unique": list(&|own| json!(own.unique)),
        "n_most_common": list(&|own| json!(own.most_common)),
    }))
}

fn of_components(case: &Case, columns: &[&[f64]]) -> Got {
    // Divisors cancel out of correlations.
    case.describes(&["ddof"]);
    let scaled = case.parameter("scaled").and_then(Value::as_bool).unwrap_or(false);
    let result = principal_components(columns, scaled);
    let percent: Vec<f64> = result.explained.iter().map(|share| 100.0 * share).collect();
    let cumulative: Vec<f64> = percent
        .iter()
        .scan(0.0, |sum, part| {
            *sum += part;
            Some(*sum)
        })
        .collect();
    let first = like(&result.vectors.column(0), case.expects("first_component").map(numbers).as_deref());
    let eigenvalues = value_of(&result.eigenvalues);
    got(json!({
        "eigenvalues": eigenvalues,
        "printed_eigenvalues": eigenvalues,
        "sdev": value_of(&result.eigenvalues.iter().map(|value| value.max(0.0).sqrt()).collect::<Vec<_>>()),
        "explained": value_of(&result.explained),
        "explained_percent": value_of(&percent),
        "printed_explained_percent": value_of(&percent),
        "cumulative_percent": value_of(&cumulative),
        "first_component": value_of(&first),
        "first_component_abs": value_of(&first.iter().map(|entry| entry.abs()).collect::<Vec<_>>()),
    }))
}

/// A component with the sign of the expected one: the sign is arbitrary.
fn like(own: &[f64], wanted: Option<&[f64]>) -> Vec<f64> {
    let product: f64 = wanted.map_or(1.0, |wanted| own.iter().zip(wanted).map(|(a, b)| a * b).sum());
    own.iter().map(|entry| if product < 0.0 { -entry } else { *entry }).collect()
}

fn of_loadings(case: &Case, columns: &[&[f64]]) -> Got {
    case.describes(&["definition"]);
    let loadings = principal_components(columns, true).loadings();
    let number = case.parameter("components").and_then(Value::as_u64);
    let number = number.map_or(loadings.width(), |number| usize::try_from(number).expect("few"));
    let wanted = case.expects("loadings").or(case.expects("printed")).map(crate::case::numbers_of_rows);
    let wanted = wanted.map(|rows| crate::case::transposed(&rows));
    let turned: Vec<Vec<f64>> = (0..number)
        .map(|component| {
            let wanted = wanted.as_ref().and_then(|columns| columns.get(component)).map(Vec::as_slice);
            like(&loadings.column(component), wanted)
        })
        .collect();
    let rows = value_of_rows(&crate::case::transposed(&turned));
    got(json!({ "loadings": rows, "printed": rows }))
}

fn of_cronbach(case: &Case, columns: &[&[f64]]) -> Got {
    case.describes(&["missing", "formula", "covariance"]);
    let standardised = case.parameter("standardised").and_then(Value::as_bool).unwrap_or(false);
    let which = if standardised { standardised_alpha } else { cronbach_alpha };
    let alpha = which(columns);
    let dropped = alpha_if_dropped(columns, which);
    let correlations: Vec<Vec<f64>> = columns.iter().map(|a| columns.iter().map(|b| pearson(a, b)).collect()).collect();
    let k = columns.len() as f64;
    let total: f64 = correlations.iter().flatten().sum();
    let indicators = case.input("indicators").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut entries = got(json!({
        "alpha": alpha,
        "printed_alpha": alpha,
        "ci95": interval(alpha, columns),
        "alpha_if_dropped": value_of(&dropped),
        "raw_alpha": cronbach_alpha(columns),
        "std_alpha": standardised_alpha(columns),
        "average_r": (total - k) / (k * (k - 1.0)),
        "guttman6": guttman_6(&correlations, total),
        "alpha_if_dropped_raw": value_of(&alpha_if_dropped(columns, cronbach_alpha)),
        "alpha_if_dropped_std": value_of(&alpha_if_dropped(columns, standardised_alpha)),
    }));
    for (name, alpha) in indicators.iter().zip(&dropped) {
        let name = name.as_str().unwrap_or_default().to_lowercase();
        entries.insert(format!("printed_alpha_drop_{name}"), json!(alpha));
    }
    entries
}

/// What psych reports besides, and no reader of ours needs: 1 − Σ (1 − smc) / Σ R with smc = 1 − 1 / (R⁻¹)ⱼⱼ.
fn guttman_6(correlations: &[Vec<f64>], total: f64) -> f64 {
    let size = correlations.len();
    let matrix = Matrix::of(size, size, |row, column| correlations[row][column]);
    let own = |column: usize| {
        let unit: Vec<f64> = (0..size).map(|row| f64::from(u8::from(row == column))).collect();
        matrix.solve(&unit).map_or(f64::NAN, |inverse| 1.0 / inverse[column])
    };
    1.0 - (0..size).map(own).sum::<f64>() / total
}

/// What pingouin reports besides: Feldt's interval, rounded to three decimals.
fn interval(alpha: f64, columns: &[&[f64]]) -> Value {
    let n = columns.first().map_or(0, |column| column.len()) as f64;
    let (a, b) = (n - 1.0, (n - 1.0) * (columns.len() as f64 - 1.0));
    let end = |share: f64| ((1.0 - (1.0 - alpha) * f_quantile(share, a, b)) * 1000.0).round() / 1000.0;
    value_of(&[end(0.975), end(0.025)])
}

/// The quantile of Fisher's F distribution, by halving.
fn f_quantile(share: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if incomplete_beta(middle, a / 2.0, b / 2.0) < share { low = middle } else { high = middle }
    }
    b * low / (a * (1.0 - low))
}

/// The regularised incomplete beta function by Simpson's rule on its density, which has no pole for the shapes that occur.
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    let density =
        |t: f64| if t <= 0.0 || t >= 1.0 { 0.0 } else { ((a - 1.0) * t.ln() + (b - 1.0) * (1.0 - t).ln()).exp() };
    let area = |to: f64| {
        let steps = 2_000;
        let width = to / f64::from(steps);
        let at = |step: i32| density(f64::from(step) * width);
        let inner: f64 = (1..steps).map(|step| at(step) * if step % 2 == 1 { 4.0 } else { 2.0 }).sum();
        (at(0) + inner + at(steps)) * width / 3.0
    };
    area(x) / area(1.0)
}
