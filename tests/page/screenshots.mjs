/** Pictures of every state of the page, to be looked at: `node tests/page/screenshots.mjs [folder of the built page]`. */

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { DIST, launch, NARROW, open, openFile, ownStudy, serve, settled, WIDE } from "./support.mjs";

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

async function anyway(page) {
  await unranked(page);
  await page.click(".banner button");
}

await mkdir(TARGET, { recursive: true });
const server = await serve(process.argv[2] ?? DIST);
const browser = await launch();
for (const colorScheme of ["light", "dark"]) {
  for (const { name, viewport, before, full } of SCENES) {
    const { page, complaints, close } = await open(browser, server.address, { viewport, colorScheme });
    await before?.(page);
    await settled(page);
    await page.screenshot({ path: `${TARGET}${name}-${colorScheme}.png`, fullPage: full === true });
    if (complaints.length > 0) process.stdout.write(`${name} ${colorScheme}: ${complaints.join("; ")}\n`);
    await close();
  }
}
await browser.close();
await server.stop();
process.stdout.write(`${SCENES.length * 2} pictures in target/screenshots\n`);
