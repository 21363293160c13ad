import { createEngine, type Engine, type Scorecard, ScoringError, type StudyDocument, type UnitScore } from "comity";

const engine: Engine = await createEngine();
const document: StudyDocument = await engine.loadStudy("us-partnerships");
const card: Scorecard = engine.open(document).score({ period: 2010 });
const korea: UnitScore | undefined = card.units.find((unit) => unit.id === "KOR");
if (!korea) throw new Error("not found");

const empty: StudyDocument = await engine.emptyStudy({
  id: "mine",
  title: "Mine",
  units: [{ id: "KOR", name: "South Korea" }],
  periods: [2025],
});
try {
  engine.open({ ...empty, dataset: { ...empty.dataset, periods: [] } });
} catch (error) {
  if (!(error instanceof ScoringError)) throw error;
}
console.log(JSON.stringify(korea));
