/**
 * Comity in Node: the same as in a browser, but files are read from the disk.
 *
 * @packageDocumentation
 */

/// <reference lib="esnext.disposable" preserve="true" />

import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
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
  read,
  files,
  workers: { start: () => new Worker(new URL("./node-worker.js", import.meta.url)), count: availableParallelism },
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

/** `file:` addresses and paths from the disk, all others as a browser would. */
async function read(address: string): Promise<ArrayBuffer | Uint8Array> {
  if (address.startsWith("file:")) return readFile(new URL(address));
  // A scheme has two letters or more: `C:` is a drive.
  return /^[a-z][a-z\d+.-]+:/i.test(address) ? bytesOf(await fetch(address)) : readFile(address);
}
