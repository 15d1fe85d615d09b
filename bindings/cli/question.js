/** What `bearocsp check` asks about, and whom: from files, or from what a server sends. */
import { issuerAmong, issuerMissing, noIssuer, readCertificate, readIssuer } from "./chain.js";
import { InputError } from "./exit.js";
import { fetchIssuer } from "./fetch-issuer.js";
import { hasCredentials, limitsOf, shownURL } from "./http.js";
import { nameOf, readCertificates } from "./input.js";
import { assertForGet, hasQuery, respondersOf } from "./responders.js";
import { connectTo, serverOf } from "./server.js";

/** @typedef {import("../index.js").Certificate} Certificate */
/** @typedef {import("./server.js").Sent} Sent */
/** @typedef {ReturnType<typeof limitsOf>} Limits */
/** @typedef {Record<string, any>} Options */

/**
 * @typedef {object} Question what is asked about
 * @property {Certificate} certificate
 * @property {string} source of the certificate, for messages
 * @property {Certificate | null} own its issuer, where that came with it
 * @property {InputError} missing that it did not
 * @property {Limits} limits for all that is asked
 * @property {Sent | null} sent by a server
 */

/** @param {string} file @param {Options} options @returns {Promise<Question>} */
async function fromFile(file, options) {
  const certificate = await readCertificate(file, "<cert>");
  const { issuer, search } = await readIssuer(certificate, file, options.issuer);
  const missing = noIssuer(certificate, file, options.issuer, search);
  const limits = limitsOf(options.timeout, options.maxSize);
  return { certificate, source: nameOf(file), own: issuer, missing, limits, sent: null };
}

/** @param {import("./server.js").Address} address @param {Options} options @returns {Promise<Question>} */
async function fromServer(address, options) {
  const given = options.issuer === undefined ? null : await readCertificates(options.issuer, "--issuer");
  const limits = limitsOf(options.timeout, options.maxSize);
  const sent = await connectTo(address, limits);
  const [certificate] = sent.chain;
  const { issuer, search } = issuerAmong(certificate, given ?? sent.chain, {
    source: given === null ? address.name : nameOf(options.issuer),
    isChosen: given !== null,
  });
  const missing = issuerMissing(certificate, `${address.name}: it does not send`, options.issuer, search);
  return { certificate, source: address.name, own: issuer, missing, limits, sent };
}

/** @param {Question} question @param {Options} options @returns {string[]} whom to ask */
export function urlsOf({ certificate }, options) {
  const urls = options.url === undefined ? respondersOf(certificate) : [options.url];
  const usable = options.get ? urls.filter((url) => !hasQuery(url)) : urls;
  if (usable.length === 0 && urls.length > 0) {
    assertForGet(urls[0]);
  }
  const unsafe = urls.find(hasCredentials);
  if (unsafe !== undefined) {
    throw new InputError(`the URL of a responder must not have a user name or password: ${shownURL(unsafe)}`);
  }
  return usable;
}

/**
 * @param {Question} question
 * @param {Options} options
 * @returns {Promise<{ issuer: Certificate, sources: { issuerURL?: string } }>}
 */
export async function issuerOf({ certificate, own, missing, limits }, options) {
  if (own !== null) {
    return { issuer: own, sources: {} };
  }
  if (options.issuer !== undefined) {
    throw missing;
  }
  const { issuer, url } = await fetchIssuer(certificate, missing, limits);
  return { issuer, sources: { issuerURL: url } };
}

/** @param {string} target file, or server @param {Options} options @returns {Promise<Question>} */
export async function readQuestion(target, options) {
  const server = serverOf(target);
  return server === null ? fromFile(target, options) : fromServer(server, options);
}
