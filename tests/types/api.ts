// Every name of the public API of this version, used with the types that it has; compiled by types.test.js, never run.

import type * as bearocsp from "bearocsp";
import {
  type AlgorithmIdentifier,
  acceptableResponses,
  archiveCutoff,
  type Bytes,
  type CertID,
  type CertIDInput,
  Certificate,
  type CertificateInput,
  type CertificateSearch,
  CHECK_TITLES,
  type Check,
  type CheckName,
  type CheckOptions,
  type CryptoKeyLike,
  certID,
  cRLReason,
  crlReferences,
  DEFAULTS,
  type DERKind,
  type DERNode,
  type Dissection,
  type DistributionPoint,
  dissect,
  type Extension,
  type Extensions,
  type ExternalSigner,
  extendedRevoke,
  extension,
  findCertificate,
  findIssuer,
  fromBase64,
  HASH_ALGORITHMS,
  type HashAlgorithm,
  type HashAlgorithmInput,
  INVISIBLE,
  type IssuerSearch,
  invalidityDate,
  type KnownExtensions,
  LIMITS,
  Name,
  nonce,
  OCSPCertStatus,
  type OCSPError,
  type OCSPErrorCode,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponderEncoding,
  OCSPResponse,
  OCSPResponseBuilder,
  OCSPResponseStatus,
  type OCSPVerificationError,
  oidName,
  PrivateKey,
  type PrivateKeyInput,
  type PublicKeyInfo,
  preferredSignatureAlgorithms,
  ReasonFlags,
  type Recognized,
  ready,
  recognize,
  recognizeSteps,
  type SearchOptions,
  type SignatureAlgorithmName,
  type SignOptions,
  type SingleRequest,
  type SingleResponse,
  type SingleResponseByHash,
  type SingleResponseForCertificate,
  type SingleResponseInit,
  serviceLocator,
  spelledOut,
  toBase64,
  toHex,
  toPEM,
  type VerificationReport,
  type VerifyOptions,
} from "bearocsp";
import { exact, none, type Optional, type Writable } from "./exact.js";

let nothing: never;
declare const der: Uint8Array;
declare const text: string;

// The comparison itself: it tells apart what assignment would let pass.
// @ts-expect-error: any is not bytes
exact<Uint8Array>()(none<any>());
// @ts-expect-error: may be null
exact<Date>()(none<Date | null>());
// @ts-expect-error: is never null
exact<Date | null>()(none<Date>());
// @ts-expect-error: can be written
nothing = none<Writable<{ readonly a: string; b: string }>>();
exact<Uint8Array>()(none<Uint8Array<ArrayBuffer>>());

// ---------------------------------------------------------------------------------------------------- plain types

type Digits = "1" | "224" | "256" | "384" | "512";
declare const bytes: Bytes, hash: HashAlgorithm, hashInput: HashAlgorithmInput, signatureName: SignatureAlgorithmName;
exact<Uint8Array | ArrayBuffer | ArrayBufferView>()(bytes);
exact<`SHA-${Digits}`>()(hash);
exact<`SHA-${Digits}` | `sha-${Digits}` | `SHA${Digits}` | `sha${Digits}`>()(hashInput);
type PostQuantum = `ML-DSA-${44 | 65 | 87}` | `SLH-DSA-${"SHA2" | "SHAKE"}-${128 | 192 | 256}${"s" | "f"}`;
type SHA3 = `${"RSA" | "ECDSA"}-SHA3-${224 | 256 | 384 | 512}`;
exact<`${"RSA" | "RSA-PSS" | "ECDSA" | "DSA"}-SHA${Digits}` | "Ed25519" | "Ed448" | PostQuantum | SHA3>()(
  signatureName,
);

// What may be given as a certificate; in node.ts also node:crypto's X509Certificate.
declare const raw: { readonly raw: Uint8Array },
  certificate: Certificate,
  view: DataView,
  shorts: Uint16Array,
  buffer: ArrayBuffer;
const certificateInputs: readonly CertificateInput[] = [certificate, text, der, buffer, view, shorts, raw];
// @ts-expect-error: not a certificate
const noCertificate: CertificateInput = 42;
// @ts-expect-error: DER as text is none of them
const derAsText: CertificateInput = { raw: "MII=" };

exact<Promise<void>>()(ready());
declare const module: object;
exact<Promise<void>>()(ready(module));
// @ts-expect-error: not a module
void ready("ocsp.wasm");

// ---------------------------------------------------------------------------------------------------- enumerations

exact<{
  readonly SUCCESSFUL: "successful";
  readonly MALFORMED_REQUEST: "malformedRequest";
  readonly INTERNAL_ERROR: "internalError";
  readonly TRY_LATER: "tryLater";
  readonly SIG_REQUIRED: "sigRequired";
  readonly UNAUTHORIZED: "unauthorized";
}>()(OCSPResponseStatus);
exact<{ readonly GOOD: "good"; readonly REVOKED: "revoked"; readonly UNKNOWN: "unknown" }>()(OCSPCertStatus);
exact<{ readonly HASH: "hash"; readonly NAME: "name" }>()(OCSPResponderEncoding);
exact<{
  readonly UNSPECIFIED: "unspecified";
  readonly KEY_COMPROMISE: "keyCompromise";
  readonly CA_COMPROMISE: "cACompromise";
  readonly AFFILIATION_CHANGED: "affiliationChanged";
  readonly SUPERSEDED: "superseded";
  readonly CESSATION_OF_OPERATION: "cessationOfOperation";
  readonly CERTIFICATE_HOLD: "certificateHold";
  readonly REMOVE_FROM_CRL: "removeFromCRL";
  readonly PRIVILEGE_WITHDRAWN: "privilegeWithdrawn";
  readonly AA_COMPROMISE: "aACompromise";
}>()(ReasonFlags);

// The names are types too: of the values, so that a literal works wherever a member does.
type ResponseStatus = "successful" | "malformedRequest" | "internalError" | "tryLater" | "sigRequired" | "unauthorized";
type CertStatus = "good" | "revoked" | "unknown";
type Reason =
  | "unspecified"
  | "keyCompromise"
  | "cACompromise"
  | "affiliationChanged"
  | "superseded"
  | "cessationOfOperation"
  | "certificateHold"
  | "removeFromCRL"
  | "privilegeWithdrawn"
  | "aACompromise";
declare const responseStatus: OCSPResponseStatus,
  certStatus: OCSPCertStatus,
  encoding: OCSPResponderEncoding,
  reason: ReasonFlags;
exact<ResponseStatus>()(responseStatus);
exact<CertStatus>()(certStatus);
exact<"hash" | "name">()(encoding);
exact<Reason>()(reason);
const literal: ReasonFlags = "keyCompromise",
  member: ReasonFlags = ReasonFlags.KEY_COMPROMISE;
// @ts-expect-error: Python's spelling is not the identifier
const otherSpelling: ReasonFlags = "key_compromise";
// @ts-expect-error: no such status
const otherStatus: OCSPCertStatus = "expired";
// @ts-expect-error: frozen
OCSPCertStatus.GOOD = "good";

// ---------------------------------------------------------------------------------------------------- errors

declare const error: OCSPError;
const asError: Error = error;
declare const code: OCSPErrorCode;
exact<OCSPErrorCode>()(error.code);
exact<number | undefined>()(error.offset);
exact<string | undefined>()(error.path);
nothing = none<Writable<Pick<OCSPError, "code" | "offset" | "path">>>();
const codeAsText: string = code;
const codes: readonly OCSPErrorCode[] = [
  "ERR_INVALID_ARGUMENT",
  "ERR_ALREADY_SET",
  "ERR_INCOMPLETE",
  "ERR_DER_TRUNCATED",
  "ERR_DER_TAG",
  "ERR_DER_LENGTH",
  "ERR_DER_INTEGER",
  "ERR_DER_TIME",
  "ERR_DER_TRAILING",
  "ERR_PEM",
  "ERR_INPUT_TOO_LARGE",
  "ERR_OCSP_VERSION",
  "ERR_OCSP_RESPONSE_STATUS",
  "ERR_OCSP_RESPONSE_TYPE",
  "ERR_DUPLICATE_EXTENSION",
  "ERR_OCSP_UNSUCCESSFUL",
  "ERR_NOT_SINGLE",
  "ERR_UNSUPPORTED_ALGORITHM",
  "ERR_UNSUPPORTED_KEY",
  "ERR_KEY_ENCRYPTED",
  "ERR_KEY_MISMATCH",
  "ERR_SIGNER",
  "ERR_NOT_RELIABLE",
  "ERR_CERT_REVOKED",
  "ERR_CERT_UNKNOWN",
];
// @ts-expect-error: no such code
const noCode: OCSPErrorCode = "ERR_OTHER";
// @ts-expect-error: readonly
error.code = "ERR_PEM";

// ---------------------------------------------------------------------------------------------------- X.509 pieces

declare const name: Name;
exact<Uint8Array>()(name.der);
const [attribute] = name.attributes;
exact<string | undefined>()(attribute?.oid);
exact<string | undefined>()(attribute?.type);
exact<string | undefined>()(attribute?.value);
nothing = none<Writable<Name["attributes"][number]>>();
// @ts-expect-error: a list that is not to be changed
name.attributes.pop();
exact<boolean>()(name.equals(name));
exact<boolean>()(name.equals({ der }));
exact<string>()(name.toString());
nothing = none<Writable<Name>>();
// @ts-expect-error: missing argument
name.equals();
// @ts-expect-error: names are not made
new Name(der);

declare const algorithm: AlgorithmIdentifier;
exact<string>()(algorithm.oid);
exact<string | null>()(algorithm.name);
exact<Uint8Array | null>()(algorithm.parameters);
nothing = none<Writable<AlgorithmIdentifier>>();

declare const publicKey: PublicKeyInfo;
exact<"RSA" | "EC" | "Ed25519" | "Ed448" | "DSA" | PostQuantum | null>()(publicKey.algorithm);
exact<string>()(publicKey.oid);
exact<"P-256" | "P-384" | "P-521" | "secp256k1" | "brainpoolP256r1" | "brainpoolP384r1" | "brainpoolP512r1" | null>()(
  publicKey.curve,
);
exact<number | null>()(publicKey.bits);
exact<Uint8Array>()(publicKey.spki);
nothing = none<Writable<PublicKeyInfo>>();

exact<Certificate>()(Certificate.fromDER(bytes));
exact<Certificate>()(Certificate.fromPEM(text));
exact<Certificate[]>()(Certificate.allFromPEM(text));
exact<Certificate>()(Certificate.from(certificateInputs[0]!));
exact<number>()(certificate.version);
exact<bigint>()(certificate.serialNumber);
exact<Name>()(certificate.issuer);
exact<Name>()(certificate.subject);
exact<Date>()(certificate.notBefore);
exact<Date>()(certificate.notAfter);
exact<AlgorithmIdentifier>()(certificate.signatureAlgorithm);
exact<PublicKeyInfo>()(certificate.publicKey);
exact<Extensions>()(certificate.extensions);
exact<boolean>()(certificate.isCA);
exact<readonly string[] | null>()(certificate.extendedKeyUsage);
exact<readonly string[]>()(certificate.ocspUrls);
exact<readonly string[]>()(certificate.caIssuersUrls);
exact<boolean>()(certificate.ocspNoCheck);
exact<readonly string[]>()(certificate.crlUrls);
exact<readonly DistributionPoint[]>()(certificate.distributionPoints);
declare const point: DistributionPoint;
exact<readonly string[]>()(point.urls);
exact<readonly Reason[] | null>()(point.reasons);
exact<readonly Name[]>()(point.cRLIssuer);
nothing = none<Writable<DistributionPoint>>();
exact<boolean>()(certificate.noRevocationAvailable);
exact<boolean>()(certificate.mustStaple);
exact<Uint8Array>()(certificate.fingerprint());
exact<Uint8Array>()(certificate.fingerprint(hashInput));
// @ts-expect-error: no such hash
certificate.fingerprint("MD5");
exact<boolean>()(certificate.isIssuedBy(certificateInputs[0]!));
exact<Uint8Array>()(certificate.toDER());
exact<string>()(certificate.toPEM());
const certificateJSON: object = certificate.toJSON();
nothing = none<Writable<Certificate>>();
// @ts-expect-error: PEM is text
Certificate.fromPEM(der);
// @ts-expect-error: DER is bytes
Certificate.fromDER(text);
// @ts-expect-error: certificates are read, not made
new Certificate(der);
// @ts-expect-error: missing argument
certificate.isIssuedBy();
// @ts-expect-error: a certificate, not its key
certificate.isIssuedBy(publicKey);
// @ts-expect-error: readonly
certificate.serialNumber = 1n;
// @ts-expect-error: a list that is not to be changed
certificate.ocspUrls.push("http://example.com");

// ---------------------------------------------------------------------------------------------------- keys and signers

// In node.ts also a KeyObject of node:crypto, and its CryptoKey.
declare const privateKey: PrivateKey, keyObject: { readonly type: string; export(options?: object): string };
const privateKeyInputs: readonly PrivateKeyInput[] = [privateKey, text, der, buffer, view, keyObject];
exact<PrivateKey>()(PrivateKey.from(privateKeyInputs[0]!));
exact<PublicKeyInfo>()(privateKey.publicKey);
const privateKeyJSON: object = privateKey.toJSON();
nothing = none<Writable<PrivateKey>>();
// @ts-expect-error: not a key
const noKey: PrivateKeyInput = 42;
// @ts-expect-error: a certificate has no private key
PrivateKey.from(certificate);
// @ts-expect-error: keys are read, not made
new PrivateKey(der);
// @ts-expect-error: readonly
privateKey.publicKey = publicKey;

declare const cryptoKey: CryptoKeyLike, external: ExternalSigner, signOptions: SignOptions;
exact<string>()(cryptoKey.type);
exact<string>()(cryptoKey.algorithm.name);
exact<readonly string[]>()(cryptoKey.usages);
nothing = none<Writable<CryptoKeyLike> | Writable<CryptoKeyLike["algorithm"]>>();
exact<SignatureAlgorithmName>()(external.algorithm);
exact<Uint8Array | Promise<Uint8Array>>()(external.sign(der));
nothing = none<Writable<ExternalSigner>>();
const signers: readonly ExternalSigner[] = [
  { algorithm: "RSA-PSS-SHA256", sign: (tbs) => tbs.slice() },
  {
    algorithm: "Ed25519",
    async sign(tbs) {
      return tbs;
    },
  },
  new (class {
    readonly algorithm = "ECDSA-SHA384";
    sign(tbs: Uint8Array) {
      return Promise.resolve(tbs);
    }
  })(),
];
exact<"pkcs1" | "pss" | undefined>()(signOptions.rsaPadding);
exact<"rsaPadding">()(none<Optional<SignOptions>>());
// @ts-expect-error: MD5 signs nothing
const md5: ExternalSigner = { algorithm: "RSA-MD5", sign: (tbs) => tbs };
// @ts-expect-error: bytes, not their text
const textSigner: ExternalSigner = { algorithm: "Ed25519", sign: () => "MII=" };
// @ts-expect-error: which algorithm must be known beforehand
const anySigner: ExternalSigner = { sign: (tbs: Uint8Array) => tbs };
// @ts-expect-error: no such padding
const oaep: SignOptions = { rsaPadding: "oaep" };

// ---------------------------------------------------------------------------------------------------- extensions

declare const extensions: Extensions, dates: Extension<Date>, unknown: Extension;
exact<number>()(extensions.length);
exact<boolean>()(extensions.has("nonce"));
exact<Extension | undefined>()(extensions.get("1.2.3.4"));
exact<Extension | undefined>()(extensions.get(text));
for (const each of extensions) {
  exact<Extension>()(each);
}
const iterable: Iterable<Extension> = extensions;
nothing = none<Writable<Extensions>>();
// @ts-expect-error: missing argument
extensions.get();
// @ts-expect-error: not an index
extensions[0];

exact<string>()(dates.oid);
exact<string | null>()(dates.name);
exact<boolean>()(dates.critical);
exact<Uint8Array>()(dates.value);
exact<Date | undefined>()(dates.decoded);
exact<unknown>()(unknown.decoded);
nothing = none<Writable<Extension>>();
exact<"decoded">()(none<Optional<Extension<Date>>>());
// @ts-expect-error: readonly
dates.critical = true;

interface SignedCertificateTimestamp {
  readonly version: number;
  readonly logId: Uint8Array;
  readonly timestamp: Date;
  readonly extensions: Uint8Array;
  readonly signature: Uint8Array;
}
exact<Extension<Uint8Array> | undefined>()(extensions.get("nonce"));
exact<Uint8Array | undefined>()(extensions.get("nonce")?.decoded);
exact<readonly string[] | undefined>()(extensions.get("acceptableResponses")?.decoded);
exact<readonly (SignatureAlgorithmName | string)[] | undefined>()(
  extensions.get("preferredSignatureAlgorithms")?.decoded,
);
exact<{ readonly issuer: Name; readonly ocspUrls: readonly string[] } | undefined>()(
  extensions.get("serviceLocator")?.decoded,
);
exact<Date | undefined>()(extensions.get("archiveCutoff")?.decoded);
exact<{ readonly url: string | null; readonly number: bigint | null; readonly time: Date | null } | undefined>()(
  extensions.get("crlReferences")?.decoded,
);
exact<true | undefined>()(extensions.get("extendedRevoke")?.decoded);
exact<Reason | undefined>()(extensions.get("cRLReason")?.decoded);
exact<Date | undefined>()(extensions.get("invalidityDate")?.decoded);
exact<readonly Name[] | undefined>()(extensions.get("certificateIssuer")?.decoded);
const timestamps: readonly SignedCertificateTimestamp[] | undefined =
  extensions.get("signedCertificateTimestamps")?.decoded;
nothing = none<Writable<NonNullable<typeof timestamps>[number]>>();
nothing = none<Writable<KnownExtensions["signedCertificateTimestamps"][number]>>();
nothing =
  none<
    Exclude<
      | "nonce"
      | "acceptableResponses"
      | "preferredSignatureAlgorithms"
      | "serviceLocator"
      | "archiveCutoff"
      | "crlReferences"
      | "extendedRevoke"
      | "cRLReason"
      | "invalidityDate"
      | "certificateIssuer"
      | "signedCertificateTimestamps",
      keyof KnownExtensions
    >
  >();

exact<Extension>()(extension("1.2.3.4", bytes));
exact<Extension>()(extension("1.2.3.4", bytes, { critical: true }));
const made: readonly Extension[] = [
  extension("1.2.3.4", bytes, { critical: undefined }),
  nonce(),
  nonce(bytes),
  acceptableResponses(["1.3.6.1.5.5.7.48.1.1"]),
  preferredSignatureAlgorithms(["ECDSA-SHA256", "Ed25519"]),
  serviceLocator(name),
  serviceLocator({ der }, ["http://example.com"] as const),
  archiveCutoff(new Date()),
  crlReferences({ url: "http://example.com/crl", number: 1n, time: new Date() }),
  crlReferences({ url: undefined, number: undefined, time: undefined }),
  crlReferences({}),
  extendedRevoke(),
  cRLReason("superseded"),
  invalidityDate(new Date()),
];
// @ts-expect-error: missing argument
extension("1.2.3.4");
// @ts-expect-error: options by name
extension("1.2.3.4", der, true);
// @ts-expect-error: bytes
nonce("0123");
// @ts-expect-error: more than a nonce takes
nonce(der, 16);
// @ts-expect-error: an array
acceptableResponses("1.3.6.1.5.5.7.48.1.1");
// @ts-expect-error: OpenSSL's spelling is not the name
preferredSignatureAlgorithms(["ecdsa-with-SHA256"]);
// @ts-expect-error: a name, not its text
serviceLocator("CN=Example CA");
// @ts-expect-error: a Date
archiveCutoff(0);
// @ts-expect-error: a bigint
crlReferences({ number: 1 });
// @ts-expect-error: no such reason
cRLReason("lost");
// @ts-expect-error: missing argument
invalidityDate();

// ---------------------------------------------------------------------------------------------------- CertID

declare const certId: CertID;
exact<HashAlgorithm | null>()(certId.hashAlgorithm);
exact<string>()(certId.hashAlgorithmOid);
exact<Uint8Array>()(certId.issuerNameHash);
exact<Uint8Array>()(certId.issuerKeyHash);
exact<bigint>()(certId.serialNumber);
exact<Uint8Array>()(certId.der);
nothing = none<Writable<CertID>>();
exact<CertID>()(certID(certificate, text));
exact<CertID>()(certID(der, raw, "sha256"));
const certIDInputs: readonly CertIDInput[] = [
  certId,
  { hashAlgorithm: "SHA1", issuerNameHash: der, issuerKeyHash: buffer, serialNumber: 1n },
];
// @ts-expect-error: missing argument
certID(certificate);
// @ts-expect-error: no hash of CertIDs
certID(certificate, text, "MD5");
const numberAsSerial: CertIDInput = {
  hashAlgorithm: "SHA-1",
  issuerNameHash: der,
  issuerKeyHash: der,
  // @ts-expect-error: a bigint
  serialNumber: 1,
};
// @ts-expect-error: incomplete
const incomplete: CertIDInput = { hashAlgorithm: "SHA-1", issuerNameHash: der, serialNumber: 1n };

// ---------------------------------------------------------------------------------------------------- requests

declare const request: OCSPRequest, singleRequest: SingleRequest;
const asCertID: CertID = singleRequest;
exact<Extensions>()(singleRequest.extensions);
nothing = none<Writable<SingleRequest>>();

exact<OCSPRequest>()(OCSPRequest.fromDER(bytes));
exact<OCSPRequest>()(OCSPRequest.fromURL(text));
exact<readonly SingleRequest[]>()(request.requests);
exact<HashAlgorithm | null>()(request.hashAlgorithm);
exact<string>()(request.hashAlgorithmOid);
exact<Uint8Array>()(request.issuerNameHash);
exact<Uint8Array>()(request.issuerKeyHash);
exact<bigint>()(request.serialNumber);
exact<Extensions>()(request.extensions);
exact<Uint8Array | null>()(request.nonce);
exact<Name | null>()(request.requestorName);
exact<boolean>()(request.isSigned);
exact<AlgorithmIdentifier | null>()(request.signatureAlgorithm);
exact<Uint8Array | null>()(request.signature);
exact<readonly Certificate[]>()(request.certificates);
exact<Uint8Array>()(request.tbsRequestBytes);
exact<boolean>()(request.isSignedBy(certificateInputs[0]!));
exact<string>()(request.toURL("http://example.com"));
exact<Uint8Array>()(request.toDER());
const requestJSON: object = request.toJSON();
nothing = none<Writable<OCSPRequest>>();
// @ts-expect-error: DER is bytes
OCSPRequest.fromDER(text);
// @ts-expect-error: missing argument
request.toURL();
// @ts-expect-error: readonly
request.nonce = null;
// @ts-expect-error: may be null
request.nonce.length;
// @ts-expect-error: requests are read or built
new OCSPRequest(der);

const requestBuilder = new OCSPRequestBuilder();
exact<OCSPRequestBuilder>()(requestBuilder.addCertificate(certificate, text));
exact<OCSPRequestBuilder>()(requestBuilder.addCertificate(der, raw, "SHA-256", { extensions: made }));
exact<OCSPRequestBuilder>()(requestBuilder.addCertificate(der, raw, undefined, { extensions: undefined }));
exact<OCSPRequestBuilder>()(requestBuilder.addCertificateByHash(certIDInputs[0]!));
exact<OCSPRequestBuilder>()(requestBuilder.addCertificateByHash(singleRequest, { extensions: [extendedRevoke()] }));
exact<OCSPRequestBuilder>()(requestBuilder.addExtension(nonce()));
exact<OCSPRequestBuilder>()(requestBuilder.addExtension(archiveCutoff(new Date()), { critical: true }));
exact<OCSPRequestBuilder>()(requestBuilder.addExtension(nonce(), { critical: undefined }));
exact<OCSPRequestBuilder>()(requestBuilder.requestorName(name));
exact<OCSPRequestBuilder>()(requestBuilder.requestorName({ der }));
exact<OCSPRequestBuilder>()(requestBuilder.requestorName(certificate));
exact<OCSPRequestBuilder>()(requestBuilder.certificates(certificateInputs));
exact<OCSPRequest>()(requestBuilder.build());
exact<OCSPRequest>()(requestBuilder.sign(privateKeyInputs[0]!, "SHA-256"));
exact<OCSPRequest>()(requestBuilder.sign(privateKey, null));
exact<OCSPRequest>()(requestBuilder.sign(text, "sha512", { rsaPadding: "pss" }));
exact<OCSPRequest>()(requestBuilder.sign(der, hashInput, signOptions));
exact<Promise<OCSPRequest>>()(requestBuilder.signAsync(external));
exact<Promise<OCSPRequest>>()(requestBuilder.signAsync(cryptoKey, { hashAlgorithm: "SHA-256" }));
exact<Promise<OCSPRequest>>()(requestBuilder.signAsync(cryptoKey, { hashAlgorithm: undefined }));
const requestBuilderJSON: object = requestBuilder.toJSON();
// @ts-expect-error: missing argument
requestBuilder.addCertificate(certificate);
// @ts-expect-error: no hash of CertIDs
requestBuilder.addCertificate(certificate, text, "MD5");
// @ts-expect-error: extensions stand in an array
requestBuilder.addCertificate(certificate, text, "SHA-1", { extensions: nonce() });
// @ts-expect-error: a CertID, not a certificate
requestBuilder.addCertificateByHash(certificate);
// @ts-expect-error: an Extension, not its bytes
requestBuilder.addExtension(der);
// @ts-expect-error: a boolean
requestBuilder.addExtension(nonce(), { critical: 1 });
// @ts-expect-error: certificates stand in an array
requestBuilder.certificates(certificate);
// @ts-expect-error: the hash is null or a name, never left out
requestBuilder.sign(privateKey);
// @ts-expect-error: nothing signs with MD5
requestBuilder.sign(privateKey, "MD5");
// @ts-expect-error: signAsync takes those
requestBuilder.sign(external, "SHA-256");
// @ts-expect-error: sign takes those
void requestBuilder.signAsync(privateKey);
// @ts-expect-error: no such padding
requestBuilder.sign(privateKey, "SHA-256", { rsaPadding: "oaep" });

// ---------------------------------------------------------------------------------------------------- responses

declare const response: OCSPResponse, singleResponse: SingleResponse;
const alsoCertID: CertID = singleResponse;
exact<CertStatus>()(singleResponse.certificateStatus);
exact<Date | null>()(singleResponse.revocationTime);
exact<Reason | null>()(singleResponse.revocationReason);
exact<Date>()(singleResponse.thisUpdate);
exact<Date | null>()(singleResponse.nextUpdate);
exact<Extensions>()(singleResponse.extensions);
nothing = none<Writable<SingleResponse>>();

exact<OCSPResponse>()(OCSPResponse.fromDER(bytes));
exact<ResponseStatus>()(response.responseStatus);
exact<string>()(response.responseType);
exact<readonly SingleResponse[]>()(response.responses);
exact<SingleResponse | undefined>()(response.find(certificate, text));
exact<SingleResponse | undefined>()(response.find(certId));
exact<SingleResponse | undefined>()(response.find(certIDInputs[1]!));
exact<AlgorithmIdentifier>()(response.signatureAlgorithm);
exact<string>()(response.signatureAlgorithmOid);
exact<HashAlgorithm | null>()(response.signatureHashAlgorithm);
exact<Uint8Array>()(response.signature);
exact<Uint8Array>()(response.tbsResponseBytes);
exact<readonly Certificate[]>()(response.certificates);
exact<Uint8Array | null>()(response.responderKeyHash);
exact<Name | null>()(response.responderName);
exact<Date>()(response.producedAt);
exact<Extensions>()(response.extensions);
exact<Uint8Array | null>()(response.nonce);
exact<CertStatus>()(response.certificateStatus);
exact<Date | null>()(response.revocationTime);
exact<Reason | null>()(response.revocationReason);
exact<Date>()(response.thisUpdate);
exact<Date | null>()(response.nextUpdate);
exact<Uint8Array>()(response.issuerKeyHash);
exact<Uint8Array>()(response.issuerNameHash);
exact<HashAlgorithm | null>()(response.hashAlgorithm);
exact<string>()(response.hashAlgorithmOid);
exact<bigint>()(response.serialNumber);
exact<Extensions>()(response.singleExtensions);
exact<boolean>()(response.isSignedBy(certificateInputs[0]!));
exact<Uint8Array>()(response.toDER());
const responseJSON: object = response.toJSON();
nothing = none<Writable<OCSPResponse>>();
// @ts-expect-error: a certificate alone does not say which CertID
response.find(certificate);
// @ts-expect-error: the serial number alone does not either
response.find(1n);
// @ts-expect-error: missing argument
response.find();
// @ts-expect-error: readonly
response.certificateStatus = "good";
// @ts-expect-error: may be null
response.nextUpdate.getTime();
// @ts-expect-error: no such status
response.certificateStatus === "valid";
// @ts-expect-error: missing argument
response.isSignedBy();
// @ts-expect-error: responses are read or built
new OCSPResponse(der);

declare const entry: SingleResponseInit,
  entryForCertificate: SingleResponseForCertificate,
  entryByHash: SingleResponseByHash;
exact<CertStatus>()(entry.certificateStatus);
exact<Date>()(entry.thisUpdate);
exact<Date | null | undefined>()(entry.nextUpdate);
exact<Date | null | undefined>()(entry.revocationTime);
exact<Reason | null | undefined>()(entry.revocationReason);
exact<Iterable<Extension> | undefined>()(entry.extensions);
exact<CertificateInput>()(entryForCertificate.certificate);
exact<CertificateInput>()(entryForCertificate.issuer);
exact<HashAlgorithmInput | undefined>()(entryForCertificate.hashAlgorithm);
exact<CertIDInput>()(entryByHash.certID);
type OptionalParts = "nextUpdate" | "revocationTime" | "revocationReason" | "extensions";
exact<OptionalParts>()(none<Optional<SingleResponseInit>>());
exact<OptionalParts | "hashAlgorithm">()(none<Optional<SingleResponseForCertificate>>());
exact<OptionalParts>()(none<Optional<SingleResponseByHash>>());
const asInit: readonly SingleResponseInit[] = [entryForCertificate, entryByHash];

const now = new Date(),
  good = { certificateStatus: "good", thisUpdate: now } as const;
const responseBuilder = new OCSPResponseBuilder();
exact<OCSPResponseBuilder>()(responseBuilder.addResponse(entryForCertificate));
exact<OCSPResponseBuilder>()(responseBuilder.addResponse({ certificate, issuer: text, ...good }));
exact<OCSPResponseBuilder>()(
  responseBuilder.addResponse({
    certificate: der,
    issuer: raw,
    hashAlgorithm: "SHA-256",
    certificateStatus: OCSPCertStatus.REVOKED,
    thisUpdate: now,
    nextUpdate: null,
    revocationTime: now,
    revocationReason: ReasonFlags.KEY_COMPROMISE,
    extensions: new Set(made),
  }),
);
exact<OCSPResponseBuilder>()(
  responseBuilder.addResponse({
    certificate,
    issuer: text,
    ...good,
    hashAlgorithm: undefined,
    nextUpdate: undefined,
    revocationTime: undefined,
    revocationReason: undefined,
    extensions: undefined,
  }),
);
exact<OCSPResponseBuilder>()(responseBuilder.addResponseByHash(entryByHash));
exact<OCSPResponseBuilder>()(responseBuilder.addResponseByHash({ certID: singleRequest, ...good, extensions }));
exact<OCSPResponseBuilder>()(responseBuilder.addResponses([entryForCertificate, entryByHash]));
exact<OCSPResponseBuilder>()(responseBuilder.addResponses(new Set([entryByHash])));
exact<OCSPResponseBuilder>()(responseBuilder.responderId(encoding, certificate));
exact<OCSPResponseBuilder>()(responseBuilder.responderId("hash", text));
exact<OCSPResponseBuilder>()(responseBuilder.responderId(OCSPResponderEncoding.NAME, der));
exact<OCSPResponseBuilder>()(responseBuilder.certificates(certificateInputs));
exact<OCSPResponseBuilder>()(responseBuilder.addExtension(nonce()));
exact<OCSPResponseBuilder>()(responseBuilder.addExtension(extendedRevoke(), { critical: true }));
exact<OCSPResponseBuilder>()(responseBuilder.addExtension(nonce(), { critical: undefined }));
exact<OCSPResponseBuilder>()(responseBuilder.producedAt(now));
exact<OCSPResponse>()(responseBuilder.sign(privateKeyInputs[0]!, "SHA-256"));
exact<OCSPResponse>()(responseBuilder.sign(privateKey, null));
exact<OCSPResponse>()(responseBuilder.sign(text, "sha512", { rsaPadding: "pkcs1" }));
exact<OCSPResponse>()(responseBuilder.sign(der, hashInput, signOptions));
exact<Promise<OCSPResponse>>()(responseBuilder.signAsync(external));
exact<Promise<OCSPResponse>>()(responseBuilder.signAsync(cryptoKey, { hashAlgorithm: "SHA-256" }));
exact<Promise<OCSPResponse>>()(responseBuilder.signAsync(cryptoKey, { hashAlgorithm: undefined }));
const responseBuilderJSON: object = responseBuilder.toJSON();
// @ts-expect-error: whose certificate it is must be said
responseBuilder.addResponse({ certificate, ...good });
// @ts-expect-error: a CertID is for addResponseByHash
responseBuilder.addResponse({ certID: certId, ...good });
// @ts-expect-error: since when
responseBuilder.addResponse({ certificate, issuer: text, certificateStatus: "good" });
// @ts-expect-error: a Date
responseBuilder.addResponse({ certificate, issuer: text, certificateStatus: "good", thisUpdate: 0 });
// @ts-expect-error: no such status
responseBuilder.addResponse({ certificate, issuer: text, certificateStatus: "expired", thisUpdate: now });
// @ts-expect-error: Python's spelling is not the identifier
responseBuilder.addResponse({ certificate, issuer: text, ...good, revocationReason: "key_compromise" });
// @ts-expect-error: extensions stand in a list
responseBuilder.addResponse({ certificate, issuer: text, ...good, extensions: nonce() });
// @ts-expect-error: no such part
responseBuilder.addResponse({ certificate, issuer: text, ...good, producedAt: now });
// @ts-expect-error: certificates are for addResponse
responseBuilder.addResponseByHash({ certificate, issuer: text, ...good });
// @ts-expect-error: a list
responseBuilder.addResponses(entryByHash);
// @ts-expect-error: no such encoding
responseBuilder.responderId("byKey", certificate);
// @ts-expect-error: missing argument
responseBuilder.responderId("hash");
// @ts-expect-error: certificates stand in an array
responseBuilder.certificates(certificate);
// @ts-expect-error: a Date
responseBuilder.producedAt("2026-03-01T12:00:00Z");
// @ts-expect-error: the hash is null or a name, never left out
responseBuilder.sign(privateKey);
// @ts-expect-error: nothing signs with MD5
responseBuilder.sign(privateKey, "MD5");
// @ts-expect-error: signAsync takes those
responseBuilder.sign(external, "SHA-256");
// @ts-expect-error: sign takes those
void responseBuilder.signAsync(text);
// @ts-expect-error: bytes come later
responseBuilder.signAsync(external).toDER();
// @ts-expect-error: a signed response is a matter of sign
responseBuilder.build();

exact<OCSPResponse>()(OCSPResponseBuilder.buildUnsuccessful("tryLater"));
exact<OCSPResponse>()(OCSPResponseBuilder.buildUnsuccessful(OCSPResponseStatus.UNAUTHORIZED));
// @ts-expect-error: missing argument
OCSPResponseBuilder.buildUnsuccessful();
// @ts-expect-error: a successful response is signed
OCSPResponseBuilder.buildUnsuccessful("successful");
// @ts-expect-error: numbers are for the wire
OCSPResponseBuilder.buildUnsuccessful(6);

// ---------------------------------------------------------------------------------------------------- verification

declare const checkName: CheckName, check: Check, report: VerificationReport, verificationError: OCSPVerificationError;
declare const checkOptions: CheckOptions, verifyOptions: VerifyOptions;
exact<
  | "responseStatus"
  | "certId"
  | "signature"
  | "responderAuthorized"
  | "responderValidity"
  | "responderRevocation"
  | "thisUpdate"
  | "nextUpdate"
  | "producedAt"
  | "nonce"
  | "criticalExtensions"
  | "algorithmStrength"
>()(checkName);
exact<CheckName>()(check.name);
exact<"pass" | "fail" | "note" | "skipped">()(check.outcome);
exact<string>()(check.message);
exact<string>()(check.reference);
exact<readonly [number, number] | undefined>()(check.span);
exact<"span">()(none<Optional<Check>>());
nothing = none<Writable<Check>>();
exact<boolean>()(report.ok);
exact<OCSPCertStatus | null>()(report.certificateStatus);
exact<SingleResponse | null>()(report.response);
exact<SingleResponse | null>()(report.claimed);
exact<{ readonly certificate: Certificate; readonly kind: "issuer" | "delegate" | "trusted" } | null>()(
  report.responder,
);
exact<readonly Check[]>()(report.checks);
exact<object>()(report.toJSON());
// `ok` tells whether there is an answer: no other test of null is needed.
if (report.ok) {
  exact<true>()(report.ok);
  exact<OCSPCertStatus>()(report.certificateStatus);
  exact<SingleResponse>()(report.response);
} else {
  exact<false>()(report.ok);
  exact<null>()(report.certificateStatus);
  exact<null>()(report.response);
}
// @ts-expect-error: null unless ok
const unchecked: SingleResponse = report.response;
nothing = none<Writable<VerificationReport>>();
nothing = none<Optional<VerificationReport>>();
const isOCSPError: OCSPError = verificationError;
exact<VerificationReport>()(verificationError.report);
exact<OCSPErrorCode>()(verificationError.code);
nothing = none<Writable<Pick<OCSPVerificationError, "code" | "report">>>();
exact<CertificateInput | null>()(checkOptions.issuer);
exact<CertificateInput | CertIDInput | null>()(checkOptions.certificate);
exact<OCSPRequest | undefined>()(checkOptions.request);
exact<Bytes | undefined>()(checkOptions.expectedNonce);
exact<readonly CertificateInput[] | undefined>()(checkOptions.trustedResponders);
exact<readonly CertificateInput[] | undefined>()(checkOptions.responderCertificates);
exact<Date | undefined>()(checkOptions.time);
exact<number | undefined>()(checkOptions.clockSkewSeconds);
exact<number | undefined>()(checkOptions.maxAgeSeconds);
exact<"if-requested" | "required" | "ignore" | undefined>()(checkOptions.noncePolicy);
exact<boolean | undefined>()(checkOptions.requireNextUpdate);
exact<boolean | undefined>()(checkOptions.allowSHA1Signatures);
exact<number | undefined>()(checkOptions.minKeyBits);
exact<Exclude<keyof CheckOptions, "issuer" | "certificate">>()(none<Optional<CheckOptions>>());
exact<CertificateInput>()(verifyOptions.issuer);
exact<keyof CheckOptions>()(none<keyof VerifyOptions>());
exact<Optional<CheckOptions>>()(none<Optional<VerifyOptions>>());
exact<VerificationReport>()(response.check(checkOptions));
exact<VerificationReport>()(response.check({ certificate: null, issuer: null }));
exact<VerificationReport>()(
  response.check({ certificate: certId, issuer: text, request: undefined, time: undefined, noncePolicy: undefined }),
);
exact<SingleResponse>()(response.verify(verifyOptions));
exact<SingleResponse>()(
  response.assertGood({
    certificate,
    issuer: der,
    request,
    trustedResponders: certificateInputs,
    noncePolicy: "required",
  }),
);
exact<Promise<VerificationReport>>()(response.checkAsync({ certificate: null, issuer: null }));
exact<Promise<SingleResponse>>()(response.verifyAsync(verifyOptions));
exact<Promise<SingleResponse>>()(response.assertGoodAsync(verifyOptions));
// @ts-expect-error: without an issuer there is nothing to rely on
response.verifyAsync({ certificate, issuer: null });
// @ts-expect-error: the certificate may be null, but not be left out
response.check({ issuer: text });
// @ts-expect-error: and so may the issuer
response.check({ certificate });
// @ts-expect-error: without an issuer there is nothing to rely on
response.verify({ certificate, issuer: null });
// @ts-expect-error: the same
response.assertGood({ certificate, issuer: null });
// @ts-expect-error: no such policy
response.check({ certificate, issuer: text, noncePolicy: "optional" });
// @ts-expect-error: misspelt
response.check({ certificate, issuer: text, noncepolicy: "required" });
// @ts-expect-error: misspelt
responseBuilder.addResponse({ certificate, issuer: text, ...good, nextupdate: now });
// @ts-expect-error: a request, not its bytes
response.check({ certificate, issuer: text, request: der });
// @ts-expect-error: a Date
response.check({ certificate, issuer: text, time: 0 });
// @ts-expect-error: no such option
response.check({ certificate, issuer: text, allowExpired: true });
// @ts-expect-error: a report decides nothing by being there
if (response.check(checkOptions) === true) {
  nothing = none();
}

// ---------------------------------------------------------------------------------------------------- who issued it

declare const issuerSearch: IssuerSearch, certificateSearch: CertificateSearch, searchOptions: SearchOptions;
type IssuerProblem = "no-issuer" | "wrong-key" | "dsa" | "several-issuers";
exact<Certificate | null>()(issuerSearch.issuer);
exact<"key" | "name" | null>()(issuerSearch.by);
exact<IssuerProblem | null>()(issuerSearch.problem);
exact<readonly Certificate[]>()(issuerSearch.candidates);
exact<OCSPError | null>()(issuerSearch.error);
nothing = none<Writable<IssuerSearch>>();
exact<Certificate | null>()(certificateSearch.certificate);
exact<Certificate | null>()(certificateSearch.issuer);
exact<"key" | "name" | "hash" | "chosen" | null>()(certificateSearch.by);
exact<IssuerProblem | "no-certificate" | "several-certificates" | null>()(certificateSearch.problem);
exact<readonly Certificate[]>()(certificateSearch.candidates);
exact<OCSPError | null>()(certificateSearch.error);
nothing = none<Writable<CertificateSearch>>();
exact<OCSPRequest | OCSPResponse | null | undefined>()(searchOptions.message);
exact<CertificateInput | null | undefined>()(searchOptions.certificate);
exact<CertificateInput | null | undefined>()(searchOptions.issuer);
exact<IssuerSearch>()(findIssuer(text, certificateInputs));
exact<CertificateSearch>()(findCertificate(new Set([der])));
exact<CertificateSearch>()(
  findCertificate(certificateInputs, { message: request, issuer: null, certificate: undefined }),
);
// @ts-expect-error: a list
findIssuer(text, certificate);
// @ts-expect-error: a message, not its bytes
findCertificate([], { message: der });

// ---------------------------------------------------------------------------------------------------- for inspectors

declare const kind: DERKind, node: DERNode, dissection: Dissection;
exact<"certificate" | "ocsp-request" | "ocsp-response" | "private-key" | "public-key" | "unknown">()(kind);
exact<string | null>()(node.name);
exact<string>()(node.type);
exact<number>()(node.offset);
exact<number>()(node.headerLength);
exact<number>()(node.length);
exact<string | null>()(node.text);
exact<readonly DERNode[]>()(node.children);
exact<keyof DERNode>()(none<"name" | "type" | "offset" | "headerLength" | "length" | "text" | "children">());
nothing = none<Writable<DERNode>>();
exact<DERKind>()(dissection.kind);
exact<DERNode | null>()(dissection.root);
exact<OCSPError | null>()(dissection.error);
nothing = none<Writable<Dissection>>();
exact<Dissection>()(dissect(der));
exact<Dissection>()(dissect(bytes));
// @ts-expect-error: bytes, not text
dissect(text);
// @ts-expect-error: may be null
void dissect(der).root.children;

const [recognized] = recognize(text);
exact<DERKind | undefined>()(recognized?.kind);
exact<Uint8Array | undefined>()(recognized?.der);
exact<"pem" | "base64" | "hex" | "der" | "url" | undefined>()(recognized?.source);
recognize(bytes);
// @ts-expect-error: text or bytes
recognize([der]);
exact<Iterable<Recognized | null>>()(recognizeSteps(text));
exact<Iterable<Recognized | null>>()(recognizeSteps(bytes));

exact<string>()(toHex(bytes));
exact<string>()(toBase64(bytes));
exact<Uint8Array>()(fromBase64(text));
exact<string>()(toPEM("CERTIFICATE", bytes));
exact<string | null>()(oidName(text));
exact<RegExp>()(INVISIBLE);
exact<string>()(spelledOut(text));
exact<readonly HashAlgorithm[]>()(HASH_ALGORITHMS);
exact<Readonly<Record<CheckName, string>>>()(CHECK_TITLES);
const defaults: {
  readonly clockSkewSeconds: number;
  readonly maxAgeSeconds: number;
  readonly minKeyBits: number;
  readonly nonceBytes: number;
} = DEFAULTS;
const limits: { readonly INPUT: number; readonly EXTENSION: number; readonly OID: number; readonly INTEGER: number } =
  LIMITS;
// @ts-expect-error: bytes, not text
toHex(text);
// @ts-expect-error: the label comes first
toPEM(bytes, "CERTIFICATE");

// ---------------------------------------------------------------------------------------------------- and nothing else

type Values =
  | "acceptableResponses"
  | "archiveCutoff"
  | "Certificate"
  | "certID"
  | "CHECK_TITLES"
  | "cRLReason"
  | "crlReferences"
  | "DEFAULTS"
  | "dissect"
  | "extendedRevoke"
  | "extension"
  | "Extensions"
  | "findCertificate"
  | "findIssuer"
  | "fromBase64"
  | "HASH_ALGORITHMS"
  | "INVISIBLE"
  | "invalidityDate"
  | "issuerID"
  | "issuerNameHash"
  | "LIMITS"
  | "Name"
  | "nonce"
  | "OCSPCertStatus"
  | "OCSPError"
  | "OCSPRequest"
  | "OCSPRequestBuilder"
  | "OCSPResponderEncoding"
  | "OCSPResponse"
  | "OCSPResponseBuilder"
  | "OCSPResponseStatus"
  | "OCSPVerificationError"
  | "oidName"
  | "preferredSignatureAlgorithms"
  | "PrivateKey"
  | "ready"
  | "ReasonFlags"
  | "recognize"
  | "recognizeSteps"
  | "serviceLocator"
  | "spelledOut"
  | "toBase64"
  | "toHex"
  | "toPEM";
exact<Values>()(none<keyof typeof bearocsp>());
