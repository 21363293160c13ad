import type { ObjectiveTable } from "comity";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { ordinal } from "./numbers.js";
import { Panel } from "./panel.js";
import { scoreEnds, scoreName, scoreSaid, words } from "./words.js";

type Line = ObjectiveTable["units"][number];

/** Which partnership serves which purpose: each unit's score and rank under each objective's weights. */
export class Objectives extends Panel {
  /** The objective the lines are sorted by; none: in the order of the ranking. */
  private sorted: string | null = null;

  protected override render(): TemplateResult {
    const { store } = this;
    const table = store.objectiveTable();
    const { objectives } = table;
    const by = objectives.findIndex(({ id }) => id === this.sorted);
    const years = store.study.outline.periods.length > 1;
    return html`<section class="objectives" aria-labelledby="objectives-title">
      <h2 id="objectives-title">${words.objectivesOf}${years ? `, ${table.period}` : ""}</h2>
      <p class="small">${words.objectivesLead} ${store.changed > 0 && store.objective === null ? words.objectivesOwn : nothing}
        ${store.treed ? nothing : words.objectivesOn(scoreName(store.card.ranking), scoreEnds(store.card.ranking))}</p>
      <div class="frame" tabindex="0" role="group" aria-label=${words.objectivesCaption}>
        <table>
          <caption class="unseen">${words.objectivesCaption}</caption>
          <thead><tr>
            <th scope="col" class="partnership">${words.partnership}</th>
            ${objectives.map(
              (
                { id, title },
                position,
              ) => html`<th scope="col" class="number" aria-sort=${position === by ? "descending" : "none"}>
                <button type="button" title=${words.objectivesSort(title)} @click=${() => this.sort(id)}>${title}${position === by ? html` <span aria-hidden="true">\u25be</span>` : nothing}</button></th>`,
            )}
          </tr></thead>
          <tbody>${repeat(
            this.lines(table, by),
            ({ id }) => id,
            (line) => this.line(line),
          )}</tbody>
        </table>
      </div>
    </section>`;
  }

  private lines({ units }: ObjectiveTable, by: number): Line[] {
    const order = new Map(this.store.rows().map(({ id }, position) => [id, position]));
    const last = Number.POSITIVE_INFINITY;
    const place = ({ id, results }: Line): number => (by < 0 ? (order.get(id) ?? last) : (results[by]?.rank ?? last));
    // Without a rank both are at infinity, and the order stays.
    return [...units].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  }

  private line({ id, name, results }: Line): TemplateResult {
    const { store } = this;
    const scores = results.flatMap(({ score, rank }) => (score === null || rank === null ? [] : [score]));
    // Where all are the same, none stands out.
    const best = store.card.ranking.higherIsBetter ? Math.max : Math.min;
    const highest = new Set(scores).size > 1 ? best(...scores) : null;
    return html`<tr data-unit=${id} class=${id === store.selected ? "selected" : ""} @click=${(event: Event) => this.choose(id, event)}>
      <th scope="row"><button type="button" aria-current=${id === store.selected ? "true" : nothing}>${name}</button></th>
      ${results.map(({ score, rank }) =>
        score === null || rank === null
          ? html`<td class="number"><span title=${words.notRanked}>${words.none}</span></td>`
          : html`<td class="number ${score === highest ? "highest" : ""}"><span class="value">${scoreSaid(score, store.card.ranking)}</span>
            <span class="place">${score === highest ? html`<em>${store.card.ranking.higherIsBetter ? words.objectivesHighest : words.objectivesLowest}</em>, ` : nothing}${ordinal(rank)}</span></td>`,
      )}
    </tr>`;
  }

  private choose(id: string, event: Event): void {
    const covering = !matchMedia("(min-width: 1200px)").matches;
    this.store.select(id, { focus: covering || (event as MouseEvent).detail === 0 });
  }

  private sort(id: string): void {
    this.sorted = this.sorted === id ? null : id;
    this.requestUpdate();
  }
}

customElements.define("comity-objectives", Objectives);
