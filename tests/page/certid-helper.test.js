// The CertID helper: what differs between certificate, request and response, as Python's hashlib has the hashes, and
// who would match.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  Certificate,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
} from "../../bindings/index.js";
import { makeCandidates } from "../../web/panel/certid/candidates.js";
import { compareCertIDs } from "../../web/panel/certid/columns.js";
import { differingPart } from "../../web/panel/certid/differences.js";
import { explain } from "../../web/panel/certid/meaning.js";
import { BROWSER_NAMES, launch, missing } from "../support/browser.js";
import { assertLinear, GROWTH } from "../support/growth.js";
import { certificatePEM, privateKeyPEM } from "../support/openssl.js";
import { withoutPython } from "../support/python-worker.js";
import { serveViews, violations } from "../support/view-page.js";

const PYTHON = process.env.PYTHON ?? "/usr/bin/python3";
const program = fileURLToPath(new URL("../support/certid_stories.py", import.meta.url));
const made = withoutPython
  ? null
  : JSON.parse(execFileSync(PYTHON, ["-B", program], { encoding: "utf8", maxBuffer: 2 ** 24 }));

const bytes = (base64) => new Uint8Array(Buffer.from(base64, "base64"));
const OIDS = { sha1: "1.3.14.3.2.26", sha256: "2.16.840.1.101.3.4.2.1" };

describe("CertID helper", { skip: withoutPython }, () => {
  /** @type {Record<string, Certificate>} */
  const certificates = {};
  for (const [name, der] of Object.entries(made?.certificates ?? {})) {
    certificates[name] = Certificate.fromDER(bytes(der));
  }
  const nothing = { response: null, request: null, certificate: null, issuer: null };
  const request = (name) => OCSPRequest.fromDER(bytes(made.requests[name]));
  const response = (name) => OCSPResponse.fromDER(bytes(made.responses[name]));
  const compared = (given) => compareCertIDs({ ...nothing, ...given }) ?? assert.fail("nothing to compare");
  const said = (given) => explain(compared(given).columns);

  /** By hashlib. */
  const byPython = (subject, issuer, algorithm) => ({
    hashAlgorithm: OIDS[algorithm],
    issuerNameHash: made.expected[subject][algorithm].issuerName,
    issuerKeyHash: made.expected[issuer][algorithm].key,
    serialNumber: made.expected[subject].serial,
  });

  for (const algorithm of ["sha1", "sha256"]) {
    test(`${algorithm}: every column holds what hashlib gives`, () => {
      const { columns } = compared({
        certificate: certificates.leaf,
        issuer: certificates.CA,
        request: request(`sibling CA ${algorithm}`),
        response: response(`leaf renewed ${algorithm}`),
      });
      assert.deepEqual(
        columns.map(({ role, title, values }) => [role, title, values]),
        [
          ["pasted", "Certificate and issuer", byPython("leaf", "CA", algorithm)],
          ["request", "Request", byPython("sibling", "CA", algorithm)],
          ["response", "Response", byPython("leaf", "renewed", algorithm)],
        ],
      );
    });
  }

  const ALL_SAME = { hashAlgorithm: "same", issuerNameHash: "same", issuerKeyHash: "same", serialNumber: "same" };
  const leaf = () => ({ certificate: certificates.leaf, issuer: certificates.CA });
  /**
   * What is pasted, what differs in the last column, and what is said.
   * @type {[title: string, given: () => object, outcomes: object, sentences: string[]][]}
   */
  const STORIES = [
    [
      "all the same",
      () => ({ ...leaf(), response: response("leaf CA sha1") }),
      {},
      ["The answer is about this certificate."],
    ],
    [
      "another certificate",
      () => ({ ...leaf(), response: response("sibling CA sha1") }),
      { serialNumber: "different" },
      ["The answer is about another certificate (serial differs) of the same issuer."],
    ],
    [
      "another key",
      () => ({ ...leaf(), response: response("leaf renewed sha1") }),
      { issuerKeyHash: "different" },
      ["The key hash differs: the pasted issuer does not have the key that the answer names. A renewed CA, perhaps."],
    ],
    [
      "another certificate and another key",
      () => ({ ...leaf(), response: response("sibling renewed sha1") }),
      { issuerKeyHash: "different", serialNumber: "different" },
      [
        "The answer is about another certificate (serial differs) of an issuer with another key (key " +
          "hash differs): a renewed CA, perhaps.",
      ],
    ],
    [
      "another issuer, the same serial number",
      () => ({ ...leaf(), response: response("stranger other sha256") }),
      { issuerKeyHash: "different", issuerNameHash: "different" },
      ["The answer is about a certificate of another issuer (name hash and key hash differ) and with the same serial."],
    ],
    [
      "nothing the same",
      () => ({ ...leaf(), request: request("grandchild intermediate sha1") }),
      { issuerKeyHash: "different", issuerNameHash: "different", serialNumber: "different" },
      [
        "The request asks about another certificate (serial differs) of another issuer (name hash " +
          "and key hash differ).",
      ],
    ],
    [
      "other algorithms, the same certificate",
      () => ({ ...leaf(), request: request("leaf CA sha1"), response: response("leaf CA sha256") }),
      { hashAlgorithm: "different" },
      ["The hash algorithms differ; both name the same certificate."],
    ],
    [
      "other algorithms, other certificates",
      () => ({ ...leaf(), request: request("leaf CA sha1"), response: response("sibling CA sha256") }),
      { hashAlgorithm: "different", serialNumber: "different" },
      [
        "The request asks about this certificate.",
        "The answer is about another certificate (serial differs) of the same issuer.",
      ],
    ],
    [
      "request and response alone",
      () => ({ request: request("leaf CA sha1"), response: response("leaf CA sha1") }),
      {},
      ["The answer is about the certificate that the request asks about."],
    ],
    [
      "request and response alone, another key",
      () => ({ request: request("leaf CA sha1"), response: response("leaf renewed sha1") }),
      { issuerKeyHash: "different" },
      [
        "The key hash differs: the issuer in the request does not have the key that the answer names. A renewed CA, perhaps.",
      ],
    ],
    [
      "request and response alone, by other algorithms",
      () => ({ request: request("leaf CA sha1"), response: response("leaf CA sha256") }),
      { hashAlgorithm: "different", issuerNameHash: "incomparable", issuerKeyHash: "incomparable" },
      [
        "The request and the answer use different hash algorithms, and certificate and issuer are not both " +
          "pasted, so only the serial can be compared: it is the same.",
      ],
    ],
    [
      "the certificate alone",
      () => ({ certificate: certificates.leaf, response: response("leaf CA sha1") }),
      { issuerKeyHash: "unknown" },
      ["The answer names this certificate, as far as can be told without its issuer."],
    ],
    [
      "a self-issued issuer alone",
      () => ({ issuer: certificates.CA, response: response("leaf CA sha1") }),
      { serialNumber: "unknown" },
      ["The answer names this issuer, as far as can be told without the certificate."],
    ],
    [
      "another issuer alone",
      () => ({ issuer: certificates.intermediate, response: response("grandchild intermediate sha1") }),
      { serialNumber: "unknown" },
      ["The answer names this issuer, as far as can be told without the certificate."],
    ],
    [
      "an issuer alone, another key",
      () => ({ issuer: certificates.renewed, response: response("leaf CA sha1") }),
      { issuerKeyHash: "different", serialNumber: "unknown" },
      ["The key hash differs: the pasted issuer does not have the key that the answer names. A renewed CA, perhaps."],
    ],
  ];
  for (const [title, given, outcomes, sentences] of STORIES) {
    test(title, () => {
      assert.deepEqual(compared(given()).columns.at(-1)?.outcomes, { ...ALL_SAME, ...outcomes });
      assert.deepEqual(said(given()), sentences);
    });
  }

  /** A request whose hash algorithm nobody knows: one arc of the OID is another. */
  function strangeRequest() {
    const der = Buffer.from(made?.requests["leaf CA sha1"] ?? "", "base64");
    const oid = Buffer.from("06052b0e03021a", "hex");
    const at = der.indexOf(oid);
    assert.ok(at > 0);
    der[at + oid.length - 1] = 0x63;
    return OCSPRequest.fromDER(der);
  }

  test("an unknown hash algorithm is said, and the serial compared", () => {
    const given = { ...leaf(), request: strangeRequest() };
    assert.deepEqual(
      compared(given).columns.map(({ algorithm, values }) => [algorithm, values.hashAlgorithm]),
      [
        [null, "1.3.14.3.2.99"],
        [null, "1.3.14.3.2.99"],
      ],
    );
    assert.deepEqual(compared(given).columns[1].outcomes, {
      ...ALL_SAME,
      issuerNameHash: "unknown",
      issuerKeyHash: "unknown",
    });
    assert.deepEqual(said(given), [
      "The hash algorithm 1.3.14.3.2.99 is not known here, so only the serial can be compared: it is the same.",
    ]);
    assert.equal(makeCandidates(Object.values(certificates))(given.request.requests[0]), null);
  });

  test("nothing to compare", () => {
    assert.equal(compareCertIDs(nothing), null);
    assert.equal(
      compareCertIDs({ ...nothing, ...leaf(), response: OCSPResponse.fromDER(Uint8Array.of(0x30, 3, 10, 1, 3)) }),
      null,
    );
  });

  test("the part that differs", () => {
    assert.deepEqual(differingPart("4d7a90c3e1f20b86", "4d7a90ffe1f20b86"), ["4d7a90", "c3", "e1f20b86"]);
    assert.deepEqual(differingPart("05", "06"), ["", "05", ""]);
    assert.deepEqual(differingPart("0102", "010202"), ["0102", "", ""]);
    assert.deepEqual(differingPart("010202", "0102"), ["0102", "02", ""]);
    assert.deepEqual(differingPart("1122334455", "aabbccddee"), ["", "1122334455", ""]);
    assert.deepEqual(differingPart("a1b2", "a1b2"), ["a1b2", "", ""]);
  });

  test("of 10,000 entries the closest, and how many others", () => {
    const ENTRIES = 10_000;
    const [key, hash] = [new Uint8Array(20).fill(1), new Uint8Array(20).fill(2)];
    const { CA: issuer, leaf: certificate } = certificates;
    const entry = { certificateStatus: /** @type {const} */ ("good"), thisUpdate: new Date("2026-11-21T00:00:00Z") };
    const own = { ...entry, certificate, issuer };
    const others = Array.from({ length: ENTRIES - 1 }, (_, serial) => ({
      ...entry,
      certID: {
        hashAlgorithm: /** @type {const} */ ("SHA-1"),
        issuerNameHash: key,
        issuerKeyHash: hash,
        serialNumber: BigInt(serial),
      },
    }));
    const sign = (entries) =>
      new OCSPResponseBuilder()
        .addResponses(entries)
        .responderId("name", certificatePEM("p-256"))
        .sign(privateKeyPEM("p-256"), "SHA-256");
    const given = { ...nothing, ...leaf(), response: sign([...others.slice(0, 7000), own, ...others.slice(7000)]) };
    const { columns, others: left } = compareCertIDs(given) ?? assert.fail();
    assert.deepEqual(
      columns.map(({ title }) => title),
      ["Certificate and issuer", "Response, entry 7001"],
    );
    assert.deepEqual(columns[1].values, byPython("leaf", "CA", "sha1"));
    assert.deepEqual(left, ["9,999 more in the response"]);
    const few = { ...given, response: sign([...others.slice(0, ENTRIES / GROWTH - 1), own]) };
    assertLinear(
      () => compareCertIDs(few),
      () => compareCertIDs(given),
    );
    // Without the entry that matches, the one of the same serial is closer than one of the same issuer.
    const near = compareCertIDs({
      ...given,
      response: sign([
        { ...own, certificate: certificates.sibling },
        { ...own, issuer: certificates.renewed },
        ...others.slice(0, 3),
      ]),
    });
    assert.equal(near?.columns[1].title, "Response, entry 2");
  });

  test("several CertIDs in the request: for each the closest entry, and three at most", () => {
    const { leaf: first, sibling, CA, stranger, other, grandchild, intermediate } = certificates;
    const asked = new OCSPRequestBuilder()
      .addCertificate(first, CA)
      .addCertificate(sibling, CA)
      .addCertificate(stranger, other)
      .addCertificate(grandchild, intermediate)
      .build();
    const { columns, others } = compared({ request: asked, response: response("sibling CA sha1") });
    assert.deepEqual(
      columns.map(({ title }) => title),
      ["Request, CertID 1", "Request, CertID 2", "Request, CertID 3", "Response"],
    );
    assert.equal(columns[3].against?.title, "Request, CertID 2");
    assert.deepEqual(others, ["1 more in the request"]);
    // With a certificate, the CertID closest to it.
    assert.deepEqual(
      compared({ request: asked, certificate: sibling, issuer: CA }).columns.map(({ title }) => title),
      ["Certificate and issuer", "Request, CertID 2"],
    );
  });

  describe("candidates", () => {
    const names = (found) =>
      found && [found.certificates, found.issuers].map((list) => list.map(({ subject }) => subject.toString()));
    const everybody = () => [
      ...Object.values(certificates),
      ...made.many.map((der) => Certificate.fromDER(bytes(der))),
    ];

    test("the pair that matches is found among more than 200, for both algorithms", () => {
      const find = makeCandidates([...everybody(), ...everybody()]);
      for (const algorithm of ["sha1", "sha256"]) {
        assert.deepEqual(names(find(request(`leaf CA ${algorithm}`).requests[0])), [["CN=leaf"], ["CN=CA"]]);
        assert.deepEqual(names(find(request(`grandchild intermediate ${algorithm}`).requests[0])), [
          ["CN=grandchild"],
          ["CN=Intermediate"],
        ]);
        // By name "renewed" and "CA" are the same.
        assert.deepEqual(
          find(request(`leaf renewed ${algorithm}`).requests[0])?.issuers.map(({ serialNumber }) => serialNumber),
          [2n],
        );
      }
    });

    test("the same serial of another issuer does not match", () => {
      const { leaf: one, stranger, CA } = certificates;
      assert.deepEqual(names(makeCandidates([stranger, CA])(request("leaf CA sha1").requests[0])), [[], ["CN=CA"]]);
      assert.deepEqual(names(makeCandidates([one, stranger])(request("leaf CA sha1").requests[0])), [["CN=leaf"], []]);
    });

    test("the same key under another name does not match, where the name's hash is known", () => {
      // "other" and "intermediate" have one key.
      const { other, stranger, grandchild } = certificates;
      assert.deepEqual(
        names(makeCandidates([other, stranger, grandchild])(request("grandchild intermediate sha1").requests[0])),
        [["CN=grandchild"], []],
      );
    });

    test("asked again, the same is found", () => {
      const ident = request("leaf CA sha1").requests[0];
      const find = makeCandidates(everybody());
      for (let round = 0; round < 3; round++) {
        assert.deepEqual(names(find(ident)), [["CN=leaf"], ["CN=CA"]]);
      }
    });
  });

  // ---------------------------------------------------------------------------------------------------- in browsers

  for (const name of BROWSER_NAMES) {
    describe(`in ${name}`, { skip: missing(name) }, () => {
      let server;
      let browser;
      /** @type {import("puppeteer-core").Page} */
      let page;
      let complaints;
      before(async () => {
        server = await serveViews();
        browser = await launch(name);
        ({ page, complaints } = await browser.openPage());
        await page.goto(server.url);
        await page.waitForFunction(() => "views" in globalThis);
      });
      after(async () => {
        await browser?.close();
        server?.close();
      });

      /** Names of what was made; the text of what is shown. */
      const show = (given) =>
        page.evaluate(
          (all, wanted) => {
            const {
              library: { Certificate: C, OCSPRequest: Q, OCSPResponse: R },
              makeCertIDHelper,
              mount,
            } = /** @type {any} */ (globalThis).views;
            const der = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
            const certificate = (each) => (each ? C.fromDER(der(all.certificates[each])) : null);
            const helper = makeCertIDHelper({
              response: wanted.response ? R.fromDER(der(all.responses[wanted.response])) : null,
              request: wanted.request ? Q.fromDER(der(all.requests[wanted.request])) : null,
              certificate: certificate(wanted.certificate),
              issuer: certificate(wanted.issuer),
              candidates: (wanted.candidates ?? []).map(certificate),
            });
            if (!helper) {
              return null;
            }
            const root = mount(helper);
            const texts = (selector) => [...root.querySelectorAll(selector)].map(({ textContent }) => textContent);
            return {
              meaning: texts(".meaning"),
              columns: texts("thead th"),
              marked: texts("mark"),
              matches: texts("dd"),
              about: texts("dt"),
              unseen: texts(".unseen-character"),
              outcomes: Object.fromEntries(
                [...root.querySelectorAll("tbody tr")].map((row) => [
                  row.getAttribute("data-field"),
                  [...row.querySelectorAll(".outcome")].map(({ textContent }) => textContent),
                ]),
              ),
            };
          },
          { ...made, many: null },
          given,
        );

      test("same and different by sign and word, and the differing bytes marked", async () => {
        const shown = await show({
          certificate: "leaf",
          issuer: "CA",
          request: "leaf CA sha1",
          response: "sibling CA sha1",
          candidates: ["leaf", "CA"],
        });
        assert.deepEqual(shown, {
          meaning: [
            "The request asks about this certificate.",
            "The answer is about another certificate (serial differs) of the same issuer.",
          ],
          columns: ["field", "Certificate and issuer", "Request", "Response"],
          outcomes: {
            hashAlgorithm: ["✓ same", "✓ same"],
            issuerNameHash: ["✓ same", "✓ same"],
            issuerKeyHash: ["✓ same", "✓ same"],
            serialNumber: ["✓ same", "✕ different"],
          },
          marked: ["ff"],
          unseen: [],
          about: ["What matches: Request", "What matches: Response"],
          matches: [
            "CN=leaf, issued by CN=CA, matches.",
            "CN=CA matches as issuer; the certificate with this serial number is not among those pasted.",
          ],
        });
      });

      test("a name with a control character is spelled out", async () => {
        const shown = await show({ response: "stranger other sha1", candidates: ["stranger", "other"] });
        assert.deepEqual(shown?.matches, ["CN=stranger, issued by CN=Other U+202EcA, matches."]);
        assert.deepEqual(shown?.unseen, ["U+202E"]);
      });

      test("none matches; nothing to compare", async () => {
        assert.deepEqual((await show({ response: "leaf CA sha1", candidates: ["stranger", "renewed"] }))?.matches, [
          "None of the pasted certificates matches, either as the certificate or as its issuer.",
        ]);
        assert.equal(await show({ response: "leaf CA sha1" }), null);
        assert.equal(await show({ certificate: "leaf", issuer: "CA", candidates: ["leaf", "CA"] }), null);
      });

      test("no wider than a phone, nothing for axe-core or the console to find, light and dark", async () => {
        await show({
          certificate: "leaf",
          issuer: "renewed",
          request: "leaf CA sha256",
          response: "sibling renewed sha1",
          candidates: ["leaf", "CA", "other"],
        });
        for (const width of [360, 1280]) {
          await page.setViewport({ width, height: 800 });
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} pixels`);
          for (const scheme of ["light", "dark"]) {
            await page.evaluate((value) => {
              document.documentElement.style.colorScheme = value;
            }, scheme);
            assert.deepEqual(await violations(page), [], `${scheme}, ${width} pixels`);
          }
        }
        assert.deepEqual(complaints, []);
      });
    });
  }
});
