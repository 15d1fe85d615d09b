// Bugs that the tests of trust have to notice, each as a change of one place; `node tests/tools/planted-bugs.js` plants
// them.

/**
 * @typedef {{ bug: string, file: string, from: string, to: string }} Bug `from` stands in the file once, however its
 *   lines are broken
 */

/** @type {Bug[]} */
export const BUGS = [
  {
    bug: "serial-only match",
    file: "csrc/find.c",
    from: `return expected != NULL && search_matches_but_key(wanted, der, cert_id) &&
           data_equal(expected->issuer_key_hash, part_of(*der, cert_id->issuer_key_hash));`,
    to: "return expected != NULL;",
  },
  {
    bug: "extended key usage not asked for",
    file: "csrc/verify_responder.c",
    from: "if (!has_oid(usage, OCSP_OID_KP_OCSP_SIGNING)) {",
    to: "if (0) {",
  },
  {
    bug: "nextUpdate not compared with the time",
    file: "csrc/verify.c",
    from: `if (milliseconds_of(entry->next_update) + milliseconds_in(v->plan->clock_skew) <
               milliseconds_of(v->plan->time)) {`,
    to: "if (0) {",
  },
  {
    bug: "thisUpdate not compared with the time",
    file: "csrc/verify.c",
    from: "if (this_update > now + skew) {",
    to: "if (0) {",
  },
  {
    bug: "first certificate only",
    file: "csrc/verify_responder.c",
    from: "for (int32_t i = 0; i < count; i++) { certificate candidate;",
    to: "for (int32_t i = 0; i < count && i < 1; i++) { certificate candidate;",
  },
  {
    bug: "skipped taken for passed",
    file: "csrc/verify.c",
    from: "if (outcome != OCSP_OUTCOME_PASS && outcome != OCSP_OUTCOME_NOTE) {",
    to: "if (outcome == OCSP_OUTCOME_FAIL) {",
  },
  {
    bug: "a delegate's certificate not verified",
    file: "csrc/verify_responder.c",
    from: "authorized = issued == VERDICT_GOOD ? authorized : OCSP_FINDING_UNAUTHORIZED_SIGNATURE;",
    to: "",
  },
  {
    bug: "the algorithm outside not compared with the one that was signed",
    file: "csrc/verify_responder.c",
    from: "if (!parts_equal(&subject->der, &view->signature_algorithm.der,",
    to: "if (0 && !parts_equal(&subject->der, &view->signature_algorithm.der,",
  },
  {
    bug: "requests need not be answered",
    file: "csrc/verify_request.c",
    from: "if (!is_repeated && asked->hash != ANSWERED) {",
    to: "if (is_repeated > 1) {",
  },
  {
    bug: "by CertID, entries under other hashes not looked at",
    file: "csrc/verify_entry.c",
    from: "entry = find_entry(v, &same);",
    to: "(void)same;",
  },
  {
    bug: "options that are not known ignored",
    file: "bindings/lib/options.js",
    from: "throw unknownName(name, key, known.names);",
    to: "continue;",
  },
  {
    bug: "options that are inherited ignored",
    file: "bindings/lib/options.js",
    from: "throw notPlain(value, name, known.names);",
    to: "value = {};",
  },
  {
    bug: "options of Object.prototype heeded",
    file: "bindings/lib/options.js",
    from: "known.absent.some(isInherited)",
    to: "false",
  },
  {
    bug: "a property of the request taken for its nonce",
    file: "bindings/ocsp/request.js",
    from: "nonce: value.#row.optionalSpan(REQUEST.nonce) };",
    to: "nonce: value.nonce };",
  },
];

/** A source with the bug in it. @param {Bug} bug @param {string} source @returns {string} */
export function planted({ bug, file, from, to }, source) {
  const [first, ...others] = source.matchAll(
    new RegExp(from.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replace(/\s+/g, "\\s+"), "g"),
  );
  if (first === undefined || others.length > 0) {
    throw new Error(`${bug}: not once in ${file}: ${from}`);
  }
  return source.slice(0, first.index) + to + source.slice(first.index + first[0].length);
}
