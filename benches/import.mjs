// From dropping a table on the page to the ranked list, beside Papa Parse on the same text in the same page. Milliseconds; the ratios
// within this run are what carries over to other machines.
import { cpus } from "node:os";
import { dropToList, tables } from "../tests/page/drop.mjs";
import { launch, open, serve } from "../tests/page/support.mjs";

const server = await serve();
const browser = await launch();
try {
  console.log(
    `${cpus()[0].model.trim()}, ${cpus().length} cores, Chromium ${browser.version()}, ${new Date().toISOString().slice(0, 10)}`,
  );
  console.log("milliseconds from drop to ranked list on the screen: 150 units, 40 indicators, 20 years\n");
  const show = (label, cells) =>
    console.log(
      `${label.padEnd(34)}${cells.map((cell) => (typeof cell === "number" ? cell.toFixed(1) : cell).padStart(12)).join("")}`,
    );
  const found = [];
  for (const text of Object.values(tables())) {
    const { page, close } = await open(browser, server.address, { reducedMotion: "reduce" });
    // What the page does after its first picture is done.
    await page.waitForTimeout(2_500);
    found.push(await dropToList(page, text, 9));
    await close();
  }
  const line = (label, of) => show(label, found.map(of));
  show("", Object.keys(tables()));
  line("Papa Parse, texts", ({ plain }) => plain);
  line("Papa Parse, header and typed", ({ typed }) => typed);
  for (const run of ["first", "last"]) {
    line(`${run}: form with what was read`, (one) => one[run].read);
    line(`${run}: from there to the list`, (one) => one[run].open);
    line(`${run}: together`, (one) => one[run].all);
    line(`${run}: longest gap between frames`, (one) => one[run].gap);
  }
  line("median of nine", ({ median }) => median);
  line("beside Papa Parse, texts", ({ median, plain }) => median / plain);
  line("beside Papa Parse, typed", ({ median, typed }) => median / typed);
} finally {
  await browser.close();
  await server.stop();
}
