//! Ranks and scores over draws.

use comity::numeric::Scale;
use comity::uncertainty::statistics;

use crate::case::{Case, Got, numbers_of_rows, value_of, value_of_rows};
use crate::draws::Draws;

pub fn run(case: &Case) -> Option<Got> {
    if case.name != "rank_statistics" {
        return None;
    }
    case.describes(&["aggregate", "ties", "quantile"]);
    let rows = case.rows("matrix");
    let draws = case.input("weights_draws").map(numbers_of_rows)?;
    // A scale that holds every score: the values' own ends, and a little more, since weights sum to 1 but for rounding.
    let all = || rows.iter().flatten().copied();
    let (lower, upper) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let room = (upper - lower) * 0.01;
    let mut counted = Draws::on(Scale { lower: lower - room, upper: upper + room }, rows.len(), draws[0].len());
    for weights in &draws {
        counted.add(&rows, weights);
    }
    let Draws { counts, scale, .. } = counted;
    let each = |tell: &dyn Fn(usize) -> Option<f64>| {
        value_of(&(0..rows.len()).map(|unit| tell(unit).unwrap_or(f64::NAN)).collect::<Vec<_>>())
    };
    let quantile = |p: f64| each(&|unit| Some(statistics::rank_quantile(&counts, unit, p)?.value));
    let shares = |unit: usize| {
        statistics::rank_row(&counts, unit)
            .iter()
            .map(|count| f64::from(*count) / counts.draws as f64)
            .collect::<Vec<_>>()
    };
    let mut got = Got::new();
    got.insert("mean".into(), each(&|unit| Some(statistics::rank(&counts, unit)?.0.value)));
    got.insert("sd".into(), each(&|unit| Some(statistics::rank(&counts, unit)?.1)));
    got.insert("median".into(), quantile(0.5));
    got.insert("q5".into(), quantile(0.05));
    got.insert("q95".into(), quantile(0.95));
    got.insert("best".into(), each(&|unit| Some(f64::from(statistics::best_and_worst(&counts, unit)?.0))));
    got.insert("worst".into(), each(&|unit| Some(f64::from(statistics::best_and_worst(&counts, unit)?.1))));
    got.insert("acceptability".into(), value_of_rows(&(0..rows.len()).map(shares).collect::<Vec<_>>()));
    got.insert("score_mean".into(), each(&|unit| Some(statistics::score(&counts, unit, scale)?.0.value)));
    got.insert("score_sd".into(), each(&|unit| Some(statistics::score(&counts, unit, scale)?.1)));
    Some(got)
}
