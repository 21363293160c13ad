import { createEngine } from "comity";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import "./announce.js";
import type { Announcer } from "./announce.js";
import { hatchings } from "./bar.js";
import "./faults.js";
import { receiveDrops } from "./files.js";
import "./header.js";
import "./method.js";
import "./objectives.js";
import "./partnership.js";
import "./ranking.js";
import type { Ranking } from "./ranking.js";
import "./start.js";
import type { Start } from "./start.js";
import { Store, type View } from "./store.js";
import "./tip.js";
import { tip } from "./tip.js";
import { words } from "./words.js";
import "./weights.js";
import type { Weights } from "./weights.js";

/** The study the page opens on. */
const STUDY = "us-partnerships";

/** The whole page: header, weights, ranking and method, the selected partnership. */
export class App extends LitElement {
  readonly store = new Store();
  private following: (() => void) | undefined;

  protected override createRenderRoot(): this {
    // What index.html shows until the script runs.
    this.replaceChildren();
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.subscribe(() => this.requestUpdate());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.escape();
      else this.shortcut(event);
    });
    receiveDrops(this.store);
    void this.load();
  }

  private async load(): Promise<void> {
    await this.store.load(createEngine, STUDY);
  }

  protected override render(): TemplateResult {
    const { store } = this;
    return html`
      <a class="skip" href="#main">${words.skip}</a>
      <header class="top">
        <p class="product">${words.product}</p>
        ${store.phase.is === "ready" ? html`<comity-header .store=${store} @begin=${() => this.querySelector<Start>("comity-start")?.open()}></comity-header><p class="caution">${words.caution}</p>` : nothing}
      </header>
      ${store.phase.is === "ready" ? this.columns() : this.waiting()}
      <comity-announcer class="unseen" role="status" aria-live="polite"></comity-announcer>
      ${store.phase.is === "ready" ? html`<comity-start .store=${store}></comity-start>` : nothing}
      <comity-tip></comity-tip>
      <p class="drop-here" aria-hidden="true">${words.dropHere}</p>
      ${hatchings()}`;
  }

  protected override updated(): void {
    const announcer = this.querySelector<Announcer>("comity-announcer");
    if (this.store.phase.is === "ready" && this.following === undefined && announcer !== null)
      this.following = announcer.follow(this.store);
  }

  private columns(): TemplateResult {
    const { store } = this;
    return html`<div class="columns">
      <div class="side"><comity-opinion .store=${store}></comity-opinion><comity-weights .store=${store}></comity-weights></div>
      <main id="main" tabindex="-1">
        <comity-faults .store=${store}></comity-faults>
        ${(store.document.objectives ?? []).length === 0 ? nothing : this.views()}
        ${
          store.view === "objectives"
            ? html`<comity-objectives .store=${store}></comity-objectives>`
            : html`<comity-ranking .store=${store}></comity-ranking>`
        }
        <comity-method .store=${store}></comity-method>
      </main>
      <comity-partnership .store=${store} @leave=${() => this.leave()}></comity-partnership>
    </div>`;
  }

  private views(): TemplateResult {
    const { store } = this;
    const view = (which: View, text: string): TemplateResult =>
      html`<button type="button" aria-pressed=${store.view === which} @click=${() => store.setView(which)}>${text}</button>`;
    return html`<div class="views" role="group" aria-label=${words.views}>
      ${view("ranking", words.viewRanking)}${view("objectives", words.viewObjectives)}
    </div>`;
  }

  private waiting(): TemplateResult {
    const { phase } = this.store;
    if (phase.is === "loading")
      return html`<main id="main" class="state"><h1>${words.loading}</h1><p role="status">${phase.what}</p></main>`;
    if (phase.is !== "failed") return html``;
    const { what, details, cure } = phase.failure;
    return html`<main id="main" class="state"><div role="alert">
      <h1>${words.failedTitle}</h1>
      <p>${what}</p>
      ${details.length === 0 ? nothing : html`<ul>${details.map((text) => html`<li>${text}</li>`)}</ul>`}
      <p>${cure}</p></div>
      <button type="button" @click=${() => void this.load()}>${words.again}</button>
    </main>`;
  }

  /** Ctrl+Z goes back, Ctrl+Shift+Z and Ctrl+Y forward; while a text is written, they are the text's. */
  private shortcut(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.store.phase.is !== "ready") return;
    const { target } = event;
    if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text")) return;
    const key = event.key.toLowerCase();
    const back = key === "z" && !event.shiftKey;
    const forward = (key === "z" && event.shiftKey) || key === "y";
    if (!back && !forward) return;
    event.preventDefault();
    if (back) this.store.undo();
    else this.store.redo();
  }

  /** Closes what is open, the nearest first. */
  private escape(): void {
    const label = tip();
    if (label !== null && !label.hidden) label.hide();
    else if (this.store.refused !== null) this.store.dismiss();
    else if (this.store.weightsOpen) this.querySelector<Weights>("comity-weights")?.close();
    else if (this.store.detailOpen || this.querySelector(".detail")?.contains(document.activeElement)) this.leave();
  }

  /** Closes the partnership and goes back to its row. */
  private leave(): void {
    const was = this.store.closeDetail();
    if (was === null) return;
    const row = [...this.querySelectorAll<HTMLElement>("main tbody tr")].find(({ dataset }) => dataset.unit === was);
    const ranking = this.querySelector<Ranking>("comity-ranking");
    if (ranking !== null) ranking.focusRow(was);
    else row?.querySelector("button")?.focus();
  }
}

customElements.define("comity-app", App);
