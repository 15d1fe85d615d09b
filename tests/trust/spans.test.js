// Each check of a report says which bytes of the response it speaks of: those of the very field in the tree, which
// `dissect-*` compare with OpenSSL's asn1parse, and with the value that the objects have.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dissect, OCSPResponse } from "../../bindings/index.js";
import { samples } from "../../build/samples.js";
import { context, enumerated, generalizedTime, integer, mark, readElement } from "../support/der.js";
import { certID, responderKeyHash, response, singleResponse, TIME } from "../support/messages.js";
import { objectsOf } from "../support/sample-objects.js";

/** @typedef {import("../../bindings/index.js").DERNode} DERNode */

const CERTIFICATE = "certs.certs[]";
const EXTENSIONS = `${CERTIFICATE}.tbsCertificate.extensions`;
const ENTRY = "tbsResponseData.responses.responses[]";

/**
 * The fields that a check can speak of, without the numbers of list items; of a BasicOCSPResponse, but for the status.
 * @type {Record<string, string[]>}
 */
const FIELDS = {
  responseStatus: ["OCSPResponse.responseStatus"],
  "certId pass": [`${ENTRY}.certID`],
  "certId fail": ["tbsResponseData.responses"],
  signature: ["signature"],
  "responderAuthorized pass": ["tbsResponseData.responderID", CERTIFICATE],
  "responderAuthorized fail": [
    "tbsResponseData.responderID",
    `${CERTIFICATE}.signatureValue`,
    `${EXTENSIONS}.extensions[].extnValue`,
  ],
  responderValidity: [`${CERTIFICATE}.tbsCertificate.validity`],
  responderRevocation: [CERTIFICATE],
  thisUpdate: [`${ENTRY}.thisUpdate`],
  nextUpdate: [`${ENTRY}.nextUpdate`],
  producedAt: ["tbsResponseData.producedAt"],
  nonce: [
    "tbsResponseData.responseExtensions",
    "tbsResponseData.responseExtensions.responseExtensions[].extnValue.Nonce",
  ],
  "criticalExtensions pass": ["tbsResponseData.responseExtensions"],
  "criticalExtensions fail": [`${ENTRY}.singleExtensions.singleExtensions[]`],
  algorithmStrength: ["signatureAlgorithm"],
};

/**
 * The names of all elements that are those bytes, or have them as contents.
 * @param {DERNode} node
 * @param {readonly [number, number]} span
 * @param {string} [parent]
 * @returns {string[]}
 */
function fieldsAt(node, [start, end], parent = "") {
  const contents = node.offset + node.headerLength;
  // The first octet of a BIT STRING counts its unused bits.
  const starts = [node.offset, contents, ...(node.type === "BIT STRING" ? [contents + 1] : [])];
  if (node.offset > start || contents + node.length < end) {
    return [];
  }
  const name =
    node.name === null
      ? parent
      : [parent, node.name.replace(/\[\d+\]/, "[]")].join(".").replace(/^\.|^.*\.BasicOCSPResponse\./, "");
  return [
    ...(starts.includes(start) && contents + node.length === end ? [name] : []),
    ...node.children.flatMap((child) => fieldsAt(child, [start, end], name)),
  ];
}

const timeIn = (der) => new TextDecoder().decode(der).match(/\d{14}Z/)?.[0];
const text = (time) => time.toISOString().replace(/[-:T]|\.\d+/g, "");

for (const sample of samples.filter(({ expect }) =>
  ["good", "revoked", "unknown", "unreliable"].includes(expect.verdict),
)) {
  test(sample.id, async () => {
    const {
      response: der,
      certificates: [certificate, issuer],
    } = objectsOf(await sample.load());
    assert.ok(der);
    const answer = OCSPResponse.fromDER(der);
    const { checks, claimed, responder } = answer.check({ certificate, issuer, time: new Date(sample.asOf) });
    const { root } = dissect(der);
    assert.ok(root);
    /** @type {Record<string, Uint8Array>} */
    const bytes = {};
    for (const { name, outcome, span } of checks) {
      if (!span) {
        continue;
      }
      bytes[name] = der.slice(...span);
      const allowed = FIELDS[name] ?? FIELDS[`${name} ${outcome === "skipped" ? "pass" : outcome}`];
      assert.ok(
        fieldsAt(root, span).some((field) => allowed?.includes(field)),
        `${name} (${outcome}) at ${span}, which is ${fieldsAt(root, span)}`,
      );
    }
    for (const { name, outcome } of checks) {
      if (outcome === "fail") {
        assert.ok(bytes[name], `${name} failed, and has no bytes`);
      }
    }
    assert.equal(timeIn(bytes.producedAt), text(answer.producedAt));
    if (claimed) {
      assert.equal(timeIn(bytes.thisUpdate), text(claimed.thisUpdate));
      assert.equal(timeIn(bytes.nextUpdate), claimed.nextUpdate ? text(claimed.nextUpdate) : undefined);
      const own = checks.find(({ name }) => name === "certId")?.span ?? [0, 0];
      const later = checks.find(({ name }) => name === "thisUpdate")?.span ?? [0, 0];
      const between = der.subarray(own[1], later[0]);
      assert.ok(
        later[0] > own[1] && between.length === 2 + (between[1] ?? 0),
        "only certStatus stands between the CertID and thisUpdate",
      );
    }
    if (responder?.kind === "delegate") {
      assert.deepEqual(Buffer.from(bytes.responderAuthorized ?? []), Buffer.from(responder.certificate.toDER()));
    }
  });
}

/**
 * Fields of an OCSPResponse, by the checks that speak of them.
 * @param {Record<string, any>} [parts]
 * @param {Record<string, any>} [entry]
 */
const marked = (parts, entry) =>
  response({
    responseStatus: mark("responseStatus", enumerated(0)),
    responderID: mark("responderAuthorized", responderKeyHash()),
    producedAt: mark("producedAt", generalizedTime(TIME)),
    responses: singleResponse({
      certID: mark("certId", certID()),
      thisUpdate: mark("thisUpdate", generalizedTime(TIME)),
      ...entry,
    }),
    ...parts,
  });

for (const [what, message] of Object.entries({
  "as it is": marked(),
  "with its version": marked({ version: context(0, integer(0)) }),
  "with a nextUpdate": marked({}, { nextUpdate: mark("nextUpdate", context(0, generalizedTime(TIME))) }),
})) {
  test(`a response ${what}: whole elements, header and contents`, () => {
    const { bytes, marks } = message;
    const { checks } = OCSPResponse.fromDER(bytes).check({ issuer: null, certificate: null });
    for (const [name, start] of Object.entries(marks)) {
      const { end } = readElement(bytes, start);
      assert.deepEqual(checks.find((check) => check.name === name)?.span, [start, end], name);
    }
  });
}
