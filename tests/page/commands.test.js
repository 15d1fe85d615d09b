// The commands that the page shows run as they are, in a shell and in Node, and tell what OpenSSL tells; no URL leaves
// its quotation.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { Certificate, nonce, OCSPRequest, OCSPRequestBuilder } from "../../bindings/index.js";
import {
  commandsFor,
  faultOfURL,
  javascriptString,
  shellQuote,
  takesFetch,
  takesGET,
  takesOpenSSL,
} from "../../web/page/builder/commands.js";
import { environment, makePKI, runIn, startRecorder, startResponder } from "../support/live-responder.js";

const SHELLS = ["sh", "bash", "dash"];
const project = fileURLToPath(new URL("../..", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "bearocsp-commands-"));
after(() => rmSync(folder, { recursive: true, force: true }));
// What "npm install" of the package would make.
mkdirSync(join(folder, "node_modules"));
symlinkSync(project, join(folder, "node_modules/bearocsp"));

let folders = 0;
/** An empty folder to run something in. */
function emptyFolder() {
  const path = join(folder, String(folders++));
  mkdirSync(path);
  return path;
}

/** Saves the module as the page says and runs it; commands go to the shell. */
function execute(name, text, program, cwd) {
  if (name !== "javascript") {
    return runIn(program, ["-c", text], cwd);
  }
  writeFileSync(join(cwd, "ask.mjs"), text);
  return runIn(process.execPath, ["ask.mjs"], cwd);
}
const programsFor = (name) => (name === "javascript" ? ["node"] : SHELLS);

const pki = (key) => join(folder, `pki-${key}`);
const pem = (key, name) => readFileSync(join(pki(key), `${name}.pem`), "utf8");

/**
 * A question as the builder makes it.
 *
 * @param {string} key @param {string} name @param {string} url
 * @param {{ hash?: import("../../bindings/index.js").HashAlgorithm, nonceLength?: number }} [choices]
 */
function question(key, name, url, { hash = "SHA-1", nonceLength = 0 } = {}) {
  const certificate = Certificate.fromPEM(pem(key, name)),
    issuer = Certificate.fromPEM(pem(key, "issuer"));
  let builder = new OCSPRequestBuilder().addCertificate(certificate, issuer, hash);
  if (nonceLength > 0) {
    builder = builder.addExtension(nonce(crypto.getRandomValues(new Uint8Array(nonceLength))));
  }
  return { request: builder.build(), certificate, issuer, url };
}

/** The verdict in what a command prints. */
const VERDICTS = {
  post: /^ +Cert Status: (\w+)$/m,
  get: /^ +Cert Status: (\w+)$/m,
  openssl: /^ocsp-certificate\.pem: (\w+)$/m,
  javascript: /^(good|revoked since \S+)$/m,
};

before(async () => {
  for (const [key, delegate] of /** @type {const} */ ([
    ["p-256", "p-256-other"],
    ["rsa-2048", "rsa-2048-other"],
  ])) {
    mkdirSync(pki(key));
    await makePKI(pki(key), key, delegate);
  }
});

for (const [key, signer] of /** @type {const} */ ([
  ["p-256", "delegate"],
  ["rsa-2048", "issuer"],
])) {
  describe(`asking a responder whose ${signer} signs, ${key}`, () => {
    let responder;
    before(async () => {
      responder = await startResponder(pki(key), signer);
    });
    after(() => responder?.close());

    /** By the whole chain from the root, with none of the flags that the commands have but what OpenSSL needs. */
    async function verdictOfOpenSSL(name) {
      const { stdout, stderr } = await runIn(
        "openssl",
        [
          "ocsp",
          "-issuer",
          "issuer.pem",
          "-cert",
          `${name}.pem`,
          "-CAfile",
          "root.pem",
          "-verify_other",
          "issuer.pem",
          "-url",
          responder.origin,
        ],
        pki(key),
      );
      responder.taken();
      assert.match(stderr, /Response verify OK/);
      return /^\S+\.pem: (\w+)$/m.exec(stdout)?.[1];
    }

    for (const name of ["good", "revoked"]) {
      for (const hash of /** @type {const} */ (["SHA-1", "SHA-256"])) {
        for (const nonceLength of [0, 16, 32]) {
          test(`${name}, ${hash}, ${nonceLength ? `nonce of ${nonceLength} bytes` : "no nonce"}`, async () => {
            const expected = await verdictOfOpenSSL(name);
            assert.equal(expected, name);
            const asked = question(key, name, `${responder.origin}/`, { hash, nonceLength });
            for (const [command, text] of Object.entries(commandsFor(asked))) {
              for (const program of programsFor(command)) {
                const cwd = emptyFolder();
                const { code, stdout, stderr } = await execute(command, text, program, cwd);
                const where = `${command} in ${program}: ${stdout}${stderr}`;
                assert.equal(code, 0, where);
                const [, verdict] = VERDICTS[command].exec(stdout) ?? assert.fail(where);
                assert.equal(verdict.split(" ", 1)[0], expected, where);
                if (command === "openssl") {
                  assert.match(stderr, /^Response verify OK$/m);
                } else {
                  assert.equal(stderr, "", where);
                }
                checkQuestion(command, responder.taken(), asked);
                checkFiles(command, cwd, asked);
              }
            }
          });
        }
      }
    }
  });
}

/** What has come to the responder. */
function checkQuestion(command, taken, { request }) {
  assert.equal(taken.length, 1, command);
  const [{ method, path, headers, body }] = taken;
  const read = command === "get" ? OCSPRequest.fromURL(path) : OCSPRequest.fromDER(body);
  assert.equal(method, command === "get" ? "GET" : "POST");
  if (command !== "get") {
    assert.equal(headers["content-type"], "application/ocsp-request");
  }
  if (command !== "openssl") {
    assert.equal(headers.accept, "application/ocsp-response");
  }
  // The CertIDs are the same to the byte; with curl it is the same request.
  assert.deepEqual(
    read.requests.map(({ der }) => der),
    request.requests.map(({ der }) => der),
  );
  if (command === "post" || command === "get") {
    assert.deepEqual(read.toDER(), request.toDER());
  } else if (request.nonce === null) {
    assert.equal(read.nonce, null);
  } else if (command === "javascript") {
    assert.equal(read.nonce?.length, request.nonce.length);
  } else {
    assert.ok(read.nonce);
  }
  if (command !== "post" && command !== "get" && request.nonce) {
    assert.notDeepEqual(read.nonce, request.nonce);
  }
}

/** What the commands leave behind: only what begins with "ocsp-", with what the page has shown. */
function checkFiles(command, cwd, { request, certificate, issuer }) {
  const made = {
    post: { "ocsp-request.der": request.toDER() },
    get: {},
    openssl: { "ocsp-certificate.pem": certificate.toPEM(), "ocsp-issuer.pem": issuer.toPEM() },
    javascript: { "ask.mjs": null },
  }[command];
  const names = Object.keys(made).concat(command === "post" || command === "get" ? "ocsp-response.der" : []);
  assert.deepEqual(readdirSync(cwd).sort(), names.sort());
  for (const [name, content] of Object.entries(made)) {
    if (content) {
      assert.deepEqual(readFileSync(join(cwd, name)), Buffer.from(content));
    }
  }
}

describe("an answer by an impostor with the issuer's name", () => {
  let responder;
  before(async () => {
    responder = await startResponder(pki("p-256"), "impostor");
  });
  after(() => responder?.close());
  const ask = (command) =>
    execute(command, commandsFor(question("p-256", "revoked", responder.origin))[command], "sh", emptyFolder());

  test("does not verify in OpenSSL", async () => {
    const { code, stderr } = await ask("openssl");
    assert.notEqual(code, 0);
    assert.match(stderr, /^Response Verify Failure$/m);
  });

  test("is no verdict in JavaScript", async () => {
    const { code, stdout, stderr } = await ask("javascript");
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /ERR_NOT_RELIABLE/);
  });
});

describe("a responder that fails", () => {
  let recorder;
  before(async () => {
    recorder = await startRecorder((_incoming, _body, outgoing) => outgoing.writeHead(503).end("busy"));
  });
  after(() => recorder?.close());

  for (const command of ["post", "get", "openssl", "javascript"]) {
    test(`${command}: an error, and no answer is kept`, async () => {
      const cwd = emptyFolder();
      const { code, stdout, stderr } = await execute(
        command,
        commandsFor(question("p-256", "good", recorder.origin))[command],
        "sh",
        cwd,
      );
      assert.notEqual(code, 0);
      assert.equal(stdout, "");
      assert.match(stderr, /503/);
      assert.ok(!existsSync(join(cwd, "ocsp-response.der")));
    });
  }
});

// ---------------------------------------------------------------------------------------------------- hostile URLs

/**
 * What is valid in a URL and has a meaning in a shell. Each makes a file named canary where a shell reads it without
 * quotes.
 */
const HARMFUL = [
  "$(touch$IFS$9canary)",
  ";touch$IFS$9canary;",
  "&touch$IFS$9canary&",
  "&&touch$IFS$9canary",
  "x&(touch$IFS$9canary)&x",
  "x;touch$IFS$9canary;x#",
  "$(touch$IFS$9canary)?a=$(touch$IFS$9canary)",
];
/** These ask twice, look elsewhere or are rewritten where a program takes them for more than a URL. */
const MISLEADING = [
  "[1-3]",
  "x[a-c]/*",
  "~root/~",
  "!!",
  "!touch",
  "@/etc/passwd",
  "--output=canary",
  "$HOME$$$0",
  "%0atouch%20canary",
  "a=b;c=(d)",
];

test("the harmful URLs do harm where they are not quoted", async () => {
  for (const shell of SHELLS) {
    for (const text of HARMFUL) {
      const cwd = emptyFolder();
      await runIn(shell, ["-c", `true http://127.0.0.1/${text}`], cwd);
      assert.ok(existsSync(join(cwd, "canary")), `${shell}: ${text}`);
    }
  }
});

describe("URLs with a meaning in a shell come to the responder as they are, once", () => {
  let recorder;
  before(async () => {
    recorder = await startRecorder((_incoming, _body, outgoing) => outgoing.writeHead(404).end());
  });
  after(() => recorder?.close());

  for (const text of [...HARMFUL, ...MISLEADING]) {
    test(text, async () => {
      const asked = question("p-256", "good", `${recorder.origin}/${text}`);
      assert.equal(faultOfURL(asked.url), null);
      const commands = Object.entries(commandsFor(asked)).filter(([, command]) => command !== null);
      const withoutGET = text.includes("?") || text.includes("#");
      const withoutOpenSSL = text.includes("@") || text.includes("#");
      assert.equal(commands.length, 4 - Number(withoutGET) - Number(withoutOpenSSL));
      for (const [name, command] of commands) {
        for (const program of [...programsFor(name), ...(name === "javascript" ? [] : ["interactive"])]) {
          const cwd = emptyFolder();
          if (program === "interactive") {
            await paste(command, cwd);
          } else {
            await execute(name, command, program, cwd);
          }
          assert.ok(!readdirSync(cwd).includes("canary"), `${name} in ${program}`);
          const paths = recorder.taken().map(({ path }) => path);
          const whole = name === "get" ? asked.request.toURL(asked.url) : asked.url;
          assert.deepEqual(paths, [whole.slice(recorder.origin.length).replace(/#.*/, "")], `${name} in ${program}`);
        }
      }
    });
  }
});

/** As somebody's bash reads it from the keyboard, which also expands what begins with an exclamation mark. */
async function paste(command, cwd) {
  const bash = spawn("bash", ["--norc", "--noprofile", "-i", "-o", "history", "-o", "histexpand"], {
    cwd,
    env: environment(cwd),
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  bash.stdin.end(`true an earlier command\n${command}\n`);
  await once(bash, "close");
}

describe("URLs that are not used", () => {
  const REFUSED = {
    "an apostrophe": ["http://x/'", "U+0027"],
    "a line feed": ["http://x/\ntouch canary", "U+000A"],
    "a carriage return": ["http://x/\r", "U+000D"],
    "a NUL": ["http://x/\0", "U+0000"],
    "an escape": ["http://x/\x1b[2J", "U+001B"],
    "a DEL": ["http://x/\x7f", "U+007F"],
    "a space": ["http://x/ -o canary", "U+0020"],
    "a tab": ["http://x/\t", "U+0009"],
    "a quotation mark": ['http://x/"', "U+0022"],
    "a grave accent": ["http://x/`touch canary`", "U+0060"],
    "a backslash": ["http://x/\\", "U+005C"],
    "a bar": ["http://x/|sh", "U+007C"],
    braces: ["http://x/{a,b}", "U+007B"],
    "a redirection": ["http://x/>canary", "U+003E"],
    "a circumflex": ["http://x/^", "U+005E"],
    "an override of direction": ["http://x/\u202egpj.exe", "U+202E"],
    "an isolate": ["http://x/\u2066", "U+2066"],
    "a line separator": ["http://x/\u2028", "U+2028"],
    "a zero-width space": ["http://x/\u200b", "U+200B"],
    "a letter beyond ASCII": ["http://b\u00fccher.example/", "U+00FC"],
    "a surrogate alone": ["http://x/\ud800", "U+D800"],
    "a character beyond the BMP": ["http://x/\u{e0041}", "U+E0041"],
    ...Object.fromEntries(
      [
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://x/",
        "ldap://x/",
        "data:,x",
        "//x/",
        "x",
        "/x",
        "http:x",
        "http:/x",
        "http://",
        "http:///x",
        "http://?x",
        "http://#x",
        "https://x:99999/",
        "http://[::1",
        "-ohttp://x/",
        "xhttp://x/",
        "http://%00/",
        "http://u@v@x/",
        "http://u@/",
      ].map((url) => [JSON.stringify(url), [url, "http or https"]]),
    ),
  };
  for (const [what, [url, word]] of Object.entries(REFUSED)) {
    test(what, () => {
      const sentence = faultOfURL(url) ?? assert.fail("it is used");
      assert.match(sentence, /^[A-Z][\x20-\x7e]*\.$/, "one sentence with nothing of the URL in it");
      assert.ok(sentence.includes(word), sentence);
      assert.throws(() => commandsFor(question("p-256", "good", url)), RangeError);
    });
  }

  test("and such as are", () => {
    for (const url of [
      "http://ocsp.example",
      "HTTPS://user@ocsp.example:8080/a/b?c=d&e",
      "http://[2001:db8::1]:80/",
      "http://192.0.2.1/%27",
    ]) {
      assert.equal(faultOfURL(url), null, url);
    }
  });

  test("a GET URL only without query and fragment", () => {
    assert.deepEqual(["http://x/a", "http://x/?", "http://x/#"].map(takesGET), [true, false, false]);
    assert.equal(commandsFor(question("p-256", "good", "http://x/?a=b")).get, null);
  });
});

/** The command and its URL, as a proxy between this machine and the responder receives them: no name is looked up. */
describe("every OpenSSL 3 reads a URL with an openssl command as a browser does", () => {
  let proxy;
  before(async () => {
    proxy = await startRecorder((_incoming, _body, outgoing) => outgoing.writeHead(404).end());
  });
  after(() => proxy?.close());

  const READ = [
    "http://ocsp.example",
    "http://ocsp.example/",
    "http://OCSP.Example/a/b.c",
    "http://ocsp.example:80",
    "http://ocsp.example:8080/a:b",
    "http://ocsp.example:0080/",
    "http://ocsp.example./a//b",
    "http://my_ocsp-1.example/a;b=c,d/(e)/$&*+!~",
    "http://ocsp.example/a?b=c&d=/e",
    "http://ocsp.example:8080/a?b:c?d",
    "http://ocsp.example/%41%40%/[1-3]",
    "http://192.0.2.1/a",
    "http://[2001:db8::1]/a",
    "http://[2001:DB8::1]:8080/a:b",
  ];
  for (const url of READ) {
    test(url, async () => {
      assert.ok(takesOpenSSL(url));
      const openssl = commandsFor(question("p-256", "good", url)).openssl ?? assert.fail("no command");
      const cwd = emptyFolder();
      const { stderr } = await runIn("env", ["-u", "no_proxy", `http_proxy=${proxy.origin}`, "sh", "-c", openssl], cwd);
      const [asked, ...more] = proxy.taken();
      assert.ok(asked, stderr);
      assert.deepEqual(more, []);
      assert.equal(new URL(asked.path).href, new URL(url).href);
    });
  }

  // Each was seen to be misread, or not read at all, by OpenSSL 3.0.17, 3.0.19, 3.0.20 or 3.0.22.
  const MISREAD = {
    "@ in the path: another host, up to 3.0.19": "http://ocsp.example:80/a@b",
    "@ at its start": "http://ocsp.example/@b",
    "@ in the query": "http://ocsp.example:80/?a@b",
    "@ in the query, without a path": "http://ocsp.example?a@b",
    "@ in the fragment": "http://ocsp.example:80/#a@b",
    "a user name, which is dropped": "http://user@ocsp.example/",
    "a password": "http://user:secret@ocsp.example/",
    "an empty user name": "http://@ocsp.example/",
    "a colon in the path, without a port: the host ends there": "http://ocsp.example/a:80",
    "a colon in the query": "http://ocsp.example/?a:80",
    "a URL in the path": "http://ocsp.example/http://other.example/",
    "a slash in a query after the host: the host ends there": "http://ocsp.example?a/b",
    "a slash in a fragment after the host": "http://ocsp.example#a/b",
    "a question mark in the fragment: all of it is path": "http://ocsp.example/a#b?c",
    "port 0, taken for 80": "http://ocsp.example:0/",
    "an empty port": "http://ocsp.example:/",
    "the scheme in capital letters": "HTTP://ocsp.example/",
    "and in part": "Http://ocsp.example/",
    "percent-encoding in the host": "http://%6fcsp.example/",
    "an asterisk for a host": "http://*/a",
    "an IPv4 address that browsers write otherwise": "http://192.0.513/a",
    "and with a dot at its end": "http://192.0.2.1./a",
    "an IPv6 address that browsers write otherwise": "http://[2001:0db8::1]/a",
    "dots that browsers resolve": "http://ocsp.example/a/../b",
    "and encoded": "http://ocsp.example/a/%2e%2e/b",
    "a path that ends in a dot": "http://ocsp.example/.",
  };
  for (const [what, url] of Object.entries(MISREAD)) {
    test(`none for ${what}`, () => {
      assert.equal(faultOfURL(url), null);
      assert.equal(takesOpenSSL(url), false);
      const { post, openssl } = commandsFor(question("p-256", "good", url));
      assert.equal(openssl, null);
      assert.ok(post.includes(`'${url}'`));
    });
  }

  test("curl reads those with @ as a browser does", async () => {
    for (const url of Object.values(MISREAD).filter((each) => /@b/.test(each))) {
      const { post } = commandsFor(question("p-256", "good", url));
      const { stderr } = await runIn(
        "env",
        ["-u", "no_proxy", `http_proxy=${proxy.origin}`, "sh", "-c", post],
        emptyFolder(),
      );
      const [asked] = proxy.taken();
      assert.ok(asked, stderr);
      assert.equal(new URL(asked.path).href, new URL(url).href.replace(/#.*/, ""));
    }
  });
});

test("JavaScript is offered where fetch takes the URL", async () => {
  for (const [url, takes] of /** @type {const} */ ([
    ["http://127.0.0.1:1/a@b", true],
    ["http://@127.0.0.1:1/", true],
    ["http://user@127.0.0.1:1/", false],
    ["http://:secret@127.0.0.1:1/", false],
  ])) {
    assert.equal(takesFetch(url), takes, url);
    assert.equal(commandsFor(question("p-256", "good", url)).javascript !== null, takes, url);
    assert.equal(isRequest(url), takes, url);
  }
});

/** Whether fetch() would send anything. */
function isRequest(url) {
  try {
    return new Request(url).url !== "";
  } catch {
    return false;
  }
}

describe("quotation", () => {
  const ascii = String.fromCharCode(...Array.from({ length: 127 }, (_, i) => i + 1));
  const TEXTS = [
    "",
    "'",
    "''",
    "'\\''",
    "\\",
    "a'b\"c`d$(touch canary)e",
    "'; touch canary; '",
    "\n",
    "a\nEND\nb",
    "$'\\x27'",
    "!!'!!",
    "\u202e\u2028ü€😀",
    ascii,
  ];

  for (const shell of SHELLS) {
    test(`of any text for ${shell}`, async () => {
      const cwd = emptyFolder();
      for (const text of TEXTS) {
        const { code, stdout, stderr } = await runIn(shell, ["-c", `printf %s ${shellQuote(text)}`], cwd);
        assert.deepEqual([code, stdout, stderr], [0, text, ""]);
      }
      assert.deepEqual(readdirSync(cwd), []);
    });
  }

  test("of any text for JavaScript, also of before 2019", () => {
    for (const text of [...TEXTS, "</script>", "`${1}`", "\u2029", "\ud800"]) {
      const literal = javascriptString(text);
      assert.equal(runInNewContext(literal), text);
      assert.ok(!/[\u2028\u2029\n\r]/.test(literal));
    }
  });
});
