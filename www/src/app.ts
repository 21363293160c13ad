import { createEngine } from "comity/scoring";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import "./announce.js";
import type { Announcer } from "./announce.js";
import { startWorker } from "./background.js";
import { hatchings } from "./bar.js";
import type { Brief } from "./brief.js";
import type { Dialog } from "./dialog.js";
import { Doubt } from "./doubt.js";
import "./faults.js";
import { receiveFiles, takeFiles } from "./files.js";
import "./header.js";
import type { Import } from "./import.js";
import { Keeper } from "./keeper.js";
import "./method.js";
import "./notices.js";
import "./partnership.js";
import "./ranking.js";
import type { Ranking } from "./ranking.js";
import { Store, type View } from "./store.js";
import "./tip.js";
import { tip } from "./tip.js";
import { words } from "./words.js";
import "./weights.js";
import type { Weights } from "./weights.js";

/** The study the page opens on. */
const STUDY = "us-partnerships";

/** What is not on the first screen, and comes when it is asked for. */
const LATER = {
  methods: () => import("./methods.js"),
  data: () => import("./data.js"),
  rubrics: () => import("./rubrics.js"),
  objectives: () => import("./objectives.js"),
  agreement: () => import("./agreement.js"),
  robust: () => import("./robust.js"),
  drivers: () => import("./drivers.js"),
  start: () => import("./start.js"),
  add: () => import("./add.js"),
  mine: () => import("./mine.js"),
  import: () => import("./import.js"),
  sharing: () => import("./sharing.js"),
  cite: () => import("./cite.js"),
  brief: () => import("./brief.js"),
};

/** How the fragment of an address begins that holds a state of the page. */
const LINK = "#study=";

/** The whole page: header, weights, ranking and method, the selected partnership. */
export class App extends LitElement {
  readonly store = new Store();
  private readonly doubt = new Doubt(this.store);
  private readonly keeper = new Keeper(this.store, () => this.requestUpdate());
  /** What of `LATER` has come, and what could not be had. */
  private readonly here = new Set<keyof typeof LATER>();
  private readonly lost = new Set<keyof typeof LATER>();
  private following: (() => void) | undefined;

  protected override createRenderRoot(): this {
    // What index.html shows until the script runs.
    this.replaceChildren();
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.subscribe(() => this.requestUpdate());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.escape();
      else this.shortcut(event);
    });
    receiveFiles(
      (files) => this.take(files),
      () => void LATER.import().catch(() => undefined),
    );
    addEventListener("hashchange", () => void this.follow());
    void this.load();
  }

  private async load(): Promise<void> {
    this.keeper.begin();
    await this.store.load(
      () => createEngine({ workers: startWorker }),
      STUDY,
      () => this.keeper.found,
    );
    if (this.store.phase.is !== "ready") return;
    // Reading what was kept may take for ever, and what a link holds is laid over it.
    void this.keeper.follow();
    await this.follow();
  }

  /** Opens the state that the address holds, if it does. */
  private async follow(): Promise<void> {
    const { store, keeper, doubt } = this;
    const { hash, pathname, search } = location;
    if (!hash.startsWith(LINK) || store.phase.is !== "ready") return;
    try {
      const { openLink } = await import("./link.js");
      if (!(await openLink(hash, store, doubt))) return;
      // From here on the reader's own changes lead away from it.
      history.replaceState(null, "", pathname + search);
      if (keeper.news?.is === "restored") keeper.dismiss();
    } catch {
      store.warn(words.notLoaded);
    }
  }

  protected override render(): TemplateResult {
    const { store } = this;
    return html`
      <a class="skip" href="#main">${words.skip}</a>
      <header class="top">
        <p class="product">${words.product}</p>
        ${store.phase.is === "ready" ? html`<comity-header .store=${store} @begin=${() => void this.form("start")} @mine=${() => void this.form("mine")} @sharing=${() => void this.form("sharing")} @files=${(event: CustomEvent<File[]>) => this.take(event.detail)}></comity-header><p class="caution">${words.caution}</p>` : nothing}
      </header>
      ${store.phase.is === "ready" ? this.columns() : this.waiting()}
      <comity-announcer class="unseen" role="status" aria-live="polite"></comity-announcer>
      ${this.here.has("start") ? html`<comity-start .store=${store}></comity-start>` : nothing}
      ${this.here.has("add") ? html`<comity-add .store=${store}></comity-add>` : nothing}
      ${this.here.has("mine") ? html`<comity-mine .store=${store} .keeper=${this.keeper}></comity-mine>` : nothing}
      ${this.here.has("sharing") ? html`<comity-sharing .store=${store} .doubt=${this.doubt} @cite=${() => void this.form("cite")} @brief=${() => void this.print()}></comity-sharing>` : nothing}
      ${this.here.has("cite") ? html`<comity-cite .store=${store} .doubt=${this.doubt}></comity-cite>` : nothing}
      ${this.here.has("brief") ? html`<comity-brief .store=${store} .doubt=${this.doubt}></comity-brief>` : nothing}
      ${this.here.has("import") ? html`<comity-import .store=${store}></comity-import>` : nothing}
      <comity-tip></comity-tip>
      <p class="drop-here" aria-hidden="true">${words.dropHere}</p>
      ${hatchings()}`;
  }

  protected override updated(): void {
    const announcer = this.querySelector<Announcer>("comity-announcer");
    if (this.store.phase.is === "ready" && this.following === undefined && announcer !== null)
      this.following = announcer.follow(this.store);
  }

  private columns(): TemplateResult {
    const { store } = this;
    return html`<div class="columns">
      <div class="side"><comity-opinion .store=${store}></comity-opinion><comity-weights .store=${store}></comity-weights></div>
      <main id="main" tabindex="-1">
        <comity-notices .store=${store} .keeper=${this.keeper} .news=${this.keeper.news}></comity-notices>
        <comity-faults .store=${store}></comity-faults>
        ${this.views()}
        ${this.view()}
        <comity-method .store=${store}></comity-method>
      </main>
      <comity-partnership .store=${store} .doubt=${this.doubt} @leave=${() => this.leave()}></comity-partnership>
    </div>`;
  }

  /** The views that the study has something to show in. */
  private views(): TemplateResult {
    const { store } = this;
    const { objectives = [], framework } = store.document;
    const judged = framework.indicators.some(({ rubric }) => rubric !== undefined);
    const view = (which: View, text: string, there = true): TemplateResult | typeof nothing =>
      there
        ? html`<button type="button" aria-pressed=${store.view === which} @click=${() => store.setView(which)}>${text}</button>`
        : nothing;
    return html`<div class="above"><div class="views" role="group" aria-label=${words.views}>
      ${view("ranking", words.viewRanking)}${view("robust", words.viewRobust, store.observed)}${view("drivers", words.viewDrivers, store.observed)}${view("methods", words.viewMethods)}${view("data", words.viewData)}${view("rubrics", words.viewRubrics, judged)}
      ${view("objectives", words.viewObjectives, objectives.length > 0)}${view("agreement", words.viewAgreement, judged)}
    </div><button type="button" class="add" @click=${() => void this.form("add")}>${words.add}</button></div>`;
  }

  private view(): TemplateResult {
    const { store } = this;
    const { view } = store;
    if (view === "ranking") return html`<comity-ranking .store=${store} .doubt=${this.doubt}></comity-ranking>`;
    if (!this.here.has(view)) {
      void this.fetch(view);
      return html`<p class="state" role="status">${this.lost.has(view) ? words.notLoaded : words.viewLoading}</p>`;
    }
    switch (view) {
      case "methods":
        return html`<comity-methods .store=${store}></comity-methods>`;
      case "data":
        return html`<comity-data .store=${store}></comity-data>`;
      case "rubrics":
        return html`<comity-rubrics .store=${store}></comity-rubrics>`;
      case "objectives":
        return html`<comity-objectives .store=${store}></comity-objectives>`;
      case "robust":
        return html`<comity-robust .store=${store} .doubt=${this.doubt}></comity-robust>`;
      case "drivers":
        return html`<comity-drivers .store=${store} .doubt=${this.doubt}></comity-drivers>`;
      case "agreement":
        return html`<comity-agreement .store=${store}></comity-agreement>`;
    }
  }

  /** Has a part of the page brought; what cannot be had is said, and asked for again when it is wanted again. */
  private async fetch(part: keyof typeof LATER): Promise<void> {
    try {
      await LATER[part]();
      this.here.add(part);
      this.lost.delete(part);
    } catch {
      if (this.lost.has(part)) return;
      this.lost.add(part);
    }
    this.requestUpdate();
    await this.updateComplete;
  }

  /** Opens a form. */
  private async form(which: "start" | "add" | "mine" | "sharing" | "cite"): Promise<void> {
    (await this.bring(which))?.open();
  }

  /** A form, ready to be opened; what cannot be had is said. */
  private async bring(which: "start" | "add" | "mine" | "import" | "sharing" | "cite"): Promise<Dialog | null> {
    this.lost.delete(which);
    if (!this.here.has(which)) await this.fetch(which);
    if (this.lost.has(which)) this.store.warn(words.notLoaded);
    const form = this.querySelector<Dialog>(`comity-${which}`);
    await form?.updateComplete;
    return form;
  }

  /** Prints the brief; the page as it is, where the brief cannot be had. */
  private async print(): Promise<void> {
    await this.fetch("brief");
    await this.querySelector<Brief>("comity-brief")?.prepare();
    print();
  }

  /** Opens files of the reader's own: a study at once, a table once it is said what is in it. */
  private take(files: File[]): void {
    const { store } = this;
    if (store.phase.is !== "ready") return;
    void takeFiles(store, files, async (tables) => ((await this.bring("import")) as Import | null)?.receive(tables));
  }

  private waiting(): TemplateResult {
    const { phase } = this.store;
    if (phase.is === "loading")
      return html`<main id="main" class="state"><h1>${words.loading}</h1><p role="status">${phase.what}</p></main>`;
    if (phase.is !== "failed") return html``;
    const { what, details, cure } = phase.failure;
    return html`<main id="main" class="state"><div role="alert">
      <h1>${words.failedTitle}</h1>
      <p>${what}</p>
      ${details.length === 0 ? nothing : html`<ul>${details.map((text) => html`<li>${text}</li>`)}</ul>`}
      <p>${cure}</p></div>
      <button type="button" @click=${() => void this.load()}>${words.again}</button>
    </main>`;
  }

  /** Ctrl+P prints the brief; Ctrl+Z goes back, Ctrl+Shift+Z and Ctrl+Y forward: while a text is written, they are the text's. */
  private shortcut(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.store.phase.is !== "ready") return;
    const { target } = event;
    if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text")) return;
    const key = event.key.toLowerCase();
    if (key === "p" && !event.shiftKey) {
      event.preventDefault();
      void this.print();
    }
    const back = key === "z" && !event.shiftKey;
    const forward = (key === "z" && event.shiftKey) || key === "y";
    if (!back && !forward) return;
    event.preventDefault();
    if (back) this.store.undo();
    else this.store.redo();
  }

  /** Closes what is open, the nearest first. */
  private escape(): void {
    const label = tip();
    if (label !== null && !label.hidden) label.hide();
    else if (this.store.refused !== null) this.store.dismiss();
    else if (this.store.weightsOpen) this.querySelector<Weights>("comity-weights")?.close();
    else if (this.store.detailOpen || this.querySelector(".detail")?.contains(document.activeElement)) this.leave();
  }

  /** Closes the partnership and goes back to its row. */
  private leave(): void {
    const was = this.store.closeDetail();
    if (was === null) return;
    const row = [...this.querySelectorAll<HTMLElement>("main tbody tr")].find(({ dataset }) => dataset.unit === was);
    const ranking = this.querySelector<Ranking>("comity-ranking");
    if (ranking !== null) ranking.focusRow(was);
    else row?.querySelector("button")?.focus();
  }
}

customElements.define("comity-app", App);
