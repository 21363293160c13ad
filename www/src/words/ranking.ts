/** The ranked table and its bars. */

import type { FigureName, RankedBy } from "comity";
import { figure, list, percent, points, raw, whole } from "../numbers.js";

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
  figures: "Beside it",
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

/** What the scores are, for the head of their column. */
export const scoreName = ({ kind, measure }: RankedBy): string =>
  kind === "index" ? ranking.score : measure.charAt(0).toUpperCase() + measure.slice(1);

/** Between which ends scores lie, and which way is better where that is not plain. */
export function scoreEnds({ kind, bounds, higherIsBetter }: RankedBy): string {
  if (kind === "kernel") return "outranked by nobody outside";
  const ends = bounds === null ? "" : `${raw(bounds.lower)} to ${raw(bounds.upper)}`;
  return [ends, higherIsBetter ? "" : "lower is better"].filter((text) => text !== "").join(", ");
}

/** A score as its ranking gives it. */
export function scoreSaid(score: number, { kind }: RankedBy): string {
  if (kind === "index") return points(score);
  if (kind === "kernel") return score > 0 ? "yes" : "no";
  return figure(score);
}

const FIGURES: Record<FigureName, string> = {
  s: "S (the many)",
  r: "R (the worst off)",
  compromise: "compromise",
  "positive-flow": "speaks for it",
  "negative-flow": "speaks against it",
  descending: "class from above",
  ascending: "class from below",
  "ratio-rank": "rank by ratios",
  "reference-point-rank": "rank by distance",
  "product-rank": "rank by product",
};

/** What a ranking gives beside the score: "speaks for it 0.310, speaks against it 0.120". */
export function figuresSaid(figures: { name: FigureName; value: number | null }[]): string {
  const said = ({ name, value }: (typeof figures)[number]): string[] => {
    if (value === null) return [];
    if (name === "compromise") return value > 0 ? ["cannot be told apart from the first"] : [];
    return [`${FIGURES[name]} ${figure(value)}`];
  };
  return figures.flatMap(said).join(", ");
}

/** The visible word for what a partnership lacks; its coverage says how much that is. */
export function lacks(poll: boolean, others: number): string {
  if (!poll) return ranking.noPoll;
  return others > 0 ? ranking.missing(others) : "";
}
