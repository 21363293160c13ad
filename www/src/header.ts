import { html, nothing, type TemplateResult } from "lit";
import { Panel } from "./panel.js";
import { saveStudy } from "./saved.js";
import type { Choice } from "./store.js";
import { words } from "./words.js";

/** What is looked at: study, year, preset, objective; the way back; the reader's files. */
export class Header extends Panel {
  protected override render(): TemplateResult {
    const { store } = this;
    const { presets = [], objectives = [], title } = store.document;
    return html`<h1 class="unseen">${title}</h1>
      <label class="choice study">${words.study}
        <select name="study" ?disabled=${store.reading !== null} @change=${(event: Event) => void this.choose(event)}>
          ${this.studies()}
        </select></label>
      ${store.study.outline.periods.length < 2 ? nothing : this.year()}
      ${
        presets.length === 0
          ? nothing
          : html`<label class="choice preset">${words.preset}
        <select name="preset" @change=${(event: Event) => store.setPreset(picked(event) || null)}>
          ${store.method === null ? nothing : html`<option value="changed" disabled>${words.presetChanged}</option>`}
          <option value="">${words.presetOwn}</option>
          ${presets.map(({ id, title, description }) => html`<option value=${id} title=${description ?? nothing}>${title}</option>`)}
        </select></label>`
      }
      ${
        objectives.length === 0
          ? nothing
          : html`<label class="choice objective">${words.objective}
        <select name="objective" @change=${(event: Event) => store.setObjective(picked(event) || null)}>
          ${this.moved ? html`<option value="moved" disabled>${words.objectiveMoved}</option>` : nothing}
          <option value="">${words.objectiveAll}</option>
          ${objectives.map(({ id, title, description }) => html`<option value=${id} title=${description ?? nothing}>${title}</option>`)}
        </select></label>`
      }
      <div class="buttons">
        <button type="button" class="undo" ?disabled=${!store.canUndo} aria-keyshortcuts="Control+Z" @click=${() => store.undo()}>${words.undo}</button>
        <button type="button" class="redo" ?disabled=${!store.canRedo} aria-keyshortcuts="Control+Shift+Z Control+Y" @click=${() => store.redo()}>${words.redo}</button>
      </div>
      <div class="buttons">
        <button type="button" class="open" aria-label=${words.openLong} @click=${() => this.querySelector<HTMLInputElement>("input[type=file]")?.click()}>${words.open}</button>
        <input type="file" hidden accept=".json,.csv,.tsv,.tab,.txt,application/json,text/csv,text/plain" multiple aria-label=${words.openLong} @change=${(event: Event) => this.open(event)} />
        <button type="button" class="new" aria-label=${words.startLong} @click=${() => this.ask("begin")}>${words.start}</button>
        <button type="button" class="save" aria-label=${words.saveLong} @click=${() => saveStudy(store)}>${words.save}</button>
        <button type="button" class="mine" @click=${() => this.ask("mine")}>${words.mine}</button>
        <button type="button" class="share" @click=${() => this.ask("sharing")}>${words.sharing}</button>
      </div>
      ${store.reading === null ? nothing : html`<p class="reading" role="status">${store.reading}</p>`}
      ${store.notice === null ? nothing : html`<p class="trouble" role="alert">${store.notice}</p>`}`;
  }

  protected override updated(): void {
    // After the options are there: ranked and unranked years change places when the reader lifts the rule.
    const { store } = this;
    this.set("study", store.chosen);
    this.set("year", String(store.period));
    this.set("preset", store.method === null ? (store.preset ?? "") : "changed");
    this.set("objective", this.moved ? "moved" : (store.objective ?? ""));
  }

  /** Whether the weights are neither an objective's nor the method's own. */
  private get moved(): boolean {
    return this.store.objective === null && this.store.changed > 0;
  }

  private set(name: string, value: string): void {
    const select = this.querySelector<HTMLSelectElement>(`select[name=${name}]`);
    if (select !== null) select.value = value;
  }

  /** The studies shipped with the page; the reader's own, if any, in a group of theirs. */
  private studies(): TemplateResult {
    const { choices } = this.store;
    const option = ({ key, title }: Choice): TemplateResult => html`<option value=${key}>${title}</option>`;
    const own = choices.filter(({ bundled }) => !bundled);
    return html`${choices.filter(({ bundled }) => bundled).map(option)}${own.length === 0 ? nothing : html`<optgroup label=${words.studiesOwn}>${own.map(option)}</optgroup>`}`;
  }

  private year(): TemplateResult {
    const { store } = this;
    const { periods } = store.study.outline;
    const ranked = periods.filter((period) => store.rankedPeriods.has(period));
    const unranked = periods.filter((period) => !store.rankedPeriods.has(period));
    const group = (label: string, years: number[]): TemplateResult | typeof nothing =>
      years.length === 0
        ? nothing
        : html`<optgroup label=${label}>${[...years].reverse().map((year) => html`<option value=${year}>${year}</option>`)}</optgroup>`;
    return html`<label class="choice year">${words.year}
      <select name="year" @change=${(event: Event) => store.setPeriod(Number(picked(event)))}>
        ${group(words.yearsRanked, ranked)}${group(words.yearsUnranked, unranked)}
      </select></label>`;
  }

  private async choose(event: Event): Promise<void> {
    const select = event.target as HTMLSelectElement;
    await this.store.choose(select.value);
    // Disabled while the study was read, it lost the focus.
    await this.updateComplete;
    if (document.activeElement === document.body) select.focus();
  }

  /** Asks the page for one of its forms. */
  private ask(what: "begin" | "mine" | "sharing"): void {
    this.dispatchEvent(new CustomEvent(what, { bubbles: true }));
  }

  private open(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.dispatchEvent(new CustomEvent("files", { detail: [...(input.files ?? [])], bubbles: true }));
    // So that the same file, mended, can be opened again.
    input.value = "";
  }
}

const picked = (event: Event): string => (event.target as HTMLSelectElement).value;

customElements.define("comity-header", Header);
