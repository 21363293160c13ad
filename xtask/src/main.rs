//! Comity's task runner, the same for people and for continuous integration: `cargo xtask --help`.
#![allow(clippy::print_stdout, reason = "a command line speaks through standard output")]

mod bench;
mod check;
mod config;
mod package;
mod page;
mod run;
mod serve;
mod setup;
mod studies;
mod test;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, serves, tests and checks Comity. What a task needs and is missing, it sets up first.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Builds the core, the npm package (pkg/) and the page (www/dist/).
    Build,
    /// Builds, prints the ranking of the bundled study, and serves the page on this machine only.
    Serve {
        /// Leave once the page has answered, instead of serving it.
        #[arg(long)]
        once: bool,
        /// The port; absent: 4173, or the next free one.
        #[arg(long)]
        port: Option<u16>,
    },
    /// Runs every test: native, wasm in Node, wasm in Chromium, the package, the page.
    Test,
    /// Checks format, lints, docs and types.
    Check,
    /// Measures native and wasm beside JavaScript doing the same.
    Bench,
    /// Runs one compiled wasm test file: what cargo calls, not people.
    #[command(hide = true)]
    TestRunner {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Build => build().and_then(|()| package::weigh()),
        Task::Serve { once, port } => build().and_then(|()| serve::serve(once, port)),
        Task::Test => test::test(),
        Task::Check => check::check(),
        Task::Bench => bench::bench(),
        Task::TestRunner { arguments } => test::runner(arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nerror: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Everything but the verdict on the sizes: too large is no reason not to show or test it.
fn build() -> Result<(), String> {
    let config = config::read()?;
    setup::tools(&config)?;
    package::build(&config)?;
    page::build()
}
