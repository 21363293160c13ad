/** The document a reader takes away: the weights as set, so that it opens as it was left. */

import type { Method, NodeChoices, Weight } from "comity";
import type { Store } from "./store.js";

/** The method with every weight stated, whatever stated them before. */
export function withWeights(method: Method, weights: Weight[]): Method {
  const own = new Map((method.nodes ?? []).map((node) => [node.id, node]));
  const nodes = weights.map(({ id, weight }): NodeChoices => ({ ...ungoverned(own.get(id)), id, weight }));
  const { opinion, defaults, ...rest } = method;
  return {
    ...rest,
    ...(defaults === undefined ? {} : { defaults: ungoverned(defaults) }),
    nodes,
    // A share is a weight like the others; a modifier is not.
    ...(opinion?.as === "credibility" ? { opinion } : {}),
  };
}

/** Without the rule that would set weights aside. */
function ungoverned<T extends { weighting?: unknown }>(choices: T | undefined): Omit<T, "weighting"> | undefined {
  if (choices === undefined) return undefined;
  const { weighting: _, ...rest } = choices;
  return rest;
}

/** Hands a text, or bytes, to the reader as a file. */
export function download(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Hands the study to the reader as a file, as it is shown. */
export function saveStudy(store: Store): void {
  const study = store.saved();
  download(`${study.id}.json`, `${JSON.stringify(study, null, 2)}\n`, "application/json");
}
