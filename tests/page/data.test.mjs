import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { bundledStudy, engine, expected, judgedStudy, numbers, openFile, rows, settled, visits } from "./support.mjs";

const visit = visits();
const comity = await engine();
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** The study as the page would save it. */
async function saved(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, "Save study")]);
  return JSON.parse(await readFile(await file.path(), "utf8"));
}

async function view(page, name) {
  await press(page, name);
  await page.waitForSelector(`.${name.toLowerCase()}`);
}

/** The cell of the table of values. */
const cell = (page, unit, indicator, period) =>
  page.locator(`.data td[data-key='${JSON.stringify([unit, indicator, period])}']`);

/** The cell as a document holds it. */
function held({ dataset }, unit, indicator, period) {
  const column = dataset.indicators.find(({ id }) => id === indicator);
  const at =
    dataset.units.findIndex(({ id }) => id === unit) * dataset.periods.length + dataset.periods.indexOf(period);
  return column?.values[at] ?? null;
}

const observations = ({ dataset }, unit, indicator, period) =>
  (dataset.observations ?? []).filter(
    (one) => one.unit === unit && one.indicator === indicator && one.period === period,
  );

/** Writes a value into a cell of the table of values. */
async function write(page, unit, indicator, period, text) {
  const target = cell(page, unit, indicator, period);
  await target.click();
  await target.locator("input").fill(text);
  await target.locator("input").press("Enter");
  await settled(page);
}

test("a value changed in the table moves the ranking, is marked, cites the reader, and can be put back alone and with all", async () => {
  const study = await bundledStudy();
  const pristine = expected(study.score());
  await visit({}, async (page) => {
    const untouched = await saved(page);
    await view(page, "Data");
    assert.equal(await page.locator(".data tbody tr").count(), 40);
    await write(page, "KOR", "us_troops", 2010, "12");
    await write(page, "JPN", "us_troops", 2010, "");
    const changed = await saved(page);
    assert.equal(held(changed, "KOR", "us_troops", 2010), 12);
    assert.equal(held(changed, "JPN", "us_troops", 2010), null);
    const [note] = observations(changed, "KOR", "us_troops", 2010);
    assert.equal(note.source, "by-hand");
    assert.match(note.note, new RegExp(`^Entered by hand; ${held(untouched, "KOR", "us_troops", 2010)} before`));
    assert.match(await cell(page, "KOR", "us_troops", 2010).textContent(), /12\s*\u270eedited, was/);
    assert.match(await page.textContent(".edits"), /2 values changed by you/);
    await press(page, "Ranking");
    assert.deepEqual(numbers(await rows(page)), expected(comity.open(changed).score()));
    await view(page, "Data");
    await page.click(".edits li button >> nth=0");
    await settled(page);
    assert.equal(held(await saved(page), "KOR", "us_troops", 2010), held(untouched, "KOR", "us_troops", 2010));
    await press(page, "Put all back");
    await settled(page);
    assert.equal(comity.open(await saved(page)).hash, study.hash, "nothing of the edits is left");
    await press(page, "Ranking");
    assert.deepEqual(numbers(await rows(page)), pristine);
  });
});

test("what cannot be a value stays in its field with the reason, and the study is as it was", async () => {
  await visit({}, async (page) => {
    const before = await saved(page);
    await view(page, "Data");
    for (const [text, reason] of [
      ["twelve", /Write a number such as 12\.5/],
      ["1,5", /without commas/],
      ["1e40", /magnitude/i],
      ["=1+1", /Write a number/],
    ]) {
      await write(page, "KOR", "us_troops", 2010, text);
      const field = cell(page, "KOR", "us_troops", 2010);
      assert.equal(await field.locator("input").inputValue(), text);
      assert.equal(await field.locator("input").getAttribute("aria-invalid"), "true");
      assert.match(await field.locator("[role=alert]").textContent(), reason, text);
      await field.locator("input").press("Escape");
      await settled(page);
      assert.equal(await field.locator("input").count(), 0);
    }
    assert.deepEqual(await saved(page), before);
    assert.equal(await page.locator(".undo").isDisabled(), true);
  });
});

test("the table of values is worked by arrow keys, Enter and Escape, and one edit is announced once", async () => {
  await visit({}, async (page) => {
    await view(page, "Data");
    await page.evaluate(() => {
      window.said = [];
      const status = document.querySelector("comity-announcer");
      new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
    });
    await page.focus(".data td[tabindex='0']");
    const at = () => page.evaluate(() => document.activeElement.dataset.key ?? document.activeElement.tagName);
    const first = JSON.parse(await at());
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    const [unit, indicator, period] = JSON.parse(await at());
    assert.notDeepEqual([unit, indicator, period], first);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".data comity-cell input:focus");
    await page.keyboard.type("7");
    await page.keyboard.press("Enter");
    await settled(page);
    assert.equal(JSON.parse(await at())[1], indicator, "on the cell below");
    assert.equal(held(await saved(page), unit, indicator, period), 7);
    await page.waitForTimeout(900);
    const said = await page.evaluate(() => window.said);
    assert.equal(said.length, 1, said.join(" | "));
    assert.match(said[0], /^.+ of .+ in 2010 changed\. /);
    await page.focus(`.data td[data-key='${JSON.stringify([unit, indicator, period])}']`);
    await page.keyboard.press("F2");
    await page.waitForSelector(".data comity-cell input:focus");
    await page.keyboard.type("99");
    await page.keyboard.press("Escape");
    await settled(page);
    assert.deepEqual(JSON.parse(await at()), [unit, indicator, period]);
    assert.equal(held(await saved(page), unit, indicator, period), 7);
  });
});

test("a level and a number are changed where the score is taken apart, and a missing value is filled in there", async () => {
  await visit({}, async (page) => {
    await page.locator("tbody button", { hasText: "South Korea" }).click();
    const field = (name) => page.getByLabel(name, { exact: true });
    const fold = (name) => page.locator("details.evidence", { hasText: name }).locator("summary").click();
    await fold("Strongest alliance pledge");
    const level = field("Strongest alliance pledge of South Korea in 2010");
    assert.match(await level.locator("option:checked").textContent(), /^3: A pledge to join/);
    await level.selectOption("1");
    await settled(page);
    assert.equal(held(await saved(page), "KOR", "alliance_commitment", 2010), 1);
    assert.match(await page.textContent(".detail .edited"), /edited, was 3/);
    await page.locator(".detail .edited button").click();
    await settled(page);
    assert.equal(held(await saved(page), "KOR", "alliance_commitment", 2010), 3);
    await page.locator("tbody button", { hasText: "Norway" }).click();
    await fold("Favourable view of the US");
    const view = field("Favourable view of the US of Norway in 2010");
    assert.equal(await view.inputValue(), "");
    await view.fill("61");
    await view.press("Enter");
    await settled(page);
    assert.match(await page.locator("tr[data-unit=NOR]").textContent(), /12 of 12/);
    await page.click(".undo");
    await settled(page);
    assert.match(await page.locator("tr[data-unit=NOR]").textContent(), /11 of 12/);
  });
});

test("a partnership is added by form with every fault beside its field, is marked, and can be taken out again", async () => {
  await visit({}, async (page) => {
    const before = await saved(page);
    await press(page, "Add a partnership");
    await page.fill(".adding [name=name]", "Côte d’Ivoire & Sons");
    assert.equal(await page.inputValue(".adding [name=id]"), "cote-d-ivoire-sons");
    await page.fill(".adding [name=name]", "");
    await page.fill(".adding [name=id]", "KOR");
    await page.fill(".adding [name=members]", "USA, USA");
    await page.fill(".adding [name='value us_troops']", "a few");
    await press(page, "Add it");
    const said = async (name) => {
      const field = page.locator(`.adding [name='${name}']`);
      assert.equal(await field.getAttribute("aria-invalid"), "true", name);
      return page.textContent(`#${await field.getAttribute("aria-describedby")}`);
    };
    assert.match(await said("name"), /Give it a name/);
    assert.match(await said("id"), /used twice/);
    assert.match(await said("value us_troops"), /Write a number/);
    assert.match(await page.textContent(".adding [role=alert]"), /fields need mending; nothing was added/);
    assert.equal(await page.evaluate(() => document.activeElement.name), "name");
    assert.equal(await page.inputValue(".adding [name='value us_troops']"), "a few", "what was written stays");
    await page.fill(".adding [name=name]", "Iceland");
    await page.fill(".adding [name=id]", "ISL");
    await page.fill(".adding [name=members]", "USA, ISL");
    await page.fill(".adding [name='value us_troops']", "1200");
    await page.fill(".adding [name='value exercises_with_us']", "4");
    await page.selectOption(".adding [name='value alliance_commitment']", "3");
    await press(page, "Add it");
    await page.waitForSelector(".adding", { state: "hidden" });
    await settled(page);
    const line = page.locator("tbody tr[data-unit=ISL]");
    assert.match(await line.textContent(), /Iceland\s*added by you/);
    const after = await saved(page);
    assert.deepEqual(after.dataset.units.at(-1), {
      id: "ISL",
      name: "Iceland",
      members: [{ id: "USA" }, { id: "ISL" }],
    });
    assert.equal(held(after, "ISL", "us_troops", 2010), 1200);
    assert.equal(held(after, "ISL", "us_troops", 2009), null, "missing, never zero");
    assert.deepEqual(numbers(await rows(page)), expected(comity.open(after).score()));
    assert.equal(await page.textContent("#detail-title"), "Iceland");
    await press(page, "Remove this partnership");
    await settled(page);
    assert.equal(await line.count(), 0);
    assert.equal(comity.open(await saved(page)).hash, comity.open(before).hash);
    await page.click(".undo");
    await settled(page);
    assert.equal(await line.count(), 1);
  });
});

test("a rubric is scored by several raters side by side, with what they make together and how far they agree", async () => {
  const study = await judgedStudy();
  study.dataset.observations = study.dataset.observations.filter(({ unit }) => unit !== "arland");
  const rubric = study.framework.indicators.find((one) => one.rubric);
  await visit({}, async (page) => {
    await openFile(page, "judged.json", JSON.stringify(study));
    await page.click("tbody tr[data-unit=arland] button");
    await view(page, "Rubrics");
    await page.selectOption(".rubrics [name=indicator]", rubric.id);
    await page.waitForFunction(
      (name) => document.querySelector("#rubrics-title").textContent.startsWith(name),
      rubric.name,
    );
    for (const { level, description } of rubric.rubric)
      assert.match(await page.textContent(".judging"), new RegExp(`${level}\\s*${description.slice(0, 20)}`));
    const pick = (rater, level) => page.getByLabel(new RegExp(`^${rater}, level ${level}: `)).check();
    await pick("Rater 1", 2);
    await settled(page);
    const at = ["arland", rubric.id, 2010];
    assert.equal(held(await saved(page), ...at), 2, "one without a name is the cell's own value");
    await press(page, "Add a rater");
    await page.fill("[aria-label='Name of rater 2']", "Ben");
    await pick("Ben", 4);
    assert.match(await page.textContent(".judging"), /each needs a name/);
    assert.equal(held(await saved(page), ...at), 2, "not taken until whole");
    await page.fill("[aria-label='Name of rater 1']", "Ann");
    await page.press("[aria-label='Name of rater 1']", "Tab");
    await settled(page);
    await press(page, "Range, confidence, note");
    await page.fill("[aria-label='At least, Ben']", "4.5");
    await page.fill("[aria-label='At most, Ben']", "5");
    await page.press("[aria-label='At most, Ben']", "Tab");
    assert.match(
      await page.textContent(".judging"),
      /outside|within|range/i,
      "the engine's fault stands in the rater's column",
    );
    assert.equal(await page.inputValue("[aria-label='At least, Ben']"), "4.5");
    await page.fill("[aria-label='At least, Ben']", "3");
    await page.fill("[aria-label='Confidence, %, Ben']", "80");
    await page.fill("[aria-label='Note, Ben']", "Read in full");
    await page.press("[aria-label='Note, Ben']", "Tab");
    await settled(page);
    const judged = await saved(page);
    assert.equal(held(judged, ...at), null);
    const place = { unit: "arland", indicator: rubric.id, period: 2010 };
    assert.deepEqual(observations(judged, ...at), [
      { ...place, rater: "Ann", value: 2 },
      { ...place, rater: "Ben", value: 4, confidence: 0.8, note: "Read in full", range: [3, 5] },
    ]);
    const evidence = comity
      .open(judged)
      .trace("arland")
      .nodes.find(({ id }) => id === rubric.id).evidence;
    assert.match(await page.textContent(".combined"), new RegExp(`^${evidence.combined}\\b.*median of 2 raters`));
    const found = comity
      .open(judged)
      .agreement()
      .find(({ indicator }) => indicator === rubric.id);
    assert.match(await page.textContent(".agreed"), new RegExp(`alpha ${found.ordinal.toFixed(2)} over 6 cells`));
    await view(page, "Agreement");
    const line = await page.$$eval(".agreement tbody tr:first-child > *", (all) =>
      all.map((one) => one.textContent.trim()),
    );
    assert.deepEqual(line.slice(0, 4), [rubric.name, String(found.raters), "6", found.ordinal.toFixed(2)]);
    assert.match(line.at(-1), /agree/);
    for (let step = 0; step < 4; step++) await page.click(".undo");
    await settled(page);
    assert.equal(held(await saved(page), ...at), 2, "back to one rater");
  });
});

test("each side of a partnership says its own, and the gap between them is said", async () => {
  const study = await judgedStudy();
  const [, second] = study.framework.indicators.filter(({ rubric }) => rubric);
  await visit({}, async (page) => {
    await openFile(page, "judged.json", JSON.stringify(study));
    await view(page, "Data");
    const target = cell(page, "arland", second.id, 2010);
    assert.match(await target.textContent(), /2 members/);
    await target.click();
    await page.waitForSelector(".judging");
    assert.deepEqual(await page.$$eval(".judging select", (all) => all.map((one) => one.value)), ["GFW", "ARL"]);
    await page.getByLabel(/^Rater 2, level 4: /).check();
    await settled(page);
    const judged = await saved(page);
    assert.deepEqual(
      observations(judged, "arland", second.id, 2010).map(({ of, value }) => [of, value]),
      [
        ["GFW", 0],
        ["ARL", 4],
      ],
    );
    assert.match(await page.textContent(".combined"), /^0: .*weaker side counts\.\s+The sides are 4 apart/);
  });
});

test("an empty study says where to begin, and the first level scored ranks its partnership", async () => {
  await visit({}, async (page) => {
    await press(page, "New study");
    await page.fill(".start [name=names]", "Arland and Borduria\nFlorin and Guilder");
    await press(page, "Start the study");
    await page.waitForSelector(".banner");
    await press(page, "Score the rubrics of Arland and Borduria");
    await page.waitForSelector(".judging");
    assert.match(await page.textContent(".progress"), /^0 of 12 rubrics scored for Arland and Borduria/);
    await page.locator(".judging input[type=radio]").nth(3).check();
    await settled(page);
    assert.match(await page.textContent(".progress"), /^1 of 12/);
    await press(page, "Next");
    assert.equal(await page.evaluate(() => document.activeElement.id), "rubrics-title");
    await press(page, "Ranking");
    assert.deepEqual(
      (await rows(page)).map(({ id, rank }) => [id, rank]),
      [
        ["arland-and-borduria", "1"],
        ["florin-and-guilder", "\u2013"],
      ],
    );
  });
});

test("edits, added partnerships and ratings are undone and redone one by one, among other changes", async () => {
  const study = JSON.stringify(await judgedStudy());
  await visit({ reducedMotion: "reduce" }, async (page) => {
    await openFile(page, "judged.json", study);
    const state = async () => comity.open(await saved(page)).hash;
    const seen = [await state()];
    for (const change of [
      async () => {
        await view(page, "Data");
        await write(page, "florin", "p1", 2010, "3");
      },
      () => page.press(".opinion input[type=range]", "End"),
      async () => {
        await press(page, "Add a partnership");
        await page.fill(".adding [name=name]", "Guilder");
        await page.fill(".adding [name='value p1']", "9");
        await press(page, "Add it");
      },
      async () => {
        await view(page, "Rubrics");
        await page.locator(".judging input[type=radio]").nth(1).check();
      },
      () => page.selectOption("select[name=preset]", "operational"),
      async () => {
        await view(page, "Data");
        await press(page, "Put all back");
      },
    ]) {
      await change();
      await settled(page);
      seen.push(await state());
    }
    assert.equal(new Set(seen).size, seen.length, "each changed something");
    for (let step = seen.length - 2; step >= 0; step--) {
      await page.click(".undo");
      await settled(page);
      assert.equal(await state(), seen[step], `undo to step ${step}`);
    }
    for (let step = 1; step < seen.length; step++) {
      await page.click(".redo");
      await settled(page);
      assert.equal(await state(), seen[step], `redo to step ${step}`);
    }
  });
});
