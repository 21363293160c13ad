/** Keeps the reader's work in the browser while it is done, and brings it back when the page starts again. */

import { type Moment, momentOf } from "./moment.js";
import { download } from "./saved.js";
import type { Named, Shelf, Work } from "./shelf.js";
import type { Kept, Store } from "./store.js";

/** Changes in a row are kept once: after this long a rest. */
const REST_MS = 400;

/** Where a window remembers which of the works is its own, through a reload and a crash. */
const TAB = "comity-tab";

/** What there is to say about keeping. */
export type News =
  | { is: "restored"; when: number; title: string }
  | { is: "discarded" }
  | { is: "damaged"; when: number; works: unknown[] }
  | { is: "unkept"; why: "absent" | "full" | "failed" };

export class Keeper {
  news: News | null = null;
  /** Studies kept under a name, by title; `null`: the browser keeps none. */
  named: Named[] | null = null;
  /** What was found of an earlier visit, newest first. */
  found: Kept[] = [];

  private shelf: Shelf | null = null;
  private why: "absent" | "full" | "failed" = "absent";
  private tab = "";
  private works: Work[] = [];
  /** Whether something of an earlier visit could not be opened. */
  private damaged = false;
  private lastOf: unknown[] = [];
  /** Moments that the browser holds already. */
  private readonly held = new WeakSet<Moment>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly changed: () => void,
  ) {}

  /** Begins to read what was kept. Nobody waits for it: a blocked store must not hold up the page. */
  begin(): void {
    this.reading = this.read().catch((error: unknown) => {
      this.why = error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "absent";
    });
  }

  /** The study is shown: follows what the reader does from now on, and restores what was found too late for the first paint. */
  async follow(): Promise<void> {
    const { store } = this;
    const early = this.found.length > 0;
    if (early) this.restored();
    store.subscribe(() => this.soon());
    addEventListener("pagehide", () => void this.keep());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.keep();
    });
    await this.reading;
    if (!early && this.works.length > 0) {
      if (!store.canUndo) store.restore(this.found);
      this.restored();
    }
    for (const { key, title, moment } of this.named ?? []) {
      if (store.choices.some((choice) => choice.key === key)) store.retitle(key, title);
      else this.offer({ key, title, moment });
    }
    this.changed();
  }

  /** Puts the page back to where a first visit finds it; undo brings back what was shown. */
  async discard(): Promise<void> {
    const { works, news, store, shelf } = this;
    this.works = [];
    try {
      for (const { tab, key } of works) await shelf?.dropWork(tab, key);
      if (news?.is === "restored") await store.afresh(works.map(({ key }) => key));
      this.say({ is: "discarded" });
    } catch (error) {
      this.failed(error);
    }
  }

  dismiss(): void {
    this.say(null);
  }

  /** Hands out what could not be opened. */
  saveDamaged(): void {
    if (this.news?.is !== "damaged") return;
    download("comity-kept.json", `${JSON.stringify(this.news.works, null, 2)}\n`, "application/json");
  }

  /** Keeps the study shown under a name; `key`: in the place of that one. */
  async keepNamed(title: string, key = `named ${Date.now()}`): Promise<boolean> {
    const { store, shelf } = this;
    const moment = { ...store.moment(), key };
    try {
      await this.put({ key, title, when: Date.now(), moment });
      const was = store.chosen;
      store.name(key, title);
      const other = (this.named ?? []).find((one) => one.key === was);
      // The one it was made from stays as it was kept.
      if (other !== undefined && was !== key) this.offer(other);
      if (was !== key) await shelf?.dropWork(this.tab, was);
      await this.keep();
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  async rename(named: Named, title: string): Promise<void> {
    try {
      await this.put({ ...named, title });
      this.store.retitle(named.key, title);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Deletes a named study; `putBack` undoes it. */
  async remove({ key }: Named): Promise<void> {
    try {
      await this.shelf?.remove(key);
      if (key !== this.store.chosen) await this.shelf?.dropWork(this.tab, key);
      this.named = (this.named ?? []).filter((other) => other.key !== key);
      this.store.withdraw(key);
      this.changed();
    } catch (error) {
      this.failed(error);
    }
  }

  async putBack(named: Named): Promise<void> {
    try {
      await this.put(named);
      this.offer(named);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Puts a named study among those to choose. */
  private offer({ key, title, moment }: Pick<Named, "key" | "title" | "moment">): void {
    const read = momentOf(moment);
    if (read === null) return;
    const offered = { ...read, key };
    this.held.add(offered);
    this.store.offer(title, offered);
  }

  private async put(named: Named): Promise<void> {
    if (this.shelf === null) throw new Error("no store");
    await this.shelf.keep(named);
    this.named = sorted([...(this.named ?? []).filter(({ key }) => key !== named.key), named]);
    this.changed();
  }

  private async read(): Promise<void> {
    const { Shelf } = await import("./shelf.js");
    const shelf = await Shelf.open();
    this.shelf = shelf;
    this.tab = await ownTab();
    const held = await otherTabs(this.tab);
    this.named = sorted(
      (await shelf.named()).filter(({ title, key }) => typeof title === "string" && typeof key === "string"),
    );
    const all = (await shelf.work()).filter(({ tab }) => !held.has(String(tab)));
    // This window's own first; else those of the window that was closed last.
    const newest = (works: Work[]): Work[] => works.sort((a, b) => Number(b.when) - Number(a.when));
    const own = newest(all.filter(({ tab }) => tab === this.tab));
    const [last] = newest(all);
    this.works = own.length > 0 ? own : newest(all.filter(({ tab }) => tab === last?.tab));
    this.found = this.works.flatMap(({ title, key, moment }) => {
      const read = momentOf(moment);
      return read === null ? [] : [{ title: String(title), moment: { ...read, key } }];
    });
    for (const { moment } of this.found) this.held.add(moment);
  }

  /** Says what came back. What cannot be opened stays where it is, out of the way of what is kept from now on. */
  private restored(): void {
    const { works, found, store } = this;
    const [first] = works;
    if (first === undefined) return;
    const [newest] = found;
    if (found.length < works.length || newest === undefined || store.restored !== newest.moment) {
      this.damaged = true;
      this.tab = freshTab();
      sessionStorage.setItem(TAB, this.tab);
      void hold(this.tab);
      this.say({ is: "damaged", when: Number(first.when), works });
    } else {
      this.say({ is: "restored", when: Number(first.when), title: store.document.title });
      this.lastOf = this.state();
    }
  }

  private say(news: News | null): void {
    this.news = news;
    this.changed();
  }

  private state(): unknown[] {
    return Object.values(this.store.moment());
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.keep(), REST_MS);
  }

  /** Keeps the study shown, if there is work in it that is not kept yet. */
  private async keep(): Promise<void> {
    const { store, shelf } = this;
    clearTimeout(this.timer);
    if (store.phase.is !== "ready" || !store.resting) return;
    const state = this.state();
    if (state.every((part, at) => part === this.lastOf[at])) return;
    const { worked } = store;
    const moment = store.moment();
    const { key } = moment;
    this.lastOf = state;
    try {
      if (shelf === null) {
        if (worked) throw new Error("no store");
        return;
      }
      const title = store.choices.find((choice) => choice.key === key)?.title ?? store.document.title;
      // Studies that were left in the middle of work, before it was kept.
      for (const { key: other, title: name, left } of store.choices) {
        if (left === undefined || other === key || this.held.has(left)) continue;
        await shelf.keepWork({ tab: this.tab, key: other, title: name, when: Date.now() - 1, moment: left });
        this.held.add(left);
      }
      if (worked) await shelf.keepWork({ tab: this.tab, key, title, when: Date.now(), moment });
      else await shelf.dropWork(this.tab, key);
      // What an earlier window left is this window's now.
      const left = this.damaged ? [] : this.works.filter(({ tab }) => tab !== this.tab);
      this.works = this.works.map((work) => (left.includes(work) ? { ...work, tab: this.tab } : work));
      for (const work of left) {
        if (work.key !== key) await shelf.keepWork({ ...work, tab: this.tab });
        await shelf.dropWork(work.tab, work.key);
      }
      if (this.news?.is === "unkept") this.say(null);
    } catch (error) {
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    const full = error instanceof DOMException && error.name === "QuotaExceededError";
    const why = this.shelf === null ? this.why : full ? "full" : "failed";
    if (this.news?.is === "unkept" && this.news.why === why) return;
    this.say({ is: "unkept", why });
  }
}

const sorted = (named: Named[]): Named[] => named.sort((a, b) => a.title.localeCompare(b.title));

const freshTab = (): string => `${Date.now()} ${Math.random()}`;

/** This window's name, the same after a reload. A window that was copied from another gets one of its own. */
async function ownTab(): Promise<string> {
  const known = sessionStorage.getItem(TAB) ?? freshTab();
  // At a reload, what went before may not have let go yet.
  const isOwn = (await hold(known)) || (await later().then(() => hold(known)));
  const tab = isOwn ? known : freshTab();
  if (!isOwn) await hold(tab);
  sessionStorage.setItem(TAB, tab);
  return tab;
}

const later = (): Promise<void> => new Promise((settle) => setTimeout(settle, REST_MS));

/** Holds a lock until the window closes; `false`: another window holds it. */
function hold(tab: string): Promise<boolean> {
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) return Promise.resolve(true);
  return new Promise((settle) => {
    void locks.request(`${TAB} ${tab}`, { ifAvailable: true }, (lock) => {
      settle(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    });
  });
}

/** The windows that are open beside this one: what they work on is theirs. */
async function otherTabs(own: string): Promise<Set<string>> {
  const { locks } = navigator as { locks?: LockManager };
  const { held = [] } = (await locks?.query()) ?? {};
  const tabs = held.flatMap(({ name }) => (name?.startsWith(`${TAB} `) ? [name.slice(TAB.length + 1)] : []));
  return new Set(tabs.filter((tab) => tab !== own));
}
