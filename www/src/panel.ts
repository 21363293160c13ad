/** What all panels have in common: they draw what the store holds, into the page itself, so that labels can refer across panels. */

import { LitElement } from "lit";
import type { Doubt } from "./doubt.js";
import type { Store } from "./store.js";

export abstract class Panel extends LitElement {
  static override properties = { store: { attribute: false } };
  declare store: Store;
  private stop: (() => void) | undefined;

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = this.store.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }
}

/** A panel that shows how sure ranks are, too. */
export abstract class DoubtPanel extends Panel {
  static override properties = { ...Panel.properties, doubt: { attribute: false } };
  declare doubt: Doubt;
  private leave: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.leave = this.doubt.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave?.();
  }
}
