import { timesPython } from "../goals.js";

export const request = {
  id: "request",
  title: "parse a request, read serial, both hashes, hash algorithm",
  operation: "request",
  files: { der: "request" },
  fields: { serialNumber: "integer", issuerNameHash: "bytes", issuerKeyHash: "bytes", hashAlgorithm: "hash" },
  goals: [timesPython(2)],
};
