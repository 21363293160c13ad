/** Changes to a study's data as the page makes them: each gives a new document and leaves the old one as it was. */

import type { Column, Dataset, Observation, StudyDocument, Unit } from "comity";

/** One cell of a dataset. */
export interface Place {
  unit: string;
  indicator: string;
  period: number;
}

/** What a cell holds: its number, or the judgements that stand for it, and details such as a note or a range. */
export interface Cell {
  value: number | null;
  observations: Observation[];
}

/** A cell that the reader changed: what it held in the study, and what it holds now. */
export interface Edit extends Place {
  from: Cell;
  to: Cell;
}

/** What values of the reader's own cite, so that none is taken for the source's. */
const BY_HAND = { id: "by-hand", citation: "Entered by hand on this page." };

const at = (place: Place) => (other: Place) =>
  other.unit === place.unit && other.indicator === place.indicator && other.period === place.period;

/** Where everything is in a dataset. */
interface Index {
  rows: Map<string, number>;
  columns: Map<string, Column>;
  observations: Map<string, Observation[]>;
}

const keyOf = ({ unit, indicator, period }: Place): string => JSON.stringify([unit, indicator, period]);

/** Made once a document: a table asks for every cell. */
const indexes = new WeakMap<Dataset, Index>();

function indexOf(dataset: Dataset): Index {
  const known = indexes.get(dataset);
  if (known !== undefined) return known;
  const observations = new Map<string, Observation[]>();
  for (const observation of dataset.observations ?? []) {
    const key = keyOf(observation);
    const others = observations.get(key);
    if (others === undefined) observations.set(key, [observation]);
    else others.push(observation);
  }
  const index = {
    rows: new Map(dataset.units.map(({ id }, row) => [id, row])),
    columns: new Map(dataset.indicators.map((column) => [column.id, column])),
    observations,
  };
  indexes.set(dataset, index);
  return index;
}

/** Where a cell stands in its column; `null`: the study has no such cell. */
function positionIn(dataset: Dataset, { unit, period }: Place): number | null {
  const row = indexOf(dataset).rows.get(unit);
  const year = dataset.periods.indexOf(period);
  return row === undefined || year < 0 ? null : row * dataset.periods.length + year;
}

/** What a cell holds. */
export function cellOf({ dataset }: StudyDocument, place: Place): Cell {
  const position = positionIn(dataset, place);
  const { columns, observations } = indexOf(dataset);
  return {
    value: position === null ? null : (columns.get(place.indicator)?.values[position] ?? null),
    observations: observations.get(keyOf(place)) ?? [],
  };
}

/** Whether judgements stand for the cell's number: of raters, or of members. */
export function isJudged({ observations }: Cell): boolean {
  return observations.some(({ rater, of }) => rater !== undefined || of !== undefined);
}

/** A number that the reader put into a cell, with what it stands in for. */
export function byHand(place: Place, value: number | null, note: string): Cell {
  // Nothing can be said of a cell that holds nothing.
  return { value, observations: value === null ? [] : [{ ...place, source: BY_HAND.id, note }] };
}

/** The study with another content of one cell. */
export function withCell(document: StudyDocument, place: Place, cell: Cell): StudyDocument {
  const { dataset } = document;
  const position = positionIn(dataset, place);
  if (position === null) return document;
  const blank = (): Column => ({
    id: place.indicator,
    values: new Array<null>(dataset.units.length * dataset.periods.length).fill(null),
  });
  const known = dataset.indicators.some(({ id }) => id === place.indicator);
  const indicators = (known ? dataset.indicators : [...dataset.indicators, blank()])
    .map((column) =>
      column.id === place.indicator ? { ...column, values: column.values.with(position, cell.value) } : column,
    )
    // A column that an edit made, and that holds nothing any more, goes with it.
    .filter(({ id, values, source }) => id !== place.indicator || source !== undefined || values.some(isNumber));
  const isHere = at(place);
  const observations = [...(dataset.observations ?? []).filter((other) => !isHere(other)), ...cell.observations];
  return cited({ ...document, dataset: { ...dataset, indicators, observations } });
}

const isNumber = (value: number | null): boolean => value !== null;

/** The list of edits after one more: the first content stays what to go back to, and a cell that is back there is no edit. */
export function withEdit(edits: Edit[], place: Place, from: Cell, to: Cell): Edit[] {
  const { unit, indicator, period } = place;
  const isHere = at(place);
  const first = edits.find(isHere)?.from ?? from;
  const others = edits.filter((edit) => !isHere(edit));
  return same(first, to) ? others : [...others, { unit, indicator, period, from: first, to }];
}

/** Whether two contents are one. */
export function same(a: Cell, b: Cell): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The edit of a cell, if it has one. */
export function editOf(edits: Edit[], place: Place): Edit | undefined {
  return edits.find(at(place));
}

/** The study with one more unit, holding `values` in one period. */
export function withUnit(
  document: StudyDocument,
  unit: Unit,
  period: number,
  values: { indicator: string; value: number }[],
  note: string,
): StudyDocument {
  const { dataset } = document;
  const rows = new Array<null>(dataset.periods.length).fill(null);
  const indicators = dataset.indicators.map((column) => ({ ...column, values: [...column.values, ...rows] }));
  const larger = { ...document, dataset: { ...dataset, units: [...dataset.units, unit], indicators } };
  return values.reduce((grown, { indicator, value }) => {
    const place = { unit: unit.id, indicator, period };
    return withCell(grown, place, byHand(place, value, note));
  }, larger);
}

/** The study without a unit and all that was observed of it. */
export function withoutUnit(document: StudyDocument, id: string): StudyDocument {
  const { dataset } = document;
  const row = dataset.units.findIndex((unit) => unit.id === id);
  const years = dataset.periods.length;
  const indicators = dataset.indicators
    .map((column) => ({ ...column, values: column.values.toSpliced(row * years, years) }))
    .filter(({ source, values }) => source !== undefined || values.some(isNumber));
  const observations = (dataset.observations ?? []).filter(({ unit }) => unit !== id);
  return cited({
    ...document,
    dataset: { ...dataset, units: dataset.units.toSpliced(row, 1), indicators, observations },
  });
}

/** The framework names the reader's hand as a source exactly as long as something cites it. */
function cited(document: StudyDocument): StudyDocument {
  const { sources = [] } = document.framework;
  const used = document.dataset.observations?.some(({ source }) => source === BY_HAND.id) ?? false;
  const isNamed = sources.some(({ id }) => id === BY_HAND.id);
  if (used === isNamed) return document;
  const others = sources.filter(({ id }) => id !== BY_HAND.id);
  return { ...document, framework: { ...document.framework, sources: used ? [...others, BY_HAND] : others } };
}
