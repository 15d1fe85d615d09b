// recognize(): its time is in proportion to the input, also where the input is made to be slow.

import assert from "node:assert/strict";
import { test } from "node:test";
import { recognize } from "../../bindings/recognize/recognize.js";
import { assertLinear, GROWTH } from "../support/growth.js";
import { base64, hex, pem, SAMPLES, sample, wrapped } from "../support/pasted.js";
import { Random } from "../support/random.js";
import { withoutVectors } from "../support/vectors.js";

const repeated = (unit) => (length) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
const random = new Random(1);
const words = Array.from(
  { length: 5000 },
  () =>
    Array.from({ length: random.integer(1, 12) }, () => random.pick([..."etaoinshrdlucmfwypvbgkqjxz"])).join("") +
    random.pick(["", "", "", ",", ".", ".\n"]),
);
const noise = new Random(2).bytes(2 ** 18);
/** Random bytes, repeated with another byte between. @param {number} length */
const randomBytes = (length) => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += noise.length + 1) {
    bytes.set(noise.subarray(0, Math.min(noise.length, length - at)), at);
  }
  return bytes;
};
const certificateStart =
  "MIIDzTCCArWgAwIBAgIBATANBgkqhkiG9w0BAQsFADBHMQswCQYDVQQGEwJVUzEWMBQGA1UEChMNR2VvVHJ1c3QgSW5jLjEgMB4GA1UEAxMXUm" +
  "FwaWRTU0wgU0hBMjU2IENBIC0gRzMwHhcNMTQwODI5MjIyNDU4WhcNMjQwNTIwMjIyNDU4WjBHMQswCQYDVQQGEwJV";
/** SEQUENCEs of 16 MB that begin like a key and are none, every few characters. */
const deceptive = base64(Uint8Array.of(0x30, 0x84, 1, 0, 0, 0, 0x02, 0x01, 0x00, 0x02, 0x82, 0x04, 0x00, 0x11, 0x22));

/** @type {Record<string, (length: number) => string | Uint8Array>} */
const INPUTS = {
  prose: (length) => repeated(words.join(" "))(length),
  hexadecimal: (length) => hex(randomBytes(length >> 1)),
  "hexadecimal in lines": (length) => wrapped(hex(randomBytes(length >> 1)), 64),
  "octets with colons": (length) => repeated("30:82:01:22:")(length),
  base64: (length) => base64(randomBytes(Math.floor((length * 3) / 4))),
  "base64 in lines": (length) => wrapped(base64(randomBytes(Math.floor((length * 3) / 4))), 76),
  bytes: randomBytes,
  BEGIN: repeated("-----BEGIN X-----"),
  "BEGIN in lines": repeated("-----BEGIN CERTIFICATE-----\n"),
  "BEGIN without its end": repeated("-----BEGIN "),
  "BEGIN and END": repeated("-----BEGIN X-----\n-----END X-----\n"),
  "one BEGIN and lines": (length) => `-----BEGIN X-----\n${repeated("AAAA BBBB\n")(length)}`,
  "one BEGIN and a long line": (length) => `-----BEGIN X-----\n${repeated("AAAA é")(length)}\n-----END X-----`,
  "headers in a block": (length) => `-----BEGIN X-----\n${repeated("Comment: x\n")(length)}`,
  ...Object.fromEntries(
    [
      "=",
      "/",
      "%",
      "\\",
      "-",
      "+",
      "&",
      "'",
      '"',
      " ",
      "\n",
      "\r",
      "\t",
      "0",
      "3",
      "M",
      "A",
      "*",
      "0x",
      "\\x",
      "%25",
      "%2",
      "\\n",
      "\\\\n",
      '"0',
      "'0\"0",
      '\\"0',
      '"\\x',
      "\n\n0",
      "x0",
      "30",
      '"+',
      '" + ',
      "M ",
      "MI",
      "MII",
      "MIIB",
      "MIIB ",
      "MIIB\n",
      "MIIB/",
      "/MIIB",
      '"MIIB"+',
      "MAKE THIS ",
      "LS0tLS1CRUdJTi",
      "LS0tLS1CRUdJTi ",
      "LS0tLS1CRUdJTi\n",
      "0000: 30 82\n",
      "00000000: ffff\n*\n",
      "%2F",
      "&#13;",
      "a é",
      "\ufeff",
      "> ",
      "\n// ",
      "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A ",
      "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A/",
      "(byte) ",
    ].map((unit) => [`all ${JSON.stringify(unit)}`, repeated(unit)]),
  ),
  "starts of certificates, a word each": repeated(`${certificateStart} `),
  "starts of certificates in one word": repeated(`${certificateStart}/`),
  "short starts of certificates": repeated(`${certificateStart.slice(0, 60)} aaa, `),
  "starts that deceive, in one word": repeated(`${deceptive}/`),
  "starts that deceive, in words": repeated(`${deceptive} `),
  "starts that deceive, far apart": repeated(`/${deceptive}${"A".repeat(800)}`),
  "a dump": (length) =>
    Array.from(
      { length: length >> 6 },
      (_, i) => `${(16 * i).toString(16).padStart(8, "0")}: 3082 0122 3082 0122 3082 0122 3082 0122  0..0..\n`,
    ).join(""),
  "a dump of lines that repeat": (length) =>
    Array.from({ length: length >> 5 }, (_, i) => `${(2 ** 20 * i).toString(16).padStart(12, "0")}  30 82\n*\n`).join(
      "",
    ),
  "many dumps, each of which repeats": repeated("0000 41\n*\nfffff\n"),
  "backslashes in a block, not at its line's end": (length) =>
    `-----BEGIN X-----\n${"\\".repeat(length)}x\n-----END X-----\n`,
  "SEQUENCEs in SEQUENCEs, bytes": (length) => new Uint8Array(length).fill(0x30),
  "SEQUENCEs without an end, bytes": (length) => Uint8Array.from({ length }, (_, i) => [0x30, 0x80][i % 2]),
  "large SEQUENCEs, bytes": (length) => Uint8Array.from({ length }, (_, i) => [0x30, 0x83, 0x0f, 0xff, 0xff][i % 5]),
  "starts of requests, bytes": (length) =>
    Uint8Array.from(
      { length },
      (_, i) =>
        [0x30, 0x82, 0x10, 0, 0x30, 0x82, 0x10, 0, 0x30, 0x82, 0x10, 0, 0x30, 0x10, 0x30, 0x0e, 0x30, 0x08, 0x06][
          i % 19
        ],
    ),
  "empty lines and starts of keys, bytes": (length) =>
    Uint8Array.from(
      { length },
      (_, i) => [0x0a, 0x0a, 0x30, 0x83, 0x7f, 0xff, 0xff, 0x02, 0x01, 0x00, 0x02, 0x82, 0x01, 0x00][i % 14],
    ),
};

const assertRecognizesLinearly = (small, large) =>
  assertLinear(
    () => recognize(small),
    () => recognize(large),
  );

const SMALL = 2 ** 16;
for (const [name, make] of Object.entries(INPUTS)) {
  test(name, () => assertRecognizesLinearly(make(SMALL), make(SMALL * GROWTH)));
}

test("many objects", { skip: withoutVectors }, () => {
  const { der } = sample("leafCert");
  const other = (i) => {
    const copy = der.slice();
    copy.set([i >> 16, i >> 8, i], copy.length - 3);
    return copy;
  };
  for (const form of [
    (object) => pem({ der: object }),
    (object) => `${base64(object)}\n`,
    (object) => `${hex(object)}\n`,
  ]) {
    const text = (count) => Array.from({ length: count }, (_, i) => form(other(i))).join("");
    const large = text(200 * GROWTH);
    assert.equal(recognize(large).length, 200 * GROWTH);
    assertRecognizesLinearly(text(200), large);
  }
});

test("the limit: 64 MiB of bytes with an object at their end", { skip: withoutVectors }, () => {
  const input = randomBytes(2 ** 26);
  const { der } = SAMPLES[0];
  input.set(der, input.length - der.length);
  assert.deepEqual(
    recognize(input).map((object) => hex(object.der)),
    [hex(der)],
  );
});
