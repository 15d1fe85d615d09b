/** `bearocsp inspect`: what bytes say, without judging them. */
import process from "node:process";
import { Command, Option } from "commander";
import { Certificate, dissect, OCSPError, OCSPRequest, OCSPResponse, PrivateKey } from "../index.js";
import { complain, EXIT, errorJSON, InputError, NoAnswerError } from "./exit.js";
import { fieldLines } from "./fields.js";
import { NOUNS, nameOf, readObjects } from "./input.js";
import { jsonOption } from "./options.js";
import { printJSON, printLines } from "./output.js";
import { paint, printable, printableLine } from "./terminal.js";
import { treeJSON, treeLines } from "./tree.js";

/** @typedef {import("./input.js").Found} Found */
/**
 * @typedef {{ readonly fields: object | null, readonly summary: string, readonly error: OCSPError | InputError | null
 *   }} Reading
 */

/** Largest objects shown, in bytes. Showing more takes gigabytes of memory, and nobody reads it. */
const LARGEST_FIELDS = 2 ** 23,
  LARGEST_TREE = 2 ** 20;

/** @param {number} count @param {string} noun */
const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/**
 * Gives the object, and what its headline says of it.
 * @typedef {(der: Uint8Array) => readonly [{ toJSON(): object }, string]} Reader
 */

/** @type {Readonly<Partial<Record<Found["kind"], Reader>>>} */
const READERS = Object.freeze({
  certificate: (der) => {
    const certificate = Certificate.fromDER(der);
    return [certificate, certificate.subject.toString()];
  },
  "ocsp-request": (der) => {
    const request = OCSPRequest.fromDER(der);
    return [request, `${request.isSigned ? "signed, " : ""}${counted(request.requests.length, "certificate")}`];
  },
  "ocsp-response": (der) => {
    const response = OCSPResponse.fromDER(der);
    const { responseStatus: status } = response;
    return [response, status === "successful" ? `${status}, ${counted(response.responses.length, "answer")}` : status];
  },
  "private-key": (der) => {
    const key = PrivateKey.from(der);
    return [key, "the private parts are not shown"];
  },
});

/** Not broken, but not readable here. @type {ReadonlyMap<string, string>} */
const UNREADABLE = new Map(
  Object.entries({ ERR_KEY_ENCRYPTED: "encrypted", ERR_UNSUPPORTED_KEY: "of a type that is not supported" }),
);

/** @param {Found} found @returns {Reading} */
function read({ kind, der }) {
  try {
    const [object, summary] = READERS[kind]?.(der) ?? [null, ""];
    return { fields: object?.toJSON() ?? null, summary, error: null };
  } catch (error) {
    if (!(error instanceof OCSPError)) {
      throw error;
    }
    const summary = UNREADABLE.get(error.code);
    return { fields: null, summary: summary ?? "", error: summary === undefined ? error : null };
  }
}

/**
 * Names the limit that was met.
 * @param {number} size in bytes
 * @param {boolean} hasFields whether the object is of a kind whose fields are shown
 */
const tooLarge = (size, hasFields) =>
  new InputError(
    hasFields
      ? `it has ${size} bytes, and fields are shown for up to ${LARGEST_FIELDS} bytes`
      : `it has ${size} bytes, and a tree is shown for up to ${LARGEST_TREE} bytes`,
  );

/** @param {Found} found */
function dumpOf({ kind, der }) {
  const { root, error } = dissect(der);
  /* An unknown structure may be a key too. */
  return { dump: root && { root, der, isSecret: kind === "private-key" || kind === "unknown" }, error };
}

/** @param {Found} found @param {boolean} tree */
function inspected(found, tree) {
  const size = found.der.length;
  const hasFields = !tree && size > LARGEST_FIELDS && READERS[found.kind] !== undefined;
  const reading = size > LARGEST_FIELDS ? { fields: null, summary: "", error: null } : read(found);
  if (!tree && reading.fields !== null) {
    return { ...reading, dump: null };
  }
  if (size > LARGEST_TREE) {
    return { ...reading, fields: null, dump: null, error: reading.error ?? tooLarge(size, hasFields) };
  }
  const { dump, error } = dumpOf(found);
  return { ...reading, fields: null, dump, error: reading.error ?? error };
}

const SOURCES = Object.freeze({ pem: "PEM", der: "DER", url: "URL", base64: "base64", hex: "hexadecimal" });

/** @param {string} file @param {Found} found @param {ReturnType<typeof inspected>} what @returns {Generator<string>} */
function* textLines(file, { kind, der, source }, { fields, summary, dump, error }) {
  const parts = [NOUNS[kind], printableLine(summary), counted(der.length, "byte")].filter(Boolean);
  yield paint("bold", `${nameOf(file)}: ${parts.join(", ")} (${SOURCES[source]})`);
  yield* fields !== null ? fieldLines(fields) : dump !== null ? treeLines(dump) : [];
  if (error !== null) {
    yield `${paint("red", error instanceof InputError ? "too large:" : "broken:")} ${printable(error.message)}`;
  }
}

/** @param {string} file @param {Found} found @param {ReturnType<typeof inspected>} what */
const objectJSON = (file, { kind, der, source }, { fields, dump, error }) => ({
  file,
  kind,
  source,
  length: der.length,
  ...(fields !== null && { fields }),
  ...(dump !== null && { tree: treeJSON(dump) }),
  error: error && errorJSON(error),
});

/** @param {string} file @returns {Promise<Awaited<ReturnType<typeof readObjects>> | InputError | NoAnswerError>} */
const objectsOrError = (file) =>
  readObjects(file).catch((error) => {
    if (error instanceof InputError || error instanceof NoAnswerError) {
      return error;
    }
    throw error;
  });

export const inspectCommand = () =>
  new Command("inspect")
    .description("show the certificates, requests, responses and keys in files of any format")
    .argument("<file...>", "files to look into")
    .addOption(
      new Option("--tree", "every element: offset, length of header and contents, name, type, value").conflicts("text"),
    )
    .addOption(new Option("--text", "the fields (the default)"))
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
The exit status is 3 if a file cannot be read, holds nothing to show, or holds
something broken; everything else is shown. Private keys show their public half
only.

Examples:
  bearocsp inspect answer.der

  openssl s_client -connect example.com:443 -showcerts </dev/null |
    bearocsp inspect - --tree`,
    )
    .action(async (files, options) => {
      const json = [];
      let shown = 0;
      for (const file of files) {
        const objects = await objectsOrError(file);
        if (objects instanceof Error) {
          process.exitCode = EXIT.USAGE;
          if (options.json) {
            json.push({ file, error: errorJSON(objects) });
          } else {
            complain(objects.message);
          }
          continue;
        }
        for (const found of objects.found) {
          const what = inspected(found, options.tree === true);
          if (what.error !== null) {
            process.exitCode = EXIT.USAGE;
          }
          if (options.json) {
            json.push(objectJSON(file, found, what));
          } else {
            await printLines(shown++ === 0 ? [] : [""]);
            await printLines(textLines(file, found, what));
          }
        }
        if (objects.missing !== null && !options.json) {
          complain(objects.missing.message);
        }
      }
      if (options.json) {
        await printJSON(json);
      }
    });
