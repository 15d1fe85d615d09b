/** Builds OCSP responses, RFC 6960 4.2. */
import {
  CERT_STATUS_NUMBERS,
  CERTIFICATE,
  HASHES,
  PUBLIC_KEY,
  REASON_NUMBERS,
  RESPONSE_STATUS_NUMBERS,
} from "../../build/lists.js";
import { asyncSignerOf } from "../keys/async-signer.js";
import { assertSigner, signerOf } from "../keys/signature.js";
import { invalidArgument, toHashNumber, toList, toMemberNumber, toSeconds } from "../lib/arguments.js";
import { compareBy } from "../lib/equality.js";
import { OCSPError } from "../lib/error.js";
import { inspectAs } from "../lib/inspect.js";
import { flatten } from "../lib/linked-list.js";
import { knownNames, toParts } from "../lib/options.js";
import { hashOf, writeResponseData, writeSignedResponse, writeUnsuccessful } from "../wasm/core.js";
import { Plan } from "../wasm/plan.js";
import {
  certificateBytes,
  certificateRow,
  certificatesDER,
  publicKeyOf,
  toCertificate,
  toCertificates,
} from "../x509/certificate.js";
import { planTarget, targetOfCertID, targetOfCertificate, targetText } from "./certid.js";
import { encoded, encodedExtensions, withExtension } from "./extension-list.js";
import { incomplete } from "./incomplete.js";
import { isSignedByAsync, makeResponse } from "./response.js";

/** @import { HashAlgorithmInput } from "../lib/arguments.js" */
/** @import { AsyncSignOptions, CryptoKeyLike, ExternalSigner } from "../keys/async-signer.js" */
/** @import { Certificate, CertificateInput } from "../x509/certificate.js" */
/** @import { CertIDInput } from "./certid.js" */
/** @import { Extension } from "../x509/extension.js" */
/** @import { PrivateKeyInput } from "../keys/private-key.js" */
/** @import { OwnedBytes } from "../lib/bytes.js" */
/** @import { OCSPCertStatus, OCSPResponse, ReasonFlags } from "./response.js" */
/** @import { SignOptions } from "../keys/signature.js" */

/**
 * @typedef {object} SingleResponseInit what an entry says, RFC 6960 4.2.1
 * @property {OCSPCertStatus} certificateStatus "good", "revoked" or "unknown"
 * @property {Date} thisUpdate when the status was known to be correct; fractions of a second are dropped, as in all
 *   times
 * @property {Date | null | undefined} [nextUpdate] when newer information will be available; not before thisUpdate
 * @property {Date | null | undefined} [revocationTime] required if the certificate is revoked, refused otherwise
 * @property {ReasonFlags | null | undefined} [revocationReason] allowed if the certificate is revoked
 * @property {Iterable<Extension> | undefined} [extensions] singleExtensions
 */
/**
 * @typedef {object} CertificateAndIssuer what an entry is about
 * @property {CertificateInput} certificate the certificate in question
 * @property {CertificateInput} issuer its issuer's certificate
 * @property {HashAlgorithmInput | undefined} [hashAlgorithm] of the CertID; "SHA-1" by default
 */
/** @typedef {SingleResponseInit & CertificateAndIssuer} SingleResponseForCertificate an entry by certificate */
/**
 * @typedef {SingleResponseInit & { certID: CertIDInput }} SingleResponseByHash an entry by CertID; that of a request is
 *   echoed byte for byte
 */

/**
 * @typedef {object} Item
 * @property {import("./certid.js").Target} target
 * @property {number} status
 * @property {number | null} revocationTime seconds
 * @property {number} reason -1 if there is none
 * @property {number} thisUpdate seconds
 * @property {number | null} nextUpdate seconds
 * @property {OwnedBytes | null} extensions
 */

/**
 * @typedef {object} Responder
 * @property {"hash" | "name"} encoding
 * @property {Certificate} certificate
 * @property {OwnedBytes} id the hash of its key, or its subject
 */
/**
 * @typedef {object} State
 * @property {import("../lib/linked-list.js").Linked<Item>} items
 * @property {import("./extension-list.js").ExtensionList} extensions
 * @property {Responder | null} responder
 * @property {readonly Certificate[] | null} certificates
 * @property {number | null} producedAt seconds
 */

const { successful: _, ...UNSUCCESSFUL_NUMBERS } = RESPONSE_STATUS_NUMBERS;
const ENCODINGS = { hash: 0, name: 1 };

/** SHA-1, by which responders are named (RFC 6960 4.2.1). */
const SHA1 = HASHES.findIndex((hash) => hash?.name === "SHA-1");

/** Hashes of keys, since most responses name the same few responders. @type {WeakMap<Certificate, OwnedBytes>} */
const KEY_HASHES = new WeakMap();

/** @param {Certificate} certificate */
function keyHashOf(certificate) {
  let hash = KEY_HASHES.get(certificate);
  if (hash === undefined) {
    hash = hashOf(certificateRow(certificate).part(CERTIFICATE.publicKey + PUBLIC_KEY.subjectPublicKey), SHA1).own();
    KEY_HASHES.set(certificate, hash);
  }
  return hash;
}

/** @type {State} */
const NOTHING_SET = Object.freeze({
  items: null,
  extensions: null,
  responder: null,
  certificates: null,
  producedAt: null,
});

/** @type {(state: State) => OCSPResponseBuilder} */
let builderOf;

/** What deep equality compares. @type {(builder: OCSPResponseBuilder) => string} */
let textOf;

/** Builds OCSP responses. Immutable: every method returns a new builder. */
export class OCSPResponseBuilder {
  /** @type {State} */
  #state = NOTHING_SET;

  static {
    textOf = (builder) => {
      const { items, extensions, responder, certificates, producedAt } = builder.#state;
      return JSON.stringify([
        flatten(items).map(({ target, extensions: own, ...rest }) => [targetText(target), own?.hex(), rest]),
        encoded(extensions)?.hex(),
        responder && [responder.encoding, certificateBytes(responder.certificate).hex()],
        certificatesDER(certificates)?.hex(),
        producedAt,
      ]);
    };
    builderOf = (state) => {
      const builder = new this();
      builder.#state = state;
      return builder;
    };
  }
  constructor() {
    compareBy(this, textOf);
  }

  /** @template {keyof State} K @param {K} part */
  #assertUnset(part, method = String(part)) {
    if (this.#state[part] !== null) {
      throw new OCSPError("ERR_ALREADY_SET", `${method}: it is already set`);
    }
  }

  /**
   * Answers for a certificate. Each call adds another entry.
   * @param {SingleResponseForCertificate} response the certificate, and what to say about it
   * @returns {OCSPResponseBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET (an extension twice), ERR_PEM, ERR_DER_*
   */
  addResponse(response) {
    return this.#add([itemOf(response, "response", false)]);
  }

  /**
   * Answers for a CertID; a parsed one is echoed byte for byte. Each call adds another entry.
   * @param {SingleResponseByHash} response the CertID, and what to say about its certificate
   * @returns {OCSPResponseBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET (an extension twice)
   */
  addResponseByHash(response) {
    return this.#add([itemOf(response, "response", true)]);
  }

  /**
   * Adds many entries at once.
   * @param {Iterable<SingleResponseForCertificate | SingleResponseByHash>} responses in order
   * @returns {OCSPResponseBuilder}
   * @throws {OCSPError} as addResponse and addResponseByHash
   */
  addResponses(responses) {
    return this.#add(
      toList(responses, "responses", "responses").map((response, i) => itemOf(response, `responses[${i}]`)),
    );
  }

  /** @param {Item[]} added */
  #add(added) {
    return builderOf({
      ...this.#state,
      items: added.reduce((previous, value) => ({ value, previous }), this.#state.items),
    });
  }

  /**
   * Says who answers, by key or by name (RFC 6960 4.2.1).
   * @param {"hash" | "name"} encoding "hash": by the SHA-1 hash of the responder's key; "name": by its subject
   * @param {CertificateInput} responderCertificate the certificate of the key that will sign
   * @returns {OCSPResponseBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET, ERR_PEM, ERR_DER_*
   */
  responderId(encoding, responderCertificate) {
    this.#assertUnset("responder", "responderId");
    toMemberNumber(encoding, "encoding", ENCODINGS);
    const certificate = toCertificate(responderCertificate, "responderCertificate");
    const id = encoding === "hash" ? keyHashOf(certificate) : certificateRow(certificate).part(CERTIFICATE.subject);
    return builderOf({ ...this.#state, responder: { encoding, certificate, id } });
  }

  /**
   * Sets the certificates to embed, such as the responder's own.
   * @param {readonly CertificateInput[]} certificates in the order in which to embed them
   * @returns {OCSPResponseBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET, ERR_PEM, ERR_DER_*
   */
  certificates(certificates) {
    this.#assertUnset("certificates");
    return builderOf({ ...this.#state, certificates: toCertificates(certificates, "certificates") });
  }

  /**
   * Adds an extension to responseExtensions.
   * @param {Extension} extension each OID at most once
   * @param {{ critical?: boolean | undefined }} [options] critical: overrides the extension's own flag
   * @returns {OCSPResponseBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET
   */
  addExtension(extension, options) {
    return builderOf({
      ...this.#state,
      extensions: withExtension(this.#state.extensions, extension, options),
    });
  }

  /**
   * Sets producedAt, which is the time of signing by default.
   * @param {Date} time from 1970 to 9999; fractions of a second are dropped
   * @returns {OCSPResponseBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET
   */
  producedAt(time) {
    this.#assertUnset("producedAt");
    return builderOf({ ...this.#state, producedAt: toSeconds(time, "time") });
  }

  /**
   * Signs with a key that is at hand.
   * @param {PrivateKeyInput} key the key of the responder certificate
   * @param {HashAlgorithmInput | null} hashAlgorithm null for EdDSA, ML-DSA and SLH-DSA, required for all others
   * @param {SignOptions} [options] rsaPadding: "pkcs1" by default; for an id-RSASSA-PSS key always "pss"
   * @returns {OCSPResponse}
   * @throws {OCSPError} ERR_INCOMPLETE, ERR_KEY_MISMATCH, ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_KEY_ENCRYPTED,
   *   ERR_UNSUPPORTED_KEY, ERR_UNSUPPORTED_ALGORITHM, ERR_SIGNER
   */
  sign(key, hashAlgorithm, options) {
    const responder = this.#assertComplete();
    const signer = signerOf(key, hashAlgorithm, options);
    assertSigner(signer, responder.certificate, publicKeyOf, "the responder certificate");
    const tbs = this.#prepare(responder);
    return this.#finish(tbs, signer.algorithm, signer.sign(tbs));
  }

  /**
   * Signs with a key that lives elsewhere. The signature must verify under the responder certificate.
   * @param {ExternalSigner | CryptoKeyLike} signer what makes the signature
   * @param {AsyncSignOptions} [options] hashAlgorithm: for ECDSA CryptoKeys, by default the one that goes with the
   *   curve
   * @returns {Promise<OCSPResponse>}
   * @throws {OCSPError} ERR_INCOMPLETE, ERR_INVALID_ARGUMENT, ERR_SIGNER (it threw, or its signature does not verify)
   */
  async signAsync(signer, options) {
    const responder = this.#assertComplete();
    const { algorithm, sign } = asyncSignerOf(signer, options);
    const tbs = this.#prepare(responder);
    const response = this.#finish(tbs, algorithm, await sign(tbs));
    if (!(await isSignedByAsync(response, responder.certificate))) {
      throw new OCSPError("ERR_SIGNER", "signer: its signature does not verify under the responder certificate's key");
    }
    return response;
  }

  /** @returns {Responder} */
  #assertComplete() {
    const { items, responder } = this.#state;
    if (items === null) {
      throw incomplete("the response has no entry: call addResponse, addResponseByHash or addResponses");
    }
    if (responder === null) {
      throw incomplete("the response does not say who answers: call responderId");
    }
    return responder;
  }

  /** @param {Responder} responder @returns {OwnedBytes} DER of tbsResponseData */
  #prepare({ encoding, id }) {
    const { items, extensions, producedAt } = this.#state;
    const list = flatten(items);
    const plan = new Plan()
      .span(encoding === "name" ? id : null)
      .span(null)
      .span(encoding === "hash" ? id : null)
      .time(producedAt ?? Math.floor(Date.now() / 1000))
      .span(encoded(extensions))
      .int(list.length);
    for (const item of list) {
      planTarget(plan, item.target)
        .int(item.status)
        .time(item.revocationTime)
        .int(item.reason)
        .time(item.thisUpdate)
        .time(item.nextUpdate)
        .span(item.extensions);
    }
    return writeResponseData(plan);
  }

  /** @param {OwnedBytes} tbs @param {number} algorithm of SIGNATURES @param {OwnedBytes} signature */
  #finish(tbs, algorithm, signature) {
    const { certificates } = this.#state;
    return makeResponse(
      writeSignedResponse(
        new Plan()
          .span(tbs)
          .int(algorithm)
          .span(signature)
          .spans((certificates ?? []).map(certificateBytes)),
      ),
    );
  }

  /** What has been set so far, for JSON.stringify. */
  toJSON() {
    const { items, extensions, responder, certificates, producedAt } = this.#state;
    return {
      responses: flatten(items).length,
      extensions: flatten(extensions).map(({ oid }) => oid),
      responder: responder && { encoding: responder.encoding, subject: responder.certificate.subject.toJSON() },
      certificates: certificates?.length ?? 0,
      producedAt: producedAt === null ? null : new Date(producedAt * 1000).toJSON(),
    };
  }

  /**
   * Builds a response that only says why there is no answer (RFC 6960 4.2.1). It is not signed.
   * @param {keyof typeof UNSUCCESSFUL_NUMBERS} status any but "successful"
   * @returns {OCSPResponse}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT
   */
  static buildUnsuccessful(status) {
    return makeResponse(writeUnsuccessful(toMemberNumber(status, "status", UNSUCCESSFUL_NUMBERS)));
  }
}
inspectAs(OCSPResponseBuilder, "OCSPResponseBuilder");

/** What an entry says, after what it is about. @type {readonly (keyof SingleResponseInit)[]} */
const STATUS_NAMES = [
  "certificateStatus",
  "thisUpdate",
  "nextUpdate",
  "revocationTime",
  "revocationReason",
  "extensions",
];
/** @typedef {SingleResponseForCertificate & SingleResponseByHash} EntryParts */
/** @type {import("../lib/options.js").Known<EntryParts>} */
const ENTRY = knownNames(["certificate", "issuer", "hashAlgorithm", "certID", ...STATUS_NAMES], (given) => ({
  ...given,
}));

/**
 * @param {unknown} init SingleResponseForCertificate or SingleResponseByHash
 * @param {string} name of the argument
 * @param {boolean} [byHash] which of them it has to be; by default, what it says itself
 * @returns {Item}
 */
function itemOf(init, name, byHash) {
  const parts = toParts(init, ENTRY, name);
  const target = (byHash ?? parts.certID !== undefined) ? targetByHash(parts, name) : targetByCertificate(parts, name);
  return itemFor(target, parts, name);
}

/** @param {Partial<EntryParts>} parts @param {string} name */
function targetByCertificate({ certificate, issuer, hashAlgorithm = "SHA-1", certID }, name) {
  if (certID !== undefined) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `${name}.certID: expected nothing, since this entry is by certificate; addResponseByHash takes a CertID`,
    );
  }
  return targetOfCertificate(certificate, issuer, toHashNumber(hashAlgorithm, `${name}.hashAlgorithm`), `${name}.`);
}

/** @param {Partial<EntryParts>} parts @param {string} name */
function targetByHash(parts, name) {
  /* An issuer contradicts nothing. */
  for (const member of /** @type {const} */ (["certificate", "hashAlgorithm"])) {
    if (parts[member] !== undefined) {
      throw new OCSPError(
        "ERR_INVALID_ARGUMENT",
        `${name}.${member}: expected nothing beside certID, which already says what the entry is about`,
      );
    }
  }
  return targetOfCertID(parts.certID, `${name}.certID`);
}

/** @param {unknown} value Date, or null or undefined @param {string} name @returns {number | null} */
const toOptionalSeconds = (value, name) => (value === undefined || value === null ? null : toSeconds(value, name));

/**
 * @param {Item["target"]} target
 * @param {Partial<SingleResponseInit>} response
 * @param {string} name
 * @returns {Item}
 */
function itemFor(target, response, name) {
  const status = toMemberNumber(response.certificateStatus, `${name}.certificateStatus`, CERT_STATUS_NUMBERS);
  const thisUpdate = toSeconds(response.thisUpdate, `${name}.thisUpdate`);
  const nextUpdate = toOptionalSeconds(response.nextUpdate, `${name}.nextUpdate`);
  const revocationTime = toOptionalSeconds(response.revocationTime, `${name}.revocationTime`);
  const { revocationReason: reason = null, extensions = [] } = response;
  if (nextUpdate !== null && nextUpdate < thisUpdate) {
    throw new OCSPError("ERR_INVALID_ARGUMENT", `${name}.nextUpdate: expected a time not before thisUpdate`);
  }
  const isRevoked = status === CERT_STATUS_NUMBERS.revoked;
  if (isRevoked && revocationTime === null) {
    throw invalidArgument(
      `${name}.revocationTime`,
      "the Date on which the certificate was revoked",
      response.revocationTime,
    );
  }
  if (!isRevoked && (revocationTime !== null || reason !== null)) {
    const member = revocationTime !== null ? "revocationTime" : "revocationReason";
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `${name}.${member}: expected nothing for a certificate that is not revoked`,
    );
  }
  return {
    target,
    status,
    revocationTime,
    reason: reason === null ? -1 : toMemberNumber(reason, `${name}.revocationReason`, REASON_NUMBERS),
    thisUpdate,
    nextUpdate,
    extensions: encodedExtensions(extensions, `${name}.extensions`),
  };
}
