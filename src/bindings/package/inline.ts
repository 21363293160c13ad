/**
 * Comity in one piece: the engine and the built-in framework lie inside the scripts, for pages opened as a file and for tools
 * that know no assets. It ships no studies (import them as JSON) and starts no workers.
 *
 * @packageDocumentation
 */

/// <reference lib="esnext.disposable" preserve="true" />

import * as glue from "./comity.js";
import { bytesOf, type Engine, type EngineOptions, load } from "./engine.js";
import * as inlined from "./inlined.js";

export type { BundledStudy, EmptyStudyRequest, Engine, EngineOptions, WasmSource } from "./engine.js";
export { ScoringError, type ScoringErrorDetails } from "./error.js";
export type { BackgroundWorker, Workers } from "./pool.js";
export type { Simulation } from "./simulation.js";
export type { RankRequest, RunOptions, SensitivityOptions, SimulateOptions, Study } from "./study.js";
export type * from "./types.js";

const PLATFORM = {
  glue,
  read: async (address: string) => bytesOf(await fetch(address)),
  files: { wasm: () => unpacked(inlined.wasm), framework: () => unpacked(inlined.framework), studies: [] },
};

/**
 * Loads the engine: the one asynchronous step. Called again, it gives the same engine, and so does `createEngine` of `comity`.
 *
 * @throws ScoringError `engine-not-loaded` (may be tried again), `engine-unsupported`, or `engine-already-loaded` when a
 * second call names other options than the first.
 */
export function createEngine(options?: EngineOptions): Promise<Engine> {
  return load(PLATFORM, options);
}

/** The bytes of a file that is kept as base64 of gzip. */
async function unpacked(text: string): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
