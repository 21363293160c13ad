/** A table of the reader's own: what is in it, what could not be read, what becomes of it. */

import type { CsvColumn, Problem } from "comity";
import { count, whole } from "../numbers.js";

type Role = CsvColumn["role"];

/** What a column may be, in the order of the choice. */
const roles: { [role in Role]: string } = {
  values: "Values of an indicator",
  unit: "The partnership",
  name: "The partnership\u2019s name",
  members: "The partnership\u2019s members",
  period: "The year",
  indicator: "Which indicator",
  value: "The value",
  source: "The value\u2019s source",
  note: "A note on the value",
  of: "The member it is of",
  rater: "Who judged it",
  lower: "Lowest plausible value",
  upper: "Highest plausible value",
  sd: "Standard deviation",
  confidence: "How sure the rater is",
  ignore: "Not read",
};

/** Texts of the form for a table. */
export const imports = {
  title: (name: string) => `Data from ${name}`,
  readingFile: "Reading the file",
  readingCells: "Reading its cells",
  openingStudy: "Opening the study and ranking it",
  stop: "Stop",
  use: "Use this data",
  summary: ({
    rows,
    imported,
    missing,
    refused,
  }: {
    rows: number;
    imported: number;
    missing: number;
    refused: number;
  }) =>
    `${count(rows, "row", "rows")}: ${count(imported, "value", "values")} read, ${whole(missing)} missing, ${
      refused === 0 ? "none refused" : `${whole(refused)} that could not be read`
    }.`,
  nothingYet: "Nothing can be read yet: it must be said what the columns are.",
  becomes: "What becomes of it",
  fresh: "A new study, with an indicator a column",
  freshDescribed: (name: string) => `A new study; ${name} describes its indicators`,
  into: (title: string) => `The study shown, ${title}, with these values in the place of its own`,
  intoGuess: "Chosen because the columns are called as its indicators are.",
  which: "The values are in",
  layout: "Shape",
  layouts: { wide: "A column an indicator", long: "A row a value" },
  delimiter: "Between cells",
  delimiters: { ",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar" },
  decimal: "Before decimals",
  decimals: { ".": "Point", ",": "Comma" },
  thousands: "Between thousands",
  thousandsMarks: { nothing: "Nothing", ".": "Point", ",": "Comma" },
  undecided: "Not decided",
  year: "Year of all rows",
  noYear: "Write the year as a whole number, such as 2024.",
  columns: "Columns",
  heading: "Heading",
  unheaded: "no heading",
  first: "First values",
  role: "What it is",
  why: "Why",
  roleOf: (heading: string, at: number) => `What column ${whole(at)}, ${heading}, is`,
  roles,
  groupValues: "Values of",
  groupOther: "Other",
  byYou: "You said so.",
  by: (reason: string) => `By its ${reason}.`,
  ignored: (reason: string) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`,
  percent: (percents: number) => `${count(percents, "number has", "numbers have")} a percent sign: 45 % is read as 45.`,
  assumed: "Also assumed",
  preview: "First rows",
  lacking: {
    unit: "No column says which partnership a row is of: choose one below.",
    period: "No column says the year: choose one below, or write the year of all rows.",
    values: "No column holds values of an indicator: choose one below.",
    value: "No column holds the values: choose one below.",
    indicator: "No column says which indicator a row is of: choose one below.",
  } as { [role: string]: string },
  refused: (cells: number, places: number) =>
    cells > 0
      ? `${count(cells, "cell", "cells")} could not be read; all others are`
      : `${count(places, "place needs", "places need")} a look; all else is read`,
  refusedShown: (shown: number) => `The first ${whole(shown)} are shown; the list to download has more.`,
  refusedListed: (listed: number) => `The list ends after ${whole(listed)}.`,
  row: "Row",
  column: "Column",
  value: "Value",
  wrong: "What is wrong, and what would mend it",
  save: "Download the list",
  saveName: (name: string) => `${name} not read.csv`,
  saveHeadings: ["row", "column", "heading", "value", "problem"],
} as const;

/** A problem as a sentence, with the table's own words between quotation marks, and the cure that the form offers. */
export function sentence({ code, args, message }: Problem): string {
  if (code === "csv-number-ambiguous")
    return `\u201c${args.value}\u201d may be ${args.first} or ${args.second}: say above what stands before decimals and between thousands.`;
  if (code === "indicator-unknown")
    return `The study has no indicator \u201c${args.indicator}\u201d: choose another for the column, or make a new study.`;
  const text = message.replace(/`([^`]*)`/g, "\u201c$1\u201d");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith("\u2026") ? "" : "."}`;
}
