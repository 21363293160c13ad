/** The tree of weights and the weight of public opinion. */

import { percent, whole } from "../numbers.js";

/** Texts of the weights. */
export const weights = {
  opinionTitle: "Public opinion",
  opinionLead: "Public opinion counts for",
  opinionTail: (parent: string, ofScore: number | null) =>
    ofScore === null ? `of ${parent}.` : `of ${parent}, and so for ${percent(ofScore)} of the score.`,
  opinionScales: (weight: number) =>
    `Public opinion scales the score of all the rest: at half of full support, to ${percent(0.5 ** weight)} of it.`,
  opinionSlider: (parent: string) => `How much public opinion counts for, in percent of ${parent}`,
  opinionWithout: (without: number, all: number) =>
    without === 0
      ? `All ${whole(all)} have a recent poll.`
      : `${whole(without)} of ${whole(all)} have no recent poll: they are scored without it.`,

  weights: "Weights",
  weightsTitle: "What counts, and for how much",
  weightsLead:
    "Move one, and the others of its group make room and keep their proportions: a group always adds up to 100 %.",
  share: "Share of its group",
  ofScore: "Of the score",
  theScore: "the score",
  unchanged: "All weights are the study's own.",
  changedWeights: (changed: number, all: number) => `${whole(changed)} of ${whole(all)} weights changed.`,
  reset: "Reset weights",
  was: (share: number) => `was ${percent(share)}`,
  shareOf: (name: string, parent: string) => `Weight of ${name}, in percent of ${parent}`,
  onlyChild: "the only indicator here",
  showIndicators: (name: string) => `Indicators of ${name}`,
} as const;
