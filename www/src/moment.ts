/** All that undo brings back, that the browser keeps, and that a named study holds: a study and how it is looked at. */

import type { Method, StudyDocument, Weight } from "comity";
import type { Cell, Edit } from "./edits.js";

export interface Moment {
  key: string;
  /** The study with the reader's edits, whatever preset or rule is laid over it. */
  source: StudyDocument;
  edits: Edit[];
  /** Units that the reader added, by id. */
  added: string[];
  preset: string | null;
  objective: string | null;
  /** The method that the reader made of the preset's or the study's own; `null`: none. */
  method: Method | null;
  lifted: boolean;
  period: number;
  weights: Weight[];
  onlyPolled: boolean;
}

type Read = Record<string, unknown>;
const isObject = (value: unknown): value is Read => typeof value === "object" && value !== null;
const isText = (value: unknown): value is string => typeof value === "string";
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What was kept, read as carefully as a file: the engine judges the study, and what else does not fit it is left out. */
export function momentOf(kept: unknown): Moment | null {
  if (!isObject(kept) || !isText(kept.key) || !isObject(kept.source)) return null;
  const texts = (value: unknown): string | null => (isText(value) ? value : null);
  const weights = list(kept.weights).filter(isWeight);
  return {
    key: kept.key,
    source: kept.source as unknown as StudyDocument,
    edits: list(kept.edits).filter(isEdit),
    added: list(kept.added).filter(isText),
    preset: texts(kept.preset),
    objective: texts(kept.objective),
    method: isObject(kept.method) ? (kept.method as Method) : null,
    lifted: kept.lifted === true,
    period: typeof kept.period === "number" ? kept.period : Number.NaN,
    weights,
    onlyPolled: kept.onlyPolled === true,
  };
}

function isWeight(value: unknown): value is Weight {
  return (
    isObject(value) && isText(value.id) && typeof value.weight === "number" && value.weight >= 0 && value.weight < 1e30
  );
}

function isEdit(value: unknown): value is Edit {
  return (
    isObject(value) &&
    isText(value.unit) &&
    isText(value.indicator) &&
    typeof value.period === "number" &&
    isCell(value.from) &&
    isCell(value.to)
  );
}

function isCell(value: unknown): value is Cell {
  return (
    isObject(value) &&
    (value.value === null || typeof value.value === "number") &&
    Array.isArray(value.observations) &&
    value.observations.every(isObject)
  );
}
