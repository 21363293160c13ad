/** One partnership's score taken apart. */

import type { Evidence, RawValue, Trace } from "comity";
import { count, list, ordinal, percent, points, raw, whole } from "../numbers.js";
import { methodName } from "./names.js";
import type { Names } from "./problems.js";
import { scoreSaid } from "./ranking.js";

/** Texts of the partnership. */
export const partnership = {
  chosen: "Where the score comes from",
  chooseTitle: "Where a score comes from",
  choose: "Choose a partnership in the table to see its score taken apart, down to each source.",
  doubts: "What to bear in mind",
  value: "Value",
  weight: "Weight",
  pointsAdded: "Points",
  partsCaption: (lower: number, upper: number) =>
    `Value (${raw(lower)} to ${raw(upper)}) × weight = points; the dimensions' points add up to the score.`,
  total: "Score",
  partsWeights: (method: string) =>
    `${method} reads the values themselves: each counts by its weight, and has no points of its own.`,
  outranks: "Outranks",
  outranksNone: "It outranks nobody.",
  outranksAll: (names: string[]) => `It outranks ${list(names)}.`,
  noValue: "no value",
  source: "Source",
  tier: (tier: "A" | "B") =>
    tier === "A"
      ? "Tier A: open licence, government work or single quoted figures"
      : "Tier B: free to use with citation, owner's terms not seen",
  licence: (text: string) => `Terms as seen: ${text}`,
  noSource: "no source stated",
  observations: "Observations",
  edited: (was: string) => `edited, was ${was}`,
  judgedBefore: "judged",
  putBack: "Put back",
  valueOf: (indicator: string, unit: string, period: number) => `${indicator} of ${unit} in ${period}`,
  judge: "Score with raters",
  judgedHere: "Change what raters or members say",
  remove: "Remove this partnership",
  removeHint: "You added it; undo brings it back.",
  about: "About this indicator",
  scale: "Scale",
  weightLabel: "Weight",
} as const;

/** "South Korea scores 71.3 and ranks 2nd of 40." `period` where the study has several; of other rankings: "…, net flow: 0.213." */
export function sentence(trace: Trace, shown: number | null, period: number | null, names: Names): string {
  const { name, rank, ranked, tiedWith } = trace;
  if (rank === null || shown === null) return `${name} is not ranked${period === null ? "" : ` in ${period}`}.`;
  const shared = tiedWith.length > 0 ? `, level with ${list(tiedWith.map(names))}` : "";
  if (trace.ranking.kind !== "index")
    return `${name} ranks ${ordinal(rank)} of ${whole(ranked)}${shared}; ${trace.ranking.measure}: ${scoreSaid(shown, trace.ranking)}.`;
  return `${name} scores ${points(shown)} and ranks ${ordinal(rank)} of ${whole(ranked)}${shared}.`;
}

/** Where a value lies on the scale, and whose choice the scale's ends are. */
export function reading({ normalisation, direction, basis, unitOfMeasure }: Evidence): string {
  const { method, lower, upper } = normalisation;
  const kinds: Record<string, string> = {
    goalposts: "Straight scale",
    "log-saturation": "Log scale",
    "min-max": "Straight scale",
    "rubric-level": "Levels",
  };
  const kind = kinds[method] ?? methodName(method);
  if (lower === null || upper === null) return `${kind}.`;
  const [from, to] = direction === "lower-is-better" ? [upper, lower] : [lower, upper];
  const best =
    typeof direction === "string"
      ? `from ${raw(from)} (worst) to ${raw(to)} (best)`
      : `from ${raw(lower)} to ${raw(upper)}, best at ${"target" in direction ? raw(direction.target) : direction.range.map(raw).join(" to ")}`;
  const unit = basis === "rubric" ? "" : `, in ${unitOfMeasure}`;
  const slowing = method === "log-saturation" ? "; each further one counts less than the one before" : "";
  const bases: Record<Evidence["basis"], string> = {
    judgement: "The ends are a project judgement, ours to argue with.",
    cited: "The ends are cited from a source.",
    method: "The ends are this study's choice.",
    data: "The ends are the lowest and highest partnerships present.",
    rubric: "The ends are the rubric's lowest and highest level.",
  };
  return `${kind} ${best}${unit}${slowing}. ${bases[basis]}`;
}

/** How the observations became one value. */
export function combined({ combination, raw: values, age }: Evidence): string {
  const { method, years = 1 } = combination;
  const periods = values.map(({ period }) => period);
  if (periods.length === 0) return "";
  // Several raters or sides speak of one year.
  const [first, last] = [Math.min(...periods), Math.max(...periods)];
  const span = first === last ? String(first) : `${first}\u2013${last}`;
  if (method === "mean") return `mean of ${span}`;
  if (method === "sum") return `sum of ${span}`;
  if (method === "latest" && age !== null && age > 0) return `${span}, newest within ${count(years, "year", "years")}`;
  return span;
}

/** A value with its unit; a unit that is more than a word or two stands in brackets. */
function inUnits(value: string, unit: string): string {
  if (unit === "level") return `level ${value}`;
  return unit.includes(",") ? `${value} (${unit})` : `${value} ${unit}`;
}

/** A value with its unit of measure; a rubric's level with its text. */
export function measured(value: number, { unitOfMeasure, level }: Pick<Evidence, "unitOfMeasure" | "level">): string {
  return level === null ? inUnits(raw(value), unitOfMeasure) : `${raw(value)}: ${level}`;
}

/** One observation, with its spread where it has one. */
export function observed({ value, range, sd }: RawValue, unit: string): string {
  return inUnits(raw(value), unit) + spread({ range, sd });
}

/** The same without the value, which stands before it in a field. */
export function unitAndSpread({ range, sd }: RawValue, unit: string): string {
  return (unit === "level" ? "" : unit) + spread({ range, sd });
}

function spread({ range, sd }: Pick<RawValue, "range" | "sd">): string {
  if (range !== null) return ` (between ${raw(range[0])} and ${raw(range[1])})`;
  return sd === null ? "" : ` (± ${raw(sd)})`;
}

export const weightSaid = (share: number, applied: number | null, parent: string): string =>
  applied === null
    ? `${percent(share)} of ${parent}; not used here, because the value is missing.`
    : Math.abs(applied - share) < 0.0005
      ? `${percent(share)} of ${parent}.`
      : `${percent(share)} of ${parent}; ${percent(applied)} here, after what is missing was left out.`;

export const contested = (why: string): string => `Contested: ${why}`;
