import { microsecondsOver, ofPrimitive, timesPython } from "../goals.js";
import { primitiveP256, primitiveRSA, primitiveSignP256, primitiveSignRSA } from "./primitive.js";

const sign = (algorithm) => ({
  operation: `sign-${algorithm}`,
  files: { certificate: `${algorithm}.certificate`, issuer: `${algorithm}.issuer`, key: `${algorithm}.key` },
  fields: { response: "bytes" },
  // Times may differ, and so does a signature of ECDSA each time: the reader checks it under the issuer's key.
  readBack: {
    operation: "signed-response",
    fields: {
      certificateStatus: "certificateStatus",
      serialNumber: "integer",
      issuerNameHash: "bytes",
      issuerKeyHash: "bytes",
      responderKeyHash: "bytes",
    },
  },
});

const native = (signCase) => ({ ...signCase, operation: `${signCase.operation}-native` });

export const signP256 = {
  ...sign("p256"),
  id: "sign-p256",
  title: "build and sign a response, P-256, key read before from PEM",
  goals: [timesPython(1.3), ofPrimitive(0.9, primitiveP256)],
};
export const signRSA = {
  ...sign("rsa2048"),
  id: "sign-rsa2048",
  title: "the same, RSA-2048",
  goals: [ofPrimitive(0.9, primitiveRSA)],
};
export const signP256Native = {
  ...native(signP256),
  id: "sign-p256-native",
  title: "the same with a KeyObject or CryptoKey, P-256",
  goals: [timesPython(1.3), microsecondsOver(6, primitiveSignP256)],
};
export const signRSANative = {
  ...native(signRSA),
  id: "sign-rsa2048-native",
  title: "the same with a KeyObject or CryptoKey, RSA-2048",
  goals: [timesPython(1.3), microsecondsOver(6, primitiveSignRSA)],
};
