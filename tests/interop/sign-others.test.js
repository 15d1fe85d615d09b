// Responses, requests and certificates that others sign, with every algorithm and kind of key: for the certificate of
// the one that signed, of another with a key of its kind, and of another kind, we say of the signature what OpenSSL
// says.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { Certificate, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { bytes, cases, peers } from "../support/interop.js";
import { Random } from "../support/random.js";
import { ALGORITHMS, KINDS } from "../support/signers.js";

/** Two keys of each kind are made here: those that take seconds sign in the other tests. */
const SLOW = ["RSA-4096", "DSA-3072/256"];
const HERE = KINDS.filter((kind) => !SLOW.includes(kind));

/**
 * RFC 4055 1.2: a key that says what it is for is good for nothing else. That can be refused as such, not only found
 * false.
 */
const isForPSS = (kind) => kind.startsWith("RSA-PSS");
const algorithmsOf = (kind) => (isForPSS(kind) ? ALGORITHMS["RSA-2048"] : ALGORITHMS[kind]);

function orRefused(kind, check) {
  try {
    return check();
  } catch (error) {
    if (isForPSS(kind) && error.code === "ERR_UNSUPPORTED_ALGORITHM") {
      return false;
    }
    throw error;
  }
}

/**
 * Each certificate is taken or not as the peer takes it.
 * @param {string} what
 * @param {{ der: string, verdicts: { certificate: string, isAccepted: boolean }[] }} told
 * @param {(signed: Uint8Array, certificate: Uint8Array) => boolean} check
 */
function agrees(what, { der, verdicts }, check) {
  for (const [i, { certificate, isAccepted }] of verdicts.entries()) {
    assert.equal(check(bytes(der), bytes(certificate)), isAccepted, `${what} ${der}, certificate ${i}: ${certificate}`);
  }
}

const isResponseSignedBy = (der, signer) => OCSPResponse.fromDER(der).isSignedBy(signer);
const isRequestSignedBy = (der, signer) => OCSPRequest.fromDER(der).isSignedBy(signer);
const isIssuedBy = (der, issuer) => Certificate.fromDER(der).isIssuedBy(issuer);

async function accepts(kind, algorithm, seed) {
  const other = new Random(seed).pick(HERE.filter((candidate) => candidate !== kind));
  const asked = { kind, algorithm, other, seed };
  const byCryptography = !isForPSS(kind) && !algorithm.startsWith("RSA-PSS");
  const told = {
    "response by asn1crypto": [await peers.signed_response({ maker: "asn1crypto", ...asked }), isResponseSignedBy],
    ...(byCryptography && {
      "response by cryptography": [
        await peers.signed_response({ maker: "cryptography", ...asked }),
        isResponseSignedBy,
      ],
    }),
    "request by asn1crypto": [await peers.signed_request(asked), isRequestSignedBy],
    "certificate by cryptography": [await peers.issued_certificate_of(asked), isIssuedBy],
  };
  for (const [what, [message, check]] of Object.entries(told)) {
    agrees(what, message, (der, certificate) => orRefused(kind, () => check(der, certificate)));
    // An algorithm that the key is for is taken: otherwise nothing would be shown.
    if (!isForPSS(kind)) {
      assert.deepEqual(message.verdicts.map(({ isAccepted }) => isAccepted).slice(0, 1), [true], what);
    }
  }
}

for (const kind of HERE) {
  describe(`signed with ${kind} by others`, { concurrency: 4 }, () => {
    for (const algorithm of algorithmsOf(kind)) {
      cases(`others, ${algorithm} by ${kind}`, 1, (seed) => accepts(kind, algorithm, seed));
    }
  });
}

cases("responses by openssl ocsp", 40, async (seed) => {
  const message = await peers.openssl_response({ seed });
  assert.equal(message.verdicts.filter(({ isAccepted }) => isAccepted).length, 1, "one of the signers signed");
  agrees("response by OpenSSL", message, isResponseSignedBy);
});

cases("requests by openssl ocsp", 40, async (seed) => {
  const message = await peers.openssl_request({ seed });
  assert.equal(message.verdicts.filter(({ isAccepted }) => isAccepted).length, 1, "one of the signers signed");
  agrees("request by OpenSSL", message, isRequestSignedBy);
});
