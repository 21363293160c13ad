/** Problems and errors in the reader's words. */

import type { Problem } from "comity";
import { count, list, percent, raw, whole } from "../numbers.js";
import { methodName, methodSaid, parameterName } from "./names.js";
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
function problem({ code, args, path, message }: Problem, names: Names): string {
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
      return `${name("id")} is ${joined(text("method"))}: it is not a sum, so its parts have no points.`;
    case "ranked-without-tree":
      return `${methodName(text("method"))} ranks by the values themselves, on a scale of its own: no points by dimension, and not what missing values could change.`;
    case "unit-incomplete": {
      const missing = text("missing")
        .split(/,\s*/)
        .map((id) => names(id.replaceAll("`", "")));
      return `${name("unit")} is not ranked: ${methodName(text("method"))} needs a value of every indicator, and it has none for ${list(missing)}.`;
    }
    case "tree-needed":
      return withoutTree(text("method"));
    case "analysis-impossible":
      return `${name("id")} is joined by ${methodSaid(text("method"))}, for which this cannot be worked out: ${text("reason")}.`;
    case "weights-from-data":
      return `The weights within ${name("id")} are computed from the values of ${text("period")}: ${methodSaid(text("method"))}.`;
    case "weights-impossible":
      return `${methodName(text("method"))} gives no weights within ${name("id")}: ${text("reason")}.`;
    case "ranking-impossible":
      return `${methodName(text("method"))} cannot rank: ${named(text("reason"), names)}.`;
    case "method-misfit":
      return `${methodName(text("method"))} does not fit ${name("indicator")}: it needs ${text("needs")}.`;
    case "goalposts-missing":
      return `${name("indicator")} has no ends of its scale: give them as parameters, for this indicator.`;
    case "rubric-missing":
      return `${name("indicator")} has no rubric, so it has no levels.`;
    case "logarithm-impossible":
      return `${name("indicator")}: there is no logarithm of ${raw(number("value"))} + ${raw(number("offset"))}; choose a larger offset.`;
    case "aggregation-negative-scale":
    case "geometric-negative-scale":
      return `${name("id")}: this mean needs a scale from 0 up, and the study\u2019s begins at ${raw(number("lower"))}.`;
    case "missing-key":
      return `It needs ${parameterName(text("key"))}, which nobody can guess: give it under \u201cFormula, reference, parameters\u201d.`;
    case "number-out-of-range":
      return `${place(path)}: ${raw(number("found"))} is not within ${text("expected")}.`;
    case "wrong-type":
      return text("found") === "an object"
        ? `It takes ${text("expected").replaceAll("`", "")}.`
        : `${place(path)}: ${text("found")} was given, and it takes ${text("expected")}.`;
    case "value-imputed":
      return `${name("indicator")} is missing; ${raw(number("value"))} stands in for it (${methodSaid(text("method"))}).`;
    case "value-denominated":
      return `${name("indicator")}: ${raw(number("value"))} divided by ${name("by")} is ${raw(number("result"))}.`;
    case "value-treated":
      return `${name("indicator")}: ${raw(number("value"))} is treated as ${raw(number("result"))} (${methodSaid(text("method"))}).`;
    case "value-beyond-scale":
      return `${name("indicator")}: ${raw(number("value"))} lies beyond the scale and counts as its nearer end.`;
    case "missing-refused":
      return `${name("child")} of ${name("unit")} is missing in ${text("period")}, and ${name("id")} accepts no missing value.`;
    case "denominator-refused":
      return `${name("indicator")} of ${name("unit")} cannot be divided: ${name("by")} is ${text("found")} in ${text("period")}.`;
    case "treatment-impossible":
      return `${name("indicator")} is left as it is: ${methodSaid(text("method"))} needs values above 0, and one is ${raw(number("value"))}.`;
    case "normalisation-impossible":
      return `${name("indicator")}: ${methodSaid(text("method"))} cannot divide by ${raw(number("value"))}, so everybody is in the middle of the scale.`;
    default:
      return `${message}.`;
  }
}

/** What is not there under a ranking that reads no tree, and why. */
export const withoutTree = (method: string): string =>
  `${methodName(method)} ranks by the values themselves, on a scale of its own. There are no points by dimension; how sure the ranks are, how far weights may move and what drives them is worked out for the tree alone.`;

/** How the children of a node are joined, with its article. */
function joined(method: string): string {
  if (method.includes(" ")) return `a ${method}`;
  const means = ["geometric", "harmonic", "power", "median"];
  return means.includes(method)
    ? `a ${method}${method === "median" ? "" : " mean"}`
    : `joined by ${methodSaid(method)}`;
}

/** Ids in backticks as names. */
const named = (text: string, names: Names): string => text.replace(/`([^`]+)`/g, (_, id: string) => names(id));

/** The field that a problem is about: the last key of its place. */
function place(path: Problem["path"]): string {
  const key = path.filter((step) => typeof step === "string").at(-1);
  const said = parameterName(String(key ?? ""));
  return said.charAt(0).toUpperCase() + said.slice(1);
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
