/** The one small label that names what the pointer or the keyboard points at. */
export class Tip extends HTMLElement {
  constructor() {
    super();
    addEventListener("scroll", () => this.hide(), { capture: true, passive: true });
  }

  connectedCallback(): void {
    this.hidden = true;
    this.setAttribute("aria-hidden", "true");
  }

  /** Shows `text` above `target`, kept inside the window. */
  show(text: string, target: Element): void {
    this.textContent = text;
    this.hidden = false;
    const at = target.getBoundingClientRect();
    const own = this.getBoundingClientRect();
    const left = Math.min(
      Math.max(8, at.left + at.width / 2 - own.width / 2),
      document.documentElement.clientWidth - own.width - 8,
    );
    const top = at.top - own.height - 4;
    this.style.setProperty("left", `${left}px`);
    this.style.setProperty("top", `${top < 8 ? at.bottom + 4 : top}px`);
  }

  hide(): void {
    this.hidden = true;
  }
}

customElements.define("comity-tip", Tip);

/** The page's label. */
export function tip(): Tip | null {
  return document.querySelector<Tip>("comity-tip");
}
