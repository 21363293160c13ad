import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { dropToList, tables } from "./drop.mjs";
import {
  bundledStudy,
  drop,
  engine,
  expected,
  judgedStudy,
  MESSY,
  numbers,
  openFile,
  paste,
  rows,
  settled,
  tableRead,
  visits,
} from "./support.mjs";

const visit = visits();
const comity = await engine();
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** Twelve partnerships, two years, three indicators: a file that nothing is wrong with. */
const SANE = `Country,Year,Troops,Drills,Approval\n${Array.from({ length: 12 }, (_, at) =>
  [2009, 2010].map((year) => `Land ${at},${year},${at * 120},${(at * 7) % 12},${30 + ((at * 11 + year) % 50)}.5`),
)
  .flat()
  .join("\n")}\n`;

/** The text of the file that a button hands out. */
async function downloaded(page, name) {
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, name)]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

const saved = async (page) => JSON.parse((await downloaded(page, "Save study")).text);

async function use(page) {
  await press(page, "Use this data");
  await page.waitForSelector(".form.import[open]", { state: "detached" }).catch(() => {});
  await page.waitForFunction(() => document.querySelector(".form.import[open]") === null);
  await settled(page);
}

const summary = (page) => page.textContent(".import .doing");
const roles = (page) => page.$$eval(".columns-said select", (all) => all.map((one) => one.value));
const role = (page, at, value) =>
  page
    .locator(".columns-said select")
    .nth(at)
    .selectOption(value)
    .then(() => tableRead(page));

test("a sane file needs no correction: dropped, looked at, used, ranked as the package ranks it, kept, and undone in one step", async () => {
  const { document } = comity.importCsv(SANE);
  await visit({ reducedMotion: "reduce" }, async (page) => {
    const before = await rows(page);
    await drop(page, ["partners.csv", SANE]);
    await tableRead(page);
    assert.equal(await page.textContent(".import h2"), "Data from partners.csv");
    assert.equal(await summary(page), "24 rows: 72 values read, 0 missing, none refused.");
    assert.deepEqual(await roles(page), ["unit", "period", "values", "values", "values"]);
    assert.equal(await page.locator(".import .refused, .import .trouble").count(), 0);
    assert.deepEqual(await page.$$eval(".import [name=fate]", (all) => all.map(({ checked }) => checked)), [
      true,
      false,
    ]);
    const why = await page.$$eval(".columns-said tbody tr td:last-child", (all) =>
      all.map((one) => one.textContent.trim()),
    );
    assert.deepEqual(why, ["By its heading.", "By its heading.", ...Array(3).fill("By its content, numbers.")]);
    assert.match(await page.textContent(".columns-said tbody tr:nth-child(3) .firsts"), /^0\s*0\s*120$/);
    assert.equal(await page.locator(".import .preview tbody tr").count(), 5);
    assert.match(await page.textContent(".import .body"), /More is assumed to be better for these indicators \(3\)/);
    await use(page);
    assert.deepEqual(numbers(await rows(page)), expected(comity.open(document).score()));
    assert.equal(await page.textContent("h1"), "partners");
    assert.deepEqual((await saved(page)).dataset, JSON.parse(document).dataset);
    await page.waitForTimeout(900);
    await page.reload();
    await page.waitForSelector(".news");
    assert.match(await page.textContent(".news"), /Restored your work of .*: partners\./);
    assert.deepEqual(numbers(await rows(page)), expected(comity.open(document).score()));
    await drop(page, ["again.csv", SANE.replaceAll("Land", "Country")]);
    await tableRead(page);
    assert.equal(await page.locator(".import [name=fate]").nth(1).isChecked(), true, "called as the indicators shown");
    await page.locator(".import [name=fate]").first().check();
    await tableRead(page);
    await use(page);
    assert.equal(await page.textContent("h1"), "again");
    await page.click(".undo");
    await settled(page);
    assert.equal(await page.textContent("h1"), "partners");
    // One step: everything is as it was before the table. (What was shown before the work was restored may be a step further back.)
    assert.deepEqual(numbers(await rows(page)), expected(comity.open(document).score()));
    await page.click(".redo");
    await settled(page);
    assert.equal(await page.textContent("h1"), "again");
    await page.selectOption("select[name=study]", "us-partnerships");
    await settled(page);
    assert.deepEqual(await rows(page), before, "the study before is as it was");
  });
});

test("cells that cannot be read are listed by row, column, value and cure, handed out with formulas neutralised, and all others imported", async () => {
  const found = comity.importCsv(MESSY, { mapping: { thousands: "." } });
  assert.equal(found.counts.refused, 3);
  await visit({}, async (page) => {
    await drop(page, ["truppen.csv", MESSY]);
    await tableRead(page);
    assert.match(await page.textContent(".refused tbody tr:first-child"), /“1\.000” may be 1 or 1000/);
    await page.selectOption(".import [name=thousands]", ".");
    await tableRead(page);
    assert.match(await summary(page), /^20 rows: 76 values read, 1 missing, 3 that could not be read\.$/);
    assert.match(await page.textContent(".refused h3"), /^3 cells could not be read; all others are$/);
    const listed = await page.$$eval(".refused tbody tr", (lines) =>
      lines.map((line) => [...line.cells].map((cell) => cell.textContent.trim())),
    );
    assert.deepEqual(
      listed.map(([row, column, value]) => [Number(row), column, value]),
      found.problems.map(({ args }) => [args.row, `${args.column} ${args.header}`, args.value]),
    );
    for (const [, , value, wrong] of listed)
      assert.ok(wrong.includes(`“${value}” is not a number: write digits, with`), wrong);
    assert.match(await page.textContent(".import .marks"), /Semicolon[\s\S]*Cells are separated by semicolons/);
    assert.match(await page.textContent(".columns-said"), /19 numbers have a percent sign: 45 % is read as 45/);
    const { name, text } = await downloaded(page, "Download the list");
    assert.equal(name, "truppen.csv not read.csv");
    const lines = text.trim().split("\r\n");
    assert.equal(lines[0], "row,column,heading,value,problem");
    assert.equal(lines.length, 4);
    assert.ok(
      lines.some((line) => line.includes(",'=1+1,")),
      text,
    );
    for (const line of lines) assert.ok(!/(^|,)"?[=+\-@]/.test(line), line);
    await use(page);
    assert.deepEqual((await saved(page)).dataset, JSON.parse(found.document).dataset);
    assert.deepEqual(numbers(await rows(page)), expected(comity.open(found.document).score()));
  });
});

test("each correction is followed at once: a year written for all rows, a column that is something else, marks that mean another thing", async () => {
  const text = 'Name,Code,Size\nArland,ARL,"1,500"\nBorduria,BOR,"2,500"\nFlorin,FLO,"3,250"\n';
  await visit({}, async (page) => {
    await drop(page, ["three.csv", text]);
    await tableRead(page);
    assert.match(
      await page.textContent(".import .trouble li"),
      /No column says the year: .* write the year of all rows/,
    );
    assert.equal(await page.getByRole("button", { name: "Use this data" }).isDisabled(), true);
    await page.fill(".import [name=period]", "20x");
    await page.press(".import [name=period]", "Enter");
    assert.match(await page.textContent(".import p.trouble"), /such as 2024/);
    await page.fill(".import [name=period]", "2024");
    await page.press(".import [name=period]", "Tab");
    await tableRead(page);
    assert.equal(await page.locator(".import .trouble").count(), 0);
    assert.deepEqual(await roles(page), ["name", "unit", "values"]);
    await page.selectOption(".import [name=decimal]", ",");
    await tableRead(page);
    assert.match(await summary(page), /3 values read/);
    await use(page);
    assert.deepEqual((await saved(page)).dataset.indicators[0].values, [1.5, 2.5, 3.25]);
  });
  // Units by their names; what was the id is not read.
  await visit({}, async (page) => {
    await drop(page, ["three.csv", text]);
    await tableRead(page);
    await page.fill(".import [name=period]", "2024");
    await page.press(".import [name=period]", "Tab");
    await tableRead(page);
    await page.selectOption(".import [name=decimal]", ".");
    await tableRead(page);
    await role(page, 1, "ignore");
    await role(page, 0, "unit");
    assert.deepEqual(await roles(page), ["unit", "ignore", "values"]);
    assert.match(await page.textContent(".columns-said tbody tr td:last-child"), /You said so/);
    await use(page);
    const { dataset } = await saved(page);
    assert.deepEqual(
      dataset.units.map(({ id }) => id),
      ["Arland", "Borduria", "Florin"],
    );
    assert.deepEqual(dataset.indicators[0].values, [1500, 2500, 3250]);
  });
});

test("the data of a study goes out as CSV, wide and long, and comes back into it to the same hash", async () => {
  for (const study of [await judgedStudy(), (await bundledStudy()).document]) {
    const { hash } = comity.open(study);
    await visit({}, async (page) => {
      await openFile(page, "study.json", JSON.stringify(study));
      for (const [shape, button] of [
        ["wide", "Save as CSV, wide: a column an indicator"],
        ["long", "Save as CSV, long: a row a value"],
      ]) {
        await press(page, "Data");
        await page.waitForSelector(".data tbody td");
        const { name, text } = await downloaded(page, button);
        assert.equal(name, `${study.id} ${shape}.csv`);
        assert.equal(text, comity.exportCsv(study, { shape }));
        await drop(page, [name, text]);
        await tableRead(page);
        await page.waitForFunction(() => document.querySelectorAll(".import [name=fate]")[1]?.checked);
        await tableRead(page);
        assert.match(await page.textContent(".fate"), /called as its indicators are/);
        assert.equal(await page.locator(".import .refused, .import .trouble").count(), 0);
        await use(page);
        const back = await saved(page);
        assert.equal(comity.open(back).hash, hash, shape);
        assert.equal(back.title, study.title);
      }
    });
  }
});

test("a file with COINr's metadata beside it gives tree, names and directions, whichever is dropped first", async () => {
  const data = "uCode,Time,a,b,c\nARL,2020,1,2,3\nBOR,2020,2,3,1\nFLO,2020,3,1,2\n";
  const meta =
    "iCode,iName,Direction,Weight,Parent,Level,Type\na,Arms,1,1,hard,1,Indicator\nb,Bases,-1,2,hard,1,Indicator\nc,Culture,1,1,soft,1,Indicator\nhard,Hard power,1,1,all,2,Aggregate\nsoft,Soft power,1,1,all,2,Aggregate\nall,All,1,1,,3,Aggregate\n";
  const found = comity.importCsv(data, { metadata: meta });
  for (const files of [
    [
      ["iData.csv", data],
      ["iMeta.csv", meta],
    ],
    [
      ["iMeta.csv", meta],
      ["iData.csv", data],
    ],
  ]) {
    await visit({}, async (page) => {
      await drop(page, ...files);
      await tableRead(page);
      assert.match(await page.textContent(".import h2"), /iData\.csv/);
      assert.match(await page.textContent(".import .body"), /A new study; iMeta\.csv describes its indicators/);
      await use(page);
      const { framework } = await saved(page);
      assert.deepEqual(framework, JSON.parse(found.document).framework);
      assert.deepEqual(numbers(await rows(page)), expected(comity.open(found.document).score()));
    });
  }
});

test("a table copied from a spreadsheet is pasted anywhere but into a field, and so is a study", async () => {
  const tabs = SANE.replaceAll(",", "\t");
  await visit({}, async (page) => {
    await page.focus(".opinion input[type=number]");
    assert.equal(await paste(page, tabs), false, "a field's own");
    await page.focus("select[name=year]");
    assert.equal(await paste(page, tabs), false);
    await page.focus("#main");
    assert.equal(await paste(page, "one cell"), false);
    assert.equal(await paste(page, "two lines\nof text"), false);
    assert.equal(await page.locator(".form.import[open]").count(), 0);
    assert.equal(await paste(page, tabs), true);
    await tableRead(page);
    assert.equal(await page.textContent(".import h2"), "Data from Pasted table");
    assert.equal(await page.inputValue(".import [name=delimiter]"), "\t");
    await use(page);
    assert.equal(await page.textContent("h1"), "Pasted table");
    assert.equal(await page.locator("tbody tr").count(), 12);
    const study = await judgedStudy();
    assert.equal(await paste(page, JSON.stringify(study)), true);
    await page.waitForFunction((title) => document.querySelector("h1").textContent === title, study.title);
  });
});

test("what is no table is refused with its reason, and the study before stays", async () => {
  await visit({ reducedMotion: "reduce" }, async (page) => {
    const before = await rows(page);
    for (const [name, text, reason] of [
      ["empty.csv", "", /no headings/],
      ["headings.csv", "unit,year,a\n", /no rows/],
      ["binary.csv", "PK\u0003\u0004\u0000\u0000,\u0000\n\u0000,1\n", /this is no text/i],
    ]) {
      await drop(page, [name, text]);
      await page.waitForSelector(".faults");
      assert.match(await page.textContent(".faults"), new RegExp(`${name} holds no table that can be read`));
      assert.match(await page.textContent(".faults"), reason);
      assert.equal(await page.evaluate(() => document.activeElement.id), "faults-title");
      assert.equal(await page.locator(".form.import[open]").count(), 0);
      assert.deepEqual(await rows(page), before);
      await page.click(".faults .dismiss");
    }
    await drop(page, ["a.csv", SANE], ["b.csv", SANE], ["c.csv", SANE]);
    await page.waitForSelector(".faults");
    assert.match(await page.textContent(".faults"), /one table, or two tables/);
  });
});

test("Escape leaves the form and everything as it was, also while the table is being read, and another table can be taken after that", async () => {
  await visit({ reducedMotion: "reduce" }, async (page) => {
    const before = await rows(page);
    const many = `unit,year,${Array.from({ length: 40 }, (_, at) => `i${at}`)}\n${Array.from({ length: 36_000 }, (_, at) => `u${at % 1200},${1990 + Math.floor(at / 1200)},${Array.from({ length: 40 }, (_, column) => (at * column) % 97)}`).join("\n")}\n`;
    await page.focus("#main");
    await drop(page, ["many.csv", many]);
    await page.waitForSelector(".form.import progress");
    assert.equal(await page.getByRole("button", { name: "Use this data" }).isDisabled(), true);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".form.import[open]").count(), 0);
    await drop(page, ["small.csv", SANE]);
    await tableRead(page);
    assert.match(await summary(page), /^24 rows/);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".form.import[open]").count(), 0);
    assert.deepEqual(await rows(page), before);
    assert.equal(await page.locator(".undo").isDisabled(), true);
  });
});

test("a table is taken, corrected and used from the keyboard alone, and what came of it is announced", async () => {
  await visit({}, async (page) => {
    await page.evaluate(() => {
      window.said = [];
      const status = document.querySelector("comity-announcer");
      new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
    });
    await page.focus("#main");
    await paste(page, SANE.replace("Drills", "Level of drills").replaceAll(",", "\t"));
    await tableRead(page);
    assert.equal(await page.evaluate(() => document.activeElement.id), "import-title");
    assert.equal(await page.getAttribute(".import .doing", "role"), "status");
    const focus = () =>
      page.evaluate(
        () => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim(),
      );
    const tabTo = async (pattern) => {
      for (let steps = 0; steps < 40; steps++) {
        await page.keyboard.press("Tab");
        if (pattern.test(await focus())) return;
      }
      assert.fail(`Tab never reached ${pattern}`);
    };
    await tabTo(/^What column 4, Level of drills, is$/);
    await page.keyboard.press("End");
    await tableRead(page);
    assert.equal((await roles(page))[3], "ignore");
    assert.match(await focus(), /^What column 4/, "the focus stays");
    await tabTo(/^Use this data$/);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".form.import[open]") === null);
    await page.waitForTimeout(900);
    assert.deepEqual(await page.evaluate(() => window.said), ["Pasted table: 12 partnerships ranked."]);
    assert.equal((await saved(page)).framework.indicators.length, 2);
  });
});

test("150 units, 40 indicators and 20 years go from drop to ranked list with progress shown and the page alive, in either form", async (context) => {
  for (const [form, text] of Object.entries(tables())) {
    await visit({ reducedMotion: "reduce" }, async (page) => {
      const { plain, typed, first, last, median } = await dropToList(page, text);
      const ms = (value) => `${value.toFixed(0)} ms`;
      context.diagnostic(`${form}: Papa Parse ${ms(plain)}, with header and types ${ms(typed)}`);
      for (const [name, run] of Object.entries({ first, last }))
        context.diagnostic(
          `${form}, ${name}: read ${ms(run.read)}, opened and ranked ${ms(run.open)}, together ${ms(run.all)}, longest gap between frames ${ms(run.gap)}`,
        );
      context.diagnostic(
        `${form}: drop to ranked list, median ${ms(median)}: ${(median / plain).toFixed(2)} times Papa Parse, ${(median / typed).toFixed(2)} times with header and types`,
      );
      assert.deepEqual(first.stages, ["Reading the file", "Reading its cells", "Opening the study and ranking it"]);
      assert.deepEqual(numbers(await rows(page)), expected(comity.open(comity.importCsv(text).document).score()));
    });
  }
});
