//! What is missing on this machine, and getting it: quietly where nothing is to be done, with one clear sentence where it cannot.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::config::{self, Config};
use crate::run::{answer, command, heading, run, top};

const TARGET: &str = "wasm32-unknown-unknown";

/// A browser with its driver, of one version.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// What every task needs: Node, the wasm target, the npm packages, bindings and glue of one version.
pub(crate) fn tools(config: &Config) -> Result<(), String> {
    heading("Set up");
    node(&config.package.node)?;
    wasm_target()?;
    let (crate_version, tool_version) = (config::locked("wasm-bindgen")?, config::locked("wasm-bindgen-cli")?);
    if crate_version != tool_version {
        return Err(format!(
            "wasm-bindgen is {crate_version} but wasm-bindgen-cli {tool_version}: give both the same `=` version in Cargo.toml and xtask/Cargo.toml"
        ));
    }
    npm_packages()?;
    println!("Node, {TARGET}, wasm-bindgen {crate_version} and the npm packages are ready");
    Ok(())
}

fn node(wanted: &str) -> Result<(), String> {
    let wanted = wanted.trim_start_matches(">=");
    let Some(found) = answer(&mut command("node", ["--version"])) else {
        return Err(format!("Node is not installed: get version {wanted} or newer from nodejs.org"));
    };
    if numbers(&found) < numbers(wanted) {
        return Err(format!("Node {found} is too old: get version {wanted} or newer from nodejs.org"));
    }
    Ok(())
}

/// `v20.19.1` as `[20, 19, 1]`.
fn numbers(version: &str) -> Vec<u32> {
    version.trim_start_matches('v').split(['.', '-']).map_while(|part| part.parse().ok()).collect()
}

fn wasm_target() -> Result<(), String> {
    let libraries = answer(&mut command("rustc", ["--print", "target-libdir", "--target", TARGET]));
    if libraries.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    run(&mut command("rustup", ["target", "add", TARGET])).map_err(|error| {
        format!("the Rust target {TARGET} is missing: install it with `rustup target add {TARGET}` ({error})")
    })
}

/// Exactly what the lockfile says, without running any script of theirs.
fn npm_packages() -> Result<(), String> {
    let changed = |file: &str| fs::metadata(top().join(file)).and_then(|data| data.modified()).ok();
    let installed = changed("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("package-lock.json") {
        return Ok(());
    }
    run(&mut npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
}

fn npm(arguments: &[&str]) -> std::process::Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" }, arguments)
}

/// An installed Chromium with its driver, or Debian's packages where this may install them.
pub(crate) fn browser() -> Result<Browser, String> {
    heading("Browser");
    if let Some(found) = find_browser() {
        println!("{} is ready", found.chromium.display());
        return Ok(found);
    }
    let packages = ["install", "-y", "--no-install-recommends", "chromium", "chromium-driver"];
    let debian = fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"));
    if debian && answer(&mut command("id", ["-u"])).as_deref() == Some("0") {
        run(&mut command("apt-get", ["update"]))?;
        run(command("apt-get", packages).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    find_browser().ok_or_else(|| {
        if debian {
            return format!("Chromium is not installed: run `sudo apt-get {}`", packages.join(" "));
        }
        "Chromium or its driver is not installed: install `chromium` and `chromedriver` of one version, or name them in the environment \
         as COMITY_CHROMIUM and CHROMEDRIVER"
            .into()
    })
}

fn find_browser() -> Option<Browser> {
    let browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    let mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    let chromium = named("COMITY_CHROMIUM").or_else(|| on_path(&browsers)).or_else(|| existing(mac.into()))?;
    let driver = named("CHROMEDRIVER").or_else(|| on_path(&["chromedriver"]))?;
    Some(Browser { chromium, driver })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).and_then(|path| existing(path.into()))
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&folders).collect();
    let candidates = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates.map(|path| path.with_extension(env::consts::EXE_EXTENSION)).find_map(existing)
}

fn existing(path: PathBuf) -> Option<PathBuf> {
    path.is_file().then_some(path)
}
