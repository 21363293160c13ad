// The pool of workers, in Node and in Chromium under the strict policy: the same answers wherever they are made, whoever dies.
// Its tasks: `score`, internal until there is a call for it, and `importCsv`.
// Simulations and sensitivity analyses on it, too: one answer on any number of workers and on none.

import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { sensitivity, simulate } from "../../pkg/background.js";
import { createEngine, ScoringError } from "../../pkg/node.js";
import { Pool } from "../../pkg/pool.js";
import { browserPage, bundledStudy, consumer, serve, smallStudy } from "./support.mjs";

const engine = await createEngine({ workers: 2 });
const document = JSON.stringify(await bundledStudy());
const study = engine.open(document);
const { periods } = study.outline;
const expected = periods.map((period) => [study.score({ period })]);
const job = (more = {}) => ({ document, name: "score", tasks: periods.map((period) => [[{ period }]]), ...more });
const file = new URL("../../pkg/node-worker.js", import.meta.url);
const module = await WebAssembly.compile(
  await (await import("node:fs/promises")).readFile(new URL("../../pkg/comity_bg.wasm", import.meta.url)),
);

/** A pool whose workers the test makes, and all the workers that it made. */
function watched(t, make = () => new Worker(file)) {
  const made = [];
  const pool = new Pool(module, () => {
    const worker = make(made.length);
    made.push(worker);
    return worker;
  });
  t.after(() => pool.close());
  return { pool, made };
}

test("tasks done by workers give what the engine itself gives, in the order of the tasks, with progress up to one", async () => {
  const pool = await engine.pool();
  assert.equal(await engine.pool(), pool);
  const shares = [];
  const places = new Set();
  const results = await pool.run(
    job({
      onProgress: (share) => shares.push(share),
      onResult: (result, place) => {
        assert.deepEqual(result, expected[place]);
        places.add(place);
      },
    }),
  );
  assert.deepEqual(results, expected);
  assert.equal(places.size, periods.length);
  assert.deepEqual(
    shares,
    [...shares].sort((a, b) => a - b),
  );
  assert.ok(shares.length > periods.length && Math.abs(shares.at(-1) - 1) < 1e-12);
  assert.deepEqual(await pool.run(job({ tasks: [] })), []);
});

test("several jobs about several studies do not mix", async () => {
  const pool = await engine.pool();
  const other = smallStudy();
  const [card] = [engine.open(other).score()];
  const jobs = Array.from({ length: 6 }, (_, index) =>
    index % 2 === 0
      ? pool.run(job())
      : pool.run({ document: JSON.stringify(other), name: "score", tasks: [[[{}]], [[{}]]] }),
  );
  for (const [index, results] of (await Promise.all(jobs)).entries())
    assert.deepEqual(results, index % 2 === 0 ? expected : [[card], [card]]);
});

test("a fault arrives as the very error that the engine throws, and the pool goes on", async () => {
  const pool = await engine.pool();
  const here = (work) => {
    try {
      work();
    } catch ({ message, code, path, problems }) {
      return { message, code, path, problems };
    }
  };
  const bad = { ...smallStudy(), schema: 7, extra: 1 };
  for (const [asked, same] of [
    [job({ tasks: [[[{ period: 1 }]]] }), () => study.score({ period: 1 })],
    [job({ document: JSON.stringify(bad) }), () => engine.open(bad)],
    [job({ document: JSON.stringify(bad) }), () => engine.open(bad)],
  ]) {
    await assert.rejects(pool.run(asked), (error) => {
      assert.ok(error instanceof ScoringError);
      const { message, code, path, problems } = error;
      assert.deepEqual({ message, code, path, problems }, here(same));
      return true;
    });
    assert.deepEqual(await pool.run(job()), expected);
  }
  const mine = new Error("mine");
  const throwing = () => {
    throw mine;
  };
  await assert.rejects(pool.run(job({ onProgress: throwing })), mine);
  await assert.rejects(pool.run(job({ onResult: throwing })), mine);
  await assert.rejects(pool.run(job({ tasks: [[() => 0]] })), { name: "DataCloneError" });
  assert.deepEqual(await pool.run(job()), expected);
});

test("a job that is aborted before, at once or in the middle rejects with the signal's reason", async () => {
  const pool = await engine.pool();
  await assert.rejects(pool.run(job({ signal: AbortSignal.abort("before") })), (reason) => reason === "before");
  for (const stop of ["at once", "middle"]) {
    const controller = new AbortController();
    let results = 0;
    const running = pool.run(
      job({
        signal: controller.signal,
        onResult: () => {
          results++;
          if (stop === "middle") controller.abort(stop);
        },
      }),
    );
    if (stop === "at once") controller.abort(stop);
    await assert.rejects(running, (reason) => reason === stop);
    const after = results;
    assert.deepEqual(await pool.run(job()), expected);
    assert.equal(results, after, "an ended job hears nothing more");
  }
});

test("a thousand aborted jobs leave as many workers, and no more memory", async (t) => {
  const { pool, made } = watched(t);
  await pool.run(job());
  const round = async () => {
    const controller = new AbortController();
    const running = pool.run(job({ signal: controller.signal, onProgress: () => controller.abort() }));
    await assert.rejects(running, { name: "AbortError" });
  };
  for (let count = 0; count < 200; count++) await round();
  const before = process.memoryUsage().rss;
  const workers = made.length;
  for (let count = 0; count < 1_000; count++) await round();
  const grown = process.memoryUsage().rss - before;
  assert.deepEqual(await pool.run(job()), expected);
  assert.equal(made.length, workers);
  t.diagnostic(`${grown} bytes more`);
  // Two or three MB were seen, of garbage not yet collected: far less than a scorecard kept for each job.
  assert.ok(grown < 30e6, `${grown} bytes`);
  for (const worker of made) assert.ok(worker.listenerCount("message") === 1);
});

test("a worker killed in the middle of its task costs nothing: the task is done elsewhere", async (t) => {
  const { pool, made } = watched(t);
  const results = await pool.run(
    job({
      onResult: (_, place) => {
        if (place === 0) void made[0].terminate();
      },
    }),
  );
  assert.deepEqual(results, expected);
});

test("a task that two workers die of is a typed error, and so are workers that cannot start", async (t) => {
  const dying = () => new Worker("process.exit(3)", { eval: true });
  const { pool, made } = watched(t, dying);
  const failed = (part) => (error) => {
    assert.ok(error instanceof ScoringError && error.code === "worker-failed", String(error));
    assert.ok(error.message.includes(part), error.message);
    return true;
  };
  await assert.rejects(pool.run(job({ tasks: [[[{}]]] })), failed("two workers failed at one task"));
  assert.equal(made.length, 2);

  const once = watched(t, (count) => (count === 0 ? dying() : new Worker(file)));
  assert.deepEqual(await once.pool.run(job()), expected);

  const throwing = watched(t, () => {
    throw new Error("no room");
  });
  await assert.rejects(throwing.pool.run(job()), failed("no room"));
  const strange = watched(t, () => ({}));
  await assert.rejects(strange.pool.run(job()), failed("no worker can be started"));
});

test("workers that are given are used, and when the last is lost the job fails", async (t) => {
  const given = [new Worker(file), new Worker(file)];
  const pool = new Pool(module, given);
  t.after(() => pool.close());
  assert.deepEqual(await pool.run(job()), expected);
  await given[0].terminate();
  assert.deepEqual(await pool.run(job()), expected);
  await given[1].terminate();
  await assert.rejects(pool.run(job()), { code: "worker-failed" });
});

/** Draws enough for ten blocks, the last not full, of weights, missing values and methods. */
const plan = {
  draws: 9_500,
  seed: 7,
  vary: { weights: "around", missing: "observed", method: { leaveOneOut: true } },
};

test("a simulation comes to one answer on one worker, two, three, and in slices here", async (t) => {
  const here = await study.simulate(plan, { workers: false });
  const pictures = [];
  const onProgress = (share, result) => pictures.push([share, result()]);
  assert.deepEqual(await study.simulate(plan, { onProgress }), here);
  for (const [at, [share, picture]] of pictures.entries()) {
    assert.equal(picture.draws, Math.min(plan.draws, Math.round(share * 10) * 1024));
    assert.ok(at === 0 || share > pictures[at - 1][0]);
  }
  assert.ok(pictures.length > 1 && pictures.at(-1)[0] === 1);
  const first = await study.simulate({ ...plan, draws: pictures[0][1].draws }, { workers: false, confidence: false });
  assert.deepEqual(pictures[0][1], first);
  for (const number of [1, 3]) {
    const pool = new Pool(module, number, { start: () => new Worker(file), count: () => number });
    t.after(() => pool.close());
    assert.deepEqual(await simulate(study, document, async () => pool, plan, {}), here, `${number} workers`);
  }
  const bare = await study.simulate(plan, { confidence: false });
  assert.ok(bare.units.every(({ confidence }) => confidence === null));
  const early = { ...plan, until: 0.1 };
  assert.deepEqual(await study.simulate(early), await study.simulate(early, { workers: false }));
  await assert.rejects(study.simulate({ period: 1 }), { code: "period-unknown" });
});

test("a simulation whose worker is killed comes to the same answer, and one that kills every worker is a typed error", async (t) => {
  const here = await study.simulate(plan, { workers: false });
  const { pool, made } = watched(t);
  let killed = false;
  const onProgress = () => {
    if (!killed) void made[0].terminate();
    killed = true;
  };
  assert.deepEqual(await simulate(study, document, async () => pool, plan, { onProgress }), here);
  assert.ok(killed);
  const dying = watched(t, () => new Worker("process.exit(3)", { eval: true }));
  await assert.rejects(
    simulate(study, document, async () => dying.pool, plan, {}),
    { code: "worker-failed" },
  );
});

test("a sensitivity analysis comes to one answer on a worker and here, and its end is heard between two blocks", async () => {
  const request = { blocks: 4, vary: { weights: "uniform" }, factors: "sources" };
  const here = await study.sensitivity(request, { workers: false });
  const shares = [];
  assert.deepEqual(await study.sensitivity(request, { onProgress: (share) => shares.push(share) }), here);
  assert.deepEqual([...new Set(shares)], [0.25, 0.5, 0.75, 1]);
  assert.ok(here.weights.every(({ leftOut }) => leftOut === null || Number.isFinite(leftOut.mean)));
  for (const workers of [true, false]) {
    const controller = new AbortController();
    let heard = 0;
    const onProgress = () => {
      heard++;
      controller.abort("enough");
    };
    const options = { signal: controller.signal, onProgress, workers };
    await assert.rejects(study.sensitivity({ ...request, blocks: 64 }, options), (reason) => reason === "enough");
    assert.equal(heard, 1);
  }
  // All workers are free again, long before 64 blocks are done.
  assert.deepEqual(await Promise.all([study.sensitivity(request), study.sensitivity(request)]), [here, here]);
  await assert.rejects(study.sensitivity({ blocks: 3 }), { code: "number-out-of-range" });
  await assert.rejects(sensitivity(study, document, undefined, request, { signal: AbortSignal.abort("no") }));
});

test("a thousand cancelled simulations, on workers and here, leave no more memory and a study that answers", async (t) => {
  const small = engine.open(smallStudy());
  const asked = { draws: 8_192, vary: { weights: "uniform" } };
  const whole = await small.simulate(asked);
  const round = async (workers) => {
    const controller = new AbortController();
    const options = { signal: controller.signal, workers, onProgress: () => controller.abort() };
    // Here half a frame may be enough for all of it.
    const draws = workers ? asked.draws : 400_000;
    await assert.rejects(small.simulate({ ...asked, draws }, options), { name: "AbortError" });
  };
  for (const workers of [true, false]) {
    const rounds = workers ? 1_000 : 200;
    for (let count = 0; count < 100; count++) await round(workers);
    const before = process.memoryUsage().rss;
    for (let count = 0; count < rounds; count++) await round(workers);
    const grown = process.memoryUsage().rss - before;
    t.diagnostic(`${rounds} cancelled ${workers ? "on workers" : "here"}: ${grown} bytes more`);
    assert.ok(grown < 30e6, `${grown} bytes`);
  }
  assert.deepEqual(await small.simulate(asked), whole);
});

test("workers that are none are refused by name", () => {
  for (const [workers, code] of [
    [0, "number-out-of-range"],
    [1.5, "number-out-of-range"],
    [NaN, "number-out-of-range"],
    [[], "number-out-of-range"],
    ["2", "wrong-type"],
    [{}, "wrong-type"],
  ])
    assert.throws(
      () => new Pool(module, workers),
      (error) => error instanceof ScoringError && error.code === code && error.path[0] === "workers",
    );
});

test("a closed pool fails what was under way and starts afresh when it is asked again", async (t) => {
  const { pool, made } = watched(t);
  const running = pool.run(job());
  pool.close();
  await assert.rejects(running, { code: "worker-failed" });
  const before = made.length;
  assert.deepEqual(await pool.run(job()), expected);
  assert.ok(made.length > before);
});

test("a table is read by a worker as by the engine itself, with the same faults, and its reading can be stopped", async () => {
  const table = "unit,year,a,b\nARL,2020,1,x\nBOR,2020,2,3\n";
  const metadata = "iCode,Direction\na,-1\nb,1\n";
  for (const options of [undefined, { metadata }, { mapping: { decimal: "," } }, { into: document }])
    assert.deepEqual(await engine.importCsvInBackground(table, options), engine.importCsv(table, options));
  const bytes = new TextEncoder().encode(table);
  assert.deepEqual(await engine.importCsvInBackground(bytes), engine.importCsv(table));
  assert.equal(bytes.length, table.length, "the caller's bytes stay the caller's");
  assert.deepEqual(engine.importCsv(table).preview, [
    ["unit", "year", "a", "b"],
    ["ARL", "2020", "1", "x"],
    ["BOR", "2020", "2", "3"],
  ]);
  for (const [table, options, code] of [
    ["", {}, "csv-empty"],
    [42, {}, "wrong-type"],
    ["a,b\n1,2\n", { mapping: { layout: "round" } }, "unknown-choice"],
    ["a,b\n1,2\n", { mappings: {} }, "unknown-key"],
  ])
    await assert.rejects(engine.importCsvInBackground(table, options), { name: "ScoringError", code });
  await assert.rejects(engine.importCsvInBackground(table, {}, { sign: 1 }), {
    name: "ScoringError",
    code: "unknown-key",
  });
  const controller = new AbortController();
  const reading = engine.importCsvInBackground(table, {}, { signal: controller.signal });
  controller.abort();
  await assert.rejects(reading, { name: "AbortError" });
});

test("an idle pool keeps no program running", async (t) => {
  const { folder } = await consumer(t);
  const { writeFile } = await import("node:fs/promises");
  const { program } = await import("./support.mjs");
  for (const [name, start] of [
    ["idle.mjs", 'import { createEngine } from "comity";'],
    ["idle.cjs", 'const { createEngine } = require("comity");'],
  ]) {
    const text = `${start}
      (async () => {
        const engine = await createEngine({ workers: 2 });
        const document = JSON.stringify(${JSON.stringify(smallStudy())});
        const [[card]] = await (await engine.pool()).run({ document, name: "score", tasks: [[[{}]]] });
        console.log(card.units.length);
      })();`;
    await writeFile(`${folder}/${name}`, text);
    assert.equal(await program(process.execPath, [name], folder), "3\n");
  }
});

test("in Chromium, under the strict policy", async (t) => {
  const { folder } = await consumer(t);
  const { writeFile } = await import("node:fs/promises");
  const html = '<!doctype html><html lang="en"><title>Test</title><link rel="icon" href="data:,">';
  await writeFile(`${folder}/index.html`, html);
  const address = await serve(t, folder);
  const { page, requests, said } = await browserPage(t);
  await page.goto(address);
  await page.evaluate(async (job) => {
    const { createEngine } = await import("./node_modules/comity/index.js");
    globalThis.made = [];
    const engine = await createEngine({
      workers: () => {
        const worker = new Worker("./node_modules/comity/worker.js", { type: "module" });
        globalThis.made.push(worker);
        return worker;
      },
    });
    globalThis.pool = await engine.pool();
    globalThis.job = job;
  }, job());

  await t.test("workers give what Node gives", async () => {
    assert.deepEqual(await page.evaluate(() => pool.run(job)), expected);
  });

  await t.test("a worker that is killed without a word is noticed, and its task done elsewhere", async () => {
    const results = await page.evaluate(() =>
      pool.run({ ...job, onResult: (_, place) => place === 0 && made[0].terminate() }),
    );
    assert.deepEqual(results, expected);
    // An idle one too.
    await page.evaluate(() => made.at(-1).terminate());
    assert.deepEqual(await page.evaluate(() => pool.run(job)), expected);
  });

  await t.test("abort in the middle, a thousand times: as many workers as before", async () => {
    const answer = await page.evaluate(async () => {
      const before = made.length;
      let aborted = 0;
      for (let count = 0; count < 1_000; count++) {
        const controller = new AbortController();
        try {
          await pool.run({ ...job, signal: controller.signal, onProgress: () => controller.abort() });
        } catch (error) {
          if (error.name === "AbortError") aborted++;
        }
      }
      return { aborted, more: made.length - before, results: await pool.run(job) };
    });
    assert.deepEqual([answer.aborted, answer.more], [1_000, 0]);
    assert.deepEqual(answer.results, expected);
  });

  await t.test("faults are ScoringErrors there too", async () => {
    const fault = await page.evaluate(async () => {
      const { ScoringError } = await import("./node_modules/comity/index.js");
      const error = await pool.run({ ...job, tasks: [[[{ period: 1 }]]] }).catch((error) => error);
      return [error instanceof ScoringError, error.code, error.path];
    });
    assert.deepEqual(fault, [true, "period-unknown", ["period"]]);
  });

  await t.test("a simulation and an analysis give there what Node gives", async () => {
    const request = { blocks: 4, vary: { weights: "uniform" }, factors: "sources" };
    const answers = await page.evaluate(
      async ({ document, plan, request }) => {
        const { createEngine } = await import("./node_modules/comity/index.js");
        const study = (await createEngine()).open(document);
        return [
          await study.simulate(plan),
          await study.simulate(plan, { workers: false }),
          await study.sensitivity(request),
        ];
      },
      { document, plan, request },
    );
    const here = await study.simulate(plan, { workers: false });
    assert.deepEqual(answers, [here, here, await study.sensitivity(request)]);
  });

  const done = new Map();
  for (const workers of [1, 2]) {
    await t.test(`10,000 draws, bundled and 200 × 24, with ${workers} in a page of its own`, async (t) => {
      const own = await browserPage(t);
      await own.page.goto(address);
      const times = await own.page.evaluate(
        async ({ documents, workers }) => {
          const { createEngine } = await import("./node_modules/comity/index.js");
          const engine = await createEngine({ workers });
          const least = [];
          for (const document of documents) {
            const study = engine.open(document);
            await study.simulate({ draws: 4_096, pairwise: false });
            let [shortest, earliest] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
            for (let run = 0; run < 7; run++) {
              const start = performance.now();
              let first = 0;
              const onProgress = () => {
                first ||= performance.now() - start;
              };
              await study.simulate({ draws: 10_000, pairwise: false }, { confidence: false, onProgress });
              shortest = Math.min(shortest, performance.now() - start);
              earliest = Math.min(earliest, first);
            }
            least.push([earliest, shortest]);
          }
          return least;
        },
        { documents: [document, wideStudy()], workers },
      );
      done.set(workers, times);
      t.diagnostic(times.map(([first, last]) => `first ${first.toFixed(1)} ms, done ${last.toFixed(1)} ms`).join("; "));
      for (const [first, last] of times) assert.ok(first < last, "a picture comes before the end");
    });
  }
  const ratios = done.get(2).map(([, two], at) => (two / done.get(1)[at][1]).toFixed(2));
  t.diagnostic(`two workers beside one: ${ratios.join(", ")}`);

  assert.deepEqual(said, []);
  for (const request of requests) assert.ok(request.startsWith(address) || request.startsWith("data:"), request);

  await t.test(
    "a worker whose script is not served is a typed error, without a word on the console but the browser's",
    async () => {
      const code = await page.evaluate(async () => {
        const { Pool } = await import("./node_modules/comity/pool.js");
        const bytes = await (await fetch("./node_modules/comity/comity_bg.wasm")).arrayBuffer();
        const pool = new Pool(await WebAssembly.compile(bytes), () => new Worker("./nowhere.js", { type: "module" }));
        return pool.run(job).catch((error) => error.code);
      });
      assert.equal(code, "worker-failed");
    },
  );
  await wait(0);
});

/** A complete study of 200 partnerships and 24 indicators under one root. */
function wideStudy() {
  const ids = Array.from({ length: 24 }, (_, at) => `i${at}`);
  const goalposts = { lower: 0, upper: 100, basis: "judgement" };
  const common = { parent: "root", unitOfMeasure: "points", direction: "higher-is-better", goalposts };
  const units = Array.from({ length: 200 }, (_, at) => ({ id: `u${at}`, name: `Unit ${at}` }));
  const values = (column) => units.map((_, row) => (((row * 37 + column * 61) * 29) % 101) % 100);
  return JSON.stringify({
    schema: 0,
    id: "wide",
    title: "Wide",
    framework: {
      dimensions: [{ id: "root", name: "Root" }],
      indicators: ids.map((id) => ({ id, name: id, ...common })),
    },
    dataset: { units, periods: [2020], indicators: ids.map((id, at) => ({ id, values: values(at) })) },
    method: {},
  });
}
