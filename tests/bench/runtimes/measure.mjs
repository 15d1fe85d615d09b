// The package's own calls beside the crypto of the runtime that it runs in: node:crypto where there is one, else
// WebCrypto, which answers later. It is given all that it uses, so that every runtime can load it.

const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const octets = (hex) => Uint8Array.from(hex.match(/../g), (digits) => parseInt(digits, 16));

/** Calls a second: the best of a few rounds, after one that warms up. */
async function rate(call, seconds) {
  const ROUNDS = 4;
  let best = 0;
  let calls = 1;
  for (let round = 0; round < ROUNDS; ) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) {
      const result = call();
      if ((result instanceof Promise ? await result : result) !== true) {
        throw new Error(`${call}: a signature is refused`);
      }
    }
    const spent = (performance.now() - start) / 1000;
    if (spent < seconds / ROUNDS / 2) {
      calls *= spent < seconds / ROUNDS / 20 ? 8 : 2;
    } else {
      /* The first round that is long enough is the one that warms up. */
      best = round++ === 0 ? 0 : Math.max(best, calls / spent);
    }
  }
  return best;
}

/** Takes turns through a list. */
const turns = (list) => {
  let turn = 0;
  return () => list[turn++ % list.length];
};

/** Ecdsa-Sig-Value as WebCrypto takes it. @param {Uint8Array} der @param {number} length of r and of s */
function fixed(der, length) {
  const result = new Uint8Array(2 * length);
  let at = der[1] < 0x80 ? 2 : 3;
  for (const end of [length, 2 * length]) {
    const value = der.slice(at + 2, at + 2 + der[at + 1]);
    at += 2 + value.length;
    const digits = value[0] === 0 ? value.slice(1) : value;
    result.set(digits, end - digits.length);
  }
  return result;
}

const CURVES = { p256: ["P-256", 32], p384: ["P-384", 48], p521: ["P-521", 66] };

/** node:crypto as whoever checks a signature, with the key read before or each time. */
const byNode = (crypto) => ({
  name: "node:crypto",
  key: ({ spki }) => crypto.createPublicKey({ key: octets(spki), format: "der", type: "spki" }),
  verify: (key, { hashAlgorithm, tbs, signature }) => crypto.verify(hashAlgorithm, tbs, key, signature),
});

const byWebCrypto = (subtle, algorithm) => {
  const [namedCurve, length] = CURVES[algorithm] ?? [];
  const named = (hashAlgorithm) => ({
    name: namedCurve ? "ECDSA" : "RSASSA-PKCS1-v1_5",
    namedCurve,
    hash: hashAlgorithm.replace("sha", "SHA-"),
  });
  return {
    name: "WebCrypto",
    key: ({ spki, hashAlgorithm }) => subtle.importKey("spki", octets(spki), named(hashAlgorithm), false, ["verify"]),
    verify: async (key, { hashAlgorithm, tbs, signature }) =>
      subtle.verify(named(hashAlgorithm), await key, length ? fixed(signature, length) : signature, tbs),
  };
};

/** Octets in place of digits, but of the key, which is read where it is used. */
const ready = (parts) => ({ ...parts, tbs: octets(parts.tbs), signature: octets(parts.signature) });
const json = (base64) => JSON.parse(new TextDecoder().decode(bytes(base64)));

/**
 * @param {typeof import("bearocsp")} bearocsp
 * @param {Record<string, string>} inputs of the benchmark, in base64
 * @param {number} seconds for each figure
 * @returns {Promise<{ title: string, ours: number, theirs: number | null, who: string }[]>} calls a second; null where
 *   the runtime has no such algorithm
 */
export async function measure({ Certificate, certID, OCSPResponse }, inputs, seconds) {
  const crypto = globalThis.process?.getBuiltinModule?.("node:crypto");
  const subtle = globalThis.crypto.subtle;
  const hostOf = (algorithm) => (crypto?.verify ? byNode(crypto) : byWebCrypto(subtle, algorithm));
  const rows = [];
  const row = async (title, ours, who, theirs) => {
    const figure = await rate(theirs, seconds).catch(() => null);
    rows.push({ title, ours: await rate(ours, seconds), theirs: figure, who });
  };

  for (const algorithm of ["p256", "p384", "p521", "rsa2048"]) {
    const issuer = Certificate.fromDER(bytes(inputs[`${algorithm}.issuer`]));
    const response = OCSPResponse.fromDER(bytes(inputs[`${algorithm}.response`]));
    const parts = ready(json(inputs[`${algorithm}.parts`]));
    const host = hostOf(algorithm);
    const key = await host.key(parts);
    const title = `check, ${algorithm}, a key that is kept`;
    await row(
      title,
      () => response.isSignedBy(issuer),
      host.name,
      () => host.verify(key, parts),
    );
  }

  const pool = json(inputs["p256.pool"]).map(({ issuer, response, parts }) => ({
    issuer: Certificate.fromDER(bytes(issuer)),
    response: OCSPResponse.fromDER(bytes(response)),
    parts: ready(parts),
  }));
  const host = hostOf("p256");
  const [ours, theirs] = [turns(pool), turns(pool)];
  const checkNew = () => {
    const { issuer, response } = ours();
    return response.isSignedBy(issuer);
  };
  await row("check, p256, another key each time", checkNew, host.name, () => {
    const { parts } = theirs();
    return host.verify(host.key(parts), parts);
  });

  const issuer = Certificate.fromDER(bytes(inputs["delegate-p256.issuer"]));
  const certificate = certID(Certificate.fromDER(bytes(inputs["delegate-p256.certificate"])), issuer);
  const time = new Date("2030-01-01T00:00:00Z");
  const verifies = (der) => OCSPResponse.fromDER(der).check({ issuer, certificate, time }).ok;
  const both = await Promise.all(
    json(inputs["delegate-p256.signatures"]).map(async (parts) => ({ ...ready(parts), key: await host.key(parts) })),
  );
  const checkBoth = () => {
    const [first, second] = both.map((parts) => host.verify(parts.key, parts));
    return first instanceof Promise ? Promise.all([first, second]).then((all) => all.every(Boolean)) : first && second;
  };
  const der = bytes(inputs["delegate-p256.response"]);
  await row("verify in full, p256, a delegate that is kept", () => verifies(der), `2 of ${host.name}`, checkBoth);
  const next = turns(json(inputs["delegate-p256.pool"]).map(bytes));
  await row("verify in full, p256, another delegate each time", () => verifies(next()), `2 of ${host.name}`, checkBoth);
  return rows;
}
