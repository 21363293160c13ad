/** How the score is made, step by step. */

import type { Method, Scorecard } from "comity";
import { list, percent, raw, whole } from "../numbers.js";
import { methodName, methodSaid } from "./names.js";
import type { Names } from "./problems.js";

/** Texts of the method box. */
export const methodBox = {
  method: "How the score is made",
  steps: {
    scale: "Scale",
    weights: "Weights",
    total: "Adding up",
    missing: "Missing values",
    screening: "Who is ranked",
    ranks: "Ranks",
    imputation: "Filled gaps",
    denomination: "Divided by",
    treatment: "Extremes",
  },
  methodChanged: "Changed by you.",
  methodOpen: "Read, change and compare methods",
  readings: (indicators: number) => `How each of the ${whole(indicators)} indicators is read`,
  sources: (sources: number) => `Sources (${whole(sources)})`,
  contestedMark: "Contested.",
  hash: "content hash",
  engine: (version: string) => `Comity engine ${version}`,
  nothingLeaves: "Everything is computed on this machine; nothing you do here is sent anywhere.",
} as const;

/** What the method does, a sentence a step. */
export function method(
  card: Scorecard,
  choices: Method,
  equal: boolean,
  names: Names,
): { step: string; text: string }[] {
  const { steps } = methodBox;
  const { defaults = {}, nodes = [], screening } = choices;
  const treed = card.ranking.kind === "index";
  const scales = new Set([defaults, ...nodes].map(({ normalisation }) => nameOf(normalisation ?? "goalposts")));
  const ends = `from ${raw(card.scale.lower)} (worst) to ${raw(card.scale.upper)} (best)`;
  const except = (
    choice: "aggregation" | "missing" | "weighting" | "imputation" | "treatment" | "denomination",
  ): string => {
    const others = nodes.filter((node) => node[choice] !== undefined && node[choice] !== defaults[choice]);
    return others.length === 0 ? "" : ` Not so: ${list(others.map(({ id }) => names(id)))}.`;
  };
  const stated = (choice: "imputation" | "treatment" | "denomination"): { step: string; text: string }[] => {
    const all = [defaults, ...nodes].map((one) => nameOf(one[choice] ?? "none"));
    if (all.every((one) => one === "none")) return [];
    return [{ step: steps[choice], text: `${methodName(nameOf(defaults[choice] ?? "none"))}.${except(choice)}` }];
  };
  const placed = [...scales].filter((scale) => !FIXED.has(scale));
  const weighting = nameOf(defaults.weighting ?? "given");
  const aggregation = nameOf(defaults.aggregation ?? "arithmetic");
  return [
    ...stated("imputation"),
    ...stated("denomination"),
    ...stated("treatment"),
    ...(treed
      ? [
          {
            step: steps.scale,
            text: [
              placed.length > 0
                ? `Each value is placed ${ends} by what is observed (${list(placed.map(methodSaid))}), so adding a partnership may move others.`
                : `Each value is placed between fixed ends, ${ends}, so adding a partnership moves no other.`,
              scales.has("log-saturation")
                ? "Counts are read on a log scale: the thirteenth exercise is not worth the first."
                : "",
            ].join(" "),
          },
        ]
      : []),
    {
      step: steps.weights,
      text:
        weighting !== "given" && weighting !== "equal"
          ? `By default the weights are those of ${methodSaid(weighting)}.${except("weighting")}`
          : equal
            ? "By default all dimensions weigh the same, and so do the indicators within each."
            : "By default the weights are the study's own.",
    },
    ...(treed
      ? [
          {
            step: steps.total,
            text: (AGGREGATION[aggregation] ?? `${methodName(aggregation)} at every level.`) + except("aggregation"),
          },
          { step: steps.missing, text: MISSING[defaults.missing ?? "rescale"] + except("missing") },
        ]
      : [{ step: steps.missing, text: "A partnership that lacks any value is not ranked." }]),
    {
      step: steps.screening,
      text:
        screening === undefined
          ? "Every year and every partnership with a score is ranked, however little is observed."
          : `A year is ranked when at least ${percent(screening.period ?? 0)} of the indicators are observed, a partnership when at least ${percent(screening.unit ?? 0)} of its own are.`,
    },
    {
      step: steps.ranks,
      text: `${treed ? "" : `${methodName(card.ranking.method)}, from the values themselves, on a scale of its own. `}Equal scores share a rank, marked =, and the next rank is left out.`,
    },
  ];
}

/** Normalisations between ends that no other partnership moves. */
const FIXED = new Set(["goalposts", "log-saturation", "saturating", "s-shaped", "piecewise-linear", "rubric-level"]);

const AGGREGATION: Record<string, string> = {
  arithmetic: "Weighted mean at every level: a low value can be made up for by a high one.",
  geometric: "Weighted geometric mean at every level: a low value can only in part be made up for.",
};

const MISSING = {
  rescale:
    "Never counted as zero: the weights of what is present are scaled up, the row says so, and the hatched part of its bar shows what the missing values could change.",
  "leave-missing": "A dimension with a missing value is missing too.",
  refuse: "Not accepted: nothing is scored while a value is missing.",
};

const nameOf = (choice: string | { method: string }): string => (typeof choice === "string" ? choice : choice.method);
