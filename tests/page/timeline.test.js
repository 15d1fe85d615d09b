// The timeline: what lies when, by other programs; where the verdict turns, by check(); labels that never overlap; a
// slider for the keyboard.

import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { Certificate, OCSPResponse } from "../../bindings/index.js";
import {
  axisAroundAnswer,
  axisOfAll,
  positionOn,
  sideOf,
  stepFrom,
  stepsOf,
  ticksOf,
} from "../../web/panel/timeline/axis.js";
import { placeEnds, placeFlags, placeTicks } from "../../web/panel/timeline/label-places.js";
import { momentsOf } from "../../web/panel/timeline/moments.js";
import { durationText, parseUTC, plainText, relationText } from "../../web/panel/utc-text.js";
import { BROWSER_NAMES, launch, missing } from "../support/browser.js";
import { printSeed, Random, SEED } from "../support/random.js";
import { describeVectors } from "../support/vectors.js";
import { serveViews, violations } from "../support/view-page.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const LAST = 253402300799;
const seconds = (time) => Math.floor(new Date(time).getTime() / 1000);

// ---------------------------------------------------------------------------------------------------- words

describe("times in words", () => {
  for (const [text, expected] of /** @type {[string, number | null][]} */ ([
    // Seconds by Python's datetime.
    ["2012-10-11 08:41:13", 1349944873],
    ["2012-10-11T08:41:13Z", 1349944873],
    [" 2012-10-11 08:41:13 UTC ", 1349944873],
    ["2012-10-11 08:41", 1349944860],
    ["2012-10-11", 1349913600],
    ["1970-01-01", 0],
    ["9999-12-31 23:59:59", LAST],
    ["1969-12-31 23:59:59", null],
    ["10000-01-01", null],
    ["2026-02-29", null],
    ["2024-02-29", 1709164800],
    ["2026-13-01", null],
    ["2026-01-01 24:00", null],
    ["2026-01-01 12:60", null],
    ["2026-01-01 12:00 +01:00", null],
    ["tomorrow", null],
    ["", null],
  ])) {
    test(`"${text}" is read as ${expected}`, () => assert.equal(parseUTC(text), expected));
  }

  test("what is written is read again", () => {
    for (const time of [0, 1349944873, LAST]) {
      assert.equal(parseUTC(plainText(time)), time);
    }
  });

  for (const [duration, expected] of /** @type {[number, string][]} */ ([
    [1, "1 second"],
    [300, "5 minutes"],
    [90, "1 minute 30 seconds"],
    [2 * DAY + 3 * HOUR + 59, "2 days 3 hours"],
    [DAY + 59, "1 day"],
    [400 * DAY, "1 year 34 days"],
    [3 * HOUR, "3 hours"],
  ])) {
    test(`${duration} seconds are ${expected}`, () => assert.equal(durationText(duration), expected));
  }

  test("before, after, and the same moment", () => {
    assert.equal(relationText(0, DAY), "1 day before");
    assert.equal(relationText(DAY, 0), "1 day after");
    assert.equal(relationText(DAY, DAY), "the same moment");
  });
});

// ---------------------------------------------------------------------------------------------------- moments

/** The turns, by name. */
const turnsOf = (moments) => Object.fromEntries(moments.turns.map(({ name, time }) => [name, time]));
const outcome = (response, options, time, name) =>
  response
    .check({ ...options, time: new Date(time * 1000), allowSHA1Signatures: true })
    .checks.find((check) => check.name === name)?.outcome;

/** That check() passes at the turn and fails a second to the outside of it. */
function assertTurns(response, options, time, name, outside) {
  assert.equal(outcome(response, options, time, name), "pass", `${name} at the turn`);
  assert.equal(outcome(response, options, time + outside, name), "fail", `${name} outside`);
}

const shown = (response, report, certificate, entry = report.claimed ?? response.responses[0]) =>
  momentsOf({
    response,
    entry,
    report,
    responderCertificate: report.responder?.certificate ?? null,
    certificate,
  }) ?? assert.fail("no moments");

describeVectors("openssl", (source) => {
  for (const vector of source.table.cases) {
    const response = OCSPResponse.fromDER(source.bytes(vector.response));
    const subject = source.text(vector.subjectCertOfThisSeries);
    const certificate = Certificate.fromPEM(subject);
    const issuer =
      [vector.otherCerts, vector.trustAnchor]
        .flatMap((path) => Certificate.allFromPEM(source.text(path)))
        .find((candidate) => certificate.isIssuedBy(candidate)) ?? null;
    const options = { issuer, certificate };
    const {
      producedAt,
      responses: [{ thisUpdate, nextUpdate }],
    } = vector.responseFields;

    test(`${vector.id}: the moments are those that asn1crypto and OpenSSL read`, () => {
      const {
        spans: [answer, responder, own],
        marks,
      } = shown(response, response.check(options), certificate);
      assert.deepEqual(
        [answer.start, answer.end],
        [
          { name: "thisUpdate", time: seconds(thisUpdate) },
          { name: "nextUpdate", time: seconds(nextUpdate) },
        ],
      );
      assert.deepEqual(marks, [{ kind: "produced", name: "producedAt", time: seconds(producedAt) }]);
      const byOpenSSL = new X509Certificate(subject);
      assert.deepEqual([own?.start.time, own?.end?.time], [seconds(byOpenSSL.validFrom), seconds(byOpenSSL.validTo)]);
      assert.equal(responder?.title, vector.delegated ? "Delegate" : "Issuer");
    });

    test(`${vector.id}: the verdict turns where a jump goes to`, () => {
      const turns = turnsOf(shown(response, response.check(options), certificate));
      assertTurns(response, options, turns["thisUpdate − 5 min"], "thisUpdate", -1);
      assertTurns(response, options, turns["nextUpdate + 5 min"], "nextUpdate", 1);
      assert.equal(
        Object.keys(turns).some((turn) => turn.endsWith("notBefore")),
        vector.delegated,
      );
      if (vector.delegated) {
        assertTurns(response, options, turns["delegate notBefore"], "responderValidity", -1);
        assertTurns(response, options, turns["delegate notAfter"], "responderValidity", 1);
      }
    });
  }
});

describeVectors("boringssl", (source) => {
  for (const {
    id,
    files,
    responseFields: {
      responses: [{ thisUpdate, revocationTime }],
    },
  } of source.table.cases) {
    test(`${id}: without nextUpdate the verdict turns when the answer is too old`, () => {
      const [certificate, issuer, der] = ["cert", "issuer", "response"].map((kind) => source.bytes(files[kind]));
      const response = OCSPResponse.fromDER(der);
      const options = { certificate, issuer };
      const moments = shown(response, response.check(options), Certificate.fromDER(certificate));
      assert.equal(moments.spans[0].end, null);
      assert.equal(moments.spans[0].start.time, seconds(thisUpdate));
      assert.equal(
        moments.marks.find(({ kind }) => kind === "revoked")?.time,
        revocationTime ? seconds(revocationTime) : undefined,
      );
      const turns = turnsOf(moments);
      assertTurns(response, options, turns["thisUpdate + 1 day 5 min"], "thisUpdate", 1);
      assertTurns(response, options, turns["producedAt − 5 min"], "producedAt", -1);
    });
  }

  test("another clock skew and age move the turns as they move check()", () => {
    const { files } = source.table.cases[0];
    const [certificate, issuer, der] = ["cert", "issuer", "response"].map((kind) => source.bytes(files[kind]));
    const response = OCSPResponse.fromDER(der);
    const allowance = { clockSkewSeconds: 0, maxAgeSeconds: 3 * HOUR };
    const report = response.check({ certificate, issuer });
    const turns = turnsOf(
      momentsOf({ response, entry: report.claimed, report, responderCertificate: null, certificate: null }, allowance),
    );
    assert.deepEqual(Object.keys(turns), ["thisUpdate", "thisUpdate + 3 hours"]);
    assertTurns(response, { certificate, issuer, ...allowance }, turns["thisUpdate + 3 hours"], "thisUpdate", 1);
  });
});

test("no moments without an answer", () => {
  const nothing = { report: null, responderCertificate: null, certificate: null, entry: null };
  assert.equal(momentsOf({ ...nothing, response: /** @type {any} */ ({ responseStatus: "successful" }) }), null);
  assert.equal(momentsOf({ ...nothing, response: OCSPResponse.fromDER(Uint8Array.of(0x30, 3, 10, 1, 3)) }), null);
});

// ---------------------------------------------------------------------------------------------------- axis and labels

const NOW = Date.UTC(2026, 10, 21, 6, 30, 15) / 1000;

/** Times in seconds from NOW; null where there is none. @type {Record<string, any>} */
const STORIES = {
  "a window of a week": {
    window: [-2 * DAY, 5 * DAY],
    produced: -2 * DAY,
    responder: [-30 * DAY, 60 * DAY],
    certificate: [-300 * DAY, 65 * DAY],
  },
  "a window of a minute": { window: [-20, 40], produced: -10, revoked: -5 * DAY, responder: [-30 * DAY, 60 * DAY] },
  "a window of ten years": {
    window: [-4 * YEAR, 6 * YEAR],
    produced: -4 * YEAR + 50,
    revoked: -5 * YEAR,
    invalidity: -5.2 * YEAR,
    archive: -4.5 * YEAR,
    asOf: 8 * YEAR,
    responder: [-4.1 * YEAR, 60 * DAY],
    certificate: [-5 * YEAR, 3 * YEAR],
  },
  "no nextUpdate": { window: [-2 * HOUR, null], produced: -HOUR, certificate: [-300 * DAY, 65 * DAY] },
  "nextUpdate before thisUpdate": {
    window: [2 * DAY, -2 * DAY],
    produced: -2 * DAY,
    revoked: -3 * DAY,
    responder: [-30 * DAY, 60 * DAY],
  },
  "an empty window": {
    window: [0, 0],
    produced: 0,
    revoked: 0,
    invalidity: 0,
    archive: 0,
    responder: [0, 0],
    certificate: [0, 0],
  },
  "revoked in 1970": {
    window: [-5000 * DAY, -4993 * DAY],
    produced: -4999 * DAY,
    revoked: -NOW,
    responder: [-5030 * DAY, -4940 * DAY],
  },
  "revoked in the future": {
    window: [-2 * DAY, 5 * DAY],
    produced: -DAY,
    revoked: 400 * DAY,
    asOf: 300 * DAY,
    responder: [-DAY, 2 * DAY],
    certificate: [2 * DAY, -2 * DAY],
  },
  "all of time": {
    window: [-NOW, LAST - NOW],
    produced: -NOW,
    revoked: LAST - NOW,
    responder: [-NOW, LAST - NOW],
    certificate: [-60 * YEAR, 9000 * YEAR],
  },
};

/** What the Timeline is told of a story. It runs here and in the browser, so it uses nothing from around it. */
function answerOf({ window, produced, revoked, invalidity, archive, responder, certificate }, now) {
  const at = (offset) => (offset === null || offset === undefined ? null : new Date(Math.round(now + offset) * 1000));
  const validity = (dates) => dates && { notBefore: at(dates[0]), notAfter: at(dates[1]) };
  const decoded = { invalidityDate: at(invalidity), archiveCutoff: at(archive) };
  return {
    response: { responseStatus: "successful", producedAt: at(produced) },
    entry: {
      thisUpdate: at(window[0]),
      nextUpdate: at(window[1]),
      revocationTime: at(revoked),
      extensions: { get: (name) => ({ decoded: decoded[name] }) },
    },
    report: null,
    responderCertificate: validity(responder) ?? null,
    certificate: validity(certificate) ?? null,
  };
}

for (const [title, story] of Object.entries(STORIES)) {
  test(`${title}: axis and ticks`, () => {
    const moments = momentsOf(/** @type {any} */ (answerOf(story, NOW))) ?? assert.fail();
    const around = axisAroundAnswer(moments, NOW);
    const all = axisOfAll(moments, NOW);
    for (const axis of [around, all]) {
      assert.ok(axis.start >= 0 && axis.end <= LAST && axis.end - axis.start >= 20 * MINUTE, JSON.stringify(axis));
      for (const time of [moments.spans[0].start.time, moments.until]) {
        assert.equal(sideOf(axis, time), "inside");
      }
      for (const count of [3, 14]) {
        const ticks = ticksOf(axis, count);
        assert.ok(ticks.length >= 2 && ticks.length <= 3 * count, `${ticks.length} ticks for ${count}`);
        assert.ok(
          ticks.every(({ time }, index) => sideOf(axis, time) === "inside" && (!index || time > ticks[index - 1].time)),
        );
        assert.ok(
          ticks[0].context || ticks[0].label === plainText(ticks[0].time).slice(0, 4),
          "the first tick says which year",
        );
      }
      const { fine, coarse } = stepsOf(axis);
      assert.ok(fine < coarse);
      assert.ok((axis.end - axis.start) / fine >= 100, "fine enough");
    }
    for (const { time } of [...moments.marks, ...moments.turns]) {
      if (time >= 0) {
        assert.equal(sideOf(all, time), "inside");
      }
    }
  });
}

test("ticks are named as people name them", () => {
  const labels = (start, end, count) =>
    ticksOf({ start: seconds(start), end: seconds(end) }, count).map(({ label, context }) => `${label}|${context}`);
  assert.deepEqual(labels("2026-12-30", "2027-01-02", 3), ["30 Dec|2026", "31 Dec|", "1 Jan|2027", "2 Jan|"]);
  assert.deepEqual(labels("2026-11-21T06:00:00Z", "2026-11-22T06:00:00Z", 4), [
    "06:00|21 Nov 2026",
    "12:00|",
    "18:00|",
    "22 Nov|",
    "06:00|",
  ]);
  assert.deepEqual(labels("2026-11-01", "2027-02-01", 3), ["Nov|2026", "Dec|", "2027|", "Feb|"]);
  assert.deepEqual(labels("2000-01-01", "2030-01-01", 3), ["2000|", "2010|", "2020|", "2030|"]);
  assert.deepEqual(labels("2026-11-21T06:30:00Z", "2026-11-21T06:31:00Z", 2), [
    "06:30|21 Nov 2026",
    "06:30:30|",
    "06:31|",
  ]);
});

test("steps go to whole units, and not over the ends", () => {
  const axis = { start: seconds("2026-11-18T11:00:00Z"), end: seconds("2026-11-27T03:00:00Z") };
  assert.deepEqual(stepsOf(axis), { fine: 15 * MINUTE, coarse: DAY });
  const from = seconds("2026-11-21T06:30:15Z");
  const to = (step, forward) => plainText(stepFrom(axis, from, step, forward));
  assert.equal(to(15 * MINUTE, true), "2026-11-21 06:45:00");
  assert.equal(to(15 * MINUTE, false), "2026-11-21 06:30:00");
  assert.equal(to(DAY, true), "2026-11-22 00:00:00");
  assert.equal(to(DAY, false), "2026-11-21 00:00:00");
  assert.equal(stepFrom(axis, seconds("2026-11-21T06:30:00Z"), 15 * MINUTE, false), seconds("2026-11-21T06:15:00Z"));
  assert.equal(stepFrom(axis, axis.end, DAY, true), axis.end);
  assert.equal(stepFrom(axis, axis.start, DAY, false), axis.start);
  assert.equal(positionOn(axis, axis.start - 1), 0);
  assert.equal(positionOn(axis, axis.end + 1), 1);
});

test("labels never overlap, wherever they belong", (t) => {
  printSeed(t);
  const random = new Random(SEED);
  const overlaps = (a, aSize, b, bSize) => a < b + bSize && b < a + aSize;
  for (let round = 0; round < 3000; round++) {
    const width = random.integer(300, 1200);
    const flags = Array.from({ length: random.integer(1, 7) }, () => ({
      at: random.integer(0, width),
      size: random.integer(20, 200),
    }));
    const places = placeFlags(flags, width);
    for (const [i, one] of places.entries()) {
      assert.ok(one.left >= 0 && one.left + flags[i].size <= width);
      for (const [j, other] of places.entries()) {
        if (i === j) {
          continue;
        }
        assert.ok(
          one.lane !== other.lane || !overlaps(one.left, flags[i].size, other.left, flags[j].size),
          JSON.stringify({ flags, places }),
        );
        // A pole hangs down from its flag through all lower lanes; only flags that had to give way to the edge may be
        // crossed.
        const isInPlace = one.left === flags[i].at && other.left === flags[j].at;
        const isUnder = flags[i].at > other.left && flags[i].at < other.left + flags[j].size;
        assert.ok(!isInPlace || !isUnder || one.lane < other.lane, JSON.stringify({ flags, places }));
      }
    }

    const from = random.integer(0, width);
    const to = random.integer(from, width);
    const sizes = /** @type {[number, number]} */ ([random.integer(20, 250), random.integer(20, 250)]);
    const { lefts, lines } = placeEnds({ from, to, sizes, width });
    assert.ok(lefts.every((left, index) => left >= 0 && left + sizes[index] <= width));
    assert.ok(lines === 2 || lefts[0] + sizes[0] < lefts[1]);
    assert.ok(lines === 1 || sizes[0] + sizes[1] + 8 > width, "two lines only where one is too short");

    const ticks = Array.from({ length: 8 }, (_, index) => ({ at: (index * width) / 8, size: random.integer(0, 90) }));
    const kept = placeTicks(ticks, width).flatMap((left, index) =>
      left === null ? [] : [[left, left + ticks[index].size]],
    );
    assert.ok(
      kept.every(([left, right], index) => left >= 0 && right <= width && (!index || left > kept[index - 1][1])),
    );
  }
});

// ---------------------------------------------------------------------------------------------------- in browsers

let server;
before(async () => {
  server = await serveViews();
});
after(() => server.close());

/** Two frames later: the picture has its size, and what was asked for is told. */
const frames = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );

/** Mounts a timeline that follows its own slider; `asked` collects what onTime was told. */
async function show(page, story) {
  await page.evaluate(
    (given, now) => {
      const {
        makeAnswer,
        views: { Timeline, mount },
      } = /** @type {any} */ (globalThis);
      const answer = makeAnswer(given, now);
      const asked = [];
      const timeline = new Timeline({
        now: new Date(now * 1000),
        onTime: (time) => {
          asked.push(time.getTime() / 1000);
          timeline.update({ ...answer, time });
        },
      });
      mount(timeline.element);
      timeline.update({ ...answer, time: new Date((now + (given.asOf ?? 0)) * 1000) });
      Object.assign(globalThis, { asked, timeline, answer });
    },
    story,
    NOW,
  );
  await frames(page);
}

/** In the shadow root. */
const inside = (page, selector) => page.waitForSelector(`#host >>> ${selector}`);
const valueOf = (page, selector, property) =>
  page.evaluate(
    (css, name) => {
      const found = document.querySelector("#host")?.shadowRoot?.querySelector(css);
      return found?.[name] ?? found?.getAttribute(name) ?? null;
    },
    selector,
    property,
  );
const asked = (page) => page.evaluate(() => /** @type {any} */ (globalThis).asked.splice(0));

/** What is wrong with the places of things: nothing. */
const misplaced = (page) =>
  page.evaluate(() => {
    const root = document.querySelector("#host")?.shadowRoot;
    const picture = root?.querySelector("svg");
    const slider = root?.querySelector("[type=range]");
    if (!root || !picture || !slider) {
      return ["nothing there"];
    }
    const wrong = [];
    const frame = picture.getBoundingClientRect();
    const texts = [...picture.querySelectorAll("text")].filter(
      (text) => text.getAttribute("visibility") !== "hidden" && text.textContent,
    );
    // Without the strokes around letters, which getBoundingClientRect counts in some browsers; one unit of the picture
    // is one pixel.
    const boxes = texts.map((text) => {
      const { x, y, width, height } = text.getBBox();
      return { name: text.textContent, box: new DOMRect(frame.left + x, frame.top + y, width, height) };
    });
    boxes.forEach(({ name, box }, index) => {
      if (box.width === 0) {
        wrong.push(`${name} is not drawn`);
      }
      if (
        box.left < frame.left - 1 ||
        box.right > frame.right + 1 ||
        box.top < frame.top - 3 ||
        box.bottom > frame.bottom + 1
      ) {
        wrong.push(`${name} is cut off`);
      }
      for (const { name: other, box: next } of boxes.slice(index + 1)) {
        if (box.left < next.right && next.left < box.right && box.top < next.bottom && next.top < box.bottom) {
          wrong.push(`${name} over ${other}`);
        }
      }
    });
    // The line of the as-of time stands over the middle of the slider's thumb.
    const { left, width } = slider.getBoundingClientRect();
    const { min, max, valueAsNumber } = /** @type {HTMLInputElement} */ (slider);
    const thumb = left + 10 + ((valueAsNumber - Number(min)) / (Number(max) - Number(min))) * (width - 20);
    const line = picture.querySelector("line.as-of")?.getBoundingClientRect();
    if (!line || Math.abs(line.left + line.width / 2 - thumb) > 1.5) {
      wrong.push(`the line is at ${line?.left}, the thumb at ${thumb}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) {
      wrong.push("wider than the window");
    }
    return wrong;
  });

for (const name of BROWSER_NAMES) {
  describe(`timeline in ${name}`, { skip: missing(name) }, () => {
    let browser;
    /** @type {import("puppeteer-core").Page} */
    let page;
    let complaints;
    before(async () => {
      browser = await launch(name);
      ({ page, complaints } = await browser.openPage());
      await page.goto(server.url);
      await page.waitForFunction(() => "views" in globalThis);
      await page.evaluate(`globalThis.makeAnswer = ${answerOf}`);
    });
    after(() => browser.close());

    test("no label covers another, at any width, for any story", async () => {
      for (const width of [360, 390, 1280]) {
        await page.setViewport({ width, height: 800 });
        for (const [title, story] of Object.entries(STORIES)) {
          await show(page, story);
          assert.deepEqual(await misplaced(page), [], `${title}, ${width} pixels`);
          const zoom = await page.$("#host >>> .zoom:not([hidden]) input");
          if (!zoom) {
            continue;
          }
          await page.evaluate((box) => /** @type {HTMLElement} */ (box).click(), zoom);
          assert.deepEqual(await misplaced(page), [], `${title}, ${width} pixels, everything`);
        }
      }
    });

    test("the slider by keyboard: a fine and a coarse step, and the ends", async () => {
      await page.setViewport({ width: 1280, height: 800 });
      await show(page, STORIES["a window of a week"]);
      const slider = await inside(page, "[type=range]");
      const bar = await inside(page, ".bar.answer");
      await slider?.focus();
      const expected = {
        ArrowRight: "2026-11-21 06:45:00",
        ArrowUp: "2026-11-21 07:00:00",
        ArrowLeft: "2026-11-21 06:45:00",
        ArrowDown: "2026-11-21 06:30:00",
        PageUp: "2026-11-22 00:00:00",
        PageDown: "2026-11-21 00:00:00",
      };
      for (const [key, time] of Object.entries(expected)) {
        await page.keyboard.press(/** @type {any} */ (key));
        await frames(page);
        assert.deepEqual((await asked(page)).map(plainText), [time], key);
        assert.equal(await valueOf(page, "[type=range]", "aria-valuetext"), `${time} UTC`);
        assert.equal(await valueOf(page, "[type=text]", "value"), time);
        assert.deepEqual(await misplaced(page), []);
      }
      for (const [key, limit] of [
        ["End", "max"],
        ["Home", "min"],
      ]) {
        await page.keyboard.press(/** @type {any} */ (key));
        await frames(page);
        assert.deepEqual(await asked(page), [Number(await valueOf(page, "[type=range]", limit))], key);
      }
      assert.equal(await bar?.evaluate((node) => node.isConnected), true, "sliding draws nothing anew");
    });

    test("dragging tells the last time of a frame, on a round minute", async () => {
      await show(page, STORIES["a window of a week"]);
      await page.evaluate((now) => {
        const slider = /** @type {HTMLInputElement} */ (
          document.querySelector("#host")?.shadowRoot?.querySelector("[type=range]")
        );
        for (let moved = 0; moved < 50; moved++) {
          slider.value = String(now + moved * 60);
          slider.dispatchEvent(new Event("input"));
        }
      }, NOW);
      await frames(page);
      assert.deepEqual((await asked(page)).map(plainText), ["2026-11-21 07:15:00"]);
    });

    test("a time as text; one that is none is said to be, and changes nothing", async () => {
      await show(page, STORIES["a window of a week"]);
      const text = await inside(page, "[type=text]");
      const type = async (value) => {
        await page.evaluate((input) => /** @type {HTMLInputElement} */ (input).select(), text);
        await text?.type(value);
        await page.keyboard.press("Enter");
        await frames(page);
      };
      await type("2030-02-30");
      assert.deepEqual(await asked(page), []);
      assert.equal(await valueOf(page, "[type=text]", "aria-invalid"), "true");
      assert.match(await valueOf(page, "#timeline-wrong", "textContent"), /^Write a time/);
      await type("2030-02-28 12:00");
      assert.deepEqual((await asked(page)).map(plainText), ["2030-02-28 12:00:00"]);
      assert.equal(await valueOf(page, "[type=text]", "aria-invalid"), "false");
      assert.equal(await valueOf(page, "#timeline-wrong", "textContent"), "");
      // Beyond the axis: at its end, and said.
      assert.equal(await valueOf(page, "[type=range]", "value"), await valueOf(page, "[type=range]", "max"));
      assert.equal(
        await valueOf(page, "[type=range]", "aria-valuetext"),
        "2030-02-28 12:00:00 UTC, after what the slider shows",
      );
      assert.equal(await valueOf(page, "svg text.as-of", "textContent"), "as of 2030-02-28 ▸");
    });

    test("jumps to where the verdict may turn, and back to now", async () => {
      await show(page, STORIES["a window of a week"]);
      const jump = async (label) => {
        await page.evaluate((wanted) => {
          const found = document.querySelector("#host")?.shadowRoot?.querySelectorAll(".jumps button") ?? [];
          /** @type {HTMLElement | undefined} */ (
            [...found].find(({ textContent }) => textContent === wanted)
          )?.click();
        }, label);
        await frames(page);
        return (await asked(page)).map((time) => time - NOW);
      };
      assert.deepEqual(await jump("thisUpdate − 5 min"), [-2 * DAY - 300]);
      assert.deepEqual(await jump("nextUpdate"), [5 * DAY]);
      assert.deepEqual(await jump("nextUpdate + 5 min"), [5 * DAY + 300]);
      assert.deepEqual(await jump("delegate notAfter"), [60 * DAY]);
      const [now] = await jump("now");
      assert.ok(now >= 0 && now < 60, `the clock goes on: ${now}`);
    });

    test("the same in words", async () => {
      await show(page, STORIES["a window of a minute"]);
      const rows = await page.evaluate(() =>
        [...(document.querySelector("#host")?.shadowRoot?.querySelectorAll("tbody tr") ?? [])].map((row) =>
          [...row.children].map(({ textContent }) => textContent),
        ),
      );
      assert.deepEqual(rows, [
        ["delegate notBefore", "2026-10-22 06:30:15", "30 days before"],
        ["revoked", "2026-11-16 06:30:15", "5 days before"],
        ["thisUpdate", "2026-11-21 06:29:55", "20 seconds before"],
        ["producedAt", "2026-11-21 06:30:05", "10 seconds before"],
        ["now", "2026-11-21 06:30:15", "the same moment"],
        ["nextUpdate", "2026-11-21 06:30:55", "40 seconds after"],
        ["delegate notAfter", "2027-01-20 06:30:15", "60 days after"],
      ]);
      assert.equal(
        await valueOf(page, "svg desc", "textContent"),
        "Seen from the as-of time, 2026-11-21 06:30:15 UTC: " +
          `${rows.map(([moment, , relation]) => `${moment} ${relation}`).join(", ")}.`,
      );
    });

    test("without an answer nothing is shown, and with the next one it is back", async () => {
      await show(page, STORIES["a window of a week"]);
      const states = await page.evaluate(() => {
        const { timeline, answer, views } = /** @type {any} */ (globalThis);
        const time = new Date(0);
        timeline.update({ ...answer, entry: null, time });
        const without = timeline.element.hidden;
        timeline.update({ ...answer, response: views.library.OCSPResponseBuilder.buildUnsuccessful("tryLater"), time });
        const unsuccessful = timeline.element.hidden;
        timeline.update({ ...answer, time });
        return [without, unsuccessful, timeline.element.hidden];
      });
      assert.deepEqual(states, [true, true, false]);
      await frames(page);
      assert.equal(await valueOf(page, "svg text.as-of", "textContent"), "◂ as of 1970-01-01");
      assert.deepEqual(await misplaced(page), []);
    });

    test("axe-core finds nothing, light and dark; nor does the console", async () => {
      await show(page, STORIES["a window of ten years"]);
      await page.evaluate(() => {
        for (const details of document.querySelector("#host")?.shadowRoot?.querySelectorAll("details") ?? []) {
          details.open = true;
        }
      });
      for (const scheme of ["light", "dark"]) {
        await page.evaluate((value) => {
          document.documentElement.style.colorScheme = value;
        }, scheme);
        assert.deepEqual(await violations(page), [], scheme);
      }
      assert.deepEqual(complaints, []);
    });
  });
}
