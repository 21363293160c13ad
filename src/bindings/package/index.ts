/**
 * Comity: scores how effective defence partnerships are, explains every number and says how sure anyone can be.
 *
 * @example
 * import { createEngine } from "comity";
 * const engine = await createEngine();
 * const study = engine.open(await engine.loadStudy("us-partnerships"));
 * for (const { rank, name, score } of study.score({ period: 2010 }).units) console.log(rank, name, score);
 *
 * @packageDocumentation
 */

/// <reference lib="esnext.disposable" preserve="true" />

import * as files from "./bundled.js";
import * as glue from "./comity.js";
import { bytesOf, type Engine, type EngineOptions, load } from "./engine.js";

export type { BundledStudy, EmptyStudyRequest, Engine, EngineOptions, WasmSource } from "./engine.js";
export { ScoringError, type ScoringErrorDetails } from "./error.js";
export type { BackgroundWorker, Workers } from "./pool.js";
export type { Simulation } from "./simulation.js";
export type { RankRequest, RunOptions, SensitivityOptions, SimulateOptions, Study } from "./study.js";
export type * from "./types.js";

const PLATFORM = {
  glue,
  read: async (address: string) => bytesOf(await fetch(address)),
  files,
  workers: {
    // Written out, for that is what bundlers recognise.
    start: () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }),
    count: () => navigator.hardwareConcurrency,
  },
};

/**
 * Loads the engine: the one asynchronous step. Called again, it gives the same engine.
 *
 * @throws ScoringError `engine-not-loaded` (may be tried again), `engine-unsupported`, or `engine-already-loaded` when a
 * second call names other options than the first.
 */
export function createEngine(options?: EngineOptions): Promise<Engine> {
  return load(PLATFORM, options);
}
