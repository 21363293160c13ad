import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { engine, expected, NARROW, numbers, openFile, ownStudy, rows, settled, visits } from "./support.mjs";

const visit = visits();
const comity = await engine();
const OWN = await ownStudy();
const TEXT = JSON.stringify(OWN);
const option = (page, name) => page.inputValue(`select[name=${name}]`);
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** The text of the file that a button hands out. */
async function downloaded(page, name) {
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, name)]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

async function choose(page, name, value) {
  await page.selectOption(`select[name=${name}]`, value);
  await page.waitForSelector(".reading", { state: "detached" });
  await settled(page);
}

for (const { id, title } of comity.bundled()) {
  test(`the study ${id} opens on its own year with the ranks and scores the package gives in Node`, async () => {
    const study = comity.open(await comity.loadStudy(id));
    const { periods, period } = study.outline;
    const opinion = study.outline.nodes.some((node) => node.id === "public-opinion");
    await visit({}, async (page) => {
      await choose(page, "study", id);
      assert.equal(await page.textContent("h1"), title);
      assert.deepEqual(numbers(await rows(page)), expected(study.score()));
      assert.equal(await page.locator("select[name=year]").count(), periods.length > 1 ? 1 : 0);
      if (periods.length > 1) assert.equal(await option(page, "year"), String(period));
      assert.equal(await page.locator(".opinion").count(), opinion ? 1 : 0);
      assert.equal(await page.textContent(".hash"), study.hash.slice(0, 12));
      assert.equal(await page.locator("select[name=preset], select[name=objective]").count(), 0);
      const rubrics = study.document.framework.indicators.some(({ rubric }) => rubric) ? ["Rubrics", "Agreement"] : [];
      assert.deepEqual(
        (await page.$$eval(".views button", (all) => all.map((one) => one.textContent))).sort(),
        ["Ranking", "How sure", "What drives it", "Method", "Data", ...rubrics].sort(),
        "only the views that the study has something to show in",
      );
    });
  });
}

test("a study without public opinion shows neither its weight nor its filter", async () => {
  const document = await comity.loadStudy("nato-members");
  const text = JSON.stringify(document).replaceAll("public-opinion", "views-of-the-public");
  await visit({}, async (page) => {
    await openFile(page, "without.json", text);
    assert.equal(await page.locator("tbody tr").count(), document.dataset.units.length);
    assert.equal(await page.locator(".opinion, .check").count(), 0);
  });
});

test("a preset ranks by its own method, and back", async () => {
  await visit({}, async (page) => {
    await openFile(page, "own.json", TEXT);
    for (const { id, method } of OWN.presets) {
      await choose(page, "preset", id);
      const study = comity.open({ ...OWN, method });
      assert.deepEqual(numbers(await rows(page)), expected(study.score()), id);
      assert.match(await page.textContent(".state-line"), /study's own/);
    }
    await choose(page, "preset", "");
    assert.deepEqual(numbers(await rows(page)), expected(comity.open(OWN).score()));
  });
});

test("an objective sets its weights, and a weight moved after that is the reader's", async () => {
  const study = comity.open(OWN);
  await visit({}, async (page) => {
    await openFile(page, "own.json", TEXT);
    for (const { id, weights } of OWN.objectives) {
      await choose(page, "objective", id);
      assert.deepEqual(numbers(await rows(page)), expected(study.score({ weights })), id);
    }
    await page.fill(".opinion input[type=number]", "70");
    await page.press(".opinion input[type=number]", "Enter");
    await settled(page);
    assert.equal(await option(page, "objective"), "moved");
    await choose(page, "objective", "");
    assert.deepEqual(numbers(await rows(page)), expected(study.score()));
  });
});

test("the objectives' table says each score and rank, and marks the highest of a row in words", async () => {
  const study = comity.open(OWN);
  const table = study.objectives();
  await visit({}, async (page) => {
    await openFile(page, "own.json", TEXT);
    await press(page, "Objectives");
    await page.waitForSelector(".objectives tbody tr");
    const heads = await page.$$eval(".objectives thead button", (all) => all.map((one) => one.textContent.trim()));
    assert.deepEqual(
      heads,
      table.objectives.map(({ title }) => title),
    );
    const shown = await page.$$eval(".objectives tbody tr", (lines) =>
      lines.map((line) => ({
        id: line.dataset.unit,
        cells: [...line.querySelectorAll("td")].map((cell) => cell.textContent.trim().replace(/\s+/g, " ")),
      })),
    );
    assert.deepEqual(
      shown.map(({ id }) => id),
      study.score().units.map(({ id }) => id),
      "in the order of the ranking",
    );
    for (const { id, results } of table.units) {
      const { cells } = shown.find((line) => line.id === id);
      const highest = Math.max(...results.map(({ score }) => score));
      results.forEach(({ score, rank }, at) => {
        assert.match(cells[at], new RegExp(`^${score.toFixed(1)} .*\\b${rank}(st|nd|rd|th)$`));
        assert.equal(cells[at].includes("highest"), score === highest, `${id}, ${table.objectives[at].id}`);
      });
    }
    await page.click(".objectives thead button >> nth=1");
    const sorted = await page.$$eval(".objectives tbody tr", (lines) => lines.map((line) => line.dataset.unit));
    assert.deepEqual(
      sorted.map((id) => table.units.find((unit) => unit.id === id).results[1].rank),
      table.units.map(({ results }) => results[1].rank).sort((a, b) => a - b),
    );
    await page.click(".objectives tbody tr:nth-child(2)");
    assert.equal(await page.textContent("#detail-title"), OWN.dataset.units.find(({ id }) => id === sorted[1]).name);
  });
});

test("a file with faults lists every one of them with its place, and the study before it stays", async () => {
  const faulty = JSON.parse(TEXT);
  delete faulty.title;
  faulty.framework.indicators[2].direction = "sideways";
  faulty.method.nodes.push({ id: "nowhere", weight: -1 });
  const problems = comity.validate(faulty);
  assert.ok(problems.length >= 4);
  await visit({}, async (page) => {
    const before = await rows(page);
    await openFile(page, "faulty.json", JSON.stringify(faulty));
    const listed = await page.$$eval(".fault-list dd", (all) => all.map((one) => one.textContent));
    assert.deepEqual(
      listed,
      problems.map(({ message }) => message),
    );
    assert.equal(await page.evaluate(() => document.activeElement.id), "faults-title");
    assert.deepEqual(await rows(page), before);
    const { name, text } = await downloaded(page, "Download the list");
    assert.equal(name, "faulty.json faults.txt");
    for (const { path, code, message } of problems)
      assert.ok(
        text.includes(`${code}\t${path.length > 0 ? path.join(" \u203a ") : "the whole file"}\t${message}`),
        message,
      );
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".faults").count(), 0);
    assert.equal(await page.locator(".undo").isDisabled(), true, "nothing to undo");
  });
});

for (const [what, text] of [
  ["nothing", ""],
  ["a picture", "\u0089PNG\r\n\u001a\n\u0000"],
  ["a web page", "<!doctype html><script>document.title = 'run'</script>"],
  ["a list", "[1, 2, 3]"],
  ["half a study", TEXT.slice(0, TEXT.length / 2)],
]) {
  test(`a file that holds ${what} is refused with a reason`, async () => {
    await visit({}, async (page) => {
      await openFile(page, "odd.json", text);
      assert.match(await page.textContent(".faults"), /odd\.json is not a study that can be scored/);
      assert.ok((await page.locator(".fault-list dd").count()) > 0);
      assert.equal(await page.locator("tbody tr").count(), 40);
      await openFile(page, "own.json", TEXT);
      assert.equal(await page.locator(".faults").count(), 0, "mended by a good file");
      assert.equal(await page.locator("tbody tr").count(), OWN.dataset.units.length);
    });
  });
}

test("a study dropped anywhere on the page opens, and its words run nowhere", async () => {
  const evil = structuredClone(OWN);
  const payload = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>";
  evil.title = payload;
  evil.dataset.units[0].name = payload;
  await visit({}, async (page) => {
    const title = await page.title();
    await page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], "dropped.json"));
      const target = document.querySelector("main");
      for (const type of ["dragover", "drop"])
        target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }, JSON.stringify(evil));
    await page.waitForFunction(
      (units) => document.querySelectorAll("tbody tr").length === units,
      evil.dataset.units.length,
    );
    await settled(page);
    assert.equal(await page.textContent("h1"), payload);
    assert.equal(await page.title(), title);
    assert.equal(await page.locator("main img, main script").count(), 0);
  });
});

test("a saved study opens as it was left: weights, year and preset", async () => {
  await visit({}, async (page) => {
    await openFile(page, "own.json", TEXT);
    assert.deepEqual(JSON.parse((await downloaded(page, "Save study")).text), OWN, "untouched");
    await choose(page, "preset", "legitimacy-centred");
    await choose(page, "year", "2009");
    await page.fill(".opinion input[type=number]", "35");
    await page.press(".opinion input[type=number]", "Enter");
    await settled(page);
    const shown = numbers(await rows(page));
    const { name, text } = await downloaded(page, "Save study");
    assert.equal(name, "grand-fenwick.json");
    assert.deepEqual(expected(comity.open(text).score()), shown);
    await openFile(page, name, text);
    assert.equal(await option(page, "year"), "2009");
    assert.deepEqual(numbers(await rows(page)), shown);
  });
});

test("weights that a rule or the opinion parameter stated are saved as moved", async () => {
  const ruled = structuredClone(OWN);
  ruled.method.defaults = { ...ruled.method.defaults, weighting: "equal" };
  ruled.method.opinion = { node: "public-opinion", as: "share", weight: 0.3 };
  await visit({}, async (page) => {
    await openFile(page, "ruled.json", JSON.stringify(ruled));
    assert.equal(await page.inputValue(".opinion input[type=number]"), "30");
    await page.fill(".opinion input[type=number]", "80");
    await page.press(".opinion input[type=number]", "Enter");
    await settled(page);
    const { text } = await downloaded(page, "Save study");
    assert.deepEqual(expected(comity.open(text).score()), numbers(await rows(page)));
  });
});

test("every change can be undone and redone, one by one, to the same ranks", async () => {
  await visit({ reducedMotion: "reduce" }, async (page) => {
    const state = async () => ({
      title: await page.textContent("h1"),
      rows: numbers(await rows(page)),
      year: await option(page, "year"),
      preset: (await page.locator("select[name=preset]").count()) > 0 ? await option(page, "preset") : null,
      objective: (await page.locator("select[name=objective]").count()) > 0 ? await option(page, "objective") : null,
      polled: await page.isChecked(".check input"),
    });
    const seen = [await state()];
    for (const change of [
      () => choose(page, "year", "2006"),
      () => page.check(".check input"),
      () => page.press(".opinion input[type=range]", "End"),
      () => choose(page, "year", "2014"),
      () => page.click(".banner button"),
      () => choose(page, "study", "nato-members"),
      () => openFile(page, "own.json", TEXT),
      () => choose(page, "preset", "operational"),
      () => choose(page, "objective", "deterrence"),
      () => page.press(".opinion input[type=range]", "End"),
      () => press(page, "Reset weights"),
    ]) {
      await change();
      await settled(page);
      seen.push(await state());
    }
    for (let step = seen.length - 2; step >= 0; step--) {
      await press(page, "Undo");
      await settled(page);
      assert.deepEqual(await state(), seen[step], `undo to step ${step}`);
    }
    assert.equal(await page.locator(".undo").isDisabled(), true);
    const keys = ["Control+Shift+Z", "Control+y"];
    for (let step = 1; step < seen.length; step++) {
      await page.keyboard.press(keys[step % 2]);
      await settled(page);
      assert.deepEqual(await state(), seen[step], `redo to step ${step}`);
    }
    await page.keyboard.press("Control+z");
    await settled(page);
    assert.deepEqual(await state(), seen.at(-2));
    await choose(page, "year", "2008");
    assert.equal(await page.locator(".redo").isDisabled(), true, "a new change ends what could be redone");
  });
});

test("one drag of a slider is one step to undo", async () => {
  await visit({}, async (page) => {
    const before = await rows(page);
    const track = await page.locator(".opinion input[type=range]").boundingBox();
    await page.mouse.move(track.x + 40, track.y + 12);
    await page.mouse.down();
    for (const x of [60, 90, 120, 150]) {
      await page.mouse.move(track.x + x, track.y + 12);
      await page.waitForTimeout(150);
    }
    await page.mouse.up();
    await settled(page);
    await press(page, "Undo");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), numbers(before));
    assert.equal(await page.locator(".undo").isDisabled(), true);
  });
});

test("a study that cannot be had leaves the one that is open, and says so", async () => {
  await visit({}, async (page) => {
    await page.route("**/us-korea*.json", (route) => route.fulfill({ body: "<html>" }));
    await page.selectOption("select[name=study]", "us-korea");
    await page.waitForSelector(".top .trouble");
    assert.equal(await page.locator("tbody tr").count(), 40);
    assert.equal(await option(page, "study"), "us-partnerships");
    await page.unroute("**/us-korea*.json");
    await choose(page, "study", "us-korea");
    assert.equal(await page.locator(".top .trouble").count(), 0);
    assert.equal(await page.locator("select[name=year]").count(), 0);
  });
});

test("nothing scrolls sideways on a telephone, whatever study and view", async () => {
  await visit({ viewport: NARROW }, async (page) => {
    const over = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    for (const { id } of comity.bundled()) {
      await choose(page, "study", id);
      assert.ok((await over()) <= 0, id);
    }
    await openFile(page, "own.json", TEXT);
    await press(page, "Objectives");
    assert.ok((await over()) <= 0, "objectives");
    await openFile(page, "faulty.json", TEXT.replaceAll("higher-is-better", "sideways".repeat(40)));
    assert.ok((await page.locator(".fault-list dd").count()) > 10);
    assert.ok((await over()) <= 0, "faults");
  });
});

test("a new study from the built-in framework asks for partnerships and years, and opens empty", async () => {
  await visit({}, async (page) => {
    await press(page, "New study");
    await press(page, "Start the study");
    assert.match(await page.textContent(".start [role=alert]"), /at least one partnership/);
    assert.equal(await page.evaluate(() => document.activeElement.name), "names");
    await page.fill(".start [name=title]", "Two of us");
    await page.fill(".start [name=names]", "Arland and Borduria\n\n  Élbonia & Florin \nArland and Borduria\n");
    await page.fill(".start [name=from]", "2024");
    await page.fill(".start [name=to]", "2020");
    await press(page, "Start the study");
    assert.match(await page.textContent(".start [role=alert]"), /last year must not be before the first/);
    await page.fill(".start [name=to]", "2025");
    await press(page, "Start the study");
    await page.waitForSelector(".start", { state: "hidden" });
    await settled(page);
    assert.equal(await page.textContent("h1"), "Two of us");
    assert.match(await page.textContent(".banner"), /Nothing is observed in this study yet/);
    assert.deepEqual(
      (await rows(page)).map(({ id, rank, score }) => ({ id, rank, score })),
      ["arland-and-borduria", "elbonia-florin"].map((id) => ({ id, rank: "\u2013", score: "\u2013" })),
    );
    assert.equal(await page.locator("select[name=preset] option").count(), OWN.presets.length + 1);
    const { name, text } = await downloaded(page, "Save study");
    assert.equal(name, "two-of-us.json");
    assert.deepEqual(
      comity.validate(text).filter(({ severity }) => severity === "error"),
      [],
    );
    assert.deepEqual(JSON.parse(text).dataset.periods, [2024, 2025]);
    await press(page, "Undo");
    await settled(page);
    assert.equal((await rows(page)).length, 40);
  });
});

test("Escape leaves the form for a new study, and what was written is still there", async () => {
  await visit({}, async (page) => {
    await press(page, "New study");
    await page.fill(".start [name=names]", "Arland and Borduria");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".start").isVisible(), false);
    assert.equal(await page.locator(".detail").isVisible(), true);
    await press(page, "New study");
    assert.equal(await page.inputValue(".start [name=names]"), "Arland and Borduria");
  });
});
