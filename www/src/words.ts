/** Every text on the page. Plain and short, in the reader's terms; numbers come from `numbers`. */

import type { Evidence, Method, Problem, RawValue, Scorecard, Trace } from "comity";
import { count, list, ordinal, percent, points, raw, whole } from "./numbers.js";

/** Names of partnerships, dimensions and indicators by id. */
export type Names = (id: string) => string;

/** What went wrong, where, and what to do about it. */
export interface Failure {
  what: string;
  details: string[];
  cure: string;
}

export const words = {
  product: "Comity",
  caution: "A score describes; it does not prove an effect.",
  skip: "Skip to the ranking",
  loading: "Loading",
  loadingEngine: "loading the scoring engine",
  loadingStudy: "loading the study and its observations",
  openingStudy: "opening the study",
  moving: "moving that weight",
  failedTitle: "The ranking cannot be shown",
  again: "Try again",
  study: "Study",
  ownTitle: (title: string) => `Yours: ${title}`,
  preset: "Preset",
  presetOwn: "The study\u2019s own",
  objective: "Objective",
  objectiveAll: "All objectives",
  objectiveMoved: "Moved by you",
  undo: "Undo",
  redo: "Redo",
  open: "Open",
  openLong: "Open study",
  save: "Save",
  saveLong: "Save study",
  start: "New",
  startLong: "New study",
  startTitle: "A new study from the built-in framework",
  startLead:
    "It begins with the tree of 26 indicators, its presets and its objectives, and with nothing observed. It stays on this machine.",
  startName: "Its name",
  startUntitled: "My partnerships",
  startPartnerships: "Partnerships",
  startHint: "One a line, such as \u201cFrance and Germany\u201d.",
  startFrom: "First year",
  startTo: "Last year",
  startGo: "Start the study",
  startNoNames: "Name at least one partnership: there is nothing to rank yet.",
  startNoYear: "Write the year as a whole number, such as 2024.",
  startYears: (most: number) =>
    `The last year must not be before the first, nor ${whole(most)} years or more after it.`,
  startFailed:
    "The framework could not be read. Check the connection and start the study again; what you wrote is still here.",
  cancel: "Cancel",
  nothingObserved:
    "Nothing is observed in this study yet. Save it, write the values into the file\u2019s dataset, and open it again.",
  dropHere: "Drop a study file to open it",
  readingStudy: (title: string) => `Reading ${title}`,
  openingFile: (name: string) => `opening ${name}`,
  refusedTitle: "The file was not opened",
  refusedWhat: (name: string) => `${name} is not a study that can be scored. The study you had is still open.`,
  refusedSize: (name: string, megabytes: number, most: number) =>
    `${name} has ${whole(megabytes)} MB, and a study may have ${whole(most)}. The study you had is still open.`,
  refusedUnread: (name: string) => `${name} could not be read. The study you had is still open.`,
  faults: (faults: number) => count(faults, "fault", "faults"),
  faultsShown: (shown: number, all: number) =>
    `The first ${whole(shown)} of ${whole(all)}; the list to download has all.`,
  faultAll: "the whole file",
  faultsSave: "Download the list",

  views: "What the middle shows",
  viewRanking: "Ranking",
  viewObjectives: "Objectives",
  objectivesOf: "Which partnership serves which objective",
  objectivesLead:
    "Each column weighs the indicators as its objective asks: the score, and the rank below it. \u201cHighest\u201d marks the objective for which a partnership scores most.",
  objectivesOwn: "Weights you moved do not count here: each objective brings its own.",
  objectivesCaption: "Score and rank of each partnership under each objective",
  objectivesHighest: "highest",
  objectivesSort: (title: string) => `Sort by ${title}`,

  year: "Year",
  yearsRanked: "Ranked years",
  yearsUnranked: "Too little observed to rank",
  close: "Close",

  opinionTitle: "Public opinion",
  opinionLead: "Public opinion counts for",
  opinionTail: (parent: string, ofScore: number | null) =>
    ofScore === null ? `of ${parent}.` : `of ${parent}, and so for ${percent(ofScore)} of the score.`,
  opinionScales: (weight: number) =>
    `Public opinion scales the score of all the rest: at half of full support, to ${percent(0.5 ** weight)} of it.`,
  opinionSlider: (parent: string) => `How much public opinion counts for, in percent of ${parent}`,
  opinionWithout: (without: number, all: number) =>
    without === 0
      ? `All ${whole(all)} have a recent poll.`
      : `${whole(without)} of ${whole(all)} have no recent poll: they are scored without it.`,

  weights: "Weights",
  weightsTitle: "What counts, and for how much",
  weightsLead:
    "Move one, and the others of its group make room and keep their proportions: a group always adds up to 100 %.",
  share: "Share of its group",
  ofScore: "Of the score",
  theScore: "the score",
  unchanged: "All weights are the study's own.",
  changedWeights: (changed: number, all: number) => `${whole(changed)} of ${whole(all)} weights changed.`,
  reset: "Reset weights",
  was: (share: number) => `was ${percent(share)}`,
  shareOf: (name: string, parent: string) => `Weight of ${name}, in percent of ${parent}`,
  onlyChild: "the only indicator here",
  showIndicators: (name: string) => `Indicators of ${name}`,

  rankingOf: (period: number | null) => (period === null ? "Ranking" : `Ranking ${period}`),
  ranked: (ranked: number, all: number) => (ranked === 0 ? "None ranked" : `${whole(ranked)} of ${whole(all)} ranked`),
  observedIn: ({ observed, expected }: { observed: number; expected: number }) =>
    `${whole(observed)} of ${whole(expected)} indicators observed`,
  onlyPolled: (polled: number) => `Only those with a poll (${whole(polled)})`,
  caption: "Partnerships by rank, with the points each dimension adds to the score",
  keys: "Up and down move between partnerships, left and right along the bar, Enter opens one.",
  rank: "Rank",
  partnership: "Partnership",
  score: "Score",
  scoreUnit: (lower: number, upper: number) => `${raw(lower)} to ${raw(upper)}`,
  pointsBy: "Points by dimension",
  observed: "Observed",
  observedUnit: "indicators",
  none: "\u2013",
  notRanked: "not ranked",
  notScored: "no score",
  tied: (rank: number) => `${whole(rank)}=`,
  up: (by: number) => `up ${whole(by)}`,
  down: (by: number) => `down ${whole(by)}`,
  coverage: (observed: number, expected: number) => `${whole(observed)} of ${whole(expected)}`,
  noPoll: "no poll",
  pollOf: (period: number) => `poll of ${period}`,
  contested: "contested",
  missing: (missing: number) => `${whole(missing)} missing`,
  missingNames: (names: string[]) => `No value for ${list(names)}`,
  unsure: "where missing values could put it",
  unsureRange: (lower: number, upper: number) =>
    `Its missing values could put the score anywhere between ${points(lower)} and ${points(upper)}.`,
  segment: (name: string, value: number, score: number | null) =>
    score === null || score <= 0
      ? `${name}: ${points(value)} points`
      : `${name}: ${points(value)} of ${points(score)} points, ${percent(value / score)} of the score`,
  notASum: "Score (not a sum of its dimensions)",
  barSaid: (parts: { name: string; value: number }[]) =>
    parts.map(({ name, value }) => `${name} ${points(value)}`).join(", "),
  barEmpty: "no points: not ranked",
  rankAnyway: "Rank anyway",
  rankAnywayHint: "Such ranks rest on fewer indicators: do not compare them with other years.",
  lifted: "Changed by you: years and partnerships with too little observed are ranked too.",
  restore: "Back to the study's own rule",

  chosen: "Where the score comes from",
  chooseTitle: "Where a score comes from",
  choose: "Choose a partnership in the table to see its score taken apart, down to each source.",
  doubts: "What to bear in mind",
  value: "Value",
  weight: "Weight",
  pointsAdded: "Points",
  partsCaption: (lower: number, upper: number) =>
    `Value (${raw(lower)} to ${raw(upper)}) × weight = points; the dimensions' points add up to the score.`,
  total: "Score",
  noValue: "no value",
  source: "Source",
  tier: (tier: "A" | "B") =>
    tier === "A"
      ? "Tier A: open licence, government work or single quoted figures"
      : "Tier B: free to use with citation, owner's terms not seen",
  licence: (text: string) => `Terms as seen: ${text}`,
  noSource: "no source stated",
  observations: "Observations",
  about: "About this indicator",
  scale: "Scale",
  weightLabel: "Weight",

  method: "How the score is made",
  steps: {
    scale: "Scale",
    weights: "Weights",
    total: "Adding up",
    missing: "Missing values",
    screening: "Who is ranked",
    ranks: "Ranks",
  },
  readings: (indicators: number) => `How each of the ${whole(indicators)} indicators is read`,
  sources: (sources: number) => `Sources (${whole(sources)})`,
  contestedMark: "Contested.",
  hash: "content hash",
  engine: (version: string) => `Comity engine ${version}`,
  nothingLeaves: "Everything is computed on this machine; nothing you do here is sent anywhere.",
} as const;

/** "South Korea scores 71.3 and ranks 2nd of 40." `period` where the study has several. */
export function sentence(trace: Trace, shown: number | null, period: number | null, names: Names): string {
  const { name, rank, ranked, tiedWith } = trace;
  if (rank === null || shown === null) return `${name} is not ranked${period === null ? "" : ` in ${period}`}.`;
  const shared = tiedWith.length > 0 ? `, level with ${list(tiedWith.map(names))}` : "";
  return `${name} scores ${points(shown)} and ranks ${ordinal(rank)} of ${whole(ranked)}${shared}.`;
}

/** The visible word for what a partnership lacks; its coverage says how much that is. */
export function lacks(poll: boolean, others: number): string {
  if (!poll) return words.noPoll;
  return others > 0 ? words.missing(others) : "";
}

/** What moved, for those who do not see it move. */
export function announcement(lead: string, moves: { name: string; from: number; to: number }[], said = 3): string {
  if (moves.length === 0) return `${lead} No partnership changed rank.`;
  const first = moves
    .slice(0, said)
    .map(({ name, from, to }) => `${name} moved from ${ordinal(from)} to ${ordinal(to)}`);
  const rest = moves.length - first.length;
  return `${lead} ${list(rest > 0 ? [...first, count(rest, "other moved", "others moved")] : first)}.`;
}

export const leads = {
  weight: (name: string, share: number, parent: string) => `${name} now counts for ${percent(share)} of ${parent}.`,
  reset: "The weights are the study's own again.",
  study: (title: string, ranked: number) => `${title}: ${count(ranked, "partnership ranked", "partnerships ranked")}.`,
  preset: (title: string) => `Preset: ${title}.`,
  objective: (title: string) => `Objective: ${title}.`,
  period: (period: number, ranked: number) =>
    `${period}: ${ranked === 0 ? "not ranked" : count(ranked, "partnership ranked", "partnerships ranked")}.`,
  filter: (ranked: number) => `${count(ranked, "partnership ranked", "partnerships ranked")}.`,
};

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

/** Where a value lies on the scale, and whose choice the scale's ends are. */
export function reading({ normalisation, direction, basis, unitOfMeasure }: Evidence): string {
  const { method, lower, upper } = normalisation;
  const kinds: Record<string, string> = {
    goalposts: "Straight scale",
    "log-saturation": "Log scale",
    "min-max": "Straight scale",
    "rubric-level": "Levels",
  };
  const kind = kinds[method] ?? method;
  if (lower === null || upper === null) return `${kind}.`;
  const [from, to] = direction === "lower-is-better" ? [upper, lower] : [lower, upper];
  const best =
    typeof direction === "string"
      ? `from ${raw(from)} (worst) to ${raw(to)} (best)`
      : `from ${raw(lower)} to ${raw(upper)}, best at ${"target" in direction ? raw(direction.target) : direction.range.map(raw).join(" to ")}`;
  const unit = basis === "rubric" ? "" : `, in ${unitOfMeasure}`;
  const slowing = method === "log-saturation" ? "; each further one counts less than the one before" : "";
  const bases: Record<Evidence["basis"], string> = {
    judgement: "The ends are a project judgement, ours to argue with.",
    cited: "The ends are cited from a source.",
    method: "The ends are this study's choice.",
    data: "The ends are the lowest and highest partnerships present.",
    rubric: "The ends are the rubric's lowest and highest level.",
  };
  return `${kind} ${best}${unit}${slowing}. ${bases[basis]}`;
}

/** How the observations became one value. */
export function combined({ combination, raw: values, age }: Evidence): string {
  const { method, years = 1 } = combination;
  const periods = values.map(({ period }) => period);
  if (periods.length === 0) return "";
  const span = periods.length > 1 ? `${Math.min(...periods)}\u2013${Math.max(...periods)}` : String(periods[0] ?? "");
  if (method === "mean") return `mean of ${span}`;
  if (method === "sum") return `sum of ${span}`;
  if (method === "latest" && age !== null && age > 0) return `${span}, newest within ${count(years, "year", "years")}`;
  return span;
}

/** A value with its unit; a unit that is more than a word or two stands in brackets. */
function inUnits(value: string, unit: string): string {
  if (unit === "level") return `level ${value}`;
  return unit.includes(",") ? `${value} (${unit})` : `${value} ${unit}`;
}

/** A value with its unit of measure; a rubric's level with its text. */
export function measured(value: number, { unitOfMeasure, level }: Pick<Evidence, "unitOfMeasure" | "level">): string {
  return level === null ? inUnits(raw(value), unitOfMeasure) : `${raw(value)}: ${level}`;
}

/** One observation, with its spread where it has one. */
export function observed({ value, range, sd }: RawValue, unit: string): string {
  const spread =
    range !== null ? ` (between ${raw(range[0])} and ${raw(range[1])})` : sd !== null ? ` (± ${raw(sd)})` : "";
  return inUnits(raw(value), unit) + spread;
}

export const weightSaid = (share: number, applied: number | null, parent: string): string =>
  applied === null
    ? `${percent(share)} of ${parent}; not used here, because the value is missing.`
    : Math.abs(applied - share) < 0.0005
      ? `${percent(share)} of ${parent}.`
      : `${percent(share)} of ${parent}; ${percent(applied)} here, after what is missing was left out.`;

export const contested = (why: string): string => `Contested: ${why}`;

/** What the method does, a sentence a step. */
export function method(
  card: Scorecard,
  choices: Method,
  equal: boolean,
  names: Names,
): { step: string; text: string }[] {
  const { steps } = words;
  const { defaults = {}, nodes = [], screening } = choices;
  const scales = new Set([defaults, ...nodes].map(({ normalisation }) => nameOf(normalisation ?? "goalposts")));
  const ends = `from ${raw(card.scale.lower)} (worst) to ${raw(card.scale.upper)} (best)`;
  const except = (choice: "aggregation" | "missing"): string => {
    const others = nodes.filter((node) => node[choice] !== undefined && node[choice] !== defaults[choice]);
    return others.length === 0 ? "" : ` Not so: ${list(others.map(({ id }) => names(id)))}.`;
  };
  return [
    {
      step: steps.scale,
      text: [
        scales.has("min-max")
          ? `Each value is placed ${ends}; where the ends are the lowest and highest partnership present, adding one may move others.`
          : `Each value is placed between fixed ends, ${ends}, so adding a partnership moves no other.`,
        scales.has("log-saturation")
          ? "Counts are read on a log scale: the thirteenth exercise is not worth the first."
          : "",
      ].join(" "),
    },
    {
      step: steps.weights,
      text: equal
        ? "By default all dimensions weigh the same, and so do the indicators within each."
        : "By default the weights are the study's own.",
    },
    { step: steps.total, text: AGGREGATION[nameOf(defaults.aggregation ?? "arithmetic")] + except("aggregation") },
    { step: steps.missing, text: MISSING[defaults.missing ?? "rescale"] + except("missing") },
    {
      step: steps.screening,
      text:
        screening === undefined
          ? "Every year and every partnership with a score is ranked, however little is observed."
          : `A year is ranked when at least ${percent(screening.period ?? 0)} of the indicators are observed, a partnership when at least ${percent(screening.unit ?? 0)} of its own are.`,
    },
    { step: steps.ranks, text: "Equal scores share a rank, marked =, and the next rank is left out." },
  ];
}

const AGGREGATION: Record<string, string> = {
  arithmetic: "Weighted mean at every level: a low value can be made up for by a high one.",
  geometric: "Weighted geometric mean at every level: a low value can only in part be made up for.",
};

const MISSING = {
  rescale:
    "Never counted as zero: the weights of what is present are scaled up, the row says so, and the hatched part of its bar shows what the missing values could change.",
  "leave-missing": "A dimension with a missing value is missing too.",
  refuse: "Not accepted: nothing is scored while a value is missing.",
};

const nameOf = (choice: string | { method: string }): string => (typeof choice === "string" ? choice : choice.method);

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
  return path.length === 0 ? words.faultAll : path.join(" \u203a ");
}

/** The problems an error carries; an error of the engine does, one of the network does not. */
export function problemsOf(error: unknown): Problem[] {
  return error instanceof Error && "problems" in error && Array.isArray(error.problems) ? error.problems : [];
}
