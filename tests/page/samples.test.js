// The page's samples: each is what its author says it is, by this library and by OpenSSL; every story is there; a build
// leaves no private key behind, and the next one tells the same.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { Certificate, OCSPError, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { CHECKS } from "../../build/lists.js";
import { samples } from "../../build/samples.js";
import { openssl } from "../support/openssl.js";
import { withoutPython } from "../support/python-worker.js";
import { dersOf, objectsOf } from "../support/sample-objects.js";
import { FOR_FAKETIME } from "../support/surroundings.js";

const PYTHON = process.env.PYTHON ?? "/usr/bin/python3";
const MAKER = fileURLToPath(new URL("../../web/make-samples.py", import.meta.url));
const MODULE = fileURLToPath(new URL("../../build/samples.js", import.meta.url));
const STORIES = [
  "good",
  "revoked",
  "unknown",
  "stale",
  "future",
  "wrong-issuer",
  "sibling",
  "tampered",
  "unauthorized",
  "truncated",
  "many",
  "sha1",
  "nonce",
  "expired-delegate",
  "other-certificate",
  "critical",
  "missing-issuer",
  "try-later",
  "request",
  "ed25519",
  "hostile",
  "broken-certificate",
];
/** With the library the page may weigh 132 kB; the samples come when they are asked for. */
const GZIPPED_BYTES = 25_000;

const folder = mkdtempSync(join(tmpdir(), "samples-test-"));
after(() => rmSync(folder, { recursive: true }));

const toolIsMissing = (name) => spawnSync(name, ["--version"]).error && `no ${name}`;
const withoutFaketime = toolIsMissing("faketime") ?? false;

// ---------------------------------------------------------------------------------------------- what is in a paste

/** By story. @type {Record<string, import("../support/sample-objects.js").Objects>} */
const OBJECTS = Object.fromEntries(
  await Promise.all(samples.map(async ({ id, load }) => [id, objectsOf(await load())])),
);
/** By story. @type {Record<string, string>} */
const TIMES = Object.fromEntries(samples.map(({ id, asOf }) => [id, asOf]));

/** Every certificate of a story that can be read, those inside its response too. */
function certificatesOf(id) {
  const { certificates, response } = OBJECTS[id];
  const embedded =
    response !== null &&
    judge(id).verdict !== "broken" &&
    OCSPResponse.fromDER(response).responseStatus === "successful"
      ? OCSPResponse.fromDER(response).certificates.map((each) => Buffer.from(each.toDER()))
      : [];
  return id === "broken-certificate" ? certificates.slice(1) : [...certificates, ...embedded];
}

// ---------------------------------------------------------------------------------------------- the library's
// judgement

/**
 * What the page takes: a certificate whose key did not sign the one in question is not its issuer.
 * @param {string} id
 */
const meant = (id) =>
  id === "wrong-issuer" ? { ...OBJECTS[id], certificates: OBJECTS[id].certificates.slice(0, 1) } : OBJECTS[id];

/**
 * What this library says of a story, in the words of `expect`.
 * @param {string} id
 * @param {import("../support/sample-objects.js").Objects} [objects]
 * @returns {{ verdict: string, failed: string[], error?: OCSPError, report?:
 *   import("../../bindings/index.js").VerificationReport }}
 */
function judge(id, objects = meant(id)) {
  let certificate, issuer, request, response;
  try {
    [certificate = null, issuer = null] = objects.certificates.map((der) => Certificate.fromDER(der));
    request = objects.request === null ? undefined : OCSPRequest.fromDER(objects.request);
    response = objects.response === null ? null : OCSPResponse.fromDER(objects.response);
  } catch (error) {
    if (!(error instanceof OCSPError) || error.offset === undefined) {
      throw error;
    }
    return { verdict: "broken", failed: [], error };
  }
  if (response === null) {
    return { verdict: "undecided", failed: [] };
  }
  const report = response.check({ certificate, issuer, request, time: new Date(TIMES[id]) });
  const failed = report.checks.filter(({ outcome }) => outcome === "fail").map(({ name }) => name);
  const verdict =
    response.responseStatus !== "successful"
      ? "unsuccessful"
      : issuer === null
        ? "undecided"
        : (report.certificateStatus ?? "unreliable");
  return { verdict, failed, report };
}

test("the wrong issuer, given as the issuer, fails certId and responderAuthorized", () => {
  const { verdict, failed } = judge("wrong-issuer", OBJECTS["wrong-issuer"]);
  assert.deepEqual({ verdict, failed }, { verdict: "unreliable", failed: ["certId", "responderAuthorized"] });
});

for (const { id, title, expect } of samples) {
  test(`"${title}" is ${expect.verdict}${expect.failed.length > 0 ? `, for ${expect.failed.join(", ")}` : ""}`, () => {
    const { verdict, failed } = judge(id);
    assert.deepEqual({ verdict, failed }, expect);
  });
}

test("the truncated response is broken where it ends, the certificate in notAfter", () => {
  assert.equal(judge("truncated").error?.code, "ERR_DER_TRUNCATED");
  const { error } = judge("broken-certificate");
  assert.deepEqual([error?.code, error?.path], ["ERR_DER_TAG", "Certificate.tbsCertificate.validity.notAfter"]);
});

test("every check that can fail is failed by a story", () => {
  // Whether the delegate itself is revoked is only noted.
  const wanted = CHECKS.map(({ name }) => name).filter((name) => name !== "responderRevocation");
  const failed = new Set(samples.flatMap(({ expect }) => expect.failed));
  assert.deepEqual(
    wanted.filter((name) => !failed.has(name)),
    [],
  );
});

// ---------------------------------------------------------------------------------------------- OpenSSL's judgement

/** A file of the test's folder, with a path for OpenSSL. */
const file = (name, content) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const toPEM = (der) => openssl(["x509", "-inform", "DER"], der);
/** What `openssl ocsp` says of a story at its time, both channels. */
function ask(id, args) {
  const at = TIMES[id].replace("T", " ").replace("Z", "");
  const { error, stdout, stderr } = spawnSync("faketime", [at, "openssl", "ocsp", ...args], {
    encoding: "utf8",
    env: FOR_FAKETIME,
    maxBuffer: 2 ** 24,
  });
  if (error) {
    throw error;
  }
  return stdout + stderr;
}

describe("OpenSSL agrees", { skip: withoutFaketime }, () => {
  /** Rows of ours that it does not ask about here. */
  const UNASKED = ["producedAt", "algorithmStrength", "criticalExtensions"];
  const answered = samples.filter(
    ({ id, expect }) => !["broken", "unsuccessful"].includes(expect.verdict) && OBJECTS[id].response !== null,
  );

  for (const { id, title, expect } of answered) {
    test(`on "${title}"`, () => {
      const {
        certificates: [certificate, issuer],
        request,
        response,
      } = OBJECTS[id];
      const respin = file(`${id}.response`, response);
      const printed = ask(id, ["-respin", respin, "-noverify", "-resp_text"]);
      const hash = /Hash Algorithm: (\w+)/.exec(printed)?.[1];
      const ca =
        issuer === undefined
          ? []
          : ["-issuer", file(`${id}.ca.pem`, toPEM(issuer)), "-CAfile", join(folder, `${id}.ca.pem`)];
      const what = issuer === undefined ? [] : [`-${hash}`, "-cert", file(`${id}.pem`, toPEM(certificate))];
      const text = ask(id, ["-respin", respin, "-no_nonce", ...ca, ...what]);

      const fails = (...rows) => rows.some((row) => expect.failed.includes(row));
      // It compares no nonces of files, so that what it reads in both is compared here.
      const nonceOf = (printed) => /OCSP Nonce: \n\s*([0-9A-F]+)/.exec(printed)?.[1];
      const sent =
        request === null ? undefined : nonceOf(ask(id, ["-reqin", file(`${id}.request`, request), "-req_text"]));
      assert.equal(sent !== nonceOf(printed), fails("nonce"));
      // Without the issuer it finds nobody to trust.
      const verified = /^Response verify OK$/m.test(text);
      assert.notEqual(verified, /^Response Verify Failure$/m.test(text), text);
      assert.equal(
        verified,
        !fails("signature", "responderAuthorized", "responderValidity") && expect.verdict !== "undecided",
        text,
      );
      if (expect.verdict === "undecided") {
        return;
      }
      const status = text.match(/^(?:.*\.pem: )?(good|revoked|unknown)$/m)?.[1] ?? null;
      assert.equal(status === null, fails("certId"), text);
      if (status !== null) {
        assert.equal(/Status times invalid/.test(text), fails("thisUpdate", "nextUpdate"), text);
      }
      if (["good", "revoked", "unknown"].includes(expect.verdict)) {
        assert.equal(status, expect.verdict, text);
      } else {
        assert.ok(
          !verified || status === null || /Status times invalid/.test(text) || fails("nonce", ...UNASKED),
          text,
        );
      }
    });
  }

  test("on what it reads and does not object to: SHA-1, a critical extension, a time to come", () => {
    const printed = (id) => ask(id, ["-respin", file(id, OBJECTS[id].response), "-noverify", "-resp_text"]);
    assert.match(printed("sha1").split("\nCertificate:")[0], /Signature Algorithm: sha1WithRSAEncryption/);
    assert.match(printed("critical"), /1\.3\.6\.1\.4\.1\.99999\.2: critical/);
    const producedAt = /Produced At: (.*)/.exec(printed("future"))?.[1];
    assert.ok(new Date(producedAt ?? NaN) > new Date(TIMES.future), producedAt);
  });

  test("on what refuses to answer", () => {
    for (const [id, words] of [
      ["unauthorized", "unauthorized (6)"],
      ["try-later", "trylater (3)"],
    ]) {
      assert.ok(ask(id, ["-respin", file(id, OBJECTS[id].response)]).includes(`Responder Error: ${words}`), id);
    }
  });

  test("on what is broken", () => {
    assert.match(
      ask("truncated", ["-respin", file("truncated", OBJECTS.truncated.response)]),
      /Error reading OCSP response/i,
    );
    const [broken] = OBJECTS["broken-certificate"].certificates;
    assert.throws(
      () => openssl(["x509", "-inform", "DER", "-noout"], broken),
      /unable to load certificate|Could not (?:read|find)/i,
    );
  });

  test("on the request of the log: it asks about www.bear.example", () => {
    const text = ask("request", ["-reqin", file("log.request", OBJECTS.request.request), "-req_text"]);
    const [certificate] = OBJECTS.good.certificates;
    const serial = openssl(["x509", "-inform", "DER", "-noout", "-serial"], certificate)
      .toString()
      .trim()
      .replace("serial=", "");
    assert.equal(/Serial Number: (\w+)/.exec(text)?.[1], serial);
  });

  test("on the 1,000 entries, of which one is meant", () => {
    const text = ask("many", ["-respin", file("many", OBJECTS.many.response), "-noverify", "-resp_text"]);
    assert.equal(text.match(/Cert Status: /g)?.length, 1000);
    assert.equal(text.match(/Cert Status: revoked/g)?.length, 25);
  });
});

test("OpenSSL reads every object but the cut one", () => {
  for (const [id, objects] of Object.entries(OBJECTS)) {
    for (const der of dersOf(objects)) {
      const read = () => openssl(["asn1parse", "-inform", "DER"], der);
      if (id === "truncated" && der === objects.response) {
        assert.throws(read, id);
      } else {
        assert.doesNotThrow(read, id);
      }
    }
  }
});

// ---------------------------------------------------------------------------------------------- the list

test("every story of the page is told, once, in plain words", () => {
  const ids = samples.map(({ id }) => id);
  assert.deepEqual(
    STORIES.filter((id) => !ids.includes(id)),
    [],
  );
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(new Set(samples.map(({ title }) => title)).size, ids.length);
  for (const { id, title, story, asOf } of samples) {
    assert.match(title, /^[A-Z][\w -]{2,30}$/, id);
    assert.match(story, /^(?:[^.]|\.(?! ))+\.(?: (?:[^.]|\.(?! ))+\.)?$/, `${id}: one or two sentences`);
    assert.equal(new Date(asOf).toISOString().replace(".000", ""), asOf, id);
  }
});

test("every certificate says in its names that it is a sample", () => {
  for (const { id } of samples) {
    for (const der of certificatesOf(id)) {
      const names = openssl(["x509", "-inform", "DER", "-noout", "-subject", "-issuer"], der)
        .toString()
        .trim()
        .split("\n");
      assert.equal(names.length, 2);
      for (const name of names) {
        assert.match(name, /O = "?Bear Example \(sample PKI, not for use\)/, id);
      }
    }
  }
});

test("keys and signatures are of several kinds", () => {
  const kinds = new Set();
  for (const { id } of samples) {
    for (const der of certificatesOf(id)) {
      const text = openssl(["x509", "-inform", "DER", "-noout", "-text", "-certopt", "no_sigdump"], der).toString();
      kinds.add([/Public Key Algorithm: (\S+)/.exec(text)?.[1], /\((\d+) bit\)/.exec(text)?.[1]].join(" ").trim());
    }
  }
  assert.deepEqual([...kinds].sort(), ["ED25519", "id-ecPublicKey 256", "id-ecPublicKey 384", "rsaEncryption 2048"]);
});

test(`the module has at most ${GZIPPED_BYTES.toLocaleString("en")} bytes, gzipped`, (t) => {
  const size = gzipSync(readFileSync(MODULE), { level: 9 }).length;
  t.diagnostic(`${size} bytes gzipped`);
  assert.ok(size <= GZIPPED_BYTES, `${size} bytes`);
});

// ---------------------------------------------------------------------------------------------- the build

test("nothing in the module is a private key", () => {
  const source = readFileSync(MODULE, "utf8");
  assert.doesNotMatch(source, /PRIVATE KEY/);
  const told = new Set(
    Object.values(OBJECTS)
      .flatMap(dersOf)
      .map((der) => der.toString("hex")),
  );
  const kept = [...source.matchAll(/"([0-9a-f]{10,})"/g)].map(([, hex]) => hex);
  assert.deepEqual(
    kept.filter((hex) => !told.has(hex)),
    [],
    "octets that are in no story",
  );
  for (const hex of kept) {
    assert.throws(() => openssl(["pkey", "-inform", "DER", "-noout"], Buffer.from(hex, "hex")), "a private key");
  }
});

describe("a build", { skip: withoutPython }, () => {
  const scratch = join(folder, "scratch");
  mkdirSync(scratch);
  const output = join(folder, "again.mjs");

  test("leaves nothing behind but the module", () => {
    execFileSync(PYTHON, ["-B", MAKER, output], { env: { ...process.env, TMPDIR: scratch }, stdio: "pipe" });
    assert.deepEqual(readdirSync(scratch), []);
  });

  test("tells the same stories as the one before, of the same times, with keys of its own", async () => {
    const again = (await import(pathToFileURL(output).href)).samples;
    const told = (list) => list.map(({ load, ...story }) => story);
    assert.deepEqual(told(again), told(samples));
    for (const { id, load } of again) {
      const objects = objectsOf(await load());
      const words = (each) =>
        judge(id, each).report?.checks.map(({ name, outcome, message }) => `${name} ${outcome}: ${message}`);
      assert.deepEqual(words(objects), words(OBJECTS[id]), id);
      objects.certificates.forEach((der, i) =>
        assert.ok(!der.equals(OBJECTS[id].certificates[i]), `${id}: the same certificate`),
      );
    }
  });

  test("says what is missing", () => {
    mkdirSync(join(folder, "without/asn1crypto"), { recursive: true });
    writeFileSync(join(folder, "without/asn1crypto/__init__.py"), 'raise ImportError("none here")\n');
    const nowhere = join(folder, "nowhere.js");
    const run = (env) =>
      spawnSync(PYTHON, ["-B", MAKER, nowhere], { encoding: "utf8", env: { ...process.env, ...env } });
    const noModule = run({ PYTHONPATH: join(folder, "without") });
    assert.equal(noModule.status, 1);
    assert.match(noModule.stderr, /has no asn1crypto: apt-get install python3-asn1crypto, or pip install asn1crypto/);
    const noOpenSSL = run({ PATH: scratch });
    assert.equal(noOpenSSL.status, 1);
    assert.match(noOpenSSL.stderr, /no openssl in PATH: apt-get install openssl/);
    assert.throws(() => readFileSync(nowhere), { code: "ENOENT" });
  });
});
