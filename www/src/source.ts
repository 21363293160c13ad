import type { Source } from "comity";
import { html, nothing, type TemplateResult } from "lit";
import { words } from "./words.js";

/** A source with citation, address and terms. `named`: with its short name, where others refer to it by that. */
export function source({ id, citation, address, licence, tier }: Source, named: boolean): TemplateResult {
  return html`<div class="source">
    <p>${named ? html`<span class="citing">[${id}]</span> ` : nothing}${citation}</p>
    ${address === undefined ? nothing : html`<p class="address">${address.split(/\s*;\s*/).map(link)}</p>`}
    ${licence === undefined ? nothing : html`<p>${words.licence(licence)}</p>`}
    ${tier === undefined ? nothing : html`<p>${words.tier(tier)}</p>`}
  </div>`;
}

/** An address, as a link where it is one that a browser should open. */
function link(address: string): TemplateResult {
  return /^https?:\/\//.test(address)
    ? html`<a href=${address} rel="noreferrer">${address}</a> `
    : html`<span>${address}</span> `;
}
