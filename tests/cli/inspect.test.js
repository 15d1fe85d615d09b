// `bearocsp inspect`: the fields and the elements that OpenSSL sees, in whatever form they come, and no private part of
// any key.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, truncateSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { bearocsp, examplesOf, shell } from "../support/command-line.js";
import { bitString, children, oid, sequence, tlv } from "../support/der.js";
import { extension, OID, response, singleResponse } from "../support/messages.js";
import { openssl, privateKeyFile, privateKeyPEM, publicKeyDER } from "../support/openssl.js";
import { answerByOpenSSL, makePKI, SERIAL } from "../support/pki.js";
import { secretParts } from "../support/secrets.js";

const pki = makePKI();
after(pki.remove);
const { at, folder: cwd, write } = pki;

let answer, certificate;
before(() => {
  answerByOpenSSL(pki, "request.der", "answer.der");
  answer = readFileSync(at("answer.der"));
  certificate = openssl(["x509", "-in", at("server.pem"), "-outform", "DER"]);
});

const inspect = (...args) => bearocsp(["inspect", ...args], { cwd });

/** The value of a label in a text. @param {string} text @param {string} label */
const valueOf = (text, label) => new RegExp(`^ *${label}  +(.*)$`, "m").exec(text)?.[1];
/** As OpenSSL prints it: "Nov 21 06:46:47 2026 GMT". @param {string | undefined} time */
const isoOf = (time) => new Date(time ?? "").toISOString().replace(".000Z", "Z");

// ---------------------------------------------------------------------------------------------------- fields

test("a response's fields are those that OpenSSL reads", async () => {
  const theirs = openssl(["ocsp", "-respin", at("answer.der"), "-noverify", "-resp_text"]).toString();
  const field = (/** @type {string} */ name) => new RegExp(`${name}: (.*)`).exec(theirs)?.[1];
  const { status, stdout, stderr } = await inspect("answer.der");
  assert.equal(stdout.split("\n")[0], `answer.der: OCSP response, successful, 1 answer, ${answer.length} bytes (DER)`);
  for (const [label, name] of [
    ["issuerNameHash", "Issuer Name Hash"],
    ["issuerKeyHash", "Issuer Key Hash"],
  ]) {
    assert.equal(valueOf(stdout, label), field(name)?.toLowerCase());
  }
  for (const [label, name] of [
    ["producedAt", "Produced At"],
    ["thisUpdate", "This Update"],
    ["nextUpdate", "Next Update"],
  ]) {
    assert.equal(valueOf(stdout, label), isoOf(field(name)));
  }
  assert.equal(valueOf(stdout, "serialNumber"), `0x${field("Serial Number")} (${parseInt(SERIAL, 16)})`);
  assert.equal(valueOf(stdout, "certificateStatus"), field("Cert Status"));
  assert.equal(valueOf(stdout, "responseType"), "id-pkix-ocsp-basic (1.3.6.1.5.5.7.48.1.1)");
  assert.equal(valueOf(stdout, "hashAlgorithm"), "SHA-1 (1.3.14.3.2.26)");
  // OpenSSL shows the OCTET STRING that is the nonce with its header.
  const nonce = /OCSP Nonce: \n\s+04..([\dA-F]+)/.exec(theirs)?.[1].toLowerCase();
  assert.match(stdout, new RegExp(`^    nonce \\(1\\.3\\.6\\.1\\.5\\.5\\.7\\.48\\.1\\.2\\)\n      ${nonce}$`, "m"));
  assert.deepEqual([status, stderr], [0, ""]);
});

test("a certificate's and a request's fields too", async () => {
  const theirs = openssl([
    "x509",
    "-in",
    at("server.pem"),
    "-noout",
    "-dates",
    "-serial",
    "-subject",
    "-issuer",
    "-nameopt",
    "RFC2253",
    "-ocsp_uri",
  ]).toString();
  const field = (/** @type {string} */ name) => new RegExp(`^${name}=(.*)`, "m").exec(theirs)?.[1];
  const { status, stdout } = await inspect("chain.pem", "request.der");
  assert.match(
    stdout,
    new RegExp(`^chain\\.pem: certificate, CN=server\\.example,O=Example, ${certificate.length} bytes \\(PEM\\)\n`),
  );
  assert.match(stdout, /\n\nchain\.pem: certificate, CN=Example CA,O=Example, \d+ bytes \(PEM\)\n/);
  assert.match(
    stdout,
    new RegExp(
      `\n\nrequest\\.der: OCSP request, 1 certificate, ${readFileSync(at("request.der")).length} bytes \\(DER\\)\n`,
    ),
  );
  assert.deepEqual(
    [valueOf(stdout, "notBefore"), valueOf(stdout, "notAfter")],
    [isoOf(field("notBefore")), isoOf(field("notAfter"))],
  );
  assert.deepEqual([valueOf(stdout, "subject"), valueOf(stdout, "issuer")], [field("subject"), field("issuer")]);
  assert.equal(valueOf(stdout, "ocspUrls"), theirs.trim().split("\n").at(-1));
  assert.equal(status, 0);
});

test("the fields as JSON are toJSON()'s", async () => {
  const { status, stdout } = await inspect("answer.der", "--json");
  const [{ file, kind, source, length, fields, error }, ...rest] = JSON.parse(stdout);
  assert.deepEqual(
    [file, kind, source, length, error, rest],
    ["answer.der", "ocsp-response", "der", answer.length, null, []],
  );
  assert.deepEqual([fields.responses[0].serialNumber, fields.responses[0].certificateStatus], [SERIAL, "good"]);
  assert.equal(status, 0);
});

// ---------------------------------------------------------------------------------------------------- the tree

/** Offset, header, length and depth of each element, by `openssl asn1parse`, which does not look into OCTET STRINGs. */
const elements = (file) =>
  openssl(["asn1parse", "-inform", "DER", "-in", at(file)])
    .toString()
    .trim()
    .split("\n")
    .map((line) => /^\s*(\d+):d=(\d+) +hl=(\d+) +l= *(\d+)/.exec(line)?.slice(1).map(Number) ?? assert.fail(line));

test("the tree has every element that OpenSSL sees, where it sees it, below each other", async () => {
  write("server.der", certificate);
  for (const file of ["answer.der", "request.der", "server.der"]) {
    const { status, stdout } = await inspect(file, "--tree");
    const [, ...lines] = stdout.trimEnd().split("\n");
    // The root is not indented: all names begin in its column, or two for each depth behind it.
    const column = /\d [\d+]+ */.exec(lines[0])?.[0].length ?? NaN;
    const start = lines[0].search(/\d/) + column;
    const seen = new Map(
      lines.map((line) => {
        const [, offset, headerLength, length] =
          /^ *(\d+) (\d+)\+(\d+) +$/.exec(line.slice(0, start)) ?? assert.fail(line);
        return [
          Number(offset),
          [Number(offset), line.slice(start).search(/\S/) / 2, Number(headerLength), Number(length)],
        ];
      }),
    );
    for (const element of elements(file)) {
      assert.deepEqual(seen.get(element[0]), element, file);
    }
    assert.equal(status, 0);
  }
});

test("the tree has names and values", async () => {
  const { stdout } = await inspect("answer.der", "--tree");
  const producedAt = isoOf(
    /Produced At: (.*)/.exec(openssl(["ocsp", "-respin", at("answer.der"), "-noverify", "-resp_text"]).toString())?.[1],
  );
  for (const end of [
    "responseStatus ENUMERATED  successful (0)",
    `producedAt GeneralizedTime  ${producedAt}`,
    `serialNumber INTEGER  ${parseInt(SERIAL, 16)}`,
    "algorithm OBJECT IDENTIFIER  SHA-1 (1.3.14.3.2.26)",
    "responses[0] SEQUENCE",
    "version [0]",
  ]) {
    assert.ok(
      stdout.split("\n").some((line) => line.endsWith(` ${end}`)),
      end,
    );
  }
});

test("the tree as JSON has the same elements, and the bytes of those without a text", async () => {
  const { stdout } = await inspect("answer.der", "--tree", "--json");
  const [{ tree, fields }] = JSON.parse(stdout);
  assert.equal(fields, undefined);
  const found = new Map();
  (function visit(node) {
    found.set(node.offset, node);
    node.children?.forEach(visit);
  })(tree);
  for (const [offset, , headerLength, length] of elements("answer.der")) {
    const node = found.get(offset);
    assert.deepEqual([node.headerLength, node.length], [headerLength, length]);
  }
  const octets = [...found.values()].filter(({ type, children }) => type === "OCTET STRING" && !children);
  assert.ok(octets.length > 0);
  for (const { offset, headerLength, length, hex } of octets) {
    assert.equal(hex, answer.toString("hex", offset + headerLength, offset + headerLength + length));
  }
});

// ---------------------------------------------------------------------------------------------------- forms

test("DER, PEM, base64, hexadecimal, a dump, a URL: the object is the same", async () => {
  const dump = execFileSync("od", ["-Ax", "-tx1"], { input: certificate }).toString();
  const base64 = readFileSync(at("request.der")).toString("base64");
  const forms = {
    "server.crt": [certificate, "certificate", "der"],
    "base64.txt": [certificate.toString("base64"), "certificate", "base64"],
    "hex.txt": [certificate.toString("hex"), "certificate", "hex"],
    "dump.txt": [dump, "certificate", "hex"],
    "url.txt": [`http://ocsp.example/a/${encodeURIComponent(base64)}\n`, "ocsp-request", "url"],
    "mail.txt": [`> Here it is:\n> ${pki.text("server.pem").trim().replaceAll("\n", "\n> ")}\n`, "certificate", "pem"],
  };
  for (const [name, [content]] of Object.entries(forms)) {
    write(name, content);
  }
  const { status, stdout } = await inspect("--json", ...Object.keys(forms));
  assert.deepEqual(
    JSON.parse(stdout).map(({ file, kind, source }) => [file, kind, source]),
    Object.entries(forms).map(([name, [, kind, source]]) => [name, kind, source]),
  );
  const [{ fields }, ...others] = JSON.parse(stdout).filter(({ kind }) => kind === "certificate");
  for (const other of others) {
    assert.deepEqual(other.fields, fields);
  }
  assert.equal(status, 0);
});

test("standard input, a pipe with a name, and the end of a process", async () => {
  const [input, fifo, substitution] = await Promise.all([
    bearocsp(["inspect", "-"], { input: answer }),
    shell("mkfifo fifo && { cat answer.der >fifo & bearocsp inspect fifo; }", { cwd }),
    shell("bearocsp inspect <(cat answer.der)", { cwd }),
  ]);
  const [first, ...rest] = input.stdout.split("\n");
  assert.equal(first, `standard input: OCSP response, successful, 1 answer, ${answer.length} bytes (DER)`);
  for (const { status, stdout, stderr } of [fifo, substitution]) {
    assert.deepEqual(stdout.split("\n").slice(1), rest);
    assert.deepEqual([status, stderr], [0, ""]);
  }
});

test("the examples of the help", async () => {
  const { stdout } = await bearocsp(["inspect", "--help"]);
  const [first, second, ...more] = examplesOf(stdout);
  assert.deepEqual([first, more], ["bearocsp inspect answer.der", []]);
  // A server of TLS on this machine, which shows its chain.
  const server = `openssl s_server -accept 127.0.0.1:0 -key responder.key -cert server.pem -chainCAfile ca.pem -naccept 1 -www >listening 2>/dev/null &
    until port=$(grep -so 'ACCEPT 127.0.0.1:[0-9]*' listening); do sleep 0.05; done; port=\${port##*:}`;
  const line = second.replace("example.com:443", "127.0.0.1:$port").replace("-showcerts", "-showcerts 2>/dev/null");
  const run = await shell(`${server}\n${line}`, { cwd });
  assert.match(run.stdout, /^standard input: certificate, CN=server\.example,O=Example, \d+ bytes \(PEM\)\n +0 /);
  assert.match(run.stdout, /\n\nstandard input: certificate, CN=Example CA,O=Example, /);
  assert.deepEqual([run.status, run.stderr], [0, ""]);
});

// ---------------------------------------------------------------------------------------------------- what is broken

test("an extension that is broken inside is shown with its fault", async () => {
  const entry = singleResponse({ extensions: extension(OID.archiveCutoff, "180f2d303031313132393233303231365a") });
  write("odd.der", response({ responses: entry }).bytes);
  const { stdout } = await inspect("odd.der", "--text");
  assert.match(
    stdout.replaceAll(/\n +/g, " "),
    /archiveCutoff \(1\.3\.6\.1\.5\.5\.7\.48\.1\.6\) 180f2d303031313132393233303231365a \(broken: extnValue at byte 2: /,
  );
});

test("what is broken or cannot be read is exit status 3; all the rest is shown", async () => {
  write("half.der", answer.subarray(0, 200));
  write("empty", "");
  write("prose", "Nothing to see.\n");
  mkdirSync(at("folder"));
  write("page", "\n<!DOCTYPE HTML>\n<title>403 Forbidden</title>\n");
  const files = ["half.der", "missing", "empty", "prose", "page", "folder", "later.der"];
  write("later.der", Buffer.from("30030a0103", "hex"));
  const { status, stdout, stderr } = await inspect(...files);
  const [half, later] = stdout.split("\n\n");
  assert.match(
    half,
    /^half\.der: OCSP response, 200 bytes \(DER\)\n +0 4\+\d+ OCSPResponse SEQUENCE\n(?: *\d+ .*\n)+broken: OCSPResponse at byte 0: .*$/,
  );
  assert.equal(later, "later.der: OCSP response, tryLater, 5 bytes (DER)\n  responseStatus  tryLater\n");
  assert.equal(
    stderr,
    "bearocsp: missing: there is no such file\nbearocsp: empty: it is empty\n" +
      "bearocsp: prose: it holds no certificate, OCSP request, OCSP response or key\n" +
      "bearocsp: page: it is a web page (HTML), and holds no certificate, OCSP message or key\nbearocsp: folder: it is a folder\n",
  );
  assert.equal(status, 3);
  const json = await inspect("--json", ...files);
  assert.deepEqual(
    JSON.parse(json.stdout).map(({ kind, error }) => [kind ?? null, error?.code ?? null]),
    [
      ["ocsp-response", "ERR_DER_TRUNCATED"],
      [null, "ERR_INPUT"],
      [null, "ERR_INPUT"],
      [null, "ERR_INPUT"],
      [null, "ERR_INPUT"],
      [null, "ERR_INPUT"],
      ["ocsp-response", null],
    ],
  );
  assert.deepEqual([json.status, json.stderr], [3, ""]);
});

test("endless input ends at the limit of the library", async () => {
  const MOST = "the most that can be read";
  const [file, input] = await Promise.all([inspect("/dev/zero"), shell("bearocsp inspect - </dev/zero")]);
  assert.deepEqual(
    [file.status, file.stderr],
    [3, `bearocsp: /dev/zero: it is larger than ${2 ** 26} bytes, ${MOST}\n`],
  );
  assert.deepEqual(
    [input.status, input.stderr],
    [3, `bearocsp: standard input: it is larger than ${2 ** 26} bytes, ${MOST}\n`],
  );
});

test("what is too large names the limit that was met: that of the fields, or that of the tree", async () => {
  /* A private structure and a certificate, each larger than a tree and smaller than fields may be. */
  const filler = tlv(0x04, Buffer.alloc(2 ** 21));
  write("structure.der", sequence(oid("1.2.3"), filler).bytes);
  const { status, stdout } = await inspect("structure.der");
  assert.match(stdout, /\ntoo large: it has 20971\d\d bytes, and a tree is shown for up to 1048576 bytes\n$/);
  write("large-fields.der", response({ signature: bitString(Buffer.alloc(2 ** 23)) }).bytes);
  const fields = await inspect("large-fields.der");
  assert.match(fields.stdout, /\ntoo large: it has 83\d{5} bytes, and fields are shown for up to 8388608 bytes\n$/);
  const tree = await inspect("large-fields.der", "--tree");
  assert.match(tree.stdout, /\ntoo large: it has 83\d{5} bytes, and a tree is shown for up to 1048576 bytes\n$/);
  assert.deepEqual([status, fields.status, tree.status], [3, 3, 3]);
});

test("a response of 60 MB is named, and not shown", async () => {
  // The real one's header says 60,000,000 octets; a hole has them.
  write(
    "large.der",
    Buffer.concat([
      Buffer.from("308403938700", "hex"),
      Buffer.from("0a0100a08403 9386f7 308403 9386f1".replaceAll(" ", ""), "hex"),
      Buffer.from("06092b0601050507300101", "hex"),
      Buffer.from("0484039386e0", "hex"),
    ]),
  );
  truncateSync(at("large.der"), 60_000_006);
  const { status, stdout, stderr } = await shell("bearocsp inspect --tree - <large.der", { cwd });
  assert.equal(
    stdout,
    `standard input: OCSP response, 60000006 bytes (DER)\ntoo large: it has 60000006 bytes, and a tree is shown for up to ${2 ** 20} bytes\n`,
  );
  assert.deepEqual([status, stderr], [3, ""]);
});

// ---------------------------------------------------------------------------------------------------- text of others

test("escapes and characters that reorder text are spelled out, as text and as JSON", async () => {
  const hostile = "\x1b[2J\x9b31m\u202egood\u2066\u2028\u200b\x07end";
  openssl([
    "req",
    "-x509",
    "-new",
    "-utf8",
    "-key",
    at("ca.key"),
    "-subj",
    `/CN=${hostile}`,
    "-addext",
    "authorityInfoAccess=OCSP;URI:http://ocsp.example/\x1b[1m",
    "-out",
    at("hostile.pem"),
  ]);
  const CONTROLS = /[^\P{Cc}\n]|\p{Cf}|\p{Zl}|\p{Zp}/u;
  for (const args of [[], ["--tree"], ["--json"], ["--tree", "--json"]]) {
    const { stdout } = await inspect("hostile.pem", ...args);
    assert.doesNotMatch(stdout, CONTROLS);
    if (args.includes("--json")) {
      assert.ok(JSON.stringify(JSON.parse(stdout)).includes(JSON.stringify(hostile).slice(1, -1)));
    } else {
      assert.ok(stdout.includes("U+001B[2JU+009B31mU+202EgoodU+2066U+2028U+200BU+0007end"), stdout);
    }
  }
  const missing = await inspect("no\x1b[31m\u202efile\n");
  assert.equal(missing.stderr, "bearocsp: noU+001B[31mU+202EfileU+000A: there is no such file\n");
});

// ---------------------------------------------------------------------------------------------------- private keys

/** Octets in a run that is no accident; digits in hexadecimal and in base64 that tell of so many, at any alignment. */
const RUN = 8,
  HEX = 2 * RUN,
  BASE64 = 10;

/** @param {string} text @param {number} length @returns {Set<string>} all parts of this length */
const partsOf = (text, length) =>
  new Set(Array.from({ length: Math.max(0, text.length - length + 1) }, (_, i) => text.slice(i, i + length)));

/** What a text gives away: hexadecimal, with or without separators, base64, numbers. @param {string} text */
function revealedBy(text) {
  const hex = partsOf(text.toLowerCase().replace(/[^\da-f]+/g, ""), HEX),
    base64 = partsOf(text.replace(/\s+/g, ""), BASE64);
  return (/** @type {Uint8Array} */ octets) => {
    const buffer = Buffer.from(octets);
    if (text.includes(BigInt(`0x${buffer.toString("hex")}`).toString())) {
      return true;
    }
    const runs = Array.from({ length: buffer.length - RUN + 1 }, (_, start) =>
      buffer.subarray(start, start + RUN),
    ).filter((run) => new Set(run).size > 4);
    return runs.some((run) => hex.has(run.toString("hex")) || base64.has(run.toString("base64").slice(0, BASE64)));
  };
}

describe("no private part of a key is shown", () => {
  /** @type {Uint8Array[]} What must not be seen. */
  const secrets = [];
  /** @type {Uint8Array[]} What can be seen, of keys that can be read: without it the test proves nothing. */
  const shown = [];
  /** @type {string[]} */
  const files = [];
  before(() => {
    const header = (/** @type {number} */ tag, /** @type {number} */ length) =>
      Buffer.from([
        tag,
        ...(length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]),
      ]);
    const pem = (/** @type {string} */ label, /** @type {Uint8Array[]} */ ...parts) =>
      `-----BEGIN ${label}-----\n${Buffer.concat(parts).toString("base64").replace(/.{64}/g, "$&\n")}\n-----END ${label}-----\n`;
    /**
     * version, p, q, g, y, x with another version, and without: nobody's forms.
     * @param {"dsa-1024" | "dsa-2048"} name
     */
    const otherForms = (name) => {
      const [version, ...numbers] = children(
        openssl(["pkey", "-in", privateKeyFile(name), "-traditional", "-outform", "DER"]),
      );
      assert.deepEqual([...version.contents], [0]);
      const bare = Buffer.concat(numbers.map(({ element }) => element)),
        later = Buffer.concat([Buffer.from("020102", "hex"), bare]);
      return {
        "bare.der": Buffer.concat([header(0x30, bare.length), bare]),
        "later.der": Buffer.concat([header(0x30, later.length), later]),
      };
    };
    for (const name of /** @type {const} */ (["rsa-2048", "p-256", "dsa-1024", "dsa-2048", "ed25519"])) {
      const der = openssl(["pkey", "-in", privateKeyFile(name), "-outform", "DER"]);
      // SEQUENCE of UTF8String "abc" and the key in an OCTET STRING.
      const inner = Buffer.concat([Buffer.from("0c03616263", "hex"), header(4, der.length), der]);
      const forms = {
        pem: privateKeyPEM(name),
        der,
        hex: der.toString("hex"),
        "cut.der": der.subarray(0, der.length - 3),
        ...(name !== "ed25519" && {
          "traditional.pem": openssl(["pkey", "-in", privateKeyFile(name), "-traditional"]),
        }),
        "backup.pem": pem("BACKUP", header(0x30, inner.length), inner),
        ...((name === "dsa-1024" || name === "dsa-2048") && otherForms(name)),
        // No DER at all.
        "openssh.pem": pem("OPENSSH PRIVATE KEY", Buffer.from("openssh-key-v1\0"), der),
      };
      for (const [form, content] of Object.entries(forms)) {
        files.push(write(`${name}.${form}`, content).slice(cwd.length + 1));
      }
      secrets.push(...Object.values(secretParts(privateKeyPEM(name))));
      shown.push(publicKeyDER(name).slice(-30));
    }
  });

  for (const args of [[], ["--tree"], ["--json"], ["--tree", "--json"]]) {
    test(`with ${args.join(" ") || "no option"}`, async () => {
      const { stdout, stderr } = await inspect(...files, ...args);
      for (const file of files) {
        assert.ok((stdout + stderr).includes(file), file);
      }
      const reveals = revealedBy(stdout + stderr);
      assert.deepEqual(
        secrets.map(reveals),
        secrets.map(() => false),
        stdout,
      );
      if (!args.includes("--tree")) {
        assert.deepEqual(
          shown.map(reveals),
          shown.map(() => true),
          stdout,
        );
      }
      if (!args.includes("--json")) {
        assert.match(
          stdout,
          /ed25519\.backup\.pem: unknown structure, [^\n]*\n[^\n]*\n[^\n]*UTF8String {2}abc\n[^\n]*OCTET STRING {2}\(not shown\)\n/,
        );
      }
    });
  }

  test("an encrypted one is called so", async () => {
    openssl([
      "pkcs8",
      "-topk8",
      "-in",
      privateKeyFile("p-256"),
      "-v2",
      "aes128",
      "-passout",
      "pass:secret",
      "-out",
      at("encrypted.pem"),
    ]);
    const { status, stdout } = await inspect("encrypted.pem");
    assert.match(stdout, /^encrypted\.pem: private key, encrypted, \d+ bytes \(PEM\)\n +0 /);
    assert.match(stdout, /OCTET STRING {2}\(not shown\)\n$/);
    assert.equal(status, 0);
  });
});
