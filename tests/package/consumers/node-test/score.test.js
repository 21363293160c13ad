import assert from "node:assert/strict";
import test from "node:test";
import { createEngine } from "comity";

test("South Korea has the score it should have", async () => {
  const engine = await createEngine();
  const study = engine.open(await engine.loadStudy("us-partnerships"));
  const korea = study.score({ period: 2010 }).units.find((unit) => unit.id === "KOR");
  assert.equal(String(korea.score), process.env.EXPECTED);
});
