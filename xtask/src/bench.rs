//! Speed: native and wasm beside tuned JavaScript, and the page beside a bare parser, in one run, so that the ratios hold on any machine.

use crate::run::{cargo, command, heading, run};
use crate::{config, package, page, setup};

/// Builds all sides; the script measures them and prints their table.
pub(crate) fn bench() -> Result<(), String> {
    let config = config::read()?;
    setup::tools(&config)?;
    package::build(&config)?;
    heading("Benchmark");
    run(&mut cargo(["bench", "--bench", "scoring", "--bench", "uncertainty", "--no-run"]))?;
    run(&mut command("node", ["benches/scoring.mjs"]))?;
    run(&mut command("node", ["benches/uncertainty.mjs"]))?;
    page::build()?;
    let browser = setup::browser()?;
    run(command("node", ["benches/import.mjs"]).env("COMITY_CHROMIUM", browser.chromium))
}
