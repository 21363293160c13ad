/** Tables as an Excel workbook (ECMA-376): numbers as numbers, every text a text cell, so that none is ever a formula. */

import { strToU8, zipSync } from "fflate";
import type { Cell, Table } from "./scorecard.js";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The type of such a file. */
export const TYPE = `${KIND}.sheet`;

/** Files of a ZIP have a date; one that never changes makes the same tables the same file. */
const DATE = new Date(1980, 0, 1);

/** The widest and the narrowest column, in characters. */
const [NARROW, WIDE] = [8, 40];

/** The bytes of a workbook with a sheet a table. */
export function workbook(tables: Table[]): Uint8Array<ArrayBuffer> {
  const sheets = tables.map((table, at) => ({ table, number: at + 1 }));
  const files: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${KIND}.styles+xml"/>${sheets.map(({ number }) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${KIND}.worksheet+xml"/>`).join("")}</Types>`,
    "_rels/.rels": relations([["officeDocument", "xl/workbook.xml"]]),
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(({ table, number }) => `<sheet name="${escaped(table.name)}" sheetId="${number}" r:id="rId${number}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([
      ...sheets.map(({ number }): [string, string] => ["worksheet", `worksheets/sheet${number}.xml`]),
      ["styles", "styles.xml"],
    ]),
    // Style 0 is plain, style 1 bold.
    "xl/styles.xml": `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
  };
  for (const { table, number } of sheets) files[`xl/worksheets/sheet${number}.xml`] = sheet(table);
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(head + text)])), {
    mtime: DATE,
  });
}

function relations(targets: [kind: string, target: string][]): string {
  const all = targets.map(
    ([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${all.join("")}</Relationships>`;
}

/** The first row is bold and stays in sight. */
function sheet({ rows }: Table): string {
  const widths = (rows[0] ?? []).map((_, at) => {
    const widest = rows.reduce(
      (most, row) => Math.max(most, typeof row[at] === "string" ? row[at].length + 2 : 0),
      NARROW,
    );
    return Math.min(WIDE, widest);
  });
  const lines = rows.map((row, at) => {
    const cells = row.map((cell, column) => written(cell, `${letters(column)}${at + 1}`, at === 0 ? 1 : 0));
    return `<row r="${at + 1}">${cells.join("")}</row>`;
  });
  return `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join("")}</cols><sheetData>${lines.join("")}</sheetData></worksheet>`;
}

function written(cell: Cell, place: string, style: number): string {
  if (cell === null) return "";
  if (typeof cell === "number") return `<c r="${place}" s="${style}"><v>${cell}</v></c>`;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

/** Column 0 is A, 26 is AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

/** Text in XML; what XML 1.0 cannot hold is left out. */
function escaped(text: string): string {
  const marks: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const held = text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");
  return held.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);
}
