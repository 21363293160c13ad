//! The page: `www/` → `www/dist/`.

use crate::run::{heading, node_tool, run};

/// Builds the static page from the package in `pkg/`.
pub(crate) fn build() -> Result<(), String> {
    heading("Page");
    run(&mut node_tool("vite/bin/vite.js", ["build", "www", "--logLevel", "warn"]))?;
    println!("www/dist is ready");
    Ok(())
}
