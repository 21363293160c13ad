/** Problems and errors in the reader's words. */

import type { Problem } from "comity";
import { count, list, percent, raw, whole } from "../numbers.js";
import { studies } from "./studies.js";

/** Names of partnerships, dimensions and indicators by id. */
export type Names = (id: string) => string;

/** What went wrong, where, and what to do about it. */
export interface Failure {
  what: string;
  details: string[];
  cure: string;
}

/** Problems in the reader's words; what several indicators share is said once. */
export function problems(notes: Problem[], names: Names): string[] {
  const absent = notes.filter(({ code }) => code === "indicator-absent");
  const rest = notes.filter((note) => !absent.includes(note)).map((note) => problem(note, names));
  const [first] = absent;
  if (first === undefined) return rest;
  const missing = list(absent.map(({ args }) => names(String(args.indicator))));
  return [...rest, `No observation in ${first.args.period}: ${missing}.`];
}

/** A problem in the reader's words; the engine's own where the page has none. */
function problem({ code, args, message }: Problem, names: Names): string {
  const text = (key: string): string => String(args[key] ?? "");
  const number = (key: string): number => Number(args[key] ?? Number.NaN);
  const name = (key: string): string => names(text(key));
  const minimum = percent(number("minimum"));
  switch (code) {
    case "period-not-ranked":
      return `${text("period")} is not ranked: only ${whole(number("observed"))} of the ${whole(number("expected"))} indicators are observed, and this study ranks a year when at least ${minimum} are.`;
    case "unit-not-ranked":
      return `${name("unit")} is not ranked: only ${whole(number("observed"))} of its ${whole(number("expected"))} indicators are observed, and this study asks for at least ${minimum}.`;
    case "unit-not-scored":
      return `${name("unit")} has no score: ${name("id")} is missing.`;
    case "weights-rescaled": {
      const missing = list(
        text("missing")
          .split(/,\s*/)
          .map((id) => names(id.replaceAll("`", ""))),
      );
      return `No value for ${missing}: the rest of ${name("id")} (${percent(number("share"))} of its weight) counts as the whole.`;
    }
    case "value-aged":
      return `${name("indicator")} is the figure of ${text("observed")}, ${count(number("age"), "year", "years")} old.`;
    case "window-short":
      return `${name("indicator")} rests on ${whole(number("observed"))} of ${count(number("years"), "year", "years")}.`;
    case "value-clamped":
      return `${name("indicator")}: ${raw(number("value"))} lies beyond the scale from ${raw(number("lower"))} to ${raw(number("upper"))} and counts as its end.`;
    case "indicator-constant":
      return `${name("indicator")} is the same for every partnership in ${text("period")}, so it sets none apart.`;
    case "geometric-zero":
      return `${name("child")} is 0, and so is ${name("id")}, whatever the rest is.`;
    case "contributions-absent":
      return `${name("id")} is a ${text("method")} mean: it is not a sum, so its parts have no points.`;
    default:
      return `${message}.`;
  }
}

/** An error in the reader's words: what happened, where, and what to do. */
export function failure(doing: string, error: unknown): Failure {
  const problems = problemsOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return {
    what: `It failed while ${doing}: ${message}.`,
    details: problems.map(({ path, message: text }) => (path.length > 0 ? `${pathSaid(path)}: ${text}` : text)),
    cure:
      problems.length > 0
        ? "The study has faults: mend the places named above."
        : "Check the connection, then try again. Nothing you made is lost.",
  };
}

/** A place in a document, from the outermost in; items of lists are counted from 0, as in the file's own tools. */
export function pathSaid(path: Problem["path"]): string {
  return path.length === 0 ? studies.faultAll : path.join(" \u203a ");
}

/** The problems an error carries; an error of the engine does, one of the network does not. */
export function problemsOf(error: unknown): Problem[] {
  return error instanceof Error && "problems" in error && Array.isArray(error.problems) ? error.problems : [];
}
