import type { OpenSimulation } from "./comity.js";
import { instance, within } from "./instance.js";
import type { Uncertainty } from "./types.js";

/**
 * A simulation that runs while the page stays alive. Made by `study.simulation(request)`.
 *
 * @example
 * const simulation = study.simulation({ draws: 10_000, pairwise: false });
 * const frame = () => {
 *   const done = simulation.advance(8);
 *   show(simulation.result());
 *   if (!done) requestAnimationFrame(frame);
 * };
 * requestAnimationFrame(frame);
 */
export class Simulation {
  readonly #begin: () => OpenSimulation;
  #handle: OpenSimulation;
  /** The instance of the engine that `#handle` belongs to. */
  #instance: number;

  /** @internal */
  constructor(begin: () => OpenSimulation) {
    this.#begin = begin;
    this.#handle = begin();
    this.#instance = instance();
  }

  /** The share of its blocks of 1,024 draws that have been run, 0 to 1. */
  get done(): number {
    return this.#ask((handle) => handle.done);
  }

  /**
   * Runs blocks until so many milliseconds have passed, at least one.
   *
   * @returns whether it is done.
   */
  advance(milliseconds = 0): boolean {
    const end = performance.now() + milliseconds;
    let done: boolean;
    do done = this.#ask((handle) => handle.advance());
    while (!done && performance.now() < end);
    return done;
  }

  /**
   * Adds what a worker drew.
   *
   * @internal
   */
  add(partial: string): void {
    this.#ask((handle) => handle.add(partial));
  }

  /**
   * Everything drawn so far, as one line.
   *
   * @internal
   */
  partial(): string {
    return this.#ask((handle) => handle.partial());
  }

  /** What the draws so far come to, without confidence factors. */
  result(): Uncertainty {
    return this.#ask((handle) => handle.result());
  }

  /** What the draws so far come to, with the confidence factors, which may take as long again as the draws. */
  conclude(): Uncertainty {
    return this.#ask((handle) => handle.conclude());
  }

  /** Gives back the engine's memory early; a simulation that is asked again begins again. */
  free(): void {
    if (this.#instance === instance()) within(() => this.#handle.free());
    this.#instance = -1;
  }

  /** After a trap, or when it was freed, it begins again: the same draws. */
  #ask<T>(question: (handle: OpenSimulation) => T): T {
    if (this.#instance !== instance()) {
      this.#handle = this.#begin();
      this.#instance = instance();
    }
    return within(() => question(this.#handle));
  }
}
