// An answer in time: a picture, a slider for the time of the verdict, and the same in words.

import { element } from "../dom.js";
import { dateOf, durationText, parseUTC, plainText, relationText, secondsOf, utcText } from "../utc-text.js";
import { axisAroundAnswer, axisOfAll, sideOf, stepFrom, stepsOf } from "./axis.js";
import { momentsOf } from "./moments.js";
import { makePicture, style as pictureStyle } from "./picture.js";

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

/** All moments with what they are, in order. @param {Moments} moments @param {number} now */
function facts({ spans, marks }, now) {
  const ends = spans.flatMap(({ kind, title, start, end }) =>
    [start, ...(end ? [end] : [])].map(({ name, time }) => ({
      name: kind === "answer" ? name : `${title.toLowerCase()} ${name}`,
      time,
    })),
  );
  return [...ends, ...marks, { name: "now", time: now }].sort((a, b) => a.time - b.time);
}

/** @param {Moments} moments */
function whatCounts({ spans: [{ start, end }], skew, until }) {
  const age = end ? "" : ` There is no nextUpdate, so the answer counts for ${durationText(until - start.time)}.`;
  return age + (skew ? ` Clocks may differ: ${durationText(skew)} before and after still count.` : "");
}

/**
 * @param {object} options
 * @param {Date} options.now by the real clock, at the time of the call
 * @param {(time: Date) => void} options.onTime another as-of time is wanted; called once a frame at most
 * @param {number} [options.clockSkewSeconds] where check() has another than its own
 * @param {number} [options.maxAgeSeconds]
 */
export function makeTimeline({ now, onTime, clockSkewSeconds, maxAgeSeconds }) {
  const ahead = now.getTime() - Date.now();
  const clock = () => secondsOf(new Date(Date.now() + ahead));

  const picture = makePicture();
  const slider = element("input", {
    type: "range",
    step: 1,
    "aria-label": "As-of time",
    "aria-describedby": "timeline-steps",
  });
  const text = element("input", {
    type: "text",
    id: "timeline-time",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 40,
    "aria-describedby": "timeline-wrong",
  });
  const wrong = element("span", { id: "timeline-wrong", class: "wrong", role: "status" });
  const jumps = element("div", { class: "jumps", role: "group", "aria-label": "Jump to" });
  const everything = element("input", { type: "checkbox" });
  const zoom = element("label", { class: "zoom" }, everything, " Show everything, however far away");
  const steps = element("p", { class: "hint", id: "timeline-steps" });
  const rows = element("tbody");
  const root = element(
    "div",
    { class: "timeline" },
    picture.element,
    slider,
    element(
      "div",
      { class: "controls" },
      element("label", { for: "timeline-time" }, "As of (UTC)"),
      text,
      wrong,
      jumps,
      zoom,
    ),
    steps,
    element(
      "details",
      {},
      element("summary", {}, "The same as a table"),
      element(
        "table",
        {},
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ...["moment", "time (UTC)", "from the as-of time"].map((name) => element("th", { scope: "col" }, name)),
          ),
        ),
        rows,
      ),
    ),
  );
  root.hidden = true;

  /** @type {Moments | null} */
  let moments = null;
  let known = "null";
  let time = secondsOf(now);
  let shownNow = time;
  let axis = { start: 0, end: 1 };
  let width = 0;
  /** @type {{ time: number, cell: HTMLElement }[]} */
  let relations = [];

  const showTime = () => {
    if (!moments) {
      return;
    }
    picture.moveTo(time);
    const side = sideOf(axis, time);
    slider.value = String(time);
    slider.setAttribute("aria-valuetext", utcText(time) + (side === "inside" ? "" : `, ${side} what the slider shows`));
    if (text !== /** @type {Document | ShadowRoot} */ (root.getRootNode()).activeElement) {
      text.value = plainText(time);
      text.setAttribute("aria-invalid", "false");
      wrong.textContent = "";
    }
    for (const { time: moment, cell } of relations) {
      cell.textContent = relationText(moment, time);
    }
    picture.describe(
      `Seen from the as-of time, ${utcText(time)}: ${relations.map(({ cell }) => `${cell.dataset.moment} ${cell.textContent}`).join(", ")}.`,
    );
  };

  const draw = () => {
    if (!moments) {
      return;
    }
    if (width) {
      picture.draw(moments, shownNow, axis, width);
    }
    showTime();
  };

  const setAxis = () => {
    if (!moments) {
      return;
    }
    const around = axisAroundAnswer(moments, shownNow);
    zoom.hidden = facts(moments, shownNow).every((fact) => sideOf(around, fact.time) === "inside");
    axis = everything.checked && !zoom.hidden ? axisOfAll(moments, shownNow) : around;
    slider.min = String(axis.start);
    slider.max = String(axis.end);
    const { fine, coarse } = stepsOf(axis);
    steps.textContent = `Arrow keys move the slider by ${durationText(fine)}, page keys by ${durationText(coarse)}.${whatCounts(moments)}`;
    draw();
  };

  const setNow = () => {
    if (!moments) {
      return;
    }
    shownNow = clock();
    relations = [];
    rows.replaceChildren(
      ...facts(moments, shownNow).map(({ name, time: moment }) => {
        const cell = element("td", { "data-moment": name });
        relations.push({ time: moment, cell });
        return element(
          "tr",
          {},
          element("th", { scope: "row" }, name),
          element("td", {}, element("time", {}, plainText(moment))),
          cell,
        );
      }),
    );
    setAxis();
  };

  /** @param {string} name @param {() => number} read the time to jump to */
  const jumpTo = (name, read) => {
    const jump = element("button", { type: "button" }, name);
    jump.addEventListener("click", () => ask(read()));
    return jump;
  };

  let frame = 0;
  /** @param {number} wanted */
  const ask = (wanted) => {
    time = wanted;
    showTime();
    if (frame === 0) {
      frame = requestAnimationFrame(() => {
        frame = 0;
        onTime(dateOf(time));
      });
    }
  };

  slider.addEventListener("input", () => {
    const value = Number(slider.value);
    const { fine } = stepsOf(axis);
    const round = Math.round(value / fine) * fine;
    ask(value === axis.start || value === axis.end || sideOf(axis, round) !== "inside" ? value : round);
  });
  slider.addEventListener("keydown", (event) => {
    const [forward, step] = KEYS[event.key] ?? [];
    if (forward === undefined || !step || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    ask(stepFrom(axis, Number(slider.value), stepsOf(axis)[step], forward));
  });
  text.addEventListener("change", () => {
    const wanted = parseUTC(text.value);
    text.setAttribute("aria-invalid", String(wanted === null));
    wrong.textContent = wanted === null ? "Not a time from 1970 to 9999, as in 2026-11-21 06:30:00." : "";
    if (wanted === null) {
      return;
    }
    text.value = plainText(wanted);
    ask(wanted);
  });
  everything.addEventListener("change", setAxis);

  new ResizeObserver(([entry]) => {
    const next = Math.floor(entry?.contentRect.width ?? 0);
    if (next === width) {
      return;
    }
    width = next;
    draw();
  }).observe(picture.element);

  return {
    element: root,

    /** @param {Answer & { time: Date }} shown */
    update({ time: asOf, ...answer }) {
      moments = momentsOf(answer, { clockSkewSeconds, maxAgeSeconds });
      root.hidden = !moments;
      time = secondsOf(asOf);
      const next = JSON.stringify(moments);
      if (next === known) {
        return showTime();
      }
      known = next;
      if (!moments) {
        return;
      }
      jumps.replaceChildren(
        jumpTo("now", () => {
          setNow();
          return shownNow;
        }),
        ...moments.turns.map((turn) => jumpTo(turn.name, () => turn.time)),
      );
      setNow();
    },
  };
}

export const style = `${pictureStyle}
.timeline input[type="range"] { display: block; width: 100%; height: 2rem; margin: 0; background: none; appearance: none; forced-color-adjust: none; cursor: pointer; }
.timeline input::-webkit-slider-runnable-track { height: 4px; border-radius: 2px; background: var(--control-line); }
.timeline input::-moz-range-track { height: 4px; border-radius: 2px; background: var(--control-line); }
.timeline input::-webkit-slider-thumb { appearance: none; width: 20px; height: 20px; margin-top: -8px; border: 3px solid var(--surface); border-radius: 50%; background: var(--text); box-shadow: 0 0 0 1px var(--text); }
.timeline input::-moz-range-thumb { box-sizing: border-box; width: 20px; height: 20px; border: 3px solid var(--surface); border-radius: 50%; background: var(--text); box-shadow: 0 0 0 1px var(--text); }
.timeline .controls { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; margin: 0.5rem 0; font-size: 0.875rem; }
.timeline .controls > label { font-weight: 600; }
.timeline .controls .zoom { font-weight: 400; }
.timeline .controls input[type="text"] { width: 13.5rem; }
.timeline [aria-invalid="true"] { border-color: var(--bad); }
.timeline .wrong { color: var(--bad); }
.timeline .wrong:empty { display: none; }
.timeline .jumps { display: flex; flex-wrap: wrap; gap: 0.375rem; }
.timeline .jumps button { padding-inline: 0.625rem; font-weight: 400; }
.timeline .zoom input { width: 1.125rem; height: 1.125rem; margin: 0; vertical-align: text-bottom; accent-color: var(--accent); }
.timeline details { margin-top: 0.5rem; font-size: 0.9375rem; }
.timeline table { width: 100%; border-collapse: collapse; }
.timeline :is(th, td) { padding: 0.3125rem 0.75rem 0.3125rem 0; border-bottom: 1px solid color-mix(in srgb, var(--line) 55%, transparent); text-align: start; vertical-align: top; font-weight: 400; }
.timeline th { color: var(--muted); }
`;
