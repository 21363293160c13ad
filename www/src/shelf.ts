/** The browser's own store of studies: what each window is working on, and studies kept under a name. */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Moment } from "./moment.js";

/** A study as it is kept. */
export interface Record {
  title: string;
  /** When it was kept, in milliseconds since 1970. */
  when: number;
  moment: Moment;
}

/** A study under a name: its key in the list of studies. */
export interface Named extends Record {
  key: string;
}

/** The study that a window works on; several, where the reader went from one to another. */
export interface Work extends Record {
  tab: string;
  key: string;
}

interface Schema extends DBSchema {
  named: { key: string; value: Named };
  work: { key: [tab: string, key: string]; value: Work };
}

const NAME = "comity";

/** Opened once; what it holds is read as carefully as a file. */
export class Shelf {
  private constructor(private readonly base: IDBPDatabase<Schema>) {}

  static async open(): Promise<Shelf> {
    const base = await openDB<Schema>(NAME, 1, {
      upgrade: (fresh) => {
        fresh.createObjectStore("named", { keyPath: "key" });
        fresh.createObjectStore("work", { keyPath: ["tab", "key"] });
      },
      // A later version of the page wants to change the store: it must not wait for this window.
      blocking: (_, __, event) => (event.target as IDBDatabase).close(),
    });
    return new Shelf(base);
  }

  /** All that windows were working on. */
  async work(): Promise<Work[]> {
    return this.base.getAll("work");
  }

  async keepWork(work: Work): Promise<void> {
    await this.base.put("work", work);
  }

  async dropWork(tab: string, key: string): Promise<void> {
    await this.base.delete("work", [tab, key]);
  }

  async named(): Promise<Named[]> {
    return this.base.getAll("named");
  }

  async keep(named: Named): Promise<void> {
    await this.base.put("named", named);
  }

  async remove(key: string): Promise<void> {
    await this.base.delete("named", key);
  }
}
