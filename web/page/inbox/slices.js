// Long work as a generator: at once, or in slices between which the page stays alive.

/** Nobody notices that a page does nothing else for this long. */
const SLICE_MS = 40;

/** @template T @param {Generator<unknown, T>} steps @returns {T} */
export function atOnce(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      return value;
    }
  }
}

/**
 * In slices. This does not use a worker: the page's policy would have to allow more than it does, and would not apply
 * inside the worker where a server does not send it.
 *
 * @template T
 * @param {Generator<unknown, T>} steps
 * @param {() => boolean} goesOn asked between two slices
 * @returns {Promise<T | null>} null where it did not go on
 */
export async function inSlices(steps, goesOn) {
  const begin = performance.now();
  for (let end = begin + SLICE_MS; ; ) {
    const { done, value } = steps.next();
    // What is done with the result of long work may take its time too.
    if (performance.now() >= (done ? begin + SLICE_MS : end)) {
      if (!goesOn()) {
        return null;
      }
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
      end = performance.now() + SLICE_MS;
    }
    if (done) {
      return value;
    }
  }
}
