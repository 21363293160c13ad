/** How sure the reader is of the weights, as a question, and what the draws that follow from the answer have come to. */

import { html, type TemplateResult } from "lit";
import type { Doubt, Sure } from "./doubt.js";
import { SURE } from "./doubt.js";
import { words } from "./words.js";

/** The question. */
export function sureness(doubt: Doubt): TemplateResult {
  const choose = (event: Event): void => doubt.setSure((event.target as HTMLSelectElement).value as Sure);
  return html`<label class="sure">${words.sureQuestion} <select name="sure" title=${words.sureHint[doubt.sure]} @change=${choose}>
    ${(Object.keys(SURE) as Sure[]).map((sure) => html`<option value=${sure} ?selected=${sure === doubt.sure}>${words.sure[sure]}</option>`)}
  </select></label>`;
}

/** How many draws there are, of which seed, or why there are none. */
export function draws({ found, complete, stopped, seed, trouble, draws: asked }: Doubt): string {
  if (trouble !== null) return trouble;
  if (stopped) return words.drawsStopped(found?.draws ?? 0, seed);
  if (complete && found !== null) return words.drawsDone(found.draws, found.seed);
  return words.drawsComing(found?.draws ?? 0, asked, seed);
}
