/** Copying, as a button does it. */

/** Copies a text; `false`: this browser lets no page copy, as where the page is not served securely. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Marks what an element holds, so that the reader's own keys copy it. */
export function mark(element: Element | null): void {
  if (element instanceof HTMLInputElement) {
    element.focus();
    element.select();
  } else if (element !== null) {
    getSelection()?.selectAllChildren(element);
  }
}
