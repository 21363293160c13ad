//! Which rank equal values share.

use comity::numeric::Scale;
use comity::numeric::stats::{Ties, ranks};
use comity::ranking::competition::{Scratch, competition_ranks};
use serde_json::Value;

use crate::case::{Case, Got, value_of};
use crate::{imputation, normalisation};

pub fn run(case: &Case) -> Option<Got> {
    match case.name.as_str() {
        "rank" => normalisation::ranks(case),
        "rank_ascending" => Some(ascending(case)),
        "rank_desc" => {
            case.describes(&["ties"]);
            let scores = case.list("scores")?;
            let turned: Vec<f64> = scores.iter().map(|score| -score).collect();
            let mut got = Got::from_iter([("rank".to_owned(), value_of(&competition(&scores)))]);
            for (key, ties) in [("rank_max", Ties::Max), ("rank_average", Ties::Average), ("rank_dense", Ties::Dense)] {
                got.insert(key.into(), value_of(&ranks(&turned, ties)));
            }
            Some(got)
        }
        "rank_desc_within_group" => {
            case.describes(&["ties"]);
            let (scores, groups) = (case.list("scores")?, imputation::groups(case));
            let mut found = vec![f64::NAN; scores.len()];
            for group in groups.iter().flatten() {
                let of_group = |at: usize| groups[at].as_ref() == Some(group);
                let own: Vec<f64> =
                    (0..scores.len()).map(|at| if of_group(at) { scores[at] } else { f64::NAN }).collect();
                for (at, rank) in competition(&own).into_iter().enumerate().filter(|(at, _)| of_group(*at)) {
                    found[at] = rank;
                }
            }
            Some(Got::from_iter([("rank".to_owned(), value_of(&found))]))
        }
        _ => None,
    }
}

/// The product's own ranks: 1 is the best, ties share the better; a missing score has none.
pub fn competition(scores: &[f64]) -> Vec<f64> {
    let present = || scores.iter().copied().filter(|score| !score.is_nan());
    let lower = present().fold(f64::INFINITY, f64::min);
    let upper = present().fold(lower + 1.0, f64::max);
    let mut ranks = vec![0; scores.len()];
    competition_ranks(scores, Scale { lower, upper }, &mut ranks, &mut Scratch::default());
    ranks.iter().map(|rank| if *rank == 0 { f64::NAN } else { f64::from(*rank) }).collect()
}

fn ascending(case: &Case) -> Got {
    let x = case.list("x").unwrap_or_default();
    let mut got: Got = [("min", Ties::Min), ("max", Ties::Max), ("average", Ties::Average), ("dense", Ties::Dense)]
        .map(|(name, ties)| (name.to_owned(), value_of(&ranks(&x, ties))))
        .into_iter()
        .collect();
    // In the order of the input: what nobody should rank units by.
    let low = ranks(&x, Ties::Min);
    let earlier = |at: usize| (0..at).filter(|other| low[*other].to_bits() == low[at].to_bits()).count() as f64;
    let ordinal: Vec<f64> = (0..x.len()).map(|at| low[at] + earlier(at)).collect();
    got.insert("ordinal".into(), value_of(&ordinal));
    got
}

/// A list of texts.
pub fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
