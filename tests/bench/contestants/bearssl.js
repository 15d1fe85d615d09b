/** BearSSL's primitives as primitive/primitive.c exports them, in the engine that runs this library's module. */
import { createHash, createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { PRIMITIVE } from "../environment.js";

const exports = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(PRIMITIVE))).exports;
const memory = new Uint8Array(exports.memory.buffer);

/** @param partsOf the key's integers, of its JWK, as primitive.c wants them */
const primitive =
  (sign, partsOf) =>
  ({ key, data }, emit) => {
    const integers = partsOf(createPrivateKey(Buffer.from(key)).export({ format: "jwk" })).map((text) =>
      Buffer.from(text, "base64url"),
    );
    const hash = createHash("sha256").update(data).digest();
    // Both cases use the same places.
    const prepare = () => {
      memory.set(hash, exports.hash_octets());
      memory.set(Buffer.concat(integers), exports.key_octets());
    };
    const signature = exports.signature_octets();
    return () => {
      prepare();
      emit([memory.slice(signature, signature + sign())]);
    };
  };

const primitiveVerify =
  (verify) =>
  ({ signatures }, emit) => {
    const both = JSON.parse(Buffer.from(signatures).toString()).map((parts) =>
      Object.fromEntries(Object.entries(parts).map(([name, digits]) => [name, Buffer.from(digits, "hex")])),
    );
    const verifies = ({ key, hash, signature }) => {
      memory.set(hash, exports.hash_octets());
      memory.set(key, exports.key_octets());
      memory.set(signature, exports.signature_octets());
      return verify(signature.length) === 1;
    };
    const [first, second] = both;
    const exchanged = [
      { ...first, key: second.key },
      { ...second, key: first.key },
    ].some(verifies);
    return () => emit([both.every(verifies), exchanged]);
  };

/** @param verify of the curve or of RSA; @param {(files: any) => any[]} list the signatures that take turns */
const check = (verify, list) => (files, emit) => {
  const parts = list(files).map(({ key, hash, signature }) =>
    [key, hash, signature].map((digits) => Buffer.from(digits, "hex")),
  );
  let turn = 0;
  return () => {
    const [key, hash, signature] = parts[turn++ % parts.length];
    memory.set(key, exports.key_octets());
    memory.set(hash, exports.hash_octets());
    memory.set(signature, exports.signature_octets());
    emit([verify(signature.length) === 1]);
  };
};
const json = (bytes) => JSON.parse(Buffer.from(bytes).toString());
const one = ({ parts }) => [json(parts)];
const pooled = ({ pool }) => json(pool).map(({ parts }) => parts);

export default {
  operations: {
    "primitive-p256": primitive(exports.sign_p256, ({ d }) => [d]),
    "primitive-rsa2048": primitive(exports.sign_rsa2048, ({ p, q, dp, dq, qi }) => [p, q, dp, dq, qi]),
    "check-p256": check(exports.verify_p256, one),
    "check-p256-new": check(exports.verify_p256, pooled),
    "check-p384": check(exports.verify_p384, one),
    "check-p521": check(exports.verify_p521, one),
    "check-rsa2048": check(exports.verify_rsa2048, one),
    "primitive-verify-p256": primitiveVerify(exports.verify_p256),
    "primitive-verify-rsa2048": primitiveVerify(exports.verify_rsa2048),
  },
  without: {},
  text: {},
};
