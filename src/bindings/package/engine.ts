import * as files from "./bundled.js";
import { validate, version } from "./comity.js";
import { copyOf } from "./copy.js";
import { refuse, ScoringError } from "./error.js";
import { start, within } from "./instance.js";
import { Study } from "./study.js";
import type { Problem, StudyDocument } from "./types.js";

/** A compiled module: named so that it asks for no types of the browser. */
type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer M } } } ? M : object;

/** Where the WebAssembly file comes from: its address, an answer, its bytes, or the compiled module. */
export type WasmSource = URL | string | Response | ArrayBuffer | ArrayBufferView | CompiledModule;

/** Options of `createEngine`. */
export interface EngineOptions {
  /** Absent: the file beside the package. Needed only where a bundler or a platform cannot find it. */
  wasm?: WasmSource | Promise<WasmSource> | undefined;
}

/** A study shipped beside the package. */
export interface BundledStudy {
  /** What `loadStudy` takes. */
  id: string;
  title: string;
  /** Address of its JSON file. */
  href: string;
}

/** The loaded engine. There is one a program; `createEngine` gives it. */
export class Engine {
  /** Version of the engine. */
  readonly version: string;
  readonly #read: ReadBytes;

  /** @internal */
  constructor(read: ReadBytes) {
    this.#read = read;
    this.version = within(version);
  }

  /**
   * Every fault of a study document, each with its code and its path; none: it can be opened.
   *
   * @param document a study document as an object or as JSON text.
   */
  validate(document: unknown): Problem[] {
    const { data, problems } = copyOf(document);
    return judge(data, problems);
  }

  /** The studies shipped beside the package. */
  bundled(): BundledStudy[] {
    return files.studies.map(({ id, title, address }) => ({ id, title, href: address().href }));
  }

  /**
   * Reads a study that is shipped beside the package.
   *
   * @throws ScoringError `study-unknown`, or `study-not-loaded` where its file cannot be had.
   */
  async loadStudy(id: string): Promise<StudyDocument> {
    const study = files.studies.find((study) => study.id === id);
    if (!study) {
      const known = files.studies.map((study) => `\`${study.id}\``).join(", ");
      throw new ScoringError(`no study \`${id}\` is shipped, only ${known}`, { code: "study-unknown" });
    }
    const href = study.address().href;
    try {
      return JSON.parse(new TextDecoder().decode(await this.#read(href))) as StudyDocument;
    } catch (error) {
      const cure = "serve the folder `studies` of the package beside its scripts";
      throw new ScoringError(`the study at ${href} could not be read: ${cure}`, {
        code: "study-not-loaded",
        cause: error,
      });
    }
  }

  /**
   * Opens a study: validates the document once and for all.
   *
   * @param document a study document as an object or as JSON text.
   * @throws ScoringError with every problem that `validate` would list.
   */
  open(document: StudyDocument | string): Study {
    const { data, problems } = copyOf(document);
    if (problems.length > 0) refuse(judge(data, problems));
    return new Study(data);
  }
}

/** Every problem of a document: those found while it was copied, and what the engine says of the copy. */
function judge(data: unknown, problems: Problem[]): Problem[] {
  // There the engine saw `null` and says so: that would be one fault twice.
  const places = new Set(problems.map(({ path }) => JSON.stringify(path)));
  const repeated = ({ code, path, args: { key } }: Problem) =>
    (code === "wrong-type" && places.has(JSON.stringify(path))) ||
    (code === "missing-key" && places.has(JSON.stringify([...path, key])));
  return [...problems, ...within(() => validate(data)).filter((problem) => !repeated(problem))];
}

/** How this platform reads a file. */
export type ReadBytes = (address: string) => Promise<ArrayBuffer | ArrayBufferView>;

let loading: { source: unknown; engine: Promise<Engine> } | undefined;

/** Loads the engine once: later calls get the same one, a failed load can be tried again. */
export function load(read: ReadBytes, wasm: EngineOptions["wasm"]): Promise<Engine> {
  const source = typeof wasm === "string" || wasm instanceof URL ? String(wasm) : (wasm ?? files.wasm().href);
  if (loading) {
    if (wasm === undefined || source === loading.source) return loading.engine;
    const message =
      "the engine is loaded already, from another `wasm` than is given now: there is one engine a program";
    return Promise.reject(new ScoringError(message, { code: "engine-already-loaded" }));
  }
  const engine = (async () => {
    const given = await source;
    await start(await compile(read, given instanceof URL ? given.href : given));
    return new Engine(read);
  })();
  const attempt = { source, engine };
  loading = attempt;
  engine.catch(() => {
    if (loading === attempt) loading = undefined;
  });
  return engine;
}

async function compile(read: ReadBytes, source: unknown): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== "object") throw unsupported(undefined);
  if (source instanceof WebAssembly.Module) return source;
  let from = "the bytes given";
  let bytes: unknown = source;
  try {
    if (typeof source === "string") {
      from = source;
      bytes = await read(source);
    } else if (typeof Response === "function" && source instanceof Response) {
      from = source.url || "the response given";
      bytes = await bytesOf(source);
    }
  } catch (error) {
    throw notLoaded(from, error instanceof Error ? error.message : "it cannot be read", error);
  }
  const head = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : bytes instanceof ArrayBuffer
      ? new Uint8Array(bytes)
      : undefined;
  if (!head) throw notLoaded(from, "it is neither an address, a response, bytes nor a module", undefined);
  if (head[0] === 0x3c) throw notLoaded(from, "the answer is a web page (it begins with `<`)", undefined);
  try {
    return await WebAssembly.compile(head as Uint8Array<ArrayBuffer>);
  } catch (error) {
    if (!WebAssembly.validate(SIMD)) throw unsupported(error);
    throw notLoaded(from, "it is not WebAssembly, or damaged", error);
  }
}

/** The bytes of an answer, if it is one. */
export async function bytesOf(response: Response): Promise<ArrayBuffer> {
  if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`.trimEnd());
  return response.arrayBuffer();
}

function notLoaded(from: string, reason: string, cause: unknown): ScoringError {
  const cure =
    'serve `comity_bg.wasm` of the package beside its scripts (under Vite\'s dev server: `optimizeDeps: { exclude: ["comity"] }`), ' +
    "or give `createEngine({ wasm })` its address, its bytes or the compiled module";
  return new ScoringError(`the engine could not be loaded from ${from}: ${reason}; ${cure}`, {
    code: "engine-not-loaded",
    cause,
  });
}

function unsupported(cause: unknown): ScoringError {
  const message = "the engine needs WebAssembly with SIMD: Chrome 91, Firefox 89, Safari 16.4, Node 16.4 or newer";
  return new ScoringError(message, { code: "engine-unsupported", cause });
}

/** The smallest module that needs SIMD: a function that splats a number and counts bits. */
const SIMD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);
