import { createEngine } from "comity";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import "./announce.js";
import type { Announcer } from "./announce.js";
import { hatchings } from "./bar.js";
import "./method.js";
import "./partnership.js";
import "./ranking.js";
import type { Ranking } from "./ranking.js";
import { Store } from "./store.js";
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
    });
    void this.load();
  }

  private async load(): Promise<void> {
    await this.store.load(createEngine, STUDY);
    // With room beside the table, the reason for the first rank is there from the start.
    const first = this.store.phase.is === "ready" && this.store.card.units[0];
    if (first && matchMedia("(min-width: 1200px)").matches) this.store.select(first.id, { open: false });
  }

  protected override render(): TemplateResult {
    const { store } = this;
    return html`
      <a class="skip" href="#main">${words.skip}</a>
      <header class="top">
        <p class="product">${words.product}</p>
        ${store.phase.is === "ready" ? this.header() : nothing}
      </header>
      ${store.phase.is === "ready" ? this.columns() : this.waiting()}
      <comity-announcer class="unseen" role="status" aria-live="polite"></comity-announcer>
      <comity-tip></comity-tip>
      ${hatchings()}`;
  }

  protected override updated(): void {
    // After the options are there: ranked and unranked years change places when the reader lifts the rule.
    const years = this.querySelector<HTMLSelectElement>(".year select");
    if (years !== null) years.value = String(this.store.period);
    const announcer = this.querySelector<Announcer>("comity-announcer");
    if (this.store.phase.is === "ready" && this.following === undefined && announcer !== null)
      this.following = announcer.follow(this.store);
  }

  private header(): TemplateResult {
    const { store } = this;
    const { periods } = store.study.outline;
    const ranked = periods.filter((period) => store.rankedPeriods.has(period));
    const unranked = periods.filter((period) => !store.rankedPeriods.has(period));
    const group = (label: string, years: number[]): TemplateResult | typeof nothing =>
      years.length === 0
        ? nothing
        : html`<optgroup label=${label}>${[...years].reverse().map((year) => html`<option value=${year}>${year}</option>`)}</optgroup>`;
    return html`<h1>${store.document.title}</h1>
      <label class="year">${words.year}
        <select @change=${(event: Event) => store.setPeriod(Number((event.target as HTMLSelectElement).value))}>
          ${group(words.yearsRanked, ranked)}${group(words.yearsUnranked, unranked)}
        </select></label>
      <p class="caution">${words.caution}</p>`;
  }

  private columns(): TemplateResult {
    const { store } = this;
    return html`<div class="columns">
      <div class="side"><comity-opinion .store=${store}></comity-opinion><comity-weights .store=${store}></comity-weights></div>
      <main id="main" tabindex="-1">
        <comity-ranking .store=${store}></comity-ranking>
        <comity-method .store=${store}></comity-method>
      </main>
      <comity-partnership .store=${store} @leave=${() => this.leave()}></comity-partnership>
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

  /** Closes what is open, the nearest first. */
  private escape(): void {
    const label = tip();
    if (label !== null && !label.hidden) label.hide();
    else if (this.store.weightsOpen) this.querySelector<Weights>("comity-weights")?.close();
    else if (this.store.detailOpen || this.querySelector(".detail")?.contains(document.activeElement)) this.leave();
  }

  /** Closes the partnership and goes back to its row. */
  private leave(): void {
    const was = this.store.closeDetail();
    if (was !== null) this.querySelector<Ranking>("comity-ranking")?.focusRow(was);
  }
}

customElements.define("comity-app", App);
