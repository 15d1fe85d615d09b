// The installed declarations in strict TypeScript programs, by every way to resolve modules, with and without the DOM's
// types, in ES modules, CommonJS and JSX.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { lend, makeProject, require, run } from "./project.js";

/** The example of bindings/README.md. */
const [, EXAMPLE] =
  /^```ts\n([^]*?)^```$/m.exec(readFileSync(new URL("../../bindings/README.md", import.meta.url), "utf8")) ??
  assert.fail("no example");

const PROGRAM = `
import "bearocsp/curves";
import "bearocsp/post-quantum";
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
            noUncheckedSideEffectImports: true,
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

/** In one file, objects of import and of require() are of the same types. */
const COMMONJS = `
import bearocsp = require("bearocsp");
import panel = require("bearocsp/panel");
import standalone = require("bearocsp/standalone");
import "bearocsp/curves";
import "bearocsp/post-quantum";

export class Refusal extends bearocsp.OCSPError {}
export function check(response: bearocsp.OCSPResponse, options: bearocsp.CheckOptions): bearocsp.Check[] {
  const certificate: bearocsp.Certificate = bearocsp.Certificate.from(standalone.Certificate.fromPEM(""));
  const { checks } = response.check({ ...options, certificate });
  // @ts-expect-error there is no such option
  response.check({ ...options, nonce: 1 });
  return [...checks];
}
export const statusOf = (status: bearocsp.OCSPCertStatus): boolean => status === bearocsp.OCSPCertStatus.GOOD;
export const nonce: bearocsp.Extension<Uint8Array> = bearocsp.nonce();
export const inspect = (element: panel.OCSPPanel, context: panel.InspectContext): void => element.inspect("", context);
export const extension = (of: bearocsp.KnownExtensions["archiveCutoff"]): Date => of;
`;
const BOTH = `
import { check, Refusal } from "./commonjs.cjs";
import { Certificate, OCSPError, OCSPResponse } from "bearocsp";

const certificate = Certificate.fromPEM("");
export const checks = check(OCSPResponse.fromDER(new Uint8Array()), { certificate, issuer: null });
export const isOurs = (error: Refusal): error is Refusal & OCSPError => error instanceof OCSPError;
`;
for (const [typescript, module, moduleResolution, file] of /** @type {const} */ ([
  ["typescript", "node16", "node16", "commonjs.cts"],
  ["typescript", "nodenext", "nodenext", "commonjs.cts"],
  ["typescript-5", "node16", "node16", "commonjs.cts"],
  ["typescript-5", "commonjs", "node10", "commonjs.ts"],
])) {
  const { version } = require(`${typescript}/package.json`);
  test(`CommonJS: module ${module}, moduleResolution ${moduleResolution}, TypeScript ${version.split(".", 1)}`, async (t) => {
    t.diagnostic(`typescript ${version}`);
    const isBoth = file.endsWith(".cts");
    const project = makeProject(`commonjs-${typescript}-${module}`, {
      [file]: COMMONJS,
      ...(isBoth ? { "both.mts": BOTH } : { "program.ts": PROGRAM, "example.ts": EXAMPLE }),
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          noUncheckedSideEffectImports: true,
          target: "es2022",
          module,
          moduleResolution,
          lib: ["es2022", "dom"],
          types: [],
          skipLibCheck: false,
        },
        files: [file, ...(isBoth ? ["both.mts"] : ["program.ts", "example.ts"])],
      }),
    });
    await run(process.execPath, [require.resolve(`${typescript}/bin/tsc`), "-p", "."], project);
  });
}

/** What web/README.md tells each framework's users to declare. */
const DECLARATIONS = Array.from(
  readFileSync(new URL("../../web/README.md", import.meta.url), "utf8").matchAll(/^```tsx\n([^]*?)^```$/gm),
  ([, block]) => block,
);
for (const [name, types, jsx, attributes] of /** @type {const} */ ([
  ["react", "@types/react", "react-jsx", "className='wide' onocsp-time={({ detail }) => detail.time.getTime()}"],
  ["preact", "preact", "react-jsx", "class='wide' onocsp-time={({ detail }) => detail.time.getTime()}"],
  ["solid-js", "solid-js", "preserve", "class='wide' on:ocsp-time={({ detail }) => detail.time.getTime()}"],
])) {
  test(`JSX of ${name}`, async (t) => {
    t.diagnostic(`${types} ${require(`${types}/package.json`).version}`);
    const declaration =
      DECLARATIONS.find((block) => block.includes(`from "${name}"`)) ?? assert.fail(`web/README.md: no ${name}`);
    const project = makeProject(`jsx-${name}`, {
      "program.tsx": `${declaration}
export const panel = (response: Uint8Array) => <ocsp-panel ref={(panel) => panel?.inspect(response)} ${attributes} />;
// @ts-expect-error it is no such element
export const input = <ocsp-panel ref={(panel: HTMLInputElement) => panel.value} />;
// @ts-expect-error nobody declared it
export const other = <ocsp-panels />;
`,
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: "es2022",
          module: "esnext",
          moduleResolution: "bundler",
          lib: ["es2022", "dom"],
          types: [],
          skipLibCheck: true,
          jsx,
          jsxImportSource: name,
        },
        files: ["program.tsx"],
      }),
    });
    lend(project, name === "react" ? ["@types"] : [name]);
    await run(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", "."], project);
  });
}
