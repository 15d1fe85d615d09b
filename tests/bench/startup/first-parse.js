import { readFileSync } from "node:fs";
import { OCSPResponse } from "../../../build/package/index.js";

const { responseStatus } = OCSPResponse.fromDER(readFileSync(process.argv[2]));
if (responseStatus !== "successful") {
  throw new Error(`unexpected response status: ${responseStatus}`);
}
