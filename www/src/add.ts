import type { Indicator, Problem } from "comity";
import { html, nothing, type TemplateResult } from "lit";
import { sentences } from "./cell.js";
import { Dialog } from "./dialog.js";
import { idOf } from "./ids.js";
import { numberOf } from "./parse.js";
import { descendants } from "./tree.js";
import { add } from "./words/add.js";
import { data } from "./words/data.js";
import { words } from "./words.js";

/** The most characters of an id or a name that the engine takes. */
const MOST = 256;

/** The form for one more partnership: what it is, and what is observed of it in the year shown. */
export class Add extends Dialog {
  /** What is wrong, by the name of the field. */
  private faults = new Map<string, string>();
  /** What is wrong with none of the fields. */
  private trouble: string | null = null;
  /** Whether the reader wrote an id of their own. */
  private ownId = false;

  protected override render(): TemplateResult {
    const { store } = this;
    const period = store.study.outline.periods.length > 1 ? store.period : null;
    const { faults, trouble } = this;
    return this.frame(
      "adding",
      add.title,
      html`<form novalidate @submit=${(event: Event) => this.submit(event)}>
        <p class="small">${add.lead(store.document.title, period)}</p>
        ${this.field("name", add.name, null, () => this.suggest())}
        ${this.field("id", add.id, add.idHint, () => {
          this.ownId = true;
        })}
        ${this.field("members", add.members, add.membersHint, () => {})}
        <h3 class="label">${add.values(period)}</h3>
        ${store.root.children.map(
          (
            branch,
          ) => html`<fieldset class="hue-${branch.hue}"><legend><span class="swatch"></span>${branch.name}</legend>
          ${(branch.kind === "indicator" ? [branch] : descendants(branch)).map(({ id }) => this.value(id))}</fieldset>`,
        )}
        ${faults.size === 0 && trouble === null ? nothing : html`<p class="trouble" role="alert">${faults.size > 0 ? add.faults(faults.size) : nothing} ${trouble}</p>`}
        <div class="buttons">
          <button type="submit" class="first">${add.go}</button>
          <button type="button" @click=${() => this.close()}>${words.cancel}</button>
        </div>
      </form>`,
      () => this.say(new Map(), null),
    );
  }

  private field(name: string, label: string, hint: string | null, typed: () => void): TemplateResult {
    const fault = this.faults.get(name);
    return html`<label>${label}<input type="text" name=${name} maxlength=${name === "members" ? nothing : MOST} autocomplete="off" spellcheck="false" @input=${typed}
      aria-invalid=${fault !== undefined} aria-describedby=${`adding-${name}-said`} /></label>
      <p class="said small" id=${`adding-${name}-said`}>${fault === undefined ? hint : html`<span class="trouble">${fault}</span>`}</p>`;
  }

  private value(id: string): TemplateResult | typeof nothing {
    const indicator = this.indicators.find((one) => one.id === id);
    if (indicator === undefined) return nothing;
    const name = `value ${id}`;
    const fault = this.faults.get(name);
    const described = `adding-${this.indicators.indexOf(indicator)}`;
    const { rubric, unitOfMeasure } = indicator;
    return html`<label class="value"><span>${indicator.name}</span>${
      rubric === undefined
        ? html`<input type="text" inputmode="decimal" name=${name} autocomplete="off" aria-invalid=${fault !== undefined} aria-describedby=${described} />`
        : html`<select name=${name} aria-invalid=${fault !== undefined} aria-describedby=${described}><option value="">${add.noValue}</option>
          ${rubric.map(({ level, description }) => html`<option value=${level}>${add.level(level, description)}</option>`)}</select>`
    }</label>
      <p class="said small" id=${described}>${rubric === undefined ? add.unitSaid(unitOfMeasure) : nothing} ${fault === undefined ? nothing : html`<span class="trouble">${fault}</span>`}</p>`;
  }

  private get indicators(): Indicator[] {
    return this.store.document.framework.indicators;
  }

  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  private text(name: string): string {
    const field = this.form?.elements.namedItem(name);
    return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value.trim() : "";
  }

  /** The id follows the name until the reader writes another. */
  private suggest(): void {
    const field = this.querySelector<HTMLInputElement>("input[name=id]");
    const name = this.text("name");
    if (field === null || (this.ownId && field.value.trim() !== "")) return;
    this.ownId = false;
    field.value = name === "" ? "" : this.idOf(name);
  }

  private idOf(name: string): string {
    return idOf(name, new Set(this.store.study.outline.units.map(({ id }) => id)));
  }

  private submit(event: Event): void {
    event.preventDefault();
    const { store } = this;
    const faults = new Map<string, string>();
    const name = this.text("name");
    const id = this.text("id");
    if (name === "") faults.set("name", add.noName);
    if (id === "") faults.set("id", add.noId);
    const members = this.text("members")
      .split(/[\s,;]+/)
      .filter((member) => member !== "")
      .map((member) => ({ id: member }));
    const values = this.indicators.flatMap((indicator) => {
      const read = numberOf(this.text(`value ${indicator.id}`));
      if ("wrong" in read) faults.set(`value ${indicator.id}`, read.wrong === "comma" ? data.comma : data.noNumber);
      else if (read.value !== null) return [{ indicator: indicator.id, value: read.value }];
      return [];
    });
    let trouble: string | null = null;
    const extra = members.length === 0 ? {} : { members };
    // What the page cannot read does not keep the engine from judging the rest: all faults are said at once.
    const problems =
      faults.size > 0
        ? store.faultsOf({ id: id || this.idOf("unit"), name: name || "unit", ...extra }, values)
        : store.add({ id, name, ...extra }, values);
    for (const problem of problems) {
      const field = this.fieldOf(problem);
      const said = sentences([problem]);
      if (field === null) trouble = `${trouble ?? ""} ${said}`.trim();
      else faults.set(field, `${faults.get(field) ?? ""} ${said}`.trim());
    }
    this.say(faults, trouble);
    if (faults.size === 0 && trouble === null) {
      this.close();
      this.form?.reset();
      this.ownId = false;
      store.select(id, { focus: true });
      return;
    }
    const [first] = faults.keys();
    const field = first === undefined ? undefined : this.form?.elements.namedItem(first);
    if (field instanceof HTMLElement) field.focus();
  }

  /** The field that a problem's path leads to. */
  private fieldOf({ path }: Problem): string | null {
    const { document } = this.store;
    const [, list, position, key] = path;
    if (list === "units" && position === document.dataset.units.length) {
      return key === "name" || key === "members" ? key : "id";
    }
    const columns = document.dataset.indicators;
    if (list === "indicators" && typeof position === "number" && columns[position] !== undefined)
      return `value ${columns[position].id}`;
    return null;
  }

  private say(faults: Map<string, string>, trouble: string | null): void {
    this.faults = faults;
    this.trouble = trouble;
    this.requestUpdate();
  }
}

customElements.define("comity-add", Add);
