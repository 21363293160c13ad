import { instance, within } from "./instance.js";
import type { Study } from "./study.js";
import type { Sensitivity, SensitivityRequest } from "./types.js";

/** Scores block by block. Between two blocks `rest` is waited for: it may end the work by throwing. */
export async function analyse(
  study: Study,
  request: SensitivityRequest | undefined,
  rest: (share: number) => Promise<void>,
): Promise<Sensitivity> {
  let run = study.openSensitivity(request) as ReturnType<Study["openSensitivity"]> | undefined;
  const started = instance();
  try {
    const { blocks } = run as { blocks: number };
    for (let block = 1; block <= blocks; block++) {
      within(() => run?.advance());
      await rest(block / blocks);
    }
    return within(() => {
      const all = run as ReturnType<Study["openSensitivity"]>;
      // Given away with the call.
      run = undefined;
      return all.finish();
    });
  } finally {
    if (started === instance()) within(() => run?.free());
  }
}

/** Lets everything else that waits have its turn. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
