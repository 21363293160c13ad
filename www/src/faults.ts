import { html, nothing, type TemplateResult } from "lit";
import { Panel } from "./panel.js";
import { download } from "./saved.js";
import { pathSaid, words } from "./words.js";

/** How many faults are drawn; the list to download has all. */
const SHOWN = 200;

/** Why a file was not opened: every fault with its place, while the study before it stays below. */
export class Faults extends Panel {
  private had: unknown = null;

  protected override render(): TemplateResult | typeof nothing {
    const { refused } = this.store;
    if (refused === null) return nothing;
    const { title = words.refusedTitle, what, problems } = refused;
    return html`<section class="faults" role="alert" aria-labelledby="faults-title">
      <header>
        <h2 id="faults-title" tabindex="-1">${title}${problems.length === 0 ? nothing : html`: ${words.faults(problems.length)}`}</h2>
        <button type="button" class="dismiss" @click=${() => this.store.dismiss()}>${words.close}</button>
      </header>
      <p>${what}</p>
      ${
        problems.length === 0
          ? nothing
          : html`<dl class="fault-list" tabindex="0" aria-labelledby="faults-title">
          ${problems.slice(0, SHOWN).map(({ path, message }) => html`<div><dt>${pathSaid(path)}</dt><dd>${message}</dd></div>`)}</dl>
        ${problems.length > SHOWN ? html`<p class="small">${words.faultsShown(SHOWN, problems.length)}</p>` : nothing}
        <button type="button" class="keep" @click=${() => this.keep()}>${words.faultsSave}</button>`
      }
    </section>`;
  }

  protected override updated(): void {
    const { refused } = this.store;
    if (refused !== null && refused !== this.had) {
      const title = this.querySelector<HTMLElement>("#faults-title");
      title?.focus();
      title?.scrollIntoView({ block: "nearest" });
    }
    this.had = refused;
  }

  private keep(): void {
    const { refused } = this.store;
    if (refused === null) return;
    const lines = refused.problems.map(
      ({ path, code, severity, message }) => `${severity}\t${code}\t${pathSaid(path)}\t${message}`,
    );
    download(`${refused.name} faults.txt`, `${[refused.what, ...lines].join("\n")}\n`, "text/plain");
  }
}

customElements.define("comity-faults", Faults);
