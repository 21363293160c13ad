// The cases beside this file through the npm package, and the faults that only JavaScript values can have: the very codes and
// paths that the core gives, and an engine that answers as before.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import test from "node:test";
import { OpenStudy, validate } from "../../pkg/comity.js";
import { createEngine, ScoringError } from "../../pkg/node.js";

const read = async (file) => JSON.parse(await readFile(new URL(file, import.meta.url), "utf8"));

const engine = await createEngine();
const bundled = await engine.loadStudy("us-partnerships");
const study = engine.open(bundled);
const whole = JSON.stringify(study.score());
const files = (await readdir(new URL(".", import.meta.url))).filter((name) => name.endsWith(".json")).sort();
const cases = await Promise.all(files.map(async (file) => ({ file, ...(await read(file)) })));
const { input: sound } = cases.find(({ file }) => file === "sound.json");
const { hash } = engine.open(sound);

/** The engine still scores the bundled study as it did at first, and opens a sound document. */
function assertRight(after) {
  assert.equal(JSON.stringify(study.score()), whole, after);
  assert.equal(engine.open(sound).hash, hash, after);
}

const places = (problems) => problems.map(({ code, path }) => ({ code, path }));

/** `validate` gives exactly these codes and paths; `open` throws them, or opens where there are none. */
function assertProblems(document, expected, name) {
  const problems = engine.validate(document);
  assert.deepEqual(places(problems), expected, name);
  for (const { code, path, args, severity, message, ...more } of problems) {
    assert.deepEqual([severity, more], ["error", {}], name);
    assert.ok(Array.isArray(path) && typeof code === "string" && typeof args === "object", name);
    assert.ok(message.length > 0 && !/[{}\n]/.test(message), message);
  }
  if (expected.length === 0) {
    engine.open(document).score();
    return;
  }
  assert.throws(
    () => engine.open(document),
    (error) => {
      assert.ok(error instanceof ScoringError && error.name === "ScoringError", name);
      assert.deepEqual(error.problems, problems, name);
      assert.deepEqual({ code: error.code, path: error.path }, expected[0], name);
      return true;
    },
    name,
  );
}

for (const { file, name, input, text, put: puts = [], expected } of cases) {
  test(`${file}: ${name}`, () => {
    if (text !== undefined) assertProblems(text, expected, file);
    else {
      for (const { at, number } of puts) put(at, Number(number))(input);
      assertProblems(input, expected, file);
      if (puts.length === 0) assertProblems(JSON.stringify(input), expected, `${file}, as text`);
    }
    assertRight(file);
  });
}

/** The sound document with a change. */
function changed(change) {
  const document = structuredClone(sound);
  return change(document) ?? document;
}

/** A change that puts a value somewhere. */
const put = (path, value) => (document) => {
  path.slice(0, -1).reduce((place, step) => place[step], document)[path.at(-1)] = value;
};

function deep(levels) {
  const top = {};
  let at = top;
  for (let level = 1; level < levels; level++) at = at.deeper = {};
  return top;
}

const value = ["dataset", "indicators", 0, "values", 0];
const title = ["title"];
const description = ["framework", "indicators", 0, "description"];
const wrong = (path) => ({ code: "wrong-type", path });

/** Each with the problems expected of it; none: it is taken. */
const javascript = {
  "NaN for a value": [put(value, NaN), { code: "number-not-finite", path: value }],
  "infinity for a value": [put(value, Infinity), { code: "number-not-finite", path: value }],
  "minus infinity for a weight": [
    put(["method", "nodes", 0, "weight"], -Infinity),
    { code: "number-not-finite", path: ["method", "nodes", 0, "weight"] },
  ],
  "minus zero for a value": [put(["dataset", "indicators", 0, "values", 0], -0)],
  "undefined for a field that must be there": [put(title, undefined), { code: "missing-key", path: [] }],
  "undefined for a field that may be absent": [put(["description"], undefined)],
  "undefined for a field that is not known": [put(["extra"], undefined), { code: "unknown-key", path: ["extra"] }],
  "a hole in a list of values": [
    (d) => {
      delete d.dataset.indicators[1].values[2];
    },
  ],
  "a hole in a list of units": [
    (d) => {
      delete d.dataset.units[1];
    },
    wrong(["dataset", "units", 1]),
  ],
  "a list that holds itself": [
    (d) => {
      d.dataset.units[1] = d.dataset.units;
    },
    wrong(["dataset", "units", 1]),
  ],
  "a document that holds itself": [
    (d) => {
      d.framework.self = d;
    },
    wrong(["framework", "self"]),
    { code: "unknown-key", path: ["framework", "self"] },
  ],
  "20,000 levels in the place of a title": [put(title, deep(20_000)), wrong(title)],
  "20,000 levels under an unknown key": [put(["extra"], deep(20_000)), { code: "unknown-key", path: ["extra"] }],
  "20,000 levels for a document": [
    () => deep(20_000),
    ...Array.from({ length: 6 }, () => ({ code: "missing-key", path: [] })),
    { code: "unknown-key", path: ["deeper"] },
    { code: "root-missing", path: ["framework", "dimensions"] },
    { code: "empty", path: ["dataset", "units"] },
    { code: "empty", path: ["dataset", "periods"] },
  ],
  "one list in two places": [
    (d) => {
      const values = [1, 2, 2, 1];
      for (const column of d.dataset.indicators) column.values = values;
    },
  ],
  "a BigInt for a value": [put(value, 2n), wrong(value)],
  "a BigInt that no number holds": [put(value, 10n ** 400n), wrong(value)],
  "a BigInt for a document": [() => 5n, wrong([])],
  "a function for a text": [put(description, () => "x"), wrong(description)],
  "a method of the document's own": [
    put(["toJSON"], () => sound),
    wrong(["toJSON"]),
    { code: "unknown-key", path: ["toJSON"] },
  ],
  "half a character in a text": [put(title, "Small \uD83D"), wrong(title)],
  "half a character for an id": [put(["dataset", "units", 1, "id"], "\uDC00"), wrong(["dataset", "units", 1, "id"])],
  "a whole character of two halves": [put(title, "Small \uD83D\uDE00")],
  "a symbol for a text": [put(description, Symbol("x")), wrong(description)],
  "a Map for an object": [put(["method", "defaults"], new Map([["missing", "refuse"]])), wrong(["method", "defaults"])],
  "a Map for a document": [() => new Map(Object.entries(sound)), wrong([])],
  "a Set for a list": [
    put(["framework", "sources"], new Set()),
    wrong(["framework", "sources"]),
    { code: "source-unknown", path: ["framework", "indicators", 1, "source"] },
  ],
  "a Date for a text": [put(title, new Date(0)), wrong(title)],
  "a boxed text": [put(title, Object("Small")), wrong(title)],
  "a boxed number": [put(["method", "nodes", 0, "weight"], Object(2)), wrong(["method", "nodes", 0, "weight"])],
  "an error for a text": [put(title, new Error("x")), wrong(title)],
  "a promise for a document": [() => Promise.resolve(sound), wrong([])],
  "a truth value for a document": [() => true, wrong([])],
  "typed numbers for a list": [
    put(["dataset", "indicators", 0, "values"], Float64Array.of(1, 2, 3, 4)),
    wrong(["dataset", "indicators", 0, "values"]),
    { code: "column-length", path: ["dataset", "indicators", 0, "values"] },
    { code: "observation-without-value", path: ["dataset", "observations", 0] },
  ],
  "an object without a prototype": [(d) => Object.assign(Object.create(null), d)],
  "a frozen document": [(d) => Object.freeze(d)],
  "an instance of a class": [(d) => Object.assign(new (class Mine {})(), d)],
};

for (const [name, [change, ...expected]] of Object.entries(javascript)) {
  test(`JavaScript: ${name}`, () => {
    assertProblems(changed(change), expected, name);
    assertRight(name);
  });
}

test("nothing is no document", () => {
  for (const nothing of [undefined, null]) assertProblems(nothing, [wrong([])], String(nothing));
  assertRight();
});

test("many faults of JavaScript's own at once are all named", () => {
  const document = changed((d) => {
    d.title = 5n;
    d.framework.indicators[0].description = () => "";
    d.dataset.indicators[0].values = [NaN, Symbol("x"), 3, -Infinity];
    d.method.nodes[0].weight = new Map();
    d.method.self = d.method;
    d.extra = new Date(0);
  });
  const codes = places(engine.validate(document)).map(({ code, path }) => `${code} ${path.join("/")}`);
  for (const expected of [
    "wrong-type title",
    "wrong-type framework/indicators/0/description",
    "number-not-finite dataset/indicators/0/values/0",
    "wrong-type dataset/indicators/0/values/1",
    "number-not-finite dataset/indicators/0/values/3",
    "wrong-type method/nodes/0/weight",
    "wrong-type method/self",
    "unknown-key method/self",
    "wrong-type extra",
    "unknown-key extra",
  ])
    assert.ok(codes.includes(expected), `${expected}: ${codes.join("\n")}`);
  assertRight();
});

/** Every place of a document, the outermost first. */
function* everyPlace(value, path = []) {
  yield path;
  if (typeof value === "object" && value !== null)
    for (const key of Object.keys(value))
      yield* everyPlace(value[key], [...path, Array.isArray(value) ? Number(key) : key]);
}

test("every field of the format, spoilt in JavaScript's own ways, is refused at its place", () => {
  const { input: document } = cases.find(({ file }) => file === "whole-document.json");
  const at = (path) => path.reduce((place, step) => place[step], document);
  let spoilt = 0;
  for (const path of everyPlace(document)) {
    if (path.length === 0) continue;
    const number = typeof at(path) === "number" || at(path) === null;
    const ways = [
      [NaN, number ? "number-not-finite" : "wrong-type"],
      [-Infinity, number ? "number-not-finite" : "wrong-type"],
      [5n, "wrong-type"],
      [() => at(path), "wrong-type"],
      [Symbol("x"), "wrong-type"],
      [new Map(), "wrong-type"],
      [document, "wrong-type"],
    ];
    for (const [value, code] of ways) {
      const spoiled = structuredClone(document);
      put(path, value === document ? spoiled : value)(spoiled);
      const problems = places(engine.validate(spoiled)).map((problem) => JSON.stringify(problem));
      assert.ok(problems.includes(JSON.stringify({ code, path })), `${path.join("/")}: ${problems.join("\n")}`);
      spoilt++;
    }
    const [without, absent] = [structuredClone(document), structuredClone(document)];
    put(path, undefined)(without);
    put(path, null)(absent);
    assert.deepEqual(engine.validate(without), engine.validate(absent), path.join("/"));
    assertRight(path.join("/"));
  }
  assert.ok(spoilt > 700, spoilt);
});

test("undefined in a column is missing, as null is", () => {
  const missing = (nothing) =>
    changed((d) => {
      d.dataset.indicators[0].values[0] = nothing;
    });
  assert.equal(engine.open(missing(undefined)).hash, engine.open(missing(null)).hash);
  assert.notEqual(engine.open(missing(0)).hash, engine.open(missing(null)).hash);
});

test("what a getter throws reaches the caller as it was thrown, wherever it sits", () => {
  const mine = new Error("mine");
  const throws = {
    get: () => {
      throw mine;
    },
    enumerable: true,
  };
  const at = (...path) =>
    changed(
      (d) =>
        void Object.defineProperty(
          path.reduce((place, step) => place[step], d),
          "id",
          throws,
        ),
    );
  const study = engine.open(sound);
  for (const work of [
    () => engine.validate(at()),
    () => engine.open(at()),
    () => engine.validate(at("framework", "indicators", 1)),
    () => engine.open(at("dataset", "units", 0)),
    () => study.score(Object.defineProperty({}, "period", throws)),
    () => study.trace("ada", Object.defineProperty({}, "weights", throws)),
    () => study.reweight(Object.defineProperty({}, "share", throws)),
    () =>
      engine.open(
        new Proxy(sound, {
          ownKeys: () => {
            throw mine;
          },
        }),
      ),
  ]) {
    assert.throws(work, (error) => error === mine);
    assertRight();
  }
});

test("what is too large to be read through is refused before it is", () => {
  // Shared, so that it is small in JavaScript and endless when walked through.
  let level = [0];
  for (let count = 0; count < 20; count++) level = Array.from({ length: 12 }, () => level);
  const empty = [];
  empty.length = 2 ** 32 - 1;
  for (const extra of [level, empty]) {
    const begin = performance.now();
    assertProblems(changed(put(["extra"], extra)), [{ code: "too-large", path: [] }], "too large");
    const took = performance.now() - begin;
    assert.ok(took < 5_000, `${took} ms`);
    assertRight();
  }
});

test("values that the package keeps from the engine are refused by the engine too", () => {
  // Straight to the wasm module, past the package's own copying.
  for (const value of [() => sound, Symbol("x"), new Date(0), 10n ** 400n, deep(20_000)]) {
    const [problem] = validate(value);
    assert.ok(["unreadable", "wrong-type", "missing-key"].includes(problem.code), problem.code);
    assert.throws(
      () => OpenStudy.open(value),
      (error) => error.name === "ScoringError" && error.code === problem.code,
    );
    assertRight();
  }
  assert.deepEqual(places(validate(() => sound)), [{ code: "unreadable", path: [] }]);
});

test("requests that no study can answer are refused with code and path", () => {
  const study = engine.open(sound);
  const table = [
    [() => study.score({ period: NaN }), "number-not-finite", ["period"]],
    [() => study.score({ period: 2020.5 }), "number-not-whole", ["period"]],
    [() => study.score({ period: 1999 }), "period-unknown", ["period"]],
    [() => study.score({ perod: 2020 }), "unknown-key", ["perod"]],
    [() => study.score({ weights: [{ id: "ties", weight: NaN }] }), "number-not-finite", ["weights", 0, "weight"]],
    [() => study.score({ weights: [{ id: "ties", weight: -1 }] }), "number-out-of-range", ["weights", 0, "weight"]],
    [() => study.score({ weights: [{ id: "nowhere", weight: 1 }] }), "node-unknown", ["weights", 0, "id"]],
    [() => study.score({ weights: [{ weight: 1 }] }), "missing-key", ["weights", 0]],
    [
      () => study.score({ weights: ["ties", "trust"].map((id) => ({ id, weight: 0 })) }),
      "weights-zero",
      ["weights", "all"],
    ],
    [() => study.score({ units: ["eve"] }), "unit-unknown", ["units", 0]],
    [() => study.score(JSON.parse('{"__proto__":{"period":2019}}')), "unknown-key", ["__proto__"]],
    [() => study.score(() => 2020), "wrong-type", []],
    [() => study.trace("eve"), "unit-unknown", ["unit"]],
    [() => study.reweight({ id: "ties", share: 1.5 }), "number-out-of-range", ["share"]],
    [() => study.reweight({ id: "visits", share: 0.5 }), "share-impossible", ["share"]],
  ];
  for (const [work, code, path] of table) {
    assert.throws(work, (error) => {
      assert.ok(error instanceof ScoringError, `${work}: ${error}`);
      assert.deepEqual([error.code, error.path], [code, path], `${work}: ${error}`);
      return true;
    });
    assertRight(String(work));
  }
});

test("after all of this a study opened afresh scores as it did at first", () => {
  assert.equal(JSON.stringify(engine.open(bundled).score()), whole);
});
