// What a runtime can check: for each algorithm a certificate that its own key signed, an answer of the same key, and
// two twins of each that somebody changed. It has no imports, so that every runtime can load it.

/** The year of notAfter and of nextUpdate, in digits: changed, it says something else. */
const YEAR = Array.from("2099", (digit) => digit.charCodeAt(0));

/** @param {Uint8Array} der */
function changedTwins(der) {
  const [other, damaged] = [der.slice(), der.slice()];
  const at = der.findIndex((_, start) => YEAR.every((digit, i) => der[start + i] === digit));
  other[at + 3] -= 1;
  damaged[damaged.length - 1] ^= 1;
  return { "what was signed is another": other, "the signature is another": damaged };
}

const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/**
 * "yes"; "no: " and the refusal; or "wrong: " and what was.
 * @param {Uint8Array} der
 * @param {(der: Uint8Array) => string | Promise<string>} verdict "true", "false" or "no: " and the refusal
 */
async function judged(der, verdict) {
  const says = await verdict(der);
  const expected = says === "true" ? "false" : says;
  if (says === "false") {
    return "wrong: the signature is refused";
  }
  for (const [what, twin] of Object.entries(changedTwins(der))) {
    const said = await verdict(twin);
    if (said !== expected) {
      return `wrong: ${what}: ${said}`;
    }
  }
  return says === "true" ? "yes" : says;
}

/**
 * @param {typeof import("bearocsp")} bearocsp
 * @param {Record<string, { issuer: string, response?: string }>} stored by algorithm, in base64
 * @returns {Promise<Record<"synchronous" | "asynchronous", Record<string, string>>>} by algorithm
 */
export async function probe({ Certificate, OCSPResponse }, stored) {
  const answers = { synchronous: {}, asynchronous: {} };
  for (const [name, { issuer: base64, response }] of Object.entries(stored)) {
    const issuer = Certificate.fromDER(bytes(base64));
    answers.synchronous[name] = await judged(bytes(base64), (der) => {
      try {
        const certificate = Certificate.fromDER(der);
        return String(certificate.isIssuedBy(certificate));
      } catch (error) {
        return `no: ${error.code} ${error.message}`;
      }
    });
    if (response === undefined) {
      continue;
    }
    answers.asynchronous[name] = await judged(bytes(response), async (der) => {
      const answer = OCSPResponse.fromDER(der);
      const [{ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }] = answer.responses;
      const certificate = { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber };
      const { ok, checks } = await answer.checkAsync({ certificate, issuer });
      const { message } = checks.find(({ name }) => name === "signature");
      return ok ? "true" : /not supported/.test(message) ? `no: ${message}` : "false";
    });
  }
  return answers;
}
