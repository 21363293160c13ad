// The package in a browser: unbundled, in a worker, and through Vite, always under a strict policy.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { rolldown } from "rolldown";
import { build, createServer } from "vite";
import webpack from "webpack";
import { createEngine } from "../../pkg/node.js";
import { browserPage, bundledStudy, consumer, POLICY, serve } from "./support.mjs";

const study = (await createEngine()).open(await bundledStudy());
const expected = {
  hash: study.hash,
  units: study.score({ period: 2010 }).units.map(({ id, score, rank }) => ({ id, score, rank })),
};

/** A user's program: scores the bundled study and shows the answer as JSON. */
const scoring = (from) => `
  import { createEngine } from "${from}";
  export async function scores() {
    const engine = await createEngine();
    const study = engine.open(await engine.loadStudy("us-partnerships"));
    const units = study.score({ period: 2010 }).units.map(({ id, score, rank }) => ({ id, score, rank }));
    return { hash: study.hash, units };
  }
  export async function pooled() {
    const engine = await createEngine();
    const document = JSON.stringify(await engine.loadStudy("us-partnerships"));
    const [[{ hash, units }]] = await (await engine.pool()).run({ document, name: "score", tasks: [[[{ period: 2010 }]]] });
    return { hash, units: units.map(({ id, score, rank }) => ({ id, score, rank })) };
  }`;
const main = `
  import { pooled, scores } from "./scores.js";
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.onerror = (event) => console.error("worker", event.message);
  worker.onmessage = async ({ data }) => {
    window.inWorker = data;
    window.inPool = await pooled().catch((error) => console.error(error.message));
    window.inPage = await scores().catch((error) => console.error(error.message));
  };`;
const worker = `
  import { scores } from "./scores.js";
  scores().then((answer) => postMessage(answer), (error) => console.error(error.message));`;
const html =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><link rel="icon" href="data:,"><script type="module" src="./main.js"></script></html>';

/** Writes the program into a folder; `from` is how it names the package. */
async function writeProgram(folder, from) {
  await mkdir(folder, { recursive: true });
  const files = { "index.html": html, "main.js": main, "worker.js": worker, "scores.js": scoring(from) };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

/** Opens the program: page and worker give the right scores, ask no one else, and say nothing on the console. */
async function assertScores(t, address, quiet = true) {
  const { page, requests, said } = await browserPage(t);
  await page.goto(address);
  await page
    .waitForFunction(() => window.inPage, undefined, { timeout: 30_000 })
    .catch((error) => assert.fail(`${error.message}\n${said.join("\n")}\n${requests.join("\n")}`));
  assert.deepEqual(await page.evaluate(() => window.inPage), expected);
  assert.deepEqual(await page.evaluate(() => window.inWorker), expected);
  assert.deepEqual(await page.evaluate(() => window.inPool), expected);
  assert.equal(await page.evaluate(() => crossOriginIsolated), false);
  const origin = new URL(address).origin;
  for (const request of requests) assert.ok(request.startsWith(`${origin}/`) || request.startsWith("data:"), request);
  if (quiet) assert.deepEqual(said, []);
  return { page, requests };
}

test("the installed package runs in a browser", async (t) => {
  const { folder } = await consumer(t);

  await t.test("without a bundler, in the page and in a worker, to the last bit as in Node", async (t) => {
    await writeProgram(folder, "./node_modules/comity/index.js");
    const { page, requests } = await assertScores(t, await serve(t, folder));
    assert.ok(requests.some((request) => request.endsWith("/comity_bg.wasm")));

    await t.test("and a trap on the page's own thread costs nothing there either", async () => {
      const answer = await page.evaluate(async () => {
        const { createEngine } = await import("./node_modules/comity/index.js");
        const { initSync: rawExports, OpenStudy } = await import("./node_modules/comity/comity.js");
        const engine = await createEngine();
        const study = engine.open(await engine.loadStudy("us-partnerships"));
        const before = JSON.stringify(study.score());
        const original = OpenStudy.prototype.score;
        const raw = rawExports();
        OpenStudy.prototype.score = () => raw.openstudy_score(0xffff_fff0, undefined);
        const begin = performance.now();
        let code;
        try {
          study.score();
        } catch (error) {
          code = error.code;
        }
        const problems = engine.validate("{}").length;
        const took = performance.now() - begin;
        OpenStudy.prototype.score = original;
        return { code, right: problems > 0 && JSON.stringify(study.score()) === before, took };
      });
      assert.deepEqual([answer.code, answer.right], ["engine-trapped", true]);
      assert.ok(answer.took < 50, `${answer.took} ms`);
    });
  });

  await t.test("begun with the module that scores, which has the whole one come when more is asked for", async (t) => {
    await writeFile(join(folder, "index.html"), html.replace('<script type="module" src="./main.js"></script>', ""));
    const { page, requests, said } = await browserPage(t);
    await page.goto(await serve(t, folder));
    const answer = await page.evaluate(async () => {
      const { createEngine } = await import("./node_modules/comity/scoring.js");
      const engine = await createEngine({ workers: 1 });
      const study = engine.open(await engine.loadStudy("us-partnerships"));
      const begun = performance.getEntriesByType("resource").map(({ name }) => name);
      const fault = (ask) => {
        try {
          ask();
        } catch (error) {
          return error.code;
        }
      };
      const before = JSON.stringify(study.score());
      const refused = [
        () => study.stability(),
        () => study.simulation(),
        () => study.shards({ draws: 2_048 }, 2),
        () => engine.importCsv("unit,a\nb,1\n"),
        () => engine.exportCsv(study.document),
      ].map(fault);
      const { document } = await engine.importCsvInBackground("unit,a\nb,1\n");
      const inBackground = JSON.stringify(await study.sensitivity({ factors: "sources", blocks: 4 }));
      const early = performance.getEntriesByType("resource").map(({ name }) => name);
      await Promise.all([engine.loadWhole(), engine.loadWhole()]);
      return {
        begun,
        early,
        refused,
        imported: typeof document,
        same: before === JSON.stringify(study.score()),
        sensitivity: inBackground === JSON.stringify(await study.sensitivity({ factors: "sources", blocks: 4 })),
        here:
          inBackground ===
          JSON.stringify(await study.sensitivity({ factors: "sources", blocks: 4 }, { workers: false })),
        draws: (await study.simulate({ draws: 2_048 })).draws,
        nodes: study.stability().nodes.length,
      };
    });
    const wasm = (list) => list.filter((name) => name.endsWith(".wasm")).map((name) => name.split("/").pop());
    assert.deepEqual(wasm(answer.begun), ["comity_scoring_bg.wasm"]);
    assert.deepEqual(wasm(answer.early), ["comity_scoring_bg.wasm", "comity_bg.wasm"]);
    assert.deepEqual(
      answer.refused,
      answer.refused.map(() => "engine-in-part"),
    );
    assert.equal(requests.filter((name) => name.endsWith(".wasm")).length, 2);
    assert.deepEqual([answer.imported, answer.same, answer.sensitivity, answer.here], ["object", true, true, true]);
    assert.equal(answer.draws, 2_048);
    assert.ok(answer.nodes > 10);
    assert.deepEqual(said, []);
  });

  await t.test("built by Vite, page and worker sharing one wasm file", async (t) => {
    const root = join(folder, "app");
    await writeProgram(root, "comity");
    await build({ root, base: "./", logLevel: "error", configFile: false, worker: { format: "es" } });
    const { requests } = await assertScores(t, await serve(t, join(root, "dist")));
    assert.equal(new Set(requests.filter((request) => request.endsWith(".wasm"))).size, 1);
  });

  await t.test("built by webpack, the package's own workers included", async (t) => {
    const context = join(folder, "packed");
    await writeProgram(context, "comity");
    const output = { path: join(context, "dist") };
    const compiler = webpack({
      context,
      entry: "./main.js",
      mode: "production",
      output,
      performance: { hints: false },
    });
    const stats = await promisify(compiler.run.bind(compiler))();
    await promisify(compiler.close.bind(compiler))();
    assert.deepEqual([stats.toJson().errors, stats.toJson().warnings], [[], []]);
    await writeFile(join(context, "dist/index.html"), html);
    await assertScores(t, await serve(t, join(context, "dist")));
  });

  await t.test("in one piece: a page opened as a file, a classic script, nothing fetched", async (t) => {
    const context = join(folder, "file");
    await mkdir(context);
    await writeFile(
      join(context, "main.js"),
      `import { createEngine } from "comity/inline";
       import study from "comity/studies/us-partnerships.json" with { type: "json" };
       (async () => {
         const engine = await createEngine();
         const opened = engine.open(study);
         const units = opened.score({ period: 2010 }).units.map(({ id, score, rank }) => ({ id, score, rank }));
         const made = await engine.emptyStudy({ id: "a", title: "A", units: [{ id: "b", name: "B" }], periods: [1] });
         window.inPage = { hash: opened.hash, units };
         window.others = [engine.bundled(), made.framework.indicators.length];
         window.pool = await engine.pool().then((pool) => pool.run({ document: "", name: "", tasks: [[]] })).catch(({ code }) => code);
       })();`,
    );
    const bundle = await rolldown({ input: join(context, "main.js"), logLevel: "silent" });
    await bundle.write({ file: join(context, "bundle.js"), format: "iife", codeSplitting: false });
    await writeFile(join(context, "index.html"), html.replace('type="module" src="./main.js"', 'src="./bundle.js"'));
    const { page, requests, said } = await browserPage(t);
    await page.goto(pathToFileURL(join(context, "index.html")).href);
    await page.waitForFunction(() => window.pool, undefined, { timeout: 30_000 });
    assert.deepEqual(await page.evaluate(() => window.inPage), expected);
    assert.deepEqual(await page.evaluate(() => window.others), [[], 26]);
    assert.equal(await page.evaluate(() => window.pool), "worker-failed");
    assert.deepEqual(
      requests.filter((request) => !/(index\.html|bundle\.js)$/.test(request) && !request.startsWith("data:")),
      [],
    );
    assert.deepEqual(said, []);
  });

  await t.test("under Vite's dev server, as its own settings are", async (t) => {
    const root = join(folder, "app");
    const server = await createServer({
      root,
      logLevel: "error",
      configFile: false,
      server: { host: "127.0.0.1", port: 0 },
      clearScreen: false,
    });
    t.after(() => server.close());
    await server.listen();
    await assertScores(t, server.resolvedUrls.local[0], false);
  });
});

test("the policy of these tests forbids what it should", () => {
  assert.ok(!POLICY.includes("unsafe-inline") && !POLICY.includes("'unsafe-eval'") && !POLICY.includes("http"));
});
