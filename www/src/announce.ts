/** Says each settled change once, politely, for those who do not see it. */

import type { Store } from "./store.js";
import { announcement, leads, words } from "./words.js";

/** Several changes in a row are one: the last is said after this long a rest. */
const QUIET_MS = 600;

export class Announcer extends HTMLElement {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private said = { ranks: new Map<string, number>(), period: 0, onlyPolled: false, changed: 0, lifted: false };

  /** Listens to `store` from now on. */
  follow(store: Store): () => void {
    this.said = this.state(store);
    return store.subscribe(() => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.say(store), QUIET_MS);
    });
  }

  private state(store: Store): typeof this.said {
    const ranks = new Map(store.rows().flatMap(({ id, rank }) => (rank === null ? [] : [[id, rank] as const])));
    return { ranks, period: store.period, onlyPolled: store.onlyPolled, changed: store.changed, lifted: store.lifted };
  }

  private say(store: Store): void {
    if (!store.resting || store.phase.is !== "ready") return;
    const before = this.said;
    const now = this.state(store);
    this.said = now;
    if (now.period !== before.period || now.lifted !== before.lifted) {
      this.textContent = leads.period(now.period, now.ranks.size);
      return;
    }
    if (now.onlyPolled !== before.onlyPolled) {
      this.textContent = leads.filter(now.ranks.size);
      return;
    }
    const moves = store.rows().flatMap(({ id, name, rank }) => {
      const from = before.ranks.get(id);
      return rank === null || from === undefined || from === rank ? [] : [{ name, from, to: rank }];
    });
    const moved = store.lastMoved;
    if (moves.length === 0 && now.changed === before.changed) return;
    const parent = moved === null ? null : store.parentOf(moved.id);
    const lead =
      moved === null || parent === null
        ? leads.reset
        : leads.weight(
            store.nameOf(moved.id),
            moved.share,
            parent === store.root.id ? words.theScore : store.nameOf(parent),
          );
    this.textContent = announcement(lead, moves);
  }
}

customElements.define("comity-announcer", Announcer);
