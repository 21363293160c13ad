// Small projects of users, each in `consumers/`: the packed package installed into a copy of each outside this tree, built with the
// tools as they come, run, and South Korea's score compared with the engine's.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { promisify } from "node:util";
import { build, createServer, preview } from "vite";
import webpack from "webpack";
import { createEngine } from "../../pkg/node.js";
import { browserPage, bundledStudy, install, pack, program, serve, tool, top } from "./support.mjs";

const { units } = (await createEngine()).open(await bundledStudy()).score({ period: 2010 });
const korea = units.find((unit) => unit.id === "KOR");

test("consumers of the packed package get the engine's own score", async (t) => {
  const outside = await mkdtemp(join(tmpdir(), "comity-consumers-"));
  t.after(() => rm(outside, { recursive: true, force: true }));
  const { filename } = await pack(outside);

  /** A copy of a consumer with the package installed and nothing else. */
  async function copyOf(name) {
    const folder = join(outside, name);
    await cp(new URL(`consumers/${name}`, import.meta.url), folder, { recursive: true });
    await install(folder, join(outside, filename));
    return folder;
  }
  const assertKorea = (said) => assert.deepEqual(typeof said === "string" ? JSON.parse(said) : said, korea);

  /** Runs a program that must say nothing but its answer, warnings included. */
  async function assertQuiet(folder) {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["main.js"], { cwd: folder });
    assert.equal(stderr, "");
    assertKorea(stdout);
  }
  /** Opens a page that must ask no one else, and where `quiet` say nothing on the console. */
  async function assertPage(t, address, quiet = true) {
    const { page, requests, said } = await browserPage(t);
    await page.goto(address);
    await page
      .waitForFunction(() => window.korea, undefined, { timeout: 30_000 })
      .catch((error) => assert.fail(`${error.message}\n${said.join("\n")}\n${requests.join("\n")}`));
    assertKorea(await page.evaluate(() => window.korea));
    const { origin } = new URL(address);
    for (const request of requests) assert.ok(request.startsWith(`${origin}/`) || request.startsWith("data:"), request);
    if (quiet) assert.deepEqual(said, []);
  }

  await t.test("Node, ES module", async () => assertQuiet(await copyOf("node-esm")));
  await t.test("Node, CommonJS", async () => assertQuiet(await copyOf("node-commonjs")));

  await t.test("node --test", async () => {
    const folder = await copyOf("node-test");
    // Under a test runner of ours, theirs would report to it.
    const env = { ...process.env, EXPECTED: String(korea.score), NODE_TEST_CONTEXT: undefined };
    const { stdout } = await promisify(execFile)(process.execPath, ["--test"], { cwd: folder, env });
    assert.match(stdout, /pass 1\n/);
    assert.match(stdout, /fail 0\n/);
  });

  await t.test("a browser without a bundler", async (t) => assertPage(t, await serve(t, await copyOf("browser"))));

  await t.test("Vite: dev, build, preview", async (t) => {
    const root = await copyOf("vite");
    const settings = { root, logLevel: "error", configFile: false, clearScreen: false };
    const server = await createServer({ ...settings, server: { host: "127.0.0.1", port: 0 } });
    t.after(() => server.close());
    await server.listen();
    await assertPage(t, server.resolvedUrls.local[0], false);
    await build(settings);
    await assertPage(t, await serve(t, join(root, "dist")));
    const shown = await preview({ ...settings, preview: { host: "127.0.0.1", port: 0 } });
    t.after(() => shown.close());
    await assertPage(t, shown.resolvedUrls.local[0]);
  });

  await t.test("webpack 5, without a warning", async (t) => {
    const folder = await copyOf("webpack");
    const { default: settings } = await import(join(folder, "webpack.config.js"));
    const compiler = webpack({ ...settings, context: folder, output: { path: join(folder, "dist") } });
    const stats = await promisify(compiler.run.bind(compiler))();
    await promisify(compiler.close.bind(compiler))();
    const { errors, warnings } = stats.toJson();
    assert.deepEqual([errors, warnings], [[], []]);
    await cp(join(folder, "index.html"), join(folder, "dist/index.html"));
    await assertPage(t, await serve(t, join(folder, "dist")));
  });

  const types = ["--typeRoots", join(top, "node_modules/@types")];
  await t.test("TypeScript, nodenext, strict: an ES module and a CommonJS one", async () => {
    const folder = await copyOf("typescript-nodenext");
    await tool("typescript/bin/tsc", ["-p", folder, ...types], folder);
    await assertQuiet(folder);
    await program(process.execPath, ["commonjs.cjs"], folder);
  });

  await t.test("TypeScript, bundler, strict", async () => {
    const folder = await copyOf("typescript-bundler");
    await tool("typescript/bin/tsc", ["-p", folder, ...types], folder);
    assert.ok((await readFile(join(folder, "main.js"), "utf8")).includes('from "comity"'));
    await assertQuiet(folder);
  });
});
