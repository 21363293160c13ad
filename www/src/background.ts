/** Workers of the engine, as the page's policy lets them be started: from this one address. */

import address from "comity/worker.js?worker&url";

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(text: string): string },
  ): { createScriptURL(text: string): string };
}

const { trustedTypes } = globalThis as { trustedTypes?: Policies };
const policy = trustedTypes?.createPolicy("comity", { createScriptURL: () => address });

/** Starts a worker that runs the engine's tasks. */
export const startWorker = (): Worker => new Worker(policy?.createScriptURL(address) ?? address, { type: "module" });
