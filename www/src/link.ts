/**
 * Links: what was changed of a bundled study and how it is looked at, in the part of the address that no server sees.
 *
 * ```text
 * #study=<id>/<version>/<checksum and state: JSON, deflated, base64url>
 * ```
 *
 * The state names the study by its content hash and says what scores its maker saw, so that whoever opens it sees the same or is told.
 */

import type { Method, Observation, Problem, Study, StudyDocument, Unit } from "comity";
import { composed } from "./changes.js";
import { type Doubt, DRAWS, SOURCES, type Source, SURE, type Sure } from "./doubt.js";
import { type Cell, cellOf, type Edit, type Place, withCell, withEdit, withUnit } from "./edits.js";
import type { Moment } from "./moment.js";
import type { Store, View } from "./store.js";
import { link } from "./words/link.js";
import { problemsOf } from "./words.js";

/** How the fragment of a link begins. */
const MARK = "#study=";

const VERSION = "1";

/** A link has at most so many characters: more is cut off by some programs that pass it on. */
export const MOST = 2_000;

/** A state has at most so many characters when it is unpacked: a short text can unpack to a very long one. */
const MOST_UNPACKED = 100_000;

/** How much of a content hash a link holds: 128 bits. */
const HASH = 32;

/** How much of one is said. */
const SHORT = 12;

const VIEWS: View[] = ["ranking", "data", "rubrics", "objectives", "agreement", "robust", "drivers", "methods"];

/** A cell's content without what says where it is. */
type Content = [value: number | null, observations: Omit<Observation, "unit" | "indicator" | "period">[]];

/** What a link says. */
interface State {
  hash: string;
  engine: string;
  /** Checksum of the scorecard that its maker saw. */
  card: string;
  period: number;
  preset?: string;
  /** The method that the reader made. */
  method?: Method;
  objective?: string;
  lifted?: boolean;
  polled?: boolean;
  selected?: string;
  view?: View;
  /** One weight a node, in the order of the study's outline; absent: those of the method. */
  weights?: number[];
  added?: { unit: Unit; cells: [indicator: string, period: number, ...Content][] }[];
  edits?: [unit: string, indicator: string, period: number, ...Content][];
  /** How sure the reader is of the weights, how many draws, what varies. */
  doubt: [Sure, number, ...Source[]];
}

/** Why there is no link, or why a link is not opened. */
export class LinkFault extends Error {
  constructor(
    message: string,
    readonly problems: Problem[] = [],
  ) {
    super(message);
  }
}

/** The link to what is shown: tried out before it is given, so that it shows the very same scores. */
export async function linkTo(store: Store, doubt: Doubt): Promise<string> {
  const { engine, source } = store;
  const bundled = store.choices.some(({ key, bundled }) => bundled && key === source.id);
  if (engine === undefined || !bundled) throw new LinkFault(link.none.own);
  const edition = editionOf(store, await engine.loadStudy(source.id));
  const state: State = {
    hash: edition.hash,
    engine: engine.version,
    card: cardOf(store),
    period: store.period,
    ...(store.preset === null ? {} : { preset: store.preset }),
    ...(store.method === null ? {} : { method: store.method }),
    ...(store.objective === null ? {} : { objective: store.objective }),
    ...(store.lifted ? { lifted: true } : {}),
    ...(store.onlyPolled ? { polled: true } : {}),
    ...(store.selected === null ? {} : { selected: store.selected }),
    ...(store.view === "ranking" ? {} : { view: store.view }),
    ...(isOwn(store) ? {} : { weights: store.weights.map(({ weight }) => weight) }),
    ...(store.added.length === 0 ? {} : { added: store.added.flatMap((id) => addedUnit(source, id)) }),
    ...(store.edits.length === 0 ? {} : { edits: edited(store) }),
    doubt: [doubt.sure, doubt.draws, ...doubt.vary],
  };
  const fragment = MARK + [encodeURIComponent(source.id), VERSION, await packed(JSON.stringify(state))].join("/");
  const address = new URL(fragment, location.href).href;
  if (address.length > MOST) throw new LinkFault(link.none.long(MOST));
  // What the study was made into otherwise than by edits, as in a file, is in no link.
  const { moment } = read(await unpacked(fragment), edition);
  if (!isSame(moment, store)) throw new LinkFault(link.none.own);
  return address;
}

/** Opens a link as a study of its own, beside what was there; or says why not, and then nothing changed. */
export async function openLink(fragment: string, store: Store, doubt: Doubt): Promise<boolean> {
  try {
    const { id, text } = await opened(fragment);
    if (!store.choices.some(({ key, bundled }) => bundled && key === id)) throw new LinkFault(link.unknown(id));
    const document = await store.engine?.loadStudy(id).catch(() => undefined);
    if (document === undefined) throw new LinkFault(link.unread);
    const { moment, state } = read(text, editionOf(store, document));
    attempt(store, moment);
    store.take(moment);
    store.choices = [
      ...store.choices,
      { key: moment.key, title: link.opened(document.title), document: moment.source },
    ];
    store.arrive();
    follow(state, store, doubt);
    if (cardOf(store) !== state.card) store.warn(link.differs(state.engine, store.engine?.version ?? ""));
    return true;
  } catch (error) {
    const problems = error instanceof LinkFault ? error.problems : problemsOf(error);
    const what = error instanceof LinkFault ? error.message : link.faulty;
    store.refuse(link.name, `${what} ${link.kept}`, problems, link.title);
    return false;
  }
}

/** The view, the selection and what varies. */
function follow({ doubt: [sure, draws, ...vary], selected, view }: State, store: Store, doubt: Doubt): void {
  doubt.setSure(sure);
  doubt.setDraws(draws);
  for (const source of SOURCES) doubt.setSource(source, vary.includes(source));
  if (selected !== undefined) store.select(selected, { open: false });
  if (view !== undefined) store.setView(view);
}

/** Checksum of the scorecard shown. */
function cardOf({ study, period, weights, onlyPolled, polled }: Store): string {
  return checksum(JSON.stringify(study.score({ period, weights, ...(onlyPolled ? { units: polled } : {}) })));
}

/** A bundled study as it is shipped with this page. */
interface Edition {
  document: StudyDocument;
  hash: string;
  /** The nodes in the order of the outline, which no method changes. */
  nodes: string[];
}

function editionOf(store: Store, document: StudyDocument): Edition {
  return asked(store, document, ({ hash, outline }) => ({
    document,
    hash: hash.slice(0, HASH),
    nodes: outline.nodes.map(({ id }) => id),
  }));
}

/** Opens a study for one question. */
function asked<T>({ engine }: Store, document: StudyDocument, question: (study: Study) => T): T {
  if (engine === undefined) throw new LinkFault(link.none.failed);
  using study = engine.open(JSON.stringify(document));
  return question(study);
}

/** Scores what a link leads to: what cannot be scored is found out before anything on the page changes. */
function attempt(store: Store, { source, preset, lifted, method, period, weights }: Moment): void {
  asked(store, composed(source, preset, lifted, method), (study) => study.score({ period, weights }));
}

/** Whether the weights are those of the method. */
function isOwn({ study, weights }: Store): boolean {
  return study.outline.nodes.every(({ weight }, at) => weight === weights[at]?.weight);
}

/** Whether a link leads to what is shown: the same data and method, the same weights. */
function isSame(moment: Moment, store: Store): boolean {
  const { source, preset, lifted, method, weights } = moment;
  return (
    asked(store, composed(source, preset, lifted, method), ({ hash }) => hash === store.study.hash) &&
    (weights.length === 0 ? isOwn(store) : weights.every(({ weight }, at) => weight === store.weights[at]?.weight))
  );
}

function contentOf({ value, observations }: Cell): Content {
  return [value, observations.map(({ unit: _, indicator: __, period: ___, ...rest }) => rest)];
}

function cellFrom(place: Place, [value, observations]: Content): Cell {
  return { value, observations: observations.map((rest) => ({ ...rest, ...place })) };
}

/** A unit that the reader added, with all that it holds now. */
function addedUnit(source: StudyDocument, id: string): NonNullable<State["added"]> {
  const { units, indicators, periods } = source.dataset;
  const unit = units.find((one) => one.id === id);
  const cells = indicators.flatMap(({ id: indicator }) =>
    periods.flatMap((period): [string, number, ...Content][] => {
      const cell = cellOf(source, { unit: id, indicator, period });
      const empty = cell.value === null && cell.observations.length === 0;
      return empty ? [] : [[indicator, period, ...contentOf(cell)]];
    }),
  );
  return unit === undefined ? [] : [{ unit, cells }];
}

/** Edits of what the study had; those of added units are in these. */
function edited({ edits, added }: Store): NonNullable<State["edits"]> {
  return edits
    .filter(({ unit }) => !added.includes(unit))
    .map(({ unit, indicator, period, to }) => [unit, indicator, period, ...contentOf(to)]);
}

// ---------------------------------------------------------------- reading, as carefully as a file

/** Gathers everything that is wrong with a state. */
class Reader {
  readonly problems: Problem[] = [];

  fault(path: Problem["path"], message: string): void {
    this.problems.push({ code: "link-value", path, args: {}, severity: "error", message });
  }

  object(value: unknown, path: Problem["path"]): Record<string, unknown> {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    this.fault(path, link.object);
    return {};
  }

  list(value: unknown, path: Problem["path"]): unknown[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.fault(path, link.list);
    return [];
  }

  number(value: unknown, path: Problem["path"]): number {
    if (typeof value === "number") return value;
    this.fault(path, link.number);
    return 0;
  }

  text(value: unknown, path: Problem["path"]): string {
    if (typeof value === "string") return value;
    this.fault(path, link.text);
    return "";
  }

  flag(value: unknown, path: Problem["path"]): boolean {
    if (value === undefined || typeof value === "boolean") return value ?? false;
    this.fault(path, link.flag);
    return false;
  }

  /** One of the texts or numbers that there are. */
  one<T extends string | number>(value: unknown, path: Problem["path"], there: readonly T[]): T | null {
    const found = there.find((each) => each === value);
    if (found !== undefined) return found;
    const said = typeof value === "string" || typeof value === "number" ? String(value).slice(0, 100) : null;
    this.fault(path, said === null ? link.text : link.oneOf(said));
    return null;
  }

  optional<T extends string | number>(value: unknown, path: Problem["path"], there: readonly T[]): T | null {
    return value === undefined ? null : this.one(value, path, there);
  }

  content([value, observations]: unknown[], path: Problem["path"]): Content {
    const details = this.list(observations ?? null, [...path, "observations"]);
    return [
      value === null ? null : this.number(value, [...path, "value"]),
      // What may be in one is the engine's to judge, when it opens the study.
      details.map((detail, at) => this.object(detail, [...path, "observations", at])) as Content[1],
    ];
  }
}

const KEYS = new Set(
  "hash engine card period preset method objective lifted polled selected view weights added edits doubt".split(" "),
);

/** What a link says of its study. */
function read(text: string, { document, hash, nodes }: Edition): { moment: Moment; state: State } {
  const reader = new Reader();
  const state = reader.object(parsed(text), []);
  for (const key of Object.keys(state)) if (!KEYS.has(key)) reader.fault([key], link.unknownKey);
  const theirs = reader.text(state.hash, ["hash"]).slice(0, HASH);
  if (theirs !== hash && reader.problems.length === 0)
    throw new LinkFault(link.edition(document.title, theirs.slice(0, SHORT), hash.slice(0, SHORT)));
  reader.text(state.engine, ["engine"]);
  reader.text(state.card, ["card"]);
  const ids = (list: { id: string }[] | undefined): string[] => (list ?? []).map(({ id }) => id);
  const { periods } = document.dataset;
  const indicators = ids(document.framework.indicators);
  const { source: grown, added } = withAdded(reader, state.added, document);
  const units = ids(grown.dataset.units);
  let source = grown;
  let edits: Edit[] = [];
  reader.list(state.edits, ["edits"]).forEach((edit, at) => {
    const path = ["edits", at];
    const [unit, indicator, period, ...content] = reader.list(edit, path);
    const place = {
      unit: reader.one(unit, [...path, "unit"], units) ?? "",
      indicator: reader.one(indicator, [...path, "indicator"], indicators) ?? "",
      period: reader.one(period, [...path, "period"], periods) ?? Number.NaN,
    };
    const cell = cellFrom(place, reader.content(content, path));
    edits = withEdit(edits, place, cellOf(grown, place), cell);
    source = withCell(source, place, cell);
  });
  const moment = {
    key: `link ${checksum(text)} ${Date.now()}`,
    edits,
    added,
    preset: reader.optional(state.preset, ["preset"], ids(document.presets)),
    // What may be in one is the engine's to judge.
    method: state.method === undefined ? null : (reader.object(state.method, ["method"]) as Method),
    objective: reader.optional(state.objective, ["objective"], ids(document.objectives)),
    lifted: reader.flag(state.lifted, ["lifted"]),
    onlyPolled: reader.flag(state.polled, ["polled"]),
    period: reader.one(state.period, ["period"], periods) ?? Number.NaN,
  };
  const weights = reader.list(state.weights, ["weights"]).map((weight, at) => {
    if (typeof weight !== "number" || weight < 0) reader.fault(["weights", at], link.weight);
    return { id: nodes[at] ?? "", weight: Number(weight) };
  });
  if (weights.length > 0 && weights.length !== nodes.length)
    reader.fault(["weights"], link.weights(weights.length, nodes.length));
  reader.optional(state.selected, ["selected"], units);
  reader.optional(state.view, ["view"], VIEWS);
  const [sure, draws, ...vary] = reader.list(state.doubt ?? null, ["doubt"]);
  reader.one(sure, ["doubt", 0], Object.keys(SURE));
  reader.one(draws, ["doubt", 1], DRAWS);
  vary.forEach((source, at) => {
    reader.one(source, ["doubt", at + 2], SOURCES);
  });
  if (reader.problems.length > 0) throw new LinkFault(link.faulty, reader.problems);
  return { moment: { ...moment, source, weights }, state: state as unknown as State };
}

/** The study with the units that a link adds. */
function withAdded(reader: Reader, list: unknown, document: StudyDocument): { source: StudyDocument; added: string[] } {
  const { periods } = document.dataset;
  const indicators = document.framework.indicators.map(({ id }) => id);
  let source = document;
  const added = reader.list(list, ["added"]).map((one, at) => {
    const path = ["added", at];
    const { unit: given, cells } = reader.object(one, path);
    const unit = reader.object(given, [...path, "unit"]) as unknown as Unit;
    reader.text(unit.id, [...path, "unit", "id"]);
    source = withUnit(source, unit, Number.NaN, [], "");
    reader.list(cells, [...path, "cells"]).forEach((cell, number) => {
      const here = [...path, "cells", number];
      const [indicator, period, ...content] = reader.list(cell, here);
      const place = {
        unit: unit.id,
        indicator: reader.one(indicator, [...here, "indicator"], indicators) ?? "",
        period: reader.one(period, [...here, "period"], periods) ?? Number.NaN,
      };
      source = withCell(source, place, cellFrom(place, reader.content(content, here)));
    });
    return unit.id;
  });
  return { source, added };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LinkFault(link.damaged);
  }
}

// ---------------------------------------------------------------- packing

/** FNV-1a of a text: tells a damaged link, and two scorecards apart; it protects nothing. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** The study that a link is about, and its state. */
async function opened(fragment: string): Promise<{ id: string; text: string }> {
  const [id = "", version] = fragment.slice(MARK.length).split("/");
  if (fragment.length > MOST) throw new LinkFault(link.long(fragment.length, MOST));
  if (version !== VERSION) throw new LinkFault(version === undefined ? link.damaged : link.foreign);
  let study: string;
  try {
    study = decodeURIComponent(id);
  } catch {
    throw new LinkFault(link.damaged);
  }
  return { id: study, text: await unpacked(fragment) };
}

async function packed(text: string): Promise<string> {
  const stream = new Blob([checksum(text) + text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

async function unpacked(fragment: string): Promise<string> {
  const data = fragment.slice(fragment.lastIndexOf("/") + 1);
  try {
    const bytes = Uint8Array.from(atob(data.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
      letter.charCodeAt(0),
    );
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const text = await limited(stream.pipeThrough(new TextDecoderStream("utf-8", { fatal: true })).getReader());
    const state = text.slice(8);
    if (checksum(state) === text.slice(0, 8)) return state;
  } catch {
    // Said below.
  }
  throw new LinkFault(link.damaged);
}

async function limited(reader: ReadableStreamDefaultReader<string>): Promise<string> {
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length > MOST_UNPACKED) {
      await reader.cancel();
      throw new LinkFault(link.damaged);
    }
  }
}
