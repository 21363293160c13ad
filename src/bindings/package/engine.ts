import { copyOf, fieldsOf } from "./copy.js";
import { kindOf, problem, reasonOf, refuse, ScoringError, wrongType } from "./error.js";
import { type Glue, part, start, within } from "./instance.js";
import type { Pool, Starter, Workers } from "./pool.js";
import { type Background, checkText, Study } from "./study.js";
import type {
  CsvImport,
  CsvOptions,
  Framework,
  Objective,
  Path,
  Preset,
  Problem,
  StudyDocument,
  Unit,
} from "./types.js";

/** A compiled module: named so that it asks for no types of the browser. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer M } } } ? M : object;

/** Where the WebAssembly file comes from: its address, an answer, its bytes, or the compiled module. */
export type WasmSource = URL | string | Response | ArrayBuffer | ArrayBufferView | CompiledModule;

/** Options of `createEngine`. */
export interface EngineOptions {
  /** Absent: the file beside the package. Needed only where a bundler or a platform cannot find it. */
  wasm?: WasmSource | Promise<WasmSource> | undefined;
  /**
   * Who works in the background: how many ordinary workers, which (they run `comity/worker`), or how to make one. Needed only where a
   * policy or a bundler does not let the package start its own, or to have fewer; absent: as many as the machine has processors. None
   * is started before there is work for it.
   *
   * @example
   * const workers = () => new Worker(new URL("comity/worker", import.meta.url), { type: "module" });
   */
  workers?: Workers | undefined;
}

/** A study shipped beside the package. */
export interface BundledStudy {
  /** What `loadStudy` takes. */
  id: string;
  title: string;
  /** Address of its JSON file. */
  href: string;
}

/** What an empty study over the built-in framework is to be called and to hold. */
export interface EmptyStudyRequest {
  id: string;
  title: string;
  /** One partnership each. */
  units: Unit[];
  /** Whole years. */
  periods: number[];
}

/** The built-in framework as its file holds it. */
interface BuiltIn {
  framework: Framework;
  presets: [Preset, ...Preset[]];
  objectives: Objective[];
}

/** A file of the package: its address, or what it holds. */
type PackageFile = URL | Promise<ArrayBuffer>;

/**
 * What an entry point brings: the package's files, how its platform reads them, and its workers.
 *
 * @internal
 */
export interface Platform {
  /** The module to begin with, and the whole one, where that is another. */
  glue: Glue;
  whole?: { glue(): Promise<Glue>; wasm(): PackageFile };
  read(address: string): Promise<ArrayBuffer | ArrayBufferView>;
  files: {
    wasm(): PackageFile;
    framework(): PackageFile;
    studies: readonly { id: string; title: string; address: () => URL }[];
  };
  workers?: Starter;
}

/** The loaded engine. There is one a program; `createEngine` gives it. */
export class Engine {
  /** Version of the engine. */
  readonly version: string;
  readonly #platform: Platform;
  /**
   * The workers, none of them started yet.
   *
   * @internal
   */
  readonly pool: () => Promise<Pool>;
  readonly #background: Background;

  /** @internal */
  constructor(platform: Platform, pool: () => Promise<Pool>, whole: () => Promise<void>, given: boolean) {
    this.#platform = platform;
    this.pool = pool;
    this.#background = { pool: given || platform.workers ? pool : undefined, whole };
    this.version = within(part("version"));
  }

  /**
   * Has everything at hand on this thread: `comity/scoring` begins with what scores, and gets tables, simulations, stability and
   * sensitivity with this. Studies stay open. What runs in the background asks for it by itself, and `comity` has everything at once.
   *
   * @throws ScoringError `engine-not-loaded`; may be tried again.
   */
  loadWhole(): Promise<void> {
    return this.#background.whole();
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
    return this.#platform.files.studies.map(({ id, title, address }) => ({ id, title, href: address().href }));
  }

  /**
   * Reads a study that is shipped beside the package.
   *
   * @throws ScoringError `study-unknown`, or `study-not-loaded` where its file cannot be had.
   */
  async loadStudy(id: string): Promise<StudyDocument> {
    checkText("id", id);
    const { studies } = this.#platform.files;
    const study = studies.find((study) => study.id === id);
    if (!study) {
      const known = studies.map((study) => study.id).join("`, `");
      throw new ScoringError(`no study \`${id}\` is shipped, only \`${known}\``, { code: "study-unknown" });
    }
    return this.#json<StudyDocument>(study.address());
  }

  /**
   * A study over the built-in framework with nothing observed yet: 26 indicators, 12 of them rubrics, with presets, of which the
   * first is its method, and objectives. Fill its columns and open it.
   *
   * @throws ScoringError with every fault of the request, or `study-not-loaded` where the framework's file
   * cannot be had.
   * @example
   * const units = [{ id: "KOR", name: "South Korea" }];
   * const document = await engine.emptyStudy({ id: "mine", title: "Mine", units, periods: [2024, 2025] });
   */
  async emptyStudy(request: EmptyStudyRequest): Promise<StudyDocument> {
    const asked = fieldsOf(request, ["id", "title", "units", "periods"]);
    refuse(asked.problems, asked.thrown);
    const { id, title, units, periods } = asked.data;
    const builtIn = await this.#json<BuiltIn>(this.#platform.files.framework());
    const dataset = { units, periods, indicators: [] };
    const method = builtIn.presets[0].method;
    const { data, problems, thrown } = copyOf({ schema: 0, id, title, ...builtIn, dataset, method });
    // Named by their places in the request: the dataset is ours.
    const place = (path: Path): Path => (path[0] === "dataset" ? path.slice(1) : path);
    const judged = judge(data, problems).map((problem) => ({ ...problem, path: place(problem.path) }));
    refuse(judged, thrown);
    return data as StudyDocument;
  }

  async #json<T>(file: PackageFile): Promise<T> {
    try {
      return JSON.parse(new TextDecoder().decode(await (file instanceof URL ? this.#platform.read(file.href) : file)));
    } catch (error) {
      const message = `${file} could not be read: serve the JSON files of the package beside its scripts`;
      throw new ScoringError(message, { code: "study-not-loaded", cause: error });
    }
  }

  /**
   * Opens a study: validates the document once and for all.
   *
   * @param document a study document as an object or as JSON text.
   * @throws ScoringError with every problem that `validate` would list.
   */
  open(document: StudyDocument | string): Study {
    const { data, problems, thrown } = copyOf(document);
    if (problems.length > 0) refuse(judge(data, problems), thrown);
    return new Study(data, this.#background);
  }

  /**
   * Makes a study of a table: comma, semicolon, tab or pipe separated text, a row a value or a column an indicator.
   *
   * Columns, marks and words for missing are guessed, and every guess is said; cells that cannot be read are listed, and all others
   * imported. The call is synchronous: for large tables there is `importCsvInBackground`.
   *
   * @param table the text, or the bytes of the file (UTF-8, UTF-16, else taken as Windows-1252).
   * @throws ScoringError where there is no table to read at all (`csv-empty`, `csv-binary`, `too-large`), where `options.into` has
   * faults (paths begin with `into`), or `options.mapping` has (`mapping`).
   * @example
   * const { document, guesses, problems } = engine.importCsv(await file.arrayBuffer());
   * for (const { args, message } of problems) console.log(`row ${args.row}, column ${args.column}: ${message}`);
   * if (document) console.log(engine.open(document).score());
   */
  importCsv(table: string | Uint8Array | ArrayBuffer, options: CsvOptions = {}): CsvImport {
    const asked = tableRequest(table, options);
    const importCsv = part("importCsv");
    return within(() => importCsv(...asked));
  }

  /**
   * The same in a worker: the page stays alive, and the answer is the same.
   *
   * @throws ScoringError as `importCsv` does, or `worker-failed`; the signal's reason when it is aborted.
   * @example
   * const controller = new AbortController();
   * stopButton.onclick = () => controller.abort();
   * const { document } = await engine.importCsvInBackground(await file.arrayBuffer(), {}, { signal: controller.signal });
   */
  async importCsvInBackground(
    table: string | Uint8Array | ArrayBuffer,
    options: CsvOptions = {},
    background: { signal?: AbortSignal | undefined } = {},
  ): Promise<CsvImport> {
    const { data, problems, thrown } = fieldsOf(background, ["signal"]);
    refuse(problems, thrown);
    const { signal } = data;
    const asked = tableRequest(table, options);
    const pool = await this.pool();
    const [result] = await pool.run<CsvImport>({ name: "importCsv", tasks: [asked], signal });
    return result as CsvImport;
  }

  /**
   * The observations of a study as comma separated text that `importCsv` reads back, `into` the same study, to the same hash.
   *
   * Texts that a spreadsheet would take for a formula get an apostrophe in front, which `importCsv` takes off again.
   *
   * @param document a study document as an object or as JSON text.
   * @param shape `long`: a row a value. `wide`: a row a unit and period, a column an indicator; then rows of details, if there are any.
   * @throws ScoringError with every problem that `validate` would list.
   */
  exportCsv(document: StudyDocument | string, options: { shape?: "long" | "wide" | undefined } = {}): string {
    const asked = fieldsOf(options, ["shape"]);
    refuse(asked.problems, asked.thrown);
    const { shape = "long" } = asked.data;
    if (shape !== "long" && shape !== "wide") refuse([wrongType(["shape"], kindOf(shape), "`long` or `wide`")]);
    const { data, problems, thrown } = copyOf(document);
    if (problems.length > 0) refuse(judge(data, problems), thrown);
    const exportCsv = part("exportCsv");
    return within(() => exportCsv(data, shape === "wide"));
  }
}

/** Bytes of a table that the engine reads at most. */
const TABLE_BYTES = 64 * 1024 * 1024;

/** What the engine is asked to make of a table: looked at here, so that none of the caller's code runs while it is at work. */
function tableRequest(table: unknown, options: CsvOptions): Parameters<Glue["importCsv"]> {
  const asked = fieldsOf(options, ["mapping", "into", "metadata"]);
  refuse(asked.problems, asked.thrown);
  const { mapping, into, metadata } = asked.data;
  const { data, problems, thrown } = copyOf({ mapping, into });
  refuse(problems, thrown);
  const given = data as CsvOptions;
  const bytes = bytesOfTable(table, "data");
  const described = metadata === undefined ? undefined : bytesOfTable(metadata, "metadata");
  return [bytes, described, given.mapping, given.into];
}

/** The bytes of a table, looked at before any is copied. */
function bytesOfTable(table: unknown, name: string): Uint8Array {
  const kind = kindOf(table);
  const bytes =
    kind === "a Uint8Array"
      ? (table as Uint8Array)
      : Object.prototype.toString.call(table) === "[object ArrayBuffer]"
        ? new Uint8Array(table as ArrayBuffer)
        : undefined;
  if (!bytes && kind !== "a text") refuse([wrongType([name], kind, "a text or a Uint8Array")]);
  const found = bytes?.length ?? (table as string).length;
  if (found > TABLE_BYTES) {
    const args = { what: "bytes", found, limit: TABLE_BYTES };
    refuse([problem("too-large", [name], `bytes: ${found} is more than the ceiling of ${TABLE_BYTES}`, args)]);
  }
  return bytes ?? new TextEncoder().encode(table as string);
}

/** Every problem of a document: those found while it was copied, and what the engine says of the copy. */
function judge(data: unknown, problems: Problem[]): Problem[] {
  // There the engine saw `null` and says so: that would be one fault twice.
  const places = new Set(problems.map(({ path }) => JSON.stringify(path)));
  const repeated = ({ code, path, args: { key } }: Problem) =>
    (code === "wrong-type" && places.has(JSON.stringify(path))) ||
    (code === "missing-key" && places.has(JSON.stringify([...path, key])));
  return [...problems, ...within(() => part("validate")(data)).filter((problem) => !repeated(problem))];
}

let loading: { source: unknown; workers: unknown; engine: Promise<Engine> } | undefined;

/**
 * Loads the engine once: later calls get the same promise, a failed load can be tried again.
 *
 * @internal
 */
export function load(platform: Platform, options: EngineOptions = {}): Promise<Engine> {
  try {
    return once(platform, options);
  } catch (error) {
    // A source that throws when it is looked at.
    return Promise.reject(error instanceof ScoringError ? error : notLoaded("what was given", reasonOf(error), error));
  }
}

function once(platform: Platform, options: EngineOptions): Promise<Engine> {
  const { data, problems, thrown } = fieldsOf(options, ["wasm", "workers"]);
  refuse(problems, thrown);
  const { wasm, workers } = data;
  const given = typeof wasm === "string" || wasm instanceof URL ? String(wasm) : wasm;
  if (loading) {
    const same = (asked: unknown, had: unknown): boolean => asked === undefined || asked === had;
    if (same(given, loading.source) && same(workers, loading.workers)) return loading.engine;
    const message = "the engine is loaded already, with other options: there is one engine a program";
    throw new ScoringError(message, { code: "engine-already-loaded" });
  }
  const source = given ?? platform.files.wasm();
  const engine = begin(platform, source, workers);
  const attempt = { source: source instanceof URL ? source.href : source, workers, engine };
  loading = attempt;
  engine.catch(() => {
    if (loading === attempt) loading = undefined;
  });
  return engine;
}

async function begin(platform: Platform, source: unknown, workers: Workers | undefined): Promise<Engine> {
  const run = (glue: Glue, module: WebAssembly.Module): void => {
    try {
      start(glue, module);
    } catch (error) {
      throw notLoaded("the module", reasonOf(error), error);
    }
  };
  const module = await compile(platform, source);
  run(platform.glue, module);
  const { whole } = platform;
  const wholeModule = whole ? kept(() => compile(platform, whole.wasm())) : async () => module;
  const pool = kept(async () => {
    const [{ Pool }, module] = await Promise.all([import("./pool.js"), wholeModule()]);
    return new Pool(module, workers, platform.workers);
  });
  const loadWhole = kept(async () => {
    if (whole) run(...(await Promise.all([whole.glue(), wholeModule()])));
  });
  return new Engine(platform, pool, loadWhole, workers !== undefined);
}

/** Does its work once, or again after it failed. */
function kept<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    });
    return done;
  };
}

async function compile(platform: Platform, source: unknown): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== "object") throw unsupported(undefined);
  let from = "the bytes given";
  let head: Uint8Array | undefined;
  try {
    let bytes = await source;
    if (bytes instanceof WebAssembly.Module) return bytes;
    if (typeof bytes === "string" || bytes instanceof URL) {
      from = String(bytes);
      bytes = await platform.read(from);
    } else if (typeof Response === "function" && bytes instanceof Response) {
      from = bytes.url || "the response given";
      bytes = await bytesOf(bytes);
    }
    if (ArrayBuffer.isView(bytes)) head = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    else if (bytes instanceof ArrayBuffer) head = new Uint8Array(bytes);
  } catch (error) {
    throw notLoaded(from, reasonOf(error), error);
  }
  if (!head) throw notLoaded(from, "it is neither an address, a response, bytes nor a module", undefined);
  if (head[0] === 0x3c) throw notLoaded(from, "the answer is a web page (it begins with `<`)", undefined);
  try {
    return await WebAssembly.compile(head as Uint8Array<ArrayBuffer>);
  } catch (error) {
    if (!WebAssembly.validate(SIMD)) throw unsupported(error);
    throw notLoaded(from, "it is not WebAssembly, or damaged", error);
  }
}

/**
 * The bytes of an answer, if it is one.
 *
 * @internal
 */
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
