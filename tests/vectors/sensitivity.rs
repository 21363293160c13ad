//! Sobol' indices, through the accumulators that Comity's own use.

use comity::numeric::sobol::Sobol;
use comity::numeric::{Scale, count, float};
use comity::ranking::competition::{Scratch, competition_ranks};
use comity::sensitivity::sobol::{Centre, Estimator, PickFreeze};
use serde_json::{Value, json};

use crate::case::{Case, Got, value_of};

pub fn run(case: &Case) -> Option<Got> {
    match case.name.as_str() {
        "sobol" if case.input("coefficients").is_some() => Some(additive(case)),
        "sobol" if case.input("a").is_some_and(Value::is_array) => Some(g_function(case)),
        "sobol" if case.input("b").is_some() => Some(ishigami(case)),
        "sobol" | "sobol_weights" => Some(given(case)),
        _ => None,
    }
}

/// Outputs become whole numbers of this part of 1.
const STEP: f64 = 1e-12;

#[expect(clippy::cast_possible_truncation, reason = "outputs of the cases are far below 2^63 steps")]
fn steps(y: f64) -> i64 {
    (y / STEP).round() as i64
}

/// The outputs of one base point: A, B, each `ABᵢ`, each `BAᵢ` where there are any.
struct Base {
    a: f64,
    b: f64,
    ab: Vec<f64>,
    ba: Vec<f64>,
}

/// Sums over base points, whose squares fit: outputs are taken from a middle first, which no index depends on when centred.
fn sums(points: &[Base]) -> PickFreeze {
    let factors = points[0].ab.len();
    let mut sums = PickFreeze::new(1, factors);
    for point in points {
        let (a, b) = ([steps(point.a)], [steps(point.b)]);
        sums.add(&a, &b);
        for (factor, mixed) in point.ab.iter().enumerate() {
            sums.add_factor(factor, &a, &b, &[steps(*mixed)]);
        }
    }
    sums
}

fn got(points: &[Base], estimator: Estimator) -> Got {
    let found = sums(points).indices(0, estimator);
    let (first, total): (Vec<f64>, Vec<f64>) = found.factors.iter().copied().unzip();
    let entries = [
        ("first", value_of(&first)),
        ("total", value_of(&total)),
        ("variance", json!(found.variance * STEP * STEP)),
        ("mean", json!(found.mean * STEP)),
    ];
    entries.map(|(key, value)| (key.to_owned(), value)).into_iter().collect()
}

/// A case that gives its sample: outputs in COINr's or `SALib`'s layout, and their estimators.
fn given(case: &Case) -> Got {
    case.describes(&["layout", "aggregate", "weights", "first", "total", "variance", "output"]);
    let (n, d) = (whole(case, "n"), whole(case, "d"));
    let y = case.list("y").unwrap_or_else(|| outputs(case));
    let blocked = case.text("layout").is_some_and(|layout| !layout.starts_with("per base point"));
    let points: Vec<Base> = if blocked {
        let at = |block: usize, row: usize| y[block * n + row];
        let base = |row| Base {
            a: at(0, row),
            b: at(1, row),
            ab: (0..d).map(|factor| at(2 + factor, row)).collect(),
            ba: Vec::new(),
        };
        (0..n).map(base).collect()
    } else {
        let base = |rows: &[f64]| Base {
            a: rows[0],
            b: rows[rows.len() - 1],
            ab: rows[1..=d].to_vec(),
            ba: rows[d + 1..rows.len() - 1].to_vec(),
        };
        y.chunks(y.len() / n).map(base).collect()
    };
    // SALib standardises over all rows: centred about their mean, the variance of A and B a plain average. COINr does neither.
    let salib = !blocked;
    assert_eq!(
        case.parameter("standardise_y").and_then(Value::as_bool).unwrap_or(salib),
        salib,
        "an unknown estimator"
    );
    let mean = y.iter().sum::<f64>() / count(y.len());
    let estimator = if salib {
        Estimator { centre: Centre::At(mean / STEP), degrees: 0 }
    } else {
        Estimator { centre: Centre::At(0.0), degrees: 1 }
    };
    let mut got = got(&points, estimator);
    got.insert("y".into(), value_of(&y));
    if points.iter().all(|point| !point.ba.is_empty()) {
        got.insert("second".into(), second(&points, mean, &got));
    }
    got
}

fn whole(case: &Case, key: &str) -> usize {
    case.input(key).and_then(Value::as_u64).and_then(|whole| usize::try_from(whole).ok()).expect("a whole number")
}

/// `second_ij = mean(BAᵢ ABⱼ − A B) / V − firstᵢ − firstⱼ`, centred; cells that are no pair are missing.
fn second(points: &[Base], mean: f64, got: &Got) -> Value {
    let first: Vec<f64> = crate::case::numbers(&got["first"]);
    let variance = sums(points).indices(0, Estimator { centre: Centre::Mean, degrees: 0 }).variance * STEP * STEP;
    let cell = |i: usize, j: usize| {
        let product = |base: &Base| (base.ba[i] - mean) * (base.ab[j] - mean) - (base.a - mean) * (base.b - mean);
        points.iter().map(product).sum::<f64>() / count(points.len()) / variance - first[i] - first[j]
    };
    let row =
        |i: usize| value_of(&(0..first.len()).map(|j| if i < j { cell(i, j) } else { f64::NAN }).collect::<Vec<_>>());
    (0..first.len()).map(row).collect()
}

/// The outputs of a case that gives weights and values instead.
fn outputs(case: &Case) -> Vec<f64> {
    if let Some(values) = case.list("values_1_100") {
        let mean = |row: &Vec<f64>| {
            let total: f64 = row.iter().sum();
            float::exp(row.iter().zip(&values).map(|(weight, value)| weight / total * float::ln(*value)).sum())
        };
        return case.rows("sample").iter().map(mean).collect();
    }
    let rows = case.rows("matrix");
    let ranks = |weights: &[f64]| -> Vec<u32> {
        let total: f64 = weights.iter().sum();
        let score = |row: &Vec<f64>| row.iter().zip(weights).map(|(x, weight)| weight / total * x).sum::<f64>();
        let mut ranks = vec![0; rows.len()];
        let scores: Vec<f64> = rows.iter().map(score).collect();
        competition_ranks(&scores, Scale::default(), &mut ranks, &mut Scratch::default());
        ranks
    };
    let stated = ranks(&vec![1.0; rows[0].len()]);
    let shift = |weights: &Vec<f64>| {
        let moved = ranks(weights);
        let sum: u32 = moved.iter().zip(&stated).map(|(a, b)| a.abs_diff(*b)).sum();
        f64::from(sum) / count(rows.len())
    };
    let sample = case.rows("sample_unit");
    sample.iter().map(|row| row.iter().map(|u| 0.5 + u).collect()).map(|weights| shift(&weights)).collect()
}

/// A function of independent uniform numbers, sampled as Comity samples.
fn sampled(case: &Case, dimensions: usize, function: impl Fn(&[f64]) -> f64) -> Got {
    let budget = case.parameter("monte_carlo").and_then(|budget| budget.get("n_base")).and_then(Value::as_u64);
    let sobol = Sobol::scrambled(2 * dimensions, 20_261_125);
    let points: Vec<Base> = (0..budget.expect("a number of base draws"))
        .map(|draw| {
            let mut both = vec![0.0; 2 * dimensions];
            sobol.point(draw, &mut both);
            let (a, b) = both.split_at(dimensions);
            let mixed = |factor: usize| {
                let mut point = a.to_vec();
                point[factor] = b[factor];
                function(&point)
            };
            Base { a: function(a), b: function(b), ab: (0..dimensions).map(mixed).collect(), ba: Vec::new() }
        })
        .collect();
    got(&points, Estimator::default())
}

fn additive(case: &Case) -> Got {
    let coefficients = case.list("coefficients").expect("coefficients");
    sampled(case, coefficients.len(), |point| point.iter().zip(&coefficients).map(|(x, c)| x * c).sum())
}

fn g_function(case: &Case) -> Got {
    let a = case.list("a").expect("parameters");
    sampled(case, a.len(), |point| point.iter().zip(&a).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product())
}

#[expect(clippy::disallowed_methods, reason = "a closed form that tolerances are wide for, and only here")]
fn ishigami(case: &Case) -> Got {
    let number = |key: &str| case.input(key).and_then(Value::as_f64).expect("a number");
    let (second, third) = (number("a"), number("b"));
    let mut got = sampled(case, 3, |point| {
        let [x, y, z] = [0, 1, 2].map(|at: usize| (2.0 * point[at] - 1.0) * std::f64::consts::PI);
        x.sin() + second * y.sin() * y.sin() + third * z * z * z * z * x.sin()
    });
    // What the first and the third share beyond their own parts: without the second, the total of one is all of it.
    let (first, total) = (crate::case::numbers(&got["first"]), crate::case::numbers(&got["total"]));
    got.insert("second_13".into(), json!(total[0] - first[0]));
    got
}
