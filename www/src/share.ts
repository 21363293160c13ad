import { html, LitElement, type TemplateResult } from "lit";
import { percent, percentField } from "./numbers.js";

/** What the reader asked for: a share from 0 to 1, and whether the hand has let go. */
export interface ShareDetail {
  share: number;
  done: boolean;
}

/** One share among siblings: a slider and a number field that say the same. Tells of moves by a `share` event. */
export class ShareControl extends LitElement {
  static override properties = { share: { type: Number }, label: {} };
  declare share: number;
  declare label: string;
  /** While the reader types, the field is the reader's. */
  private typing = false;

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render(): TemplateResult {
    return html`<input type="range" min="0" max="100" step="1" aria-label=${this.label} aria-valuetext=${percent(this.share)}
        @input=${(event: Event) => this.tell(event, false)} @change=${(event: Event) => this.tell(event, true)} />
      <span class="field"><input type="number" min="0" max="100" step="0.1" inputmode="decimal" aria-label=${this.label}
        @input=${(event: Event) => this.type(event)} @change=${(event: Event) => this.typed(event)} @blur=${() => this.rest()} />%</span>`;
  }

  protected override updated(): void {
    const [slider, field] = this.querySelectorAll("input");
    if (slider === undefined || field === undefined) return;
    slider.value = String(this.share * 100);
    slider.style.setProperty("--fill", String(this.share));
    if (!this.typing) field.value = percentField(this.share);
  }

  private type(event: Event): void {
    this.typing = true;
    this.tell(event, false);
  }

  private typed(event: Event): void {
    this.typing = false;
    this.tell(event, true);
    this.requestUpdate();
  }

  private rest(): void {
    this.typing = false;
    this.requestUpdate();
  }

  private tell(event: Event, done: boolean): void {
    const value = (event.target as HTMLInputElement).valueAsNumber;
    if (Number.isNaN(value)) return;
    const share = Math.min(1, Math.max(0, value / 100));
    this.dispatchEvent(new CustomEvent<ShareDetail>("share", { detail: { share, done } }));
  }
}

customElements.define("comity-share", ShareControl);
