// The package as npm packs and installs it.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { bundledStudy, consumer, program, tool, top } from "./support.mjs";

test("the packed package installs and runs", async (t) => {
  const { folder, packed } = await consumer(t);
  const run = (file) => program(process.execPath, [file], folder);

  await t.test(
    "the tarball holds the listed files only, under a megabyte, each module once, nothing to run at install",
    async () => {
      const files = packed.files.map((file) => file.path);
      assert.ok(packed.size < 1e6, `${packed.size} bytes`);
      assert.deepEqual(
        files.filter((file) => file.endsWith(".wasm")),
        ["comity_bg.wasm", "comity_scoring_bg.wasm"],
      );
      assert.ok(files.includes("studies/us-partnerships.json"));
      for (const file of files)
        assert.match(
          file,
          /^([a-z_-]+\.(d\.c?ts|c?js)|comity(_scoring)?_bg\.wasm|studies\/[a-z-]+\.json|(framework|package)\.json|README\.md|LICENSE)$/,
        );
      const manifest = JSON.parse(await readFile(join(top, "pkg/package.json"), "utf8"));
      assert.deepEqual(
        [manifest.scripts, manifest.dependencies, manifest.sideEffects, manifest.type],
        [undefined, undefined, ["./worker.js", "./node-worker.js"], "module"],
      );
    },
  );

  await t.test("an ES module in Node scores the bundled study as the command line does, bit for bit", async () => {
    await writeFile(
      join(folder, "esm.js"),
      `import { createEngine } from "comity";
       const engine = await createEngine();
       const study = engine.open(await engine.loadStudy("us-partnerships"));
       console.log(JSON.stringify(study.score({ period: 2010 })));`,
    );
    const card = JSON.parse(await run("esm.js"));
    const words = [
      "run",
      "--release",
      "--quiet",
      "--",
      "score",
      "--json",
      "--period",
      "2010",
      "pkg/studies/us-partnerships.json",
    ];
    assert.deepEqual(card, JSON.parse(await program("cargo", words)));
    for (const name of ["South Korea", "Japan"]) {
      const unit = card.units.find((unit) => unit.name === name);
      assert.ok(unit?.rank >= 1 && unit.score >= 0 && unit.score <= 100, `${name}: ${unit?.rank}, ${unit?.score}`);
    }
  });

  await t.test("its files can be had by name: the wasm, a study, the framework, its own description", async () => {
    await writeFile(
      join(folder, "files.js"),
      `import { readFile } from "node:fs/promises";
       import { fileURLToPath } from "node:url";
       import { createEngine } from "comity";
       import study from "comity/studies/us-partnerships.json" with { type: "json" };
       import framework from "comity/framework.json" with { type: "json" };
       import description from "comity/package.json" with { type: "json" };
       const wasm = await readFile(fileURLToPath(import.meta.resolve("comity/wasm")));
       const engine = await createEngine({ wasm });
       const indicators = framework.framework.indicators.length;
       console.log(JSON.stringify([description.name, engine.open(study).document.id, indicators]));`,
    );
    assert.deepEqual(JSON.parse(await run("files.js")), ["comity", "us-partnerships", 26]);
  });

  const compilers = {
    nodenext: { module: "NodeNext", moduleResolution: "NodeNext", lib: ["ES2022"], types: ["node"] },
    bundler: { module: "ESNext", moduleResolution: "Bundler", lib: ["ES2022", "DOM"], types: [] },
  };
  for (const [name, options] of Object.entries(compilers)) {
    await t.test(`a strict program that uses everything compiles and runs: ${name}`, async () => {
      await writeFile(join(folder, "example.ts"), await readFile(new URL("example.ts", import.meta.url)));
      await compile(folder, "example.ts", options);
      const said = JSON.parse(await run("example.js"));
      assert.equal(said.same, true);
      assert.equal(said.code, "period-unknown");
      assert.equal(said.indicators, 26);
      assert.deepEqual(said.problems, []);
    });
  }

  await t.test("what comes out is what the types say: one real output a type", async () => {
    const { createEngine, ScoringError } = await import("../../pkg/node.js");
    const engine = await createEngine();
    const document = await bundledStudy();
    const study = engine.open(document);
    const { period, units, nodes } = study.outline;
    const goldens = {
      StudyDocument: study.document,
      Outline: study.outline,
      Scorecard: study.score({ period }),
      Trace: study.trace(units[0].id, { period }),
      "Weight[]": study.reweight({ id: nodes[1].id, share: 0.25 }),
      "Problem[]": engine.validate({ ...document, schema: 7, method: { nodes: [{ id: "nowhere", weight: -1 }] } }),
      "BundledStudy[]": engine.bundled(),
      "MethodAbout[]": engine.methods(),
      ObjectiveTable: study.objectives(),
      "Agreement[]": study.agreement(),
    };
    assert.ok(goldens["Problem[]"].length > 1);
    assert.throws(() => study.score({ period: 1 }), ScoringError);
    const entries = Object.entries(goldens);
    const names = entries.map(([type]) => type.replace("[]", "")).join(", ");
    const lines = entries.map(
      ([type, value], index) => `export const golden${index} = ${JSON.stringify(value)} satisfies ${type};`,
    );
    await writeFile(join(folder, "golden.ts"), `import type { ${names} } from "comity";\n${lines.join("\n")}\n`);
    await compile(folder, "golden.ts", compilers.bundler);
    for (const [type, value] of entries) assert.deepEqual(structuredClone(value), value, `${type} is plain data`);
  });
});

test("publint finds nothing to complain of", async () => {
  assert.match(await tool("publint/src/cli.js", ["pkg", "--strict"]), /All good/);
});

test("the types are found whichever way the package is resolved: are-the-types-wrong finds nothing", async (t) => {
  const { folder, packed } = await consumer(t);
  const judge = (...words) =>
    tool("@arethetypeswrong/cli/dist/index.js", [join(folder, packed.filename), "--no-emoji", "--no-color", ...words]);
  const modules = ["inline", "scoring", "worker"];
  // The bare wasm is a file, not a module; the other entries are ES modules only.
  const main = await judge("--profile", "node16", "--exclude-entrypoints", "wasm", ...modules);
  for (const found of ["No problems found", "OK (CJS)", "OK (ESM)"]) assert.ok(main.includes(found), main);
  const others = await judge("--profile", "esm-only", "--entrypoints", ...modules);
  for (const found of modules) assert.ok(others.includes(`"comity/${found}"`), others);
});

test("wasm and glue keep within the budget of pkg.config", async () => {
  const config = await readFile(join(top, "pkg.config"), "utf8");
  const allowed = (name) => Number(new RegExp(`^${name} = ([\\d_]+)$`, "m").exec(config)[1].replaceAll("_", ""));
  const zipped = (...files) => gzipSync(Buffer.concat(files), { level: 9 }).length;
  for (const [name, most] of [
    ["comity", 350_000],
    ["comity_scoring", 212_000],
  ]) {
    const wasm = zipped(await readFile(join(top, `pkg/${name}_bg.wasm`)));
    assert.ok(wasm <= allowed(name) && allowed(name) <= most, `${name}: ${wasm}`);
  }
  // What a browser loads from the main entry: each module that is imported, and those that it imports.
  const scripts = new Map();
  const load = async (name) => {
    scripts.set(name, await readFile(join(top, "pkg", name)));
    for (const [, next] of scripts
      .get(name)
      .toString()
      .matchAll(/(?:from|import)"\.\/([^"]+)"/g))
      if (!scripts.has(next)) await load(next);
  };
  await load("index.js");
  assert.deepEqual(
    [...scripts.keys()].sort(),
    ["bundled", "comity", "copy", "engine", "error", "index", "instance", "simulation", "study"].map(
      (name) => `${name}.js`,
    ),
  );
  const glue = zipped(...scripts.values());
  assert.ok(glue <= allowed("glue") && allowed("glue") <= 9_300, `glue: ${glue}`);
});

async function compile(folder, file, options) {
  const compilerOptions = {
    target: "ES2022",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    ...options,
  };
  compilerOptions.typeRoots = [join(top, "node_modules/@types")];
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
  await tool("typescript/bin/tsc", ["-p", folder], folder);
}
