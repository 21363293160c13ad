//! However the work is split, one answer.

use comity::Study;
use comity::document::canonical::hash;
use comity::uncertainty::{Partial, Plan, Shard};
use serde_json::json;

use crate::support::generate::Random;
use crate::{request, some, study};

/// The hash of the answer when so many shards are run and merged in an order of chance, every one through its line of text.
fn split(study: &Study, plan: &Plan, shards: u64, seed: u64) -> String {
    let random = &mut Random::new(seed);
    let mut lines: Vec<String> = plan.shards(shards).unwrap().iter().map(Shard::to_line).collect();
    let mut partials: Vec<Partial> = Vec::new();
    while !lines.is_empty() {
        let line = lines.remove(usize::try_from(random.below(lines.len() as u64)).unwrap());
        let partial = study.run_shard(&Shard::from_line(&line).unwrap()).unwrap();
        partials.push(Partial::from_line(&partial.to_line()).unwrap());
    }
    // Some are merged among themselves first: merging is associative.
    while partials.len() > 2 && random.once_in(2) {
        let one = partials.remove(usize::try_from(random.below(partials.len() as u64)).unwrap());
        let other = usize::try_from(random.below(partials.len() as u64)).unwrap();
        partials[other].merge(&one).unwrap();
    }
    hash(&serde_json::to_string(&study.conclude(partials).unwrap()).unwrap())
}

#[test]
fn any_split_of_100_blocks_merged_in_any_order_gives_one_answer() {
    let missing = |mut rows: Vec<(&'static str, Vec<Option<f64>>)>| {
        rows[2].1[1] = None;
        rows
    };
    let details = json!([{ "unit": "ada", "indicator": "i0", "period": 2020, "sd": 4.0 }]);
    let study = crate::open(&study(&missing(some()), &details));
    // 99 blocks and a part of one.
    let asked = request(&json!({ "draws": 99 * 1024 + 77, "seed": 7 }));
    let whole = hash(&serde_json::to_string(&study.simulate(asked.clone()).unwrap()).unwrap());
    let plan = Plan::new(&study, asked.clone());
    assert_eq!(plan.blocks(), 100);
    for shards in [1, 2, 3, 7, 64] {
        for seed in 0..2 {
            assert_eq!(split(&study, &plan, shards, seed), whole, "{shards} shards");
        }
    }
    for threads in [2, 5] {
        let threaded = study.simulate_on(asked.clone(), threads).unwrap();
        assert_eq!(hash(&serde_json::to_string(&threaded).unwrap()), whole, "{threads} threads");
    }
}

#[test]
fn a_stop_rule_looks_at_the_same_prefixes_on_any_number_of_threads() {
    let study = crate::open(&study(&some(), &json!([])));
    let asked = request(&json!({ "draws": 200_000, "until": 0.006, "vary": { "weights": "uniform" } }));
    let one = study.simulate(asked.clone()).unwrap();
    assert!(one.largest_error <= 0.006 && one.draws < 200_000, "{} draws", one.draws);
    assert_eq!(study.simulate_on(asked, 3).unwrap(), one);
}

#[test]
fn the_quasi_random_design_splits_alike() {
    let study = crate::open(&study(&some(), &json!([])));
    let asked = request(&json!({ "draws": 5_000, "design": "sobol" }));
    let whole = hash(&serde_json::to_string(&study.simulate(asked.clone()).unwrap()).unwrap());
    assert_eq!(split(&study, &Plan::new(&study, asked), 3, 1), whole);
}

#[test]
fn a_partial_does_not_grow_with_its_draws() {
    let study = crate::open(&study(&some(), &json!([])));
    let length = |draws: u64| {
        let plan = Plan::new(&study, request(&json!({ "draws": draws })));
        study.run_shard(&plan.shards(1).unwrap()[0]).unwrap().to_line().len()
    };
    assert!(length(200_000) < 2 * length(20_000));
}
