/** node:crypto's own signatures, of bytes that somebody else has taken apart, and nothing around them. */
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";

const json = (bytes) => JSON.parse(Buffer.from(bytes).toString());
const bytes = (digits) => Buffer.from(digits, "hex");
const keyOf = ({ spki }) => createPublicKey({ key: bytes(spki), format: "der", type: "spki" });

/** With the key read before. */
const check = ({ parts }, emit) => {
  const { hashAlgorithm, tbs, signature, ...rest } = json(parts);
  const key = keyOf(rest);
  const [data, value] = [tbs, signature].map(bytes);
  return () => emit([verify(hashAlgorithm, data, key, value)]);
};

/** With keys that take turns, each read where it is used. */
const checkNew = ({ pool }, emit) => {
  const list = json(pool).map(({ parts: { hashAlgorithm, spki, tbs, signature } }) => ({
    hashAlgorithm,
    key: { key: bytes(spki), format: "der", type: "spki" },
    data: bytes(tbs),
    signature: bytes(signature),
  }));
  let turn = 0;
  return () => {
    const { hashAlgorithm, key, data, signature } = list[turn++ % list.length];
    emit([verify(hashAlgorithm, data, createPublicKey(key), signature)]);
  };
};

/** The two of a full verification, with the keys read before. */
const verifyBoth = ({ signatures }, emit) => {
  const both = json(signatures).map((parts) => ({
    key: keyOf(parts),
    hash: parts.hashAlgorithm,
    data: bytes(parts.tbs),
    signature: bytes(parts.signature),
  }));
  const verifies = ({ hash, data, key, signature }) => verify(hash, data, key, signature);
  const [first, second] = both;
  const exchanged = [
    { ...first, key: second.key },
    { ...second, key: first.key },
  ].some(verifies);
  return () => emit([both.every(verifies), exchanged]);
};

const signOne = ({ key, data }, emit) => {
  const keyObject = createPrivateKey(Buffer.from(key));
  return () => emit([sign("sha256", data, keyObject).length > 0]);
};

export default {
  operations: {
    "check-p256": check,
    "check-p256-new": checkNew,
    "check-p384": check,
    "check-p521": check,
    "check-rsa2048": check,
    "primitive-verify-p256": verifyBoth,
    "primitive-verify-rsa2048": verifyBoth,
    "primitive-sign-p256": signOne,
    "primitive-sign-rsa2048": signOne,
  },
  without: {},
  text: {},
};
