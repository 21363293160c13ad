/** What a line of the ranking says of a partnership beside its numbers: the pieces of its bar, and what it lacks. */

import type { UnitScore } from "comity";
import type { Segment } from "./bar.js";
import { OPINION } from "./scored.js";
import type { Store } from "./store.js";
import { descendants } from "./tree.js";
import { lacks, problems, words } from "./words.js";

/** What each dimension adds to the score, in the tree's order. */
export function segmentsOf(store: Store, unit: UnitScore): Segment[] {
  if (unit.score === null || !store.treed) return [];
  const parts = store.root.children.flatMap(({ id, name, hue }): Segment[] => {
    const part = unit.parts[store.indexOf(id)];
    return part === undefined || part.contribution === null
      ? []
      : [{ name, hue, value: part.contribution, shown: part.shown ?? part.contribution }];
  });
  // Where the dimensions do not add up to the score, its bar is one piece.
  const { lower } = store.card.scale;
  return parts.length > 0
    ? parts
    : [{ name: words.notASum, hue: "plain", value: unit.score - lower, shown: unit.score }];
}

/** What is missing, in a word and by name. */
export function lackOf(store: Store, unit: UnitScore): { word: string; names: string } | null {
  if (!store.treed) return incomplete(store, unit);
  const absent = (id: string): boolean => (unit.parts[store.indexOf(id)]?.value ?? null) === null;
  const missing = descendants(store.root).filter(({ id, kind }) => kind === "indicator" && absent(id));
  if (missing.length === 0) return aged(store, unit);
  const poll = store.opinion === null || !absent(OPINION);
  return { word: lacks(poll, missing.length), names: words.missingNames(missing.map(({ name }) => name)) };
}

/** What a ranking without the tree misses of a unit that it does not rank. */
function incomplete(store: Store, { notes, coverage }: UnitScore): { word: string; names: string } | null {
  const note = notes.filter(({ code }) => code === "unit-incomplete");
  const missing = coverage.expected - coverage.observed;
  if (note.length === 0 || missing === 0) return null;
  return { word: words.missing(missing), names: problems(note, (id) => store.nameOf(id)).join(" ") };
}

/** A poll that is not of this period, in a word. */
function aged(store: Store, { notes }: UnitScore): { word: string; names: string } | null {
  const old = notes.find(
    ({ code, args }) => code === "value-aged" && store.parentOf(String(args.indicator)) === OPINION,
  );
  if (old === undefined) return null;
  return { word: words.pollOf(Number(old.args.observed)), names: problems([old], (id) => store.nameOf(id)).join(" ") };
}
