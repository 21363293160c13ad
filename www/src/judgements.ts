/** What raters say of one cell, as fields that a person fills in, and as the study holds it. */

import type { Observation } from "comity";
import { byHand, type Cell, isJudged, type Place } from "./edits.js";
import { numberOf } from "./parse.js";

/** One column of fields: a rater, a member, or (alone and without a name) the cell itself. All as written. */
export interface Draft {
  rater: string;
  /** The member it speaks of; empty: the whole partnership. */
  of: string;
  value: string;
  low: string;
  high: string;
  confidence: string;
  note: string;
}

export type Field = keyof Draft;

/** What is wrong with a field of a column. */
export type Wrong = "needsName" | "needsValue" | "needsBoth" | "twice" | "percent" | "noNumber" | "comma";

export interface Fault {
  column: number;
  field: Field;
  wrong: Wrong;
}

export const BLANK: Draft = { rater: "", of: "", value: "", low: "", high: "", confidence: "", note: "" };

const text = (value: number | null | undefined): string => (value === null || value === undefined ? "" : String(value));

/** The fields that say what a cell holds; one blank column where it holds nothing. */
export function draftsOf(cell: Cell): Draft[] {
  const draft = (
    { rater = "", of = "", range, confidence, note = "" }: Partial<Observation>,
    value: string,
  ): Draft => ({
    rater,
    of,
    value,
    low: text(range?.[0]),
    high: text(range?.[1]),
    confidence: confidence === undefined ? "" : text(Math.round(confidence * 1e4) / 100),
    note,
  });
  if (!isJudged(cell)) return [draft(cell.observations[0] ?? {}, text(cell.value))];
  return cell.observations.map((observation) => draft(observation, text(observation.value)));
}

/** The cell that columns of fields say, or what is wrong with each field. Blank columns say nothing. */
export function cellFrom(
  drafts: Draft[],
  place: Place,
  before: Cell,
  note: string,
): { cell: Cell } | { faults: Fault[] } {
  const said = drafts.map((draft, column) => ({ draft, column })).filter(({ draft }) => !isBlank(draft));
  const faults: Fault[] = [];
  const number = (column: number, field: Field, written: string): number | null => {
    const read = numberOf(written);
    if (!("wrong" in read)) return read.value;
    faults.push({ column, field, wrong: read.wrong === "comma" ? "comma" : "noNumber" });
    return null;
  };
  const judged = said.length > 1 || said.some(({ draft }) => draft.rater.trim() !== "" || draft.of !== "");
  const names = new Map<string, number>();
  const read = said.map(({ draft, column }) => {
    const rater = draft.rater.trim();
    if (judged && rater === "" && draft.of === "") faults.push({ column, field: "rater", wrong: "needsName" });
    const name = JSON.stringify([rater, draft.of]);
    if (names.has(name) && rater !== "") faults.push({ column, field: "rater", wrong: "twice" });
    names.set(name, column);
    const value = number(column, "value", draft.value);
    if (value === null && !faults.some((fault) => fault.column === column && fault.field === "value"))
      faults.push({ column, field: "value", wrong: "needsValue" });
    const low = number(column, "low", draft.low);
    const high = number(column, "high", draft.high);
    if ((low === null) !== (high === null))
      faults.push({ column, field: low === null ? "low" : "high", wrong: "needsBoth" });
    const percent = number(column, "confidence", draft.confidence);
    if (percent !== null && (percent < 0 || percent > 100))
      faults.push({ column, field: "confidence", wrong: "percent" });
    const about = draft.note.trim();
    const detail = {
      ...(percent === null ? {} : { confidence: percent / 100 }),
      ...(about === "" ? {} : { note: about }),
      ...(low === null || high === null ? {} : { range: [low, high] as [number, number] }),
    };
    const who = { ...(rater === "" ? {} : { rater }), ...(draft.of === "" ? {} : { of: draft.of }) };
    return { value, detail, who };
  });
  if (faults.length > 0) return { faults };
  const [only] = read;
  if (only === undefined) return { cell: { value: null, observations: [] } };
  if (judged)
    return {
      cell: {
        value: null,
        observations: read.flatMap(({ value, detail, who }) =>
          value === null ? [] : [kept({ ...place, ...who, value, ...detail }, before)],
        ),
      },
    };
  return { cell: plain(place, only.value, only.detail, before, note) };
}

/** A cell that holds a number, with its details. A number of the reader's own loses what was said of the one before. */
function plain(place: Place, value: number | null, detail: Partial<Observation>, before: Cell, note: string): Cell {
  const [was] = before.observations;
  const fresh = value !== before.value;
  const hand = byHand(place, value, note);
  const { note: about, ...rest } = detail;
  const own = about === undefined || (fresh && about === was?.note) ? {} : { note: about };
  const { source, sd } = was ?? {};
  const base = fresh
    ? hand.observations[0]
    : { ...(source === undefined ? {} : { source }), ...(sd === undefined ? {} : { sd }) };
  const observation = { ...base, ...rest, ...own };
  return { value, observations: Object.keys(observation).length === 0 ? [] : [{ ...place, ...observation }] };
}

/** A judgement with what it had and the fields do not show: its source, its spread. */
function kept(judgement: Observation, { observations }: Cell): Observation {
  const was = observations.find(
    ({ rater, of, value }) => rater === judgement.rater && of === judgement.of && value === judgement.value,
  );
  return {
    ...(was?.source === undefined ? {} : { source: was.source }),
    ...(was?.sd === undefined ? {} : { sd: was.sd }),
    ...judgement,
  };
}

const isBlank = (draft: Draft): boolean => Object.values(draft).every((field: string) => field.trim() === "");
