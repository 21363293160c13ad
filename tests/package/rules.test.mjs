// The seventeen things that go wrong with other WebAssembly packages, and the tests that hold for each that they do not here.

import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { rolldown } from "rolldown";
import { bundledStudy, consumer, program, top } from "./support.mjs";

const HERE = "rules.test.mjs";

/** Each rule with its tests: the file, and the title or the part of it after any place holders. */
const RULES = {
  "1, a web page instead of the wasm": [
    ["loading.test.mjs", "a web page instead of the engine is told with its address and the cure"],
    ["consumers.test.mjs", "Vite: dev, build, preview"],
  ],
  "2, workers inside a dependency": [
    ["browser.test.mjs", "built by Vite, page and worker sharing one wasm file"],
    ["browser.test.mjs", "under Vite's dev server, as its own settings are"],
    ["browser.test.mjs", "built by webpack, the package's own workers included"],
    ["pool.test.mjs", "workers that are given are used, and when the last is lost the job fails"],
  ],
  "3, rendering on a server": [
    [HERE, "importing does nothing: no file, no request, no worker, no global, by any entry"],
    ["browser.test.mjs", "in one piece: a page opened as a file, a classic script, nothing fetched"],
  ],
  "4, Node and its test runner do not know `.wasm`": [
    ["consumers.test.mjs", "Node, ES module"],
    ["consumers.test.mjs", "Node, CommonJS"],
    ["consumers.test.mjs", "node --test"],
  ],
  "5, top-level await": [[HERE, "no entry awaits at its top level: each fits into a classic script"]],
  "6, started twice": [
    ["loading.test.mjs", "after a failed load another can be tried, and several at once give one promise"],
    ["loading.test.mjs", "the same file named again is the same engine; another file is refused"],
  ],
  "7, words on the user's console": [
    [HERE, "nothing is ever said on the console"],
    ["consumers.test.mjs", "webpack 5, without a warning"],
  ],
  "8, memory that no one frees": [
    ["study.test.mjs", "ten thousand calls of score and rank, good and bad, grow the engine's memory by no page"],
    ["study.test.mjs", "studies that nobody frees do not pile up inside the engine"],
    ["pool.test.mjs", "a thousand aborted jobs leave as many workers, and no more memory"],
  ],
  "9, a trap poisons the instance": [
    ["trap.test.mjs", "every study answers as before, the engine within 50 ms"],
    ["trap.test.mjs", "a thousand traps leave the engine right and its memory as it was"],
  ],
  "10, `Map` and BigInt in results": [
    [HERE, "results are plain data: JSON and structured clones of them are equal to them"],
  ],
  "11, types not found": [
    [
      "install.test.mjs",
      "the types are found whichever way the package is resolved: are-the-types-wrong finds nothing",
    ],
    ["consumers.test.mjs", "TypeScript, nodenext, strict: an ES module and a CommonJS one"],
    ["consumers.test.mjs", "TypeScript, bundler, strict"],
    [HERE, "`types` comes first in every condition"],
  ],
  "12, size creeps": [
    ["install.test.mjs", "wasm and glue keep within the budget of pkg.config"],
    [
      "install.test.mjs",
      "the tarball holds the listed files only, under a megabyte, each module once, nothing to run at install",
    ],
  ],
  "13, content security policies": [
    ["browser.test.mjs", "the policy of these tests forbids what it should"],
    ["browser.test.mjs", "without a bundler, in the page and in a worker, to the last bit as in Node"],
    ["pool.test.mjs", "in Chromium, under the strict policy"],
    [HERE, "no script evaluates text, makes a worker of a blob, shares memory or names another host"],
  ],
  "14, threads that need special headers": [
    ["pool.test.mjs", "workers give what Node gives"],
    [HERE, "no script evaluates text, makes a worker of a blob, shares memory or names another host"],
  ],
  "15, files from other hosts": [
    ["consumers.test.mjs", "a browser without a bundler"],
    [HERE, "no script evaluates text, makes a worker of a blob, shares memory or names another host"],
  ],
  "16, out of memory": [
    [HERE, "an engine with every bundled study open takes less than 64 MB"],
    ["pool.test.mjs", "a closed pool fails what was under way and starts afresh when it is asked again"],
  ],
  "17, bindings of another version": [[HERE, "wasm-bindgen is pinned, and library and tool are of one version"]],
};

/** Files of the built package. */
const scripts = async () => {
  const names = (await readdir(join(top, "pkg"))).filter((name) => /\.c?js$/.test(name));
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(top, "pkg", name), "utf8") })));
};

test("each of the seventeen rules has tests, and they are there", async () => {
  assert.equal(Object.keys(RULES).length, 17);
  for (const [rule, tests] of Object.entries(RULES))
    for (const [file, title] of tests) {
      const text = await readFile(new URL(file, import.meta.url), "utf8");
      const calls = text.match(/\b(?:t\.)?test\(\s*(["`])(?:(?!\1)[^\\]|\\.)*\1/g) ?? [];
      assert.ok(
        calls.some((call) => call.includes(title)),
        `rule ${rule}: ${file} has no test "${title}"`,
      );
    }
});

test("importing does nothing: no file, no request, no worker, no global, by any entry", async (t) => {
  const { folder } = await consumer(t);
  const stubs = `
    const fs = require("node:fs");
    const did = [];
    const stub = (owner, name) => { owner[name] = () => { did.push(name); throw new Error(name); }; };
    // Node itself reads modules through it.
    const { readFile } = fs.promises;
    fs.promises.readFile = (file, ...words) => {
      if (!/js$/.test(String(file))) did.push(String(file));
      return readFile(file, ...words);
    };
    stub(require("node:worker_threads"), "Worker");
    stub(globalThis, "fetch");
    for (const name of ["compile", "instantiate", "Module", "Instance"]) stub(WebAssembly, name);
    require("node:module").syncBuiltinESMExports();
    const before = Reflect.ownKeys(globalThis).length;`;
  const end = "console.log(JSON.stringify([did, Reflect.ownKeys(globalThis).length - before]));";
  await writeFile(join(folder, "required.cjs"), `${stubs} require("comity"); ${end}`);
  const imports = ["comity", "comity/inline"].map((name) => `await import("${name}");`).join(" ");
  await writeFile(
    join(folder, "imported.cjs"),
    `${stubs} (async () => { ${imports} await import("./node_modules/comity/index.js"); ${end} })();`,
  );
  for (const file of ["required.cjs", "imported.cjs"])
    assert.deepEqual(JSON.parse(await program(process.execPath, [file], folder)), [[], 0], file);
});

test("no entry awaits at its top level: each fits into a classic script", async () => {
  for (const entry of ["index", "inline", "node", "worker", "node-worker"]) {
    const input = join(top, "pkg", `${entry}.js`);
    const bundle = await rolldown({ input, platform: "node", external: /^node:/, logLevel: "silent" });
    const { output } = await bundle.generate({ format: "iife", codeSplitting: false, name: "comity" });
    assert.ok(output[0].code.length > 0, entry);
  }
});

test("nothing is ever said on the console", async (t) => {
  const { folder } = await consumer(t);
  await writeFile(
    join(folder, "busy.mjs"),
    `import { createEngine } from "comity";
     import { createEngine as again } from "comity/inline";
     await createEngine({ wasm: "nowhere" }).catch(() => {});
     const engine = await createEngine();
     if ((await again()) !== engine || (await createEngine()) !== engine) throw new Error("another engine");
     const study = engine.open(await engine.loadStudy("us-korea"));
     study.score(); study.objectives(); study.agreement(); study.trace(study.outline.units[0].id);
     for (const work of [() => engine.open(""), () => study.score({ period: 1 }), () => study.rank()])
       try { work(); } catch {}
     await (await engine.pool()).run({ document: "{}", name: "score", tasks: [[[]]] }).catch(() => {});
     study.free();`,
  );
  // Warnings of Node's own about what the package does would be said here too.
  assert.equal(await program(process.execPath, ["busy.mjs"], folder, "stderr"), "");
});

test("results are plain data: JSON and structured clones of them are equal to them", async () => {
  const { createEngine } = await import("../../pkg/node.js");
  const engine = await createEngine();
  for (const { id } of engine.bundled()) {
    const document = await engine.loadStudy(id);
    const study = engine.open(document);
    const { units, nodes } = study.outline;
    const results = {
      bundled: engine.bundled(),
      validate: engine.validate({ ...document, schema: 7, extra: [NaN] }),
      emptyStudy: await engine.emptyStudy({ id: "a", title: "A", units: [{ id: "a", name: "A" }], periods: [1] }),
      document: study.document,
      outline: study.outline,
      score: study.score(),
      trace: study.trace(units[0].id),
      objectives: study.objectives(),
      agreement: study.agreement(),
      reweight: study.reweight({ id: nodes[1].id, share: 0.25 }),
    };
    for (const [name, result] of Object.entries(results)) {
      assert.deepEqual(JSON.parse(JSON.stringify(result)), result, `${id}: ${name}`);
      assert.deepEqual(structuredClone(result), result, `${id}: ${name}`);
    }
  }
});

test("`types` comes first in every condition", async () => {
  const { exports } = JSON.parse(await readFile(join(top, "pkg/package.json"), "utf8"));
  const walk = (at, place) => {
    if (typeof at === "string") return;
    if ("types" in at) assert.deepEqual(Object.keys(at), ["types", "default"], place);
    else for (const [condition, next] of Object.entries(at)) walk(next, `${place}, ${condition}`);
  };
  for (const [name, entry] of Object.entries(exports)) walk(entry, name);
  assert.deepEqual(Object.keys(exports["."].node), ["import", "require"]);
});

test("no script evaluates text, makes a worker of a blob, shares memory or names another host", async () => {
  for (const { name, text } of await scripts())
    for (const forbidden of [
      /\beval\(/,
      /\bnew Function\b/,
      /createObjectURL/,
      /SharedArrayBuffer/,
      /https?:\/\//,
      /importScripts/,
    ])
      assert.doesNotMatch(text, forbidden, name);
});

test("an engine with every bundled study open takes less than 64 MB", async () => {
  const { createEngine } = await import("../../pkg/node.js");
  const { initSync } = await import("../../pkg/comity.js");
  const engine = await createEngine();
  const studies = [];
  for (const { id } of engine.bundled()) studies.push(engine.open(await engine.loadStudy(id)));
  studies.push(engine.open(await bundledStudy()));
  for (const study of studies) for (const period of study.outline.periods) study.score({ period });
  const bytes = initSync().memory.buffer.byteLength;
  assert.ok(bytes < 64 * 2 ** 20, `${bytes} bytes`);
});

test("wasm-bindgen is pinned, and library and tool are of one version", async () => {
  const pinned = async (file, name) =>
    new RegExp(`^${name} = .*"=(\\d+\\.\\d+\\.\\d+)"`, "m").exec(await readFile(join(top, file), "utf8"))?.[1];
  const version = await pinned("Cargo.toml", "wasm-bindgen");
  assert.match(version ?? "", /^\d/);
  assert.equal(await pinned("xtask/Cargo.toml", "wasm-bindgen-cli"), version);
});
