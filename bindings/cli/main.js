#!/usr/bin/env node
/** The command `bearocsp`: its subcommands, and what their results mean for a shell. */
import { readFileSync } from "node:fs";
import process from "node:process";
import { Command, CommanderError } from "commander";
import { checkCommand } from "./check.js";
import { complain, EXIT, InputError, reportFailure } from "./exit.js";
import { shownURL } from "./http.js";
import { inspectCommand } from "./inspect.js";
import { flush, unwritable } from "./output.js";
import { requestCommand } from "./request.js";
import { respondCommand } from "./respond.js";
import { verifyCommand } from "./verify.js";

/* Bundles of this file stand at the same depth. */
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

const [, , ...args] = process.argv;
const isJSON = (args.includes("--") ? args.slice(0, args.indexOf("--")) : args).includes("--json");

/** Quoted arguments may be URLs: their user names and passwords are left out. @param {string} message of commander */
const usageText = (message) => message.replace(/^error: /, "").replaceAll(/'\S+:\/\/\S+'/g, shownURL);

const program = new Command("bearocsp")
  .description("Makes, reads, signs and verifies OCSP requests and responses (RFC 6960).")
  .version(version, "-V, --version", "show the version")
  .helpOption("-h, --help", "show this help")
  .helpCommand(false)
  .showHelpAfterError("(see --help)")
  .configureOutput({
    outputError: (message) => complain(usageText(message)),
    /* With --json, end() reports the error. */
    ...(isJSON && { outputError: () => {}, writeErr: () => {} }),
  })
  .exitOverride()
  .addHelpText(
    "after",
    `
Files may be PEM, DER, base64, hexadecimal, a GET URL, or any text that holds
these; - is standard input. Output to a terminal is coloured unless NO_COLOR is
set.

Exit status: 0 good, or done; 1 revoked or unknown; 2 the answer cannot be
relied on, or there is none; 3 wrong usage or input; 4 the certificate names no
responder.`,
  );

/* commander's own help command shows the general help for an unknown command. */
const helpCommand = () =>
  new Command("help")
    .description("show help for a command")
    .argument("[command]", "its name")
    .action((name) => {
      const command = name === undefined ? program : program.commands.find((each) => each.name() === name);
      return command === undefined ? program.error(`error: unknown command '${name}'`) : command.help();
    });

for (const command of [
  inspectCommand(),
  requestCommand(),
  respondCommand(),
  verifyCommand(),
  checkCommand(),
  helpCommand(),
]) {
  program.addCommand(command.copyInheritedSettings(program));
}

/* Each write reports its own failure. */
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});
process.on("uncaughtException", (error) => {
  reportFailure(error, false);
  process.exit();
});

/** @param {unknown} error */
function end(error) {
  const { code, syscall } = /** @type {NodeJS.ErrnoException} */ (error);
  if (error instanceof CommanderError) {
    /* commander has said what is wrong, or shown the help. */
    process.exitCode = error.exitCode === 0 ? EXIT.DONE : EXIT.USAGE;
    if (isJSON && error.exitCode !== 0) {
      reportFailure(new InputError(usageText(error.message)), true);
    }
  } else if (syscall !== "write") {
    reportFailure(error, isJSON);
  } else if (code !== "EPIPE") {
    reportFailure(unwritable("standard output", error), false);
  }
  /* A reader may stop early: `bearocsp inspect … | head`. */
}

await program.parseAsync().catch(end);
await flush().catch(() => {});
/* Open connections and name lookups would keep the process alive. */
process.exit();
