// The picture of an answer in time: its window and the validity of certificates as bars, single moments as flags, an
// axis, and the as-of time as a line through all of them. It fills the width of its place, exactly above a slider of
// the same width.

import { svg } from "../dom.js";
import { dayText, shortText } from "../utc-text.js";
import { positionOn, sideOf, ticksOf } from "./axis.js";
import { placeEnds, placeFlags, placeTicks } from "./label-places.js";

/** @typedef {import("./moments.js").Moments} Moments */
/** @typedef {import("./moments.js").Span} Span */
/** @typedef {import("./axis.js").Axis} Axis */

/** Half the width of the slider's thumb, whose middle stands on the ends of the axis. */
const EDGE = 10;
const BAR = 12;
const PIXELS_PER_TICK = 84;

/** "◂ revoked 2021-03-04": a moment beyond the edge. @param {string} name @param {number} time @param {Axis} axis */
function labelOf(name, time, axis) {
  const side = sideOf(axis, time);
  if (side === "inside") {
    return `${name} ${shortText(time, axis.end - axis.start)}`;
  }
  return side === "before" ? `◂ ${name} ${dayText(time)}` : `${name} ${dayText(time)} ▸`;
}

/** A bar with a pointed end on a side where it continues beyond the picture.
 * @param {number} from @param {number} to @param {number} top @param {boolean} before @param {boolean} after */
function barOutline(from, to, top, before, after) {
  const middle = top + BAR / 2;
  const bottom = top + BAR;
  const end = Math.max(to, from + 3);
  return (
    `M${from} ${top}H${end}${after ? `L${end + EDGE - 2} ${middle}` : `V${bottom}`}L${end} ${bottom}H${from}` +
    `${before ? `L${from - EDGE + 2} ${middle}` : ""}Z`
  );
}

export class Picture {
  #words = svg("desc", { id: "timeline-words" });
  /** Bars, poles and the axis. */
  #shapes = svg("g");
  #asOfLine = svg("line", { class: "as-of", y1: 0 });
  #labels = svg("g");
  #asOfLabel = svg("text", { class: "as-of" });
  /** Measures texts. */
  #probe = svg("text", { visibility: "hidden" });
  element = svg(
    "svg",
    { role: "img", "aria-labelledby": "timeline-title", "aria-describedby": "timeline-words" },
    svg("title", { id: "timeline-title" }, "The answer in time"),
    this.#words,
    this.#shapes,
    this.#asOfLine,
    this.#labels,
    this.#asOfLabel,
    this.#probe,
  );
  /** @type {Map<string, number>} */
  #sizes = new Map();
  /** @type {Axis} */
  #axis = { start: 0, end: 1 };
  #width = 0;
  #lineHeight = 0;

  /** @param {string} text */
  #sizeOf(text) {
    let size = this.#sizes.get(text);
    if (size === undefined) {
      this.#probe.textContent = text;
      size = Math.ceil(this.#probe.getComputedTextLength());
      this.#sizes.set(text, size);
    }
    return size;
  }

  /** @param {number} time */
  #xOf(time) {
    return EDGE + positionOn(this.#axis, time) * (this.#width - 2 * EDGE);
  }

  /** @param {string} look a class @param {number} x @param {number} y of the baseline @param {string} text */
  #write(look, x, y, text) {
    this.#labels.append(svg("text", { class: look, x, y }, text));
  }

  /** @param {string} look a class @param {Record<string, number>} ends */
  #rule(look, ends) {
    this.#shapes.append(svg("line", { class: look, ...ends }));
  }

  /** @param {Moments["marks"]} marks @returns {number} where they end */
  #drawFlags(marks) {
    const [axis, width, height] = [this.#axis, this.#width, this.#lineHeight];
    const flags = marks.map(({ kind, name, time }) => {
      const text = labelOf(name, time, axis);
      const side = sideOf(axis, time);
      const at = side === "before" ? 0 : side === "after" ? width : this.#xOf(time) + 3;
      return { kind, time, text, side, at, size: this.#sizeOf(text) };
    });
    const places = placeFlags(flags, width);
    const lanes = Math.max(...places.map(({ lane }) => lane)) + 1;
    flags.forEach(({ kind, time, text, side }, index) => {
      const { left = 0, lane = 0 } = places[index] ?? {};
      const top = (lanes - 1 - lane) * height;
      this.#write(kind, left, top + 0.75 * height, text);
      if (side === "inside") {
        const x = this.#xOf(time);
        this.#rule(`pole ${kind}`, { x1: x, x2: x, y1: top + 2 });
      }
    });
    return lanes * height;
  }

  /** @param {Span} span @param {Moments} moments @param {number} top @returns {number} where it ends */
  #drawSpan({ kind, title: name, start, end }, moments, top) {
    const [axis, width, height] = [this.#axis, this.#width, this.#lineHeight];
    const isReversed = end !== null && end.time < start.time;
    const [first, last] = isReversed ? [end, start] : [start, end];
    const heading = (kind === "answer" ? "" : `${name}: `) + (isReversed ? "✕ reversed: " : "");
    const left = labelOf(heading + first.name, first.time, axis);
    const right = last ? labelOf(last.name, last.time, axis) : "no nextUpdate ▸";
    const until = last?.time ?? moments.until;
    const { lefts, lines } = placeEnds({
      from: this.#xOf(first.time),
      to: last ? this.#xOf(until) : width,
      sizes: [this.#sizeOf(left), this.#sizeOf(right)],
      width,
    });
    this.#write(kind, lefts[0], top + 0.75 * height, left);
    this.#write(kind, lefts[1], top + (lines - 0.25) * height, right);
    const barTop = top + lines * height;
    const before = sideOf(axis, first.time) === "before";
    /** @param {string} look @param {number} from @param {number} to @param {boolean} after */
    const bar = (look, from, to, after) => {
      const edge = after ? width - EDGE : this.#xOf(to);
      this.#shapes.append(
        svg("path", { class: `bar ${look}`, d: barOutline(this.#xOf(from), edge, barTop, before, after) }),
      );
    };
    if (!last) {
      bar("open", first.time, until, true);
    }
    if (kind === "answer" && !isReversed) {
      bar("skew", first.time - moments.skew, until + moments.skew, false);
    }
    bar(kind + (isReversed ? " reversed" : ""), first.time, until, sideOf(axis, until) === "after");
    return barTop + BAR + 0.5 * height;
  }

  /** @param {number} top @returns {number} where it ends */
  #drawAxis(top) {
    const [width, height] = [this.#width, this.#lineHeight];
    const ticks = ticksOf(this.#axis, Math.max(2, Math.round(width / PIXELS_PER_TICK))).map((tick) => ({
      ...tick,
      at: this.#xOf(tick.time),
    }));
    this.#rule("axis", { x1: EDGE, x2: width - EDGE, y1: top, y2: top });
    for (const { at } of ticks) {
      this.#rule("axis", { x1: at, x2: at, y1: top, y2: top + 5 });
    }
    for (const [row, key] of /** @type {const} */ ([
      [1, "label"],
      [2, "context"],
    ])) {
      const texts = ticks.map((tick) => ({ at: tick.at, text: tick[key], size: this.#sizeOf(tick[key]) }));
      placeTicks(texts, width).forEach((left, index) => {
        if (left !== null) {
          this.#write("tick", left, top + (row + 0.1) * height, texts[index]?.text ?? "");
        }
      });
    }
    return top + 2.4 * height;
  }

  /**
   * Everything but the as-of time.
   * @param {Moments} moments
   * @param {number} now
   * @param {Axis} axis
   * @param {number} width
   */
  draw(moments, now, axis, width) {
    this.#axis = axis;
    this.#width = width;
    this.#sizes.clear();
    this.#shapes.replaceChildren();
    this.#labels.replaceChildren();
    this.#lineHeight = Math.ceil(1.4 * parseFloat(getComputedStyle(this.element).fontSize));
    let top = this.#drawFlags([...moments.marks, { kind: "now", name: "now", time: now }]) + 4;
    for (const span of moments.spans) {
      top = this.#drawSpan(span, moments, top);
    }
    for (const pole of this.#shapes.querySelectorAll(".pole")) {
      pole.setAttribute("y2", String(top));
    }
    const bottom = this.#drawAxis(top);
    const end = bottom + this.#lineHeight;
    this.#asOfLine.setAttribute("y2", String(end));
    this.#asOfLabel.setAttribute("y", String(bottom + 0.75 * this.#lineHeight));
    this.element.setAttribute("viewBox", `0 0 ${width} ${end}`);
    this.element.setAttribute("height", String(end));
  }

  /** @param {number} time */
  moveTo(time) {
    if (!this.#width) {
      return;
    }
    const side = sideOf(this.#axis, time);
    const x = this.#xOf(time);
    this.#asOfLabel.textContent = side === "inside" ? "as of" : labelOf("as of", time, this.#axis);
    const room = this.#width - Math.ceil(this.#asOfLabel.getComputedTextLength());
    this.#asOfLabel.setAttribute("x", String(side === "after" ? room - EDGE - 4 : Math.min(x + 4, room)));
    this.#asOfLine.setAttribute("class", `as-of ${side}`);
    this.#asOfLine.setAttribute("transform", `translate(${x} 0)`);
  }

  /** @param {string} text the picture in words */
  describe(text) {
    this.#words.textContent = text;
  }
}

export const style = `
.timeline svg {
  display: block;
  width: 100%;
  overflow: visible;
  font: 0.8125rem/1 var(--sans);
  font-variant-numeric: tabular-nums;
}
.timeline svg text {
  fill: var(--text);
  paint-order: stroke;
  stroke: var(--surface);
  stroke-width: 4px;
  stroke-linejoin: round;
}
.timeline svg .tick, .timeline svg text:is(.responder, .certificate, .archive) { fill: var(--muted); }
.timeline svg text:is(.revoked, .invalid) { fill: var(--bad); }
.timeline .axis { stroke: var(--control-line); }
.timeline .pole { stroke: var(--control-line); }
.timeline .pole:is(.revoked, .invalid) { stroke: var(--bad); stroke-width: 2; }
.timeline .pole.now { stroke: var(--muted); stroke-dasharray: 4 3; }
.timeline .bar { fill: var(--line); stroke: var(--control-line); }
.timeline .bar.answer { fill: var(--accent); stroke: var(--accent); }
.timeline .bar.skew { fill: var(--accent-wash); stroke: var(--accent); }
.timeline .bar.open { fill: var(--accent-wash); stroke: var(--accent); stroke-dasharray: 3 3; }
.timeline .bar.reversed { fill: var(--bad-wash); stroke: var(--bad); stroke-dasharray: 5 3; }
.timeline line.as-of { stroke: var(--text); stroke-width: 2; }
.timeline line.as-of:not(.inside) { stroke-dasharray: 2 4; }
.timeline svg text.as-of { font-weight: 600; }
`;
