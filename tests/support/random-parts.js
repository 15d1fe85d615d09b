// Random parts of the messages that we build: for each what our API is given, and what interop.py is told to
// expect.

import {
  acceptableResponses,
  archiveCutoff,
  Certificate,
  certID,
  cRLReason,
  crlReferences,
  extendedRevoke,
  extension,
  invalidityDate,
  nonce,
  OCSPRequest,
  preferredSignatureAlgorithms,
  ReasonFlags,
  serviceLocator,
} from "../../bindings/index.js";
import { bytes, hex, peers } from "./interop.js";
import { Random } from "./random.js";

const HASH_LENGTHS = { "SHA-1": 20, "SHA-224": 28, "SHA-256": 32, "SHA-384": 48, "SHA-512": 64 };
export const HASH_ALGORITHMS = /** @type {(keyof typeof HASH_LENGTHS)[]} */ (Object.keys(HASH_LENGTHS));
const SIGNATURE_ALGORITHMS = [
  ...["RSA", "RSA-PSS", "ECDSA", "DSA"].flatMap((kind) =>
    HASH_ALGORITHMS.map((name) => `${kind}-${name.replace("-", "")}`),
  ),
  "Ed25519",
  "Ed448",
];

/** cryptography 38 reads OIDs with arcs below 2^28. */
const CRYPTOGRAPHY_ARCS = 2 ** 28 - 1;

/** Certificates with their issuers' and subjects, and CertIDs of every kind that others' requests have; made once. */
class Pool {
  constructor() {
    const random = new Random();
    const seeds = Array.from({ length: 24 }, () => random.uint32());
    this.issued = Promise.all(seeds.map((seed) => peers.issued_certificate({ seed })));
    this.requests = Promise.all(seeds.slice(0, 8).map((seed) => peers.random_request({ maker: "asn1crypto", seed })));
    this.names = this.issued.then(
      (issued) => new Map(issued.map(({ subject, subjectLine }) => [`bytes ${subject}`, subjectLine])),
    );
  }
}
/** @type {Pool | undefined} */
let pool;
export const names = () => (pool ??= new Pool()).names;

/** What a case is made from. isWide: with OIDs whose arcs not every reader has the width for. @param {number} seed */
export async function given(seed) {
  pool ??= new Pool();
  const random = new Random(seed);
  const isWide = random.chance(0.2);
  const wideOID = () => (random.chance(0.5) ? random.uuidOID() : random.oid(2 ** 32 - 1));
  const oid = () => (isWide ? wideOID() : random.oid(CRYPTOGRAPHY_ARCS));
  return { random, isWide, oid, issued: await pool.issued, requests: await pool.requests };
}
/** @typedef {Awaited<ReturnType<typeof given>>} Given */

/** For each maker of extensions: what it is given. */
const GIVEN = {
  nonce: ({ random }) => [random.bytes(random.integer(1, 128))],
  acceptableResponses: ({ random, oid }) => [
    Array.from({ length: random.integer(1, 4) }, () => (random.chance(0.5) ? "1.3.6.1.5.5.7.48.1.1" : oid())),
  ],
  preferredSignatureAlgorithms: ({ random }) => [random.sample(SIGNATURE_ALGORITHMS, random.integer(1, 22))],
  serviceLocator: ({ random, issued }) => {
    const name = { der: bytes(random.pick(issued).subject) };
    return random.chance(0.3) ? [name] : [name, Array.from({ length: random.integer(0, 3) }, () => url(random))];
  },
  archiveCutoff: ({ random }) => [random.date()],
  crlReferences: ({ random }) => {
    const parts = { url: url(random), number: random.bigint(random.integer(1, 20)), time: random.date() };
    return [Object.fromEntries(random.sample(Object.entries(parts), random.integer(1, 3)))];
  },
  extendedRevoke: () => [],
  cRLReason: ({ random }) => [random.pick(Object.values(ReasonFlags))],
  invalidityDate: ({ random }) => [random.date()],
};
const MAKERS = {
  acceptableResponses,
  archiveCutoff,
  cRLReason,
  crlReferences,
  extendedRevoke,
  invalidityDate,
  nonce,
  preferredSignatureAlgorithms,
  serviceLocator,
};

function url(random) {
  const path = random.sample([..."azAZ09-._~%20+&=?"], random.integer(0, 16)).join("");
  return `http://host${random.integer(0, 99)}.example/${path}`;
}

/** A value as interop.py is given it. */
export function wire(value) {
  if (value instanceof Uint8Array) {
    return hex(value);
  }
  if (typeof value === "bigint") {
    return String(value);
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (value?.der) {
    return hex(value.der);
  }
  if (Array.isArray(value)) {
    return value.map(wire);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, wire(part)]));
}

/**
 * Extensions, each at most once: ours, and what they are to be. Their own `critical` is false unless given.
 * @param {Given} given
 */
function rollExtensions(given) {
  const { random } = given;
  const count = random.chance(0.4) ? 0 : random.integer(1, 5);
  return random.sample([...Object.keys(GIVEN), "extension"], count).map((maker) => {
    if (maker === "extension") {
      const [oid, value, critical] = [
        given.oid(),
        random.bytes(random.integer(0, 60)),
        random.pick([undefined, false, true]),
      ];
      return {
        made: extension(oid, value, { critical }),
        wanted: { maker, given: [oid, hex(value)], critical: critical === true },
      };
    }
    const args = GIVEN[maker](given);
    return { made: Reflect.apply(MAKERS[maker], null, args), wanted: { maker, given: wire(args), critical: false } };
  });
}

/** Extensions of one entry. @param {Given} given */
export function rollEntryExtensions(given) {
  const rolled = rollExtensions(given).map(({ made, wanted }) => {
    if (given.random.chance(0.7)) {
      return { made, wanted };
    }
    return { made: extension(made.oid, made.value, { critical: true }), wanted: { ...wanted, critical: true } };
  });
  return { made: rolled.map(({ made }) => made), wanted: rolled.map(({ wanted }) => wanted) };
}

/** Extensions of the whole message; add: gives them to a builder. @param {Given} given */
export function rollMessageExtensions(given) {
  const rolled = rollExtensions(given).map(({ made, wanted }) => {
    const critical = given.random.pick([undefined, false, true]);
    const options = critical === undefined ? undefined : { critical };
    return { made, options, wanted: { ...wanted, critical: critical ?? wanted.critical } };
  });
  return {
    add: (builder) => rolled.reduce((so, { made, options }) => so.addExtension(made, options), builder),
    wanted: rolled.map(({ wanted }) => wanted),
  };
}

/**
 * The same certificate in each way that the API takes one.
 * @param {Random} random
 * @param {string} der in hexadecimal
 */
export const certificateInput = (random, der) =>
  random.pick([
    () => bytes(der),
    () => bytes(der).buffer,
    () => Certificate.fromDER(bytes(der)),
    () => ({ raw: bytes(der) }),
    () => Certificate.fromDER(bytes(der)).toPEM(),
  ])();

/**
 * Whom an entry is about: certificate, issuer and hash algorithm, or a CertID.
 * @param {Given} given
 * @returns {{ input: any, wanted: object }}
 */
export function rollSubject({ random, issued, requests }) {
  const hashAlgorithm = random.pick(HASH_ALGORITHMS);
  const subject = random.pick(issued);
  const { certificate, issuer } = subject;
  const inputs = () => ({
    certificate: certificateInput(random, certificate),
    issuer: certificateInput(random, issuer),
  });
  const byHash = {
    issuerNameHash: random.bytes(HASH_LENGTHS[hashAlgorithm]),
    issuerKeyHash: random.bytes(HASH_LENGTHS[hashAlgorithm]),
    serialNumber: random.bigint(random.integer(1, 20)),
  };
  return random.pick([
    () => ({ input: { ...inputs(), hashAlgorithm }, wanted: { hashAlgorithm, certificate, issuer } }),
    () => ({ input: inputs(), wanted: { hashAlgorithm: "SHA-1", certificate, issuer } }),
    () => {
      const given = inputs();
      const alias = /** @type {any} */ (hashAlgorithm.toLowerCase().replace("-", ""));
      return {
        input: { certID: certID(given.certificate, given.issuer, alias) },
        wanted: { hashAlgorithm, certificate, issuer },
      };
    },
    () => ({ input: { certID: { hashAlgorithm, ...byHash } }, wanted: { hashAlgorithm, ...wire(byHash) } }),
    () => {
      const { der, asn1crypto } = random.pick(requests);
      const n = random.integer(0, asn1crypto.requests.length - 1);
      const echoed = asn1crypto.requests[n].der.slice("bytes ".length);
      return { input: { certID: OCSPRequest.fromDER(bytes(der)).requests[n] }, wanted: { der: echoed } };
    },
  ])();
}
