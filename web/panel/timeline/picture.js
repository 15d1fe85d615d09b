// The picture of an answer in time: its window and the validity of certificates as bars, single moments as flags, an
// axis, and the as-of time as a line through all of them. It is as wide as its place and stands exactly over a slider
// of the same width.

import { svg } from "../dom.js";
import { dayText, shortText } from "../utc-text.js";
import { positionOn, sideOf, ticksOf } from "./axis.js";
import { placeEnds, placeFlags, placeTicks } from "./label-places.js";

/** @typedef {import("./moments.js").Moments} Moments */
/** @typedef {import("./moments.js").Span} Span */
/** @typedef {import("./axis.js").Axis} Axis */

/** Half of the slider's thumb, whose middle stands on the ends of the axis. */
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

/** A bar that ends in a point where it goes on beyond the picture.
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

export function makePicture() {
  const title = svg("title", { id: "timeline-title" }, "The answer in time");
  const words = svg("desc", { id: "timeline-words" });
  const still = svg("g");
  const line = svg("line", { class: "as-of", y1: 0 });
  const labels = svg("g");
  const asOf = svg("text", { class: "as-of" });
  const probe = svg("text", { visibility: "hidden" });
  const root = svg(
    "svg",
    { role: "img", "aria-labelledby": "timeline-title", "aria-describedby": "timeline-words" },
    title,
    words,
    still,
    line,
    labels,
    asOf,
    probe,
  );

  /** @type {Map<string, number>} */
  const sizes = new Map();
  /** @param {string} text */
  const sizeOf = (text) => {
    let size = sizes.get(text);
    if (size === undefined) {
      probe.textContent = text;
      size = Math.ceil(probe.getComputedTextLength());
      sizes.set(text, size);
    }
    return size;
  };

  /** @type {{ axis: Axis, width: number }} */
  let drawn = { axis: { start: 0, end: 1 }, width: 0 };
  /** @param {number} time */
  const xOf = (time) => EDGE + positionOn(drawn.axis, time) * (drawn.width - 2 * EDGE);

  /** @param {Moments["marks"]} marks @param {number} height of a line */
  const drawFlags = (marks, height) => {
    const { axis, width } = drawn;
    const flags = marks.map(({ kind, name, time }) => {
      const text = labelOf(name, time, axis);
      const side = sideOf(axis, time);
      const at = side === "before" ? 0 : side === "after" ? width : xOf(time) + 3;
      return { kind, time, text, side, at, size: sizeOf(text) };
    });
    const places = placeFlags(flags, width);
    const lanes = Math.max(...places.map(({ lane }) => lane)) + 1;
    flags.forEach(({ kind, time, text, side }, index) => {
      const { left = 0, lane = 0 } = places[index] ?? {};
      const top = (lanes - 1 - lane) * height;
      labels.append(svg("text", { class: kind, x: left, y: top + 0.75 * height }, text));
      if (side === "inside") {
        still.append(svg("line", { class: `pole ${kind}`, x1: xOf(time), x2: xOf(time), y1: top + 2 }));
      }
    });
    return lanes * height;
  };

  /** @param {Span} span @param {Moments} moments @param {number} top @param {number} height of a line */
  const drawSpan = ({ kind, title: name, start, end }, moments, top, height) => {
    const { axis, width } = drawn;
    const isReversed = end !== null && end.time < start.time;
    const [first, last] = isReversed ? [end, start] : [start, end];
    const heading = (kind === "answer" ? "" : `${name}: `) + (isReversed ? "✕ reversed: " : "");
    const left = labelOf(heading + first.name, first.time, axis);
    const right = last ? labelOf(last.name, last.time, axis) : "no nextUpdate ▸";
    const until = last?.time ?? moments.until;
    const { lefts, lines } = placeEnds({
      from: xOf(first.time),
      to: last ? xOf(until) : width,
      sizes: [sizeOf(left), sizeOf(right)],
      width,
    });
    labels.append(
      svg("text", { class: kind, x: lefts[0], y: top + 0.75 * height }, left),
      svg("text", { class: kind, x: lefts[1], y: top + (lines - 0.25) * height }, right),
    );
    const barTop = top + lines * height;
    const before = sideOf(axis, first.time) === "before";
    /** @param {string} look @param {number} from @param {number} to @param {boolean} after */
    const bar = (look, from, to, after) =>
      still.append(
        svg("path", {
          class: `bar ${look}`,
          d: barOutline(xOf(from), after ? width - EDGE : xOf(to), barTop, before, after),
        }),
      );
    if (!last) {
      bar("open", first.time, until, true);
    }
    if (kind === "answer" && !isReversed) {
      bar("skew", first.time - moments.skew, until + moments.skew, false);
    }
    bar(kind + (isReversed ? " reversed" : ""), first.time, until, sideOf(axis, until) === "after");
    return barTop + BAR + 0.5 * height;
  };

  /** @param {number} top @param {number} height of a line */
  const drawAxis = (top, height) => {
    const { axis, width } = drawn;
    const ticks = ticksOf(axis, Math.max(2, Math.round(width / PIXELS_PER_TICK)));
    still.append(svg("line", { class: "axis", x1: EDGE, x2: width - EDGE, y1: top, y2: top }));
    for (const { time } of ticks) {
      still.append(svg("line", { class: "axis", x1: xOf(time), x2: xOf(time), y1: top, y2: top + 5 }));
    }
    for (const [row, key] of /** @type {const} */ ([
      [1, "label"],
      [2, "context"],
    ])) {
      const texts = ticks.map((tick) => tick[key]);
      placeTicks(
        ticks.map(({ time }, index) => ({ at: xOf(time), size: sizeOf(texts[index] ?? "") })),
        width,
      ).forEach((left, index) => {
        if (left !== null) {
          labels.append(svg("text", { class: "tick", x: left, y: top + (row + 0.1) * height }, texts[index] ?? ""));
        }
      });
    }
    return top + 2.4 * height;
  };

  return {
    element: root,

    /**
     * Everything but the as-of time.
     * @param {Moments} moments
     * @param {number} now
     * @param {Axis} axis
     * @param {number} width
     */
    draw(moments, now, axis, width) {
      drawn = { axis, width };
      sizes.clear();
      still.replaceChildren();
      labels.replaceChildren();
      const height = Math.ceil(1.4 * parseFloat(getComputedStyle(root).fontSize));
      let top = drawFlags([...moments.marks, { kind: "now", name: "now", time: now }], height) + 4;
      for (const span of moments.spans) {
        top = drawSpan(span, moments, top, height);
      }
      for (const pole of still.querySelectorAll(".pole")) {
        pole.setAttribute("y2", String(top));
      }
      const bottom = drawAxis(top, height);
      line.setAttribute("y2", String(bottom + height));
      asOf.setAttribute("y", String(bottom + 0.75 * height));
      root.setAttribute("viewBox", `0 0 ${width} ${bottom + height}`);
      root.setAttribute("height", String(bottom + height));
    },

    /** @param {number} time */
    moveTo(time) {
      const { axis, width } = drawn;
      if (!width) {
        return;
      }
      const side = sideOf(axis, time);
      const x = xOf(time);
      asOf.textContent = side === "inside" ? "as of" : labelOf("as of", time, axis);
      const room = width - Math.ceil(asOf.getComputedTextLength());
      asOf.setAttribute("x", String(side === "after" ? room - EDGE - 4 : Math.min(x + 4, room)));
      line.setAttribute("class", `as-of ${side}`);
      line.setAttribute("transform", `translate(${x} 0)`);
    },

    /** @param {string} text the picture in words */
    describe(text) {
      words.textContent = text;
    },
  };
}

export const style = `
.timeline svg { display: block; width: 100%; overflow: visible; font: 0.8125rem/1 var(--sans); font-variant-numeric: tabular-nums; }
.timeline svg text { fill: var(--text); paint-order: stroke; stroke: var(--surface); stroke-width: 4px; stroke-linejoin: round; }
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
