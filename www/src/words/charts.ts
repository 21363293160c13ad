/** The views of charts. */

import type { Estimate } from "comity";
import { ordinal, percent, points, whole } from "../numbers.js";

/** How far the estimate may be off, in whole points of a percent, never said smaller than it is. */
function within({ lower, upper, value }: Estimate): string {
  return whole(Math.max(1, Math.ceil(Math.max(upper - value, value - lower) * 100)));
}

/** A share of draws: what is not all of them, or not none, is not said to be. */
export function portion(share: number): string {
  if (share < 1 && share >= 0.995) return `over ${percent(0.99)}`;
  return share > 0 && share < 0.0005 ? `under ${percent(0.001)}` : percent(share);
}

/** Texts that the views of charts share. */
export const charts = {
  asTable: "As a table",
  stop: "Stop",
  partnership: "Partnership",
  nothing: "\u2013",
} as const;

/** Texts of the view of how sure ranks are. */
export const robust = {
  title: "How sure the ranks are",
  lead: "Each draw varies what is chosen here, scores everybody again and notes the ranks.",
  varies: "What varies",
  sources: {
    weights: "the weights",
    missing: "missing values, guessed from what others have",
    data: "observed values, where a range or several raters are given",
    method: "the method: means, and each indicator left out in turn",
  },
  drawsAsked: "Draws",
  draws: (draws: number) => whole(draws),
  none: "Nothing is ranked in this year, so there are no ranks to be sure of.",
  filtered: "Ranks are worked out among all partnerships: show all of them to see how sure they are.",
  heat: "How often each partnership takes each rank",
  heatAxis: "Rank",
  heatSaid: (name: string, share: Estimate, of: string, best: number, worst: number) =>
    `${name} is first in ${portion(share.value)} of ${of}, \u00b1\u00a0${within(share)}; its rank lies between ${ordinal(best)} and ${ordinal(worst)} in all of them.`,
  pairs: "Who is above whom",
  pairsAxis: "above rank",
  pairSaid: (a: string, b: string, share: Estimate, of: string) =>
    `${a} is above ${b} in ${portion(share.value)} of ${of}, \u00b1\u00a0${within(share)}.`,
  pairFirst: "First partnership",
  pairSecond: "Second partnership",
  failed: "working out how far weights may move",
  strips: "How far each weight may move",
  stripsLead: (first: string) =>
    `Exact, one weight at a time, the others keeping their proportions: where the bar is dark, ${first} stays first; each tick is a swap, the tall mark the weight now.`,
  stripsNearest: (node: string, from: number, to: number, ahead: string, behind: string) =>
    `The nearest change: with ${node} at ${percent(to)} instead of ${percent(from)}, ${ahead} overtakes ${behind}.`,
  stripsNever: (first: string) => `No single weight, however it moves, takes the first place from ${first}.`,
  stripNode: "Weight",
  stripNow: "Now",
  stripStays: "First stays first",
  stripOrder: "No swap at all",
  stripNext: "Nearest swap",
  stripFlip: (share: number, ahead: string, behind: string) => `${percent(share)}: ${ahead} passes ${behind}`,
  interval: (lower: number, upper: number) => `${percent(lower)} to ${percent(upper)}`,
} as const;

/** Texts of the view of what ranks depend on. */
export const drivers = {
  title: "What drives the ranks",
  lead: "What varies is what the view \u201cHow sure\u201d says; here is which part of it moves the ranks.",
  working: (share: number) => `Scoring the study some hundred thousand times: ${percent(share)} done`,
  stopped: "Stopped.",
  again: "Work it out again",
  failed: "working out what drives the ranks",
  said: (draws: number, scorings: number, seed: number) =>
    `${whole(draws)} base draws, ${whole(scorings)} scorings, seed ${whole(seed)}.`,
  unranked: "Nothing is ranked in this year, so nothing drives the ranks.",
  nothingVaries: "Nothing varies, so nothing drives the ranks: choose what varies in the view \u201cHow sure\u201d.",
  shift: "What moves the ranks",
  shiftSaid: (name: string, share: number, mean: number) =>
    `A rank moves by ${points(mean)} places on average. Most of how much they move comes from this: ${name}, ${percent(Math.max(0, share))} together with the others.`,
  unit: (name: string) => `What moves the rank of ${name}`,
  unitSaid: (name: string, share: number) =>
    `Most of the variation of its rank comes from this: ${name}, ${percent(Math.max(0, share))} together with the others.`,
  hardly: "Its rank hardly varies, so there is little to take apart; the intervals are wide.",
  constant: "It is the same in all draws.",
  unitNone: "Some draws leave it without a score, so its rank is not taken apart.",
  factor: "What varies",
  first: "Alone",
  total: "With others",
  barsKey: "Dark: alone; light: together with the others; the line is the 95 % interval.",
  weights: (name: string) => `Weights within ${name}`,
  weightsTop: "Weights of the dimensions",
  missing: (name: string) => `Missing: ${name}`,
  data: (name: string) => `Uncertain: ${name}`,
  method: "How values are added up",
  leftOut: "Which indicator is left out",
  out: "Leaving one indicator or dimension out",
  outSaid: (name: string, mean: number, largest: number) =>
    `Leaving out ${name} changes most: ranks move by ${points(mean)} places on average and ${whole(largest)} at most.`,
  outName: "Left out",
  outMean: "Mean shift",
  outLargest: "Largest",
  outWho: "Who moves most",
  outMove: (name: string, by: number) => `${name} ${by < 0 ? "\u25b2" : "\u25bc"}\u00a0${whole(Math.abs(by))}`,
  information: "What would be worth knowing",
  informationSaid: (what: string, share: Estimate) =>
    `If one thing were known, ${what} would settle most: ${percent(Math.max(0, share.value))} of the variation of all ranks.`,
  informationNone: "No value is uncertain or missing.",
  cell: (indicator: string, unit: string) => `${indicator} of ${unit}`,
  settled: "Would settle",
  estimate: ({ value, lower, upper }: Estimate) =>
    `${percent(Math.max(0, value))} (${percent(Math.max(0, lower))} to ${percent(Math.max(0, upper))})`,
} as const;
