/** What the views of charts have in common: each chart has a sentence, and a table of the same numbers one button away. */

import { html, type TemplateResult } from "lit";
import { DoubtPanel } from "./panel.js";
import { charts } from "./words/charts.js";
import { picture as said } from "./words/sharing.js";

/** The forms a picture is saved in. */
const KINDS = ["svg", "png"] as const;

export interface Chart {
  id: string;
  title: string;
  /** What it says, in words. */
  summary: TemplateResult | string;
  picture: () => TemplateResult;
  table: () => TemplateResult;
  /** Whether it rests on the draws of rank ranges. */
  drawn?: boolean;
}

export abstract class ChartPanel extends DoubtPanel {
  private readonly asTable = new Set<string>();

  protected chart(chart: Chart): TemplateResult {
    const { id, title, summary, picture, table } = chart;
    const tabled = this.asTable.has(id);
    return html`<section class="chart" id=${id} aria-labelledby="${id}-title" @keydown=${(event: KeyboardEvent) => this.key(event, id)}>
      <div class="bar-above"><h3 id="${id}-title" class="label">${title}</h3>
        <span class="buttons">${KINDS.map((kind) => html`<button type="button" class="save-picture" aria-label=${said.save(title, kind.toUpperCase())} @click=${(event: Event) => void this.save(kind, chart, event)}>${kind.toUpperCase()}</button>`)}
        <button type="button" class="twin" aria-pressed=${tabled} aria-keyshortcuts="t" @click=${() => this.turn(id)}>${charts.asTable}</button></span></div>
      <p>${summary}</p>
      <div class="frame" tabindex="0" role="group" aria-label=${title}>${tabled ? table() : picture()}</div>
    </section>`;
  }

  /** Hands the chart out as a file: the drawing, even while its table is shown. */
  private async save(
    kind: (typeof KINDS)[number],
    { id, title, picture, drawn = false }: Chart,
    event: Event,
  ): Promise<void> {
    const { store, doubt } = this;
    const summary = (event.target as Element).closest("section")?.querySelector("p")?.cloneNode(true) as
      | Element
      | undefined;
    summary?.querySelector(".pick")?.remove();
    try {
      const { savePicture } = await import("./picture.js");
      await savePicture(kind, { id, title, said: summary?.textContent ?? "", drawing: picture(), drawn }, store, doubt);
    } catch {
      store.warn(said.failed);
    }
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
