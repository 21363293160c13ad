import { wrongType } from "./error.js";
import type { Path, Problem } from "./types.js";

/** Levels that are copied: more than the engine accepts, so that what is cut off below is refused in any case. */
const DEEPEST = 64;

/** Values that are copied: as many as the engine accepts. A part met again counts again, for the engine walks through it again. */
const MOST = 6_000_000;

/** Types of values that JSON has no word for. `undefined` is left to the engine, which reads it as absent. */
const NO_DATA = ["function", "symbol", "bigint"];

/**
 * A copy that shares nothing with the caller's value.
 *
 * Getters and proxies run here and nowhere else, so that none of the caller's code runs while the engine is at work, and what
 * they throw reaches the caller as it is. What is no data (a function, a symbol, a `Map`, a `Date`, a cycle …) is `null` in
 * the copy and named among the problems; numbers that are none, such as `NaN`, are left to the engine.
 */
export function copyOf(value: unknown): { data: unknown; problems: Problem[] } {
  const problems: Problem[] = [];
  /** Where we are, and the lists and objects that lead there. */
  const path: Path = [];
  const above: object[] = [];
  /** The copies made, and how many values each holds. */
  const copies = new Map<object, [object, number]>();
  let count = 0;

  const refused = (kind: string): null => {
    problems.push(wrongType([...path], kind, "an object, a list, a text, a number or null"));
    return null;
  };

  const copy = (value: unknown): unknown => {
    count++;
    if (NO_DATA.includes(typeof value)) return refused(`a ${typeof value}`);
    // Half of a character: on its way to the engine it would become another.
    if (typeof value === "string" && /\p{Surrogate}/u.test(value)) return refused("half a character");
    if (typeof value !== "object" || value === null) return value;
    const known = copies.get(value);
    if (known) {
      if (above.includes(value)) return refused("a cycle");
      count += known[1];
      return known[0];
    }
    const list = Array.isArray(value);
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (!list && tag !== "Object") return refused(`a ${tag}`);
    if (path.length >= DEEPEST) return null;

    const made: object = list ? [] : {};
    const entry: [object, number] = [made, 0];
    const before = count;
    copies.set(value, entry);
    above.push(value);
    for (const key of list ? value.keys() : Object.keys(value)) {
      if (count > MOST) break;
      path.push(key);
      const field = copy((value as Record<string | number, unknown>)[key]);
      // Defined, not assigned: assigning to `__proto__` would lose it.
      if (list) (made as unknown[]).push(field);
      else Object.defineProperty(made, key, { value: field, configurable: true, enumerable: true, writable: true });
      path.pop();
    }
    above.pop();
    entry[1] = count - before;
    return made;
  };

  const data = copy(value);
  if (count <= MOST) return { data, problems };
  const message = `more than ${MOST} values`;
  const args = { what: "values", limit: MOST };
  return { data: null, problems: [{ code: "too-large", path: [], args, severity: "error", message }] };
}
