// recognize(): base64 and base64url of DER, wrapped, quoted, escaped, several in one text; GET URLs of RFC 6960
// appendix A.1.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { OCSPRequest } from "../../bindings/index.js";
import { assertFinds, assertFindsNothing, base64, SAMPLES, sample, wrapped } from "../support/pasted.js";
import { withoutVectors } from "../support/vectors.js";

const skip = withoutVectors;
const url64 = (der) => Buffer.from(der).toString("base64url");
const unpadded = (der) => base64(der).replace(/=+$/, "");
const names = ["req-sha1", "resp-sha256", "leafCert", "ca-key", "resp-unauthorized"];

const AROUND = {
  nothing: (text) => text,
  "lines of prose": (text) => `Hello,\n\nthe object is this one:\n${text}\n\nRegards, Bob`,
  "a key": (text) => `ocsp: ${text}\n`,
  quotes: (text) => `  "ocsp": "${text}",\n`,
  "a tag": (text) => `<ds:X509Certificate>${text}</ds:X509Certificate>`,
  "an assignment": (text) => `OCSP=${text}; echo $OCSP`,
  "a data: URL": (text) => `see data:application/ocsp-response;base64,${text} there`,
  "a curl line": (text) => `curl -d "$(echo '${text}' | base64 -d)" http://ocsp.example.com/`,
  "escaped slashes of JSON": (text) => JSON.stringify({ ocsp: text }).replaceAll("/", "\\/"),
  "JSON of PHP in JSON": (text) => JSON.stringify(JSON.stringify({ ocsp: text }).replaceAll("/", "\\/")),
  "escapes of .NET": (text) => JSON.stringify({ ocsp: text }).replaceAll("+", "\\u002B"),
  "escapes of Gson": (text) => JSON.stringify({ ocsp: text }).replaceAll("=", "\\u003d"),
  "a form": (text) => `ocsp=${encodeURIComponent(text)}&x=1`,
  "a form in a form": (text) => `f=${encodeURIComponent(`ocsp=${encodeURIComponent(text)}`)}`,
};

for (const [name, around] of Object.entries(AROUND)) {
  test(`in one line, amid ${name}`, { skip }, () => {
    for (const { der, ...rest } of names.map(sample)) {
      for (const text of new Set([base64(der), unpadded(der), url64(der)])) {
        assertFinds(around(text), "base64", { der, ...rest });
      }
    }
  });
}

for (const width of [4, 5, 7, 10, 16, 38, 60, 64, 70, 76, 120, 1000]) {
  test(`lines of ${width} characters`, { skip }, () => {
    for (const object of names.map(sample)) {
      const text = wrapped(base64(object.der), width);
      for (const lines of [
        text,
        text.replaceAll("\n", "\r\n"),
        text.replaceAll(/^/gm, "    "),
        text.replaceAll("\n", " "),
      ]) {
        assertFinds(lines, "base64", object);
        assertFinds(`The object:\n\n${lines}\nThat was it.`, "base64", object);
      }
    }
  });
}

test("lines in source code, quotations and LDIF", { skip }, () => {
  for (const object of names.map(sample)) {
    const lines = wrapped(base64(object.der), 64).trimEnd().split("\n");
    assertFinds(`let x = ${lines.map((line) => `"${line}"`).join(" +\n        ")};`, "base64", object);
    assertFinds(`x = (${lines.map((line) => `'${line}'`).join("\n     ")})`, "base64", object);
    assertFinds(`$x = ${lines.map((line) => `'${line}'`).join("\n  . ")};`, "base64", object);
    assertFinds(lines.map((line) => `"${line}\\n"`).join("\n"), "base64", object);
    assertFinds(`"${lines.join("\\n")}\\n"`, "base64", object);
    assertFinds(lines.join(" \\\n"), "base64", object);
    assertFinds(lines.map((line) => `> ${line}`).join("\n"), "base64", object);
    assertFinds(lines.map((line) => ` * ${line}`).join("\n"), "base64", object);
    assertFinds(lines.map((line) => `// ${line}`).join("\n"), "base64", object);
    assertFinds(lines.join("&#13;\n"), "base64", object);
    const attribute = `userCertificate;binary:: ${base64(object.der)}`;
    assertFinds(
      `dn: CN=x\n${attribute.slice(0, 76)}\n${attribute.slice(76).replaceAll(/.{1,75}/g, " $&\n")}cn: x\n`,
      "base64",
      object,
    );
  }
});

test("base64 by coreutils, OpenSSL and Python", { skip }, () => {
  for (const object of names.map(sample)) {
    const run = (program, ...args) => execFileSync(program, args, { input: object.der }).toString();
    assertFinds(run("base64"), "base64", object);
    assertFinds(run("base64", "-w", "0"), "base64", object);
    assertFinds(run("openssl", "base64"), "base64", object);
    assertFinds(run("openssl", "base64", "-A"), "base64", object);
    for (const code of [
      "base64.b64encode(d)",
      "base64.encodebytes(d)",
      "base64.urlsafe_b64encode(d)",
      "json.dumps([base64.b64encode(d).decode()])",
    ]) {
      assertFinds(
        run("/usr/bin/python3", "-c", `import base64, json, sys\nd = sys.stdin.buffer.read()\nprint(${code})`),
        "base64",
        object,
      );
    }
  }
});

test("several, in the order of the text, each once", { skip }, () => {
  const some = SAMPLES.slice(0, 12);
  const all = some.map(({ der }) => base64(der));
  const forms = {
    "an array of JSON": JSON.stringify(all),
    "an array over lines": JSON.stringify(all, null, 2),
    "a line each": all.join("\n"),
    "wrapped lines, one after the other": all.map((text) => wrapped(text, 64)).join(""),
    "wrapped with empty lines": all.map((text) => wrapped(text, 76)).join("\n"),
    "words in a line": all.join(" "),
    commas: all.join(","),
    "in base64url, a line each": some.map(({ der }) => url64(der)).join("\n"),
    "each twice": [...all, ...all].join("\n"),
    "a form": all.map((text, i) => `c${i}=${encodeURIComponent(text)}`).join("&"),
  };
  for (const text of Object.values(forms)) {
    assertFinds(text, "base64", ...some);
  }
});

test("lines that begin with what looks like an object", { skip }, () => {
  // The SingleResponse of this answer begins the second line.
  assertFinds(wrapped(base64(sample("resp-sha256").der), 180), "base64", sample("resp-sha256"));
  for (const object of SAMPLES.filter(({ der }) => der.length > 200)) {
    for (let width = 130; width < 400; width++) {
      assertFinds(wrapped(base64(object.der), width), "base64", object);
    }
  }
});

test("several in one go of base64", { skip }, () => {
  const some = ["leafCert", "req-sha1", "resp-sha256", "ca-key"].map(sample);
  const text = base64(Buffer.concat(some.map(({ der }) => der)));
  for (const width of [64, 76, 100000]) {
    assertFinds(wrapped(text, width), "base64", ...some);
  }
  // Where the first ends at the end of a line, but not at that of a quantum.
  let met = 0;
  for (const object of SAMPLES) {
    const length = Math.ceil((object.der.length * 4) / 3);
    const width = [64, 60, 52, 40, 36, 32, 30, 26, 24, 22, 20].find((one) => length % one === 0 && length > one);
    if (length % 4 === 0 || width === undefined) {
      continue;
    }
    assertFinds(
      wrapped(base64(Buffer.concat([object.der, sample("leafCert").der])), width),
      "base64",
      object,
      sample("leafCert"),
    );
    met++;
  }
  assert.ok(met > 0);
});

test("GET URLs: by our toURL(), with escapes and without, in logs", { skip }, () => {
  for (const object of SAMPLES.filter(({ kind }) => kind === "ocsp-request")) {
    const request = OCSPRequest.fromDER(object.der);
    const escaped = encodeURIComponent(base64(object.der));
    const lower = escaped.replaceAll(/%../g, (escape) => escape.toLowerCase());
    for (const path of [
      base64(object.der),
      unpadded(object.der),
      url64(object.der),
      escaped,
      lower,
      encodeURIComponent(escaped),
    ]) {
      for (const text of [
        request.toURL("http://ocsp.example.com"),
        `http://ocsp.example.com/${path}`,
        `https://ocsp.example.com:8080/a/MDEw/b/${path}?x=y`,
        `GET /${path} HTTP/1.1\r\nHost: ocsp.example.com\r\n\r\n`,
        `192.0.2.1 - - [21/Nov/2025:06:14:00 +0000] "GET /ocsp/${path} HTTP/1.1" 200 471 "-" "x/1"`,
        `curl -v 'http://ocsp.example.com/ocsp/${path}'`,
        `See <http://ocsp.example.com/${path}>.`,
        `[link](http://ocsp.example.com/${path})`,
        `/${path}`,
      ]) {
        assertFinds(text, "url", object);
      }
    }
  }
});

test("several URLs in a log", { skip }, () => {
  const requests = SAMPLES.filter(({ kind }) => kind === "ocsp-request");
  assertFinds(
    requests.map(({ der }) => `GET /ocsp/${encodeURIComponent(base64(der))} HTTP/1.1`).join("\n"),
    "url",
    ...requests,
  );
});

test("base64 of something else is nothing", () => {
  const jwt =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2V4YW1wbGUuY29tIn0.MEUCIQDkR" +
    "V0iXJ2GRCgxIp0vKDMIzd5tQqI9yCqPpJm1rF5BKgIgWq9b2fWcXUZ2kM0dZoLMHbbnYvVbE0P0C1D9jJ2p8Xw";
  for (const text of [
    jwt,
    "MIIB",
    "MIIB alone, or MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
    "MEUCIQDkRV0iXJ2GRCgxIp0vKDMIzd5tQqI9yCqPpJm1rF5BKgIgWq9b2fWcXUZ2kM0dZoLMHbbnYvVbE0P0C1D9jJ2p8Xw=",
    "MAKE THIS WORK WITH FOUR CHAR WORD LIST ONLY",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl user@host",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj is how such a key begins",
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
    "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw",
    "http://example.com/MIIB/MAMK/MDEw",
    `MI${"I".repeat(4000)}`,
    "M".repeat(4000),
    "MIIA".repeat(2000),
  ]) {
    assertFindsNothing(text);
  }
});
