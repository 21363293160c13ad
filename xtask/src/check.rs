//! Format, lints, docs and types: every check runs, all that fail are named at the end.

use std::fs;
use std::process::Command;

use crate::run::{cargo, heading, node_tool, run, top};
use crate::{config, package, setup};

/// What is a fault in the engine and plain speech in a test: to stop at once, to compare exactly, to print, to calculate otherwise.
const TESTS_MAY: [&str; 9] = [
    "clippy::disallowed_methods",
    "clippy::expect_used",
    "clippy::float_cmp",
    "clippy::indexing_slicing",
    "clippy::panic",
    "clippy::pedantic",
    "clippy::print_stdout",
    "clippy::string_slice",
    "clippy::unwrap_used",
];

/// Runs every check.
pub(crate) fn check() -> Result<(), String> {
    let config = config::read()?;
    setup::tools(&config)?;
    // Types are checked against the package as it is built.
    package::build(&config)?;

    let mut docs = cargo(["doc", "--no-deps", "--lib"]);
    docs.env("RUSTDOCFLAGS", "-D warnings");
    let mut test_lints = cargo(["clippy", "--workspace", "--tests", "--benches", "--", "-D", "warnings"]);
    test_lints.args(TESTS_MAY.iter().flat_map(|lint| ["-A", lint]));
    let wasm = ["--target", "wasm32-unknown-unknown", "--no-default-features", "--", "-D", "warnings"];
    let mut wasm_lints = cargo(["clippy", "--lib"]);
    wasm_lints.args(wasm);
    let mut checks: Vec<(&str, Command)> = vec![
        ("Rust format", cargo(["fmt", "--all", "--check"])),
        ("Rust lints", cargo(["clippy", "--workspace", "--", "-D", "warnings"])),
        ("Rust lints, tests and benches", test_lints),
        ("Rust lints, wasm", wasm_lints),
        ("Rust docs", docs),
        (
            "TypeScript and JavaScript, format and lints",
            node_tool("@biomejs/biome/bin/biome", ["check", "--error-on-warnings"]),
        ),
        ("Types of the package", node_tool("typescript/bin/tsc", ["-p", "src/bindings/package", "--noEmit"])),
        ("Shape of the package", node_tool("publint/src/cli.js", ["pkg", "--strict"])),
    ];
    if fs::exists(top().join("www/tsconfig.json")).unwrap_or(false) {
        checks.push(("Types of the page", node_tool("typescript/bin/tsc", ["-p", "www", "--noEmit"])));
    }

    let mut failed = Vec::new();
    for (name, mut command) in checks {
        heading(name);
        if let Err(message) = run(&mut command) {
            println!("{message}");
            failed.push(name);
        }
    }
    heading("Checks");
    if failed.is_empty() {
        println!("all passed");
        return Ok(());
    }
    Err(format!("failed: {}", failed.join("; ")))
}
