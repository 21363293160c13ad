/** How the page reads a number that someone wrote. */

/** The number that a text says, `null` for none, or what is wrong with it. */
export function numberOf(text: string): { value: number | null } | { wrong: "no-number" | "comma" } {
  // Spaces between thousands and a true minus are how this page writes numbers itself.
  const plain = text
    .trim()
    .replace(/[\s\u202f\u00a0]/g, "")
    .replace(/^\u2212/, "-");
  if (plain === "" || plain === "\u2013") return { value: null };
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return { value: Number(plain) };
  return { wrong: /^[-+]?[\d.,]+$/.test(plain) ? "comma" : "no-number" };
}
