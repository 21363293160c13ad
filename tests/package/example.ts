// A user's program: everything the package offers, as a strict compiler sees it.

import {
  type BundledStudy,
  createEngine,
  type EmptyStudyRequest,
  type Engine,
  type EngineOptions,
  type Outline,
  type Problem,
  type RankRequest,
  type Scorecard,
  type ScoreRequest,
  ScoringError,
  type Sensitivity,
  type SensitivityRequest,
  type Stability,
  type Study,
  type StudyDocument,
  type Trace,
  type Weight,
} from "comity";
import type { Engine as InlinedEngine } from "comity/inline";

const options: EngineOptions = {};
const engine: Engine = await createEngine(options);
const inlined: InlinedEngine = engine;
const version: string = engine.version;
const bundled: BundledStudy[] = engine.bundled();
const [first] = bundled;
if (!first) throw new Error("no study is shipped");
const document: StudyDocument = await engine.loadStudy(first.id);
const problems: Problem[] = engine.validate(document);

const wanted: EmptyStudyRequest = { id: "mine", title: "Mine", units: [{ id: "a", name: "A" }], periods: [2025] };
const empty: StudyDocument = await inlined.emptyStudy(wanted);

const study: Study = engine.open(document);
const again: Study = engine.open(JSON.stringify(study.document));
const outline: Outline = study.outline;
const period: number = outline.period;

const request: ScoreRequest = { period, weights: [{ id: outline.nodes[0]?.id ?? "", weight: 2 }] };
const card: Scorecard = study.score(request);
const trace: Trace = study.trace(card.units[0]?.id ?? "", { period });
const weights: Weight[] = study.reweight({ id: outline.nodes[1]?.id ?? "", share: 0.5 });

const stability: Stability = study.stability({ pair: { a: outline.units[0]?.id ?? "", b: card.units[0]?.id ?? "" } });
const asked: SensitivityRequest = { vary: { weights: "uniform", missing: "scale" }, factors: "sources", blocks: 4 };
const sensitivity: Sensitivity = await study.sensitivity(asked, { workers: false });

const buffers: RankRequest = {
  period,
  weights: Float64Array.from(outline.nodes, (node) => node.weight),
  scores: new Float64Array(outline.units.length),
  ranks: new Uint32Array(outline.units.length),
};
const ranked: number = study.rank(buffers);

let code = "";
try {
  study.score({ period: 1 });
} catch (error) {
  if (!(error instanceof ScoringError)) throw error;
  code = error.code;
  for (const { severity, path, message, args } of error.problems)
    console.error(severity, path.join("."), message, args);
}

{
  using short: Study = engine.open(document);
  short.score();
}
study.free();

console.log(
  JSON.stringify({
    version,
    hash: study.hash,
    same: again.hash === study.hash,
    problems,
    period,
    ranked,
    code,
    weights: weights.length,
    trace: trace.name,
    swaps: stability.nodes.reduce((sum, node) => sum + node.flipCount, 0),
    factors: sensitivity.variance?.factors.map((factor) => factor.id),
    href: first.href,
    indicators: empty.framework.indicators.length,
  }),
);

/** What must not compile. Never called. */
export function mistakes(): void {
  // @ts-expect-error a period is a number
  study.score({ period: "2010" });
  // @ts-expect-error ranks are whole numbers
  study.rank({ ...buffers, ranks: new Float64Array(1) });
  // @ts-expect-error the hash is not to be set
  study.hash = "";
  // @ts-expect-error an option that there is not
  createEngine({ wasn: "" });
  // @ts-expect-error a document has a schema
  engine.open({});
}
