// What a program pays that has the response, and no library: Node's loader for ES modules, and reading the file.
import { readFileSync } from "node:fs";

readFileSync(process.argv[2]);
