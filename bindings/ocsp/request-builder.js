/** Builds OCSP requests, RFC 6960 4.1. */

import { asyncSignerOf } from "../keys/async-signer.js";
import { assertSigner, signerOf } from "../keys/signature.js";
import { toHashNumber } from "../lib/arguments.js";
import { OwnedBytes } from "../lib/bytes.js";
import { compareBy } from "../lib/equality.js";
import { OCSPError } from "../lib/error.js";
import { inspectAs } from "../lib/inspect.js";
import { flatten } from "../lib/linked-list.js";
import { knownNames, toOptions } from "../lib/options.js";
import { writeRequest, writeSignedRequest, writeTbsRequest } from "../wasm/core.js";
import { Plan } from "../wasm/plan.js";
import { certificateBytes, certificatesDER, publicKeyOf, toCertificate, toCertificates } from "../x509/certificate.js";
import { makeName, nameBytes, toNameDER } from "../x509/name.js";
import { planTarget, targetOfCertID, targetOfCertificate, targetText } from "./certid.js";
import { encoded, encodedExtensions, withExtension } from "./extension-list.js";
import { incomplete } from "./incomplete.js";
import { isSignedByAsync, makeRequest } from "./request.js";

/** @import { HashAlgorithmInput } from "../lib/arguments.js" */
/** @import { CertificateInput } from "../x509/certificate.js" */
/** @import { CertIDInput } from "./certid.js" */
/** @import { Extension } from "../x509/extension.js" */
/** @import { AsyncSignOptions, CryptoKeyLike, ExternalSigner } from "../keys/async-signer.js" */
/** @import { PrivateKeyInput } from "../keys/private-key.js" */
/** @import { OCSPRequest } from "./request.js" */
/** @import { SignOptions } from "../keys/signature.js" */
/**
 * @typedef {{ extensions?: readonly Extension[] | undefined }} SingleRequestOptions the extensions of one entry, each
 *   OID at most once
 */

/** @typedef {{ target: import("./certid.js").Target, extensions: OwnedBytes | null }} Item */

/**
 * @typedef {object} State
 * @property {import("../lib/linked-list.js").Linked<Item>} items
 * @property {import("./extension-list.js").ExtensionList} extensions
 * @property {OwnedBytes | null} requestorName
 * @property {readonly import("../x509/certificate.js").Certificate[] | null} certificates
 */

/** @type {import("../lib/options.js").Known<SingleRequestOptions>} */
const ENTRY_OPTIONS = knownNames(["extensions"]);

/** @type {State} */
const NOTHING_SET = Object.freeze({ items: null, extensions: null, requestorName: null, certificates: null });

/** @type {(state: State) => OCSPRequestBuilder} */
let builderOf;

/** What deep equality compares. @type {(builder: OCSPRequestBuilder) => string} */
let textOf;

/** Builds OCSP requests. Immutable: every method returns a new builder. */
export class OCSPRequestBuilder {
  /** @type {State} */
  #state = NOTHING_SET;

  static {
    textOf = (builder) => {
      const { items, extensions, requestorName, certificates } = builder.#state;
      return JSON.stringify([
        flatten(items).map((item) => [targetText(item.target), item.extensions?.hex()]),
        encoded(extensions)?.hex(),
        requestorName?.hex(),
        certificatesDER(certificates)?.hex(),
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

  /**
   * Asks about a certificate. Each call adds another one to the request.
   * @param {CertificateInput} certificate the certificate in question
   * @param {CertificateInput} issuer its issuer's certificate
   * @param {HashAlgorithmInput} [hashAlgorithm] SHA-1 by default, which every responder knows
   * @param {SingleRequestOptions} [options] extensions: singleRequestExtensions
   * @returns {OCSPRequestBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET (an extension twice), ERR_PEM, ERR_DER_*
   */
  addCertificate(certificate, issuer, hashAlgorithm = "SHA-1", options) {
    return this.#add(targetOfCertificate(certificate, issuer, toHashNumber(hashAlgorithm)), options);
  }

  /**
   * Asks about a certificate by its CertID. A parsed CertID is echoed byte for byte.
   * @param {CertIDInput} certID parsed, or its parts
   * @param {SingleRequestOptions} [options] extensions: singleRequestExtensions
   * @returns {OCSPRequestBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT (a hash of the wrong length, a serial number out of range),
   *   ERR_ALREADY_SET (an extension twice)
   */
  addCertificateByHash(certID, options) {
    return this.#add(targetOfCertID(certID, "certID"), options);
  }

  /** @param {import("./certid.js").Target} target @param {SingleRequestOptions | undefined} options */
  #add(target, options) {
    const { extensions = [] } = toOptions(options, ENTRY_OPTIONS);
    return builderOf({
      ...this.#state,
      items: {
        value: { target, extensions: encodedExtensions(extensions, "options.extensions") },
        previous: this.#state.items,
      },
    });
  }

  /**
   * Adds an extension to requestExtensions.
   * @param {Extension} extension each OID at most once
   * @param {{ critical?: boolean | undefined }} [options] critical: overrides the extension's own flag
   * @returns {OCSPRequestBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET
   */
  addExtension(extension, options) {
    return builderOf({
      ...this.#state,
      extensions: withExtension(this.#state.extensions, extension, options),
    });
  }

  /**
   * Says who asks, as a directoryName.
   * @param {{ readonly der: Uint8Array } | CertificateInput} name a Name, or a certificate that has it as its subject
   * @returns {OCSPRequestBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET, ERR_PEM, ERR_DER_*
   */
  requestorName(name) {
    if (this.#state.requestorName !== null) {
      throw new OCSPError("ERR_ALREADY_SET", "requestorName: it is already set");
    }
    if (nameBytes(name) !== undefined) {
      return builderOf({ ...this.#state, requestorName: new OwnedBytes(toNameDER(name, "name")) });
    }
    return builderOf({
      ...this.#state,
      requestorName: new OwnedBytes(toCertificate(name, "name").subject.der),
    });
  }

  /**
   * Sets the certificates to send with the signature.
   * @param {readonly CertificateInput[]} certificates in the order in which to send them; the first is the signer's
   * @returns {OCSPRequestBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET, ERR_PEM, ERR_DER_*
   */
  certificates(certificates) {
    if (this.#state.certificates !== null) {
      throw new OCSPError("ERR_ALREADY_SET", "certificates: they are already set");
    }
    return builderOf({ ...this.#state, certificates: toCertificates(certificates, "certificates") });
  }

  /**
   * Builds the request as it is now. The builder can be used further.
   * @returns {OCSPRequest} without a signature
   * @throws {OCSPError} ERR_INCOMPLETE if it asks about no certificate
   */
  build() {
    return makeRequest(writeRequest(this.#plan(this.#state.requestorName)));
  }

  /**
   * Builds the request with the optional signature of RFC 6960 4.1.1. A signed request needs a requestorName (4.1.2):
   * by default, it is the subject of the first certificate.
   * @param {PrivateKeyInput} key the key of the first certificate, if certificates are set
   * @param {HashAlgorithmInput | null} hashAlgorithm null for EdDSA, ML-DSA and SLH-DSA, required for all others
   * @param {SignOptions} [options] rsaPadding: "pkcs1" by default; for an id-RSASSA-PSS key always "pss"
   * @returns {OCSPRequest}
   * @throws {OCSPError} ERR_INCOMPLETE, ERR_KEY_MISMATCH, ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_KEY_ENCRYPTED,
   *   ERR_UNSUPPORTED_KEY, ERR_UNSUPPORTED_ALGORITHM, ERR_SIGNER
   */
  sign(key, hashAlgorithm, options) {
    const plan = this.#plan(this.#requestor());
    const signer = signerOf(key, hashAlgorithm, options);
    const certificate = this.#state.certificates?.[0];
    if (certificate !== undefined) {
      assertSigner(signer, certificate, publicKeyOf, "the first certificate");
    }
    const tbs = writeTbsRequest(plan);
    return this.#finish(tbs, signer.algorithm, signer.sign(tbs));
  }

  /**
   * Does the same with a key that lives elsewhere. If certificates are set, the signature must verify under the first
   * one.
   * @param {ExternalSigner | CryptoKeyLike} signer what makes the signature
   * @param {AsyncSignOptions} [options] hashAlgorithm: for ECDSA CryptoKeys, by default the one that goes with the
   *   curve
   * @returns {Promise<OCSPRequest>}
   * @throws {OCSPError} ERR_INCOMPLETE, ERR_INVALID_ARGUMENT, ERR_SIGNER (it threw, or its signature does not verify)
   */
  async signAsync(signer, options) {
    const plan = this.#plan(this.#requestor());
    const { algorithm, sign } = asyncSignerOf(signer, options);
    const tbs = writeTbsRequest(plan);
    const request = this.#finish(tbs, algorithm, await sign(tbs));
    const certificate = this.#state.certificates?.[0];
    if (certificate !== undefined && !(await isSignedByAsync(request, certificate))) {
      throw new OCSPError("ERR_SIGNER", "signer: its signature does not verify under the first certificate's key");
    }
    return request;
  }

  /** RFC 6960 4.1.2: whoever signs a request gives their name. @returns {OwnedBytes} */
  #requestor() {
    const { requestorName, certificates } = this.#state;
    const name = requestorName ?? (certificates?.[0] && new OwnedBytes(certificates[0].subject.der));
    if (!name) {
      throw incomplete(
        "a signed request must say who asks (RFC 6960 section 4.1.2): call requestorName or certificates",
      );
    }
    return name;
  }

  /** @param {OwnedBytes | null} requestorName */
  #plan(requestorName) {
    const { items, extensions } = this.#state;
    if (items === null) {
      throw incomplete("the request asks about no certificate: call addCertificate or addCertificateByHash");
    }
    const list = flatten(items);
    const plan = new Plan().span(requestorName).span(encoded(extensions)).int(list.length);
    for (const item of list) {
      planTarget(plan, item.target).span(item.extensions);
    }
    return plan;
  }

  /** @param {OwnedBytes} tbs @param {number} algorithm of SIGNATURES @param {OwnedBytes} signature */
  #finish(tbs, algorithm, signature) {
    const { certificates } = this.#state;
    return makeRequest(
      writeSignedRequest(
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
    const { items, extensions, requestorName } = this.#state;
    return {
      certificates: flatten(items).length,
      extensions: flatten(extensions).map(({ oid }) => oid),
      requestorName: requestorName && makeName(requestorName.copy()).toJSON(),
    };
  }
}
inspectAs(OCSPRequestBuilder, "OCSPRequestBuilder");
