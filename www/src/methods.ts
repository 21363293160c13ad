import type { ComparedMethod, Method, MethodAbout, Problem } from "comity";
import { html, nothing, type TemplateResult } from "lit";
import {
  ALL,
  beginning,
  exceptions,
  type Filled,
  filled,
  isOfTheWhole,
  isSame,
  kindOf,
  nameOf,
  OTHERS,
  type Scope,
  type Stated,
  statedIn,
  waits,
  withChoice,
  withoutUnused,
} from "./choices.js";
import { fields } from "./fields.js";
import { Panel } from "./panel.js";
import { inForce, type Picked, reasons, rests, sameAll, sideBySide, type Way, zerosSaid, zeroUnits } from "./sides.js";
import "./style/methods.css";
import { methods as said } from "./words/methods.js";
import { methodName, methodSaid } from "./words/names.js";
import { failure, problems, words } from "./words.js";

/** A stage with its methods, as the engine lists them. */
interface Stage {
  stage: string;
  ways: MethodAbout[];
}

/** What each way of a stage would come to, and what that was asked of. */
interface Outlook {
  of: unknown[];
  now: ComparedMethod | undefined;
  ways: (ComparedMethod | undefined)[];
}

/** Why a choice was not made, and whether it may be made all the same. */
interface Refusal {
  texts: string[];
  anyway: boolean;
}

/** What stays as it was while other views are looked at. */
interface Kept {
  /** The study it is about. */
  of: string;
  unfolded: Set<string>;
  scopes: Map<string, Scope>;
  picked: Picked;
}

let last: Kept | undefined;

/** How the score is made, to be read, changed and compared: every stage, every way, each asked of the engine. */
export class Methods extends Panel {
  private stages: Stage[] = [];
  private trouble: string | null = null;
  private readonly outlooks = new Map<string, Outlook>();
  private readonly refusals = new Map<string, Refusal>();
  private readonly drafts = new Map<string, Filled>();
  /** Keys of the methods picked, in the order in which they were. */
  /** What the reader opened and picked. */
  private kept!: Kept;

  override connectedCallback(): void {
    super.connectedCallback();
    if (last?.of !== this.store.chosen)
      last = { of: this.store.chosen, unfolded: new Set(), scopes: new Map(), picked: new Map() };
    this.kept = last;
    void this.load();
  }

  protected override updated(): void {
    if (this.store.focusOn !== "view") return;
    this.store.focusOn = null;
    const title = this.querySelector<HTMLElement>("#methods-title");
    title?.focus();
    title?.scrollIntoView({ block: "nearest" });
  }

  private async load(): Promise<void> {
    try {
      await this.store.loadWhole();
      const stages = new Map<string, MethodAbout[]>();
      for (const about of this.store.methodsKnown()) {
        const ways = stages.get(about.stage);
        if (ways === undefined) stages.set(about.stage, [about]);
        else ways.push(about);
      }
      this.stages = [...stages].map(([stage, ways]) => ({ stage, ways }));
      this.trouble = null;
    } catch (error) {
      this.trouble = failure(words.loadingEngine, error).what;
    }
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { store, trouble, stages } = this;
    return html`<section class="methods" aria-labelledby="methods-title">
      <h2 id="methods-title" tabindex="-1">${said.title}</h2>
      <p class="small">${said.lead}</p>
      ${this.standing()}
      ${trouble === null ? nothing : html`<p class="trouble" role="alert">${trouble}</p>`}
      ${stages.length === 0 && trouble === null ? html`<p class="state" role="status">${words.viewLoading}</p>` : nothing}
      ${stages.map((stage) => this.stage(stage))}
      ${stages.length === 0 || !store.observed ? nothing : html`<comity-sides .store=${store} .picked=${this.kept.picked} @picked=${(event: CustomEvent<Picked>) => this.take(event.detail)}></comity-sides>`}
    </section>`;
  }

  /** Whose method it is, and the way back. */
  private standing(): TemplateResult {
    const { store } = this;
    const preset = store.source.presets?.find(({ id }) => id === store.preset);
    if (store.method === null)
      return html`<p class="standing">${preset === undefined ? said.own : said.ofPreset(preset.title)}</p>`;
    return html`<p class="standing changed"><span>${said.changed(this.changes())}</span>
      <button type="button" class="back" @click=${() => this.back()}>${preset === undefined ? said.back : said.backPreset}</button></p>`;
  }

  /** What the reader chose otherwise. */
  private changes(): string[] {
    const now = this.store.chosenMethod;
    const own = this.store.ownMethod;
    const known = this.stages.map(({ stage }) => stage);
    return known.flatMap((stage) => {
      const differs = (scope: Scope): boolean => !isSame(statedIn(now, stage, scope), statedIn(own, stage, scope));
      const whole = differs(OTHERS) ? [this.changeSaid(stage, OTHERS, now)] : [];
      if (isOfTheWhole(stage)) return whole;
      const ids = new Set([...exceptions(now, stage), ...exceptions(own, stage)].map(({ id }) => id));
      return [...whole, ...[...ids].filter(differs).map((id) => this.changeSaid(stage, id, now))];
    });
  }

  private changeSaid(stage: string, scope: Scope, method: Method): string {
    const stated = statedIn(method, stage, scope);
    const name = stated === null ? methodSaid(this.inForce(method, stage, scope)) : methodSaid(nameOf(stated));
    const of = scope === OTHERS || scope === ALL ? this.stageName(stage) : this.store.nameOf(scope);
    return `${of.toLowerCase() === this.stageName(stage).toLowerCase() ? of.toLowerCase() : of} ${name}`;
  }

  private stageName(stage: string): string {
    return said.stages[stage]?.[0] ?? methodName(stage);
  }

  /** The name of the method in force for a scope. */
  private inForce(method: Method, stage: string, scope: Scope): string {
    const stated = statedIn(method, stage, scope) ?? statedIn(method, stage, OTHERS);
    if (stated !== null) return nameOf(stated);
    // Without a rule nobody is screened.
    if (stage === "screening") return "";
    return this.stages.find((candidate) => candidate.stage === stage)?.ways[0]?.method ?? "";
  }

  private back(): void {
    const faults = this.store.setMethod(null, said.backLead);
    if (faults.length > 0) this.store.warn(problems(faults, (id) => this.store.nameOf(id)).join(" "));
    this.refusals.clear();
    this.drafts.clear();
  }

  private stage({ stage, ways }: Stage): TemplateResult {
    const method = this.store.chosenMethod;
    const scope = this.kept.scopes.get(stage) ?? OTHERS;
    const now = this.inForce(method, stage, OTHERS);
    const about = ways.find((way) => way.method === now);
    const own = isOfTheWhole(stage) ? [] : exceptions(method, stage);
    const changed = !isSame(statedIn(method, stage, OTHERS), statedIn(this.store.ownMethod, stage, OTHERS));
    const open = this.kept.unfolded.has(stage);
    return html`<section class="stage" aria-labelledby="stage-${stage}">
      <div class="stage-head"><h3 id="stage-${stage}">${this.stageName(stage)}</h3><p class="small">${said.stages[stage]?.[1] ?? nothing}</p></div>
      <p class="stage-now"><strong>${now === "" ? said.none : methodName(now)}</strong>${about === undefined ? nothing : html`<span>${about.meaning}</span>`}
        ${changed ? html`<span class="mark-changed small">${said.changedMark}</span>` : nothing}</p>
      ${own.length === 0 ? nothing : this.exceptions(stage, own)}
      <details class="all" ?open=${open} @toggle=${(event: Event) => this.unfold(stage, (event.target as HTMLDetailsElement).open)}>
        <summary>${said.ways(ways.length)}<span class="unseen">: ${this.stageName(stage)}</span></summary>
        ${open ? this.ways(stage, ways, scope, own.length) : nothing}
      </details>
    </section>`;
  }

  /** The nodes that do otherwise. */
  private exceptions(stage: string, own: { id: string; stated: Stated }[]): TemplateResult {
    const { store } = this;
    const item = ({ id, stated }: { id: string; stated: Stated }): TemplateResult => html`<li>
      <span>${said.exceptNames(store.nameOf(id), methodSaid(nameOf(stated)))}</span>
      <button type="button" aria-label=${said.asAllOf(store.nameOf(id))} @click=${() => this.choose(stage, id, null, "")}>${said.asAll}</button></li>`;
    const items = html`<ul class="exceptions small">${own.map(item)}</ul>`;
    return own.length <= 2
      ? items
      : html`<details class="small"><summary>${said.exceptions(own.length)}<span class="unseen">: ${this.stageName(stage)}</span></summary>${items}</details>`;
  }

  private unfold(stage: string, open: boolean): void {
    if (open === this.kept.unfolded.has(stage)) return;
    if (open) this.kept.unfolded.add(stage);
    else this.kept.unfolded.delete(stage);
    this.requestUpdate();
  }

  private ways(stage: string, ways: MethodAbout[], scope: Scope, own: number): TemplateResult {
    const { store } = this;
    const outlook = this.outlook(stage, ways, scope);
    const method = store.chosenMethod;
    const direct = statedIn(method, stage, scope);
    return html`${isOfTheWhole(stage) ? nothing : this.scope(stage, scope, own)}
      <ul class="ways">
        ${stage === "screening" && direct !== null ? html`<li class="way"><div class="way-head"><strong>${said.none}</strong><span class="buttons"><button type="button" class="use" @click=${() => this.choose(stage, scope, null, "")}>${said.use}</button></span></div></li>` : nothing}
        ${ways.map((about, at) => this.way(about, scope, outlook?.ways[at], outlook?.now))}
      </ul>`;
  }

  private scope(stage: string, scope: Scope, own: number): TemplateResult {
    const kind = kindOf(stage);
    const nodes = this.store.study.outline.nodes.filter((node) => node.kind === kind);
    const choose = (event: Event): void => {
      this.kept.scopes.set(stage, (event.target as HTMLSelectElement).value);
      this.requestUpdate();
    };
    return html`<label class="scope">${said.for}
      <select name="scope-${stage}" @change=${choose}>
        <option value=${OTHERS} ?selected=${scope === OTHERS}>${said.scopeOthers(kind, own)}</option>
        ${own === 0 ? nothing : html`<option value=${ALL} ?selected=${scope === ALL}>${said.scopeAll(kind)}</option>`}
        ${nodes.map(({ id, name }) => html`<option value=${id} ?selected=${scope === id}>${name}</option>`)}
      </select></label>`;
  }

  private way(
    about: MethodAbout,
    scope: Scope,
    compared: ComparedMethod | undefined,
    now: ComparedMethod | undefined,
  ): TemplateResult {
    const { stage, method: id, meaning, formula, reference, parameters } = about;
    const key = `${stage}/${scope}/${id}`;
    const method = this.store.chosenMethod;
    const stated = statedIn(method, stage, scope);
    const here = (stated === null ? this.inForce(method, stage, scope) : nameOf(stated)) === id;
    const everywhere = scope !== ALL || exceptions(method, stage).length === 0;
    const inForce = here && everywhere;
    const refusal = this.refusals.get(key);
    const name = methodName(id);
    const values = this.values(about, scope);
    return html`<li class="way ${inForce ? "in-force" : ""}">
      <div class="way-head"><strong>${name}</strong><span class="meaning">${meaning}</span>
        <span class="buttons">
          <button type="button" class="use" aria-pressed=${inForce} aria-label=${inForce ? nothing : said.useOf(name)} @click=${() => inForce || this.choose(stage, scope, filled(about, values), key)}>${inForce ? said.inForce : said.use}</button>
          ${inForce ? nothing : html`<label class="check"><input type="checkbox" name="compare" aria-label=${said.compareOf(name)} .checked=${this.kept.picked.has(key)} @change=${() => this.pick(key, { name: this.pickName(about, scope), stage, scope, stated: filled(about, values) })} />${said.compare}</label>`}
        </span></div>
      ${inForce ? nothing : this.consequence(about, compared, now)}
      ${refusal === undefined ? nothing : this.refused(refusal, () => this.choose(stage, scope, filled(about, values), key, true))}
      <details class="small" ?open=${inForce && parameters.length > 0}><summary>${parameters.length === 0 ? said.formula : said.formulaParameters}<span class="unseen">: ${name}</span></summary>
        <dl class="about"><dt>${said.formulaWord}</dt><dd class="formula">${formula}</dd><dt>${said.reference}</dt><dd>${reference}</dd></dl>
        ${parameters.length === 0 ? nothing : html`<fieldset class="fields"><legend>${said.parameters}</legend>${fields(this.store, about, values, key, (name, value) => this.fill(about, scope, key, name, value, inForce))}</fieldset>`}
      </details>
    </li>`;
  }

  private pickName({ stage, method }: MethodAbout, scope: Scope): string {
    const of = scope === OTHERS || scope === ALL ? this.stageName(stage).toLowerCase() : this.store.nameOf(scope);
    return said.for_(methodName(method), of);
  }

  /** What the fields of a method hold: what the reader filled in, else what is stated, else what it begins with. */
  private values(about: MethodAbout, scope: Scope): Filled {
    const draft = this.drafts.get(`${about.stage}/${scope}/${about.method}`);
    if (draft !== undefined) return draft;
    const stated = statedIn(this.store.chosenMethod, about.stage, scope);
    return beginning(about, stated !== null && nameOf(stated) === about.method ? stated : null);
  }

  private fill(about: MethodAbout, scope: Scope, key: string, name: string, value: unknown, inForce: boolean): void {
    const values = { ...this.values(about, scope), [name]: value };
    this.drafts.set(key, values);
    this.refusals.delete(key);
    this.outlooks.delete(`${about.stage}/${scope}`);
    if (inForce) this.choose(about.stage, scope, filled(about, values), key);
    else this.requestUpdate();
  }

  /** What a way would do to the ranks, or why it cannot. */
  private consequence(
    about: MethodAbout,
    compared: ComparedMethod | undefined,
    now: ComparedMethod | undefined,
  ): TemplateResult | typeof nothing {
    if (!this.store.observed) return nothing;
    if (compared === undefined || now === undefined)
      return html`<p class="consequence small">${waits(about.parameters) ? nothing : said.inWork}</p>`;
    if (compared.shift === null)
      return html`<p class="consequence refusal small"><strong>${said.refused}</strong> ${reasons(this.store, compared.problems)}</p>`;
    const { mean, largest, tau } = compared.shift;
    const lost = now.ranked - compared.ranked;
    const zeros = zeroUnits(this.store, compared, now);
    const parts =
      compared.ranked === 0
        ? [said.noRanks]
        : [
            compared.ranked > 1 && tau === null
              ? said.allTied
              : largest === 0 && lost === 0
                ? said.same
                : said.moves(mean, largest),
            ...(lost > 0 ? [said.loses(lost)] : lost < 0 ? [said.gains(-lost)] : []),
          ];
    return html`<p class="consequence small">${parts.join(" ")}${zeros === 0 ? nothing : html` <strong>${said.zerosDecide(zeros)}</strong>`}</p>`;
  }

  private refused({ texts, anyway }: Refusal, make: () => void): TemplateResult {
    return html`<div class="refusal" role="alert"><p><strong>${said.zeros}</strong> ${texts.join(" ")} ${said.stays}</p>
      ${anyway ? html`<button type="button" class="anyway" @click=${make}>${said.anyway}</button>` : nothing}</div>`;
  }

  /** What each way of a stage would come to: worked out after the picture is there. */
  private outlook(stage: string, ways: MethodAbout[], scope: Scope): Outlook | undefined {
    const key = `${stage}/${scope}`;
    const known = this.outlooks.get(key);
    const of = rests(this.store);
    if (known !== undefined && sameAll(known.of, of)) return known;
    if (this.store.resting && this.store.observed) {
      const fresh: Outlook = { of, now: undefined, ways: [] };
      this.outlooks.set(key, fresh);
      setTimeout(() => {
        const candidates = ways.map((about) =>
          withChoice(inForce(this.store), stage, scope, filled(about, this.values(about, scope))),
        );
        try {
          const [now, ...compared] = sideBySide(this.store, candidates).methods;
          fresh.now = now;
          fresh.ways = compared;
        } catch (error) {
          this.trouble = failure(said.failed, error).what;
        }
        this.requestUpdate();
      });
    }
    return known;
  }

  /** Makes a choice, if the engine finds nothing wrong with it; else says why not. */
  private choose(stage: string, scope: Scope, stated: Stated | null, key: string, anyway = false): void {
    this.refusals.delete(key);
    this.trouble = null;
    try {
      const refusal = this.refusal(stage, scope, stated, anyway);
      if (refusal === null) {
        this.drafts.clear();
        this.refusals.clear();
      } else if (key === "") this.trouble = refusal.texts.join(" ");
      else this.refusals.set(key, refusal);
    } catch (error) {
      this.trouble = failure(said.failed, error).what;
    }
    this.requestUpdate();
  }

  /** Makes a choice; why it was not made. */
  private refusal(stage: string, scope: Scope, stated: Stated | null, anyway: boolean): Refusal | null {
    const { store } = this;
    if (store.observed && !anyway) {
      const [now, compared] = sideBySide(store, [withChoice(inForce(store), stage, scope, stated)]).methods;
      const zeros = compared === undefined ? [] : zerosSaid(store, compared, now);
      if (zeros.length > 0) return { texts: [...zeros, said.zeroCure], anyway: true };
    }
    // Weights as moved stay the reader's; a weighting brings its own.
    const set = (method: Method): Problem[] =>
      store.setMethod(method, this.leadOf(stage, scope, method), stage === "weighting");
    const method = withChoice(store.chosenMethod, stage, scope, stated);
    const faults = set(method);
    const mended = withoutUnused(method, faults);
    const left = mended === null ? faults : set(mended);
    return left.length === 0 ? null : { texts: [reasons(store, left)], anyway: false };
  }

  private leadOf(stage: string, scope: Scope, method: Method): string {
    const of = scope === OTHERS || scope === ALL ? this.stageName(stage) : this.store.nameOf(scope);
    const name = this.inForce(method, stage, scope);
    return said.changedLead(of, name === "" ? said.none : methodSaid(name));
  }

  private take(picked: Picked): void {
    this.kept.picked = picked;
    this.requestUpdate();
  }

  private pick(key: string, what: Way): void {
    const picked = new Map(this.kept.picked);
    if (!picked.delete(key)) picked.set(key, what);
    this.kept.picked = picked;
    this.requestUpdate();
  }
}

customElements.define("comity-methods", Methods);
