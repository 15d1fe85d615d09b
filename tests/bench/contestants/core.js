/** This library as it is where there is no node:crypto: the WebAssembly core computes everything. */
import bearocsp from "./bearocsp.js";

/* What the module itself was loaded with is read by now. */
Object.defineProperty(process, "getBuiltinModule", { value: undefined });

const { "check-rsa2048": check, "verify-rsa2048": verify } = bearocsp.operations;

export default { ...bearocsp, operations: { "check-rsa2048": check, "verify-rsa2048": verify } };
