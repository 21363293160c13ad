//! The npm package: core → wasm → glue → `pkg/`, as `pkg.config` says.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde_json::Value;

use crate::config::{self, Config, Entry, Package};
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
    for (name, features) in &config.wasm.modules {
        let wasm = compile(config, features)?;
        bind(config, name, &wasm, &folder)?;
        trim_glue(name, &folder)?;
        if *name != config.package.name {
            // Offers a part of what the whole module does: what is not there is looked for before it is called.
            let whole = format!("\"./{}.js\"", config.package.name);
            let types = format!("export * from {whole};\nexport {{ default }} from {whole};\n");
            write(&folder.join(format!("{name}.d.ts")), &types)?;
        }
    }
    refuse_local_paths(&folder)?;

    heading("npm package");
    write(&folder.join("bundled.js"), &bundled_module(&bundled)?)?;
    write(&folder.join("bundled.d.ts"), BUNDLED_TYPES)?;
    copy(&top().join(&config.studies.framework), &folder.join("framework.json"))?;
    write(&folder.join("inlined.js"), &inlined_module(config, &folder)?)?;
    write(&folder.join("inlined.d.ts"), INLINED_TYPES)?;
    copy(&top().join("src/bindings/types.d.ts"), &folder.join("types.d.ts"))?;
    // Twice: types keep their comments, for editors show them; scripts do without, for browsers load them.
    let types = ["-p", "src/bindings/package", "--emitDeclarationOnly"];
    run(&mut node_tool("typescript/bin/tsc", types))?;
    let scripts = ["-p", "src/bindings/package", "--declaration", "false", "--removeComments"];
    run(&mut node_tool("typescript/bin/tsc", scripts))?;
    for entry in config.package.entries.values().filter(|entry| entry.commonjs) {
        bundle_commonjs(&folder, entry.node.as_ref().unwrap_or(&entry.default))?;
    }
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

/// Compiles the core with some of its features, never the command line; gives the wasm file.
fn compile(config: &Config, features: &[String]) -> Result<PathBuf, String> {
    let wasm = &config.wasm;
    let target = "wasm32-unknown-unknown";
    let arguments = ["build", "--lib", "--profile", &wasm.profile, "--target", target, "--no-default-features"];
    run(cargo(arguments)
        .args(["--features", &features.join(",")])
        .env("CARGO_ENCODED_RUSTFLAGS", compiler_flags(config)))?;
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
fn bind(config: &Config, name: &str, wasm: &Path, folder: &Path) -> Result<(), String> {
    let mut arguments: Vec<String> = ["wasm-bindgen", "--target", "web", "--out-name"].map(str::to_owned).to_vec();
    arguments.push(name.to_owned());
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

/// One `CommonJS` file of a module and all it loads, with its types: the same code and the same types under other endings.
fn bundle_commonjs(folder: &Path, module: &str) -> Result<(), String> {
    const SCRIPT: &str = "
        import { rolldown } from 'rolldown';
        const [input, file] = process.argv.slice(1);
        const bundle = await rolldown({ input, platform: 'node', external: /^node:/ });
        await bundle.write({ file, format: 'cjs', codeSplitting: false, minify: { mangle: false } });";
    println!("bundling {module}.cjs");
    let (input, file) = (folder.join(format!("{module}.js")), folder.join(format!("{module}.cjs")));
    node_script(SCRIPT, &[input, file])?;
    for path in loaded(&folder.join(format!("{module}.d.ts")), ".d.ts")? {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.to_string_lossy().replace(".d.ts", ".d.cts");
        write(Path::new(&name), &text.replace(".js\"", ".cjs\""))?;
    }
    Ok(())
}

/// Makes the scripts small: of the glue, which no one reads, names and all; ours keep the names that a stack trace shows.
fn minify(config: &Config, folder: &Path) -> Result<(), String> {
    const SCRIPT: &str = "
        import { readFileSync, writeFileSync } from 'node:fs';
        import { minifySync } from 'vite';
        const [number, ...words] = process.argv.slice(1);
        const [glue, files] = [words.slice(0, Number(number)), words.slice(Number(number))];
        for (const file of files) {
          const mangle = glue.includes(file) || { toplevel: false };
          const { code, errors } = minifySync(file, readFileSync(file, 'utf8'), { module: true, mangle });
          if (errors.length > 0) throw new Error(errors[0].message);
          writeFileSync(file, `${code}\n`);
        }";
    println!("minifying the scripts");
    let modules = &config.wasm.modules;
    let mut words = vec![PathBuf::from(modules.len().to_string())];
    words.extend(modules.keys().map(|name| folder.join(format!("{name}.js"))));
    words.extend(files(folder, "js")?);
    node_script(SCRIPT, &words)
}

/// Leaves the asynchronous start out of the glue, its default export: the package compiles the wasm itself, and says what is wrong.
fn trim_glue(name: &str, folder: &Path) -> Result<(), String> {
    const SCRIPT: &str = "
        import { rolldown } from 'rolldown';
        const [file] = process.argv.slice(1);
        const load = (id) => (id === 'trimmed' ? `export * from ${JSON.stringify(file)};` : undefined);
        const plugins = [{ name: 'trim', resolveId: (id) => (id === 'trimmed' ? id : undefined), load }];
        const bundle = await rolldown({ input: 'trimmed', plugins });
        await bundle.write({ file, format: 'esm' });";
    println!("trimming the glue");
    node_script(SCRIPT, &[folder.join(format!("{name}.js"))])
}

/// Runs a few lines of JavaScript.
fn node_script(script: &str, words: &[PathBuf]) -> Result<(), String> {
    let mut node = command("node", ["--input-type=module", "--eval", script]);
    let status = node.args(words).status().map_err(|error| format!("node: {error}"))?;
    if status.success() { Ok(()) } else { Err("a script of the build failed".into()) }
}

/// A module and every module that it imports, and these in turn, without those imported when there is need (`import()`).
fn loaded(module: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = vec![module.to_path_buf()];
    let mut next = 0;
    while let Some(path) = found.get(next) {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        for (before, after) in text.match_indices("\"./").filter_map(|(at, _)| text.split_at_checked(at)) {
            let name = after.split('"').nth(1).and_then(|name| name.strip_suffix(".js"));
            let imported = ["from", "import"].iter().any(|word| before.trim_end().ends_with(word));
            let path = name.map(|name| folder.join(format!("{name}{ending}")));
            found.extend(path.filter(|path| imported && !found.contains(path)));
        }
        next += 1;
    }
    Ok(found)
}

const INLINED_TYPES: &str = "\
export declare const wasm: string;
export declare const framework: string;
";

/// Files of the package inside a script: base64 of gzip.
fn inlined_module(config: &Config, folder: &Path) -> Result<String, String> {
    let mut lines = Vec::new();
    let wasm = format!("{}_bg.wasm", config.package.name);
    for (name, file) in [("wasm", wasm.as_str()), ("framework", "framework.json")] {
        let bytes = fs::read(folder.join(file)).map_err(|error| format!("pkg/{file}: {error}"))?;
        let zipped = zipped(&bytes).map_err(|error| format!("gzip: {error}"))?;
        lines.push(format!("export const {name} = \"{}\";\n", BASE64_STANDARD.encode(zipped)));
    }
    Ok(lines.concat())
}

const BUNDLED_TYPES: &str = "\
export declare const wasm: () => URL;
export declare const framework: () => URL;
export declare const studies: readonly { id: string; title: string; address: () => URL }[];
";

/// The addresses of the package's files: written out one by one, for that is what bundlers recognise.
fn bundled_module(bundled: &[Bundled]) -> Result<String, String> {
    let mut lines = vec!["export const wasm = () => new URL(\"./comity_bg.wasm\", import.meta.url);".to_owned()];
    lines.push("export const framework = () => new URL(\"./framework.json\", import.meta.url);".into());
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
    side_effects: &'a [String],
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
    Module(Module),
    Platforms { node: Node, default: Module },
}

#[derive(Serialize)]
#[serde(untagged)]
enum Node {
    Module(Module),
    Either { import: Module, require: Module },
}

#[derive(Serialize)]
struct Module {
    types: String,
    default: String,
}

fn export(entry: &Entry) -> Export<'_> {
    let module = |name: &str, kind: &str| Module {
        types: format!("./{name}.d.{kind}ts"),
        default: format!("./{name}.{kind}js"),
    };
    let default = module(&entry.default, "");
    match &entry.node {
        None => Export::Module(default),
        Some(name) if entry.commonjs => {
            Export::Platforms { node: Node::Either { import: module(name, ""), require: module(name, "c") }, default }
        }
        Some(name) => Export::Platforms { node: Node::Module(module(name, "")), default },
    }
}

fn manifest(package: &Package) -> Result<String, String> {
    let mut exports: BTreeMap<&str, Export> =
        package.entries.iter().map(|(name, entry)| (name.as_str(), export(entry))).collect();
    exports.extend(package.assets.iter().map(|(name, file)| (name.as_str(), Export::File(file))));
    let main = package.entries.get(".").ok_or("pkg.config: package.entries has no `.`")?;
    let manifest = Manifest {
        name: &package.name,
        version: &config::version()?,
        description: &package.description,
        license: &package.license,
        keywords: &package.keywords,
        r#type: "module",
        side_effects: &package.side_effects,
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
    let mut parts: Vec<(String, Vec<PathBuf>, usize)> = Vec::new();
    for (name, ceiling) in &config.budget.modules {
        parts.push((format!("{name}_bg.wasm"), vec![folder.join(format!("{name}_bg.wasm"))], *ceiling));
    }
    for entry in [".", "./scoring"] {
        let module =
            config.package.entries.get(entry).ok_or(format!("pkg.config: package.entries has no `{entry}`"))?;
        let scripts = loaded(&folder.join(format!("{}.js", module.default)), ".js")?;
        parts.push((format!("scripts of `{entry}`"), scripts, config.budget.glue));
    }
    let mut over = Vec::new();
    for (name, files, ceiling) in parts {
        let mut bytes = Vec::new();
        for file in files {
            bytes.extend(fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?);
        }
        let size = zipped(&bytes).map_err(|error| format!("gzip: {error}"))?.len();
        println!("{name}: {} bytes, {size} after gzip, of {ceiling} allowed", bytes.len());
        if size > ceiling {
            over.push(format!("{name}: {size} bytes after gzip are more than the {ceiling} of pkg.config"));
        }
    }
    if over.is_empty() { Ok(()) } else { Err(over.join("; ")) }
}

fn zipped(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
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
