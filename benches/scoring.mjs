// Open, score and rank after a weight change, at 200 × 24 and 20,000 × 24: native, wasm in Node, and tuned typed-array
// JavaScript doing the same, as ratios within one run; and tables from text to study beside Papa Parse. Milliseconds are medians;
// ratios are what carries over to other machines. Then TOPSIS and PROMETHEE II (linear) at 2,000 × 24, beside numpy where present.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import Papa from "papaparse";
import { createEngine } from "../pkg/node.js";

const DIMENSIONS = 4;
const INDICATORS = 6;
const STEPS = 1e11;

/** SplitMix-like generator on 32 bits: the same study in every run. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** A study of `units` units and 24 indicators in four dimensions, one value in twenty missing when `gaps`. */
function studyOf(units, gaps) {
  const next = random(units);
  const dimensions = [{ id: "root", name: "Root" }];
  const indicators = [];
  const columns = [];
  for (let d = 0; d < DIMENSIONS; d++) {
    dimensions.push({ id: `d${d}`, name: `Dimension ${d}`, parent: "root" });
    for (let i = 0; i < INDICATORS; i++) {
      const id = `d${d}i${i}`;
      const goalposts = { lower: 0, upper: 1000, basis: "judgement" };
      indicators.push({
        id,
        name: id,
        parent: `d${d}`,
        unitOfMeasure: "points",
        direction: "higher-is-better",
        goalposts,
      });
      columns.push({ id, values: Array.from({ length: units }, () => (gaps && next() < 0.05 ? null : next() * 1000)) });
    }
  }
  const list = Array.from({ length: units }, (_, unit) => ({
    id: `u${String(unit).padStart(5, "0")}`,
    name: `Unit ${unit}`,
  }));
  return {
    schema: 0,
    id: `bench-${units}`,
    title: "Bench",
    framework: { dimensions, indicators },
    dataset: { units: list, periods: [2020], indicators: columns },
    method: {},
  };
}

/** Tuned JavaScript for the complete case: one row-major dot product a unit with four accumulators on effective weights, integer
 * scores, and the faster of two sorts of packed keys. It ignores missing values and notes, which the engine does not. */
class Tuned {
  constructor(study) {
    const { units, indicators } = study.dataset;
    this.units = units.length;
    this.matrix = new Float64Array(units.length * indicators.length);
    indicators.forEach((column, i) => {
      column.values.forEach((value, unit) => {
        this.matrix[unit * indicators.length + i] = Math.min(Math.max(value / 1000, 0), 1) * 100;
      });
    });
    this.effective = new Float64Array(indicators.length);
    this.scores = new Float64Array(this.units);
    this.ranks = new Uint32Array(this.units);
    this.keys = new Float64Array(this.units);
    this.high = new Uint32Array(this.units);
    this.low = new Uint32Array(this.units);
    this.order = new Uint32Array(this.units);
    this.other = new Uint32Array(this.units);
    this.counts = new Uint32Array(2048);
  }

  weigh(dimensionWeights, indicatorWeights) {
    const total = dimensionWeights.reduce((sum, weight) => sum + weight, 0);
    for (let d = 0; d < DIMENSIONS; d++) {
      let inner = 0;
      for (let i = 0; i < INDICATORS; i++) inner += indicatorWeights[d * INDICATORS + i];
      for (let i = 0; i < INDICATORS; i++) {
        const place = d * INDICATORS + i;
        this.effective[place] = ((dimensionWeights[d] / total) * indicatorWeights[place]) / inner;
      }
    }
  }

  score() {
    const { matrix, effective, scores } = this;
    const width = effective.length;
    for (let unit = 0, at = 0; unit < scores.length; unit++) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let i = 0; i < width; i += 4, at += 4) {
        a += matrix[at] * effective[i];
        b += matrix[at + 1] * effective[i + 1];
        c += matrix[at + 2] * effective[i + 2];
        d += matrix[at + 3] * effective[i + 3];
      }
      scores[unit] = a + b + (c + d);
    }
  }

  /** Keys of 37 bits of score and 15 of index are whole numbers that a double holds; the engine's own sort of doubles orders them. */
  rankByNativeSort() {
    const { scores, keys, ranks } = this;
    for (let unit = 0; unit < scores.length; unit++)
      keys[unit] = (STEPS - Math.round((scores[unit] / 100) * STEPS)) * 32768 + unit;
    keys.sort();
    let rank = 0;
    let last = -1;
    for (let place = 0; place < keys.length; place++) {
      const steps = Math.floor(keys[place] / 32768);
      if (steps !== last) {
        rank = place + 1;
        last = steps;
      }
      ranks[keys[place] - steps * 32768] = rank;
    }
  }

  /** Radix sort of the order, four passes of 11 bits. */
  rankByRadix() {
    const { scores, high, low, counts, ranks } = this;
    let { order, other } = this;
    for (let unit = 0; unit < scores.length; unit++) {
      const behind = STEPS - Math.round((scores[unit] / 100) * STEPS);
      high[unit] = Math.floor(behind / 4194304);
      low[unit] = behind - high[unit] * 4194304;
      order[unit] = unit;
    }
    for (let pass = 0; pass < 4; pass++) {
      const digits = pass < 2 ? low : high;
      const shift = pass % 2 === 0 ? 0 : 11;
      counts.fill(0);
      for (let unit = 0; unit < digits.length; unit++) counts[(digits[unit] >>> shift) & 2047]++;
      for (let digit = 0, sum = 0; digit < 2048; digit++) {
        const count = counts[digit];
        counts[digit] = sum;
        sum += count;
      }
      for (let place = 0; place < order.length; place++) {
        const unit = order[place];
        other[counts[(digits[unit] >>> shift) & 2047]++] = unit;
      }
      [order, other] = [other, order];
    }
    let rank = 0;
    for (let place = 0; place < order.length; place++) {
      const unit = order[place];
      const before = order[place - 1];
      if (place === 0 || high[unit] !== high[before] || low[unit] !== low[before]) rank = place + 1;
      ranks[unit] = rank;
    }
  }
}

/** Median milliseconds of a run, over as many runs as fit half a second, at least five. */
function median(work) {
  for (let warm = 0; warm < 20; warm++) work(warm);
  const begun = performance.now();
  const times = [];
  while (times.length < 5 || (performance.now() - begun < 500 && times.length < 2000)) {
    const start = performance.now();
    work(times.length);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)];
}

function medianOfFew(work) {
  work();
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[2];
}

const engine = await createEngine();
const folder = mkdtempSync(join(tmpdir(), "comity-bench-"));
const cases = [
  { name: "200 × 24", units: 200, gaps: false },
  { name: "20,000 × 24", units: 20_000, gaps: false },
  { name: "20,000 × 24, 5 % missing", units: 20_000, gaps: true },
];
const rows = [];
try {
  const files = cases.map(({ units, gaps }, index) => {
    const file = join(folder, `${index}.json`);
    writeFileSync(file, JSON.stringify(studyOf(units, gaps)));
    return file;
  });
  const printed = execFileSync("cargo", ["bench", "--quiet", "--bench", "scoring", "--", ...files], {
    encoding: "utf8",
  });
  const native = JSON.parse(printed.trim().split("\n").at(-1));
  cases.forEach(({ name, units, gaps }, index) => {
    const document = studyOf(units, gaps);
    const text = JSON.stringify(document);
    const study = engine.open(text);
    const { nodes } = study.outline;
    const weights = Float64Array.from(nodes, (node) => node.weight);
    const scores = new Float64Array(units);
    const ranks = new Uint32Array(units);
    const change = (turn) => {
      weights[weights.length - 1] = 1 + (turn % 7) / 10;
    };
    const rank = median((turn) => {
      change(turn);
      study.rank({ weights, scores, ranks });
    });
    const times = {
      open: medianOfFew(() => engine.open(text).outline),
      score: medianOfFew(() => study.score()),
      rank,
    };
    const tuned = tune(document, nodes, weights, change, { scores, ranks }, gaps);
    rows.push({ name, work: "open", native: native[index].open, wasm: times.open });
    rows.push({ name, work: "score", native: native[index].score, wasm: times.score });
    rows.push({ name, work: "rank", native: native[index].rank, wasm: times.rank, js: tuned });
  });
  rankings(native.at(-1));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The methods alone natively; in wasm the whole way from weights to ranks through a study, which has no door to less. */
function rankings(native) {
  const thresholds = { shape: "linear", indifference: 50, preference: 200 };
  for (const method of ["topsis", "promethee-2"]) {
    const document = studyOf(2_000, false);
    const preferences = document.framework.indicators.map(({ id }) => ({ id, ...thresholds }));
    document.method = { ranking: method === "topsis" ? method : { method, preferences } };
    const study = engine.open(document);
    const weights = Float64Array.from(study.outline.nodes, (node) => node.weight);
    const scores = new Float64Array(2_000);
    const ranks = new Uint32Array(2_000);
    const wasm = median((turn) => {
      weights[weights.length - 1] = 1 + (turn % 7) / 10;
      study.rank({ weights, scores, ranks });
    });
    const key = method === "topsis" ? "topsis" : "promethee";
    rows.push({ name: `2,000 × 24, ${method}`, work: "rank", native: native[key], wasm, numpy: numpy(key) });
  }
}

/** What numpy takes for the same method written with whole arrays, in milliseconds; nothing where it is not installed. */
function numpy(key) {
  const work = {
    topsis: `
v = x / np.sqrt((x * x).sum(axis=0)) / 24
best, worst = np.where(d > 0, v.max(axis=0), v.min(axis=0)), np.where(d > 0, v.min(axis=0), v.max(axis=0))
up, down = np.sqrt(((v - best) ** 2).sum(axis=1)), np.sqrt(((v - worst) ** 2).sum(axis=1))
down / (up + down)`,
    promethee: `
pi = np.zeros((2000, 2000))
for j in range(24):
    g = d[j] * x[:, j]
    pi += np.clip((g[:, None] - g[None, :] - 5) / 15, 0, 1) / 24
(pi.sum(axis=1) - pi.sum(axis=0)) / 1999`,
  }[key];
  const body = work.trim().split("\n").join("\n    ");
  const script = `
import time
import numpy as np
x = np.random.default_rng(7).random((2000, 24)) * 100
d = np.where(np.arange(24) % 3 > 0, 1, -1)
def run():
    ${body}
run()
times = []
for _ in range(5):
    start = time.perf_counter()
    run()
    times.append(time.perf_counter() - start)
print(sorted(times)[2] * 1000)`;
  const result = spawnSync("python3", ["-c", script], { encoding: "utf8" });
  return result.status === 0 ? Number(result.stdout) : undefined;
}

/** The tuned JavaScript's time for the same change of weights, its ranks checked against the engine's. */
function tune(document, nodes, weights, change, { ranks }, gaps) {
  if (gaps) return undefined;
  const tuned = new Tuned(document);
  const at = new Map(nodes.map((node, position) => [node.id, position]));
  const dimensionAt = Array.from({ length: DIMENSIONS }, (_, d) => at.get(`d${d}`));
  const indicatorAt = document.framework.indicators.map((indicator) => at.get(indicator.id));
  const dimensionWeights = new Float64Array(DIMENSIONS);
  const indicatorWeights = new Float64Array(DIMENSIONS * INDICATORS);
  const prepare = (turn) => {
    change(turn);
    dimensionAt.forEach((position, d) => {
      dimensionWeights[d] = weights[position];
    });
    indicatorAt.forEach((position, i) => {
      indicatorWeights[i] = weights[position];
    });
    tuned.weigh(dimensionWeights, indicatorWeights);
    tuned.score();
  };
  const sorts = [() => tuned.rankByNativeSort(), () => tuned.rankByRadix()];
  const times = sorts.map((sort) =>
    median((turn) => {
      prepare(turn);
      sort();
    }),
  );
  // Both ended on the same turn or not: rank once more on the turn that the engine's arrays hold.
  const study = engine.open(document);
  study.rank({ weights, scores: new Float64Array(tuned.units), ranks });
  if (ranks.some((rank, unit) => rank !== tuned.ranks[unit]))
    throw new Error("the tuned JavaScript ranks otherwise than the engine");
  return Math.min(...times);
}

/** The text of a table of 150 units × 40 indicators × 20 years, one value in twenty missing, wide and long. */
function tables() {
  const next = random(150);
  const indicators = Array.from({ length: 40 }, (_, i) => `indicator_${i}`);
  const wide = [["unit", "period", ...indicators].join(",")];
  const long = ["unit,period,indicator,value"];
  for (let unit = 0; unit < 150; unit++) {
    for (let year = 2000; year < 2020; year++) {
      const values = indicators.map(() => (next() < 0.05 ? "" : (next() * 1000).toFixed(3)));
      wide.push([`u${unit}`, year, ...values].join(","));
      indicators.forEach((indicator, i) => {
        long.push(`u${unit},${year},${indicator},${values[i]}`);
      });
    }
  }
  return { wide: `${wide.join("\n")}\n`, long: `${long.join("\n")}\n` };
}

/** From text to study beside Papa Parse that only splits the text; then what is left until the first ranked list. */
const csv = Object.entries(tables()).map(([shape, text]) => {
  const { document } = engine.importCsv(text);
  const study = engine.open(document);
  return {
    shape,
    papa: medianOfFew(() => Papa.parse(text)),
    import: medianOfFew(() => engine.importCsv(text)),
    open: medianOfFew(() => engine.open(document)),
    score: medianOfFew(() => study.score()),
    export: medianOfFew(() => engine.exportCsv(document, { shape })),
  };
});

const show = (number) => (number === undefined ? "–" : number < 0.1 ? number.toFixed(4) : number.toFixed(2));
const ratio = (part, whole) => (part === undefined || whole === undefined ? "–" : (part / whole).toFixed(2));
console.log(`${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.version}, engine ${engine.version}`);
console.log("milliseconds, medians; ratios within this run\n");
console.log(
  `${"study".padEnd(26)}${"work".padEnd(7)}${["native", "wasm", "JS", "numpy", "wasm/native", "wasm/JS"].map((head) => head.padStart(12)).join("")}`,
);
for (const row of rows) {
  const cells = [
    show(row.native),
    show(row.wasm),
    show(row.js),
    show(row.numpy),
    ratio(row.wasm, row.native),
    ratio(row.wasm, row.js),
  ];
  console.log(`${row.name.padEnd(26)}${row.work.padEnd(7)}${cells.map((cell) => cell.padStart(12)).join("")}`);
}
const heads = ["Papa Parse", "import", "open", "score", "export", "import/Papa"]
  .map((head) => head.padStart(12))
  .join("");
console.log(`\n${"table, 150 × 40 × 20".padEnd(26)}${"".padEnd(7)}${heads}`);
for (const row of csv) {
  const cells = [row.papa, row.import, row.open, row.score, row.export].map(show);
  console.log(
    `${row.shape.padEnd(33)}${[...cells, ratio(row.import, row.papa)].map((cell) => cell.padStart(12)).join("")}`,
  );
}
