/**
 * Signs an answer with a key that never leaves a KMS, an HSM or any other service:
 *
 *     node sign-with-kms.js https://kms.example/sign ca.pem responder.pem certificate.pem answer.der
 *
 * The answer says that the certificate is good, for a day. responder.pem is the certificate of the service's key, an
 * ECDSA key on P-256, issued by the CA with id-kp-OCSPSigning.
 *
 * The service of this recipe takes and returns JSON: `{ "digest": base64 of the SHA-256 hash }` and
 * `{ "signature": base64 }`. Replace it with a call of your vendor's SDK. Whatever it is, two things count:
 *
 *  - `algorithm` is one of the library's names, and says what the service does;
 *  - the signature is encoded as in X.509: for ECDSA, the DER of r and s. If a service returns r and s concatenated,
 *    encode them.
 *
 * signAsync verifies the signature with responder.pem before it gives you a response; if it does not verify, or the
 * service fails, the error is ERR_SIGNER, with the service's own error as its cause.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { OCSPResponseBuilder } from "bearocsp";

const [, , url, caFile, responderFile, certificateFile, answerFile] = process.argv;
if (answerFile === undefined) {
  console.error("usage: node sign-with-kms.js URL ca.pem responder.pem certificate.pem answer.der");
  process.exit(3);
}
const [issuer, responder, certificate] = [caFile, responderFile, certificateFile].map((file) =>
  readFileSync(file, "utf8"),
);

/** @type {import("bearocsp").ExternalSigner} */
const kms = {
  algorithm: "ECDSA-SHA256",
  async sign(tbs) {
    const digest = createHash("sha256").update(tbs).digest("base64");
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ digest }),
      signal: AbortSignal.timeout(15_000),
    });
    if (!answer.ok) {
      throw new Error(`the service answered with HTTP status ${answer.status}`);
    }
    const { signature } = await answer.json();
    return Buffer.from(signature, "base64");
  },
};

const now = new Date();
try {
  const response = await new OCSPResponseBuilder()
    .addResponse({
      certificate,
      issuer,
      certificateStatus: "good",
      thisUpdate: now,
      nextUpdate: new Date(now.getTime() + 24 * 3600 * 1000),
    })
    .responderId("hash", responder)
    .certificates([responder])
    .signAsync(kms);
  writeFileSync(answerFile, response.toDER());
  console.log(`${response.signatureAlgorithm.name}, good until ${response.nextUpdate?.toISOString()}`);
} catch (error) {
  console.error(`${error.code}: ${error.message}${error.cause ? ` (${error.cause.message})` : ""}`);
  process.exitCode = 1;
}
