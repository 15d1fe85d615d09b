import { readFileSync } from "node:fs";
import { OCSPResponse } from "../../../bindings/index.js";

const { responseStatus } = OCSPResponse.fromDER(readFileSync(process.argv[2]));
if (responseStatus !== "successful") throw new Error(`unexpected response status: ${responseStatus}`);
