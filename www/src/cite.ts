import { html, type TemplateResult } from "lit";
import { citation, ENDINGS, type Form } from "./citation.js";
import { copy, mark } from "./copy.js";
import { Dialog } from "./dialog.js";
import type { Doubt } from "./doubt.js";
import { type Handover, handover } from "./handover.js";
import { linkTo } from "./link.js";
import { nodeLines, shellLines } from "./reproduce.js";
import { download } from "./saved.js";
import "./style/sharing.css";
import { citing, sharing } from "./words/sharing.js";
import { words } from "./words.js";

const WHERES = { node: { lines: nodeLines, file: "mjs" }, shell: { lines: shellLines, file: "sh" } } as const;
type Where = keyof typeof WHERES;

/** How to cite what is shown, and how to come to the same numbers without the page. */
export class Cite extends Dialog {
  declare doubt: Doubt;
  private what: Handover | null = null;
  private address: string | null = null;
  private form: Form = "text";
  private where: Where = "node";
  private said = "";

  static override properties = { ...Dialog.properties, doubt: { attribute: false } };

  override open(): void {
    const { store, doubt } = this;
    this.what = handover(store, doubt);
    this.address = null;
    this.say("");
    super.open();
    void linkTo(store, doubt)
      .then((address) => {
        this.address = address;
        this.requestUpdate();
      })
      // Then what is cited is the study's file.
      .catch(() => {});
  }

  protected override render(): TemplateResult {
    const { what, form, where } = this;
    if (what === null) return this.frame("cite", citing.title, html``, () => {});
    const name = what.file.replace(/\.json$/, "");
    const { ending, type } = ENDINGS[form];
    const script = WHERES[where];
    return this.frame(
      "cite",
      citing.title,
      html`${this.block(
        "citation",
        citing.citation,
        "",
        citing.form,
        citing.forms,
        form,
        citation(form, what, this.address, new Date()),
        `${name}.${ending}`,
        type,
        (chosen) => {
          this.form = chosen as Form;
        },
      )}
      ${this.block(
        "reproduce",
        citing.reproduce,
        citing.reproduceLead(what.file),
        citing.where,
        citing.wheres,
        where,
        script.lines(what),
        `${name}.${script.file}`,
        "text/plain",
        (chosen) => {
          this.where = chosen as Where;
        },
      )}
      <div class="buttons end"><p class="said small" role="status">${this.said}</p><button type="button" @click=${() => this.file(what.file, what.text, "application/json")}>${citing.saveStudy}</button>
        <button type="button" @click=${() => this.close()}>${words.close}</button></div>`,
      () => this.say(""),
    );
  }

  /** A text in the form chosen, to be copied or saved. */
  private block(
    id: string,
    title: string,
    lead: string,
    label: string,
    forms: Record<string, string>,
    chosen: string,
    text: string,
    file: string,
    type: string,
    choose: (chosen: string) => void,
  ): TemplateResult {
    const kind = forms[chosen] ?? "";
    return html`<section aria-labelledby="cite-${id}"><h3 id="cite-${id}" class="label">${title}</h3>
      ${lead === "" ? "" : html`<p class="small">${lead}</p>`}
      <div class="copying"><label>${label}<select name=${id} @change=${(event: Event) => {
        choose((event.target as HTMLSelectElement).value);
        this.say("");
      }}>
        ${Object.entries(forms).map(([key, name]) => html`<option value=${key} ?selected=${key === chosen}>${name}</option>`)}</select></label>
        <button type="button" aria-label=${citing.copyLong(kind)} @click=${() => void this.copy(id, kind, text)}>${citing.copy}</button>
        <button type="button" aria-label=${citing.saveLong(kind)} @click=${() => this.file(file, text, type)}>${citing.save}</button></div>
      <pre class="lines" tabindex="0" role="group" aria-label=${kind} data-of=${id}>${text}</pre></section>`;
  }

  private async copy(id: string, kind: string, text: string): Promise<void> {
    const copied = await copy(text);
    if (!copied) mark(this.querySelector(`pre[data-of=${id}]`));
    this.say(copied ? sharing.copied(kind) : sharing.press);
  }

  private file(name: string, text: string, type: string): void {
    download(name, text, type);
    this.say(sharing.saved(name));
  }

  private say(said: string): void {
    this.said = said;
    this.requestUpdate();
  }
}

customElements.define("comity-cite", Cite);
