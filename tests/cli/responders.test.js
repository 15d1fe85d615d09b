// `bearocsp check`: whom it asks, how and in which order, until an answer can be relied on. What is right is what
// OpenSSL's responder answers; the servers around it do what servers in the field do.

import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, beforeEach, describe, test } from "node:test";
import { bearocsp } from "../support/command-line.js";
import { makePKI } from "../support/pki.js";
import { ERRORS, openSSLAnswers, send, startScripted } from "../support/scripted-responder.js";

const responder = await startScripted();
const { url } = responder;
const DEAD = await new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    server.close(() => resolve(`http://127.0.0.1:${port}`));
  });
});
const pki = makePKI({ responder: `${url}/a,OCSP;URI:${url}/b` });
const { at } = pki;
const answer = openSSLAnswers(pki);
after(() => {
  responder.close();
  pki.remove();
});

/**
 * A certificate by the CA that names these responders, with the serial number of the one that is good, or another.
 * @param {readonly string[]} urls
 * @param {string} [serial]
 */
function certificateFor(urls, serial = "1234") {
  pki.write(
    "urls.cnf",
    urls.length === 0
      ? "basicConstraints=CA:FALSE\n"
      : `authorityInfoAccess=@urls\n[urls]\n${urls.map((each, i) => `OCSP;URI.${i}=${each}\n`).join("")}`,
  );
  pki.write("urls.csr", pki.openssl("req", "-new", "-key", at("responder.key"), "-subj", "/CN=many.example"));
  const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-set_serial", `0x${serial}`, "-days", "20"];
  pki.openssl("x509", "-req", "-in", at("urls.csr"), ...signed, "-extfile", at("urls.cnf"), "-out", at("urls.pem"));
  pki.write("urls-chain.pem", pki.text("urls.pem") + pki.text("ca.pem"));
  return at("urls-chain.pem");
}

const check = (...options) => bearocsp(["check", at("chain.pem"), ...options]);
const checkAt = (/** @type {readonly string[]} */ urls, ...options) =>
  bearocsp(["check", certificateFor(urls), ...options]);
const GOOD = /^CN=\S+ \(serial number 1234\): good, until /;

beforeEach(() => responder.behave((_, response) => send(response, "", { status: 500 })));

describe("every URL is asked in order, until an answer can be relied on", () => {
  test("the first answers: nobody else is asked", async () => {
    responder.behave((asked, response) => send(response, answer(asked)));
    const { status, stdout, stderr } = await check();
    assert.match(stdout, GOOD);
    assert.doesNotMatch(stdout, /also asked/);
    assert.deepEqual([responder.asked(), status, stderr], [["GET /a SHA-256"], 0, ""]);
  });

  for (const [what, behave] of /** @type {[string, import("../support/scripted-responder.js").Behaviour][]} */ ([
    ["sends an HTTP error status", (_, response) => send(response, "out of order", { status: 503 })],
    ["sends a web page", (_, response) => send(response, "<html>log in</html>", { type: "text/html" })],
    ["sends a web page as an answer", (_, response) => send(response, "<html>log in</html>")],
    [
      "sends an answer of another media type",
      (asked, response) => send(response, answer(asked), { type: "text/plain" }),
    ],
    ["sends nothing", (_, response) => send(response, "")],
    ["sends too much", (_, response) => send(response, Buffer.alloc(2 ** 20 + 1))],
    ["breaks off", (_, response) => response.socket?.destroy()],
    ["redirects in a loop", (asked, response) => response.writeHead(302, { Location: asked.url }).end()],
    ["redirects to data", (_, response) => response.writeHead(302, { Location: "data:,x" }).end()],
    ["answers unauthorized", (_, response) => send(response, ERRORS.unauthorized)],
    ["answers internalError", (_, response) => send(response, ERRORS.internalError)],
    ["answers tryLater", (_, response) => send(response, ERRORS.tryLater)],
    ["wants a signature", (_, response) => send(response, ERRORS.sigRequired)],
    [
      "gives an answer whose signature has a bit turned over",
      (asked, response) => {
        const body = Buffer.from(answer(asked));
        body[body.indexOf(Buffer.from("2a8648ce3d0403", "hex")) + 40] ^= 1;
        send(response, body);
      },
    ],
  ])) {
    test(`the next one, where the first ${what}`, async () => {
      responder.behave((asked, response) =>
        asked.path.startsWith("/a") ? behave(asked, response) : send(response, answer(asked)),
      );
      const { status, stdout } = await check();
      assert.match(stdout, GOOD);
      assert.ok(stdout.includes(`\n  url: ${url}/b\n`), stdout);
      assert.match(stdout, new RegExp(`^  also asked: ${url}/a \\(GET [^\n]+\\): `, "m"));
      assert.equal(status, 0);
      assert.equal(responder.asked().filter((line) => line.includes(" /b")).length, 1);
    });
  }

  test("the next one, where nobody listens at the first", async () => {
    responder.behave((asked, response) => send(response, answer(asked)));
    const { status, stdout } = await checkAt([`${DEAD}/`, `${url}/b`]);
    assert.match(stdout, GOOD);
    assert.ok(stdout.includes(`also asked: ${DEAD}/ (GET with SHA-256): no answer from `), stdout);
    assert.deepEqual([responder.asked(), status], [["GET /b SHA-256"], 0]);
  });

  test("the next one, where the first never answers: it gets only its share of the time", async () => {
    responder.behave((asked, response) => {
      if (asked.path !== "/a") {
        send(response, answer(asked));
      }
    });
    const { status, stdout } = await check("--timeout", "6");
    assert.match(stdout, GOOD);
    assert.match(stdout, /also asked: \S+\/a \(GET with SHA-256\): no answer from \S+ within [23](?:\.\d)? s$/m);
    assert.deepEqual([responder.asked(), status], [["GET /a SHA-256", "GET /b SHA-256"], 0]);
  });

  test("none of them answers in time: the whole time is told to be over", async () => {
    responder.behave(() => {});
    const { status, stdout, stderr } = await check("--timeout", "2");
    assert.match(
      stderr,
      /^bearocsp: no answer:\n {2}\S+\/a [^\n]+ within [\d.]+ s\n {2}\S+\/b [^\n]+ within [\d.]+ s\n$/,
    );
    assert.deepEqual([status, stdout], [2, ""]);
  });

  test("an answer of revoked is an answer: nobody else is asked", async () => {
    responder.behave((asked, response) => send(response, answer(asked)));
    const { status, stdout } = await bearocsp(["check", at("other.pem"), "--issuer", at("ca.pem")]);
    assert.match(stdout, /: revoked since 2026-01-02T03:04:05Z, keyCompromise\n/);
    assert.deepEqual([responder.asked(), status], [["GET /a SHA-256"], 1]);
  });

  test("each URL once, and http and https alone: no ldap, no file, no data", async () => {
    responder.behave((_, response) => send(response, "", { status: 404 }));
    pki.write("ok.der", answer({ der: readFileSync(at("request.der")) }));
    const data = `data:application/ocsp-response;base64,${readFileSync(at("ok.der")).toString("base64")}`;
    const urls = [data, `file://${at("ok.der")}`, "ldap://127.0.0.1/cn=x", `${url}/a`, "ftp://127.0.0.1/", `${url}/a`];
    const { status, stdout, stderr } = await checkAt(urls, "--hash", "SHA-1", "--get");
    assert.match(stderr, /^bearocsp: \S+ answered with HTTP status 404 Not Found\n$/);
    assert.deepEqual([responder.asked(), status, stdout], [["GET /a SHA-1"], 2, ""]);
  });

  test("where nobody answers, each is told once, with what was tried", async () => {
    responder.behave((asked, response) => send(response, "", { status: asked.path.startsWith("/a") ? 500 : 404 }));
    const { status, stderr } = await check();
    const ways = "(GET and POST with SHA-256, GET and POST with SHA-1)";
    const host = new URL(url).host;
    assert.equal(
      stderr,
      `bearocsp: no answer:\n  ${url}/a ${ways}: ${host} answered with HTTP status 500 Internal Server Error\n` +
        `  ${url}/b ${ways}: ${host} answered with HTTP status 404 Not Found\n`,
    );
    assert.equal(status, 2);
    const { error } = JSON.parse((await check("--json")).stdout);
    assert.deepEqual(
      error.attempts.map(({ url: each, method, hashAlgorithm, code }) => [each, method, hashAlgorithm, code].join(" ")),
      ["a", "b"].flatMap((path) =>
        ["SHA-256", "SHA-1"].flatMap((hash) =>
          ["GET", "POST"].map((method) => `${url}/${path} ${method} ${hash} ERR_NO_ANSWER`),
        ),
      ),
    );
  });
});

describe("the hash algorithm of the CertID: SHA-256, then SHA-1", () => {
  for (const [what, body] of Object.entries({
    unauthorized: ERRORS.unauthorized,
    malformedRequest: ERRORS.malformedRequest,
    internalError: ERRORS.internalError,
    "an HTTP error status": null,
  })) {
    test(`where SHA-256 is refused: ${what}`, async () => {
      responder.behave((asked, response) =>
        asked.hash === "SHA-1"
          ? send(response, answer(asked))
          : body
            ? send(response, body)
            : send(response, "", { status: 400 }),
      );
      const { status, stdout } = await check();
      assert.match(stdout, GOOD);
      assert.equal(responder.asked().at(-1), "GET /a SHA-1");
      assert.equal(status, 0);
    });
  }

  /* OpenSSL's responder for an index without the certificate. */
  const unknown = (/** @type {any} */ asked) => {
    pki.write("empty.txt", "");
    return openSSLAnswers(pki, ["-ndays", "1", "-index", at("empty.txt")])(asked);
  };

  test("where the responder does not know the certificate by SHA-256, and does by SHA-1", async () => {
    responder.behave((asked, response) => send(response, asked.hash === "SHA-1" ? answer(asked) : unknown(asked)));
    const { status, stdout } = await check();
    assert.match(stdout, GOOD);
    assert.match(stdout, /also asked: \S+\/a \(GET with SHA-256\): unknown to the responder$/m);
    assert.deepEqual([responder.asked(), status], [["GET /a SHA-256", "GET /a SHA-1"], 0]);
  });

  test("unknown by both is the answer, whatever the others would say", async () => {
    responder.behave((asked, response) => send(response, asked.path === "/a" ? unknown(asked) : answer(asked)));
    const { status, stdout } = await check();
    assert.match(stdout, /\): unknown to the responder\n/);
    assert.deepEqual([responder.asked(), status], [["GET /a SHA-256", "GET /a SHA-1"], 1]);
  });

  test("unknown by SHA-256 stays, where SHA-1 is refused", async () => {
    responder.behave((asked, response) =>
      send(response, asked.hash === "SHA-1" ? ERRORS.unauthorized : unknown(asked)),
    );
    const { status, stdout } = await check();
    assert.match(stdout, /\): unknown to the responder\n/);
    assert.equal(status, 1);
  });

  test("one that was chosen is the only one", async () => {
    responder.behave((_, response) => send(response, ERRORS.unauthorized));
    for (const hash of ["SHA-1", "SHA-256"]) {
      responder.behave((_, response) => send(response, ERRORS.unauthorized));
      const { status, stdout } = await check("--hash", hash);
      assert.match(stdout, /: no answer: the responder says unauthorized\n/);
      assert.deepEqual([responder.asked(), status], [[`GET /a ${hash}`, `GET /b ${hash}`], 2]);
    }
  });
});

describe("GET for short URLs, POST for others and where GET fails", () => {
  const HOST = `${url}/`;

  test("a URL of 255 octets is asked with GET, one of 256 with POST", async () => {
    responder.behave((asked, response) => send(response, answer(asked)));
    /* What OpenSSL asks, in the base64 of a GET; the path is filled up. */
    pki.openssl(
      "ocsp",
      "-issuer",
      at("ca.pem"),
      "-sha256",
      "-cert",
      at("server.pem"),
      "-no_nonce",
      "-reqout",
      at("q.der"),
    );
    const request = encodeURIComponent(readFileSync(at("q.der")).toString("base64"));
    const room = 255 - HOST.length - 1 - request.length;
    assert.ok(room > 10);
    for (const [length, expected] of /** @type {const} */ ([
      [room, "GET"],
      [room + 1, "POST"],
    ])) {
      responder.behave((asked, response) => send(response, answer(asked)));
      const path = "x".repeat(length);
      assert.equal((await check("--url", HOST + path)).status, 0);
      assert.deepEqual(responder.asked(), [`${expected} /${path} SHA-256`]);
    }
  });

  test("POST where a server merges the slashes of the path", async () => {
    /* Three bytes of ones are slashes in base64, wherever they stand. */
    const serial = "7FFFFFFFFF";
    pki.write("ones.txt", `V\t491231235959Z\t\t${serial}\tunknown\t/CN=many.example\n`);
    const ones = openSSLAnswers(pki, ["-ndays", "1", "-index", at("ones.txt")]);
    responder.behave((asked, response) => {
      const path = decodeURIComponent(asked.url);
      const isSpoilt = asked.method === "GET" && path.replace(/\/{2,}/g, "/") !== path;
      send(response, isSpoilt ? ERRORS.malformedRequest : ones(asked));
    });
    const { status, stdout } = await bearocsp(["check", certificateFor([`${url}/a`], serial)]);
    assert.match(stdout, /^CN=many\.example \(serial number 7fffffffff\): good, until /);
    assert.deepEqual([responder.asked(), status], [["GET /a SHA-256", "POST /a SHA-256"], 0]);
  });

  test("POST where a cache answers GET with something stale or broken", async () => {
    const old = Buffer.from("<html>Not Found</html>");
    responder.behave((asked, response) => send(response, asked.method === "GET" ? old : answer(asked)));
    const { status, stdout } = await check();
    assert.match(stdout, GOOD);
    assert.deepEqual([responder.asked(), status], [["GET /a SHA-256", "POST /a SHA-256"], 0]);
  });

  test("--get and --post: that alone", async () => {
    for (const [option, method] of [
      ["--get", "GET"],
      ["--post", "POST"],
    ]) {
      responder.behave((_, response) => send(response, ERRORS.malformedRequest));
      assert.equal((await check(option, "--hash", "SHA-1", "--url", `${url}/c`)).status, 2);
      assert.deepEqual(responder.asked(), [`${method} /c SHA-1`]);
    }
    const both = await check("--get", "--post");
    assert.match(both.stderr, /option '--get' cannot be used with option '--post'/);
    assert.equal(both.status, 3);
  });

  test("a URL with a query is asked with POST, and left out with --get", async () => {
    responder.behave((asked, response) => send(response, answer(asked)));
    assert.equal((await checkAt([`${url}/q?ca=1`])).status, 0);
    assert.deepEqual(responder.asked(), ["POST /q?ca=1 SHA-256"]);
    responder.behave((asked, response) => send(response, answer(asked)));
    assert.equal((await checkAt([`${url}/q?ca=1`, `${url}/b`], "--get")).status, 0);
    assert.deepEqual(responder.asked(), ["GET /b SHA-256"]);
  });

  test("a signed request is too long for GET; the responder gets the signature", async () => {
    /** @type {Buffer} */
    let signed = Buffer.of();
    responder.behave((asked, response) => {
      signed = asked.der;
      send(response, answer(asked));
    });
    const { status } = await check("--sign-key", at("responder.key"), "--sign-cert", at("responder.pem"));
    assert.deepEqual([responder.asked(), status], [["POST /a SHA-256"], 0]);
    pki.write("signed.der", signed);
    assert.match(
      pki.openssl("ocsp", "-reqin", at("signed.der"), "-req_text", "-no_nonce").toString(),
      /Requestor Name: DirName:O = Example, CN = responder\.example[^]*Signature Algorithm: ecdsa-with-SHA256/,
    );
  });
});

describe("what is told", () => {
  for (const [status, name] of /** @type {const} */ ([
    [400, "malformedRequest"],
    [401, "sigRequired"],
    [404, "unauthorized"],
    [500, "internalError"],
    [503, "tryLater"],
  ])) {
    test(`the OCSP status in the body of an HTTP ${status}`, async () => {
      for (const type of ["application/ocsp-response", "text/plain"]) {
        responder.behave((_, response) => send(response, ERRORS[name], { status, type }));
        const run = await check("--url", `${url}/`);
        assert.match(
          run.stderr,
          new RegExp(
            `^bearocsp: \\S+ answered with HTTP status ${status} .+; the OCSP response in its body says ${name}\n$`,
          ),
        );
        assert.equal(run.status, 2);
      }
    });
  }

  test("an HTTP error status stays one, though its body is a good answer, or endless", async () => {
    responder.behave((asked, response) => send(response, answer(asked), { status: 500 }));
    const good = await check("--url", `${url}/`);
    assert.match(
      good.stderr,
      /HTTP status 500 Internal Server Error; the OCSP response in its body says successful\n$/,
    );
    responder.behave((_, response) => send(response, Buffer.alloc(2 ** 20 + 1), { status: 500 }));
    const long = await check("--url", `${url}/`);
    assert.match(long.stderr, /^bearocsp: \S+ answered with HTTP status 500 Internal Server Error\n$/);
    assert.deepEqual([good.status, long.status], [2, 2]);
  });

  test("bytes after the answer, by check and by verify; --output keeps what came", async () => {
    for (const [tail, text] of [
      ["x", "1 byte"],
      ["\r\n\r\n", "4 bytes"],
    ]) {
      let sent;
      responder.behave((asked, response) => {
        sent = Buffer.concat([answer(asked), Buffer.from(tail)]);
        send(response, sent);
      });
      const checked = await check("--url", `${url}/`, "--output", at("kept.der"));
      assert.equal(checked.stderr, `bearocsp: ${new URL(url).host} sent ${text} after the response\n`);
      assert.deepEqual(readFileSync(at("kept.der")), sent);
      const verified = await bearocsp(["verify", at("kept.der"), "--cert", at("chain.pem")]);
      assert.equal(verified.stderr, `bearocsp: ${at("kept.der")}: it has ${text} after the response\n`);
      assert.deepEqual([checked.status, verified.status], [2, 3]);
    }
  });

  test("--output keeps what came, whatever it is, and makes no file where nothing came", async () => {
    responder.behave((_, response) => send(response, "<html>"));
    assert.equal((await check("--url", `${url}/`, "--output", at("page.der"))).status, 2);
    assert.equal(pki.text("page.der"), "<html>");
    rmSync(at("page.der"));
    assert.equal((await check("--url", `${DEAD}/`, "--output", at("page.der"))).status, 2);
    assert.equal(existsSync(at("page.der")), false);
  });

  const proxied = (/** @type {Record<string, string>} */ env, target = DEAD) =>
    bearocsp(["check", at("chain.pem"), "--url", `${target}/`, "--timeout", "5"], { env });

  test("a proxy that is set but not used, where the connection fails, without its password", async () => {
    for (const [name, target] of [
      ["HTTP_PROXY", DEAD],
      ["http_proxy", DEAD],
      ["HTTPS_PROXY", DEAD.replace("http:", "https:")],
    ]) {
      const { status, stderr } = await proxied({ [name]: "http://user:secret@proxy.example:3128" }, target);
      assert.match(
        stderr,
        new RegExp(
          `\n  ${name} is set, but not used: Node 22\\.21, 24 and later use it if NODE_USE_ENV_PROXY=1 is set too\n$`,
        ),
      );
      assert.doesNotMatch(stderr, /secret|proxy\.example/);
      assert.equal(status, 2);
    }
  });

  test("no proxy where there is none, where it is for others, and where an answer came", async () => {
    responder.behave((_, response) => send(response, "", { status: 500 }));
    for (const [env, target] of /** @type {[Record<string, string>, string][]} */ ([
      [{}, DEAD],
      [{ HTTPS_PROXY: "http://proxy.example" }, DEAD],
      [{ HTTP_PROXY: "http://proxy.example", NO_PROXY: "localhost,127.0.0.1" }, DEAD],
      [{ HTTP_PROXY: "http://proxy.example", no_proxy: "*" }, DEAD],
      [{ HTTP_PROXY: "http://proxy.example" }, url],
    ])) {
      const { status, stderr } = await proxied(env, target);
      assert.doesNotMatch(stderr, /PROXY/i);
      assert.equal(status, 2);
    }
  });

  test("--timeout in fractions", async () => {
    responder.behave(() => {});
    for (const seconds of ["0.25", ".25"]) {
      const { status, stderr } = await check("--url", `${url}/`, "--timeout", seconds);
      assert.match(stderr, /^bearocsp: no answer from \S+ within 0\.25 s\n$/);
      assert.equal(status, 2);
    }
    for (const seconds of ["0", "0.0001", "-1", "1e3", "3600.5", "1.2.3", "."]) {
      const { status, stderr } = await check("--timeout", seconds);
      assert.match(stderr, /It must be a number of seconds from 0\.001 to 3600\./);
      assert.equal(status, 3);
    }
  });
});

describe("a certificate that names nobody to ask: exit status 4, ERR_NO_RESPONDER", () => {
  for (const [what, urls, sentence] of /** @type {[string, string[], string][]} */ ([
    ["nothing at all", [], "the certificate names no OCSP responder. If you know a responder, give its URL with --url"],
    [
      "ldap alone",
      ["ldap://ca.example/cn=ca"],
      "the certificate names no OCSP responder for HTTP, only ldap://ca.example/cn=ca, which is not asked. If you know a responder, give its URL with --url",
    ],
  ])) {
    test(what, async () => {
      const file = certificateFor(urls);
      const { status, stdout, stderr } = await bearocsp(["check", file]);
      assert.deepEqual([status, stdout, stderr], [4, "", `bearocsp: ${file}: ${sentence}\n`]);
      const json = await bearocsp(["check", file, "--json"]);
      const { error } = JSON.parse(json.stdout);
      assert.deepEqual([json.status, error.code, error.crlUrls, responder.asked()], [4, "ERR_NO_RESPONDER", [], []]);
    });
  }

  test("with --url it is asked about all the same", async () => {
    responder.behave((asked, response) => send(response, answer(asked)));
    assert.equal((await checkAt([], "--url", `${url}/`)).status, 0);
  });

  test("its CRLs are named", async () => {
    pki.write("crl.cnf", "crlDistributionPoints=URI:http://ca.example/ca.crl,URI:ldap://ca.example/crl\n");
    pki.write("crl.csr", pki.openssl("req", "-new", "-key", at("responder.key"), "-subj", "/CN=crl.example"));
    const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-set_serial", "0x77", "-days", "20"];
    pki.openssl("x509", "-req", "-in", at("crl.csr"), ...signed, "-extfile", at("crl.cnf"), "-out", at("crl.pem"));
    const { status, stderr } = await bearocsp(["check", at("crl.pem")]);
    assert.match(
      stderr,
      /the certificate names no OCSP responder; its CA lists revocations in a CRL, which this command does not read: http:\/\/ca\.example\/ca\.crl, ldap:\/\/ca\.example\/crl\. If /,
    );
    const { error } = JSON.parse((await bearocsp(["check", at("crl.pem"), "--json"])).stdout);
    assert.deepEqual(error.crlUrls, ["http://ca.example/ca.crl", "ldap://ca.example/crl"]);
    assert.equal(status, 4);
  });

  test("an extension that cannot be read hides nothing else", async () => {
    pki.write("odd.csr", pki.openssl("req", "-new", "-key", at("responder.key"), "-subj", "/CN=odd.example"));
    const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-set_serial", "0x78", "-days", "20"];
    const make = (/** @type {string} */ extensions) => {
      pki.write("odd.cnf", extensions);
      pki.openssl("x509", "-req", "-in", at("odd.csr"), ...signed, "-extfile", at("odd.cnf"), "-out", at("odd.pem"));
    };
    /* Of the type NULL: crlDistributionPoints, authorityInfoAccess. */
    const [points, access] = ["2.5.29.31=DER:0500\n", "1.3.6.1.5.5.7.1.1=DER:0500\n"];
    for (const [extensions, said] of /** @type {[string, RegExp][]} */ ([
      [
        points,
        /names no OCSP responder; its cRLDistributionPoints cannot be read\. If you know a responder, give its URL/,
      ],
      [access, /certificate's authorityInfoAccess cannot be read, so no OCSP responder is known\. If you know/],
      [access + points, /no OCSP responder is known; its cRLDistributionPoints cannot be read\. If you know/],
    ])) {
      make(extensions);
      const { status, stderr } = await bearocsp(["check", at("odd.pem"), "--issuer", at("ca.pem")]);
      assert.match(stderr, said);
      assert.equal(status, 4, stderr);
    }
  });
});

describe("the leaf alone", () => {
  before(() => pki.write("leaf.pem", pki.text("server.pem")));
  test("asks for its issuer, and says where it was looked for", async () => {
    const { status, stdout, stderr } = await bearocsp(["check", at("leaf.pem"), "--timeout", "2"]);
    assert.match(
      stderr,
      /leaf\.pem: it does not hold the certificate of the CA that issued CN=server\.example,O=Example \(serial number 1234\): give it with --issuer\n {2}fetching http:\/\/ca\.example\/ca\.der: /,
    );
    assert.deepEqual([status, stdout], [3, ""]);
  });
});
