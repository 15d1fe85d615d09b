// The command line and the page look for the certificate in question and its issuer by the same rule: of the same
// certificates in the same order both take the same two, or both leave it open.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Certificate, certID, toHex } from "../../bindings/index.js";
import { pair, remarkOn } from "../../web/page/pairing.js";
import { CHAINS, makeChains } from "../support/chains.js";
import { bearocsp } from "../support/command-line.js";

const pems = makeChains();

/** @param {Certificate} certificate @returns {string} as the command line names it */
const titleOf = ({ subject, serialNumber }) => `${subject} (serial number ${serialNumber.toString(16)})`;

describe("the command line and the page agree", () => {
  for (const [about, given] of CHAINS) {
    test(`${about}: ${given}`, async () => {
      const input = String(given)
        .split(" ")
        .map((name) => pems[name]);
      const { status, stdout, stderr } = await bearocsp(["request", "-", "--json"], { input: input.join("") });
      const pairing = pair({ certificates: input.map((pem) => Certificate.fromPEM(pem)), requests: [], responses: [] });
      const { certificate, issuer, problem, candidates } = pairing;
      if (certificate !== null && issuer !== null) {
        const { serialNumber, issuerKeyHash } = JSON.parse(stdout).requests[0];
        assert.deepEqual(
          [status, serialNumber, issuerKeyHash],
          [0, certificate.serialNumber.toString(16), toHex(certID(certificate, issuer).issuerKeyHash)],
        );
        assert.equal(remarkOn(pairing).length > 0, stderr !== "", "both or neither has something to say");
        return;
      }
      const { message } = JSON.parse(stdout).error;
      assert.equal(status, 3);
      if (problem === "several-certificates") {
        assert.match(message, /: it is not clear which certificate is meant, .*: give only that one as <cert>$/);
      } else {
        assert.match(message, /: it does not hold the certificate of the CA that issued /);
      }
      for (const candidate of candidates) {
        assert.ok(message.includes(titleOf(candidate)), `${message}: ${titleOf(candidate)}`);
        assert.ok(remarkOn(pairing).includes(candidate));
      }
    });
  }
});
