/** Builds OCSP requests, RFC 6960 4.1. */
import { checkHashAlgorithm, checkOptions } from "./arguments.js";
import { checkCertificate } from "./certificate.js";
import { planTarget, targetOfCertID, targetOfCertificate } from "./certid.js";
import { Plan, writeRequest } from "./core.js";
import { OCSPError } from "./error.js";
import { encoded, encodedExtensions, withExtension } from "./extension-list.js";
import { flatten } from "./linked.js";
import { checkName, nameBytes } from "./name.js";
import { Octets } from "./octets.js";
import { makeRequest } from "./request.js";

/** @typedef {import("./arguments.js").HashAlgorithmInput} HashAlgorithmInput */
/** @typedef {import("./certificate.js").CertificateInput} CertificateInput */
/** @typedef {import("./certid.js").CertIDInput} CertIDInput */
/** @typedef {import("./extension.js").Extension} Extension */
/** @typedef {{ extensions?: readonly Extension[] | undefined }} SingleRequestOptions */

/** @typedef {{ target: import("./certid.js").Target, extensions: Octets | null }} Item */

/**
 * @typedef {object} State
 * @property {import("./linked.js").Linked<Item>} items
 * @property {import("./extension-list.js").ExtensionList} extensions
 * @property {Octets | null} requestorName
 */

/** Immutable: every method returns a new builder. */
export class OCSPRequestBuilder {
  /** @type {State} */
  #state = { items: null, extensions: null, requestorName: null };

  /** @param {Partial<State>} change */
  #with(change) {
    const builder = new OCSPRequestBuilder();
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
   * @param {CertIDInput} certID
   * @param {SingleRequestOptions} [options] extensions: singleRequestExtensions
   * @returns {OCSPRequestBuilder}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT (a hash of another length, a serial number out of range), ERR_ALREADY_SET (an extension twice)
   */
  addCertificateByHash(certID, options) {
    return this.#add(targetOfCertID(certID, "certID"), options);
  }

  /** @param {import("./certid.js").Target} target @param {SingleRequestOptions | undefined} options */
  #add(target, options) {
    const { extensions = [] } = checkOptions(options);
    return this.#with({ items: { value: { target, extensions: encodedExtensions(extensions, "options.extensions") }, previous: this.#state.items } });
  }

  /**
   * Adds to requestExtensions.
   * @param {Extension} extension
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
   * @returns {import("./request.js").OCSPRequest} without a signature
   * @throws {OCSPError} ERR_INCOMPLETE where there is no certificate
   */
  build() {
    const { items, extensions, requestorName } = this.#state;
    if (items === null) {
      throw new OCSPError("ERR_INCOMPLETE", "the request asks for no certificate: call addCertificate or addCertificateByHash first");
    }
    const list = flatten(items);
    const plan = new Plan().span(requestorName).span(encoded(extensions)).int(list.length);
    for (const item of list) {
      planTarget(plan, item.target).span(item.extensions);
    }
    return makeRequest(writeRequest(plan));
  }
}
