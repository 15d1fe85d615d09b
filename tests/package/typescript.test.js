// The installed declarations in strict TypeScript programs, by every way to resolve modules, with and without the DOM's
// types.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { makeProject, require, run } from "./project.js";

/** The example of bindings/README.md. */
const [, EXAMPLE] =
  /^```ts\n([^]*?)^```$/m.exec(readFileSync(new URL("../../bindings/README.md", import.meta.url), "utf8")) ??
  assert.fail("no example");

const PROGRAM = `
import {
  Certificate, dissect, OCSPError, OCSPRequestBuilder, OCSPResponse, recognize, type VerificationReport,
} from "bearocsp";

export function judge(der: Uint8Array, certificate: string, issuer: string): VerificationReport {
  const request = new OCSPRequestBuilder().addCertificate(certificate, issuer, "SHA-256").build();
  const report = OCSPResponse.fromDER(der).check({ certificate: Certificate.fromPEM(certificate), issuer, request });
  const status: "good" | "revoked" | "unknown" | null = report.certificateStatus;
  // @ts-expect-error there is no such status
  const wrong: "fine" = report.certificateStatus;
  return status && wrong ? report : report;
}
export const kinds = (text: string): string[] => recognize(text).map(({ kind, der }) => \`\${kind} \${dissect(der).root?.type}\`);
export const codeOf = (error: unknown): string => (error instanceof OCSPError ? error.code : "");
`;

for (const [module, moduleResolution] of /** @type {const} */ ([
  ["node16", "node16"],
  ["nodenext", "nodenext"],
  ["esnext", "bundler"],
])) {
  for (const [dom, lib] of /** @type {const} */ ([
    ["with the DOM's types", ["es2022", "dom"]],
    ["without the DOM's types", ["es2022"]],
  ])) {
    test(`moduleResolution ${moduleResolution}, ${dom}`, async (t) => {
      const { version } = require("typescript/package.json");
      t.diagnostic(`typescript ${version}`);
      const project = makeProject(`typescript-${moduleResolution}-${lib.length}`, {
        "program.ts": PROGRAM,
        "example.ts": EXAMPLE,
        "tsconfig.json": JSON.stringify({
          compilerOptions: {
            strict: true,
            noEmit: true,
            target: "es2022",
            module,
            moduleResolution,
            lib,
            types: [],
            skipLibCheck: false,
            exactOptionalPropertyTypes: true,
          },
          files: ["program.ts", "example.ts"],
        }),
      });
      await run(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", "."], project);
    });
  }
}
