//! Stated 95 % intervals hold the exact answer in 95 of 100 simulations.

use serde_json::json;

use crate::{open, simulate, some, study, unit};

#[test]
fn intervals_hold_the_exact_answer_in_93_to_97_of_100_simulations() {
    // Two indicators and uniform weights: ada (80, 20) is above bel (30, 90) when its share of the first is above 70/120.
    let rows: Vec<_> = some().into_iter().take(2).map(|(id, values)| (id, values[..2].to_vec())).collect();
    let study = open(&study(&rows, &json!([])));
    let exact = 1.0 - 70.0 / 120.0;
    let (mut share_holds, mut mean_holds, mut rank_holds) = (0, 0, 0);
    for seed in 0..1_000 {
        let uncertainty = simulate(&study, &json!({ "draws": 1_500, "seed": seed, "vary": { "weights": "uniform" } }));
        let ada = unit(&uncertainty, "ada");
        let (lower, upper) = (ada.acceptability.lower[0], ada.acceptability.upper[0]);
        share_holds += u32::from(lower <= exact && exact <= upper);
        let mean = ada.scores.unwrap().mean;
        mean_holds += u32::from(mean.lower <= 50.0 && 50.0 <= mean.upper);
        let rank = ada.ranks.unwrap().mean;
        rank_holds += u32::from(rank.lower <= 2.0 - exact && 2.0 - exact <= rank.upper);
    }
    for holds in [share_holds, mean_holds, rank_holds] {
        assert!((930..=970).contains(&holds), "{share_holds} {mean_holds} {rank_holds}");
    }
}
