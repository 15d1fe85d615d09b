import { timesJavaScript } from "../goals.js";

const check = (algorithm, name) => ({
  id: `check-${algorithm}`,
  title: `check the signature of a response under a certificate's key, both parsed before, ${name}`,
  operation: `check-${algorithm}`,
  files: { certificate: `${algorithm}.certificate`, issuer: `${algorithm}.issuer`, der: `${algorithm}.response` },
  fields: { verifies: "boolean" },
  goals: [timesJavaScript(1)],
});

export const checkP256 = check("p256", "P-256");
export const checkRSA = check("rsa2048", "RSA-2048");
