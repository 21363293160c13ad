/** The printed brief. */

import { list, whole } from "../numbers.js";

/** Texts of the brief. */
export const brief = {
  lead: (ranked: number, all: number, observed: number, expected: number) =>
    `${ranked === 0 ? "None" : whole(ranked)} of ${whole(all)} ranked; ${whole(observed)} of ${whole(expected)} indicators observed.`,
  more: (more: number) => `and ${whole(more)} more; the study\u2019s file has them all`,
  weights: "Weights of the dimensions",
  noneChosen: "No partnership was selected.",
  doubts: "Doubts about the whole",
  contested: (names: string[]) => `Contested indicators: ${list(names)}.`,
  ranges: (what: string, draws: string) =>
    `A rank range holds nine in ten of the ${what} that were tried (${draws}); other laws give other ranges.`,
  noRanges: "No rank ranges: how sure the ranks are was not worked out for this view.",
  unpolled: (without: number, all: number) =>
    `${whole(without)} of ${whole(all)} have no recent poll and are scored without one.`,
  hatched: "hatched: what missing values could change",
  record: "Record and citation",
  printed: (when: string) => `Printed on ${when}.`,
  open: "Open this view",
  further: (notes: number) => `And ${whole(notes)} more; the page has them all.`,
} as const;
