/** Handing over: links, files, pictures, prints, citations, lines that reproduce. */

import { count, LOCALE } from "../numbers.js";

/** Texts of the forms for handing over. */
export const sharing = {
  title: "Share",
  linkTitle: "A link to what you see",
  linkLead:
    "It opens this study with your weights, choices and edits, and shows the same scores to the last digit. All of it is in the link itself; nothing is stored anywhere.",
  linkLabel: "Link",
  linkComing: "Making the link",
  copyLink: "Copy link",
  linkCopied: "The link is copied.",
  copied: (what: string) => `${what} copied.`,
  press: "This browser lets no page copy: the text is marked, press Ctrl+C or \u2318C.",
  files: "Files",
  scorecard: "Scorecard",
  scorecardLead: "Every score and rank, and every part they are made of, with all digits.",
  study: "Study",
  studyLead: "Data, method and weights as set: it opens here and in the package.",
  ranking: "Picture of the ranking",
  rankingLead: "Bars and rank ranges, for a text or a slide. The charts of other views have such buttons, too.",
  brief: "Brief",
  briefLead: "Two pages: ranking, method, the selected partnership, the doubts. The print window also makes a PDF.",
  print: "Print the brief",
  cite: "Cite and reproduce",
  citeLead: "A reference for your text, and the lines that come to the same numbers in Node and on the command line.",
  save: (what: string, kind: string) => `${what} as ${kind}`,
  saved: (file: string) => `${file} is saved.`,
  failed: "That could not be made. Everything is as it was; try again.",

  // What the reader chose.
  edits: (edits: number) => `${count(edits, "value", "values")} edited`,
  added: (added: number) => `${count(added, "partnership", "partnerships")} added`,
  lifted: "ranked whatever is observed",
  polled: "ranked among those with a poll only",

  // The table of scores.
  sheets: { scores: "Scorecard", weights: "Weights", about: "About" },
  about: {
    study: "Study",
    period: "Year",
    hash: "Content hash",
    engine: "Comity engine",
    choices: "Chosen otherwise than in the study",
    draws: "Draws behind rank ranges",
    seed: "Seed",
    caution: "Note",
  },
} as const;

/** Texts of the form for citing and reproducing. */
export const citing = {
  title: "Cite and reproduce",
  citation: "Citation",
  form: "Form",
  forms: { text: "Sentence", bibtex: "BibTeX", ris: "RIS", csl: "CSL-JSON" },
  reproduce: "The same numbers elsewhere",
  reproduceLead: (file: string) =>
    `The lines read the study as shown, ${file}: save it first, beside them. The content hash says whether it is the same one.`,
  where: "Where",
  wheres: { node: "Node", shell: "Command line" },
  copy: "Copy",
  copyLong: (what: string) => `Copy ${what}`,
  save: "Save as a file",
  saveLong: (what: string) => `Save as a file: ${what}`,
  saveStudy: "Save the study",
  lines: (where: string) => `Lines for ${where}`,
  scores: (title: string, period: number | null) =>
    `${title}: scores and ranks${period === null ? "" : ` for ${period}`}`,
  sentence: (year: number, title: string, engine: string, hash: string) =>
    `Comity (${year}). ${title}. Comity engine ${engine}, study with content hash ${hash}.`,
  chosen: (choices: string[]) => `Chosen otherwise than in the study: ${choices.join("; ")}.`,
  at: (address: string, when: string) => `${address} (${when}).`,
  made: (when: string) => `Worked out on ${when}.`,
  notes: (hash: string) => `Study with content hash ${hash}`,
  own: "Method and weights are the study\u2019s own.",
  nodeHead: (file: string) =>
    `Node 20 or later, after: npm install comity. Beside this file: ${file}, saved from the page.`,
  shellHead: (engine: string, file: string) => `Comity ${engine}. In this folder: ${file}, saved from the page.`,
  other: "another study",
  hashSaid: (hash: string) => `The study's content hash: ${hash}`,
  nodeRanges: (draws: number, seed: number) =>
    `Rank ranges: the 5th and 95th percentile of ${draws} draws, seed ${seed}.`,
} as const;

/** "24 November 2026". */
export function day(date: Date): string {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: "long" }).format(date);
}

/** Texts in pictures. */
export const picture = {
  save: (title: string, kind: string) => `Save \u201c${title}\u201d as ${kind}`,
  foot: (study: string, period: number | null, engine: string, hash: string) =>
    `${study}${period === null ? "" : `, ${period}`}. Comity engine ${engine}, study ${hash}.`,
  draws: (draws: string) => `Ranges: ${draws}.`,
  failed: "The picture could not be drawn. Try the other form, or again.",
  first: (shown: number, all: number) => `The first ${shown} of ${all}.`,
} as const;
