//! The npm package: core → wasm → glue → `pkg/`, as `pkg.config` says.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde_json::Value;

use crate::config::{self, Config, Package};
use crate::run::{answer, cargo, command, heading, node_tool, run, top};
use crate::studies;

/// A study as the package lists it.
struct Bundled {
    id: String,
    title: String,
}

/// Builds `pkg/` anew, and checks it: studies valid, no path of this machine inside.
pub(crate) fn build(config: &Config) -> Result<(), String> {
    let folder = top().join("pkg");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("pkg: {error}"))?;
    }
    let bundled = assemble_studies(config, &folder)?;

    heading("WebAssembly");
    let wasm = compile(config)?;
    bind(config, &wasm, &folder)?;
    refuse_local_paths(&folder)?;

    heading("npm package");
    write(&folder.join("bundled.js"), &bundled_module(&bundled)?)?;
    write(&folder.join("bundled.d.ts"), BUNDLED_TYPES)?;
    copy(&top().join("src/bindings/types.d.ts"), &folder.join("types.d.ts"))?;
    // Twice: types keep their comments, for editors show them; scripts do without, for browsers load them.
    let types = ["-p", "src/bindings/package", "--emitDeclarationOnly"];
    run(&mut node_tool("typescript/bin/tsc", types))?;
    let scripts = ["-p", "src/bindings/package", "--declaration", "false", "--removeComments"];
    run(&mut node_tool("typescript/bin/tsc", scripts))?;
    minify(config, &folder)?;
    write(&folder.join("package.json"), &manifest(&config.package)?)?;
    for file in ["README.md", "LICENSE"] {
        if top().join(file).exists() {
            copy(&top().join(file), &folder.join(file))?;
        }
    }
    Ok(())
}

/// Makes one JSON file of each folder of studies, and has the command line judge it.
fn assemble_studies(config: &Config, package: &Path) -> Result<Vec<Bundled>, String> {
    heading("Studies");
    let target = package.join("studies");
    fs::create_dir_all(&target).map_err(|error| format!("pkg/studies: {error}"))?;
    let source = top().join(&config.studies.folder);
    let entries = fs::read_dir(&source).map_err(|error| format!("{}: {error}", config.studies.folder))?;
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    run(&mut cargo(["build", "--release"]))?;
    let mut bundled = Vec::new();
    for folder in folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let document = studies::read(&folder)?;
        let text = |key: &str| document.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (id, title) = (text("id"), text("title"));
        if id != name {
            return Err(format!(
                "{}/{name}: the study's id is `{id}`, expected the folder's name",
                config.studies.folder
            ));
        }
        let file = format!("pkg/studies/{id}.json");
        write(&top().join(&file), &document.to_string())?;
        run(&mut cargo(["run", "--release", "--quiet", "--", "validate", &file]))?;
        bundled.push(Bundled { id, title });
    }
    Ok(bundled)
}

/// Compiles the core without the command line; gives the wasm file.
fn compile(config: &Config) -> Result<PathBuf, String> {
    let wasm = &config.wasm;
    let target = "wasm32-unknown-unknown";
    let arguments = ["build", "--lib", "--profile", &wasm.profile, "--target", target, "--no-default-features"];
    run(cargo(arguments).env("CARGO_ENCODED_RUSTFLAGS", compiler_flags(config)))?;
    let folder = top().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
    Ok(folder.join(target).join(&wasm.profile).join(format!("{}.wasm", config.package.name)))
}

/// What the compiler is told of wasm, for the package and for its tests: features, and no paths of this machine.
pub(crate) fn compiler_flags(config: &Config) -> String {
    let features: Vec<String> = config.wasm.target_features.iter().map(|feature| format!("+{feature}")).collect();
    let mut flags = vec![format!("-Ctarget-feature={}", features.join(","))];
    flags.extend(local_folders().into_iter().map(|(folder, name)| format!("--remap-path-prefix={folder}={name}")));
    flags.join("\x1f")
}

/// Folders whose names the compiler would write into the file, and what it writes instead. Later ones win.
fn local_folders() -> Vec<(String, &'static str)> {
    let home = env::var("CARGO_HOME").ok().or_else(|| {
        let home = env::home_dir()?;
        Some(home.join(".cargo").to_string_lossy().into_owned())
    });
    // Crates lie in a folder for each registry, whose name is long and says where the crate came from.
    let registries =
        home.iter().flat_map(|home| fs::read_dir(Path::new(home).join("registry/src")).into_iter().flatten());
    let registries = registries.flatten().map(|entry| (entry.path().to_string_lossy().into_owned(), "/crates"));
    let registries: Vec<_> = registries.collect();
    let sysroot = answer(&mut command("rustc", ["--print", "sysroot"]));
    let top = top().to_string_lossy().into_owned();
    [(sysroot, "/rust"), (home, "/cargo"), (Some(top), "/comity")]
        .into_iter()
        .filter_map(|(folder, name)| Some((folder?, name)))
        .chain(registries)
        .collect()
}

/// Makes the glue between JavaScript and the wasm file.
fn bind(config: &Config, wasm: &Path, folder: &Path) -> Result<(), String> {
    let mut arguments: Vec<String> = ["wasm-bindgen", "--target", "web", "--out-name"].map(str::to_owned).to_vec();
    arguments.push(config.package.name.clone());
    arguments.extend(["--out-dir".to_owned(), folder.to_string_lossy().into_owned()]);
    arguments.extend(config.wasm.bindgen_flags.iter().cloned());
    println!("$ {}", arguments.join(" "));
    arguments.push(wasm.to_string_lossy().into_owned());
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments).map_err(|error| format!("wasm-bindgen: {error:#}"))
}

/// Whoever downloads the package is not to learn where it was built.
fn refuse_local_paths(folder: &Path) -> Result<(), String> {
    for file in files(folder, "wasm")? {
        let bytes = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let places = local_folders().into_iter().map(|(folder, _)| folder);
        for place in places.chain(["/home/", "/root/", "/Users/", ":\\Users\\"].map(str::to_owned)) {
            if bytes.windows(place.len()).any(|window| window == place.as_bytes()) {
                return Err(format!("{} holds `{place}`, a path of this machine", file.display()));
            }
        }
    }
    println!("no path of this machine is inside");
    Ok(())
}

/// Makes the scripts small: of the glue, which no one reads, names and all; ours keep their names for who reads a stack trace.
fn minify(config: &Config, folder: &Path) -> Result<(), String> {
    const SCRIPT: &str = "
        import { readFileSync, writeFileSync } from 'node:fs';
        import { minifySync } from 'vite';
        const [glue, ...files] = process.argv.slice(1);
        for (const file of files) {
          const { code, errors } = minifySync(file, readFileSync(file, 'utf8'), { module: true, mangle: file.endsWith(glue) });
          if (errors.length > 0) throw new Error(errors[0].message);
          writeFileSync(file, `${code}\n`);
        }";
    println!("minifying the scripts");
    let glue = format!("{}.js", config.package.name);
    let mut node = command("node", ["--input-type=module", "--eval", SCRIPT, &glue]);
    let status = node.args(files(folder, "js")?).status().map_err(|error| format!("node: {error}"))?;
    if status.success() { Ok(()) } else { Err("the scripts could not be minified".into()) }
}

const BUNDLED_TYPES: &str = "\
export declare const wasm: () => URL;
export declare const studies: readonly { id: string; title: string; address: () => URL }[];
";

/// The addresses of the package's files: written out one by one, for that is what bundlers recognise.
fn bundled_module(bundled: &[Bundled]) -> Result<String, String> {
    let mut lines = vec!["export const wasm = () => new URL(\"./comity_bg.wasm\", import.meta.url);".to_owned()];
    lines.push("export const studies = [".into());
    for Bundled { id, title } in bundled {
        let quoted = |text: &str| serde_json::to_string(text).map_err(|error| error.to_string());
        let (file, id, title) = (quoted(&format!("./studies/{id}.json"))?, quoted(id)?, quoted(title)?);
        lines.push(format!("  {{ id: {id}, title: {title}, address: () => new URL({file}, import.meta.url) }},"));
    }
    lines.push("];\n".into());
    Ok(lines.join("\n"))
}

/// `package.json`; its fields come out in this order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest<'a> {
    name: &'a str,
    version: &'a str,
    description: &'a str,
    license: &'a str,
    keywords: &'a [String],
    r#type: &'static str,
    side_effects: bool,
    engines: BTreeMap<&'static str, &'a str>,
    files: &'a [String],
    /// For tools that do not know `exports`.
    types: String,
    exports: BTreeMap<&'a str, Export<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Export<'a> {
    File(&'a str),
    Module { node: Condition, default: Condition },
}

#[derive(Serialize)]
struct Condition {
    types: String,
    default: String,
}

fn manifest(package: &Package) -> Result<String, String> {
    let condition = |module: &str| Condition { types: format!("./{module}.d.ts"), default: format!("./{module}.js") };
    let mut exports = BTreeMap::new();
    for (name, entry) in &package.entries {
        let module = Export::Module { node: condition(&entry.node), default: condition(&entry.default) };
        exports.insert(name.as_str(), module);
    }
    exports.extend(package.assets.iter().map(|(name, file)| (name.as_str(), Export::File(file))));
    let main = package.entries.get(".").ok_or("pkg.config: package.entries has no `.`")?;
    let manifest = Manifest {
        name: &package.name,
        version: &config::version()?,
        description: &package.description,
        license: &package.license,
        keywords: &package.keywords,
        r#type: "module",
        side_effects: false,
        engines: BTreeMap::from([("node", package.node.as_str())]),
        files: &package.files,
        types: format!("./{}.d.ts", main.default),
        exports,
    };
    serde_json::to_string_pretty(&manifest).map(|text| text + "\n").map_err(|error| error.to_string())
}

/// Prints the sizes and refuses what is over the budget.
pub(crate) fn weigh() -> Result<(), String> {
    heading("Sizes");
    let (config, folder) = (config::read()?, top().join("pkg"));
    let mut scripts = files(&folder, "js")?;
    if let Some(entry) = config.package.entries.get(".") {
        // A browser loads every script but the entry for Node.
        scripts.retain(|path| !path.ends_with(format!("{}.js", entry.node)));
    }
    let mut over = Vec::new();
    let parts = [("wasm", files(&folder, "wasm")?, config.budget.wasm), ("glue", scripts, config.budget.glue)];
    for (name, files, ceiling) in parts {
        let mut bytes = Vec::new();
        for file in files {
            bytes.extend(fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?);
        }
        let size = zipped(&bytes).map_err(|error| format!("gzip: {error}"))?;
        println!("{name}: {} bytes, {size} after gzip, of {ceiling} allowed", bytes.len());
        if size > ceiling {
            over.push(format!("{name} is {size} bytes after gzip, more than the {ceiling} of pkg.config"));
        }
    }
    if over.is_empty() { Ok(()) } else { Err(over.join("; ")) }
}

fn zipped(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|found| found == ending)).collect();
    paths.sort();
    Ok(paths)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(drop).map_err(|error| format!("{}: {error}", from.display()))
}
