/** Pictures of every state of the page, to be looked at: `node tests/page/screenshots.mjs [folder of the built page]`. */

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  DIST,
  drop,
  judgedStudy,
  launch,
  MESSY,
  NARROW,
  open,
  openFile,
  ownStudy,
  serve,
  settled,
  tableRead,
  WIDE,
} from "./support.mjs";

const TARGET = fileURLToPath(new URL("../../target/screenshots/", import.meta.url));
const MEDIUM = { width: 1024, height: 768 };

/** Each picture: the window, and what is done before it is taken. */
const SCENES = [
  { name: "wide", viewport: WIDE },
  { name: "wide-whole", viewport: WIDE, full: true },
  { name: "wide-evidence", viewport: WIDE, before: (page) => evidence(page, "South Korea") },
  { name: "wide-weights", viewport: WIDE, before: weights },
  { name: "wide-tip", viewport: WIDE, before: (page) => page.hover("tbody tr:nth-child(3) .piece:nth-of-type(2)") },
  { name: "wide-unranked", viewport: WIDE, before: unranked },
  { name: "wide-anyway", viewport: WIDE, before: anyway },
  { name: "laptop", viewport: { width: 1280, height: 720 } },
  { name: "medium-evidence", viewport: MEDIUM, before: (page) => evidence(page, "South Korea") },
  { name: "narrow", viewport: NARROW },
  { name: "narrow-evidence", viewport: NARROW, before: (page) => evidence(page, "South Korea") },
  { name: "narrow-weights", viewport: NARROW, before: (page) => page.click(".sheet-button") },
  { name: "narrow-unranked", viewport: NARROW, before: unranked },
  { name: "print", viewport: WIDE, full: true, before: print },
  { name: "brief", viewport: WIDE, full: true, before: brief },
  { name: "wide-nato", viewport: WIDE, before: (page) => page.selectOption("select[name=study]", "nato-members") },
  { name: "wide-korea", viewport: WIDE, before: (page) => page.selectOption("select[name=study]", "us-korea") },
  { name: "wide-objectives", viewport: WIDE, before: objectives },
  { name: "wide-faults", viewport: WIDE, before: faults },
  { name: "wide-new", viewport: WIDE, before: (page) => page.click("button.new") },
  { name: "wide-drop", viewport: WIDE, before: hover },
  { name: "narrow-korea", viewport: NARROW, before: (page) => page.selectOption("select[name=study]", "us-korea") },
  { name: "narrow-objectives", viewport: NARROW, before: objectives },
  { name: "narrow-faults", viewport: NARROW, before: faults },
  { name: "narrow-new", viewport: NARROW, before: (page) => page.click("button.new") },
  ...[
    ["wide", WIDE],
    ["narrow", NARROW],
  ].flatMap(([width, viewport]) =>
    [
      ["robust", robust],
      ["robust-tables", robustTables],
      ["drivers", drivers],
      ["drivers-tables", driversTables],
      ["methods", methods],
      ["methods-ways", methodsWays],
      ["methods-refused", methodsRefused],
      ["methods-sides", methodsSides],
      ["treeless", treeless],
      ["treeless-robust", treelessRobust],
      ["treeless-objectives", treelessObjectives],
      ["data", data],
      ["data-edited", edited],
      ["rubrics", rubrics],
      ["sides", sides],
      ["agreement", agreement],
      ["agreement-none", agreementNone],
      ["add", add],
      ["add-faults", addFaults],
      ["mine", mine],
      ["cell-edited", cellEdited],
      ["empty", empty],
      ["empty-rubrics", emptyRubrics],
      ["restored", restored],
      ["unkept", unkept],
      ["import", sane],
      ["import-refused", messy],
      ["import-undated", undated],
      ["import-into", into],
      ["import-reading", reading],
      ["sharing", sharing],
      ["sharing-own", sharingOwn],
      ["citing", citing],
      ["link-refused", linkRefused],
    ].map(([name, before]) => ({ name: `${width}-${name}`, viewport, before })),
  ),
  { name: "tiny", viewport: { width: 320, height: 640 } },
];

/** Opens a partnership and the first of its indicators, without scrolling the page away from its head. */
async function evidence(page, name) {
  await page.locator("tbody button", { hasText: name }).evaluate((button) => button.click());
  await page
    .locator("details.evidence")
    .first()
    .evaluate((details) => {
      details.open = true;
    });
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
  });
}

async function weights(page) {
  await page.fill(".opinion input[type=number]", "40");
  await page.press(".opinion input[type=number]", "Enter");
  await page.click(".twist >> nth=0");
}

async function unranked(page) {
  await page.selectOption(".year select", "2014");
}

async function objectives(page) {
  await openFile(page, "own.json", JSON.stringify(await ownStudy()));
  await page.getByRole("button", { name: "Objectives", exact: true }).click();
}

async function faults(page) {
  await openFile(page, "faulty.json", JSON.stringify(await ownStudy()).replaceAll("higher-is-better", "sideways"));
}

async function press(page, name) {
  await page.getByRole("button", { name, exact: true }).click();
}

async function view(page, name, selector) {
  await press(page, name);
  await page.waitForSelector(selector);
}

async function data(page) {
  await view(page, "Data", ".data tbody td");
}

/** Two values changed, and a third that is wrong. */
async function edited(page) {
  await data(page);
  for (const [at, value] of [
    [2, "12"],
    [15, "40.5"],
    [29, "twelve"],
  ]) {
    await page.click(`.data tbody td >> nth=${at}`);
    await page.locator(".data comity-cell :is(input, select)").last().waitFor();
    const number = page.locator(".data comity-cell input").last();
    if ((await number.count()) === 0) continue;
    await number.fill(value);
    await number.press("Enter");
    await settled(page);
  }
}

async function judged(page) {
  await openFile(page, "judged.json", JSON.stringify(await judgedStudy()));
}

async function rubrics(page) {
  await judged(page);
  await view(page, "Rubrics", ".judging");
}

async function sides(page) {
  await rubrics(page);
  await press(page, "Next");
}

async function agreement(page) {
  await judged(page);
  await view(page, "Agreement", ".agreement table");
}

async function agreementNone(page) {
  await view(page, "Agreement", ".agreement .banner");
}

async function add(page) {
  await page.locator("button.add").first().click();
  await page.waitForSelector(".adding[open]");
  await page.fill(".adding [name=name]", "Côte d’Ivoire");
}

async function addFaults(page) {
  await add(page);
  await page.fill(".adding [name=id]", "KOR");
  await page.fill(".adding [name=name]", "");
  await page.locator(".adding input[inputmode=decimal]").first().fill("twelve");
  await press(page, "Add it");
}

async function mine(page) {
  await press(page, "My studies");
  for (const name of ["Opinion counts double", "For the briefing of 12 May"]) {
    await page.fill(".mine [name=title]", name);
    await press(page, "Keep");
    await page.getByText(`\u201c${name}\u201d is kept.`).waitFor();
  }
}

async function cellEdited(page) {
  await evidence(page, "South Korea");
  await page.locator(".detail comity-cell select").first().waitFor();
  await page.locator(".detail comity-cell select").first().selectOption("1");
}

async function empty(page) {
  await press(page, "New study");
  await page.waitForSelector(".start[open]");
  await page.fill(".start [name=names]", "Arland and Borduria\nFlorin and Guilder");
  await press(page, "Start the study");
  await page.waitForSelector(".banner");
}

async function emptyRubrics(page) {
  await empty(page);
  await page.click(".banner button");
  await page.waitForSelector(".judging");
  await page.locator(".judging input[type=radio]").nth(2).check();
  await press(page, "Add a rater");
}

async function restored(page) {
  await page.fill(".opinion input[type=number]", "40");
  await page.press(".opinion input[type=number]", "Enter");
  await page.waitForTimeout(900);
  await page.reload();
  await page.waitForSelector(".news");
}

async function unkept(page) {
  await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  await page.reload();
  await page.waitForSelector("tbody tr");
  await page.fill(".opinion input[type=number]", "40");
  await page.press(".opinion input[type=number]", "Enter");
  await page.waitForSelector(".news");
}

async function table(page, name, text) {
  await drop(page, [name, text]);
  await tableRead(page);
}

async function sane(page) {
  await table(page, "partners.csv", MESSY.replaceAll(/vier\?|=1\+1|a lot, really|(?<=;\d+)\.(?=\d{3};)/g, ""));
}

async function messy(page) {
  await table(page, "truppen.csv", MESSY);
}

async function undated(page) {
  await table(page, "undated.csv", "Land;Truppen\nArland;3\nFlorin;4\n");
}

async function into(page) {
  await table(
    page,
    "more.csv",
    "unit,period,us_troops,Hours of sunshine\nKOR,2010,12,3\nJPN,2010,14,4\nARL,2010,n/a,x\n",
  );
  await page.waitForFunction(() => document.querySelectorAll(".import [name=fate]")[1]?.checked);
  await tableRead(page);
}

async function reading(page) {
  await drop(page, ["many.csv", `unit,year,a,b\n${"u1,2020,1,2\n".repeat(900_000)}`]);
  await page.waitForSelector(".import progress:not([value])");
}

/** A file held over the page. */
async function hover(page) {
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([""], "held.json"));
    document.body.dispatchEvent(new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true }));
  });
}

/** As on a sheet of A4, its margins left out. */
async function print(page) {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 718, height: 1046 });
}

/** The brief, as on its two sheets of A4, one below the other. */
async function brief(page) {
  await page.locator(".draws", { hasText: /^10.000 draws/ }).waitFor();
  await page.evaluate(() => {
    window.print = () => {};
  });
  await page.keyboard.press("Control+p");
  await page.waitForFunction(() => document.querySelector(".brief") !== null);
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 688, height: 1032 });
}

async function sharing(page) {
  await press(page, "Share");
  await page.waitForFunction(() => document.querySelector(".sharing [name=link]")?.value !== "");
}

async function sharingOwn(page) {
  await openFile(page, "own.json", JSON.stringify(await ownStudy()));
  await press(page, "Share");
  await page.waitForSelector(".sharing .none");
}

async function citing(page) {
  await sharing(page);
  await press(page, "Cite and reproduce");
  await page.selectOption(".cite [name=citation]", "bibtex");
}

async function linkRefused(page) {
  await page.evaluate(() => {
    location.hash = "#study=us-partnerships/1/cut-off";
  });
  await page.waitForSelector(".faults");
}

async function anyway(page) {
  await unranked(page);
  await page.click(".banner button");
}

/** How sure the ranks are, a partnership with a missing value selected. */
async function robust(page) {
  await page.getByRole("button", { name: "How sure", exact: true }).click();
  await page.waitForSelector("#pairs");
  await page.click("#heat g:nth-of-type(11)");
  await whole(page);
}

async function robustTables(page) {
  await robust(page);
  for (const twin of await page.locator(".twin").all()) await twin.click();
}

async function drivers(page) {
  await page.getByRole("button", { name: "What drives it", exact: true }).click();
  await page.waitForSelector("#information");
  await whole(page);
}

async function driversTables(page) {
  await drivers(page);
  for (const twin of await page.locator(".twin").all()) await twin.click();
}

/** The view of methods. */
async function methods(page) {
  await page.locator(".views").getByRole("button", { name: "Method", exact: true }).click();
  await page.waitForSelector("#stage-aggregation");
  await whole(page);
}

/** A stage open, with what each way would change. */
async function methodsWays(page, stage = "aggregation") {
  await methods(page);
  await page.locator(`[aria-labelledby=stage-${stage}] > details.all > summary`).click();
  await page.waitForFunction(() => document.querySelector(".consequence")?.textContent.includes("Ranks"));
  await whole(page);
}

/** A choice that is refused: a mean that a zero decides. */
async function methodsRefused(page) {
  await methodsWays(page);
  await page.getByRole("button", { name: "Use Geometric", exact: true }).click();
  await whole(page);
}

/** Methods side by side. */
async function methodsSides(page) {
  await methodsWays(page, "ranking");
  for (const name of ["TOPSIS", "VIKOR", "PROMETHEE II"])
    await page.getByLabel(`Compare ${name}`, { exact: true }).check();
  await page.locator("[aria-labelledby=stage-ranking] > details.all > summary").click();
  await whole(page);
}

/** A ranking that reads no tree, in the study of six, which has every value. */
async function treeless(page, method = "PROMETHEE II") {
  await openFile(page, "six.json", JSON.stringify(await ownStudy()));
  await methods(page);
  await page.locator("[aria-labelledby=stage-ranking] > details.all > summary").click();
  await page.getByRole("button", { name: `Use ${method}`, exact: true }).click();
  await page.locator(".views").getByRole("button", { name: "Ranking", exact: true }).click();
  await whole(page);
}

async function treelessRobust(page) {
  await treeless(page);
  await page.locator(".views").getByRole("button", { name: "How sure", exact: true }).click();
}

async function treelessObjectives(page) {
  await treeless(page);
  await page.locator(".views").getByRole("button", { name: "Objectives", exact: true }).click();
}

/** The window as high as the page. */
async function whole(page) {
  const { width } = page.viewportSize();
  await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) });
}

await mkdir(TARGET, { recursive: true });
const server = await serve(process.argv[2] ?? DIST);
const browser = await launch();
// `ONLY=data,rubrics` takes only the pictures whose names have one of these in them.
const only = (process.env.ONLY ?? "").split(",");
let taken = 0;
for (const colorScheme of ["light", "dark"]) {
  for (const { name, viewport, before, full } of SCENES.filter((scene) =>
    only.some((part) => scene.name.includes(part)),
  )) {
    const { page, complaints, close } = await open(browser, server.address, { viewport, colorScheme });
    await before?.(page);
    await settled(page);
    taken++;
    await page.screenshot({ path: `${TARGET}${name}-${colorScheme}.png`, fullPage: full === true });
    if (complaints.length > 0) process.stdout.write(`${name} ${colorScheme}: ${complaints.join("; ")}\n`);
    await close();
  }
}
await browser.close();
await server.stop();
process.stdout.write(`${taken} pictures in target/screenshots\n`);
