import { analyse, pause } from "./analysis.js";
import type { Pool } from "./pool.js";
import type { Question, RunOptions, SensitivityOptions, SimulateOptions, Study } from "./study.js";
import type { Sensitivity, SensitivityRequest, SimulationRequest, Uncertainty } from "./types.js";

/** Milliseconds that a simulation runs before others have their turn: half a frame. */
const SLICE = 8;

/** Shards of one block each up to here: what is aborted ends after the block in hand. Beyond, a shard has several. */
const MOST_SHARDS = 65_536;

/** Starts the workers, where work is to be done by any. */
type Starter = (() => Promise<Pool>) | undefined;

/** Simulates on workers, or here where there are none. */
export async function simulate(
  study: Study,
  document: string,
  start: Starter,
  request: SimulationRequest | undefined,
  { signal, onProgress, confidence = true }: SimulateOptions,
): Promise<Uncertainty> {
  signal?.throwIfAborted();
  const simulation = study.simulation(request);
  const result = (): Uncertainty => simulation.result();
  try {
    // A stop rule looks at all blocks so far: no worker has them.
    if (!start || (request?.until ?? null) !== null) {
      while (!simulation.advance(SLICE)) {
        onProgress?.(simulation.done, result);
        await pause();
        signal?.throwIfAborted();
      }
      onProgress?.(1, result);
      return confidence ? simulation.conclude() : result();
    }
    const pool = await start();
    const shards = study.shards(request, MOST_SHARDS);
    // Told from the first block on, in their order: the same pictures whoever is quicker.
    const early = new Map<number, string>();
    let next = 0;
    await pool.run<string>({
      document,
      name: "runShard",
      tasks: shards.map((shard) => [shard]),
      signal,
      keep: false,
      onResult: (partial, place) => {
        early.set(place, partial);
        const before = next;
        for (let line = early.get(next); line !== undefined; line = early.get(++next)) {
          early.delete(next);
          simulation.add(line);
        }
        if (next > before) onProgress?.(next / shards.length, result);
      },
    });
    // Whatever was lost with the instance of the engine here is missed there, and said.
    const whole = [simulation.partial()];
    if (!confidence && simulation.done === 1) return result();
    const [concluded] = await pool.run<Uncertainty>({ document, name: "merge", tasks: [[whole]], signal });
    return concluded as Uncertainty;
  } finally {
    simulation.free();
  }
}

/** Analyses on a worker, or here where there is none. */
export async function sensitivity(
  study: Study,
  document: string,
  start: Starter,
  request: SensitivityRequest | undefined,
  { signal, onProgress }: SensitivityOptions,
): Promise<Sensitivity> {
  signal?.throwIfAborted();
  if (start) {
    const pool = await start();
    const tasks = [[request]];
    const [found] = await pool.run<Sensitivity>({ document, name: "sensitivity", tasks, signal, onProgress });
    return found as Sensitivity;
  }
  return analyse(study, request, async (share) => {
    onProgress?.(share);
    await pause();
    signal?.throwIfAborted();
  });
}

/** Asks one question of a worker, or here where there is none. */
export async function apart<T>(
  study: Study,
  document: string,
  start: Starter,
  name: Question,
  words: readonly unknown[],
  { signal }: RunOptions,
): Promise<T> {
  signal?.throwIfAborted();
  if (!start) return study.answer(name, words);
  const pool = await start();
  const [found] = await pool.run<T>({ document, name, tasks: [words], signal });
  return found as T;
}
