// A trap costs the instance and nothing else.

import assert from "node:assert/strict";
import test from "node:test";
import { OpenStudy, initSync as rawExports } from "../../pkg/comity.js";
import { createEngine, ScoringError } from "../../pkg/node.js";
import { bundledStudy, smallStudy } from "./support.mjs";

const engine = await createEngine();
const document = await bundledStudy();
const study = engine.open(document);
const other = engine.open(JSON.stringify({ ...document, title: "Another" }));
const whole = JSON.stringify(study.score());
const otherHash = other.hash;

/** Ways to make the running instance trap in the middle of a question, each through its own exports. */
const traps = {
  "memory out of bounds": async () => {
    const raw = rawExports();
    during("score", () => raw.openstudy_score(0xffff_fff0, undefined));
  },
  "memory overwritten": async () => {
    const raw = rawExports();
    during("score", function (request) {
      new Uint8Array(raw.memory.buffer).fill(0xff);
      return OpenStudy.prototype.score.call(this, request);
    });
  },
  "the stack used up": async () => {
    during("score", function (request) {
      let reached = false;
      const deeper = (levels) => {
        if (levels > 0) return deeper(levels - 1);
        asked = performance.now();
        reached = true;
        return OpenStudy.prototype.score.call(this, request);
      };
      // From as deep as JavaScript goes: the engine has no room left for its own frames.
      for (let levels = 30_000; ; levels -= 10) {
        try {
          return deeper(levels);
        } catch (error) {
          if (reached) throw error;
        }
      }
    });
  },
};

let original;
/** When the question that trapped was asked. */
let asked = 0;
/** Puts work in the place of a method of the engine's handle, for one question. */
function during(method, work) {
  original = OpenStudy.prototype[method];
  OpenStudy.prototype[method] = function (...words) {
    OpenStudy.prototype[method] = original;
    asked = performance.now();
    return work.apply(this, words);
  };
}

for (const [name, prepare] of Object.entries(traps)) {
  test(`after a trap (${name}) every study answers as before, the engine within 50 ms`, async (t) => {
    await prepare();
    assert.throws(
      () => study.score(),
      (error) => error instanceof ScoringError && error.code === "engine-trapped" && error.cause instanceof Error,
    );
    assert.equal(engine.validate("{}").length > 0, true);
    const took = performance.now() - asked;
    assert.equal(JSON.stringify(study.score()), whole);
    t.diagnostic(`${took.toFixed(1)} ms from the question that trapped to a fresh engine's answer`);
    assert.ok(took < 50, `${took} ms`);
    assert.equal(JSON.stringify(other.score({}).units), JSON.stringify(study.score().units));
    assert.equal(other.hash, otherHash);
  });
}

test("a thousand traps leave the engine right and its memory as it was", async () => {
  const small = engine.open(smallStudy());
  const right = JSON.stringify(small.score());
  const before = rawExports().memory.buffer.byteLength;
  for (let count = 0; count < 1_000; count++) {
    await traps["memory out of bounds"]();
    assert.throws(() => small.score(), { code: "engine-trapped" });
    assert.equal(JSON.stringify(small.score()), right);
  }
  assert.equal(JSON.stringify(study.score()), whole);
  assert.ok(rawExports().memory.buffer.byteLength <= before);
});

test("studies freed or forgotten after a trap do no harm to the fresh instance", async () => {
  const forgotten = Array.from({ length: 20 }, () => engine.open(smallStudy()));
  await traps["memory out of bounds"]();
  assert.throws(() => study.score(), { code: "engine-trapped" });
  for (const one of forgotten) one.free();
  assert.equal(JSON.stringify(study.score()), whole);
});
