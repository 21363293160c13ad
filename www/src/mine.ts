import { html, nothing, type TemplateResult } from "lit";
import { Dialog } from "./dialog.js";
import type { Keeper } from "./keeper.js";
import { moment } from "./numbers.js";
import { saveStudy } from "./saved.js";
import type { Named } from "./shelf.js";
import { mine } from "./words/mine.js";
import { words } from "./words.js";

/** The reader's own studies: keep the one shown under a name, open, rename and delete those kept. */
export class Mine extends Dialog {
  declare keeper: Keeper;
  /** The study whose name is being changed. */
  private renaming: string | null = null;
  /** The study deleted last, until something else is done. */
  private deleted: Named | null = null;
  private said: string | null = null;
  private trouble: string | null = null;

  static override properties = { ...Dialog.properties, keeper: { attribute: false } };

  protected override render(): TemplateResult {
    const { named } = this.keeper;
    return this.frame(
      "mine",
      mine.title,
      html`<p class="small">${mine.lead}</p>
        ${named === null ? html`<p>${mine.absent}</p><div class="buttons"><button type="button" @click=${() => saveStudy(this.store)}>${mine.saveFile}</button></div>` : this.shelf(named)}
        <div class="said" role="status">${this.said === null ? nothing : html`<p>${this.said} ${this.deleted === null ? nothing : html`<button type="button" @click=${() => void this.putBack()}>${mine.putBack}</button>`}</p>`}</div>
        <div class="buttons end"><button type="button" @click=${() => this.close()}>${words.close}</button></div>`,
      () => this.say(null),
    );
  }

  private shelf(named: Named[]): TemplateResult {
    const { store, trouble } = this;
    const shown = named.find(({ key }) => key === store.chosen);
    return html`<form novalidate @submit=${(event: Event) => void this.keep(event)}>
        <label>${mine.keepAs}<input type="text" name="title" maxlength="200" autocomplete="off" aria-invalid=${trouble !== null} aria-describedby="mine-trouble" /></label>
        <p id="mine-trouble" class="trouble">${trouble}</p>
        <div class="buttons"><button type="submit" class="first">${mine.keep}</button>
          ${shown === undefined ? nothing : html`<button type="button" @click=${() => void this.put(shown.title, shown.key)}>${mine.update(shown.title)}</button>`}</div>
      </form>
      <h3 class="label">${mine.list}</h3>
      ${named.length === 0 ? html`<p class="small">${mine.none}</p>` : html`<ul class="kept">${named.map((one) => this.line(one))}</ul>`}`;
  }

  private line(named: Named): TemplateResult {
    const { key, title, when } = named;
    const shown = key === this.store.chosen;
    if (this.renaming === key)
      return html`<li><form novalidate class="renaming" @submit=${(event: Event) => void this.rename(event, named)}>
        <input type="text" name="name" maxlength="200" autocomplete="off" .value=${title} aria-label=${mine.newName(title)} />
        <button type="submit">${mine.renameGo}</button><button type="button" @click=${() => this.edit(null)}>${words.cancel}</button></form></li>`;
    const act = (text: string, what: () => void, off = false): TemplateResult =>
      html`<button type="button" aria-label=${mine.act(text, title)} ?disabled=${off} @click=${what}>${text}</button>`;
    return html`<li><span><strong>${title}</strong> <span class="small">${mine.when(moment(when))}${shown ? `, ${mine.shown}` : ""}</span></span>
      <span class="buttons">${act(mine.open, () => void this.show(named), shown)}${act(mine.rename, () => this.edit(key))}${act(mine.remove, () => void this.erase(named))}</span></li>`;
  }

  private async keep(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const title = String(new FormData(form).get("title") ?? "").trim();
    this.trouble = title === "" ? mine.noName : null;
    this.requestUpdate();
    if (title === "") form.querySelector("input")?.focus();
    else if (await this.put(title)) form.reset();
  }

  private async put(title: string, key?: string): Promise<boolean> {
    const kept = await this.keeper.keepNamed(title, key);
    this.say(kept ? mine.kept(title) : mine.notKept);
    return kept;
  }

  private async show({ key, title }: Named): Promise<void> {
    await this.store.choose(key);
    if (this.store.chosen === key) this.close();
    else this.say(mine.damaged(title));
  }

  private edit(key: string | null): void {
    this.renaming = key;
    this.say(null);
    void this.updateComplete.then(() => this.querySelector<HTMLInputElement>(".renaming input")?.focus());
  }

  private async rename(event: Event, named: Named): Promise<void> {
    event.preventDefault();
    const title = String(new FormData(event.target as HTMLFormElement).get("name") ?? "").trim();
    if (title !== "") await this.keeper.rename(named, title);
    this.edit(null);
  }

  private async erase(named: Named): Promise<void> {
    await this.keeper.remove(named);
    this.say(mine.removed(named.title));
    this.deleted = named;
    await this.updateComplete;
    this.querySelector<HTMLElement>(".said button")?.focus();
  }

  private async putBack(): Promise<void> {
    if (this.deleted !== null) await this.keeper.putBack(this.deleted);
    this.say(null);
    this.querySelector<HTMLElement>("input")?.focus();
  }

  private say(said: string | null): void {
    this.said = said;
    this.deleted = null;
    this.trouble = null;
    this.requestUpdate();
  }
}

customElements.define("comity-mine", Mine);
