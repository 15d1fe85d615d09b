// Which bytes of a response a check speaks of, where the library's report does not say: elements of the same parse, by their names.

/** @typedef {import("../../bindings/index.js").DERNode} DERNode */
/** @typedef {import("../../bindings/index.js").VerificationReport} VerificationReport */
/** @typedef {readonly [number, number]} Span */

/** @param {DERNode | undefined} node @param {...string} names from parent to child; what has no name of its own is looked through */
function below(node, ...names) {
  let found = node;
  for (const name of names) {
    while (found && found.children.length === 1 && found.children[0]?.name === null) found = found.children[0];
    found = found?.children.find((child) => child.name === name);
  }
  return found;
}

/** @param {DERNode} node @returns {Span} */
const spanOf = ({ offset, headerLength, length }) => [offset, offset + headerLength + length];

/** The element of a list that holds an offset. @param {DERNode | undefined} list @param {number} at */
function elementAt(list, at) {
  if (!list) return undefined;
  let [low, high] = [0, list.children.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((list.children[middle]?.offset ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return list.children[low];
}

/** The certificate of the responder that was found, where it came with the response. @param {DERNode | undefined} basic @param {Uint8Array} der @param {VerificationReport} report */
function responderNode(basic, der, report) {
  const own = report.responder?.certificate.toDER();
  const certificates = below(basic, "certs");
  const list = certificates?.children[0];
  return own && list?.children.find((node) => {
    const [start, end] = spanOf(node);
    return end - start === own.length && own.every((octet, i) => octet === der[start + i]);
  });
}

/**
 * @param {DERNode | null} root of an OCSPResponse
 * @param {Uint8Array} der
 * @param {VerificationReport} report
 * @returns {VerificationReport["checks"]} the checks, each with its bytes where there are any
 */
export function checksWithBytes(root, der, report) {
  if (!root) return report.checks;
  const basic = below(root, "responseBytes", "response", "BasicOCSPResponse");
  const data = below(basic, "tbsResponseData");
  const compared = report.checks.find(({ name }) => name === "certId")?.span;
  const responses = below(data, "responses");
  const entry = compared ? elementAt(responses, compared[0]) : responses?.children.length === 1 ? responses.children[0] : undefined;
  const certificate = responderNode(basic, der, report);
  const responder = certificate ?? below(data, "responderID");
  /** @type {Partial<Record<import("../../bindings/index.js").CheckName, DERNode | undefined>>} */
  const nodes = {
    responseStatus: below(root, "responseStatus"),
    certId: entry ?? responses,
    responderAuthorized: responder,
    responderValidity: below(certificate, "tbsCertificate", "validity") ?? responder,
    responderRevocation: below(certificate, "tbsCertificate", "extensions") ?? responder,
    thisUpdate: below(entry, "thisUpdate"),
    nextUpdate: below(entry, "nextUpdate"),
    producedAt: below(data, "producedAt"),
    nonce: below(data, "responseExtensions"),
    criticalExtensions: below(entry, "singleExtensions") ?? below(data, "responseExtensions"),
    algorithmStrength: below(basic, "signatureAlgorithm"),
  };
  return report.checks.map((check) => {
    const node = nodes[check.name];
    return check.span || check.outcome === "skipped" || !node ? check : { ...check, span: spanOf(node) };
  });
}
