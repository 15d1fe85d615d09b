/** `bearocsp request`: a request for certificates. */
import { Command, Option } from "commander";
import { nonce, OCSPRequestBuilder } from "../index.js";
import { noIssuer, readCertificate, readIssuer } from "./chain.js";
import { nameOf } from "./input.js";
import { hashOption, jsonOption, nonceOption, parseURL } from "./options.js";
import { writeResult } from "./output.js";
import { assertForGet, hasQuery, noResponder, responderForGet } from "./responders.js";
import { addSignOptions, readSigner } from "./signing.js";
import { printableJSON } from "./terminal.js";

/** @typedef {import("../index.js").Certificate} Certificate */

/**
 * @param {readonly { certificate: Certificate, issuer: Certificate }[]} asked
 * @param {{ hash: import("../index.js").HashAlgorithm, nonce: number | true | undefined }} options
 * @param {Awaited<ReturnType<typeof readSigner>>} build
 */
export function buildRequest(asked, options, build) {
  let builder = new OCSPRequestBuilder();
  for (const { certificate, issuer } of asked) {
    builder = builder.addCertificate(certificate, issuer, options.hash);
  }
  if (options.nonce !== undefined) {
    builder = builder.addExtension(
      nonce(crypto.getRandomValues(new Uint8Array(options.nonce === true ? 32 : options.nonce))),
    );
  }
  return build(builder);
}

export const requestCommand = () =>
  addSignOptions(
    new Command("request")
      .description("make a request that asks about one or more certificates")
      .argument("<cert...>", "files, each with a certificate to ask about; they may hold the chains too")
      .option("--issuer <file>", "the certificate of the CA that issued them (default: looked for in the file of each)")
      .addOption(hashOption("SHA-1"))
      .addOption(nonceOption()),
  )
    .addOption(new Option("--base64", "print base64 instead of DER").conflicts(["url", "json"]))
    .addOption(
      new Option(
        "--url [responder]",
        "print the URL for a GET request to this responder, or to the one that the certificate names",
      ).argParser(parseURL(" For the responder that the certificate names, put --url after the files.")),
    )
    .option("-o, --output <file>", "write to this file")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  bearocsp request server.pem --issuer ca.pem -o request.der

  bearocsp request chain.pem --nonce |
    curl -s -H 'Content-Type: application/ocsp-request' --data-binary @- \\
      http://ocsp.example/ |
    bearocsp verify - --cert chain.pem

  curl -s "$(bearocsp request chain.pem --url)" |
    bearocsp verify - --cert chain.pem`,
    )
    .action(async (files, options) => {
      const build = await readSigner(options);
      const asked = [];
      for (const file of files) {
        const certificate = await readCertificate(file, "<cert>");
        const { issuer, search } = await readIssuer(certificate, file, options.issuer);
        if (issuer === null) {
          throw noIssuer(certificate, file, options.issuer, search);
        }
        asked.push({ certificate, issuer });
      }
      const responder = typeof options.url === "string" ? options.url : responderForGet(asked[0].certificate);
      if (options.url !== undefined && responder === undefined) {
        throw noResponder(nameOf(files[0]), asked[0].certificate);
      }
      if (options.url !== undefined && responder !== undefined) {
        assertForGet(responder);
      }
      const request = buildRequest(asked, { hash: options.hash ?? "SHA-1", nonce: options.nonce }, build);
      const der = request.toDER(),
        base64 = Buffer.from(der).toString("base64");
      const url = responder === undefined || hasQuery(responder) ? null : request.toURL(responder);
      await writeResult(
        options.json
          ? `${printableJSON({ base64, url, ...request.toJSON() })}\n`
          : options.url !== undefined
            ? `${url}\n`
            : options.base64
              ? `${base64}\n`
              : der,
        options.output,
      );
    });
