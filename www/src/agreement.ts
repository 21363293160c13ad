import type { Agreement } from "comity";
import { html, type TemplateResult } from "lit";
import { whole } from "./numbers.js";
import { Panel } from "./panel.js";
import { agreement, alpha } from "./words/agreement.js";
import { words } from "./words.js";

/** How far the raters agree on each indicator that two or more judged. */
export class AgreementTable extends Panel {
  protected override render(): TemplateResult {
    const { store } = this;
    const rows = store.agreement();
    return html`<section class="agreement" aria-labelledby="agreement-title">
      <h2 id="agreement-title" tabindex="-1">${agreement.title}</h2>
      ${
        rows.every(({ cells }) => cells === 0)
          ? html`<div class="banner"><p>${agreement.none}</p><button type="button" @click=${() => store.setView("rubrics")}>${agreement.toRubrics}</button></div>`
          : html`<p class="small">${agreement.lead}</p>
        <div class="frame" tabindex="0" role="group" aria-label=${agreement.caption}><table>
          <caption class="unseen">${agreement.caption}</caption>
          <thead><tr><th scope="col" class="partnership">${agreement.indicator}</th>
            <th scope="col" class="number">${agreement.raters}</th>
            <th scope="col" class="number">${agreement.cells}<span class="unit">${agreement.cellsUnit}</span></th>
            ${(["ordinal", "nominal", "interval", "ratio"] as const).map((kind) => html`<th scope="col" class="number">${agreement[kind]}<span class="unit">${agreement[`${kind}Unit`]}</span></th>`)}
            <th scope="col" class="reading">${agreement.reading}</th></tr></thead>
          <tbody>${rows.map((row) => this.row(row))}</tbody>
        </table></div>`
      }
    </section>`;
  }

  private row({ indicator, raters, cells, nominal, ordinal, interval, ratio, reading }: Agreement): TemplateResult {
    const number = (value: number | null, kind = ""): TemplateResult =>
      html`<td class="number ${kind}">${value === null ? html`<span title=${agreement.undefined}>${words.none}</span>` : alpha(value)}</td>`;
    return html`<tr><th scope="row"><button type="button" @click=${() => this.store.judge(indicator, null)}>${this.store.nameOf(indicator)}</button></th>
      <td class="number">${whole(raters)}</td><td class="number">${whole(cells)}</td>
      ${number(ordinal, "main")}${number(nominal)}${number(interval)}${number(ratio)}
      <td class="reading">${agreement.readings[reading]}</td></tr>`;
  }
}

customElements.define("comity-agreement", AgreementTable);
