// Loading the engine and the studies, in Node. The tests build on each other: there is one engine a program.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import test from "node:test";
import { createEngine, ScoringError } from "../../pkg/node.js";

const file = new URL("../../pkg/comity_bg.wasm", import.meta.url);

/** A server that answers every address with a web page, as servers of single-page applications do. */
async function pages(t) {
  const server = createServer((_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Hello</title>"),
  );
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

const refused =
  (code, ...parts) =>
  (error) => {
    assert.ok(error instanceof ScoringError);
    assert.equal(error.code, code);
    for (const part of parts) assert.ok(error.message.includes(part), error.message);
    return true;
  };

test("a web page instead of the engine is told with its address and the cure", async (t) => {
  const address = `${await pages(t)}/assets/comity_bg.wasm`;
  await assert.rejects(
    createEngine({ wasm: address }),
    refused("engine-not-loaded", address, "web page", "createEngine({ wasm })"),
  );
  await assert.rejects(createEngine({ wasm: fetch(address) }), refused("engine-not-loaded", address, "web page"));
});

test("a missing file, damaged bytes and nonsense are told", async () => {
  await assert.rejects(
    createEngine({ wasm: new URL("nowhere.wasm", file) }),
    refused("engine-not-loaded", "nowhere.wasm"),
  );
  await assert.rejects(createEngine({ wasm: new Response("", { status: 404 }) }), refused("engine-not-loaded", "404"));
  await assert.rejects(
    createEngine({ wasm: (await readFile(file)).subarray(0, 5_000) }),
    refused("engine-not-loaded", "damaged"),
  );
  await assert.rejects(
    createEngine({ wasm: Promise.resolve(new URL("nowhere.wasm", file)) }),
    refused("engine-not-loaded", "nowhere.wasm"),
  );
  await assert.rejects(createEngine({ wasm: 42 }), refused("engine-not-loaded"));
});

test("a source that throws, or that is of another program, is told", async () => {
  const mine = new Error("mine");
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const other = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  const thenable = {
    // biome-ignore lint/suspicious/noThenProperty: the very case
    get then() {
      throw mine;
    },
  };
  for (const wasm of [proxy, thenable, 5n, Symbol("x"), () => file, new Map(), other, true])
    await assert.rejects(createEngine({ wasm }), refused("engine-not-loaded"), typeof wasm);
  await assert.rejects(createEngine({ wasm: Promise.reject(mine) }), ({ cause }) => cause === mine);
});

test("after a failed load another can be tried, and several at once give one promise", async () => {
  const engines = [createEngine(), createEngine(), createEngine({})];
  assert.equal(new Set(engines).size, 1);
  // A component that is mounted twice asks twice, and what it had open the first time stays right.
  const study = (await engines[0]).open(await (await engines[0]).loadStudy("us-korea"));
  const before = JSON.stringify(study.score());
  assert.equal(await createEngine(), await engines[0]);
  assert.equal(JSON.stringify(study.score()), before);
  assert.equal(await createEngine(), await engines[0]);
});

test("the same file named again is the same engine; another file is refused", async () => {
  const engine = await createEngine();
  assert.equal(await createEngine({ wasm: file }), engine);
  assert.equal(await createEngine({ wasm: file.href }), engine);
  await assert.rejects(createEngine({ wasm: await readFile(file) }), refused("engine-already-loaded"));
  assert.equal(await createEngine(), engine);
});

test("the bundled studies are listed and can be read", async () => {
  const engine = await createEngine();
  for (const { id, title, href } of engine.bundled()) {
    const document = await engine.loadStudy(id);
    assert.deepEqual([document.id, document.title], [id, title]);
    assert.deepEqual(JSON.parse(await readFile(new URL(href), "utf8")), document);
    assert.deepEqual(engine.validate(document), []);
  }
  await assert.rejects(engine.loadStudy("nowhere"), refused("study-unknown", "nowhere", "us-partnerships"));
});

test("an empty study over the built-in framework opens under each of its presets, and takes values", async () => {
  const engine = await createEngine();
  const request = { id: "mine", title: "Mine", units: [{ id: "KOR", name: "South Korea" }], periods: [2024, 2025] };
  const document = await engine.emptyStudy(request);
  assert.deepEqual(engine.validate(document), []);
  assert.deepEqual(document.method, document.presets[0].method);
  assert.deepEqual([document.framework.indicators.length, document.objectives.length], [26, 5]);
  for (const { id, method } of document.presets)
    assert.equal(engine.open({ ...document, method }).score().units[0].score, null, id);
  const [{ id }] = document.framework.indicators;
  document.dataset.indicators.push({ id, values: [1, 1] });
  engine.open(document).score();
  assert.notEqual(await engine.emptyStudy(request), document);
  await assert.rejects(engine.emptyStudy({ ...request, units: [], periods: [2024, 2024] }), (error) => {
    const found = error.problems.map(({ code, path }) => `${code} ${path.join(".")}`);
    assert.ok(error instanceof ScoringError && found.includes("empty units"), found.join("\n"));
    return found.includes("duplicate-period periods.1");
  });
});
