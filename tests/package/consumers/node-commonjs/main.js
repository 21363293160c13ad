const { createEngine, ScoringError } = require("comity");

createEngine().then(async (engine) => {
  const study = engine.open(await engine.loadStudy("us-partnerships"));
  try {
    study.score({ period: 1 });
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
  }
  const korea = study.score({ period: 2010 }).units.find((unit) => unit.id === "KOR");
  console.log(JSON.stringify(korea));
});
