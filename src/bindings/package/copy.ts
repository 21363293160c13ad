import { HALF, kindOf, problem, unreadable, wrongType } from "./error.js";
import type { Path, Problem } from "./types.js";

/** Levels that are copied: more than the engine accepts, so that what is cut off below is refused in any case. */
const DEEPEST = 64;

/** Values that are copied: as many as the engine accepts. A part met again counts again, for the engine walks through it again. */
const MOST = 6_000_000;

/**
 * Values that JSON has no word for, or that would become others on their way to the engine. `undefined` is left to the engine,
 * which reads it as absent.
 */
const NO_DATA = ["a function", "a symbol", "a bigint", HALF];

/** What was read of a caller's value: the faults found on the way, and what the caller's own code threw meanwhile. */
export interface Reading<T> {
  data: T;
  problems: Problem[];
  thrown: unknown[];
}

/**
 * A copy that shares nothing with the caller's value.
 *
 * Getters and proxies run here and nowhere else, so that none of the caller's code runs while the engine is at work. What is
 * no data (a function, a symbol, a `Map`, a `Date`, a cycle, a getter that throws …) is `null` in the copy and named among the
 * problems; numbers that are none, such as `NaN`, are left to the engine.
 */
export function copyOf(value: unknown): Reading<unknown> {
  const problems: Problem[] = [];
  const thrown: unknown[] = [];
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

  /** Copies a field, though the caller's code may throw anywhere on the way. */
  const copy = (owner: Record<string | number, unknown>, key: string | number): unknown => {
    const depth = above.length;
    count++;
    try {
      return copied(owner[key]);
    } catch (error) {
      path.length = above.length = depth;
      problems.push(unreadable([...path], error));
      thrown.push(error);
      return null;
    }
  };

  const copied = (value: unknown): unknown => {
    if (typeof value === "number") return value;
    const kind = kindOf(value);
    if (typeof value !== "object" || value === null) return NO_DATA.includes(kind) ? refused(kind) : value;
    const known = copies.get(value);
    if (known) {
      if (above.includes(value)) return refused("a cycle");
      count += known[1];
      return known[0];
    }
    const list = kind === "a list";
    if (!list && kind !== "an object") return refused(kind);
    if (path.length >= DEEPEST) return null;

    const made: object = list ? [] : {};
    const entry: [object, number] = [made, 0];
    const before = count;
    const keys = list ? undefined : Object.keys(value);
    const length = keys?.length ?? (value as unknown[]).length;
    copies.set(value, entry);
    above.push(value);
    for (let index = 0; index < length && count <= MOST; index++) {
      const key = keys?.[index] ?? index;
      path.push(key);
      const field = copy(value as Record<string | number, unknown>, key);
      // Defined, not assigned: assigning to `__proto__` would lose it.
      if (list) (made as unknown[]).push(field);
      else Object.defineProperty(made, key, { value: field, configurable: true, enumerable: true, writable: true });
      path.pop();
    }
    above.pop();
    entry[1] = count - before;
    return made;
  };

  const data = copy({ value }, "value");
  if (count <= MOST) return { data, problems, thrown };
  const tooLarge = problem("too-large", [], `more than ${MOST} values`, { what: "values", limit: MOST });
  return { data: null, problems: [tooLarge], thrown };
}

/** Fields that are taken as they are, such as arrays to be filled: read once each, no other known. */
export function fieldsOf<T extends object>(value: T, names: readonly (keyof T & string)[]): Reading<Partial<T>> {
  const data: Partial<T> = {};
  const problems: Problem[] = [];
  const thrown: unknown[] = [];
  const attempt = (path: Path, work: () => void): void => {
    try {
      work();
    } catch (error) {
      problems.push(unreadable(path, error));
      thrown.push(error);
    }
  };
  const kind = kindOf(value);
  if (kind !== "an object") {
    problems.push(wrongType([], kind, "an object"));
    return { data, problems, thrown };
  }
  attempt([], () => {
    const expected = `\`${names.join("`, `")}\``;
    for (const key of Object.keys(value)) {
      if (names.includes(key as keyof T & string)) continue;
      problems.push(
        problem("unknown-key", [key], `unknown key \`${key}\`, expected one of ${expected}`, { key, expected }),
      );
    }
  });
  for (const name of names)
    attempt([name], () => {
      data[name] = value[name];
    });
  return { data, problems, thrown };
}
