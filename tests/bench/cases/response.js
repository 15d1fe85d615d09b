import { timesJavaScript, timesPython } from "../goals.js";

export const response = {
  id: "response",
  title: "parse a 1.9 kB response, read ten fields",
  operation: "response",
  files: { der: "response" },
  fields: {
    responseStatus: "responseStatus",
    certificateStatus: "certificateStatus",
    revocationReason: "reason",
    thisUpdate: "time",
    nextUpdate: "time",
    producedAt: "time",
    serialNumber: "integer",
    responderName: "name",
    signature: "bytes",
    tbsResponseData: "bytes",
  },
  goals: [timesPython(4), timesJavaScript(20)],
};
