/** A study of the built-in framework with nothing observed yet. */

import type { Framework, Objective, Preset, StudyDocument } from "comity";
import { idOf } from "./ids.js";

/** The built-in framework as its file holds it. */
interface BuiltIn {
  framework: Framework;
  presets: Preset[];
  objectives: Objective[];
}

/** What the reader says of a new study. */
export interface Wanted {
  title: string;
  /** One partnership each. */
  names: string[];
  from: number;
  to: number;
}

/** Reads the framework that the page carries, and makes a study of it whose method is the first preset's. */
export async function emptyStudy({ title, names, from, to }: Wanted): Promise<StudyDocument> {
  const answer = await fetch(new URL("../../src/framework/military_diplomacy.json", import.meta.url));
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const { framework, presets, objectives } = (await answer.json()) as BuiltIn;
  const taken = new Set<string>();
  const units = names.map((name) => ({ id: idOf(name, taken), name }));
  const periods = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const dataset = { units, periods, indicators: [] };
  const method = presets[0]?.method ?? {};
  return { schema: 0, id: idOf(title, new Set()), title, framework, dataset, method, presets, objectives };
}
