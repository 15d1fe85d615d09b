// What a browser's own types fit: its CryptoKey.

import { OCSPRequestBuilder, OCSPResponseBuilder } from "bearocsp";

declare const key: CryptoKey;

void new OCSPRequestBuilder().signAsync(key);
void new OCSPResponseBuilder().signAsync(key, { hashAlgorithm: "SHA-256" });
// @ts-expect-error: two of them are no signer
void new OCSPResponseBuilder().signAsync({ privateKey: key, publicKey: key });
