/**
 * What a worker thread of Node runs.
 *
 * @packageDocumentation
 */

import { parentPort } from "node:worker_threads";
import { serve } from "./work.js";

serve(
  (reply) => parentPort?.postMessage(reply),
  (heard) => parentPort?.on("message", heard),
);
