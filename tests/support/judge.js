// Second opinions on many messages: Python's cryptography and OpenSSL's libcrypto, each in one process.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, renameSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { PythonWorker } from "./python-worker.js";

export { withoutPython } from "./python-worker.js";

/** @typedef {{ kind: "request" | "response" | "certificate", der: Uint8Array }} Message */

const BATCH = 2000;

const base64 = (bytes) => Buffer.from(bytes).toString("base64");

async function withPython(work) {
  const worker = new PythonWorker(new URL("python-judge.py", import.meta.url));
  try {
    return await work(worker.functions);
  } finally {
    await worker.close();
  }
}

/**
 * @param {Message[]} messages
 * @returns {Promise<(string | null)[]>} null where the message is read, else the reason for refusing it
 */
export const askPython = (messages) =>
  withPython(async ({ judge }) => {
    const answers = [];
    for (let start = 0; start < messages.length; start += BATCH) {
      const batch = messages.slice(start, start + BATCH).map(({ kind, der }) => [kind, base64(der)]);
      answers.push(...(await judge({ messages: batch })));
    }
    return answers;
  });

/** What Python's cryptography and asn1crypto say of certificates, under the names of our getters. */
export const describeCertificates = (ders) =>
  withPython(({ describe_certificates }) => describe_certificates({ certificates: ders.map(base64) }));

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Where a program with libcrypto of this folder is built. @param {string} name */
export const programOf = (name) => path(`../../build/tests/${name}`);

/**
 * Builds it if it is older than its source.
 * @param {string} name
 * @returns {string | false} the reason to skip, or false
 */
export function withoutProgram(name) {
  const source = path(`${name}.c`);
  const program = programOf(name);
  const builtAt = statSync(program, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (builtAt > statSync(source).mtimeMs) {
    return false;
  }
  // Test files run side by side: each builds a file of its own and puts it in place as a whole.
  const fresh = `${program}.${process.pid}`;
  try {
    mkdirSync(path("../../build/tests"), { recursive: true });
    const flags = ["-std=c11", "-O1", "-Wall", "-Wextra", "-Werror"];
    execFileSync(process.env.CC ?? "cc", [...flags, "-o", fresh, source, "-lcrypto"], { stdio: "pipe" });
  } catch (error) {
    return `no C compiler with OpenSSL's headers (libssl-dev): ${String(error.stderr ?? error.message).split("\n")[0]}`;
  }
  renameSync(fresh, program);
  return false;
}

const JUDGE = "libcrypto-judge";

/** The reason to skip, or false. */
export const withoutLibcrypto = withoutProgram(JUDGE);

/** In libcrypto-judge.c's frames: what it is, the length in four octets, the bytes. */
function* frames(messages) {
  const code = { request: "Q", response: "R", certificate: "C" };
  for (const { kind, der } of messages) {
    const header = Buffer.alloc(5);
    header.write(code[kind], 0, "latin1");
    header.writeUInt32BE(der.length, 1);
    yield header;
    yield der;
  }
}

/**
 * @param {Message[]} messages
 * @returns {Promise<(string | null)[]>} null where the message is read, else the reason for refusing it
 */
export async function askLibcrypto(messages) {
  const child = spawn(programOf(JUDGE), { stdio: ["pipe", "pipe", "inherit"] });
  const exit = new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  child.stdin.on("error", () => {}); // a judge that dies is told by the number of its answers
  child.stdin.end(Buffer.concat([...frames(messages)]));
  const answers = [];
  for await (const line of createInterface({ input: child.stdout })) {
    answers.push(JSON.parse(line));
  }
  const status = await exit;
  if (status !== 0 || answers.length !== messages.length) {
    throw new Error(`libcrypto-judge: ${answers.length} answers to ${messages.length} messages, exit status ${status}`);
  }
  return answers;
}
