/** Where in a document a problem lies: keys and indexes from the outermost in, e.g. `["framework", "indicators", 3, "direction"]`. */
export type Path = (string | number)[];

/** `error`: nothing is scored until it is mended. `warning`: scored, but a reader must know. `note`: done as the method says, and said. */
export type Severity = "error" | "warning" | "note";

/** One fault found in a document, or one thing the engine did that a reader must know. */
export interface Problem {
  /** Stable name of the kind of problem, in kebab case: word your own message from it and `args`. */
  code: string;
  /** Where it is. */
  path: Path;
  /** The particulars, by name: the text found, what was expected, the unit, the share … */
  args: { [name: string]: string | number };
  severity: Severity;
  /** One line of English saying what was found and what was expected. */
  message: string;
}

// ---------------------------------------------------------------- the study document

/** One study: what is measured, what was observed, how it is combined. JSON; the order of its lists changes no result. */
export interface StudyDocument {
  /** Version of this format: 0. */
  schema: 0;
  id: string;
  title: string;
  description?: string;
  framework: Framework;
  dataset: Dataset;
  method: Method;
  /** Other methods over the same framework, to choose among. */
  presets?: Preset[];
  /** Profiles of weights, one an objective that a partnership may serve. */
  objectives?: Objective[];
}

/** A method with a name. */
export interface Preset {
  id: string;
  title: string;
  description?: string;
  method: Method;
}

/** Weights for one objective of a partnership, such as deterrence; nodes not named weigh what the method says. */
export interface Objective {
  id: string;
  title: string;
  description?: string;
  weights: Weight[];
}

/** What is measured: a tree of dimensions whose leaves are indicators. */
export interface Framework {
  /** Inner nodes. Exactly one has no `parent`: the root. */
  dimensions: Dimension[];
  /** Leaves. */
  indicators: Indicator[];
  /** What indicators and observations cite. */
  sources?: Source[];
}

/** A named group of indicators or dimensions. */
export interface Dimension {
  id: string;
  name: string;
  /** Absent for the root alone. */
  parent?: string;
  description?: string;
}

/** One thing observed of a partnership. */
export interface Indicator {
  id: string;
  name: string;
  /** The dimension it belongs to. */
  parent: string;
  /** What one unit of the raw value is, e.g. `"persons"`. */
  unitOfMeasure: string;
  direction: Direction;
  /** Whether it is an input, an output or an outcome of the partnership. */
  tag?: Tag;
  /** Why sign or attribution of this indicator is disputed, if it is. */
  contested?: string;
  /** Suggested raw values of the scale's two ends; a method may set others. */
  goalposts?: Goalposts;
  /** The ordered levels of a qualitative indicator. Present = a rubric indicator: its values are levels. */
  rubric?: RubricLevel[];
  /** Default source of its observations. */
  source?: string;
  description?: string;
}

/** Which way is better: up, down, at a target value, or inside a range (both ends included). */
export type Direction = "higher-is-better" | "lower-is-better" | { target: number } | { range: [number, number] };

export type Tag = "input" | "output" | "outcome";

/** Raw values between which an indicator is read, `lower` < `upper` whichever way is better. */
export interface Goalposts {
  lower: number;
  upper: number;
  /** `judgement`: ours to argue with. `cited`: from `source`. */
  basis: "judgement" | "cited";
  source?: string;
}

export interface RubricLevel {
  level: number;
  description: string;
}

/** Where values come from, and on what terms. */
export interface Source {
  id: string;
  citation: string;
  address?: string;
  /** Licence or terms as seen. */
  licence?: string;
  /** `A`: open licence, government work or single quoted figures. `B`: free to use with citation, owner's terms not seen. */
  tier?: "A" | "B";
}

/** What was observed. */
export interface Dataset {
  units: Unit[];
  /** Whole years, each once. */
  periods: number[];
  /** One column an indicator. An indicator of the framework without a column has no observations. */
  indicators: Column[];
  /** Details of single cells: what one number cannot hold. */
  observations?: Observation[];
}

/** What is scored: a partnership, that is a pair or a group of states. */
export interface Unit {
  id: string;
  name: string;
  /** What it is counted among, such as a region: `group-mean` and `group-median` fill its gaps from there. */
  group?: string;
  /** The states it is made of, each with the years of its membership (both ends included; absent = open). */
  members?: { id: string; from?: number; to?: number }[];
}

/** All values of one indicator. */
export interface Column {
  /** The indicator. */
  id: string;
  /** `units.length × periods.length` values, unit by unit in the order of `units`, each in the order of `periods`; `null` = missing. */
  values: (number | null)[];
  /** Source of this column where it differs from the indicator's. */
  source?: string;
}

/**
 * Detail of one cell, or one judgement of it: with `rater` or `of` it has a `value` of its own, and the column's cell is `null`.
 */
export interface Observation {
  unit: string;
  indicator: string;
  period: number;
  /** The member it speaks of: one side's opinion, one ally's spending. */
  of?: string;
  /** Who judged it. */
  rater?: string;
  /** The value, where the column's cell does not hold it. */
  value?: number;
  /** How sure the rater is, 0 to 1. */
  confidence?: number;
  source?: string;
  note?: string;
  /** Plausible lowest and highest value, the cell's value within them. */
  range?: [number, number];
  /** Standard deviation of the value, in its own unit of measure. */
  sd?: number;
}

/** How observations become scores: defaults, and what single nodes do otherwise. */
export interface Method {
  /** The period shown when none is asked for; absent: the last one. */
  period?: number;
  /** Ends of every normalised value and score; absent: 0 to 100. */
  scale?: Scale;
  /** Which units and periods hold too little to be ranked; absent: all are ranked. */
  screening?: Screening;
  defaults?: Choices;
  nodes?: NodeChoices[];
  /** How much public opinion counts; absent: as the weights say. */
  opinion?: Opinion;
  /** Absent: `tree`. */
  ranking?: Ranking;
}

/**
 * The public-opinion weight as one parameter.
 *
 * - `share`: the node's share among its siblings, 0 to 1; the others keep their proportions.
 * - `credibility`: the node leaves its siblings, and the score of the rest is multiplied by (opinion / full support) to the power of
 *   `weight`, 0 or more: without support, nothing else counts fully. A unit without opinion is scored without it, and says so.
 */
export interface Opinion {
  node: string;
  as: "share" | "credibility";
  weight: number;
}

export interface Scale {
  lower: number;
  upper: number;
}

/** Choices for a node. A choice without parameters may be written as its name alone: `"geometric"`. */
export interface Choices {
  /** Indicators: how several raters become one value. Absent: `median`. */
  raters?: Raters;
  /** Indicators: how the members' values become the partnership's. Absent: `weakest`. */
  members?: Members;
  /** Indicators: how the periods become one value. Absent: `value`. */
  combination?: Combination;
  /** Indicators: what becomes of missing values. Absent: `none`. */
  imputation?: Imputation;
  /** Indicators: what values are divided by. Absent: `none`; a default passes by rubric indicators and the denominator itself. */
  denomination?: Denomination;
  /** Indicators: how extreme and skewed values are held back. Absent: `none`; a default passes by rubric indicators. */
  treatment?: Treatment;
  /** Indicators: whose values a normalisation's bounds, means and ranks come from: the `period`'s (absent), or the whole `panel`'s. */
  pool?: "period" | "panel";
  /** Indicators: how a treated value finds its place on the scale. Absent: `goalposts`, and `rubric-level` for rubric indicators. */
  normalisation?: Normalisation;
  /** Dimensions: whose weights its children have. Absent: `given`. */
  weighting?: Weighting;
  /** Dimensions: how children become one score. Absent: `arithmetic`. */
  aggregation?: Aggregation;
  /** Dimensions: what a missing child means. Absent: `rescale`. */
  missing?: Missing;
  /** Dimensions: least share of the children that must be there, counted, 0 to 1; below it the dimension is missing. Absent: 0. */
  available?: number;
}

export interface NodeChoices extends Choices {
  /** A dimension or an indicator of the framework. */
  id: string;
  /** Importance among its siblings: any non-negative number; absent: 1. */
  weight?: number;
}

/** `median` (of an even number: the mean of the middle two) or `mean` of the raters' values. */
export type Raters = "median" | "mean" | { method: "median" | "mean" };

/**
 * - `weakest`: the worst member's value, whichever way is better: the weaker side, the weakest link.
 * - `mean`: of the members observed.
 * - `weighted-mean`: weighted by the members' values of another indicator, e.g. a capability.
 * - `one`: the value of one member.
 */
export type Members =
  | "weakest"
  | "mean"
  | { method: "weakest" }
  | { method: "mean" }
  | { method: "weighted-mean"; by: string }
  | { method: "one"; of: string };

/**
 * - `value`: the period's own value.
 * - `latest`: the newest value of the last `years` years, this one included; its age is said.
 * - `mean`, `sum`: over the last `years` years, this one included and observed, at least `minimum` of them observed (absent:
 *   all). A sum over a window with gaps is the mean of what is there times `years`, and said.
 */
export type Combination =
  | "value"
  | { method: "value" }
  | { method: "latest"; years: number }
  | { method: "mean"; years: number; minimum?: number }
  | { method: "sum"; years: number; minimum?: number };

/**
 * What fills a gap; each filled cell is marked, and coverage does not count it.
 *
 * - `none`: it stays missing.
 * - `mean`, `median`, `most-frequent`: of the indicator's values.
 * - `group-mean`, `group-median`: of the units with the same `group`.
 * - `nearest`: mean of the `count` (3) units most like it, indicators divided by their range unless `scaled` is false.
 * - `siblings`: where the unit stands, on average, on the other indicators of the dimension.
 * - `normal`: what a normal distribution over the indicators of the dimension expects.
 * - `latest`, `constant`, `linear`: from the unit's own values of other periods.
 */
export type Imputation =
  | Plain<
      "none" | "mean" | "median" | "most-frequent" | "group-mean" | "group-median" | "nearest" | "siblings" | "normal"
    >
  | Plain<"latest" | "constant" | "linear">
  | { method: "nearest"; count?: number; scaled?: boolean };

/** A method by its name alone, or as an object. */
export type Plain<Name extends string> = Name | { method: Name };

/**
 * `by-indicator`: `times` (1) × value / value of another indicator; where that is `missing`, or `zero` or below, the value is missing
 * too, or nothing is scored.
 */
export type Denomination =
  | Plain<"none">
  | {
      method: "by-indicator";
      indicator: string;
      times?: number;
      missing?: "leave-missing" | "refuse";
      zero?: "leave-missing" | "refuse";
    };

/**
 * What holds extremes and skew back; each treated cell is marked.
 *
 * - `none`: values stay as they are.
 * - `winsorise`: extremes pulled to the next value, at most `maximum` (5), while |skewness| > `skewness` (2) and kurtosis > `kurtosis` (3.5).
 * - `percentile`: held between the percentiles `lower` (2.5) and `upper` (97.5).
 * - `fraction`: the `lower` (0.05) and `upper` (0.05) fractions of the values pulled to the next.
 * - `log-ct`: ln(x − min + range / 100). `log-ct-plus`: mirrored where the skew is the other way. `log-shift-one`: ln(x − min + 1).
 * - `box-cox`: the power `lambda`, or the most likely; with `shift` the lowest value becomes 1 first.
 * - `two-stage`: `winsorise`, then `log-ct` where that is not enough, of the values as they were, or `combined` with the first stage.
 */
export type Treatment =
  | Plain<
      | "none"
      | "winsorise"
      | "percentile"
      | "fraction"
      | "log-ct"
      | "log-ct-plus"
      | "log-shift-one"
      | "box-cox"
      | "two-stage"
    >
  | { method: "winsorise"; skewness?: number; kurtosis?: number; maximum?: number }
  | { method: "percentile"; lower?: number; upper?: number }
  | { method: "fraction"; lower?: number; upper?: number }
  | { method: "box-cox"; lambda?: number; shift?: boolean }
  | { method: "two-stage"; skewness?: number; kurtosis?: number; maximum?: number; combined?: boolean };

/**
 * Between fixed values:
 *
 * - `goalposts`: linear between two fixed raw values, clamped beyond them; absent ends are the framework's suggestion.
 * - `log-saturation`: the same on ln(`offset` + x), so that the thirteenth exercise counts less than the first; `offset` 1 if absent.
 * - `saturating`: steep at first, then ever flatter, `curvature` 3. `s-shaped`: flat, steep, flat; `midpoint` 0.5, `steepness` 10.
 * - `piecewise-linear`: through points, `values` rising and their `places`.
 * - `rubric-level`: the levels of the indicator's rubric, equally spaced or as `spacing` says, one number a level.
 *
 * By what the data hold, so that adding a unit may move the others:
 *
 * - `min-max`: linear between the worst and the best value. `distance-to-maximum`: the same, as distance from the best.
 * - `centile`: linear between the percentiles `lower` (5) and `upper` (95).
 * - `z-score`: standard deviations (`ddof` 1) from the mean, which lies at `mean` (the middle), each `sd` (a tenth) of the scale.
 * - `rank`: rank / n. `percentile-rank`: share of the others that are worse. `borda`: points for units beaten. Each with `ties`.
 * - `distance-to-target`, `distance-to-reference`: linear from the worst value to a target, or to one unit's value.
 * - `fraction-of-maximum`: x / max, 1 − x / max. `linear`: x / max, min / x. `non-linear`: (x / max)², (min / x)³.
 * - `sum`: x / Σ x. `vector`: x / √Σ x². `logarithmic`: ln x / Σ ln x.
 * - `enhanced-accuracy`, `zavadskas-turskis`: one less the distance from the best, by all distances, or relative to it.
 */
export type Normalisation =
  | Plain<
      "goalposts" | "log-saturation" | "saturating" | "s-shaped" | "rubric-level" | "min-max" | "distance-to-maximum"
    >
  | Plain<
      "centile" | "z-score" | "rank" | "percentile-rank" | "borda" | "fraction-of-maximum" | "linear" | "non-linear"
    >
  | Plain<"sum" | "vector" | "logarithmic" | "enhanced-accuracy" | "zavadskas-turskis">
  | { method: "goalposts"; lower?: number; upper?: number }
  | { method: "log-saturation"; lower?: number; upper?: number; offset?: number }
  | { method: "saturating"; lower?: number; upper?: number; curvature?: number }
  | { method: "s-shaped"; lower?: number; upper?: number; midpoint?: number; steepness?: number }
  | { method: "piecewise-linear"; values: number[]; places: number[] }
  | { method: "rubric-level"; spacing?: number[] }
  | { method: "centile"; lower?: number; upper?: number }
  | { method: "z-score"; mean?: number; sd?: number; ddof?: 0 | 1 }
  | { method: "rank" | "percentile-rank" | "borda"; ties?: "average" | "min" | "max" }
  | { method: "distance-to-target"; target: number }
  | { method: "distance-to-reference"; unit: string };

/** What a person states of one child. */
export type Stated = { id: string; value: number };

/** Whose weights the children have. */
export type Weighting =
  | "equal"
  | "given"
  | "standard-deviation"
  | "variance"
  | "entropy"
  | "gini"
  | "angle"
  | "critic"
  | "merec"
  | "cilos"
  | "idocriw"
  | "principal-component"
  | "rotated-factors"
  | { method: "equal" | "given" | "entropy" | "gini" | "angle" | "merec" | "cilos" | "idocriw" | "principal-component" }
  | { method: "standard-deviation" | "variance"; of?: "range" | "scores" | "values" }
  | { method: "critic"; correlation?: "pearson" | "spearman"; ignoreDirections?: boolean }
  | { method: "rotated-factors"; factors?: number }
  | {
      method: "rank-order";
      positions: Stated[];
      rule?: "centroid" | "sum" | "reciprocal" | "exponent";
      exponent?: number;
    }
  | { method: "swing" | "smart"; points: Stated[] }
  | { method: "budget-allocation"; points: Stated[]; budget?: number }
  | { method: "ahp"; judgements: Judgement[]; priority?: "eigenvector" | "geometric-mean" }
  | { method: "best-worst"; bestToOthers: Stated[]; othersToWorst: Stated[] }
  | { method: "panel"; people: { name: string; weights: Stated[] }[]; mean?: "arithmetic" | "geometric" };

/** How many times as important one child is as another, 0.001 to 1000; by `person` where several judge. */
export type Judgement = { first: string; second: string; value: number; person?: string };

/** How children become one score. */
export type Aggregation =
  | AggregationName
  | { method: AggregationName }
  | { method: "power"; exponent: number }
  | { method: "owa"; weights: number[] }
  | { method: "owa"; exponent: number }
  | { method: "choquet"; pairs: { first: string; second: string; interaction: number }[] }
  | { method: "veto"; floor: number; cap?: number }
  | { method: "mazziotta-pareto" | "adjusted-mazziotta-pareto"; penalty?: "down" | "up" };

/** Aggregations that need no parameter. */
export type AggregationName =
  | "arithmetic"
  | "geometric"
  | "harmonic"
  | "median"
  | "minimum"
  | "maximum"
  | "mazziotta-pareto"
  | "adjusted-mazziotta-pareto"
  | "borda"
  | "copeland"
  | "wroclaw"
  | "benefit-of-the-doubt";

/** `rescale`: the others' weights are scaled up, and the row says so. `leave-missing`: the node is missing too. `refuse`: nothing is scored. */
export type Missing = "rescale" | "leave-missing" | "refuse";

/**
 * Least shares from 0 to 1; absent = 0. Units below `unit` and periods below `period`, both of the framework's indicators, are not
 * ranked; indicators below `indicator`, of the units, count as missing. `unitNonZero` and `indicatorNonZero`: of the values there,
 * those that are not 0.
 */
export type Screening = {
  method: "minimum-coverage";
  unit?: number;
  period?: number;
  indicator?: number;
  unitNonZero?: number;
  indicatorNonZero?: number;
};

/** `tree`: by the root's score, competition ranking (1, 2, 2, 4), ties named. The others rank by the values themselves. */
export type Ranking =
  | RankingName
  | { method: RankingName }
  | { method: "topsis"; scaling?: Scaling }
  | { method: "vikor"; v?: number }
  | { method: "promethee-1" | "promethee-2"; preferences?: ({ id: string } & Preference)[] }
  | { method: "electre-1"; scaling?: Scaling; agreement?: number; disagreement?: number }
  | {
      method: "electre-2";
      scaling?: Scaling;
      levels?: { p0?: number; p1?: number; p2?: number; q0?: number; q1?: number };
    }
  | { method: "electre-3"; thresholds?: Thresholds[]; alpha?: number; beta?: number }
  | { method: "waspas" | "cocoso"; lambda?: number }
  | { method: "codas"; tau?: number }
  | { method: "aras"; optimal?: Stated[] }
  | { method: "spotis"; bounds: { id: string; lower: number; upper: number }[]; expected?: Stated[] }
  | { method: "rim"; references: { id: string; range: [number, number]; ideal: [number, number] }[] };

/** Rankings that need no parameter. */
export type RankingName =
  | "tree"
  | "topsis"
  | "vikor"
  | "promethee-1"
  | "promethee-2"
  | "electre-1"
  | "electre-2"
  | "electre-3"
  | "waspas"
  | "moora"
  | "moora-reference-point"
  | "full-multiplicative"
  | "multimoora"
  | "aras"
  | "copras"
  | "edas"
  | "codas"
  | "mabac"
  | "marcos"
  | "cocoso";

/** How columns are made comparable. */
export type Scaling = "vector" | "min-max" | "sum" | "max" | "none";

/** How much a difference of one indicator counts, thresholds in its unit of measure. */
export type Preference =
  | { shape: "usual" }
  | { shape: "u-shape"; indifference: number }
  | { shape: "v-shape"; preference: number }
  | { shape: "level" | "linear"; indifference: number; preference: number }
  | { shape: "gaussian"; inflection: number };

/** Thresholds of one indicator, in its unit of measure. */
export type Thresholds = { id: string; indifference?: number; preference?: number; veto?: number };

// ---------------------------------------------------------------- asking and answers

/** The weight of one node: any non-negative number; only shares among siblings matter. */
export interface Weight {
  id: string;
  weight: number;
}

export interface ScoreRequest {
  /** Absent: the study's own `period`. */
  period?: number;
  /** Weights that replace the study's; nodes not named keep theirs. */
  weights?: Weight[];
  /** Rank among these units only; absent: all. */
  units?: string[];
}

/** Scores, ranks, what they rest on, and what was done to get them. */
export interface Scorecard {
  /** Version of the engine. */
  engine: string;
  schema: 0;
  /** Content hash of the study. */
  hash: string;
  period: number;
  scale: Scale;
  /** What decides the ranks, and what kind of numbers the scores are. */
  ranking: RankedBy;
  /** How many of the framework's indicators have any observation in this period. */
  coverage: Coverage;
  /** The tree, parents before children, siblings by id. */
  nodes: NodeWeight[];
  /** Ranked units in the order of their rank (ties by id), then those without a rank by id. */
  units: UnitScore[];
  /** What concerns the whole scorecard; what concerns one unit is on its row. */
  notes: Problem[];
}

/** What decides the ranks. Only of kind `index` are scores on `scale`; others are on the method's own, between `bounds` if there are any. */
export interface RankedBy {
  method: string;
  kind: "index" | "scores" | "classes" | "partial-order" | "kernel";
  /** What the scores are, in a word or two: `net flow`, `closeness to the ideal`; of the tree: `score`. */
  measure: string;
  higherIsBetter: boolean;
  bounds: Scale | null;
  /** Whether it is quick enough to follow a slider. */
  live: boolean;
}

export interface Coverage {
  observed: number;
  expected: number;
  /** `observed / expected`, 0 to 1. */
  share: number;
  /** The least share that is ranked, 0 to 1. */
  minimum: number;
}

export interface NodeWeight {
  id: string;
  parent: string | null;
  kind: "dimension" | "indicator";
  /** As stated. */
  weight: number;
  /** Among its siblings, 0 to 1. */
  share: number;
  /** Product of shares down the path to the root, 0 to 1. */
  effectiveWeight: number;
}

/**
 * A number beside the score: `s`, `r` and `compromise` (1: among those that cannot be told apart from the first) of VIKOR; flows of
 * PROMETHEE; classes of both distillations of ELECTRE III; ranks of MULTIMOORA's three parts.
 */
export type FigureName =
  | "s"
  | "r"
  | "compromise"
  | "positive-flow"
  | "negative-flow"
  | "descending"
  | "ascending"
  | "ratio-rank"
  | "reference-point-rank"
  | "product-rank";

export interface UnitScore {
  id: string;
  name: string;
  /** `null`: not scored, and the row's notes say why. */
  score: number | null;
  rank: number | null;
  /** Ids of the units with the very same rank. */
  tiedWith: string[];
  /** Ids of the units that it outranks, where the ranking gives a partial order or a kernel. */
  outranks?: string[];
  /** What the ranking method gives beside the score. */
  figures?: { name: FigureName; value: number | null }[];
  coverage: Coverage;
  /** The scores that its missing and its filled values, wherever on the scale they lie, could make; equal ends when nothing is missing. */
  possible: Scale | null;
  /** One entry a node, in the order of `nodes`. */
  parts: Part[];
  /** Mean of its indicators of each tag, by their effective weights: what is put in, what is done, what comes of it. */
  tags: { tag: Tag; value: number | null }[];
  notes: Problem[];
}

export interface Part {
  id: string;
  /** The node's value on the scale; `null`: missing. */
  value: number | null;
  /** How much of the unit's score it is: children of an arithmetic node sum to it. `null` below a node that does not add up. */
  contribution: number | null;
  /** `contribution` rounded to a thousandth of the scale so that shown parts add up to the shown score. */
  shown: number | null;
}

/** One unit's score, from raw value to rank: each number the very one the score was made of. */
export interface Trace {
  unit: string;
  name: string;
  period: number;
  scale: Scale;
  ranking: RankedBy;
  score: number | null;
  rank: number | null;
  /** How many units are ranked. */
  ranked: number;
  tiedWith: string[];
  coverage: Coverage;
  possible: Scale | null;
  /** Parents before children. */
  nodes: TraceNode[];
  notes: Problem[];
}

export interface TraceNode {
  id: string;
  name: string;
  parent: string | null;
  kind: "dimension" | "indicator";
  /** Stated weight, share among siblings and product of shares to the root. */
  weight: number;
  share: number;
  effectiveWeight: number;
  /** Share among the siblings that are present, and the product of those: what this unit's score used. `null`: missing. */
  appliedShare: number | null;
  appliedWeight: number | null;
  value: number | null;
  contribution: number | null;
  shown: number | null;
  /**
   * What it adds to its parent's value or takes from it, by Shapley's rule, against a unit with the mean of the ranked units in every
   * child: siblings sum to the parent's value less its `baseline`. Only below a dimension whose children do not add up.
   */
  attribution?: number;
  /** Such a dimension: the value of that mean unit. */
  baseline?: number;
  /** Dimensions: how its children became its value. */
  aggregation?: { method: string };
  missing?: Missing;
  /** Indicators: what its value rests on. */
  evidence?: Evidence;
}

export interface Evidence {
  unitOfMeasure: string;
  direction: Direction;
  tag: Tag | null;
  contested: string | null;
  /** The observations used, oldest first. */
  raw: RawValue[];
  /** How raters and members became one. */
  raters: { method: string };
  members: { method: string };
  /** Distance between the highest and the lowest member of the newest period used, in the unit of measure. */
  gap: number | null;
  combination: { method: string; years?: number; minimum?: number };
  /** Raw values made one, in the unit of measure. */
  combined: number | null;
  /** What filled its gap, what divided it, what treated it, each with what came of it; absent where nothing did. */
  imputed?: StageValue;
  denominated?: StageValue;
  treated?: StageValue;
  /** Years between the period and the newest value used. */
  age: number | null;
  /** With the ends really used. */
  normalisation: { method: string; lower: number | null; upper: number | null; offset?: number };
  /** Where `lower` and `upper` come from. */
  basis: "judgement" | "cited" | "method" | "data" | "rubric";
  /** Whether the value lay beyond an end and was clamped to it. */
  clamped: boolean;
  /** The rubric level's text, where the indicator is a rubric and the value a level. */
  level: string | null;
}

export interface StageValue {
  method: string;
  /** The indicator that divides, and what it divides by. */
  by?: string;
  divisor?: number;
  value: number | null;
}

export interface RawValue {
  period: number;
  /** The member it speaks of, and who judged it. */
  of: string | null;
  rater: string | null;
  confidence: number | null;
  value: number;
  source: Source | null;
  note: string | null;
  range: [number, number] | null;
  sd: number | null;
}

export interface ReweightRequest {
  /** The period meant, where weights are computed from the data; absent: the study's own. */
  period?: number;
  /** The weights now; nodes not named have the study's. */
  weights?: Weight[];
  /** The node to set. */
  id: string;
  /** Its new share among its siblings, 0 to 1; the others keep their proportions. */
  share: number;
}

/** What a study holds, in the engine's order: the order of the arrays that `rank` reads and fills. */
export interface Outline {
  /** By id. */
  units: { id: string; name: string }[];
  /** The tree, parents before children, siblings by id, with the study's weights. */
  nodes: { id: string; name: string; parent: string | null; kind: "dimension" | "indicator"; weight: number }[];
  /** Rising. */
  periods: number[];
  /** The one shown when none is asked for. */
  period: number;
}

/** Each unit under each objective's weights. */
export interface ObjectiveTable {
  period: number;
  scale: Scale;
  objectives: { id: string; title: string }[];
  /** By id; one entry an objective. */
  units: { id: string; name: string; results: { score: number | null; rank: number | null }[] }[];
}

/** One method of one stage; the first of each stage is its default. */
export interface MethodAbout {
  /** As the choice is called in a document: `imputation`, `normalisation` … */
  stage: string;
  method: string;
  meaning: string;
  formula: string;
  reference: string;
  /** In the order in which they are read. */
  parameters: Parameter[];
}

/** What a form must know of one parameter of a method. */
export interface Parameter {
  /** Its key beside `method`. */
  name: string;
  /** `node` and `unit`: the id of one. `structure`: a list or an object, as its type above says. */
  kind: "number" | "whole" | "truth" | "choice" | "text" | "node" | "unit" | "structure";
  /** Whether there is no method without it. */
  required: boolean;
  /** What it is where it is left out; of one that is required, a first proposal. Absent: nothing, or what no single field holds. */
  default?: number | boolean | string;
  /** Ends between which a number lies, both included; absent: any, or as the engine says of the whole. */
  lower?: number;
  upper?: number;
  /** The words to choose among. */
  choices?: string[];
}

/** What is asked of a comparison of methods. */
export interface MethodsRequest {
  /** Absent: the study's own. */
  period?: number;
  /** Rank among these units only; absent: all. */
  units?: string[];
  /** Whole methods over the study's framework, at most 64. The first is the one that the others are compared with. */
  methods: Method[];
}

/** The same study under several methods. */
export interface MethodComparison {
  period: number;
  /** By id: every list of units below is in this order. */
  units: { id: string; name: string }[];
  methods: ComparedMethod[];
  /** Kendall's tau-b of each method's ranks with each other's, over the units ranked in both; `null` where a ranking ties everybody or is none. */
  tau: (number | null)[][];
}

/** What one method comes to. */
export interface ComparedMethod {
  /** `null`: it does not fit, or cannot score, and `problems` say why. */
  ranking: RankedBy | null;
  /** How many units it ranks. */
  ranked: number;
  scores: (number | null)[];
  ranks: (number | null)[];
  /** How far its ranks are from the first method's, both counted among the units that both rank. */
  shift: RankShift | null;
  problems: Problem[];
  /** What a reader must know of the result: the warnings of its scorecard and its rows. */
  warnings: Problem[];
}

/** How far the raters of one rubric indicator agree. */
export interface Agreement {
  indicator: string;
  /** How many raters judged anything, and how many cells two or more of them judged. */
  raters: number;
  cells: number;
  /** Krippendorff's alpha for each level of measurement: 1 = agreement, 0 = as by chance; `null`: nothing to compare. */
  nominal: number | null;
  ordinal: number | null;
  interval: number | null;
  ratio: number | null;
  /** `reliable` from 0.8, `tentative` from 0.667, `unreliable` below (ordinal alpha); `unknown` without it. */
  reading: "reliable" | "tentative" | "unreliable" | "unknown";
}

// ---------------------------------------------------------------- uncertainty

/** What is asked of a simulation. */
export interface SimulationRequest {
  /** Absent: the study's own `period`. */
  period?: number;
  /** Stated weights that replace the study's; nodes not named keep theirs. */
  weights?: Weight[];
  /** Absent: 10,000. */
  draws?: number;
  /** A whole number; the same seed gives the same draws everywhere. Absent: 1. */
  seed?: number;
  /** `random`: independent draws. `sobol`: a scrambled Sobol' sequence, more even than chance in its first 64 dimensions. Absent: `random`. */
  design?: "random" | "sobol";
  /** Stop after the first 1, 2, 4, 8 … blocks of 1,024 draws when no share has a larger standard error. Absent: all draws are made. */
  until?: number;
  /** The rank up to which a unit counts as among the best. Absent: 3. */
  top?: number;
  /** Whether to count who scores higher in each pair. Absent: true. */
  pairwise?: boolean;
  /** Absent: weights around the stated ones, data, and missing values. */
  vary?: Vary;
}

/** What varies; what is absent stays as the study says. */
export interface Vary {
  /** The weights of every dimension's children, unless `dimensions` says otherwise. */
  weights?: WeightLaw;
  /** The weights of single dimensions' children. */
  dimensions?: { id: string; weights: WeightLaw }[];
  /**
   * Observed values: `sd` is a normal law (cut off at `range` where there is one besides), `range` alone a triangle with its top at the
   * value (or `uniform`), several raters are drawn from those there are (or lie anywhere between the lowest and the highest),
   * and a rater's confidence in a level leaves the rest to the neighbouring levels.
   */
  data?: { ranges?: "triangular" | "uniform"; raters?: "resample" | "range" };
  /** Missing values: what one of the other ranked units has (`observed`), or anywhere on the scale (`scale`). */
  missing?: "observed" | "scale";
  /** Choices of method: every combination of answers is as likely as any other. */
  method?: {
    /** Questions, each with other answers than the study's own: lists of changes, of a node or (without one) of the defaults. */
    alternatives?: { id: string; options: { node?: string; choices: Choices }[][] }[];
    /** Whether each indicator is left out in turn. Absent: false. */
    leaveOneOut?: boolean;
  };
}

/**
 * How the weights of siblings vary. A child that weighs nothing keeps weighing nothing.
 *
 * - `fixed`: as stated.
 * - `uniform`: every set of shares is as likely as any other.
 * - `around`: around the stated shares (Dirichlet), as sure as a poll of `concentration` people; absent 100. A stated share of 25 %
 *   stays within about ± 17 points in 95 of 100 draws with 25, ± 8 with 100, ± 4 with 400.
 * - `within`: each share within `by` of the stated one (0.05 is five points), every such set alike.
 * - `order`: those named in this order, the weightiest first, every such set alike; the others are free.
 * - `statements`: every set alike for which they all hold: of a share, or of its ratio `to` another's.
 */
export type WeightLaw =
  | "fixed"
  | "uniform"
  | "around"
  | { method: "fixed" | "uniform" }
  | { method: "around"; concentration?: number }
  | { method: "within"; by: number }
  | { method: "order"; order: string[] }
  | { method: "statements"; statements: { id: string; to?: string; lower?: number; upper?: number }[] };

/** How sure scores and ranks are, over everything that varied. */
export interface Uncertainty {
  engine: string;
  schema: 0;
  hash: string;
  period: number;
  scale: Scale;
  draws: number;
  seed: number;
  design: "random" | "sobol";
  varied: {
    /** The dimensions whose children's weights varied. */
    weights: string[];
    /** Observed and missing values that varied, by unit and indicator. */
    data: number;
    missing: number;
    /** Combinations of methods; indicators left out in turn. */
    variants: number;
    leftOut: number;
    /** Coordinates of a draw. */
    dimensions: number;
  };
  /** Largest standard error of any share below. */
  largestError: number;
  /** Width of the bins, on the scale, that quantiles of scores are read from. */
  resolution: number;
  top: number;
  /** Entropy of who is first, in bits: 0 when it is always the same. */
  choiceEntropy: number;
  /** Ranked units in the order of their stated rank, ties by id. */
  units: UnitUncertainty[];
  /** For each unit, in that order, against each: in what share of draws it scores strictly higher. */
  pairwise: Shares[] | null;
}

/** A number estimated from draws, with its 95 % interval: what other draws might have given. */
export interface Estimate {
  value: number;
  lower: number;
  upper: number;
}

/** Shares of draws, 0 to 1, with the ends of their 95 % intervals (Wilson). */
export interface Shares {
  share: number[];
  lower: number[];
  upper: number[];
}

/** Where scores or ranks lie: their mean, standard deviation, and the values that 5, 25, 50, 75 and 95 % of draws are below. */
export interface Spread {
  mean: Estimate;
  sd: number;
  p5: Estimate;
  p25: Estimate;
  median: Estimate;
  p75: Estimate;
  p95: Estimate;
}

export interface UnitUncertainty {
  id: string;
  name: string;
  /** As stated, nothing varied. */
  score: number | null;
  rank: number | null;
  /** In how many draws it has a score. */
  scored: number;
  scores: Spread | null;
  ranks: Spread | null;
  /** Best and worst rank in any draw. */
  best: number | null;
  worst: number | null;
  /** In what share of draws it takes each rank, rank 1 first. */
  acceptability: Shares;
  /** Share of draws in which it is among the best `top`. */
  top: Estimate;
  /** Mean effective weights with which it is first; `null` when it never is. */
  centralWeights: Weight[] | null;
  /** Share of draws in which it is first when those are the weights; `null` when it never is, or while the simulation runs. */
  confidence: Estimate | null;
}

// ---------------------------------------------------------------- stability

export interface StabilityRequest {
  /** Absent: the study's own. */
  period?: number;
  /** The weights to start from; nodes not named have the study's. */
  weights?: Weight[];
  /** Two units: what would swap them. */
  pair?: { a: string; b: string };
}

/** How far weights may move before ranks do: one node's share moves, its siblings keep their proportions. Exact. */
export interface Stability {
  period: number;
  /** The unit that is first, ties by id; `null` when nobody is ranked. */
  first: string | null;
  /** Every node but the root, in the order of the outline. */
  nodes: NodeStability[];
  /** Dimensions of two or three children. */
  groups: GroupAcceptability[];
  pair: PairStability | null;
}

/** Shares from 0 to 1, both ends included. */
export interface Interval {
  lower: number;
  upper: number;
}

/**
 * How the ends were found: in closed form, scores being `linear` in the share or, where weights are rescaled over missing values,
 * `rational`; or by `bisection` where different means meet on the way to the root: to 1e-12, from 129 shares, between two of which
 * two swaps of one pair go unseen.
 */
export type Solved = "linear" | "rational" | "bisection";

export interface NodeStability {
  id: string;
  share: number;
  /** Why there is nothing to say. */
  fixed: "only-child" | "missing-refused" | null;
  /** The shares at which the first stays first. */
  first: Interval | null;
  /** The shares at which no pair swaps. */
  order: Interval | null;
  solved: Solved | null;
  /** Who swaps where, rising by share: beyond it `ahead` is ahead of `behind`. The nearest 1,000 where there are more. */
  flips: { share: number; ahead: string; behind: string }[];
  flipCount: number;
}

/** What would swap two units. */
export interface PairStability {
  above: string;
  below: string;
  tied: boolean;
  /** The nearest flip of each node's share; `null`: it never swaps them. */
  nodes: { id: string; share: number; flip: number | null; solved: Solved | null }[];
  /** The node whose share has to move least. */
  nearest: string | null;
  /** Within each dimension, and over the effective weights of all indicators (`group: null`). */
  transfers: Transfer[];
}

/** The least weight that has to change hands for two units to be tied: half the city-block distance between the weights. */
export interface Transfer {
  group: string | null;
  /** 0 to 1; `null`: no such weights, and `reason` says why. */
  moved: number | null;
  reason: "dominated" | "missing" | "not-additive" | null;
  weights: { id: string; from: number; to: number }[];
}

/** The exact share of the weightings of two or three siblings, all equally likely, in which each unit takes each rank. */
export interface GroupAcceptability {
  id: string;
  children: string[];
  /** Why it was not worked out. */
  reason: "not-linear" | "missing" | "missing-refused" | "too-many-units" | null;
  /** Ranked units, by id. */
  units: {
    id: string;
    /** Rank 1 first; they sum to 1. */
    ranks: number[];
    /** The mean of the weightings in which it is first, in the order of the children. */
    centralWeights: number[] | null;
    /** The share of weightings in which its score is above each other unit's, in the order of the units. */
    wins: number[];
  }[];
}

// ---------------------------------------------------------------- sensitivity

export interface SensitivityRequest {
  /** Absent: the study's own. */
  period?: number;
  /** The weights to start from; nodes not named have the study's. */
  weights?: Weight[];
  /** By how much each weight is lowered and raised, as a part of its share; absent: 0.25. */
  change?: number;
  /** What varies; absent: what varies in a simulation by default. */
  vary?: Vary;
  /**
   * What counts as one factor: `each` (absent) the weights of each dimension's children (`weights:` and its id), the observed and the
   * missing values of each indicator (`data:`, `missing:`), each question of method (`method:`), which indicator is left out
   * (`left-out`); `sources` the four sources; or groups of those ids, or of `weights`, `data`, `missing`, `method`.
   */
  factors?: "each" | "sources" | { id: string; of: string[] }[];
  /** Blocks of 1,024 base draws, 4 to 64; absent: 8. A base draw scores the study once for each factor and twice more. */
  blocks?: number;
  /** A whole number below 2^53; absent: 1. */
  seed?: number;
}

/** What ranks and scores depend on. */
export interface Sensitivity {
  period: number;
  /** Ranked units, by id: every list of units below is in this order. */
  units: { id: string; name: string; rank: number }[];
  change: number;
  /** One change at a time: every node but the root. */
  weights: WeightEffect[];
  /** `null`: nothing varies. */
  variance: Variance | null;
  /** Every uncertain value, the one first that would settle most of the variance of all ranks, if it were known. */
  information: { indicator: string; unit: string; missing: boolean; settled: Estimate }[];
  /** Every combination of the method's alternatives; `null`: there are none. */
  specification: Specification | null;
}

export interface WeightEffect {
  id: string;
  share: number;
  fixed: "only-child" | null;
  /** Its share 0; an only child goes with its parent. */
  leftOut: RankShift | null;
  lowered: RankShift | null;
  raised: RankShift | null;
}

/** What the variance of ranks and scores is made of. */
export interface Variance {
  /** Base draws, and how often the study was scored. */
  draws: number;
  scorings: number;
  seed: number;
  /** Every list of factors below is in this order. `things`: how many uncertain things it holds. */
  factors: { id: string; things: number }[];
  /** Of the mean of |rank − stated rank| over the units. */
  shift: OutputIndices;
  /** `null` for a unit that some draw leaves without a score. */
  units: ({ rank: OutputIndices; score: OutputIndices } | null)[];
}

/** Sobol' indices of one output. */
export interface OutputIndices {
  mean: number;
  variance: number;
  /** The same in all draws: every index is 0. */
  constant: boolean;
  /** `first`: the part of the variance that would go if the factor were known. `total`: what would stay if all others were. */
  factors: { first: Estimate; total: Estimate }[];
}

/** How far ranks differ from the stated ones. */
export interface RankShift {
  /** Of |rank − stated rank| over the units ranked in both. */
  mean: number;
  largest: number;
  /** Kendall's tau-b; `null` where one of the rankings ties everybody. */
  tau: number | null;
  /** Rank − stated rank: below 0 is better. */
  units: (number | null)[];
}

/** The specification curve. */
export interface Specification {
  questions: {
    id: string;
    /** What each answer does against the study's own, the first, everything else averaged over: shifts of mean ranks. */
    answers: { indicator?: string; mean: number; largest: number; units: (number | null)[] }[];
  }[];
  combinations: number;
  /** Whether those listed are a sample. */
  sampled: boolean;
  variants: { answers: number[]; shift: RankShift | null; problems: Problem[] }[];
}

// ---------------------------------------------------------------- CSV

/** What `engine.importCsv` takes beside the table. */
export interface CsvOptions {
  /** What the engine guesses wrong, or all of it: what is left out is guessed. */
  mapping?: Partial<CsvMapping>;
  /**
   * The study whose framework, method, presets and objectives the values belong to, as an object or JSON text; its own values are
   * replaced. Names and members of its units are kept where the table has none. Absent: a study is made from the table.
   */
  into?: StudyDocument | string;
  /**
   * A second table that describes the indicators, a row each, as COINr's `iMeta`: `iCode`, `iName`, `Direction`, `Weight`, `Parent`,
   * `Level`, `Unit`, `Target`, `Type`. The study made from the table then has its tree, directions and weights. Not with `into`.
   */
  metadata?: string | Uint8Array | ArrayBuffer;
}

/** How a table is read. What `importCsv` gives back is complete: change what is wrong in it and import again. */
export interface CsvMapping {
  /** `wide`: a row a unit and period, a column an indicator. `long`: a row a value. */
  layout: "wide" | "long";
  delimiter: "," | ";" | "\t" | "|";
  /** What stands before decimals; `null`: in doubt, and cells that depend on it are refused until it is said. */
  decimal: "." | "," | null;
  /**
   * What may stand between thousands beside blanks and apostrophes, which always may: the one of `.` and `,` that is not `decimal`.
   * `null`: in doubt, as `decimal` is; given with a `decimal` it is that other one.
   */
  thousands: "" | "." | "," | null;
  /** The period of every row; `null`: a column says it. */
  period: number | null;
  /** One entry a column, in their order. Given: those that are otherwise than guessed, found by their heading. */
  columns: CsvColumn[];
}

export interface CsvColumn {
  /** The heading as in the first row; columns of one heading are told apart by their order. */
  header: string;
  /**
   * `values`: the values of one indicator (`wide`). `unit`, `period`, `indicator`, `value`: where and what a row's value is.
   * `name`, `members`: of the unit. `source`, `note`, `of` (a member), `rater`, `lower` and `upper` (its range), `sd`, `confidence`:
   * the detail of the value. `ignore`: not read.
   */
  role:
    | "unit"
    | "name"
    | "members"
    | "period"
    | "indicator"
    | "value"
    | "values"
    | "source"
    | "note"
    | "of"
    | "rater"
    | "lower"
    | "upper"
    | "sd"
    | "confidence"
    | "ignore";
  /** With role `values`: the id of the indicator; absent: the heading, or the indicator of `into` that has it as id or name. */
  indicator?: string;
}

/** What came of a table. */
export interface CsvImport {
  /**
   * The whole study as JSON text, ready for `open`; it always opens. `null`: no study can be made yet, since no column says what the
   * units, the periods or the values are; `problems` say what is missing and a corrected `mapping` gives it.
   */
  document: string | null;
  /** How the table was read, complete. */
  mapping: CsvMapping;
  /**
   * Every guess and assumption, each with a code, none an error: encoding, delimiter, layout, what each column is and why, marks in
   * numbers, percent signs, words taken as missing, units and periods that `into` does not have, directions and scales assumed.
   */
  guesses: Problem[];
  /**
   * Every cell and row that was refused; all others are in the study. `path`: `["data", row, column]` or `["metadata", row, column]`,
   * both from 0, the heading being row 0. `args`: `row` and `column` as a spreadsheet counts them (from 1), `header`, `value`.
   * The message says the reason and what would mend it. At most 1,000 are listed, then one `more-problems`; `counts` has them all.
   */
  problems: Problem[];
  counts: CsvCounts;
  /** The headings and the first five rows as they stand, long cells cut off: to see what the columns are. */
  preview: string[][];
}

export interface CsvCounts {
  /** Rows below the heading, empty ones left out. */
  rows: number;
  /** Cells that may hold a value: `imported + missing + refused`. */
  cells: number;
  imported: number;
  /** Empty, or a word for missing. */
  missing: number;
  refused: number;
}

// ---------------------------------------------------------------- explanation

/** Where a unit stands; `null`: it is not ranked. */
export interface Standing {
  id: string;
  name: string;
  score: number | null;
  rank: number | null;
}

/** Why one unit is above another. */
export interface Comparison {
  period: number;
  scale: Scale;
  a: Standing;
  b: Standing;
  /** `a`'s score less `b`'s; `null` where one of them has none. */
  gap: number | null;
  /** Parents before children. */
  nodes: {
    id: string;
    name: string;
    parent: string | null;
    kind: "dimension" | "indicator";
    /** The two values on the scale; `null`: missing. */
    a: number | null;
    b: number | null;
    /** Its part of the gap: children sum to their parent's, the root's is the gap. `null` where the node above cannot be split. */
    part: number | null;
  }[];
  /** What would swap them; `null` where one of them has no rank, or it is not solved. */
  flips: PairStability | null;
  /** Why what would swap them is not solved: `analysis-impossible`, other means than arithmetic and geometric ones; `too-large`. */
  unsolved: Problem[];
}

/** Two periods, each under the study's weights or others. */
export interface ChangeRequest {
  from: { period: number; weights?: Weight[] };
  to: { period: number; weights?: Weight[] };
}

/** What each cause did to a score; they sum to the change. `null`: not to be said. */
export interface Causes {
  /** Other values of indicators that are there in both periods. */
  data: number | null;
  /** Other ends of the scale, and other treatment: those taken from the units present. */
  goalposts: number | null;
  /** Other weights. */
  weights: number | null;
  /** Indicators that came or went. */
  indicators: number | null;
}

/** Why a score moved. */
export interface Change {
  scale: Scale;
  from: number;
  to: number;
  before: Standing;
  after: Standing;
  change: number | null;
  causes: Causes;
  /** The same node by node: children sum to their parent's. */
  nodes: {
    id: string;
    name: string;
    parent: string | null;
    kind: "dimension" | "indicator";
    part: number | null;
    causes: Causes;
  }[];
}

/** A rank, or a score, to be reached at least cost. */
export type ReachRequest = ({ rank: number } | { score: number }) & {
  period?: number;
  weights?: Weight[];
  /**
   * The indicators that may change; absent: all that the unit has a value of. `cost`: of a change over the whole range between the
   * indicator's goalposts, or between the lowest and the highest value where the method has none; absent 1. `lower`, `upper`: bounds in
   * the unit of measure; absent: those ends.
   */
  levers?: { id: string; cost?: number; lower?: number; upper?: number }[];
};

/** The least change that reaches a rank or a score, or that there is none. */
export interface Reach {
  period: number;
  scale: Scale;
  now: Standing;
  /** With no steps, it is reached already. */
  reached: boolean;
  /** The sum over the steps of cost × change / range. */
  cost: number | null;
  /** What the period's own values have to become: as edits of `whatIf` take them. */
  steps: { indicator: string; from: number; to: number; cost: number }[];
  /** After the steps, scored anew. */
  then: { score: number | null; rank: number | null } | null;
  /** With every lever at its best, scored anew: as far as it gets. */
  best: { score: number | null; rank: number | null };
  /** `exact`: nothing is cheaper, and what is not reached cannot be. `search`: the cheapest found; nothing found is no proof. */
  solved: "exact" | "search";
  /** Whether the others' scores depend on this unit. */
  others: "stay" | "move";
  /**
   * The indicators that do not change: `missing`, the unit has no value; `best`, it cannot be better within its bounds; `range`, there is
   * nothing to measure a change by; `weightless`.
   */
  held: { indicator: string; reason: "missing" | "best" | "range" | "weightless" }[];
}

/** Who is to be above whom. */
export interface StatementsRequest {
  period?: number;
  weights?: Weight[];
  statements: { above: string; below: string }[];
  /** The dimension whose children's weights may change; absent: the weights of all indicators. */
  group?: string;
  /** By how much of the scale at least, 0 to 1; absent: a millionth. */
  margin?: number;
}

/** The nearest weights that honour statements, or the statements that conflict. */
export interface Honoured {
  /** The weight that changes hands, 0 to 1; `null` where no weights honour all statements. */
  moved: number | null;
  /** Shares of the group's children that change, or effective weights of indicators. */
  shares: { id: string; from: number; to: number }[];
  /** To score with. */
  weights: Weight[] | null;
  /** Positions of statements that no weights honour together; without any one of them, some do. */
  conflict: number[];
  /** Positions of statements that are no condition on weights, and why. */
  leftOut: { statement: number; reason: "missing" | "not-additive" }[];
}

/** Edits to lay over a study, in their order. */
export interface WhatIfRequest {
  edits: Edit[];
  /** Sources that observations of the edits cite and the study does not list. */
  sources?: Source[];
}

/** `enabled` absent: true. One that is not stays in the list and does nothing. */
export type Edit =
  /** Puts something else into a cell, in place of all that was observed there; without `value`, nothing, or judgements. */
  | {
      unit: string;
      indicator: string;
      period: number;
      value?: number | null;
      observations?: Observation[];
      enabled?: boolean;
    }
  /** Adds a unit of which nothing is observed yet. */
  | { add: Unit; enabled?: boolean }
  | { remove: string; enabled?: boolean };

/** A study with edits laid over it. */
export interface WhatIf {
  /** Open it like any other. */
  document: StudyDocument;
  /** Of that document: edits are part of it. */
  hash: string;
  /** One entry an edit: what the cell held before, so that it can be shown and put back. */
  edits: { changed: boolean; from: { value: number | null; observations: Observation[] } | null }[];
}

/** Is the index itself sound? Over the ranked units of a period. */
export interface Audit {
  period: number;
  units: number;
  /** Warnings first; `args.number` is what was found, `args.threshold` what it was held against. */
  findings: Problem[];
  indicators: {
    id: string;
    /** The share of units of which it was observed. */
    coverage: number;
    /** The share of those with a value on the scale that have the most common one. */
    mostCommon: number | null;
    /** Of the raw values; kurtosis as excess. */
    skewness: number | null;
    kurtosis: number | null;
    /** Effective weight, and the share of the variance of scores that it makes. */
    weight: number;
    variance: number | null;
    /** The square of its correlation with the scores. */
    correlationRatio: number | null;
  }[];
  dimensions: { id: string; alpha: number | null; eigenvalues: number[] }[];
  /** A row an indicator, in the order of `indicators`. */
  correlations: (number | null)[][];
}

/** What is put in against what comes of it, and the best that any mixture of units makes of as much. */
export interface Frontier {
  period: number;
  scale: Scale;
  units: {
    id: string;
    name: string;
    /** Means of the indicators of each tag, on the scale. */
    effort: number | null;
    output: number | null;
    outcome: number | null;
    /** The frontier's outcome for no more effort, and the unit's as a share of it. */
    attainable: number | null;
    efficiency: number | null;
    /** Outputs and outcomes for each unit of effort, under the weights of the two that suit the unit best, 0 to 1. */
    benefitOfTheDoubt: number | null;
  }[];
  /** Ids of the units on the frontier, rising by effort. */
  frontier: string[];
}
