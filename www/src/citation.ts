/** References to what is shown, in the forms that reference managers read. */

import { type Handover, inLine } from "./handover.js";
import { citing, day } from "./words/sharing.js";

/** Who is cited: the study's figures have sources of their own, which its file names. */
const AUTHOR = "Comity";

export type Form = keyof typeof citing.forms;

/** What a form is saved as. */
export const ENDINGS: Record<Form, { ending: string; type: string }> = {
  text: { ending: "txt", type: "text/plain" },
  bibtex: { ending: "bib", type: "application/x-bibtex" },
  ris: { ending: "ris", type: "application/x-research-info-systems" },
  csl: { ending: "csl.json", type: "application/vnd.citationstyles.csl+json" },
};

interface Reference {
  /** A key that reference managers take. */
  key: string;
  title: string;
  engine: string;
  hash: string;
  /** What was chosen otherwise than in the study; empty: nothing. */
  note: string;
  /** Where it can be seen; `null`: nowhere but in the study's file. */
  address: string | null;
  date: Date;
}

/** A reference in one form, as of a day. */
export function citation(form: Form, what: Handover, address: string | null, date: Date): string {
  const { document, hash, period, periods, card, choices } = what;
  const reference = {
    key: `comity-${document.id.replace(/[^\w-]+/g, "")}-${hash.slice(0, 8)}`,
    title: citing.scores(inLine(document.title), periods ? period : null),
    engine: card.engine,
    hash,
    note: choices.length === 0 ? "" : citing.chosen(choices),
    address,
    date,
  };
  return FORMS[form](reference);
}

const FORMS: Record<Form, (reference: Reference) => string> = { text, bibtex, ris, csl };

function text({ title, engine, hash, note, address, date }: Reference): string {
  const where = address === null ? citing.made(day(date)) : citing.at(address, day(date));
  return `${[citing.sentence(date.getFullYear(), title, engine, hash), note, where].filter((part) => part !== "").join(" ")}\n`;
}

function bibtex({ key, title, engine, hash, note, address, date }: Reference): string {
  const fields = [
    ["author", `{${AUTHOR}}`],
    ["title", `{${tex(title)}}`],
    ["year", String(date.getFullYear())],
    ["version", tex(engine)],
    ["note", tex([`${citing.notes(hash)}.`, note].join(" ").trim())],
    ...(address === null ? [] : [["url", address]]),
    ["urldate", iso(date)],
  ];
  return `@misc{${key},\n${fields.map(([name, value]) => `  ${name} = {${value}},\n`).join("")}}\n`;
}

/** Text as TeX prints it. */
function tex(text: string): string {
  const marks: Record<string, string> = {
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
  };
  return text.replace(/[\\~^#$%&_{}]/g, (mark) => marks[mark] ?? `\\${mark}`);
}

function ris({ title, engine, hash, note, address, date }: Reference): string {
  const lines = [
    ["TY", "DATA"],
    ["AU", AUTHOR],
    ["TI", title],
    ["PY", String(date.getFullYear())],
    ["ET", engine],
    ["N1", [`${citing.notes(hash)}.`, note].join(" ").trim()],
    ...(address === null ? [] : [["UR", address]]),
    ["Y2", iso(date).replaceAll("-", "/")],
    ["ER", ""],
  ];
  // The format's own line ends.
  return lines.map(([tag, value]) => `${tag}  - ${value}\r\n`).join("");
}

function csl({ key, title, engine, hash, note, address, date }: Reference): string {
  const parts = { "date-parts": [[date.getFullYear(), date.getMonth() + 1, date.getDate()]] };
  const item = {
    id: key,
    type: "dataset",
    title,
    author: [{ literal: AUTHOR }],
    issued: { "date-parts": [[date.getFullYear()]] },
    accessed: parts,
    version: engine,
    note: [`${citing.notes(hash)}.`, note].join(" ").trim(),
    ...(address === null ? {} : { URL: address }),
  };
  return `${JSON.stringify([item], null, 2)}\n`;
}

/** A day as 2026-11-25, the reader's own. */
function iso(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
