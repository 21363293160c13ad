/** How sure ranks are, on the first screen. */

import type { Uncertainty } from "comity";
import { list, ordinal, whole } from "../numbers.js";

/** Texts of the rank whiskers. */
export const doubt = {
  range: "Rank range",
  rangeUnit: "90 % of draws",
  drawing: "working out how sure the ranks are",
  sureQuestion: "How sure are you of the weights?",
  sure: { very: "very", fairly: "fairly", hardly: "hardly" },
  sureHint: {
    very: "a quarter of the score may be 21 to 29 %",
    fairly: "a quarter of the score may be 17 to 33 %",
    hardly: "a quarter of the score may be 8 to 42 %",
  },
  rangeComing: "rank range still being worked out",
  drawsDone: (draws: number, seed: number) => `${whole(draws)} draws, seed ${whole(seed)}`,
  drawsComing: (made: number, asked: number, seed: number) =>
    `${whole(made)} of ${whole(asked)} draws so far, seed ${whole(seed)}`,
  drawsStopped: (made: number, seed: number) => `stopped at ${whole(made)} draws, seed ${whole(seed)}`,
  rangesOfAll: "Rank ranges are worked out among all partnerships, so they are not shown while some are left out.",
  viewRobust: "How sure",
  viewDrivers: "What drives it",
} as const;

/** What varied, as a reader says it. */
export function varied({ varied }: Uncertainty): string {
  const what = [
    ...(varied.weights.length > 0 ? ["weightings"] : []),
    ...(varied.missing > 0 ? ["guesses at missing values"] : []),
    ...(varied.data > 0 ? ["readings of the data"] : []),
    ...(varied.variants > 1 || varied.leftOut > 0 ? ["methods"] : []),
  ];
  return what.length === 0 ? "cases" : list(what);
}

/** "between 1st and 4th". */
export function between(low: number, high: number): string {
  return low === high ? `${ordinal(low)}` : `between ${ordinal(low)} and ${ordinal(high)}`;
}

/** "In 90 % of the weightings you allow it is between 1st and 4th." */
export function rangeSentence(found: Uncertainty, low: number, high: number): string {
  return `In 90\u00a0% of the ${varied(found)} you allow it is ${between(low, high)}.`;
}
