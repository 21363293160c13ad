import type { OpenSensitivity, OpenStudy } from "./comity.js";
import { copyOf, fieldsOf } from "./copy.js";
import { kindOf, problem, refuse, wrongType } from "./error.js";
import { instance, part, within } from "./instance.js";
import type { Pool } from "./pool.js";
import { Simulation } from "./simulation.js";
import type {
  Agreement,
  ObjectiveTable,
  Outline,
  Problem,
  ReweightRequest,
  Scorecard,
  ScoreRequest,
  Sensitivity,
  SensitivityRequest,
  SimulationRequest,
  Stability,
  StabilityRequest,
  StudyDocument,
  Trace,
  Uncertainty,
  Weight,
} from "./types.js";

/** What {@link Study.rank} reads and fills: arrays of the caller's, to be used again and again. */
export interface RankRequest {
  /** Absent: the study's own period. */
  period?: number | undefined;
  /** One weight a node, in the order of `outline.nodes`. */
  weights: Float64Array;
  /** Filled with one score a unit, in the order of `outline.units`; `NaN`: not scored. */
  scores: Float64Array;
  /** Filled with one rank a unit, in the order of `outline.units`; `0`: not ranked. */
  ranks: Uint32Array;
}

/** How long work is run. */
export interface RunOptions {
  /** Ends the work after the block in hand. */
  signal?: AbortSignal | undefined;
  /** Absent: on the engine's workers, where it has any. `false`: on the calling thread, a few milliseconds or a block at a time. */
  workers?: boolean | undefined;
}

/** How a simulation is run. */
export interface SimulateOptions extends RunOptions {
  /**
   * How much is done, 0 to 1, and what the blocks up to there come to, for those who ask while they are told: a first picture after
   * the first block.
   */
  onProgress?: ((share: number, result: () => Uncertainty) => void) | undefined;
  /** Absent: true. `false` leaves out the confidence factors, which may take as long again as the draws. */
  confidence?: boolean | undefined;
}

/** How a sensitivity analysis is run. */
export interface SensitivityOptions extends RunOptions {
  /** How much is done, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
}

/**
 * Where work is done that takes long.
 *
 * @internal
 */
export interface Background {
  /** The workers, unless this entry of the package has none. */
  pool: (() => Promise<Pool>) | undefined;
  /** Loads the whole module here. */
  whole(): Promise<void>;
}

/** How many studies stay open inside the engine. A study beyond that opens again when it is next asked. */
const KEPT_OPEN = 8;

/** The studies open inside the engine, the one used last at the end. Bounded, because garbage collection may never come. */
const open = new Set<Study>();

/**
 * One study, ready to be scored. Made by `engine.open(document)`.
 *
 * It owns its document: a copy made when it was opened, so that changing the caller's object changes nothing here.
 * The same question always gets the same answer.
 */
export class Study {
  /** The document as JSON text: what the study opens again from. */
  readonly #text: string;
  readonly #hash: string;
  #outline: Outline | undefined;
  #handle: OpenStudy | undefined;
  /** The instance of the engine that `#handle` belongs to. */
  #instance: number;
  readonly #background: Background | undefined;

  /** @internal */
  constructor(document: unknown, background?: Background) {
    this.#background = background;
    const source = typeof document === "string" ? document.replace(/^\uFEFF/, "") : document;
    this.#handle = within(() => part("OpenStudy").open(source));
    this.#instance = instance();
    // What the engine has accepted is data that JSON holds without loss, and text opens three times as fast.
    this.#text = typeof source === "string" ? source : JSON.stringify(source);
    this.#hash = this.#ask((handle) => handle.hash);
  }

  /** A copy of the study document: change it and open it anew. */
  get document(): StudyDocument {
    return JSON.parse(this.#text);
  }

  /** SHA-256 of the document's canonical form, in hexadecimal: two studies with one hash score alike. */
  get hash(): string {
    return this.#hash;
  }

  /** What the study holds, in the engine's order: units, nodes, periods. Read-only. */
  get outline(): Outline {
    this.#outline ??= frozen(this.#ask((handle) => handle.outline()));
    return this.#outline;
  }

  /**
   * Scores and ranks every unit in one period.
   *
   * @throws ScoringError where the request names what the study does not have, or the method refuses to score.
   * @example
   * const card = study.score({ period: 2010, weights: [{ id: "public-opinion", weight: 2 }] });
   * for (const unit of card.units) console.log(unit.rank, unit.name, unit.score);
   */
  score(request?: ScoreRequest): Scorecard {
    const asked = requestOf<ScoreRequest | undefined>(request);
    return this.#ask((handle) => handle.score(asked));
  }

  /**
   * Fills the caller's arrays with scores and ranks: the quick way while a slider moves.
   *
   * @returns how many units are ranked.
   * @throws ScoringError `wrong-type` or `array-length` where an array is not what `outline` calls for.
   * @example
   * const { nodes, units } = study.outline;
   * const weights = Float64Array.from(nodes, (node) => node.weight);
   * const scores = new Float64Array(units.length);
   * const ranks = new Uint32Array(units.length);
   * study.rank({ period: 2010, weights, scores, ranks });
   */
  rank(request: RankRequest): number {
    const { data, problems, thrown } = fieldsOf(request, ["period", "weights", "scores", "ranks"]);
    const { period, weights, scores, ranks } = data as RankRequest;
    const { nodes, units } = this.outline;
    checkPeriod(problems, period);
    checkArray(problems, "weights", weights, "Float64Array", nodes.length);
    checkArray(problems, "scores", scores, "Float64Array", units.length);
    checkArray(problems, "ranks", ranks, "Uint32Array", units.length);
    refuse(problems, thrown);
    return this.#ask((handle) => handle.rank(period, weights, scores, ranks));
  }

  /**
   * One unit's score from raw value to rank, each number the very one the score was made of.
   *
   * @throws ScoringError `unit-unknown` where the study has no such unit.
   */
  trace(unit: string, request?: ScoreRequest): Trace {
    checkText("unit", unit);
    const asked = requestOf<ScoreRequest | undefined>(request);
    return this.#ask((handle) => handle.trace(unit, asked));
  }

  /**
   * Every unit's score and rank under the weights of each objective of the study: what serves which purpose.
   *
   * @param period absent: the study's own period.
   * @throws ScoringError where the study has no such period, or the method refuses to score.
   * @example
   * const { objectives, units } = study.objectives(2010);
   * for (const { name, results } of units) console.log(name, results.map(({ rank }, at) => [objectives[at].title, rank]));
   */
  objectives(period?: number): ObjectiveTable {
    const problems: Problem[] = [];
    checkPeriod(problems, period);
    refuse(problems);
    return this.#ask((handle) => handle.objectives(period));
  }

  /**
   * How far each weight may move before the first, or anyone, changes rank; who swaps where; what would swap two units. Exact, no
   * sampling.
   *
   * @throws ScoringError where the request names what the study does not have, or the method refuses to score.
   * @example
   * const { nodes, pair } = study.stability({ pair: { a: "JPN", b: "KOR" } });
   * for (const { id, share, first } of nodes) console.log(id, share, first?.lower, first?.upper);
   */
  stability(request?: StabilityRequest): Stability {
    const asked = requestOf<StabilityRequest | undefined>(request);
    return this.#askWhole((handle) => handle.stability(asked));
  }

  /**
   * What ranks and scores depend on: each weight, each uncertain value, each choice of the method. Sampled where it must be, every
   * estimate with its error; the same request gets the same answer everywhere. As much work as a hundred thousand scorings: a worker
   * does it, where there is one.
   *
   * @throws ScoringError where the request names what the study does not have, or asks for too much; `worker-failed` when two workers
   * were lost at it; the signal's reason when it is aborted.
   * @example
   * const { variance } = await study.sensitivity({ factors: "sources" });
   * variance?.factors.forEach(({ id }, at) => console.log(id, variance.shift.factors[at]?.total.value));
   */
  async sensitivity(request?: SensitivityRequest, options: SensitivityOptions = {}): Promise<Sensitivity> {
    const asked = requestOf<SensitivityRequest | undefined>(request);
    const { sensitivity } = await import("./background.js");
    return sensitivity(this, this.#text, await this.#workers(options), asked, options);
  }

  /** @internal */
  openSensitivity(request: SensitivityRequest | undefined): OpenSensitivity {
    return this.#askWhole((handle) => handle.sensitivity(request));
  }

  /** How far the raters of each rubric indicator agree; empty where nobody but one judged. */
  agreement(): Agreement[] {
    return this.#ask((handle) => handle.agreement());
  }

  /** The weights that give one node a share among its siblings, the others keeping their proportions: what a slider sets. */
  reweight(request: ReweightRequest): Weight[] {
    const asked = requestOf<ReweightRequest>(request);
    return this.#ask((handle) => handle.reweight(asked));
  }

  /**
   * How sure scores and ranks are, over weights, data, missing values and methods that vary.
   *
   * Runs on the engine's workers, a block of 1,024 draws at a time wherever one is idle; without workers, or with a stop rule
   * (`until`), here, a few milliseconds at a time, so that the page stays alive. The same request gives the same answer, on any
   * machine and on any number of workers.
   *
   * @throws ScoringError where the request names what the study does not have; `worker-failed` when two workers were lost at one
   * block; the signal's reason when it is aborted.
   * @example
   * const { units } = await study.simulate({ draws: 10_000, seed: 7, vary: { weights: "uniform" } });
   * for (const { name, ranks } of units) console.log(name, ranks?.p5.value, ranks?.p95.value);
   */
  async simulate(request?: SimulationRequest, options: SimulateOptions = {}): Promise<Uncertainty> {
    const asked = requestOf<SimulationRequest | undefined>(request);
    const { simulate } = await import("./background.js");
    await this.#background?.whole();
    return simulate(this, this.#text, await this.#workers(options), asked, options);
  }

  /** The same to be run by the caller, a few blocks a frame: for a slider that moves. */
  simulation(request?: SimulationRequest): Simulation {
    const asked = requestOf<SimulationRequest | undefined>(request);
    return new Simulation(() => this.#askWhole((handle) => handle.simulation(asked)));
  }

  /**
   * A simulation as shards, a line of text each, to be run anywhere by {@link runShard}, or by `comity run-shard`.
   *
   * @throws ScoringError `stop-rule-split` where the request has `until`.
   */
  shards(request: SimulationRequest | undefined, number: number): string[] {
    if (number !== number >>> 0) refuse([wrongType(["number"], kindOf(number), "a whole number")]);
    const asked = requestOf<SimulationRequest | undefined>(request);
    return this.#askWhole((handle) => handle.shards(asked, number));
  }

  /** Runs a shard of a simulation of this study: its line in, what it came to as a line out. */
  runShard(shard: string): string {
    if (typeof shard !== "string") refuse([wrongType(["shard"], kindOf(shard), "a text")]);
    return this.#askWhole((handle) => handle.runShard(shard));
  }

  /**
   * What the lines of all shards come to, in any order: the very answer of {@link simulate}.
   *
   * @throws ScoringError `shard-missing`, `shard-duplicate`, `plan-mismatch`, `study-mismatch`.
   */
  merge(partials: readonly string[]): Uncertainty {
    const texts = Array.isArray(partials) && partials.every((partial) => typeof partial === "string");
    if (!texts) refuse([wrongType(["partials"], kindOf(partials), "a list of texts")]);
    return this.#askWhole((handle) => handle.merge([...partials]));
  }

  /** Gives back the engine's memory early. Never needed; a study that is asked again opens again. */
  free(): void {
    open.delete(this);
    const handle = this.#instance === instance() ? this.#handle : undefined;
    this.#handle = undefined;
    if (handle) within(() => handle.free());
  }

  /** The same as `free`, for `using study = engine.open(document)`. */
  declare [Symbol.dispose]: () => void;

  static {
    // Older browsers have no `Symbol.dispose`: there, `free` is the only name.
    if (Symbol.dispose) {
      Object.defineProperty(Study.prototype, Symbol.dispose, {
        value: Study.prototype.free,
        configurable: true,
        writable: true,
      });
    }
  }

  /** Starts the workers; without any, the work is done here, for which the whole module is needed. */
  async #workers({ workers }: RunOptions): Promise<(() => Promise<Pool>) | undefined> {
    const pool = workers === false ? undefined : this.#background?.pool;
    if (!pool) await this.#background?.whole();
    return pool;
  }

  /** Asks what only the whole module answers. */
  #askWhole<T>(question: (handle: OpenStudy) => T): T {
    part("OpenSimulation");
    return this.#ask(question);
  }

  #ask<T>(question: (handle: OpenStudy) => T): T {
    return within(() => {
      if (!this.#handle || this.#instance !== instance()) {
        this.#handle = part("OpenStudy").open(this.#text);
        this.#instance = instance();
      }
      // Moved to the end of the set: the one used last.
      open.delete(this);
      open.add(this);
      if (open.size > KEPT_OPEN)
        for (const eldest of open) {
          eldest.free();
          break;
        }
      return question(this.#handle);
    });
  }
}

/** Checked here because the engine's memory would take it for another year in silence. */
function checkPeriod(problems: Problem[], period: unknown): void {
  // `null` is absent, as in every other request.
  if (period === undefined || period === null || (typeof period === "number" && period === (period | 0))) return;
  if (typeof period !== "number") {
    problems.push(wrongType(["period"], kindOf(period), "a whole number"));
    return;
  }
  const kind = Number.isFinite(period) ? "whole" : "finite";
  const found = String(period);
  problems.push(problem(`number-not-${kind}`, ["period"], `found ${found}, expected a ${kind} number`, { found }));
}

/** The request as data of our own. */
function requestOf<T>(request: T): T {
  const { data, problems, thrown } = copyOf(request);
  refuse(problems, thrown);
  return data as T;
}

/** Checked here because what crosses into the engine's memory is copied there unseen. */
function checkArray(problems: Problem[], name: string, array: unknown, kind: string, length: number): void {
  // Already named: it could not be read.
  if (problems.some(({ path }) => path[0] === name)) return;
  // Asked of the array itself, which no field that is put on an object can feign.
  const prototype = Object.getPrototypeOf(Uint8Array.prototype);
  const found = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag)?.get?.call(array);
  if (found !== kind) problems.push(wrongType([name], kindOf(array), `a ${kind}`));
  else if ((array as Float64Array).length !== length) {
    const args = { array: name, found: (array as Float64Array).length, expected: length };
    problems.push(problem("array-length", [name], `\`${name}\` has ${args.found} entries, expected ${length}`, args));
  }
}

/**
 * Refuses what is no text of whole characters.
 *
 * @internal
 */
export function checkText(name: string, text: unknown): void {
  const kind = kindOf(text);
  if (kind !== "a text") refuse([wrongType([name], kind, "a text")]);
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
