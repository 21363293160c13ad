/** How long it takes from dropping a table to the ranked list, beside Papa Parse on the same text in the same page: for a test and a benchmark. */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

export const UNITS = 150;
const YEARS = 20;
const INDICATORS = 40;

/** One table of 150 units, 40 indicators and 20 years in both its forms: a column an indicator, and a line a value. */
export function tables() {
  let state = 1;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const rows = Array.from({ length: UNITS * YEARS }, (_, at) => ({
    of: `U${Math.floor(at / YEARS)},${2000 + (at % YEARS)}`,
    values: Array.from({ length: INDICATORS }, () => (random() * 1000).toFixed(3)),
  }));
  const headings = Array.from({ length: INDICATORS }, (_, at) => `indicator ${at}`);
  const wide = rows.map(({ of, values }) => `${of},${values}\n`);
  const long = rows.flatMap(({ of, values }) => values.map((value, at) => `${of},${headings[at]},${value}\n`));
  return {
    wide: `unit,year,${headings}\n${wide.join("")}`,
    long: `unit,year,indicator,value\n${long.join("")}`,
  };
}

/**
 * Drops a table `runs` times and uses it as soon as that can be seen to be possible; all times in milliseconds since the drop. `plain`
 * and `typed` are medians of Papa Parse: texts alone, and rows of numbers by their headings.
 */
export async function dropToList(page, text, runs = 5) {
  const papa = createRequire(import.meta.url).resolve("papaparse/papaparse.min.js");
  await page.evaluate(await readFile(papa, "utf8"));
  return page.evaluate(
    async ([text, runs, units]) => {
      const middle = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
      const parse = (options) => {
        const times = [];
        for (let run = 0; run < 5; run++) {
          const start = performance.now();
          window.Papa.parse(text, options);
          times.push(performance.now() - start);
        }
        return middle(times);
      };
      const [plain, typed] = [parse(), parse({ header: true, dynamicTyping: true })];
      /** When it is so, and on the screen. */
      const seen = async (is) => {
        await new Promise((settle) => {
          if (is()) return settle();
          const observer = new MutationObserver(() => {
            if (!is()) return;
            observer.disconnect();
            settle();
          });
          observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
        });
        await new Promise((settle) => requestAnimationFrame(() => setTimeout(settle)));
        return performance.now();
      };
      const measured = [];
      for (let run = 0; run < runs; run++) {
        // What the last run left behind is done.
        await new Promise((settle) => setTimeout(settle, 500));
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text.replaceAll("indicator", `measure ${run}`)], `run ${run}.csv`));
        const gaps = [];
        let last = performance.now();
        let watching = true;
        const watch = () => {
          gaps.push(performance.now() - last);
          last = performance.now();
          if (watching) requestAnimationFrame(watch);
        };
        watch();
        const stages = new Set();
        const observer = new MutationObserver(() => {
          const doing = document.querySelector(".import .doing progress");
          if (doing !== null) stages.add(doing.getAttribute("aria-label"));
        });
        observer.observe(document.querySelector("comity-app"), { subtree: true, childList: true, attributes: true });
        const start = performance.now();
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        const read = await seen(() => document.querySelector(".form.import[open] .first:not(:disabled)") !== null);
        document.querySelector(".form.import .first").click();
        const list = await seen(() => {
          const rows = document.querySelectorAll(".ranking tbody tr[data-unit]");
          const drawn = rows.length >= Math.min(units, 20) && rows[0].dataset.unit.startsWith("U");
          return drawn && document.querySelector("h1")?.textContent === `run ${run}`;
        });
        watching = false;
        observer.disconnect();
        measured.push({
          read: read - start,
          open: list - read,
          all: list - start,
          gap: Math.max(...gaps),
          stages: [...stages],
        });
      }
      return {
        plain,
        typed,
        first: measured[0],
        last: measured.at(-1),
        median: middle(measured.map(({ all }) => all)),
      };
    },
    [text, runs, UNITS],
  );
}
