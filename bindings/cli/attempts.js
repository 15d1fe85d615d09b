/** What was asked, and what came of it. */
import { shownURL } from "./http.js";
import { printableLine } from "./terminal.js";

/** @typedef {"GET" | "POST"} Method */
/**
 * @typedef {object} Attempt one request, and what came of it
 * @property {string} url
 * @property {Method} method
 * @property {import("../index.js").HashAlgorithm} hashAlgorithm of the CertID
 * @property {string | null} code null where the answer can be relied on
 * @property {string} message
 */

/** @param {readonly Attempt[]} attempts at one URL @returns {string} e.g. "GET and POST with SHA-256" */
function waysText(attempts) {
  const hashes = [...new Set(attempts.map(({ hashAlgorithm }) => hashAlgorithm))];
  return hashes
    .map((hash) => {
      const methods = attempts.filter(({ hashAlgorithm }) => hashAlgorithm === hash).map(({ method }) => method);
      return `${methods.join(" and ")} with ${hash}`;
    })
    .join(", ");
}

/**
 * Attempts at one responder that ended in the same way, in one line.
 * @param {readonly Attempt[]} attempts
 * @returns {string[]}
 */
export function attemptLines(attempts) {
  /** @type {Map<string, Attempt[]>} */
  const groups = new Map();
  for (const attempt of attempts) {
    const key = `${attempt.url}\n${attempt.message}`;
    groups.set(key, [...(groups.get(key) ?? []), attempt]);
  }
  return Array.from(groups.values(), (group) => {
    const [{ url, message }] = group;
    return `${shownURL(url)} (${waysText(group)}): ${printableLine(message)}`;
  });
}
