/** Names of methods and their parameters as readers write them. */

/** Names that are no plain words. */
const NAMES: Record<string, string> = {
  ahp: "AHP",
  aras: "ARAS",
  borda: "Borda",
  "box-cox": "Box\u2013Cox",
  "best-worst": "Best\u2013worst method",
  choquet: "Choquet integral",
  cilos: "CILOS",
  cocoso: "CoCoSo",
  codas: "CODAS",
  copeland: "Copeland",
  copras: "COPRAS",
  critic: "CRITIC",
  edas: "EDAS",
  "electre-1": "ELECTRE I",
  "electre-2": "ELECTRE II",
  "electre-3": "ELECTRE III",
  gini: "Gini",
  idocriw: "IDOCRIW",
  mabac: "MABAC",
  marcos: "MARCOS",
  "mazziotta-pareto": "Mazziotta\u2013Pareto",
  "adjusted-mazziotta-pareto": "Adjusted Mazziotta\u2013Pareto",
  merec: "MEREC",
  "min-max": "Min\u2013max",
  moora: "MOORA",
  "moora-reference-point": "MOORA, reference point",
  multimoora: "MULTIMOORA",
  owa: "OWA",
  "promethee-1": "PROMETHEE I",
  "promethee-2": "PROMETHEE II",
  rim: "RIM",
  smart: "SMART",
  spotis: "SPOTIS",
  "s-shaped": "S-shaped",
  "log-ct": "Log (CT)",
  "log-ct-plus": "Log (CT), either way",
  topsis: "TOPSIS",
  tree: "The tree",
  vikor: "VIKOR",
  waspas: "WASPAS",
  wroclaw: "Wroc\u0142aw taxonomy",
  "zavadskas-turskis": "Zavadskas\u2013Turskis",
  "z-score": "Z-score",
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A method's name, as at the beginning of a sentence. */
export const methodName = (method: string): string => NAMES[method] ?? capital(method.replaceAll("-", " "));

/** The same within a sentence. */
export function methodSaid(method: string): string {
  return NAMES[method] ?? method.replaceAll("-", " ");
}

/** A parameter's name: `bestToOthers` is "best to others". */
export const parameterName = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
