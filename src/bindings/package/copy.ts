import { refusal, wrongType } from "./error.js";
import type { Path, Problem } from "./types.js";

/** A list or an object that is still to be copied, and how it was reached. */
interface Pending {
  from: Record<string, unknown>;
  to: Record<string, unknown>;
  key: string | number;
  within: Pending | undefined;
}

/**
 * A copy that shares nothing with the caller's value.
 *
 * Getters and proxies run here and nowhere else, so that none of the caller's code runs while the engine is at work, and what
 * they throw reaches the caller as it is. Shared parts and cycles are kept as such: the engine's own limits refuse them.
 * Not recursive, so that no depth is too deep.
 *
 * @throws ScoringError `wrong-type` naming each place where there is no data: functions, symbols, a `Map`, a `Date` …
 */
export function copyOf(value: unknown): unknown {
  const copies = new Map<object, unknown>();
  const pending: Pending[] = [];
  const problems: Problem[] = [];

  const copy = (value: unknown, key: string | number, within: Pending | undefined): unknown => {
    const kind = noData(value);
    if (kind !== undefined) {
      const path = within ? [...pathOf(within), key] : [];
      problems.push(wrongType(path, kind, "an object, a list, a text, a number or null"));
      return null;
    }
    if (typeof value !== "object" || value === null) return value;
    if (copies.has(value)) return copies.get(value);
    const to = Array.isArray(value) ? [] : {};
    copies.set(value, to);
    pending.push({ from: value as Record<string, unknown>, to, key, within });
    return to;
  };

  const result = copy(value, "", undefined);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { from, to } = next;
    if (Array.isArray(from)) {
      for (let index = 0; index < from.length; index++)
        (to as unknown as unknown[])[index] = copy(from[index], index, next);
    } else {
      for (const key of Object.keys(from)) {
        // Defined, not assigned: assigning to `__proto__` would lose it.
        const value = copy(from[key], key, next);
        Object.defineProperty(to, key, { value, configurable: true, enumerable: true, writable: true });
      }
    }
  }
  if (problems.length > 0) throw refusal(problems);
  return result;
}

/** What kind of thing it is, if it is none that a document can hold. */
function noData(value: unknown): string | undefined {
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  return tag === "Object" ? undefined : `a ${tag}`;
}

function pathOf(place: Pending): Path {
  const path: Path = [];
  for (let at: Pending | undefined = place; at?.within; at = at.within) path.unshift(at.key);
  return path;
}
