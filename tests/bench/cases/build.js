import { timesPython } from "../goals.js";
import { request } from "./request.js";

// The bytes may differ (a nonce, absent against NULL parameters): it is the CertID, read back, that must be the same.
const build = {
  files: { certificate: "certificate", issuer: "issuer" },
  fields: { request: "bytes" },
  readBack: request,
  goals: [timesPython(4)],
};

export const buildParsed = {
  ...build,
  id: "build-parsed",
  operation: "build-parsed",
  title: "build a request from parsed certificates",
};
export const buildDER = {
  ...build,
  id: "build-der",
  operation: "build-der",
  title: "build a request from certificates in DER",
};
