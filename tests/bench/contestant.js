/**
 * A contestant's process. It reads one JSON command a line and answers each with one line, {answer} or {error}:
 *   {do: "about"}                                    {version?, runtime, operations, without}
 *   {do: "prepare", case, operation, kinds, files}   files in base64
 *   {do: "rows", case}                               the values that one run reads, as text
 *   {do: "time", case, runs}                         seconds
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export class Contestant {
  #child;
  #lines;

  static async start({ name, version, command }, python) {
    const contestant = new Contestant();
    const [program, args] = command(python);
    contestant.#child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
    contestant.#child.stdin.on("error", () => {}); // ask() reports the end of the process
    contestant.#lines = createInterface({ input: contestant.#child.stdout })[Symbol.asyncIterator]();
    contestant.name = name;
    contestant.about = await contestant.ask({ do: "about" });
    contestant.about.version ??= version();
    return contestant;
  }

  async ask(command) {
    this.#child.stdin.write(JSON.stringify(command) + "\n");
    const { value: line, done } = await this.#lines.next();
    if (done) {
      throw new Error(`${this.name}: its process ended`);
    }
    const { answer, error } = JSON.parse(line);
    if (error) {
      throw new Error(`${this.name}, ${command.do} ${command.case ?? ""}: ${error}`);
    }
    return answer;
  }

  can({ operation }) {
    return this.about.operations.includes(operation);
  }

  prepare({ id, operation, fields }, files) {
    const base64 = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, bytes.toString("base64")]));
    return this.ask({ do: "prepare", case: id, operation, kinds: Object.values(fields), files: base64 });
  }

  rows({ id }) {
    return this.ask({ do: "rows", case: id });
  }

  time({ id }, runs) {
    return this.ask({ do: "time", case: id, runs });
  }

  stop() {
    this.#child.stdin.end();
  }
}
