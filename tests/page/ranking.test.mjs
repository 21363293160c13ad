import assert from "node:assert/strict";
import { test } from "node:test";
import { bundledStudy, engine, expected, numbers, rows, settled, visits } from "./support.mjs";

const visit = visits();
const OPINION = "public-opinion";

/** Units that have a value for public opinion. */
function polled(card) {
  const at = card.nodes.findIndex(({ id }) => id === OPINION);
  return card.units.filter(({ parts }) => parts[at].value !== null).map(({ id }) => id);
}

test("the page opens on 2010 with the ranks and scores the package gives in Node", async () => {
  const study = await bundledStudy();
  await visit({}, async (page) => {
    assert.equal(await page.textContent("#ranking-title"), "Ranking 2010");
    const table = await rows(page);
    assert.equal(table.length, 40);
    assert.deepEqual(numbers(table), expected(study.score({ period: 2010 })));
  });
});

test("every ranked year shows the ranks and scores of the package", async () => {
  const study = await bundledStudy();
  await visit({ reducedMotion: "reduce" }, async (page) => {
    for (const period of study.outline.periods) {
      await page.selectOption(".year select", String(period));
      await settled(page);
      assert.deepEqual(numbers(await rows(page)), expected(study.score({ period })), String(period));
    }
  });
});

test("a partner without a poll says so, and the filter ranks among the others", async () => {
  const study = await bundledStudy();
  const units = polled(study.score());
  await visit({}, async (page) => {
    for (const { id, observed } of await rows(page))
      assert.equal(observed.includes("no poll"), !units.includes(id), id);
    await page.check(".check input");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), expected(study.score({ units })));
    await page.uncheck(".check input");
    await settled(page);
    assert.equal((await rows(page)).length, 40);
  });
});

test("a poll of an earlier year says which", async () => {
  const study = await bundledStudy();
  const aged = study
    .score()
    .units.flatMap(({ id, coverage, notes }) =>
      coverage.observed < coverage.expected
        ? []
        : notes
            .filter(({ code, args }) => code === "value-aged" && args.indicator === "favourability_us")
            .map(({ args }) => ({ id, of: args.observed })),
    );
  assert.ok(aged.length > 0);
  await visit({}, async (page) => {
    const table = await rows(page);
    for (const { id, of } of aged)
      assert.match(table.find((row) => row.id === id).observed, new RegExp(`poll of ${of}$`));
  });
});

test("the points of a bar, and its hatched end, are those of the scorecard", async () => {
  const study = await bundledStudy();
  const card = study.score();
  await visit({}, async (page) => {
    const drawn = await page.$$eval("tbody tr", (lines) =>
      lines.map((line) =>
        [...line.querySelectorAll(".bar rect:not(.below)")].map((piece) =>
          Number.parseFloat(piece.getAttribute("width")),
        ),
      ),
    );
    card.units.forEach(({ name, score, possible }, row) => {
      const open = possible.upper > possible.lower;
      const sum = drawn[row].slice(0, open ? -1 : undefined).reduce((total, width) => total + width, 0);
      assert.ok(Math.abs(sum - score) < 1e-9, `${name}: pieces ${sum}, score ${score}`);
      if (open) assert.ok(Math.abs(drawn[row].at(-1) - (possible.upper - score)) < 1e-9, `${name}: hatched end`);
    });
  });
});

test("a year with too few indicators says why, and is ranked when asked to", async () => {
  const study = await bundledStudy();
  const { method, ...rest } = study.document;
  const { screening: _, ...unscreened } = method;
  const lifted = (await engine()).open({ ...rest, method: unscreened });
  await visit({}, async (page) => {
    await page.selectOption(".year select", "2014");
    await settled(page);
    assert.match(await page.textContent(".banner"), /2014 is not ranked: only \d+ of the 12 indicators are observed/);
    assert.ok((await rows(page)).every(({ rank, score }) => rank === "\u2013" && score === "\u2013"));
    await page.click("text=Rank anyway");
    await settled(page);
    assert.equal(await page.inputValue(".year select"), "2014");
    assert.deepEqual(numbers(await rows(page)), expected(lifted.score({ period: 2014 })));
    assert.match(await page.textContent(".banner"), /Changed by you/);
    await page.click("text=Back to the study's own rule");
    await settled(page);
    assert.ok((await rows(page)).every(({ rank }) => rank === "\u2013"));
  });
});

test("the method box names the study by its hash and lists every source", async () => {
  const study = await bundledStudy();
  await visit({}, async (page) => {
    assert.equal(await page.textContent(".hash"), study.hash.slice(0, 12));
    await page.click(".hash");
    assert.equal(await page.textContent(".hash"), study.hash);
    assert.equal(await page.locator(".sources li").count(), study.document.framework.sources.length);
  });
});
