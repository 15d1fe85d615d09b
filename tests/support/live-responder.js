// A CA, two certificates and OpenSSL's own responder (`openssl ocsp -port`) on this machine, and what runs commands
// against it.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { privateKeyFile } from "./openssl.js";
import { PATIENCE_MS } from "./patience.js";
import { SURROUNDINGS } from "./surroundings.js";

const run = promisify(execFile);

/** No proxy and no configuration of the person who runs the tests. @param {string} home */
export const environment = (home) => ({ ...SURROUNDINGS, HOME: home, LC_ALL: "C", no_proxy: "*" });

/**
 * Runs a program and waits for its end, whatever that is.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 */
export const runIn = (program, args, cwd) =>
  run(program, args, { cwd, env: environment(cwd), timeout: PATIENCE_MS }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout: String(stdout), stderr: String(stderr) }),
  );

/**
 * Writes down what comes over HTTP, and answers with what `answer` makes of it.
 *
 * @param {(incoming: import("node:http").IncomingMessage, body: Buffer, outgoing: import("node:http").ServerResponse)
 *   => void} answer
 */
export async function startRecorder(answer) {
  /** @type {{ method?: string, path?: string, headers: import("node:http").IncomingHttpHeaders, body: Buffer }[]} */
  const asked = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = Buffer.concat(await incoming.toArray());
    asked.push({ method: incoming.method, path: incoming.url, headers: incoming.headers, body });
    answer(incoming, body, outgoing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    /** What came since the last call. */
    taken: () => asked.splice(0),
    close: () => (server.closeAllConnections(), server.close()),
  };
}

/**
 * `openssl ocsp -port`, which signs with the issuer, its delegate, or an impostor that has the issuer's name.
 *
 * @param {string} folder of makePKI
 * @param {"issuer" | "delegate" | "impostor"} signer
 */
export async function startResponder(folder, signer) {
  const child = spawn(
    "openssl",
    [
      "ocsp",
      "-port",
      "0",
      "-index",
      "index.txt",
      "-CA",
      "issuer.pem",
      "-ndays",
      "1",
      "-rsigner",
      `${signer}.pem`,
      "-rkey",
      `${signer}.key`,
      "-ignore_err",
    ],
    { cwd: folder, env: environment(folder) },
  );
  const port = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`openssl ocsp ended with ${code}`)));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        const [, found] = /^ACCEPT .*:(\d+)/.exec(line) ?? [];
        if (found) {
          resolve(Number(found));
        }
      });
    }
  });
  const recorder = await startRecorder((incoming, body, outgoing) => {
    const { "content-type": type = "" } = incoming.headers;
    const forwarded = request(
      {
        host: "127.0.0.1",
        port,
        method: incoming.method,
        path: incoming.url,
        agent: false,
        headers: { "Content-Length": body.length, ...(type && { "Content-Type": type }) },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, { "Content-Type": answer.headers["content-type"] ?? "" });
        answer.pipe(outgoing);
      },
    );
    forwarded.on("error", (error) => outgoing.writeHead(502).end(String(error)));
    forwarded.end(body);
  });
  return {
    ...recorder,
    close() {
      recorder.close();
      child.removeAllListeners("exit");
      child.kill();
    },
  };
}

/**
 * A root, an issuer below it, and of that issuer: a delegate, good.pem and revoked.pem; impostor.pem has its name.
 *
 * @param {string} folder
 * @param {import("./openssl.js").KeyName} issuerKey
 * @param {import("./openssl.js").KeyName} delegateKey also of the impostor
 */
export async function makePKI(folder, issuerKey, delegateKey) {
  const openssl = (...args) => run("openssl", args, { cwd: folder, env: environment(folder) });
  writeFileSync(
    join(folder, "ca.cnf"),
    "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign, digitalSignature\n",
  );
  writeFileSync(join(folder, "delegate.cnf"), "extendedKeyUsage = OCSPSigning\nnoCheck = ignored\n");
  writeFileSync(join(folder, "leaf.cnf"), "basicConstraints = CA:FALSE\n");
  /**
   * @param {string} name
   * @param {import("./openssl.js").KeyName} key
   * @param {string} by
   * @param {string} extensions
   * @param {string} serial
   */
  const make = async (name, key, by, extensions, serial, subject = name) => {
    writeFileSync(join(folder, `${name}.key`), readFileSync(privateKeyFile(key)));
    await openssl("req", "-new", "-key", `${name}.key`, "-subj", `/O=Tests/CN=${subject}`, "-out", `${name}.csr`);
    const signing = by === name ? ["-signkey", `${name}.key`] : ["-CA", `${by}.pem`, "-CAkey", `${by}.key`];
    await openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      ...signing,
      "-set_serial",
      serial,
      "-days",
      "2",
      "-extfile",
      `${extensions}.cnf`,
      "-out",
      `${name}.pem`,
    );
  };
  await make("root", "p-384", "root", "ca", "1");
  await make("issuer", issuerKey, "root", "ca", "2");
  await make("delegate", delegateKey, "issuer", "delegate", "0x1000");
  await make("good", "p-256-other", "issuer", "leaf", "0x1001");
  await make("revoked", "p-256-other", "issuer", "leaf", "0x1002");
  await make("impostor", delegateKey, "impostor", "ca", "2", "issuer");
  writeFileSync(
    join(folder, "index.txt"),
    "V\t491231235959Z\t\t1001\tunknown\t/CN=good\n" +
      "R\t491231235959Z\t240101000000Z,keyCompromise\t1002\tunknown\t/CN=revoked\n",
  );
}
