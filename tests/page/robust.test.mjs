import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { bundledStudy, NARROW, settled, visits, WIDE } from "./support.mjs";

const visit = visits();
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the page asks of the engine at first. */
const plan = (more = {}) => ({
  period: 2010,
  draws: 10_000,
  seed: 1,
  vary: { weights: { method: "around", concentration: 100 }, missing: "observed", data: {} },
  ...more,
});
const alone = { workers: false, confidence: false };

/** Waits until all draws are made. */
const drawn = async (page) => {
  await settled(page);
  await page.waitForFunction(() =>
    /^1\d{1,2}\D?000 draws, seed 1$/.test(document.querySelector(".draws")?.textContent ?? ""),
  );
};
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const ordinal = (rank) =>
  `${rank}${[11, 12, 13].includes(rank % 100) ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th")}`;
const between = ({ p5, p95 }) =>
  p5.value === p95.value ? ordinal(p5.value) : `between ${ordinal(p5.value)} and ${ordinal(p95.value)}`;

/** The range of each partnership, as it is said. */
const ranges = (page) =>
  page.$$eval("tbody tr", (rows) =>
    rows.map((row) => [row.dataset.unit, row.querySelector(".whisker").getAttribute("aria-label")]),
  );
const expected = ({ units }) => new Map(units.map(({ id, ranks }) => [id, between(ranks)]));
const agree = (found, uncertainty) => {
  const right = expected(uncertainty);
  for (const [id, said] of found) assert.equal(said, right.get(id), id);
  assert.equal(found.length, right.size);
};

/** The weights of the study when one node is given a share. */
const moved = (study, id, share) => {
  const set = new Map(study.reweight({ id, share }).map(({ id, weight }) => [id, weight]));
  return study.outline.nodes.map(({ id, weight }) => ({ id, weight: set.get(id) ?? weight }));
};

test("rank ranges are there by default, and are the package's own for the same seed", async () => {
  const study = await bundledStudy();
  const found = await study.simulate(plan(), alone);
  await visit({}, async (page) => {
    await drawn(page);
    agree(await ranges(page), found);
    const { name, ranks } = found.units[0];
    assert.match(
      await page.textContent(".sentence"),
      new RegExp(`^${name} scores .* you allow it is ${between(ranks)}\\.`),
    );
    const drawnAt = await page.$eval("tbody tr:nth-child(13) .whisker .span", (line) =>
      ["x1", "x2"].map((end) => Number.parseFloat(line.getAttribute(end))),
    );
    const { p5, p95 } = found.units[12].ranks;
    assert.deepEqual(
      drawnAt,
      [p5, p95].map(({ value }) => ((value - 0.5) / 40) * 100),
    );
  });
});

test("ranges follow a weight that is dragged, and are all draws of the new weights when it rests", async (context) => {
  const study = await bundledStudy();
  await visit({}, async (page) => {
    await drawn(page);
    const before = await ranges(page);
    await page.evaluate(() => {
      window.pictures = new Set();
      window.longest = 0;
      let last = performance.now();
      const watch = () => {
        const now = performance.now();
        window.longest = Math.max(window.longest, now - last);
        last = now;
        window.pictures.add(document.querySelector(".draws").textContent);
        requestAnimationFrame(watch);
      };
      requestAnimationFrame(watch);
    });
    const slider = page.locator(".opinion input[type=range]");
    const box = await slider.boundingBox();
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2);
    await page.mouse.down();
    for (let step = 0; step <= 40; step++)
      await page.mouse.move(box.x + box.width * (0.2 + step * 0.01), box.y + box.height / 2);
    await page.waitForTimeout(300);
    const during = await ranges(page);
    assert.notDeepEqual(during, before);
    assert.match(await page.textContent(".draws"), /^2\D?048 of 10\D?000 draws so far, seed 1$/);
    assert.ok((await page.locator("td.range.coming").count()) > 0);
    await page.mouse.up();
    await drawn(page);
    assert.equal(await page.locator("td.range.coming").count(), 0);
    const share = Number(await page.inputValue(".opinion input[type=number]")) / 100;
    agree(await ranges(page), await study.simulate(plan({ weights: moved(study, "public-opinion", share) }), alone));
    context.diagnostic(`longest frame while dragging: ${await page.evaluate(() => window.longest.toFixed(0))} ms`);
  });
});

test("the question how sure one is of the weights widens the ranges, from the keyboard too", async () => {
  const study = await bundledStudy();
  const hardly = { weights: { method: "around", concentration: 25 }, missing: "observed", data: {} };
  await visit({}, async (page) => {
    await drawn(page);
    await page.focus("select[name=sure]");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.inputValue("select[name=sure]"), "hardly");
    await page.waitForTimeout(100);
    await drawn(page);
    agree(await ranges(page), await study.simulate(plan({ vary: hardly }), alone));
  });
});

test("the view of how sure ranks are tells the package's shares, in words, picture and table", async () => {
  const study = await bundledStudy();
  const found = await study.simulate(plan(), alone);
  const stability = study.stability({ period: 2010 });
  await visit({}, async (page) => {
    await press(page, "How sure");
    await page.waitForSelector("#pairs");
    await drawn(page);
    const place = (name) => found.units.findIndex((unit) => unit.name === name);
    await page.selectOption("select[name=pair-a]", { label: "Japan" });
    await page.selectOption("select[name=pair-b]", { label: "Italy" });
    const [a, b] = [place("Japan"), place("Italy")];
    const { share, lower, upper } = found.pairwise[a];
    const off = Math.max(1, Math.ceil(Math.max(upper[b] - share[b], share[b] - lower[b]) * 100));
    const percent = share[b] * 100 < 9.95 ? String(Number((share[b] * 100).toFixed(1))) : (share[b] * 100).toFixed(0);
    assert.match(
      await page.textContent(".pair-said"),
      new RegExp(
        `^Japan is above Italy in ${percent}\u00a0% of weightings and guesses at missing values, ±\u00a0${off}\\.$`,
      ),
    );
    const cells = await page.locator("#heat .cell").count();
    const visible = found.units.flatMap(({ acceptability }) => acceptability.share).filter((one) => one >= 0.005);
    assert.equal(cells, visible.length);
    for (const id of ["heat", "pairs", "strips"]) {
      await page.focus(`#${id} .frame`);
      await page.keyboard.press("t");
      assert.equal(await page.locator(`#${id} table`).count(), 1, id);
    }
    const twin = await page.$$eval("#heat tbody tr", (rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map(({ textContent }) => textContent)),
    );
    assert.equal(twin.length, 40);
    assert.equal(twin[0].length, 40);
    const { first, share: now } = stability.nodes.find(({ id }) => id === "public-opinion");
    const strip = await page
      .locator("#strips tbody tr", { hasText: /^Public opinion/ })
      .locator("td")
      .allTextContents();
    assert.equal(strip[0].replace("\u00a0%", ""), String(now * 100));
    assert.ok(
      strip[1].startsWith(`${first.lower * 100}`) && strip[1].includes((first.upper * 100).toFixed(0)),
      strip[1],
    );
    await page.click("#heat tbody tr:nth-child(4) button");
    assert.equal(await page.textContent("#detail-title"), found.units[3].name);
  });
});

test("draws can be stopped, and go on with the next change", async () => {
  await visit({}, async (page) => {
    await press(page, "How sure");
    await page.waitForSelector("select[name=draws]");
    await page.selectOption("select[name=draws]", "100000");
    await page.waitForSelector(".progress .stop");
    await page.click(".progress .stop");
    assert.match(await page.textContent(".varies .draws"), /^stopped at .* draws, seed 1$/);
    await page.waitForTimeout(300);
    assert.match(await page.textContent(".varies .draws"), /^stopped at /);
    await page.selectOption("select[name=draws]", "10000");
    await drawn(page);
  });
});

test("the view of what drives ranks tells the package's indices", async () => {
  const study = await bundledStudy();
  const { vary } = plan();
  const found = await study.sensitivity({ period: 2010, vary, blocks: 4, seed: 1 }, { workers: false });
  await visit({}, async (page) => {
    await press(page, "What drives it");
    await page.waitForSelector("#information");
    for (const id of ["shift", "unit", "out", "information"]) {
      await page.click(`#${id} .twin`);
      assert.equal(await page.locator(`#${id} table`).count(), 1, id);
    }
    const largest = Math.max(...found.variance.shift.factors.map(({ total }) => total.value));
    const shown = await page.textContent("#shift tbody tr td:last-child");
    assert.ok(shown.startsWith(`${(largest * 100).toFixed(0)}\u00a0%`), shown);
    assert.equal(await page.locator("#shift tbody tr").count(), found.variance.factors.length);
    const out = Math.max(...found.weights.map(({ leftOut }) => leftOut?.mean ?? 0));
    assert.equal(await page.textContent("#out tbody td"), out.toFixed(1));
    const [most] = found.information;
    const name = study.outline.units.find(({ id }) => id === most.unit).name;
    assert.match(await page.textContent("#information p"), new RegExp(`of ${name} would settle most`));
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [WIDE, NARROW]) {
    test(`axe finds nothing wrong in the views of charts, ${colorScheme}, ${viewport.width} px wide`, async () => {
      await visit({ colorScheme, viewport, reducedMotion: "reduce" }, async (page) => {
        const sound = async (where) => {
          await page.evaluate(AXE);
          const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
          const faults = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
          assert.deepEqual(faults, [], where);
          const over = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
          assert.ok((await page.evaluate(over)) <= 0, `${where}: scrolls sideways`);
          const small = await page.$$eval("button, input, select, summary", (all) =>
            all
              .map((one) => ({
                one,
                box: (one.type === "checkbox" ? one.closest("label") : one).getBoundingClientRect(),
              }))
              .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
              .map(({ one }) => one.outerHTML.slice(0, 80)),
          );
          assert.deepEqual(small, [], where);
        };
        await drawn(page);
        await sound("ranking");
        for (const [view, ids] of [
          ["How sure", ["heat", "pairs", "strips"]],
          ["What drives it", ["shift", "out", "information"]],
        ]) {
          await press(page, view);
          await page.waitForSelector(`#${ids.at(-1)}`);
          if (view === "How sure") await drawn(page);
          await sound(view);
          for (const id of ids) {
            await page.waitForSelector(`#${id}`);
            await page.click(`#${id} .twin`);
          }
          await sound(`${view}, tables`);
        }
      });
    });
  }
}

test("draws that come say nothing aloud: a settled change is announced once", async () => {
  await visit({}, async (page) => {
    await drawn(page);
    await page.evaluate(() => {
      window.said = [];
      const status = document.querySelector("comity-announcer");
      new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
    });
    for (let step = 0; step < 10; step++) await page.press(".opinion input[type=range]", "ArrowRight");
    await drawn(page);
    await page.waitForTimeout(1_000);
    assert.equal((await page.evaluate(() => window.said)).length, 1);
    assert.equal(await page.locator("[aria-live] .draws, [role=status] .draws").count(), 0);
  });
});
