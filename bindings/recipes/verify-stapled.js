/**
 * A TLS client that uses the connection only if the server has stapled an answer (RFC 6066 section 8) that says "good"
 * and can be relied on:
 *
 *     node verify-stapled.js www.example.org 443
 *     node verify-stapled.js localhost 8443 ca.pem      # a root of your own
 *
 * Order of events: "OCSPResponse" comes during the handshake, with the bytes, or with null if the server stapled
 * nothing. Then the chain is validated, and "secureConnect" follows. Only then is everything at hand that the decision
 * needs: the bytes, the certificate and its issuer, which is among the certificates that the server sent or this client
 * trusts. Nothing is written before.
 *
 * Without a staple, this client refuses. A certificate with the TLS feature extension (1.3.6.1.5.5.7.1.24, "must
 * staple", RFC 7633) must be refused; for others it is your policy whether to ask the responder yourself, as
 * check-from-a-script.js does, or to go on. Do not resume sessions here: a resumed session has neither certificates nor
 * a staple.
 *
 * Exit status: 0 good; 1 revoked, or unknown to the responder; 2 no staple, none to rely on, or no connection; 3
 * wrong usage.
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { connect, rootCertificates } from "node:tls";
import { Certificate, OCSPResponse } from "bearocsp";

/**
 * The issuer is the certificate whose key verifies the server's: Node's issuerCertificate only has the right name, and
 * may belong to anyone. The chain was validated, so a trusted CA signed the server's certificate, and no other key
 * verifies that signature. DSA is the exception: anyone can make a DSA key that does.
 * @param {import("node:tls").DetailedPeerCertificate} peer
 * @param {import("node:tls").ConnectionOptions["ca"] | readonly string[]} roots
 */
function issuerOf(peer, roots) {
  const certificate = Certificate.from(peer);
  const known = new Set([peer]);
  for (const { issuerCertificate } of known) {
    if (issuerCertificate) {
      known.add(issuerCertificate);
    }
  }
  const issuer = [...Array.from(known, Certificate.from), ...Certificate.allFromPEM([roots].flat().join("\n"))].find(
    (other) => other.publicKey.algorithm !== "DSA" && certificate.isIssuedBy(other),
  );
  if (issuer === undefined) {
    throw new Error("no known certificate issued the server's with a key other than a DSA key");
  }
  return issuer;
}

/**
 * Connects, and verifies the stapled answer.
 * @param {import("node:tls").ConnectionOptions} options
 * @returns {Promise<{ socket: import("node:tls").TLSSocket, entry: import("bearocsp").SingleResponse }>} a socket that
 *   is ready for use
 */
function connectVerified(options) {
  return new Promise((resolve, reject) => {
    /** @type {Buffer | null} */
    let staple = null;
    const socket = connect(/** @type {typeof options} */ ({ ...options, requestOCSP: true }));
    socket.setTimeout(15_000, () => socket.destroy(new Error("the server did not answer")));
    socket.on("error", reject);
    socket.on("OCSPResponse", (bytes) => {
      staple = bytes;
    });
    socket.on("secureConnect", () => {
      try {
        if (staple === null) {
          throw new Error("the server stapled no answer");
        }
        const certificate = socket.getPeerCertificate(true);
        const entry = OCSPResponse.fromDER(staple).assertGood({
          certificate,
          issuer: issuerOf(certificate, options.ca ?? rootCertificates),
        });
        resolve({ socket, entry });
      } catch (error) {
        socket.destroy();
        reject(error);
      }
    });
  });
}

const [, , host, port = "443", caFile] = process.argv;
if (host === undefined) {
  console.error("usage: node verify-stapled.js HOST [port] [ca.pem]");
  process.exit(3);
}
try {
  const { socket, entry } = await connectVerified({
    host,
    port: Number(port),
    servername: host,
    ...(caFile !== undefined && { ca: readFileSync(caFile) }),
  });
  console.log(`good until ${entry.nextUpdate?.toISOString() ?? "the next one"}`);
  // From here on, the connection is used.
  socket.end(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const answer = Buffer.concat(await socket.toArray()).toString("latin1");
  console.log(answer.split("\r\n", 1)[0]);
} catch (error) {
  console.error(error.message);
  process.exitCode = error.code === "ERR_CERT_REVOKED" || error.code === "ERR_CERT_UNKNOWN" ? 1 : 2;
}
