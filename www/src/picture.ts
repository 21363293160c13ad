/** Charts as files: what is drawn on the page, on paper's colours, with every style written into the drawing itself. */

import { render, type TemplateResult } from "lit";
import type { Doubt } from "./doubt.js";
import { fileOf, handover, inLine } from "./handover.js";
import { download } from "./saved.js";
import type { Store } from "./store.js";
import "./style/picture.css";
import { draws } from "./sureness.js";
import { picture } from "./words/sharing.js";
import { words } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const FONT = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif";
const TEXT = "#1a1f26";
const MUTED = "#545c66";

/** White around everything, in pixels; the height of a line of text. */
const MARGIN = 24;
const LINE = 16;

/** The narrowest picture, so that its words are not one below the other. */
const LEAST = 480;

/** A picture of dots has so many a pixel, and no side longer than every browser's canvas. */
const SCALE = 2;
const LONGEST = 16_000;

/** A row of strips: its height, the widths of the strip and of what follows it, the widest a name may be. */
const STRIP = { row: 24, width: 440, value: 104, name: 420 };

export type Kind = "svg" | "png";

export interface Subject {
  /** What the file is called after the study. */
  id: string;
  title: string;
  /** What it says, in words. */
  said: string;
  drawing: TemplateResult;
  /** Whether it rests on draws. */
  drawn: boolean;
}

/** Hands a chart to the reader as a file. */
export async function savePicture(kind: Kind, subject: Subject, store: Store, doubt: Doubt): Promise<string> {
  const { document: study, period, periods, card, hash } = handover(store, doubt);
  const foot = [
    picture.foot(inLine(study.title), periods ? period : null, card.engine, hash.slice(0, 12)),
    ...(subject.drawn ? [picture.draws(draws(doubt))] : []),
    words.caution,
  ];
  const drawing = sheet(subject, foot);
  const text = new XMLSerializer().serializeToString(drawing);
  const file = fileOf([study.id, ...(periods ? [period] : []), subject.id].join("-"), kind);
  if (kind === "svg") download(file, `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`, "image/svg+xml");
  else download(file, await dots(text, drawing), "image/png");
  return file;
}

/** The drawing with its title above and what it is of below. */
function sheet({ title, said, drawing }: Subject, foot: string[]): SVGSVGElement {
  const holder = document.createElement("div");
  // On the page, since only there styles are worked out; out of sight, and not read out.
  holder.className = "paper charts off";
  holder.ariaHidden = "true";
  document.body.append(holder);
  try {
    render(drawing, holder);
    const strips = holder.querySelector("ul.strips");
    const body = strips === null ? styled(holder.querySelector("svg")) : listed(strips);
    const [width, height] = [Number(body.getAttribute("width")), Number(body.getAttribute("height"))];
    const across = Math.max(width, LEAST) + 2 * MARGIN;
    const heard = wrapped(said, across - 2 * MARGIN);
    const below = foot.flatMap((line) => wrapped(line, across - 2 * MARGIN));
    const top = MARGIN + LINE * (heard.length + 2);
    const full = top + height + LINE * (below.length + 1) + MARGIN;
    const root = element("svg", { width: across, height: full, viewBox: `0 0 ${across} ${full}`, "font-family": FONT });
    root.append(
      named("title", title),
      named("desc", said),
      element("rect", { width: "100%", height: "100%", fill: "#ffffff" }),
    );
    root.append(text(title, { x: MARGIN, y: MARGIN + 12, "font-size": 15, "font-weight": 600, fill: TEXT }));
    heard.forEach((line, at) => {
      root.append(text(line, { x: MARGIN, y: MARGIN + 12 + LINE * (at + 1.25), "font-size": 12, fill: TEXT }));
    });
    body.setAttribute("x", String(MARGIN));
    body.setAttribute("y", String(top));
    root.append(body);
    below.forEach((line, at) => {
      root.append(text(line, { x: MARGIN, y: top + height + LINE * (at + 2), "font-size": 12, fill: MUTED }));
    });
    return root as SVGSVGElement;
  } finally {
    holder.remove();
  }
}

/** A list of strips, which on the page is no drawing but a list with drawings in it. */
function listed(list: Element): Element {
  const rows = [...list.children].map((row) => {
    const [name, value] = row.querySelectorAll("span");
    return {
      name: name?.textContent?.trim() ?? "",
      value: value?.textContent?.trim() ?? "",
      strip: row.querySelector("svg"),
    };
  });
  const names = Math.min(STRIP.name, Math.max(...rows.map(({ name }) => measure(name, "13px")), 0));
  const width = names + 16 + STRIP.width + STRIP.value;
  const root = element("svg", { width, height: rows.length * STRIP.row });
  rows.forEach(({ name, value, strip }, at) => {
    const y = at * STRIP.row;
    const body = styled(strip);
    for (const [key, given] of Object.entries({ x: names + 16, y, width: STRIP.width, height: 20 }))
      body.setAttribute(key, String(given));
    root.append(
      text(fitted(name, names), { x: 0, y: y + 15, "font-size": 13, fill: TEXT }),
      body,
      text(value, { x: width, y: y + 15, "font-size": 12, fill: MUTED, "text-anchor": "end" }),
    );
  });
  return root;
}

/** What a style sheet may say of a mark, and what it is when nothing is said. */
const STYLES: [name: string, usual: string][] = [
  ["fill", "rgb(0, 0, 0)"],
  ["fill-opacity", "1"],
  ["stroke", "none"],
  ["stroke-width", "1px"],
  ["stroke-opacity", "1"],
  ["opacity", "1"],
];
const TEXT_STYLES: [name: string, usual: string][] = [
  ["font-size", ""],
  ["font-weight", "400"],
  ["text-anchor", "start"],
];

/** A copy of a drawing that looks the same without any style sheet. */
function styled(drawing: SVGElement | null): Element {
  if (drawing === null) throw new Error("nothing was drawn");
  const copy = drawing.cloneNode(true) as SVGElement;
  const marks = [drawing, ...drawing.querySelectorAll<SVGElement>("*")];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  marks.forEach((mark, at) => {
    const to = copies[at];
    if (to !== undefined) dress(mark, to);
  });
  for (const empty of copy.querySelectorAll("rect[fill=none]:not([stroke])")) empty.remove();
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const comments: ChildNode[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode as ChildNode);
  for (const comment of comments) comment.remove();
  return copy;
}

function dress(mark: Element, copy: Element): void {
  const style = getComputedStyle(mark);
  for (const name of copy.getAttributeNames())
    if (/^(class|role|aria-|data-|tabindex|style)/.test(name)) copy.removeAttribute(name);
  if (/^(svg|g|defs|pattern)$/.test(mark.localName)) {
    if (style.opacity !== "1") copy.setAttribute("opacity", style.opacity);
    if (mark.localName === "svg" && style.overflow === "visible") copy.setAttribute("overflow", "visible");
    return;
  }
  for (const [name, usual] of mark.localName === "text" ? [...STYLES, ...TEXT_STYLES] : STYLES) {
    const value = style.getPropertyValue(name);
    if (value !== usual || name === "fill") paint(copy, name, value);
  }
  if (!copy.hasAttribute("stroke")) copy.removeAttribute("stroke-width");
}

/** Writes a style as an attribute. Colours as every program reads them, addresses within the drawing as they are there. */
function paint(copy: Element, name: string, value: string): void {
  const address = value.match(/#([\w-]+)"?\)/);
  const colour = value.match(/^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/);
  if (address !== null) copy.setAttribute(name, `url(#${address[1]})`);
  else if (colour === null) copy.setAttribute(name, value.replace(/px$/, ""));
  else if (colour[4] === "0") copy.setAttribute(name, "none");
  else {
    copy.setAttribute(
      name,
      `#${colour
        .slice(1, 4)
        .map((part) => Number(part).toString(16).padStart(2, "0"))
        .join("")}`,
    );
    if (colour[4] !== undefined) copy.setAttribute(`${name}-opacity`, colour[4]);
  }
}

/** The drawing in dots. */
async function dots(text: string, drawing: SVGSVGElement): Promise<Blob> {
  const [width, height] = [Number(drawing.getAttribute("width")), Number(drawing.getAttribute("height"))];
  const scale = Math.min(SCALE, LONGEST / Math.max(width, height));
  const image = new Image();
  // The page's policy allows pictures of its own and such addresses.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((settle, fail) => {
    canvas.toBlob((blob) => (blob === null ? fail(new Error("no picture")) : settle(blob)), "image/png");
  });
}

let ruler: CanvasRenderingContext2D | null = null;

/** How wide a text is, in pixels. */
export function measure(text: string, font: string): number {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (ruler === null) return text.length * 7;
  ruler.font = `${font} ${FONT}`;
  return Math.ceil(ruler.measureText(text).width);
}

/** A text in lines no wider than that. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/[ \n\r\t]+/)) {
    const last = lines.at(-1);
    if (last !== undefined && measure(`${last} ${word}`, "12px") <= width) lines[lines.length - 1] = `${last} ${word}`;
    else if (word !== "") lines.push(word);
  }
  return lines;
}

/** A name cut off where it is too long. */
function fitted(text: string, width: number): string {
  let cut = text;
  while (cut.length > 1 && measure(cut, "13px") > width) cut = `${cut.slice(0, -2).trimEnd()}\u2026`;
  return cut;
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function named(name: string, said: string): SVGElement {
  const made = element(name, {});
  made.textContent = said;
  return made;
}

function text(said: string, attributes: Record<string, string | number>): SVGElement {
  const made = element("text", attributes);
  made.textContent = said;
  return made;
}
