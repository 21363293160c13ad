import assert from "node:assert/strict";
import { test } from "node:test";
import { bundledStudy, expected, numbers, rows, settled, visits } from "./support.mjs";

const visit = visits();
const OPINION = "public-opinion";
const SLIDER = ".opinion input[type=range]";
const FIELD = ".opinion input[type=number]";

/** The percentages of the dimensions, as the tree shows them. */
function shares(page) {
  return page.$$eval(".weights > .tree > li > .weight input[type=number]", (fields) =>
    fields.map((field) => Number(field.value)),
  );
}

/** The number fields show tenths: five of them may be off by a quarter together. */
function assertWhole(percentages) {
  const sum = percentages.reduce((total, share) => total + share, 0);
  assert.ok(Math.abs(sum - 100) <= 0.25, `${percentages.join(" + ")} = ${sum}`);
}

/** The scorecard after one share is set. */
function scored(study, id, share) {
  return expected(study.score({ weights: study.reweight({ id, share }) }));
}

test("the list re-ranks while the public-opinion slider is dragged, and matches the engine when it rests", async () => {
  const study = await bundledStudy();
  await visit({}, async (page) => {
    const before = await rows(page);
    const track = await page.locator(SLIDER).boundingBox();
    const at = (share) => track.x + 8 + (track.width - 16) * share;
    await page.mouse.move(at(0.2), track.y + track.height / 2);
    await page.mouse.down();
    await page.mouse.move(at(0.4), track.y + track.height / 2, { steps: 4 });
    await page.mouse.move(at(0.6), track.y + track.height / 2, { steps: 4 });
    // One frame, well before the weights count as at rest.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const during = await rows(page);
    assert.notDeepEqual(
      during.map(({ id }) => id),
      before.map(({ id }) => id),
    );
    await page.mouse.up();
    await settled(page);
    const share = Number(await page.inputValue(SLIDER)) / 100;
    assert.ok(Math.abs(share - 0.6) < 0.02, `dragged to ${share}`);
    assert.deepEqual(numbers(await rows(page)), scored(study, OPINION, share));
    assert.deepEqual(numbers(during), numbers(await rows(page)));
    assertWhole(await shares(page));
    assert.ok((await page.locator(".mark").count()) > 0, "what moved is marked");
  });
});

test("where a whole scorecard is slow, the ranks still follow every frame", async () => {
  const study = await bundledStudy();
  await visit({}, async (page) => {
    const { order, stale } = await page.evaluate(async () => {
      document.querySelector("comity-app").store.cost = Number.POSITIVE_INFINITY;
      const slider = document.querySelector(".opinion input");
      slider.value = "60";
      slider.dispatchEvent(new Event("input"));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const order = [...document.querySelectorAll("tbody tr")].map(({ dataset }) => dataset.unit);
      return { order, stale: document.querySelector("table").className };
    });
    const card = scored(study, OPINION, 0.6);
    assert.deepEqual(
      order,
      card.map(({ id }) => id),
    );
    assert.equal(stale, "stale");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), card);
    assert.equal(await page.getAttribute("table", "class"), "");
  });
});

test("the number field does the same as the slider, and steps by a tenth", async () => {
  const study = await bundledStudy();
  await visit({}, async (page) => {
    await page.fill(FIELD, "40");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), scored(study, OPINION, 0.4));
    await page.press(FIELD, "ArrowUp");
    await settled(page);
    assert.equal(await page.inputValue(FIELD), "40.1");
    assert.deepEqual(numbers(await rows(page)), scored(study, OPINION, 0.401));
    assertWhole(await shares(page));
  });
});

test("keys step the slider by one percent, and typing nothing or too much breaks nothing", async () => {
  const study = await bundledStudy();
  await visit({}, async (page) => {
    await page.press(SLIDER, "ArrowRight");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), scored(study, OPINION, 0.21));
    await page.fill(FIELD, "");
    await page.press(FIELD, "Tab");
    assert.equal(await page.inputValue(FIELD), "21");
    await page.fill(FIELD, "900");
    await page.press(FIELD, "Tab");
    await settled(page);
    assert.equal(await page.inputValue(FIELD), "100");
    assert.deepEqual(await shares(page), [0, 0, 0, 100, 0]);
  });
});

test("a way to 100 % and back loses no proportions", async () => {
  const study = await bundledStudy();
  await visit({}, async (page) => {
    const [first] = study.outline.nodes.filter(({ parent, kind }) => parent !== null && kind === "dimension");
    assert.ok(first);
    await page.fill(".weights > .tree > li:nth-child(1) > .weight input[type=number]", "50");
    await settled(page);
    const before = await shares(page);
    for (const key of ["End", "Home"]) await page.press(SLIDER, key);
    await page.fill(FIELD, String(before[3]));
    await settled(page);
    assert.deepEqual(await shares(page), before);
  });
});

test("an indicator's weight moves within its dimension only, and all go back together", async () => {
  const study = await bundledStudy();
  await visit({}, async (page) => {
    await page.click(".twist >> nth=0");
    const field = ".node.indicator input[type=number] >> nth=0";
    await page.fill(field, "80");
    await settled(page);
    const { id } = study.document.framework.indicators.find(
      ({ parent }) => parent === study.document.framework.dimensions.find((node) => node.parent)?.id,
    );
    assert.deepEqual(numbers(await rows(page)), scored(study, id, 0.8));
    assert.deepEqual(await shares(page), [20, 20, 20, 20, 20]);
    assert.match(await page.textContent(".state-line"), /3 of 17 weights changed/);
    await page.click("text=Reset weights");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), expected(study.score()));
    assert.equal(await page.locator("text=Reset weights").count(), 0);
  });
});

test("rows glide to their new places, and do not where motion is unwanted", async () => {
  for (const [reducedMotion, glides] of [
    ["no-preference", true],
    ["reduce", false],
  ]) {
    await visit({ reducedMotion }, async (page) => {
      const flights = await page.evaluate(async () => {
        const slider = document.querySelector(".opinion input");
        slider.value = "60";
        slider.dispatchEvent(new Event("input"));
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return document.getAnimations().length;
      });
      assert.equal(flights > 0, glides, `${reducedMotion}: ${flights} rows in flight`);
    });
  }
});

test("a weight change is painted with the next frames", async (context) => {
  await visit({}, async (page) => {
    const times = await page.evaluate(async () => {
      const slider = document.querySelector(".opinion input");
      const found = [];
      for (let value = 1; value <= 60; value++) {
        const start = performance.now();
        slider.value = String(value);
        slider.dispatchEvent(new Event("input"));
        // After the frame in which the rows moved has been painted.
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        found.push(performance.now() - start);
      }
      return found.sort((a, b) => a - b);
    });
    const at = (share) => times[Math.floor(times.length * share)].toFixed(1);
    context.diagnostic(`weight change to paint, 40 rows: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms`);
  });
});
