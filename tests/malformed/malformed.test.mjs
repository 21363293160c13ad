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
const tables = await Promise.all(
  (await readdir(new URL("csv/", import.meta.url)))
    .sort()
    .map(async (file) => ({ file, ...(await read(`csv/${file}`)) })),
);
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

/** The table of a case: as it is written, or as it is to be made. */
function tableOf({ data, bytes, template, columns, diagonal, size }) {
  if (data !== undefined) return data;
  if (bytes) return Uint8Array.from(bytes);
  if (template) return template[0] + template[1].repeat(template[2]) + template[3];
  if (columns) return `a${",a".repeat(columns - 1)}\n`;
  if (diagonal) return `unit,year,visits\n${Array.from({ length: diagonal }, (_, at) => `u${at},${at},1\n`).join("")}`;
  return "a".repeat(size);
}

for (const { file, ...given } of tables) {
  test(`csv/${file}: ${given.name}`, () => {
    const options = {
      mapping: given.mapping,
      metadata: given.metadata,
      into: given.study ?? (given.into ? sound : undefined),
    };
    const table = tableOf(given);
    const ways = typeof table === "string" ? [table, new TextEncoder().encode(table)] : [table, table.buffer];
    for (const way of ways) {
      const ask = () => engine.importCsv(way, options);
      if (given.thrown) {
        assert.throws(ask, (error) => {
          assert.ok(error instanceof ScoringError, file);
          assert.deepEqual(places(error.problems), given.expected, file);
          return true;
        });
        continue;
      }
      const { document, mapping, guesses, problems, counts } = ask();
      assert.deepEqual(places(problems), given.expected, file);
      assert.equal(document !== null, given.document, file);
      assert.equal(counts.cells, counts.imported + counts.missing + counts.refused, file);
      if (document !== null) engine.open(document).score();
      assert.ok(
        mapping.columns.every(({ header, role }) => typeof header === "string" && role),
        file,
      );
      const said = guesses.map(({ code }) => code);
      for (const code of given.said ?? []) assert.ok(said.includes(code), `${file}: ${said}`);
    }
    assertRight(file);
  });
}

test("what JavaScript alone can give for a table is refused with code and path", () => {
  const table = "unit,year,visits\nada,2020,1\n";
  for (const [work, code, path] of [
    [() => engine.importCsv(5), "wrong-type", ["data"]],
    [() => engine.importCsv(null), "wrong-type", ["data"]],
    [() => engine.importCsv(new Float64Array(3)), "wrong-type", ["data"]],
    [() => engine.importCsv("unit,year,visits\n\ud800,2020,1\n"), "wrong-type", ["data"]],
    [() => engine.importCsv(table, { metadata: 5 }), "wrong-type", ["metadata"]],
    [() => engine.importCsv(table, { mappin: {} }), "unknown-key", ["mappin"]],
    [() => engine.importCsv(table, { mapping: { period: 5n } }), "wrong-type", ["mapping", "period"]],
    [() => engine.importCsv(table, { mapping: { period: NaN } }), "number-not-finite", ["mapping", "period"]],
    [() => engine.importCsv(table, { into: new Map() }), "wrong-type", ["into"]],
    [() => engine.importCsv(table, { into: "{" }), "json-syntax", ["into"]],
    [() => engine.exportCsv(sound, { shape: "tall" }), "wrong-type", ["shape"]],
    [() => engine.exportCsv({ ...sound, schema: 9 }), "schema-unknown", ["schema"]],
    [() => engine.exportCsv(undefined), "wrong-type", []],
  ]) {
    assert.throws(work, (error) => {
      assert.ok(error instanceof ScoringError, `${work}: ${error}`);
      assert.deepEqual([error.code, error.path], [code, path], `${work}: ${error}`);
      return true;
    });
    assertRight(String(work));
  }
});

test("a table that is exported reads back to the same hash, in both shapes, as text and as bytes", () => {
  for (const document of [sound, bundled]) {
    const { hash } = engine.open(document);
    for (const shape of ["long", "wide"]) {
      const table = engine.exportCsv(document, { shape });
      const { document: back, problems } = engine.importCsv(table, { into: document });
      assert.deepEqual(problems, []);
      assert.equal(engine.open(back).hash, hash);
      assert.equal(
        engine.open(engine.importCsv(new TextEncoder().encode(table), { into: JSON.stringify(document) }).document)
          .hash,
        hash,
      );
    }
  }
  assertRight();
});

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

/** A getter that throws, to be put anywhere. */
const mine = new Error("mine\nand nobody else's");
const throwing = {
  get: () => {
    throw mine;
  },
  configurable: true,
  enumerable: true,
};

test("what a getter throws is named with all other faults, and is the cause of the error", () => {
  const document = changed((d) => {
    d.title = 5n;
    Object.defineProperty(d.framework.indicators[1], "name", throwing);
    Object.defineProperty(d.dataset.units, 1, throwing);
    d.extra = 1;
  });
  const expected = [
    { code: "wrong-type", path: ["title"] },
    { code: "unreadable", path: ["framework", "indicators", 1, "name"] },
    { code: "unreadable", path: ["dataset", "units", 1] },
    { code: "unknown-key", path: ["extra"] },
  ];
  assertProblems(document, expected, "getters");
  assert.throws(
    () => engine.open(document),
    (error) => error.cause === mine && error.problems[1].message === "cannot be read as data: mine",
  );
  assertRight();
});

test("what is thrown may be anything, even what throws in its turn", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  for (const thrown of [undefined, null, Symbol("x"), proxy, { toString: mine }, Object.create(null), 5n, "text"]) {
    const get = () => {
      throw thrown;
    };
    assertProblems(
      changed((d) => void Object.defineProperty(d, "title", { get, enumerable: true })),
      [{ code: "unreadable", path: ["title"] }],
      typeof thrown,
    );
    assertRight();
  }
});

// ---------------------------------------------------------------- every argument of every method

/** Every trap of a proxy throws. */
const hostile = new Proxy(
  {},
  {
    get: () => () => {
      throw mine;
    },
  },
);
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
class Evil {
  toString() {
    throw mine;
  }
  valueOf() {
    throw mine;
  }
  [Symbol.toPrimitive]() {
    throw mine;
  }
}
const detached = () => {
  const array = new Float64Array(4);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
};
const looped = {};
looped.self = looped;

/** What nobody should pass: how it is refused in the place of a field, and as a whole argument (absent: the same). */
const values = {
  "a BigInt": { value: 5n, code: "wrong-type" },
  "a symbol": { value: Symbol("x"), code: "wrong-type" },
  "a function": { value: () => 2020, code: "wrong-type" },
  "a Map": { value: new Map([["period", 2020]]), code: "wrong-type" },
  "a Set": { value: new Set(), code: "wrong-type" },
  "a Date": { value: new Date(0), code: "wrong-type" },
  "a promise": { value: Promise.resolve(), code: "wrong-type" },
  "a pattern": { value: /x/, code: "wrong-type" },
  "a boxed number": { value: Object(2020), code: "wrong-type" },
  "a detached array": { value: detached(), code: "wrong-type" },
  "half a character": { value: "\uD800", code: "wrong-type" },
  "a sparse list": { value: Object.assign(new Array(2), { 1: "ada" }), code: "wrong-type" },
  // For an object it is an empty one.
  "an instance whose every conversion throws": { value: new Evil(), code: ["wrong-type", "missing-key"], whole: null },
  "a cycle": { value: looped, code: "wrong-type" },
  "20,000 levels": { value: deep(20_000), code: ["wrong-type", "missing-key"], whole: "unknown-key" },
  "a revoked proxy": { value: revoked({}), code: "unreadable" },
  "a revoked proxy of a list": { value: revoked([]), code: "unreadable" },
  "a proxy that throws": { value: new Proxy({}, hostile), code: "unreadable" },
  "a proxy of a list that throws": { value: new Proxy([], hostile), code: "unreadable" },
};

const units = [{ id: "ada", name: "Ada" }];
const small = engine.open(sound);
const { nodes: smallNodes, units: smallUnits } = small.outline;
const arrays = () => ({
  period: 2020,
  weights: Float64Array.from(smallNodes, () => 1),
  scores: new Float64Array(smallUnits.length),
  ranks: new Uint32Array(smallUnits.length),
});
const scoring = () => ({ period: 2020, weights: [{ id: "ties", weight: 1 }], units: ["ada", "bel"] });
const inScoring = [
  ["period"],
  ["weights"],
  ["weights", 0],
  ["weights", 0, "id"],
  ["weights", 0, "weight"],
  ["units"],
  ["units", 0],
];
const judged = (document) => {
  const problems = engine.validate(document);
  const [first] = problems;
  if (first) throw new ScoringError("listed", { ...first, problems });
};

/**
 * Each method: how it is called, a sound argument, and the places in it.
 *
 * `asIs`: places that are used as they are and not read through, so that a proxy is only a value of the wrong type.
 */
const methods = {
  validate: {
    call: judged,
    argument: () => structuredClone(sound),
    places: [
      ["title"],
      ["dataset"],
      ["dataset", "units"],
      ["dataset", "units", 0, "id"],
      value,
      ["method", "nodes", 0, "weight"],
    ],
  },
  open: {
    call: (document) => engine.open(document),
    argument: () => structuredClone(sound),
    places: [
      ["framework", "indicators"],
      ["framework", "indicators", 1, "name"],
      ["dataset", "periods", 1],
    ],
  },
  score: { call: (request) => small.score(request), argument: scoring, places: inScoring },
  "trace, its request": { call: (request) => small.trace("ada", request), argument: scoring, places: inScoring },
  "trace, its unit": {
    call: ({ unit }) => small.trace(unit),
    argument: () => ({ unit: "ada" }),
    places: [["unit"]],
    asIs: true,
  },
  reweight: {
    call: (request) => small.reweight(request),
    argument: () => ({ id: "ties", share: 0.5, weights: [{ id: "trust", weight: 1 }] }),
    places: [["id"], ["share"], ["weights"], ["weights", 0, "weight"]],
  },
  rank: {
    call: (request) => small.rank(request),
    argument: arrays,
    places: [["period"], ["weights"], ["scores"], ["ranks"]],
    asIs: true,
  },
  objectives: {
    call: ({ period }) => small.objectives(period),
    argument: () => ({}),
    places: [["period"]],
    asIs: true,
  },
  loadStudy: {
    call: ({ id }) => engine.loadStudy(id),
    argument: () => ({ id: "us-korea" }),
    places: [["id"]],
    asIs: true,
  },
  emptyStudy: {
    call: (request) => engine.emptyStudy(request),
    argument: () => ({ id: "mine", title: "Mine", units: structuredClone(units), periods: [2025] }),
    places: [["id"], ["title"], ["units"], ["units", 0, "name"], ["periods"], ["periods", 0]],
  },
  createEngine: { call: (options) => createEngine(options), argument: () => ({}), places: [] },
};

/** The call is refused with a problem of this code there, or one step further in; the first problem is the error's own. */
async function assertRefused(work, code, path, name) {
  await assert.rejects(
    async () => work(),
    (error) => {
      assert.ok(error instanceof ScoringError, `${name}: ${error?.stack}`);
      const [first] = error.problems;
      assert.deepEqual([error.code, error.path], [first?.code, first?.path], name);
      const there = (problem) =>
        [code].flat().includes(problem.code) &&
        problem.path.length <= path.length + 1 &&
        path.every((step, index) => problem.path[index] === step);
      assert.ok(error.problems.some(there), `${name}: expected ${code} at ${path}, found ${error.message}`);
      return true;
    },
    name,
  );
  assertRight(name);
}

for (const [method, { call, argument, places, asIs = false }] of Object.entries(methods)) {
  test(`${method}: every argument that nobody should pass is refused by code and path`, async () => {
    await call(argument());
    for (const [name, { value, code, whole = code }] of Object.entries(values)) {
      for (const path of places) {
        const asked = argument();
        put(path, value)(asked);
        let expected = asIs && code === "unreadable" ? "wrong-type" : code;
        if (method === "rank" && name === "a detached array" && ["weights", "scores"].includes(path[0]))
          expected = "array-length";
        await assertRefused(() => call(asked), expected, path, `${method}, ${path}: ${name}`);
      }
      // Where the argument is only this test's wrapping there is no whole to spoil.
      if (whole === null || (asIs && method !== "rank")) continue;
      const shallow = ["rank", "emptyStudy", "createEngine"].includes(method);
      const expected =
        (shallow && { "a cycle": "unknown-key", "a proxy of a list that throws": "wrong-type" }[name]) || whole;
      await assertRefused(() => call(value), expected, [], `${method}: ${name}`);
    }
    for (const path of asIs && method !== "rank" ? [] : places) {
      const asked = argument();
      const owner = path.slice(0, -1).reduce((place, step) => place[step], asked);
      Object.defineProperty(owner, path.at(-1), throwing);
      await assertRefused(() => call(asked), "unreadable", path, `${method}, ${path}: a getter that throws`);
    }
  });
}

test("without any argument a call is refused with a ScoringError, or answered", async () => {
  const needed = {
    validate: () => judged(),
    open: () => engine.open(),
    trace: () => small.trace(),
    reweight: () => small.reweight(),
    rank: () => small.rank(),
    loadStudy: () => engine.loadStudy(),
    emptyStudy: () => engine.emptyStudy(),
  };
  for (const [name, work] of Object.entries(needed)) await assertRefused(work, "wrong-type", [], name);
  assert.equal(small.score().period, small.outline.period);
  assert.equal(small.objectives().period, small.outline.period);
  assert.deepEqual(small.agreement(), []);
  assert.equal(await createEngine(), engine);
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
