/** The table of objectives. */

/** Texts of the table of objectives. */
export const objectives = {
  objectivesOf: "Which partnership serves which objective",
  objectivesLead:
    "Each column weighs the indicators as its objective asks: the score, and the rank below it. \u201cHighest\u201d marks the objective for which a partnership scores most.",
  objectivesOwn: "Weights you moved do not count here: each objective brings its own.",
  objectivesOn: (name: string, ends: string) =>
    `The numbers are on the ranking\u2019s own scale: ${name.toLowerCase()}${ends === "" ? "" : `, ${ends}`}.`,
  objectivesCaption: "Score and rank of each partnership under each objective",
  objectivesHighest: "highest",
  objectivesLowest: "best",
  objectivesSort: (title: string) => `Sort by ${title}`,
} as const;
