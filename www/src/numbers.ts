/** How numbers are written on the page: one place, so that the same kind of number always looks the same. */

export const LOCALE = "en-GB";

/** A space that does not break, between a number and its sign. */
const NBSP = "\u00a0";

function formatter(options: Intl.NumberFormatOptions): (value: number) => string {
  const format = new Intl.NumberFormat(LOCALE, options);
  return (value) =>
    format
      .formatToParts(value)
      .map((part) => {
        if (part.type === "group") return "\u202f";
        if (part.type === "minusSign") return "\u2212";
        return part.value;
      })
      .join("");
}

/** Points on the scale, one decimal. */
export const points = formatter({ minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A whole number. */
export const whole = formatter({ maximumFractionDigits: 0 });

const [two, three] = [2, 3].map((digits) => formatter({ maximumFractionDigits: digits })) as [
  (value: number) => string,
  (value: number) => string,
];
const upToOne = formatter({ maximumFractionDigits: 1 });

/** A raw value: whole as it is, else with about three digits that mean something. */
export function raw(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return whole(value);
  if (size >= 10) return upToOne(value);
  return size >= 1 ? two(value) : three(value);
}

const scientific = formatter({ notation: "scientific", maximumFractionDigits: 2 });
const threeDecimals = formatter({ minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** A number on a scale of its own: whole and half places as they are, else three decimals, one from 100 up. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value * 2) && size >= 1 && size < 1e6) return raw(value);
  if (size >= 1e6 || (size > 0 && size < 0.0005)) return scientific(value);
  return size >= 100 ? points(value) : threeDecimals(value);
}

/** A share from 0 to 1 as percent: whole, one decimal below ten. */
export function percent(share: number): string {
  const value = share * 100;
  return `${(value < 9.95 ? upToOne(value) : whole(value)) + NBSP}%`;
}

/** The number a percent field shows: one decimal where there is one. */
export function percentField(share: number): string {
  return String(Math.round(share * 1000) / 10);
}

const plural = new Intl.PluralRules(LOCALE, { type: "ordinal" });
const SUFFIX: Record<Intl.LDMLPluralRule, string> = {
  zero: "th",
  one: "st",
  two: "nd",
  few: "rd",
  many: "th",
  other: "th",
};

/** 1st, 2nd, 3rd … */
export function ordinal(value: number): string {
  return whole(value) + SUFFIX[plural.select(value)];
}

/** `one` or `many`, with the number before it. */
export function count(value: number, one: string, many: string): string {
  return `${whole(value)} ${value === 1 ? one : many}`;
}

/** "A, B and C". */
export function list(items: string[]): string {
  return new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(items);
}

/** "14:32 on Tuesday 24 November 2026", in the reader's own time. */
export function moment(when: number): string {
  const date = new Date(when);
  if (Number.isNaN(date.getTime())) return "an unknown time";
  const time = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" }).format(date);
  return `${time} on ${new Intl.DateTimeFormat(LOCALE, { dateStyle: "full" }).format(date)}`;
}
