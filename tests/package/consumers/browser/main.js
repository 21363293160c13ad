import { createEngine } from "./node_modules/comity/index.js";

const engine = await createEngine();
const study = engine.open(await engine.loadStudy("us-partnerships"));
globalThis.korea = study.score({ period: 2010 }).units.find((unit) => unit.id === "KOR");
