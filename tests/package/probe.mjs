// What a runtime can check: a certificate for each algorithm that its own key signed, and two twins of each that
// somebody changed. It has no imports, so that every runtime can load it.

/** The year of notAfter, in digits: changed, the certificate says something else. */
const YEAR = Array.from("2099", (digit) => digit.charCodeAt(0));

/** @param {Uint8Array} der */
function changedTwins(der) {
  const [other, damaged] = [der.slice(), der.slice()];
  const at = der.findIndex((_, start) => YEAR.every((digit, i) => der[start + i] === digit));
  other[at + 3] -= 1;
  damaged[damaged.length - 1] ^= 1;
  return { "what was signed is another": other, "the signature is another": damaged };
}

/**
 * @param {typeof import("bearocsp")} bearocsp
 * @param {Record<string, string>} certificates by algorithm, in base64
 * @returns {Record<string, string>} by algorithm: "yes"; "no: ", the code and the message of the refusal; or "wrong: "
 *   and what was
 */
export function probe({ Certificate }, certificates) {
  const verdict = (der) => {
    const certificate = Certificate.fromDER(der);
    try {
      return String(certificate.isIssuedBy(certificate));
    } catch (error) {
      return `no: ${error.code} ${error.message}`;
    }
  };
  const answers = {};
  for (const [name, base64] of Object.entries(certificates)) {
    const der = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const says = verdict(der);
    const expected = says === "true" ? "false" : says;
    const wrong = Object.entries(changedTwins(der)).filter(([, twin]) => verdict(twin) !== expected);
    answers[name] =
      says === "false"
        ? "wrong: its own signature is refused"
        : wrong.length > 0
          ? `wrong: ${wrong.map(([what, twin]) => `${what}: ${verdict(twin)}`).join("; ")}`
          : says.replace("true", "yes");
  }
  return answers;
}
