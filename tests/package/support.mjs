// What the package's tests share: the package as a user gets it, a web server, a browser, programs.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

/** The project's top folder. */
export const top = fileURLToPath(new URL("../..", import.meta.url));

const execute = promisify(execFile);

/** Runs a program and gives what it prints, or what it says on `stderr`; a failure shows all it said. */
export async function program(name, words, folder = top, stream = "stdout") {
  try {
    const said = await execute(name, words, {
      cwd: folder,
      maxBuffer: 1e8,
      shell: name === "npm" && process.platform === "win32",
    });
    return said[stream];
  } catch (error) {
    assert.fail(`${name} ${words.join(" ")}\n${error.stdout ?? ""}${error.stderr ?? ""}`);
  }
}

/** A script of one of the project's tools. */
export const tool = (script, words, folder) =>
  program(process.execPath, [join(top, "node_modules", script), ...words], folder);

/** Packs the package as npm does; gives what npm says of the tarball. */
export async function pack(folder) {
  const [packed] = JSON.parse(await program("npm", ["pack", "--json", "--pack-destination", folder, join(top, "pkg")]));
  return packed;
}

/** Installs the tarball into a project of a user's: from the disk alone, and without running anything of it. */
export const install = (folder, tarball) =>
  program("npm", ["install", "--ignore-scripts", "--offline", "--no-audit", "--no-fund", tarball], folder);

/** A project of a user's, outside this tree, with the packed package installed and nothing else. */
export async function consumer(t) {
  const folder = await mkdtemp(join(tmpdir(), "comity-consumer-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const packed = await pack(folder);
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await install(folder, join(folder, packed.filename));
  return { folder, packed };
}

/** The policy under which the package must work. */
export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; style-src 'self'; " +
  "img-src 'self' data:; base-uri 'none'; form-action 'none'";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves a folder on this machine alone, under the strict policy. Gives its address. */
export async function serve(t, folder) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    try {
      if (!file.startsWith(normalize(folder + sep))) throw new Error("outside");
      const body = await readFile(file);
      response.writeHead(200, {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        "content-security-policy": POLICY,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}

/** An empty page in a fresh headless browser that notes every request and everything said on the console. */
export async function browserPage(t) {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: BROWSER_ARGUMENTS });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const requests = [];
  const said = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`error: ${error.message}`));
  return { page, requests, said };
}

const BROWSER_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function chromiumPath() {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found =
    process.env.COMITY_CHROMIUM ??
    names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  assert.ok(found, "no Chromium: install it, or name it in the environment as COMITY_CHROMIUM");
  return found;
}

/** The bundled study's document, fresh each time. */
export const bundledStudy = async () =>
  JSON.parse(await readFile(join(top, "pkg/studies/us-partnerships.json"), "utf8"));

/** A study of three partnerships and two indicators, fresh each time: small where a test asks thousands of times. */
export const smallStudy = () => ({
  schema: 0,
  id: "small",
  title: "Three partnerships",
  framework: {
    dimensions: [{ id: "all", name: "All" }],
    indicators: [
      {
        id: "exercises",
        name: "Exercises",
        parent: "all",
        unitOfMeasure: "exercises",
        direction: "higher-is-better",
        goalposts: { lower: 0, upper: 10, basis: "judgement" },
      },
      {
        id: "disputes",
        name: "Disputes",
        parent: "all",
        unitOfMeasure: "disputes",
        direction: "lower-is-better",
        goalposts: { lower: 0, upper: 4, basis: "judgement" },
      },
    ],
  },
  dataset: {
    units: [
      { id: "a", name: "A" },
      { id: "b", name: "B" },
      { id: "c", name: "C" },
    ],
    periods: [2010],
    indicators: [
      { id: "exercises", values: [10, 5, 0] },
      { id: "disputes", values: [1, 0, null] },
    ],
  },
  method: {},
});
