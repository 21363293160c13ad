//! Every test, part by part: a part that fails does not stop the others.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::json;

use crate::config::{self, Config};
use crate::run::{answer, cargo, command, heading, top, watch};
use crate::setup::{self, Browser};
use crate::{build, package};

/// What a part of the tests came to.
struct Outcome {
    name: &'static str,
    passed: usize,
    failed: usize,
    seconds: f64,
}

/// Sets up, builds, and runs every test.
pub(crate) fn test() -> Result<(), String> {
    let browser = setup::browser()?;
    build()?;
    let config = config::read()?;
    let settings = browser_settings(&browser)?;
    let nextest = ["nextest", "run", "--no-fail-fast", "--no-tests=pass"];
    let native = if answer(&mut cargo(["nextest", "--version"])).is_some() {
        cargo(nextest)
    } else {
        cargo(["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
    };
    let parts = [
        ("native", native),
        ("native, the one hash", cargo(["test", "--test", "determinism", "--", "--nocapture"])),
        ("native, examples in the docs", cargo(["test", "--no-fail-fast", "--doc"])),
        ("task runner", cargo(["test", "--profile", "tools", "--package", "xtask"])),
        ("wasm in Node", wasm_tests("wasm", &config, &browser, &settings)?),
        ("wasm in Node, without vectors", without_vectors(wasm_tests("wasm", &config, &browser, &settings)?)),
        ("wasm in Chromium", wasm_tests("wasm_browser", &config, &browser, &settings)?),
        ("malformed documents through JavaScript", node_tests("tests/malformed", &browser)),
        ("package", node_tests("tests/package", &browser)),
        ("page", node_tests("tests/page", &browser)),
    ];
    let outcomes: Vec<Outcome> = parts.into_iter().map(|(name, mut command)| measure(name, &mut command)).collect();

    heading("Tests");
    for Outcome { name, passed, failed, seconds } in &outcomes {
        println!("{name}: {passed} passed, {failed} failed ({seconds:.1} s)");
    }
    let (passed, failed) =
        outcomes.iter().fold((0, 0), |(passed, failed), part| (passed + part.passed, failed + part.failed));
    println!("{passed} passed, {failed} failed");
    if failed == 0 { Ok(()) } else { Err("tests failed".into()) }
}

fn measure(name: &'static str, command: &mut Command) -> Outcome {
    heading(name);
    let begin = Instant::now();
    let (passed, failed) = match watch(command) {
        Ok((success, text)) => {
            let (passed, failed) = count(&text);
            // A part that fails before its tests run counts as one failure.
            (passed, if success { failed } else { failed.max(1) })
        }
        Err(message) => {
            println!("{message}");
            (0, 1)
        }
    };
    Outcome { name, passed, failed, seconds: begin.elapsed().as_secs_f64() }
}

/// Adds up the summary lines of nextest, cargo test (wasm included) and Node's test runner.
fn count(text: &str) -> (usize, usize) {
    // nextest repeats what a failed test said, and that holds a summary of its own.
    let nextest = text.lines().rfind(|line| line.trim_start().starts_with("Summary ["));
    let (mut passed, mut failed) = (0, 0);
    for line in nextest.map_or_else(|| text.lines().collect(), |line| vec![line]) {
        let words: Vec<&str> = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
        if nextest.is_some() || line.trim_start().starts_with("test result:") {
            passed += number_before(&words, "passed");
            failed += number_before(&words, "failed");
        } else if let ["ℹ", kind, number] = *words.as_slice() {
            let number = number.parse().unwrap_or(0);
            match kind {
                "pass" => passed += number,
                "fail" | "cancelled" => failed += number,
                _ => {}
            }
        }
    }
    (passed, failed)
}

fn number_before(words: &[&str], name: &str) -> usize {
    let place = words.iter().position(|word| *word == name);
    place.and_then(|place| words.get(place.checked_sub(1)?)?.parse().ok()).unwrap_or(0)
}

/// One wasm test file, compiled and run by this very program (`test-runner`).
fn wasm_tests(name: &str, config: &Config, browser: &Browser, settings: &Path) -> Result<Command, String> {
    let program = env::current_exe().map_err(|error| format!("this program's own path: {error}"))?;
    let runner = json!([program.to_string_lossy(), "test-runner"]);
    let runner = format!("target.wasm32-unknown-unknown.runner={runner}");
    let features = config.wasm.modules.get(&config.package.name).map(|features| features.join(","));
    let features = features.unwrap_or_default();
    let target =
        ["--target", "wasm32-unknown-unknown", "--no-default-features", "--features", &features, "--test", name];
    // Optimised and vectorised as the package's own wasm is, so that its bits are the ones tested.
    let profile = ["--profile", &config.wasm.profile, "--", "--nocapture"];
    let mut command = cargo(["test", "--config", &runner]);
    command.args(target).args(profile).env("CARGO_ENCODED_RUSTFLAGS", package::compiler_flags(config));
    command.env("CHROMEDRIVER", &browser.driver).env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings);
    command.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    Ok(command)
}

/// The same tests of a module that has no vector instructions: the bits must not depend on them.
fn without_vectors(mut command: Command) -> Command {
    // In a folder of its own, so that neither build throws away the other's.
    command.env("CARGO_ENCODED_RUSTFLAGS", "").env("CARGO_TARGET_DIR", top().join("target/without-vectors"));
    command
}

/// Runs one compiled wasm test file, in Node or in the browser as the file itself says.
pub(crate) fn runner(arguments: Vec<OsString>) -> Result<(), String> {
    let name = OsString::from("wasm-bindgen-test-runner");
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::iter::once(name).chain(arguments))
        .map_err(|error| format!("{error:#}"))
}

/// How the driver starts the browser: without a window, and without asking anyone for anything.
fn browser_settings(browser: &Browser) -> Result<PathBuf, String> {
    let folder = top().join("target");
    fs::create_dir_all(&folder).map_err(|error| format!("target: {error}"))?;
    let path = folder.join("webdriver.json");
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    let settings = json!({ "goog:chromeOptions": { "binary": browser.chromium, "args": arguments } });
    fs::write(&path, settings.to_string()).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

/// The tests that a folder holds for Node.
fn node_tests(folder: &str, browser: &Browser) -> Command {
    let entries = fs::read_dir(top().join(folder)).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let tests = names.filter(|name| name.ends_with(".test.mjs"));
    let mut files: Vec<String> = tests.map(|name| format!("{folder}/{name}")).collect();
    files.sort();
    let mut command = command("node", ["--test", "--test-reporter=spec"]);
    command.args(&files).env("COMITY_CHROMIUM", &browser.chromium);
    command
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn summaries_of_every_test_runner_are_counted() {
        let table = [
            ("     Summary [   0.014s] 12 tests run: 10 passed (1 slow), 2 failed, 3 skipped", (10, 2)),
            (
                "test result: FAILED. 0 passed; 1 failed;\n     Summary [   0.014s] 2 tests run: 1 passed, 1 failed",
                (1, 1),
            ),
            ("     Summary [   0.014s] 1 test run: 1 passed, 0 skipped", (1, 0)),
            ("test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s", (5, 0)),
            ("test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 filtered out; finished in 0.02s", (1, 2)),
            ("ℹ tests 9\nℹ suites 0\nℹ pass 7\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0", (7, 2)),
            ("error: could not compile", (0, 0)),
        ];
        for (text, expected) in table {
            assert_eq!(count(text), expected, "{text}");
        }
    }
}
