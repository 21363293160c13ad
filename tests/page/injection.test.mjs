import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  drop,
  engine,
  judgedStudy,
  launch,
  openFile,
  paste,
  serve,
  settled,
  tableRead,
  viewOf,
  WIDE,
} from "./support.mjs";

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

/** Runs when a payload does. */
const RUN = "window.ran=(window.ran??0)+1";
/** Where a payload would call, were it let out. */
const OUT = "http://evil.invalid/x";

const PAYLOADS = [
  `<script>${RUN}</script>`,
  `<SCRIPT SRC=${OUT}></SCRIPT>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `"><script>${RUN}</script>`,
  `'><script>${RUN}</script>`,
  `</title><script>${RUN}</script>`,
  `</textarea><script>${RUN}</script>`,
  `</option></select><script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<img src="${OUT}">`,
  `<img/src=\`x\`onerror=${RUN}>`,
  `" onfocus="${RUN}" autofocus x="`,
  `' onmouseover='${RUN}' x='`,
  `x" onclick=${RUN} y="`,
  `<svg onload="${RUN}">`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin="${RUN}" attributeName=x dur=1s>`,
  `<svg><use href="data:image/svg+xml,<svg id='x' onload='${RUN}'/>#x">`,
  `<svg><a xlink:href="javascript:${RUN}"><text y=20>x</text></a></svg>`,
  `<math><mi xlink:href="javascript:${RUN}">x</mi></math>`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<object data="${OUT}"></object>`,
  `<embed src="${OUT}">`,
  `<link rel=stylesheet href="${OUT}">`,
  `<link rel=prefetch href="${OUT}">`,
  `<style>@import "${OUT}";</style>`,
  `<style>*{background:url(${OUT})}</style>`,
  `<base href="${OUT}">`,
  `<meta http-equiv=refresh content="0;url=${OUT}">`,
  `<form action="${OUT}"><button autofocus>go</button></form>`,
  `<details open ontoggle="${RUN}">`,
  `<video autoplay onplay="${RUN}"><source onerror="${RUN}"></video>`,
  `<body onload="${RUN}">`,
  `<template><script>${RUN}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<!--><img src=x onerror=${RUN}>-->`,
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}//`,
  `java\tscript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `vbscript:msgbox(1)`,
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}}`,
  `<%= ${RUN} %>`,
  `#{${RUN}}`,
  `[[${RUN}]]`,
  `lit$0$<!--?lit$0$--><?lit$0$>`,
  `<!--lit-part--><script>${RUN}</script><!--/lit-part-->`,
  `expression(${RUN})`,
  `red;background:url(${OUT})`,
  `}*{background:url(${OUT})}`,
  `=HYPERLINK("${OUT}","x")`,
  `=cmd|'/c calc'!A1`,
  `@SUM(1+1)*cmd|'/c calc'!A1`,
  `+1+1`,
  `-1+1`,
  `__proto__`,
  `constructor`,
  `toString`,
  `hasOwnProperty`,
  `\u202eevil\u202c right to left`,
  `\u2066isolated\u2069`,
  `zero\u200bwidth\ufeff`,
  `e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `&#60;img src=x onerror=${RUN}&#62;`,
  `%3Cscript%3E${RUN}%3C/script%3E`,
  `\\u003cscript\\u003e${RUN}`,
  `'; ${RUN}; //`,
  `");${RUN};("`,
  `*/${RUN}/*`,
  `../../../../etc/passwd`,
  `x'; DROP TABLE units; --`,
];

/** Longer than any name, and not longer than a text may be. */
const LONG = `<b>${"W".repeat(9_000)}</b>`;

/** A window in which nothing may run and from which nothing may leave. */
async function guarded(what) {
  const context = await browser.newContext({
    viewport: WIDE,
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints = [];
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", () => complaints.push("a window opened"));
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("framenavigated", (frame) => {
    if (!frame.url().startsWith(server.address) && frame.url() !== "about:blank")
      complaints.push(`went to ${frame.url()}`);
  });
  context.on("request", (request) => {
    const { origin, pathname } = new URL(request.url());
    // A picture named by a text would be asked of this server too.
    const known = /^\/(assets\/.*|favicon\.svg|index\.html)?$/.test(pathname);
    if (!request.url().startsWith(server.address) || !known) complaints.push(`asked for ${origin}${pathname}`);
  });
  try {
    await page.goto(server.address);
    await page.waitForSelector("tbody tr");
    await what(page);
    assert.equal(await page.evaluate(() => window.ran), undefined, "no script ran");
    assert.equal(await page.evaluate(() => ({}).polluted), undefined, "no prototype was changed");
    const strays = await page.$$eval(
      "script, style, link, iframe, object, embed, base, meta, template, img, video, math, form, [onerror], [onload], [onclick], [onfocus], a[href^='javascript' i]",
      (all) =>
        all
          .filter((one) => one.closest("comity-app") && !one.matches("dialog form"))
          .map((one) => one.outerHTML.slice(0, 120)),
    );
    assert.deepEqual(strays, [], "no text became an element");
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** Goes everywhere in the page. */
async function tour(page) {
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });
  for (const twist of await page.$$(".twist")) if (await twist.isVisible()) await twist.click();
  const names = await page.$$eval(".views button", (all) => all.map((one) => one.textContent));
  for (const name of names) {
    await page.locator(".views button", { hasText: name }).click();
    await page.waitForSelector(".views + .add");
    await page.waitForSelector(`.${viewOf(name)}`);
    await settled(page);
  }
}

test("no text of a file that is opened runs, calls out or turns into an element, in any field, and all show as text", async () => {
  assert.ok(PAYLOADS.length >= 50);
  const study = await judgedStudy();
  // One payload a text field, in turn: every field of every list gets several.
  let turn = 0;
  const next = () => PAYLOADS[turn++ % PAYLOADS.length];
  study.title = next();
  study.description = next();
  study.id = "study";
  const { framework, dataset } = study;
  for (const one of framework.dimensions) Object.assign(one, { name: next(), description: next() });
  for (const one of framework.indicators) {
    Object.assign(one, { name: next(), description: next(), unitOfMeasure: next(), contested: next() });
    for (const level of one.rubric ?? []) level.description = next();
  }
  for (const one of framework.sources) Object.assign(one, { citation: next(), address: next(), licence: next() });
  for (const one of [...study.presets, ...study.objectives]) Object.assign(one, { title: next(), description: next() });
  // As many units as payloads, each with one as id and one as name.
  const [model] = dataset.units;
  const years = dataset.periods.length;
  dataset.units = PAYLOADS.map((payload, at) => {
    // What the engine does not take as an id is a name alone.
    const id = payload === "__proto__" || payload.includes("\t") ? `u${at}` : payload;
    return { id, name: next(), members: [{ id }, { id: `m${at}` }] };
  });
  for (const column of dataset.indicators)
    column.values = dataset.units.flatMap((_, row) =>
      column.values.slice((row % 6) * years, (row % 6) * years + years),
    );
  const judged = dataset.observations.filter(({ unit }) => unit === model.id);
  dataset.observations = dataset.units.flatMap(({ id, members }) =>
    judged.map((one) => ({
      ...one,
      unit: id,
      note: next(),
      ...(one.rater === undefined ? {} : { rater: `${one.rater} ${next()}` }),
      ...(one.of === undefined ? {} : { of: members[one.of === model.members[0].id ? 0 : 1].id }),
    })),
  );
  const judgedIds = new Set(judged.map(({ indicator }) => indicator));
  for (const column of dataset.indicators)
    if (judgedIds.has(column.id))
      column.values = column.values.map((value, at) => (dataset.periods[at % years] === 2010 ? null : value));
  const faults = comity.validate(study).filter(({ severity }) => severity === "error");
  assert.deepEqual(faults.map(({ path, message }) => `${path.join(".")}: ${message}`).slice(0, 5), []);
  await guarded(async (page) => {
    await openFile(page, "<img src=x onerror=window.ran=1>.json", JSON.stringify(study));
    const shown = await page.$$eval("tbody th button", (all) => all.map((one) => one.textContent));
    assert.deepEqual(shown.sort(), dataset.units.map(({ name }) => name).sort(), "as text, to the letter");
    assert.equal(await page.textContent("h1"), study.title);
    for (const row of [1, 20, 50]) {
      await page.click(`.ranking tbody tr:nth-child(${row}) button`);
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll("details")) fold.open = true;
      });
    }
    await tour(page);
    // With faults, the texts come back in the list of what is wrong.
    const faulty = structuredClone(study);
    for (const [at, one] of faulty.framework.indicators.entries()) one.parent = PAYLOADS[at];
    for (const [at, one] of faulty.dataset.units.entries()) faulty[one.id] = PAYLOADS[at];
    await openFile(page, `${PAYLOADS[0]}.json`, JSON.stringify(faulty));
    assert.ok((await page.locator(".fault-list dd").count()) > 20);
    const [link] = await page.$$eval("a[href]", (all) =>
      all.filter((one) => !/^(https?:|#)/.test(one.getAttribute("href"))).map((one) => one.outerHTML),
    );
    assert.equal(link, undefined, "only addresses of the web are links");
  });
});

test("no text that is typed or pasted into a form runs, and each is kept as it is", async () => {
  await guarded(async (page) => {
    const names = [...PAYLOADS.filter((text) => !/[\t\n]/.test(text)).map((text) => text.trim())];
    await press(page, "New study");
    await page.waitForSelector(".start[open]");
    await page.fill(".start [name=title]", names[0].slice(0, 200));
    // Pasted, as from a sheet.
    await page.evaluate((text) => navigator.clipboard.writeText(text), names.join("\n"));
    await page.focus(".start [name=names]");
    await page.keyboard.press("Control+V");
    await press(page, "Start the study");
    await page.waitForSelector(".banner");
    const shown = await page.$$eval("tbody th button", (all) => all.map((one) => one.textContent));
    assert.deepEqual(shown.sort(), [...new Set(names)].sort());
    // A partnership by form.
    await press(page, "Add a partnership");
    await page.waitForSelector(".adding[open]");
    for (const payload of [names[8], "__proto__", names[61]]) {
      await page.fill(".adding [name=name]", payload);
      await page.fill(".adding [name=id]", payload);
      await page.fill(".adding [name=members]", payload.replaceAll(/[\s,;]+/g, ""));
      await page.locator(".adding input[inputmode=decimal]").first().fill(payload);
      await press(page, "Add it");
      assert.match(await page.textContent(".adding [role=alert]"), /mending/);
    }
    await page.locator(".adding input[inputmode=decimal]").first().fill("4");
    await page.fill(".adding [name=id]", "added one");
    await page.fill(".adding [name=name]", names[9]);
    await press(page, "Add it");
    await page.waitForSelector(".adding", { state: "hidden" });
    await settled(page);
    assert.equal(await page.textContent("#detail-title"), names[9]);
    // Raters, ranges and notes.
    await press(page, "Rubrics");
    await page.waitForSelector(".judging");
    await press(page, "Range, confidence, note");
    for (const [at, payload] of names.slice(0, 6).entries()) {
      if (at > 0) await press(page, "Add a rater");
      await page.fill(`[aria-label="Name of rater ${at + 1}"]`, payload);
      await page
        .locator(`.judging input[name="rater-${at}"]`)
        .nth(at % 5)
        .check();
      const note = page.locator(".judging tbody.more tr:last-child td").nth(at).locator("input");
      await note.fill(names[at + 10]);
      await note.press("Tab");
    }
    await settled(page);
    assert.match(await page.textContent(".combined"), /of 6 raters/);
    const low = page.locator(".judging tbody.more input").first();
    await low.fill(names[1]);
    await low.press("Tab");
    assert.equal(await low.inputValue(), names[1]);
    // Values in the table.
    await press(page, "Data");
    await page.waitForSelector(".data tbody td");
    for (const at of [2, 4, 6]) {
      const cell = page.locator(".data tbody tr:nth-child(3) td").nth(at);
      await cell.click();
      const field = cell.locator("input");
      if ((await field.count()) === 0) continue;
      await field.fill(names[at]);
      await field.press("Enter");
      assert.equal(await field.inputValue(), names[at]);
    }
    // A name in the browser's store.
    await press(page, "My studies");
    await page.waitForSelector(".form.mine[open]");
    for (const payload of [names[8].slice(0, 200), "__proto__"]) {
      await page.fill(".mine [name=title]", payload);
      await press(page, "Keep");
      await page.getByText(`\u201c${payload}\u201d is kept.`).waitFor();
    }
    await page.reload();
    await page.waitForSelector(".news");
    assert.equal(await page.textContent("h1"), names[0].slice(0, 200));
    await tour(page);
  });
});

test("a very long text neither breaks the page nor pushes it sideways", async () => {
  const study = await judgedStudy();
  study.description = LONG;
  study.title = LONG;
  study.dataset.units[0].name = `<i>${"W".repeat(240)}`;
  study.dataset.observations[0].note = LONG;
  study.framework.indicators[0].description = LONG;
  study.framework.indicators[0].rubric[0].description = LONG;
  await guarded(async (page) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await openFile(page, "long.json", JSON.stringify(study));
    await tour(page);
    for (const name of await page.$$eval(".views button", (all) => all.map((one) => one.textContent))) {
      await page.locator(".views button", { hasText: name }).click();
      await page.waitForSelector(`.${viewOf(name)}`);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(over <= 0, `${name}: ${over} px too wide`);
    }
  });
});

test("no cell, heading or file name of a table that is dropped or pasted runs, calls out or turns into an element", async () => {
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  // As headings, as ids, names, sources and notes of values, as values that are refused, and as descriptions of indicators.
  const wide = [
    ["unit", "name", "year", ...PAYLOADS].map(quoted).join(","),
    ...PAYLOADS.map((payload, row) =>
      [
        payload,
        PAYLOADS[(row + 7) % PAYLOADS.length],
        "2020",
        ...PAYLOADS.map((other, at) => ((row + at) % 9 === 0 ? other : (row * at) % 50)),
      ]
        .map((cell) => quoted(String(cell)))
        .join(","),
    ),
  ].join("\n");
  const long = [
    "unit,year,indicator,value,source,note,rater",
    ...PAYLOADS.map((payload, row) =>
      [payload, "2020", PAYLOADS[row % 6], row, payload, PAYLOADS[(row + 3) % PAYLOADS.length], ""]
        .map((cell) => quoted(String(cell)))
        .join(","),
    ),
  ].join("\n");
  const meta = [
    "iCode,iName,Direction,Weight,Parent,Unit,Type",
    ...PAYLOADS.map((payload, at) =>
      [payload, PAYLOADS[(at + 5) % PAYLOADS.length], at % 2 === 0 ? payload : "1", "1", "", payload, "Indicator"]
        .map(quoted)
        .join(","),
    ),
  ].join("\n");
  const take = async (page) => {
    await tableRead(page);
    assert.ok((await page.locator(".import .columns-said tbody tr").count()) > 0);
    const button = page.getByRole("button", { name: "Use this data" });
    if (await button.isEnabled()) await button.click();
    else await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector(".form.import[open]") === null);
    await settled(page);
    await tour(page);
  };
  await guarded(async (page) => {
    await drop(page, [`${PAYLOADS[8]}.csv`, wide]);
    await tableRead(page);
    assert.ok((await page.locator(".import .refused tbody tr").count()) >= 50);
    await take(page);
    assert.ok((await page.locator(".data tbody tr").count()) >= 50, "the table was used");
    await drop(page, ["long.csv", long]);
    await take(page);
    await drop(page, [`${PAYLOADS[0]}.csv`, wide], [`${PAYLOADS[14]} meta.csv`, meta]);
    await take(page);
    for (const text of [wide.replaceAll('","', '"\t"'), long]) {
      await page.focus("#main");
      assert.equal(await paste(page, text), true);
      await take(page);
    }
    // A table of which nothing can be read, under a name that would run.
    await drop(page, [`${PAYLOADS[8]}.csv`, PAYLOADS[0]]);
    await page.waitForSelector(".faults");
  });
});
