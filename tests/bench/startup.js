/** What a short program pays: the import of the package and its first parse, in a new process each time. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { BUILD, HERE } from "./environment.js";
import { millisecondsOverNode } from "./goals.js";

export const startup = {
  id: "startup",
  title: "a process that imports the package and parses one response",
  goals: [millisecondsOverNode(12)],
};

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

export class Startup {
  testCase = startup;
  #programs;
  #times = { node: [], module: [], import: [] };

  constructor({ response }) {
    const der = join(BUILD, "response.der");
    writeFileSync(der, response);
    this.#programs = {
      node: ["-e", ""],
      module: [join(HERE, "startup/read.js"), der],
      import: [join(HERE, "startup/first-parse.js"), der],
    };
  }

  warmUp() {
    return this.round();
  }

  round() {
    for (const [name, args] of Object.entries(this.#programs)) {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      if (status !== 0) {
        throw new Error(`node ${args.join(" ")}: ${stderr}`);
      }
      this.#times[name].push(performance.now() - start);
    }
  }

  /** Milliseconds: bare node, node with a module that reads the response, node with the package. */
  get results() {
    return Object.fromEntries(Object.entries(this.#times).map(([name, times]) => [name, median(times)]));
  }
}
