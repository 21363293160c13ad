/**
 * Comity for a page that ranks first and asks how sure it is later: the same engine, which begins with the module that scores, half
 * the size, and loads the whole one when something else is asked for. Simulations, sensitivity and tables in the background do so by
 * themselves; before `importCsv`, `exportCsv`, `stability` and `simulation` on this thread, await `engine.loadWhole()`.
 *
 * @packageDocumentation
 */

/// <reference lib="esnext.disposable" preserve="true" />

import * as files from "./bundled.js";
import * as glue from "./comity_scoring.js";
import { bytesOf, type Engine, type EngineOptions, load } from "./engine.js";

export type { BundledStudy, EmptyStudyRequest, Engine, EngineOptions, WasmSource } from "./engine.js";
export { ScoringError, type ScoringErrorDetails } from "./error.js";
export type { BackgroundWorker, Workers } from "./pool.js";
export type { Simulation } from "./simulation.js";
export type { RankRequest, RunOptions, SensitivityOptions, SimulateOptions, Study } from "./study.js";
export type * from "./types.js";

const PLATFORM = {
  glue,
  whole: { glue: () => import("./comity.js"), wasm: files.wasm },
  read: async (address: string) => bytesOf(await fetch(address)),
  files: { ...files, wasm: () => new URL("./comity_scoring_bg.wasm", import.meta.url) },
  workers: {
    // Written out, for that is what bundlers recognise.
    start: () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }),
    count: () => navigator.hardwareConcurrency,
  },
};

/**
 * Loads the engine that scores: the one asynchronous step. Called again, it gives the same engine, and so does `createEngine` of
 * `comity`.
 *
 * @throws ScoringError `engine-not-loaded` (may be tried again), `engine-unsupported`, or `engine-already-loaded` when a
 * second call names other options than the first.
 */
export function createEngine(options?: EngineOptions): Promise<Engine> {
  return load(PLATFORM, options);
}
