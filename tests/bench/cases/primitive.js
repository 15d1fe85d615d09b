// Not a contest: what the arithmetic alone costs, of which a signature cannot be had for less.
const primitive = (algorithm, name) => ({
  id: `primitive-${algorithm}`,
  title: `sign a hash with a decoded key and nothing else, ${name}`,
  operation: `primitive-${algorithm}`,
  files: { key: `${algorithm}.key`, data: `${algorithm}.certificate` },
  // Of RSA PKCS#1 v1.5 and RFC 6979 all contestants make the same.
  fields: { signature: "bytes" },
  goals: [],
});

export const primitiveP256 = primitive("p256", "P-256");
export const primitiveRSA = primitive("rsa2048", "RSA-2048");

/** What of a response's signature is not this library's: random, so no two contestants make the same. */
const primitiveSign = (algorithm, name) => ({
  ...primitive(algorithm, name),
  id: `primitive-sign-${algorithm}`,
  title: `sign bytes with a KeyObject and nothing else, ${name}`,
  operation: `primitive-sign-${algorithm}`,
  fields: { signs: "boolean" },
  expected: ["true"],
});

export const primitiveSignP256 = primitiveSign("p256", "P-256");
export const primitiveSignRSA = primitiveSign("rsa2048", "RSA-2048");

const primitiveVerify = (algorithm, name) => ({
  id: `primitive-verify-${algorithm}`,
  title: `check the two signatures of that verification, of hashes under decoded keys, and nothing else, ${name}`,
  operation: `primitive-verify-${algorithm}`,
  files: { signatures: `delegate-${algorithm}.signatures` },
  // Exchanged: each signature under the other's key.
  fields: { verifies: "boolean", exchanged: "boolean" },
  expected: ["true", "false"],
  goals: [],
});

export const primitiveVerifyP256 = primitiveVerify("p256", "P-256");
export const primitiveVerifyRSA = primitiveVerify("rsa2048", "RSA-2048");
