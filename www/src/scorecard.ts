/** The scorecard as tables: the numbers with all their digits, a row a partnership. */

import type { Doubt } from "./doubt.js";
import type { Handover } from "./handover.js";
import type { Store } from "./store.js";
import { descendants } from "./tree.js";
import { sharing } from "./words/sharing.js";
import { words } from "./words.js";

/** A cell; `null`: nothing there, which is not zero. */
export type Cell = string | number | null;

export interface Table {
  name: string;
  /** The first row holds the headings. */
  rows: Cell[][];
}

/** Ranks, scores, ranges and parts. Columns of a node are its value and, after `points:`, what it adds to the score. */
export function scores({ card, hash, period, simulation }: Handover, store: Store, doubt: Doubt): Table {
  const places = new Map(card.nodes.map(({ id }, at) => [id, at]));
  const nodes = descendants(store.root).map(({ id }) => ({ id, at: places.get(id) ?? -1 }));
  const ranged = simulation !== null && doubt.complete;
  const head = ["rank", "tied", "id", "name", "score"];
  const rows = card.units.map((unit): Cell[] => {
    const ranks = ranged ? doubt.of(unit.id)?.ranks : undefined;
    return [
      unit.rank,
      unit.rank === null ? null : String(unit.tiedWith.length > 0),
      unit.id,
      unit.name,
      unit.score,
      ...(ranged ? [ranks?.p5.value ?? null, ranks?.p95.value ?? null] : []),
      unit.possible?.lower ?? null,
      unit.possible?.upper ?? null,
      unit.coverage.observed,
      unit.coverage.expected,
      ...nodes.map(({ at }) => unit.parts[at]?.value ?? null),
      ...nodes.map(({ at }) => unit.parts[at]?.contribution ?? null),
      period,
      hash,
    ];
  });
  const range = ranged ? ["rank_p5", "rank_p95"] : [];
  const tail = nodes.map(({ id }) => `points:${id}`);
  const coverage = ["possible_lower", "possible_upper", "observed", "expected"];
  return {
    name: sharing.sheets.scores,
    rows: [[...head, ...range, ...coverage, ...nodes.map(({ id }) => id), ...tail, "period", "study_hash"], ...rows],
  };
}

/** What each node weighs. */
export function weights({ card }: Handover, store: Store): Table {
  const rows = card.nodes.map(({ id, parent, kind, weight, share, effectiveWeight }): Cell[] => [
    id,
    store.nameOf(id),
    parent,
    kind,
    weight,
    share,
    effectiveWeight,
  ]);
  return {
    name: sharing.sheets.weights,
    rows: [["id", "name", "parent", "kind", "weight", "share", "effective_weight"], ...rows],
  };
}

/** What the tables are of. */
export function about({ document, card, period, hash, simulation, choices }: Handover): Table {
  const { about } = sharing;
  return {
    name: sharing.sheets.about,
    rows: [
      [about.study, document.title],
      [about.period, period],
      [about.hash, hash],
      [about.engine, card.engine],
      [about.choices, choices.join("; ") || null],
      ...(simulation === null
        ? []
        : [[about.draws, simulation.draws] as Cell[], [about.seed, simulation.seed] as Cell[]]),
      [about.caution, words.caution],
    ],
  };
}

/** A table as comma separated text (RFC 4180). */
export function csv({ rows }: Table): string {
  return rows.map((row) => `${row.map(written).join(",")}\r\n`).join("");
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front, as in the engine's own tables. */
function written(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r\n\0']/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
