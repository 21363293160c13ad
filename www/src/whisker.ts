/** The rank whisker: where most draws put a rank, on an axis from the first rank to the last. */

import type { UnitUncertainty } from "comity";
import { svg, type TemplateResult } from "lit";
import { whole } from "./numbers.js";

/** The middle of a rank's place on an axis of so many. */
const place = (rank: number, of: number): string => `${((rank - 0.5) / of) * 100}%`;

/** The axis above the whiskers. */
export function rankAxis(of: number): TemplateResult {
  return svg`<svg class="axis" aria-hidden="true"><text x="0" y="11">${whole(1)}</text>
    <text x="100%" y="11" text-anchor="end">${whole(of)}</text></svg>`;
}

/** A line from the 5th to the 95th percentile, a dot at the stated rank. */
export function whisker(unit: UnitUncertainty | null, rank: number, of: number, said: string): TemplateResult {
  const ranks = unit?.ranks ?? null;
  return svg`<svg class="whisker" role="img" aria-label=${said}>
    <line class="rail" x1="0" x2="100%" y1="9" y2="9"></line>
    ${ranks === null ? null : svg`<line class="span" x1=${place(ranks.p5.value, of)} x2=${place(ranks.p95.value, of)} y1="9" y2="9"></line>`}
    <circle cx=${place(rank, of)} cy="9" r="3"></circle>
  </svg>`;
}
