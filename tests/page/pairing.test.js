// web/page/pairing.js: of certificates, requests and responses in any order, those that belong together. All of them
// made by OpenSSL.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Certificate, findIssuer, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { KeptKeys } from "../../bindings/keys/kept-keys.js";
import { pair, remarkOn } from "../../web/page/pairing.js";
import { addSecondCA } from "../support/dsa-key-substitution.js";
import { makePKI } from "../support/pki.js";

const folder = mkdtempSync(join(tmpdir(), "bearocsp-pairing-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const openssl = (...args) => execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
const file = (name) => readFileSync(join(folder, name));

writeFileSync(
  join(folder, "extensions.cnf"),
  `
[ca]
basicConstraints = critical, CA:TRUE
[leaf]
basicConstraints = critical, CA:FALSE
[delegate]
extendedKeyUsage = OCSPSigning
`,
);

/**
 * @param {string} name of the files @param {string} subject @param {string} issuer name of its files; its own for a
 *   root
 * @param {number} serial @param {string} [section] none: of version 1
 */
function issue(name, subject, issuer, serial, section) {
  openssl(
    "req",
    "-new",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-subj",
    subject,
    "-keyout",
    `${name}.key`,
    "-out",
    `${name}.csr`,
  );
  openssl(
    "x509",
    "-req",
    "-in",
    `${name}.csr`,
    ...(issuer === name ? ["-signkey", `${name}.key`] : ["-CA", `${issuer}.pem`, "-CAkey", `${issuer}.key`]),
    "-set_serial",
    String(serial),
    "-days",
    "100",
    ...(section ? ["-extfile", "extensions.cnf", "-extensions", section] : []),
    "-out",
    `${name}.pem`,
  );
  return Certificate.fromPEM(file(`${name}.pem`).toString());
}

const root = issue("root", "/CN=Root", "root", 1, "ca");
const ca = issue("ca", "/CN=CA", "root", 2, "ca");
// Another CA that calls itself the same, with a certificate of the same serial number as the leaf.
const namesake = issue("namesake", "/CN=CA", "namesake", 3, "ca");
const leaf = issue("leaf", "/CN=leaf", "ca", 1000, "leaf");
const sibling = issue("sibling", "/CN=sibling", "ca", 1001, "leaf");
const twin = issue("twin", "/CN=twin", "namesake", 1000, "leaf");
const stranger = issue("stranger", "/CN=Stranger", "stranger", 4, "ca");
const strangersLeaf = issue("strangers-leaf", "/CN=far away", "stranger", 1000, "leaf");
const delegate = issue("delegate", "/CN=Responder", "ca", 1002, "delegate");
// Fits the responder id of what it signs, without the right to.
const pretender = issue("pretender", "/CN=Pretender", "ca", 1003, "leaf");
// What the key of a leaf can sign: with a name like the leaf's, as a CA, with the very name.
const decoy = issue("decoy", "/CN=leaf.", "leaf", 5000, "leaf");
const decoyCA = issue("decoy-ca", "/CN=leaf.", "leaf", 5001, "ca");
const decoySelf = issue("decoy-self", "/CN=leaf", "leaf", 5002, "leaf");
// Of a CA's name and a stranger's issue.
const falseCA = issue("false-ca", "/CN=CA", "stranger", 5003, "ca");
// Of version 1: without extensions.
const oldCA = issue("old-ca", "/CN=Old CA", "root", 6);
const oldLeaf = issue("old-leaf", "/CN=old leaf", "old-ca", 7);
const oldDecoy = issue("old-decoy", "/CN=old leaf.", "old-leaf", 8, "leaf");

writeFileSync(
  join(folder, "index.txt"),
  [1000, 1001]
    .map(
      (serial) => `V\t351231235959Z\t\t${serial.toString(16).toUpperCase().padStart(4, "0")}\tunknown\t/CN=${serial}\n`,
    )
    .join(""),
);

/**
 * A request about these, and the response to it.
 *
 * @param {string} name
 * @param {string[]} about
 * @param {{ signer?: string, issuer?: string, nonce?: boolean, hash?: string, id?: string[] }} [options]
 */
function exchange(name, about, { signer = "delegate", issuer = "ca", nonce = false, hash = "sha1", id = [] } = {}) {
  openssl(
    "ocsp",
    `-${hash}`,
    "-issuer",
    `${issuer}.pem`,
    ...about.flatMap((each) => ["-cert", `${each}.pem`]),
    nonce ? "-nonce" : "-no_nonce",
    "-reqout",
    `${name}.req`,
  );
  openssl(
    "ocsp",
    "-index",
    "index.txt",
    "-CA",
    `${issuer}.pem`,
    "-rsigner",
    `${signer}.pem`,
    "-rkey",
    `${signer}.key`,
    "-reqin",
    `${name}.req`,
    "-respout",
    `${name}.resp`,
    "-ndays",
    "7",
    "-resp_no_certs",
    ...id,
  );
  return { request: OCSPRequest.fromDER(file(`${name}.req`)), response: OCSPResponse.fromDER(file(`${name}.resp`)) };
}
const ofLeaf = exchange("leaf", ["leaf"], { nonce: true });
const ofLeafAgain = exchange("leaf-again", ["leaf"], { nonce: true, hash: "sha256" });
const ofSibling = exchange("sibling", ["sibling"]);
const ofBoth = exchange("both", ["sibling", "leaf"], { id: ["-resp_key_id"] });
const ofPretender = exchange("pretender", ["leaf"], { signer: "pretender" });
const ofTwin = exchange("twin", ["twin"], { issuer: "namesake", signer: "namesake" });
const tryLater = OCSPResponse.fromDER(new Uint8Array([0x30, 3, 10, 1, 3]));

const objects = (certificates, requests = [], responses = []) => ({ certificates, requests, responses });

/** Whatever the order: what is checked must hold in each of these. */
function* orders(list) {
  yield list;
  yield [...list].reverse();
  for (let i = 1; i < list.length; i++) {
    yield [...list.slice(i), ...list.slice(0, i)];
  }
}

const all = [root, ca, namesake, leaf, sibling, twin, stranger, strangersLeaf, delegate];

for (const [what, { response, request }, certificate, issuer] of /** @type {const} */ ([
  ["SHA-1", ofLeaf, leaf, ca],
  ["SHA-256", ofLeafAgain, leaf, ca],
  ["a sibling", ofSibling, sibling, ca],
  ["the same serial number and issuer's name, another issuer's key", ofTwin, twin, namesake],
])) {
  test(`a response finds its certificate and issuer among all: ${what}`, () => {
    for (const certificates of orders(all)) {
      const pairing = pair(objects(certificates, [], [response]));
      assert.equal(pairing.certificate, certificate);
      assert.equal(pairing.issuer, issuer);
      assert.equal(pairing.by, "key");
    }
  });
  test(`a request finds its certificate and issuer among all: ${what}`, () => {
    for (const certificates of orders(all)) {
      const pairing = pair(objects(certificates, [request], []));
      assert.equal(pairing.certificate, certificate);
      assert.equal(pairing.issuer, issuer);
    }
  });
}

test("of two certificates that a response answers for, one is taken that is there", () => {
  assert.equal(pair(objects([ca, leaf], [], [ofBoth.response])).certificate, leaf);
  assert.equal(pair(objects([ca, sibling], [], [ofBoth.response])).certificate, sibling);
});

test("without the issuer, serial number and issuer's name are enough", () => {
  for (const certificates of orders([strangersLeaf, leaf, sibling])) {
    assert.equal(pair(objects(certificates, [], [ofLeaf.response])).certificate, leaf);
    assert.equal(pair(objects(certificates, [ofLeaf.request], [])).certificate, leaf);
  }
  assert.equal(pair(objects([leaf], [], [ofLeaf.response])).issuer, null);
});

test("the issuer is the certificate whose key verifies, and never one that only has the name", () => {
  for (const certificates of orders([leaf, namesake, ca])) {
    const { certificate, issuer, by, problem } = pair(objects(certificates));
    assert.deepEqual([certificate, issuer, by, problem], [leaf, ca, "key", null]);
  }
  for (const [certificates, problem, candidates] of [
    [[leaf, namesake, root], "wrong-key", [namesake]],
    [[leaf, root], "no-issuer", []],
  ]) {
    const found = pair(objects(certificates));
    assert.deepEqual([found.issuer, found.by, found.problem, found.candidates], [null, null, problem, candidates]);
  }
});

test("what stays open is said, with the certificates that may be meant and the control that decides", () => {
  const several = remarkOn(pair(objects([ca, leaf, sibling])));
  assert.deepEqual(several, [
    "It is not clear which certificate is in question: ",
    leaf,
    " or ",
    sibling,
    ". Choose “the certificate” in the menu beside the one that is meant.",
  ]);
  assert.deepEqual(remarkOn(pair(objects([leaf, namesake]))), [
    namesake,
    " has the name of the issuer, but the certificate was signed with another key.",
  ]);
  assert.deepEqual(remarkOn(pair(objects([leaf, ca]))), []);
  assert.deepEqual(remarkOn(pair(objects([leaf]))), []);
  assert.deepEqual(remarkOn(pair(objects([ca], [], [ofLeaf.response]))), [
    "The issuer was recognised by the hash of its key. Add the certificate in question too.",
  ]);
  assert.deepEqual(remarkOn(pair(objects([ca, strangersLeaf], [], [ofLeaf.response]))), [
    "The message names this issuer, but the certificate was issued by another.",
  ]);
});

test("without the certificate, the issuer is known by the hash of its key", () => {
  for (const { response, request } of [ofLeaf, ofLeafAgain]) {
    for (const certificates of orders([namesake, ca, root, delegate])) {
      for (const given of [objects(certificates, [], [response]), objects(certificates, [request])]) {
        const { certificate, issuer, by } = pair(given);
        assert.deepEqual([certificate, issuer, by], [null, ca, "hash"]);
      }
    }
  }
});

test("the CA that a message names is not in question itself", () => {
  const { certificate, issuer } = pair(objects([ca], [], [ofLeaf.response]));
  assert.deepEqual([certificate, issuer], [null, ca]);
  assert.equal(pair(objects([ca])).certificate, ca);
});

test("a chain alone: the leaf and its issuer", () => {
  for (const certificates of orders([leaf, ca, root])) {
    const { certificate, issuer, response, request } = pair(objects(certificates));
    assert.deepEqual([certificate, issuer, response, request], [leaf, ca, null, null]);
  }
  const alone = pair(objects([root]));
  assert.deepEqual([alone.certificate, alone.issuer, alone.by], [root, root, "key"]);
  assert.deepEqual(pair(objects([])), {
    certificate: null,
    issuer: null,
    by: null,
    problem: "no-certificate",
    candidates: [],
    error: null,
    request: null,
    response: null,
    delegates: [],
  });
});

test("what the leaf's key signed does not take the leaf's place", () => {
  for (const certificates of [
    [leaf, ca, decoy],
    [leaf, decoy, ca],
    [leaf, ca, decoy, root],
    [leaf, ca, decoyCA],
    [decoyCA, ca, leaf],
  ]) {
    const { certificate, issuer, by } = pair(objects(certificates));
    assert.deepEqual([certificate, issuer, by], [leaf, ca, "key"]);
  }
  assert.equal(pair(objects([decoy, ca, leaf])).certificate, decoy, "of several ends the first");
  const open = pair(objects([ca, leaf, decoy]));
  assert.deepEqual([open.certificate, open.problem, open.candidates], [null, "several-certificates", [leaf, decoy]]);
  for (const certificates of orders([leaf, ca, decoySelf])) {
    assert.equal(pair(objects(certificates)).certificate, leaf);
  }
  // Nor does a CA that only has the name.
  assert.equal(pair(objects([ca, strangersLeaf, root])).certificate, strangersLeaf);
  assert.equal(pair(objects([falseCA, leaf])).certificate, leaf);
  assert.equal(pair(objects([stranger, falseCA])).certificate, falseCA);
});

test("a certificate of version 1 cannot say whether it is of a CA: the first end is in question, whatever it signed", () => {
  assert.deepEqual(
    [oldCA, oldLeaf].map(({ version, isCA }) => [version, isCA]),
    [
      [1, false],
      [1, false],
    ],
  );
  for (const others of orders([oldCA, root, oldDecoy])) {
    const { certificate, issuer } = pair(objects([oldLeaf, ...others]));
    assert.deepEqual([certificate, issuer], [oldLeaf, oldCA]);
  }
});

test("a certificate that the response does not speak of is in question all the same", () => {
  const { certificate, issuer } = pair(objects([ca, leaf], [], [ofSibling.response]));
  assert.deepEqual([certificate, issuer], [leaf, ca]);
  // Its own issuer is not there: that of the message shows that the two do not belong together.
  const far = pair(objects([ca, strangersLeaf], [], [ofLeaf.response]));
  assert.deepEqual([far.certificate, far.issuer, far.by], [strangersLeaf, ca, "hash"]);
});

test("delegates: who may sign for a CA, and whom the responder id names; by name and by key", () => {
  for (const { response } of [ofLeaf, ofBoth]) {
    assert.deepEqual(pair(objects([leaf, ca, sibling, delegate], [], [response])).delegates, [delegate]);
  }
  assert.deepEqual(pair(objects([leaf, ca, pretender], [], [ofPretender.response])).delegates, [pretender]);
  assert.deepEqual(pair(objects([leaf, ca, pretender], [], [ofLeaf.response])).delegates, []);
  assert.deepEqual(pair(objects([leaf, ca, delegate, pretender], [], [ofPretender.response])).delegates, [
    delegate,
    pretender,
  ]);
  const byKey = exchange("by-key", ["leaf"], { signer: "pretender", id: ["-resp_key_id"] });
  assert.deepEqual(pair(objects([leaf, ca, pretender, sibling], [], [byKey.response])).delegates, [pretender]);
});

test("a request and a response: about the same certificate, then with the same nonce", () => {
  const requests = [ofSibling.request, ofLeafAgain.request, ofLeaf.request];
  for (const each of orders(requests)) {
    assert.equal(pair(objects([leaf, ca], each, [ofLeaf.response])).request, ofLeaf.request);
    assert.equal(pair(objects([leaf, ca], each, [ofSibling.response])).request, ofSibling.request);
  }
  // The only one there is, though it asks about something else: that is for the checks to say.
  assert.equal(pair(objects([leaf, ca], [ofSibling.request], [ofLeaf.response])).request, ofSibling.request);
});

test("of several responses and requests, the one that is looked at decides", () => {
  const several = objects(
    [ca, sibling, leaf],
    [ofSibling.request, ofLeaf.request],
    [ofSibling.response, ofLeaf.response],
  );
  for (const message of [ofLeaf.response, ofLeaf.request]) {
    const { certificate, response, request } = pair(several, { message });
    assert.deepEqual([certificate, response, request], [leaf, ofLeaf.response, ofLeaf.request]);
  }
  const { certificate, request } = pair(several);
  assert.deepEqual([certificate, request], [sibling, ofSibling.request]);
});

test("a request that is looked at finds its certificate, whatever the response is about", () => {
  const given = objects([ca, sibling, leaf], [ofLeaf.request], [ofSibling.response]);
  assert.equal(pair(given, { message: ofLeaf.request }).certificate, leaf);
  assert.equal(pair(given, { message: ofSibling.response }).certificate, sibling);
});

test("an error response speaks of what its request asked about", () => {
  const { certificate, issuer, response } = pair(objects([sibling, leaf, ca], [ofLeaf.request], [tryLater]));
  assert.deepEqual([certificate, issuer, response], [leaf, ca, tryLater]);
});

test("of a certificate that is signed with DSA a person says who issued it: anyone can make another key that verifies it", () => {
  const pki = makePKI();
  after(pki.remove);
  addSecondCA(pki, { responder: "http://ocsp.example/" });
  const [server, second, dsaCA] = ["dsa-server.pem", "second-ca.pem", "dsa-ca.pem"].map((name) =>
    Certificate.fromPEM(pki.text(name)),
  );
  assert.deepEqual(
    [second, dsaCA].map((each) => server.isIssuedBy(each)),
    [true, true],
  );
  const responses = ["honest.der", "forged.der"].map((name) => OCSPResponse.fromDER(readFileSync(pki.at(name))));
  for (const given of [[], ...responses.map((response) => [response])]) {
    for (const certificates of [
      ...orders([server, second, dsaCA]),
      ...orders([server, second]),
      ...orders([server, dsaCA]),
    ]) {
      const { certificate, issuer, by } = pair(objects(certificates, [], given));
      assert.deepEqual([certificate, issuer, by], [server, null, null]);
      assert.match(String(remarkOn(pair(objects(certificates, [], given)))), /DSA.*Choose “the issuer” in the menu/);
      const chosen = pair(objects(certificates, [], given), { issuer: dsaCA });
      assert.deepEqual([chosen.certificate, chosen.issuer, chosen.by], [server, dsaCA, "chosen"]);
    }
  }
});

test("what somebody chose counts", () => {
  const given = objects([leaf, sibling, ca, namesake], [], [ofLeaf.response]);
  assert.equal(pair(given, { certificate: sibling }).certificate, sibling);
  const chosen = pair(given, { issuer: namesake });
  assert.deepEqual([chosen.certificate, chosen.issuer, chosen.by], [leaf, namesake, "chosen"]);
  assert.equal(pair(objects([leaf, ca]), { issuer: leaf }).certificate, ca);
});

test("one key is tried once, however many certificates have it", (t) => {
  const der = namesake.toDER();
  const others = Array.from({ length: 50 }, (_, i) => {
    const other = Buffer.from(der);
    // Its serial number, which openssl was told: INTEGER, one octet, 3.
    other[other.indexOf(Buffer.from("020103", "hex"), 5) + 2] = 10 + i;
    return Certificate.fromDER(other);
  });
  assert.equal(new Set(others.map(({ serialNumber }) => serialNumber)).size, 50);
  // Whatever is kept of a key is looked for once a signature.
  const asked = t.mock.method(KeptKeys.prototype, "of");
  const own = Certificate.fromDER(leaf.toDER());
  assert.equal(findIssuer(own, [...others, ca]).issuer, ca);
  assert.equal(asked.mock.callCount(), 2);
});
