// `bearocsp check`: asked over HTTP of OpenSSL's responder, and of servers that misbehave: a clear error within the
// limits, and no hang.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { sign } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createServer as createPlainServer } from "node:net";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { bearocsp, examplesOf, shell } from "../support/command-line.js";
import { bitString, context, contextPrimitive, descend, integer, oid, sequence } from "../support/der.js";
import { addSecondCA } from "../support/dsa-key-substitution.js";
import { extension, name } from "../support/messages.js";
import { privateKeyFile } from "../support/openssl.js";
import { makePKI } from "../support/pki.js";
import { withoutPython } from "../support/python-worker.js";
import { FOR_FAKETIME } from "../support/surroundings.js";

const TYPE = "application/ocsp-response";

/** @param {import("node:net").Server} server @param {string} [host] */
async function listen(server, host = "127.0.0.1") {
  server.listen(0, host);
  await once(server, "listening");
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}

const pki = makePKI();
after(pki.remove);
const { at } = pki;

/** Nobody listens there. */
async function freePort() {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

describe("OpenSSL's responder", () => {
  let url, responder;
  before(async () => {
    responder = spawn(
      "openssl",
      [
        "ocsp",
        "-port",
        "0",
        "-index",
        at("index.txt"),
        "-CA",
        at("ca.pem"),
        "-rsigner",
        at("responder.pem"),
        "-rkey",
        at("responder.key"),
        "-ndays",
        "1",
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    responder.stderr.resume();
    for await (const line of createInterface({ input: responder.stdout })) {
      const [, port] = /^ACCEPT \S*:(\d+)/.exec(line) ?? [];
      if (port) {
        url = `http://127.0.0.1:${port}/`;
        break;
      }
    }
    responder.stdout.resume();
  });
  after(() => responder.kill());

  test("good: exit status 0, and the table", async () => {
    const { status, stdout, stderr } = await bearocsp(["check", at("chain.pem"), "--url", url]);
    assert.match(stdout, /^CN=server\.example,O=Example \(serial number 1234\): good, until \d{4}-/);
    assert.equal(stdout.match(/^ {2}(?:pass|note) {2}/gm)?.length, 12);
    assert.match(
      stdout,
      new RegExp(
        `^  answered by CN=responder\\.example,O=Example \\(serial number 77\\), delegate\n  url: ${url}\n  as of `,
        "m",
      ),
    );
    assert.deepEqual([status, stderr], [0, ""]);
  });

  test("revoked: exit status 1, and when and why", async () => {
    const { status, stdout } = await bearocsp(["check", at("other.pem"), "--issuer", at("ca.pem"), "--url", url]);
    assert.match(stdout, /: revoked since 2026-01-02T03:04:05Z, keyCompromise\n/);
    assert.equal(status, 1);
  });

  test("a certificate that it does not know: exit status 1", async () => {
    pki.openssl("pkey", "-in", at("foreign.key"), "-pubout", "-out", at("foreign.pub"));
    pki.openssl(
      "x509",
      "-new",
      "-force_pubkey",
      at("foreign.pub"),
      "-subj",
      "/CN=unknown.example",
      "-CA",
      at("ca.pem"),
      "-CAkey",
      at("ca.key"),
      "-set_serial",
      "0x99",
      "-out",
      at("unknown.pem"),
    );
    const { status, stdout } = await bearocsp(["check", at("unknown.pem"), "--issuer", at("ca.pem"), "--url", url]);
    assert.match(stdout, /^CN=unknown\.example \(serial number 99\): unknown to the responder\n/);
    assert.equal(status, 1);
  });

  test("with GET, SHA-256 and a nonce that has to come back, as JSON", async () => {
    const args = [
      "check",
      at("reversed.pem"),
      "--url",
      url,
      "--get",
      "--hash",
      "SHA-256",
      "--nonce",
      "16",
      "--nonce-policy",
      "required",
      "--json",
    ];
    const { status, stdout } = await bearocsp(args);
    const report = JSON.parse(stdout);
    assert.deepEqual(
      [report.ok, report.certificateStatus, report.exitStatus, report.serialNumber, report.url],
      [true, "good", 0, "1234", url],
    );
    assert.equal(report.checks.find(({ name }) => name === "nonce").outcome, "pass");
    assert.equal(report.claimed.hashAlgorithm, "SHA-256");
    assert.equal(status, 0);
  });

  test("what came is kept in a file, as it came", async () => {
    const file = at("kept.der");
    assert.equal((await bearocsp(["check", at("chain.pem"), "--url", url, "-o", file])).status, 0);
    assert.match(pki.openssl("ocsp", "-respin", file, "-noverify", "-resp_text").toString(), /Cert Status: good/);
    const { status, stderr } = await bearocsp(["check", at("chain.pem"), "--url", url, "-o", "-"]);
    assert.deepEqual(
      [status, stderr],
      [3, "bearocsp: --output must be a file, because the report goes to standard output\n"],
    );
  });

  /** The responder is the one on this machine, also where the certificate names it. @param {string} example */
  const run = (example) =>
    shell(
      `set -eo pipefail
    ${example
      .replace(/http:\/\/(?:ocsp\.example|127\.0\.0\.1:8888)\//, url)
      .replace("--url)", `--url ${url})`)
      .replace(/^bearocsp check chain\.pem/m, `$& --url ${url}`)}`,
      { cwd: pki.folder },
    );

  test("the examples of the help, and of request's", async () => {
    for (const [command, count] of /** @type {const} */ ([
      ["check", 2],
      ["request", 3],
    ])) {
      const examples = examplesOf((await bearocsp([command, "--help"])).stdout);
      assert.equal(examples.length, count);
      for (const example of examples) {
        const { status, stderr } = await run(example);
        assert.deepEqual([status, stderr], [0, ""], example);
      }
    }
  });

  test("the members of JSON are those that the README names", async () => {
    const [, table] =
      /^## JSON\n([^]*?)^#/m.exec(readFileSync(new URL("../../bindings/cli/README.md", import.meta.url), "utf8")) ??
      assert.fail("no section");
    /** @param {string} command @returns {string[]} */
    const named = (command) => {
      const [, row] = new RegExp(`^\\| \`?${command}[^|]*\\| (.*) \\|$`, "m").exec(table) ?? assert.fail(command);
      return Array.from(row.matchAll(/`([^`]+)`/g), ([, name]) => name);
    };
    /** @param {string[]} args @returns {Promise<any>} */
    const json = async (...args) => JSON.parse((await bearocsp([...args, "--json"], { cwd: pki.folder })).stdout);
    const kept = at("kept.der");
    const checked = await json("check", "chain.pem", "--url", url, "-o", kept);
    const verified = await json("verify", kept, "--cert", "chain.pem");
    assert.deepEqual(Object.keys(verified).sort(), named("verify").sort());
    const [url_, attempts, ...ofAttempt] = named("check CERT");
    assert.deepEqual(Object.keys(checked).sort(), [...named("verify"), url_, attempts].sort());
    assert.deepEqual(Object.keys(checked.attempts[0]), ofAttempt.slice(0, -1));
    for (const [option, shown] of [
      ["--text", "fields"],
      ["--tree", "tree"],
    ]) {
      const [found] = await json("inspect", kept, option);
      const members = named("inspect").filter(
        (name) => name !== "--tree" && (name === shown || !["fields", "tree"].includes(name)),
      );
      assert.deepEqual(Object.keys(found).sort(), members.sort());
    }
    const request = await json("request", "chain.pem"),
      response = await json("respond", "--error", "tryLater");
    assert.deepEqual(Object.keys(request).slice(0, 2), named("request"));
    assert.deepEqual(Object.keys(response), [...named("respond"), "responseStatus"]);
    assert.deepEqual(Object.keys(request).slice(2), Object.keys((await json("inspect", "request.der"))[0].fields));
    const [error, code, , , , message, offset, path, , tried, , crlUrls] = named("any that fails");
    const failed = await json("check", "missing.pem"),
      broken = (await json("inspect", pki.write("broken.der", readFileSync(kept).subarray(0, 200))))[0];
    assert.deepEqual(Object.keys(failed), [error]);
    assert.deepEqual(Object.keys(failed.error).sort(), [code, message].sort());
    assert.deepEqual(Object.keys(broken[error]).sort(), [code, message, offset, path].sort());
    const unreached = await json("check", "chain.pem", "--url", `http://127.0.0.1:${await freePort()}/`);
    assert.deepEqual(Object.keys(unreached.error).sort(), [code, message, tried].sort());
    assert.deepEqual(Object.keys((await json("check", "ca.pem")).error).sort(), [code, message, crlUrls].sort());
  });

  test("the examples of the README", async () => {
    const document = readFileSync(new URL("../../bindings/cli/README.md", import.meta.url), "utf8");
    const examples = Array.from(document.matchAll(/^```sh\n([^]*?)^```$/gm), ([, example]) => example);
    const said = [
      /: good, until /,
      /: good, until /,
      /certStatus \[1\]\n[^]*keyCompromise/,
      /^$/,
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z\n$/,
    ];
    assert.equal(examples.length, said.length);
    for (const suffix of ["pem", "key"]) {
      pki.write(`p256.${suffix}`, pki.text(`responder.${suffix}`));
    }
    for (const [i, example] of examples.entries()) {
      const { status, stdout, stderr } = await run(example);
      assert.match(stdout, said[i]);
      assert.deepEqual([status, stderr], [0, ""], example);
    }
    pki.openssl(
      "ocsp",
      "-respin",
      at("staple.der"),
      "-issuer",
      at("ca.pem"),
      "-cert",
      at("server.pem"),
      "-CAfile",
      at("ca.pem"),
      "-no_nonce",
    );
  });
});

// ---------------------------------------------------------------------------------------------------- servers that
// misbehave

/**
 * Of the server's certificate; of the other one's; of three days ago, for one day; RFC 6960 4.2.1: SEQUENCE of
 * ENUMERATED 3.
 */
let good, foreign, stale;
const LATER = Buffer.from([0x30, 3, 0x0a, 1, 3]);
before(() => {
  const answer = (certificate, daysAgo) => {
    // Without a nonce, so that it answers any request for this certificate.
    pki.openssl("ocsp", "-issuer", at("ca.pem"), "-cert", at(certificate), "-no_nonce", "-reqout", at("plain.der"));
    execFileSync(
      "faketime",
      [
        new Date(Date.now() - daysAgo * 86_400_000).toISOString().replace("T", " ").slice(0, 19),
        "openssl",
        "ocsp",
        "-index",
        at("index.txt"),
        "-CA",
        at("ca.pem"),
        "-rsigner",
        at("responder.pem"),
        "-rkey",
        at("responder.key"),
        "-ndays",
        "1",
        "-reqin",
        at("plain.der"),
        "-respout",
        at("answer.der"),
      ],
      { stdio: "pipe", env: FOR_FAKETIME },
    );
    return readFileSync(at("answer.der"));
  };
  good = answer("server.pem", 0);
  foreign = answer("other.pem", 0);
  stale = answer("server.pem", 3);
});

/**
 * @template T
 * @param {import("node:net").Server} server
 * @param {(url: string) => Promise<T>} run
 * @param {string} [host]
 */
async function serving(server, run, host = "127.0.0.1") {
  const sockets = new Set();
  server.on("connection", (socket) => sockets.add(socket.on("error", () => {})));
  const port = await listen(server, host);
  try {
    return await run(`http://${host.includes(":") ? `[${host}]` : host}:${port}/`);
  } finally {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
  }
}

const sendAnswer = (response, body, headers = {}) =>
  response.writeHead(200, { "Content-Type": TYPE, ...headers }).end(body);

/**
 * It ends without waiting for its own time-out or for one of the server: both are so long that the run would be
 * killed.
 *
 * @param {string} url
 * @param {readonly string[]} options
 */
const ask = (url, ...options) =>
  bearocsp(["check", at("chain.pem"), "--url", url, "--timeout", String(ENDLESS_S), ...options]);
const ENDLESS_S = 3600;

/** What ends by the time-out. */
const IN_TIME = /^no answer from \S+ within 1 s$/;

/**
 * Drips for ever.
 * @param {import("node:http").ServerResponse} response
 * @param {() => string | Uint8Array} drop
 * @param {number} interval
 */
function drip(response, drop, interval) {
  const timer = setInterval(() => response.write(drop()), interval);
  response.on("close", () => clearInterval(timer));
}

/** The body is endless, and as fast as it is read. @param {NodeJS.WritableStream} stream @param {Uint8Array} block */
function pour(stream, block) {
  const go = () => {
    while (stream.writable && stream.write(block)) {}
  };
  stream.on("drain", go);
  go();
}

const ZEROS = Buffer.alloc(2 ** 16);
const HEADER = Buffer.from(`HTTP/1.1 200 OK\r\n${`X-More: ${"x".repeat(999)}\r\n`.repeat(64)}`);

/**
 * @type {[string, import("node:http").RequestListener, RegExp][]} What the server does, and what is said of it: one
 *   line, behind "bearocsp: ".
 */
const MISBEHAVIOUR = [
  ["never answers", () => {}, IN_TIME],
  [
    "sends a byte of the body every 100 ms",
    (_, response) => drip(response.writeHead(200, { "Content-Type": TYPE }), () => "0", 100),
    IN_TIME,
  ],
  [
    "sends an endless body",
    (_, response) => pour(response.writeHead(200, { "Content-Type": TYPE }), ZEROS),
    /^\S+ sent more than 1048576 bytes, the limit that --max-size sets$/,
  ],
  [
    "sends 64 megabytes in 64 kilobytes of gzip",
    (_, response) => sendAnswer(response, BOMB, { "Content-Encoding": "gzip" }),
    /^\S+ sent more than 1048576 bytes, the limit that --max-size sets$/,
  ],
  [
    "sends gzip that is none",
    (_, response) => sendAnswer(response, good, { "Content-Encoding": "gzip" }),
    /: the content encoding of the answer is broken$/,
  ],
  [
    "sends another media type",
    (_, response) => response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end("<p>log in</p>"),
    /^\S+ sent the media type text\/html instead of application\/ocsp-response$/,
  ],
  [
    "sends no media type",
    (_, response) => response.writeHead(200).end(good),
    /^\S+ sent no media type instead of application\/ocsp-response$/,
  ],
  [
    "sends half of the answer as the whole",
    (_, response) => sendAnswer(response, good.subarray(0, 300)),
    /^what \S+ sent is not an OCSP response: OCSPResponse at byte 0: /,
  ],
  [
    "breaks off in the answer",
    (_, response) => {
      response
        .writeHead(200, { "Content-Type": TYPE, "Content-Length": good.length })
        .write(good.subarray(0, 300), () => response.destroy());
    },
    /^no answer from \S+: the connection ended before the answer was complete$/,
  ],
  [
    "sends nothing as the answer",
    (_, response) => sendAnswer(response, ""),
    /^what \S+ sent is not an OCSP response: it is empty$/,
  ],
  [
    "sends the status 204",
    (_, response) => response.writeHead(204).end(),
    /^\S+ answered with HTTP status 204 No Content$/,
  ],
  [
    "sends the status 500",
    (_, response) => response.writeHead(500).end("out of order"),
    /^\S+ answered with HTTP status 500 Internal Server Error$/,
  ],
  [
    "sends a status text of escapes and arrows",
    (_, response) => {
      response.socket?.end("HTTP/1.1 500 \u009b31mdoog \u202e\r\nContent-Length: 0\r\n\r\n");
    },
    /^\S+ answered with HTTP status 500 U\+009B31mdoog U\+202E$/,
  ],
  [
    "redirects in a loop",
    (_, response) => response.writeHead(302, { Location: "/again" }).end(),
    /^\S+ redirects more than 3 times$/,
  ],
  [
    "redirects slowly in a loop",
    (_, response) => setTimeout(() => response.writeHead(302, { Location: "/" }).end(), 600),
    IN_TIME,
  ],
  [
    "redirects to a file",
    (_, response) => response.writeHead(302, { Location: "file:///etc/passwd" }).end(),
    /^not an http or https URL: file:\/\/\/etc\/passwd$/,
  ],
  [
    "redirects to data",
    (_, response) => response.writeHead(307, { Location: `data:${TYPE};base64,MAMKAQM=` }).end(),
    /^not an http or https URL: data:/,
  ],
  [
    "redirects with a password",
    (_, response) => response.writeHead(301, { Location: "http://user:secret@127.0.0.1/" }).end(),
    /^not asked with a user name or password: http:\/\/…@127\.0\.0\.1\/$/,
  ],
  [
    "redirects to nowhere",
    (_, response) => response.writeHead(302, { Location: "http://" }).end(),
    /^not an http or https URL: http:\/\/$/,
  ],
  [
    "says that it redirects, and not where",
    (_, response) => response.writeHead(302).end(),
    /^\S+ answered with HTTP status 302 Found$/,
  ],
  [
    "sends an endless header",
    (_, response) => pour(/** @type {import("node:net").Socket} */ (response.socket), HEADER),
    /^no answer from \S+: the header of the answer has more than 16384 bytes, the limit of Node$/,
  ],
  [
    "closes at once",
    (_, response) => response.socket?.destroy(),
    /^no answer from \S+: the connection ended before the answer was complete$/,
  ],
];
/** Zeros, by gzip. */
const BOMB = gzipSync(Buffer.alloc(2 ** 26));

describe("a server that", { concurrency: 2 }, () => {
  for (const [name, listener, complaint] of MISBEHAVIOUR) {
    test(name, () =>
      serving(createServer(listener), async (url) => {
        const { status, stdout, stderr } = await ask(url, ...(complaint === IN_TIME ? ["--timeout", "1"] : []));
        assert.match(stderr, /^bearocsp: [^\n]+\n$/);
        assert.match(stderr.slice("bearocsp: ".length).trimEnd(), complaint);
        assert.deepEqual([status, stdout], [2, ""]);
      }),
    );
  }

  test("sends what is not HTTP", () =>
    serving(
      createPlainServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n")),
      async (url) => {
        const { status, stderr } = await ask(url);
        assert.match(stderr, /^bearocsp: no answer from \S+: what it sent is not HTTP\n$/);
        assert.equal(status, 2);
      },
    ));

  test("sends the body alone, as HTTP/0.9", () =>
    serving(
      createPlainServer((socket) => socket.end(good)),
      async (url) => {
        const { status, stderr } = await ask(url);
        assert.match(stderr, /^bearocsp: no answer from \S+: what it sent is not HTTP\n$/);
        assert.equal(status, 2);
      },
    ));

  test("takes the connection and says nothing", () =>
    serving(
      createPlainServer(() => {}),
      async (url) => {
        const { status, stderr } = await ask(url, "--timeout", "1");
        assert.match(stderr, /^bearocsp: no answer from \S+ within 1 s\n$/);
        assert.equal(status, 2);
      },
    ));

  test("does not take the connection", { skip: withoutPython }, async () => {
    // Its queue is full: Linux drops what comes then. fetch() itself would wait for 10 s.
    const server = spawn(
      "/usr/bin/python3",
      [
        "-c",
        "import socket, time\ns = socket.create_server(('127.0.0.1', 0), backlog=0)\n" +
          "c = [socket.socket() for _ in range(4)]\nfor x in c:\n  x.setblocking(False)\n  x.connect_ex(s.getsockname())\n" +
          "print(s.getsockname()[1], flush=True)\ntime.sleep(3600)",
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    try {
      const [port] = await once(server.stdout, "data");
      const { status, stderr } = await ask(`http://127.0.0.1:${Number(port)}/`, "--timeout", "1");
      assert.match(stderr, /^bearocsp: no answer from \S+ within 1 s\n$/);
      assert.equal(status, 2);
    } finally {
      server.kill();
    }
  });

  test("is not there", async () => {
    const { status, stderr } = await ask(`http://127.0.0.1:${await freePort()}/`);
    assert.match(stderr, /^bearocsp: no answer from \S+: the connection was refused\n$/);
    assert.equal(status, 2);
  });

  test("has a name that does not exist", async () => {
    // RFC 6761 6.4: .invalid never does. Where there is no network, the name server is not there either.
    const { status, stderr } = await ask("http://responder.invalid/", "--timeout", "3");
    assert.match(
      stderr,
      /^bearocsp: no answer from responder\.invalid(?:: the name (?:does not exist|cannot be looked up at the moment)| within 3 s)\n$/,
    );
    assert.equal(status, 2);
  });

  test("has a certificate for TLS that nobody knows", async () => {
    const server = createSecureServer({ key: pki.text("ca.key"), cert: pki.text("ca.pem") }, (_, response) =>
      sendAnswer(response, good),
    );
    const { status, stderr } = await serving(server, (url) => ask(url.replace("http:", "https:")));
    assert.match(stderr, /^bearocsp: no answer from \S+: TLS: self-signed certificate\n$/);
    assert.equal(status, 2);
  });

  test("does not speak TLS", async () => {
    const { status, stderr } = await serving(
      createServer(() => {}),
      (url) => ask(url.replace("http:", "https:")),
    );
    assert.match(stderr, /^bearocsp: no answer from \S+: TLS: wrong version number\n$/);
    assert.equal(status, 2);
  });
});

// ---------------------------------------------------------------------------------------------------- answers that are
// not to be relied on

describe("an answer", () => {
  const answering = (body, run, headers) =>
    serving(
      createServer((_, response) => sendAnswer(response, body, headers)),
      run,
    );

  test("of three days ago", () =>
    answering(stale, async (url) => {
      const { status, stdout } = await ask(url);
      assert.match(
        stdout,
        /^CN=server\.example,O=Example \(serial number 1234\): the answer cannot be relied on: nextUpdate\n/,
      );
      assert.match(stdout, /^ {2}FAIL {2}nextUpdate +nextUpdate was \S+: the answer is stale\. Ask again\./m);
      assert.match(stdout, /^ {2}claimed: good, newer information was due at /m);
      assert.equal(status, 2);
    }));

  test("about another certificate", () =>
    answering(foreign, async (url) => {
      const { status, stdout } = await ask(url);
      assert.match(stdout, /: the answer cannot be relied on: certId\n/);
      assert.doesNotMatch(stdout, /claimed/);
      assert.equal(status, 2);
    }));

  test("tryLater: the sentence and its row, nothing of what cannot be said", () =>
    answering(LATER, async (url) => {
      const { status, stdout } = await ask(url);
      assert.match(stdout, /: no answer: the responder says tryLater\n {2}FAIL {2}responseStatus /);
      assert.doesNotMatch(stdout, /skip/);
      assert.equal(status, 2);
      const json = await ask(url, "--json");
      const { verdict, responseStatus, ok, exitStatus } = JSON.parse(json.stdout);
      assert.deepEqual(
        [verdict, responseStatus, ok, exitStatus, json.status],
        ["no answer: the responder says tryLater", "tryLater", false, 2, 2],
      );
    }));

  test("with a bit of the signature turned over", () => {
    const at = good.indexOf(Buffer.from("2a8648ce3d0403", "hex")) + 40;
    const broken = Buffer.from(good);
    broken[at] ^= 1;
    return answering(broken, async (url) => {
      const { status, stdout } = await ask(url);
      assert.match(stdout, /: the answer cannot be relied on: signature/);
      assert.equal(status, 2);
    });
  });

  test("without the nonce that was sent: a note, or what --nonce-policy makes of it", () =>
    answering(good, async (url) => {
      const noted = await ask(url, "--nonce");
      assert.match(noted.stdout, /^ {2}note {2}nonce /m);
      assert.equal(noted.status, 0);
      const required = await ask(url, "--nonce", "--nonce-policy", "required");
      assert.match(required.stdout, /: the answer cannot be relied on: nonce\n/);
      assert.equal(required.status, 2);
    }));

  test("whose media type has a parameter and capitals, in gzip", () =>
    answering(gzipSync(good), async (url) => assert.equal((await ask(url)).status, 0), {
      "Content-Type": "Application/OCSP-Response; charset=binary",
      "Content-Encoding": "gzip",
    }));

  test("of the size that is allowed, and of one byte more", () =>
    answering(good, async (url) => {
      assert.equal((await ask(url, "--max-size", String(good.length))).status, 0);
      const { status, stderr } = await ask(url, "--max-size", String(good.length - 1));
      assert.match(
        stderr,
        new RegExp(`^bearocsp: \\S+ sent more than ${good.length - 1} bytes, the limit that --max-size sets\n$`),
      );
      assert.equal(status, 2);
    }));

  test("over IPv6", () =>
    serving(
      createServer((_, response) => sendAnswer(response, good)),
      async (url) => {
        const { status, stdout } = await ask(url);
        assert.ok(stdout.includes(`  url: ${url}\n`) && url.includes("[::1]"));
        assert.equal(status, 0);
      },
      "::1",
    ));

  test("behind redirects: a POST stays one, but for 303", async () => {
    const asked = [];
    const server = createServer(async (request, response) => {
      asked.push(
        `${request.method} ${request.url} ${(await request.toArray()).reduce((length, chunk) => length + chunk.length, 0)}`,
      );
      if (request.url === "/") {
        response.writeHead(307, { Location: "/second" }).end();
      } else if (request.url === "/second") {
        response.writeHead(303, { Location: "third?x" }).end();
      } else {
        sendAnswer(response, good);
      }
    });
    assert.equal((await serving(server, (url) => ask(url, "--post", "--hash", "SHA-1"))).status, 0);
    const length = readFileSync(at("plain.der")).length;
    assert.deepEqual(asked, [`POST / ${length}`, `POST /second ${length}`, "GET /third?x 0"]);
  });

  test("and the process ends, though the server keeps the connection open", () =>
    serving(
      createServer({ keepAliveTimeout: ENDLESS_S * 1000 }, (_, response) => {
        sendAnswer(response, good, { Connection: "keep-alive", "Keep-Alive": `timeout=${ENDLESS_S}` });
      }),
      async (url) => assert.equal((await ask(url)).status, 0),
    ));
});

// ---------------------------------------------------------------------------------------------------- what is asked,
// and of whom

test("the request is that of OpenSSL, byte for byte, by POST and by GET", async () => {
  const asked = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    asked.push({
      method: request.method,
      type: request.headers["content-type"],
      accept: request.headers.accept,
      der:
        request.method === "POST"
          ? body
          : Buffer.from(decodeURIComponent(/** @type {string} */ (request.url).slice(6)), "base64"),
      url: request.url,
    });
    sendAnswer(response, good);
  });
  const plain = readFileSync(at("plain.der"));
  pki.openssl("ocsp", "-issuer", at("ca.pem"), "-cert", at("server.pem"), "-no_nonce", "-reqout", at("plain.der"));
  await serving(server, async (url) => {
    assert.equal((await ask(`${url}path`, "--hash", "SHA-1", "--post")).status, 0);
    assert.equal((await ask(`${url}path`, "--hash", "SHA-1", "--get")).status, 0);
  });
  assert.deepEqual(
    asked.map(({ method, type, accept }) => [method, type, accept]),
    [
      ["POST", "application/ocsp-request", TYPE],
      ["GET", undefined, TYPE],
    ],
  );
  for (const { der } of asked) {
    assert.deepEqual(der, plain);
  }
});

describe("the issuer is fetched from where the certificate says", () => {
  /** What the URL of the CA sends, by the last part of its path. */
  const sent = new Map();
  let server, own;
  before(async () => {
    server = createServer((request, response) => {
      if (request.url?.startsWith("/slow/")) {
        return;
      }
      // Each takes less than eight seconds, and both more.
      if (request.url === "/late/ca") {
        return setTimeout(() => response.writeHead(200).end(sent.get("/der")), 2000);
      }
      if (request.url === "/late") {
        return setTimeout(() => sendAnswer(response, good), 7500);
      }
      if (request.url === "/late/many") {
        return setTimeout(() => response.writeHead(200).end(sent.get("/many")), 3500);
      }
      if (request.method === "POST") {
        return sendAnswer(response, good);
      }
      const body = sent.get(request.url);
      return body === undefined
        ? response.writeHead(404).end()
        : response.writeHead(200, { "Content-Type": "application/pkix-cert" }).end(body);
    });
    const port = await listen(server);
    const url = `http://127.0.0.1:${port}`;
    own = makePKI({ responder: `${url}/`, caIssuers: `${url}/ca` });
    sent.set("/der", readFileSync(own.at("ca.der")));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    own.remove();
  });

  const check = (file = "server.pem", ...options) => bearocsp(["check", own.at(file), ...options]);

  test("as DER, PEM, or among others in CMS", async () => {
    own.openssl(
      "crl2pkcs7",
      "-nocrl",
      "-certfile",
      own.at("foreign.pem"),
      "-certfile",
      own.at("ca.pem"),
      "-outform",
      "DER",
      "-out",
      own.at("ca.p7c"),
    );
    for (const file of ["ca.der", "ca.pem", "ca.p7c"]) {
      sent.set("/ca", readFileSync(own.at(file)));
      const { status, stdout } = await check();
      assert.match(stdout, /^ {2}issuerURL: http:\/\/127\.0\.0\.1:\d+\/ca\n/m, file);
      // Both CAs have one name and one key.
      assert.match(stdout, /\): good, until /, file);
      assert.equal(status, 0);
    }
  });

  for (const [name, file, complaint] of [
    ["that did not issue the certificate", "foreign.pem", "the certificate there did not issue this one"],
    ["in something else", "request.der", "no certificate was found there"],
    ["where there is nothing", "", "127.0.0.1:PORT answered with HTTP status 404 Not Found"],
  ]) {
    test(`one ${name} is not taken`, async () => {
      if (file === "") {
        sent.delete("/ca");
      } else {
        sent.set("/ca", readFileSync(own.at(file)));
      }
      const { status, stdout, stderr } = await check();
      assert.equal(
        stderr
          .replaceAll(own.at("server.pem"), "FILE")
          .replace(/:\d+\/ca/, ":PORT/ca")
          .replace(/:\d+ answered/, ":PORT answered"),
        "bearocsp: FILE: it does not hold the certificate of the CA that issued CN=server.example,O=Example (serial number 1234): give it with --issuer\n" +
          `  fetching http://127.0.0.1:PORT/ca: ${complaint}\n`,
      );
      assert.deepEqual([status, stdout], [3, ""]);
    });
  }

  test("one whose signature cannot be verified is not taken for its name", async () => {
    own.openssl(
      "req",
      "-x509",
      "-new",
      "-key",
      privateKeyFile("p-224"),
      "-subj",
      "/O=Example/CN=Example CA",
      "-out",
      own.at("curve.pem"),
    );
    sent.set("/ca", readFileSync(own.at("curve.pem")));
    const { status, stderr } = await check();
    assert.match(
      stderr,
      /\n {2}fetching \S+: whether the certificate there issued this one cannot be verified: P-224 is not supported\n$/,
    );
    assert.equal(status, 3);
  });

  /**
   * Of the CA, or another issuer.
   * @param {string} name
   * @param {readonly string[]} urls of the issuer
   * @param {string} [ca]
   * @param {string} [key]
   */
  function issue(name, urls, ca = "ca.pem", key = "ca.key") {
    const { port } = server.address();
    own.write(
      "urls.cnf",
      `authorityInfoAccess=${["OCSP", ...urls.map(() => "caIssuers")]
        .map((method, i) => `${method};URI:http://127.0.0.1:${port}${["/", ...urls][i]}`)
        .join(",")}\n`,
    );
    own.write("urls.csr", own.openssl("req", "-new", "-key", own.at("responder.key"), "-subj", `/CN=${name}`));
    own.openssl(
      "x509",
      "-req",
      "-in",
      own.at("urls.csr"),
      "-CA",
      own.at(ca),
      "-CAkey",
      own.at(key),
      "-set_serial",
      "0x1234",
      "-days",
      "20",
      "-extfile",
      own.at("urls.cnf"),
      "-out",
      own.at(`${name}.pem`),
    );
    return `${name}.pem`;
  }

  test("one that is no CA is not taken", async () => {
    sent.set("/ca", readFileSync(own.at("server.pem")));
    const { status, stderr } = await check(issue("decoy", ["/ca"], "server.pem", "responder.key"));
    assert.match(stderr, /\n {2}fetching \S+: the certificate there did not issue this one\n$/);
    assert.equal(status, 3);
  });

  /** Those of this run. @param {() => Promise<import("../support/command-line.js").Run>} run */
  async function recording(run) {
    const asked = [],
      note = ({ method, url }) => asked.push(`${method} ${url}`);
    server.on("request", note);
    const result = await run();
    server.off("request", note);
    return { ...result, asked };
  }

  test("three URLs are tried, and no more", async () => {
    const file = issue("many", ["/1", "/2", "/3", "/4", "/5"]);
    const { status, stderr, asked } = await recording(() => check(file));
    assert.deepEqual(asked, ["GET /1", "GET /2", "GET /3"]);
    assert.deepEqual(
      Array.from(stderr.matchAll(/^ {2}fetching http:\/\/[\d.:]+(\/\d): /gm), ([, path]) => path),
      ["/1", "/2", "/3"],
    );
    assert.equal(status, 3);
    sent.set("/3", readFileSync(own.at("ca.pem")));
    assert.match((await check(file)).stdout, /^ {2}issuerURL: \S+\/3$/m);
  });

  /** Another CA of its name. @param {number} serial */
  const namesake = (serial) =>
    own.openssl(
      "req",
      "-x509",
      "-new",
      "-key",
      own.at("foreign.key"),
      "-subj",
      "/O=Example/CN=Example CA",
      "-set_serial",
      String(serial),
    );

  test("eight certificates of the issuer's name are tried of one URL, and no more", async () => {
    const others = Array.from({ length: 9 }, (_, i) =>
      own.openssl("req", "-x509", "-new", "-key", own.at("foreign.key"), "-subj", `/CN=Other ${i}`),
    );
    const namesakes = Array.from({ length: 8 }, (_, i) => namesake(i + 1)),
      ca = readFileSync(own.at("ca.pem"));
    sent.set("/ca", Buffer.concat([...others, ...namesakes.slice(1), ca]));
    assert.equal((await check()).status, 0);
    sent.set("/ca", Buffer.concat([...namesakes, ca]));
    const { status, stderr } = await check();
    assert.match(
      stderr,
      /\n {2}fetching \S+: 9 certificates there have the issuer's name; the first 8 did not issue this one\n$/,
    );
    assert.equal(status, 3);
  });

  test("not at all where the certificate is signed with DSA: what comes could be anybody's", async () => {
    const { port } = server.address(),
      url = `http://127.0.0.1:${port}`;
    addSecondCA(own, { responder: `${url}/`, caIssuers: `${url}/ca` });
    sent.set("/ca", readFileSync(own.at("second-ca.pem")));
    const { status, stdout, stderr, asked } = await recording(() => check("dsa-server.pem"));
    assert.match(
      stderr,
      /^bearocsp: \S+: the DSA signature of CN=localhost [^\n]+ with --issuer, in a file of its own\n$/,
    );
    assert.deepEqual([asked, status, stdout], [[], 3, ""]);
  });

  test("within the time also where it is trying them that takes it", async () => {
    // Of 60 MB: the digest of that takes a while, for each of the eight.
    const ca = readFileSync(own.at("ca.der")),
      part = (/** @type {number} */ index) => descend(ca, 0, index).element;
    const caIssuers = sequence(
      sequence(
        oid("1.3.6.1.5.5.7.48.2"),
        contextPrimitive(6, Buffer.from(`http://127.0.0.1:${server.address().port}/late/many`)),
      ),
    );
    const tbs = sequence(
      context(0, integer(2)),
      integer(0x1234),
      part(2),
      part(5),
      part(4),
      name("Large"),
      part(6),
      context(
        3,
        sequence(extension("1.3.6.1.5.5.7.1.1", caIssuers.bytes), extension("1.2.3.4", new Uint8Array(60_000_000))),
      ),
    );
    own.write("large.der", sequence(tbs, part(2), bitString(sign("sha256", tbs.bytes, own.text("ca.key")))).bytes);
    sent.set(
      "/many",
      Buffer.concat([...Array.from({ length: 7 }, (_, i) => namesake(i + 1)), readFileSync(own.at("ca.pem"))]),
    );
    const { status, stderr } = await check(
      "large.der",
      "--url",
      `http://127.0.0.1:${server.address().port}/`,
      "--timeout",
      "5",
    );
    assert.match(stderr, /\n {2}fetching \S+: no certificate that issued this one was found there within 5 s\n$/);
    assert.equal(status, 3);
  });

  test("within one time for all of them, and for the answer", async () => {
    const file = issue("slow", ["/slow/1", "/slow/2"]);
    const { status, stderr, asked } = await recording(() => check(file, "--timeout", "4"));
    assert.deepEqual(asked, ["GET /slow/1"]);
    assert.match(stderr, /^[^\n]+\n {2}fetching \S+\/slow\/1: no answer from \S+ within 4 s\n$/);
    assert.equal(status, 3);
    const late = await recording(() =>
      check(
        issue("late", ["/late/ca"]),
        "--timeout",
        "8",
        "--post",
        "--url",
        `http://127.0.0.1:${server.address().port}/late`,
      ),
    );
    assert.deepEqual(late.asked, ["GET /late/ca", "POST /late"]);
    assert.match(late.stderr, /^bearocsp: no answer from \S+ within 8 s\n$/);
    assert.equal(late.status, 2);
  });
});

test("nobody is asked where the issuer did not issue, or no responder is known", async () => {
  const other = await bearocsp(["check", at("server.pem"), "--issuer", at("foreign.pem")]);
  assert.equal(
    other.stderr,
    `bearocsp: ${at("foreign.pem")}: it did not issue CN=server.example,O=Example (serial number 1234), whose issuer is CN=Example CA,O=Example\n`,
  );
  const none = await bearocsp(["check", at("ca.pem")]);
  assert.equal(
    none.stderr,
    `bearocsp: ${at("ca.pem")}: the certificate names no OCSP responder. If you know a responder, give its URL with --url\n`,
  );
  const query = await bearocsp(["check", at("chain.pem"), "--get", "--url", "http://127.0.0.1/?ca=1"]);
  assert.equal(
    query.stderr,
    "bearocsp: a responder whose URL has a query or a fragment cannot be asked with GET: http://127.0.0.1/?ca=1\n",
  );
  // The responder's certificate names no address of its CA's.
  const nowhere = await bearocsp(["check", at("responder.pem"), "--url", "http://127.0.0.1/"]);
  assert.equal(
    nowhere.stderr,
    `bearocsp: ${at("responder.pem")}: it does not hold the certificate of the CA that issued ` +
      "CN=responder.example,O=Example (serial number 77): give it with --issuer (the certificate has no URL for it)\n",
  );
  assert.deepEqual([other.status, none.status, query.status, nowhere.status], [3, 4, 3, 3]);
});

test("a password in the URL is not repeated", async () => {
  for (const url of [
    "http://user:secret@127.0.0.1/",
    "ftp://user:secret@127.0.0.1/",
    "https://user:sec/ret@127.0.0.1/",
  ]) {
    const { status, stdout, stderr } = await bearocsp(["check", at("chain.pem"), "--url", url]);
    assert.equal(status, 3);
    assert.doesNotMatch(stdout + stderr, /sec/);
  }
});

test("an error is JSON with --json, on standard output", async () => {
  const { status, stdout, stderr } = await bearocsp([
    "check",
    at("chain.pem"),
    "--url",
    `http://127.0.0.1:${await freePort()}/`,
    "--json",
  ]);
  const {
    error: { code, message },
  } = JSON.parse(stdout);
  assert.match(message, /^no answer from \S+: the connection was refused$/);
  assert.deepEqual([code, status, stderr], ["ERR_NO_ANSWER", 2, ""]);
});
