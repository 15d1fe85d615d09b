// Random requests that we build.

import { OCSPRequestBuilder } from "../../bindings/index.js";
import { bytes } from "./interop.js";
import { certificateInput, rollEntryExtensions, rollMessageExtensions, rollSubject } from "./random-parts.js";

/** @typedef {import("./random-parts.js").Given} Given */

/** One entry: a function that adds it to a builder, and what it is to be. @param {Given} given */
function rollEntry(given) {
  const extensions = rollEntryExtensions(given);
  const options = extensions.made.length > 0 || given.random.chance(0.5) ? { extensions: extensions.made } : undefined;
  const { input, wanted } = rollSubject(given);
  return {
    add: (builder) =>
      "certID" in input
        ? builder.addCertificateByHash(input.certID, options)
        : builder.addCertificate(input.certificate, input.issuer, input.hashAlgorithm, options),
    wanted: { certID: wanted, extensions: extensions.wanted },
  };
}

/** Steps that make a request but for who asks, and what it is to be. @param {Given} given */
export function rollRequestParts(given) {
  const { random } = given;
  const entries = Array.from({ length: random.chance(0.6) ? 1 : random.integer(2, 12) }, () => rollEntry(given));
  const extensions = rollMessageExtensions(given);
  return {
    steps: [(builder) => entries.reduce((so, { add }) => add(so), builder), extensions.add],
    wanted: { entries: entries.map(({ wanted }) => wanted), extensions: extensions.wanted },
  };
}

/** Says who asks. @param {Given} given @param {{ subject: string, certificate: string }} requestor */
export const requestorStep =
  ({ random }, { subject, certificate }) =>
  (builder) =>
    builder.requestorName(random.chance(0.5) ? { der: bytes(subject) } : certificateInput(random, certificate));

/** The builder after all steps, in any order. @param {Given} given @param {any[]} steps @param {any} [builder] */
export const inAnyOrder = ({ random }, steps, builder = new OCSPRequestBuilder()) =>
  random.sample(steps, steps.length).reduce((so, step) => step(so), builder);
