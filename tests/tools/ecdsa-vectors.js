// The edge cases of ECDSA for the native test: `node tests/tools/ecdsa-vectors.js FILE` writes them as C.

import { writeFileSync } from "node:fs";
import process from "node:process";
import { edgeCases } from "../support/ecdsa-edges.js";
import { pointOctets, signatureOf } from "../support/ecdsa-octets.js";

/** @import { Edge } from "../support/ecdsa-edges.js" */

const hex = (/** @type {Uint8Array} */ bytes) => Buffer.from(bytes).toString("hex");

const rows = edgeCases().map((/** @type {Edge} */ { name, curve, key, hash, digest, r, s, isGood }) => {
  const octets = [pointOctets(curve, key), digest, signatureOf(r, s)].map((bytes) => `"${hex(bytes)}"`);
  const names = [`"${name}"`, `OCSP_OID_${curve.name.replace("-", "")}`, `OCSP_HASH_${hash.replace("-", "")}`];
  return `    {${[...names, ...octets, Number(isGood)].join(", ")}},`;
});

writeFileSync(
  process.argv[2],
  `/* Made by tests/tools/ecdsa-vectors.js of tests/support/ecdsa-edges.js. */
static const struct {
    const char *name;
    ocsp_oid curve;
    ocsp_hash hash;
    const char *point, *digest, *signature;
    int is_good;
} ecdsa_edges[] = {
${rows.join("\n")}
};
`,
);
