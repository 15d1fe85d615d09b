// What a parsed message says, in the shape that the tables of the vectors have under `fields`.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { OCSPError, ReasonFlags } from "../../bindings/index.js";
import { context } from "./der.js";

export const hex = (bytes) => Buffer.from(bytes).toString("hex");
export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
export const isoTime = (date) => (date === null ? null : date.toISOString().replace(".000Z", "Z"));

const STATUS = {
  successful: "successful",
  malformed_request: "malformedRequest",
  internal_error: "internalError",
  try_later: "tryLater",
  sign_required: "sigRequired",
  unauthorized: "unauthorized",
};

/** asn1crypto's name of a CRLReason, or null, as ours. */
export const reason = (name) => (name === null || name === undefined ? null : ReasonFlags[name.toUpperCase()]);

const certIDFields = (certID) => ({
  hashAlgorithm: certID.hashAlgorithm?.replace("-", "").toLowerCase() ?? certID.hashAlgorithmOid,
  issuerNameHash: hex(certID.issuerNameHash),
  issuerKeyHash: hex(certID.issuerKeyHash),
  serial: certID.serialNumber.toString(16),
});

export const extensionFields = (extensions) =>
  [...extensions].map(({ oid, critical, value }) => ({ oid, critical, valueHex: hex(value) }));

const singleResponseFields = (single) => ({
  certId: certIDFields(single),
  status: single.certificateStatus,
  thisUpdate: isoTime(single.thisUpdate),
  nextUpdate: isoTime(single.nextUpdate),
  revocationTime: isoTime(single.revocationTime),
  revocationReason: single.revocationReason,
  singleExtensions: extensionFields(single.extensions),
});

const responderFields = ({ responderKeyHash, responderName }) => {
  assert.ok(
    (responderKeyHash === null) !== (responderName === null),
    "the responder is named or has a key hash, never both",
  );
  return responderName === null
    ? { byKey: hex(responderKeyHash) }
    : { nameDerHex: hex(context(1, responderName.der).bytes) };
};

/** A getter's value, or the code of the OCSPError that it throws. */
export function valueOrCode(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof OCSPError) {
      return error.code;
    }
    throw error;
  }
}

const CERT_ID_GETTERS = ["hashAlgorithm", "hashAlgorithmOid", "issuerNameHash", "issuerKeyHash", "serialNumber"];
const SINGLE_GETTERS = [
  ...CERT_ID_GETTERS,
  "certificateStatus",
  "revocationTime",
  "revocationReason",
  "thisUpdate",
  "nextUpdate",
];
export const SUCCESSFUL_GETTERS = [
  ...SINGLE_GETTERS,
  "responseType",
  "responses",
  "signatureAlgorithm",
  "signatureAlgorithmOid",
  "signatureHashAlgorithm",
  "signature",
  "tbsResponseBytes",
  "certificates",
  "responderKeyHash",
  "responderName",
  "producedAt",
  "extensions",
  "nonce",
  "singleExtensions",
];

/** The shortcuts give what the one entry says, and refuse where there is not exactly one. */
function assertShortcuts(message, entries, getters) {
  for (const getter of getters) {
    const expected = entries.length === 1 ? entries[0][getter] : "ERR_NOT_SINGLE";
    assert.deepEqual(
      valueOrCode(() => message[getter]),
      expected,
      getter,
    );
  }
}

export function assertRequestFields(request, fields) {
  assert.deepEqual(
    {
      requestorName: request.requestorName && hex(request.requestorName.der),
      signed: request.isSigned,
      requests: request.requests.map((single) => ({
        ...certIDFields(single),
        singleRequestExtensions: extensionFields(single.extensions),
      })),
      requestExtensions: extensionFields(request.extensions),
    },
    fields,
  );
  assertShortcuts(request, request.requests, CERT_ID_GETTERS);
  if (!fields.signed) {
    assert.deepEqual([request.signatureAlgorithm, request.signature, request.certificates], [null, null, []]);
  }
}

export function assertResponseFields(response, fields) {
  assert.equal(response.responseStatus, STATUS[fields.responseStatus]);
  if (fields.responseStatus !== "successful") {
    for (const getter of SUCCESSFUL_GETTERS) {
      assert.equal(
        valueOrCode(() => response[getter]),
        "ERR_OCSP_UNSUCCESSFUL",
        getter,
      );
    }
    assert.equal(response.toJSON().responseStatus, response.responseStatus);
    return;
  }
  const { byName, ...responderId } = fields.responderId;
  assert.equal(typeof byName === "string", "nameDerHex" in responderId);
  assert.deepEqual(
    {
      responseStatus: fields.responseStatus,
      responseType: response.responseType,
      responderId: responderFields(response),
      producedAt: isoTime(response.producedAt),
      signatureAlgorithmOid: response.signatureAlgorithmOid,
      signatureLen: response.signature.length,
      tbsSha256: sha256(response.tbsResponseBytes),
      certs: response.certificates.map((certificate) => sha256(certificate.toDER())),
      responseExtensions: extensionFields(response.extensions),
      responses: response.responses.map(singleResponseFields),
    },
    {
      ...fields,
      responderId,
      responses: fields.responses.map((single) => ({
        ...single,
        nextUpdate: single.nextUpdate ?? null,
        revocationTime: single.revocationTime ?? null,
        revocationReason: reason(single.revocationReason),
      })),
    },
  );
  assert.equal(response.signatureAlgorithm.oid, fields.signatureAlgorithmOid);
  assertShortcuts(response, response.responses, SINGLE_GETTERS);
  assert.deepEqual(
    valueOrCode(() => extensionFields(response.singleExtensions)),
    fields.responses.length === 1 ? fields.responses[0].singleExtensions : "ERR_NOT_SINGLE",
  );
}
