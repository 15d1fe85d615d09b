/** Builds OCSP requests, RFC 6960 4.1. */

import { asyncSignerOf } from "../keys/async-signer.js";
import { checkSigner, signerOf } from "../keys/signature.js";
import { checkHashAlgorithm, checkOptions } from "../lib/arguments.js";
import { Octets } from "../lib/bytes.js";
import { OCSPError } from "../lib/error.js";
import { presentAs } from "../lib/inspect.js";
import { flatten } from "../lib/linked-list.js";
import { Plan, writeRequest, writeSignedRequest, writeTbsRequest } from "../wasm/core.js";
import { certificatesDER, checkCertificate, checkCertificates, publicKeyOf } from "../x509/certificate.js";
import { checkName, makeName, nameBytes } from "../x509/name.js";
import { planTarget, targetOfCertID, targetOfCertificate } from "./certid.js";
import { encoded, encodedExtensions, withExtension } from "./extension-list.js";
import { makeRequest } from "./request.js";

/** @import { HashAlgorithmInput } from "../lib/arguments.js" */
/** @import { CertificateInput } from "../x509/certificate.js" */
/** @import { CertIDInput } from "./certid.js" */
/** @import { Extension } from "../x509/extension.js" */
/** @import { AsyncSignOptions, CryptoKeyLike, ExternalSigner } from "../keys/async-signer.js" */
/** @import { PrivateKeyInput } from "../keys/private-key.js" */
/** @import { OCSPRequest } from "./request.js" */
/** @import { SignOptions } from "../keys/signature.js" */
/**
 * @typedef {{ extensions?: readonly Extension[] | undefined }} SingleRequestOptions extensions of one entry, each OID
 *   once
 */

/** @typedef {{ target: import("./certid.js").Target, extensions: Octets | null }} Item */

/**
 * @typedef {object} State
 * @property {import("../lib/linked-list.js").Linked<Item>} items
 * @property {import("./extension-list.js").ExtensionList} extensions
 * @property {Octets | null} requestorName
 * @property {readonly import("../x509/certificate.js").Certificate[] | null} certificates
 */

/** @type {() => OCSPRequestBuilder} */
let emptyBuilder;

/** Immutable: every method returns a new builder. */
export class OCSPRequestBuilder {
  /** @type {State} */
  #state = { items: null, extensions: null, requestorName: null, certificates: null };

  static {
    emptyBuilder = () => new this();
  }

  /** @param {Partial<State>} change */
  #with(change) {
    const builder = emptyBuilder();
    builder.#state = { ...this.#state, ...change };
    return builder;
  }

  /**
   * Asks for a certificate. May be called several times: one request, several certificates.
   * @param {CertificateInput} certificate the certificate in question
   * @param {CertificateInput} issuer its issuer's certificate
   * @param {HashAlgorithmInput} [hashAlgorithm] SHA-1 unless given, as RFC 5019 mandates
   * @param {SingleRequestOptions} [options] extensions: singleRequestExtensions
   * @returns {OCSPRequestBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET (an extension twice), ERR_PEM, ERR_DER_*
   */
  addCertificate(certificate, issuer, hashAlgorithm = "SHA-1", options) {
    return this.#add(targetOfCertificate(certificate, issuer, checkHashAlgorithm(hashAlgorithm)), options);
  }

  /**
   * Asks for a certificate by its CertID. A parsed CertID is echoed byte for byte.
   * @param {CertIDInput} certID parsed, or its parts
   * @param {SingleRequestOptions} [options] extensions: singleRequestExtensions
   * @returns {OCSPRequestBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT (a hash of another length, a serial number out of range), ERR_ALREADY_SET
   *   (an extension twice)
   */
  addCertificateByHash(certID, options) {
    return this.#add(targetOfCertID(certID, "certID"), options);
  }

  /** @param {import("./certid.js").Target} target @param {SingleRequestOptions | undefined} options */
  #add(target, options) {
    const { extensions = [] } = checkOptions(options);
    return this.#with({
      items: {
        value: { target, extensions: encodedExtensions(extensions, "options.extensions") },
        previous: this.#state.items,
      },
    });
  }

  /**
   * Adds to requestExtensions.
   * @param {Extension} extension each OID once
   * @param {{ critical?: boolean | undefined }} [options] critical overrides the extension's own
   * @returns {OCSPRequestBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET
   */
  addExtension(extension, options) {
    return this.#with({ extensions: withExtension(this.#state.extensions, extension, options) });
  }

  /**
   * Says who asks, as a directoryName.
   * @param {{ readonly der: Uint8Array } | CertificateInput} name a Name, or a certificate, whose subject it is
   * @returns {OCSPRequestBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET, ERR_PEM, ERR_DER_*
   */
  requestorName(name) {
    if (this.#state.requestorName !== null) {
      throw new OCSPError("ERR_ALREADY_SET", "requestorName: it is set already");
    }
    if (nameBytes(name) !== undefined) {
      return this.#with({ requestorName: new Octets(checkName(name, "name")) });
    }
    return this.#with({ requestorName: new Octets(checkCertificate(name, "name").subject.der) });
  }

  /**
   * Certificates to send with a signature; the first is the signer's.
   * @param {readonly CertificateInput[]} certificates in the order in which they are sent
   * @returns {OCSPRequestBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET, ERR_PEM, ERR_DER_*
   */
  certificates(certificates) {
    if (this.#state.certificates !== null) {
      throw new OCSPError("ERR_ALREADY_SET", "certificates: they are set already");
    }
    return this.#with({ certificates: checkCertificates(certificates) });
  }

  /**
   * The request as it is now, to be sent; the builder can be used further.
   * @returns {OCSPRequest} without a signature
   * @throws {OCSPError} ERR_INCOMPLETE where there is no certificate
   */
  build() {
    return makeRequest(writeRequest(this.#plan(this.#state.requestorName)));
  }

  /**
   * Builds with the optional signature of RFC 6960 4.1.1. requestorName, which 4.1.2 then requires, is the first
   * certificate's subject unless set.
   * @param {PrivateKeyInput} key of the first certificate, where there are some
   * @param {HashAlgorithmInput | null} hashAlgorithm null for Ed25519 and Ed448, and required otherwise
   * @param {SignOptions} [options] rsaPadding: "pkcs1" unless given, or the key is an id-RSASSA-PSS one
   * @returns {OCSPRequest}
   * @throws {OCSPError} ERR_INCOMPLETE, ERR_KEY_MISMATCH, ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_KEY_ENCRYPTED,
   *   ERR_UNSUPPORTED_KEY,
   * ERR_UNSUPPORTED_ALGORITHM, ERR_SIGNER
   */
  sign(key, hashAlgorithm, options) {
    const plan = this.#plan(this.#requestor());
    const signer = signerOf(key, hashAlgorithm, options);
    const certificate = this.#state.certificates?.[0];
    if (certificate !== undefined) {
      checkSigner(signer, publicKeyOf(certificate), "the first certificate");
    }
    const tbs = writeTbsRequest(plan);
    return this.#finish(tbs, signer.algorithm, signer.sign(tbs));
  }

  /**
   * The same with a key that lives elsewhere. What comes back is checked against the first certificate, where there are
   * some.
   * @param {ExternalSigner | CryptoKeyLike} signer what makes the signature
   * @param {AsyncSignOptions} [options] hashAlgorithm: for ECDSA CryptoKeys; by the curve unless given
   * @returns {Promise<OCSPRequest>}
   * @throws {OCSPError} ERR_INCOMPLETE, ERR_INVALID_ARGUMENT, ERR_SIGNER (it threw, or what it returned is no signature
   *   of the signer)
   */
  async signAsync(signer, options) {
    const plan = this.#plan(this.#requestor());
    const { algorithm, sign } = asyncSignerOf(signer, options);
    const tbs = writeTbsRequest(plan);
    const request = this.#finish(tbs, algorithm, await sign(tbs));
    const certificate = this.#state.certificates?.[0];
    if (certificate !== undefined && !request.isSignedBy(certificate)) {
      throw new OCSPError("ERR_SIGNER", "what the signer returned is no signature under the first certificate's key");
    }
    return request;
  }

  /** RFC 6960 4.1.2: who signs says who it is. @returns {Octets} */
  #requestor() {
    const { requestorName, certificates } = this.#state;
    const name = requestorName ?? (certificates?.[0] && new Octets(certificates[0].subject.der));
    if (!name) {
      throw new OCSPError(
        "ERR_INCOMPLETE",
        "a signed request says who asks (RFC 6960 section 4.1.2): call requestorName or certificates first",
      );
    }
    return name;
  }

  /** @param {Octets | null} requestorName */
  #plan(requestorName) {
    const { items, extensions } = this.#state;
    if (items === null) {
      throw new OCSPError(
        "ERR_INCOMPLETE",
        "the request asks for no certificate: call addCertificate or addCertificateByHash first",
      );
    }
    const list = flatten(items);
    const plan = new Plan().span(requestorName).span(encoded(extensions)).int(list.length);
    for (const item of list) {
      planTarget(plan, item.target).span(item.extensions);
    }
    return plan;
  }

  /** @param {Octets} tbs @param {number} algorithm of SIGNATURES @param {Octets} signature */
  #finish(tbs, algorithm, signature) {
    const { certificates } = this.#state;
    return makeRequest(
      writeSignedRequest(new Plan().span(tbs).int(algorithm).span(signature).span(certificatesDER(certificates))),
    );
  }

  /** What was added so far. */
  toJSON() {
    const { items, extensions, requestorName } = this.#state;
    return {
      certificates: flatten(items).length,
      extensions: flatten(extensions).map(({ oid }) => oid),
      requestorName: requestorName && makeName(requestorName.copy()).toJSON(),
    };
  }
}
presentAs(OCSPRequestBuilder, "OCSPRequestBuilder");
