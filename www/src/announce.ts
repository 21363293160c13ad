/** Says each settled change once, politely, for those who do not see it. */

import type { Method, StudyDocument, Weight } from "comity";
import type { Store } from "./store.js";
import { announcement, leads, words } from "./words.js";

/** Several changes in a row are one: the last is said after this long a rest. */
const QUIET_MS = 600;

export class Announcer extends HTMLElement {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private said = {
    ranks: new Map<string, number>(),
    period: 0,
    onlyPolled: false,
    changed: 0,
    source: null as StudyDocument | null,
    weights: null as Weight[] | null,
    lifted: false,
    method: null as Method | null,
    laid: "",
  };

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
    const { period, onlyPolled, changed, source, weights, lifted, method, chosen, preset, objective } = store;
    return {
      ranks,
      period,
      onlyPolled,
      changed,
      source,
      weights,
      lifted,
      method,
      laid: JSON.stringify([chosen, preset, objective]),
    };
  }

  /** What was chosen in the header: the study, a preset or an objective. */
  private laid(store: Store, before: string, ranked: number): string {
    const [chosen, preset] = JSON.parse(before) as (string | null)[];
    const { presets = [], objectives = [], title } = store.document;
    if (store.chosen !== chosen) return leads.study(title, ranked);
    if (store.preset !== preset)
      return leads.preset(presets.find(({ id }) => id === store.preset)?.title ?? words.presetOwn);
    return leads.objective(objectives.find(({ id }) => id === store.objective)?.title ?? words.objectiveAll);
  }

  private say(store: Store): void {
    if (!store.resting || store.phase.is !== "ready") return;
    const before = this.said;
    const now = this.state(store);
    this.said = now;
    const sameStudy = JSON.parse(now.laid)[0] === JSON.parse(before.laid)[0];
    if (store.lead !== null && sameStudy) {
      if (differs(before, now)) this.textContent = announcement(store.lead, this.moves(store, before.ranks));
      return;
    }
    if (now.laid !== before.laid && store.lastMoved === null) {
      this.textContent = this.laid(store, before.laid, now.ranks.size);
      return;
    }
    if (now.period !== before.period || now.lifted !== before.lifted) {
      this.textContent = leads.period(now.period, now.ranks.size);
      return;
    }
    if (now.onlyPolled !== before.onlyPolled) {
      this.textContent = leads.filter(now.ranks.size);
      return;
    }
    const moves = this.moves(store, before.ranks);
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

  private moves(store: Store, before: Map<string, number>): { name: string; from: number; to: number }[] {
    return store.rows().flatMap(({ id, name, rank }) => {
      const from = before.get(id);
      return rank === null || from === undefined || from === rank ? [] : [{ name, from, to: rank }];
    });
  }
}

/** Whether anything that is announced changed. */
function differs(before: Announcer["said"], now: Announcer["said"]): boolean {
  const { ranks: _, ...was } = before;
  const { ranks: __, ...is } = now;
  return Object.entries(was).some(([name, value]) => value !== is[name as keyof typeof is]);
}

customElements.define("comity-announcer", Announcer);
