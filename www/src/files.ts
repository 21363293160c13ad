/** Files of the reader's own: chosen by a button, dropped anywhere on the page, or pasted. They are read here and go nowhere. */

import type { Store } from "./store.js";
import { words } from "./words.js";

const MEGABYTE = 1024 * 1024;

/** What the engine takes at most, in megabytes: more is refused before it is read. */
const MOST = 64;

/** Opens a study file, or hands tables on: one, or one and what describes its columns. */
export async function takeFiles(store: Store, files: File[], tables: (files: File[]) => void): Promise<void> {
  const [file, other, ...more] = files;
  if (file === undefined) return;
  const large = files.find(({ size }) => size > MOST * MEGABYTE);
  if (large !== undefined) {
    store.refuse(large.name, words.refusedSize(large.name, Math.ceil(large.size / MEGABYTE), MOST));
    return;
  }
  try {
    const study = await isStudy(file);
    if (study && other === undefined) store.openOwn(file.name, await file.text());
    else if (study || more.length > 0 || (other !== undefined && (await isStudy(other))))
      store.refuse(file.name, words.refusedSeveral);
    else tables(files);
  } catch {
    store.refuse(file.name, words.refusedUnread(file.name));
  }
}

/** Whether a file is meant as a study rather than a table: by its name, else by its first character. */
async function isStudy(file: File): Promise<boolean> {
  if (/\.json$/i.test(file.name)) return true;
  if (/\.(csv|tsv|tab|txt)$/i.test(file.name)) return false;
  return /^\s*[{[]/.test(await file.slice(0, 1024).text());
}

/**
 * Takes what is dropped or pasted anywhere; while something hangs over the page, the page says so by `data-drop` on its root, and what
 * will be needed can be `fetched` already.
 */
export function receiveFiles(take: (files: File[]) => void, fetched: () => void): void {
  const root = document.documentElement;
  const carriesFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    if (root.dataset.drop === undefined) fetched();
    root.dataset.drop = "";
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => {
    if (relatedTarget === null) delete root.dataset.drop;
  });
  document.addEventListener("drop", (event) => {
    delete root.dataset.drop;
    if (!carriesFile(event)) return;
    // Else the browser leaves the page for the file.
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  });
  document.addEventListener("paste", (event) => {
    // What is pasted into a field is the field's.
    if (event.target instanceof Element && event.target.matches("input, textarea, select")) return;
    if (document.querySelector("dialog[open]:not(.import)") !== null) return;
    const files = pasted(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
}

/** Files that were copied, or a text that is a table or a study. */
function pasted(data: DataTransfer | null): File[] {
  if (data === null) return [];
  if (data.files.length > 0) return [...data.files];
  const text = data.getData("text/plain");
  // Two lines with something between cells: one cell alone, or a sentence, is no table.
  return /^\s*\{/.test(text) || /^[^\n]*[\t,;|][^\n]*\n[^\n]*[\t,;|]/.test(text)
    ? [new File([text], words.pasted)]
    : [];
}
