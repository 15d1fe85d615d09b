import { coreTimes, timesJavaScript, timesPackage } from "../goals.js";

const check = (algorithm, name, goals) => ({
  id: `check-${algorithm}`,
  title: `check the signature of a response under a certificate's key, both parsed before, ${name}`,
  operation: `check-${algorithm}`,
  files: {
    certificate: `${algorithm}.certificate`,
    issuer: `${algorithm}.issuer`,
    der: `${algorithm}.response`,
    parts: `${algorithm}.parts`,
  },
  fields: { verifies: "boolean" },
  expected: ["true"],
  goals,
});

export const checkP256 = check("p256", "P-256", [timesJavaScript(1), timesPackage(1.3, "node:crypto")]);
export const checkP256New = {
  ...check("p256-new", "P-256, with another key each time", [timesPackage(5, "BearSSL")]),
  files: { pool: "p256.pool" },
};
export const checkP384 = check("p384", "P-384", [timesPackage(10, "BearSSL")]);
export const checkP521 = check("p521", "P-521", [timesPackage(10, "BearSSL")]);
export const checkRSA = check("rsa2048", "RSA-2048", [
  timesJavaScript(1),
  timesPackage(0.8, "node:crypto"),
  coreTimes(2, "BearSSL"),
]);
