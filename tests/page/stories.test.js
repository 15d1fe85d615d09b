// Every story from its paste to its verdict: by button, as text, from the clipboard, as files, piece by piece; and all
// that the page says of an object is what OpenSSL says of it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { samples } from "../../build/samples.js";
import { describeVisits, sample } from "../support/inspector.js";
import { objectsOf } from "../support/sample-objects.js";

const folder = mkdtempSync(join(tmpdir(), "bearocsp-stories-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file for OpenSSL or for an upload. */
function file(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const texts = Object.fromEntries(await Promise.all(samples.map(async ({ id, load }) => [id, await load()])));
/**
 * The objects of a story that has them all.
 * @returns {{ certificates: Buffer[], request: Buffer, response: Buffer }}
 */
const partsOf = (id) => /** @type {any} */ (objectsOf(texts[id]));
const toPEM = (label, der) =>
  `-----BEGIN ${label}-----\n${der.toString("base64").replace(/.{1,64}/g, "$&\n")}-----END ${label}-----\n`;

// ---------------------------------------------------------------------------------------------------- what OpenSSL
// says

/** A refusal to answer makes it exit with 1, and it prints that all the same. */
function openssl(...args) {
  const { stdout, stderr, error } = spawnSync("openssl", args, { encoding: "utf8", maxBuffer: 2 ** 24 });
  if (error) {
    throw error;
  }
  return stdout || assert.fail(stderr);
}
/** What the pattern's group matches; that it matches is part of the test. */
const only = (text, pattern) => pattern.exec(text)?.[1] ?? assert.fail(`${pattern} in ${text}`);
const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
/** OpenSSL's "Nov 21 03:37:47 2026 GMT" as the page writes it. */
const asShown = (time) => new Date(time).toISOString().replace("T", " ").replace(".000Z", " UTC");

function certificateByOpenSSL(der) {
  const text = openssl(
    "x509",
    "-inform",
    "DER",
    "-in",
    file("certificate.der", der),
    "-noout",
    "-serial",
    "-subject",
    "-issuer",
    "-dates",
    "-ocsp_uri",
    "-nameopt",
    "RFC2253,-esc_msb,utf8",
  );
  return {
    subject: only(text, /^subject=(.*)$/m),
    issuer: only(text, /^issuer=(.*)$/m),
    serials: [only(text, /^serial=(.*)$/m).toLowerCase()],
    notBefore: asShown(only(text, /^notBefore=(.*)$/m)),
    notAfter: asShown(only(text, /^notAfter=(.*)$/m)),
    ocspUrls: /^(http.*)$/m.exec(text)?.[1] ?? "none",
  };
}

function requestByOpenSSL(der) {
  const text = openssl("ocsp", "-reqin", file("request.der", der), "-req_text");
  return {
    serials: all(text, /Serial Number: (\w+)/g).map((serial) => serial.toLowerCase()),
    issuerNameHash: all(text, /Issuer Name Hash: (\w+)/g).map((hash) => hash.toLowerCase()),
    issuerKeyHash: all(text, /Issuer Key Hash: (\w+)/g).map((hash) => hash.toLowerCase()),
    // OpenSSL prints the OCTET STRING in the extension: two bytes of header here.
    nonce: /OCSP Nonce:\s+04[12]0(\w+)/.exec(text)?.[1].toLowerCase() ?? "none",
  };
}

/** A response with as many entries as the page shows at once. */
function responseByOpenSSL(der, entries = 20) {
  const text = openssl("ocsp", "-respin", file("response.der", der), "-resp_text", "-noverify");
  const refused = /Responder Error: (\w+)/.exec(text)?.[1];
  if (refused) {
    return { responseStatus: refused === "trylater" ? "tryLater" : refused };
  }
  const [head] = text.split(/\nCertificate:\n/);
  const first = head
    .split(/(?=Certificate ID:)/)
    .slice(0, entries + 1)
    .join("");
  const shown = (pattern) => all(first, pattern);
  return {
    responseStatus: only(head, /OCSP Response Status: (\w+)/),
    producedAt: asShown(only(head, /Produced At: (.*)/)),
    serials: shown(/Serial Number: ([0-9A-F]{2,})$/gm).map((serial) => serial.toLowerCase()),
    certificateStatus: shown(/Cert Status: (\w+)/g),
    thisUpdate: shown(/This Update: (.*)/g).map(asShown),
    nextUpdate: shown(/Next Update: (.*)/g).map(asShown),
    revocationTime: shown(/Revocation Time: (.*)/g).map(asShown),
    revocationReason: shown(/Revocation Reason: (\w+)/g),
    nonce: /OCSP Nonce:\s+0420(\w+)/.exec(head)?.[1].toLowerCase() ?? "none",
  };
}

// ---------------------------------------------------------------------------------------------------- what the page
// says

const single = ([value]) => value;

function certificateOnPage({ fields, serials }) {
  const { subject, issuer, notBefore, notAfter, ocspUrls } = fields;
  return {
    subject: single(subject),
    issuer: single(issuer),
    serials,
    notBefore: single(notBefore),
    notAfter: single(notAfter),
    ocspUrls: single(ocspUrls),
  };
}

const requestOnPage = ({ fields: { issuerNameHash, issuerKeyHash, nonce }, serials }) => ({
  serials,
  issuerNameHash,
  issuerKeyHash,
  nonce: single(nonce),
});

function responseOnPage({ fields, serials }) {
  const {
    responseStatus,
    producedAt,
    certificateStatus,
    thisUpdate,
    nextUpdate,
    revocationTime = [],
    revocationReason = [],
    nonce,
  } = fields;
  if (single(responseStatus) !== "successful") {
    return { responseStatus: single(responseStatus) };
  }
  return {
    responseStatus: single(responseStatus),
    producedAt: single(producedAt),
    serials,
    certificateStatus: certificateStatus.map((text) => only(text, /(good|revoked|unknown)/)),
    thisUpdate,
    nextUpdate,
    revocationTime,
    revocationReason,
    nonce: single(nonce),
  };
}

/** Chooses the object of that part among those that were found, and reads what the page says of it. */
const openObject = (visit, role) =>
  visit.run((wanted) => {
    const row = document.querySelector(`.found [data-role="${wanted}"]`);
    /** @type {HTMLElement} */ (row?.querySelector(".open"))?.click();
    return inspector.fields();
  }, role);

const verdictOf = ({ verdict, failed }) => ({ verdict, failed });

describeVisits("every story", (visit) => {
  for (const { id, title, asOf, expect } of samples) {
    const told = `"${title}" is ${expect.verdict}${expect.failed.length ? `, for ${expect.failed.join(", ")}` : ""}`;

    test(`by its button: ${told}`, async () => {
      assert.deepEqual(verdictOf(await visit.useSample(id)), expect);
      const text = await visit.run(() => document.body.textContent + inspector.root().textContent);
      assert.doesNotMatch(text, /\d{4}-\d\d-\d\dT/, "all times are written in one way");
    });

    test(`as text: ${told}`, async () => {
      let state = await visit.paste(texts[id]);
      // The clock has gone on since; refusals and broken ones have no time.
      if (await visit.run(() => inspector.root().querySelector("#timeline-time") !== null)) {
        state = await visit.judgeAsOf(asOf);
      }
      assert.deepEqual(verdictOf(state), expect);
    });
  }

  for (const { id, title } of samples) {
    const {
      certificates: [certificate, issuer],
      request,
      response,
    } = objectsOf(texts[id]);
    const is = (...ids) => ids.includes(id);

    test(`"${title}": the page says of each object what OpenSSL says`, async () => {
      const { objects } = await visit.useSample(id);
      let compared = 0;
      const compare = async (role, der, onPage, byOpenSSL) => {
        if (!der) {
          return;
        }
        assert.deepEqual(onPage(await openObject(visit, role)), byOpenSSL(der), role);
        compared++;
      };
      // OpenSSL reads no object that is broken, and escapes in names more than RFC 4514 asks for.
      if (!is("broken-certificate", "hostile")) {
        await compare("certificate", certificate, certificateOnPage, certificateByOpenSSL);
      }
      // A CA that is left alone is in question itself; one whose key is wrong is nobody's issuer.
      const role = is("broken-certificate") ? "certificate" : is("wrong-issuer") ? "other" : "issuer";
      if (!is("hostile")) {
        await compare(role, issuer, certificateOnPage, certificateByOpenSSL);
      }
      await compare("request", request, requestOnPage, requestByOpenSSL);
      if (!is("truncated")) {
        await compare("response", response, responseOnPage, responseByOpenSSL);
      }
      const left = is("hostile") ? 2 : is("broken-certificate", "truncated") ? 1 : 0;
      assert.equal(compared, objects.length - left);
    });
  }

  for (const id of ["truncated", "broken-certificate"]) {
    test(`"${sample(id).title}": the place where reading stopped is marked, with words, and in view`, async () => {
      await visit.page.setViewport({ width: 390, height: 844 });
      await visit.useSample(id);
      const { text, inView, faulty } = await visit.run(async () => {
        await inspector.frames(4);
        const grid = inspector.root().querySelector("[role=grid]");
        const note = grid.querySelector(".note");
        const around = grid.getBoundingClientRect(),
          box = note?.getBoundingClientRect();
        return {
          text: note?.textContent,
          inView: box && box.top >= around.top && box.bottom <= around.bottom + 1,
          faulty: [...grid.querySelectorAll("[role=gridcell].faulty")].map((cell) => Number(cell.dataset.at)),
        };
      });
      await visit.page.setViewport({ width: 1280, height: 900 });
      assert.match(text, id === "truncated" ? /ends here/ : /faulty byte/);
      assert.ok(inView, "it is out of view");
      // The story's author turned the tag of notAfter from 0x17 into 0x16.
      const [broken] = objectsOf(texts[id]).certificates;
      assert.deepEqual(faulty, id === "truncated" ? [] : [broken.indexOf(Buffer.from("160d", "hex"))]);
    });
  }

  test("a certificate inside a response opens", async () => {
    await visit.useSample("good");
    const { nested } = await visit.run(async () => {
      const { root, until, fields } = inspector;
      root().querySelector("[data-part=Certificates] summary").click();
      await until(() => root().querySelector(".nested [data-field=subject]"));
      return fields();
    });
    const { response } = partsOf("good");
    const text = openssl("ocsp", "-respin", file("response.der", response), "-resp_text", "-noverify");
    const pem = only(text, /(-----BEGIN CERTIFICATE-----[^]+-----END CERTIFICATE-----)/);
    const { subject, serials } = certificateByOpenSSL(Buffer.from(pem.split("\n").slice(1, -1).join(""), "base64"));
    assert.equal(nested.subject, subject);
    assert.ok(nested.serialNumber.startsWith(serials[0]));
    assert.equal(nested.ocspNoCheck, "yes");
    assert.match(nested.extendedKeyUsage, /1\.3\.6\.1\.5\.5\.7\.3\.9/);
  });

  describe("from the clipboard", () => {
    for (const id of ["good", "tampered", "unknown", "request"]) {
      test(`cut out and pasted back by the keyboard, "${sample(id).title}" is what it was`, async () => {
        const { page } = visit;
        await visit.useSample(id);
        await visit.run(() => inspector.field().focus());
        const press = async (letter) => {
          await page.keyboard.down("Control");
          await page.keyboard.press(letter);
          await page.keyboard.up("Control");
        };
        await press("a");
        await press("x");
        await visit.run(() =>
          inspector.until(() => inspector.field().value === "" && inspector.state().verdict === null),
        );
        await press("v");
        await visit.run(() => inspector.until(() => inspector.state().verdict));
        assert.equal(await visit.run(() => inspector.field().value), texts[id]);
        const { expect, asOf } = sample(id);
        const state = expect.verdict === "undecided" ? await visit.state() : await visit.judgeAsOf(asOf);
        assert.deepEqual(verdictOf(state), expect);
      });
    }
  });

  describe("as files", () => {
    const {
      certificates: [certificate, issuer],
      request,
      response,
    } = partsOf("good");
    const PARTS = [
      "response: ocsp-response",
      "certificate: certificate",
      "issuer: certificate",
      "request: ocsp-request",
    ];
    /** DER, PEM and base64, and one with nothing of use in it. */
    const files = /** @type {[string, string | Buffer][]} */ ([
      ["www.cer", certificate],
      ["ca.pem", `The issuer:\r\n${toPEM("CERTIFICATE", issuer).replaceAll("\n", "\r\n")}`],
      ["request.req", request],
      ["response.b64", response.toString("base64")],
      ["notes.txt", "nothing of use"],
    ]);
    const judged = async () => {
      await visit.run(() => inspector.until(() => inspector.state().objects.length === 4));
      return visit.judgeAsOf(sample("good").asOf);
    };

    test("dropped together, they are told apart, paired and judged", async () => {
      await visit.run(
        (/** @type {[string, number[]][]} */ dropped) => {
          inspector.clear();
          const dataTransfer = new DataTransfer();
          for (const [name, bytes] of dropped) {
            dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
          }
          document
            .querySelector("footer")
            ?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        },
        /** @type {any} */ (files.map(([name, content]) => [name, [...Buffer.from(/** @type {any} */ (content))]])),
      );
      const { objects, said, ...state } = await judged();
      assert.deepEqual(objects, PARTS);
      assert.match(said ?? "", /Nothing was recognised in notes\.txt/);
      assert.deepEqual(verdictOf(state), { verdict: "good", failed: [] });
    });

    test("chosen together, too", async () => {
      await visit.run(() => inspector.clear());
      const input = await visit.page.$("#inbox input[type=file]");
      await input?.uploadFile(...files.map(([name, content]) => file(name, content)));
      const { objects, ...state } = await judged();
      assert.deepEqual(objects, PARTS);
      assert.deepEqual(verdictOf(state), { verdict: "good", failed: [] });
    });

    test("a file that is dropped is added to what was pasted", async () => {
      const { objects } = await visit.paste(toPEM("CERTIFICATE", certificate));
      assert.deepEqual(objects, ["certificate: certificate"]);
      await visit.run(
        async (bytes) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([Uint8Array.from(bytes)], "ca.der"));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
          await inspector.until(() => inspector.state().objects.length === 2);
        },
        [...issuer],
      );
      assert.deepEqual((await visit.state()).objects, ["certificate: certificate", "issuer: certificate"]);
    });
  });

  describe("piece by piece", () => {
    const {
      certificates: [certificate, issuer],
      request,
      response,
    } = partsOf("good");
    const pieces = {
      certificate: toPEM("CERTIFICATE", certificate),
      issuer: issuer.toString("hex"),
      request: request.toString("base64"),
      response: toPEM("OCSP RESPONSE", response),
    };
    const append = (text) =>
      visit.run(async (piece) => {
        const { field, state, until } = inspector;
        const before = state().objects.length;
        field().value += `\n${piece}\n`;
        field().dispatchEvent(new Event("input", { bubbles: true }));
        await until(() => state().objects.length > before);
        return state();
      }, text);

    for (const order of [
      ["certificate", "issuer", "response"],
      ["response", "certificate", "issuer"],
      ["certificate", "response", "issuer"],
      ["issuer", "response", "request", "certificate"],
    ]) {
      test(`${order.join(", then ")}: nothing is decided before the issuer and the answer are there`, async () => {
        await visit.run(() => inspector.clear());
        const have = new Set();
        for (const piece of order) {
          have.add(piece);
          let state = await append(pieces[piece]);
          if (have.has("response")) {
            state = await visit.judgeAsOf(sample("good").asOf);
          }
          assert.equal(
            state.verdict,
            have.has("response") && have.has("issuer") ? "good" : "undecided",
            [...have].join(),
          );
          assert.equal(state.objects.length, have.size);
        }
        const { objects } = await visit.state();
        for (const piece of order) {
          assert.ok(
            objects.some((object) => object.startsWith(`${piece}: `)),
            piece,
          );
        }
      });
    }

    test("what is missing is asked for by name", async () => {
      const { sentence } = await visit.useSample("missing-issuer");
      assert.match(sentence ?? "", /issuer's certificate.*Bear Example ECC CA/);
    });
  });

  describe("as one types", () => {
    test("a byte that breaks the structure is named by offset and path, and mending it is enough", async () => {
      const { response: der } = partsOf("revoked");
      // The first GeneralizedTime of a response is producedAt.
      const octets = der.indexOf(Buffer.from("180f", "hex"));
      const wrong = Buffer.from(der);
      wrong[octets] = 0x17;
      const retype = (text) =>
        visit.run(async (typed) => {
          const before = inspector.state().sentence;
          inspector.fill(typed);
          await inspector.until(() => inspector.state().sentence !== before);
          return { ...inspector.state(), ...inspector.fields() };
        }, text);
      await visit.run(() => inspector.clear());
      const broken = await retype(toPEM("OCSP RESPONSE", wrong));
      assert.equal(broken.verdict, "broken");
      assert.equal(broken.fault.offset, `${octets} (0x${octets.toString(16)})`);
      assert.match(broken.fault.path, /\.producedAt$/);
      assert.deepEqual(broken.fields, {});
      const mended = await retype(toPEM("OCSP RESPONSE", der));
      assert.deepEqual(mended.fault, {});
      assert.deepEqual(responseOnPage(mended), responseByOpenSSL(der));
      assert.equal((await visit.judgeAsOf(sample("revoked").asOf)).verdict, "undecided");
    });

    test("letter by letter, until it is whole", async () => {
      await visit.run(() => {
        inspector.clear();
        inspector.field().focus();
      });
      // OCSPResponse with the status unauthorized, in base64 without and with padding.
      await visit.page.keyboard.type("MAMKAQ");
      assert.notEqual((await visit.state()).verdict, "unsuccessful");
      await visit.page.keyboard.type("Y");
      await visit.run(() => inspector.until(() => inspector.state().verdict === "unsuccessful"));
      await visit.page.keyboard.type("=");
      await visit.run(() =>
        inspector.until(() => inspector.field().value === "MAMKAQY=" && inspector.state().verdict === "unsuccessful"),
      );
    });

    test("text with nothing in it is said to have nothing in it", async () => {
      const { said, verdict } = await visit.paste("what is this?");
      assert.match(said ?? "", /Nothing was recognised in the text/);
      assert.equal(verdict, null);
    });

    test("a response in words, as OpenSSL prints it, is said to be one that cannot be verified", async () => {
      const { response } = partsOf("revoked");
      const words = openssl("ocsp", "-respin", file("response.der", response), "-resp_text", "-noverify");
      const certificate = /-----BEGIN CERTIFICATE[^]+?END CERTIFICATE-----/.exec(texts.revoked)?.[0];
      const { said, objects } = await visit.paste(`${words}\n${certificate}`);
      assert.match(said ?? "", /^The text describes an OCSP response in words/);
      assert.ok(objects.includes("certificate: certificate"));
      assert.equal((await visit.paste(`${words}\n${texts.revoked}`)).said, "", "where its bytes are there too");
    });
  });

  test("a name that is too long for its row is there in full, by keyboard and touch", async () => {
    await visit.useSample("hostile");
    const lines = () =>
      visit.run(() =>
        [...document.querySelectorAll(".objects .open")].map((open) => {
          const line = /** @type {HTMLElement} */ (open.querySelector(".line"));
          return {
            current: open.hasAttribute("aria-current"),
            isCut: line.scrollHeight > line.clientHeight + 1 || line.scrollWidth > line.clientWidth + 1,
          };
        }),
      );
    await visit.page.setViewport({ width: 320, height: 800 });
    const certificate = (await lines()).findIndex(({ current, isCut }) => !current && isCut);
    assert.ok(certificate >= 0, "one of them is too long");
    await visit.run(
      (index) => /** @type {HTMLElement} */ (document.querySelectorAll(".objects .open")[index]).focus(),
      certificate,
    );
    await visit.page.keyboard.press("Enter");
    assert.deepEqual((await lines())[certificate], { current: true, isCut: false });
    await visit.page.setViewport({ width: 1280, height: 900 });
    await visit.useSample("good");
    assert.ok(
      (await lines()).every(({ isCut }) => !isCut),
      "what is not that long is there at once",
    );
  });

  test("an answer that was altered must not be relied on, wherever the byte was", async () => {
    const {
      certificates: [certificate, issuer],
      response,
    } = partsOf("revoked");
    // Its end is the signature: a delegate's certificate does not follow.
    for (const at of [
      response.length - 1,
      response.indexOf("20260301081500Z"),
      response.indexOf(Buffer.from("180f32303236", "hex")) + 10,
    ]) {
      const altered = Buffer.from(response);
      altered[at] ^= 1;
      await visit.paste(
        [toPEM("CERTIFICATE", certificate), toPEM("CERTIFICATE", issuer), toPEM("OCSP RESPONSE", altered)].join(""),
      );
      const { verdict, failed } = await visit.judgeAsOf(sample("revoked").asOf);
      assert.equal(verdict, "unreliable", `byte ${at}`);
      assert.ok(failed.includes("signature"), failed.join());
    }
  });

  test("in a response of many, each entry can be judged", async () => {
    const {
      certificates: [, issuer],
      response,
    } = partsOf("many");
    await visit.paste(`${toPEM("CERTIFICATE", issuer)}${toPEM("OCSP RESPONSE", response)}`);
    await visit.judgeAsOf(sample("many").asOf);
    const { certificateStatus, serials } = responseByOpenSSL(response, 1000);
    assert.equal(serials?.length, 1000);
    for (const status of ["good", "revoked"]) {
      const serial = serials?.[certificateStatus?.indexOf(status) ?? 0];
      const { verdict, sentence } = await visit.run(async (wanted) => {
        const { root, until, state } = inspector;
        const search = root().querySelector("input[type=search]");
        search.value = wanted.toUpperCase();
        search.dispatchEvent(new Event("input", { bubbles: true }));
        await until(() => root().querySelectorAll(".judge").length === 1);
        root().querySelector(".judge").click();
        return state();
      }, serial);
      assert.equal(verdict, status);
      assert.ok(sentence?.includes(serial), sentence ?? "");
    }
  });

  test("nothing was complained about", () => assert.deepEqual(visit.complaints, []));
});
