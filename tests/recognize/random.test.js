// recognize(): random objects in random forms amid random surroundings: exactly those, in order. SEED=… has a run
// again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { recognize } from "../../bindings/recognize/recognize.js";
import { base64, hex, octets, pem, SAMPLES, wrapped } from "../support/pasted.js";
import { printSeed, Random, SEED } from "../support/random.js";
import { withoutVectors } from "../support/vectors.js";

/** @typedef {Random} R */
/** @typedef {import("../support/pasted.js").Sample} Sample */

const pick =
  (list) =>
  (/** @type {R} */ random, ...rest) =>
    random.pick(list)(random, ...rest);

const LABELS = ["CERTIFICATE", "OCSP RESPONSE", "PRIVATE KEY", "X", "A-B C", "TRUSTED CERTIFICATE"];
const PREFIXES = ["> ", "    ", "# ", " * ", "// ", "\t", "web_1 | ", "+", "Nov 21 06:14:00 host tls[1]: "];
/** PEM. @type {((random: R, object: Sample) => string)[]} */
const PEM = [
  (random, object) => pem(object, random.pick(LABELS)),
  (random, object) =>
    `-----BEGIN X-----\n${wrapped(base64(object.der), random.integer(20, 100))}-----END ${random.pick(LABELS)}-----`,
  (random, object) => pem(object).trimEnd().replaceAll(/^/gm, random.pick(PREFIXES)),
  (random, object) => JSON.stringify({ pem: pem(object) }),
  (random, object) =>
    pem(object).replaceAll("\n", random.pick(["\r\n", " ", "", "\\n", "\n\n", " \n", "&#10;", "%0A"])),
  (random, object) =>
    pem(object)
      .trimEnd()
      .split("\n")
      .map((line) => `"${line}\\n"`)
      .join(random.pick(["\n", " +\n", " .\n  ", ",\n"])),
];

/** Between two lines of a string. */
const JOINTS = ['" +\n"', '"\n  "', "\\n", "\\r\\n", '" . "', '\\n"\n"'];
/** @type {((random: R, object: Sample) => string)[]} */
const BASE64 = [
  (random, { der }) => base64(der),
  (random, { der }) => Buffer.from(der).toString("base64url"),
  (random, { der }) => encodeURIComponent(base64(der)),
  (random, { der }) => wrapped(base64(der), random.integer(4, 200)),
  (random, { der }) =>
    wrapped(base64(der), random.pick([64, 76]))
      .trimEnd()
      .replaceAll(/^/gm, random.pick(["", "  ", "> ", " * ", "# "])),
  (random, { der }) =>
    `"${wrapped(base64(der), random.integer(16, 100)).trimEnd().replaceAll("\n", random.pick(JOINTS))}"`,
  (random, { der }) => JSON.stringify([base64(der)]).replaceAll("/", "\\/"),
];

const dump = (der, width, line) =>
  Array.from({ length: Math.ceil(der.length / width) }, (_, i) => {
    const row = der.subarray(i * width, (i + 1) * width);
    return line(
      (i * width).toString(16),
      octets(row),
      Buffer.from(row)
        .toString("latin1")
        .replaceAll(/[^ -~]/g, "."),
    );
  }).join("\n");

/** @type {((random: R, object: Sample) => string)[]} */
const HEX = [
  (random, { der }) => hex(der),
  (random, { der }) => wrapped(hex(der).toUpperCase(), 2 * random.integer(2, 60)),
  (random, { der }) => octets(der).join(random.pick([":", " ", "-", ",", ", ", " : "])),
  (random, { der }) =>
    octets(der)
      .map((octet) => `${random.pick(["0x", "0X"])}${octet}`)
      .join(random.pick([", ", ",", " ", ",\n  "])),
  (random, { der }) =>
    `"${octets(der)
      .map((octet) => `\\x${octet}`)
      .join("")}"`,
  (random, { der }) =>
    octets(der)
      .join(":")
      .replaceAll(/(.{45})/g, "$1\n    "),
  (random, { der }) =>
    dump(
      der,
      random.integer(4, 32),
      (at, row, text) => `${at.padStart(8, "0")}: ${row.join(" ").padEnd(3 * 32)}   ${text}`,
    ),
  (random, { der }) =>
    dump(
      der,
      16,
      (at, row, text) =>
        `${at.padStart(8, "0")}: ${row
          .join("")
          .replaceAll(/(.{4})(?=.)/g, "$1 ")
          .padEnd(39)}  ${text}`,
    ),
  (random, { der }) =>
    dump(
      der,
      16,
      (at, row, text) =>
        `${at.padStart(8, "0")}  ${`${row.slice(0, 8).join(" ").padEnd(23)}  ${row.slice(8).join(" ")}`.padEnd(48)}  |${text}|`,
    ),
  (random, { der }) =>
    dump(
      der,
      16,
      (at, row, text) =>
        `\t0x${at.padStart(4, "0")}:  ${row
          .join("")
          .replaceAll(/(.{4})(?=.)/g, "$1 ")
          .padEnd(39)}  ${text}`,
    ),
];

/** @type {((random: R, object: Sample) => string)[]} */
const URL = [
  (random, { der }) =>
    `http://ocsp.example.com/${random.pick([base64(der), encodeURIComponent(base64(der)), Buffer.from(der).toString("base64url")])}`,
  (random, { der }) => `GET /${random.pick(["", "ocsp/", "a/MDEw/"])}${encodeURIComponent(base64(der))} HTTP/1.1`,
];

const FORMS = { pem: pick(PEM), base64: pick(BASE64), hex: pick(HEX), url: pick(URL) };

const WORDS = [
  "the",
  "certificate",
  "MIIB",
  "and",
  "its",
  "issuer",
  "(see",
  "below)",
  "request:",
  "http://example.com/a/b",
  "C:\\new\\table",
  "user@host",
  "is",
  "revoked.",
  "MIT",
  "licence",
  "x509",
  "status=good;",
  "50%",
  '"quoted"',
  "'single'",
  "a/b+c=d",
  "naïve",
  "—",
  "30",
  "MAKE",
  "-----",
  "BEGIN",
  "=====",
  "responsibilities",
  "{",
  "}",
  "[1]",
  "<tag>",
  "&amp;",
  "\\",
  "SHA-256",
  "one's",
];
const prose = (random) =>
  Array.from({ length: random.integer(1, 25) }, () => random.pick(WORDS)).join(random.pick([" ", " ", "\n"]));
/** Text between two objects; a word that is none of them ends what came before. */
const between = (random) =>
  random.pick(["\n\n", `\n\n${prose(random)}\n\n`, `\n\n${prose(random)}\n\n`, `\r\n\r\n${prose(random)}\r\n\r\n`]);

/** @param {R} random */
function roll(random) {
  const objects = random.sample(SAMPLES, random.integer(1, 4));
  const parts = objects.map((object) => {
    const source = random.pick(
      object.kind === "ocsp-request" ? ["pem", "base64", "hex", "url"] : ["pem", "base64", "hex"],
    );
    return { object, source, text: FORMS[source](random, object) };
  });
  const text = random.pick(["", "\ufeff", between(random)]) + parts.map((part) => part.text + between(random)).join("");
  return {
    text: random.chance(0.2) ? text.replaceAll(/\r?\n/g, "\r\n") : text,
    wanted: parts.map(({ object, source }) => `${object.kind} ${source} ${hex(object.der)}`),
  };
}

const row = ({ kind, source, der }) => `${kind} ${source} ${hex(der)}`;

test("text", { skip: withoutVectors }, (context) => {
  printSeed(context);
  for (let i = 0; i < 1500; i++) {
    const { text, wanted } = roll(new Random(SEED + i));
    const encoded = [text, new Uint8Array(Buffer.from(text)), new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"))][
      i % 3
    ];
    assert.deepEqual(
      recognize(encoded).map(row),
      wanted,
      `SEED=${SEED}, case ${i}: SEED=${(SEED + i) % 2 ** 32} has it as the first\n${text}`,
    );
  }
});

test("bytes", { skip: withoutVectors }, (context) => {
  printSeed(context);
  for (let i = 0; i < 500; i++) {
    const random = new Random(SEED + i);
    const parts = random.sample(SAMPLES, random.integer(1, 5)).map((object) => {
      const isText = random.chance(0.4);
      const head = random.pick(["", "", "HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\n\r\n"]);
      return {
        object,
        source: isText ? "pem" : "der",
        bytes: isText ? Buffer.from(`\n${pem(object)}\n`) : Buffer.concat([Buffer.from(head), object.der]),
      };
    });
    const input = new Uint8Array(Buffer.concat(parts.map(({ bytes }) => bytes)));
    assert.deepEqual(
      recognize(input).map(row),
      parts.map(({ object, source }) => row({ ...object, source })),
      `SEED=${SEED}, case ${i}`,
    );
  }
});

// In a damaged certificate its public key may still be whole.
test("damaged text: nothing is thrown, and every object found has a kind and octets of its own", {
  skip: withoutVectors,
}, (context) => {
  printSeed(context);
  for (let i = 0; i < 1500; i++) {
    const random = new Random(SEED + i);
    let { text } = roll(random);
    for (let damage = random.integer(1, 12); damage > 0; damage--) {
      const [from, to] = [random.integer(0, text.length), random.integer(0, text.length)].sort((a, b) => a - b);
      const middle = random.pick([
        "",
        "",
        random.pick([...`="\\\n-/+% \0é`]),
        text.slice(to, to + random.integer(1, 200)),
      ]);
      text = text.slice(0, from) + middle + text.slice(random.chance(0.7) ? Math.min(to, from + 3) : to);
    }
    for (const input of [text, new Uint8Array(Buffer.from(text, "latin1"))]) {
      for (const { kind, source, der } of recognize(input)) {
        assert.match(
          `${kind} ${source}`,
          /^(certificate|ocsp-request|ocsp-response|private-key|public-key|unknown) (pem|base64|hex|url|der)$/,
          `SEED=${SEED}, case ${i}`,
        );
        assert.ok(der.length >= 5 && (der[0] === 0x30 || source === "pem"), `SEED=${SEED}, case ${i}`);
      }
    }
  }
});
