/** Rows that change places glide there, so that the eye can follow: measured before and after, moved by transform alone. */

const DURATION_MS = 180;

export class Glide {
  private tops = new Map<Element, number>();
  private flights: Animation[] = [];
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");

  /** Before the rows change: where each is now, in flight or at rest. */
  remember(rows: Iterable<Element>): void {
    this.tops.clear();
    if (this.still.matches) return;
    for (const row of rows) this.tops.set(row, row.getBoundingClientRect().top);
  }

  /** After: each row that is in sight starts from where it was. */
  play(rows: Iterable<Element>): void {
    if (this.tops.size === 0) return;
    // A flight still under way would falsify where its row now belongs. All end before anything is measured: one layout, not many.
    for (const flight of this.flights) flight.cancel();
    const moves = [...rows].map((row) => ({ row, from: this.tops.get(row), to: row.getBoundingClientRect().top }));
    const inSight = (top: number): boolean => top > -100 && top < innerHeight;
    this.flights = moves.flatMap(({ row, from, to }) => {
      if (from === undefined || Math.abs(from - to) < 1 || !(inSight(from) || inSight(to))) return [];
      return row.animate([{ transform: `translateY(${from - to}px)` }, { transform: "none" }], {
        duration: DURATION_MS,
        easing: "ease-out",
      });
    });
  }
}
