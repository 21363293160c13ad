/** Fields for the parameters of a method, as the engine describes them. */

import type { MethodAbout, Parameter } from "comity";
import { html, nothing, type TemplateResult } from "lit";
import type { Filled } from "./choices.js";
import type { Store } from "./store.js";
import { methods as said } from "./words/methods.js";
import { parameterName } from "./words/names.js";

/** One field a parameter; `set` is told what the reader put into it, `undefined` where it was emptied. */
export function fields(
  { study }: Store,
  { parameters }: MethodAbout,
  values: Filled,
  key: string,
  set: (name: string, value: unknown) => void,
): TemplateResult[] {
  const { units, nodes } = study.outline;
  const indicators = nodes.filter(({ kind }) => kind === "indicator");
  return parameters.map((parameter) => {
    const { name, kind, required, default: initial, lower, upper, choices = [] } = parameter;
    const id = `field-${key.replace(/[^a-z0-9-]+/gi, "_")}-${name}`;
    const limits = kind === "structure" ? said.structure : said.ends(lower, upper, required ? undefined : initial);
    const hint = limits === "" && !required ? said.optional : limits;
    const options = (all: { id: string; name: string }[]): TemplateResult =>
      select(id, all, values[name], (value) => set(name, value));
    const control: Record<Parameter["kind"], () => TemplateResult> = {
      truth: () =>
        html`<input id=${id} type="checkbox" aria-describedby="${id}-hint" .checked=${(values[name] ?? initial) === true} @change=${(event: Event) => set(name, input(event).checked)} />`,
      choice: () => options(choices.map((choice) => ({ id: choice, name: choice.replaceAll("-", " ") }))),
      node: () => options(indicators),
      unit: () => options(units),
      structure: () =>
        html`<textarea id=${id} rows="3" spellcheck="false" aria-describedby="${id}-hint" .value=${structured(values[name])} @change=${(event: Event) => set(name, parsed(input(event).value))}></textarea>`,
      text: () => line(id, "text", parameter, values[name], (field) => set(name, field.value)),
      number: () => line(id, "number", parameter, values[name], (field) => set(name, number(field))),
      whole: () => line(id, "number", parameter, values[name], (field) => set(name, number(field))),
    };
    return html`<div class="field ${kind === "structure" ? "wide" : ""}"><label for=${id}>${parameterName(name)}</label>${control[kind]()}<span class="hint" id="${id}-hint">${hint}</span></div>`;
  });
}

const input = (event: Event): HTMLInputElement => event.target as HTMLInputElement;

function select(
  id: string,
  all: { id: string; name: string }[],
  value: unknown,
  set: (value: string) => void,
): TemplateResult {
  return html`<select id=${id} aria-describedby="${id}-hint" @change=${(event: Event) => set(input(event).value)}>
    <option value="" ?selected=${value === undefined || value === ""}>${said.choose}</option>
    ${all.map((one) => html`<option value=${one.id} ?selected=${value === one.id}>${one.name}</option>`)}</select>`;
}

function line(
  id: string,
  type: "text" | "number",
  { kind, lower, upper }: Parameter,
  value: unknown,
  set: (field: HTMLInputElement) => void,
): TemplateResult {
  return html`<input id=${id} type=${type} step=${kind === "whole" ? "1" : "any"} min=${lower ?? nothing} max=${upper ?? nothing} aria-describedby="${id}-hint"
    .value=${value === undefined || value === null ? "" : String(value)} @change=${(event: Event) => set(input(event))} />`;
}

/** What a field for numbers holds; what is no number goes to the engine as it is, to be refused. */
function number({ value, valueAsNumber }: HTMLInputElement): unknown {
  return value === "" ? undefined : Number.isNaN(valueAsNumber) ? value : valueAsNumber;
}

const structured = (value: unknown): string =>
  value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);

/** A list or an object; a text that is neither goes to the engine as it is, to be refused. */
function parsed(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
