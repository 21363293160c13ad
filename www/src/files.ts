/** Files of the reader's own: chosen by a button or dropped anywhere on the page. They are read here and go nowhere. */

import type { Store } from "./store.js";
import { words } from "./words.js";

const MEGABYTE = 1024 * 1024;

/** What the engine takes at most, in megabytes: more is refused before it is read. */
const MOST = 64;

/** Reads a study file and opens it. */
export async function openFile(store: Store, file: File): Promise<void> {
  if (file.size > MOST * MEGABYTE) {
    store.refuse(file.name, words.refusedSize(file.name, Math.ceil(file.size / MEGABYTE), MOST));
    return;
  }
  try {
    store.openOwn(file.name, await file.text());
  } catch {
    store.refuse(file.name, words.refusedUnread(file.name));
  }
}

/** Opens what is dropped on the page; while something hangs over it, the page says so by `data-drop` on its root. */
export function receiveDrops(store: Store): void {
  const root = document.documentElement;
  const carriesFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
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
    const [file] = event.dataTransfer?.files ?? [];
    if (file !== undefined && store.phase.is === "ready") void openFile(store, file);
  });
}
