// What the package says of signatures that others made, at once and by WebCrypto: by its own modules, since its API
// takes whole messages.

import { isVerified, verdictOf, verdictOfAsync } from "./node_modules/bearocsp/bindings/keys/signature-check.js";
import { OwnedBytes } from "./node_modules/bearocsp/bindings/lib/bytes.js";

const octets = (hex) => new OwnedBytes(Uint8Array.from(hex.match(/../g) ?? [], (digits) => parseInt(digits, 16)));

/** True, false or a code. */
function judgement(question, verdict) {
  try {
    return isVerified(question, verdict);
  } catch (error) {
    return error.code ?? String(error);
  }
}

/**
 * @param {Record<string, { algorithm: string, spki: string, tests: [number, string, string, boolean][] }[]>} vectors
 * @returns by file, how many verdicts are right, and what is wrong
 */
export async function judge(vectors) {
  const told = {};
  for (const [file, groups] of Object.entries(vectors)) {
    const counts = (told[file] = { right: 0, wrong: [] });
    for (const group of groups) {
      const [algorithm, spki] = [group.algorithm, group.spki].map(octets);
      for (const [number, data, signature, right] of group.tests) {
        const question = { algorithm, spki, data: octets(data), signature: octets(signature) };
        for (const [how, verdict] of Object.entries({
          "at once": verdictOf(question),
          "by WebCrypto": await verdictOfAsync(question),
        })) {
          const said = judgement(question, verdict);
          if (said === right) {
            counts.right++;
          } else {
            counts.wrong.push(`test ${number} ${how}: ${said}`);
          }
        }
      }
    }
  }
  return told;
}
