//! How long opening, scoring and re-ranking take natively. Reads the paths of study documents from the command line and prints
//! one line of JSON; `benches/scoring.mjs` makes the documents, runs this, and sets it beside wasm and JavaScript.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints its times and stops at the first surprise"
)]

use std::hint::black_box;
use std::time::Instant;

use comity::ranking::promethee::{self, Shape};
use comity::ranking::table::Table;
use comity::ranking::topsis::{self, Scaling};
use comity::{ScoreRequest, Study};

fn main() {
    let mut lines = Vec::new();
    for path in std::env::args().skip(1).filter(|argument| !argument.starts_with("--")) {
        let text = std::fs::read_to_string(&path).expect("a study document");
        let study = Study::open_json(&text).expect("a valid study");
        let outline = study.outline();
        let mut ranker = study.ranker(None).expect("the study's own period");
        let mut scores = vec![0.0; outline.units.len()];
        let mut ranks = vec![0; outline.units.len()];
        let mut weights: Vec<f64> = outline.nodes.iter().map(|node| node.weight).collect();
        let open = median(|| {
            black_box(Study::open_json(&text).expect("a valid study"));
        });
        let score = median(|| {
            black_box(study.score(&ScoreRequest::default()).expect("a scorecard"));
        });
        let mut turn = 0_u32;
        let rank = median(|| {
            turn += 1;
            if let Some(weight) = weights.last_mut() {
                *weight = 1.0 + f64::from(turn % 7) / 10.0;
            }
            black_box(ranker.rank(&weights, &mut scores, &mut ranks).expect("ranks"));
        });
        lines.push(serde_json::json!({ "open": open, "score": score, "rank": rank }));
    }
    lines.extend(rankings());
    println!("{}", serde_json::Value::from(lines));
}

/// Ranking without the tree, on 2,000 units and 24 indicators: the columns lie ready, the method alone is timed.
fn rankings() -> [serde_json::Value; 1] {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 32).unwrap_or(0)) / f64::from(u32::MAX) * 100.0
    };
    let columns: Vec<Vec<f64>> = (0..24).map(|_| (0..2_000).map(|_| next()).collect()).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let higher: Vec<bool> = (0..24).map(|indicator| indicator % 3 > 0).collect();
    let table = Table { columns: &columns, higher: &higher, weights: &[1.0 / 24.0; 24] };
    let shapes = [Shape::Linear { indifference: 5.0, preference: 20.0 }; 24];
    let topsis = median(|| {
        black_box(topsis::scores(&table, Scaling::Vector).expect("values that fit"));
    });
    let promethee = median(|| {
        black_box(promethee::flows(&table, &shapes));
    });
    [serde_json::json!({ "topsis": topsis, "promethee": promethee })]
}

/// The median time of a run in milliseconds, over as many runs as fit half a second, at least five.
fn median(mut work: impl FnMut()) -> f64 {
    work();
    let begun = Instant::now();
    let mut times = Vec::new();
    while times.len() < 5 || (begun.elapsed().as_millis() < 500 && times.len() < 2_000) {
        let start = Instant::now();
        work();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
