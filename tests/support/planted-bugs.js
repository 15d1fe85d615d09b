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
    from: "if (issued == VERDICT_GOOD) { return OCSP_FINDING_AUTHORIZED_DELEGATE;",
    to: "if (issued == VERDICT_GOOD || issued == VERDICT_BAD) { return OCSP_FINDING_AUTHORIZED_DELEGATE;",
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
    from: "if (asked->hash != ANSWERED && !is_repeated(v, i) &&",
    to: "if (v->request.request_count < 0 && asked->hash != ANSWERED && !is_repeated(v, i) &&",
  },
  {
    bug: "by CertID, entries under other hashes not looked at",
    file: "csrc/verify_entry.c",
    from: "entry = find_entry(v, &same);",
    to: "(void)same;",
  },
  {
    bug: "under another hash algorithm, serial numbers alone are compared",
    file: "csrc/find.c",
    from: `return expected != NULL && search_matches_but_key(wanted, der, cert_id) &&
           data_equal(expected->issuer_key_hash, part_of(*der, cert_id->issuer_key_hash));`,
    to: `return expected != NULL && ((is_present(wanted->target->issuer_name) && cert_id->hash != OCSP_HASH_SHA1) ||
           (search_matches_but_key(wanted, der, cert_id) &&
            data_equal(expected->issuer_key_hash, part_of(*der, cert_id->issuer_key_hash))));`,
  },
  {
    bug: "the issuer's subject may be hashed though its key has not verified the certificate",
    file: "csrc/verify_entry.c",
    from: `v->plan->issued == OCSP_ISSUED_NOT) {
        claim(v, entry, OCSP_FINDING_CERT_ID_OTHER_ISSUER);
    } else if (v->plan->issued != OCSP_ISSUED_YES) {`,
    to: `0) {
        claim(v, entry, OCSP_FINDING_CERT_ID_OTHER_ISSUER);
    } else if (0) {`,
  },
  {
    bug: "another hash algorithm than the one that was asked with is refused",
    file: "csrc/find.c",
    from: "return cert_id->hash == OCSP_HASH_NONE ? NULL : expect_issuer(wanted, (ocsp_hash)cert_id->hash);",
    to: "return cert_id->hash != OCSP_HASH_SHA1 ? NULL : expect_issuer(wanted, (ocsp_hash)cert_id->hash);",
  },
  {
    bug: "names compared as far as the shorter one goes",
    file: "csrc/name_equal.c",
    from: "if (code == NOT_TEXT || code != next_canonical(&b)) {",
    to: `if (code == END_OF_TEXT) {
            return 1;
        }
        if (code == NOT_TEXT || code != next_canonical(&b)) {`,
  },
  {
    bug: "names compared with their case",
    file: "csrc/name_equal.c",
    from: "return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;",
    to: "return code;",
  },
  {
    bug: "a CA may be a delegate",
    file: "csrc/verify_responder.c",
    from: "if (known->is_ca || has_key_cert_sign(known)) {",
    to: "if (0) {",
  },
  {
    bug: "keyCertSign without basicConstraints makes no CA",
    file: "csrc/verify_responder.c",
    from: "if (known->is_ca || has_key_cert_sign(known)) {",
    to: "if (known->is_ca) {",
  },
  {
    bug: "the certificate in question may answer for itself",
    file: "csrc/verify_responder.c",
    from: `return is_in_question(v, candidate) ? OCSP_FINDING_UNAUTHORIZED_SUBJECT
                                                 : OCSP_FINDING_AUTHORIZED_DELEGATE;`,
    to: `return is_in_question(v, candidate) < 0 ? OCSP_FINDING_UNAUTHORIZED_SUBJECT
                                                 : OCSP_FINDING_AUTHORIZED_DELEGATE;`,
  },
  {
    bug: "a responder that its own response revokes is none the worse for it",
    file: "csrc/verify_responder.c",
    from: "return entry >= 0 && v->entries[entry].status == OCSP_CERT_REVOKED ? entry : -1;",
    to: "(void)entry; return -1;",
  },
  {
    bug: "options that nobody knows are left out in silence",
    file: "bindings/lib/options.js",
    from: "throw unknownName(name, key, known.names);",
    to: "continue;",
  },
  {
    bug: "inherited options count",
    file: "bindings/lib/options.js",
    from: `if (!isPlain(value)) {
      throw notPlain(value, name, known.names);
    }`,
    to: "",
  },
  {
    bug: "what Object.prototype has counts as an option",
    file: "bindings/lib/options.js",
    from: "const isInherited = (name) => name in Object.prototype;",
    to: "const isInherited = (name) => name === 0;",
  },
  {
    bug: "a property of the request taken for its nonce",
    file: "bindings/ocsp/request.js",
    from: "nonce: request.#row.optionalSpan(REQUEST.nonce) };",
    to: "nonce: request.nonce };",
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
