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
 * `engine-unsupported`, `engine-already-loaded`, `engine-in-part`, `engine-trapped`, `study-unknown` and `study-not-loaded`. What a getter or a proxy of
 * the caller's threw is the `cause` of an error with code `unreadable`.
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

/** Throws where faults were found before the engine was asked, worded as the engine words its own. */
export function refuse(problems: Problem[], thrown: unknown[] = []): void {
  const [first, ...more] = problems;
  if (!first) return;
  const { code, path, message } = first;
  const place = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  const rest = ["", " (and one more problem)"][more.length] ?? ` (and ${more.length} more problems)`;
  const text = `${place.replace(/^\./, "") || "document"}: ${message} [${code}]${rest}`;
  throw new ScoringError(text, { code, path, problems, ...(thrown.length > 0 && { cause: thrown[0] }) });
}

/** A text with half of a character in it. */
export const HALF = "half a character";

/** What kind of value it is, in the engine's words. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "boolean") return "a truth value";
  if (typeof value === "string") return /\p{Surrogate}/u.test(value) ? HALF : "a text";
  if (typeof value !== "object") return `a ${typeof value}`;
  try {
    if (Array.isArray(value)) return "a list";
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (tag !== "Object") return `a ${tag}`;
  } catch {
    // A proxy that will not say.
  }
  return "an object";
}

/** A fault, as the engine words its own. */
export function problem(code: string, path: Path, message: string, args: Problem["args"]): Problem {
  return { code, path, args, severity: "error", message };
}

/** A value of another kind than expected. */
export function wrongType(path: Path, found: string, expected: string): Problem {
  return problem("wrong-type", path, `found ${found}, expected ${expected}`, { found, expected });
}

/** A value that throws when it is looked at. */
export function unreadable(path: Path, thrown: unknown): Problem {
  const reason = reasonOf(thrown).split("\n", 1).join("");
  return problem("unreadable", path, `cannot be read as data: ${reason}`, { reason });
}

/** What was thrown, in its own words: it may be anything, even a proxy that throws in turn. */
export function reasonOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return "it throws";
  }
}
