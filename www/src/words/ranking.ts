/** The ranked table and its bars. */

import { list, percent, points, raw, whole } from "../numbers.js";

/** Texts of the ranking. */
export const ranking = {
  rankingOf: (period: number | null) => (period === null ? "Ranking" : `Ranking ${period}`),
  ranked: (ranked: number, all: number) => (ranked === 0 ? "None ranked" : `${whole(ranked)} of ${whole(all)} ranked`),
  observedIn: ({ observed, expected }: { observed: number; expected: number }) =>
    `${whole(observed)} of ${whole(expected)} indicators observed`,
  onlyPolled: (polled: number) => `Only those with a poll (${whole(polled)})`,
  caption: "Partnerships by rank, with the points each dimension adds to the score",
  keys: "Up and down move between partnerships, left and right along the bar, Enter opens one.",
  rank: "Rank",
  partnership: "Partnership",
  score: "Score",
  scoreUnit: (lower: number, upper: number) => `${raw(lower)} to ${raw(upper)}`,
  pointsBy: "Points by dimension",
  observed: "Observed",
  observedUnit: "indicators",
  none: "\u2013",
  notRanked: "not ranked",
  notScored: "no score",
  tied: (rank: number) => `${whole(rank)}=`,
  up: (by: number) => `up ${whole(by)}`,
  down: (by: number) => `down ${whole(by)}`,
  coverage: (observed: number, expected: number) => `${whole(observed)} of ${whole(expected)}`,
  noPoll: "no poll",
  pollOf: (period: number) => `poll of ${period}`,
  contested: "contested",
  missing: (missing: number) => `${whole(missing)} missing`,
  missingNames: (names: string[]) => `No value for ${list(names)}`,
  unsure: "where missing values could put it",
  unsureRange: (lower: number, upper: number) =>
    `Its missing values could put the score anywhere between ${points(lower)} and ${points(upper)}.`,
  segment: (name: string, value: number, score: number | null) =>
    score === null || score <= 0
      ? `${name}: ${points(value)} points`
      : `${name}: ${points(value)} of ${points(score)} points, ${percent(value / score)} of the score`,
  notASum: "Score (not a sum of its dimensions)",
  barSaid: (parts: { name: string; value: number }[]) =>
    parts.map(({ name, value }) => `${name} ${points(value)}`).join(", "),
  barEmpty: "no points: not ranked",
  rankAnyway: "Rank anyway",
  rankAnywayHint: "Such ranks rest on fewer indicators: do not compare them with other years.",
  lifted: "Changed by you: years and partnerships with too little observed are ranked too.",
  restore: "Back to the study's own rule",

  nothingObserved: "Nothing is observed in this study yet, so there is no ranking. Where to begin:",
  beginRubrics: (unit: string) => `Score the rubrics of ${unit}`,
  beginData: "Enter values in the table",
  add: "Add a partnership",
  addedMark: "added by you",
} as const;

/** The visible word for what a partnership lacks; its coverage says how much that is. */
export function lacks(poll: boolean, others: number): string {
  if (!poll) return ranking.noPoll;
  return others > 0 ? ranking.missing(others) : "";
}
