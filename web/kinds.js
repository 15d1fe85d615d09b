// The four things that the page reads: how each is decoded and shown.

import { Certificate, OCSPRequest, OCSPResponse } from "../bindings/index.js";
import { bytesFromText } from "../bindings/text.js";
import { certificateHeadline, certificateView } from "./certificate-view.js";
import { requestHeadline, requestView } from "./request-view.js";
import { responseHeadline, responseView } from "./response-view.js";

/**
 * @typedef {"certificate" | "issuer" | "request" | "response"} KindName
 *
 * @typedef Kind
 * @property {KindName} name
 * @property {string} title
 * @property {string} noun as in "this is not …"
 * @property {string} hint
 * @property {string} origin where one gets such a thing from, shown while there is none
 * @property {(source: string | Uint8Array) => any} read text or DER to an object; throws OCSPError
 * @property {(object: any) => Node} headline
 * @property {(object: any) => Node} view
 */

/** @param {string | Uint8Array} source */
function derOf(source) {
  return typeof source === "string" ? bytesFromText(source) : source;
}

/** A chain or a tool's output has several blocks: the first certificate counts, whatever stands before it.
 * @param {string | Uint8Array} source */
function readCertificate(source) {
  if (typeof source === "string" && source.includes("-----BEGIN")) return Certificate.fromPEM(source);
  return Certificate.fromDER(derOf(source));
}

const certificate = {
  noun: "a certificate",
  read: readCertificate,
  headline: certificateHeadline,
  view: certificateView,
};

/** @type {readonly Kind[]} */
export const KINDS = [
  {
    ...certificate,
    name: "certificate",
    title: "Certificate",
    hint: "The certificate whose status is in question.",
    origin: "A server's certificate, for instance: openssl s_client -connect example.com:443 prints it as PEM.",
  },
  {
    ...certificate,
    name: "issuer",
    title: "Issuer",
    hint: "The certificate of the CA that issued it.",
    origin: "Servers send it too: it is the second one that openssl s_client -showcerts prints.",
  },
  {
    name: "request",
    title: "Request",
    noun: "an OCSP request",
    hint: "An OCSP request, as a client sends it.",
    origin: "Build one above, or take the body of a client's POST, or what openssl ocsp -reqout writes.",
    read: (source) => OCSPRequest.fromDER(derOf(source)),
    headline: requestHeadline,
    view: requestView,
  },
  {
    name: "response",
    title: "Response",
    noun: "an OCSP response",
    hint: "An OCSP response, from a responder or stapled by a server.",
    origin: "The body of a responder's answer, or what openssl ocsp -respout writes.",
    read: (source) => OCSPResponse.fromDER(derOf(source)),
    headline: responseHeadline,
    view: responseView,
  },
];
