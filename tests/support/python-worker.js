// One long-lived Python process that answers calls: a line of JSON each way, many calls under way at once. Its other
// half is python_worker.py.

import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Debian's own, which python3-cryptography and python3-asn1crypto are installed for. */
export const PYTHON = process.env.PYTHON ?? "/usr/bin/python3";

const reasonAgainst = () => {
  try {
    execFileSync(PYTHON, ["-c", "import cryptography, asn1crypto"], { stdio: "pipe" });
    return false;
  } catch {
    return `no ${PYTHON} with python3-cryptography and python3-asn1crypto`;
  }
};

/** The reason to skip, or false: for node:test's `skip` option. */
export const withoutPython = reasonAgainst();

export class PythonWorker {
  #child;
  #exited;
  #waiting = new Map();
  #lastId = 0;
  /** Why no answer can come any more. @type {string | undefined} */
  #ended;
  /**
   * The program's functions by name; each takes its named arguments as an object and gives a promise.
   * @type {Record<string, (given?: object) => Promise<any>>}
   */
  functions = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (given = {}) =>
          this.#call(String(name), given),
    },
  );

  /** @param {URL} program a Python file that ends in serve([function, ...]) of python_worker.py */
  constructor(program) {
    // -B: no __pycache__ in the source tree
    this.#child = spawn(PYTHON, ["-B", fileURLToPath(program)], { stdio: ["pipe", "pipe", "inherit"] });
    this.#exited = new Promise((resolve) => {
      const end = (reason) => {
        this.#ended = reason;
        for (const { reject } of this.#waiting.values()) {
          reject(new Error(reason));
        }
        this.#waiting.clear();
        resolve(undefined);
      };
      this.#child.on("error", (error) => end(`${PYTHON}: ${error.message}`));
      this.#child.on("close", (code, signal) => end(`Python has ended (${signal ?? code})`));
    });
    this.#child.stdin.on("error", () => {}); // the end of the process says it
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#settle(JSON.parse(line)));
  }

  #call(name, given) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) {
        return reject(new Error(this.#ended));
      }
      this.#waiting.set(id, { resolve, reject });
      this.#child.stdin.write(`${JSON.stringify({ id, call: name, given })}\n`);
    });
  }

  #settle({ id, result, error }) {
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) {
      resolve(result);
    } else {
      reject(new Error(error));
    }
  }

  /** Resolves when the process is gone. */
  async close() {
    this.#child.stdin.end();
    await this.#exited;
  }
}
