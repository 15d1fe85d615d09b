import { aSecond, ofPair, ofPrimitive, timesJavaScript, timesPackage } from "../goals.js";
import { primitiveVerifyP256, primitiveVerifyRSA } from "./primitive.js";

const verify = (algorithm, name, primitive) => ({
  id: `verify-${algorithm}`,
  title: `parse a response and verify it in full, signed by a delegate; the issuer and the CertID parsed before, ${name}`,
  operation: `verify-${algorithm}`,
  files: {
    certificate: `delegate-${algorithm}.certificate`,
    issuer: `delegate-${algorithm}.issuer`,
    der: `delegate-${algorithm}.response`,
    tampered: `delegate-${algorithm}.tampered`,
    impostor: `delegate-${algorithm}.impostor`,
  },
  // The twins that must be refused are verified once, when the case is prepared.
  fields: { verifies: "boolean", tampered: "boolean", impostor: "boolean" },
  expected: ["true", "false", "false"],
  goals: [timesPackage(3, "pkijs"), timesJavaScript(1), ofPrimitive(0.9, primitive)],
});

export const verifyP256 = verify("p256", "P-256", primitiveVerifyP256);
verifyP256.goals.push(ofPair(1, primitiveVerifyP256));
export const verifyP256New = {
  ...verifyP256,
  id: "verify-p256-new",
  title: "the same, by another delegate of the issuer each time, P-256",
  operation: "verify-p256-new",
  files: { certificate: "delegate-p256.certificate", issuer: "delegate-p256.issuer", pool: "delegate-p256.pool" },
  fields: { verifies: "boolean" },
  expected: ["true"],
  goals: [aSecond(5000), ofPair(0.45, primitiveVerifyP256)],
};
export const verifyRSA = verify("rsa2048", "RSA-2048", primitiveVerifyRSA);
