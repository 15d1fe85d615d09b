// The files of chains that strangers sent: what their signatures do not prove, and how much of them is looked at.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { bearocsp } from "../support/command-line.js";
import { addSecondCA } from "../support/dsa-key-substitution.js";
import { openssl, privateKeyFile } from "../support/openssl.js";
import { makePKI } from "../support/pki.js";

const pki = makePKI();
after(pki.remove);
const { at, folder: cwd } = pki;
const run = (/** @type {string[]} */ ...args) => bearocsp(args, { cwd });

describe("a certificate that is signed with DSA, under which anyone can make another CA's key fit", () => {
  before(() => addSecondCA(pki, { responder: "http://ocsp.example/" }));

  const refusal = (/** @type {string} */ file) =>
    `bearocsp: ${file}: the DSA signature of CN=localhost (serial number 1001) does not prove who issued it, ` +
    "since anyone can make another DSA key that verifies it: give the CA's certificate with --issuer, in a file of its own\n";

  test("no issuer is chosen from its file, in any order", async () => {
    const [server, second, ca] = ["dsa-server.pem", "second-ca.pem", "dsa-ca.pem"].map(pki.text);
    for (const chain of [
      [server, second, ca],
      [server, ca, second],
      [second, ca, server],
      [server, second],
      [server, ca],
      [server],
    ]) {
      pki.write("sent.pem", chain.join(""));
      for (const args of [
        ["verify", "forged.der", "--cert", "sent.pem"],
        ["verify", "honest.der", "--cert", "sent.pem"],
        ["request", "sent.pem"],
        ["check", "sent.pem"],
      ]) {
        const { status, stdout, stderr } = await run(...args);
        assert.deepEqual([status, stdout, stderr], [3, "", refusal("sent.pem")], args.join(" "));
      }
    }
  });

  test("nor from several given with --issuer", async () => {
    for (const args of [
      ["verify", "forged.der", "--cert", "dsa-server.pem"],
      ["request", "dsa-chain.pem"],
      ["check", "dsa-chain.pem"],
    ]) {
      const { status, stdout, stderr } = await run(...args, "--issuer", "dsa-chain.pem");
      assert.deepEqual([status, stdout, stderr], [3, "", refusal("dsa-chain.pem")], args.join(" "));
    }
  });

  test("the one that is named with --issuer is taken", async () => {
    for (const file of ["dsa-server.pem", "dsa-chain.pem"]) {
      const [honest, forged] = await Promise.all(
        ["honest.der", "forged.der"].map((answer) => run("verify", answer, "--cert", file, "--issuer", "dsa-ca.pem")),
      );
      assert.match(honest.stdout, /^CN=localhost \(serial number 1001\): good, /);
      assert.match(forged.stdout, /: the answer cannot be relied on: certId, responderAuthorized\n/);
      assert.deepEqual([honest.status, forged.status], [0, 2]);
    }
    assert.equal((await run("request", "dsa-server.pem", "--issuer", "dsa-ca.pem")).status, 0);
  });
});

describe("a chain has 16 certificates at most", () => {
  /** CAs that sign themselves. @type {string[]} */
  let roots;
  before(() => {
    roots = Array.from({ length: 16 }, (_, i) =>
      openssl(["req", "-x509", "-new", "-key", privateKeyFile("p-256-other"), "-subj", `/CN=Root ${i}`]).toString(),
    );
  });
  const complaint =
    "bearocsp: standard input: it holds 17 certificates, but a chain has at most 16: give only the one that is meant as <cert>\n";

  test("one of more is not looked through", async () => {
    const { status, stdout, stderr } = await bearocsp(["request", "-"], {
      input: pki.text("chain.pem") + roots.slice(0, 15).join(""),
    });
    assert.deepEqual([status, stdout, stderr], [3, "", complaint]);
  });

  test("one of 16 is, and the same ones again do not count", async () => {
    const key = privateKeyFile("p-256-other");
    pki.write("ca.cnf", "basicConstraints=CA:TRUE\n");
    // Each issued the next.
    let chain = roots[0];
    for (let i = 1; i < 16; i++) {
      pki.write("last.pem", chain.slice(chain.lastIndexOf("-----BEGIN")));
      chain += openssl(
        ["x509", "-req", "-CA", at("last.pem"), "-CAkey", key, "-set_serial", "9", "-extfile", at("ca.cnf")],
        openssl(["req", "-new", "-key", key, "-subj", `/CN=CA ${i}`]),
      );
    }
    const { status, stderr } = await bearocsp(["request", "-"], { input: chain + chain });
    assert.deepEqual([status, stderr], [0, ""]);
  });

  test("what --issuer names may hold more: it is no stranger's", async () => {
    pki.write("store.pem", roots.join("") + pki.text("foreign.pem") + pki.text("ca.pem"));
    assert.equal((await run("request", "server.pem", "--issuer", "store.pem")).status, 0);
  });
});
