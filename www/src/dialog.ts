/** What the page's forms have in common: a dialog over the page that keeps its keys to itself. */

import { html, type TemplateResult } from "lit";
import { Panel } from "./panel.js";

export abstract class Dialog extends Panel {
  /** Opens the dialog. */
  open(): void {
    this.querySelector("dialog")?.showModal();
  }

  close(): void {
    this.querySelector("dialog")?.close();
  }

  /** Escape closes the form and nothing behind it; undo is the fields'. */
  protected frame(kind: string, title: string, body: TemplateResult, closed: () => void): TemplateResult {
    return html`<dialog class="form ${kind}" aria-labelledby="${kind}-title" @close=${closed}
      @keydown=${(event: KeyboardEvent) => event.stopPropagation()}>
      <h2 id="${kind}-title" tabindex="-1">${title}</h2>
      ${body}
    </dialog>`;
  }
}
