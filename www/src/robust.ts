import type { Estimate, NodeStability, Shares, Stability, Uncertainty, UnitUncertainty } from "comity";
import { html, nothing, svg, type TemplateResult } from "lit";
import { ChartPanel } from "./charts.js";
import { DRAWS, SOURCES } from "./doubt.js";
import { percent, whole } from "./numbers.js";
import "./style/charts.css";
import { draws, sureness } from "./sureness.js";
import { charts, portion, robust } from "./words/charts.js";
import { varied } from "./words.js";

/** Widths in a heat map: of the names, and of all its columns together. */
const NAMES = 132;
const COLUMNS = 560;
const ROW = 20;

/** A share below this is drawn as nothing. */
const FAINT = 0.005;

/** How sure the ranks are: what varies, who takes which rank, who is above whom, how far weights may move. */
export class Robust extends ChartPanel {
  /** The pair that is told in words; none: the selected and the next. */
  private pair: { a: string | null; b: string | null } = { a: null, b: null };
  private stable: { of: unknown[]; found: Stability } | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.doubt.wantPairs();
  }

  protected override render(): TemplateResult {
    const { store, doubt } = this;
    const { found } = doubt;
    const years = store.study.outline.periods.length > 1;
    return html`<section class="robust charts" aria-labelledby="robust-title">
      <h2 id="robust-title">${robust.title}${years ? `, ${store.period}` : ""}</h2>
      ${doubt.possible ? nothing : html`<div class="banner"><p>${store.onlyPolled ? robust.filtered : robust.none}</p></div>`}
      ${doubt.possible ? this.controls() : nothing}
      ${doubt.possible && found !== null ? html`<div class=${doubt.complete ? "" : "coming"}>${this.heat(found)}${this.pairs(found)}</div>` : nothing}
      ${doubt.possible ? this.strips() : nothing}
    </section>`;
  }

  private controls(): TemplateResult {
    const { doubt } = this;
    return html`<p class="small">${robust.lead}</p>
      <fieldset class="varies"><legend class="label">${robust.varies}</legend>
        ${SOURCES.map(
          (source) => html`<label class="check"><input type="checkbox" name=${source} .checked=${doubt.vary.has(source)}
            @change=${(event: Event) => doubt.setSource(source, (event.target as HTMLInputElement).checked)} />${robust.sources[source]}</label>`,
        )}
        <p>${sureness(doubt)}
          <label>${robust.drawsAsked} <select name="draws" @change=${(event: Event) => doubt.setDraws(Number((event.target as HTMLSelectElement).value))}>
            ${DRAWS.map((number) => html`<option value=${number} ?selected=${number === doubt.draws}>${robust.draws(number)}</option>`)}
          </select></label></p>
        <p class="progress"><span class="draws small">${draws(doubt)}</span>
          ${doubt.complete || doubt.stopped || doubt.trouble !== null ? nothing : html`<button type="button" class="stop" @click=${() => doubt.stop()}>${charts.stop}</button>`}</p>
      </fieldset>`;
  }

  private heat(found: Uncertainty): TemplateResult {
    const { units } = found;
    const unit = units.find(({ id }) => id === this.store.selected) ?? units[0];
    if (unit === undefined) return html``;
    const { acceptability, best, worst } = unit;
    const said = robust.heatSaid(unit.name, at(acceptability, 0), varied(found), best ?? 0, worst ?? 0);
    return this.chart({
      id: "heat",
      title: robust.heat,
      summary: said,
      picture: () =>
        this.map(units, units.length, (row, column) => row.acceptability.share[column] ?? 0, said, robust.heatAxis),
      table: () => html`<table><caption class="unseen">${robust.heat}</caption>
        <thead><tr><th scope="col" class="partnership">${charts.partnership}</th>${units.map((_, rank) => html`<th scope="col" class="number">${whole(rank + 1)}</th>`)}</tr></thead>
        <tbody>${units.map((row) => this.line(row, row.acceptability.share))}</tbody></table>`,
    });
  }

  private line({ id, name }: UnitUncertainty, shares: number[], own = -1): TemplateResult {
    return html`<tr data-unit=${id} class=${id === this.store.selected ? "selected" : ""}>
      <th scope="row"><button type="button" @click=${() => this.choose(id)}>${name}</button></th>
      ${shares.map((share, at) => html`<td class="number">${at === own ? charts.nothing : portion(share)}</td>`)}</tr>`;
  }

  /** A row a partnership: the darker a cell, the larger its share; the selected one in the accent. */
  private map(
    units: UnitUncertainty[],
    columns: number,
    share: (row: UnitUncertainty, column: number) => number,
    said: string,
    axis: string,
  ): TemplateResult {
    const width = Math.max(12, Math.floor(COLUMNS / Math.max(1, columns)));
    const step = columns > 20 ? 5 : 1;
    return html`<svg class="heat" role="img" aria-label=${said} width=${NAMES + columns * width} height=${(units.length + 1) * ROW}>
      <text class="axis-name" x=${NAMES - 8} y="14" text-anchor="end">${axis}</text>
      ${Array.from({ length: columns }, (_, column) =>
        column === 0 || (column + 1) % step === 0
          ? svg`<text x=${NAMES + (column + 0.5) * width} y="14" text-anchor="middle">${whole(column + 1)}</text>`
          : nothing,
      )}
      ${units.map((row, index) => {
        const y = (index + 1) * ROW;
        return svg`<g class=${row.id === this.store.selected ? "chosen" : ""} @click=${() => this.choose(row.id)}>
          <rect class="hit" x="0" y=${y} width=${NAMES + columns * width} height=${ROW}></rect>
          <text x=${NAMES - 8} y=${y + 14} text-anchor="end">${row.name}</text>
          ${Array.from({ length: columns }, (_, column) => {
            const value = share(row, column);
            if (value < FAINT) return nothing;
            const x = NAMES + column * width;
            return svg`<rect class="cell" x=${x} y=${y + 1} width=${width - 1} height=${ROW - 2} fill-opacity=${0.12 + 0.88 * value}></rect>
              ${width >= 26 && value >= 0.1 ? svg`<text class=${value > 0.45 ? "on" : ""} x=${x + width / 2} y=${y + 14} text-anchor="middle">${whole(value * 100)}</text>` : nothing}`;
          })}
        </g>`;
      })}
    </svg>`;
  }

  private pairs(found: Uncertainty): TemplateResult {
    const { units, pairwise } = found;
    if (pairwise === null || units.length < 2) return html``;
    const place = (id: string | null): number => units.findIndex((unit) => unit.id === id);
    const chosen = Math.max(0, place(this.pair.a ?? this.store.selected));
    let other = place(this.pair.b);
    if (other < 0 || other === chosen) other = chosen + 1 < units.length ? chosen + 1 : chosen - 1;
    const [a, b] = [units[chosen], units[other]];
    const wins = pairwise[chosen];
    if (a === undefined || b === undefined || wins === undefined) return html``;
    const pick = (which: "a" | "b", label: string, now: UnitUncertainty): TemplateResult =>
      html`<label><span class="unseen">${label}</span><select name="pair-${which}" @change=${(event: Event) => this.setPair(which, (event.target as HTMLSelectElement).value)}>
        ${units.map(({ id, name }) => html`<option value=${id} .selected=${id === now.id}>${name}</option>`)}</select></label>`;
    const said = robust.pairSaid(a.name, b.name, at(wins, other), varied(found));
    return this.chart({
      id: "pairs",
      title: robust.pairs,
      summary: html`<span class="pair-said">${said}</span> <span class="pick">${pick("a", robust.pairFirst, a)} ${pick("b", robust.pairSecond, b)}</span>`,
      picture: () =>
        this.map(
          units,
          units.length,
          (row, column) => {
            const index = units.indexOf(row);
            return index === column ? 0 : (pairwise[index]?.share[column] ?? 0);
          },
          said,
          robust.pairsAxis,
        ),
      table: () => html`<table><caption class="unseen">${robust.pairs}</caption>
        <thead><tr><th scope="col" class="partnership">${charts.partnership}</th>${units.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
        <tbody>${units.map((row, index) => this.line(row, pairwise[index]?.share ?? [], index))}</tbody></table>`,
    });
  }

  private setPair(which: "a" | "b", id: string): void {
    this.pair = { ...this.pair, [which]: id };
    this.requestUpdate();
  }

  /** Exact, so soon worked out: again when the weights rest. */
  private stability(): Stability | null {
    const { study, period, weights, resting } = this.store;
    const of = [study, period, weights];
    if (!resting) return this.stable?.found ?? null;
    if (!this.store.whole) {
      // Draws ask for it as well, and say so where it cannot be had.
      void this.store.loadWhole().then(
        () => this.requestUpdate(),
        () => undefined,
      );
      return null;
    }
    if (this.stable === null || of.some((one, position) => one !== this.stable?.of[position]))
      this.stable = { of, found: study.stability({ period, weights }) };
    return this.stable.found;
  }

  private strips(): TemplateResult {
    const { store } = this;
    const found = this.stability();
    if (found === null || found.first === null) return html``;
    const first = store.nameOf(found.first);
    const nodes = found.nodes.filter(({ fixed, first }) => fixed === null && first !== null);
    // The swap that takes the first place and is nearest in weight.
    let nearest: { node: NodeStability; flip: NodeStability["flips"][number] } | null = null;
    for (const node of nodes)
      for (const flip of node.flips)
        if ([flip.ahead, flip.behind].includes(found.first)) {
          const distance = Math.abs(flip.share - node.share);
          if (nearest === null || distance < Math.abs(nearest.flip.share - nearest.node.share))
            nearest = { node, flip };
        }
    const name = (id: string): string => store.nameOf(id);
    const told = (share: number, now: number, ahead: string, behind: string): [string, string] =>
      share >= now ? [name(ahead), name(behind)] : [name(behind), name(ahead)];
    const said =
      nearest === null
        ? robust.stripsNever(first)
        : robust.stripsNearest(
            name(nearest.node.id),
            nearest.node.share,
            nearest.flip.share,
            ...told(nearest.flip.share, nearest.node.share, nearest.flip.ahead, nearest.flip.behind),
          );
    return this.chart({
      id: "strips",
      title: robust.strips,
      summary: html`${said} <span class="small">${robust.stripsLead(first)}</span>`,
      picture: () => html`<ul class="strips">${nodes.map((node) => this.strip(node))}</ul>`,
      table: () => html`<table><caption class="unseen">${robust.strips}</caption>
        <thead><tr><th scope="col" class="partnership">${robust.stripNode}</th><th scope="col" class="number">${robust.stripNow}</th>
          <th scope="col" class="number">${robust.stripStays}</th><th scope="col" class="number">${robust.stripOrder}</th><th scope="col">${robust.stripNext}</th></tr></thead>
        <tbody>${nodes.map((node) => {
          const flip = [...node.flips].sort(
            (a, b) => Math.abs(a.share - node.share) - Math.abs(b.share - node.share),
          )[0];
          return html`<tr><th scope="row">${name(node.id)}</th><td class="number">${percent(node.share)}</td>
            <td class="number">${node.first === null ? charts.nothing : robust.interval(node.first.lower, node.first.upper)}</td>
            <td class="number">${node.order === null ? charts.nothing : robust.interval(node.order.lower, node.order.upper)}</td>
            <td>${flip === undefined ? charts.nothing : robust.stripFlip(flip.share, ...told(flip.share, node.share, flip.ahead, flip.behind))}</td></tr>`;
        })}</tbody></table>`,
    });
  }

  private strip({ id, share, first, flips }: NodeStability): TemplateResult {
    const along = (value: number): string => `${value * 100}%`;
    const own = first ?? { lower: share, upper: share };
    return html`<li><span>${this.store.nameOf(id)}</span>
      <svg class="strip" aria-hidden="true"><rect class="rail" x="0" y="6" width="100%" height="8"></rect>
        ${svg`<rect class="stays" x=${along(own.lower)} y="6" width=${along(own.upper - own.lower)} height="8"></rect>
        ${flips.map((flip) => svg`<line class="flip" x1=${along(flip.share)} x2=${along(flip.share)} y1="16" y2="20"></line>`)}
        <line class="now" x1=${along(share)} x2=${along(share)} y1="1" y2="19"></line>`}</svg>
      <span class="small number">${robust.interval(own.lower, own.upper)}</span></li>`;
  }
}

/** One of many shares, with its interval. */
function at({ share, lower, upper }: Shares, position: number): Estimate {
  return { value: share[position] ?? 0, lower: lower[position] ?? 0, upper: upper[position] ?? 0 };
}

customElements.define("comity-robust", Robust);
