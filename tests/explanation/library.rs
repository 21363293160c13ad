//! Generated studies with every stage, weighting and aggregation there is.

use comity::{ScoreRequest, Study};
use serde_json::{Value, json};

use crate::support::decisions;
use crate::support::generate::{self, Random};
use crate::variation::{children, choices, ids};

/// A valid study that can be scored in every period: each aggregation has its turn as the root's and as a dimension's.
pub(crate) fn study(seed: u64) -> Value {
    // What the data makes impossible (a divisor of 0, weights of what does not vary) is drawn again.
    (0..64)
        .map(|turn| drawn(seed, turn))
        .find(|document| {
            Study::open_json(&document.to_string()).is_ok_and(|study| {
                let periods = study.outline().periods;
                periods.iter().all(|period| {
                    study.score(&ScoreRequest { period: Some(*period), ..ScoreRequest::default() }).is_ok()
                })
            })
        })
        .unwrap_or_else(|| generate::study(seed))
}

/// Every aggregation as this dimension's children can have it.
pub(crate) fn aggregation(which: u64, children: &[String]) -> Value {
    let all = decisions::aggregations();
    let mut choice = all[which as usize % all.len()].clone();
    if choice["weights"].is_array() {
        choice["weights"] = (1..=children.len()).collect();
    }
    if choice["pairs"].is_array() {
        choice = match children {
            [first, second, ..] => {
                json!({ "method": "choquet", "pairs": [{ "first": first, "second": second, "interaction": -0.5 }] })
            }
            _ => json!("minimum"),
        };
    }
    choice
}

fn drawn(seed: u64, turn: u64) -> Value {
    let mut document =
        if turn < 32 { generate::staged(seed + (turn << 32)) } else { generate::study(seed + (turn << 32)) };
    let random = &mut Random::new(seed ^ turn ^ 0x11b7_a000_0000_0000);
    if document["method"]["scale"]["lower"].as_f64().unwrap() < 0.0 {
        document["method"]["scale"] = json!({ "lower": 0, "upper": 50 });
    }
    for (at, dimension) in ids(&document["framework"]["dimensions"]).iter().enumerate() {
        let children = children(&document, dimension);
        if random.once_in(4) {
            let weighting = *random.pick(&["equal", "standard-deviation", "entropy", "critic"]);
            choices(&mut document, dimension)["weighting"] = json!(weighting);
            for child in &children {
                choices(&mut document, child).as_object_mut().unwrap().remove("weight");
            }
        }
        let which = if at == 0 { seed / 3 } else { random.next() >> 8 };
        // Half of the roots are plain means, under which the others are seen through contributions.
        let plain = at == 0 && random.once_in(3);
        choices(&mut document, dimension)["aggregation"] =
            if plain { json!("arithmetic") } else { aggregation(which, &children) };
    }
    let below = children(&document, "root");
    if random.once_in(6) && below.len() > 1 {
        document["method"]["opinion"] =
            json!({ "node": below[0], "as": if random.once_in(2) { "share" } else { "credibility" }, "weight": 0.5 });
    }
    document
}
