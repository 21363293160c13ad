/** What can be undone and redone: moments before each change, and those gone back from. */

/** How many steps can be undone. */
const STEPS = 100;

export class History<Moment> {
  private past: Moment[] = [];
  private future: Moment[] = [];

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** A change begins: `moment` is what undo goes back to. */
  add(moment: Moment): void {
    this.past = [...this.past.slice(1 - STEPS), moment];
    this.future = [];
  }

  /** The moment to go back to; `now` is where redo leads. */
  back(now: Moment): Moment | undefined {
    const moment = this.past.pop();
    if (moment !== undefined) this.future.push(now);
    return moment;
  }

  /** The moment to go forward to. */
  forward(now: Moment): Moment | undefined {
    const moment = this.future.pop();
    if (moment !== undefined) this.past.push(now);
    return moment;
  }
}
