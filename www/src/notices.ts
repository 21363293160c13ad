import { html, nothing, type TemplateResult } from "lit";
import type { Keeper, News } from "./keeper.js";
import { moment } from "./numbers.js";
import { Panel } from "./panel.js";
import { saveStudy } from "./saved.js";
import { words } from "./words.js";

/** What there is to say about work that the browser keeps: brought back, not to be opened, or not kept. */
export class Notices extends Panel {
  declare keeper: Keeper;

  static override properties = { ...Panel.properties, keeper: { attribute: false }, news: { attribute: false } };
  declare news: News | null;

  protected override render(): TemplateResult | typeof nothing {
    const { news, keeper } = this;
    if (news === null) return nothing;
    const discard = html`<button type="button" @click=${() => void keeper.discard()}>${words.startAfresh}</button>`;
    switch (news.is) {
      case "restored":
        return this.box(words.restored(moment(news.when), news.title), words.restoredHint, discard);
      case "discarded":
        return this.box(words.discarded, words.discardedHint, nothing);
      case "damaged":
        return this.box(
          words.damagedTitle(moment(news.when)),
          words.damagedHint,
          html`<button type="button" @click=${() => keeper.saveDamaged()}>${words.keptSave}</button>${discard}`,
        );
      case "unkept":
        return this.box(
          `${words.unkept} ${words.unkeptWhy[news.why]}`,
          words.unkeptHint,
          html`<button type="button" @click=${() => saveStudy(this.store)}>${words.unkeptSave}</button>`,
        );
    }
  }

  private box(what: string, hint: string, actions: TemplateResult | typeof nothing): TemplateResult {
    return html`<div class="news" role="status"><p>${what} <span class="small">${hint}</span></p>
      <div class="buttons">${actions}<button type="button" class="dismiss" @click=${() => this.keeper.dismiss()}>${words.close}</button></div></div>`;
  }
}

customElements.define("comity-notices", Notices);
