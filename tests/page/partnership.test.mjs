import assert from "node:assert/strict";
import { test } from "node:test";
import { bundledStudy, NARROW, settled, visits } from "./support.mjs";

const visit = visits();
const text = async (page, selector) => (await page.locator(selector).textContent()).trim();

test("a partnership opens to the numbers of its trace, down to value, year and source", async () => {
  const study = await bundledStudy();
  const { units } = study.score();
  const { id, name } = units.find((unit) => unit.name === "South Korea");
  const trace = study.trace(id);
  await visit({}, async (page) => {
    await page.click(`tbody tr[data-unit="${id}"]`);
    assert.equal(await text(page, "#detail-title"), name);
    assert.match(
      await text(page, ".sentence"),
      new RegExp(`^${name} scores ${trace.score.toFixed(1)} and ranks ${trace.rank}\\w\\w of ${trace.ranked}\\.$`),
    );
    const shown = await page.$$eval(".detail .evidence", (all) =>
      all.map((one) => one.querySelector(".about").firstChild.textContent.trim()),
    );
    assert.equal(shown.length, trace.nodes.filter(({ kind }) => kind === "indicator").length);
    for (const node of trace.nodes.filter(({ evidence }) => evidence !== undefined)) {
      const part = page
        .locator(".detail .evidence", {
          has: page.locator(`.about:text-matches("^${node.name.replace(/[()]/g, ".")}")`),
        })
        .first();
      await part.locator("summary").click();
      const said = await part.textContent();
      for (const { period, source } of node.evidence.raw) {
        assert.ok(said.includes(String(period)), `${node.name}: ${period}`);
        assert.ok(said.includes(source.citation), `${node.name}: ${source.citation}`);
        if (source.tier) assert.ok(said.includes(`Tier ${source.tier}`), `${node.name}: tier`);
      }
      if (node.evidence.contested) assert.ok(said.includes(node.evidence.contested), `${node.name}: contested`);
    }
  });
});

test("addresses are links that tell their site nothing", async () => {
  await visit({}, async (page) => {
    const links = await page.$$eval("a[href]:not(.skip)", (all) =>
      all.map(({ href, rel, target }) => ({ href, rel, target })),
    );
    assert.ok(links.length > 0);
    for (const { href, rel, target } of links) {
      assert.match(href, /^https?:/);
      assert.deepEqual({ rel, target }, { rel: "noreferrer", target: "" });
    }
  });
});

test("what is missing is said in words", async () => {
  const study = await bundledStudy();
  const missing = study.score().units.find(({ notes }) => notes.some(({ code }) => code === "weights-rescaled"));
  await visit({}, async (page) => {
    await page.click(`tbody tr[data-unit="${missing.id}"]`);
    assert.match(await text(page, ".doubts"), /No value for Public opinion/);
    assert.match(await text(page, ".doubts"), /anywhere between [\d.]+ and [\d.]+/);
  });
});

test("on a narrow screen a partnership is a sheet that Escape closes", async () => {
  await visit({ viewport: NARROW }, async (page) => {
    assert.equal(await page.locator(".detail").isVisible(), false);
    await page.click("tbody tr:nth-child(2) button");
    await settled(page);
    assert.equal(await page.locator(".detail").isVisible(), true);
    assert.equal(await page.evaluate(() => document.activeElement.id), "detail-title");
    await page.keyboard.press("Escape");
    await settled(page);
    assert.equal(await page.locator(".detail").isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.closest("tr")?.rowIndex), 2);
  });
});
