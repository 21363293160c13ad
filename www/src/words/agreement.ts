/** How far raters agree, in plain words. */

import type { Agreement } from "comity";
import { count } from "../numbers.js";

/** Texts of the table of agreement. */
export const agreement = {
  title: "How far raters agree",
  lead: "Krippendorff\u2019s alpha per indicator, over all partnerships and years: 1 is full agreement, 0 what chance would give, below 0 worse than chance. For a rubric read the ordinal one; the others show what it would be if levels were mere names, or amounts.",
  caption: "Agreement of raters by indicator",
  none: "No cell has two raters yet, so there is nothing to compare. Give a rubric a second rater, and the table fills.",
  toRubrics: "To the rubrics",
  indicator: "Indicator",
  raters: "Raters",
  cells: "Cells",
  cellsUnit: "judged by two or more",
  nominal: "Nominal",
  nominalUnit: "names",
  ordinal: "Ordinal",
  ordinalUnit: "ranks",
  interval: "Interval",
  intervalUnit: "differences",
  ratio: "Ratio",
  ratioUnit: "ratios",
  reading: "Reading",
  readings: {
    reliable: "The raters agree: safe to build on (0.8 or more).",
    tentative: "They agree in the main: tentative conclusions only (0.667 or more).",
    unreliable: "They do not agree: talk the levels over before building on them (below 0.667).",
    unknown: "Too little to compare.",
  },
  said: ({ ordinal, raters, cells }: Agreement) =>
    ordinal === null
      ? `${count(raters, "rater", "raters")}, ${count(cells, "cell", "cells")} judged by two or more.`
      : `Ordinal alpha ${alpha(ordinal)} over ${count(cells, "cell", "cells")} with two or more raters.`,
  undefined: "nothing to compare",
} as const;

/** An alpha with two decimals and a true minus. */
export const alpha = (value: number): string => (value < 0 ? "\u2212" : "") + Math.abs(value).toFixed(2);
