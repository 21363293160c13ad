import { html, nothing, type TemplateResult } from "lit";
import { percent } from "./numbers.js";
import { Panel } from "./panel.js";
import "./share.js";
import { OPINION } from "./scored.js";
import type { ShareDetail } from "./share.js";
import { type Branch, descendants } from "./tree.js";
import { words } from "./words.js";

/** The one weight a newcomer looks for: how much public opinion counts. The same share as in the tree. */
export class Opinion extends Panel {
  protected override render(): TemplateResult | typeof nothing {
    const { store } = this;
    const { opinion } = store;
    // An only child has all of its parent, whatever the reader wishes.
    if (opinion === null || opinion.parent.children.length === 1) return nothing;
    const { branch } = opinion;
    const parent = opinion.parent === store.root ? words.theScore : opinion.parent.name;
    const { share, effectiveWeight } = store.weightOf(OPINION);
    const modifier = store.document.method.opinion;
    const scales = modifier?.as === "credibility" && modifier.node === OPINION ? modifier.weight : null;
    const all = store.study.outline.units.length;
    return html`<section class="opinion hue-${branch.hue}" aria-labelledby="opinion-title">
      <h2 id="opinion-title" class="label"><span class="swatch"></span>${words.opinionTitle}</h2>
      ${
        scales !== null
          ? html`<p>${words.opinionScales(scales)}</p>`
          : html`<p>${words.opinionLead} <strong>${percent(share)}</strong> ${words.opinionTail(parent, opinion.parent === store.root ? null : effectiveWeight)}</p>
      <comity-share .share=${share} .label=${words.opinionSlider(parent)}
        @share=${({ detail }: CustomEvent<ShareDetail>) => store.setShare(OPINION, detail.share, detail.done)}></comity-share>`
      }
      <p class="small">${words.opinionWithout(all - store.polled.length, all)}</p>
    </section>`;
  }
}

/** The tree with a weight at every node. On narrow screens a sheet from the bottom. */
export class Weights extends Panel {
  private unfolded = new Set<string>();

  protected override render(): TemplateResult {
    const { store } = this;
    const { changed, weightsOpen } = store;
    const all = descendants(store.root).length;
    return html`
      <button class="sheet-button" type="button" aria-expanded=${weightsOpen} aria-controls="weights"
        @click=${() => store.setWeightsOpen(!weightsOpen)}>${words.weights}</button>
      <section id="weights" class="weights sheet" ?data-open=${weightsOpen} aria-labelledby="weights-title">
        <header>
          <h2 id="weights-title" class="label" tabindex="-1">${words.weightsTitle}</h2>
          <button class="close" type="button" @click=${() => this.close()}>${words.close}</button>
        </header>
        <p class="small">${words.weightsLead}</p>
        <p class="state-line small">
          <span>${changed === 0 ? words.unchanged : words.changedWeights(changed, all)}</span>
          ${changed === 0 ? nothing : html`<button type="button" @click=${() => store.resetWeights()}>${words.reset}</button>`}
        </p>
        ${store.trouble === null ? nothing : html`<p class="trouble small" role="alert">${store.trouble}</p>`}
        <p class="tree-head small" aria-hidden="true"><span>${words.share}</span><span>${words.ofScore}</span></p>
        ${this.branches(store.root)}
      </section>`;
  }

  protected override updated(): void {
    if (this.store.focusOn !== "weights") return;
    this.store.focusOn = null;
    this.querySelector<HTMLElement>("#weights-title")?.focus();
  }

  /** Closes the sheet and goes back to the button that opened it. */
  close(): void {
    this.store.setWeightsOpen(false);
    this.querySelector<HTMLElement>(".sheet-button")?.focus();
  }

  private branches(parent: Branch): TemplateResult {
    return html`<ul class="tree">${parent.children.map((branch) => this.node(branch, parent))}</ul>`;
  }

  private node(branch: Branch, parent: Branch): TemplateResult {
    const { store } = this;
    const { share, effectiveWeight } = store.weightOf(branch.id);
    const own = store.ownShare(branch.id);
    const open = this.unfolded.has(branch.id);
    const only = parent.children.length === 1;
    return html`<li class="node ${branch.kind} hue-${branch.hue}">
      <div class="name">
        ${
          branch.children.length === 0
            ? nothing
            : html`<button class="twist" type="button" aria-expanded=${open} aria-label=${words.showIndicators(branch.name)}
                @click=${() => this.toggle(branch.id)}></button><span class="swatch"></span>`
        }
        <span>${branch.name}</span>
        ${own === null ? nothing : html`<span class="was small">${words.was(own)}</span>`}
      </div>
      <div class="weight">
        ${
          only
            ? html`<span class="small">${percent(share)}, ${words.onlyChild}</span>`
            : html`<comity-share .share=${share} .label=${words.shareOf(branch.name, parent === store.root ? words.theScore : parent.name)}
                @share=${({ detail }: CustomEvent<ShareDetail>) => store.setShare(branch.id, detail.share, detail.done)}></comity-share>`
        }
        <span class="effective">${percent(effectiveWeight)}</span>
      </div>
      ${open ? this.branches(branch) : nothing}
    </li>`;
  }

  private toggle(id: string): void {
    if (!this.unfolded.delete(id)) this.unfolded.add(id);
    this.requestUpdate();
  }
}

customElements.define("comity-opinion", Opinion);
customElements.define("comity-weights", Weights);
