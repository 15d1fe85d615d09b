/** `bearocsp verify`: whether an answer can be relied on, and what it says. */
import { Command } from "commander";
import { noIssuer, readCertificate, readIssuer } from "./chain.js";
import { addCheckOptions, readCheckOptions } from "./check-options.js";
import { readRequest, readResponse } from "./input.js";
import { jsonOption } from "./options.js";
import { printReport } from "./report.js";

export const verifyCommand = () =>
  addCheckOptions(
    new Command("verify")
      .description("make every check of RFC 6960 on a response, and say whether it can be relied on")
      .argument("<response>", "file with the response")
      .requiredOption("--cert <file>", "the certificate in question; the file may hold the chain too")
      .option(
        "--issuer <file>",
        "the certificate of the CA that issued it (default: looked for in the certificate's file)",
      )
      .option("--request <file>", "the request that was sent; its CertIDs and nonce are compared"),
  )
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
The command trusts the issuer that you give.

Exit status: 0 good; 1 revoked or unknown; 2 the answer cannot be relied on, or
the server stapled none; 3 wrong usage or input.

Examples:
  bearocsp verify answer.der --cert server.pem --issuer ca.pem

  bearocsp verify answer.der --cert chain.pem --request request.der \\
    --time 2026-11-21T09:30:00Z --json

  cat answer.der chain.pem | bearocsp verify - --cert -

The response that a server staples (openssl shows its bytes only with -msg):
  openssl s_client -connect example.com:443 -status -msg </dev/null |
    bearocsp verify - --cert -`,
    )
    .action(async (file, options) => {
      const response = await readResponse(file, "<response>");
      const request = options.request === undefined ? undefined : await readRequest(options.request, "--request");
      const certificate = await readCertificate(options.cert, "--cert", { request, response });
      const { issuer: own, given, search } = await readIssuer(certificate, options.cert, options.issuer);
      /* That the given issuer did not issue it is a reason not to rely on the answer: the report says so. */
      const issuer = own ?? (options.issuer === undefined ? null : given[0]);
      if (issuer === null) {
        throw noIssuer(certificate, options.cert, options.issuer, search);
      }
      const settings = (await readCheckOptions(options, request?.nonce ? null : "give the request with --request"))();
      const report = response.check({ ...settings, certificate, issuer, request });
      const { time, trustedResponders: trusted } = settings;
      await printReport(report, { response, certificate, time, trusted }, options.json);
    });
