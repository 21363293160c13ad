/** Choices of method in a study's method block: what is stated, and the same block with another choice. Documents go in and come out; what fits is the engine's to say. */

import type { Choices, Method, MethodAbout, NodeChoices, Parameter, Problem } from "comity";

/** A choice as documents write it: a name, or a name with parameters. */
export type Stated = string | { method: string; [parameter: string]: unknown };

/** Whom a choice is for: one node by its id, the nodes without a choice of their own, or all of them. */
export type Scope = string | typeof OTHERS | typeof ALL;
export const OTHERS = "\u0000others";
export const ALL = "\u0000all";

/** Stages that no node has to itself. */
const OF_THE_WHOLE = new Set(["screening", "ranking"]);

/** Stages of dimensions; all others that nodes have are of indicators. */
const OF_DIMENSIONS = new Set(["weighting", "aggregation"]);

export const isOfTheWhole = (stage: string): boolean => OF_THE_WHOLE.has(stage);
export const kindOf = (stage: string): "dimension" | "indicator" =>
  OF_DIMENSIONS.has(stage) ? "dimension" : "indicator";

export const nameOf = (stated: Stated): string => (typeof stated === "string" ? stated : stated.method);

/** What is stated for a scope; `null`: nothing, so what is stated above it, or the engine's own. */
export function statedIn(method: Method, stage: string, scope: Scope): Stated | null {
  const of = (choices: object | undefined): Stated | null =>
    (choices as Record<string, Stated | undefined> | undefined)?.[stage] ?? null;
  if (isOfTheWhole(stage)) return of(method);
  if (scope === OTHERS || scope === ALL) return of(method.defaults);
  return of(method.nodes?.find(({ id }) => id === scope));
}

/** The nodes that have a choice of their own. */
export function exceptions(method: Method, stage: string): { id: string; stated: Stated }[] {
  return (method.nodes ?? []).flatMap(({ id }) => {
    const stated = statedIn(method, stage, id);
    return stated === null ? [] : [{ id, stated }];
  });
}

/** The method with another choice; `null` takes the choice back. */
export function withChoice(method: Method, stage: string, scope: Scope, stated: Stated | null): Method {
  if (isOfTheWhole(stage)) return set(method, stage, stated);
  if (scope === OTHERS || scope === ALL) {
    const changed = { ...method, defaults: set(method.defaults ?? {}, stage, stated) };
    return scope === OTHERS
      ? changed
      : { ...changed, nodes: (method.nodes ?? []).map((node) => set(node, stage, null)) };
  }
  const nodes = method.nodes ?? [];
  const known = nodes.some(({ id }) => id === scope);
  const all: NodeChoices[] = known ? nodes : [...nodes, { id: scope }];
  return { ...method, nodes: all.map((node) => (node.id === scope ? set(node, stage, stated) : node)) };
}

function set<T extends Method | Choices>(choices: T, stage: string, stated: Stated | null): T {
  const { [stage]: _, ...rest } = choices as Record<string, unknown>;
  return (stated === null ? rest : { ...rest, [stage]: stated }) as unknown as T;
}

/** The method without the weights that another choice leaves unused, as the engine says; `null`: something else is wrong with it. */
export function withoutUnused(method: Method, problems: Problem[]): Method | null {
  if (problems.length === 0 || problems.some(({ code }) => code !== "weight-unused")) return null;
  const unused = new Set(problems.map(({ args }) => args.id));
  const nodes = (method.nodes ?? []).map((node) => {
    if (!unused.has(node.id)) return node;
    const { weight: _, ...rest } = node;
    return rest;
  });
  return { ...method, nodes };
}

/** A value of a parameter as a form holds it. */
export type Filled = Record<string, unknown>;

/** The choice that a form makes; what is left empty is left out. */
export function filled({ method, parameters }: MethodAbout, values: Filled): Stated {
  const stated: { method: string; [parameter: string]: unknown } = { method };
  for (const { name } of parameters) {
    const value = values[name];
    if (value !== undefined && value !== null && value !== "") stated[name] = value;
  }
  return Object.keys(stated).length === 1 ? method : stated;
}

/** What a form begins with: what is stated, else what must be there and has a first proposal. */
export function beginning({ parameters }: MethodAbout, stated: Stated | null): Filled {
  const values: Filled = {};
  for (const { name, required, default: proposal } of parameters) {
    const value = typeof stated === "object" ? stated?.[name] : undefined;
    if (value !== undefined) values[name] = value;
    else if (required && proposal !== undefined) values[name] = proposal;
  }
  return values;
}

/** Whether a method waits for something that only the reader can give. */
export const waits = (parameters: Parameter[]): boolean =>
  parameters.some(({ required, default: proposal }) => required && proposal === undefined);

/** Whether two choices are one, whatever the order of their parameters. */
export function isSame(a: Stated | null, b: Stated | null): boolean {
  const plain = (stated: Stated | null): string =>
    stated === null || typeof stated === "string"
      ? JSON.stringify([["method", stated]])
      : JSON.stringify(Object.entries(stated).sort(([one], [other]) => (one < other ? -1 : 1)));
  return plain(a) === plain(b);
}
