/** Studies of the reader's own: opening, starting, and what is wrong with a file. */

import { count, whole } from "../numbers.js";

/** Texts of opening and starting studies. */
export const studies = {
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
  openingFile: (name: string) => `opening ${name}`,
  refusedTitle: "The file was not opened",
  refusedWhat: (name: string) => `${name} is not a study that can be scored. The study you had is still open.`,
  refusedSize: (name: string, megabytes: number, most: number) =>
    `${name} has ${whole(megabytes)} MB, and a study may have ${whole(most)}. The study you had is still open.`,
  refusedSeveral:
    "Open one study at a time, or one table, or two tables of which one describes the columns of the other. The study you had is still open.",
  refusedTable: (name: string) => `${name} holds no table that can be read. The study you had is still open.`,
  dataOf: (title: string, name: string) => `${title}, data of ${name}`,
  pasted: "Pasted table",
  refusedUnread: (name: string) => `${name} could not be read. The study you had is still open.`,
  faults: (faults: number) => count(faults, "fault", "faults"),
  faultsShown: (shown: number, all: number) =>
    `The first ${whole(shown)} of ${whole(all)}; the list to download has all.`,
  faultAll: "the whole file",
  faultsSave: "Download the list",
} as const;
