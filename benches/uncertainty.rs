//! How long simulations take natively. Reads pairs of a study document's path and a request as JSON from the command line and prints
//! one line of JSON with the milliseconds of each; `benches/uncertainty.mjs` makes them, and sets the times beside others.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints its times and stops at the first surprise"
)]

use std::time::Instant;

use comity::Study;
use comity::document::Value;
use comity::uncertainty::{Simulation, read_request};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let mut times = Vec::new();
    for pair in arguments.chunks_exact(2) {
        let text = std::fs::read_to_string(&pair[0]).expect("a study document");
        let study = Study::open_json(&text).expect("a valid study");
        let request = read_request(&Value::from_json(&pair[1]).expect("JSON")).expect("a valid request");
        let run = || {
            let start = Instant::now();
            let mut simulation = Simulation::new(&study, request.clone()).expect("a simulation");
            while !simulation.advance().expect("a block") {}
            let time = start.elapsed().as_secs_f64() * 1000.0;
            assert!(simulation.result().draws > 0);
            time
        };
        run();
        let mut all: Vec<f64> = (0..25).map(|_| run()).collect();
        all.sort_by(f64::total_cmp);
        times.push(all[0]);
    }
    println!("{}", serde_json::json!(times));
}
