/** Every text on the first screen, gathered. Plain and short, in the reader's terms; numbers come from `numbers`. */

import { doubt } from "./words/doubt.js";
import { kept } from "./words/kept.js";
import { methodBox } from "./words/method.js";
import { objectives } from "./words/objectives.js";
import { page } from "./words/page.js";
import { partnership } from "./words/partnership.js";
import { ranking } from "./words/ranking.js";
import { studies } from "./words/studies.js";
import { weights } from "./words/weights.js";

export * from "./words/announcements.js";
export { between, rangeSentence, varied } from "./words/doubt.js";
export * from "./words/method.js";
export { methodName, methodSaid } from "./words/names.js";
export * from "./words/partnership.js";
export * from "./words/problems.js";
export { figuresSaid, lacks, scoreEnds, scoreName, scoreSaid } from "./words/ranking.js";

export const words = {
  ...page,
  ...studies,
  ...objectives,
  ...weights,
  ...ranking,
  ...doubt,
  ...partnership,
  ...methodBox,
  ...kept,
} as const;
