/** What a field says when it is left waits until the pointer is up again: else the page would move away under a click on its way. */

let pressed = false;
let waiting: (() => void)[] = [];

function release(): void {
  pressed = false;
  // After the click that comes of this.
  setTimeout(() => {
    const now = waiting;
    waiting = [];
    for (const what of now) what();
  });
}

addEventListener(
  "pointerdown",
  () => {
    pressed = true;
  },
  true,
);
addEventListener("pointerup", release, true);
addEventListener("pointercancel", release, true);

/** Does `what` now, or as soon as no button is pressed. */
export function afterPress(what: () => void): void {
  if (pressed) waiting.push(what);
  else what();
}
