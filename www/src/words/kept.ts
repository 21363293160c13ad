/** What the browser keeps of the reader's work, and what to do when it cannot. */

/** Texts of keeping and restoring. */
export const kept = {
  restored: (when: string, title: string) => `Restored your work of ${when}: ${title}.`,
  restoredHint: "It was kept in this browser, on this machine only.",
  startAfresh: "Discard it",
  discarded: "Your kept work was discarded.",
  discardedHint: "Undo brings back what was shown.",
  damagedTitle: (when: string) => `What this browser kept of your work of ${when} cannot be opened as a study.`,
  damagedHint: "Nothing of it was deleted. Save it as a file to mend it, or discard it.",
  keptSave: "Save what was found",
  unkept: "Your work is not being kept by this browser.",
  unkeptWhy: {
    absent: "It offers pages no storage, as some private windows do.",
    full: "Its storage for this page is full.",
    failed: "Its storage failed.",
  },
  unkeptHint: "Everything works until you close the page. Save the study as a file to have it again later.",
  unkeptSave: "Save as a file",
} as const;
