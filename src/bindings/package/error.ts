import type { Path, Problem } from "./types.js";

/** What a {@link ScoringError} carries beside its message. */
export interface ScoringErrorDetails {
  code: string;
  path?: Path;
  problems?: Problem[];
  cause?: unknown;
}

/**
 * Everything that Comity itself throws.
 *
 * Beside the codes of problems in documents and requests there are those of the package: `engine-not-loaded`,
 * `engine-unsupported`, `engine-already-loaded`, `engine-trapped`, `study-unknown` and `study-not-loaded`.
 *
 * @example
 * try {
 *   engine.open(document);
 * } catch (error) {
 *   if (error instanceof ScoringError) for (const problem of error.problems) console.log(problem.path, problem.message);
 * }
 */
export class ScoringError extends Error {
  /** Stable name of the kind of fault, in kebab case. */
  readonly code: string;
  /** Where in the document or the request the first fault is; empty where no place is meant. */
  readonly path: Path;
  /** Every fault found, the first one included. */
  readonly problems: Problem[];

  constructor(message: string, details: ScoringErrorDetails) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.name = "ScoringError";
    this.code = details.code;
    this.path = details.path ?? [];
    this.problems = details.problems ?? [];
  }
}

/** The error for faults that are found before the engine is asked. Worded as the engine words its own. */
export function refusal(problems: Problem[]): ScoringError {
  const [first] = problems;
  const { code = "unreadable", path = [], message = "cannot be read as data" } = first ?? {};
  return new ScoringError(message, { code, path, problems });
}

/** A value of another kind than expected. */
export function wrongType(path: Path, found: string, expected: string): Problem {
  const message = `found ${found}, expected ${expected}`;
  return { code: "wrong-type", path, args: { found, expected }, severity: "error", message };
}
