// Simulations through the package: the answer of one run, of shards, and after a cancelled run.

import assert from "node:assert/strict";
import test from "node:test";
import { initSync as rawExports } from "../../pkg/comity.js";
import { createEngine, ScoringError } from "../../pkg/node.js";
import { smallStudy } from "./support.mjs";

const engine = await createEngine();
const request = { draws: 5_000, seed: 7, vary: { weights: "uniform" } };

test("shards run and merged in any order are the answer of simulate", async () => {
  const study = engine.open(smallStudy());
  const shares = [];
  const whole = await study.simulate(request, { onProgress: (share) => shares.push(share) });
  assert.equal(shares.at(-1), 1);
  const partials = study.shards(request, 3).map((shard) => study.runShard(shard));
  assert.deepEqual(study.merge(partials.reverse()), whole);
  assert.throws(() => study.merge(partials.slice(1)), { name: "ScoringError", code: "shard-missing" });
  assert.equal(whole.draws, 5_000);
});

test("a simulation can be looked at while it runs", () => {
  const simulation = engine.open(smallStudy()).simulation(request);
  assert.equal(simulation.advance(), false);
  assert.equal(simulation.result().draws, 1_024);
  assert.ok(simulation.done > 0 && simulation.done < 1);
  while (!simulation.advance());
  assert.equal(simulation.conclude().draws, 5_000);
  simulation.free();
});

test("cancelling stops with the signal's reason, and a thousand cancelled runs grow no memory", async () => {
  const study = engine.open(smallStudy());
  const before = await study.simulate(request);
  const { memory } = rawExports();
  const cancelled = async () => {
    const simulation = study.simulation(request);
    simulation.advance();
    simulation.free();
  };
  for (let run = 0; run < 20; run++) await cancelled();
  const size = memory.buffer.byteLength;
  for (let run = 0; run < 1_000; run++) await cancelled();
  assert.equal(memory.buffer.byteLength, size);
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  await assert.rejects(study.simulate(request, { signal: controller.signal }), { message: "enough" });
  assert.deepEqual(await study.simulate(request), before);
});

test("a hundred times the draws take no more memory", async () => {
  const study = engine.open(smallStudy());
  const { memory } = rawExports();
  const here = { workers: false };
  await study.simulate(request, here);
  const size = memory.buffer.byteLength;
  assert.equal((await study.simulate({ ...request, draws: 500_000 }, here)).draws, 500_000);
  assert.equal(memory.buffer.byteLength, size);
});

test("what cannot be simulated is refused with code and path", () => {
  const study = engine.open(smallStudy());
  const refused = (asked) => {
    try {
      study.simulation(asked);
    } catch (error) {
      assert.ok(error instanceof ScoringError);
      return [error.code, error.path.join(".")];
    }
    return assert.fail("not refused");
  };
  assert.deepEqual(refused({ draws: 0 }), ["number-out-of-range", "draws"]);
  assert.deepEqual(refused({ vary: { wieghts: "uniform" } }), ["unknown-key", "vary.wieghts"]);
  assert.throws(() => study.shards({ until: 0.01 }, 2), { code: "stop-rule-split" });
  assert.throws(() => study.runShard("{}"), { name: "ScoringError", code: "missing-key" });
});
