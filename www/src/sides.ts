import type { ComparedMethod, Method, MethodComparison, Problem } from "comity";
import { html, nothing, type TemplateResult } from "lit";
import { type Scope, type Stated, withChoice, withoutUnused } from "./choices.js";
import { whole } from "./numbers.js";
import { Panel } from "./panel.js";
import { download } from "./saved.js";
import type { Store } from "./store.js";
import { methods as said } from "./words/methods.js";
import { failure, problems, words } from "./words.js";

/** A method to be put beside the one in force: a choice made otherwise, or a preset ("" is the study's own). */
export type Way = { name: string; stage: string; scope: Scope; stated: Stated } | { preset: string };

/** Those picked, by key, in the order in which they were. */
export type Picked = ReadonlyMap<string, Way>;

/** A method picked, as it would be now. */
interface Pick {
  key: string;
  name: string;
  method: Method;
}

/** The method in force, with the weights as they stand. */
export const inForce = (store: Store): Method => store.saved().method;

/** What a comparison rests on: while it is the same, so is the answer. */
export const rests = ({ study, period, weights, onlyPolled }: Store): unknown[] => [study, period, weights, onlyPolled];

export const sameAll = (a: unknown[], b: unknown[]): boolean =>
  a.length === b.length && a.every((one, at) => one === b[at]);

/** The method in force beside others, in that order; weights that a choice leaves unused are taken out of it first. */
export function sideBySide(store: Store, others: Method[]): MethodComparison {
  const { study, period, onlyPolled, polled } = store;
  const compare = (methods: Method[]): MethodComparison =>
    study.compareMethods({ period, methods, ...(onlyPolled ? { units: polled } : {}) });
  const all = [inForce(store), ...others];
  const first = compare(all);
  const mended = all.map((method, at) => withoutUnused(method, first.methods[at]?.problems ?? []));
  return mended.some((method) => method !== null) ? compare(all.map((method, at) => mended[at] ?? method)) : first;
}

/** Why a method does not fit, in a few words. */
export function reasons(store: Store, found: Problem[]): string {
  const texts = problems(found, (id) => store.nameOf(id));
  return [...new Set(texts)].slice(0, 3).join(" ");
}

/** The zeros that would decide a mean, and do not now: of indicators, for a dimension that is 0 is so for one of them. */
function zerosOf(store: Store, compared: ComparedMethod, now: ComparedMethod | undefined): Problem[] {
  const indicators = new Set(store.study.outline.nodes.filter(({ kind }) => kind === "indicator").map(({ id }) => id));
  const of = ({ warnings }: ComparedMethod): Problem[] => warnings.filter(({ code }) => code === "geometric-zero");
  const known = new Set((now === undefined ? [] : of(now)).map(({ path }) => JSON.stringify(path)));
  return of(compared).filter(
    ({ path, args }) => indicators.has(String(args.child)) && !known.has(JSON.stringify(path)),
  );
}

/** How many units a zero would decide; 0: none. */
export function zeroUnits(store: Store, compared: ComparedMethod, now: ComparedMethod | undefined): number {
  return new Set(zerosOf(store, compared, now).map(({ path }) => path[1])).size;
}

/** The same in words, the most frequent first. */
export function zerosSaid(store: Store, compared: ComparedMethod, now: ComparedMethod | undefined): string[] {
  const groups = new Map<string, { child: string; id: string; units: string[] }>();
  for (const { path, args } of zerosOf(store, compared, now)) {
    const [child, id] = [String(args.child), String(args.id)];
    const group = groups.get(child) ?? { child, id, units: [] };
    group.units.push(store.nameOf(String(path[1])));
    groups.set(child, group);
  }
  const sorted = [...groups.values()].sort((a, b) => b.units.length - a.units.length);
  const texts = sorted
    .slice(0, 3)
    .map(({ child, id, units }) => said.zeroDecides(units, store.nameOf(child), store.nameOf(id)));
  return sorted.length > 3 ? [...texts, said.zeroOthers(sorted.length - 3)] : texts;
}

/** Methods side by side: ranks under each, how far they are from those in force, how alike the rankings are. */
export class Sides extends Panel {
  static override properties = { ...Panel.properties, picked: { attribute: false } };
  declare picked: Picked;
  private side: { of: unknown[]; picks: Pick[]; found: MethodComparison } | null = null;

  /** The methods picked, as they would be now. */
  private picks(): Pick[] {
    const { presets = [], method } = this.store.source;
    return [...this.picked].flatMap(([key, what]): Pick[] => {
      if (!("preset" in what))
        return [{ key, name: what.name, method: withChoice(inForce(this.store), what.stage, what.scope, what.stated) }];
      if (what.preset === "") return [{ key, name: said.sideOwn, method }];
      const preset = presets.find(({ id }) => id === what.preset);
      return preset === undefined ? [] : [{ key, name: preset.title, method: preset.method }];
    });
  }

  protected override render(): TemplateResult {
    const { store } = this;
    const { presets = [] } = store.source;
    const others = [
      ...(store.method === null && store.preset === null && store.changed === 0
        ? []
        : [{ id: "", title: said.sideOwn }]),
      ...presets.filter(({ id }) => id !== store.preset || store.method !== null),
    ];
    const box = ({ id, title }: { id: string; title: string }): TemplateResult =>
      html`<label class="check"><input type="checkbox" name="preset" .checked=${this.picked.has(`preset/${id}`)} @change=${() => this.toggle(`preset/${id}`, { preset: id })} />${title}</label>`;
    return html`<section class="sides" aria-labelledby="side-title">
      <h3 id="side-title">${said.side}</h3>
      <p class="small">${said.sideLead}</p>
      ${others.length === 0 ? nothing : html`<fieldset class="presets"><legend class="small">${said.presets}</legend>${others.map(box)}</fieldset>`}
      ${this.picked.size === 0 ? html`<p class="small">${said.sideNone}</p>` : this.compared()}
    </section>`;
  }

  private compared(): TemplateResult {
    const of = [...rests(this.store), this.picked];
    if (this.side === null || !sameAll(this.side.of, of)) {
      try {
        const picks = this.picks();
        this.side = {
          of,
          picks,
          found: sideBySide(
            this.store,
            picks.map(({ method }) => method),
          ),
        };
      } catch (error) {
        return html`<p class="trouble" role="alert">${failure(said.failed, error).what}</p>`;
      }
    }
    const { picks, found } = this.side;
    const names = [said.sideForce, ...picks.map(({ name }) => name)];
    return html`<ul class="side-said">${picks.map(
      (pick, at) => html`<li><span>${this.sentence(pick, at + 1, found)}</span>
        <button type="button" aria-label=${said.remove(pick.name)} @click=${() => this.leaveOut(pick.key)}>\u00d7</button></li>`,
    )}</ul>
      ${this.table(names, found)}
      ${this.agreement(names, found)}
      <p><button type="button" class="keep" @click=${() => this.keep(names, found)}>${said.save}</button></p>`;
  }

  /** Tells whoever keeps what is picked. */
  private toggle(key: string, what?: Way): void {
    const picked = new Map(this.picked);
    if (!picked.delete(key) && what !== undefined) picked.set(key, what);
    this.dispatchEvent(new CustomEvent("picked", { detail: picked }));
  }

  private leaveOut(key: string): void {
    this.toggle(key);
    void this.updateComplete.then(() => {
      const next =
        this.querySelector<HTMLElement>(".side-said button") ?? this.querySelector<HTMLElement>("#side-title");
      if (next?.id === "side-title") next.tabIndex = -1;
      next?.focus();
    });
  }

  private sentence({ name }: Pick, at: number, { methods, units, tau }: MethodComparison): string {
    const method = methods[at];
    if (method?.shift == null) return said.sideRefused(name, reasons(this.store, method?.problems ?? []));
    const { mean, largest, units: shifts } = method.shift;
    const mover = shifts.findIndex((shift) => shift !== null && Math.abs(shift) === largest);
    return said.sideSaid(name, mean, shifts[mover] ?? 0, units[mover]?.name ?? "", tau[0]?.[at] ?? null);
  }

  private table(names: string[], { units, methods }: MethodComparison): TemplateResult {
    const { store } = this;
    const last = Number.POSITIVE_INFINITY;
    const order = units
      .map((unit, at) => ({ unit, at, rank: methods[0]?.ranks[at] ?? last }))
      .sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank));
    const cell = (method: ComparedMethod, at: number): TemplateResult => {
      const rank = method.ranks[at] ?? null;
      const shift = method.shift?.units[at] ?? null;
      if (rank === null) return html`<td class="number"><span title=${said.notRanked}>${said.nothing}</span></td>`;
      return html`<td class="number">${shift === null || shift === 0 ? nothing : html`<span class="mark ${shift < 0 ? "up" : "down"}"><span aria-hidden="true">${shift < 0 ? "\u25b2" : "\u25bc"}${whole(Math.abs(shift))}</span><span class="unseen">${shift < 0 ? words.up(-shift) : words.down(shift)}</span></span> `}${whole(rank)}</td>`;
    };
    return html`<div class="frame" tabindex="0" role="group" aria-label=${said.frame}><table class="ranks">
      <caption class="unseen">${said.frame}</caption>
      <thead><tr><th scope="col" class="partnership">${said.partnership}</th>${names.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
      <tbody>${order.map(
        ({ unit, at }) => html`<tr data-unit=${unit.id} class=${unit.id === store.selected ? "selected" : ""}>
        <th scope="row"><button type="button" @click=${() => store.select(unit.id, { open: false })}>${unit.name}</button></th>${methods.map((method) => cell(method, at))}</tr>`,
      )}</tbody>
    </table></div>`;
  }

  private agreement(names: string[], { tau }: MethodComparison): TemplateResult {
    return html`<h4 class="label">${said.agree}</h4><p class="small">${said.agreeLead}</p>
      <div class="frame" tabindex="0" role="group" aria-label=${said.agree}><table class="taus">
        <caption class="unseen">${said.agree}</caption>
        <thead><tr><th scope="col" class="partnership"><span class="unseen">${said.title}</span></th>${names.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
        <tbody>${names.map(
          (name, row) =>
            html`<tr><th scope="row">${name}</th>${names.map((_, column) => {
              const value = tau[row]?.[column] ?? null;
              return html`<td class="number">${value === null ? said.nothing : said.tau(value)}</td>`;
            })}</tr>`,
        )}</tbody>
      </table></div>`;
  }

  private keep(names: string[], { units, methods, period }: MethodComparison): void {
    const heads = [
      "id",
      said.partnership,
      ...names.flatMap((name) => [`${name}: ${said.rank}`, `${name}: ${said.score}`]),
    ];
    const lines = units.map(({ id, name }, at) => [
      id,
      name,
      ...methods.flatMap(({ ranks, scores }) => [ranks[at] ?? "", scores[at] ?? ""]),
    ]);
    const text = [heads, ...lines].map((line) => line.map(quoted).join(",")).join("\r\n");
    download(`${this.store.document.id} ${period} methods.csv`, `\ufeff${text}\r\n`, "text/csv");
  }
}

/** A cell of CSV; a text that a spreadsheet would take for a formula gets an apostrophe. */
function quoted(cell: string | number): string {
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

customElements.define("comity-sides", Sides);
