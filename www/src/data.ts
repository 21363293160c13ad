import type { Indicator } from "comity";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import "./cell.js";
import type { CellField } from "./cell.js";
import { type Cell, type Edit, editOf, isJudged, type Place } from "./edits.js";
import { raw } from "./numbers.js";
import { Panel } from "./panel.js";
import { afterPress } from "./press.js";
import { download } from "./saved.js";
import { descendants } from "./tree.js";
import { data } from "./words/data.js";
import { failure, words } from "./words.js";

/** The values of the year, unit by indicator, each to be changed in place; and what was changed. */
export class Data extends Panel {
  /** The cell that Tab reaches; the arrow keys move it. */
  private cursor: [row: number, column: number] = [0, 0];
  /** The cells being written in. */
  private readonly open = new Set<string>();

  protected override render(): TemplateResult {
    const { store } = this;
    const units = [...store.study.outline.units].sort((a, b) => a.name.localeCompare(b.name));
    const found = new Map(store.document.framework.indicators.map((indicator) => [indicator.id, indicator]));
    const leaves = descendants(store.root).flatMap(({ id, hue }) => {
      const indicator = found.get(id);
      return indicator === undefined ? [] : [{ indicator, hue }];
    });
    this.cursor = [Math.min(this.cursor[0], units.length - 1), Math.min(this.cursor[1], leaves.length - 1)];
    const years = store.study.outline.periods.length > 1;
    return html`<section class="data" aria-labelledby="data-title">
      <h2 id="data-title" tabindex="-1">${data.title(years ? store.period : null)}</h2>
      <p class="small">${data.lead} ${data.keys}</p>
      <div class="buttons">
        <button type="button" aria-label=${data.csvLong.wide} @click=${() => this.save("wide")}>${data.csv.wide}</button>
        <button type="button" aria-label=${data.csvLong.long} @click=${() => this.save("long")}>${data.csv.long}</button>
      </div>
      ${this.changes()}
      <div class="frame">
        <table role="grid" aria-label=${data.caption}>
          <thead><tr>
            <th scope="col" class="partnership">${words.partnership}</th>
            ${leaves.map(({ indicator, hue }) => html`<th scope="col" class="hue-${hue}"><span class="swatch"></span>${indicator.name}<span class="unit">${indicator.unitOfMeasure}</span></th>`)}
          </tr></thead>
          <tbody @keydown=${(event: KeyboardEvent) => this.steer(event)} @click=${(event: Event) => this.pick(event)} @done=${(event: CustomEvent<{ changed: boolean }>) => this.done(event)}>
            ${repeat(
              units,
              ({ id }) => id,
              ({ id, name }, row) => html`<tr data-unit=${id} class=${id === store.selected ? "selected" : ""}>
              <th scope="row">${name}${store.added.includes(id) ? html`<span class="small added">${words.addedMark}</span>` : nothing}</th>
              ${leaves.map(({ indicator }, column) => this.cell(id, indicator, row, column))}</tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  /** What the reader changed, each with the way back. */
  private changes(): TemplateResult {
    const { store } = this;
    const { edits } = store;
    if (edits.length === 0) return html`<p class="small">${data.noEdits}</p>`;
    return html`<div class="edits">
      <p><strong>${data.edits(edits.length)}</strong>
        <button type="button" class="all-back" @click=${() => this.putBack(edits)}>${data.putAllBack}</button></p>
      <ul class="small">${edits.map((edit) => {
        const what = words.valueOf(store.nameOf(edit.indicator), store.nameOf(edit.unit), edit.period);
        return html`<li><span>${what}: ${data.change(this.said(edit.from), this.said(edit.to))}</span>
          <button type="button" aria-label=${data.putBackLong(what)} @click=${() => this.putBack([edit])}>${data.putBack}</button></li>`;
      })}</ul>
    </div>`;
  }

  private async save(shape: "wide" | "long"): Promise<void> {
    const { store } = this;
    const name = `${store.document.id} ${shape}.csv`;
    try {
      download(name, await store.table(shape), "text/csv");
    } catch (error) {
      store.warn(failure(words.loadingEngine, error).what);
    }
  }

  private putBack(edits: Edit[]): void {
    this.store.revert(edits);
    this.querySelector<HTMLElement>("#data-title")?.focus();
  }

  private cell(unit: string, indicator: Indicator, row: number, column: number): TemplateResult {
    const { store } = this;
    const place = { unit, indicator: indicator.id, period: store.period };
    const edit = editOf(store.edits, place);
    const here = row === this.cursor[0] && column === this.cursor[1];
    const key = keyOf(place);
    if (this.open.has(key))
      return html`<td class="writing" data-row=${row} data-column=${column} data-key=${key}>
        <comity-cell .store=${store} .source=${store.source} .unit=${unit} .indicator=${indicator.id} .period=${store.period}></comity-cell></td>`;
    const cell = store.cell(place);
    const text = this.said(cell);
    const level = indicator.rubric?.find((one) => one.level === cell.value)?.description;
    return html`<td class=${edit === undefined ? "" : "edited"} tabindex=${here ? 0 : -1} data-row=${row} data-column=${column} data-key=${key}
      title=${level ?? nothing}>${text === "" ? html`<span title=${data.none}>${words.none}</span>` : text}${
        edit === undefined
          ? nothing
          : html` <span class="mark" title=${data.was(this.said(edit.from) || data.none)}><span aria-hidden="true">${data.mark}</span><span class="unseen">${data.was(this.said(edit.from) || data.none)}</span></span>`
      }</td>`;
  }

  /** A cell's content in a word. */
  private said(cell: Cell): string {
    if (!isJudged(cell)) return cell.value === null ? "" : raw(cell.value);
    const raters = new Set(cell.observations.flatMap(({ rater }) => (rater === undefined ? [] : [rater]))).size;
    return raters > 0 ? data.raters(raters) : data.members(cell.observations.length);
  }

  private steer(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLTableCellElement)) return;
    const [row, column] = this.cursor;
    const rows = this.store.study.outline.units.length;
    const steps: Record<string, [number, number]> = {
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      PageDown: [row + 10, column],
      PageUp: [row - 10, column],
      Home: [row, 0],
      End: [row, Number.MAX_SAFE_INTEGER],
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const last = this.querySelectorAll("thead th").length - 2;
      this.move(Math.max(0, Math.min(rows - 1, to[0])), Math.max(0, Math.min(last, to[1])));
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      this.write(event.target);
    }
  }

  private pick(event: Event): void {
    const target = event.target as Element;
    const cell = target.closest<HTMLTableCellElement>("td[data-row]");
    if (cell !== null && !cell.classList.contains("writing")) this.write(cell);
    const unit = target.closest<HTMLElement>("tr")?.dataset.unit;
    if (unit !== undefined && unit !== this.store.selected) this.store.select(unit, { open: false });
  }

  /** Opens a cell to be written in; judgements have a view of their own. */
  private write(cell: HTMLTableCellElement): void {
    const { row, column, key } = cell.dataset;
    if (key === undefined) return;
    this.cursor = [Number(row), Number(column)];
    const [unit, indicator] = JSON.parse(key) as [string, string, number];
    const place: Place = { unit, indicator, period: this.store.period };
    if (isJudged(this.store.cell(place))) {
      this.store.judge(indicator, unit);
      return;
    }
    this.open.add(key);
    this.requestUpdate();
    void this.updateComplete.then(async () => {
      const field = this.at(key)?.querySelector<CellField>("comity-cell");
      await field?.updateComplete;
      field?.focus();
      field?.addEventListener("focusout", () => this.settle(key));
    });
  }

  /** A field that is left closes, unless something in it is wrong. */
  private settle(key: string): void {
    // After the field has given its text to the study.
    afterPress(() => {
      const cell = this.at(key);
      if (
        cell === undefined ||
        cell.querySelector("[aria-invalid=true]") !== null ||
        cell.contains(document.activeElement)
      )
        return;
      this.open.delete(key);
      this.requestUpdate();
    });
  }

  private done(event: CustomEvent<{ changed: boolean }>): void {
    const cell = (event.target as Element).closest<HTMLElement>("td");
    const key = cell?.dataset.key;
    if (cell === null || key === undefined) return;
    this.open.delete(key);
    const below = event.detail.changed ? 1 : 0;
    const rows = this.store.study.outline.units.length;
    this.move(Math.min(rows - 1, Number(cell.dataset.row) + below), Number(cell.dataset.column));
  }

  private move(row: number, column: number): void {
    this.cursor = [row, column];
    this.requestUpdate();
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>(`td[data-row="${row}"][data-column="${column}"]`)?.focus(),
    );
  }

  private at(key: string): HTMLTableCellElement | undefined {
    return [...this.querySelectorAll<HTMLTableCellElement>("td[data-key]")].find(({ dataset }) => dataset.key === key);
  }
}

const keyOf = ({ unit, indicator, period }: Place): string => JSON.stringify([unit, indicator, period]);

customElements.define("comity-data", Data);
