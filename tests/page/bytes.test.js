// The tree and the hex dump: each shows the bytes that the other points at, both are walked by keyboard, and only what
// is in view is made.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { dissect } from "../../bindings/index.js";
import { Outline } from "../../web/panel/bytes/outline.js";
import { BROWSER_NAMES, launch, missing } from "../support/browser.js";
import { integer, octetString } from "../support/der.js";
import { certID, extension, response, singleResponse } from "../support/messages.js";
import { VectorSource, withoutVectors } from "../support/vectors.js";

const ENTRIES = 10_000;
const HUGE = 5_000_000;

const manyEntries = response({
  responses: Array.from({ length: ENTRIES }, (_, i) =>
    singleResponse({ certID: certID({ serialNumber: integer(0x10000 + i) }) }),
  ),
}).bytes;
const hugeValue = new Uint8Array(HUGE).map((_, i) => (i * 7) & 0xff);
const huge = response({ extensions: [extension("1.3.6.1.4.1.55555.1", octetString(hugeValue))] }).bytes;

const hexOf = (bytes) => Buffer.from(bytes).toString("hex");
const withByte = (bytes, at, value) => Object.assign(bytes.slice(), { [at]: value });

/** @returns {import("../../bindings/index.js").DERNode} */
const rootOf = (der) => dissect(der).root ?? assert.fail("no element");
function* nodesOf(node) {
  yield node;
  for (const child of node.children) {
    yield* nodesOf(child);
  }
}
const allOf = (node) => [...nodesOf(node)];
function nodeNamed(der, name) {
  for (const node of nodesOf(rootOf(der))) {
    if (node.name === name) {
      return node;
    }
  }
  return assert.fail(`no ${name}`);
}
/** How many the largest response has. */
function entryOf(der, index) {
  const entry = nodeNamed(der, "responses").children[index];
  assert.equal(entry.name, `responses[${index}]`);
  return { entry, thisUpdate: [...entry.children].find((node) => node.name === "thisUpdate") };
}
const endOf = (node) => node.offset + node.headerLength + node.length;

describe("the rows of a dissected object", () => {
  test("10,000 entries stay closed, and none of them is made before somebody looks", () => {
    const outline = new Outline(rootOf(manyEntries));
    assert.ok(outline.visible.length <= 40, `${outline.visible.length} rows`);
    const responses = outline.visible.find((item) => item.label === "responses") ?? assert.fail("no responses");
    assert.equal(responses.node.children.length, ENTRIES);
    assert.equal(responses.open, false);
    outline.setOpen([responses], true);
    assert.equal(outline.visible.filter((item) => item.parent === responses).length, ENTRIES);
  });

  test("the smallest element that covers a byte is the innermost one in DER, for every byte", () => {
    for (const each of [response().bytes, huge.subarray(0, 500)]) {
      const root = rootOf(each);
      const outline = new Outline(root);
      const nodes = allOf(root);
      for (let at = 0; at < each.length; at++) {
        const around = nodes.filter((node) => node.offset <= at && at < endOf(node));
        // The one with the fewest bytes; of two with as many bytes, there is none: a header is two bytes.
        const smallest = around.reduce((a, b) => (endOf(b) - b.offset < endOf(a) - a.offset ? b : a));
        assert.equal(outline.covering(at)?.node, smallest, `byte ${at}`);
      }
      assert.equal(outline.covering(each.length), null);
    }
  });

  test("closing and opening again shows what was open before", () => {
    const outline = new Outline(rootOf(response().bytes));
    const [root] = outline.visible;
    const labels = outline.visible.map((item) => item.label);
    outline.setOpen([root], false);
    assert.deepEqual(outline.visible, [root]);
    outline.setOpen([root], true);
    assert.deepEqual(
      outline.visible.map((item) => item.label),
      labels,
    );
  });
});

/** The page: one mounting function, and questions that many tests ask. It runs in the browser. */
const PAGE = `
import { dissect, OCSPError } from "../../bindings/index.js";
import { BytesView, style } from "../../web/panel/bytes/view.js";
import { style as theme } from "../../web/panel/theme.js";
import { style as values } from "../../web/panel/values.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(theme + values + style);
const frames = async (count = 3) => {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
};

Object.assign(window, {
  frames,
  async mount(base64, { error, twice = false } = {}) {
    const host = document.createElement("div");
    document.querySelector("main").replaceChildren(host);
    window.shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    window.der = typeof base64 === "string" ? Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)) : new Uint8Array(base64);
    const dissection = typeof base64 === "string" ? { ...dissect(der) } : { kind: "unknown", root: null, error: null };
    if (error) dissection.error = new OCSPError(error.code, error.message, error);
    for (let i = 0; i <= Number(twice); i++) {
      window.view = new BytesView({ der, dissection });
      shadow.append(view.element);
    }
    window.tree = shadow.querySelector("[role=tree]");
    window.grid = shadow.querySelector("[role=grid]");
    await frames();
  },
  active: (element) => shadow.getElementById(element.getAttribute("aria-activedescendant")),
  text: (row) => row && {
    label: row.querySelector(".what > :first-child").textContent,
    value: row.querySelector(".value")?.textContent ?? null,
    level: Number(row.ariaLevel), expanded: row.ariaExpanded,
    posinset: Number(row.ariaPosInSet), setsize: Number(row.ariaSetSize),
    start: parseInt(row.querySelector(".place").textContent, 16), size: Number(row.querySelector(".size").textContent),
  },
  rowNamed: (label) => [...tree.querySelectorAll("[role=treeitem]")].find((row) => text(row).label === label),
  cellAt: (at) => grid.querySelector('[role=gridcell][data-at="' + at + '"]'),
  marked: (kind) => [...grid.querySelectorAll("[role=gridcell]." + kind)].map((cell) => Number(cell.dataset.at)),
  press: (element, key) => element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })),
  middle(element) {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  },
});
window.mounted = true;
`;

const axe = readFileSync(fileURLToPath(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; img-src data:; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";
const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
  <link rel="icon" href="data:,"><title>Bytes</title><link rel="stylesheet" href="page.css"></head>
  <body><main></main><script type="module" src="page.js"></script></body></html>`;

/** @type {import("node:http").Server} */
let server;
let url = "";
before(async () => {
  const {
    outputFiles: [{ contents }],
  } = await build({
    stdin: { contents: PAGE, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
  });
  const files = { "/": ["text/html", HTML], "/page.js": ["text/javascript", contents] };
  server = createServer((request, answer) => {
    const [type, body] = files[request.url] ?? [
      "text/css",
      ":root { color-scheme: light dark; } body { background: light-dark(#fff, #11161c); }",
    ];
    answer.writeHead(200, {
      "Content-Type": type,
      "Content-Security-Policy": POLICY.replace("script-src", "style-src 'self'; script-src"),
    });
    answer.end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://localhost:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/`;
});
after(() => server?.close());

// Both at once: most of their time is waiting.
describe("in browsers", { concurrency: true }, () =>
  BROWSER_NAMES.forEach((name) =>
    describe(`tree and bytes in ${name}`, { skip: missing(name), concurrency: 1 }, () => {
      let running, page, complaints;
      before(async () => {
        running = await launch(name);
        ({ page, complaints } = await running.openPage());
        await page.setViewport({ width: 1280, height: 800 });
        await page.goto(url);
        await page.waitForFunction("window.mounted");
      });
      after(() => running?.close());

      const mount = (der, options = {}) =>
        page.evaluate(
          (base64, given) => /** @type {any} */ (window).mount(base64, given),
          Buffer.from(der).toString("base64"),
          options,
        );
      const ask = (expression) => page.evaluate(expression);
      const press = async (...keys) => {
        for (const key of keys) {
          await page.keyboard.press(key);
        }
      };
      const walk = async (...keys) => {
        await press(...keys);
        return ask("text(active(tree))");
      };
      const hover = async (element) => {
        await ask(`${element}.scrollIntoView({ block: "nearest" })`);
        await page.mouse.move(...(await ask(`middle(${element})`)));
      };
      const ofRange = (start, end) => Array.from({ length: end - start }, (_, i) => start + i);

      for (const [source, file] of [
        ["boringssl", "ocsp_unittest/der/ocsp_sign_indirect.response.der"],
        ["pyca", "ocsp/req-ext-nonce.der"],
        ["golang", "leafCert.der"],
      ]) {
        test(`${source}'s ${file}: every element marks its own bytes, and none that OpenSSL finds is missing`, {
          skip: withoutVectors,
        }, async () => {
          const der = new VectorSource(source).bytes(file);
          await mount(der);
          // Every element is selected by the keyboard; rows of bytes that are out of view are scrolled to.
          const found = await page.evaluate(async () => {
            const w = /** @type {any} */ (window);
            const all = [];
            for (let last = null; ; ) {
              const row = w.active(w.tree);
              if (row.id === last) {
                break;
              }
              last = row.id;
              const { start, size } = w.text(row);
              const bytes = new Map();
              const headers = new Set();
              for (let goal = start; goal < start + size; ) {
                for (const cell of w.grid.querySelectorAll("[role=gridcell][aria-selected=true]")) {
                  bytes.set(Number(cell.dataset.at), cell.textContent);
                  if (getComputedStyle(cell).textDecorationLine === "underline") {
                    headers.add(Number(cell.dataset.at));
                  }
                }
                const seen = [...bytes.keys()].filter((at) => at >= goal);
                if (seen.length === 0) {
                  break;
                }
                goal = Math.max(...seen) + 1;
                if (goal < start + size) {
                  w.grid.scrollTop += w.grid.clientHeight - 60;
                  await w.frames(2);
                }
              }
              const inOrder = [...bytes].sort(([a], [b]) => a - b);
              all.push({
                start,
                size,
                first: inOrder[0]?.[0],
                hex: inOrder.map(([, hex]) => hex).join(""),
                header: headers.size,
                headerStarts: headers.has(start),
              });
              if (row.ariaExpanded === "false") {
                w.press(w.tree, "ArrowRight");
              }
              w.press(w.tree, "ArrowDown");
            }
            return all;
          });
          const nodes = allOf(rootOf(der));
          assert.equal(found.length, nodes.length);
          for (const [i, node] of nodes.entries()) {
            assert.deepEqual(
              found[i],
              {
                start: node.offset,
                size: endOf(node) - node.offset,
                first: node.offset,
                hex: hexOf(der.subarray(node.offset, endOf(node))),
                header: node.headerLength,
                headerStarts: true,
              },
              `${node.name ?? node.type} at ${node.offset}`,
            );
          }
          const byOpenSSL = execFileSync("openssl", ["asn1parse", "-inform", "DER"], { input: der, encoding: "utf8" });
          const lines = [...byOpenSSL.matchAll(/^\s*(\d+):d=\d+\s+hl=(\d+)\s+l=\s*(\d+)/gm)];
          assert.ok(lines.length > 5);
          for (const [line, start, header, length] of lines) {
            assert.ok(
              found.some(
                (each) =>
                  each.start === Number(start) &&
                  each.header === Number(header) &&
                  each.size === Number(header) + Number(length),
              ),
              line,
            );
          }
        });
      }

      test("the tree is walked by the keyboard", async () => {
        await mount(response().bytes);
        await ask("tree.focus()");
        assert.deepEqual(await walk("Home"), {
          label: "OCSPResponse",
          value: null,
          level: 1,
          expanded: "true",
          posinset: 1,
          setsize: 1,
          start: 0,
          size: response().bytes.length,
        });
        const status = await walk("ArrowRight");
        assert.deepEqual(
          [status.label, status.value, status.level, status.expanded, status.posinset, status.setsize],
          ["responseStatus", "successful (0)", 2, null, 1, 2],
        );
        assert.equal((await walk("ArrowDown")).label, "responseBytes");
        assert.equal((await walk("ArrowLeft")).expanded, "false", "an open one closes");
        assert.equal((await walk("ArrowLeft")).label, "OCSPResponse", "a closed one leads to its parent");
        assert.equal((await walk("End")).label, "responseBytes", "what is closed is passed over");
        assert.equal((await walk("Enter")).expanded, "true");
        assert.equal((await walk(" ")).expanded, "false");
        assert.equal((await walk("ArrowRight")).expanded, "true");
        // All at once: a pause between two letters begins another name.
        await ask("[...'responseT'].forEach((letter) => press(tree, letter))");
        assert.equal((await walk()).label, "responseType", "letters lead to a name");
        assert.equal((await walk("ArrowLeft")).level, 3);
        await ask("rowNamed('tbsResponseData').click()");
        await walk("ArrowRight");
        await walk("*");
        assert.deepEqual(
          await ask("['tbsResponseData', 'signatureAlgorithm'].map((name) => rowNamed(name).ariaExpanded)"),
          ["true", "true"],
          "* opens all siblings",
        );
        const [selected, focused] = await ask(
          "[tree.querySelectorAll('[aria-selected=true]').length, shadow.activeElement === tree]",
        );
        assert.deepEqual([selected, focused], [1, true]);
      });

      test("the bytes are walked by the keyboard, and Enter finds their element in the tree", async () => {
        const der = response().bytes;
        await mount(der);
        await ask("grid.focus()");
        const at = async (...keys) => {
          await press(...keys);
          return ask(
            "[Number(active(grid).dataset.at), active(grid).closest('[role=row]').ariaRowIndex, " +
              "shadow.activeElement === grid].join()",
          );
        };
        assert.equal(await at("ArrowRight"), "1,2,true");
        assert.equal(await at("ArrowDown", "ArrowDown"), "33,4,true");
        assert.equal(await at("End"), "47,4,true");
        assert.equal(await at("Home"), "32,4,true");
        assert.equal(await at("ArrowLeft", "ArrowUp"), "15,2,true");
        assert.equal(await at("ArrowUp"), "15,2,true", "above the first line there is none");
        const combined = async (key) => {
          await page.keyboard.down("Control");
          await page.keyboard.press(key);
          await page.keyboard.up("Control");
          return at();
        };
        assert.equal(await combined("End"), `${der.length - 1},${Math.floor((der.length - 1) / 16) + 2},true`);
        assert.equal(await at("ArrowDown"), `${der.length - 1},${Math.floor((der.length - 1) / 16) + 2},true`);
        assert.equal(await combined("Home"), "0,2,true");
        assert.equal(
          await ask("Number(grid.ariaRowCount)"),
          Math.ceil(der.length / 16) + 1,
          "with the line of column numbers",
        );

        const producedAt = nodeNamed(der, "producedAt");
        const key = producedAt.offset;
        for (let i = 0; i < Math.floor(key / 16); i++) {
          await press("ArrowDown");
        }
        for (let i = 0; i < key % 16; i++) {
          await press("ArrowRight");
        }
        assert.equal(
          await ask("active(grid).getAttribute('aria-label')"),
          `${hexOf([der[key]])}, header of producedAt in tbsResponseData`,
        );
        assert.deepEqual(await ask("marked('pointed')"), ofRange(key, endOf(producedAt)));
        await press("Enter");
        assert.equal((await ask("text(active(tree))")).label, "producedAt");
        assert.deepEqual(await ask("marked('selected')"), ofRange(key, endOf(producedAt)));
      });

      test("pointing marks the other side, both ways, and a click on a byte opens the tree there", async () => {
        const der = response().bytes;
        await mount(der);
        const status = nodeNamed(der, "responseStatus");
        await hover("rowNamed('responseStatus')");
        assert.deepEqual(await ask("marked('pointed')"), ofRange(status.offset, endOf(status)));
        const keyHash = nodeNamed(der, "issuerKeyHash");
        await ask("tree.focus()");
        await walk("Home", "ArrowLeft");
        await hover(`cellAt(${keyHash.offset + 5})`);
        assert.deepEqual(await ask("marked('pointed')"), ofRange(keyHash.offset, endOf(keyHash)));
        assert.equal(
          await ask("text(tree.querySelector('.pointed')).label"),
          "OCSPResponse",
          "the closed one that it is in",
        );
        await page.mouse.click(...(await ask(`middle(cellAt(${keyHash.offset + 5}))`)));
        const row = await ask("text(active(tree))");
        assert.deepEqual(
          [row.label, row.start, row.value],
          ["issuerKeyHash", keyHash.offset, hexOf(der.subarray(keyHash.offset + 2, endOf(keyHash)))],
        );
        await page.mouse.move(0, 0);
        assert.deepEqual(await ask("marked('pointed')"), []);
        assert.deepEqual(await ask("marked('selected')"), ofRange(keyHash.offset, endOf(keyHash)));
      });

      test("reveal opens, scrolls and selects, and takes the focus only when asked", async () => {
        const der = manyEntries;
        await mount(der);
        const { entry, thisUpdate } = entryOf(der, 7654);
        const place = [thisUpdate.offset, endOf(thisUpdate)];
        assert.equal(
          await page.evaluate(
            (span) =>
              (
                /** @type {any} */ (window).view.reveal(span), document.activeElement === document.body
              ),
            place,
          ),
          true,
        );
        const row = await ask("text(active(tree))");
        assert.deepEqual([row.label, row.start], ["thisUpdate", thisUpdate.offset]);
        assert.deepEqual(await ask("marked('selected')"), ofRange(...place));
        const isInView = (element, pane) =>
          ask(`(([, y], box) => y > box.top && y < box.bottom)(middle(${element}), ${pane}.getBoundingClientRect())`);
        assert.ok(await isInView("active(tree)", "tree"));
        assert.ok(await isInView(`cellAt(${thisUpdate.offset})`, "grid"));
        // Bytes of two elements: the one that has both.
        await page.evaluate(
          (span) => /** @type {any} */ (window).view.reveal(span, { focus: true }),
          [entry.offset, endOf(thisUpdate)],
        );
        assert.equal((await ask("text(active(tree))")).label, "responses[7654]");
        assert.equal(await ask("shadow.activeElement === tree"), true);
      });

      test("10,000 entries: opened at once, few rows in the document, the last one reached", async () => {
        await mount(manyEntries);
        await ask("rowNamed('responses').click()");
        const time = await page.evaluate(() => {
          const w = /** @type {any} */ (window);
          let best = Infinity;
          // As many tries as it takes to be disturbed by nobody.
          for (let tries = 0; tries < 50 && best >= 50; tries++) {
            const start = performance.now();
            w.press(w.tree, "ArrowRight");
            best = Math.min(best, performance.now() - start);
            w.press(w.tree, "ArrowLeft");
          }
          w.press(w.tree, "ArrowRight");
          return best;
        });
        assert.ok(time < 50, `${time} ms to open`);
        await ask("tree.focus()");
        const entry = await walk("ArrowRight");
        assert.deepEqual([entry.label, entry.posinset, entry.setsize], ["responses[0]", 1, ENTRIES]);
        // Every entry with all that is in it: some hundred thousand rows.
        await press("*");
        assert.ok((await ask("tree.querySelectorAll('[role=treeitem]').length")) < 80);
        await press("End", "ArrowLeft");
        const rows = await ask("[tree.querySelectorAll('[role=treeitem]').length, tree.scrollHeight]");
        assert.ok(rows[0] < 80 && rows[1] >= 4 * ENTRIES * 24, rows.join());
        await page.evaluate(() => {
          const w = /** @type {any} */ (window);
          w.view.reveal([w.der.length - 1, w.der.length]);
        });
        await ask("tree.scrollTop = 0; frames()");
        assert.ok(
          await ask("rowNamed('OCSPResponse') !== undefined && shadow.activeElement === tree"),
          "the focus stays where rows come and go",
        );
      });

      test("5 MB and 60 MB: few bytes in the document, the last one reached by key and by scroll bar", async () => {
        for (const der of [huge, null]) {
          if (der) {
            await mount(der);
          } else {
            await ask("mount(new Uint8Array(60_000_000).fill(0x5a, 0, 59_999_999))");
          }
          const length = await ask("der.length");
          await ask("grid.focus()");
          await page.keyboard.down("Control");
          await press("End");
          await page.keyboard.up("Control");
          const last = `[active(grid).dataset.at, active(grid).textContent === der.at(-1).toString(16).padStart(2, "0"), grid.querySelectorAll("[role=gridcell]").length < 1000].join()`;
          assert.equal(await ask(last), `${length - 1},true,true`);
          await ask("grid.scrollTop = 0; frames()");
          assert.ok(await ask("cellAt(0) !== null"));
          await ask("grid.scrollTop = grid.scrollHeight; frames()");
          assert.equal(
            await ask("cellAt(der.length - 1)?.textContent === der.at(-1).toString(16).padStart(2, '0')"),
            true,
          );
          // A step of the wheel moves the rows by as many pixels, although the scroll bar is one of four million.
          const moved = await ask(`(async () => {
          grid.scrollTop = Math.floor(grid.scrollHeight / 2);
          await frames();
          const box = grid.getBoundingClientRect();
          const row = [...grid.querySelectorAll("[data-at]")].find((cell) => cell.getBoundingClientRect().top > box.top + 200);
          const before = row.getBoundingClientRect().top;
          grid.scrollTop += 50;
          // A busy machine tells of scrolling late.
          for (let tries = 0; tries < 1000 && row.getBoundingClientRect().top === before; tries++) await frames();
          return before - row.getBoundingClientRect().top;
        })()`);
          assert.ok(Math.abs(moved - 50) <= 1, `${moved} pixels`);
          // Timers of one page end in order, however late: that of the rows, which is shorter, has ended too.
          await ask("new Promise((resolve) => setTimeout(resolve, 300))");
          assert.ok(
            await ask(
              "Math.abs(grid.querySelectorAll('[data-at]')[0].getBoundingClientRect().top - " +
                "grid.getBoundingClientRect().top) < 600",
            ),
            "still there when the scroll bar has settled",
          );
        }
      });

      test("a faulty byte is marked by sign and words, in view, with the way to it open, and the rest is shown by types", async () => {
        const good = manyEntries;
        const { entry, thisUpdate } = entryOf(good, 9000);
        const at = thisUpdate.offset;
        await mount(withByte(good, at, 0x0c));
        assert.deepEqual(await ask("marked('faulty')"), [at]);
        const { note, inView, label, unread, said, style } = await page.evaluate((offset) => {
          const w = /** @type {any} */ (window);
          const cell = w.cellAt(offset);
          const line = cell.closest("[role=row]").nextElementSibling;
          const box = w.grid.getBoundingClientRect();
          return {
            note: line.textContent,
            inView: line.getBoundingClientRect().bottom <= box.bottom && cell.getBoundingClientRect().top >= box.top,
            label: w.active(w.grid).getAttribute("aria-label"),
            unread: w.marked("unread").length,
            said: w.shadow.querySelector(".stopped").textContent,
            style: getComputedStyle(cell).outlineStyle,
          };
        }, at);
        assert.match(note, /✕ faulty byte/);
        assert.deepEqual([inView, unread, style], [true, 0, "solid"]);
        assert.match(label, /^0c, the faulty byte$/);
        assert.equal(said, "What follows the faulty byte is shown by its types alone. Show the place");
        const row = await ask("text(active(tree))");
        assert.ok(
          row.start > entry.offset && row.start <= at,
          `${row.label} at ${row.start}: the faulty element, or the last one before it`,
        );
        await ask("shadow.querySelector('.stopped button').click()");
        assert.equal(await ask("shadow.activeElement === grid && active(grid).dataset.at"), String(at));
      });

      test("of bytes that are cut off, the end is marked and what is there is shown", async () => {
        const whole = response().bytes;
        const keyHash = nodeNamed(whole, "issuerKeyHash");
        const cut = keyHash.offset + 7;
        await mount(whole.subarray(0, cut));
        const row = await ask("text(active(tree))");
        assert.deepEqual([row.label, row.start, row.size], ["issuerKeyHash", keyHash.offset, 7]);
        assert.equal(
          await ask("[...grid.querySelectorAll('[role=row]')].at(-1).textContent"),
          cut % 16 < 8 ? "▲ ✕ ends here" : "✕ ends here ▲",
        );
        assert.deepEqual(await ask("[marked('faulty'), marked('unread')]"), [[], []]);
        assert.match(await ask("shadow.querySelector('.stopped').textContent"), new RegExp(`The bytes end at ${cut} `));
        // As many lines as there is room for: the mark is one more.
        const lines = await ask("Math.floor((parseFloat(getComputedStyle(grid).maxHeight) - 2) / 24) - 1");
        await mount(whole.subarray(0, 16 * lines));
        assert.ok(
          await ask(
            "(({ bottom }) => bottom <= " +
              "grid.getBoundingClientRect().bottom)([...grid.querySelectorAll('.note')].at(-1).getBoundingClientRect())",
          ),
          "in view",
        );
        // Where the last line is full, and where there is nothing at all.
        for (const [bytes, rows] of /** @type {[Uint8Array, number][]} */ ([
          [Uint8Array.of(0x30, 0x82, ...new Uint8Array(14)).subarray(0, 16), 3],
          [new Uint8Array(0), 2],
        ])) {
          await mount(bytes, {
            error: { code: "ERR_DER_TRUNCATED", message: "the bytes end here", offset: bytes.length },
          });
          assert.equal(await ask("grid.querySelectorAll('[role=row]').length"), rows);
          assert.match(await ask("[...grid.querySelectorAll('[role=row]')].at(-1).textContent"), /ends here/);
        }
      });

      test("text, DER and PEM are copied; a refusal leaves the text selected", async () => {
        const source = withoutVectors ? null : new VectorSource("golang");
        const certificate = source ? source.bytes("leafCert.der") : null;
        await mount(certificate ?? response().bytes);
        await ask(
          "Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: " +
            "async (text) => { window.copied = text; } } })",
        );
        const copy = async (title) => {
          await ask(
            `[...shadow.querySelectorAll(".copies button")].find((button) => button.textContent === ${JSON.stringify(title)}).focus()`,
          );
          await press("Enter");
          return ask("frames(1).then(() => [copied, shadow.querySelector('[role=status]').textContent])");
        };
        const der = certificate ?? response().bytes;
        const root = rootOf(der);
        assert.deepEqual(await copy("DER as hex"), [hexOf(der), `Copied: DER as hex of ${root.name}.`]);
        assert.equal((await copy("DER as base64"))[0], Buffer.from(der).toString("base64"));
        assert.equal((await copy("contents as hex"))[0], hexOf(der.subarray(root.headerLength)));
        if (certificate) {
          const pem = execFileSync("openssl", ["x509", "-inform", "DER"], { input: certificate, encoding: "utf8" });
          assert.equal((await copy("PEM"))[0], pem);
        }
        await ask("tree.focus()");
        const copyKey = async () => {
          await page.keyboard.down("Control");
          await press("c");
          await page.keyboard.up("Control");
          return ask("frames(1).then(() => copied)");
        };
        const lines = (await copyKey()).split("\n");
        assert.equal(lines.length, allOf(root).length, "a line for each element");
        assert.equal(lines[0], `${root.name} SEQUENCE`);
        const time = nodeNamed(der, certificate ? "notBefore" : "producedAt");
        await page.evaluate((span) => /** @type {any} */ (window).view.reveal(span), [time.offset, endOf(time)]);
        assert.equal(await copyKey(), time.text);
        assert.ok(lines.some((line) => line.trim() === `${time.name} ${time.type}: ${time.text}`));
        assert.equal(
          await ask("[...shadow.querySelectorAll('.copies button')].some((button) => button.textContent === 'PEM')"),
          false,
        );

        await ask("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))");
        await ask("grid.focus()");
        await copyKey();
        assert.deepEqual(
          await ask(
            "(({ value, selectionStart, selectionEnd }) => [value, selectionStart, " +
              "selectionEnd])(shadow.activeElement)",
          ),
          [hexOf(der.subarray(time.offset, endOf(time))), 0, 2 * (endOf(time) - time.offset)],
        );
        assert.match(await ask("shadow.querySelector('[role=status]').textContent"), /refused/);
      });

      test("of a private key neither the bytes nor the numbers are shown or copied", async () => {
        const key = execFileSync(
          "openssl",
          ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-outform", "DER"],
          { stdio: ["ignore", "pipe", "ignore"] },
        );
        const secret = hexOf(key)
          .slice(hexOf(key).indexOf("020101") + 10)
          .slice(0, 64);
        assert.equal(
          execFileSync("openssl", ["pkey", "-inform", "DER", "-text", "-noout"], { input: key, encoding: "utf8" })
            .replace(/[\s:]/g, "")
            .includes(secret),
          true,
        );
        await mount(key);
        await ask("tree.focus()");
        await walk("Home", "*");
        assert.equal(await ask("grid"), null);
        assert.equal((await ask("shadow.textContent")).includes(secret.slice(0, 16)), false);
        await ask(
          "Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: " +
            "async (text) => { window.copied = text; } } })",
        );
        assert.deepEqual(
          await ask("[...shadow.querySelectorAll('.copies button')].map((button) => button.textContent)"),
          ["all as text"],
        );
        await ask("shadow.querySelector('.copies button').click(); frames(1)");
        const copied = await ask("copied");
        assert.match(copied, /^(PrivateKeyInfo )?SEQUENCE\n/);
        assert.equal(copied.includes(secret.slice(0, 16)), false);
      });

      test("a phone shows 8 bytes a line, and nothing scrolls sideways", async () => {
        await mount(response().bytes);
        assert.equal(await ask("cellAt(0).parentElement.querySelectorAll('[role=gridcell]').length"), 16);
        assert.equal(await ask("tree.getBoundingClientRect().right < grid.getBoundingClientRect().left"), true);
        await page.setViewport({ width: 360, height: 740 });
        await ask("frames(4)");
        assert.equal(await ask("cellAt(0).parentElement.querySelectorAll('[role=gridcell]').length"), 8);
        assert.equal(await ask("tree.getBoundingClientRect().bottom < grid.getBoundingClientRect().top"), true);
        assert.equal(
          await ask("[document.documentElement, tree, grid].some((each) => each.scrollWidth > each.clientWidth)"),
          false,
        );
        await page.setViewport({ width: 1280, height: 800 });
        await ask("frames(4)");
      });

      for (const theme of ["light", "dark"]) {
        test(`axe-core finds nothing in the ${theme} theme`, async () => {
          await page.setViewport({ width: 1280, height: 640 });
          const good = response().bytes;
          const { offset } = nodeNamed(good, "producedAt");
          await ask(`document.documentElement.style.colorScheme = "${theme}"`);
          await mount(withByte(good, offset, 0x0c), { twice: true });
          await ask("tree.focus()");
          await hover("cellAt(3)");
          if (!(await ask("'axe' in window"))) {
            await page.evaluate(axe);
          }
          const violations = await page.evaluate(async () => {
            const found = await /** @type {any} */ (window).axe.run(document.querySelector("main"));
            return found.violations.map(
              ({ id, nodes }) =>
                `${id}: ${nodes
                  .map((node) => `${node.html} ${node.failureSummary}`)
                  .slice(0, 2)
                  .join("; ")}`,
            );
          });
          assert.deepEqual(violations, []);
          const ids = await ask("[...shadow.querySelectorAll('[id]')].map(({ id }) => id)");
          assert.equal(new Set(ids).size, ids.length);
          await page.setViewport({ width: 1280, height: 800 });
        });
      }

      test("the browser complained about nothing", () => assert.deepEqual(complaints, []));
    }),
  ),
);
