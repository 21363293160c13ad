import type { Problem, StudyDocument } from "comity";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { byHand, editOf, type Place } from "./edits.js";
import { numberOf } from "./parse.js";
import { afterPress } from "./press.js";
import type { Store } from "./store.js";
import { data } from "./words/data.js";
import { words } from "./words.js";

/** The choice that leads to the raters. */
const JUDGE = "judge";

/** One number or level of the study, to be changed in place. Tells by a `done` event that the reader left it. */
export class CellField extends LitElement {
  static override properties = {
    store: { attribute: false },
    source: { attribute: false },
    unit: {},
    indicator: {},
    period: { type: Number },
  };
  declare store: Store;
  /** The document the value is of: another one, and the field is drawn again. */
  declare source: StudyDocument;
  declare unit: string;
  declare indicator: string;
  declare period: number;
  /** What the reader wrote and the study does not hold. */
  private draft: string | null = null;
  private wrong: string | null = null;

  protected override createRenderRoot(): this {
    return this;
  }

  override focus(): void {
    const field = this.querySelector<HTMLInputElement | HTMLSelectElement>("input, select");
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }

  private get place(): Place {
    const { unit, indicator, period } = this;
    return { unit, indicator, period };
  }

  protected override render(): TemplateResult {
    const { store, place } = this;
    const rubric = store.document.framework.indicators.find(({ id }) => id === place.indicator)?.rubric;
    const value = this.draft ?? textOf(store.cell(place).value);
    const label = words.valueOf(store.nameOf(place.indicator), store.nameOf(place.unit), place.period);
    const problem = `wrong ${place.unit} ${place.indicator} ${place.period}`.replaceAll(/\s/g, "-");
    const invalid = this.wrong !== null;
    return html`${
      rubric === undefined
        ? html`<input type="text" inputmode="decimal" autocomplete="off" aria-label=${label} aria-invalid=${invalid} aria-describedby=${invalid ? problem : nothing}
          .value=${value} @input=${(event: Event) => this.write(event)} @change=${() => afterPress(() => this.commit())} @keydown=${(event: KeyboardEvent) => this.key(event)} />`
        : html`<select aria-label=${label} aria-invalid=${invalid} aria-describedby=${invalid ? problem : nothing}
          @change=${(event: Event) => this.pick(event)} @keydown=${(event: KeyboardEvent) => this.key(event)}>
          <option value="" ?selected=${value === ""}>${data.noLevel}</option>
          ${rubric.map(({ level, description }) => html`<option value=${level} ?selected=${value === String(level)}>${data.level(String(level), description)}</option>`)}
          <option value=${JUDGE}>${data.several}</option>
        </select>`
    }${invalid ? html`<span class="trouble small" role="alert" id=${problem}>${this.wrong}</span>` : nothing}`;
  }

  private write(event: Event): void {
    this.draft = (event.target as HTMLInputElement).value;
  }

  private pick(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    if (value === JUDGE) {
      this.store.judge(this.indicator, this.unit);
      return;
    }
    this.draft = value;
    this.commit();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      event.stopPropagation();
      this.commit();
      if (this.wrong === null) this.leave(true);
    } else if (event.key === "Escape") {
      // The first Escape is the field's: it leaves the value as it was.
      if (this.draft !== null || this.closest("td") !== null) event.stopPropagation();
      this.draft = null;
      this.wrong = null;
      this.requestUpdate();
      this.leave(false);
    }
  }

  private leave(changed: boolean): void {
    this.dispatchEvent(new CustomEvent("done", { detail: { changed }, bubbles: true }));
  }

  /** Gives the study what the reader wrote; what is wrong with it stays in the field, and is said. */
  private commit(): void {
    if (this.draft === null) return;
    const { store, place } = this;
    const said = numberOf(this.draft);
    this.wrong = null;
    if ("wrong" in said) {
      this.wrong = said.wrong === "comma" ? data.comma : data.noNumber;
    } else {
      const { value } = store.cell(place);
      const first = editOf(store.edits, place)?.from;
      const to =
        first !== undefined && first.value === said.value
          ? first
          : byHand(place, said.value, words.byHand(value === null ? null : String(first?.value ?? value)));
      const problems = said.value === value ? [] : store.edit(place, to);
      if (problems.length > 0) this.wrong = sentences(problems);
      else this.draft = null;
    }
    this.requestUpdate();
  }
}

/** What the engine found wrong, as a sentence each. */
export const sentences = (problems: Problem[]): string =>
  problems.map(({ message }) => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`).join(" ");

const textOf = (value: number | null): string => (value === null ? "" : String(value));

customElements.define("comity-cell", CellField);
