/** How sure the ranks are: draws that follow the weights as they move, coarse at once and finer when they rest. */

import type { SimulationRequest, Study, Uncertainty, UnitUncertainty, Vary, Weight } from "comity";
import type { Store } from "./store.js";
import { failure, words } from "./words.js";

/** How sure the reader is of the weights, and the size of the poll that would be as sure. */
export const SURE = { very: 400, fairly: 100, hardly: 25 } as const;
export type Sure = keyof typeof SURE;

/** What may vary. */
export const SOURCES = ["weights", "missing", "data", "method"] as const;
export type Source = (typeof SOURCES)[number];

/** How many draws may be asked for. */
export const DRAWS = [10_000, 100_000] as const;

/** Draws while a weight moves: two blocks, one a worker, so that the next picture is never far. */
const COARSE = 2_048;

/** Pictures of draws that are still coming are at least this far apart. */
const PICTURE_MS = 100;

/** What an answer depends on. */
interface Asked {
  study: Study;
  period: number;
  weights: Weight[];
  plan: string;
  /** Whether nothing moves: then all draws are made. */
  whole: boolean;
}

export class Doubt {
  sure: Sure = "fairly";
  draws: number = DRAWS[0];
  readonly seed = 1;
  readonly vary = new Set<Source>(["weights", "missing", "data"]);
  /** What the draws come to so far; of the study shown, but while it changes of weights a moment ago. */
  found: Uncertainty | null = null;
  /** Whether `found` is all that was asked for. */
  complete = false;
  /** Whether the reader stopped the draws. */
  stopped = false;
  trouble: string | null = null;

  private readonly listeners = new Set<() => void>();
  private readonly byUnit = new Map<string, UnitUncertainty>();
  private pairs = false;
  /** The study whose ranking is on the screen, as far as it is known here. */
  private painted: Study | undefined;
  private running: { asked: Asked; controller: AbortController } | null = null;
  private answered: Asked | null = null;
  /** Whether workers could not be had: then the draws are made here, a little at a time. */
  private alone = false;

  constructor(private readonly store: Store) {
    store.subscribe(() => this.follow());
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What is known of a unit's rank. */
  of(id: string): UnitUncertainty | null {
    return this.byUnit.get(id) ?? null;
  }

  /** Whether ranks of this kind can be told: of the tree, among all units, in a year that is ranked. */
  get possible(): boolean {
    const { store } = this;
    if (store.phase.is !== "ready" || store.onlyPolled || !store.treed) return false;
    return store.card.units.some(({ rank }) => rank !== null);
  }

  setSure(sure: Sure): void {
    this.sure = sure;
    this.again();
  }

  setDraws(draws: number): void {
    this.draws = draws;
    this.again();
  }

  setSource(source: Source, varies: boolean): void {
    if (varies) this.vary.add(source);
    else this.vary.delete(source);
    this.again();
  }

  /** Counts who is above whom too, from now on. */
  wantPairs(): void {
    if (this.pairs) return;
    this.pairs = true;
    this.again();
  }

  /** Makes no more draws until something changes. */
  stop(): void {
    this.stopped = true;
    this.answered = this.asked();
    this.running?.controller.abort();
    this.notify();
  }

  /** What varies, as the engine is asked. */
  variation(): Vary {
    const { vary } = this;
    const own = this.store.document.method.defaults?.aggregation ?? "arithmetic";
    const other = (typeof own === "string" ? own : own.method) === "geometric" ? "arithmetic" : "geometric";
    return {
      ...(vary.has("weights") ? { weights: { method: "around", concentration: SURE[this.sure] } } : {}),
      ...(vary.has("missing") ? { missing: "observed" } : {}),
      ...(vary.has("data") ? { data: {} } : {}),
      ...(vary.has("method")
        ? {
            method: {
              alternatives: [{ id: "aggregation", options: [[{ choices: { aggregation: other } }]] }],
              leaveOneOut: true,
            },
          }
        : {}),
    };
  }

  /** What is asked of the engine. */
  request(draws = this.draws): SimulationRequest {
    const { period, weights } = this.store;
    return { period, weights, draws, seed: this.seed, pairwise: this.pairs, vary: this.variation() };
  }

  private again(): void {
    this.stopped = false;
    this.follow();
    this.notify();
  }

  private asked(): Asked | null {
    if (!this.possible) return null;
    const { study, period, weights, resting } = this.store;
    const plan = JSON.stringify([this.draws, this.pairs, this.variation()]);
    return { study, period, weights, plan, whole: resting };
  }

  private follow(): void {
    const asked = this.asked();
    const { found } = this;
    const fits = found !== null && asked?.study.hash === found.hash && asked.period === found.period;
    if (asked === null || (found !== null && !fits)) this.forget();
    if (asked !== null && !isSame(asked, this.answered)) this.stopped = false;
    const { running } = this;
    // A few draws are soon done; all of them would keep what is newer waiting.
    if (running?.asked.whole && (asked === null || !isSame(asked, running.asked))) running.controller.abort();
    if (running === null && asked !== null && !isSame(asked, this.answered)) void this.run(asked);
  }

  /** Makes draws until they are those of what is shown: one request at a time, the newest next. */
  private async run(first: Asked): Promise<void> {
    this.running = { asked: first, controller: new AbortController() };
    for (let asked = this.asked(); asked !== null && !isSame(asked, this.answered); asked = this.asked()) {
      if (this.painted !== asked.study) {
        this.painted = asked.study;
        await idle();
        continue;
      }
      const controller = new AbortController();
      this.running = { asked, controller };
      this.complete = false;
      try {
        await this.draw(asked, controller.signal);
        this.answered = asked;
        this.trouble = null;
      } catch (error) {
        if (controller.signal.aborted) continue;
        if (!this.alone && (error as { code?: unknown }).code === "worker-failed") this.alone = true;
        else {
          this.answered = asked;
          this.forget();
          this.trouble = failure(words.drawing, error).what;
        }
      }
      this.notify();
    }
    this.running = null;
  }

  private async draw({ study, whole }: Asked, signal: AbortSignal): Promise<void> {
    let last = Number.NEGATIVE_INFINITY;
    const onProgress = (share: number, result: () => Uncertainty): void => {
      if (!whole || share === 1 || performance.now() - last < PICTURE_MS) return;
      last = performance.now();
      this.take(result(), false);
    };
    const request = this.request(whole ? this.draws : COARSE);
    const options = { signal, confidence: false, onProgress, ...(this.alone ? { workers: false } : {}) };
    const answer = await study.simulate(request, options);
    if (!signal.aborted && this.store.study === study) this.take(answer, whole);
  }

  private take(found: Uncertainty, complete: boolean): void {
    this.found = found;
    this.complete = complete;
    this.byUnit.clear();
    for (const unit of found.units) this.byUnit.set(unit.id, unit);
    this.notify();
  }

  private forget(): void {
    this.found = null;
    this.trouble = null;
    this.complete = false;
    this.byUnit.clear();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

/** When the page has nothing better to do: the ranking is there first, the workers after it. */
function idle(): Promise<void> {
  return new Promise((done) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => done(), { timeout: 2_000 });
    else setTimeout(done, 200);
  });
}

function isSame(a: Asked, b: Asked | null): boolean {
  return (
    b !== null &&
    a.study === b.study &&
    a.period === b.period &&
    a.weights === b.weights &&
    a.plan === b.plan &&
    a.whole === b.whole
  );
}
