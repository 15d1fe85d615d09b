// Signs with ML-DSA through a CryptoKey and an ExternalSigner, and says what node:crypto makes of it.

import { certificate } from "./certificates.mjs";

/**
 * @param {any} bearocsp
 * @param {string} name of the parameter set
 * @param {any} crypto node:crypto
 */
export async function signWithMLDSA({ OCSPRequestBuilder, OCSPResponseBuilder, PrivateKey }, name, crypto) {
  const { privateKey, publicKey } = crypto.generateKeyPairSync(name.toLowerCase());
  const { privateKey: stranger } = crypto.generateKeyPairSync(name.toLowerCase());
  const responder = certificate({ publicKey: new Uint8Array(publicKey.export({ type: "spki", format: "der" })) }).bytes;
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  const pkcs8 = privateKey.export({ type: "pkcs8", format: "der" });
  const cryptoKey = await crypto.subtle.importKey("pkcs8", pkcs8, { name }, false, ["sign"]);
  const external = (key) => ({ algorithm: name, sign: (tbs) => crypto.sign(null, tbs, key) });

  const digest = new Uint8Array(20);
  const certID = { hashAlgorithm: "SHA-1", issuerNameHash: digest, issuerKeyHash: digest, serialNumber: 1n };
  const answer = new OCSPResponseBuilder()
    .addResponseByHash({ certID, certificateStatus: "good", thisUpdate: new Date() })
    .responderId("hash", responder);
  const question = new OCSPRequestBuilder().addCertificateByHash(certID).certificates([responder]);
  const codeOf = async (act) => {
    try {
      return (await act()) && "signed";
    } catch (error) {
      return `${error.code}: ${error.message}`;
    }
  };
  const told = {};
  for (const [what, signer] of Object.entries({ CryptoKey: cryptoKey, ExternalSigner: external(privateKey) })) {
    const response = await answer.signAsync(signer);
    const request = await question.signAsync(signer);
    told[what] = [
      response.signatureAlgorithm.name,
      response.signatureAlgorithm.parameters,
      crypto.verify(null, response.tbsResponseBytes, publicKey, response.signature),
      crypto.verify(null, request.tbsRequestBytes, publicKey, request.signature),
    ];
  }
  const { algorithm, curve, bits } = PrivateKey.from(privateKey).publicKey;
  return {
    ...told,
    "public half": [algorithm, curve, bits],
    "another's signature": await codeOf(() => answer.signAsync(external(stranger))),
    "a KeyObject of another": await codeOf(() => answer.sign(stranger, null)),
    "a hash for a KeyObject": await codeOf(() => answer.sign(privateKey, "SHA-256")),
    "a hash for a CryptoKey": await codeOf(() => answer.signAsync(cryptoKey, { hashAlgorithm: "SHA-256" })),
    PEM: await codeOf(() => answer.sign(pem, null)),
  };
}
