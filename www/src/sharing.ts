import { html, type TemplateResult } from "lit";
import { copy, mark } from "./copy.js";
import { Dialog } from "./dialog.js";
import type { Doubt } from "./doubt.js";
import { fileOf, type Handover, handover } from "./handover.js";
import { LinkFault, linkTo } from "./link.js";
import type { Kind } from "./picture.js";
import { download } from "./saved.js";
import { about, csv, scores, weights } from "./scorecard.js";
import "./style/sharing.css";
import { link } from "./words/link.js";
import { sharing } from "./words/sharing.js";
import { words } from "./words.js";

/** What can be handed over: a link, files, a picture, a print, a citation. */
export class Sharing extends Dialog {
  declare doubt: Doubt;
  private address: string | null = null;
  /** Why there is no link. */
  private none: string | null = null;
  private said = "";

  static override properties = { ...Dialog.properties, doubt: { attribute: false } };

  override open(): void {
    this.address = null;
    this.none = null;
    this.say("");
    super.open();
    void this.link();
  }

  protected override render(): TemplateResult {
    return this.frame(
      "sharing",
      sharing.title,
      html`<section aria-labelledby="share-link"><h3 id="share-link" class="label">${sharing.linkTitle}</h3>
        ${this.none === null ? html`<p class="small">${sharing.linkLead}</p>${this.field()}` : html`<p class="none">${this.none}</p>`}</section>
      <section aria-labelledby="share-files"><h3 id="share-files" class="label">${sharing.files}</h3>
        <dl>
          ${this.line(
            sharing.scorecard,
            sharing.scorecardLead,
            (["CSV", "XLSX", "JSON"] as const).map((kind) =>
              this.button(kind, sharing.save(sharing.scorecard, kind), this.scorecard(kind)),
            ),
          )}
          ${this.line(sharing.study, sharing.studyLead, [
            this.button("JSON", sharing.save(sharing.study, "JSON"), async (what) =>
              this.file(what.file, what.text, "application/json"),
            ),
          ])}
          ${this.line(
            sharing.ranking,
            sharing.rankingLead,
            (["svg", "png"] as const).map((kind) =>
              this.button(kind.toUpperCase(), sharing.save(sharing.ranking, kind.toUpperCase()), (what) =>
                this.picture(kind, what),
              ),
            ),
          )}
          ${this.line(sharing.brief, sharing.briefLead, [html`<button type="button" @click=${() => this.leave("brief")}>${sharing.print}</button>`])}
        </dl></section>
      <section aria-labelledby="share-cite"><h3 id="share-cite" class="label">${sharing.cite}</h3>
        <p class="small">${sharing.citeLead}</p>
        <div class="buttons"><button type="button" @click=${() => this.leave("cite")}>${sharing.cite}</button></div></section>
      <div class="buttons end"><p class="said small" role="status">${this.said}</p><button type="button" @click=${() => this.close()}>${words.close}</button></div>`,
      () => this.say(""),
    );
  }

  private field(): TemplateResult {
    const { address } = this;
    return html`<div class="copying"><input type="text" name="link" readonly aria-label=${sharing.linkLabel} .value=${address ?? ""} placeholder=${sharing.linkComing} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
      <button type="button" class="first" autofocus aria-disabled=${address === null} @click=${() => void this.copy()}>${sharing.copyLink}</button></div>`;
  }

  private line(what: string, lead: string, buttons: TemplateResult[]): TemplateResult {
    return html`<div class="line"><dt>${what}</dt><dd class="small">${lead}</dd><dd class="buttons">${buttons}</dd></div>`;
  }

  private button(text: string, label: string, act: (what: Handover) => Promise<string>): TemplateResult {
    return html`<button type="button" aria-label=${label} @click=${() => void this.act(act)}>${text}</button>`;
  }

  private async link(): Promise<void> {
    try {
      this.address = await linkTo(this.store, this.doubt);
    } catch (error) {
      this.none = error instanceof LinkFault ? error.message : link.none.failed;
    }
    this.requestUpdate();
    // The button that had the focus may be gone.
    await this.updateComplete;
    if (this.none !== null && document.activeElement === document.body) this.querySelector<HTMLElement>("h2")?.focus();
  }

  private async copy(): Promise<void> {
    if (this.address === null) return;
    const copied = await copy(this.address);
    if (!copied) mark(this.querySelector("input"));
    this.say(copied ? sharing.linkCopied : sharing.press);
  }

  /** Makes a file and says that it is there, or that it is not. */
  private async act(act: (what: Handover) => Promise<string>): Promise<void> {
    try {
      this.say(sharing.saved(await act(handover(this.store, this.doubt))));
    } catch {
      this.say(sharing.failed);
    }
  }

  private async file(name: string, content: BlobPart, type: string): Promise<string> {
    download(name, content, type);
    return name;
  }

  private scorecard(kind: "CSV" | "XLSX" | "JSON"): (what: Handover) => Promise<string> {
    return async (what) => {
      const { store, doubt } = this;
      const name = fileOf(`${what.document.id}-${what.period}-scorecard`, kind.toLowerCase());
      if (kind === "JSON") return this.file(name, `${JSON.stringify(what.card, null, 2)}\n`, "application/json");
      const table = scores(what, store, doubt);
      if (kind === "CSV") return this.file(name, csv(table), "text/csv");
      const { TYPE, workbook } = await import("./workbook.js");
      return this.file(name, workbook([table, weights(what, store), about(what)]), TYPE);
    };
  }

  private async picture(kind: Kind, what: Handover): Promise<string> {
    const { store, doubt } = this;
    const [{ savePicture }, { rankingFigure }] = await Promise.all([import("./picture.js"), import("./figure.js")]);
    const title = words.rankingOf(what.periods ? what.period : null);
    const drawing = rankingFigure(what, store, doubt);
    return savePicture(
      kind,
      { id: "ranking", title, said: `${words.caption}.`, drawing, drawn: what.simulation !== null },
      store,
      doubt,
    );
  }

  /** Goes on to another form of the page. */
  private leave(to: "brief" | "cite"): void {
    this.close();
    this.dispatchEvent(new CustomEvent(to, { bubbles: true }));
  }

  private say(said: string): void {
    this.said = said;
    this.requestUpdate();
  }
}

customElements.define("comity-sharing", Sharing);
