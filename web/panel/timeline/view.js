// An answer in time: a picture, a slider for the time of the verdict, and the same in words.

import { element, onResize } from "../dom.js";
import { dateOf, durationText, parseUTC, plainText, secondsOf, utcText } from "../utc-text.js";
import { axisAroundAnswer, axisOfAll, sideOf, stepFrom, stepsOf } from "./axis.js";
import { momentsOf } from "./moments.js";
import { Picture, style as pictureStyle } from "./picture.js";
import { MomentTable, momentsInOrder } from "./table.js";

/** @typedef {import("./moments.js").Answer} Answer */
/** @typedef {import("./moments.js").Moments} Moments */

/** Whether a key moves forward, and how far. @type {Record<string, [forward: boolean, step: "fine" | "coarse"]>} */
const KEYS = {
  ArrowRight: [true, "fine"],
  ArrowUp: [true, "fine"],
  ArrowLeft: [false, "fine"],
  ArrowDown: [false, "fine"],
  PageUp: [true, "coarse"],
  PageDown: [false, "coarse"],
};

/** @param {Moments} moments */
function whatCounts({ spans: [{ start, end }], skew, until }) {
  const age = end ? "" : ` There is no nextUpdate, so the answer counts for ${durationText(until - start.time)}.`;
  return age + (skew ? ` Clocks may differ: ${durationText(skew)} before and after still count.` : "");
}

export class Timeline {
  #picture = new Picture();
  #table = new MomentTable();
  #slider = element("input", {
    type: "range",
    step: 1,
    "aria-label": "As-of time",
    "aria-describedby": "timeline-steps",
  });
  #text = element("input", {
    type: "text",
    id: "timeline-time",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 40,
    "aria-describedby": "timeline-wrong",
  });
  #wrong = element("span", { id: "timeline-wrong", class: "wrong", role: "status" });
  #jumps = element("div", { class: "jumps", role: "group", "aria-label": "Jump to" });
  #everything = element("input", { type: "checkbox" });
  #zoom = element("label", { class: "zoom" }, this.#everything, " Show everything, however far away");
  #steps = element("p", { class: "hint", id: "timeline-steps" });
  element = element(
    "div",
    { class: "timeline" },
    this.#picture.element,
    this.#slider,
    element(
      "div",
      { class: "controls" },
      element("label", { for: "timeline-time" }, "As of (UTC)"),
      this.#text,
      this.#wrong,
      this.#jumps,
      this.#zoom,
    ),
    this.#steps,
    element("details", {}, element("summary", {}, "The same as a table"), this.#table.element),
  );

  #options;
  /** Milliseconds from this machine's clock to the one that `now` was read from. */
  #ahead;
  /** @type {Moments | null} */
  #moments = null;
  /** What was drawn last, to draw only what is new. */
  #known = "null";
  #time;
  #now;
  #axis = { start: 0, end: 1 };
  #width = 0;
  #frame = 0;

  /**
   * @param {object} options
   * @param {Date} options.now by the real clock, at the time of the call
   * @param {(time: Date) => void} options.onTime another as-of time is wanted; called once a frame at most
   * @param {number} [options.clockSkewSeconds] as check() takes it
   * @param {number} [options.maxAgeSeconds] likewise
   */
  constructor(options) {
    this.#options = options;
    this.#ahead = options.now.getTime() - Date.now();
    this.#time = secondsOf(options.now);
    this.#now = this.#time;
    this.element.hidden = true;
    this.#listen();
  }

  #listen() {
    this.#slider.addEventListener("input", () => this.#slid());
    this.#slider.addEventListener("keydown", (event) => this.#pressed(event));
    this.#text.addEventListener("change", () => this.#typed());
    this.#everything.addEventListener("change", () => this.#setAxis());
    onResize(([entry]) => {
      const next = Math.floor(entry?.contentRect.width ?? 0);
      if (next !== this.#width) {
        this.#width = next;
        this.#draw();
      }
    }, this.#picture.element);
  }

  /** @param {Answer & { time: Date }} shown */
  update({ time: asOf, ...answer }) {
    const { clockSkewSeconds, maxAgeSeconds } = this.#options;
    const moments = momentsOf(answer, { clockSkewSeconds, maxAgeSeconds });
    this.#moments = moments;
    this.element.hidden = !moments;
    this.#time = secondsOf(asOf);
    const next = JSON.stringify(moments);
    if (next === this.#known) {
      return this.#showTime();
    }
    this.#known = next;
    if (!moments) {
      return;
    }
    this.#jumps.replaceChildren(
      this.#jumpTo("now", () => {
        this.#setNow();
        return this.#now;
      }),
      ...moments.turns.map((turn) => this.#jumpTo(turn.name, () => turn.time)),
    );
    this.#setNow();
  }

  /** @param {string} name @param {() => number} read the time to jump to */
  #jumpTo(name, read) {
    const jump = element("button", { type: "button" }, name);
    jump.addEventListener("click", () => this.#ask(read()));
    return jump;
  }

  #setNow() {
    if (!this.#moments) {
      return;
    }
    this.#now = secondsOf(new Date(Date.now() + this.#ahead));
    this.#table.show(momentsInOrder(this.#moments, this.#now));
    this.#setAxis();
  }

  #setAxis() {
    const moments = this.#moments;
    if (!moments) {
      return;
    }
    const around = axisAroundAnswer(moments, this.#now);
    const all = momentsInOrder(moments, this.#now);
    this.#zoom.hidden = all.every(({ time }) => sideOf(around, time) === "inside");
    this.#axis = this.#everything.checked && !this.#zoom.hidden ? axisOfAll(moments, this.#now) : around;
    this.#slider.min = String(this.#axis.start);
    this.#slider.max = String(this.#axis.end);
    const { fine, coarse } = stepsOf(this.#axis);
    const keys = `Arrow keys move the slider by ${durationText(fine)}, page keys by ${durationText(coarse)}.`;
    this.#steps.textContent = keys + whatCounts(moments);
    this.#draw();
  }

  #draw() {
    if (!this.#moments) {
      return;
    }
    if (this.#width) {
      this.#picture.draw(this.#moments, this.#now, this.#axis, this.#width);
    }
    this.#showTime();
  }

  #showTime() {
    if (!this.#moments) {
      return;
    }
    const time = this.#time;
    this.#picture.moveTo(time);
    const side = sideOf(this.#axis, time);
    const beyond = side === "inside" ? "" : `, ${side} what the slider shows`;
    this.#slider.value = String(time);
    this.#slider.setAttribute("aria-valuetext", utcText(time) + beyond);
    if (this.#text !== /** @type {Document | ShadowRoot} */ (this.element.getRootNode()).activeElement) {
      this.#text.value = plainText(time);
      this.#setWrong(false);
    }
    this.#picture.describe(this.#table.relateTo(time));
  }

  /** Shows a time, and asks for the verdict as of then. @param {number} wanted */
  #ask(wanted) {
    this.#time = wanted;
    this.#showTime();
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#options.onTime(dateOf(this.#time));
      });
    }
  }

  #slid() {
    const axis = this.#axis;
    const value = Number(this.#slider.value);
    const { fine } = stepsOf(axis);
    const round = Math.round(value / fine) * fine;
    this.#ask(value === axis.start || value === axis.end || sideOf(axis, round) !== "inside" ? value : round);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const [forward, step] = KEYS[event.key] ?? [];
    if (forward === undefined || !step || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const axis = this.#axis;
    this.#ask(stepFrom(axis, Number(this.#slider.value), stepsOf(axis)[step], forward));
  }

  #typed() {
    const wanted = parseUTC(this.#text.value);
    this.#setWrong(wanted === null);
    if (wanted === null) {
      return;
    }
    this.#text.value = plainText(wanted);
    this.#ask(wanted);
  }

  /** @param {boolean} isWrong */
  #setWrong(isWrong) {
    this.#text.setAttribute("aria-invalid", String(isWrong));
    this.#wrong.textContent = isWrong ? "Write a time from 1970 to 9999, such as 2026-11-21 06:30:00." : "";
  }
}

export const style = `${pictureStyle}
.timeline input[type="range"] {
  display: block;
  width: 100%;
  height: 2rem;
  margin: 0;
  background: none;
  appearance: none;
  forced-color-adjust: none;
  cursor: pointer;
}
.timeline input::-webkit-slider-runnable-track { height: 4px; border-radius: 2px; background: var(--control-line); }
.timeline input::-moz-range-track { height: 4px; border-radius: 2px; background: var(--control-line); }
.timeline input::-webkit-slider-thumb {
  appearance: none;
  width: 20px;
  height: 20px;
  margin-top: -8px;
  border: 3px solid var(--surface);
  border-radius: 50%;
  background: var(--text);
  box-shadow: 0 0 0 1px var(--text);
}
.timeline input::-moz-range-thumb {
  box-sizing: border-box;
  width: 20px;
  height: 20px;
  border: 3px solid var(--surface);
  border-radius: 50%;
  background: var(--text);
  box-shadow: 0 0 0 1px var(--text);
}
.timeline .controls {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem 0.75rem;
  align-items: center;
  margin: 0.5rem 0;
  font-size: 0.875rem;
}
.timeline .controls > label { font-weight: 600; }
.timeline .controls .zoom { font-weight: 400; }
.timeline .controls input[type="text"] { width: 13.5rem; }
.timeline [aria-invalid="true"] { border-color: var(--bad); }
.timeline .wrong { color: var(--bad); }
.timeline .wrong:empty { display: none; }
.timeline .jumps { display: flex; flex-wrap: wrap; gap: 0.375rem; }
.timeline .jumps button { padding-inline: 0.625rem; font-weight: 400; }
.timeline .zoom input {
  width: 1.125rem;
  height: 1.125rem;
  margin: 0;
  vertical-align: text-bottom;
  accent-color: var(--accent);
}
.timeline details { margin-top: 0.5rem; font-size: 0.9375rem; }
.timeline table { width: 100%; border-collapse: collapse; }
.timeline :is(th, td) {
  padding: 0.3125rem 0.75rem 0.3125rem 0;
  border-bottom: 1px solid color-mix(in srgb, var(--line) 55%, transparent);
  text-align: start;
  vertical-align: top;
  font-weight: 400;
}
.timeline th { color: var(--muted); }
`;
