import { html, nothing, type TemplateResult } from "lit";
import { Dialog } from "./dialog.js";
import { emptyStudy, type Wanted } from "./empty.js";
import { words } from "./words.js";

/** More years than this are a slip of the pen. */
const MOST_YEARS = 200;

/** The form for a study of one's own: its name, its partnerships, its years. */
export class Start extends Dialog {
  private trouble: string | null = null;

  protected override render(): TemplateResult {
    const year = new Date().getFullYear() - 1;
    return this.frame(
      "start",
      words.startTitle,
      html`<form novalidate @submit=${(event: Event) => void this.submit(event)}>
        <p class="small">${words.startLead}</p>
        <label>${words.startName}<input type="text" name="title" maxlength="200" autocomplete="off" /></label>
        <label>${words.startPartnerships}<textarea name="names" rows="6" spellcheck="false" aria-describedby="start-hint"></textarea></label>
        <p id="start-hint" class="small">${words.startHint}</p>
        <div class="years">
          <label>${words.startFrom}<input type="number" name="from" step="1" value=${year} /></label>
          <label>${words.startTo}<input type="number" name="to" step="1" value=${year} /></label>
        </div>
        ${this.trouble === null ? nothing : html`<p class="trouble" role="alert">${this.trouble}</p>`}
        <div class="buttons">
          <button type="submit" class="first">${words.startGo}</button>
          <button type="button" @click=${() => this.close()}>${words.cancel}</button>
        </div>
      </form>`,
      () => this.say(null),
    );
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const said = new FormData(form);
    const text = (name: string): string => String(said.get(name) ?? "").trim();
    const names = [
      ...new Set(
        text("names")
          .split("\n")
          .map((line) => line.trim()),
      ),
    ].filter((line) => line !== "");
    const wanted = {
      title: text("title") || words.startUntitled,
      names,
      from: year(text("from")),
      to: year(text("to")),
    };
    const wrong = this.wrong(wanted);
    this.say(wrong?.what ?? null);
    if (wrong !== null) {
      form.querySelector<HTMLElement>(`[name=${wrong.where}]`)?.focus();
      return;
    }
    try {
      const study = await emptyStudy(wanted);
      // Closed first: what the study page says or focuses must not be behind the form.
      this.close();
      if (this.store.openOwn(wanted.title, JSON.stringify(study))) form.reset();
    } catch {
      this.say(words.startFailed);
    }
  }

  private wrong({ names, from, to }: Wanted): { what: string; where: string } | null {
    if (names.length === 0) return { what: words.startNoNames, where: "names" };
    if (Number.isNaN(from)) return { what: words.startNoYear, where: "from" };
    if (Number.isNaN(to)) return { what: words.startNoYear, where: "to" };
    if (to < from || to - from >= MOST_YEARS) return { what: words.startYears(MOST_YEARS), where: "to" };
    return null;
  }

  private say(trouble: string | null): void {
    this.trouble = trouble;
    this.requestUpdate();
  }
}

/** A whole year of four digits at most; else no number. */
const year = (text: string): number => (/^-?\d{1,4}$/.test(text) ? Number(text) : Number.NaN);

customElements.define("comity-start", Start);
