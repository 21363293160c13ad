/** What the reader changes of the study that is open, and the way back: weights, choices, data. */

import type { Method, Problem, StudyDocument } from "comity";
import type { Edit } from "./edits.js";
import { History } from "./history.js";
import type { Moment } from "./moment.js";
import { Scored } from "./scored.js";
import { failure, leads, problemsOf, words } from "./words.js";

export abstract class Changes extends Scored {
  /** The key of the study shown. */
  chosen = "";
  /** The cells that the reader changed, and the units that the reader added. */
  edits: Edit[] = [];
  added: string[] = [];
  /** The preset whose method is followed; none: the study's own. */
  preset: string | null = null;
  /** The objective whose weights are set and not moved since. */
  objective: string | null = null;
  /** The method that the reader made; none: the preset's or the study's own. */
  method: Method | null = null;
  /** Whether the reader lifted the study's rule of how much must be observed. */
  lifted = false;
  /** What went wrong beside the study shown, until the next change. */
  notice: string | null = null;
  /** What could not be done, if the last thing asked for could not. */
  trouble: string | null = null;
  /** What the last change was, where weights and choices do not tell. */
  lead: string | null = null;

  /** The study as it was read, with the reader's edits, whatever preset or rule is laid over it. */
  source!: StudyDocument;
  private readonly history = new History<Moment>();

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  undo(): void {
    const moment = this.history.back(this.moment());
    if (moment !== undefined) this.travel(moment, leads.undone);
  }

  redo(): void {
    const moment = this.history.forward(this.moment());
    if (moment !== undefined) this.travel(moment, leads.redone);
  }

  /** The study and how it is looked at, now. */
  moment(): Moment {
    const { chosen: key, source, edits, added, preset, objective, method, lifted, period, weights, onlyPolled } = this;
    return { key, source, edits, added, preset, objective, method, lifted, period, weights, onlyPolled };
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
    this.setWeights(this.weights, this.ownWeights());
    this.disturb();
  }

  /** Follows the method of a preset, or (`null`) the study's own again. */
  setPreset(preset: string | null): void {
    const moment = this.moment();
    if (!this.attempt(() => this.resume({ ...moment, preset, objective: null, method: null, weights: [] }))) return;
    this.remember(moment);
    this.before = new Map();
    this.settle();
  }

  /** The method before the reader changed it: the preset's, or the study's own. */
  get ownMethod(): Method {
    return composed(this.source, this.preset, false, null).method;
  }

  /** The method chosen, whatever rule the reader lifted and whatever weights were moved. */
  get chosenMethod(): Method {
    return this.method ?? this.ownMethod;
  }

  /**
   * Follows a method of the reader's, or (`null`) the preset's or the study's own again. What the engine finds wrong is given back,
   * and then everything is as it was. `weights`: whether it brings weights of its own, instead of those that were moved.
   */
  setMethod(method: Method | null, lead: string, weights = false): Problem[] {
    const moment = this.moment();
    const before = this.ranksNow();
    const own = this.changed === 0 || weights;
    const { screening } = method ?? this.ownMethod;
    // Another rule of who is ranked is not lifted.
    const lifted = moment.lifted && JSON.stringify(screening) === JSON.stringify(this.chosenMethod.screening);
    try {
      this.resume({ ...moment, method, lifted, weights: own ? [] : moment.weights });
    } catch (error) {
      const problems = problemsOf(error);
      if (problems.length === 0) throw error;
      return problems;
    }
    this.remember(moment);
    this.lead = lead;
    this.before = before;
    this.settle();
    return [];
  }

  /** Sets the weights of an objective, or (`null`) those of the method again. */
  setObjective(objective: string | null): void {
    const profile = this.source.objectives?.find(({ id }) => id === objective);
    this.remember();
    this.moving = null;
    this.begin();
    this.objective = profile === undefined ? null : profile.id;
    this.setWeights(this.ownWeights(), profile?.weights ?? []);
    this.settle();
  }

  setPeriod(period: number): void {
    // Weights that come from the data may be impossible in another year.
    if (!this.attempt(() => this.study.score({ period }))) return;
    const own = this.changed === 0;
    this.remember();
    this.moving = null;
    const comparable = !this.lifted && this.rankedPeriods.has(period) && this.rankedPeriods.has(this.period);
    this.begin();
    // No change marks between years that rest on different indicators.
    if (!comparable) this.before = new Map();
    this.period = period;
    if (own) this.setWeights(this.ownWeights(), []);
    this.recount();
    this.settle();
  }

  /** Does what may be impossible; if it is, the reader is told, and all stays as it was. */
  private attempt(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (problemsOf(error).length === 0) throw error;
      this.notice = failure(words.scoring, error).what;
      this.notify();
      return false;
    }
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
    this.resume({ ...this.moment(), lifted });
    this.before = new Map();
    this.settle();
  }

  /** Opens the study with other data. What the engine finds wrong is given back, and then everything is as it was. */
  protected amend(lead: string, source: StudyDocument, edits: Edit[], added: string[]): Problem[] {
    const moment = this.moment();
    const before = this.ranksNow();
    try {
      this.resume({ ...moment, source, edits, added });
    } catch (error) {
      const problems = problemsOf(error);
      if (problems.length === 0) throw error;
      return problems;
    }
    this.remember(moment);
    this.lead = lead;
    this.before = before;
    this.settle();
    return [];
  }

  /** The study opens: what was open belongs to the one before. */
  abstract arrive(): void;

  /** Takes up a study where it was left. Opened first: one with faults leaves everything as it was. */
  protected resume(moment: Moment): void {
    const { source, lifted, method } = moment;
    const preset = source.presets?.some(({ id }) => id === moment.preset) ? moment.preset : null;
    const overlaid = preset !== this.preset || lifted !== this.lifted || method !== this.method;
    if (source !== this.source || overlaid) this.open(composed(source, preset, lifted, method), moment.period);
    this.moving = null;
    this.chosen = moment.key;
    this.source = source;
    this.edits = moment.edits;
    this.added = moment.added;
    this.preset = preset;
    this.objective = source.objectives?.some(({ id }) => id === moment.objective) ? moment.objective : null;
    this.lifted = lifted;
    this.method = method;
    const { periods, period } = this.study.outline;
    this.period = periods.includes(moment.period) ? moment.period : period;
    this.setWeights(this.ownWeights(), moment.weights);
    this.onlyPolled = moment.onlyPolled;
    this.recount();
  }

  /** A change begins: this is what undo goes back to. */
  protected remember(moment = this.moment()): void {
    this.history.add(moment);
    this.notice = null;
    this.lead = null;
  }

  private travel(moment: Moment, lead: string): void {
    this.moving = null;
    this.held = false;
    this.trouble = null;
    this.notice = null;
    this.lead = lead;
    const same = moment.key === this.chosen;
    const before = this.ranksNow();
    const { preset, method, lifted, period, onlyPolled } = this;
    const alike = [moment.preset === preset, moment.method === method, moment.lifted === lifted];
    const comparable = alike.every(Boolean) && moment.period === period;
    this.resume(moment);
    this.before = same && comparable && moment.onlyPolled === onlyPolled ? before : new Map();
    if (same) this.settle();
    else this.arrive();
  }
}

/** The study with the reader's method, or the preset's, and without its rule of who is ranked where the reader lifted it. */
export function composed(
  source: StudyDocument,
  preset: string | null,
  lifted: boolean,
  method: Method | null,
): StudyDocument {
  const own = method ?? source.presets?.find(({ id }) => id === preset)?.method ?? source.method;
  const { screening: _, ...unscreened } = own;
  return own === source.method && !lifted ? source : { ...source, method: lifted ? unscreened : own };
}
