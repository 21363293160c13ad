/** What the views of charts have in common: each chart has a sentence, and a table of the same numbers one button away. */

import { html, type TemplateResult } from "lit";
import { DoubtPanel } from "./panel.js";
import { charts } from "./words/charts.js";

export interface Chart {
  id: string;
  title: string;
  /** What it says, in words. */
  summary: TemplateResult | string;
  picture: () => TemplateResult;
  table: () => TemplateResult;
}

export abstract class ChartPanel extends DoubtPanel {
  private readonly asTable = new Set<string>();

  protected chart({ id, title, summary, picture, table }: Chart): TemplateResult {
    const tabled = this.asTable.has(id);
    return html`<section class="chart" id=${id} aria-labelledby="${id}-title" @keydown=${(event: KeyboardEvent) => this.key(event, id)}>
      <div class="bar-above"><h3 id="${id}-title" class="label">${title}</h3>
        <button type="button" class="twin" aria-pressed=${tabled} aria-keyshortcuts="t" @click=${() => this.turn(id)}>${charts.asTable}</button></div>
      <p>${summary}</p>
      <div class="frame" tabindex="0" role="group" aria-label=${title}>${tabled ? table() : picture()}</div>
    </section>`;
  }

  private turn(id: string): void {
    if (!this.asTable.delete(id)) this.asTable.add(id);
    this.requestUpdate();
  }

  private key(event: KeyboardEvent, id: string): void {
    if (event.key !== "t" || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element).matches("select, input")) return;
    event.preventDefault();
    this.turn(id);
  }

  protected choose(id: string): void {
    this.store.select(id, { open: false });
  }
}
