// recognize(): hexadecimal in every form that programs print and people paste, dumps with offsets and with the text
// beside them.

import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import {
  assertFinds,
  assertFindsNothing,
  base64,
  hex,
  octets,
  pem,
  SAMPLES,
  sample,
  wrapped,
} from "../support/pasted.js";
import { withoutVectors } from "../support/vectors.js";

const skip = withoutVectors;
const names = ["req-sha1", "resp-sha256", "leafCert", "ca-key", "resp-unauthorized"];
const prose = (text) => `Hello,\n\nthe object is this one:\n\n${text}\n\nadd a decade and be fed. Regards, Bob`;

/** Rows of so many octets. @returns {{ offset: number, row: string[], ascii: string }[]} */
const rows = (der, width = 16) =>
  Array.from({ length: Math.ceil(der.length / width) }, (_, i) => {
    const row = der.subarray(i * width, (i + 1) * width);
    return {
      offset: i * width,
      row: octets(row),
      ascii: Buffer.from(row)
        .toString("latin1")
        .replaceAll(/[^ -~]/g, "."),
    };
  });
const pairs = (row) =>
  row
    .join("")
    .match(/.{1,4}/g)
    .join(" ");
const offset = (number, digits) => number.toString(16).padStart(digits, "0");

/** Written by hand, because not every machine has these programs. */
const FORMS = {
  "one word": hex,
  capitals: (der) => hex(der).toUpperCase(),
  "lines of 32, as `xxd -p` has 30": (der) => wrapped(hex(der), 64),
  "words of four": (der) => pairs(octets(der)),
  colons: (der) => octets(der).join(":"),
  "colons in lines, indented, as OpenSSL prints": (der) =>
    `    ${octets(der)
      .join(":")
      .replaceAll(/(.{45})/g, "$1\n    ")}`,
  spaces: (der) => octets(der).join(" "),
  dashes: (der) => octets(der).join("-").toUpperCase(),
  commas: (der) => octets(der).join(","),
  "0x": (der) => `0x${hex(der)}`,
  "an array of C": (der) =>
    `const unsigned char object[] = {\n  ${octets(der)
      .map((octet) => `0x${octet}`)
      .join(", ")
      .replaceAll(/(.{70} )/g, "$1\n  ")}\n};`,
  "an array of Java": (der) =>
    `byte[] object = new byte[] { ${octets(der)
      .map((octet) => `(byte) 0x${octet}`)
      .join(", ")} };`,
  "an array of Go": (der) =>
    `var object = []byte{\n\t${octets(der)
      .map((octet) => `0x${octet},`)
      .join(" ")}\n}`,
  "a Buffer of Node.js": (der) => `<Buffer ${octets(der).join(" ")}>`,
  "a string of C": (der) =>
    `"${octets(der)
      .map((octet) => `\\x${octet}`)
      .join("")}"`,
  "strings of C in lines": (der) =>
    rows(der)
      .map(({ row }) => `    "${row.map((octet) => `\\x${octet}`).join("")}"`)
      .join("\n"),
  assembler: (der) =>
    rows(der, 8)
      .map(({ row }) => row.map((octet) => `0${octet}h`.slice(1)).join(", "))
      .join("\n"),
  "quoted lines": (der) => wrapped(hex(der), 64).replaceAll(/^(?=.)/gm, "> "),
  "strings of JavaScript": (der) =>
    wrapped(hex(der), 64)
      .trim()
      .split("\n")
      .map((line) => `"${line}"`)
      .join(" +\n"),
  JSON: (der) => JSON.stringify({ ocsp: hex(der) }),
  SQL: (der) => `INSERT INTO t VALUES (X'${hex(der)}', 1);`,
  PostgreSQL: (der) => ` 17 | \\x${hex(der)} | good`,
  xxd: (der) =>
    rows(der)
      .map(({ offset: at, row, ascii }) => `${offset(at, 8)}: ${pairs(row).padEnd(39)}  ${ascii}`)
      .join("\n"),
  "hexdump -C": (der) =>
    [
      ...rows(der).map(
        ({ offset: at, row, ascii }) =>
          `${offset(at, 8)}  ${`${row.slice(0, 8).join(" ").padEnd(23)}  ${row.slice(8).join(" ")}`.padEnd(48)}  |${ascii}|`,
      ),
      offset(der.length, 8),
    ].join("\n"),
  "Wireshark, with text": (der) =>
    rows(der)
      .map(({ offset: at, row, ascii }) => `${offset(at, 4)}   ${row.join(" ").padEnd(47)}   ${ascii}`)
      .join("\n"),
  "Wireshark, without": (der) =>
    rows(der)
      .map(({ offset: at, row }) => `${offset(at, 4)}   ${row.join(" ")}`)
      .join("\n"),
  "tcpdump -X": (der) =>
    rows(der)
      .map(({ offset: at, row, ascii }) => `\t0x${offset(at, 4)}:  ${pairs(row).padEnd(39)}  ${ascii}`)
      .join("\n"),
  "tcpdump -x": (der) =>
    rows(der)
      .map(({ offset: at, row }) => `\t0x${offset(at, 4)}:  ${pairs(row)}`)
      .join("\n"),
  "openssl s_client -debug": (der) =>
    rows(der)
      .map(
        ({ offset: at, row, ascii }) =>
          `${offset(at, 4)} - ${row
            .join(" ")
            .replace(/^(.{23}) /, "$1-")
            .padEnd(47)}   ${ascii}`,
      )
      .join("\n"),
  "PowerShell's Format-Hex": (der) =>
    `           00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F\n\n${rows(der)
      .map(
        ({ offset: at, row, ascii }) =>
          `${offset(at, 8).toUpperCase()}   ${row.join(" ").toUpperCase().padEnd(47)}  ${ascii}`,
      )
      .join("\n")}`,
  "the text beside looks like octets": (der) =>
    rows(der)
      .map(
        ({ offset: at, row }) =>
          `${offset(at, 8)}: ${pairs(row).padEnd(39)}  ${"30 82 be ef add face".slice(0, row.length)}`,
      )
      .join("\n"),
  "bytes of Python by hand": (der) =>
    `b'${Array.from(Buffer.from(der).toString("latin1"), (character) =>
      /[^ -&(-[\]-~]/.test(character) ? `\\x${offset(character.charCodeAt(0), 2)}` : character,
    ).join("")}'`,
  "octal escapes of shells": (der) =>
    `printf '${Array.from(der, (octet) => `\\${octet.toString(8).padStart(3, "0")}`).join("")}' | openssl asn1parse -inform DER`,
  "a JSON string of octets": (der) =>
    JSON.stringify(Buffer.from(der).toString("latin1")).replaceAll(
      /[\x7f-\xff]/g,
      (octet) => `\\u${offset(octet.charCodeAt(0), 4)}`,
    ),
};

describe("forms", () => {
  for (const [name, form] of Object.entries(FORMS)) {
    test(name, { skip }, () => {
      for (const object of names.map(sample)) {
        assertFinds(form(object.der), "hex", object);
        assertFinds(prose(form(object.der)), "hex", object);
        assertFinds(form(object.der).replaceAll("\n", "\r\n"), "hex", object);
      }
    });
  }
});

const COMMANDS = [
  "od",
  "od -x",
  "od -b",
  "od -t x1",
  "od -A x -t x1z",
  "od -A d -t x1",
  "od -A n -t x1",
  "od -t x4",
  "od -t x8 -A x",
  "od -t o2",
  "hexdump",
  "hexdump -C",
  "hexdump -v -e '1/1 \"%02x:\"'",
  "xxd",
  "xxd -p",
  "xxd -c 32",
  "xxd -c 7 -g 1",
  "xxd -u",
  "xxd -i",
  "xxd -e",
  "xxd -d",
  "basenc --base16",
  "/usr/bin/python3 -c 'import sys; print(sys.stdin.buffer.read())'",
  "/usr/bin/python3 -c 'import sys; print(sys.stdin.buffer.read().hex(\" \"))'",
  'node -e \'console.log(require("util").inspect(require("fs").readFileSync(0).toString("hex").match(/../g), { maxArrayLength: null }))\'',
];

describe("programs", () => {
  for (const command of COMMANDS) {
    const program = command.split(" ")[0];
    const absent = spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0 && `${program} is not installed`;
    test(command, { skip: skip || absent }, () => {
      for (const object of SAMPLES) {
        const { stdout, status } = spawnSync("sh", ["-c", command], { input: object.der, maxBuffer: 2 ** 24 });
        if (status !== 0) {
          throw new Error(`${command} failed`);
        }
        assertFinds(stdout.toString(), "hex", object);
        assertFinds(prose(stdout.toString()), "hex", object);
      }
    });
  }
});

test("lines that a dump leaves out because they repeat", { skip }, () => {
  const der = sample("ca-key").der.slice();
  der.fill(0, 100, 400);
  for (const command of ["od -t x1", "od", "od -A x -t x1z", "hexdump", "hexdump -C"].filter(
    (one) => spawnSync("sh", ["-c", `command -v ${one.split(" ")[0]}`]).status === 0,
  )) {
    const { stdout } = spawnSync("sh", ["-c", command], { input: der });
    if (!/^\*$/m.test(stdout.toString())) {
      throw new Error("nothing was left out");
    }
    assertFinds(stdout.toString(), "hex", { name: "zeros", kind: "private-key", der });
  }
});

test("several, one after the other", { skip }, () => {
  const some = names.map(sample);
  assertFinds(some.map(({ der }) => hex(der)).join("\n"), "hex", ...some);
  assertFinds(some.map(({ der }) => hex(der)).join("\n\n"), "hex", ...some);
  assertFinds(JSON.stringify(some.map(({ der }) => hex(der))), "hex", ...some);
  const dumps = [FORMS.xxd, FORMS["hexdump -C"], FORMS["tcpdump -x"], FORMS["Wireshark, with text"]];
  assertFinds(some.map(({ der }, i) => `${dumps[i % 4](der)}\n`).join(""), "hex", ...some);
  const backwards = [...some].reverse();
  assertFinds(`be\n\n${backwards.map(({ der }) => octets(der).join(" ")).join("\n\n")}`, "hex", ...backwards);
  assertFinds(some.map(({ der }) => `${FORMS.xxd(der)}\n`).join(""), "hex", ...some);
  assertFinds(some.map(({ der }) => `${FORMS["hexdump -C"](der)}\n`).join("and\n"), "hex", ...some);
  assertFinds(hex(Buffer.concat(some.map(({ der }) => der))), "hex", ...some);
  assertFinds(some.map(({ der }) => FORMS["an array of C"](der)).join("\n\n"), "hex", ...some);
});

test("packets: Ethernet, IP, TCP and HTTP before the object", { skip }, () => {
  for (const object of ["req-sha1", "resp-sha256"].map(sample)) {
    const head = "POST /ocsp HTTP/1.1\r\nHost: ocsp.example.com\r\nContent-Type: application/ocsp-request\r\n\r\n";
    const frame = Buffer.concat([
      Buffer.from("001a2b3c4d5e00aabbccddee080045000123abcd4000400600007f0000017f000001", "hex"),
      Buffer.alloc(20, 0x50),
      Buffer.from(head),
      object.der,
    ]);
    for (const form of [
      "one word",
      "tcpdump -X",
      "tcpdump -x",
      "xxd",
      "Wireshark, with text",
      "openssl s_client -debug",
      "spaces",
      "an array of C",
    ]) {
      assertFinds(
        `06:14:00.123456 IP 127.0.0.1.40000 > 127.0.0.1.80: Flags [P.], length ${frame.length}\n${FORMS[form](frame)}`,
        "hex",
        object,
      );
    }
    const get = Buffer.from(`GET /${encodeURIComponent(base64(object.der))} HTTP/1.1\r\n\r\n`);
    if (object.kind === "ocsp-request") {
      assertFinds(FORMS.xxd(get), "hex", object);
    }
    assertFinds(FORMS["hexdump -C"](Buffer.from(`a PEM file\n${pem(object)}`)), "hex", object);
  }
});

test("hexadecimal of something else is nothing", () => {
  for (const text of [
    "commit 3082f4e1c0a9b8d7e6f5a4b3c2d1e0f9a8b7c6d5",
    "30820122-300d-0609-2a86-4886f70d0101",
    "30:82:01:22:30:0D:06:09:2A:86:48:86:F7:0D:01:01",
    "SHA256 Fingerprint=30:1E:30:1C:06:C9:2A:86:D8:86:F7:8D:01:21:0B:D5:10:A3:82:01:6F:00:30:82:41:0A:E2:82:01:C1:00:C0",
    `key: ${"30820122300d".repeat(3)}${"deadbeef".repeat(60)}`,
    "0123456789abcdef".repeat(500),
    "30 82",
    "3030303030303030",
    `30 ${"00 ".repeat(300)}`,
    "be 30 03 0b 01 06",
    "30".repeat(5000),
    "00000000: 4865 6c6c 6f2c 2077 6f72 6c64 210a       Hello, world!.",
    "1234 30 03 0a 01 06",
    "1234 5678 9abc def0 1234 5678",
    "10:20:30:82:01 2025-11-21 06:14:00",
  ]) {
    assertFindsNothing(text);
  }
});
