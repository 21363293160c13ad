/** What is handed over in files, prints and citations: the study as it would be saved, and what the engine makes of that very document. */

import type { Scorecard, StudyDocument, Vary } from "comity";
import type { Doubt } from "./doubt.js";
import type { Store } from "./store.js";
import { sharing } from "./words/sharing.js";
import { words } from "./words.js";

export interface Handover {
  document: StudyDocument;
  /** The study's file: `document` as the button for saving writes it, and its name. */
  text: string;
  file: string;
  /** Content hash of `document`: weights, preset and edits are in it. */
  hash: string;
  period: number;
  /** Whether the study has several periods to tell apart. */
  periods: boolean;
  /** The units ranked, where some are left out. */
  units: string[] | null;
  card: Scorecard;
  /** What ranks were drawn from; `null`: no rank ranges are shown. */
  simulation: { draws: number; seed: number; vary: Vary } | null;
  /** What the reader chose otherwise than the study, in a line each. */
  choices: string[];
}

/** What is shown now, for handing over. */
export function handover(store: Store, doubt: Doubt): Handover {
  if (store.engine === undefined) throw new Error(words.loadingEngine);
  const document = store.saved();
  const text = `${JSON.stringify(document, null, 2)}\n`;
  const { period } = store;
  const units = store.onlyPolled ? store.polled : null;
  const study = store.engine.open(text);
  const card = study.score({ period, ...(units === null ? {} : { units }) });
  const { hash } = study;
  study.free();
  return {
    document,
    text,
    file: fileOf(document.id, "json"),
    hash,
    period,
    periods: store.study.outline.periods.length > 1,
    units,
    card,
    simulation: doubt.possible ? { draws: doubt.draws, seed: doubt.seed, vary: doubt.variation() } : null,
    choices: choices(store),
  };
}

/** A name that every system takes, whatever the study's id. */
export function fileOf(id: string, ending: string): string {
  const plain = id.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[.-]+/, "");
  return `${plain === "" ? "study" : plain}.${ending}`;
}

/** Text in one line: names are the study's, and a line break in one would end a comment or an entry. */
export const inLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, " ").trim();

function choices(store: Store): string[] {
  const { preset, objective, document, edits, added } = store;
  const title = (list: { id: string; title: string }[] | undefined, id: string | null): string | undefined =>
    list?.find((one) => one.id === id)?.title;
  const presetTitle = title(document.presets, preset);
  const objectiveTitle = title(document.objectives, objective);
  return [
    ...(presetTitle === undefined ? [] : [`${words.preset}: ${inLine(presetTitle)}`]),
    ...(objectiveTitle === undefined ? [] : [`${words.objective}: ${inLine(objectiveTitle)}`]),
    ...(objective === null && store.changed > 0
      ? [words.changedWeights(store.changed, store.study.outline.nodes.length).replace(/\.$/, "")]
      : []),
    ...(edits.length === 0 ? [] : [sharing.edits(edits.length)]),
    ...(added.length === 0 ? [] : [sharing.added(added.length)]),
    ...(store.lifted ? [sharing.lifted] : []),
    ...(store.onlyPolled ? [sharing.polled] : []),
  ];
}
