/** What the reader looks at, in one place: the study and its data, the view, the selection. The panels subscribe. */

import type {
  Agreement,
  CsvImport,
  CsvOptions,
  Engine,
  MethodAbout,
  ObjectiveTable,
  Problem,
  StudyDocument,
  Unit,
} from "comity";
import { Changes } from "./changes.js";
import { type Cell, cellOf, type Place, withCell, withEdit, withoutUnit, withUnit } from "./edits.js";
import { idOf } from "./ids.js";
import type { Moment } from "./moment.js";
import { withWeights } from "./saved.js";
import type { Opened } from "./scored.js";
import { type Failure, failure, leads, problemsOf, words } from "./words.js";

/** Where the page is on its way from empty to a ranking. */
export type Phase = { is: "loading"; what: string } | { is: "failed"; failure: Failure } | { is: "ready" };

/** A study that can be chosen: shipped with the page, or the reader's own. */
export interface Choice {
  key: string;
  title: string;
  /** Absent: one of the reader's own, which cannot be read again. */
  bundled?: boolean;
  /** Absent: not read yet. */
  document?: StudyDocument;
  /** How the reader left it, where there was work in it. */
  left?: Moment;
}

/** A study that the browser kept, and the name it goes by. */
export interface Kept {
  title: string;
  moment: Moment;
}

/** A file or a link that was not opened, and everything found wrong with it. */
export interface Refused {
  /** What to say first; absent: that it was a file. */
  title?: string;
  name: string;
  what: string;
  problems: Problem[];
}

/** What the middle column shows. */
export type View = "ranking" | "methods" | "data" | "rubrics" | "objectives" | "agreement" | "robust" | "drivers";

export class Store extends Changes {
  phase: Phase = { is: "loading", what: words.loadingEngine };
  /** The studies to choose among. */
  choices: Choice[] = [];
  view: View = "ranking";
  /** The indicator that the view of rubrics is at. */
  judged: string | null = null;
  /** What is being read, while it is. */
  reading: string | null = null;
  /** The file that could not be opened, until the reader has seen why. */
  refused: Refused | null = null;
  /** Whether the reader opened the selected partnership (where it covers the table, it is shown only then). */
  detailOpen = false;
  weightsOpen = false;
  /** The panel that is to take the focus once it is drawn. */
  focusOn: "detail" | "weights" | "view" | null = null;

  /** What was restored of what the browser kept. */
  restored: Moment | null = null;

  /** Whether the engine does more than score. */
  whole = false;

  /** The last request to read a study: an answer that comes after another request is left. */
  private asked = 0;
  private count = 0;
  /** A study that was opened before it is to be shown. */
  private prepared: (Opened & { table: string; title: string | null }) | null = null;
  /** The bundled study that a first visit shows. */
  private home = "";

  /** Loads the engine and opens what was kept, newest first, or else the bundled study `id`. */
  async load(create: () => Promise<Engine>, id: string, kept: () => Kept[]): Promise<void> {
    let what: string = words.loadingEngine;
    this.home = id;
    try {
      this.show({ is: "loading", what });
      this.engine = await create();
      what = words.loadingStudy;
      this.show({ is: "loading", what });
      this.choices = this.engine.bundled().map(({ id: key, title }) => ({ key, title, bundled: true }));
      const document = await this.engine.loadStudy(id);
      what = words.openingStudy;
      if (!this.restore(kept())) {
        this.enter(id, document);
        this.arrive();
      }
      this.show({ is: "ready" });
    } catch (error) {
      this.show({ is: "failed", failure: failure(what, error) });
    }
  }

  /** Opens the first of the studies kept that opens, and offers the others; `false`: none did. */
  restore(kept: Kept[]): boolean {
    const restored = kept.some(({ moment }) => {
      try {
        this.take(moment);
        this.arrive();
        this.restored = moment;
        return true;
      } catch {
        // Whoever kept it says so, and still has it.
        return false;
      }
    });
    for (const { title, moment } of kept) this.offer(title, moment);
    return restored;
  }

  /** Leaves what was kept under `keys` and opens the study of a first visit; undo brings back what was shown. */
  async afresh(keys: string[]): Promise<void> {
    if (this.engine === undefined) return;
    const document = await this.engine.loadStudy(this.home);
    this.enter(this.home, document);
    const others = this.choices.filter(({ key, bundled }) => bundled || !keys.includes(key));
    this.choices = others.map((choice) => (keys.includes(choice.key) ? without(choice) : choice));
    this.arrive();
  }

  /** Puts a study among those to choose. */
  offer(title: string, moment: Moment): void {
    const { key } = moment;
    const known = this.choices.some((choice) => choice.key === key);
    this.choices = known
      ? this.choices.map((choice) => (choice.key === key ? { ...choice, left: moment } : choice))
      : [...this.choices, { key, title, left: moment }];
    this.notify();
  }

  /** Gives one of the reader's own studies another name. */
  retitle(key: string, title: string): void {
    this.choices = this.choices.map((choice) => (choice.key === key ? { ...choice, title } : choice));
    this.notify();
  }

  /** Takes a study from those to choose, unless it is the one shown. */
  withdraw(key: string): void {
    this.choices = this.choices.filter((choice) => choice.key !== key || key === this.chosen);
    this.notify();
  }

  /** Gives the study shown another key and name, as when it is kept under one. */
  name(key: string, title: string): void {
    const bundled = this.choices.find((choice) => choice.key === this.chosen)?.bundled;
    const others = this.choices.filter((choice) => choice.key !== key && (bundled || choice.key !== this.chosen));
    this.chosen = key;
    this.choices = [...others, { key, title, document: this.source }];
    this.notify();
  }

  /** Reads one of the `choices` and opens it; the one before stays until then, and an undo away. */
  async choose(key: string): Promise<void> {
    const choice = this.choices.find((candidate) => candidate.key === key);
    if (choice === undefined || this.engine === undefined || key === this.chosen) return;
    this.asked++;
    const request = this.asked;
    try {
      this.notice = null;
      this.reading = words.readingStudy(choice.title);
      this.notify();
      if (choice.left !== undefined) this.take(choice.left);
      else {
        const document = choice.document ?? (await this.engine.loadStudy(key));
        if (request !== this.asked) return;
        this.enter(key, document);
      }
      this.arrive();
    } catch (error) {
      if (request === this.asked) this.notice = failure(words.loadingStudy, error).what;
    } finally {
      if (request === this.asked) this.reading = null;
      this.notify();
    }
  }

  /**
   * Opens a study of the reader's own: the text of its file or of a document made here, or what was opened of it already. What has
   * faults is refused, and all of them listed.
   */
  openOwn(name: string, from: string | Opened, label?: string): boolean {
    if (this.engine === undefined) return false;
    this.asked++;
    this.reading = null;
    this.notice = null;
    this.refused = null;
    try {
      const study = typeof from === "string" ? this.engine.open(from) : from.study;
      const document = typeof from === "string" ? study.document : from.document;
      this.opened = { document, study };
      this.count++;
      const key = `own ${Date.now()} ${this.count}`;
      this.enter(key, document);
      this.choices = [...this.choices, { key, title: words.ownTitle(label ?? document.title), document }];
      this.arrive();
      return true;
    } catch (error) {
      const problems = problemsOf(error);
      const what = problems.length > 0 ? words.refusedWhat(name) : failure(words.openingFile(name), error).what;
      this.refused = { name, what, problems };
      return false;
    } finally {
      this.notify();
    }
  }

  /** Opens the study that came of a table, under a title or (`null`) its own. */
  openTable(table: string, name: string, title: string | null): boolean {
    const label = title === null ? words.dataOf(this.document.title, name) : undefined;
    const study = this.isPrepared(table, title) ? this.prepared : null;
    this.prepared = null;
    return this.openOwn(name, study ?? titled(table, title), label);
  }

  /** Whether {@link prepare} was done. */
  isPrepared(table: string, title: string | null): boolean {
    return this.prepared !== null && this.prepared.table === table && this.prepared.title === title;
  }

  /** Has the study that came of a table opened already when it is shown. What has faults says so then. */
  prepare(table: string, title: string | null): void {
    if (this.engine === undefined || this.isPrepared(table, title)) return;
    this.unprepare();
    try {
      const study = this.engine.open(titled(table, title));
      this.prepared = { table, title, study, document: study.document };
    } catch {
      // Said when it is to be shown.
    }
  }

  /** Lets go of a study that is not to be shown after all. */
  unprepare(): void {
    this.prepared?.study.free();
    this.prepared = null;
  }

  /** Says that a file was refused before there was a study in it. */
  refuse(name: string, what: string, problems: Problem[] = [], title?: string): void {
    this.refused = { name, what, problems, ...(title === undefined ? {} : { title }) };
    this.notify();
  }

  /** Has a table read in the background. */
  async readTable(table: Uint8Array, options: CsvOptions, signal: AbortSignal): Promise<CsvImport> {
    if (this.engine === undefined) throw new Error(words.loadingEngine);
    return this.engine.importCsvInBackground(table, options, { signal });
  }

  /** The data of the study as shown, as CSV. */
  async table(shape: "long" | "wide"): Promise<string> {
    await this.loadWhole();
    return this.engine?.exportCsv(this.saved(), { shape }) ?? "";
  }

  /** Has the engine do more than score. */
  async loadWhole(): Promise<void> {
    await this.engine?.loadWhole();
    this.whole = true;
  }

  /** Says that something beside the study could not be done. */
  warn(what: string): void {
    this.notice = what;
    this.notify();
  }

  /** The reader has seen why a file was refused, or what went wrong. */
  dismiss(): void {
    this.refused = null;
    this.notice = null;
    this.notify();
  }

  override undo(): void {
    this.asked++;
    this.reading = null;
    super.undo();
  }

  override redo(): void {
    this.asked++;
    this.reading = null;
    super.redo();
  }

  /** Whether there is anything in the study shown that the reader would miss. */
  get worked(): boolean {
    const bundled = this.choices.find(({ key }) => key === this.chosen)?.bundled ?? false;
    const { edits, added, changed } = this;
    const laid = [this.preset, this.objective, this.method].some((one) => one !== null);
    return !bundled || edits.length + added.length + changed > 0 || laid;
  }

  /** The study as shown: its method with preset, weights and year as set. */
  saved(): StudyDocument {
    const { document, period, weights } = this;
    const method = this.changed === 0 ? document.method : withWeights(document.method, weights);
    return { ...document, method: period === this.study.outline.period ? method : { ...method, period } };
  }

  /** What a cell of the study holds. */
  cell(place: Place): Cell {
    return cellOf(this.source, place);
  }

  /** Gives a cell another content; what the engine finds wrong with it is given back, and then nothing changed. */
  edit(place: Place, to: Cell): Problem[] {
    const from = this.cell(place);
    const edits = withEdit(this.edits, place, from, to);
    const lead = leads.edited(this.nameOf(place.indicator), this.nameOf(place.unit), place.period);
    return this.amend(lead, withCell(this.source, place, to), edits, this.added);
  }

  /** Takes back the edits of some cells, or of all. */
  revert(places: Place[] = this.edits): void {
    const gone = this.edits.filter((edit) => places.some((place) => isSame(edit, place)));
    const source = gone.reduce((document, edit) => withCell(document, edit, edit.from), this.source);
    const kept = this.edits.filter((edit) => !gone.includes(edit));
    this.amend(leads.reverted(gone.length), source, kept, this.added);
  }

  /** Adds a unit with values of the period shown; what is wrong is given back, and then nothing changed. */
  add(unit: Unit, values: { indicator: string; value: number }[]): Problem[] {
    const source = withUnit(this.source, unit, this.period, values, words.byHandNew);
    return this.amend(leads.added(unit.name), source, this.edits, [...this.added, unit.id]);
  }

  /** What would be wrong with such a unit. */
  faultsOf(unit: Unit, values: { indicator: string; value: number }[]): Problem[] {
    const document = withUnit(this.source, unit, this.period, values, words.byHandNew);
    return (this.engine?.validate(document) ?? []).filter(({ severity }) => severity === "error");
  }

  /** Takes out a unit that the reader added. */
  remove(id: string): Problem[] {
    const edits = this.edits.filter(({ unit }) => unit !== id);
    const added = this.added.filter((other) => other !== id);
    return this.amend(leads.removed(this.nameOf(id)), withoutUnit(this.source, id), edits, added);
  }

  setView(view: View): void {
    this.view = view;
    this.notify();
  }

  /** Shows the rubric of an indicator for a unit, ready to be scored. */
  judge(indicator: string, unit: string | null): void {
    this.view = "rubrics";
    this.judged = indicator;
    this.focusOn = "view";
    if (unit !== null) this.select(unit, { open: false });
    else this.notify();
  }

  /** Every unit under every objective of the study, in this period. */
  objectiveTable(): ObjectiveTable {
    return this.study.objectives(this.period);
  }

  /** Every method of every stage in the engine's words; once the whole engine is here. */
  methodsKnown(): MethodAbout[] {
    return this.whole ? (this.engine?.methods() ?? []) : [];
  }

  /** How far the raters of each indicator agree. */
  agreement(): Agreement[] {
    return this.study.agreement();
  }

  /** Shows a partnership; `focus` moves the reader there. */
  select(id: string, { open = true, focus = false } = {}): void {
    this.selected = id;
    this.detailOpen = open;
    if (open) this.weightsOpen = false;
    if (focus) this.focusOn = "detail";
    this.refreshTrace();
    this.notify();
  }

  /** Closes the selected partnership and says which it was. */
  closeDetail(): string | null {
    const was = this.selected;
    this.selected = null;
    this.trace = null;
    this.detailOpen = false;
    this.notify();
    return was;
  }

  setWeightsOpen(open: boolean): void {
    this.weightsOpen = open;
    if (open) {
      this.detailOpen = false;
      this.focusOn = "weights";
    }
    this.notify();
  }

  /** Opens another study on its own period, with nothing laid over it. */
  private enter(key: string, source: StudyDocument): void {
    const nothing = {
      edits: [],
      added: [],
      preset: null,
      objective: null,
      method: null,
      weights: [],
      lifted: false,
      onlyPolled: false,
    };
    this.take({ key, source, period: Number.NaN, ...nothing });
  }

  /** Opens a study as it was left, and leaves the one before so that it can be taken up again. */
  take(moment: Moment): void {
    const before = (this.source as StudyDocument | undefined) && this.moment();
    const worked = before !== undefined && this.worked;
    this.resume(moment);
    if (before === undefined) return;
    this.remember(before);
    this.choices = this.choices.map((choice) => {
      if (choice.key !== before.key) return choice;
      return worked ? { ...choice, left: before } : without(choice);
    });
  }

  override arrive(): void {
    this.selected = null;
    this.trace = null;
    this.detailOpen = false;
    this.refused = null;
    this.view = "ranking";
    this.judged = null;
    this.before = new Map();
    this.settle();
    // With room beside the table, the reason for the first rank is there from the start.
    const first = this.card.units[0];
    if (first !== undefined && matchMedia("(min-width: 1200px)").matches) this.select(first.id, { open: false });
  }

  private show(phase: Phase): void {
    this.phase = phase;
    this.notify();
  }
}

/** A study's text under another title. */
function titled(text: string, title: string | null): string {
  if (title === null) return text;
  const named = { id: idOf(title, new Set()), title };
  const head = /^\{"schema":\d+,"id":"(?:[^"\\]|\\.)*","title":"(?:[^"\\]|\\.)*"/.exec(text)?.[0];
  // As the engine begins a document; else all of it is read, which takes a hundred times as long.
  if (head === undefined) return JSON.stringify({ ...JSON.parse(text), ...named });
  const { schema } = JSON.parse(`${head}}`);
  return JSON.stringify({ schema, ...named }).slice(0, -1) + text.slice(head.length);
}

/** A study to choose, as if there had been no work in it. */
function without({ left: _, ...rest }: Choice): Choice {
  return rest;
}

const isSame = (a: Place, b: Place): boolean =>
  a.unit === b.unit && a.indicator === b.indicator && a.period === b.period;
