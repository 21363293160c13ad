/** A study under the year, weights and filter of the moment: what the engine says of it, and how that follows while a weight moves. */

import type { Engine, NodeWeight, Scorecard, Study, StudyDocument, Trace, UnitScore, Weight } from "comity";
import { type Branch, descendants, tree } from "./tree.js";

/** The dimension that has a control of its own at the head of the page. */
export const OPINION = "public-opinion";

/** One line of the ranking. `unit` is of the last scorecard: while a weight moves it may be a moment behind. */
export interface Row {
  id: string;
  name: string;
  score: number | null;
  rank: number | null;
  tied: boolean;
  unit: UnitScore;
}

/** A study, opened, and what it was opened from. */
export interface Opened {
  study: Study;
  document: StudyDocument;
}

/** A rest of this long ends a movement: the scorecard is asked for, and the change is announced. */
const REST_MS = 120;

/** A scorecard that takes longer than this is left until the weights rest; ranks follow every frame in any case. */
const FRAME_BUDGET_MS = 8;

export class Scored {
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
  /** Partnerships with a poll in this period. */
  polled: string[] = [];
  onlyPolled = false;
  selected: string | null = null;
  trace: Trace | null = null;
  /** Ranks before the last change, by unit: what the change marks are measured from. */
  before = new Map<string, number>();
  /** Whether nothing is moving: the last change is over. */
  resting = true;

  engine: Engine | undefined;
  /** A study that was opened to see whether it is one, until it is shown. */
  protected opened: Opened | null = null;
  /** The node being moved and the weights before it moved: the way to a share changes nothing, and 100 % is no dead end. */
  protected moving: { id: string; from: Weight[]; share: number } | null = null;
  /** Whether a hand still holds a slider. */
  protected held = false;
  /** Whether `scores` and `ranks` are of the weights as they are now. */
  protected live = false;
  /** The method's own weights by period: those computed from the data are others every year. */
  private readonly owns = new Map<number, Map<string, NodeWeight>>();
  private positions = new Map<string, number>();
  private listeners = new Set<() => void>();
  private scores = new Float64Array();
  private ranks = new Uint32Array();
  private weightArray = new Float64Array();
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private cost = 0;

  /** Calls `listener` after every change; gives the way to stop it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
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

  /** Whether the tree decides: then scores are on the scale, and made of parts. */
  get treed(): boolean {
    return this.card.ranking.kind === "index";
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
    const own = this.own().get(id)?.share ?? 0;
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

  /** Opens a document to be shown in a period, if it has it and can be scored there; what is said of it follows once the weights are set. */
  protected open(document: StudyDocument, period: number): void {
    if (this.engine === undefined) return;
    // Text opens faster than an object, and what is opened already need not be opened again.
    const study = this.opened?.document === document ? this.opened.study : this.engine.open(JSON.stringify(document));
    this.opened = null;
    const { outline } = study;
    const shown = outline.periods.includes(period) ? period : outline.period;
    // Before anything is put away: one that cannot be scored leaves everything as it was.
    const { nodes } = study.score({ period: shown });
    const first = outline.units.slice(0, 1).map(({ id }) => id);
    // Without a rule of how much must be observed, every year is ranked.
    const ranked = outline.periods.filter((period) => {
      if (document.method.screening === undefined) return true;
      try {
        const { coverage } = study.score({ period, units: first });
        return coverage.share >= coverage.minimum;
      } catch {
        // Said when it is chosen.
        return false;
      }
    });
    (this.study as Study | undefined)?.free();
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.held = false;
    this.resting = true;
    this.study = study;
    this.document = document;
    this.root = tree(document.framework);
    if (!outline.units.some(({ id }) => id === this.selected)) {
      this.selected = null;
      this.trace = null;
    }
    this.period = shown;
    this.weights = nodes.map(({ id, weight }) => ({ id, weight }));
    this.weightArray = Float64Array.from(this.weights, ({ weight }) => weight);
    this.scores = new Float64Array(outline.units.length);
    this.ranks = new Uint32Array(outline.units.length);
    this.rankedPeriods = new Set(ranked);
    this.owns.clear();
    this.positions = new Map(outline.nodes.map(({ id }, position) => [id, position]));
    this.moving = null;
    this.live = false;
  }

  /** Finds out again who has a poll: the period or the study changed. */
  protected recount(): void {
    const opinion = this.indexOf(OPINION);
    const { units } = opinion < 0 ? { units: [] } : this.observation();
    this.polled = units.filter(({ parts }) => (parts[opinion]?.value ?? null) !== null).map(({ id }) => id);
    if (this.polled.length === 0) this.onlyPolled = false;
  }

  /** The scorecard that tells who has what: of the tree, since other rankings give no parts. */
  private observation(): Scorecard {
    const { document, engine, period, weights } = this;
    const own = this.study.score({ period, weights });
    if (own.ranking.kind === "index" || engine === undefined) return own;
    const study = engine.open({ ...document, method: { ...document.method, ranking: "tree" } });
    const { units } = study.score({ period, weights });
    study.free();
    return { ...own, units };
  }

  /** The method's own weights in the period shown. */
  protected ownWeights(): Weight[] {
    const own = this.own();
    return this.study.outline.nodes.map(({ id, weight }) => ({ id, weight: own.get(id)?.weight ?? weight }));
  }

  /** The method's own weights in the period shown, by node: those from data differ from year to year. */
  private own(): Map<string, NodeWeight> {
    const { study, period } = this;
    const known = this.owns.get(period);
    if (known !== undefined) return known;
    const units = study.outline.units.slice(0, 1).map(({ id }) => id);
    const own = new Map(study.score({ period, units }).nodes.map((node) => [node.id, node]));
    this.owns.set(period, own);
    return own;
  }

  protected setWeights(from: Weight[], to: Weight[]): void {
    const given = new Map(to.map(({ id, weight }) => [id, weight]));
    this.weights = from.map(({ id, weight }) => ({ id, weight: given.get(id) ?? weight }));
    this.weights.forEach(({ weight }, position) => {
      this.weightArray[position] = weight;
    });
    this.fresh = false;
  }

  /** The ranks as they stand, by unit. */
  protected ranksNow(): Map<string, number> {
    return new Map(this.rows().flatMap(({ id, rank }) => (rank === null ? [] : [[id, rank]])));
  }

  /** Remembers the ranks from which the next change marks are measured. */
  protected begin(): void {
    if (!this.resting) return;
    this.before = this.ranksNow();
    this.resting = false;
  }

  /** Weights moved: the order follows with the next frame, the rest when they rest. */
  protected disturb(): void {
    this.begin();
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.follow());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), REST_MS);
  }

  private follow(): void {
    this.frame = 0;
    // What takes long waits for the weights to rest.
    if (!this.card.ranking.live) return;
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

  protected settle(): void {
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

  protected refreshTrace(): void {
    if (this.selected === null) return;
    const { period, weights, selected } = this;
    const among = this.onlyPolled && this.polled.includes(selected) ? { units: this.polled } : {};
    this.trace = this.study.trace(selected, { period, weights, ...among });
  }

  protected notify(): void {
    for (const listener of this.listeners) listener();
  }
}
