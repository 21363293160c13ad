import type * as Whole from "./comity.js";
import { ScoringError } from "./error.js";
import type { Path, Problem } from "./types.js";

/** What a module offers: the whole one all of it, a smaller one less. */
export type Glue = typeof Whole;

/** The glue of the module that runs. */
let glue: Glue;

/** Counts the instances of the engine: a handle of an earlier one is void. */
let generation = 0;
/** Whether the instance has trapped and a fresh one could not be had at once. */
let broken = false;

/** The number of the instance that runs now. */
export function instance(): number {
  return generation;
}

/** Starts the first instance of a module, in the place of any other. */
export function start(next: Glue, module: WebAssembly.Module): void {
  // Another program would be taken for the engine, and no other could be started after it.
  if (!WebAssembly.Module.exports(module).some(({ name }) => name === "openstudy_open"))
    throw new Error("it is another program");
  next.initSync({ module });
  glue = next;
  generation++;
  broken = false;
}

/**
 * What the module that runs offers under a name.
 *
 * @throws ScoringError `engine-in-part` where only the whole module has it.
 */
export function part<Name extends keyof Glue>(name: Name): Glue[Name] {
  const found: Glue[Name] | undefined = glue[name];
  if (found !== undefined) return found;
  const message = "this is not among what scores: await `engine.loadWhole()` first";
  throw new ScoringError(message, { code: "engine-in-part" });
}

/**
 * Runs work inside the engine.
 *
 * The engine reports every fault as an error of its own. Anything else that comes out of it, above all
 * `WebAssembly.RuntimeError`, tore through its frames and left stack and locks as they were, so that later answers could be
 * wrong: the instance is thrown away. Studies own their documents and open again by themselves.
 */
export function within<T>(work: () => T): T {
  if (broken) renew();
  try {
    return work();
  } catch (error) {
    if (isFault(error)) {
      const { message, code, path, problems } = error;
      throw new ScoringError(message, { code, path, problems });
    }
    broken = true;
    generation++;
    try {
      renew();
    } catch {
      // No room for a fresh instance now: the next call tries again.
    }
    const message = "the engine stopped in the middle of its work and was started afresh: open studies go on as before";
    throw new ScoringError(message, { code: "engine-trapped", cause: error });
  }
}

function renew(): void {
  try {
    glue.__wbg_reset_state();
    broken = false;
  } catch (error) {
    const message = "the engine stopped and cannot be started afresh: the machine may be out of memory";
    throw new ScoringError(message, { code: "engine-trapped", cause: error });
  }
}

/** An error as the engine throws it: not yet of this package's class. */
function isFault(error: unknown): error is Error & { code: string; path: Path; problems: Problem[] } {
  return error instanceof Error && error.name === "ScoringError" && "code" in error && "problems" in error;
}
