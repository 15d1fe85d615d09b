// Commands that ask a responder from a terminal, each complete in itself: curl, OpenSSL, JavaScript. Text in, text out.
//
// The responder's URL comes from a certificate that anyone may have written, and goes into a shell. So there are two
// guards: only characters that a URL may have pass, and what passes is quoted.

import { toBase64 } from "../../../bindings/index.js";

/** @typedef {import("../../../bindings/index.js").Certificate} Certificate */
/** @typedef {import("../../../bindings/index.js").OCSPRequest} OCSPRequest */

/** Seconds that a responder has to answer. */
const PATIENCE = 30;

/**
 * Everything that RFC 3986 appendix A does not allow in a URL, and the apostrophe: not every shell ends a quotation as
 * POSIX shells do.
 */
const FOREIGN_TO_URLS = /[^\w.~:/?#[\]@!$&()*+,;=%-]/u;

/**
 * Why a URL is not used in requests and commands, in a sentence that contains nothing of it; null if it is used.
 *
 * @param {string} url
 */
export function faultOfURL(url) {
  const odd = FOREIGN_TO_URLS.exec(url);
  if (odd) {
    const code = odd[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    const place = `U+${code} at character ${odd.index + 1} of the responder URL`;
    return `${place} is refused: percent-encode it (in a host name: Punycode).`;
  }
  if (!/^https?:\/\/([^/?#@]*@)?[^/?#@]+([/?#]|$)/i.test(url) || !URL.canParse(url)) {
    return "The responder URL is not an http or https URL.";
  }
  return null;
}

/** A GET URL is the responder's URL with the request appended, which a query or a fragment does not allow: RFC 6960
 * appendix A.1.
 * @param {string} url */
export const takesGET = (url) => !/[?#]/.test(url);

/**
 * Whether every OpenSSL 3 reads a URL as curl and browsers do. Up to 3.0.19, OpenSSL takes everything before any "@"
 * for a user name, and asks another host. All versions tried (3.0.17 to 3.0.22) also misread these: without an explicit
 * port, a ":" in the path or a "/" after "?" or "#" ends the host; a fragment with a "?" becomes part of the path;
 * port 0 becomes 80; a user name is dropped; "." and ".." in the path stay; a scheme in capital letters or an unusual
 * host is not understood. So only plain URLs pass: a host in the form that goes to DNS, a port other than 0, a path
 * that needs no normalising, and no fragment.
 *
 * @param {string} url one that has no fault
 */
export function takesOpenSSL(url) {
  const [, host = "", port, rest = "/"] = /^https?:\/\/([\w.-]+|\[[\dA-Fa-f:.]+\])(?::(\d+))?(\/.*)?$/.exec(url) ?? [];
  const { hostname, pathname, search } = new URL(url);
  return (
    host.toLowerCase() === hostname &&
    rest === pathname + search &&
    Number(port ?? 80) > 0 &&
    !(port === undefined ? /[@:]/ : /@/).test(rest)
  );
}

/** fetch() refuses a URL with a user name.
 * @param {string} url one that has no fault */
export function takesFetch(url) {
  const { username, password } = new URL(url);
  return username + password === "";
}

/** One word of a POSIX shell: between apostrophes, only the apostrophe itself has a meaning.
 * @param {string} text */
export const shellQuote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** A string literal, also where line separators end a line of JavaScript.
 * @param {string} text */
export const javascriptString = (text) =>
  JSON.stringify(text).replace(/[\u2028\u2029]/g, (separator) => `\\u${separator.charCodeAt(0).toString(16)}`);

/** Feeds lines of base64 or PEM to a command. Base64 comes in groups of four, so no line of it is the delimiter.
 * @param {string} command @param {string} lines */
const feed = (command, lines) => `${command} <<'END' &&\n${lines}END\n`;

// Without --globoff, brackets in a URL would make curl ask more than once.
const curl = `curl --silent --show-error --fail --globoff --max-time ${PATIENCE} \\
  --header 'Accept: application/ocsp-response' --output ocsp-response.der \\
 `;
const show = "openssl ocsp -respin ocsp-response.der -resp_text -noverify";

/** @param {OCSPRequest} request @param {string} url */
function curlPOST(request, url) {
  const lines = toBase64(request.toDER()).replace(/.{1,64}/g, "$&\n");
  return `${feed("openssl base64 -d -out ocsp-request.der", lines)}\
${curl} --header 'Content-Type: application/ocsp-request' \\
  --data-binary @ocsp-request.der ${shellQuote(url)} &&
${show}`;
}

/** @param {OCSPRequest} request @param {string} url */
const curlGET = (request, url) => `${curl} ${shellQuote(request.toURL(url))} &&\n${show}`;

/**
 * OpenSSL applies the hash and the issuer to the certificates that follow them. With -partial_chain it trusts the
 * issuer even if that is an intermediate.
 *
 * @param {OCSPRequest} request @param {Certificate} certificate @param {Certificate} issuer @param {string} url
 */
function openssl(request, certificate, issuer, url) {
  const hash = request.hashAlgorithm?.replace("-", "").toLowerCase();
  return `${feed("cat >ocsp-certificate.pem", certificate.toPEM())}${feed("cat >ocsp-issuer.pem", issuer.toPEM())}\
openssl ocsp -${hash} -issuer ocsp-issuer.pem -cert ocsp-certificate.pem -${request.nonce ? "nonce" : "no_nonce"} \\
  -CAfile ocsp-issuer.pem -partial_chain -timeout ${PATIENCE} \\
  -url ${shellQuote(url)}`;
}

/** @param {OCSPRequest} request @param {Certificate} certificate @param {Certificate} issuer @param {string} url */
function javascript({ hashAlgorithm, nonce }, certificate, issuer, url) {
  const value = nonce?.length === 32 ? "" : `crypto.getRandomValues(new Uint8Array(${nonce?.length}))`;
  const adding = nonce ? `\n  .addExtension(nonce(${value}))` : "";
  return `import { Certificate, ${nonce ? "nonce, " : ""}OCSPRequestBuilder, OCSPResponse } from "bearocsp";

const certificate = Certificate.fromPEM(\`
${certificate.toPEM()}\`);
const issuer = Certificate.fromPEM(\`
${issuer.toPEM()}\`);

const request = new OCSPRequestBuilder()
  .addCertificate(certificate, issuer, ${javascriptString(hashAlgorithm ?? "")})${adding}
  .build();
const answer = await fetch(${javascriptString(url)}, {
  method: "POST",
  headers: { "Content-Type": "application/ocsp-request", Accept: "application/ocsp-response" },
  body: request.toDER(),
  signal: AbortSignal.timeout(${PATIENCE}_000),
});
if (!answer.ok) throw new Error(\`HTTP status \${answer.status}\`);

// Throws unless the answer can be relied on. assertGood() would also throw unless it is "good".
const { certificateStatus, revocationTime } = OCSPResponse.fromDER(await answer.arrayBuffer())
  .verify({ certificate, issuer, request });
console.log(certificateStatus, ...(revocationTime ? ["since", revocationTime] : []));
`;
}

/**
 * The commands that ask what `request` asks. curl sends the request as it is; OpenSSL and JavaScript make one like it,
 * with a nonce of their own if it has one.
 *
 * @param {object} question
 * @param {OCSPRequest} question.request for one certificate
 * @param {Certificate} question.certificate
 * @param {Certificate} question.issuer
 * @param {string} question.url of the responder, without a fault
 * @returns {{ post: string, get: string | null, openssl: string | null, javascript: string | null }} for a POSIX
 *   shell, and an ES module for Node; null where it would not work with this URL
 */
export function commandsFor({ request, certificate, issuer, url }) {
  const fault = faultOfURL(url);
  if (fault) {
    throw new RangeError(fault);
  }
  return {
    post: curlPOST(request, url),
    get: takesGET(url) ? curlGET(request, url) : null,
    openssl: takesOpenSSL(url) ? openssl(request, certificate, issuer, url) : null,
    javascript: takesFetch(url) ? javascript(request, certificate, issuer, url) : null,
  };
}
