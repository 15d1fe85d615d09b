/** Who takes part, in the order of the table, and how to start each: all speak the protocol of contestant.js. */
import { join } from "node:path";
import { HERE, packageVersion, ROOT } from "../environment.js";

const javascript = (name, file, folder) => ({
  name,
  version: () => packageVersion(folder),
  command: () => [process.execPath, [join(HERE, "driver.js"), join(HERE, "contestants", file)]],
});

const npm = (name, file) => javascript(name, file, join(HERE, "node_modules", name));

export const READER = "cryptography";

export const CONTESTANTS = [
  javascript("bearocsp", "bearocsp.js", ROOT),
  { name: READER, command: (python) => [python, [join(HERE, "python/driver.py")]] },
  npm("jsrsasign", "jsrsasign.js"),
  npm("ocsp", "ocsp.js"),
  npm("@peculiar/asn1-ocsp", "asn1-ocsp.js"),
  npm("pkijs", "pkijs.js"),
  { ...javascript("BearSSL", "bearssl.js"), version: () => "0.6" },
  { ...javascript("node:crypto", "node-crypto.js"), version: () => process.versions.openssl },
  javascript("core", "core.js", ROOT),
];
