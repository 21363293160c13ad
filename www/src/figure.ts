/** The ranking as one drawing: what the table shows, on one sheet. */

import { html, nothing, svg, type TemplateResult } from "lit";
import { anchor, bar, hatchings, TICKS } from "./bar.js";
import type { Doubt } from "./doubt.js";
import type { Handover } from "./handover.js";
import { lackOf, segmentsOf } from "./line.js";
import { points, raw, whole } from "./numbers.js";
import { measure } from "./picture.js";
import type { Store } from "./store.js";
import { whisker } from "./whisker.js";
import { picture } from "./words/sharing.js";
import { words } from "./words.js";

/** More rows than this are no picture any more. */
const MOST = 100;

const ROW = 22;
/** Where the columns are. */
const AT = { rank: 34, name: 48, score: 270, range: 294, bar: 410, end: 812, observed: 836 };
const RANGE = 92;
/** Baselines of the headings and of the axes below them. */
const [HEAD, AXIS] = [36, 51];
const WIDTH = 976;

/** Rank, name, score, range, bar and coverage of each partnership. */
export function rankingFigure({ card, simulation }: Handover, store: Store, doubt: Doubt): TemplateResult {
  const { scale } = card;
  const units = card.units.slice(0, MOST);
  const ranked = card.units.filter(({ rank }) => rank !== null).length;
  const ranges = simulation !== null && ranked > 0;
  const top = 58;
  const tick = (share: number): number => AT.bar + share * (AT.end - AT.bar);
  const text = (x: number, y: number, said: string, kind = "", anchor = "start"): TemplateResult =>
    svg`<text class=${kind} x=${x} y=${y} text-anchor=${anchor}>${said}</text>`;
  let across = 0;
  return html`<svg class="ranked" width=${WIDTH} height=${top + units.length * ROW + (units.length < card.units.length ? ROW : 0)}>
    ${hatchings()}
    ${store.root.children.map(({ name, hue }) => {
      const at = across;
      across += 36 + measure(name, "12px");
      return svg`<rect class="piece hue-${hue}" x=${at} y="0" width="10" height="10"></rect>${text(at + 15, 10, name, "muted")}`;
    })}
    ${text(AT.rank, AXIS, words.rank, "muted", "end")}${text(AT.name, AXIS, words.partnership, "muted")}${text(AT.score, AXIS, words.score, "muted", "end")}
    ${ranges ? svg`${text(AT.range, HEAD, `${words.range}, ${words.rangeUnit}`, "muted")}${text(AT.range, AXIS, whole(1), "muted")}${text(AT.range + RANGE, AXIS, whole(ranked), "muted", "end")}` : nothing}
    ${text(AT.end, HEAD, words.pointsBy, "muted", "end")}
    ${TICKS.map((share) => text(tick(share), AXIS, raw(scale.lower + share * (scale.upper - scale.lower)), "muted", anchor(share)))}
    ${text(AT.observed, AXIS, words.observed, "muted")}
    ${units.map((unit, row) => {
      const y = top + row * ROW;
      const base = y + 15;
      const { rank, score, coverage, possible } = unit;
      const lack = lackOf(store, unit);
      const shown = unit.parts[card.nodes.findIndex(({ parent }) => parent === null)]?.shown ?? score;
      return svg`<g>
        ${text(AT.rank, base, rank === null ? words.none : unit.tiedWith.length > 0 ? words.tied(rank) : whole(rank), "", "end")}
        ${text(AT.name, base, unit.name, unit.id === store.selected ? "strong chosen" : "strong")}
        ${text(AT.score, base, shown === null ? words.none : points(shown), "strong", "end")}
        ${ranges && rank !== null ? svg`<svg x=${AT.range} y=${y + 1} width=${RANGE} height="18" overflow="visible">${whisker(doubt.of(unit.id), rank, ranked, "")}</svg>` : nothing}
        <svg x=${AT.bar} y=${y + 1} width=${AT.end - AT.bar} height="18" overflow="visible">${bar(segmentsOf(store, unit), scale, score, possible, null)}</svg>
        ${text(AT.observed, base, [words.coverage(coverage.observed, coverage.expected), ...(lack === null ? [] : [lack.word])].join(", "), "muted")}
      </g>`;
    })}
    ${units.length < card.units.length ? text(AT.name, top + units.length * ROW + 15, picture.first(units.length, card.units.length), "muted") : nothing}
  </svg>`;
}
