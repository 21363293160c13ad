/** The form for one more partnership. */

/** Texts of the form. */
export const add = {
  title: "Add a partnership",
  lead: (study: string, period: number | null) =>
    `It joins ${study}${period === null ? "" : ` with what you observe of it in ${period}`}. What you leave empty is missing, never zero. It can be taken out again.`,
  name: "Its name",
  id: "Its short id",
  idHint: "Used in files and links. Suggested from the name.",
  members: "Its members",
  membersHint: "If you like: short ids, separated by commas, such as FRA, DEU.",
  values: (period: number | null) => (period === null ? "Values" : `Values of ${period}`),
  unitSaid: (unit: string) => `in ${unit}`,
  noValue: "\u2013 no value",
  level: (level: number, text: string) => `${level}: ${text}`,
  go: "Add it",
  noName: "Give it a name: it is what the ranking shows.",
  noId: "Give it an id, or a name with letters or digits.",
  faults: (faults: number) =>
    faults === 1
      ? "One field needs mending; nothing was added yet."
      : `${faults} fields need mending; nothing was added yet.`,
} as const;
