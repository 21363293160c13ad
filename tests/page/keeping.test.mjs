import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { engine, expected, judgedStudy, launch, numbers, rows, serve, settled, WIDE } from "./support.mjs";

const comity = await engine();
let server;
let browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** One browser profile with one window after another, no complaints at the end. */
async function visit(what) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce" });
  context.setDefaultTimeout(10_000);
  const complaints = [];
  context.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  const start = async (page) => {
    await page.goto(server.address);
    await page.waitForSelector("tbody tr");
    await settled(page);
    return page;
  };
  try {
    await what({ context, start, fresh: async () => start(await context.newPage()) });
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
/** Longer than the page waits before it keeps what changed. */
const kept = (page) => page.waitForTimeout(900);

async function saved(page, button = "Save study") {
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, button)]);
  return readFile(await file.path(), "utf8");
}

async function open(page, study, name = "own.json") {
  const buffer = Buffer.from(JSON.stringify(study));
  await page.setInputFiles("input[type=file]", { name, mimeType: "application/json", buffer });
  await settled(page);
}

async function weigh(page, share) {
  await page.fill(".opinion input[type=number]", share);
  await page.press(".opinion input[type=number]", "Enter");
  await settled(page);
}

async function edit(page, unit, indicator, value) {
  await press(page, "Data");
  const cell = page.locator(`.data td[data-key='${JSON.stringify([unit, indicator, 2010])}']`);
  await cell.click();
  await cell.locator("input").fill(value);
  await cell.locator("input").press("Enter");
  await settled(page);
  await press(page, "Ranking");
}

/** What the browser's store holds, or a change of it. */
function inStore(page, list, change = null) {
  return page.evaluate(
    async ([list, change]) => {
      const request = (asked) =>
        new Promise((resolve, reject) => {
          asked.onsuccess = () => resolve(asked.result);
          asked.onerror = () => reject(asked.error);
        });
      const base = await request(indexedDB.open("comity"));
      const records = await request(base.transaction(list).objectStore(list).getAll());
      if (change !== null) {
        const writing = base.transaction(list, "readwrite").objectStore(list);
        for (const record of records) await request(writing.put({ ...record, ...change }));
      }
      base.close();
      return records;
    },
    [list, change],
  );
}

test("a first visit keeps nothing, and a look at another year is no work", async () => {
  await visit(async ({ fresh, start }) => {
    const page = await fresh();
    await page.selectOption("select[name=year]", "2006");
    await kept(page);
    assert.deepEqual(await inStore(page, "work"), []);
    await start(page);
    assert.equal(await page.locator(".news").count(), 0);
    assert.equal(await page.inputValue("select[name=year]"), "2010");
  });
});

test("after a crash the work is back with its edits and weights, says when it is from, and its edits can still be put back", async () => {
  await visit(async ({ fresh, start }) => {
    const page = await fresh();
    const pristine = comity.open(await saved(page)).hash;
    await edit(page, "KOR", "us_troops", "12");
    await weigh(page, "40");
    const before = { study: await saved(page), rows: numbers(await rows(page)) };
    await kept(page);
    await start(page);
    assert.match(
      await page.textContent(".news"),
      /^Restored your work of \d\d:\d\d on \w+, \d+ \w+ \d{4}: Defence partnerships/,
    );
    assert.deepEqual(numbers(await rows(page)), before.rows);
    assert.equal(comity.open(await saved(page)).hash, comity.open(before.study).hash);
    await press(page, "Data");
    assert.match(await page.textContent(".edits"), /1 value changed by you/);
    await press(page, "Put all back");
    await press(page, "Ranking");
    await press(page, "Reset weights");
    await settled(page);
    assert.equal(comity.open(await saved(page)).hash, pristine);
    await kept(page);
    await start(page);
    assert.equal(await page.locator(".news").count(), 0, "nothing is left to restore");
  });
});

test("restored work can be discarded, and undo brings it back", async () => {
  await visit(async ({ fresh, start }) => {
    const page = await fresh();
    await weigh(page, "40");
    const moved = numbers(await rows(page));
    await kept(page);
    await start(page);
    await press(page, "Discard it");
    await settled(page);
    const study = comity.open(await comity.loadStudy("us-partnerships"));
    assert.deepEqual(numbers(await rows(page)), expected(study.score()));
    assert.match(await page.textContent(".news"), /discarded.*Undo brings back/);
    await page.click(".undo");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), moved);
    await page.click(".redo");
    await kept(page);
    await start(page);
    assert.equal(await page.locator(".news").count(), 0);
  });
});

test("studies left for another are all kept, and each is as it was left", async () => {
  const own = await judgedStudy();
  await visit(async ({ fresh, start }) => {
    const page = await fresh();
    await edit(page, "KOR", "us_troops", "12");
    const first = numbers(await rows(page));
    await open(page, own);
    await weigh(page, "80");
    const second = numbers(await rows(page));
    await kept(page);
    await page.selectOption("select[name=study]", "us-partnerships");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), first, "as it was left");
    await page.selectOption("select[name=study]", { label: `Yours: ${own.title}` });
    await settled(page);
    await kept(page);
    await start(page);
    assert.deepEqual(numbers(await rows(page)), second);
    await page.selectOption("select[name=study]", "us-partnerships");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), first);
  });
});

test("two windows keep their own work, and the one closed last comes back", async () => {
  await visit(async ({ context, fresh, start }) => {
    const one = await fresh();
    await weigh(one, "40");
    await kept(one);
    const two = await fresh();
    assert.equal(await two.locator(".news").count(), 0, "the other window's work is the other window's");
    await weigh(two, "70");
    await kept(two);
    await start(one);
    assert.equal(await one.inputValue(".opinion input[type=number]"), "40");
    await two.close();
    await one.close();
    const three = await start(await context.newPage());
    await three.waitForSelector(".news");
    assert.equal(await three.inputValue(".opinion input[type=number]"), "70");
  });
});

test("kept work that is damaged leaves the page as at a first visit, and is handed out, not deleted", async () => {
  for (const [what, change] of [
    ["a study with faults", { moment: { key: "us-partnerships", source: { schema: 0, title: "half" } } }],
    ["no study at all", { moment: "scrambled" }],
  ]) {
    await visit(async ({ fresh, start }) => {
      const page = await fresh();
      await weigh(page, "40");
      await kept(page);
      await inStore(page, "work", change);
      await start(page);
      await page.waitForSelector(".news");
      assert.equal(await page.locator("tbody tr").count(), 40, what);
      assert.match(await page.textContent(".news"), /cannot be opened as a study\..*Nothing of it was deleted/);
      assert.deepEqual(JSON.parse(await saved(page, "Save what was found"))[0].moment, change.moment);
      await weigh(page, "60");
      await kept(page);
      assert.equal((await inStore(page, "work")).length, 2, "the damaged one is still there");
      await start(page);
      assert.equal(await page.inputValue(".opinion input[type=number]"), "60");
    });
  }
});

test("where the browser keeps nothing, or no more, the page works, says so once, and offers a file", async () => {
  for (const [what, reason, sabotage] of [
    ["absent", /offers pages no storage/, () => Object.defineProperty(window, "indexedDB", { value: undefined })],
    [
      "refused",
      /offers pages no storage/,
      () => {
        IDBFactory.prototype.open = () => {
          throw new DOMException("denied", "SecurityError");
        };
      },
    ],
    [
      "full",
      /storage for this page is full/,
      () => {
        IDBObjectStore.prototype.put = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
      },
    ],
    ["silent", null, () => (IDBFactory.prototype.open = () => ({ addEventListener() {} }))],
  ]) {
    await visit(async ({ context, fresh }) => {
      await context.addInitScript(sabotage);
      const page = await fresh();
      assert.equal(await page.locator(".news").count(), 0, `${what}: nothing to lose yet`);
      await weigh(page, "40");
      await kept(page);
      if (reason === null) return;
      assert.match(await page.textContent(".news"), reason, what);
      const study = await saved(page, "Save as a file");
      assert.deepEqual(expected(comity.open(study).score()), numbers(await rows(page)));
      await press(page, "My studies");
      await page.waitForSelector(".form.mine[open]");
      if (what === "full") {
        await page.fill(".mine [name=title]", "A");
        await press(page, "Keep");
        await page.getByText("It could not be kept.").waitFor();
      } else assert.match(await page.textContent(".form.mine"), /keeps nothing for pages/);
    });
  }
});

test("studies are kept under names, opened, renamed, deleted and put back", async () => {
  await visit(async ({ context, fresh, start }) => {
    const page = await fresh();
    await press(page, "My studies");
    await page.waitForSelector(".form.mine[open]");
    await press(page, "Keep");
    assert.match(await page.textContent("#mine-trouble"), /Write a name/);
    await page.keyboard.press("Escape");
    await weigh(page, "40");
    const first = numbers(await rows(page));
    const keep = async (name) => {
      await press(page, "My studies");
      await page.fill(".mine [name=title]", name);
      await press(page, "Keep");
      await page.getByText(`\u201c${name}\u201d is kept.`).waitFor();
    };
    await keep("Opinion double");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("select[name=study] option:checked").textContent(), "Opinion double");
    await edit(page, "KOR", "us_troops", "12");
    const second = numbers(await rows(page));
    await keep("Fewer troops");
    await press(page, "Open Opinion double");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), first, "as kept, not as changed since");
    await press(page, "My studies");
    await press(page, "Rename Fewer troops");
    await page.fill(".renaming [name=name]", "Troops cut");
    await press(page, "Rename");
    await page.getByRole("button", { name: "Open Troops cut" }).waitFor();
    await press(page, "Delete Troops cut");
    await page.getByText("\u201cTroops cut\u201d is deleted.").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Put it back");
    assert.equal(await page.locator("select[name=study] option", { hasText: "Troops cut" }).count(), 0);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Open Troops cut" }).waitFor();
    await page.close();
    const later = await start(await context.newPage());
    await later.waitForSelector("select[name=study] optgroup", { state: "attached" });
    await later.selectOption("select[name=study]", { label: "Troops cut" });
    await settled(later);
    assert.deepEqual(numbers(await rows(later)), second);
    await press(later, "Data");
    assert.match(await later.textContent(".edits"), /1 value changed by you/);
  });
});
