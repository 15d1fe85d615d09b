// `bearocsp check HOST:PORT`: what a TLS server sends is judged, by servers of OpenSSL and Node on this machine; the
// staples and the answers are OpenSSL's.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createPlainServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { createServer } from "node:tls";
import { bearocsp, shell } from "../support/command-line.js";
import { makePKI } from "../support/pki.js";
import { ERRORS, openSSLAnswers, send, startScripted } from "../support/scripted-responder.js";

const responder = await startScripted();
const { url } = responder;
const pki = makePKI({ responder: `${url}/`, caIssuers: `${url}/ca` });
const { at, folder: cwd } = pki;
const answer = openSSLAnswers(pki);
after(() => {
  responder.close();
  pki.remove();
});

/** @typedef {import("../support/scripted-responder.js").Asked} Asked */
/** The CA's certificate is there too. @param {(asked: Asked) => Uint8Array} answers */
const answering = (answers) =>
  responder.behave((asked, response) =>
    asked.url === "/ca" ? response.end(readFileSync(at("ca.der"))) : send(response, answers(asked)),
  );

/** OpenSSL's answers to OpenSSL's requests, to staple. @type {Record<"good" | "revoked", Buffer>} */
let staples;
before(() => {
  const about = (/** @type {string} */ file) => {
    pki.openssl("ocsp", "-issuer", at("ca.pem"), "-cert", at(file), "-no_nonce", "-reqout", at("plain.der"));
    return answer({ der: readFileSync(at("plain.der")) });
  };
  staples = { good: about("server.pem"), revoked: about("other.pem") };
});

/**
 * A server of Node.
 * @template T
 * @param {{ staple?: Uint8Array | null, host?: string } & import("node:tls").TlsOptions} options
 * @param {(address: string, seen: string[]) => Promise<T>} use
 */
async function serving({ staple = null, host = "127.0.0.1", ...options }, use) {
  /** @type {string[]} names that clients asked for */
  const seen = [];
  const server = createServer({
    key: pki.text("responder.key"),
    cert: pki.text("chain.pem"),
    SNICallback: (name, callback) => (seen.push(name), callback(null)),
    ...options,
  });
  server.on("OCSPRequest", (_certificate, _issuer, callback) => callback(null, staple && Buffer.from(staple)));
  server.on("tlsClientError", () => {});
  server.listen(0, host);
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  try {
    return await use(`${host.includes(":") ? `[${host}]` : host}:${port}`, seen);
  } finally {
    server.close();
  }
}

const check = (...args) => bearocsp(["check", ...args]);
const TITLE = "CN=server\\.example,O=Example \\(serial number 1234\\)";
const STAPLED_GOOD = new RegExp(`^${TITLE}, stapled: good, until `, "m");
const FRESH_GOOD = new RegExp(`^${TITLE}, asked now: good, until `, "m");

describe("the staple and a fresh answer, each by itself", () => {
  for (const version of /** @type {const} */ (["TLSv1.2", "TLSv1.3"])) {
    test(`both good: exit status 0, ${version}`, () =>
      serving({ staple: staples.good, minVersion: version, maxVersion: version }, async (address) => {
        answering(answer);
        const { status, stdout, stderr } = await check(address);
        assert.ok(stdout.startsWith(`${address}: it staples an answer\n`), stdout);
        assert.match(stdout, STAPLED_GOOD);
        assert.match(stdout, FRESH_GOOD);
        assert.equal(stdout.match(/^ {2}(?:pass|note) {2}/gm)?.length, 24);
        assert.deepEqual([responder.asked(), status, stderr], [["GET  SHA-256"], 0, ""]);
      }));
  }

  test("no staple: the fresh answer decides", () =>
    serving({}, async (address) => {
      answering(answer);
      const { status, stdout } = await check(address);
      assert.ok(stdout.startsWith(`${address}: it staples no answer\n`), stdout);
      assert.doesNotMatch(stdout, /, stapled: /);
      assert.match(stdout, FRESH_GOOD);
      assert.equal(status, 0);
    }));

  for (const [what, staple, verdict] of /** @type {[string, () => Uint8Array, RegExp][]} */ ([
    ["about another certificate", () => staples.revoked, /, stapled: the answer cannot be relied on: certId\n/],
    ["of an error status", () => ERRORS.unauthorized, /, stapled: no answer: the responder says unauthorized\n/],
    ["that is none", () => Buffer.from("<html>"), /, stapled: what \S+ stapled is not an OCSP response: /],
    [
      "with bytes after it",
      () => Buffer.concat([staples.good, Buffer.of(0)]),
      /, stapled: \S+ stapled 1 byte after the response\n/,
    ],
  ])) {
    test(`a staple ${what}: exit status 2, though the fresh answer is good`, () =>
      serving({ staple: staple() }, async (address) => {
        answering(answer);
        const { status, stdout } = await check(address);
        assert.match(stdout, verdict);
        assert.match(stdout, FRESH_GOOD);
        assert.equal(status, 2);
      }));
  }

  test("revoked now, and the staple does not know it yet: exit status 1", () =>
    serving({ staple: staples.good }, async (address) => {
      pki.write("revoked.txt", "R\t491231235959Z\t260102030405Z,keyCompromise\t1234\tunknown\t/CN=server.example\n");
      answering(openSSLAnswers(pki, ["-ndays", "1", "-index", at("revoked.txt")]));
      const { status, stdout } = await check(address);
      assert.match(stdout, STAPLED_GOOD);
      assert.match(stdout, /, asked now: revoked since 2026-01-02T03:04:05Z, keyCompromise\n/);
      assert.equal(status, 1);
    }));

  test("nobody answers now: exit status 2, and the staple is shown", () =>
    serving({ staple: staples.good }, async (address) => {
      responder.behave((_, response) => send(response, "", { status: 503 }));
      const { status, stdout, stderr } = await check(address);
      assert.match(stdout, STAPLED_GOOD);
      assert.match(stdout, /, asked now: \S+ answered with HTTP status 503 Service Unavailable\n$/);
      assert.deepEqual([status, stderr], [2, ""]);
    }));

  test("the certificate names no responder: the staple decides, and without one it is exit status 4", async () => {
    const extensions = "basicConstraints=CA:FALSE\n";
    pki.write("bare.cnf", extensions);
    pki.write("bare.csr", pki.openssl("req", "-new", "-key", at("responder.key"), "-subj", "/O=Example/CN=bare"));
    const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-set_serial", "0x1234", "-days", "20"];
    pki.openssl("x509", "-req", "-in", at("bare.csr"), ...signed, "-extfile", at("bare.cnf"), "-out", at("bare.pem"));
    const cert = pki.text("bare.pem") + pki.text("ca.pem");
    await serving({ cert, staple: staples.good }, async (address) => {
      const { status, stdout } = await check(address);
      assert.match(stdout, /^CN=bare,O=Example \(serial number 1234\), stapled: good, until /m);
      assert.match(stdout, /, asked now: the certificate names no OCSP responder\. If you know /);
      assert.equal(status, 0);
    });
    await serving({ cert }, async (address) => {
      const { status, stdout, stderr } = await check(address);
      assert.match(stderr, new RegExp(`^bearocsp: ${address}: the certificate names no OCSP responder\\. `));
      assert.deepEqual([status, stdout], [4, ""]);
    });
  });

  test("as JSON, with the members that the README names", () =>
    serving({ staple: staples.good }, async (address) => {
      const readme = readFileSync(new URL("../../bindings/cli/README.md", import.meta.url), "utf8");
      const [, row] = /^\| `check HOST:PORT` \| (.*`server`.*) \|$/m.exec(readme) ?? assert.fail("no row");
      const named = Array.from(row.matchAll(/`(\w+)`/g), ([, name]) => name).filter(
        (name) => !["null", "verify", "check", "error"].includes(name),
      );
      answering(answer);
      const both = await check(address, "--json");
      const parsed = JSON.parse(both.stdout);
      assert.deepEqual(Object.keys(parsed).sort(), named.sort());
      assert.deepEqual(
        [
          parsed.server,
          parsed.exitStatus,
          parsed.staple.certificateStatus,
          parsed.answer.certificateStatus,
          both.status,
        ],
        [address, 0, "good", "good", 0],
      );
      assert.equal("url" in parsed.staple, false);
      assert.equal(parsed.answer.url, `${url}/`);
      responder.behave((_, response) => send(response, "", { status: 503 }));
      const failed = await check(address, "--json");
      assert.deepEqual(
        [JSON.parse(failed.stdout).answer.error.code, JSON.parse(failed.stdout).exitStatus, failed.status],
        ["ERR_NO_ANSWER", 2, 2],
      );
    }));

  test("a nonce is required of the fresh answer alone; what --output keeps is that", () =>
    serving({ staple: staples.good }, async (address) => {
      answering(answer);
      const file = at("kept.der");
      const run = await check(address, "--nonce", "16", "--nonce-policy", "required", "--output", file);
      assert.match(run.stdout, STAPLED_GOOD);
      assert.match(run.stdout, /^ {2}pass {2}nonce +The nonce that was sent came back/m);
      assert.deepEqual(readFileSync(file), readFileSync(at("answered.der")));
      assert.equal(run.status, 0);
    }));

  test("no staple, though the certificate must: exit status 2", async () => {
    pki.write("must.cnf", `tlsfeature=status_request\nauthorityInfoAccess=OCSP;URI:${url}/\n`);
    pki.write("must.csr", pki.openssl("req", "-new", "-key", at("responder.key"), "-subj", "/O=Example/CN=must"));
    const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-set_serial", "0x1234", "-days", "20"];
    pki.openssl("x509", "-req", "-in", at("must.csr"), ...signed, "-extfile", at("must.cnf"), "-out", at("must.pem"));
    const cert = pki.text("must.pem") + pki.text("ca.pem");
    answering(answer);
    await serving({ cert }, async (address) => {
      const { status, stdout } = await check(address);
      assert.match(stdout, /^ {2}the certificate says that its server must staple \(RFC 7633\)$/m);
      assert.match(stdout, /, asked now: good, until /);
      assert.equal(status, 2);
    });
    await serving({ cert, staple: staples.good }, async (address) => assert.equal((await check(address)).status, 0));
  });
});

describe("the chain", () => {
  test("the leaf alone: its issuer is fetched", () =>
    serving({ cert: pki.text("server.pem"), staple: staples.good }, async (address) => {
      answering(answer);
      const { status, stdout } = await check(address);
      assert.match(stdout, STAPLED_GOOD);
      assert.ok(stdout.includes(`\n  issuerURL: ${url}/ca\n`), stdout);
      assert.match(
        stdout,
        /^ {2}a client would not accept the certificate: there is no path to a root that Node trusts$/m,
      );
      assert.equal(status, 0);
    }));

  test("the leaf alone, and nobody has its issuer: exit status 3; or it is given", () =>
    serving({ cert: pki.text("server.pem"), staple: staples.good }, async (address) => {
      responder.behave((asked, response) => send(response, asked.url === "/ca" ? "" : answer(asked)));
      const { status, stdout, stderr } = await check(address);
      assert.equal(
        stderr,
        `bearocsp: ${address}: it does not send the certificate of the CA that issued CN=server.example,O=Example ` +
          `(serial number 1234): give it with --issuer\n  fetching ${url}/ca: no certificate was found there\n`,
      );
      assert.deepEqual([status, stdout], [3, ""]);
      assert.equal((await check(address, "--issuer", at("ca.pem"))).status, 0);
      const other = await check(address, "--issuer", at("foreign.pem"));
      assert.match(other.stderr, /foreign\.pem: it did not issue CN=server\.example/);
      assert.equal(other.status, 3);
    }));

  /* By OpenSSL's server, which sends what it is told to. */
  for (const [what, chain] of /** @type {[string, string[]][]} */ ([
    ["an unrelated certificate first", ["foreign.pem", "ca.pem"]],
    ["a namesake of the CA before it", ["namesake.pem", "ca.pem"]],
    ["a namesake of the CA after it", ["ca.pem", "namesake.pem"]],
    ["a namesake of the CA in its place", ["namesake.pem"]],
  ])) {
    test(`with ${what}: the issuer is the one whose key verifies`, async () => {
      pki.openssl(
        ...["req", "-x509", "-new", "-key", at("foreign.key"), "-subj", "/O=Example/CN=Example CA"],
        ...["-days", "30", "-out", at("namesake.pem")],
      );
      pki.write("staple.der", staples.good);
      pki.write("sent.pem", chain.map(pki.text).join(""));
      answering(answer);
      const { stdout, status } = await shell(
        `openssl s_server -accept 127.0.0.1:0 -key responder.key -cert server.pem -cert_chain sent.pem -naccept 1 -www \
          -status_file staple.der >listening-$$ 2>/dev/null &
        until port=$(grep -so 'ACCEPT 127.0.0.1:[0-9]*' listening-$$); do sleep 0.05; done
        bearocsp check 127.0.0.1:\${port##*:}`,
        { cwd },
      );
      assert.match(stdout, STAPLED_GOOD);
      assert.match(stdout, FRESH_GOOD);
      assert.equal(status, 0);
    });
  }

  test("a certificate that is self-signed, with a staple of another: not relied on", () =>
    serving({ cert: pki.text("ca.pem"), key: pki.text("ca.key"), staple: staples.good }, async (address) => {
      const { status, stdout } = await check(address);
      assert.match(stdout, /^ {2}a client would not accept the certificate: the certificate is self-signed$/m);
      assert.match(stdout, /, stapled: the answer cannot be relied on: certId\n/);
      assert.equal(status, 2);
    }));
});

describe("the name", () => {
  test("of the host is sent (SNI), an address is not", () =>
    serving({ staple: staples.good }, async (address, seen) => {
      answering(answer);
      const port = address.split(":")[1];
      assert.equal((await check(`localhost:${port}`)).status, 0);
      assert.equal((await check(address)).status, 0);
      assert.deepEqual(seen, ["localhost"]);
    }));

  test("an IPv6 address stands in brackets", () =>
    serving({ staple: staples.good, host: "::1" }, async (address, seen) => {
      answering(answer);
      const { status, stdout } = await check(address);
      assert.ok(stdout.startsWith(`${address}: `) && address.startsWith("[::1]:"));
      assert.deepEqual([seen, status], [[], 0]);
    }));

  test("what is neither a file nor HOST:PORT is told, with what to write", async () => {
    for (const [target, sentence] of [
      ["localhost", "there is no such file; to check the server of this name, give the port too: localhost:443"],
      [
        "www.example.org",
        "there is no such file; to check the server of this name, give the port too: www.example.org:443",
      ],
      ["192.0.2.1", "there is no such file; to check the server of this name, give the port too: 192.0.2.1:443"],
      ["https://www.example.org/x", "there is no such file; to check the server, write www.example.org:443"],
      ["https://www.example.org:8443", "there is no such file; to check the server, write www.example.org:8443"],
      ["::1", "there is no such file; write the IPv6 address in brackets, and the port: [::1]:443"],
      ["::1:443", "there is no such file; write the IPv6 address in brackets, and the port: [::1]:443"],
      ["localhost:0", "a port is a number from 1 to 65535"],
      ["localhost:65536", "a port is a number from 1 to 65535"],
      ["missing.pem", "there is no such file"],
    ]) {
      const { status, stdout, stderr } = await check(target);
      assert.deepEqual([status, stdout, stderr], [3, "", `bearocsp: ${target}: ${sentence}\n`]);
    }
  });

  test("a file of that name is a file", async () => {
    pki.write("localhost:443", pki.text("chain.pem"));
    answering(answer);
    const { status, stdout } = await bearocsp(["check", "localhost:443"], { cwd });
    assert.match(stdout, new RegExp(`^${TITLE}: good, until `));
    assert.equal(status, 0);
  });
});

describe("a server that", () => {
  /** @param {(socket: import("node:net").Socket) => void} listener @param {(address: string) => Promise<void>} use */
  async function plainly(listener, use) {
    const sockets = new Set();
    const server = createPlainServer((socket) => {
      sockets.add(socket.on("error", () => {}));
      listener(socket);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    try {
      await use(`127.0.0.1:${port}`);
    } finally {
      for (const socket of sockets) {
        socket.destroy();
      }
      server.close();
    }
  }

  for (const [
    what,
    listener,
    complaint,
  ] of /** @type {[string, (socket: import("node:net").Socket) => void, RegExp][]} */ ([
    ["says nothing", () => {}, /^bearocsp: no answer from \S+ within 0\.5 s\n$/],
    ["closes at once", (socket) => socket.destroy(), /^bearocsp: no answer from \S+: the connection ended before /],
    [
      "does not speak TLS",
      (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
      /^bearocsp: no answer from \S+: TLS: wrong version number\n$/,
    ],
  ])) {
    test(`${what}: exit status 2`, () =>
      plainly(listener, async (address) => {
        const { status, stdout, stderr } = await check(address, "--timeout", what === "says nothing" ? "0.5" : "60");
        assert.match(stderr, complaint);
        assert.deepEqual([status, stdout], [2, ""]);
      }));
  }

  test("is not there: exit status 2, and that no proxy is used for it", async () => {
    let port = "";
    await plainly(
      () => {},
      async (address) => {
        port = address;
      },
    );
    const { status, stderr } = await bearocsp(["check", port], { env: { HTTPS_PROXY: "http://u:secret@proxy/" } });
    assert.equal(
      stderr,
      `bearocsp: no answer from ${port}: the connection was refused\n` +
        "  HTTPS_PROXY is set, but not used: this command connects to servers directly\n",
    );
    assert.equal(status, 2);
  });

  test("takes its time: what is left of it is for the responder, and the whole is bounded", () =>
    serving({ staple: staples.good }, async (address) => {
      responder.behave(() => {});
      const { status, stdout } = await check(address, "--timeout", "4");
      assert.match(stdout, STAPLED_GOOD);
      assert.match(stdout, /, asked now: no answer from \S+ within 4 s\n$/);
      assert.equal(status, 2);
    }));
});
