import comity = require("comity");

export const engine: Promise<comity.Engine> = comity.createEngine();
export const isFault = (error: unknown): error is comity.ScoringError => error instanceof comity.ScoringError;
