/** What is said to those who do not see the page change. */

import { count, list, ordinal, percent } from "../numbers.js";

/** What moved, for those who do not see it move. */
export function announcement(lead: string, moves: { name: string; from: number; to: number }[], said = 3): string {
  if (moves.length === 0) return `${lead} No partnership changed rank.`;
  const first = moves
    .slice(0, said)
    .map(({ name, from, to }) => `${name} moved from ${ordinal(from)} to ${ordinal(to)}`);
  const rest = moves.length - first.length;
  return `${lead} ${list(rest > 0 ? [...first, count(rest, "other moved", "others moved")] : first)}.`;
}

export const leads = {
  weight: (name: string, share: number, parent: string) => `${name} now counts for ${percent(share)} of ${parent}.`,
  reset: "The weights are the study's own again.",
  study: (title: string, ranked: number) => `${title}: ${count(ranked, "partnership ranked", "partnerships ranked")}.`,
  preset: (title: string) => `Preset: ${title}.`,
  objective: (title: string) => `Objective: ${title}.`,
  period: (period: number, ranked: number) =>
    `${period}: ${ranked === 0 ? "not ranked" : count(ranked, "partnership ranked", "partnerships ranked")}.`,
  undone: "Undone.",
  redone: "Redone.",
  edited: (indicator: string, unit: string, period: number) => `${indicator} of ${unit} in ${period} changed.`,
  reverted: (edits: number) => `${count(edits, "edit", "edits")} taken back.`,
  added: (unit: string) => `${unit} added.`,
  removed: (unit: string) => `${unit} removed.`,
  filter: (ranked: number) => `${count(ranked, "partnership ranked", "partnerships ranked")}.`,
};
