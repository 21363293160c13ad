import type { TraceNode } from "comity";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { axis, bar } from "./bar.js";
import { citation } from "./citation.js";
import type { Doubt } from "./doubt.js";
import { type Handover, handover } from "./handover.js";
import { lackOf, segmentsOf } from "./line.js";
import { linkTo } from "./link.js";
import { percent, points, whole } from "./numbers.js";
import type { Store } from "./store.js";
import "./style/brief.css";
import { draws } from "./sureness.js";
import { type Branch, descendants } from "./tree.js";
import { rankAxis, whisker } from "./whisker.js";
import { brief } from "./words/brief.js";
import { citing, day } from "./words/sharing.js";
import { measured, method, problems, rangeSentence, sentence, varied, words } from "./words.js";

/** Rows that fit on the first sheet. */
const ROWS = 40;

/** Parts that fit on the second with what was observed, and without; of more, only the dimensions are printed. */
const [PARTS, BARE] = [24, 44];

/** Notes that fit beside the rest. */
const NOTES = 6;

/** Two sheets of A4: the ranking; then method, selected partnership, doubts and record. On paper only. */
export class Brief extends LitElement {
  static override properties = { store: { attribute: false }, doubt: { attribute: false } };
  declare store: Store;
  declare doubt: Doubt;
  private what: Handover | null = null;
  private address: string | null = null;
  private readonly begin = (): void => this.draw();
  private readonly end = (): void => {
    this.address = null;
  };

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeprint", this.begin);
    addEventListener("afterprint", this.end);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.begin);
    removeEventListener("afterprint", this.end);
  }

  /** Draws what is shown now, with a link to it where there can be one. */
  async prepare(): Promise<void> {
    this.address = await linkTo(this.store, this.doubt).catch(() => null);
    this.draw();
    await this.updateComplete;
  }

  private draw(): void {
    this.what = handover(this.store, this.doubt);
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { what } = this;
    if (what === null) return nothing;
    return html`<article class="brief">
      <section class="leaf">${this.head(what)}${this.table(what)}</section>
      <section class="leaf second">
        <div>${this.method(what)}${this.doubts(what)}</div>
        <div>${this.partnership()}</div>
        ${this.record(what)}
      </section></article>`;
  }

  private head({ document, card, periods, period }: Handover): TemplateResult {
    const ranked = card.units.filter(({ rank }) => rank !== null).length;
    const { observed, expected } = card.coverage;
    const { trace } = this.store;
    return html`<header>
      <p class="product">${words.product}</p>
      <h1>${document.title}${periods ? `, ${period}` : ""}</h1>
      <p>${brief.lead(ranked, card.units.length, observed, expected)} ${trace === null ? nothing : this.said()} <em>${words.caution}</em></p>
      <ul class="key">${this.store.root.children.map(({ name, hue }) => html`<li class="hue-${hue}"><span class="swatch"></span>${name}</li>`)}
        <li><svg class="swatch-unsure" aria-hidden="true"><rect class="unsure above" x="0.5" y="0.5" width="15" height="9"></rect></svg>${brief.hatched}</li></ul>
    </header>`;
  }

  private table({ card, simulation }: Handover): TemplateResult {
    const { store, doubt } = this;
    const ranked = card.units.filter(({ rank }) => rank !== null).length;
    const ranges = simulation !== null && ranked > 0;
    const fits = card.units.length <= ROWS ? card.units : card.units.slice(0, ROWS - 2);
    const selected = card.units.filter((unit) => unit.id === store.selected && !fits.includes(unit));
    const root = store.indexOf(store.root.id);
    const line = (unit: Handover["card"]["units"][number]): TemplateResult => {
      const { id, name, rank, score, tiedWith, possible, coverage, parts } = unit;
      const lack = lackOf(store, unit);
      const shown = score === null ? null : (parts[root]?.shown ?? score);
      return html`<tr class=${id === store.selected ? "selected" : ""}>
        <td class="rank">${rank === null ? words.none : tiedWith.length > 0 ? words.tied(rank) : whole(rank)}</td>
        <th scope="row">${name}</th>
        <td class="number score">${shown === null ? words.none : points(shown)}</td>
        ${ranges ? html`<td class="range">${rank === null ? nothing : whisker(doubt.of(id), rank, ranked, "")}</td>` : nothing}
        <td class="points">${bar(segmentsOf(store, unit), card.scale, score, possible, null)}</td>
        <td class="observed">${words.coverage(coverage.observed, coverage.expected)}${lack === null ? nothing : html` <span class="lacks">${lack.word}</span>`}</td></tr>`;
    };
    const left = card.units.length - fits.length - selected.length;
    return html`<table>
      <thead><tr><th class="rank">${words.rank}</th><th class="partnership">${words.partnership}</th>
        <th class="number score">${words.score} <span class="unit">${words.scoreUnit(card.scale.lower, card.scale.upper)}</span></th>
        ${ranges ? html`<th class="range">${words.range} <span class="unit">${words.rangeUnit}</span>${rankAxis(ranked)}</th>` : nothing}
        <th class="points">${words.pointsBy}${axis(card.scale)}</th><th class="observed">${words.observed} <span class="unit">${words.observedUnit}</span></th></tr></thead>
      <tbody>${fits.map(line)}${selected.map(line)}</tbody></table>
      ${left > 0 ? html`<p class="small">${brief.more(left)}</p>` : nothing}`;
  }

  private method({ card, document }: Handover): TemplateResult {
    const { store } = this;
    const { nodes } = store.study.outline;
    const equal = nodes.every(({ parent, weight }) =>
      nodes.every((other) => other.parent !== parent || other.weight === weight),
    );
    return html`<section class="box"><h2>${words.method}</h2>
      <dl>${method(card, store.document.method, equal, (id) => store.nameOf(id)).map(({ step, text }) => html`<dt>${step}</dt><dd>${text}</dd>`)}</dl>
      <h3>${brief.weights}</h3>
      <ul class="weights">${store.root.children.map(({ id, name, hue }) => {
        const own = store.ownShare(id);
        return html`<li class="hue-${hue}"><span class="swatch"></span>${name} <strong>${percent(store.weightOf(id).share)}</strong>${own === null ? nothing : html` <span class="small">${words.was(own)}</span>`}</li>`;
      })}</ul>
      ${document.description === undefined ? nothing : html`<p>${document.description}</p>`}</section>`;
  }

  /** What limits every rank here. */
  private doubts({ card, document }: Handover): TemplateResult {
    const { store, doubt } = this;
    const names = (id: string): string => store.nameOf(id);
    const contested = document.framework.indicators.filter(({ contested }) => contested !== undefined);
    const { found } = doubt;
    const notes = [
      words.caution,
      ...(doubt.possible && found !== null ? [brief.ranges(varied(found), draws(doubt))] : [brief.noRanges]),
      ...(store.opinion === null || store.polled.length === card.units.length
        ? []
        : [brief.unpolled(card.units.length - store.polled.length, card.units.length)]),
      ...(contested.length === 0 ? [] : [brief.contested(contested.map(({ name }) => name))]),
      ...problems(card.notes, names),
    ];
    return html`<section><h2>${brief.doubts}</h2>${this.notes(notes)}</section>`;
  }

  private notes(notes: string[]): TemplateResult {
    const fits = notes.length <= NOTES ? notes : notes.slice(0, NOTES - 1);
    return html`<ul class="notes">${fits.map((text) => html`<li>${text}</li>`)}${fits.length < notes.length ? html`<li>${brief.further(notes.length - fits.length)}</li>` : nothing}</ul>`;
  }

  /** The selected partnership in a sentence. */
  private said(): string {
    const { store, doubt } = this;
    const { trace } = store;
    if (trace === null) return "";
    const shown =
      trace.score === null ? null : (trace.nodes.find(({ id }) => id === store.root.id)?.shown ?? trace.score);
    const years = store.study.outline.periods.length > 1;
    const ranks = doubt.of(trace.unit)?.ranks;
    const range = doubt.found === null || !ranks ? "" : rangeSentence(doubt.found, ranks.p5.value, ranks.p95.value);
    return `${sentence(trace, shown, years ? trace.period : null, (id) => store.nameOf(id))} ${range}`.trim();
  }

  private partnership(): TemplateResult {
    const { store } = this;
    const { trace } = store;
    if (trace === null) return html`<h2>${words.chooseTitle}</h2><p>${brief.noneChosen}</p>`;
    const nodes = new Map(trace.nodes.map((node) => [node.id, node]));
    const all = descendants(store.root);
    const shown = all.length <= BARE ? all : all.filter(({ kind }) => kind === "dimension");
    const { possible } = trace;
    const doubts = problems(trace.notes, (id) => store.nameOf(id));
    if (possible !== null && possible.upper > possible.lower)
      doubts.unshift(words.unsureRange(possible.lower, possible.upper));
    return html`<h2>${trace.name}</h2>
      <p>${this.said()}</p>
      ${doubts.length === 0 ? nothing : html`<h3>${words.doubts}</h3>${this.notes(doubts)}`}
      <h3>${words.chosen}</h3>
      <p class="small">${words.partsCaption(trace.scale.lower, trace.scale.upper)}</p>
      <table class="parts-printed"><thead><tr><th></th><th class="number">${words.value}</th><th class="number">${words.weight}</th><th class="number">${words.pointsAdded}</th></tr></thead>
        <tbody>${shown.map((branch) => this.row(branch, nodes.get(branch.id), shown.length <= PARTS))}
        <tr class="total"><th scope="row">${words.total}</th><td></td><td></td><td class="number">${trace.score === null ? words.none : points(nodes.get(store.root.id)?.shown ?? trace.score)}</td></tr></tbody></table>`;
  }

  /** `whole`: with what was observed. */
  private row(
    { id, name, kind, hue }: Branch,
    node: TraceNode | undefined,
    whole: boolean,
  ): TemplateResult | typeof nothing {
    if (node === undefined) return nothing;
    const number = (value: number | null, said: (value: number) => string): TemplateResult =>
      html`<td class="number">${value === null ? words.none : said(value)}</td>`;
    const { evidence } = node;
    const value =
      evidence === undefined || !whole
        ? ""
        : evidence.combined === null
          ? words.noValue
          : measured(evidence.combined, { ...evidence, level: null });
    const { store } = this;
    const above = store.parentOf(id);
    const depth = above === store.root.id ? "" : store.parentOf(above ?? "") === store.root.id ? "deep" : "deeper";
    return html`<tr class=${kind}><th scope="row" class="hue-${hue} ${depth}">${kind === "dimension" ? html`<span class="swatch"></span>` : nothing}${name}${value === "" ? nothing : html` <span class="small">${value}</span>`}</th>
      ${number(node.value, points)}${number(node.appliedWeight, percent)}${number(node.shown, points)}</tr>`;
  }

  private record(what: Handover): TemplateResult {
    const { choices, simulation } = what;
    const today = new Date();
    return html`<section class="record-printed"><h2>${brief.record}</h2>
      <p>${brief.printed(day(today))} ${choices.length === 0 ? citing.own : citing.chosen(choices)} ${simulation === null ? nothing : `${draws(this.doubt)}.`}</p>
      <p>${citation("text", what, null, today)} ${this.address === null ? nothing : html`<a href=${this.address}>${brief.open}</a>`}</p></section>`;
  }
}

customElements.define("comity-brief", Brief);
