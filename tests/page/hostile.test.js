// What somebody else wrote stays text: markup, scripts and characters that turn the reading direction are shown and do
// nothing; and thousands of mutilated messages go through the page without an error of its own.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { samples } from "../../build/samples.js";
import { describeVisits } from "../support/inspector.js";
import { printSeed, Random } from "../support/random.js";
import { objectsOf } from "../support/sample-objects.js";
import { VectorSource, withoutVectors } from "../support/vectors.js";

const folder = mkdtempSync(join(tmpdir(), "bearocsp-hostile-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const stories = Object.fromEntries(
  await Promise.all(samples.map(async ({ id, load }) => [id, objectsOf(await load())])),
);

/** Direction, zero width, controls, line separators, tags: what may make a reader see something else. */
const UNSEEN = [
  "\u202e",
  "\u202d",
  "\u2066",
  "\u2067",
  "\u2069",
  "\u200b",
  "\u200f",
  "\u061c",
  "\ufeff",
  "\u2028",
  "\u00ad",
  "\u{e0041}",
  "\u0007",
  "\u001b[31m",
];
const MARKUP = [
  "<img src=x onerror=globalThis.attacked=1>",
  "<script>globalThis.attacked=1</script>",
  "</bdi></textarea></style><svg onload=globalThis.attacked=1>",
  "\"' onfocus=globalThis.attacked=1 autofocus x='",
  "{{constructor.constructor('globalThis.attacked=1')()}}",
  "javascript:globalThis.attacked=1",
  "&lt;b&gt;&#x202e;",
  "${globalThis.attacked=1}",
  "__proto__",
];

/** A certificate whose names, URLs and extensions are hostile, signed by itself. */
function hostileCertificate() {
  // No more than 64 characters each.
  const names = [...MARKUP, ...UNSEEN.slice(0, 8).map((character) => `a${character}b`)].map(
    (text) => `/OU=${text.replaceAll("/", "\\/")}`,
  );
  const output = join(folder, "hostile.pem");
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      join(folder, "hostile.key"),
      "-out",
      output,
      "-utf8",
      "-subj",
      names.join(""),
      "-addext",
      `authorityInfoAccess=OCSP;URI:http://ocsp.example/${encodeURI(MARKUP[5])},OCSP;URI:javascript:globalThis.attacked=1`,
      "-addext",
      `subjectAltName=URI:${MARKUP[5]}`,
      "-addext",
      `1.2.3.4=ASN1:UTF8String:${MARKUP[0]}`,
    ],
    { stdio: "pipe" },
  );
  return readFileSync(output, "utf8");
}

/** What the page must not have made of it. It runs in the page. */
const harm = () => {
  /** @type {string[]} */
  const found = [];
  const { attacked } = /** @type {any} */ (globalThis);
  if (attacked !== undefined) {
    found.push("a script ran");
  }
  for (const node of inspector.nodes()) {
    if (node instanceof Element) {
      if (
        ["SCRIPT", "IMG", "SVG", "IFRAME", "OBJECT", "EMBED", "STYLE", "B"].includes(node.localName.toUpperCase()) &&
        !node.closest("head, .masthead, [data-panel-part=Timeline]")
      ) {
        found.push(node.outerHTML.slice(0, 200));
      }
      for (const { name, value } of node.attributes) {
        if (name.startsWith("on") || (["href", "src", "action"].includes(name) && /^\s*javascript:/i.test(value))) {
          found.push(`${name}=${value}`);
        }
      }
    }
    // What changes the order of characters stands nowhere but in fields, which are of their own.
    if (
      node instanceof Text &&
      !node.parentElement?.closest("textarea") &&
      /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u2028\u2029\u0007\u001b]/.test(node.data)
    ) {
      found.push(`raw: ${JSON.stringify(node.data.slice(0, 100))}`);
    }
    // Everything of theirs is isolated from what is ours.
    if (
      node instanceof Text &&
      /attacked/.test(node.data) &&
      !node.parentElement?.closest("bdi, textarea, code, button[aria-label]")
    ) {
      found.push(`not isolated: ${node.data.slice(0, 100)} in ${node.parentElement?.outerHTML.slice(0, 100)}`);
    }
  }
  return found;
};

// ---------------------------------------------------------------------------------------------------- mutilation

const SEEDS = [
  ...Object.values(stories).flatMap(({ certificates, request, response }) =>
    [...certificates, request, response].filter((der) => der !== null),
  ),
  ...(withoutVectors
    ? []
    : [
        new VectorSource("golang").bytes("ocspResponse.der"),
        new VectorSource("golang").bytes("ocspRequest.der"),
        new VectorSource("golang").bytes("leafCert.der"),
        ...[
          "req-acceptable-responses.der",
          "req-multi-sha1.der",
          "resp-revoked-reason.der",
          "resp-sct-extension.der",
          "resp-responder-key-hash.der",
        ].map((file) => new VectorSource("pyca").bytes(`ocsp/${file}`)),
        ...["ocsp-multiple-exts-res.der", "ocsp-signed-req.der"].map((file) =>
          new VectorSource("rustcrypto").bytes(`examples/${file}`),
        ),
      ]),
]
  .map((der) => Buffer.from(der))
  .filter((der) => der.length < 8000);

/** Mutilates a message in one of the ways that break readers. @param {Random} random */
function mutant(random) {
  const der = Buffer.from(random.pick(SEEDS));
  const at = random.integer(0, der.length - 1);
  switch (random.integer(0, 6)) {
    case 0:
      return der.subarray(0, at);
    case 1: // bits
      for (let i = random.integer(1, 8); i > 0; i--) {
        der[random.integer(0, der.length - 1)] ^= 1 << random.integer(0, 7);
      }
      return der;
    case 2: {
      // a length that lies
      const headers = [...der.keys()].filter(
        (i) => (der[i] === 0x30 || der[i] === 0x04 || der[i] === 0xa0) && i + 1 < der.length,
      );
      der[random.pick(headers) + 1] = random.pick([0, 1, 0x7f, 0x80, 0x81, 0x82, 0x83, 0x84, 0x88, 0xff]);
      return der;
    }
    case 3:
      der[at] = random.integer(0, 255);
      return der;
    case 4:
      return Buffer.concat([der.subarray(0, at), random.bytes(random.integer(1, 20)), der.subarray(at)]);
    case 5: {
      // a piece twice, or moved
      const from = random.integer(0, der.length - 1),
        piece = der.subarray(from, from + random.integer(1, 200));
      return Buffer.concat([der.subarray(0, at), piece, der.subarray(at)]);
    }
    default: {
      // text with what nobody should see
      const letters = [...der.keys()].filter((i) => der[i] >= 0x61 && der[i] <= 0x7a);
      for (let i = 0; letters.length > 0 && i < 4; i++) {
        Buffer.from(random.pick(UNSEEN)).copy(der, random.pick(letters));
      }
      return der;
    }
  }
}

/** In each browser. */
const THROUGH_THE_PANEL = 1000;
const THROUGH_THE_INBOX = 100;
const BATCH = 100;

describeVisits("hostile input", (visit) => {
  const harmless = async () => assert.deepEqual(await visit.run(harm), []);

  test("the story of hostile markup is read as text, in each of its objects and each of their elements", async () => {
    const { verdict } = await visit.useSample("hostile");
    assert.equal(verdict, "good");
    for (const role of ["response", "certificate", "issuer"]) {
      const shown = await visit.run(async (wanted) => {
        const { root, frames } = inspector;
        /** @type {HTMLElement} */ (document.querySelector(`.found [data-role="${wanted}"] .open`)).click();
        for (const node of inspector.nodes()) {
          if (node instanceof HTMLDetailsElement) {
            node.open = true;
          }
        }
        await frames(1);
        const tree = root().querySelector("[role=tree]");
        const press = (/** @type {string} */ key) =>
          tree.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        press("Home");
        const texts = [];
        for (let last = null; ; ) {
          press("ArrowRight");
          press("ArrowDown");
          const active = tree.getAttribute("aria-activedescendant");
          if (active === last) {
            break;
          }
          last = active;
          texts.push(root().querySelector(".details").textContent);
        }
        return texts.join("\n") + root().textContent;
      }, role);
      assert.ok(shown.includes("globalThis.attacked=1"), role);
      await harmless();
    }
  });

  test("each of its hostile texts can be read, controls spelled out", async () => {
    await visit.useSample("hostile");
    const { fields } = await visit.run(() => {
      /** @type {HTMLElement} */ (document.querySelector(".found [data-role=certificate] .open")).click();
      return inspector.fields();
    });
    // RFC 4514 escapes some of these characters with a backslash.
    assert.match(
      fields.subject[0].replaceAll("\\", ""),
      /<img src=x onerror=globalThis\.attacked=1> U\+202Egro\.elpmaxeU\+202CU\+2066U\+0007/,
    );
    assert.match(fields.issuer[0].replaceAll("\\", ""), /"><script>globalThis\.attacked=1<\/script> CA/);
    assert.match(fields.ocspUrls[0], /<img src=x/);
    assert.equal(fields.caIssuersUrls[0], "javascript:globalThis.attacked=1");
    // A responder's URL that is none never comes into a command.
    assert.equal(await visit.run(() => /** @type {any} */ (document.querySelector("#build-responder")).value), "");
  });

  test("names, URLs and extensions of another maker are text as well", async () => {
    const { objects } = await visit.paste(hostileCertificate());
    assert.equal(objects.length, 1);
    await harmless();
    const { fields } = await visit.run(() => inspector.fields());
    for (const code of ["U+202E", "U+2066", "U+200B", "U+061C"]) {
      assert.ok(fields.subject[0].includes(code), code);
    }
    assert.ok(fields.ocspUrls[0].includes("javascript:globalThis.attacked=1"));
    const links = await visit.run(() =>
      [...inspector.nodes()]
        .filter((node) => node instanceof HTMLAnchorElement)
        .map(({ id, className, href }) => id || className || href),
    );
    assert.deepEqual(
      links.filter((link) => link !== "skip" && link !== "built-der"),
      [],
      "foreign URLs are no links",
    );
  });

  test("names of files are text", async () => {
    await visit.run(
      async (names) => {
        inspector.clear();
        const dataTransfer = new DataTransfer();
        for (const name of names) {
          dataTransfer.items.add(new File(["nothing"], name));
        }
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        await inspector.until(() => inspector.state().said);
      },
      [...MARKUP, `invoice\u202Egpj.exe`],
    );
    const { said } = await visit.state();
    assert.match(said ?? "", /invoiceU\+202Egpj\.exe/);
    for (const text of MARKUP.slice(0, 2)) {
      assert.ok(said?.includes(text), text);
    }
    await harmless();
  });

  test("a link of somebody else opens with nothing but text", async () => {
    for (const fragment of [
      "#objects=",
      "#objects=<script>",
      "#objects=MAMKAQY.!!!",
      "#objects=....",
      "#objects=%00%ff",
      "#<img src=x onerror=globalThis.attacked=1>",
      `#objects=${Buffer.from(stories.hostile.certificates[0]).toString("base64url")}`,
    ]) {
      await visit.run(async (hash) => {
        inspector.clear();
        location.hash = hash;
        await inspector.frames(2);
      }, fragment);
      await harmless();
    }
    assert.deepEqual((await visit.state()).objects, ["certificate: certificate"]);
    await visit.run(() => history.replaceState(null, "", location.pathname));
  });

  describe("mutilated messages", () => {
    test(`${THROUGH_THE_PANEL} through the panel`, async (t) => {
      printSeed(t);
      const random = new Random();
      const certificates = stories.good.certificates.map((der) => der.toString("base64"));
      await visit.useSample("good");
      /** @type {Record<string, number>} */
      const verdicts = {};
      for (let done = 0; done < THROUGH_THE_PANEL; done += BATCH) {
        const mutants = Array.from({ length: BATCH }, () => mutant(random).toString("base64"));
        const counted = await visit.run(
          async (batch, [certificate, issuer], time) => {
            const panel = inspector.panel();
            const bytes = (/** @type {string} */ text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const context = { certificate: bytes(certificate), issuer: bytes(issuer), time: new Date(time) };
            /** @type {Record<string, number>} */
            const counts = {};
            for (const each of batch) {
              try {
                panel.inspect(bytes(each), context);
              } catch (error) {
                return { failed: `${/** @type {any} */ (error).stack}: ${each}` };
              }
              counts[panel.verdict] = (counts[panel.verdict] ?? 0) + 1;
            }
            await inspector.frames(1);
            return counts;
          },
          mutants,
          certificates,
          "2026-03-04T12:00:00Z",
        );
        assert.ok(!("failed" in counted), String(counted.failed));
        for (const [verdict, count] of Object.entries(counted)) {
          verdicts[verdict] = (verdicts[verdict] ?? 0) + Number(count);
        }
        if (done % 500 === 0) {
          await harmless();
        }
      }
      t.diagnostic(`${visit.name}: ${JSON.stringify(verdicts)}`);
      assert.ok(verdicts.broken > 100, JSON.stringify(verdicts));
      assert.deepEqual(visit.complaints, []);
    });

    test(`${THROUGH_THE_INBOX} through the inbox, with what they belong to`, async (t) => {
      printSeed(t);
      const random = new Random();
      const toPEM = (label, der) =>
        `-----BEGIN ${label}-----\n${der.toString("base64").replace(/.{1,64}/g, "$&\n")}-----END ${label}-----\n`;
      const ids = Object.keys(stories).filter((id) => id !== "many");
      for (let done = 0; done < THROUGH_THE_INBOX; done += 20) {
        const texts = Array.from({ length: 20 }, () => {
          const { certificates, request, response } = stories[random.pick(ids)];
          const spoilt = toPEM(random.pick(["CERTIFICATE", "OCSP RESPONSE", "OCSP REQUEST", "X"]), mutant(random));
          return [
            ...certificates.map((der) => toPEM("CERTIFICATE", der)),
            request?.toString("base64") ?? "",
            response?.toString("hex") ?? "",
            spoilt,
          ].join("\n");
        });
        await visit.run(async (batch) => {
          for (const text of batch) {
            inspector.fill(text);
            // What is long is read when the typing pauses.
            if (text.length > 16_000) {
              await inspector.until(() => inspector.state().objects.length > 0);
            }
          }
          await inspector.frames(1);
        }, texts);
        await harmless();
      }
      assert.deepEqual(visit.complaints, []);
    });

    test("and the page still tells a story", async () => {
      const { verdict, failed } = await visit.useSample("good");
      assert.deepEqual([verdict, failed], ["good", []]);
    });
  });

  test("nothing was complained about", () => assert.deepEqual(visit.complaints, []));
});
