/** What the page's tests share: a static server on a free loopback port, a browser, and visits that end in a clean console. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** The built page. */
export const DIST = fileURLToPath(new URL("../../www/dist/", import.meta.url));

/** A desk's window, and a telephone's. */
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves `folder`; gives the address and the way to stop. */
export async function serve(folder = DIST) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    try {
      const body = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end("not found");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The installed Chromium, or the one that COMITY_CHROMIUM names. */
export function launch() {
  const quiet = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({
    executablePath: process.env.COMITY_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", ...quiet],
  });
}

/** Opens the page and waits for the ranking. `complaints` gathers warnings, errors and requests that leave the origin. */
export async function open(
  browser,
  address,
  { viewport = WIDE, colorScheme = "light", reducedMotion = "no-preference" } = {},
) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) complaints.push(`left the origin: ${request.url()}`);
  });
  await page.goto(address);
  await page.waitForSelector("tbody tr");
  return { page, complaints, close: () => context.close() };
}

/** Makes `visit(options, what)`: one browser and one server for a file of tests, a fresh window a visit, no complaints at its end. */
export function visits() {
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
  return async (options, what) => {
    const { page, complaints, close } = await open(browser, server.address, options);
    try {
      await what(page, server.address);
      assert.deepEqual(complaints, []);
    } finally {
      await close();
    }
  };
}

/** The engine as Node gets it from the built package. */
export async function engine() {
  const folder = new URL("../../pkg/", import.meta.url);
  const manifest = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
  const { createEngine } = await import(new URL(manifest.exports["."].node.import.default, folder));
  return createEngine();
}

/** The bundled study, opened in Node. */
export async function bundledStudy() {
  const comity = await engine();
  return comity.open(await comity.loadStudy("us-partnerships"));
}

/** The ranked table as a reader sees it: other tables may be open beside it. */
export function rows(page) {
  return page.$$eval(".ranking tbody tr[data-unit]", (lines) =>
    lines.map((line) => ({
      id: line.dataset.unit,
      rank: line.querySelector(".rank-number").textContent.trim(),
      score: line.querySelector("td.score").textContent.trim(),
      observed: line.querySelector("td.observed").textContent.trim().replace(/\s+/g, " "),
    })),
  );
}

/** The same, as the engine's scorecard says it should be. */
export function expected(card) {
  const root = card.nodes.findIndex(({ parent }) => parent === null);
  return card.units.map(({ id, rank, tiedWith, parts }) => ({
    id,
    rank: rank === null ? "\u2013" : `${rank}${tiedWith.length > 0 ? "=" : ""}`,
    score: rank === null ? "\u2013" : parts[root].shown.toFixed(1),
  }));
}

/** Rows without what the scorecard says in other words. */
export const numbers = (table) => table.map(({ id, rank, score }) => ({ id, rank, score }));

/** Waits until the weights rest and nothing moves: the scorecard is that of the weights shown. */
export async function settled(page) {
  await page.waitForTimeout(200);
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
}

/** A study of the built-in framework, with its presets and objectives and values that are made up but always the same. */
export async function ownStudy() {
  const file = new URL("../../src/framework/military_diplomacy.json", import.meta.url);
  const { framework, presets, objectives } = JSON.parse(await readFile(file, "utf8"));
  const units = ["Arland", "Borduria", "Carpathia", "Drusselstein", "Elbonia", "Florin"].map((name) => ({
    id: name.toLowerCase(),
    name: `${name} and Grand Fenwick`,
  }));
  const periods = [2008, 2009, 2010];
  const indicators = framework.indicators.map(({ id, rubric, goalposts }, column) => ({
    id,
    values: units.flatMap((_, row) =>
      periods.map((_, at) => {
        const share = (((row + 1) * (column + 3) * 37 + at * 11) % 101) / 100;
        if (rubric) return rubric[Math.round(share * (rubric.length - 1))].level;
        const { lower, upper } = goalposts ?? { lower: 0, upper: 100 };
        return Math.round((lower + share * (upper - lower)) * 100) / 100;
      }),
    ),
  }));
  const title = "Six partnerships of Grand Fenwick";
  const [{ method }] = presets;
  return {
    schema: 0,
    id: "grand-fenwick",
    title,
    framework,
    dataset: { units, periods, indicators },
    method,
    presets,
    objectives,
  };
}

/** The same with two members a partnership, three raters of the first rubric and both sides' word on another. */
export async function judgedStudy() {
  const study = await ownStudy();
  const rubrics = study.framework.indicators.filter(({ rubric }) => rubric);
  const [first, second] = rubrics.map(({ id }) => id);
  const { units, periods, indicators } = study.dataset;
  for (const unit of units) unit.members = [{ id: "GFW" }, { id: unit.id.slice(0, 3).toUpperCase() }];
  for (const column of indicators)
    if (column.id === first || column.id === second)
      column.values = column.values.map((value, at) => (periods[at % periods.length] === 2010 ? null : value));
  const observations = units.flatMap((unit, row) => [
    ...["Ann", "Ben", "Cleo"].map((rater, at) => ({
      unit: unit.id,
      indicator: first,
      period: 2010,
      rater,
      value: Math.min(5, ((row * 2) % 5) + (at === 2 && row % 2 === 0 ? 1 : 0)),
    })),
    ...unit.members.map(({ id: of }, at) => ({
      unit: unit.id,
      indicator: second,
      period: 2010,
      of,
      value: (row + at * 2) % 5,
      note: `As ${of} sees it`,
    })),
  ]);
  return { ...study, dataset: { ...study.dataset, observations } };
}

/** Opens a study file by the button, as a reader does. */
export async function openFile(page, name, text) {
  await page.setInputFiles("input[type=file]", { name, mimeType: "application/json", buffer: Buffer.from(text) });
  await settled(page);
}

/** Drops files on the page: `[name, text]` each. */
export async function drop(page, ...files) {
  await page.evaluate((files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, files);
}

/** Pastes a text where the focus is; whether the page took it. */
export function paste(page, text) {
  return page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    return !document.activeElement.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

/** Waits until the form for a table has read it: its worker may first finish the block of an analysis that nobody waits for. */
export async function tableRead(page) {
  await page.waitForSelector(".form.import[open]");
  await page.waitForFunction(
    () => document.querySelector(".import .body") !== null && document.querySelector(".import progress") === null,
    undefined,
    { timeout: 60_000 },
  );
}

/** A table of ten partnerships, two years and four indicators, as spreadsheets of German readers write it, with three cells that are no numbers. */
export const MESSY = `Land;Jahr;Truppen;Übungen;Zustimmung;Handel
${["Arland", "Borduria", "Carpathia", "Drusselstein", "Elbonia", "Florin", "Guilder", "Hav", "Illyria", "Jotunheim"]
  .flatMap((name, at) =>
    [2009, 2010].map((year) => {
      const troops = `${at + 1}.${String(at * 97).padStart(3, "0")}`;
      const drills = name === "Carpathia" && year === 2010 ? "vier?" : at;
      const approval = name === "Hav" && year === 2009 ? "=1+1" : `${40 + at},5 %`;
      const trade = name === "Elbonia" ? (year === 2010 ? "a lot, really" : "n/a") : `${at * 3},${year % 10}`;
      return [name, year, troops, drills, approval, trade].join(";");
    }),
  )
  .join("\n")}
`;

/** The class of the view that a button of this name opens. */
export const viewOf = (name) =>
  ({ "How sure": "robust", "What drives it": "drivers", Method: "methods" })[name] ?? name.toLowerCase();
