//! `pkg.config`: what the npm package is made of.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;

use crate::run::top;

/// The recipe. Unknown keys are refused, so that a slip does not pass for a choice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) package: Package,
    pub(crate) wasm: Wasm,
    pub(crate) budget: Budget,
    pub(crate) studies: Studies,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) license: String,
    pub(crate) keywords: Vec<String>,
    pub(crate) node: String,
    pub(crate) files: Vec<String>,
    pub(crate) side_effects: Vec<String>,
    pub(crate) entries: BTreeMap<String, Entry>,
    pub(crate) assets: BTreeMap<String, String>,
}

/// The module of an entry point, by condition, without its ending.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) default: String,
    pub(crate) node: Option<String>,
    #[serde(default)]
    pub(crate) commonjs: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Wasm {
    pub(crate) profile: String,
    /// The features of each module, by its name.
    pub(crate) modules: BTreeMap<String, Vec<String>>,
    pub(crate) target_features: Vec<String>,
    pub(crate) bindgen_flags: Vec<String>,
}

/// Ceilings in bytes after gzip.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budget {
    /// Of each module, by its name.
    pub(crate) modules: BTreeMap<String, usize>,
    pub(crate) glue: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Studies {
    pub(crate) framework: String,
    pub(crate) folder: String,
    pub(crate) shown: String,
}

/// Reads `pkg.config`.
pub(crate) fn read() -> Result<Config, String> {
    let path = top().join("pkg.config");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("pkg.config: {error}"))
}

/// The version that both the crate and the package have.
pub(crate) fn version() -> Result<String, String> {
    let manifest = table("Cargo.toml")?;
    let package = manifest.get("workspace").and_then(|workspace| workspace.get("package"));
    let version = package.and_then(|package| package.get("version")).and_then(toml::Value::as_str);
    version.map(str::to_owned).ok_or_else(|| "Cargo.toml has no workspace.package.version".into())
}

/// The version of a crate in the lockfile.
pub(crate) fn locked(name: &str) -> Result<String, String> {
    let lockfile = table("Cargo.lock")?;
    let packages = lockfile.get("package").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let package = packages.iter().find(|package| package.get("name").and_then(toml::Value::as_str) == Some(name));
    let version = package.and_then(|package| package.get("version")).and_then(toml::Value::as_str);
    version.map(str::to_owned).ok_or_else(|| format!("Cargo.lock has no `{name}`"))
}

fn table(file: &str) -> Result<toml::Table, String> {
    let text = fs::read_to_string(top().join(file)).map_err(|error| format!("{file}: {error}"))?;
    text.parse().map_err(|error| format!("{file}: {error}"))
}
