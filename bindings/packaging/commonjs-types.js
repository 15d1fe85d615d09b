/**
 * The declarations of the entries for CommonJS. They name those of the ES module: with a second set of classes, whoever
 * uses both could not hand an object from one to the other.
 */
import { basename } from "node:path";
import ts from "typescript";

/** @typedef {{ name: string, flags: ts.SymbolFlags, about: string }} Export */

/** @param {ts.Symbol} symbol @param {ts.TypeChecker} checker @returns {Export} */
function exportOf(symbol, checker) {
  const { name } = symbol;
  const declared = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const { flags } = declared;
  // An editor shows a function's own documentation, but of a class behind a constant none.
  const comment = flags & ts.SymbolFlags.Function ? [] : declared.getDocumentationComment(checker);
  return { name, flags, about: ts.displayPartsToString(comment).replaceAll(/\s+/g, " ") };
}

const isValue = (/** @type {Export} */ { flags }) => (flags & ts.SymbolFlags.Value) !== 0;

/** @param {Export} value @returns {string[]} lines */
function declarations({ name, flags, about }) {
  const comment = about === "" ? [] : [`/** ${about} */`];
  return [
    ...comment,
    `export declare const ${name}: typeof library.${name};`,
    ...(flags & ts.SymbolFlags.Type ? [...comment, `export type ${name} = library.${name};`] : []),
  ];
}

/**
 * @param {readonly string[]} entries paths of their declarations, x.d.ts
 * @returns {[path: string, text: string][]} x.d.cts
 */
export function commonJSTypes(entries) {
  const program = ts.createProgram(entries, { module: ts.ModuleKind.NodeNext, types: [], noLib: true });
  const checker = program.getTypeChecker();
  return entries.map((entry) => {
    const module = /** @type {ts.Symbol} */ (
      checker.getSymbolAtLocation(/** @type {ts.SourceFile} */ (program.getSourceFile(entry)))
    );
    const exports = checker.getExportsOfModule(module).map((symbol) => exportOf(symbol, checker));
    const types = exports.filter((each) => !isValue(each)).map(({ name }) => name);
    const source = `"./${basename(entry, ".d.ts")}.js" with { "resolution-mode": "import" }`;
    const lines = [
      `import type * as library from ${source};`,
      ...exports.filter(isValue).flatMap(declarations),
      `export type { ${types.join(", ")} } from ${source};`,
    ];
    return [entry.replace(/\.d\.ts$/, ".d.cts"), `${lines.join("\n")}\n`];
  });
}
