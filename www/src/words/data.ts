/** The table of values, and the fields that change one. */

import { count } from "../numbers.js";

/** Texts of the table of values. */
export const data = {
  title: (period: number | null) => (period === null ? "Data" : `Data ${period}`),
  lead: "Every value the scores rest on. Choose one to change it: the ranking follows at once, and what you changed is marked \u270e and can be put back.",
  keys: "Arrow keys move, Enter changes a value, Escape leaves it as it was.",
  csv: { wide: "Save as CSV, wide", long: "Save as CSV, long" },
  csvLong: { wide: "Save as CSV, wide: a column an indicator", long: "Save as CSV, long: a row a value" },
  caption: "Raw values by partnership and indicator",
  none: "no value",
  level: (level: string, text: string) => `${level}: ${text}`,
  noLevel: "\u2013 no value",
  raters: (raters: number) => count(raters, "rater", "raters"),
  members: (members: number) => count(members, "member", "members"),
  was: (value: string) => `edited, was ${value}`,
  mark: "\u270e",
  several: "Several raters \u2026",
  edits: (edits: number) => `${count(edits, "value", "values")} changed by you`,
  noEdits: "No value is changed.",
  change: (from: string, to: string) => `${from} \u2192 ${to}`,
  putBack: "Put back",
  putBackLong: (what: string) => `Put back ${what}`,
  putAllBack: "Put all back",
  noNumber: "Write a number such as 12.5, or leave it empty for no value.",
  comma: "Write it without commas and with a point before decimals, such as 1234.5.",
} as const;
