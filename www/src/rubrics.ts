import type { Evidence, Indicator, Problem, StudyDocument } from "comity";
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { sentences } from "./cell.js";
import { isJudged, type Place } from "./edits.js";
import { BLANK, cellFrom, type Draft, draftsOf, type Fault, type Field } from "./judgements.js";
import { Panel } from "./panel.js";
import { afterPress } from "./press.js";
import { descendants } from "./tree.js";
import { agreement } from "./words/agreement.js";
import { data } from "./words/data.js";
import { rubrics } from "./words/rubrics.js";
import { measured, words } from "./words.js";

/** Where people judge: one indicator of one partnership, the level texts beside the choice, the raters side by side. */
export class Rubrics extends Panel {
  private drafts: Draft[] = [];
  /** What `drafts` were read from: another cell, or a document that this view did not make, and they are read again. */
  private of: { key: string; source: StudyDocument } | null = null;
  private wanted = false;
  private faults: Fault[] = [];
  /** What the engine found wrong, and in which column where it says so. */
  private refused: { problem: Problem; column: number | null }[] = [];

  protected override willUpdate(): void {
    const { store } = this;
    const key = JSON.stringify(this.place);
    if (this.of?.key === key && this.of.source === store.source) return;
    this.drafts = draftsOf(store.cell(this.place));
    this.of = { key, source: store.source };
    this.faults = [];
    this.refused = [];
  }

  protected override updated(): void {
    if (this.store.focusOn !== "view") return;
    this.store.focusOn = null;
    this.querySelector<HTMLElement>("#rubrics-title")?.focus();
  }

  /** All indicators in the order of the tree. */
  private get indicators(): Indicator[] {
    const found = new Map(this.store.document.framework.indicators.map((indicator) => [indicator.id, indicator]));
    return descendants(this.store.root).flatMap(({ id }) => found.get(id) ?? []);
  }

  private get indicator(): Indicator {
    const all = this.indicators;
    const [first] = all.filter(({ rubric }) => rubric !== undefined);
    const chosen = all.find(({ id }) => id === this.store.judged) ?? first ?? all[0];
    if (chosen === undefined) throw new Error("a study that was opened has an indicator");
    return chosen;
  }

  private get unit(): string {
    const { selected, study } = this.store;
    return selected ?? study.outline.units[0]?.id ?? "";
  }

  private get place(): Place {
    return { unit: this.unit, indicator: this.indicator.id, period: this.store.period };
  }

  private get members(): string[] {
    const { period, document } = this.store;
    const unit = document.dataset.units.find(({ id }) => id === this.unit);
    return (unit?.members ?? [])
      .filter(({ from, to }) => (from ?? period) <= period && (to ?? period) >= period)
      .map(({ id }) => id);
  }

  protected override render(): TemplateResult {
    const { store, indicator, unit } = this;
    const years = store.study.outline.periods.length > 1;
    const name = store.nameOf(unit);
    return html`<section class="rubrics" aria-labelledby="rubrics-title">
      <h2 id="rubrics-title" tabindex="-1">${indicator.name}: ${name}${years ? `, ${store.period}` : ""}</h2>
      <p class="small">${rubrics.lead}</p>
      ${this.chooser(years)}
      ${indicator.description === undefined ? nothing : html`<p>${indicator.description}</p>`}
      ${this.table(indicator)}
      <div class="buttons">
        <button type="button" class="add-rater" @click=${() => this.add()}>${rubrics.add}</button>
        <button type="button" aria-expanded=${this.detailed} aria-controls="judging-more" @click=${() => this.toggle()}>${rubrics.more}</button>
        ${this.drafts.length === 1 && this.drafts[0]?.value === "" ? nothing : html`<button type="button" @click=${() => this.clear()}>${rubrics.clear}</button>`}
      </div>
      ${this.refused
        .filter(({ column }) => column === null)
        .map(({ problem }) => html`<p class="trouble" role="alert">${sentences([problem])}</p>`)}
      ${this.together(indicator)}
    </section>`;
  }

  /** Whether range, confidence and note are shown: when the reader wants them, and when something is in them. */
  private get detailed(): boolean {
    return this.wanted || this.drafts.some(({ low, high, confidence, note }) => low + high + confidence + note !== "");
  }

  private toggle(): void {
    this.wanted = !this.detailed;
    this.requestUpdate();
  }

  /** Which partnership, which indicator, and how many are done. */
  private chooser(years: boolean): TemplateResult {
    const { store, indicator, unit } = this;
    const { period } = store;
    const all = this.indicators;
    const isRubric = ({ rubric }: Indicator): boolean => rubric !== undefined;
    const isDone = ({ id }: Indicator): boolean => {
      const cell = store.cell({ unit, indicator: id, period });
      return cell.value !== null || isJudged(cell);
    };
    const scales = all.filter(isRubric);
    const at = scales.findIndex(({ id }) => id === indicator.id);
    const group = (label: string, items: Indicator[]): TemplateResult | typeof nothing =>
      items.length === 0
        ? nothing
        : html`<optgroup label=${label}>${items.map((item) => html`<option value=${item.id} ?selected=${item.id === indicator.id}>${isDone(item) ? rubrics.done(item.name) : item.name}</option>`)}</optgroup>`;
    const step = (to: Indicator | undefined, text: string): TemplateResult =>
      html`<button type="button" ?disabled=${to === undefined} @click=${() => to && store.judge(to.id, null)}>${text}</button>`;
    return html`<div class="chooser">
        <label class="choice">${rubrics.partnership}<select name="unit" @change=${(event: Event) => store.select(picked(event), { open: false })}>
          ${store.study.outline.units.map(({ id, name }) => html`<option value=${id} ?selected=${id === unit}>${name}</option>`)}</select></label>
        <label class="choice">${rubrics.indicator}<select name="indicator" @change=${(event: Event) => this.go(picked(event))}>
          ${group(rubrics.rubricGroup, scales)}${group(
            rubrics.numberGroup,
            all.filter((item) => !isRubric(item)),
          )}</select></label>
        <div class="buttons">${step(scales[at - 1], rubrics.previous)}${step(scales[at + 1], rubrics.next)}</div>
      </div>
      ${scales.length === 0 ? nothing : html`<p class="small progress">${rubrics.progress(scales.filter(isDone).length, scales.length, store.nameOf(unit), years ? period : null)}</p>`}`;
  }

  private go(indicator: string): void {
    this.store.judged = indicator;
    this.requestUpdate();
  }

  /** Level texts down, raters across. */
  private table({ rubric, unitOfMeasure }: Indicator): TemplateResult {
    const each = (cell: (draft: Draft, column: number) => TemplateResult): TemplateResult[] => this.drafts.map(cell);
    const row = (label: string, field: Field, mode: "decimal" | "text"): TemplateResult =>
      html`<tr><th scope="row">${label}</th>${each((draft, column) => html`<td>${this.input(draft, column, field, label, mode)}</td>`)}</tr>`;
    const hasMembers = this.members.length > 0;
    return html`<div class="frame"><table class="judging">
      <thead><tr><th scope="col">${rubric === undefined ? rubrics.value : rubrics.level}</th>
        ${each((_, column) => html`<th scope="col">${this.head(column)}</th>`)}</tr></thead>
      <tbody>
        ${
          rubric === undefined
            ? row(rubrics.valueIn(unitOfMeasure), "value", "decimal")
            : html`${rubric.map(
                ({
                  level,
                  description,
                }) => html`<tr><th scope="row" class="level"><strong>${level}</strong> ${description}</th>
          ${each(
            (
              draft,
              column,
            ) => html`<td class="pick"><label><input type="radio" name=${`rater-${column}`} .checked=${live(draft.value === String(level))}
              aria-label=${rubrics.choice(this.name(column), String(level), description)}
              @change=${() => this.write(column, "value", String(level), true)} /></label></td>`,
          )}</tr>`,
              )}
            ${this.faults.some(({ field }) => field === "value") ? html`<tr><th scope="row"></th>${each((_, column) => html`<td>${this.fault(column, "value")}</td>`)}</tr>` : nothing}`
        }
      </tbody>
      <tbody class="more" id="judging-more">
        ${hasMembers ? html`<tr><th scope="row">${rubrics.speaksOf}</th>${each((draft, column) => html`<td>${this.side(draft, column)}</td>`)}</tr>` : nothing}
        ${this.detailed ? html`${row(rubrics.from, "low", "decimal")}${row(rubrics.to, "high", "decimal")}${row(rubrics.confidence, "confidence", "decimal")}${row(rubrics.note, "note", "text")}` : nothing}
      </tbody>
    </table></div>`;
  }

  private head(column: number): TemplateResult {
    const draft = this.drafts[column] ?? BLANK;
    const several = this.drafts.length > 1;
    return html`<span class="rater" aria-hidden="true">${rubrics.rater(column + 1)}</span>${this.input(draft, column, "rater", rubrics.raterName(column + 1), "text", rubrics.raterHint)}
      ${several ? html`<button type="button" class="drop" aria-label=${rubrics.remove(this.name(column))} @click=${() => this.drop(column)}>${rubrics.removeShort}</button>` : nothing}`;
  }

  private side(draft: Draft, column: number): TemplateResult {
    const label = rubrics.field(this.name(column), rubrics.speaksOf);
    return html`<select aria-label=${label} @change=${(event: Event) => this.write(column, "of", picked(event), true)}>
      <option value="" ?selected=${draft.of === ""}>${rubrics.whole}</option>
      ${this.members.map((id) => html`<option value=${id} ?selected=${draft.of === id}>${id}</option>`)}</select>${this.fault(column, "of")}`;
  }

  private input(
    draft: Draft,
    column: number,
    field: Field,
    label: string,
    mode: "decimal" | "text",
    hint?: string,
  ): TemplateResult {
    const fault = this.said(column, field);
    const id = `fault-${column}-${field}`;
    return html`<input type="text" inputmode=${mode} autocomplete="off" maxlength=${field === "note" ? 20_000 : 256} placeholder=${hint ?? nothing}
      aria-label=${field === "rater" ? label : rubrics.field(this.name(column), label)} aria-invalid=${fault !== null} aria-describedby=${fault === null ? nothing : id}
      .value=${live(draft[field])} @input=${(event: Event) => this.write(column, field, (event.target as HTMLInputElement).value, false)}
      @change=${() => afterPress(() => this.commit())} />${this.fault(column, field)}`;
  }

  private name(column: number): string {
    return this.drafts[column]?.rater.trim() || rubrics.rater(column + 1);
  }

  private said(column: number, field: Field): string | null {
    const fault = this.faults.find((one) => one.column === column && one.field === field);
    if (fault !== undefined) {
      const isNumber = this.indicator.rubric === undefined;
      if (fault.wrong === "needsValue") return isNumber ? rubrics.needsNumber : rubrics.needsValue;
      return fault.wrong === "noNumber" ? data.noNumber : fault.wrong === "comma" ? data.comma : rubrics[fault.wrong];
    }
    const shown: Field = "value";
    const refused = this.refused.filter((one) => one.column === column && fieldOf(one.problem, shown) === field);
    return refused.length === 0 ? null : sentences(refused.map(({ problem }) => problem));
  }

  private fault(column: number, field: Field): TemplateResult | typeof nothing {
    const said = this.said(column, field);
    return said === null ? nothing : html`<span class="trouble small" id=${`fault-${column}-${field}`}>${said}</span>`;
  }

  /** What the judgements make together, and how far they agree. */
  private together(indicator: Indicator): TemplateResult {
    const { store, unit } = this;
    const { period, weights } = store;
    const node = store.study.trace(unit, { period, weights }).nodes.find(({ id }) => id === indicator.id);
    const evidence = node?.evidence;
    const found = store.agreement().find((one) => one.indicator === indicator.id);
    return html`<h3 class="label">${rubrics.combinedTitle}</h3>
      <p class="combined">${evidence === undefined || evidence.combined === null ? rubrics.nothing : rubrics.combined(measured(evidence.combined, evidence), how(evidence))}
        ${evidence?.gap == null ? nothing : rubrics.gap(evidence.gap)}
        ${node?.value == null ? nothing : rubrics.worth(node.value)}</p>
      ${
        found === undefined
          ? nothing
          : html`<h3 class="label">${rubrics.agreementTitle}</h3>
        <p class="agreed">${agreement.said(found)} ${found.ordinal === null ? nothing : agreement.readings[found.reading]}</p>`
      }`;
  }

  private write(column: number, field: Field, text: string, commit: boolean): void {
    this.drafts = this.drafts.map((draft, at) => (at === column ? { ...draft, [field]: text } : draft));
    if (commit) this.commit();
    else this.requestUpdate();
  }

  private add(): void {
    this.drafts = [...this.drafts, { ...BLANK }];
    this.requestUpdate();
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>(`thead th:nth-child(${this.drafts.length + 1}) input`)?.focus(),
    );
  }

  private drop(column: number): void {
    this.drafts = this.drafts.filter((_, at) => at !== column);
    this.commit();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(".add-rater")?.focus());
  }

  private clear(): void {
    this.drafts = [{ ...BLANK }];
    this.commit();
    this.querySelector<HTMLElement>("#rubrics-title")?.focus();
  }

  /** Gives the study what the fields say, once every column that says anything is whole. */
  private commit(): void {
    const { store, place } = this;
    const before = store.cell(place);
    const read = cellFrom(
      this.drafts,
      place,
      before,
      words.byHand(before.value === null ? null : String(before.value)),
    );
    this.refused = [];
    this.faults = "faults" in read ? read.faults : [];
    if ("cell" in read && JSON.stringify(read.cell) !== JSON.stringify(before)) {
      const problems = store.edit(place, read.cell);
      const held = this.drafts.flatMap((draft, column) =>
        Object.values(draft).some((field) => field !== "") ? [column] : [],
      );
      const others = (store.source.dataset.observations ?? []).length - before.observations.length;
      this.refused = problems.map((problem) => ({ problem, column: columnOf(problem, others, held) }));
      // What was given is what is shown: only a document from elsewhere is read again.
      if (problems.length === 0) this.of = { key: JSON.stringify(place), source: store.source };
    }
    this.requestUpdate();
  }
}

const picked = (event: Event): string => (event.target as HTMLSelectElement).value;

/** The column that a problem's path leads to: the cell's judgements stand at the end of the list. */
function columnOf({ path }: Problem, others: number, held: number[]): number | null {
  if (path[0] !== "dataset" || path[1] !== "observations" || typeof path[2] !== "number")
    return held.length === 1 ? (held[0] ?? null) : null;
  return held[path[2] - others] ?? null;
}

/** The field that a problem's path leads to. */
function fieldOf({ path }: Problem, other: Field): Field {
  const last = path.at(3);
  if (last === "range") return "high";
  return last === "rater" || last === "of" || last === "confidence" || last === "note" ? last : other;
}

/** How the judgements became one, in words. */
function how({ raters, members, raw }: Evidence): string {
  const several = new Set(raw.flatMap(({ rater }) => (rater === null ? [] : [rater]))).size;
  const sides = raw.some(({ of }) => of !== null);
  return rubrics.how(raters.method, several, sides ? members.method : null);
}

customElements.define("comity-rubrics", Rubrics);
