// Requests that we build: asn1crypto makes the same bytes, and Python's cryptography and `openssl ocsp -req_text` read the same values.

import assert from "node:assert/strict";
import {
  acceptableResponses, archiveCutoff, Certificate, certID, cRLReason, crlReferences, extendedRevoke, extension, invalidityDate, nonce,
  OCSPRequest, OCSPRequestBuilder, preferredSignatureAlgorithms, ReasonFlags, serviceLocator,
} from "../bindings/index.js";
import { assertSays, bytes, cases, hex, peers } from "./support/interop.js";
import { expectedRequestText, requestText } from "./support/openssl-text.js";
import { Random } from "./support/random.js";

const HASH_LENGTHS = { "SHA-1": 20, "SHA-224": 28, "SHA-256": 32, "SHA-384": 48, "SHA-512": 64 };
const HASH_ALGORITHMS = Object.keys(HASH_LENGTHS);
const SIGNATURE_ALGORITHMS = [
  ...["RSA", "RSA-PSS", "ECDSA", "DSA"].flatMap((kind) => HASH_ALGORITHMS.map((name) => `${kind}-${name.replace("-", "")}`)),
  "Ed25519", "Ed448",
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
    this.names = this.issued.then((issued) => new Map(issued.map(({ subject, subjectLine }) => [`bytes ${subject}`, subjectLine])));
  }
}
/** @type {Pool | undefined} */
let pool;

/** For each maker of extensions: what it is given. */
const GIVEN = {
  nonce: ({ random }) => [random.bytes(random.integer(1, 128))],
  acceptableResponses: ({ random, oid }) =>
    [Array.from({ length: random.integer(1, 4) }, () => random.chance(0.5) ? "1.3.6.1.5.5.7.48.1.1" : oid())],
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
  acceptableResponses, archiveCutoff, cRLReason, crlReferences, extendedRevoke, invalidityDate, nonce, preferredSignatureAlgorithms,
  serviceLocator,
};

function url(random) {
  const path = random.sample([..."azAZ09-._~%20+&=?"], random.integer(0, 16)).join("");
  return `http://host${random.integer(0, 99)}.example/${path}`;
}

/** A value as interop.py is given it. */
function wire(value) {
  if (value instanceof Uint8Array) return hex(value);
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value?.der) return hex(value.der);
  if (Array.isArray(value)) return value.map(wire);
  if (typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, wire(part)]));
  return value;
}

/** Extensions, each at most once: ours, and what they are to be. Their own `critical` is false unless given. */
function rollExtensions(given) {
  const { random } = given;
  const count = random.chance(0.4) ? 0 : random.integer(1, 5);
  return random.sample([...Object.keys(GIVEN), "extension"], count).map((maker) => {
    if (maker === "extension") {
      const [oid, value, critical] = [given.oid(), random.bytes(random.integer(0, 60)), random.pick([undefined, false, true])];
      return { made: extension(oid, value, { critical }), wanted: { maker, given: [oid, hex(value)], critical: critical === true } };
    }
    const args = GIVEN[maker](given);
    return { made: Reflect.apply(MAKERS[maker], null, args), wanted: { maker, given: wire(args), critical: false } };
  });
}

/** The same certificate in each way that the API takes one. */
const certificateInput = (random, der) => random.pick([
  () => bytes(der), () => bytes(der).buffer, () => Certificate.fromDER(bytes(der)), () => ({ raw: bytes(der) }),
  () => Certificate.fromDER(bytes(der)).toPEM(),
])();

/** One entry: a function that adds it to a builder, and what it is to be. */
function rollEntry(given) {
  const { random, issued, requests } = given;
  const extensions = rollExtensions(given).map(({ made, wanted }) => {
    if (random.chance(0.7)) return { made, wanted };
    return { made: extension(made.oid, made.value, { critical: true }), wanted: { ...wanted, critical: true } };
  });
  const options = extensions.length > 0 || random.chance(0.5) ? { extensions: extensions.map(({ made }) => made) } : undefined;
  const hashAlgorithm = random.pick(HASH_ALGORITHMS);
  const { certificate, issuer } = random.pick(issued);
  const byHash = {
    issuerNameHash: random.bytes(HASH_LENGTHS[hashAlgorithm]), issuerKeyHash: random.bytes(HASH_LENGTHS[hashAlgorithm]),
    serialNumber: random.bigint(random.integer(1, 20)),
  };
  /** @type {() => [any, any]} */
  const inputs = () => [certificateInput(random, certificate), certificateInput(random, issuer)];
  const [add, wantedCertID] = random.pick([
    () => [(builder) => builder.addCertificate(...inputs(), hashAlgorithm, options), { hashAlgorithm, certificate, issuer }],
    () => [(builder) => builder.addCertificate(...inputs(), undefined, options), { hashAlgorithm: "SHA-1", certificate, issuer }],
    () => [
      (builder) => builder.addCertificateByHash(certID(...inputs(), hashAlgorithm.toLowerCase().replace("-", "")), options),
      { hashAlgorithm, certificate, issuer },
    ],
    () => [
      (builder) => builder.addCertificateByHash({ hashAlgorithm, ...byHash }, options), { hashAlgorithm, ...wire(byHash) },
    ],
    () => {
      const { der, asn1crypto } = random.pick(requests);
      const n = random.integer(0, asn1crypto.requests.length - 1);
      const parsed = OCSPRequest.fromDER(bytes(der)).requests[n];
      const echoed = asn1crypto.requests[n].der.slice("bytes ".length);
      return [(builder) => builder.addCertificateByHash(parsed, options), { der: echoed }];
    },
  ])();
  return { add, wanted: { certID: wantedCertID, extensions: extensions.map(({ wanted }) => wanted) } };
}

function rollRequest(given) {
  const { random, issued } = given;
  const entries = Array.from({ length: random.chance(0.6) ? 1 : random.integer(2, 12) }, () => rollEntry(given));
  const extensions = rollExtensions(given).map(({ made, wanted }) => {
    const critical = random.pick([undefined, false, true]);
    const options = critical === undefined ? undefined : { critical };
    return { made, options, wanted: { ...wanted, critical: critical ?? wanted.critical } };
  });
  const requestor = random.chance(0.3) ? random.pick(issued) : null;
  const steps = random.sample([
    (builder) => entries.reduce((so, { add }) => add(so), builder),
    (builder) => extensions.reduce((so, { made, options }) => so.addExtension(made, options), builder),
    (builder) => requestor === null ? builder
      : builder.requestorName(random.chance(0.5) ? { der: bytes(requestor.subject) } : certificateInput(random, requestor.certificate)),
  ], 3);
  return {
    request: steps.reduce((builder, step) => step(builder), new OCSPRequestBuilder()).build(),
    wanted: {
      entries: entries.map(({ wanted }) => wanted), extensions: extensions.map(({ wanted }) => wanted),
      requestorName: requestor?.subject ?? null,
    },
  };
}

cases("requests we build", 300, async (seed) => {
  pool ??= new Pool();
  const random = new Random(seed);
  const isWide = random.chance(0.2);
  const wideOID = () => random.chance(0.5) ? random.uuidOID() : random.oid(2 ** 32 - 1);
  const oid = () => isWide ? wideOID() : random.oid(CRYPTOGRAPHY_ARCS);
  const { request, wanted } = rollRequest({ random, oid, issued: await pool.issued, requests: await pool.requests });
  const der = hex(request.toDER());
  const [made, read, text] = await Promise.all([
    peers.build_request({ wanted }), peers.read_request({ der, by_cryptography: !isWide }), requestText(request.toDER()),
  ]);
  assert.equal(der, made, "other bytes than asn1crypto makes of the same parts");
  assert.equal(read.encodedAnew, der, "not DER");
  assertSays(request, read.asn1crypto, "asn1crypto");
  assert.equal(!isWide && wanted.entries.length === 1, read.cryptography !== null, "cryptography reads requests of one entry");
  if (read.cryptography) assertSays(request, read.cryptography, "Python's cryptography");
  assert.equal(text, expectedRequestText(read.asn1crypto, await pool.names), "openssl ocsp -req_text");
});
