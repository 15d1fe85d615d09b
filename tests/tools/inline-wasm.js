// Writes the module as a JavaScript string: the one form that every runtime and bundler can import without help.
import { readFileSync, writeFileSync } from "node:fs";

const [from, to] = process.argv.slice(2);
const base64 = readFileSync(from).toString("base64");
// Declared as a string, so that tsc does not take a hundred kilobytes for a literal type.
writeFileSync(to, `/** @type {string} */\nconst base64 = "${base64}";\nexport default base64;\n`);
