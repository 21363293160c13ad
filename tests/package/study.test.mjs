// What a study promises a JavaScript program.

import assert from "node:assert/strict";
import test from "node:test";
import { initSync as rawExports } from "../../pkg/comity.js";
import { createEngine, ScoringError } from "../../pkg/node.js";
import { bundledStudy, smallStudy } from "./support.mjs";

const engine = await createEngine();
const document = await bundledStudy();
const { hash } = engine.open(document);
const whole = JSON.stringify(engine.open(document).score());

/** The engine still gives the answer it gave at first. */
function assertRight() {
  assert.equal(JSON.stringify(engine.open(document).score()), whole);
}

/** Bytes of the engine's memory. */
const memory = () => rawExports().memory.buffer.byteLength;

function buffers(study) {
  const { nodes, units } = study.outline;
  return {
    weights: Float64Array.from(nodes, (node) => node.weight),
    scores: new Float64Array(units.length),
    ranks: new Uint32Array(units.length),
  };
}

test("a study opened from text and from an object is the same study", () => {
  for (const text of [
    JSON.stringify(document),
    JSON.stringify(document, null, 2),
    `\uFEFF${JSON.stringify(document)}`,
  ]) {
    const study = engine.open(text);
    assert.equal(study.hash, hash);
    assert.deepEqual(study.document, document);
  }
});

test("changing the object after it was opened, or a document that was given out, changes nothing", () => {
  const mine = structuredClone(document);
  const study = engine.open(mine);
  mine.title = "changed";
  mine.dataset.units.length = 1;
  for (const column of mine.dataset.indicators) column.values.fill(null);
  study.document.dataset.units.length = 0;
  study.free();
  assert.equal(study.hash, hash);
  assert.deepEqual(study.document, document);
  assert.equal(JSON.stringify(study.score()), whole);
});

test("reactive and class-made objects can be opened", () => {
  const reactive = (value) =>
    new Proxy(value, {
      get(target, key, self) {
        const found = Reflect.get(target, key, self);
        return typeof found === "object" && found !== null ? reactive(found) : found;
      },
    });
  assert.equal(engine.open(reactive(document)).hash, hash);
  class Mine {
    constructor() {
      Object.assign(this, document);
    }
  }
  assert.equal(engine.open(new Mine()).hash, hash);
});

test("rank fills the caller's arrays with the scorecard's own scores and ranks", () => {
  const study = engine.open(document);
  const { units, periods } = study.outline;
  const arrays = buffers(study);
  for (const period of periods) {
    const card = study.score({ period });
    const ranked = study.rank({ period, ...arrays });
    assert.equal(ranked, card.units.filter((unit) => unit.rank !== null).length);
    for (const { id, score, rank } of card.units) {
      const place = units.findIndex((unit) => unit.id === id);
      assert.equal(arrays.ranks[place], rank ?? 0, `${period}, ${id}`);
      assert.ok(Object.is(arrays.scores[place], score ?? NaN), `${period}, ${id}: ${arrays.scores[place]}, ${score}`);
    }
  }
});

test("reweight gives the share asked for, and score takes what it gives", () => {
  const study = engine.open(document);
  const node = study.outline.nodes.find((node) => node.kind === "dimension" && node.parent !== null);
  const weights = study.reweight({ id: node.id, share: 0.5 });
  const { nodes } = study.score({ weights });
  assert.ok(Math.abs(nodes.find(({ id }) => id === node.id).share - 0.5) < 1e-12);
});

test("the outline is frozen, results are the caller's own", () => {
  const study = engine.open(document);
  assert.throws(() => study.outline.units.pop(), TypeError);
  const card = study.score();
  card.units.length = 0;
  assert.equal(JSON.stringify(study.score()), whole);
});

test("a freed study opens again when it is asked again, and freeing twice does no harm", () => {
  const study = engine.open(document);
  study.free();
  study.free();
  assert.equal(JSON.stringify(study.score()), whole);
  study[Symbol.dispose]();
  assert.equal(study.hash, hash);
});

test("every fault of a document has code and path, in validate and in the error alike", () => {
  const bad = { ...structuredClone(document), schema: 7, extra: 1 };
  bad.dataset.units.push(structuredClone(bad.dataset.units[0]));
  const problems = engine.validate(bad);
  const found = problems.map(({ code, path }) => `${code} ${path.join(".")}`);
  for (const expected of ["schema-unknown schema", "unknown-key extra"])
    assert.ok(found.includes(expected), found.join("\n"));
  assert.throws(
    () => engine.open(bad),
    (error) => {
      assert.ok(error instanceof ScoringError && error instanceof Error);
      assert.equal(error.name, "ScoringError");
      assert.deepEqual(error.problems, problems);
      assert.deepEqual([error.code, error.path], [problems[0].code, problems[0].path]);
      return true;
    },
  );
  assert.deepEqual(engine.validate(JSON.stringify(bad)), problems);
  assertRight();
});

test("objects that JSON could not hold are refused by name and place, and the engine is right afterwards", () => {
  const cyclic = structuredClone(document);
  cyclic.framework.self = cyclic;
  const bomb = structuredClone(document);
  for (const name of ["a", "b", "c", "d", "e"]) bomb.framework[name] = bomb;
  const deep = structuredClone(document);
  deep.framework.indicators[0].description = {};
  for (let at = deep.framework.indicators[0].description, depth = 0; depth < 20_000; depth++) at = at.deeper = {};
  const at = (change) => {
    const changed = structuredClone(document);
    change(changed);
    return changed;
  };
  const cell = ["dataset", "indicators", 0, "values", 0];
  const description = ["framework", "indicators", 0, "description"];
  const table = {
    NaN: [at((d) => (d.dataset.indicators[0].values[0] = NaN)), "number-not-finite", cell],
    infinity: [at((d) => (d.dataset.indicators[0].values[0] = -Infinity)), "number-not-finite", cell],
    "a cycle": [cyclic, "wrong-type", ["framework", "self"]],
    "an unknown key that holds a cycle": [cyclic, "unknown-key", ["framework", "self"]],
    "a cycle that branches": [bomb, "wrong-type", ["framework", "e"]],
    "20,000 levels": [deep, "wrong-type", description],
    "a function": [at((d) => (d.framework.indicators[0].description = () => "")), "wrong-type", description],
    "a symbol": [at((d) => (d.framework.indicators[0].description = Symbol("x"))), "wrong-type", description],
    "a map": [at((d) => (d.method.defaults = new Map())), "wrong-type", ["method", "defaults"]],
    "a date": [at((d) => (d.title = new Date(0))), "wrong-type", ["title"]],
    "typed values": [at((d) => (d.dataset.indicators[0].values = new Float64Array(4))), "wrong-type", cell.slice(0, 4)],
    BigInt: [at((d) => (d.dataset.indicators[0].values[0] = 10n ** 30n)), "wrong-type", cell],
    "a lone surrogate": [at((d) => (d.dataset.units[0].id = "\uD800")), undefined, undefined],
    "__proto__ as a key": [JSON.parse('{"__proto__":{"schema":0}}'), "unknown-key", ["__proto__"]],
    "a function itself": [() => document, "wrong-type", []],
    nothing: [undefined, "wrong-type", []],
  };
  for (const [name, [value, code, path]] of Object.entries(table)) {
    const problems = engine.validate(value);
    assert.ok(problems.length > 0, name);
    const codes = problems.map((problem) => `${problem.code} ${JSON.stringify(problem.path)}`);
    if (code)
      assert.ok(
        problems.some((problem) => problem.code === code),
        `${name}: ${codes.slice(0, 9).join("\n")}`,
      );
    if (path) assert.ok(codes.includes(`${code} ${JSON.stringify(path)}`), `${name}: ${codes.slice(0, 9).join("\n")}`);
    assert.throws(
      () => engine.open(value),
      (error) => error instanceof ScoringError && error.code === problems[0].code,
      name,
    );
    assertRight();
  }
});

test("a getter that asks the engine is answered, for the engine is not at work while getters run", () => {
  const asking = structuredClone(document);
  const { title } = document;
  Object.defineProperty(asking, "title", {
    enumerable: true,
    get: () => {
      assertRight();
      return title;
    },
  });
  assert.equal(engine.open(asking).hash, hash);
});

test("requests that ask for what is not there are refused with code and path", () => {
  const study = engine.open(document);
  const arrays = buffers(study);
  const [unit] = study.outline.units;
  const table = [
    [() => study.score({ period: 1 }), "period-unknown"],
    [() => study.score({ period: "2010" }), "wrong-type"],
    [() => study.score({ periods: 2010 }), "unknown-key"],
    [() => study.score({ weights: [{ id: "nowhere", weight: 1 }] }), "node-unknown"],
    [() => study.score({ weights: [{ id: study.outline.nodes[1].id, weight: NaN }] }), undefined],
    [() => study.score({ units: ["nowhere"] }), "unit-unknown"],
    [() => study.score(7), "wrong-type"],
    [() => study.trace("nowhere"), "unit-unknown"],
    [() => study.trace(7), "wrong-type"],
    [() => study.trace(unit.id, { period: 1 }), "period-unknown"],
    [() => study.reweight({ id: "nowhere", share: 0.5 }), "node-unknown"],
    [() => study.reweight({ id: study.outline.nodes[1].id, share: 2 }), undefined],
    [() => study.reweight(), "wrong-type"],
    [() => study.rank({ ...arrays, period: 1 }), "period-unknown"],
    [() => study.rank({ ...arrays, period: NaN }), undefined],
    [() => study.rank({ ...arrays, period: 2010.5 }), undefined],
    [() => study.rank({ ...arrays, period: "2010" }), "wrong-type"],
    [() => study.rank({ ...arrays, weights: [...arrays.weights] }), "wrong-type"],
    [() => study.rank({ ...arrays, scores: new Float32Array(arrays.scores.length) }), "wrong-type"],
    [() => study.rank({ ...arrays, ranks: undefined }), "wrong-type"],
    [() => study.rank({ ...arrays, weights: new Float64Array(1) }), "array-length"],
    [() => study.rank({ ...arrays, scores: new Float64Array(1) }), "array-length"],
    [() => study.rank({ ...arrays, ranks: new Uint32Array(2 ** 20) }), "array-length"],
    [() => study.rank({ ...arrays, weights: arrays.weights.map(() => NaN) }), undefined],
    [() => study.rank({ ...arrays, weights: arrays.weights.map(() => -1) }), undefined],
  ];
  for (const [work, code] of table) {
    assert.throws(work, (error) => {
      assert.ok(error instanceof ScoringError, `${work}: ${error}`);
      if (code) assert.equal(error.code, code, `${work}: ${error}`);
      assert.notEqual(error.code, "engine-trapped", `${work}: ${error.cause}`);
      assert.ok(error.problems.length > 0 && Array.isArray(error.path), `${work}`);
      return true;
    });
    assertRight();
  }
});

test("ten thousand calls of score and rank, good and bad, grow the engine's memory by no page", async () => {
  const study = engine.open(document);
  const arrays = buffers(study);
  const [unit] = study.outline.units;
  const round = () => {
    study.score({ units: [unit.id] });
    study.rank(arrays);
    try {
      study.score({ period: 1 });
    } catch {}
  };
  for (let call = 0; call < 100; call++) round();
  const before = memory();
  for (let call = 0; call < 10_000; call++) round();
  assert.equal(memory(), before);
});

test("studies that nobody frees do not pile up inside the engine", async () => {
  const text = JSON.stringify(document);
  const studies = Array.from({ length: 100 }, () => engine.open(text));
  const before = memory();
  for (let count = 0; count < 100; count++) studies.push(engine.open(text));
  // A study takes ten pages: a hundred more of them took fewer than two.
  assert.ok(memory() - before < 20 * 65_536, `${memory() - before} bytes`);
  for (const study of [studies[0], studies[50], studies[199]]) assert.equal(JSON.stringify(study.score()), whole);
});

test("faults that only JavaScript can have are told together with all others", () => {
  const bad = smallStudy();
  bad.surplus = 1;
  bad.framework.indicators[0].name = () => "";
  bad.framework.indicators[1].parent = "nowhere";
  bad.framework.indicators[1].description = bad;
  bad.dataset.units[1].id = "a";
  bad.dataset.indicators[0].values[0] = NaN;
  bad.dataset.indicators[1].values = "none";
  bad.method.nodes = JSON.parse('[{"id":"exercises","__proto__":1}]');
  const found = engine.validate(bad).map(({ code, path }) => `${code} ${path.join(".")}`);
  for (const expected of [
    "unknown-key surplus",
    "wrong-type framework.indicators.0.name",
    "wrong-type framework.indicators.1.description",
    "number-not-finite dataset.indicators.0.values.0",
    "wrong-type dataset.indicators.1.values",
    "unknown-key method.nodes.0.__proto__",
  ]) {
    assert.equal(found.filter((one) => one === expected).length, 1, `${expected}, found:\n${found.join("\n")}`);
  }
});
