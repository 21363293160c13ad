/** The contribution bar: what each dimension adds to the score, on an axis that is the same in every row. */

import type { Scale, UnitScore } from "comity";
import { nothing, svg, type TemplateResult } from "lit";
import { raw } from "./numbers.js";
import { words } from "./words.js";

/** One piece of a bar. */
export interface Segment {
  name: string;
  hue: number | "plain";
  /** On the scale, unrounded: how long it is drawn. */
  value: number;
  /** Rounded by the engine so that all pieces add up to the score: what is said. */
  shown: number;
}

/** How a share of the axis is written in a drawing whose width is not known. */
const along = (value: number, { lower, upper }: Scale): string => `${((value - lower) / (upper - lower)) * 100}%`;
const length = (value: number, { lower, upper }: Scale): string => `${(value / (upper - lower)) * 100}%`;

export const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** How the label of a tick stands to it: inside the axis. */
export const anchor = (share: number): string => (share === 0 ? "start" : share === 1 ? "end" : "middle");

/** The axis above the bars. */
export function axis(scale: Scale): TemplateResult {
  const at = (share: number): number => scale.lower + share * (scale.upper - scale.lower);
  return svg`<svg class="axis" aria-hidden="true">${TICKS.map(
    (share) =>
      svg`<text x=${`${share * 100}%`} y="11" text-anchor=${anchor(share)} class=${share % 0.5 === 0 ? "" : "minor"}>${raw(at(share))}</text>`,
  )}</svg>`;
}

/** One bar. `lit` is the piece that the keyboard points at. */
export function bar(
  segments: Segment[],
  scale: Scale,
  score: number | null,
  possible: UnitScore["possible"],
  lit: number | null,
): TemplateResult {
  let end = scale.lower;
  const pieces = segments.map((segment, index) => {
    const start = end;
    end += segment.value;
    return svg`<rect class="piece hue-${segment.hue} ${index === lit ? "lit" : ""}" data-piece=${index} x=${along(start, scale)} width=${length(segment.value, scale)} y="1" height="16"></rect>`;
  });
  const unsure = possible !== null && score !== null && possible.upper > possible.lower ? possible : null;
  const said =
    segments.length === 0 ? words.barEmpty : words.barSaid(segments.map(({ name, shown }) => ({ name, value: shown })));
  return svg`<svg class="bar" role="img" aria-label=${unsure === null ? said : `${said}. ${words.unsureRange(unsure.lower, unsure.upper)}`}>
    ${TICKS.map((share) => svg`<line class="grid" x1=${`${share * 100}%`} x2=${`${share * 100}%`} y1="0" y2="18"></line>`)}
    ${pieces}
    ${
      unsure === null || score === null
        ? nothing
        : svg`<rect class="unsure below" data-piece=${segments.length} x=${along(unsure.lower, scale)} width=${length(score - unsure.lower, scale)} y="1" height="16"></rect>
          <rect class="unsure above ${lit === segments.length ? "lit" : ""}" data-piece=${segments.length} x=${along(score, scale)} width=${length(unsure.upper - score, scale)} y="1.5" height="15"></rect>`
    }
  </svg>`;
}

/** The hatchings that bars and keys refer to; once on the page. */
export function hatchings(): TemplateResult {
  return svg`<svg class="definitions" aria-hidden="true"><defs>
    <pattern id="hatch-below" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch below" y2="5"></line></pattern>
    <pattern id="hatch-above" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch above" y2="4"></line></pattern>
  </defs></svg>`;
}
