// The programs in bindings/recipes/, run as their heads say, against real things on this machine: OpenSSL's responder
// and TLS server, a service that holds a key, two browsers, Python's cryptography.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { connect, createServer as createTLSServer } from "node:tls";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Certificate, OCSPResponse, OCSPResponseBuilder } from "../../bindings/index.js";
import { BROWSER_NAMES, launch, missing } from "../support/browser.js";
import { execute } from "../support/command-line.js";
import { addSecondCA } from "../support/dsa-key-substitution.js";
import { answerByOpenSSL, makePKI } from "../support/pki.js";
import { PYTHON, withoutPython } from "../support/python-worker.js";
import { FOR_FAKETIME } from "../support/surroundings.js";

const project = fileURLToPath(new URL("../..", import.meta.url));
const recipes = join(project, "bindings/recipes");
const recipe = (/** @type {string} */ name) => join(recipes, name);
const readme = readFileSync(recipe("README.md"), "utf8");

/** @param {string} name @param {...string} args */
const run = (name, ...args) => execute(process.execPath, [recipe(name), ...args]);

/** @param {import("node:net").Server} server */
async function listen(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}

// ---------------------------------------------------------------------------------------------------- the responder

/**
 * What the responder does with the next requests.
 * @type {(request: Buffer) => Promise<{ status?: number, body: Uint8Array }>}
 */
let answer = async () => ({ status: 500, body: Buffer.of() });
let asked = 0;
const responder = createServer(async (request, response) => {
  asked++;
  const { status = 200, body } = await answer(Buffer.concat(await request.toArray()));
  response.writeHead(status, { "Content-Type": "application/ocsp-response" }).end(body);
});
const url = `http://127.0.0.1:${await listen(responder)}/`;
const pki = makePKI({ responder: url });
const { at } = pki;
after(() => {
  responder.close();
  responder.closeAllConnections();
  pki.remove();
});

pki.write("localhost.cnf", `subjectAltName=DNS:localhost\nauthorityInfoAccess=OCSP;URI:${url}\n`);
/** A server's certificate for localhost, by the CA. @param {string} name @param {string} serial */
function issue(name, serial) {
  pki.openssl(
    "req",
    "-new",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-keyout",
    at(`${name}.key`),
    "-subj",
    "/CN=localhost",
    "-out",
    at(`${name}.csr`),
  );
  pki.openssl(
    "x509",
    "-req",
    "-in",
    at(`${name}.csr`),
    "-CA",
    at("ca.pem"),
    "-CAkey",
    at("ca.key"),
    "-set_serial",
    `0x${serial}`,
    "-days",
    "20",
    "-extfile",
    at("localhost.cnf"),
    "-out",
    at(`${name}.pem`),
  );
  pki.write(`${name}-chain.pem`, pki.text(`${name}.pem`) + pki.text("ca.pem"));
}
addSecondCA(pki, { responder: url });
issue("good", "1000");
issue("revoked", "1001");
issue("unheard", "1002");
pki.write(
  "index.txt",
  `${pki.text("index.txt")}V\t491231235959Z\t\t1000\tunknown\t/CN=localhost\n` +
    "R\t491231235959Z\t260102030405Z,keyCompromise\t1001\tunknown\t/CN=localhost\n",
);

/** As OpenSSL's responder answers. @param {Buffer} request */
async function byOpenSSL(request) {
  pki.write("asked.der", request);
  answerByOpenSSL(pki, "asked.der", "answered.der");
  return { body: readFileSync(at("answered.der")) };
}

// Another CA of the same name, which claims to have the same key.
pki.write("namesake.csr", pki.openssl("req", "-new", "-key", at("foreign.key"), "-subj", "/O=Example/CN=Example CA"));
pki.write(
  "namesake.cnf",
  `basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=${/(?:[\dA-F]{2}:)+[\dA-F]{2}/
    .exec(pki.openssl("x509", "-in", at("ca.pem"), "-noout", "-ext", "subjectKeyIdentifier").toString())?.[0]
    .replaceAll(":", "")}\n`,
);
pki.openssl(
  "x509",
  "-req",
  "-in",
  at("namesake.csr"),
  "-signkey",
  at("foreign.key"),
  "-extfile",
  at("namesake.cnf"),
  "-out",
  at("namesake.pem"),
);

/** OpenSSL's answer about a certificate, in a file. @param {string} name @param {readonly string[]} [options] */
function answerAbout(name, options) {
  pki.openssl(
    "ocsp",
    "-issuer",
    at("ca.pem"),
    "-cert",
    at(`${name}.pem`),
    "-no_nonce",
    "-reqout",
    at(`${name}-request.der`),
  );
  answerByOpenSSL(pki, `${name}-request.der`, `${name}-answer.der`, options);
  return at(`${name}-answer.der`);
}

// ---------------------------------------------------------------------------------------------------- all of them

test("a recipe without its arguments says how to run it", async () => {
  for (const [name, ...some] of [
    ["check-from-a-script.js"],
    ["staple.js", "server.key"],
    ["verify-stapled.js"],
    ["sign-with-kms.js", url],
    ["port-from-python.js", "chain.pem"],
  ]) {
    const { status, stdout, stderr } = await run(name, ...some);
    const [, how] = /^ \* {5}(node .*)$/m.exec(readFileSync(recipe(name), "utf8")) ?? assert.fail(name);
    const words = (/** @type {string} */ text) => text.trim().split(/\s+/).slice(0, 2);
    assert.deepEqual([status, stdout, stderr.startsWith("usage: ")], [3, "", true], stderr);
    assert.deepEqual(words(stderr.slice("usage: ".length)), words(how));
    assert.equal(stderr.trim().split("\n").length, 1);
  }
});

test("every recipe says how to run it, stands in README.md, and is tested here", () => {
  const tests = readFileSync(fileURLToPath(import.meta.url), "utf8");
  const names = readdirSync(recipes).filter((name) => !name.endsWith(".md"));
  assert.ok(names.length >= 7);
  for (const name of names) {
    const text = readFileSync(recipe(name), "utf8");
    if (name !== "inspect-in-the-browser.html") {
      assert.match(text, new RegExp(`^(?: \\* )? {4}(?:node|python3) ${name} `, "m"), name);
    }
    assert.ok(readme.includes(`(${name})`), `${name} in README.md`);
    assert.ok(tests.includes(`"${name}"`), `${name} is tested`);
  }
});

// ---------------------------------------------------------------------------------------------------- from a script

describe("check from a script", () => {
  test("good: exit status 0", async () => {
    answer = byOpenSSL;
    const { status, stdout, stderr } = await run("check-from-a-script.js", at("good-chain.pem"));
    assert.match(stdout, /^good until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z: CN=localhost\n$/);
    assert.deepEqual([status, stderr], [0, ""]);
  });

  test("revoked, and unknown: exit status 1", async () => {
    answer = byOpenSSL;
    const revoked = await run("check-from-a-script.js", at("revoked-chain.pem"));
    assert.match(revoked.stderr, /^CN=localhost: .*was revoked at 2026-01-02T03:04:05Z \(keyCompromise\)\n$/);
    assert.deepEqual([revoked.status, revoked.stdout], [1, ""]);
    const { status, stdout } = await run("check-from-a-script.js", at("unheard-chain.pem"));
    assert.deepEqual([status, stdout], [1, ""]);
  });

  for (const [what, reply] of /** @type {[string, typeof answer][]} */ ([
    ["an answer about another certificate", async () => ({ body: readFileSync(answerAbout("server")) })],
    ["something that is not an answer", async () => ({ body: Buffer.from("<html>") })],
    ["an error of HTTP", async () => ({ status: 503, body: Buffer.of() })],
    ["an error of OCSP", async () => ({ body: Buffer.from("30030a0103", "hex") })],
  ])) {
    test(`${what}: exit status 2`, async () => {
      answer = reply;
      const { status, stdout, stderr } = await run("check-from-a-script.js", at("good-chain.pem"));
      assert.match(stderr, /^CN=localhost: .+\n$/);
      assert.deepEqual([status, stdout], [2, ""]);
    });
  }

  test("no responder there: exit status 2", async () => {
    const port = await (async () => {
      const server = createServer();
      const free = await listen(server);
      server.close();
      return free;
    })();
    const other = makePKI({ responder: `http://127.0.0.1:${port}/` });
    const { status, stderr } = await run("check-from-a-script.js", other.at("chain.pem"));
    other.remove();
    assert.match(stderr, /ECONNREFUSED/);
    assert.equal(status, 2);
  });

  /**
   * The certificate and its CA's in a file; it names these responders.
   * @param {readonly string[]} urls
   */
  function chainNaming(urls) {
    pki.write(
      "urls.cnf",
      `authorityInfoAccess=@urls\n[urls]\n${urls.map((each, i) => `OCSP;URI.${i}=${each}\n`).join("")}`,
    );
    const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-set_serial", "0x1000", "-days", "20"];
    pki.openssl("x509", "-req", "-in", at("good.csr"), ...signed, "-extfile", at("urls.cnf"), "-out", at("urls.pem"));
    pki.write("urls-chain.pem", pki.text("urls.pem") + pki.text("ca.pem"));
    return at("urls-chain.pem");
  }

  test("every URL for HTTP is asked until one answers; ldap, file and data are not followed", async () => {
    pki.write("bait.der", (await byOpenSSL(readFileSync(answerAbout("good").replace("answer", "request")))).body);
    const bait = readFileSync(at("bait.der")).toString("base64");
    const others = [
      "ldap://127.0.0.1/cn=x",
      `file://${at("bait.der")}`,
      `data:application/ocsp-response;base64,${bait}`,
    ];
    let refused = 0;
    answer = async (request) => (refused++ === 0 ? { status: 503, body: Buffer.of() } : byOpenSSL(request));
    asked = 0;
    const { status, stdout } = await run("check-from-a-script.js", chainNaming([...others, `${url}a`, `${url}b`]));
    assert.match(stdout, /^good until /);
    assert.deepEqual([status, asked], [0, 2]);
    const alone = await run("check-from-a-script.js", chainNaming(others));
    assert.match(alone.stderr, /: the certificate names no responder for HTTP: its CA may only have CRLs\n$/);
    assert.deepEqual([alone.status, asked], [3, 2]);
  });

  test("revoked is an answer: nobody else is asked", async () => {
    answer = byOpenSSL;
    asked = 0;
    pki.write("urls.cnf", `authorityInfoAccess=OCSP;URI:${url},OCSP;URI:${url}b\n`);
    const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-set_serial", "0x1001", "-days", "20"];
    pki.openssl("x509", "-req", "-in", at("good.csr"), ...signed, "-extfile", at("urls.cnf"), "-out", at("urls.pem"));
    pki.write("urls-chain.pem", pki.text("urls.pem") + pki.text("ca.pem"));
    assert.equal((await run("check-from-a-script.js", at("urls-chain.pem"))).status, 1);
    assert.equal(asked, 1);
  });

  test("more than a mebibyte is not read", async () => {
    answer = async () => ({ body: Buffer.alloc(2 ** 20 + 1) });
    const { status, stderr } = await run("check-from-a-script.js", at("good-chain.pem"));
    assert.match(stderr, /the responder sent more than 1048576 bytes\n$/);
    assert.equal(status, 2);
  });

  test("a namesake of the CA stands before it", async () => {
    answer = byOpenSSL;
    pki.write("namesakes.pem", pki.text("good.pem") + pki.text("namesake.pem") + pki.text("ca.pem"));
    assert.equal((await run("check-from-a-script.js", at("namesakes.pem"))).status, 0);
  });

  test("signed with DSA: nobody is asked, exit status 3", async () => {
    answer = async () => ({ body: readFileSync(at("forged.der")) });
    asked = 0;
    const { status, stdout, stderr } = await run("check-from-a-script.js", at("dsa-chain.pem"));
    assert.match(stderr, /: expected a certificate followed by its issuer's, whose key is not a DSA key\n$/);
    assert.deepEqual([status, stdout, asked], [3, "", 0]);
  });

  test("no file, no chain, another's issuer: exit status 3", async () => {
    pki.write("mixed.pem", pki.text("good.pem") + pki.text("foreign.pem"));
    for (const args of [[], [at("no-such-file.pem")], [at("good.pem")], [at("mixed.pem")]]) {
      const { status, stdout, stderr } = await run("check-from-a-script.js", ...args);
      assert.match(stderr, /^[^\n]+\n$/);
      assert.deepEqual([status, stdout], [3, ""], String(args));
    }
  });
});

// ---------------------------------------------------------------------------------------------------- stapling

/**
 * OpenSSL's TLS server.
 * @param {string} name of the certificate
 * @param {readonly string[]} options
 * @param {(port: number) => Promise<void>} use
 */
async function withServer(name, options, use) {
  const server = spawn(
    "openssl",
    ["s_server", "-accept", "127.0.0.1:0", "-cert", at(`${name}.pem`), "-key", at(`${name}.key`), "-www", ...options],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  try {
    server.stderr.resume();
    for await (const line of createInterface(server.stdout)) {
      const [, port] = /^ACCEPT .*:(\d+)$/.exec(line) ?? [];
      if (port === undefined) {
        continue;
      }
      server.stdout.resume();
      await use(Number(port));
      return;
    }
    assert.fail("openssl s_server ended");
  } finally {
    server.kill();
  }
}

describe("verify a stapled answer", () => {
  const client = (/** @type {number} */ port) => run("verify-stapled.js", "localhost", String(port), at("ca.pem"));

  for (const version of ["-tls1_2", "-tls1_3"]) {
    test(`${version}: one that is good, and then the connection is used`, () =>
      withServer("good", [version, "-status_file", answerAbout("good")], async (port) => {
        const { status, stdout, stderr } = await client(port);
        assert.match(stdout, /^good until \d{4}-.*\nHTTP\/1\.0 200 ok\n$/i);
        assert.deepEqual([status, stderr], [0, ""]);
      }));
  }

  for (const [what, chain] of /** @type {[string, string[]][]} */ ([
    ["before it", ["namesake.pem", "ca.pem"]],
    ["in its place", ["namesake.pem"]],
    ["after it", ["ca.pem", "namesake.pem"]],
  ])) {
    test(`one that is good, where a namesake of the CA is sent ${what}`, () => {
      pki.write("sent.pem", chain.map(pki.text).join(""));
      return withServer("good", ["-status_file", answerAbout("good"), "-cert_chain", at("sent.pem")], async (port) => {
        const { status, stdout, stderr } = await client(port);
        assert.match(stdout, /^good until /);
        assert.deepEqual([status, stderr], [0, ""]);
      });
    });
  }

  for (const [name, chain] of /** @type {[string, string[]][]} */ ([
    ["forged", ["second-ca.pem", "dsa-ca.pem"]],
    ["forged", ["second-ca.pem"]],
    ["honest", ["dsa-ca.pem"]],
  ])) {
    test(`one for a certificate that is signed with DSA: ${name}, the server sends ${chain.join(" and ")}`, () => {
      pki.write("sent.pem", chain.map(pki.text).join(""));
      return withServer(
        "dsa-server",
        ["-status_file", at(`${name}.der`), "-cert_chain", at("sent.pem")],
        async (port) => {
          const { status, stdout, stderr } = await run(
            "verify-stapled.js",
            "localhost",
            String(port),
            at("dsa-ca.pem"),
          );
          assert.equal(stderr, "no known certificate issued the server's with a key other than a DSA key\n");
          assert.deepEqual([status, stdout], [2, ""]);
        },
      );
    });
  }

  test("one that says revoked", () =>
    withServer("revoked", ["-status_file", answerAbout("revoked")], async (port) => {
      const { status, stdout, stderr } = await client(port);
      assert.match(stderr, /was revoked at 2026-01-02T03:04:05Z/);
      assert.deepEqual([status, stdout], [1, ""]);
    }));

  test("one about another certificate", () =>
    withServer("revoked", ["-status_file", answerAbout("good")], async (port) => {
      const { status, stdout, stderr } = await client(port);
      assert.match(stderr, /^certId: /);
      assert.deepEqual([status, stdout], [2, ""]);
    }));

  test("none", () =>
    withServer("good", [], async (port) => {
      const { status, stdout, stderr } = await client(port);
      assert.match(stderr, /stapled no answer/);
      assert.deepEqual([status, stdout], [2, ""]);
    }));

  test("a server whose chain is not trusted, whatever it staples", () =>
    withServer("good", ["-status_file", answerAbout("good"), "-cert_chain", at("ca.pem")], async (port) => {
      const { status, stdout, stderr } = await run("verify-stapled.js", "localhost", String(port), at("foreign.pem"));
      assert.match(stderr, /self-signed certificate in certificate chain/);
      assert.deepEqual([status, stdout], [2, ""]);
    }));

  test("a server gets nothing to read before its answer is verified", async () => {
    const received = [];
    const staples = { good: readFileSync(answerAbout("good")), revoked: readFileSync(answerAbout("revoked")) };
    const server = createTLSServer({ key: pki.text("good.key"), cert: pki.text("good-chain.pem") }, (socket) => {
      socket
        .on("data", (data) => received.push(data))
        .on("error", () => {})
        .end("HTTP/1.1 204 \r\n\r\n");
    });
    let staple = staples.revoked;
    server.on("OCSPRequest", (_certificate, _issuer, callback) => callback(null, staple));
    const port = await listen(server);
    try {
      assert.equal((await client(port)).status, 2);
      assert.equal(Buffer.concat(received).length, 0);
      staple = staples.good;
      assert.equal((await client(port)).status, 0);
      assert.match(Buffer.concat(received).toString(), /^GET \/ HTTP\/1\.1\r\nHost: localhost\r\n/);
    } finally {
      server.close();
    }
  });
});

describe("staple", () => {
  /**
   * What a client of Node gets stapled; null where nothing is.
   * @param {number} port
   * @returns {Promise<Buffer | null>}
   */
  const stapledAt = (port) =>
    new Promise((resolve, reject) => {
      /** @type {Buffer | null} */
      let staple = null;
      const socket = connect(
        /** @type {import("node:tls").ConnectionOptions} */ ({
          host: "localhost",
          port,
          ca: pki.text("ca.pem"),
          requestOCSP: true,
        }),
      );
      socket.on("OCSPResponse", (bytes) => {
        staple = bytes;
      });
      socket.on("secureConnect", () => (socket.end(), resolve(staple))).on("error", reject);
    });

  /** @param {string} name @param {(port: number, said: () => string) => Promise<void>} use */
  async function withStapler(name, use) {
    const server = spawn(process.execPath, [recipe("staple.js"), at(`${name}.key`), at(`${name}-chain.pem`), "0"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    server.stderr.on("data", (text) => {
      said += text;
    });
    try {
      for await (const line of createInterface(server.stdout)) {
        await use(Number(new URL(line).port), () => said);
        return;
      }
      assert.fail(`staple.js ended: ${said}`);
    } finally {
      server.kill();
    }
  }

  test("an answer that OpenSSL's client and the recipe for clients verify, asked for once", async () => {
    answer = byOpenSSL;
    asked = 0;
    await withStapler("good", async (port) => {
      const { stdout } = await execute("openssl", [
        "s_client",
        "-connect",
        `localhost:${port}`,
        "-status",
        "-CAfile",
        at("ca.pem"),
      ]);
      assert.match(stdout, /OCSP Response Status: successful[^]*Cert Status: good/);
      const { status, stdout: printed } = await run("verify-stapled.js", "localhost", String(port), at("ca.pem"));
      assert.match(printed, /^good until .*\nHTTP\/1\.1 200 OK\n$/);
      assert.equal(status, 0);
      const several = await Promise.all([stapledAt(port), stapledAt(port), stapledAt(port)]);
      assert.ok(several.every((staple) => staple?.equals(readFileSync(at("answered.der")))));
    });
    assert.equal(asked, 1);
  });

  test("renewed when half of its time is over, served while the responder is away, and not beyond nextUpdate", async () => {
    // OpenSSL's answers are good for at least a minute.
    const made = () =>
      new OCSPResponseBuilder()
        .addResponse({
          certificate: pki.text("good.pem"),
          issuer: pki.text("ca.pem"),
          certificateStatus: "good",
          thisUpdate: new Date(),
          nextUpdate: new Date(Date.now() + 8000),
        })
        .responderId("hash", pki.text("ca.pem"))
        .sign(pki.text("ca.key"), "SHA-256")
        .toDER();
    answer = async () => ({ body: made() });
    asked = 0;
    await withStapler("good", async (port, said) => {
      const first = (await stapledAt(port)) ?? assert.fail("nothing is stapled");
      const { thisUpdate, nextUpdate } = OCSPResponse.fromDER(first);
      const until = (/** @type {number} */ time) => new Promise((resolve) => setTimeout(resolve, time - Date.now()));
      const end = nextUpdate?.getTime() ?? assert.fail();
      assert.ok(first.equals((await stapledAt(port)) ?? Buffer.of()));
      assert.equal(asked, 1);
      answer = async () => ({ status: 500, body: Buffer.of() });
      await until((thisUpdate.getTime() + end) / 2 + 1000);
      assert.ok(first.equals((await stapledAt(port)) ?? Buffer.of()), "the old one, while it is asked for anew");
      for (let i = 0; asked === 1 && i < 100; i++) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assert.equal(asked, 2);
      await until(end + 10);
      assert.equal(await stapledAt(port), null);
      assert.equal(asked, 2, "a responder that fails is left alone");
      assert.match(said(), /^no new answer to staple: .+\n$/);
    });
  });

  test("an answer is not served beyond the end of the responder's certificate", async () => {
    /* Issued a day ago, for a day and a few seconds: it expires while the answer still holds. */
    const made = new Date(Date.now() - 86_400_000 + 6000);
    pki.write("short.csr", pki.openssl("req", "-new", "-key", at("responder.key"), "-subj", "/CN=Short-lived"));
    const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-days", "1", "-out", at("short.pem")];
    const extensions = ["-extfile", at("extensions.cnf"), "-extensions", "responder"];
    const { status } = await execute(
      "faketime",
      [made.toISOString().replace("T", " ").slice(0, 19), "openssl", "x509", "-req", "-in", at("short.csr")].concat(
        signed,
        extensions,
      ),
      { env: FOR_FAKETIME },
    );
    assert.equal(status, 0);
    const notAfter = Certificate.fromPEM(pki.text("short.pem")).notAfter.getTime();
    answer = async (request) => {
      pki.write("asked.der", request);
      pki.openssl(
        ...["ocsp", "-index", at("index.txt"), "-CA", at("ca.pem"), "-rsigner", at("short.pem"), "-ndays", "1"],
        ...["-rkey", at("responder.key"), "-reqin", at("asked.der"), "-respout", at("answered.der")],
      );
      return { body: readFileSync(at("answered.der")) };
    };
    await withStapler("good", async (port) => {
      const first = (await stapledAt(port)) ?? assert.fail("nothing is stapled");
      const { nextUpdate } = OCSPResponse.fromDER(first);
      assert.ok((nextUpdate?.getTime() ?? 0) > notAfter + 3600_000);
      answer = async () => ({ status: 500, body: Buffer.of() });
      await new Promise((resolve) => setTimeout(resolve, notAfter - Date.now() + 10));
      assert.equal(await stapledAt(port), null);
    });
  });

  test("the next URL is asked where the first fails, and too much is not read", async () => {
    let times = 0;
    answer = async (request) => (times++ === 0 ? { body: Buffer.alloc(2 ** 20 + 1) } : byOpenSSL(request));
    pki.write(
      "urls.cnf",
      `subjectAltName=DNS:localhost\nauthorityInfoAccess=OCSP;URI:ldap://x/,OCSP;URI:${url}a,OCSP;URI:${url}b\n`,
    );
    const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-set_serial", "0x1000", "-days", "20"];
    pki.openssl("x509", "-req", "-in", at("good.csr"), ...signed, "-extfile", at("urls.cnf"), "-out", at("two.pem"));
    pki.write("two.key", pki.text("good.key"));
    pki.write("two-chain.pem", pki.text("two.pem") + pki.text("ca.pem"));
    await withStapler("two", async (port, said) => {
      assert.ok((await stapledAt(port))?.equals(readFileSync(at("answered.der"))));
      assert.deepEqual([times, said()], [2, ""]);
    });
  });

  test("an answer whose nextUpdate has just passed is not asked for at every handshake", async () => {
    const passed = new OCSPResponseBuilder()
      .addResponse({
        certificate: pki.text("good.pem"),
        issuer: pki.text("ca.pem"),
        certificateStatus: "good",
        thisUpdate: new Date(Date.now() - 3600_000),
        nextUpdate: new Date(Date.now() - 60_000),
      })
      .responderId("hash", pki.text("ca.pem"))
      .sign(pki.text("ca.key"), "SHA-256")
      .toDER();
    answer = async () => ({ body: passed });
    asked = 0;
    await withStapler("good", async (port, said) => {
      for (let i = 0; i < 3; i++) {
        assert.equal(await stapledAt(port), null);
      }
      assert.equal(asked, 1);
      assert.match(said(), /^no new answer to staple: nextUpdate has passed: \d{4}-.+\n$/);
    });
  });

  test("no answer, or none to rely on: nothing is stapled, and clients are served", async () => {
    for (const [reply, reason] of /** @type {[typeof answer, RegExp][]} */ ([
      [async () => ({ status: 500, body: Buffer.of() }), /HTTP status 500$/m],
      [async () => ({ body: readFileSync(answerAbout("server")) }), /certId/],
    ])) {
      answer = reply;
      await withStapler("good", async (port, said) => {
        assert.equal(await stapledAt(port), null);
        assert.match(said(), /^no new answer to staple: /);
        assert.match(said(), reason);
      });
    }
  });
});

// ---------------------------------------------------------------------------------------------------- a key elsewhere

describe("sign with a KMS", () => {
  /** A service that signs digests by OpenSSL, with a key that it alone has. @param {string} key file */
  async function startKMS(key) {
    const digests = [];
    const server = createServer(async (request, response) => {
      const { digest } = JSON.parse(Buffer.concat(await request.toArray()).toString());
      digests.push(Buffer.from(digest, "base64"));
      pki.write("digest", digests.at(-1));
      const { stdout } = await promisify(execFile)(
        "openssl",
        ["pkeyutl", "-sign", "-inkey", key, "-pkeyopt", "digest:sha256", "-in", at("digest")],
        { encoding: "buffer" },
      );
      response.end(JSON.stringify({ signature: stdout.toString("base64") }));
    });
    return {
      url: `http://127.0.0.1:${await listen(server)}/sign`,
      digests,
      close: () => {
        server.close();
        server.closeAllConnections();
      },
    };
  }
  pki.write("kms.cnf", "extendedKeyUsage=OCSPSigning\n");
  pki.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", at("kms.key"));
  pki.openssl("req", "-new", "-key", at("kms.key"), "-subj", "/CN=KMS", "-out", at("kms.csr"));
  pki.openssl(
    "x509",
    "-req",
    "-in",
    at("kms.csr"),
    "-CA",
    at("ca.pem"),
    "-CAkey",
    at("ca.key"),
    "-set_serial",
    "0x2000",
    "-days",
    "20",
    "-extfile",
    at("kms.cnf"),
    "-out",
    at("kms.pem"),
  );
  const sign = (/** @type {string} */ service, /** @type {string} */ file) =>
    run("sign-with-kms.js", service, at("ca.pem"), at("kms.pem"), at("good.pem"), at(file));

  test("an answer that OpenSSL relies on", async () => {
    const kms = await startKMS(at("kms.key"));
    const { status, stdout, stderr } = await sign(kms.url, "by-kms.der");
    kms.close();
    assert.match(stdout, /^ECDSA-SHA256, good until \d{4}-/);
    assert.deepEqual([status, stderr, kms.digests.map(({ length }) => length)], [0, "", [32]]);
    const verdict = pki.openssl(
      "ocsp",
      "-respin",
      at("by-kms.der"),
      "-issuer",
      at("ca.pem"),
      "-cert",
      at("good.pem"),
      "-CAfile",
      at("ca.pem"),
      "-no_nonce",
    );
    assert.match(verdict.toString(), /good\.pem: good\n/);
  });

  test("a service with another key: ERR_SIGNER, and no file", async () => {
    const kms = await startKMS(at("good.key"));
    const { status, stderr } = await sign(kms.url, "by-another.der");
    kms.close();
    assert.match(stderr, /^ERR_SIGNER: /);
    assert.deepEqual([status, existsSync(at("by-another.der"))], [1, false]);
  });

  test("a service that fails: ERR_SIGNER, with what it said", async () => {
    const broken = createServer((_, response) => response.writeHead(403).end());
    const { status, stderr } = await sign(`http://127.0.0.1:${await listen(broken)}/`, "by-nobody.der");
    broken.close();
    assert.match(stderr, /^ERR_SIGNER: .*HTTP status 403/);
    assert.deepEqual([status, existsSync(at("by-nobody.der"))], [1, false]);
  });
});

// ---------------------------------------------------------------------------------------------------- in a browser

describe("inspect in the browser", () => {
  const TYPES = { ".html": "text/html", ".js": "text/javascript" };
  /** A folder as `npm install bearocsp` makes it, with the recipe beside node_modules. */
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const [, file] = /^\/node_modules\/bearocsp\/(build\/package\/[\w-]+\.js)$/.exec(path) ?? [];
    const found = file ? join(project, file) : recipe(path.slice(1));
    if (!existsSync(found) || !(extname(found) in TYPES)) {
      return void response.writeHead(404).end();
    }
    response
      .writeHead(200, { "Content-Type": TYPES[/** @type {keyof TYPES} */ (extname(found))] })
      .end(readFileSync(found));
  });
  let origin;
  before(async () => {
    origin = `http://127.0.0.1:${await listen(server)}`;
    answerAbout("good");
    const whole = pki.openssl("x509", "-in", at("server.pem"), "-outform", "DER");
    pki.write("broken.der", whole.subarray(0, whole.length >> 1));
    pki.write(
      "forged.der",
      Buffer.from(readFileSync(at("good-answer.der"))).map((octet, i, all) =>
        i === all.length - 1 ? octet ^ 1 : octet,
      ),
    );
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  for (const name of BROWSER_NAMES) {
    test(name, { skip: missing(name) }, async () => {
      const browser = await launch(name);
      try {
        const { page, complaints, requests } = await browser.openPage();
        await page.goto(`${origin}/inspect-in-the-browser.html`);
        await page.waitForFunction("customElements.get('ocsp-panel')");
        const verdictOn = async (/** @type {string[]} */ ...files) => {
          const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (
            await page.$("input[type=file]")
          );
          await input.uploadFile(...files.map(at));
          await page.waitForFunction(
            (count) => document.querySelector("output")?.value.startsWith(`${count} `),
            { timeout: 120_000 },
            files.length,
          );
          return page.evaluate(() => /** @type {any} */ (document.querySelector("ocsp-panel")).verdict);
        };
        assert.equal(await verdictOn("good-answer.der", "good-chain.pem"), "good");
        assert.equal(await verdictOn("forged.der", "good.pem", "ca.pem"), "unreliable");
        assert.equal(await verdictOn("good-answer.der"), "undecided");
        // Another pair before it, and a broken certificate.
        assert.equal(await verdictOn("server.pem", "ca.pem", "broken.der", "good.pem", "good-answer.der"), "good");
        assert.deepEqual(complaints, []);
        assert.ok(
          requests.every((each) => each.startsWith(origin) || each.startsWith("data:")),
          String(requests),
        );
      } finally {
        await browser.close();
      }
    });
  }
});

// ---------------------------------------------------------------------------------------------------- from Python

describe("port from Python", { skip: withoutPython }, () => {
  for (const [what, make] of /** @type {[string, () => string][]} */ ([
    ["an answer that is good", () => answerAbout("good")],
    ["one that is revoked", () => answerAbout("revoked")],
    ["one without nextUpdate", () => answerAbout("good", [])],
  ])) {
    test(`the two print the same: ${what}`, async () => {
      const args = [at("good-chain.pem"), at("ca.key"), make()];
      const theirs = await execute(PYTHON, ["-W", "ignore", recipe("port_from_python.py"), ...args]);
      assert.deepEqual([theirs.status, theirs.stderr], [0, ""]);
      const ours = await run("port-from-python.js", ...args);
      assert.deepEqual([ours.status, ours.stderr], [0, ""]);
      assert.ok(theirs.stdout.split("\n").length >= 9);
      assert.equal(ours.stdout, theirs.stdout);
    });
  }
});
