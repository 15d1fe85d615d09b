// How long a test waits for what comes at once on a machine with nothing else to do. Only a test that fails waits for
// the end of it: a program that hangs is killed and says so, where the runner's own limit would only name the file.

export const PATIENCE_MS = 240_000;
