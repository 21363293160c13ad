/** Where raters judge: level texts, raters side by side, what comes of it. */

import { count, points, raw, whole } from "../numbers.js";

/** Texts of judging. */
export const rubrics = {
  lead: "Read the levels and choose the one that fits. With several raters each has a column; what they make together is below.",
  partnership: "Partnership",
  indicator: "Indicator",
  rubricGroup: "Rubrics",
  numberGroup: "Numbers",
  done: (name: string) => `${name} \u2713`,
  progress: (scored: number, all: number, unit: string, period: number | null) =>
    `${whole(scored)} of ${count(all, "rubric", "rubrics")} scored for ${unit}${period === null ? "" : ` in ${period}`}.`,
  previous: "Previous",
  next: "Next",
  level: "Level",
  value: "Value",
  valueIn: (unit: string) => `Value, in ${unit}`,
  rater: (position: number) => `Rater ${whole(position)}`,
  raterName: (position: number) => `Name of rater ${whole(position)}`,
  raterHint: "name",
  speaksOf: "Speaks of",
  whole: "the whole",
  add: "Add a rater",
  remove: (name: string) => `Remove ${name}`,
  removeShort: "Remove",
  from: "At least",
  to: "At most",
  confidence: "Confidence, %",
  note: "Note",
  more: "Range, confidence, note",
  choice: (rater: string, level: string, text: string) => `${rater}, level ${level}: ${text}`,
  field: (rater: string, field: string) => `${field}, ${rater}`,
  needsName: "With several columns, each needs a name.",
  needsValue: "Not counted yet: choose a level.",
  needsNumber: "Not counted yet: write a value.",
  needsBoth: "Write both ends, or neither.",
  twice: "Another column has this name.",
  percent: "Write a number from 0 to 100.",
  combinedTitle: "Together",
  combined: (value: string, how: string) => `${value}${how === "" ? "" : `, ${how}`}.`,
  how: (raters: string, n: number, members: string | null) =>
    [n > 1 ? `${raters} of ${count(n, "rater", "raters")}` : "", members === null ? "" : (MEMBERS[members] ?? members)]
      .filter((part) => part !== "")
      .join("; "),
  gap: (gap: number) => `The sides are ${raw(gap)} apart.`,
  nothing: "No value yet.",
  worth: (value: number) => `On the scale: ${points(value)}.`,
  agreementTitle: "Agreement of the raters",
  clear: "Clear this cell",
} as const;

const MEMBERS: Record<string, string> = {
  weakest: "the weaker side counts",
  mean: "mean of the sides",
  "weighted-mean": "weighted mean of the members",
  one: "one member counts",
};
