//! Plan, run and merge through the command line's pipes.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::json;

use crate::{some, study};

fn comity(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_comity"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn said(arguments: &[&str], input: &str) -> String {
    let output = comity(arguments, input);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn planned_run_and_merged_through_pipes_it_is_the_answer_of_simulate() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("uncertainty");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("study.json");
    std::fs::write(&path, study(&some(), &json!([])).to_string()).unwrap();
    let path = path.to_str().unwrap();
    let asked = ["--draws", "12288", "--seed", "7"];
    let simulated = said(&[&["simulate", path, "--json", "--threads", "2"], &asked[..]].concat(), "");
    let plan = said(&[&["plan", path, "--shards", "5"], &asked[..]].concat(), "");
    let shards: Vec<&str> = plan.lines().collect();
    assert_eq!(shards.len(), 5);
    let mut partials: Vec<String> = shards.iter().map(|shard| said(&["run-shard"], shard)).collect();
    assert!(partials.iter().all(|partial| partial.lines().count() == 1));
    partials.reverse();
    assert_eq!(said(&["merge", "--json"], &partials.concat()), simulated);

    let table = said(&["merge"], &partials.concat());
    assert!(table.contains("12288 draws, seed 7") && table.contains("ada"), "{table}");
    let failed = |arguments: &[&str], input: &str, code: &str| {
        let output = comity(arguments, input);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && error.contains(code), "{error}");
    };
    failed(&["merge"], &partials[1..].concat(), "[shard-missing]");
    failed(&["merge"], &[partials.concat(), partials[0].clone()].concat(), "[shard-duplicate]");
    // Somebody has changed the study meanwhile.
    let mut rows = some();
    rows[0].1[0] = Some(79.0);
    std::fs::write(path, study(&rows, &json!([])).to_string()).unwrap();
    failed(&["run-shard"], shards[0], "[study-mismatch]");
    assert_eq!(comity(&["merge"], "").status.code(), Some(2));
}
