// OpenSSL's reading of a request, `openssl ocsp -req_text`, and what it has to print for the values that another reader
// told.

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** @param {Uint8Array} der */
export async function requestText(der) {
  const child = spawn("openssl", ["ocsp", "-reqin", "-", "-req_text"], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(der);
  return text(child.stdout);
}

const HASHES = { "SHA-1": "sha1", "SHA-224": "sha224", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" };
const BASIC = "1.3.6.1.5.5.7.48.1.1";
/** The names of 1.3.6.1.5.5.7.48.1.8 and .9 are older than the extensions that RFC 6960 put there. */
const EXTENSIONS = {
  nonce: "OCSP Nonce",
  crlReferences: "OCSP CRL ID",
  acceptableResponses: "Acceptable OCSP Responses",
  archiveCutoff: "OCSP Archive Cutoff",
  serviceLocator: "OCSP Service Locator",
  cRLReason: "X509v3 CRL Reason Code",
  invalidityDate: "Invalidity Date",
  preferredSignatureAlgorithms: "Extended OCSP Status",
  extendedRevoke: "valid",
};
const REASONS = {
  unspecified: "Unspecified",
  keyCompromise: "Key Compromise",
  cACompromise: "CA Compromise",
  affiliationChanged: "Affiliation Changed",
  superseded: "Superseded",
  cessationOfOperation: "Cessation Of Operation",
  certificateHold: "Certificate Hold",
  removeFromCRL: "Remove From CRL",
  privilegeWithdrawn: "Privilege Withdrawn",
  aACompromise: "AA Compromise",
};

const spaces = (count) => " ".repeat(count);

/** 35 octets on a line. */
const octets = (value) =>
  value
    .slice("bytes ".length)
    .toUpperCase()
    .replace(/(.{70})(?=.)/g, "$1\\\n");

function integer(value) {
  const digits = BigInt(value.slice("integer ".length)).toString(16);
  return octets(`bytes ${digits.length % 2 === 0 ? digits : `0${digits}`}`);
}

function time(value) {
  // "Thu, 29 Feb 2024 12:00:00 GMT"
  const [, day, month, year, clock] = new Date(value.slice("time ".length)).toUTCString().split(" ");
  return `${month} ${String(Number(day)).padStart(2)} ${clock} ${year} GMT`;
}

/** As it stands, with a dot for what cannot be printed. */
const raw = (value) =>
  Buffer.from(value.slice("bytes ".length), "hex")
    .toString("latin1")
    .replace(/[^ -~\n\r]/g, ".");

function serviceLocatorText({ issuer, ocspUrls }, value, indent, names) {
  const name = names.get(issuer.der);
  // Nothing printed of an empty Name is a failure to OpenSSL, after which it prints the extension as one that it does
  // not know.
  if (name === "") {
    return `${spaces(indent)}${raw(value)}`;
  }
  return [name, ...ocspUrls.map((url) => `${spaces(2 * indent)}OCSP - URI:${url}`)].join("\n");
}

/** @param {any} extension @param {number} indent @param {Map<string, string>} names by DER, as OpenSSL writes them */
function extensionValue({ name, value, decoded }, indent, names) {
  const line = (content) => `${spaces(indent)}${content}\n`;
  switch (name) {
    case "nonce":
      return line(octets(value));
    case "acceptableResponses":
      return line(decoded.map((oid) => (oid === BASIC ? "Basic OCSP Response" : oid)).join(", "));
    case "archiveCutoff":
    case "invalidityDate":
      return line(time(decoded));
    case "cRLReason":
      return line(REASONS[decoded]);
    case "serviceLocator":
      return line(`Issuer: ${serviceLocatorText(decoded, value, indent, names)}`);
    case "crlReferences":
      return [
        decoded.url === null ? "" : line(`crlUrl: ${decoded.url}`),
        decoded.number === null ? "" : line(`crlNum: ${integer(decoded.number)}`),
        decoded.time === null ? "" : line(`crlTime: ${time(decoded.time)}`),
        "\n",
      ].join("");
    default:
      return line(raw(value));
  }
}

function extensionsText(title, extensions, indent, names) {
  if (extensions.length === 0) {
    return "";
  }
  const each = extensions.map(
    (extension) =>
      `${spaces(indent + 4)}${EXTENSIONS[extension.name] ?? extension.oid}: ${extension.critical ? "critical" : ""}\n` +
      extensionValue(extension, indent + 8, names),
  );
  return `${spaces(indent)}${title}:\n${each.join("")}`;
}

const requestEntryText = (entry, names) =>
  [
    "        Certificate ID:",
    `          Hash Algorithm: ${HASHES[entry.hashAlgorithm] ?? entry.hashAlgorithmOid}`,
    `          Issuer Name Hash: ${octets(entry.issuerNameHash)}`,
    `          Issuer Key Hash: ${octets(entry.issuerKeyHash)}`,
    `          Serial Number: ${integer(entry.serialNumber)}`,
    extensionsText("Request Single Extensions", entry.extensions, 8, names),
  ].join("\n");

/**
 * @param {any} description of a request without signature, by interop.py
 * @param {Map<string, string>} names by DER, as OpenSSL writes them
 */
export const expectedRequestText = (description, names) =>
  [
    "OCSP Request Data:\n    Version: 1 (0x0)\n",
    description.requestorName === null
      ? ""
      : `    Requestor Name: DirName:${names.get(description.requestorName.der)}\n`,
    "    Requestor List:\n",
    ...description.requests.map((entry) => requestEntryText(entry, names)),
    extensionsText("Request Extensions", description.extensions, 4, names),
  ].join("");
