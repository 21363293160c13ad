/**
 * What a worker of a browser runs: `new Worker(new URL("comity/worker", import.meta.url), { type: "module" })`.
 *
 * @packageDocumentation
 */

import { type Beginning, type Ending, type Request, serve } from "./work.js";

const { postMessage } = globalThis as unknown as { postMessage: (message: unknown) => void };

serve(
  (reply) => postMessage(reply),
  (heard) => addEventListener("message", ({ data }: MessageEvent<Beginning | Request | Ending>) => heard(data)),
);
