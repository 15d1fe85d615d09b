// recognize(): PEM blocks as people have them, in mails, logs, JSON, source code and by OpenSSL, whole and broken.

import assert from "node:assert/strict";
import { test } from "node:test";
import { recognize } from "../../bindings/recognize/recognize.js";
import { certificateFile, derOf, openssl, privateKeyPEM, publicKeyDER } from "../support/openssl.js";
import { assertFinds, assertFindsNothing, base64, pem, sample, wrapped } from "../support/pasted.js";
import { withoutVectors } from "../support/vectors.js";

const skip = withoutVectors;
const first = () => sample("cryptography.io"),
  second = () => sample("letsencryptx3");
const both = () => pem(first()) + pem(second());

/** Every line with something before it. */
const prefixed = (text, prefix) => text.replace(/^(?=.)/gm, prefix);

const FORMS = {
  "as it is": (text) => text,
  "text around it": (text) => `Dear all,\nthis is the chain:\n\n${text}\nIt ends on Monday.`,
  CRLF: (text) => text.replaceAll("\n", "\r\n"),
  CR: (text) => text.replaceAll("\n", "\r"),
  "CRCRLF, as of a file that was converted twice": (text) => text.replaceAll("\n", "\r\r\n"),
  "a byte order mark": (text) => `\ufeff${text}`,
  indented: (text) => prefixed(text, "\t    "),
  "empty lines between all lines": (text) => text.replaceAll("\n", "\n\n"),
  "spaces at the ends of lines": (text) => text.replaceAll("\n", "  \n"),
  "quoted in a mail": (text) => prefixed(text, "> "),
  "quoted twice": (text) => prefixed(text, ">> "),
  "a diff": (text) => prefixed(text, "+"),
  "a comment in C": (text) => `/*\n${prefixed(text, " * ")} */`,
  "a comment in a shell": (text) => prefixed(text, "# "),
  "a comment in C++": (text) => prefixed(text, "// "),
  "line numbers": (text) =>
    text
      .split("\n")
      .map((line, i) => `${String(i + 1).padStart(6)}\t${line}`)
      .join("\n"),
  "grep -n": (text) =>
    text
      .split("\n")
      .map((line, i) => `${i + 1}:${line}`)
      .join("\n"),
  "grep -A in files": (text) =>
    text
      .split("\n")
      .map((line, i) => `chain.pem${i ? "-" : ":"}${line}`)
      .join("\n"),
  "a journal": (text) =>
    text
      .trimEnd()
      .split("\n")
      .map((line, i) => `Nov 21 06:${10 + Math.floor(i / 7)}:${10 + (i % 50)} host nginx[4711]: ${line}`)
      .join("\n"),
  "a journal with times of changing length": (text) =>
    text
      .trimEnd()
      .split("\n")
      .map((line, i) => `[${i * 7 + 0.25}] tls: ${line}`)
      .join("\n"),
  "docker compose": (text) => prefixed(text, "web_1  | "),
  JSON: (text) => JSON.stringify({ certificates: text }),
  "JSON in JSON": (text) => JSON.stringify({ body: JSON.stringify({ certificates: text.replaceAll("\n", "\r\n") }) }),
  "JSON of PHP": (text) => JSON.stringify(text).replaceAll("/", "\\/"),
  "JSON of .NET": (text) => JSON.stringify(text).replaceAll("+", "\\u002B"),
  "an array of lines in JSON": (text) => JSON.stringify(text.split("\n"), null, 2),
  "an array of lines in one line": (text) => JSON.stringify(text.split("\n")),
  "an environment variable": (text) => `TLS_CHAIN="${text.replaceAll("\n", "\\n")}"`,
  "one line, line ends made spaces": (text) => text.replaceAll("\n", " "),
  "one line, line ends gone": (text) => text.replaceAll("\n", ""),
  "strings of C": (text) =>
    `static const char chain[] =\n${text
      .trimEnd()
      .split("\n")
      .map((line) => `    "${line}\\n"`)
      .join("\n")};`,
  "strings of C over broken lines": (text) => `const char *chain = "${text.trimEnd().replaceAll("\n", "\\n\\\n")}\\n";`,
  "strings of JavaScript": (text) =>
    `const chain = ${text
      .trimEnd()
      .split("\n")
      .map((line) => `'${line}\\n'`)
      .join(" +\n  ")};`,
  "strings of PHP": (text) =>
    `$chain = ${text
      .trimEnd()
      .split("\n")
      .map((line) => `"${line}\\n"`)
      .join(" .\n  ")};`,
  "a form": (text) => `chain=${new URLSearchParams({ text }).toString().slice(5)}&x=1`,
  "a header of nginx": (text) => `X-Ssl-Cert: ${encodeURIComponent(text)}`,
  XML: (text) => `<pem>${text.replaceAll("\n", "&#13;\n")}</pem>`,
  "quoted-printable": (text) => text.replaceAll("=", "=3D"),
  "soft hyphens and spaces of no width": (text) => text.replaceAll("A", "A\u00ad").replaceAll("b", "\u200bb"),
  YAML: (text) => `chain: |\n${prefixed(text, "  ")}key: none\n`,
  "explanatory headers": (text) => text.replaceAll(/^(-----BEGIN.*)$/gm, "subject=CN = example\nissuer=CN = other\n$1"),
  "attributes of a PKCS #12 file": (text) =>
    text.replaceAll(
      /^(-----BEGIN.*)$/gm,
      "Bag Attributes\n    localKeyID: 01 02 03 \n    friendlyName: leaf\nsubject=CN = x\n\n$1",
    ),
};

for (const [name, form] of Object.entries(FORMS)) {
  test(`two blocks: ${name}`, { skip }, () => assertFinds(form(both()), "pem", first(), second()));
}

test("headers inside a block (RFC 1421)", { skip }, () =>
  assertFinds(pem(first()).replace("\n", "\nComment: a chain\nX-Origin: somewhere\n  else\n\n"), "pem", first()),
);

test("in base64 again, as in secrets of Kubernetes", { skip }, () => {
  const secret = base64(Buffer.from(both()));
  assertFinds(`apiVersion: v1\ndata:\n  tls.crt: ${secret}\nkind: Secret\n`, "base64", first(), second());
  assertFinds(wrapped(secret, 76), "base64", first(), second());
});

test("the structure decides, not the label", { skip }, () => {
  for (const name of ["req-sha1", "resp-sha256", "resp-unauthorized", "responder_key", "leafCert", "ca-key"]) {
    for (const label of ["CERTIFICATE", "X509 CRL", "OCSP RESPONSE", "WHATEVER ELSE"]) {
      assertFinds(`some text\n${pem(sample(name), label)}`, "pem", sample(name));
    }
  }
});

test("a block with two objects, and OpenSSL's appendix of trust settings", { skip }, () => {
  const [a, b] = [first(), second()];
  assertFinds(pem({ der: Buffer.concat([a.der, b.der]) }), "pem", a, b);
  const trusted = openssl(
    ["x509", "-trustout", "-addtrust", "serverAuth", "-setalias", "a name of more than thirty-two octets"],
    pem(a),
  ).toString();
  assert.match(trusted, /TRUSTED/);
  assertFinds(trusted, "pem", a);
});

test("keys by OpenSSL", () => {
  for (const name of /** @type {const} */ (["rsa-2048", "p-256", "dsa-2048", "ed25519"])) {
    const key = privateKeyPEM(name);
    assertFinds(key, "pem", { name, kind: "private-key", der: derOf(key) });
    const spki = openssl(["pkey", "-pubout"], key).toString();
    assertFinds(spki, "pem", { name, kind: "public-key", der: publicKeyDER(name) });
  }
  for (const name of /** @type {const} */ (["rsa-2048", "p-256", "dsa-2048"])) {
    const traditional = openssl(["pkey", "-traditional"], privateKeyPEM(name)).toString();
    assertFinds(traditional, "pem", { name, kind: "private-key", der: derOf(traditional) });
  }
});

test("other DER is unknown; what is encrypted or no DER is nothing", { skip }, () => {
  const pkcs7 = openssl(["crl2pkcs7", "-nocrl", "-certfile", certificateFile("p-256")]).toString();
  assertFinds(pkcs7, "pem", { name: "PKCS #7", kind: "unknown", der: derOf(pkcs7) });
  const encrypted = openssl(
    ["rsa", "-aes128", "-passout", "pass:secret", "-traditional"],
    privateKeyPEM("rsa-2048"),
  ).toString();
  assert.match(encrypted, /Proc-Type: 4,ENCRYPTED/);
  assertFindsNothing(encrypted);
  const random = base64(Buffer.alloc(300, "openssh-key-v1\0 and so on"));
  for (const label of ["OPENSSH PRIVATE KEY", "PGP PUBLIC KEY BLOCK", "PGP MESSAGE"]) {
    assertFindsNothing(`-----BEGIN ${label}-----\n${wrapped(random, 70)}-----END ${label}-----\n`);
  }
  const junk = Buffer.alloc(300, "openssh-key-v1\0 and so on");
  assertFinds(pem({ der: junk }), "pem", { name: "no DER", kind: "unknown", der: junk });
});

test("a certificate whose first octet is wrong is still what its block holds", { skip }, () => {
  const der = first().der.slice();
  der[0] ^= 1;
  assertFinds(pem({ der }), "pem", { name: "broken", kind: "unknown", der });
});

test("broken base64 does not hide the others", { skip }, () => {
  const broken = (text) => pem(first()).replace(/^(.{64}\n){3}.{20}./, (lines) => `${lines.slice(0, -1)}${text}`);
  for (const text of ["*", "é", "=", "?#!"]) {
    const found = recognize(pem(second()) + broken(text) + pem(sample("leafCert")));
    assert.equal(found.length, 3, text);
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ["certificate", "certificate", "certificate"],
    );
    assert.deepEqual(found[0].der, second().der);
    assert.deepEqual(found[2].der, sample("leafCert").der);
    // What there was up to the break, in whole quanta.
    assert.ok(found[1].der.length >= 128);
    assert.deepEqual(found[1].der, first().der.slice(0, found[1].der.length));
  }
});

test("a block without END, or without BEGIN", { skip }, () => {
  const lines = pem(first()).trimEnd().split("\n");
  const cut = lines.slice(0, 9);
  const part = Buffer.from(cut.slice(1).join(""), "base64");
  for (const after of [
    "",
    "\n",
    "\n\nthat is where it was cut off, sorry\n",
    "\n...\n",
    "\n\nresponsibilities\n",
    "\nHope this helps anyway\n",
  ]) {
    assertFinds(cut.join("\n") + after, "pem", { ...first(), der: part });
    assertFinds(`${cut.join("\n")}${after}\n${pem(second())}`, "pem", { ...first(), der: part }, second());
  }
  assertFinds(`${lines.slice(1).join("\n")}\n`, "base64", first());
});

test("examples in manuals are nothing", () => {
  for (const text of [
    "-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----",
    "-----BEGIN CERTIFICATE-----\nbase64 goes here\n-----END CERTIFICATE-----",
    "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n...\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…\n-----END PUBLIC KEY-----",
    "It begins with -----BEGIN CERTIFICATE----- and ends with -----END CERTIFICATE-----.",
    "-----BEGIN CERTIFICATE-----",
    `-----BEGIN X-----\n${wrapped("words".repeat(40), 64)}`,
    "-----END CERTIFICATE-----\n-----BEGIN X-----\n-----BEGIN Y-----",
  ]) {
    assertFindsNothing(text);
  }
});
