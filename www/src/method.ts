import type { Evidence } from "comity";
import { html, nothing, type TemplateResult } from "lit";
import { Panel } from "./panel.js";
import { source } from "./source.js";
import { descendants } from "./tree.js";
import { method, reading, words } from "./words.js";

/** How much of the hash tells two studies apart at a glance. */
const SHORT = 12;

/** How the score is made, step by step, and the record that lets another person repeat it. */
export class MethodBox extends Panel {
  private whole = false;
  private reading = false;

  protected override render(): TemplateResult {
    const { card, study, document } = this.store;
    const { framework, method: choices } = document;
    const { nodes } = study.outline;
    const equal = nodes.every(({ parent, weight }) =>
      nodes.every((other) => other.parent !== parent || other.weight === weight),
    );
    const sources = framework.sources ?? [];
    return html`<section class="method" aria-labelledby="method-title">
      <h2 id="method-title">${words.method}</h2>
      <p class="small">${this.store.method === null ? nothing : html`<strong>${words.methodChanged}</strong> `}${this.store.view === "methods" ? nothing : html`<button type="button" class="read-methods" @click=${() => this.show()}>${words.methodOpen}</button>`}</p>
      ${document.description === undefined ? nothing : html`<p>${document.description}</p>`}
      <dl>${method(card, choices, equal, (id) => this.store.nameOf(id)).map(({ step, text }) => html`<dt>${step}</dt><dd>${text}</dd>`)}</dl>
      <details @toggle=${(event: Event) => this.unfold(event)}><summary>${words.readings(framework.indicators.length)}</summary>${this.reading ? this.readings() : nothing}</details>
      <details><summary>${words.sources(sources.length)}</summary>
        <ul class="sources small">${sources.map((item) => html`<li>${source(item, false)}</li>`)}</ul></details>
      <p class="small record">${document.title}, ${words.hash}
        <button type="button" class="hash" aria-expanded=${this.whole} title=${card.hash} @click=${() => this.toggle()}>${this.whole ? card.hash : card.hash.slice(0, SHORT)}</button>.
        ${words.engine(card.engine)}. ${words.nothingLeaves}</p>
    </section>`;
  }

  /** Each indicator with the ends of its scale, as the engine really used them: from the trace of one partnership. */
  private readings(): TemplateResult {
    const { study, period, card, root } = this.store;
    const unit = card.units[0];
    const trace = unit === undefined ? [] : study.trace(unit.id, { period }).nodes;
    const found = new Map(trace.map(({ id, evidence }) => [id, evidence]));
    return html`<dl class="readings small">${descendants(root).map(({ id, name }) => {
      const evidence = found.get(id);
      return evidence === undefined ? nothing : html`<dt>${name}</dt><dd>${this.read(evidence)}</dd>`;
    })}</dl>`;
  }

  private read(evidence: Evidence): string {
    return evidence.contested === null ? reading(evidence) : `${reading(evidence)} ${words.contestedMark}`;
  }

  private unfold(event: Event): void {
    this.reading = (event.target as HTMLDetailsElement).open;
    this.requestUpdate();
  }

  /** Goes to the view of methods, which is above. */
  private show(): void {
    this.store.focusOn = "view";
    this.store.setView("methods");
  }

  private toggle(): void {
    this.whole = !this.whole;
    this.requestUpdate();
  }
}

customElements.define("comity-method", MethodBox);
