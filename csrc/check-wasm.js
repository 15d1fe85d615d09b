// Refuses a module that imports anything (the core is a pure function), and prints how large it is.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const [file] = process.argv.slice(2);
const bytes = readFileSync(file);
const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
if (imports.length > 0) {
  const names = imports.map(({ module, name }) => `${module}.${name}`).join(", ");
  console.error(`${file}: the module must not import anything, but imports ${names}`);
  process.exit(1);
}
const kB = (/** @type {number} */ length) => `${(length / 1000).toFixed(1)} kB`;
console.log(`${file}: no imports, ${kB(bytes.length)}, gzipped ${kB(gzipSync(bytes, { level: 9 }).length)}`);
