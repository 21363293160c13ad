// Simulations: native, wasm in Node, tuned typed-array JavaScript with the same generator, and numpy where Python has it. One thread each.
// The shortest of several runs, in milliseconds; ratios within this run are what carries over to other machines.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../pkg/node.js";
import { Tuned } from "./uncertainty-tuned.mjs";

const CONCENTRATION = 100;
const RUNS = 15;

/** A complete study of indicators under one root. */
function studyOf(units, indicators) {
  let state = units * 131 + indicators;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  const ids = Array.from({ length: indicators }, (_, i) => `i${String(i).padStart(4, "0")}`);
  const goalposts = { lower: 0, upper: 100, basis: "judgement" };
  const common = { parent: "root", unitOfMeasure: "points", direction: "higher-is-better", goalposts };
  return {
    schema: 0,
    id: `bench-${units}-${indicators}`,
    title: "Bench",
    framework: {
      dimensions: [{ id: "root", name: "Root" }],
      indicators: ids.map((id) => ({ id, name: id, ...common })),
    },
    dataset: {
      units: Array.from({ length: units }, (_, u) => ({ id: `u${String(u).padStart(5, "0")}`, name: `Unit ${u}` })),
      periods: [2020],
      indicators: ids.map((id) => ({ id, values: Array.from({ length: units }, () => next() * 100) })),
    },
    method: {},
  };
}

/** The shortest of several runs. */
function shortest(work, runs = RUNS) {
  work();
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function wasm(study, request) {
  return shortest(() => {
    const simulation = study.simulation(request);
    while (!simulation.advance(1000));
    simulation.free();
  });
}

function numpy(draws, units, indicators) {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
  const python = process.env.COMITY_PYTHON ?? "python3";
  const script = new URL("uncertainty.py", import.meta.url).pathname;
  try {
    const printed = execFileSync(python, [script, draws, units, indicators].map(String), {
      encoding: "utf8",
      env,
      stdio: "pipe",
    });
    const [version, time] = printed.trim().split(" ");
    return { version, time: Number(time) };
  } catch {
    return undefined;
  }
}

const around = { weights: { method: "around", concentration: CONCENTRATION } };
const request = (draws, vary = around, pairwise = false) => ({ draws, pairwise, vary });
const sizes = [
  { name: "10,000 × 200 × 24", draws: 10_000, units: 200, indicators: 24, main: true },
  ...[2, 4, 8].map((k) => ({ name: `draws × ${k}`, draws: 10_000 * k, units: 200, indicators: 24 })),
  ...[2, 4, 8].map((k) => ({ name: `units × ${k}`, draws: 10_000, units: 200 * k, indicators: 24, ranked: k })),
  ...[2, 4, 8].map((k) => ({ name: `indicators × ${k}`, draws: 10_000, units: 200, indicators: 24 * k })),
];

const engine = await createEngine();
const folder = mkdtempSync(join(tmpdir(), "comity-bench-"));
const bundled = JSON.parse(readFileSync(new URL("../pkg/studies/us-partnerships.json", import.meta.url), "utf8"));
const four = {
  weights: around.weights,
  data: {},
  missing: "observed",
  method: {
    alternatives: [{ id: "normalisation", options: [[{ choices: { normalisation: "min-max" } }]] }],
    leaveOneOut: true,
  },
};
/** Milliseconds that COINr 1.1.14 took for 100 replications of its documented analysis with four uncertain assumptions. */
const COINR = 25_600;
/** Four assumptions as in COINr's: weights, what stands for missing values, normalisation, aggregation. */
const assumptions = {
  weights: around.weights,
  missing: "observed",
  method: {
    alternatives: [
      { id: "normalisation", options: [[{ choices: { normalisation: "goalposts" } }]] },
      { id: "aggregation", options: [[{ choices: { aggregation: "geometric" } }]] },
    ],
  },
};
try {
  const jobs = sizes.map((size) => ({
    ...size,
    document: studyOf(size.units, size.indicators),
    request: request(size.draws),
  }));
  jobs.push({ name: "bundled, weights alone", draws: 1_024, document: bundled, request: request(1_024) });
  jobs.push({ name: "bundled, four sources", draws: 1_024, document: bundled, request: request(1_024, four) });
  jobs.push({ name: "ASEM", draws: 100, document: asem(), request: request(100, assumptions) });
  jobs.push({ name: "with pairs", draws: 10_000, document: jobs[0].document, request: request(10_000, around, true) });
  const paths = jobs.flatMap((job, index) => {
    const path = join(folder, `${index}.json`);
    writeFileSync(path, JSON.stringify(job.document));
    return [path, JSON.stringify(job.request)];
  });
  const printed = execFileSync("cargo", ["bench", "--quiet", "--bench", "uncertainty", "--", ...paths], {
    encoding: "utf8",
  });
  const native = JSON.parse(printed.trim().split("\n").at(-1));
  const peer = numpy(10_000, 200, 24);
  console.log(
    `${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.version}, engine ${engine.version}, numpy ${peer?.version ?? "absent"}, ${new Date().toISOString().slice(0, 10)}`,
  );
  console.log("milliseconds, the shortest of several runs, one thread; ratios within this run\n");
  const times = jobs.map((job) => wasm(engine.open(job.document), job.request));
  const tuned = new Tuned(jobs[0].document, CONCENTRATION);
  const script = shortest(() => tuned.simulate(10_000), 5);
  check(engine.open(jobs[0].document), tuned);

  const show = (label, cells) => console.log(`${label.padEnd(26)}${cells.map((cell) => cell.padStart(14)).join("")}`);
  const fixed = (number) => (number === undefined ? "–" : number.toFixed(2));
  show("10,000 × 200 × 24", ["native", "wasm", "JavaScript", "numpy"]);
  show("milliseconds", [native[0], times[0], script, peer?.time].map(fixed));
  show(
    "beside numpy",
    [native[0] / peer?.time, times[0] / peer?.time, script / peer?.time].map((x) => (peer ? fixed(x) : "numpy absent")),
  );
  show("beside JavaScript", [native[0] / script, times[0] / script].map(fixed));
  console.log();
  show("beside 10,000 × 200 × 24", ["native", "wasm", "of linear", "of linear"]);
  sizes.forEach((size, index) => {
    if (size.main) return;
    const growth = (size.draws * size.units * size.indicators) / (10_000 * 200 * 24);
    const ratios = [native[index] / native[0], times[index] / times[0]];
    show(size.name, [...ratios, ...ratios.map((ratio) => ratio / growth)].map(fixed));
  });
  console.log();
  const at = (name) => jobs.findIndex((job) => job.name === name);
  const names = ["bundled, weights alone", "bundled, four sources", "with pairs", "ASEM"];
  const [alone, all, pairs, example] = names.map(at);
  show("bundled, 1,024 draws", ["native", "wasm", "× alone", "× alone"]);
  show("weights alone", [native[alone], times[alone]].map(fixed));
  show("four sources", [native[all], times[all], native[all] / native[alone], times[all] / times[alone]].map(fixed));
  show(
    "pairs, 10,000 × 200 × 24",
    [native[pairs], times[pairs], native[pairs] / native[0], times[pairs] / times[0]].map(fixed),
  );
  const seconds = (time) => `${(time / 1_000).toFixed(4)} s, 1/${Math.round(COINR / time)}`;
  console.log();
  show("ASEM, 51 × 49, 100 draws", ["native", "wasm"]);
  show("time, beside COINr", [native[example], times[example]].map(seconds));
  const study = engine.open(bundled);
  let blocks = 0;
  const simulation = study.simulation({ draws: 1_000_000, pairwise: false, vary: around });
  simulation.advance();
  const end = performance.now() + 16;
  while (performance.now() < end) {
    simulation.advance();
    blocks++;
  }
  console.log(`\nblocks of 1,024 draws of the bundled study in 16 ms, wasm, weights alone: ${blocks}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** COINr's example, the indicators of its ASEM data, with its tree: least and greatest value as goalposts. */
function asem() {
  const { inputs } = JSON.parse(readFileSync(new URL("../tests/vectors/hier-pipeline-asem.json", import.meta.url)));
  const { codes, level, parent } = inputs.hierarchy;
  const named = codes.map((id, at) => ({ id, name: id, parent: parent[at], level: level[at] }));
  const tree = ({ id, name, parent }) => (parent === null ? { id, name } : { id, name, parent });
  const columns = inputs.indicators.map((_, at) => inputs.matrix.map((row) => row[at]));
  const indicators = inputs.indicators.map((id, at) => {
    const present = columns[at].filter((value) => value !== null);
    const goalposts = { lower: Math.min(...present), upper: Math.max(...present), basis: "judgement" };
    const direction = inputs.directions[at] > 0 ? "higher-is-better" : "lower-is-better";
    return { ...tree(named.find((node) => node.id === id)), unitOfMeasure: "as given", direction, goalposts };
  });
  return {
    schema: 0,
    id: "asem",
    title: "ASEM",
    framework: { dimensions: named.filter(({ level }) => level > 1).map(tree), indicators },
    dataset: {
      units: inputs.units.map((id) => ({ id, name: id })),
      periods: [2018],
      indicators: inputs.indicators.map((id, at) => ({ id, values: columns[at] })),
    },
    method: { defaults: { normalisation: "min-max" } },
  };
}

/** Both sides simulate the same thing: their shares of first ranks agree within sampling error. */
function check(study, tuned) {
  const simulation = study.simulation(request(10_000));
  while (!simulation.advance(1000));
  for (const { id, acceptability } of simulation.result().units) {
    const unit = Number(id.slice(1));
    const share = tuned.counts[unit * tuned.units] / 10_000;
    if (Math.abs(share - acceptability.share[0]) > 0.03) throw new Error(`the tuned JavaScript differs at ${id}`);
  }
  simulation.free();
}
