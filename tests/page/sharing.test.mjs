import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { strFromU8, unzipSync } from "fflate";
import {
  engine,
  expected,
  launch,
  NARROW,
  numbers,
  openFile,
  ownStudy,
  rows,
  serve,
  settled,
  WIDE,
} from "./support.mjs";

const run = promisify(execFile);
const comity = await engine();
const bundled = await comity.loadStudy("us-partnerships");
const card = comity.open(bundled).score();
const HASH = card.hash.slice(0, 32);

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

/** A browser profile of its own; `start` opens a window at an address of the page. No complaints at the end. */
async function visit(what, { viewport = WIDE, colorScheme = "light", route } = {}) {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(10_000);
  const complaints = [];
  context.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(server.address))
      complaints.push(`left the origin: ${request.url()}`);
  });
  if (route !== undefined) await context.route("**/*.json", route);
  const start = async (fragment = "") => {
    const page = await context.newPage();
    await page.goto(fragment.startsWith("http") ? fragment : server.address + fragment);
    await page.waitForSelector("tbody tr");
    await settled(page);
    return page;
  };
  try {
    await what(start, context);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function share(page) {
  await press(page, "Share");
  await page.waitForSelector(".sharing[open]");
}

/** The file that a button hands out, by its whole name: looking for roles among the cells of heat maps takes long. */
async function downloaded(page, name) {
  const button = page.locator(`button[aria-label="${name}"], button:text-is("${name}")`);
  const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** The scorecard as the page hands it out: every digit, and the hash of the study. */
async function scorecard(page) {
  await share(page);
  const { bytes } = await downloaded(page, "Scorecard as JSON");
  await page.keyboard.press("Escape");
  return bytes.toString();
}

/** The link, as a reader copies it. */
async function copiedLink(page) {
  await share(page);
  await page.waitForFunction(() => document.querySelector(".sharing [name=link]")?.value !== "");
  await press(page, "Copy link");
  await page.getByText("The link is copied.").waitFor();
  await page.keyboard.press("Escape");
  return page.evaluate(() => navigator.clipboard.readText());
}

const fnv = (text) => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
};

/** A link with a state of one's own making, as the page would write it. */
function linkOf(state, { study = "us-partnerships", version = "1", checksum = fnv } = {}) {
  const text = typeof state === "string" ? state : JSON.stringify(state);
  return `#study=${study}/${version}/${deflateRawSync(checksum(text) + text).toString("base64url")}`;
}

/** The least that a link says. */
const STATE = {
  hash: HASH,
  engine: card.engine,
  card: fnv(JSON.stringify(card)),
  period: 2010,
  doubt: ["fairly", 10_000, "weights"],
};

/** Changes of many kinds, by the controls where that is quick, else as the controls do it. */
async function work(page) {
  await page.selectOption(".year select", "2009");
  await page.fill(".opinion input[type=number]", "33.3");
  await page.press(".opinion input[type=number]", "Enter");
  await settled(page);
  await page.selectOption(".doubt select", "hardly");
  await page.evaluate(() => {
    const { store } = document.querySelector("comity-app");
    const edit = (unit, indicator, value) =>
      store.edit(
        { unit, indicator, period: 2009 },
        {
          value,
          observations: [
            { unit, indicator, period: 2009, source: "by-hand", note: "Said on the telephone: \u201c7\u201d" },
          ],
        },
      );
    const faults = [edit("KOR", "us_troops", 12_345.678_9), edit("JPN", "agreement_depth", 1)].flat();
    faults.push(
      ...store.add({ id: "atlantis", name: "<img src=x onerror=alert(1)>" }, [{ indicator: "us_troops", value: 7.25 }]),
    );
    if (faults.length > 0) throw new Error(JSON.stringify(faults));
    store.select("atlantis");
  });
  await press(page, "Data");
  await settled(page);
}

test("a link opens on another machine to the very same scores, year, view, edits and selection", async () => {
  let link;
  let scores;
  await visit(async (start) => {
    const page = await start();
    await work(page);
    link = await copiedLink(page);
    scores = await scorecard(page);
  });
  assert.ok(link.length <= 2000, `${link.length} characters`);
  await visit(async (start) => {
    const page = await start(link);
    await page.waitForSelector(".data");
    assert.equal(await page.locator(".faults").count(), 0);
    assert.equal(await scorecard(page), scores);
    assert.equal(await page.locator(".data .edits li").count(), 2);
    assert.equal(await page.textContent("#detail-title"), "<img src=x onerror=alert(1)>");
    assert.equal(await page.inputValue("select[name=year]"), "2009");
    await press(page, "Ranking");
    assert.equal(await page.inputValue("select[name=sure]"), "hardly");
    assert.equal(new URL(page.url()).hash, "", "what is changed from here on is not in the address");
    assert.equal(await copiedLink(page).then((again) => again.split("#")[0]), server.address);
    await page.evaluate(() => document.querySelector("comity-app").store.undo());
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), numbers(expected(card)), "undo leads back to what was there");
  });
});

test("a link of forty weights and ten edits has at most 2,000 characters, and says the same to the last bit", async (context) => {
  const study = await ownStudy();
  study.id = "us-partnerships";
  study.presets = [];
  study.objectives = [];
  const { framework, dataset } = study;
  for (const indicator of framework.indicators.slice(0, 12)) {
    const id = `${indicator.id}-again`;
    framework.indicators.push({ ...indicator, id });
    dataset.indicators.push({ ...dataset.indicators.find((column) => column.id === indicator.id), id });
  }
  const leaves = framework.indicators.map(({ id }) => id);
  const route = (route) =>
    /us-partnerships[^/]*\.json$/.test(route.request().url()) ? route.fulfill({ json: study }) : route.continue();
  let link;
  let scores;
  await visit(
    async (start) => {
      const page = await start();
      const faults = await page.evaluate((leaves) => {
        const { store } = document.querySelector("comity-app");
        const { nodes, units } = store.study.outline;
        for (const { id, parent } of nodes)
          if (parent !== null && nodes.filter((node) => node.parent === parent).length > 1)
            store.setShare(id, Math.sin(id.length + nodes.findIndex((node) => node.id === id)) ** 2, true);
        return Array.from({ length: 10 }, (_, at) => {
          const place = { unit: units[at % 6].id, indicator: leaves[at], period: 2010 };
          const cell = store.cell(place);
          const value = (cell.value ?? 1) === 1 ? 2 : 1;
          const note = `Entered by hand; ${cell.value} before.`;
          return store.edit(place, { value, observations: [{ ...place, source: "by-hand", note }] });
        }).flat();
      }, leaves);
      assert.deepEqual(faults, []);
      await settled(page);
      const { edits, moved } = await page.evaluate(() => {
        const { edits, weights, study } = document.querySelector("comity-app").store;
        return {
          edits: edits.length,
          moved: weights.filter(({ weight }, at) => weight !== study.outline.nodes[at].weight).length,
        };
      });
      assert.equal(edits, 10);
      assert.ok(moved >= 40, `${moved} weights`);
      link = await copiedLink(page);
      scores = await scorecard(page);
    },
    { route },
  );
  context.diagnostic(`${link.length} characters`);
  assert.ok(link.length <= 2000, `${link.length} characters`);
  await visit(async (start) => assert.equal(await scorecard(await start(link)), scores), { route });
});

test("a link that is cut, damaged, too long, foreign or faulty says so, and the page is as at a first visit", async (context) => {
  const good = linkOf(STATE);
  const cases = {
    "cut in half": [good.slice(0, good.length / 2), /cut off or damaged/],
    "cut to its study": ["#study=us-partnerships", /cut off or damaged/],
    "one letter changed": [
      good.replace(/.(.{20})$/, (all, rest) => (all[0] === "A" ? "B" : "A") + rest),
      /cut off or damaged/,
    ],
    "another checksum": [linkOf(STATE, { checksum: () => "00000000" }), /cut off or damaged/],
    "no JSON": [linkOf("not JSON"), /cut off or damaged/],
    "too long": [`#study=us-partnerships/1/${"A".repeat(3000)}`, /has 3.025 characters/],
    "unpacks to ten megabytes": [linkOf("a".repeat(1_000_000)), /cut off or damaged/],
    "of a newer page": [linkOf(STATE, { version: "2" }), /newer page/],
    "of a study that is not here": [
      linkOf(STATE, { study: "atlantis" }),
      /\u201catlantis\u201d that this page does not have/,
    ],
    "of another edition": [linkOf({ ...STATE, hash: "0".repeat(32) }), /another edition.*000000000000/],
    "a list": [linkOf([]), /does not fit its study/],
    faulty: [
      linkOf({
        ...STATE,
        period: 1066,
        preset: "no-such",
        objective: 7,
        lifted: "yes",
        view: "vault",
        selected: "atlantis",
        weights: [1, -1, "2"],
        edits: [["KOR", "us_troops", 2010, "many", []], ["KOR", "gold", 2010, 1, [1]], 7],
        added: [{ unit: { name: "No id" }, cells: [] }],
        doubt: ["very", 12, "luck"],
        secret: true,
      }),
      /does not fit its study/,
      [
        /^period\nthe study has no \u201c1066\u201d$/m,
        /^preset\nthe study has no \u201cno-such\u201d$/m,
        /^objective\n/m,
        /^lifted\nexpected true or false$/m,
        /^view\nthe study has no \u201cvault\u201d$/m,
        /^selected\n/m,
        /^weights › 1\nexpected a number from 0 up$/m,
        /^weights › 2\nexpected a number from 0 up$/m,
        /^weights\nexpected 18 weights, found 3$/m,
        /^edits › 0 › value\nexpected a number$/m,
        /^edits › 1 › indicator\nthe study has no \u201cgold\u201d$/m,
        /^edits › 1 › observations › 0\nexpected an object$/m,
        /^edits › 2\nexpected a list$/m,
        /^added › 0 › unit › id\nexpected a text$/m,
        /^doubt › 1\n/m,
        /^doubt › 2\n/m,
        /^secret\nunknown here$/m,
      ],
    ],
    "an edit that the engine refuses": [
      linkOf({ ...STATE, edits: [["KOR", "us_troops", 2010, 5, [{ source: "no-such-source" }]]] }),
      /does not fit its study/,
      [/no-such-source/],
    ],
  };
  await visit(async (start) => {
    for (const [name, [fragment, what, faults = []]] of Object.entries(cases)) {
      const page = await start(fragment);
      await page.waitForSelector(".faults");
      const text = await page.innerText(".faults");
      assert.match(text, /The link was not opened/, name);
      assert.match(text, what, name);
      assert.match(text, /nothing of yours was changed/, name);
      for (const fault of faults) assert.match(text, fault, name);
      assert.deepEqual(numbers(await rows(page)), numbers(expected(card)), name);
      assert.equal(await page.locator("select[name=study] option").count(), 3, name);
      assert.equal(await page.locator(".undo").isDisabled(), true, name);
      await page.close();
    }
    context.diagnostic(`${Object.keys(cases).length} kinds of bad links`);
  });
});

test("a fragment that is no link of the page is left alone; a link pasted into the open page is followed", async () => {
  await visit(async (start) => {
    const page = await start("#main");
    assert.equal(await page.locator(".faults").count(), 0);
    await page.evaluate(
      (fragment) => {
        location.hash = fragment;
      },
      linkOf({ ...STATE, period: 2005 }),
    );
    await page.waitForFunction(() => document.querySelector("select[name=year]").value === "2005");
    assert.equal(await page.locator(".undo").isDisabled(), false);
    // Its maker saw other scores than those of 2005.
    assert.match(await page.textContent(".top .trouble"), /not those of the link to the last digit/);
  });
});

test("no link takes anything of the reader's: kept work stays, beside the link or under its fault", async () => {
  await visit(async (start) => {
    const first = await start();
    await first.fill(".opinion input[type=number]", "40");
    await first.press(".opinion input[type=number]", "Enter");
    await first.waitForTimeout(1000);
    const own = numbers(await rows(first));
    await first.close();
    const damaged = await start(linkOf(STATE).slice(0, -30));
    await damaged.waitForSelector(".faults");
    assert.deepEqual(numbers(await rows(damaged)), own, "under a fault");
    await damaged.close();
    const linked = await start(linkOf(STATE));
    await linked.waitForFunction(() => document.querySelector("select[name=study] optgroup") !== null);
    assert.deepEqual(numbers(await rows(linked)), numbers(expected(card)));
    assert.match(await linked.textContent("select[name=study] optgroup"), /^From a link: Defence partnerships/);
    await linked.fill(".opinion input[type=number]", "5");
    await linked.press(".opinion input[type=number]", "Enter");
    await linked.waitForTimeout(1000);
    await linked.selectOption("select[name=study]", "us-partnerships");
    await settled(linked);
    assert.deepEqual(numbers(await rows(linked)), own, "beside a link that was worked on");
    await linked.close();
    const again = await start();
    const keys = await again.$$eval("select[name=study] option", (all) => all.map(({ textContent }) => textContent));
    assert.ok(
      keys.some((text) => text.startsWith("From a link")),
      keys.join(),
    );
    await again.selectOption("select[name=study]", "us-partnerships");
    await settled(again);
    assert.deepEqual(numbers(await rows(again)), own, "at the next visit");
  });
});

test("what a link cannot carry has none, and the form says why and what to do", async () => {
  await visit(async (start) => {
    const page = await start();
    await page.evaluate(() => {
      const { store } = document.querySelector("comity-app");
      for (const { id: unit } of store.study.outline.units) {
        const place = { unit, indicator: "us_troops", period: 2010 };
        const note = Array.from(
          { length: 60 },
          (_, at) => (Math.sin(at * unit.charCodeAt(1) + unit.charCodeAt(0)) ** 2).toString(36)[4],
        ).join("");
        const faults = store.edit(place, { value: 1, observations: [{ ...place, source: "by-hand", note }] });
        if (faults.length > 0) throw new Error(JSON.stringify(faults));
      }
    });
    await settled(page);
    await share(page);
    await page.getByText("does not fit into a link of 2\u202f000 characters").waitFor();
    await page.keyboard.press("Escape");
    await openFile(page, "own.json", JSON.stringify(await ownStudy()));
    await share(page);
    await page.getByText("This study is yours and on this machine only").waitFor();
    assert.equal(await page.getByRole("button", { name: "Copy link" }).count(), 0);
    assert.ok(
      await page.evaluate(() => document.activeElement.closest(".sharing") !== null),
      "the focus is in the form",
    );
  });
});

test("where a page may not copy, the link is marked and the keys are named", async () => {
  await visit(async (start) => {
    const page = await start();
    await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await share(page);
    await page.waitForFunction(() => document.querySelector(".sharing [name=link]")?.value !== "");
    await press(page, "Copy link");
    await page.getByText("press Ctrl+C").waitFor();
    assert.match(
      await page.evaluate(() => getSelection().toString() || document.activeElement.value),
      /#study=us-partnerships/,
    );
  });
});

/** Rows of comma separated text. */
function parsed(text) {
  return text
    .trimEnd()
    .split("\r\n")
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
        .slice(0, -1)
        .map(([, cell]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)),
    );
}

test("the scorecard goes out as CSV, XLSX and JSON with the engine's numbers to the last bit, and no text is a formula", async () => {
  const study = await ownStudy();
  const names = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", 'Quote " and, comma', "<b>&amp;\u{1F600}"];
  names.forEach((name, at) => {
    study.dataset.units[at].name = name;
  });
  await visit(async (start) => {
    const page = await start();
    await openFile(page, "own.json", JSON.stringify(study));
    await page
      .locator(".draws", { hasText: /^10.000 draws/ })
      .first()
      .waitFor();
    await share(page);
    const json = await downloaded(page, "Scorecard as JSON");
    assert.equal(json.name, "grand-fenwick-2010-scorecard.json");
    const scores = comity.open(study).score({ period: 2010 });
    assert.deepEqual(JSON.parse(json.bytes), scores);
    const csv = await downloaded(page, "Scorecard as CSV");
    const [head, ...lines] = parsed(csv.bytes.toString());
    assert.equal(lines.length, 6);
    const column = (name) => head.indexOf(name);
    for (const [at, unit] of scores.units.entries()) {
      const line = lines[at];
      assert.equal(Number(line[column("score")]), unit.score);
      assert.equal(line[column("name")], /^[=+@-]/.test(unit.name) ? `'${unit.name}` : unit.name);
      for (const { id, value, contribution } of unit.parts.slice(1)) {
        assert.equal(line[column(id)], String(value ?? ""), `${unit.id} ${id}`);
        assert.equal(line[column(`points:${id}`)], String(contribution ?? ""), `${unit.id} ${id}`);
      }
      assert.ok(Number(line[column("rank_p5")]) <= unit.rank && Number(line[column("rank_p95")]) >= unit.rank);
      assert.equal(line[column("study_hash")], scores.hash);
    }
    const workbook = await downloaded(page, "Scorecard as XLSX");
    const files = unzipSync(workbook.bytes);
    const sheet = strFromU8(files["xl/worksheets/sheet1.xml"]);
    assert.doesNotMatch(sheet, /<f[ >]/, "no formula");
    const unescaped = (text) =>
      text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
    const cells = [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/g)].map(([, row]) =>
      Object.fromEntries(
        [
          ...row.matchAll(
            /<c r="([A-Z]+)\d+"[^>]*?(?: t="(inlineStr)")?>(?:<is><t[^>]*>([^<]*)<\/t><\/is>|<v>([^<]*)<\/v>)<\/c>/g,
          ),
        ].map(([, letters, text, said, number]) => [letters, text === undefined ? Number(number) : unescaped(said)]),
      ),
    );
    assert.deepEqual(Object.values(cells[0]), head);
    const letter = (name) => Object.keys(cells[0])[column(name)];
    for (const [at, unit] of scores.units.entries()) {
      assert.equal(cells[at + 1][letter("name")], unit.name);
      assert.equal(cells[at + 1][letter("score")], unit.score);
      for (const { id, value } of unit.parts.slice(1)) assert.equal(cells[at + 1][letter(id)] ?? null, value);
    }
    assert.match(strFromU8(files["xl/worksheets/sheet3.xml"]), new RegExp(scores.hash));
    assert.deepEqual(Object.keys(files).sort(), [
      "[Content_Types].xml",
      "_rels/.rels",
      "xl/_rels/workbook.xml.rels",
      "xl/styles.xml",
      "xl/workbook.xml",
      "xl/worksheets/sheet1.xml",
      "xl/worksheets/sheet2.xml",
      "xl/worksheets/sheet3.xml",
    ]);
    // The library's own unpacking aside: the archive is one that anything unpacks.
    assert.ok(inflateRawSync !== undefined && workbook.bytes.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004")));
  });
});

test("every chart goes out as SVG without a style sheet and as PNG, on white, whatever the page's colours", async (test) => {
  await visit(
    async (start, context) => {
      const page = await start();
      // The page itself may parse no text.
      const blank = await context.newPage();
      const pictures = new Map();
      const keep = async (name) => {
        const { name: file, bytes } = await downloaded(page, name);
        pictures.set(file, bytes);
      };
      await share(page);
      for (const kind of ["SVG", "PNG"]) await keep(`Picture of the ranking as ${kind}`);
      await page.keyboard.press("Escape");
      for (const [view, last] of [
        ["How sure", "#strips"],
        ["What drives it", "#information"],
      ]) {
        await press(page, view);
        await page.waitForSelector(last);
        await page.waitForFunction(() => document.querySelector(".coming") === null);
        for (const label of await page.$$eval(".save-picture", (all) =>
          all.map((one) => one.getAttribute("aria-label")),
        ))
          await keep(label);
      }
      // A chart that is shown as a table is a drawing all the same.
      await page.click("#shift .twin");
      await keep("Save \u201cWhat moves the ranks\u201d as SVG");
      const drawings = [...pictures].filter(([name]) => name.endsWith(".svg"));
      assert.deepEqual(
        drawings.map(([name]) => name.slice("us-partnerships-2010-".length, -4)),
        ["ranking", "heat", "pairs", "strips", "shift", "unit", "out", "information"],
      );
      for (const [name, bytes] of drawings) {
        const text = bytes.toString();
        assert.doesNotMatch(text, /\sclass=|\sstyle=|var\(|<style|currentColor|rgba?\(|<script|<!--\?|NaN/, name);
        assert.match(text, /<title>[^<]+<\/title>/, name);
        assert.match(text, /study e3c84bdb1e7f\./, `${name} names its study`);
        assert.match(text, /A score describes; it does not prove an effect\./, name);
        const { shapes, colours } = await blank.evaluate((text) => {
          const drawing = new DOMParser().parseFromString(text, "image/svg+xml");
          if (drawing.querySelector("parsererror") !== null) throw new Error(drawing.textContent);
          const marks = [...drawing.querySelectorAll("rect, line, circle, text")];
          return { shapes: marks.length, colours: [...new Set(marks.map((mark) => mark.getAttribute("fill")))] };
        }, text);
        assert.ok(shapes > 20, `${name}: ${shapes}`);
        assert.ok(colours.includes("#1a1f26"), `${name}: dark words on white, ${colours}`);
      }
      for (const [name, bytes] of [...pictures].filter(([name]) => name.endsWith(".png"))) {
        const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
        test.diagnostic(`${name}: ${width} × ${height}, ${bytes.length} bytes`);
        const share = await page.evaluate(
          async (address) => {
            const image = new Image();
            image.src = address;
            await image.decode();
            const canvas = Object.assign(document.createElement("canvas"), {
              width: image.width,
              height: image.height,
            });
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0, 240, 240);
            const { data } = context.getImageData(0, 0, 240, 240);
            let white = 0;
            for (let at = 0; at < data.length; at += 4)
              if (data[at] === 255 && data[at + 1] === 255 && data[at + 2] === 255) white++;
            return white / (data.length / 4);
          },
          `data:image/png;base64,${bytes.toString("base64")}`,
        );
        assert.ok(share > 0.3 && share < 0.97, `${name}: ${share} white`);
      }
    },
    { colorScheme: "dark" },
  );
});

test("the brief is two pages of A4, by its button and by Ctrl+P, with ranking, method, partnership, doubts, date, hash and citation", async () => {
  await visit(
    async (start) => {
      const page = await start();
      await page.evaluate(() => {
        window.prints = 0;
        window.print = () => window.prints++;
      });
      await page
        .locator(".draws", { hasText: /^10.000 draws/ })
        .first()
        .waitFor();
      const pages = async () => {
        const pdf = await page.pdf({ preferCSSPageSize: true });
        return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
      };
      await page.evaluate(() => document.querySelector("comity-app").store.select("TWN"));
      await share(page);
      await press(page, "Print the brief");
      await page.waitForFunction(() => window.prints === 1);
      assert.equal(await pages(), 2);
      await page.emulateMedia({ media: "print" });
      const text = await page.innerText("body");
      for (const part of [
        "Defence partnerships of the United States, 2010",
        "How the score is made",
        "Doubts about the whole",
        "A score describes; it does not prove an effect.",
        "20 of 40 have no recent poll",
        card.hash,
        `Comity (${new Date().getFullYear()}). Defence partnerships of the United States: scores and ranks for 2010.`,
        new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(new Date()),
        "10\u202f000 draws, seed 1",
      ])
        assert.ok(text.includes(part), part);
      assert.match(text, /Taiwan scores 21\.0 and ranks 40th of 40\. In 90\u00a0% of/);
      assert.match(text, /Its missing values could put the score anywhere between/);
      const lines = await page.$$eval(".brief .leaf:first-child tbody tr", (all) =>
        all.map((line) => line.innerText.replace(/\s+/g, " ")),
      );
      assert.deepEqual(
        lines.map((line) => line.match(/^(\d+) (.+?) (\d+\.\d)/).slice(1)),
        expected(card).map(({ rank, score }, at) => [rank, card.units[at].name, score]),
      );
      assert.equal(await page.locator(".brief .bar").count(), 40);
      assert.equal(await page.locator(".brief .whisker .span").count(), 40);
      assert.match(await page.getAttribute(".brief a", "href"), /#study=us-partnerships\/1\//);
      assert.equal(await page.locator(".top").isVisible(), false);
      // What is changed is on the next print, started by whatever key or menu.
      await page.emulateMedia({ media: null });
      await page.selectOption(".year select", "2005");
      await settled(page);
      await page.keyboard.press("Control+p");
      await page.waitForFunction(() => window.prints === 2);
      assert.equal(await pages(), 2);
      assert.match(await page.textContent(".brief h1"), /, 2005$/);
      for (const study of ["us-korea", "nato-members"]) {
        await page.selectOption("select[name=study]", study);
        await settled(page);
        await page.keyboard.press("Control+p");
        await page.waitForFunction(
          (title) => document.querySelector(".brief h1").textContent.startsWith(title),
          await page.textContent("h1.unseen"),
        );
        assert.equal(await pages(), 2, study);
      }
      await openFile(page, "own.json", JSON.stringify(await ownStudy()));
      await page.keyboard.press("Control+p");
      await page.waitForFunction(() => document.querySelector(".brief h1").textContent.startsWith("Six"));
      assert.equal(await pages(), 2, "twenty-six indicators");
    },
    { colorScheme: "dark" },
  );
});

/** The text in one of the boxes of the form for citing, in one form. */
async function said(page, box, form) {
  await page.selectOption(`.cite select[name=${box}]`, form);
  return page.textContent(`.cite pre[data-of=${box}]`);
}

async function cite(page) {
  await share(page);
  await press(page, "Cite and reproduce");
  await page.waitForSelector(".cite[open]");
  await page.waitForFunction(() => document.querySelector(".cite pre").textContent.includes("#study="));
}

test("citations are BibTeX, RIS and CSL-JSON that name study, hash, version, day and link", async () => {
  await visit(async (start) => {
    const page = await start();
    await cite(page);
    const title = "Defence partnerships of the United States: scores and ranks for 2010";
    const bibtex = await said(page, "citation", "bibtex");
    assert.match(
      bibtex,
      new RegExp(`^@misc\\{comity-us-partnerships-${card.hash.slice(0, 8)},\\n(  \\w+ = \\{.*\\},\\n)+\\}\\n$`),
    );
    assert.ok(bibtex.includes(`title = {{${title}}}`) && bibtex.includes(card.hash), bibtex);
    const ris = await said(page, "citation", "ris");
    assert.match(ris, /^TY {2}- DATA\r?\n(?:[A-Z][A-Z\d] {2}- .*\r?\n)+ER {2}- \r?\n$/);
    const [item] = JSON.parse(await said(page, "citation", "csl"));
    assert.equal(item.type, "dataset");
    assert.equal(item.title, title);
    assert.equal(item.version, card.engine);
    assert.match(item.note, new RegExp(card.hash));
    assert.match(item.URL, /#study=us-partnerships/);
    const today = new Date();
    assert.deepEqual(item.accessed["date-parts"], [[today.getFullYear(), today.getMonth() + 1, today.getDate()]]);
    await press(page, "Copy CSL-JSON");
    await page.getByText("CSL-JSON copied.").waitFor();
    assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), [item]);
    const file = await downloaded(page, "Save as a file: CSL-JSON");
    assert.deepEqual(JSON.parse(file.bytes), [item]);
    await page.keyboard.press("Escape");
    const study = await ownStudy();
    study.title = "100 % {A} \\ B_C & D\n@misc{x}";
    await openFile(page, "own.json", JSON.stringify(study));
    await share(page);
    await press(page, "Cite and reproduce");
    assert.match(
      await said(page, "citation", "bibtex"),
      /100 \\% \\\{A\\\} \\textbackslash\{\} B\\_C \\& D @misc\\\{x\\\}: scores/,
    );
    assert.doesNotMatch(await said(page, "citation", "bibtex"), /url =/);
    assert.equal((await said(page, "citation", "ris")).match(/TI {2}- /g).length, 1);
  });
});

test("the lines for Node and for the command line, run as they stand, come to the page's very numbers", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "comity-lines-"));
  const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  await mkdir(join(folder, "node_modules"));
  await symlink(here("pkg"), join(folder, "node_modules/comity"));
  await writeFile(
    join(folder, "comity"),
    `#!/bin/sh\nexec cargo run --quiet --manifest-path '${here("Cargo.toml")}' --bin comity -- "$@"\n`,
  );
  await chmod(join(folder, "comity"), 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const compare = async (page, name) => {
    await page.waitForFunction(() =>
      /^10.000 draws/.test(document.querySelector(".draws")?.textContent ?? "10 000 draws"),
    );
    await share(page);
    const shown = JSON.parse((await downloaded(page, "Scorecard as JSON")).bytes);
    const [head, ...lines] = parsed((await downloaded(page, "Scorecard as CSV")).bytes.toString());
    await press(page, "Cite and reproduce");
    const file = await downloaded(page, "Save the study");
    await writeFile(join(folder, file.name), file.bytes);
    const node = await said(page, "reproduce", "node");
    const shell = await said(page, "reproduce", "shell");
    await page.keyboard.press("Escape");
    await writeFile(join(folder, "lines.mjs"), node);
    const { stdout } = await run(process.execPath, ["lines.mjs"], { cwd: folder });
    const ranges = head.includes("rank_p5")
      ? lines.filter(([rank]) => rank !== "").map((line) => `${line[3]} ${line[5]} ${line[6]}`)
      : [];
    const scores = shown.units.map(({ rank, name, score }) => `${rank} ${name} ${score}`);
    assert.deepEqual(stdout.trimEnd().split("\n"), [...scores, ...ranges], `${name}, Node`);
    const answer = await run("sh", ["-c", shell], { cwd: folder, env, maxBuffer: 1 << 28 });
    const [card, simulated] = answer.stdout.split(/^(?<=\}\n)(?=\{)/m).map((text) => JSON.parse(text));
    assert.deepEqual(card, shown, `${name}, command line`);
    assert.ok(shell.includes(shown.hash) && node.includes(shown.hash));
    assert.equal(simulated?.units.length ?? 0, ranges.length);
    if (simulated !== undefined)
      assert.deepEqual(
        simulated.units.map(({ name, ranks }) => `${name} ${ranks.p5.value} ${ranks.p95.value}`),
        ranges,
        name,
      );
    context.diagnostic(`${name}: ${scores.length} scores and ${ranges.length} ranges the same`);
    return shell;
  };
  await visit(async (start) => {
    const page = await start();
    await compare(page, "as shipped");
    await work(page);
    await press(page, "Ranking");
    await page.selectOption(".doubt select", "hardly");
    await compare(page, "weights, year, edits and sureness changed");
    await page.getByLabel(/^Only those with a poll/).check();
    await settled(page);
    assert.match(await compare(page, "among some"), /--units=KOR/);
    const own = await ownStudy();
    own.id = "it's mine; $(touch x)";
    own.title = "Mine\nrm -rf";
    await openFile(page, "own.json", JSON.stringify(own));
    await page.selectOption("select[name=preset]", own.presets[3].id);
    await settled(page);
    assert.match(await compare(page, "a study of one's own, under a preset"), /Preset: /);
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [WIDE, NARROW]) {
    test(`axe finds nothing wrong in the forms for sharing and citing, and keys do it all, ${colorScheme}, ${viewport.width} px wide`, async () => {
      const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
      const faults = async (page) => {
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
        );
      };
      const small = (page) =>
        page.$$eval(
          "dialog[open] :is(button, input, select)",
          (all) =>
            all.map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width < 24 || height < 24)
              .length,
        );
      await visit(
        async (start) => {
          const page = await start();
          const focus = () => page.evaluate(() => document.activeElement.textContent.trim());
          await page.locator("button.share").focus();
          await page.keyboard.press("Enter");
          await page.waitForSelector(".sharing[open]");
          await page.waitForFunction(() => document.querySelector(".sharing [name=link]")?.value !== "");
          assert.equal(await focus(), "Copy link");
          await page.evaluate(() => {
            window.said = [];
            const status = document.querySelector(".sharing [role=status]");
            new MutationObserver(() => window.said.push(status.textContent)).observe(status, {
              childList: true,
              characterData: true,
              subtree: true,
            });
          });
          await page.keyboard.press("Enter");
          await page.getByText("The link is copied.").waitFor();
          assert.deepEqual(await page.evaluate(() => window.said.filter((text) => text !== "")), [
            "The link is copied.",
          ]);
          assert.deepEqual(await faults(page), [], "sharing");
          assert.equal(await small(page), 0);
          assert.ok(
            await page.evaluate(
              () => document.querySelector(".sharing").scrollWidth <= document.querySelector(".sharing").clientWidth,
            ),
          );
          for (let at = 0; (await focus()) !== "Cite and reproduce"; at++) {
            assert.ok(at < 20, "Tab comes to the citations");
            await page.keyboard.press("Tab");
          }
          await page.keyboard.press("Enter");
          await page.waitForSelector(".cite[open]");
          assert.deepEqual(await faults(page), [], "citing");
          assert.equal(await small(page), 0);
          assert.ok(
            await page.evaluate(
              () => document.querySelector(".cite").scrollWidth <= document.querySelector(".cite").clientWidth,
            ),
          );
          await page.keyboard.press("Escape");
          assert.equal(await focus(), "Share", "back where it began");
          await press(page, "How sure");
          await page.waitForSelector("#pairs");
          assert.deepEqual(await faults(page), [], "charts");
        },
        { colorScheme, viewport },
      );
    });
  }
}
