import type { CompiledModule } from "./engine.js";
import { kindOf, problem, refuse, ScoringError, wrongType } from "./error.js";
import type { Beginning, Ending, Reply, Request } from "./work.js";

/** What is needed of a worker: a browser's, or a thread of Node. It runs `comity/worker`. */
export interface BackgroundWorker {
  postMessage(message: unknown): void;
  terminate(): unknown;
}

/** How many workers, which, or how to make one. */
export type Workers = number | readonly BackgroundWorker[] | (() => BackgroundWorker);

/** Starts a worker of this platform, and says how many are worth having. */
export interface Starter {
  start(): BackgroundWorker;
  count(): number;
}

/** One kind of question, mostly about one study, asked many times. */
export interface Job<R> {
  /** The study document as JSON text: each worker opens it once. Absent: the tasks need none. */
  document?: string;
  /** The task's name, and its arguments each time. */
  name: string;
  tasks: readonly (readonly unknown[])[];
  /** Ends the job: what is being worked on is finished in silence, the rest is not begun. */
  signal?: AbortSignal | undefined;
  /** How much is done, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
  /** Absent: true. `false`: results are told as they come, and not kept. */
  keep?: boolean | undefined;
  /** Each result as it comes, in any order, with the place of its task. */
  onResult?: ((result: R, place: number) => void) | undefined;
}

/** A job under way. */
interface Running {
  job: Job<unknown>;
  results: unknown[];
  /** How much of each task is done. */
  shares: number[];
  /** Places of the tasks not begun, the next one last, and of those that a worker failed at. */
  waiting: number[];
  failed: Set<number>;
  left: number;
  end: (settle: () => void) => void;
  reject: (reason: unknown) => void;
  resolve: (results: unknown[]) => void;
}

/** A worker at work or idle. */
interface Member {
  worker: BackgroundWorker;
  /** The document that it has open. */
  document: string | undefined;
  /** What it works on: an ended job's task too, until it is done with it. */
  turn: { id: number; running: Running; place: number } | undefined;
}

/** Ordinary workers, each with an instance of the engine: started when there is work, given one task at a time. */
export class Pool {
  readonly #module: CompiledModule;
  readonly #make: () => BackgroundWorker;
  /** Whether the caller gave them: then one that is lost cannot be made again. */
  readonly #given: boolean;
  /** How many there may be. */
  #size: number;
  readonly #members = new Set<Member>();
  readonly #jobs = new Set<Running>();
  #count = 0;

  constructor(module: CompiledModule, workers: Workers | undefined, platform: Starter | undefined) {
    this.#module = module;
    const make = typeof workers === "function" ? workers : platform?.start;
    const spare = Array.isArray(workers) ? [...workers] : undefined;
    this.#given = spare !== undefined;
    this.#make = () => {
      const worker = spare ? spare.pop() : make?.();
      if (worker) return worker;
      throw new Error("this entry of the package starts none: give `createEngine({ workers })` some");
    };
    if (workers !== undefined && !spare && typeof workers !== "function" && typeof workers !== "number")
      refuse([wrongType(["workers"], kindOf(workers), "a number, a list or a function")]);
    this.#size = spare?.length ?? (typeof workers === "number" ? workers : (platform?.count() ?? 1));
    if (Number.isInteger(this.#size) && this.#size >= 1) return;
    const [found, expected] = [String(this.#size), "a whole number of at least 1"];
    const message = `found ${found}, expected ${expected}`;
    refuse([problem("number-out-of-range", ["workers"], message, { found, expected })]);
  }

  /**
   * Has every task done, wherever a worker is idle.
   *
   * Gives the results in the order of the tasks. Rejects with the first task's fault, the signal's reason, or a ScoringError
   * `worker-failed`: no worker could be started, or two of them failed at one task.
   */
  run<R>(job: Job<R>): Promise<R[]> {
    const { signal, tasks } = job;
    return new Promise<R[]>((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = (): void => running.end(() => reject(signal?.reason));
      const running: Running = {
        job: job as Job<unknown>,
        results: [],
        shares: tasks.map(() => 0),
        waiting: tasks.map((_, place) => place).reverse(),
        failed: new Set(),
        left: tasks.length,
        end: (settle) => {
          signal?.removeEventListener("abort", abort);
          if (!this.#jobs.delete(running)) return;
          for (const { worker, turn } of this.#members)
            if (turn?.running === running) worker.postMessage({ end: turn.id } satisfies Ending);
          settle();
        },
        reject,
        resolve: resolve as (results: unknown[]) => void,
      };
      this.#jobs.add(running);
      signal?.addEventListener("abort", abort);
      if (running.left === 0) running.end(() => resolve([]));
      this.#hand();
    });
  }

  /** Stops every worker: their memory is free, and what was under way fails. */
  close(): void {
    for (const member of [...this.#members]) this.#dismiss(member);
    this.#fail("the workers were closed", undefined);
  }

  /** Gives tasks to idle workers, and starts workers while there are more tasks than workers. */
  #hand(): void {
    if (this.#size === 0) this.#fail("no worker is left", undefined);
    for (const running of [...this.#jobs])
      while (running.waiting.length > 0 && this.#jobs.has(running)) {
        const member = this.#idle();
        if (!member) return;
        this.#assign(member, running, running.waiting.pop() as number);
      }
  }

  #idle(): Member | undefined {
    for (const member of this.#members) if (!member.turn) return member;
    if (this.#members.size >= this.#size) return undefined;
    try {
      return this.#start(this.#make());
    } catch (error) {
      if (this.#members.size === 0) this.#fail("no worker can be started", error);
      return undefined;
    }
  }

  #start(worker: BackgroundWorker): Member {
    const member: Member = { worker, document: undefined, turn: undefined };
    const lost = (reason: unknown): void => this.#lost(member, reason);
    // Some deaths of a browser's worker make no event: the lock that it holds tells of them.
    const locks = "on" in worker ? undefined : navigator.locks;
    const lock = locks && `comity-worker-${crypto.randomUUID()}`;
    listen(worker, lost, (reply) => {
      if ("alive" in reply) void locks?.request(lock ?? "", () => lost("it was stopped"));
      else this.#heard(member, reply);
    });
    worker.postMessage({ module: this.#module, lock } satisfies Beginning);
    this.#members.add(member);
    return member;
  }

  #assign(member: Member, running: Running, place: number): void {
    const { name, tasks, document } = running.job;
    const id = ++this.#count;
    const request: Request = { id, name, arguments: tasks[place] ?? [] };
    if (document !== undefined && member.document !== document) request.document = member.document = document;
    member.turn = { id, running, place };
    try {
      member.worker.postMessage(request);
      hold(member.worker, true);
    } catch (error) {
      // Arguments that cannot be sent.
      member.turn = member.document = undefined;
      running.end(() => running.reject(error));
    }
  }

  #heard(member: Member, reply: Exclude<Reply, { alive: true }>): void {
    const { turn } = member;
    // An answer to nothing that was asked.
    if (turn?.id !== reply.id) return;
    if ("crash" in reply) {
      this.#lost(member, reply.crash);
      return;
    }
    const { running, place } = turn;
    const { job, shares } = running;
    if (!("progress" in reply)) {
      member.turn = undefined;
      hold(member.worker, false);
    }
    if (this.#jobs.has(running)) {
      try {
        if ("error" in reply) {
          const { message, ...details } = reply.error;
          // A study that did not open there is to be sent again.
          member.document = undefined;
          running.end(() => running.reject(new ScoringError(message, details)));
        } else {
          shares[place] = "progress" in reply ? reply.progress : 1;
          if ("result" in reply) {
            running.left--;
            if (job.keep !== false) running.results[place] = reply.result;
            job.onResult?.(reply.result, place);
          }
          job.onProgress?.(shares.reduce((sum, share) => sum + share, 0) / shares.length);
          if (running.left === 0) running.end(() => running.resolve(running.results));
        }
      } catch (error) {
        // Thrown by the caller's own function: the job is the caller's to lose.
        running.end(() => running.reject(error));
      }
    }
    this.#hand();
  }

  /** A worker is no more: its task is done elsewhere, once. */
  #lost(member: Member, reason: unknown): void {
    if (!this.#members.has(member)) return;
    const { turn } = member;
    this.#dismiss(member);
    if (turn && this.#jobs.has(turn.running)) {
      const { running, place } = turn;
      if (running.failed.has(place))
        running.end(() => running.reject(failure("two workers failed at one task", reason)));
      running.failed.add(place);
      running.waiting.push(place);
    }
    this.#hand();
  }

  #dismiss(member: Member): void {
    this.#members.delete(member);
    if (this.#given) this.#size--;
    member.worker.terminate();
  }

  #fail(what: string, reason: unknown): void {
    for (const running of [...this.#jobs]) running.end(() => running.reject(failure(what, reason)));
  }
}

function failure(what: string, reason: unknown): ScoringError {
  const why = reason instanceof Error ? reason.message : reason;
  return new ScoringError(why === undefined ? what : `${what}: ${why}`, { code: "worker-failed", cause: reason });
}

/** A thread of Node, as far as it differs. */
interface Thread {
  on(event: string, heard: (value: never) => void): void;
  ref(): void;
  unref(): void;
}

function listen(worker: BackgroundWorker, lost: (reason: unknown) => void, heard: (reply: Reply) => void): void {
  if ("on" in worker) {
    const thread = worker as BackgroundWorker & Thread;
    thread.unref();
    thread.on("message", heard);
    thread.on("messageerror", lost);
    thread.on("error", lost);
    thread.on("exit", (code: number) => lost(`it exited with ${code}`));
    return;
  }
  const browsers = worker as BackgroundWorker & EventTarget;
  browsers.addEventListener("message", (event) => heard((event as MessageEvent<Reply>).data));
  for (const name of ["error", "messageerror"])
    browsers.addEventListener(name, (event) => {
      // Told by the error that the caller gets, not on the console.
      event.preventDefault();
      lost((event as ErrorEvent).message || `${name} of the worker`);
    });
}

/** A thread at work keeps Node running, an idle one does not. */
function hold(worker: BackgroundWorker, busy: boolean): void {
  if ("on" in worker) (worker as BackgroundWorker & Thread)[busy ? "ref" : "unref"]();
}
