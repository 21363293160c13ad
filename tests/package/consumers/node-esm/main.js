import { createEngine } from "comity";

const engine = await createEngine();
const study = engine.open(await engine.loadStudy("us-partnerships"));
const korea = study.score({ period: 2010 }).units.find((unit) => unit.id === "KOR");
console.log(JSON.stringify(korea));
