/** The view of methods. What a method is, the engine says. */

import { count, list, percent, points, raw, whole } from "../numbers.js";

/** A correlation: two decimals, never more sure than it is. */
const tau = (value: number): string => {
  const rounded =
    Math.abs(value) < 1 ? Math.sign(value) * Math.min(0.99, Math.round(Math.abs(value) * 100) / 100) : value;
  return rounded.toFixed(2).replace("-", "\u2212");
};

/** Texts of the view of methods. */
export const methods = {
  title: "Method",
  lead: "How observations become ranks, stage by stage. Each stage has one method in force; choose another and the ranking follows. Undo brings the former back.",
  own: "This is the study\u2019s own method.",
  ofPreset: (title: string) => `This is the preset \u201c${title}\u201d.`,
  changed: (what: string[]) => `Changed by you: ${list(what)}.`,
  changedMark: "changed by you",
  back: "Back to the study\u2019s own method",
  backPreset: "Back to the preset",
  backLead: "The method is the study\u2019s own again.",
  stages: {
    raters: ["Raters", "How the judgements of several raters become one value."],
    members: ["Members", "How the values of a partnership\u2019s members become the partnership\u2019s."],
    combination: ["Years", "Which years\u2019 values make one year\u2019s."],
    screening: ["Screening", "Which partnerships and years hold enough to be ranked."],
    imputation: ["Imputation", "What fills a gap. What is filled is marked."],
    denomination: [
      "Denomination",
      "What values are divided by, so that large and small can be compared. Rubrics are not divided.",
    ],
    treatment: ["Treatment", "How extreme and skewed values are held back. Rubrics are not treated."],
    normalisation: [
      "Normalisation",
      "How a value finds its place on the scale. Rubrics keep their levels unless chosen by themselves.",
    ],
    weighting: ["Weighting", "Whose weights the parts of a dimension have."],
    aggregation: ["Aggregation", "How the parts of a dimension become its score."],
    ranking: ["Ranking", "What decides who is first."],
  } as Record<string, [string, string]>,
  none: "No rule: all are ranked",
  ways: (ways: number) => (ways === 1 ? "Change it" : `${count(ways, "way", "ways")} to do it`),
  for: "For",
  scopeOthers: (kind: "dimension" | "indicator", exceptions: number) =>
    exceptions === 0 ? `all ${kind}s` : `all ${kind}s without a choice of their own (${whole(exceptions)} have one)`,
  scopeAll: (kind: "dimension" | "indicator") => `all ${kind}s, own choices set aside`,
  exceptions: (exceptions: number) => `${count(exceptions, "has a choice of its own", "have choices of their own")}`,
  exceptNames: (name: string, method: string) => `${name}: ${method}`,
  asAll: "As for all",
  asAllOf: (name: string) => `${name}: as for all`,
  use: "Use",
  useOf: (name: string) => `Use ${name}`,
  inForce: "In force",
  anyway: "Use it all the same",
  compare: "Compare",
  compareOf: (name: string) => `Compare ${name}`,
  formula: "Formula and reference",
  formulaParameters: "Formula, reference, parameters",
  formulaWord: "Formula",
  reference: "Reference",
  noReference: "\u2013",
  parameters: "Parameters",
  optional: "may be left empty",
  ends: (lower: number | undefined, upper: number | undefined, initial: unknown) => {
    const between =
      lower !== undefined && upper !== undefined
        ? `${raw(lower)} to ${raw(upper)}`
        : lower !== undefined
          ? `at least ${raw(lower)}`
          : upper !== undefined
            ? `at most ${raw(upper)}`
            : "";
    const unless =
      typeof initial === "number"
        ? `${raw(initial)} unless said`
        : typeof initial === "string"
          ? `${initial} unless said`
          : "";
    return [between, unless].filter((text) => text !== "").join(", ");
  },
  structure: "as in a study\u2019s file, in JSON",
  choose: "\u2013",
  refused: "Not possible here:",
  zeros: "Refused:",
  zeroDecides: (units: string[], child: string, id: string) =>
    `${child} is 0 for ${units.length > 4 ? count(units.length, "partnership", "partnerships") : list(units)}, which would make ${id} 0 whatever the rest is.`,
  zeroOthers: (others: number) => `The same holds for ${count(others, "other indicator", "other indicators")}.`,
  zerosDecide: (units: number) =>
    `A value of 0 would decide the score of ${count(units, "partnership", "partnerships")}, whatever the rest is.`,
  allTied: "It would put everybody, or nearly everybody, on one rank.",
  zeroCure: "A floor above 0 (the lower end of a scale) would avoid it.",
  stays: "The method in force stays.",
  same: "Moves nobody.",
  inWork: "Working out what it would change\u2026",
  moves: (mean: number, largest: number) =>
    `Ranks would move by ${points(mean)} ${mean === 1 ? "place" : "places"} on average, ${whole(largest)} at most.`,
  loses: (lost: number) => `${count(lost, "partnership", "partnerships")} would not be ranked.`,
  gains: (gained: number) => `${count(gained, "more partnership", "more partnerships")} would be ranked.`,
  noRanks: "Nobody would be ranked.",
  changedLead: (stage: string, method: string) => `${stage}: ${method}.`,
  for_: (name: string, of: string) => `${name} (${of})`,

  side: "Methods side by side",
  sideLead:
    "Mark methods above with \u201cCompare\u201d, or choose presets here. Ranks of each, and how far they are from the method in force; where a method leaves somebody unranked, moves are counted among those that both rank.",
  presets: "Presets",
  sideNone: "Nothing is chosen yet.",
  sideForce: "In force",
  sideOwn: "The study\u2019s own method",
  partnership: "Partnership",
  rankUnder: (name: string) => `Rank under: ${name}`,
  remove: (name: string) => `Leave out ${name}`,
  frame: "Ranks under each method",
  agree: "How alike the rankings are",
  agreeLead: "Kendall\u2019s tau: 1 is the same order, 0 no relation, \u22121 the reverse.",
  sideSaid: (name: string, mean: number, most: number, mover: string, agreement: number | null) =>
    `${name}: ${
      most === 0
        ? "the same ranks"
        : `ranks move by ${points(mean)} places on average, ${mover} most (${most < 0 ? "up" : "down"} ${whole(Math.abs(most))})`
    }${agreement === null ? "" : `; Kendall\u2019s tau ${tau(agreement)}`}.`,
  sideRefused: (name: string, why: string) => `${name}: ${why}`,
  save: "Download as CSV",
  notRanked: "not ranked",
  nothing: "\u2013",
  rank: "rank",
  score: "score",
  failed: "comparing methods",
  tau,
  share: percent,
} as const;
