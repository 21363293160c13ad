import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import {
  drop,
  judgedStudy,
  MESSY,
  NARROW,
  openFile,
  ownStudy,
  rows,
  settled,
  tableRead,
  visits,
  WIDE,
} from "./support.mjs";

const visit = visits();
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong, in a line each. */
async function faults(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
}

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [WIDE, NARROW]) {
    test(`axe finds nothing wrong, ${colorScheme}, ${viewport.width} px wide`, async () => {
      await visit({ colorScheme, viewport, reducedMotion: "reduce" }, async (page) => {
        assert.deepEqual(await faults(page), [], "at first");
        await page.click(".opinion input[type=number]");
        await page.keyboard.press("ArrowUp");
        await page.click("tbody tr:nth-child(4) button");
        await page.click("details.evidence summary >> nth=0");
        await settled(page);
        assert.deepEqual(await faults(page), [], "a weight moved, a partnership open");
        await page.keyboard.press("Escape");
        await page.selectOption(".year select", "2014");
        await settled(page);
        assert.deepEqual(await faults(page), [], "a year that is not ranked");
        const own = JSON.stringify(await ownStudy());
        await openFile(page, "own.json", own);
        await page.getByRole("button", { name: "Objectives", exact: true }).click();
        await page.click(".objectives thead button >> nth=0");
        assert.deepEqual(await faults(page), [], "objectives");
        await openFile(page, "faulty.json", own.replaceAll("higher-is-better", "sideways"));
        assert.deepEqual(await faults(page), [], "a file with faults");
        await page.getByRole("button", { name: "New study" }).click();
        await page.getByRole("button", { name: "Start the study" }).click();
        assert.deepEqual(await faults(page), [], "a new study");
      });
    });
  }
}

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [WIDE, NARROW]) {
    test(`axe finds nothing wrong where data is edited and judged, ${colorScheme}, ${viewport.width} px wide`, async () => {
      await visit({ colorScheme, viewport, reducedMotion: "reduce" }, async (page) => {
        const press = (name) => page.getByRole("button", { name, exact: true }).click();
        const small = () =>
          page.$$eval("button, input, select, summary", (all) =>
            all
              .map((one) => ({
                one,
                box: (/checkbox|radio/.test(one.type) ? one.closest("label") : one).getBoundingClientRect(),
              }))
              .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
              .map(({ one, box }) => `${one.outerHTML.slice(0, 80)} ${box.width} × ${box.height}`),
          );
        const sound = async (where) => {
          await settled(page);
          assert.deepEqual(await faults(page), [], where);
          assert.deepEqual(await small(), [], where);
          const over = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
          assert.ok((await page.evaluate(over)) <= 0, `${where}: scrolls sideways`);
        };
        await openFile(page, "judged.json", JSON.stringify(await judgedStudy()));
        await press("Data");
        await page.waitForSelector(".data tbody td");
        for (const [at, text] of [
          [2, "3"],
          [28, "three"],
        ]) {
          await page.click(`.data tbody td >> nth=${at}`);
          await page.locator(".data comity-cell input").last().fill(text);
          await page.keyboard.press("Enter");
        }
        assert.equal(await page.locator(".data [aria-invalid=true]").count(), 1);
        assert.equal(await page.locator(".data td.edited").count(), 1);
        await sound("data, one value changed and one that is wrong");
        await press("Rubrics");
        await page.waitForSelector(".judging");
        await press("Add a rater");
        await page.locator(".judging input[type=radio]").last().check();
        await press("Range, confidence, note");
        await sound("raters, one without a name");
        await press("Agreement");
        await page.waitForSelector(".agreement table");
        await sound("agreement");
        await press("Add a partnership");
        await page.waitForSelector(".adding[open]");
        await press("Add it");
        await sound("a partnership to add, with faults");
        await page.keyboard.press("Escape");
        await press("My studies");
        await page.waitForSelector(".form.mine[open]");
        await page.fill(".mine [name=title]", "For later");
        await press("Keep");
        await page.getByRole("button", { name: "Rename For later" }).click();
        await sound("studies kept under names");
        await page.keyboard.press("Escape");
        await page.reload();
        await page.waitForSelector(".news");
        await page.locator("tbody th button").first().click();
        await page.locator("details.evidence summary").first().click();
        await page.waitForSelector(".detail comity-cell :is(input, select), .detail .judge");
        await sound("restored, a value open");
        await drop(page, ["truppen.csv", MESSY]);
        await tableRead(page);
        await sound("a table, with cells that cannot be read");
        await drop(page, ["undated.csv", "Land;Truppen\nArland;3\nFlorin;4\n"]);
        await page.waitForSelector(".import .trouble li");
        await sound("a table without a year");
      });
    });
  }
}

test("everything can be done from the keyboard", async () => {
  await visit({}, async (page) => {
    const focus = () =>
      page.evaluate(
        () => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim(),
      );
    const tabTo = async (pattern) => {
      for (let steps = 0; steps < 60; steps++) {
        await page.keyboard.press("Tab");
        if (pattern.test(await focus())) return;
      }
      assert.fail(`Tab never reached ${pattern}`);
    };
    await page.keyboard.press("Tab");
    assert.equal(await focus(), "Skip to the ranking");
    await tabTo(/^How much public opinion/);
    const before = await rows(page);
    for (let step = 0; step < 25; step++) await page.keyboard.press("ArrowRight");
    await settled(page);
    assert.notDeepEqual(await rows(page), before);
    await tabTo(/^Reset weights/);
    await page.keyboard.press("Enter");
    await settled(page);
    assert.deepEqual(await rows(page), before);
    await tabTo(/^Indicators of/);
    await page.keyboard.press("Enter");
    await tabTo(/^Weight of .* percent of (?!the score)/);
    const [first, , third] = await page.$$eval("tbody button", (names) => names.map((name) => name.textContent));
    await tabTo(new RegExp(`^${first}$`));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focus(), third);
    await page.keyboard.press("ArrowRight");
    assert.match(await page.locator("comity-tip").textContent(), /points, \d/);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("comity-tip").isVisible(), false);
    await page.keyboard.press("Enter");
    assert.equal(await focus(), third);
    assert.equal(await page.evaluate(() => document.activeElement.id), "detail-title");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("details.evidence[open]").count(), 1);
    await page.keyboard.press("Escape");
    assert.equal(await focus(), third);
  });
});

test("each settled change is announced once", async () => {
  await visit({}, async (page) => {
    await page.evaluate(() => {
      window.said = [];
      const status = document.querySelector("comity-announcer");
      new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
    });
    for (let step = 0; step < 20; step++) await page.press(".opinion input[type=range]", "ArrowRight");
    await page.waitForTimeout(1500);
    const said = await page.evaluate(() => window.said);
    assert.equal(said.length, 1, said.join(" | "));
    assert.match(said[0], /^Public opinion now counts for 40\u00a0% of the score\. .+ moved from \d+\w\w to \d+\w\w/);
  });
});

test("nothing scrolls sideways but the table in its frame, at 320 px and at 200 % zoom", async () => {
  for (const viewport of [
    { width: 320, height: 640 },
    { width: 720, height: 450 },
  ]) {
    await visit({ viewport }, async (page) => {
      const over = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok((await over()) <= 0, `${viewport.width} px: ${await over()} px too wide`);
      await page.click("tbody tr:nth-child(1) button");
      assert.ok((await over()) <= 0, `${viewport.width} px, a partnership open`);
    });
  }
});

test("targets are at least 24 by 24 px", async () => {
  for (const viewport of [WIDE, NARROW]) {
    await visit({ viewport }, async (page) => {
      const small = await page.$$eval("button, input, select, summary", (all) =>
        all
          .map((one) => ({ one, box: (one.type === "checkbox" ? one.closest("label") : one).getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
          .map(({ one, box }) => `${one.outerHTML.slice(0, 80)} ${box.width} × ${box.height}`),
      );
      assert.deepEqual(small, []);
    });
  }
});
