// <ocsp-panel> on somebody else's page: under a strict policy, beside styles and scripts that know nothing of it,
// themed through custom properties, more than one at a time.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { BROWSER_NAMES, launch, missing } from "../support/browser.js";
import { sample } from "../support/inspector.js";
import { objectsOf } from "../support/sample-objects.js";
import { VectorSource, withoutVectors } from "../support/vectors.js";
import { violations } from "../support/view-page.js";

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'none'; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const page = (style) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Somebody's page</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="icon.svg">
<link rel="stylesheet" href="${style}">
<script type="module" src="standalone-panel.js"></script></head>
<body><main><h1>Somebody's page</h1><h2>Its own heading</h2><p class="verdict hint">Its own <code>words</code>.</p>
<ul class="checks plain"><li>one</li></ul><button type="button" class="quiet">Its own button</button>
<section aria-label="First"><ocsp-panel id="first"></ocsp-panel></section>
<section aria-label="Second"><ocsp-panel id="second"></ocsp-panel></section></main></body></html>`;

/** What a page with opinions has. None of it is of the panel's business. */
const OPINIONS = `
body { font: italic 30px/3 serif; color: rgb(200, 0, 0); background: rgb(255, 255, 240); text-align: right; }
h2, h3, p, li, ul, dl, dt, dd, table, th, td, button, input, select, textarea, code, bdi, span, section, div, summary,
details, nav, time {
  margin: 77px; padding: 33px; border: 9px dotted rgb(0, 200, 0); font-size: 50px; display: inline;
  color: rgb(0, 0, 200); background: rgb(0, 50, 0);
}
.verdict, .fault, .hint, .plain, .checks, .tree, .hex, .scroller, .row, .line { display: none; position: fixed; }
[data-verdict], [role=tree], [role=grid], [hidden] { display: block; float: right; }
ocsp-panel, section { display: block; margin: 0; padding: 0; border: 0; background: rgb(255, 255, 240); }
`;
const THEMES = [
  "text",
  "muted",
  "accent",
  "accent-wash",
  "surface",
  "sunken",
  "line",
  "control-line",
  "good",
  "good-wash",
  "bad",
  "bad-wash",
  "unsure",
  "unsure-wash",
];
/** A colour that nobody else has. */
const colourOf = (name) => `rgb(${THEMES.indexOf(name) + 1}, 99, 77)`;
const THEMED = `#first { ${THEMES.map((name) => `--ocsp-${name}: ${colourOf(name)};`).join(" ")} --ocsp-radius: 13px; --ocsp-mono: "Somebody's Mono", monospace; }
#second { color-scheme: dark; }`;

/** What the package has for pages that have no bundler. */
const built = (name) => [
  "text/javascript",
  readFileSync(new URL(`../../build/package/${name}`, import.meta.url), "utf8"),
];
const files = {
  "/standalone-panel.js": built("standalone-panel.js"),
  "/standalone.js": built("standalone.js"),
  "/": ["text/html", page("plain.css")],
  "/opinions": ["text/html", page("opinions.css")],
  "/themed": ["text/html", page("themed.css")],
  "/icon.svg": ["image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  "/plain.css": ["text/css", ""],
  "/opinions.css": ["text/css", OPINIONS],
  "/themed.css": ["text/css", THEMED],
};
/** @type {string} */
let url;
let server;
before(async () => {
  server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ""] ?? ["text/plain", undefined];
    response.writeHead(body === undefined ? 404 : 200, {
      "Content-Type": `${type}; charset=utf-8`,
      "Content-Security-Policy": POLICY,
    });
    response.end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://localhost:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});
after(() => {
  server?.closeAllConnections();
  server?.close();
});

const story = async (id) => {
  const {
    certificates: [certificate, issuer],
    request,
    response,
  } = objectsOf(await sample(id).load());
  const base64 = (der) => der?.toString("base64");
  return {
    response: base64(response),
    certificate: base64(certificate),
    issuer: base64(issuer),
    request: base64(request),
    time: sample(id).asOf,
  };
};

/** Runs in the page. @param {string} id @param {Record<string, any>} told */
const inspect = async (id, { response, certificate, issuer, request, time, ...policy }) => {
  await customElements.whenDefined("ocsp-panel");
  const bytes = (/** @type {string | undefined} */ text) =>
    text === undefined ? undefined : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const panel = /** @type {any} */ (document.getElementById(id));
  panel.inspect(bytes(response), {
    certificate: bytes(certificate),
    issuer: bytes(issuer),
    request: bytes(request),
    time: new Date(time),
    ...policy,
  });
  for (let i = 0; i < 3; i++) {
    await new Promise(requestAnimationFrame);
  }
  return {
    verdict: panel.verdict,
    failed: [...panel.shadowRoot.querySelectorAll("[data-check][data-outcome=fail]")].map(
      (/** @type {any} */ row) => row.dataset.check,
    ),
  };
};

/** How all that is inside looks, without what depends on where it stands. Runs in the page. */
const looks = () => {
  const kept = [
    "color",
    "background-color",
    "font-size",
    "font-family",
    "font-style",
    "font-weight",
    "line-height",
    "text-align",
    "display",
    "position",
    "float",
    "margin-top",
    "margin-left",
    "padding-left",
    "padding-top",
    "border-top-width",
    "border-top-style",
    "border-top-color",
  ];
  const root = /** @type {any} */ (document.getElementById("first")).shadowRoot;
  return [...root.querySelectorAll("*")].map((element) => {
    const style = getComputedStyle(element);
    return `${element.localName}.${element.className.baseVal ?? element.className} ${kept.map((name) => style.getPropertyValue(name)).join("; ")}`;
  });
};

for (const name of BROWSER_NAMES) {
  describe(`<ocsp-panel> in ${name}`, { skip: missing(name) }, () => {
    let running, page, complaints, requests;
    before(async () => {
      running = await launch(name);
      ({ page, complaints, requests } = await running.openPage());
      await page.setViewport({ width: 1000, height: 800 });
    });
    after(() => running?.close());
    const go = (path) => page.goto(url + path);

    test("two of them say each their own", async () => {
      await go("/");
      const [good, tampered] = await Promise.all(["good", "tampered"].map(story));
      assert.deepEqual(await page.evaluate(inspect, "first", good), sample("good").expect);
      assert.deepEqual(await page.evaluate(inspect, "second", tampered), sample("tampered").expect);
      assert.deepEqual(
        await page.evaluate(() =>
          ["first", "second"].map((id) => /** @type {any} */ (document.getElementById(id)).verdict),
        ),
        ["good", "unreliable"],
      );
      assert.deepEqual(await violations(page), []);
    });

    test("one that moves in time leaves the other where it is, and tells the page", async () => {
      const told = await page.evaluate(async () => {
        const [first, second] = /** @type {any[]} */ (["first", "second"].map((id) => document.getElementById(id)));
        const before = second.shadowRoot.querySelector("#timeline-time").value;
        const heard = new Promise((resolve) => {
          document.addEventListener("ocsp-time", resolve, { once: true });
        });
        const input = first.shadowRoot.querySelector("#timeline-time");
        input.value = "2026-05-01 00:00:00";
        input.dispatchEvent(new Event("change", { bubbles: true }));
        const event = await heard;
        return {
          verdict: first.verdict,
          time: event.detail.time.toISOString(),
          target: event.target.id,
          same: second.shadowRoot.querySelector("#timeline-time").value === before,
        };
      });
      assert.deepEqual(told, { verdict: "unreliable", time: "2026-05-01T00:00:00.000Z", target: "first", same: true });
    });

    test("the same one shows one thing after the other, and nothing after clear()", async () => {
      for (const id of ["revoked", "truncated", "unauthorized", "many"]) {
        assert.deepEqual(await page.evaluate(inspect, "first", await story(id)), sample(id).expect, id);
      }
      const cleared = await page.evaluate(() => {
        const first = /** @type {any} */ (document.getElementById("first"));
        first.clear();
        return [first.verdict, first.shadowRoot.textContent.trim(), first.shadowRoot.querySelector("[data-verdict]")];
      });
      assert.deepEqual(cleared, [null, "", null]);
    });

    test("it may be made, filled, and only then put somewhere; and moved", async () => {
      const { response, certificate, issuer, time } = await story("good");
      const outcome = await page.evaluate(
        async (told) => {
          const bytes = (/** @type {string} */ text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          const panel = /** @type {any} */ (document.createElement("ocsp-panel"));
          const before = panel.verdict;
          panel.inspect(bytes(told.response).buffer, {
            certificate: bytes(told.certificate),
            issuer: bytes(told.issuer),
            time: new Date(told.time),
          });
          document.querySelector("main")?.append(panel);
          const width = panel.getBoundingClientRect().width;
          document.querySelector("section")?.append(panel);
          const styled = getComputedStyle(panel.shadowRoot.querySelector("[data-verdict]")).borderTopStyle;
          const after = panel.verdict;
          panel.remove();
          return [before, after, width > 100, styled];
        },
        { response, certificate, issuer, time },
      );
      assert.deepEqual(outcome, [null, "good", true, "solid"]);
    });

    test("it takes PEM, base64 and objects; it throws for a wrong context and never for what there is to inspect", async () => {
      const { response, certificate, issuer, time } = await story("good");
      const pem = (label, base64) => `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;
      const outcome = await page.evaluate(
        (texts) => {
          const panel = /** @type {any} */ (document.getElementById("first"));
          const attempt = (/** @type {unknown} */ bytes, /** @type {any} */ context) => {
            try {
              panel.inspect(bytes, context);
              return panel.verdict;
            } catch (error) {
              const { name, code } = /** @type {any} */ (error);
              return `${name} ${code}`;
            }
          };
          const context = { certificate: texts.certificate, issuer: texts.issuer, time: new Date(texts.time) };
          return {
            pem: attempt(texts.response, context),
            base64: attempt(texts.base64, context),
            garbage: attempt(new Uint8Array([1, 2, 3]), context),
            empty: attempt(new Uint8Array(), {}),
            words: attempt("what is this?", {}),
            wrongCertificate: attempt(texts.base64, { ...context, certificate: "nothing" }),
            wrongIssuer: attempt(texts.base64, { ...context, issuer: new Uint8Array(5) }),
          };
        },
        {
          response: pem("OCSP RESPONSE", response),
          base64: response,
          certificate: pem("CERTIFICATE", certificate),
          issuer: pem("CERTIFICATE", issuer),
          time,
        },
      );
      const { pem: asPEM, base64, garbage, empty, words, wrongCertificate, wrongIssuer } = outcome;
      assert.deepEqual([asPEM, base64], ["good", "good"]);
      for (const verdict of [garbage, empty, words]) {
        assert.ok(["broken", "undecided"].includes(verdict), verdict);
      }
      for (const error of [wrongCertificate, wrongIssuer]) {
        assert.match(error, /^OCSPError ERR_/);
      }
    });

    for (const [source, made] of /** @type {[string, (each: VectorSource) => any[]][]} */ ([
      [
        "boringssl",
        (each) =>
          each.table.cases.map(({ id, files: { response, cert, issuer }, expect }) => ({
            id,
            response,
            certificate: each.bytes(cert),
            issuer: each.bytes(issuer),
            verdict: expect.revocationStatus.toLowerCase(),
            maxAgeSeconds: each.table.maxAgeSeconds,
          })),
      ],
    ])) {
      test(`${source}'s responses have the verdicts of that suite`, { skip: withoutVectors }, async () => {
        const vectors = new VectorSource(source);
        for (const { id, response, certificate, issuer, verdict, ...policy } of made(vectors)) {
          const told = {
            response: Buffer.from(vectors.bytes(response)).toString("base64"),
            certificate: Buffer.from(certificate).toString("base64"),
            issuer: Buffer.from(issuer).toString("base64"),
            time: new Date(vectors.table.verificationTime * 1000).toISOString(),
            ...policy,
          };
          assert.deepEqual(
            await page.evaluate(inspect, "first", { ...told, allowSHA1Signatures: true }),
            { verdict, failed: [] },
            id,
          );
          // All of them are signed with SHA-1.
          assert.deepEqual(
            await page.evaluate(inspect, "first", told),
            { verdict: "unreliable", failed: ["algorithmStrength"] },
            id,
          );
        }
      });
    }

    test("no style of the page comes in", async () => {
      const good = await story("good");
      const see = async (path) => {
        await go(path);
        await page.evaluate(inspect, "first", good);
        return page.evaluate(looks);
      };
      const alone = await see("/");
      assert.ok(alone.length > 300, `${alone.length} elements`);
      const amid = await see("/opinions");
      assert.deepEqual(
        amid.filter((line, i) => line !== alone[i]),
        [],
      );
    });

    test("no style of the panel goes out, and no global name", async () => {
      const around = () => {
        const of = (/** @type {Element} */ element) => {
          const style = getComputedStyle(element);
          return [...style]
            .filter(
              (name) =>
                !/^(?:block-size|height|inline-size|width|perspective-origin|transform-origin|-moz-|-webkit-)/.test(
                  name,
                ),
            )
            .map((name) => `${name}: ${style.getPropertyValue(name)}`)
            .join("; ");
        };
        return {
          looks: [...document.querySelectorAll("body, h1, h2, p, code, ul, li, button")].map(of),
          sheets: [document.styleSheets.length, document.adoptedStyleSheets.length],
          head: document.head.children.length,
          body: document.body.children.length,
          names: Object.getOwnPropertyNames(globalThis).length,
          attributes: document.documentElement.attributes.length,
        };
      };
      await go("/");
      await page.evaluate(() => customElements.whenDefined("ocsp-panel").then(() => undefined));
      const before = await page.evaluate(around);
      for (const id of ["first", "second"]) {
        await page.evaluate(inspect, id, await story("good"));
      }
      assert.deepEqual(await page.evaluate(around), before);
    });

    test("its looks follow custom properties, each of them", async () => {
      await go("/themed");
      await page.evaluate(inspect, "first", await story("good"));
      const seen = await page.evaluate((names) => {
        const { shadowRoot } = /** @type {any} */ (document.getElementById("first"));
        const said = shadowRoot.querySelector("[data-verdict]");
        const inherited = Object.fromEntries(
          names.map((name) => [name, getComputedStyle(said).getPropertyValue(`--${name}`)]),
        );
        const { color, backgroundColor, borderTopLeftRadius } = getComputedStyle(said);
        const text = getComputedStyle(shadowRoot.querySelector("h2")).color;
        const { color: muted } = getComputedStyle(shadowRoot.querySelector(".hint"));
        const { fontFamily } = getComputedStyle(shadowRoot.querySelector("code"));
        const button = getComputedStyle(shadowRoot.querySelector(".jumps button"));
        return {
          inherited,
          color,
          backgroundColor,
          borderTopLeftRadius,
          text,
          muted,
          fontFamily,
          surface: button.backgroundColor,
          control: button.borderTopColor,
        };
      }, THEMES);
      assert.deepEqual(seen.inherited, Object.fromEntries(THEMES.map((each) => [each, colourOf(each)])));
      assert.equal(seen.color, colourOf("good"));
      assert.equal(seen.backgroundColor, colourOf("good-wash"));
      assert.equal(seen.text, colourOf("text"));
      assert.equal(seen.muted, colourOf("muted"));
      assert.equal(seen.surface, colourOf("surface"));
      assert.equal(seen.control, colourOf("control-line"));
      assert.equal(seen.borderTopLeftRadius, "13px");
      assert.match(seen.fontFamily, /^"Somebody's Mono"/);
      for (const [id, state] of [
        ["revoked", "bad"],
        ["unknown", "unsure"],
        ["missing-issuer", "accent"],
      ]) {
        await page.evaluate(inspect, "first", await story(id));
        const colours = await page.evaluate(() => {
          const { color, backgroundColor } = getComputedStyle(
            /** @type {any} */ (document.getElementById("first")).shadowRoot.querySelector("[data-verdict]"),
          );
          return [color, backgroundColor];
        });
        assert.deepEqual(colours, [colourOf(state), colourOf(`${state}-wash`)], id);
      }
    });

    test("it is dark where its surroundings are", async () => {
      const good = await story("good");
      const light = async (id) => {
        await page.evaluate(inspect, id, good);
        return page.evaluate((which) => {
          const { color } = getComputedStyle(
            /** @type {any} */ (document.getElementById(which)).shadowRoot.querySelector("h2"),
          );
          return [...color.matchAll(/\d+/g)].slice(0, 3).reduce((sum, [part]) => sum + Number(part), 0);
        }, id);
      };
      await go("/");
      const before = await light("second");
      await go("/themed");
      const dark = await light("second");
      assert.ok(dark > 500 && before < 200, `${before}, ${dark}`);
    });

    test("the policy was never in its way, and it asked for nothing", () => {
      assert.deepEqual(complaints, []);
      const known = Object.keys(files).map((path) => url + path);
      assert.deepEqual(
        requests.filter((each) => !each.startsWith("data:") && !known.includes(each)),
        [],
      );
    });
  });
}
