import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { DIST, launch, open, serve } from "./support.mjs";

/** First load, after gzip: what the page may cost on a slow line. */
const BUDGET = 300 * 1024;

let server;
let browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("the first load stays within 300 KB after gzip", async (context) => {
  const visited = await browser.newContext();
  const page = await visited.newPage();
  const paths = [];
  page.on("request", (request) => paths.push(new URL(request.url()).pathname));
  const start = performance.now();
  await page.goto(server.address);
  await page.waitForSelector("tbody tr");
  const ready = performance.now() - start;
  await visited.close();
  let total = 0;
  for (const path of new Set(paths)) {
    const file = join(DIST, path === "/" ? "index.html" : path);
    const size = gzipSync(await readFile(file), { level: 9 }).length;
    context.diagnostic(`${path}: ${(await stat(file)).size} bytes, ${size} after gzip`);
    total += size;
  }
  context.diagnostic(`${paths.length} requests, ${total} bytes after gzip, table shown after ${ready.toFixed(0)} ms`);
  assert.ok(total <= BUDGET, `${total} bytes`);
});

test("the policy forbids what the page does not need", async () => {
  const policy =
    (await readFile(join(DIST, "index.html"), "utf8")).match(
      /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/,
    )?.[1] ?? "";
  for (const rule of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "connect-src 'self'",
    "style-src 'self'",
    "require-trusted-types-for 'script'",
  ]) {
    assert.ok(policy.includes(rule), rule);
  }
  assert.ok(!/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/.test(policy), policy);
});

test("a study that cannot be had is an error that says what to do, and trying again mends it", async () => {
  const visited = await browser.newContext();
  const page = await visited.newPage();
  await page.route("**/*.json", (route) => route.abort());
  await page.goto(server.address);
  await page.waitForSelector("[role=alert]");
  assert.match(await page.textContent("[role=alert]"), /failed while loading the study/);
  await page.unroute("**/*.json");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.waitForSelector("tbody tr");
  await visited.close();
});

test("printed, the page keeps ranking, method and partnership and drops what is operated", async () => {
  const { page, complaints, close } = await open(browser, server.address, { colorScheme: "dark" });
  await page.emulateMedia({ media: "print" });
  // A sheet of A4.
  await page.setViewportSize({ width: 718, height: 1046 });
  assert.equal(
    await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor),
    "rgb(255, 255, 255)",
  );
  assert.equal(await page.locator(".side").isVisible(), false);
  for (const selector of ["table", ".method", ".detail"])
    assert.equal(await page.locator(selector).isVisible(), true, selector);
  assert.deepEqual(complaints, []);
  await close();
});
