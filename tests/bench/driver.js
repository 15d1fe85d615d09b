/**
 * One JavaScript contestant in a process of its own: answers the JSON commands of contestant.js, one per line.
 * Argument: the module of the contestant.
 */
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { text } from "./text.js";

const contestant = (await import(process.argv[2])).default;
const prepared = new Map();
/** The row that was read last. Exported, so that no read can be optimized away. */
export let kept;

const COMMANDS = {
  about: () => ({
    runtime: `Node ${process.versions.node}`,
    operations: Object.keys(contestant.operations),
    without: contestant.without,
  }),

  /** Reads the files of a case, ready to run. */
  async prepare({ case: id, operation, kinds, files }) {
    const bytes = Object.fromEntries(
      Object.entries(files).map(([name, base64]) => [name, new Uint8Array(Buffer.from(base64, "base64"))]),
    );
    const make = contestant.operations[operation];
    const rows = [];
    const show = make(bytes, (row) => rows.push(row));
    const run = make(bytes, (row) => {
      kept = row;
    });
    const first = run();
    await first;
    prepared.set(id, { kinds, rows, show, run, asynchronous: first instanceof Promise });
  },

  /** What one run reads, as the text that all contestants agree on; null where a contestant has no such value. */
  async rows({ case: id }) {
    const { kinds, rows, show } = prepared.get(id);
    await show();
    const toText = (value, index) => (value == null ? null : (contestant.text[kinds[index]] ?? text)(value));
    return rows.splice(0).map((row) => row.map(toText));
  },

  /** Seconds that so many runs take. */
  async time({ case: id, runs }) {
    const { run, asynchronous } = prepared.get(id);
    const start = performance.now();
    if (asynchronous) {
      for (let i = 0; i < runs; i++) {
        await run();
      }
    } else {
      for (let i = 0; i < runs; i++) {
        run();
      }
    }
    return (performance.now() - start) / 1000;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  let reply;
  try {
    reply = { answer: await COMMANDS[command.do](command) };
  } catch (error) {
    reply = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(JSON.stringify(reply) + "\n");
}
