/** The lines that come to the same numbers as the page, in Node and on the command line, from the study's file. */

import type { Handover } from "./handover.js";
import { citing } from "./words/sharing.js";

/** A script for Node. */
export function nodeLines({ file, hash, period, units, simulation, choices }: Handover): string {
  const request = written({ period, ...(units === null ? {} : { units }) });
  return [
    `// ${citing.nodeHead(file)}`,
    `// ${chosen(choices)}`,
    `import { readFile } from "node:fs/promises";`,
    `import { createEngine } from "comity";`,
    "",
    "const engine = await createEngine();",
    `const study = engine.open(await readFile(${JSON.stringify(file)}, "utf8"));`,
    `if (study.hash !== ${JSON.stringify(hash)}) throw new Error(${JSON.stringify(citing.other)});`,
    `const card = study.score(${request});`,
    "for (const { rank, name, score } of card.units) console.log(rank, name, score);",
    ...(simulation === null
      ? []
      : [
          "",
          `// ${citing.nodeRanges(simulation.draws, simulation.seed)}`,
          `const ranges = await study.simulate(${written({ period, ...simulation })});`,
          "for (const { name, ranks } of ranges.units) console.log(name, ranks?.p5.value, ranks?.p95.value);",
        ]),
    "",
  ].join("\n");
}

/** Commands for a shell. */
export function shellLines({ file, hash, period, units, simulation, choices, card }: Handover): string {
  const study = quoted(file);
  const plan = quoted(`${file.replace(/\.json$/, "")}.plan.json`);
  const among = (units ?? []).map((id) => ` --units=${quoted(id)}`).join("");
  return [
    `# ${citing.shellHead(card.engine, file)}`,
    `# ${chosen(choices)}`,
    `# ${citing.hashSaid(hash)}`,
    `comity score ${study} --period=${period}${among} --json`,
    ...(simulation === null
      ? []
      : [
          "",
          `# ${citing.nodeRanges(simulation.draws, simulation.seed)}`,
          `printf '%s' ${quoted(JSON.stringify({ vary: simulation.vary }))} > ${plan}`,
          `comity simulate ${study} --plan=${plan} --period=${period} --draws=${simulation.draws} --seed=${simulation.seed} --json`,
        ]),
    "",
  ].join("\n");
}

const chosen = (choices: string[]): string => (choices.length === 0 ? citing.own : citing.chosen(choices));

/** An argument that a shell takes as it stands. */
function quoted(text: string): string {
  return /^[\w.][\w./-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** An object as one writes it in JavaScript. */
function written(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replace(/\n\s*/g, " ")
    .replace(/"([A-Za-z]\w*)":/g, "$1:");
}
