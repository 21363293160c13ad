import type { CsvColumn, CsvImport, CsvMapping, CsvOptions, Problem } from "comity";
import { html, nothing, type TemplateResult } from "lit";
import { Dialog } from "./dialog.js";
import { download } from "./saved.js";
import "./style/import.css";
import { imports, sentence } from "./words/import.js";
import { failure, problemsOf, words } from "./words.js";

/** How many refused cells are drawn; the list to download has more. */
const SHOWN = 200;

/** First values of a column that are shown. */
const FIRST = 3;

/** The longest title that a study takes. */
const TITLE = 200;

/** What is read within this many milliseconds is shown as it is read, and no sooner. */
const SOON_MS = 100;

/** A mark that is nothing, as a choice: a choice without a value is one that is not made. */
const NOTHING = "nothing";

type Mark = "layout" | "delimiter" | "decimal" | "thousands";

/** A file, read. */
interface Source {
  name: string;
  bytes: Uint8Array;
}

/** The form for a table: what each column is, what could not be read, and what becomes of it. */
export class Import extends Dialog {
  private sources: Source[] = [];
  /** Which of two files has the values; the other describes their columns. */
  private values = 0;
  /** Whether the values go into the study shown, whose text this is; and whether that was guessed. */
  private into: string | null = null;
  private guessed = false;
  /** What the reader said of columns, by their places, and of the rest. */
  private readonly said = new Map<number, CsvColumn>();
  private rest: Partial<CsvMapping> = {};
  private result: CsvImport | null = null;
  /** What is being done, and how far it is; nothing: the reader decides. */
  private doing: { what: string; share: number | null } | null = null;
  private trouble: string | null = null;
  private running = new AbortController();
  /** Counts the tables taken: an earlier one is left. */
  private visit = 0;

  /** Reads the tables and shows the form: at once what came of them where that takes less than a reader would notice. */
  async receive(files: File[]): Promise<void> {
    this.forget();
    const { visit } = this;
    this.sources = files.map(({ name }) => ({ name, bytes: new Uint8Array() }));
    this.begin(imports.readingFile, 0);
    const read = this.take(files);
    await Promise.race([read, later(SOON_MS)]);
    await this.updateComplete;
    if (visit === this.visit && this.sources.length > 0 && this.querySelector("dialog[open]") === null) {
      this.open();
      this.querySelector<HTMLElement>("h2")?.focus();
    }
    await read;
    if (visit === this.visit) await this.prepare();
  }

  /** Takes what the files hold, or says why it cannot. */
  private async take(files: File[]): Promise<void> {
    const { visit } = this;
    const read = async (file: File): Promise<Source> => ({
      name: file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    });
    try {
      const sources = await Promise.all(files.map(read));
      if (visit !== this.visit) return;
      this.sources = sources;
    } catch {
      if (visit === this.visit) this.refuse(words.refusedUnread(files[0]?.name ?? ""));
      return;
    }
    this.values = Math.max(
      0,
      this.sources.findIndex((source) => !describes(source)),
    );
    await this.read();
    // Another table may have come meanwhile.
    if (visit !== this.visit || this.result === null || files.length > 1 || !this.belongs()) return;
    this.guessed = true;
    await this.choose(true);
  }

  protected override render(): TemplateResult {
    const { result, doing, trouble, source } = this;
    return this.frame(
      "import",
      imports.title(source?.name ?? ""),
      html`<div class="doing" role="status">${
        doing !== null
          ? html`<p>${doing.what}</p><progress aria-label=${doing.what} value=${doing.share ?? nothing}></progress>`
          : result === null
            ? nothing
            : html`<p>${result.document === null ? imports.nothingYet : imports.summary(result.counts)}</p>`
      }</div>
        ${result === null ? nothing : this.found(result)}
        ${trouble === null ? nothing : html`<p class="trouble" role="alert">${trouble}</p>`}
        <div class="buttons end">
          <button type="button" class="first" ?disabled=${doing !== null || (result?.document ?? null) === null} @click=${() => void this.use()}>${imports.use}</button>
          <button type="button" @click=${() => this.close()}>${doing === null ? words.cancel : imports.stop}</button>
        </div>`,
      () => this.forget(),
    );
  }

  protected override updated(): void {
    // After the options are there.
    for (const select of this.querySelectorAll<HTMLSelectElement>("select[data-value]"))
      select.value = select.dataset.value ?? "";
  }

  private get source(): Source | undefined {
    return this.sources[this.values];
  }

  private found(result: CsvImport): TemplateResult {
    const { problems, guesses } = result;
    const cells = problems.filter(({ args }) => args.row !== undefined);
    const others = problems.filter((problem) => !cells.includes(problem));
    const said = new Set(["csv-layout", "csv-delimiter", "csv-decimal", "csv-decimal-assumed", "csv-thousands"]);
    const assumed = guesses.filter((guess) => columnOf(guess) === null && !said.has(guess.code));
    return html`<div class="body" tabindex="-1">
      ${others.length === 0 ? nothing : html`<div class="trouble" role="alert"><ul>${others.map((problem) => html`<li>${lacking(problem)}</li>`)}</ul></div>`}
      ${this.fate()}
      <div class="marks">${this.marks(result)}</div>
      ${cells.length === 0 ? nothing : this.refused(cells, result.counts.refused)}
      ${this.columns(result)}
      ${assumed.length === 0 ? nothing : html`<h3 class="label">${imports.assumed}</h3><ul class="small">${assumed.map((guess) => html`<li>${sentence(guess)}</li>`)}</ul>`}
      ${this.preview(result)}
    </div>`;
  }

  /** A new study, or into the one shown; with a second file, which of the two has the values. */
  private fate(): TemplateResult {
    const { sources, values, into, store } = this;
    const [first, second] = sources;
    if (first !== undefined && second !== undefined) {
      return html`<label>${imports.which}<select name="values" data-value=${values} @change=${(event: Event) => void this.swap(Number(picked(event)))}>
          ${sources.map(({ name }, at) => html`<option value=${at}>${name}</option>`)}</select></label>
        <p class="small">${imports.freshDescribed((values === 0 ? second : first).name)}</p>`;
    }
    const choice = (is: boolean, text: string): TemplateResult =>
      html`<label class="choose"><input type="radio" name="fate" .checked=${(into !== null) === is} @change=${() => void this.choose(is)} /><span>${text}</span></label>`;
    return html`<fieldset class="fate"><legend>${imports.becomes}</legend>
      ${choice(false, imports.fresh)}${choice(true, imports.into(store.document.title))}
      ${this.guessed && into !== null ? html`<p class="small">${imports.intoGuess}</p>` : nothing}</fieldset>`;
  }

  /** Its shape and its marks, each with what was guessed of it. */
  private marks({ mapping, guesses }: CsvImport): TemplateResult {
    const mark = (name: Mark, label: string, options: Record<string, string>, ...codes: string[]): TemplateResult =>
      html`<label>${label}<select name=${name} data-value=${wordOf(mapping[name])} @change=${(event: Event) => this.set(name, picked(event))}>
        ${mapping[name] === null ? html`<option value="" disabled>${imports.undecided}</option>` : nothing}
        ${Object.entries(options).map(([value, text]) => html`<option value=${value}>${text}</option>`)}</select>
        ${guesses.filter(({ code }) => codes.includes(code)).map((guess) => html`<span class="small">${sentence(guess)}</span>`)}</label>`;
    const { [mapping.decimal ?? ""]: _, ...thousands } = imports.thousandsMarks as Record<string, string>;
    const dated = mapping.columns.some(({ role }) => role === "period");
    return html`${mark("layout", imports.layout, imports.layouts, "csv-layout")}
      ${mark("delimiter", imports.delimiter, imports.delimiters, "csv-delimiter")}
      ${mark("decimal", imports.decimal, imports.decimals, "csv-decimal", "csv-decimal-assumed")}
      ${mark("thousands", imports.thousands, thousands, "csv-thousands")}
      ${dated ? nothing : html`<label>${imports.year}<input type="text" inputmode="numeric" name="period" autocomplete="off" .value=${String(mapping.period ?? "")} @change=${(event: Event) => this.date((event.target as HTMLInputElement).value)} /></label>`}`;
  }

  private columns({ mapping, guesses, problems, preview }: CsvImport): TemplateResult {
    const rows = preview.slice(1, 1 + FIRST);
    return html`<h3 class="label" id="import-columns">${imports.columns}</h3>
      <div class="frame columns-said" tabindex="0" role="group" aria-labelledby="import-columns"><table>
        <thead><tr><th scope="col">${imports.heading}</th><th scope="col">${imports.first}</th><th scope="col">${imports.role}</th><th scope="col">${imports.why}</th></tr></thead>
        <tbody>${mapping.columns.map((column, at) => {
          const heading = column.header || imports.unheaded;
          return html`<tr class=${column.role === "ignore" ? "unread" : ""}>
            <th scope="row">${heading}</th>
            <td class="firsts">${rows.map((row) => html`<span>${row[at] || words.none}</span>`)}</td>
            <td><select aria-label=${imports.roleOf(heading, at + 1)} data-value=${choiceOf(column, this.into !== null)} @change=${(event: Event) => this.assign(at, picked(event))}>${this.roles()}</select></td>
            <td class="small">${this.said.has(at) ? imports.byYou : [...guesses, ...problems].filter((one) => columnOf(one) === at).map((one) => html`<span>${why(one)}</span> `)}</td>
          </tr>`;
        })}</tbody></table></div>`;
  }

  private roles(): TemplateResult {
    const option = ([role, text]: [string, string]): TemplateResult => html`<option value=${role}>${text}</option>`;
    const all = Object.entries(imports.roles);
    if (this.into === null) return html`${all.map(option)}`;
    const { indicators } = this.store.document.framework;
    return html`<optgroup label=${imports.groupOther}>${all.filter(([role]) => role !== "values").map(option)}</optgroup>
      <optgroup label=${imports.groupValues}>${indicators.map(({ id, name }) => option([`values ${id}`, name]))}</optgroup>`;
  }

  private preview({ preview, problems }: CsvImport): TemplateResult {
    const [headings = [], ...rows] = preview;
    const wrong = new Set(problems.map(({ path }) => JSON.stringify(path)));
    return html`<h3 class="label" id="import-preview">${imports.preview}</h3>
      <div class="frame preview" tabindex="0" role="group" aria-labelledby="import-preview"><table>
        <thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
        <tbody>${rows.map((row, at) => html`<tr>${row.map((cell, column) => html`<td class=${wrong.has(JSON.stringify(["data", at + 1, column])) ? "wrong" : ""}>${cell}</td>`)}</tr>`)}</tbody>
      </table></div>`;
  }

  /** Every cell that could not be read, with its place and its cure. */
  private refused(cells: Problem[], refused: number): TemplateResult {
    return html`<section class="refused" aria-labelledby="import-refused">
      <h3 class="label" id="import-refused">${imports.refused(refused, cells.length)}</h3>
      <div class="frame" tabindex="0" role="group" aria-labelledby="import-refused"><table>
        <thead><tr><th scope="col" class="number">${imports.row}</th><th scope="col">${imports.column}</th><th scope="col">${imports.value}</th><th scope="col">${imports.wrong}</th></tr></thead>
        <tbody>${cells
          .slice(0, SHOWN)
          .map(
            (problem) =>
              html`<tr><td class="number">${problem.args.row}</td><td>${problem.args.column} ${problem.args.header}</td><td>${problem.args.value}</td><td>${sentence(problem)}</td></tr>`,
          )}</tbody></table></div>
      <p class="small">${cells.length > SHOWN ? imports.refusedShown(SHOWN) : nothing} ${refused > cells.length ? imports.refusedListed(cells.length) : nothing}</p>
      <button type="button" class="keep" @click=${() => this.keep(cells)}>${imports.save}</button>
    </section>`;
  }

  private keep(cells: Problem[]): void {
    const lines = cells.map((problem) =>
      [...["row", "column", "header", "value"].map((key) => String(problem.args[key] ?? "")), sentence(problem)]
        .map(csvCell)
        .join(","),
    );
    const text = `${[imports.saveHeadings.join(","), ...lines].join("\r\n")}\r\n`;
    download(imports.saveName(this.source?.name ?? ""), text, "text/csv");
  }

  /** Whether the table's columns are called as the indicators of the study shown are. */
  private belongs(): boolean {
    const { mapping, preview } = this.result ?? {};
    if (mapping === undefined || preview === undefined) return false;
    const known = new Set(this.store.document.framework.indicators.flatMap(({ id, name }) => [id, name]));
    const at = mapping.columns.findIndex(({ role }) => role === "indicator");
    if (mapping.layout === "long") return preview.slice(1).some((row) => known.has(row[at] ?? ""));
    return mapping.columns.some(({ role, header }) => role === "values" && known.has(header));
  }

  private async choose(into: boolean): Promise<void> {
    this.into = into ? JSON.stringify(this.store.source) : null;
    // What was said of columns was said of other indicators.
    this.said.clear();
    await this.read();
  }

  private async swap(values: number): Promise<void> {
    this.values = values;
    this.said.clear();
    this.rest = {};
    await this.read();
  }

  private set(name: Mark, word: string): void {
    // Other cells, other columns.
    if (name === "delimiter") this.said.clear();
    // What stands between thousands follows what stands before decimals.
    const { thousands: _, ...others } = this.rest;
    this.rest = { ...(name === "decimal" ? others : this.rest), [name]: word === NOTHING ? "" : word };
    void this.read();
  }

  private date(text: string): void {
    const year = text.trim();
    if (year !== "" && !/^-?\d{1,4}$/.test(year)) {
      this.say(imports.noYear);
      return;
    }
    const { period: _, ...rest } = this.rest;
    this.rest = year === "" ? rest : { ...rest, period: Number(year) };
    void this.read();
  }

  private assign(at: number, choice: string): void {
    const columns = this.result?.mapping.columns ?? [];
    const header = columns[at]?.header ?? "";
    const [role = "ignore", ...id] = choice.split(" ") as [CsvColumn["role"], ...string[]];
    // One column each, but for values and what is not read.
    if (role !== "values" && role !== "ignore")
      for (const [other, said] of this.said) if (said.role === role) this.said.delete(other);
    if (role === "period") {
      const { period: _, ...rest } = this.rest;
      this.rest = rest;
    }
    this.said.set(at, id.length === 0 ? { header, role } : { header, role, indicator: id.join(" ") });
    void this.read();
  }

  /** What the reader said; columns of one heading are told apart by their order, so that all of them are given. */
  private mapping(): Partial<CsvMapping> {
    const headers = new Set([...this.said.values()].map(({ header }) => header));
    const columns = (this.result?.mapping.columns ?? []).flatMap((column, at) => {
      const said = this.said.get(at);
      return said === undefined ? (headers.has(column.header) ? [column] : []) : [said];
    });
    return { ...this.rest, columns };
  }

  /** Reads the table as it is said now; what was asked before is left. */
  private async read(): Promise<void> {
    const { source, sources, into, store } = this;
    if (source === undefined) return;
    this.running.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    this.begin(imports.readingCells, null);
    const other = sources.find((one) => one !== source);
    const options: CsvOptions = {
      mapping: this.mapping(),
      ...(other === undefined ? {} : { metadata: other.bytes }),
      ...(into === null ? {} : { into }),
    };
    try {
      const result = await store.readTable(source.bytes, options, signal);
      if (signal.aborted) return;
      this.result = result;
      this.say(null);
    } catch (error) {
      if (signal.aborted) return;
      const problems = problemsOf(error);
      const what =
        problems.length > 0 ? words.refusedTable(source.name) : failure(words.openingFile(source.name), error).what;
      if (this.result === null) this.refuse(what, problems);
      else {
        this.result = { ...this.result, document: null };
        this.say([what, ...problems.map(sentence)].join(" "));
      }
    }
  }

  /** Opens the study while the reader looks at the form: then there is little left to do. */
  private async prepare(): Promise<void> {
    const { result } = this;
    await painted();
    if (result?.document && result === this.result && this.doing === null)
      this.store.prepare(result.document, this.called);
  }

  /** What a study of its own is called: as the file. */
  private get called(): string | null {
    const { source, into } = this;
    if (source === undefined || into !== null) return null;
    const name = source.name.replace(/\.[^.]*$/, "");
    return [...(name || source.name)].slice(0, TITLE).join("");
  }

  private async use(): Promise<void> {
    const { result, source, called, store } = this;
    if (source === undefined || result === null || result.document === null) return;
    this.begin(imports.openingStudy, null);
    await this.updateComplete;
    if (!store.isPrepared(result.document, called)) {
      // In two steps, each of them less than the reader would notice.
      await later(0);
      store.prepare(result.document, called);
      await later(0);
    }
    store.openTable(result.document, source.name, called);
    this.close();
  }

  /** The form closes, and the page says why. */
  private refuse(what: string, problems: Problem[] = []): void {
    const name = this.source?.name ?? "";
    this.close();
    this.forget();
    this.store.refuse(name, what, problems);
  }

  private begin(what: string, share: number | null): void {
    this.trouble = null;
    this.doing = { what, share };
    this.requestUpdate();
  }

  private say(trouble: string | null): void {
    this.trouble = trouble;
    this.doing = null;
    this.requestUpdate();
  }

  private forget(): void {
    this.store.unprepare();
    this.visit++;
    this.running.abort();
    this.running = new AbortController();
    this.sources = [];
    this.values = 0;
    this.into = null;
    this.guessed = false;
    this.said.clear();
    this.rest = {};
    this.result = null;
    this.say(null);
  }
}

/** Whether a file's headings are those of a description of indicators, as COINr's `iMeta`. */
function describes({ bytes }: Source): boolean {
  const [line = ""] = new TextDecoder().decode(bytes.subarray(0, 4096)).split(/\r?\n/, 1);
  const headings = line
    .toLowerCase()
    .split(/[,;\t|]/)
    .map((heading) => heading.replace(/^["\s]+|["\s]+$/g, ""));
  return (
    headings.includes("icode") && ["direction", "parent", "weight", "iname"].some((word) => headings.includes(word))
  );
}

/** The column whose heading a guess is about. */
function columnOf({ path: [table, row, column] }: Problem): number | null {
  return table === "data" && row === 0 && typeof column === "number" ? column : null;
}

/** Why a column is what it is said to be. */
function why(guess: Problem): string {
  const { code, args } = guess;
  if (code === "csv-column") return imports.by(String(args.reason));
  if (code === "csv-column-ignored") return imports.ignored(String(args.reason));
  if (code === "csv-percent") return imports.percent(Number(args.count));
  return sentence(guess);
}

/** What keeps the whole table from being read. */
function lacking(problem: Problem): string {
  const said = problem.code === "csv-column-missing" ? imports.lacking[String(problem.args.role)] : undefined;
  return said ?? sentence(problem);
}

/** How the choice names what a column is. */
const choiceOf = ({ role, indicator }: CsvColumn, into: boolean): string =>
  into && role === "values" ? `values ${indicator}` : role;

/** A cell of the list to download: what a spreadsheet would take for a formula gets an apostrophe in front. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n\0']/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** How the choice of a mark names it. */
const wordOf = (mark: string | null): string => (mark === "" ? NOTHING : (mark ?? ""));

const picked = (event: Event): string => (event.target as HTMLSelectElement).value;

const later = (ms: number): Promise<void> => new Promise((settle) => setTimeout(settle, ms));

/** After what was drawn is on the screen. */
const painted = (): Promise<void> => new Promise((settle) => requestAnimationFrame(() => setTimeout(settle)));

customElements.define("comity-import", Import);
