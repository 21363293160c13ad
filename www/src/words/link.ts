/** Links that hold a state of the page, and what may be wrong with one. */

import { whole } from "../numbers.js";

/** Texts of links. */
export const link = {
  opened: (title: string) => `From a link: ${title}`,
  name: "The link",
  title: "The link was not opened",
  kept: "What was here is still here, and nothing of yours was changed.",
  damaged: "It is cut off or damaged. Copy it again, the whole of it.",
  long: (characters: number, most: number) =>
    `It has ${whole(characters)} characters, and a link of this page has at most ${whole(most)}.`,
  foreign: "It is not one that this page made, or it was made by a newer page than this one.",
  unknown: (study: string) => `It is about a study \u201c${study}\u201d that this page does not have.`,
  edition: (study: string, theirs: string, ours: string) =>
    `It was made with another edition of \u201c${study}\u201d (content hash ${theirs}, here ${ours}), so it would not show the same scores. Ask for the study as a file.`,
  faulty: "Some of what it says does not fit its study.",
  unread: "The study that it is about could not be read. Check the connection and open the link again.",
  differs: (theirs: string, ours: string) =>
    `The scores here are not those of the link to the last digit: it was made with engine ${theirs}, and this page has engine ${ours}.`,
  text: "expected a text",
  flag: "expected true or false",
  number: "expected a number",
  weight: "expected a number from 0 up",
  list: "expected a list",
  object: "expected an object",
  unknownKey: "unknown here",
  oneOf: (found: string) => `the study has no \u201c${found}\u201d`,
  weights: (found: number, expected: number) => `expected ${whole(expected)} weights, found ${whole(found)}`,
  none: {
    own: "A link carries what you changed of a study that is shipped with this page. This study is yours and on this machine only: save it as a file to hand it over.",
    long: (most: number) =>
      `What you changed does not fit into a link of ${whole(most)} characters: save the study as a file to hand it over.`,
    failed: "The link could not be made. Save the study as a file to hand it over.",
  },
} as const;
