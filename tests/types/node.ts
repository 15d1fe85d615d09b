// What Node's own types fit: Buffer, and of node:crypto its certificate, its keys and its signatures.

import { type KeyObject, sign, type webcrypto, type X509Certificate } from "node:crypto";
import {
  Certificate,
  certID,
  nonce,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
  PrivateKey,
} from "bearocsp";

declare const x509: X509Certificate, keyObject: KeyObject, cryptoKey: webcrypto.CryptoKey;
const buffer = Buffer.from("3003", "hex");

Certificate.from(x509);
Certificate.fromDER(buffer);
certID(x509, x509, "SHA-256");
nonce(buffer);
new OCSPRequestBuilder().addCertificate(x509, buffer).requestorName(x509);
OCSPRequest.fromDER(buffer);
OCSPResponse.fromDER(buffer).find(x509, x509);
PrivateKey.from(keyObject);
PrivateKey.from(buffer);
new OCSPResponseBuilder().responderId("hash", x509).certificates([x509, buffer]).sign(keyObject, "SHA-256");
void new OCSPRequestBuilder().signAsync(cryptoKey);
void new OCSPResponseBuilder().signAsync({ algorithm: "RSA-SHA256", sign: (tbs) => sign("sha256", tbs, keyObject) });
OCSPResponse.fromDER(buffer).isSignedBy(x509);
