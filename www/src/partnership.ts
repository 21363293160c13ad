import type { Evidence, RawValue, TraceNode } from "comity";
import { html, nothing, svg, type TemplateResult } from "lit";
import { editOf, isJudged, type Place } from "./edits.js";
import { percent, points } from "./numbers.js";
import { DoubtPanel } from "./panel.js";
import { source } from "./source.js";
import type { Branch } from "./tree.js";
import {
  combined,
  contested,
  figuresSaid,
  measured,
  methodName,
  observed,
  problems,
  rangeSentence,
  reading,
  scoreName,
  scoreSaid,
  sentence,
  unitAndSpread,
  weightSaid,
  words,
} from "./words.js";

/** The selected partnership: its score taken apart, from the sum down to single observations and where they come from. */
export class Partnership extends DoubtPanel {
  private nodes = new Map<string, TraceNode>();

  protected override render(): TemplateResult {
    const { store } = this;
    const { trace } = store;
    if (trace === null) {
      return html`<aside class="detail sheet" aria-labelledby="detail-title">
        <h2 id="detail-title" class="label">${words.chooseTitle}</h2>
        <p class="small">${words.choose}</p>
      </aside>`;
    }
    this.nodes = new Map(trace.nodes.map((node) => [node.id, node]));
    const shown = trace.score === null ? null : (this.nodes.get(store.root.id)?.shown ?? trace.score);
    const names = (id: string): string => store.nameOf(id);
    const { possible } = trace;
    const doubts = problems(trace.notes, names);
    if (possible !== null && possible.upper > possible.lower)
      doubts.unshift(words.unsureRange(possible.lower, possible.upper));
    return html`<aside class="detail sheet" ?data-open=${store.detailOpen} aria-labelledby="detail-title">
      <header>
        <h2 id="detail-title" tabindex="-1">${trace.name}</h2>
        <button class="close" type="button" @click=${() => this.dispatchEvent(new CustomEvent("leave", { bubbles: true }))}>${words.close}</button>
      </header>
      <p class="sentence">${sentence(trace, shown, this.years ? trace.period : null, names)} ${this.range(trace.unit)}</p>
      ${this.beside(trace.unit)}
      ${
        doubts.length === 0
          ? nothing
          : html`<h3 class="label">${words.doubts}</h3>
            <ul class="doubts small">${doubts.map((text) => html`<li>${text}</li>`)}</ul>`
      }
      <h3 class="label">${words.chosen}</h3>
      <p class="small">${store.treed ? words.partsCaption(trace.scale.lower, trace.scale.upper) : words.partsWeights(methodName(trace.ranking.method))}</p>
      <div class="parts">
        <p class="part-head small" aria-hidden="true"><span></span>${store.treed ? html`<span>${words.value}</span><span>${words.weight}</span><span>${words.pointsAdded}</span>` : html`<span></span><span></span><span>${words.weight}</span>`}</p>
        ${store.root.children.map((branch) => this.branch(branch, store.root))}
        <p class="part total"><span>${scoreName(trace.ranking)}</span><span></span><span></span><span>${shown === null ? words.none : scoreSaid(shown, trace.ranking)}</span></p>
      </div>
      ${store.added.includes(trace.unit) ? html`<p class="removal"><button type="button" class="remove" @click=${() => store.remove(trace.unit)}>${words.remove}</button> <span class="small">${words.removeHint}</span></p>` : nothing}
    </aside>`;
  }

  /** What a ranking without the tree gives beside the score. */
  private beside(id: string): TemplateResult | typeof nothing {
    const { store } = this;
    const unit = store.card.units.find((candidate) => candidate.id === id);
    if (store.treed || unit === undefined || unit.rank === null) return nothing;
    const figures = figuresSaid(unit.figures ?? []);
    const { kind } = store.card.ranking;
    const outranks = (unit.outranks ?? []).map((other) => store.nameOf(other));
    return html`${figures === "" ? nothing : html`<p class="small">${figures.charAt(0).toUpperCase()}${figures.slice(1)}.</p>`}
      ${kind === "partial-order" || kind === "kernel" ? html`<p class="small">${outranks.length === 0 ? words.outranksNone : words.outranksAll(outranks)}</p>` : nothing}`;
  }

  /** Where its rank lies in most draws. */
  private range(id: string): TemplateResult | typeof nothing {
    const { found } = this.doubt;
    const ranks = this.doubt.of(id)?.ranks;
    if (found === null || !ranks) return nothing;
    return html`<span class="range-said ${this.doubt.complete ? "" : "coming"}">${rangeSentence(found, ranks.p5.value, ranks.p95.value)}</span>`;
  }

  /** Whether the study has several years to tell apart. */
  private get years(): boolean {
    return this.store.study.outline.periods.length > 1;
  }

  protected override updated(): void {
    if (this.store.focusOn !== "detail") return;
    this.store.focusOn = null;
    const title = this.querySelector<HTMLElement>("#detail-title");
    title?.focus();
    title?.scrollIntoView({ block: "nearest" });
  }

  private branch(branch: Branch, parent: Branch): TemplateResult | typeof nothing {
    const node = this.nodes.get(branch.id);
    if (node === undefined) return nothing;
    if (node.evidence !== undefined) return this.indicator(branch, node, node.evidence, parent);
    return html`<div class="part-group hue-${branch.hue}" role="group" aria-label=${branch.name}>
      <p class="part dimension"><span><span class="swatch"></span>${branch.name}</span>${this.numbers(node)}</p>
      ${this.strip(node)}
      ${branch.children.map((child) => this.branch(child, branch))}
    </div>`;
  }

  /** Value, weight and points: the sum that makes the score. */
  private numbers(node: TraceNode): TemplateResult {
    const said = (value: number | null, text: (value: number) => string): TemplateResult | string =>
      value === null ? html`<span title=${words.noValue}>${words.none}</span>` : text(value);
    if (!this.store.treed)
      return html`<span></span><span></span><span><span class="unseen">${words.weight} </span>${percent(node.effectiveWeight)}</span>`;
    return html`<span><span class="unseen">${words.value} </span>${said(node.value, points)}</span>
      <span><span class="unseen">${words.weight} </span>${said(node.appliedWeight, percent)}</span>
      <span><span class="unseen">${words.pointsAdded} </span>${said(node.shown, points)}</span>`;
  }

  /** The value on the scale, drawn. */
  private strip({ value }: TraceNode): TemplateResult | typeof nothing {
    const { lower, upper } = this.store.card.scale;
    if (value === null) return nothing;
    return html`<svg class="strip" aria-hidden="true">${svg`<rect class="rail" width="100%" height="4"></rect><rect class="piece" width=${`${((value - lower) / (upper - lower)) * 100}%`} height="4"></rect>`}</svg>`;
  }

  private indicator(branch: Branch, node: TraceNode, evidence: Evidence, parent: Branch): TemplateResult {
    const value = evidence.combined === null ? words.noValue : measured(evidence.combined, evidence);
    const when = this.years ? combined(evidence) : "";
    return html`<details class="evidence hue-${branch.hue}" @toggle=${() => void import("./cell.js")}>
      <summary class="part">
        <span class="about">${branch.name}<span class="small raw">${value}${when === "" ? nothing : `, ${when}`}${evidence.contested === null ? nothing : `, ${words.contested}`}</span></span>
        ${this.numbers(node)}
      </summary>
      <div class="evidence-body small">
        <dl>
          <dt>${words.scale}</dt><dd>${reading(evidence)}</dd>
          <dt>${words.weightLabel}</dt><dd>${weightSaid(node.share, this.store.treed ? node.appliedShare : node.share, parent.name)}</dd>
        </dl>
        ${evidence.contested === null ? nothing : html`<p class="contested">${contested(evidence.contested)}</p>`}
        ${this.observations(evidence.raw, evidence.unitOfMeasure, branch.id)}
        ${branch.description === undefined ? nothing : html`<h4>${words.about}</h4><p>${branch.description}</p>`}
      </div>
    </details>`;
  }

  /** The raw values with year and note, each to be changed; a source said once where several share it. */
  private observations(values: RawValue[], unit: string, indicator: string): TemplateResult {
    const { store } = this;
    const sources = [...new Map(values.map((value) => [value.source?.id, value.source])).values()];
    const several = sources.length > 1;
    const place = { unit: this.unit, indicator, period: store.period };
    const judged = isJudged(store.cell(place));
    const rubric = store.document.framework.indicators.some(
      ({ id, rubric }) => id === indicator && rubric !== undefined,
    );
    // The year shown has a field even where nothing is observed in it.
    const absent = !judged && !values.some(({ period }) => period === store.period);
    return html`<h4>${words.observations}</h4>
      <ul class="observations">${values.map(
        (
          value,
        ) => html`<li>${this.years ? html`<strong>${value.period}</strong> ` : nothing}${this.value(value, unit, indicator)}
          ${several && value.source !== null ? html`<span class="citing">[${value.source.id}]</span>` : nothing}
          ${value.note === null ? nothing : html`<span class="note">${value.note}</span>`}</li>`,
      )}${absent ? html`<li>${this.years ? html`<strong>${store.period}</strong> ` : nothing}${this.field(place, unit)}</li>` : nothing}</ul>
      ${judged || rubric ? html`<p><button type="button" class="judge" @click=${() => store.judge(indicator, this.unit)}>${judged ? words.judgedHere : words.judge}</button></p>` : nothing}
      ${values.length === 0 ? nothing : html`<h4>${words.source}</h4>`}
      ${sources.map((item) => (item === null ? html`<p>${words.noSource}</p>` : source(item, several)))}`;
  }

  private get unit(): string {
    return this.store.trace?.unit ?? "";
  }

  /** A number or level in its field; a judgement in words. */
  private value(value: RawValue, unit: string, indicator: string): TemplateResult {
    const said = observed(value, unit);
    if (value.rater !== null || value.of !== null)
      return html`<span>${[value.rater, value.of].filter((who) => who !== null).join(", ")}: ${said}</span>`;
    return this.field({ unit: this.unit, indicator, period: value.period }, unit, value);
  }

  private field(place: Place, unit: string, value?: RawValue): TemplateResult {
    const { store } = this;
    const edit = editOf(store.edits, place);
    const was =
      edit === undefined
        ? ""
        : isJudged(edit.from)
          ? words.judgedBefore
          : (edit.from.value?.toString() ?? words.noValue);
    return html`<comity-cell .store=${store} .source=${store.source} .unit=${place.unit} .indicator=${place.indicator} .period=${place.period}></comity-cell>
      <span>${value === undefined ? (unit === "level" ? "" : unit) : unitAndSpread(value, unit)}</span>
      ${edit === undefined ? nothing : html`<span class="edited"><span aria-hidden="true">\u270e</span> ${words.edited(was)} <button type="button" @click=${() => store.revert([edit])}>${words.putBack}</button></span>`}`;
  }
}

customElements.define("comity-partnership", Partnership);
