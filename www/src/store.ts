/** What the reader looks at, in one place: the study, the year, the weights, the filter, the selection. The panels subscribe. */

import type {
  Engine,
  NodeWeight,
  ObjectiveTable,
  Problem,
  Scorecard,
  Study,
  StudyDocument,
  Trace,
  UnitScore,
  Weight,
} from "comity";
import { withWeights } from "./saved.js";
import { type Branch, descendants, tree } from "./tree.js";
import { type Failure, failure, problemsOf, words } from "./words.js";

/** The dimension that has a control of its own at the head of the page. */
export const OPINION = "public-opinion";

/** Where the page is on its way from empty to a ranking. */
export type Phase = { is: "loading"; what: string } | { is: "failed"; failure: Failure } | { is: "ready" };

/** One line of the ranking. `unit` is of the last scorecard: while a weight moves it may be a moment behind. */
export interface Row {
  id: string;
  name: string;
  score: number | null;
  rank: number | null;
  tied: boolean;
  unit: UnitScore;
}

/** A study that can be chosen: shipped with the page, or the reader's own. */
export interface Choice {
  key: string;
  title: string;
  /** Absent: not read yet. */
  document?: StudyDocument;
}

/** A file that was not opened, and everything found wrong with it. */
export interface Refused {
  name: string;
  what: string;
  problems: Problem[];
}

/** What the middle column shows. */
export type View = "ranking" | "objectives";

/** All that undo brings back. */
interface Moment {
  key: string;
  source: StudyDocument;
  preset: string | null;
  objective: string | null;
  lifted: boolean;
  period: number;
  weights: Weight[];
  onlyPolled: boolean;
}

/** How many steps can be undone. */
const STEPS = 100;

/** A rest of this long ends a movement: the scorecard is asked for, and the change is announced. */
const REST_MS = 120;

/** A scorecard that takes longer than this is left until the weights rest; ranks follow every frame in any case. */
const FRAME_BUDGET_MS = 8;

export class Store {
  phase: Phase = { is: "loading", what: words.loadingEngine };
  study!: Study;
  /** What `study` was opened from. */
  document!: StudyDocument;
  root!: Branch;
  period = 0;
  /** One weight a node, in the order of the study's outline. */
  weights: Weight[] = [];
  card!: Scorecard;
  /** Years with enough observations to be ranked. */
  rankedPeriods = new Set<number>();
  /** Whether `card` is of the weights as they are now. */
  fresh = true;
  /** The studies to choose among, and the key of the one shown. */
  choices: Choice[] = [];
  chosen = "";
  /** The preset whose method is followed; none: the study's own. */
  preset: string | null = null;
  /** The objective whose weights are set and not moved since. */
  objective: string | null = null;
  view: View = "ranking";
  /** What is being read, while it is. */
  reading: string | null = null;
  /** The file that could not be opened, until the reader has seen why. */
  refused: Refused | null = null;
  /** What else went wrong, until the next change. */
  notice: string | null = null;
  /** Partnerships with a poll in this period. */
  polled: string[] = [];
  onlyPolled = false;
  /** Whether the reader lifted the study's rule of how much must be observed. */
  lifted = false;
  selected: string | null = null;
  trace: Trace | null = null;
  /** Whether the reader opened the selected partnership (where it covers the table, it is shown only then). */
  detailOpen = false;
  weightsOpen = false;
  /** The panel that is to take the focus once it is drawn. */
  focusOn: "detail" | "weights" | null = null;
  /** Ranks before the last change, by unit: what the change marks are measured from. */
  before = new Map<string, number>();
  /** Whether nothing is moving: the last change is over. */
  resting = true;
  /** What could not be done, if the last thing asked for could not. */
  trouble: string | null = null;

  private engine: Engine | undefined;
  /** The study as it was read, whatever preset or rule is laid over it. */
  private source!: StudyDocument;
  private past: Moment[] = [];
  private future: Moment[] = [];
  /** The last request to read a study: an answer that comes after another request is left. */
  private asked = 0;
  private opened = 0;
  private own = new Map<string, NodeWeight>();
  private positions = new Map<string, number>();
  private listeners = new Set<() => void>();
  private scores = new Float64Array();
  private ranks = new Uint32Array();
  private weightArray = new Float64Array();
  /** Whether `scores` and `ranks` are of the weights as they are now. */
  private live = false;
  /** The node being moved and the weights before it moved: the way to a share changes nothing, and 100 % is no dead end. */
  private moving: { id: string; from: Weight[]; share: number } | null = null;
  private held = false;
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private cost = 0;

  /** Calls `listener` after every change; gives the way to stop it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Loads the engine and the bundled study `id`, and opens it. */
  async load(create: () => Promise<Engine>, id: string): Promise<void> {
    let what: string = words.loadingEngine;
    try {
      this.show({ is: "loading", what });
      this.engine = await create();
      what = words.loadingStudy;
      this.show({ is: "loading", what });
      this.choices = this.engine.bundled().map(({ id: key, title }) => ({ key, title }));
      const document = await this.engine.loadStudy(id);
      what = words.openingStudy;
      this.enter(id, document);
      this.arrive();
      this.show({ is: "ready" });
    } catch (error) {
      this.show({ is: "failed", failure: failure(what, error) });
    }
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
      const document = choice.document ?? (await this.engine.loadStudy(key));
      if (request !== this.asked) return;
      this.enter(key, document);
      this.arrive();
    } catch (error) {
      if (request === this.asked) this.notice = failure(words.loadingStudy, error).what;
    } finally {
      if (request === this.asked) this.reading = null;
      this.notify();
    }
  }

  /** Opens a study of the reader's own: the text of its file, or a document made here. What has faults is refused, and all of them listed. */
  openOwn(name: string, text: string): boolean {
    if (this.engine === undefined) return false;
    this.asked++;
    this.reading = null;
    this.notice = null;
    this.refused = null;
    try {
      const study = this.engine.open(text);
      const { document } = study;
      study.free();
      this.opened++;
      const key = `own ${this.opened}`;
      this.enter(key, document);
      this.choices = [...this.choices, { key, title: words.ownTitle(document.title), document }];
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

  /** Says that a file was refused before its text could be read. */
  refuse(name: string, what: string): void {
    this.refused = { name, what, problems: [] };
    this.notify();
  }

  /** The reader has seen why a file was refused, or what went wrong. */
  dismiss(): void {
    this.refused = null;
    this.notice = null;
    this.notify();
  }

  /** The study as shown: its method with preset, weights and year as set. */
  saved(): StudyDocument {
    const { document, period, weights } = this;
    const method = this.changed === 0 ? document.method : withWeights(document.method, weights);
    return { ...document, method: period === this.study.outline.period ? method : { ...method, period } };
  }

  /** Follows the method of a preset, or (`null`) the study's own again. */
  setPreset(preset: string | null): void {
    this.remember();
    const { period, view } = this;
    this.preset = preset;
    this.objective = null;
    this.open(this.composed());
    this.stay(period, view);
  }

  /** Sets the weights of an objective, or (`null`) those of the method again. */
  setObjective(objective: string | null): void {
    const profile = this.source.objectives?.find(({ id }) => id === objective);
    this.remember();
    this.moving = null;
    this.begin();
    this.objective = profile === undefined ? null : profile.id;
    this.setWeights(
      this.study.outline.nodes.map(({ id, weight }) => ({ id, weight })),
      profile?.weights ?? [],
    );
    this.settle();
  }

  setView(view: View): void {
    this.view = view;
    this.notify();
  }

  /** Every unit under every objective of the study, in this period. */
  objectiveTable(): ObjectiveTable {
    return this.study.objectives(this.period);
  }

  /** The dimension of public opinion, if the study has one, and what it is a part of. */
  get opinion(): { branch: Branch; parent: Branch } | null {
    for (const parent of [this.root, ...descendants(this.root)]) {
      const branch = parent.children.find(({ id, kind }) => id === OPINION && kind === "dimension");
      if (branch !== undefined) return { branch, parent };
    }
    return null;
  }

  /** Whether anything at all is observed, in any year. */
  get observed(): boolean {
    const { indicators, observations = [] } = this.document.dataset;
    return observations.length > 0 || indicators.some(({ values }) => values.some((value) => value !== null));
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  undo(): void {
    this.travel(this.past, this.future);
  }

  redo(): void {
    this.travel(this.future, this.past);
  }

  /** The lines of the table, ranked first, in the order of their ranks. */
  rows(): Row[] {
    const root = this.indexOf(this.root.id);
    const byCard = this.card.units.map((unit) => ({
      id: unit.id,
      name: unit.name,
      // A unit that is not ranked may have parts; they are no score.
      score: unit.score === null ? null : (unit.parts[root]?.shown ?? unit.score),
      rank: unit.rank,
      tied: unit.tiedWith.length > 0,
      unit,
    }));
    if (!this.live) return byCard;
    const found = new Map(byCard.map((row) => [row.id, row]));
    const holders = new Map<number, number>();
    for (const rank of this.ranks) holders.set(rank, (holders.get(rank) ?? 0) + 1);
    return this.study.outline.units
      .flatMap(({ id }, position) => {
        const row = found.get(id);
        const rank = this.ranks[position] || null;
        const score = this.scores[position] ?? Number.NaN;
        if (row === undefined) return [];
        return [
          {
            ...row,
            rank,
            score: Number.isNaN(score) ? null : score,
            tied: rank !== null && (holders.get(rank) ?? 0) > 1,
          },
        ];
      })
      .sort((a, b) => (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY));
  }

  /** Where a node stands in the lists of nodes and parts. */
  indexOf(id: string): number {
    return this.positions.get(id) ?? -1;
  }

  /** The name of a unit or a node. */
  nameOf(id: string): string {
    const { units, nodes } = this.study.outline;
    return (nodes.find((node) => node.id === id) ?? units.find((unit) => unit.id === id))?.name ?? id;
  }

  /** The node above a node. */
  parentOf(id: string): string | null {
    return this.study.outline.nodes.find((node) => node.id === id)?.parent ?? null;
  }

  /** Share and effective weight of a node. While the scorecard lags, the node being moved already shows what was asked for. */
  weightOf(id: string): { share: number; effectiveWeight: number } {
    const node = this.card.nodes[this.indexOf(id)] ?? { share: 0, effectiveWeight: 0 };
    return !this.fresh && this.moving?.id === id ? { ...node, share: this.moving.share } : node;
  }

  /** The study's own share of a node, where it is another than now. */
  ownShare(id: string): number | null {
    const own = this.own.get(id)?.share ?? 0;
    // Moving a weight there and back may leave it one rounding away from where it was.
    return Math.abs(own - this.weightOf(id).share) > 1e-9 ? own : null;
  }

  /** The node that moved last, if a weight was the last thing to move. */
  get lastMoved(): { id: string; share: number } | null {
    return this.moving;
  }

  /** How many nodes have another share than the study gives them. */
  get changed(): number {
    return this.card.nodes.filter((node) => this.ownShare(node.id) !== null).length;
  }

  /** How many places a unit rose (or, negative, fell) with the last change. */
  moved(row: Row): number {
    const before = this.before.get(row.id);
    return before === undefined || row.rank === null ? 0 : before - row.rank;
  }

  /** Gives a node a share among its siblings, the others keeping their proportions. `done` when the reader let go. */
  setShare(id: string, share: number, done: boolean): void {
    if (this.moving?.id !== id) this.moving = { id, from: this.weights, share };
    try {
      const moved = this.study.reweight({ weights: this.moving.from, id, share });
      if (this.resting) this.remember();
      this.objective = null;
      this.setWeights(this.moving.from, moved);
      this.moving.share = share;
      this.trouble = null;
    } catch (error) {
      this.trouble = failure(words.moving, error).what;
      this.notify();
      return;
    }
    this.held = !done;
    this.disturb();
  }

  /** Back to the study's own weights. */
  resetWeights(): void {
    this.remember();
    this.moving = null;
    this.objective = null;
    this.setWeights(this.weights, this.study.outline.nodes);
    this.disturb();
  }

  setPeriod(period: number): void {
    this.remember();
    this.moving = null;
    const comparable = !this.lifted && this.rankedPeriods.has(period) && this.rankedPeriods.has(this.period);
    this.begin();
    // No change marks between years that rest on different indicators.
    if (!comparable) this.before = new Map();
    this.period = period;
    this.recount();
    this.settle();
  }

  setOnlyPolled(only: boolean): void {
    this.remember();
    this.onlyPolled = only;
    // Ranks among all and ranks among some are not the same thing: no marks between them.
    this.before = new Map();
    this.live = false;
    this.settle();
  }

  /** Ranks what the study's own rule leaves unranked (`true`), or goes back to that rule. The document stays as it was. */
  setLifted(lifted: boolean): void {
    this.remember();
    const { period, weights } = this;
    this.lifted = lifted;
    this.open(this.composed());
    this.period = period;
    this.setWeights(weights, weights);
    this.before = new Map();
    this.recount();
    this.settle();
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
    // Opened first: a study with faults leaves everything as it was, and adds no step to undo.
    const before = (this.source as StudyDocument | undefined) && this.moment();
    this.open(source);
    if (before !== undefined) this.remember(before);
    this.onlyPolled = false;
    this.source = source;
    this.chosen = key;
    this.preset = null;
    this.objective = null;
    this.lifted = false;
  }

  /** What was open belongs to the study before. */
  private arrive(): void {
    this.selected = null;
    this.trace = null;
    this.detailOpen = false;
    this.refused = null;
    this.view = "ranking";
    this.before = new Map();
    this.settle();
    // With room beside the table, the reason for the first rank is there from the start.
    const first = this.card.units[0];
    if (first !== undefined && matchMedia("(min-width: 1200px)").matches) this.select(first.id, { open: false });
  }

  /** The study with the preset's method, and without its rule of who is ranked where the reader lifted it. */
  private composed(): StudyDocument {
    const { source, preset, lifted } = this;
    const own = source.presets?.find(({ id }) => id === preset)?.method ?? source.method;
    const { screening: _, ...unscreened } = own;
    return preset === null && !lifted ? source : { ...source, method: lifted ? unscreened : own };
  }

  /** Back to where the reader was, after the same study was opened again. */
  private stay(period: number, view: View): void {
    this.period = period;
    this.view = view;
    this.before = new Map();
    this.recount();
    this.settle();
  }

  private moment(): Moment {
    const { chosen, source, preset, objective, lifted, period, weights, onlyPolled } = this;
    return { key: chosen, source, preset, objective, lifted, period, weights, onlyPolled };
  }

  /** A change begins: this is what undo goes back to. */
  private remember(moment = this.moment()): void {
    this.past = [...this.past.slice(1 - STEPS), moment];
    this.future = [];
    this.notice = null;
  }

  private travel(from: Moment[], to: Moment[]): void {
    const moment = from.pop();
    if (moment === undefined) return;
    to.push(this.moment());
    this.asked++;
    this.reading = null;
    this.moving = null;
    this.held = false;
    this.trouble = null;
    this.notice = null;
    const same = moment.key === this.chosen;
    const reopened = !same || moment.preset !== this.preset || moment.lifted !== this.lifted;
    const comparable = !reopened && moment.period === this.period && moment.onlyPolled === this.onlyPolled;
    this.begin();
    if (!comparable) this.before = new Map();
    this.source = moment.source;
    this.chosen = moment.key;
    this.preset = moment.preset;
    this.lifted = moment.lifted;
    this.objective = moment.objective;
    if (reopened) {
      this.open(this.composed());
    }
    this.period = moment.period;
    this.setWeights(moment.weights, moment.weights);
    this.onlyPolled = moment.onlyPolled;
    this.recount();
    if (same) this.settle();
    else this.arrive();
  }

  private open(document: StudyDocument): void {
    if (this.engine === undefined) return;
    const study = this.engine.open(document);
    (this.study as Study | undefined)?.free();
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.held = false;
    this.resting = true;
    this.study = study;
    this.document = document;
    this.root = tree(document.framework);
    const { outline } = study;
    if (!outline.units.some(({ id }) => id === this.selected)) {
      this.selected = null;
      this.trace = null;
    }
    this.period = outline.period;
    this.weights = outline.nodes.map(({ id, weight }) => ({ id, weight }));
    this.weightArray = Float64Array.from(this.weights, ({ weight }) => weight);
    this.scores = new Float64Array(outline.units.length);
    this.ranks = new Uint32Array(outline.units.length);
    const first = outline.units.slice(0, 1).map(({ id }) => id);
    const cards = outline.periods.map((period) => study.score({ period, units: first }));
    this.rankedPeriods = new Set(
      cards.filter(({ coverage }) => coverage.share >= coverage.minimum).map(({ period }) => period),
    );
    this.own = new Map(cards[0]?.nodes.map((node) => [node.id, node]));
    this.positions = new Map(outline.nodes.map(({ id }, position) => [id, position]));
    this.moving = null;
    this.live = false;
    this.recount();
    this.refresh();
  }

  /** Finds out again who has a poll: the period or the study changed. */
  private recount(): void {
    const card = this.study.score({ period: this.period, weights: this.weights });
    const opinion = this.indexOf(OPINION);
    this.polled = card.units.filter(({ parts }) => (parts[opinion]?.value ?? null) !== null).map(({ id }) => id);
    if (this.polled.length === 0) this.onlyPolled = false;
  }

  private setWeights(from: Weight[], to: Weight[]): void {
    const given = new Map(to.map(({ id, weight }) => [id, weight]));
    this.weights = from.map(({ id, weight }) => ({ id, weight: given.get(id) ?? weight }));
    this.weights.forEach(({ weight }, position) => {
      this.weightArray[position] = weight;
    });
    this.fresh = false;
  }

  /** Remembers the ranks from which the next change marks are measured. */
  private begin(): void {
    if (!this.resting) return;
    this.before = new Map(this.rows().flatMap(({ id, rank }) => (rank === null ? [] : [[id, rank]])));
    this.resting = false;
  }

  /** Weights moved: the order follows with the next frame, the rest when they rest. */
  private disturb(): void {
    this.begin();
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.follow());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), REST_MS);
  }

  private follow(): void {
    this.frame = 0;
    // `rank` ranks all units: with the filter on, the scorecard alone can say the ranks.
    if (this.onlyPolled) {
      this.refresh();
    } else {
      this.study.rank({ period: this.period, weights: this.weightArray, scores: this.scores, ranks: this.ranks });
      this.live = true;
      if (this.cost <= FRAME_BUDGET_MS) this.refresh();
    }
    this.notify();
  }

  private settle(): void {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.refresh();
    this.live = false;
    this.resting = !this.held;
    this.notify();
  }

  /** The whole scorecard, of the weights as they are. */
  private refresh(): void {
    const start = performance.now();
    const { period, weights } = this;
    this.card = this.study.score({ period, weights, ...(this.onlyPolled ? { units: this.polled } : {}) });
    this.fresh = true;
    this.refreshTrace();
    this.cost = performance.now() - start;
  }

  private refreshTrace(): void {
    if (this.selected === null) return;
    const { period, weights, selected } = this;
    const among = this.onlyPolled && this.polled.includes(selected) ? { units: this.polled } : {};
    this.trace = this.study.trace(selected, { period, weights, ...among });
  }

  private show(phase: Phase): void {
    this.phase = phase;
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
