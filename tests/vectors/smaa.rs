//! Stochastic multicriteria acceptability analysis.

use comity::Study;
use comity::document::Value as Tree;
use comity::numeric::Counts;
use comity::uncertainty::{read_request, statistics};
use serde_json::{Value, json};

use crate::case::{Case, Got, numbers_of_rows, value_of, value_of_rows};
use crate::draws::{Draws, study};

/// Draws of uniform weights: more than a case's own, so that rankings of a sliver of the weights are met too.
const DRAWS: u64 = 400_000;

pub fn run(case: &Case) -> Option<Got> {
    if case.name != "smaa" {
        return None;
    }
    case.describes(&["values", "rank", "aggregate", "monte_carlo"]);
    if let Some(measurements) = case.input("measurements_by_alternative") {
        let rows: Vec<Vec<Vec<f64>>> = measurements.as_array()?.iter().map(numbers_of_rows).collect();
        let weights = case.input("weights").map(numbers_of_rows)?;
        let of_draw = |draw: usize| rows.iter().map(|unit| unit[draw].clone()).collect::<Vec<_>>();
        let mut draws = Draws::new(rows.len(), weights[0].len());
        for (draw, weights) in weights.iter().enumerate() {
            draws.add(&of_draw(draw), weights);
        }
        draws.counts.close_block();
        let mut got = tell(&draws.counts);
        // How often each is first when its own central weights are used, over the same measurements.
        let confidence = (0..rows.len()).map(|unit| {
            let central = statistics::central_weights(&draws.counts, unit)?;
            let mut again = Draws::new(rows.len(), central.len());
            for draw in 0..weights.len() {
                again.add(&of_draw(draw), &central);
            }
            Some(f64::from(statistics::rank_row(&again.counts, unit)[0]) / weights.len() as f64)
        });
        got.insert("confidence".into(), confidence.map(|share| json!(share)).collect());
        return Some(got);
    }
    if let Some(weights) = case.input("weights").map(numbers_of_rows) {
        let rows = case.rows("matrix");
        let mut draws = Draws::new(rows.len(), weights[0].len());
        for weights in &weights {
            draws.add(&rows, weights);
        }
        draws.counts.close_block();
        let mut got = tell(&draws.counts);
        let rankings = draws.rankings();
        let firsts: Vec<u64> =
            (0..rows.len()).map(|unit| u64::from(statistics::rank_row(&draws.counts, unit)[0])).collect();
        got.insert("ranking_entropy_bits".into(), json!(statistics::entropy_bits(&rankings)));
        got.insert("choice_entropy_bits".into(), json!(statistics::entropy_bits(&firsts)));
        return Some(got);
    }
    case.text("weights").filter(|weights| weights.starts_with("uniform on the simplex"))?;
    Some(sampled(case))
}

/// Uniform weights, drawn by a simulation of the case as a study.
fn sampled(case: &Case) -> Got {
    let rows = case.rows("matrix");
    let study = Study::open_json(&study(&rows, 0.0, 1.0).to_string()).expect("a study");
    let asked = json!({ "draws": DRAWS, "vary": { "weights": "uniform" } });
    let request = read_request(&Tree::from_json(&asked.to_string()).expect("JSON")).expect("a request");
    let uncertainty = study.simulate(request).expect("a simulation");
    let of = |unit: usize| {
        let id = format!("u{unit:03}");
        let place = uncertainty.units.iter().position(|unit| unit.id == id).expect("a unit");
        (place, &uncertainty.units[place])
    };
    let units = 0..rows.len();
    let acceptability: Vec<Vec<f64>> = units.clone().map(|unit| of(unit).1.acceptability.share.clone()).collect();
    let wins = uncertainty.pairwise.as_ref().expect("pairs");
    let wins: Vec<Vec<f64>> = units
        .clone()
        .map(|first| units.clone().map(|second| wins.0[of(first).0].share[of(second).0]).collect())
        .collect();
    let central = units.clone().map(|unit| match &of(unit).1.central_weights {
        Some(weights) => weights.iter().map(|weight| json!(weight.weight)).collect::<Value>(),
        None => vec![Value::Null; rows[0].len()].into(),
    });
    let mut got = Got::new();
    got.insert("central_weights".into(), central.collect());
    got.insert("pairwise_winning".into(), value_of_rows(&wins));
    if let Some(fractions) = case.expects("acceptability_fraction").and_then(Value::as_array) {
        // Sampling gives no fractions: the one that is written, where the share is as near to it as the case asks.
        let (tolerance, _) = case.tolerance_of("acceptability");
        let told = fractions.iter().zip(&acceptability).map(|(row, shares)| {
            let near = |(fraction, share): (&Value, &f64)| {
                let value = fraction.as_str().map_or(f64::NAN, fraction_value);
                if (value - share).abs() <= tolerance { fraction.clone() } else { json!(share.to_string()) }
            };
            row.as_array().map(|row| row.iter().zip(shares).map(near).collect::<Value>()).unwrap_or_default()
        });
        got.insert("acceptability_fraction".into(), told.collect());
    }
    got.insert("acceptability".into(), value_of_rows(&acceptability));
    // Complete rankings are no part of the answer: counted over the same law of weights.
    let mut random = comity::numeric::Random::new(1, 0, 0);
    let mut draws = Draws::new(rows.len(), rows[0].len());
    for _ in 0..DRAWS {
        let mut weights: Vec<f64> = (0..rows[0].len()).map(|_| -comity::numeric::float::ln(random.uniform())).collect();
        comity::numeric::shares::make_shares(&mut weights);
        draws.add(&rows, &weights);
    }
    got.insert("distinct_full_rankings".into(), json!(draws.rankings().len()));
    got
}

fn fraction_value(text: &str) -> f64 {
    let parts: Vec<f64> = text.split('/').map(|part| part.parse().unwrap_or(f64::NAN)).collect();
    parts[0] / parts.get(1).copied().unwrap_or(1.0)
}

/// What counts say, as cases hold it.
fn tell(counts: &Counts) -> Got {
    let units = counts.sums.len();
    let shares = |row: &[u32]| row.iter().map(|count| f64::from(*count) / counts.draws as f64).collect::<Vec<_>>();
    let acceptability: Vec<_> = (0..units).map(|unit| shares(statistics::rank_row(counts, unit))).collect();
    let wins: Vec<_> = counts.wins.chunks(units).map(shares).collect();
    let weights = counts.centres.len() / units;
    let central = (0..units).map(|unit| match statistics::central_weights(counts, unit) {
        Some(weights) => value_of(&weights),
        None => vec![Value::Null; weights].into(),
    });
    let mut got = Got::new();
    got.insert("central_weights".into(), central.collect());
    got.insert("acceptability".into(), value_of_rows(&acceptability));
    got.insert("pairwise_winning".into(), value_of_rows(&wins));
    got
}
