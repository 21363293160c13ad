import type { OutputIndices, Sensitivity, SensitivityRequest, Variance } from "comity";
import { html, nothing, svg, type TemplateResult } from "lit";
import { ChartPanel } from "./charts.js";
import { percent, points, whole } from "./numbers.js";
import "./style/charts.css";
import { charts, drivers } from "./words/charts.js";
import { failure, withoutTree } from "./words.js";

/** Factors that are drawn; the table has all. */
const DRAWN = 12;

/** Uncertain values that the table lists. */
const LISTED = 20;

/** Blocks of base draws: the fewest that give intervals worth showing. */
const BLOCKS = 4;

/** A variance of a rank below this, in places squared, leaves nothing worth taking apart. */
const HARDLY = 0.05;

/** What the ranks depend on: which uncertain thing moves them, whom leaving something out moves, what would be worth knowing. */
export class Drivers extends ChartPanel {
  private found: Sensitivity | null = null;
  private share = 0;
  private trouble: string | null = null;
  private stopped = false;
  private asked = "";
  private of: unknown[] = [];
  private controller: AbortController | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.controller?.abort();
    this.controller = null;
    this.of = [];
  }

  protected override willUpdate(): void {
    const { store, doubt } = this;
    if (!store.resting || !this.ranked) return;
    const of = [store.study, store.period, store.weights];
    const asked = JSON.stringify(doubt.variation());
    if (asked === this.asked && of.length === this.of.length && of.every((one, at) => one === this.of[at])) return;
    this.of = of;
    this.asked = asked;
    void this.work();
  }

  private get ranked(): boolean {
    return this.store.treed && this.store.card.units.some(({ rank }) => rank !== null);
  }

  /** Works it out on a worker; what was under way is of no use any more. */
  private async work(): Promise<void> {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    this.stopped = false;
    this.trouble = null;
    this.share = 0;
    this.requestUpdate();
    const { store, doubt } = this;
    const { period, weights } = store;
    const request: SensitivityRequest = { period, weights, vary: doubt.variation(), blocks: BLOCKS, seed: doubt.seed };
    const onProgress = (share: number): void => {
      this.share = share;
      this.requestUpdate();
    };
    try {
      this.found = await store.study.sensitivity(request, { signal: controller.signal, onProgress });
    } catch (error) {
      if (this.controller !== controller) return;
      if (controller.signal.aborted) this.stopped = true;
      else this.trouble = failure(drivers.failed, error).what;
    }
    if (this.controller === controller) this.controller = null;
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { store, found } = this;
    const years = store.study.outline.periods.length > 1;
    const fits = found !== null && found.period === store.period && this.of[0] === store.study;
    return html`<section class="drivers charts" aria-labelledby="drivers-title">
      <h2 id="drivers-title">${drivers.title}${years ? `, ${store.period}` : ""}</h2>
      ${this.ranked ? html`<p class="small">${drivers.lead} ${fits && found.variance !== null ? drivers.said(found.variance.draws, found.variance.scorings, found.variance.seed) : nothing}</p>${this.progress()}` : html`<div class="banner"><p>${store.treed ? drivers.unranked : withoutTree(store.card.ranking.method)}</p></div>`}
      ${this.ranked && fits ? html`<div class=${this.controller === null ? "" : "coming"}>${this.charts(found)}</div>` : nothing}
    </section>`;
  }

  private progress(): TemplateResult | typeof nothing {
    if (this.trouble !== null) return html`<p class="trouble">${this.trouble}</p>`;
    if (this.stopped)
      return html`<p class="progress"><span class="small">${drivers.stopped}</span><button type="button" @click=${() => void this.work()}>${drivers.again}</button></p>`;
    if (this.controller === null) return nothing;
    return html`<p class="progress"><span class="small">${drivers.working(this.share)}</span><button type="button" class="stop" @click=${() => this.controller?.abort()}>${charts.stop}</button></p>`;
  }

  private charts(found: Sensitivity): TemplateResult {
    const { variance } = found;
    return html`${variance === null ? html`<p>${drivers.nothingVaries}</p>` : this.bars(variance, found)}${this.leftOut(found)}${this.information(found)}`;
  }

  private bars(variance: Variance, { units }: Sensitivity): TemplateResult {
    const position = units.findIndex(({ id }) => id === this.store.selected);
    const unit = units[position];
    const { mean } = variance.shift;
    const shift = this.indices("shift", drivers.shift, variance, variance.shift, (name, share) =>
      drivers.shiftSaid(name, share, mean),
    );
    if (unit === undefined) return shift;
    const own = variance.units[position]?.rank;
    return html`${shift}${own === undefined ? html`<p class="small">${drivers.unitNone}</p>` : this.indices("unit", drivers.unit(unit.name), variance, own, own.variance < HARDLY ? () => drivers.hardly : drivers.unitSaid)}`;
  }

  /** First and total order of each factor, the one that matters most first. */
  private indices(
    id: string,
    title: string,
    { factors }: Variance,
    output: OutputIndices,
    say: (name: string, share: number) => string,
  ): TemplateResult {
    const rows = factors
      .flatMap((factor, at) => {
        const found = output.factors[at];
        return found === undefined ? [] : [{ name: this.factor(factor.id), ...found }];
      })
      .sort((a, b) => b.total.value - a.total.value);
    const [most] = rows;
    const along = (value: number): string => `${Math.min(1, Math.max(0, value)) * 100}%`;
    return this.chart({
      id,
      title,
      summary: html`${most === undefined || output.constant ? drivers.constant : say(most.name, most.total.value)} <span class="small">${drivers.barsKey}</span>`,
      picture: () =>
        html`<ul class="strips">${rows.slice(0, DRAWN).map(
          ({ name, first, total }) => html`<li><span>${name}</span>
          <svg class="strip" aria-hidden="true">${svg`<rect class="rail" x="0" y="4" width="100%" height="12"></rect>
            <rect class="total" x="0" y="4" width=${along(total.value)} height="12"></rect>
            <rect class="stays" x="0" y="4" width=${along(first.value)} height="12"></rect>
            <line class="error" x1=${along(total.lower)} x2=${along(total.upper)} y1="10" y2="10"></line>`}</svg>
          <span class="small number">${percent(Math.max(0, total.value))}</span></li>`,
        )}</ul>`,
      table: () => html`<table><caption class="unseen">${title}</caption>
        <thead><tr><th scope="col" class="partnership">${drivers.factor}</th><th scope="col" class="number">${drivers.first}</th><th scope="col" class="number">${drivers.total}</th></tr></thead>
        <tbody>${rows.map(({ name, first, total }) => html`<tr><th scope="row">${name}</th><td class="number">${drivers.estimate(first)}</td><td class="number">${drivers.estimate(total)}</td></tr>`)}</tbody></table>`,
    });
  }

  /** A factor's name for people. */
  private factor(id: string): string {
    const [kind, ...rest] = id.split(":");
    const of = rest.join(":");
    const name = this.store.nameOf(of);
    if (kind === "weights") return of === this.store.root.id ? drivers.weightsTop : drivers.weights(name);
    if (kind === "missing") return drivers.missing(name);
    if (kind === "data") return drivers.data(name);
    return kind === "method" ? drivers.method : drivers.leftOut;
  }

  private leftOut({ weights, units }: Sensitivity): TemplateResult {
    const rows = weights
      .flatMap(({ id, leftOut }) => (leftOut === null ? [] : [{ name: this.store.nameOf(id), ...leftOut }]))
      .sort((a, b) => b.mean - a.mean);
    const [most] = rows;
    if (most === undefined) return html``;
    const widest = Math.max(most.mean, 1e-9);
    const mover = (shifts: (number | null)[]): string => {
      const at = shifts.reduce<number>(
        (best, by, at) => (Math.abs(by ?? 0) > Math.abs(shifts[best] ?? 0) ? at : best),
        0,
      );
      const by = shifts[at] ?? 0;
      return by === 0 ? charts.nothing : drivers.outMove(units[at]?.name ?? "", by);
    };
    return this.chart({
      id: "out",
      title: drivers.out,
      summary: drivers.outSaid(most.name, most.mean, most.largest),
      picture: () =>
        html`<ul class="strips">${rows.map(
          ({ name, mean }) =>
            html`<li><span>${name}</span><svg class="strip" aria-hidden="true">${svg`<rect class="rail" x="0" y="4" width="100%" height="12"></rect>
          <rect class="stays" x="0" y="4" width=${`${(mean / widest) * 100}%`} height="12"></rect>`}</svg><span class="small number">${points(mean)}</span></li>`,
        )}</ul>`,
      table: () => html`<table><caption class="unseen">${drivers.out}</caption>
        <thead><tr><th scope="col" class="partnership">${drivers.outName}</th><th scope="col" class="number">${drivers.outMean}</th><th scope="col" class="number">${drivers.outLargest}</th><th scope="col">${drivers.outWho}</th></tr></thead>
        <tbody>${rows.map(({ name, mean, largest, units: shifts }) => html`<tr><th scope="row">${name}</th><td class="number">${points(mean)}</td><td class="number">${whole(largest)}</td><td>${mover(shifts)}</td></tr>`)}</tbody></table>`,
    });
  }

  private information({ information }: Sensitivity): TemplateResult {
    const [most] = information;
    const { store } = this;
    const cell = ({ indicator, unit }: Sensitivity["information"][number]): string =>
      drivers.cell(store.nameOf(indicator), store.nameOf(unit));
    const listed = information.slice(0, LISTED);
    const widest = Math.max(most?.settled.value ?? 0, 1e-9);
    if (most === undefined) return html`<h3 class="label">${drivers.information}</h3><p>${drivers.informationNone}</p>`;
    return this.chart({
      id: "information",
      title: drivers.information,
      summary: drivers.informationSaid(cell(most), most.settled),
      picture: () =>
        html`<ul class="strips">${listed.slice(0, DRAWN).map(
          (one) =>
            html`<li><span>${cell(one)}</span><svg class="strip" aria-hidden="true">${svg`<rect class="rail" x="0" y="4" width="100%" height="12"></rect>
          <rect class="stays" x="0" y="4" width=${`${(Math.max(0, one.settled.value) / widest) * 100}%`} height="12"></rect>`}</svg><span class="small number">${percent(Math.max(0, one.settled.value))}</span></li>`,
        )}</ul>`,
      table: () => html`<table><caption class="unseen">${drivers.information}</caption>
        <thead><tr><th scope="col" class="partnership">${drivers.factor}</th><th scope="col" class="number">${drivers.settled}</th></tr></thead>
        <tbody>${listed.map((one) => html`<tr><th scope="row">${cell(one)}</th><td class="number">${drivers.estimate(one.settled)}</td></tr>`)}</tbody></table>`,
    });
  }
}

customElements.define("comity-drivers", Drivers);
