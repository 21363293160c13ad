import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { axis, bar } from "./bar.js";
import { Glide } from "./glide.js";
import { lackOf, segmentsOf } from "./line.js";
import { whole } from "./numbers.js";
import { DoubtPanel } from "./panel.js";
import type { Row } from "./scored.js";
import { draws, sureness } from "./sureness.js";
import { tip } from "./tip.js";
import { descendants } from "./tree.js";
import { rankAxis, whisker } from "./whisker.js";
import { between, figuresSaid, problems, scoreEnds, scoreName, scoreSaid, withoutTree, words } from "./words.js";

/** The page's subject: partnerships by rank, and what each score is made of. */
export class Ranking extends DoubtPanel {
  private readonly glide = new Glide();
  /** Whether the ranking gives numbers beside the score. */
  private figured = false;
  /** The row that Tab reaches; the arrow keys move it. */
  private cursor: string | null = null;
  /** The piece of that row's bar the keyboard points at. */
  private piece: number | null = null;

  /** Puts the focus on a partnership's row. */
  focusRow(id: string): void {
    this.cursor = id;
    this.requestUpdate();
    void this.updateComplete.then(() => this.rowOf(id)?.querySelector("button")?.focus());
  }

  protected override willUpdate(): void {
    this.glide.remember(this.querySelectorAll("tbody tr"));
  }

  protected override updated(): void {
    this.glide.play(this.querySelectorAll("tbody tr"));
  }

  protected override render(): TemplateResult {
    const { store } = this;
    const { card } = store;
    const rows = store.rows();
    const ranked = rows.filter(({ rank }) => rank !== null).length;
    const { treed } = store;
    const ranges = ranked > 0 && !store.onlyPolled && treed;
    this.figured = card.units.some(({ figures = [] }) => figures.length > 0);
    if (!rows.some(({ id }) => id === this.cursor)) this.cursor = rows[0]?.id ?? null;
    return html`<section class="ranking" aria-labelledby="ranking-title">
      <div class="bar-above">
        <h2 id="ranking-title">${words.rankingOf(store.study.outline.periods.length > 1 ? store.period : null)}</h2>
        <p class="small">${words.ranked(ranked, rows.length)}, ${words.observedIn(card.coverage)}</p>
        ${
          store.opinion === null
            ? nothing
            : html`<label class="check"><input type="checkbox" .checked=${store.onlyPolled} ?disabled=${store.polled.length === 0}
          @change=${(event: Event) => store.setOnlyPolled((event.target as HTMLInputElement).checked)} />${words.onlyPolled(store.polled.length)}</label>`
        }
      </div>
      ${this.banner(ranked)}
      ${this.key(ranked > 0 && treed)}
      ${this.surely(ranked)}
      <div class="frame">
        <table class=${[...(store.fresh ? [] : ["stale"]), ...(treed ? [] : ["treeless"])].join(" ")}>
          <caption class="unseen">${words.caption}. ${words.keys}</caption>
          <thead><tr>
            <th scope="col" class="rank">${words.rank}</th>
            <th scope="col" class="partnership">${words.partnership}</th>
            <th scope="col" class="number score">${scoreName(card.ranking)} <span class="unit">${scoreEnds(card.ranking)}</span></th>
            ${ranges ? html`<th scope="col" class="range"><span>${words.range} <span class="unit">${words.rangeUnit}</span></span>${rankAxis(ranked)}</th>` : nothing}
            ${treed ? html`<th scope="col" class="points"><span>${words.pointsBy}</span>${axis(card.scale)}</th>` : this.figured ? html`<th scope="col" class="points">${words.figures}</th>` : nothing}
            <th scope="col" class="observed">${words.observed} <span class="unit">${words.observedUnit}</span></th>
          </tr></thead>
          <tbody @keydown=${(event: KeyboardEvent) => this.steer(event, rows)} @click=${(event: Event) => this.choose(event)}
            @pointerover=${(event: PointerEvent) => this.point(event, rows)} @pointerleave=${() => tip()?.hide()} @focusout=${() => this.unpoint()}>
            ${repeat(
              rows,
              ({ id }) => id,
              (row) => this.row(row, ranges ? ranked : 0),
            )}
          </tbody>
        </table>
      </div>
      <p class="keys small" aria-hidden="true">${words.keys}</p>
    </section>`;
  }

  /** Why a year is not ranked, and the way to rank it all the same; or that this was done. */
  private banner(ranked: number): TemplateResult | typeof nothing {
    const { store } = this;
    const names = (id: string): string => store.nameOf(id);
    if (!store.observed) return this.beginning();
    const lines = problems(
      store.card.notes.filter(({ code }) => code !== "ranked-without-tree"),
      names,
    ).map((text) => html`<p>${text}</p>`);
    if (store.lifted) {
      return html`<div class="banner">${lines}<p>${words.lifted} ${ranked === 0 ? nothing : words.rankAnywayHint}</p>
        <button type="button" @click=${() => store.setLifted(false)}>${words.restore}</button></div>`;
    }
    if (ranked === 0 && store.document.method.screening !== undefined) {
      return html`<div class="banner">${lines}<p>${words.rankAnywayHint}</p>
        <button type="button" @click=${() => store.setLifted(true)}>${words.rankAnyway}</button></div>`;
    }
    return lines.length === 0 ? nothing : html`<div class="small">${lines}</div>`;
  }

  /** Nothing is observed: where to begin. */
  private beginning(): TemplateResult {
    const { store } = this;
    const unit = store.selected ?? store.study.outline.units[0]?.id ?? "";
    const rubric = descendants(store.root).find(({ id }) =>
      store.document.framework.indicators.some((indicator) => indicator.id === id && indicator.rubric !== undefined),
    );
    return html`<div class="banner"><p>${words.nothingObserved}</p><div class="buttons">
      ${rubric === undefined ? nothing : html`<button type="button" class="first" @click=${() => store.judge(rubric.id, unit)}>${words.beginRubrics(store.nameOf(unit))}</button>`}
      <button type="button" @click=${() => store.setView("data")}>${words.beginData}</button></div></div>`;
  }

  /** What the colours mean, in the order of the bars. */
  private key(ranked: boolean): TemplateResult | typeof nothing {
    if (!ranked) return nothing;
    const unsure = this.store.card.units.some(({ possible }) => possible !== null && possible.upper > possible.lower);
    return html`<ul class="key small">
      ${this.store.root.children.map(({ name, hue }) => html`<li class="hue-${hue}"><span class="swatch"></span>${name}</li>`)}
      ${unsure ? html`<li><svg class="swatch-unsure" aria-hidden="true"><rect class="unsure above" x="0.5" y="0.5" width="15" height="9"></rect></svg>${words.unsure}</li>` : nothing}
    </ul>`;
  }

  /** How sure the reader is of the weights, and the draws that follow from it. */
  private surely(ranked: number): TemplateResult | typeof nothing {
    const { doubt, store } = this;
    if (ranked === 0) return nothing;
    if (!store.treed) return html`<p class="small">${withoutTree(store.card.ranking.method)}</p>`;
    if (store.onlyPolled) return html`<p class="small">${words.rangesOfAll}</p>`;
    return html`<p class="doubt small">${sureness(doubt)} <span class="draws">${draws(doubt)}</span></p>`;
  }

  private range(row: Row, of: number): TemplateResult {
    if (row.rank === null) return html`<td class="range"></td>`;
    const unit = this.doubt.of(row.id);
    const said = unit?.ranks ? between(unit.ranks.p5.value, unit.ranks.p95.value) : words.rangeComing;
    return html`<td class="range ${this.doubt.complete ? "" : "coming"}" title=${said}>${whisker(unit, row.rank, of, said)}</td>`;
  }

  /** `of`: how many ranks there are to show a range on; 0: none is shown. */
  private row(row: Row, of: number): TemplateResult {
    const { store } = this;
    const { id, name, score, rank, tied, unit } = row;
    const missing = lackOf(store, row.unit);
    const lit = id === this.cursor ? this.piece : null;
    return html`<tr data-unit=${id} class=${id === store.selected ? "selected" : ""}>
      <td class="rank">${this.mark(row)}<span class="rank-number">${
        rank === null
          ? html`<span title=${words.notRanked}>${words.none}</span>`
          : tied
            ? words.tied(rank)
            : whole(rank)
      }</span></td>
      <th scope="row"><button type="button" tabindex=${id === this.cursor ? 0 : -1} aria-current=${id === store.selected ? "true" : nothing}>${name}</button>
        ${store.added.includes(id) ? html`<span class="small added">${words.addedMark}</span>` : nothing}
        ${missing === null ? nothing : html`<span class="lacks narrow" title=${missing.names}>${missing.word}</span>`}</th>
      <td class="number score">${score === null ? html`<span title=${words.notScored}>${words.none}</span>` : scoreSaid(score, store.card.ranking)}</td>
      ${of > 0 ? this.range(row, of) : nothing}
      ${this.made(row, lit)}
      <td class="observed">${words.coverage(unit.coverage.observed, unit.coverage.expected)}${
        missing === null ? nothing : html` <span class="lacks" title=${missing.names}>${missing.word}</span>`
      }</td>
    </tr>`;
  }

  /** What the score is made of; where it is not made of parts, what is given beside it. */
  private made(row: Row, lit: number | null): TemplateResult | typeof nothing {
    const { unit } = row;
    const { card, treed } = this.store;
    if (treed)
      return html`<td class="points">${bar(segmentsOf(this.store, unit), card.scale, unit.score, unit.possible, lit)}</td>`;
    return this.figured ? html`<td class="points small">${figuresSaid(unit.figures ?? [])}</td>` : nothing;
  }

  /** How far the row moved with the last change. */
  private mark(row: Row): TemplateResult | typeof nothing {
    const by = this.store.moved(row);
    if (by === 0) return nothing;
    const said = by > 0 ? words.up(by) : words.down(-by);
    return html`<span class="mark ${by > 0 ? "up" : "down"}"><span aria-hidden="true">${by > 0 ? "\u25b2" : "\u25bc"}${whole(Math.abs(by))}</span><span class="unseen">${said}</span></span>`;
  }

  private rowOf(id: string): HTMLElement | undefined {
    return [...this.querySelectorAll<HTMLElement>("tbody tr")].find(({ dataset }) => dataset.unit === id);
  }

  private choose(event: Event): void {
    const id = (event.target as Element).closest<HTMLElement>("tr")?.dataset.unit;
    if (id === undefined) return;
    this.cursor = id;
    tip()?.hide();
    // A click without a count comes from the keyboard: the reader wants to go there, and where the panel covers the table, too.
    const covering = !matchMedia("(min-width: 1200px)").matches;
    this.store.select(id, { focus: covering || (event as MouseEvent).detail === 0 });
  }

  private steer(event: KeyboardEvent, rows: Row[]): void {
    const at = rows.findIndex(({ id }) => id === this.cursor);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 10,
      PageUp: -10,
      Home: -rows.length,
      End: rows.length,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.piece = null;
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
      if (next !== undefined) this.focusRow(next.id);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      const row = rows[at];
      if (row !== undefined) this.stepPiece(row, event.key === "ArrowRight" ? 1 : -1);
    }
  }

  private stepPiece(row: Row, by: number): void {
    const pieces = this.pieces(row);
    if (pieces.length === 0) return;
    const next = (this.piece ?? (by > 0 ? -1 : pieces.length)) + by;
    this.piece = (next + pieces.length) % pieces.length;
    this.requestUpdate();
    const target = this.rowOf(row.id)?.querySelectorAll(`[data-piece="${this.piece}"]`);
    const last = target?.item(target.length - 1);
    if (last) tip()?.show(pieces[this.piece] ?? "", last);
  }

  private unpoint(): void {
    this.piece = null;
    tip()?.hide();
    this.requestUpdate();
  }

  private point(event: PointerEvent, rows: Row[]): void {
    const target = (event.target as Element).closest("[data-piece]");
    const id = target?.closest<HTMLElement>("tr")?.dataset.unit;
    const row = rows.find((candidate) => candidate.id === id);
    if (target === null || row === undefined) {
      tip()?.hide();
      return;
    }
    tip()?.show(this.pieces(row)[Number(target.getAttribute("data-piece"))] ?? "", target);
  }

  /** What each piece of the bar says; the last one is the hatched part, where there is one. */
  private pieces(row: Row): string[] {
    const { possible } = row.unit;
    const said = segmentsOf(this.store, row.unit).map(({ name, shown }) => words.segment(name, shown, row.score));
    return possible !== null && row.score !== null && possible.upper > possible.lower
      ? [...said, words.unsureRange(possible.lower, possible.upper)]
      : said;
  }
}

customElements.define("comity-ranking", Ranking);
