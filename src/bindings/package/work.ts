import { analyse, pause } from "./analysis.js";
import * as glue from "./comity.js";
import { ScoringError } from "./error.js";
import { start, within } from "./instance.js";
import { Study } from "./study.js";
import type { Path, Problem, Scorecard, ScoreRequest, SensitivityRequest } from "./types.js";

/** The first message to a worker: the engine, compiled, and the lock to hold for as long as it lives. */
export interface Beginning {
  module: WebAssembly.Module;
  lock: string | undefined;
}

/** A task for a worker. */
export interface Request {
  id: number;
  /** One of {@link TASKS}. */
  name: string;
  arguments: readonly unknown[];
  /** The study it is about, as JSON text; absent: the one of the request before. */
  document?: string;
}

/** What a worker answers. */
export type Reply =
  /** It runs and holds its lock. */
  | { alive: true }
  /** How much of the task is done, 0 to 1. */
  | { id: number; progress: number }
  | { id: number; result: unknown }
  /** The task is at fault: elsewhere it would fail as well. */
  | { id: number; error: { message: string; code: string; path: Path; problems: Problem[] } }
  /** The worker is at fault. */
  | { id: number; crash: string };

/** Nobody waits for the task any more: it may stop. */
export interface Ending {
  end: number;
}

/** What a task tells of itself. */
interface Turn {
  /** Says how much is done, 0 to 1. */
  progress(share: number): void;
  /** The same, and lets messages in. Throws when nobody waits any more. */
  rest(share: number): Promise<void>;
}

/** A task: an answer, mostly about the study that is open there. */
type Task = (study: () => Study, turn: Turn, ...words: never[]) => unknown;

/** What can be asked of a worker, by name. */
const TASKS: { [name: string]: Task } = {
  score: (study, { progress }, requests: ScoreRequest[]): Scorecard[] =>
    requests.map((request, index) => {
      const card = study().score(request);
      progress((index + 1) / requests.length);
      return card;
    }),
  runShard: (study, _, shard: string) => study().runShard(shard),
  merge: (study, _, partials: string[]) => study().merge(partials),
  sensitivity: (study, { rest }, request?: SensitivityRequest) => analyse(study(), request, rest),
  importCsv: (_study, _turn, ...asked: Parameters<typeof glue.importCsv>) => within(() => glue.importCsv(...asked)),
};

/** Answers one request after another. */
export function serve(
  post: (reply: Reply) => void,
  listen: (heard: (message: Beginning | Request | Ending) => void) => void,
): void {
  let study: Study | undefined;
  let ended = 0;
  const opened = (): Study => {
    if (!study) throw new Error("no study is open");
    return study;
  };

  const answer = async ({ id, name, arguments: words, document }: Request): Promise<void> => {
    const progress = (progress: number): void => post({ id, progress });
    const rest = async (share: number): Promise<void> => {
      progress(share);
      await pause();
      if (ended === id) throw new Error("nobody waits");
    };
    try {
      if (document !== undefined) {
        study?.free();
        study = undefined;
        study = new Study(document);
      }
      const task = TASKS[name];
      if (!task) throw new Error(`no task \`${name}\``);
      post({ id, result: await task(opened, { progress, rest }, ...(words as never[])) });
    } catch (error) {
      if (ended === id) post({ id, result: undefined });
      else if (error instanceof ScoringError && error.code !== "engine-trapped") {
        const { message, code, path, problems } = error;
        post({ id, error: { message, code, path, problems } });
      } else post({ id, crash: String(error) });
    }
  };

  listen((message) => {
    if ("id" in message) {
      void answer(message);
      return;
    }
    if ("end" in message) {
      ended = message.end;
      return;
    }
    // Held for ever: whoever gets it next knows that this worker is no more.
    if (message.lock !== undefined)
      void navigator.locks.request(message.lock, () => {
        post({ alive: true });
        return new Promise(() => undefined);
      });
    start(glue, message.module);
  });
}
