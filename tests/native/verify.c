/*
 * ocsp_verify(): the responses of OpenSSL's and BoringSSL's tests with the verdicts of those suites, what a plan can
 * ask for, and hostile plans. Whatever a plan says, nothing outside its parts is read, and what does not make sense is
 * an error, never an answer that can be relied on. `make memcheck` runs it again under valgrind, which also sees memory
 * that was never set.
 */
#include "signing.h"

#include "samples.h"

#include <stddef.h>

#define CELLS (sizeof(ocsp_verification) / 4)

/* A plan and all that it speaks of. */
typedef struct {
    uint8_t octets[8192];
    uint32_t length;
    ocsp_verification plan;
    ocsp_bytes certificates[4];
    ocsp_number answers[2];
} scene;

static ocsp_span put(scene *s, run part)
{
    ocsp_span span = {s->length, (uint32_t)part.length};

    if (part.length > sizeof s->octets - s->length) {
        abort();
    }
    memcpy(s->octets + s->length, part.data, part.length);
    s->length += (uint32_t)part.length;
    return span;
}

/* A day in the middle of everything that is made here. */
static const ocsp_time today = {20000, 43200000}, yesterday = {19999, 0}, tomorrow = {20001, 0};

static scene empty_scene(void)
{
    scene s = {.length = 0};

    s.plan = (ocsp_verification){.response = ABSENT_SPAN,
                                 .issuer = ABSENT_SPAN,
                                 .certificate = ABSENT_SPAN,
                                 .cert_id = ABSENT_SPAN,
                                 .request = ABSENT_SPAN,
                                 .nonce = ABSENT_SPAN,
                                 .issued = OCSP_ISSUED_YES,
                                 .time = today,
                                 .clock_skew = 300,
                                 .max_age = -1,
                                 .min_key_bits = 1024};
    return s;
}

/* ---------------------------------------------------------------------------------------------- one call */

static ocsp_judgement judgement;
static ocsp_refusal refusal;

static int is_within(ocsp_span span, size_t length)
{
    return !is_present(span) || (span.offset <= length && span.length <= length - span.offset);
}

/* What holds for every outcome. */
static void check_judgement(const scene *s, ocsp_error error)
{
    int32_t count = 0;

    CHECK(judgement.ok == 0 || (error == OCSP_OK && judgement.claimed >= 0 && !judgement.asked), "relied on");
    if (error != OCSP_OK) {
        CHECK(judgement.claimed == -1 && judgement.responder == OCSP_RESPONDER_NONE, "something is claimed");
        CHECK(ocsp_fault_error((ocsp_fault)refusal.fault) == error || refusal.fault == OCSP_FAULT_NONE, "%s",
              fault_text(refusal.fault));
        return;
    }
    for (size_t i = 0; i < COUNT_OF(judgement.findings); i++) {
        const ocsp_finding *row = &judgement.findings[i];
        count += row->finding > OCSP_FINDING_NONE && row->finding < OCSP_FINDING_COUNT;
        CHECK(is_within(row->span, s->plan.response.length), "check %zu: %u, %u", i + 1, row->span.offset,
              row->span.length);
    }
    CHECK(count == OCSP_CHECK_COUNT - 1, "%d findings", count);
    CHECK(is_within(judgement.responder_certificate, s->length), "the responder's certificate");
}

/* Verifies exact copies, so that an octet outside them shows. */
static ocsp_error verify(const scene *s)
{
    static uint32_t memory[4096];
    ocsp_data input = {exact_copy(s->octets, s->length), s->length};
    void *plan = exact_copy(&s->plan, sizeof s->plan);
    size_t count = s->plan.trusted_count < 0 || s->plan.candidate_count < 0
                       ? COUNT_OF(s->certificates)
                       : (size_t)(s->plan.trusted_count + s->plan.candidate_count);
    size_t answers = s->plan.answer_count < 0 ? COUNT_OF(s->answers) : (size_t)s->plan.answer_count;
    void *certificates = count == 0 ? NULL : exact_copy(s->certificates, count * sizeof *s->certificates);
    void *given = answers == 0 ? NULL : exact_copy(s->answers, answers * sizeof *s->answers);
    ocsp_rows rows = rows_in(memory, sizeof memory);

    memset(&judgement, 0x5a, sizeof judgement);
    memset(&refusal, 0x5a, sizeof refusal);
    ocsp_error error = ocsp_verify(input, plan, certificates, given, &rows, &judgement, &refusal);
    check_judgement(s, error);
    CHECK(memcmp(input.data, s->octets, s->length) == 0, "the input was written to");
    free((void *)input.data);
    free(plan);
    free(certificates);
    free(given);
    return error;
}

/* ---------------------------------------------------------------------------------------------- vectors */

static const sample *find_sample(const char *name)
{
    for (size_t i = 0; i < sample_count; i++) {
        if (strcmp(samples[i].name, name) == 0) {
            return &samples[i];
        }
    }
    return NULL;
}

static run run_of_sample(const sample *s)
{
    return (run){s->der, s->length};
}

/* Whether the issuer's key verifies the certificate, as a caller finds out. */
static int is_issued(const sample *certificate, const sample *issuer)
{
    ocsp_certificate subject, ca;

    if (ocsp_read_certificate((ocsp_data){certificate->der, certificate->length}, &subject, NULL, &refusal) !=
            OCSP_OK ||
        ocsp_read_certificate((ocsp_data){issuer->der, issuer->length}, &ca, NULL, &refusal) != OCSP_OK) {
        return 0;
    }
    ocsp_data inner = data_of(run_of_sample(certificate)), outer = data_of(run_of_sample(issuer));
    signature_parts parts = {.algorithm = part_of(inner, subject.signature_algorithm.der),
                             .spki = part_of(outer, ca.public_key.spki),
                             .data = part_of(inner, subject.tbs),
                             .signature = part_of(inner, subject.signature)};
    ocsp_checked ignored;
    return check_signature(&parts, OCSP_ASKS_WHAT_IT_MUST, &ignored) == VERDICT_GOOD;
}

/*
 * expected.json of the vectors' openssl and boringssl: all are valid. Those of OpenSSL are old and its suite does not
 * ask for their times: they are judged at their producedAt, 2012-10; those of BoringSSL at 2017-03-05 with its maximal
 * age. All have SHA-1 signatures.
 */
static const struct {
    const char *response, *certificate, *issuer;
    int32_t days, status;
    ocsp_responder responder;
} vectors[] = {{"ND1.der", "ND1_Cert_EE.pem", "ND1_Issuer_ICA.pem", 15624, OCSP_CERT_GOOD, OCSP_RESPONDER_ISSUER},
               {"ND2.der", "ND2_Cert_ICA.pem", "ND2_Issuer_Root.pem", 0, OCSP_CERT_GOOD, OCSP_RESPONDER_ISSUER},
               {"ND3.der", "ND3_Cert_EE.pem", "ND3_Issuer_Root.pem", 0, OCSP_CERT_GOOD, OCSP_RESPONDER_ISSUER},
               {"D1.der", "D1_Cert_EE.pem", "D1_Issuer_ICA.pem", 0, OCSP_CERT_GOOD, OCSP_RESPONDER_DELEGATE},
               {"D2.der", "D2_Cert_ICA.pem", "D2_Issuer_Root.pem", 0, OCSP_CERT_GOOD, OCSP_RESPONDER_DELEGATE},
               {"D3.der", "D3_Cert_EE.pem", "D3_Issuer_Root.pem", 0, OCSP_CERT_GOOD, OCSP_RESPONDER_DELEGATE},
#define BORINGSSL(name, status, responder)                                                                             \
    {name ".response.der", name ".cert.der", name ".issuer.der", 17230, OCSP_CERT_##status, OCSP_RESPONDER_##responder},
               BORINGSSL("good_response", GOOD, ISSUER) BORINGSSL("revoke_response", REVOKED, ISSUER)
                   BORINGSSL("responder_id", GOOD, ISSUER) BORINGSSL("responder_name", GOOD, ISSUER)
                       BORINGSSL("ocsp_sign_direct", GOOD, ISSUER) BORINGSSL("ocsp_sign_indirect", GOOD, DELEGATE)};

/* The second after producedAt and thisUpdate. */
static ocsp_time time_inside(const sample *message)
{
    static uint32_t memory[4096];
    ocsp_rows rows = rows_in(memory, sizeof memory);
    ocsp_response response;
    const ocsp_single_response *entry = (const void *)memory;

    CHECK(ocsp_read_response((ocsp_data){message->der, message->length}, &response, &rows, NULL, &refusal) == OCSP_OK,
          "%s", message->name);
    ocsp_time time = response.produced_at, update = entry->this_update;
    if (time.days < update.days || (time.days == update.days && time.milliseconds < update.milliseconds)) {
        time = update;
    }
    return time;
}

static void test_vectors(void)
{
    size_t done = 0;

    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        const char *name = vectors[i].response;
        const sample *response = find_sample(name), *certificate = find_sample(vectors[i].certificate);
        const sample *issuer = find_sample(vectors[i].issuer);
        scene s = empty_scene();
        static uint32_t memory[4096];
        ocsp_rows rows = rows_in(memory, sizeof memory);
        ocsp_response table;
        const ocsp_single_response *entries = (const void *)memory;

        if (response == NULL || certificate == NULL || issuer == NULL) {
            continue;
        }
        done++;
        s.plan.response = put(&s, run_of_sample(response));
        s.plan.issuer = put(&s, run_of_sample(issuer));
        s.plan.certificate = put(&s, run_of_sample(certificate));
        s.plan.issued = is_issued(certificate, issuer) ? OCSP_ISSUED_YES : OCSP_ISSUED_NOT;
        s.plan.time = vectors[i].days == 17230 ? (ocsp_time){17230, 0} : time_inside(response);
        s.plan.max_age = 30 * 86400;
        s.plan.allow_sha1 = 1;
        CHECK(verify(&s) == OCSP_OK && judgement.ok && judgement.responder == (int32_t)vectors[i].responder,
              "%s: ok %d, responder %d", name, judgement.ok, judgement.responder);
        CHECK(ocsp_read_response((ocsp_data){response->der, response->length}, &table, &rows, NULL, &refusal) ==
                      OCSP_OK &&
                  judgement.claimed >= 0 && entries[judgement.claimed].status == vectors[i].status,
              "%s: another status", name);
        s.plan.allow_sha1 = 0;
        CHECK(verify(&s) == OCSP_OK && !judgement.ok &&
                  judgement.findings[OCSP_CHECK_ALGORITHM_STRENGTH - 1].finding == OCSP_FINDING_STRENGTH_SHA1,
              "%s: SHA-1 is accepted", name);
        s.plan.allow_sha1 = 1;
        s.plan.issuer = ABSENT_SPAN;
        CHECK(verify(&s) == OCSP_OK && !judgement.ok, "%s: relied on without the issuer", name);
    }
    CHECK(done == 0 || done == COUNT_OF(vectors), "%zu of %zu vectors", done, COUNT_OF(vectors));
    printf(done > 0 ? "  %zu responses of OpenSSL's and BoringSSL's tests\n"
                    : "  no test vectors: none of OpenSSL's and BoringSSL's responses was verified (%zu)\n",
           done);
}

/* ---------------------------------------------------------------------------------------------- scenes made here */

static run name_of(const char *hex_of_two_letters)
{
    char hex[64];

    snprintf(hex, sizeof hex, "300d310b300906035504030c02%s", hex_of_two_letters);
    return run_of_hex(hex);
}
#define CA "4341"
#define EE "4545"
#define DELEGATE "4445"

/* A certificate on the named key, by the CA's key. */
static run certificate_of(const char *subject, uint8_t serial, const char *key_name, const private_key *ca,
                          int is_delegate)
{
    uint8_t buffer[2048], signature[SIGNATURE_MAX_OCTETS];
    run issuer_name = name_of(CA), subject_name = name_of(subject), spki = public_key_named(key_name);
    run extensions = run_of_hex("a317 3015 3013 0603551d25 040c 300a 0608 2b06010505070309");
    der_writer writer;

    der_begin(&writer, buffer, sizeof buffer);
    if (is_delegate) {
        der_put(&writer, extensions.data, extensions.length);
    }
    der_put(&writer, spki.data, spki.length);
    der_put(&writer, subject_name.data, subject_name.length);
    size_t since = der_written(&writer);
    write_generalized_time(&writer, tomorrow);
    write_generalized_time(&writer, yesterday);
    der_wrap(&writer, TAG_SEQUENCE, since);
    der_put(&writer, issuer_name.data, issuer_name.length);
    write_signature_algorithm(&writer, OCSP_SIGNATURE_RSA_SHA256);
    der_put_element(&writer, TAG_INTEGER, &serial, 1);
    der_put(&writer, (const uint8_t *)"\xa0\x03\x02\x01\x02", 5);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    run tbs = run_written(&writer);
    size_t length = make_signature(ca, OCSP_SIGNATURE_RSA_SHA256, data_of(tbs), counting_salt(), signature + 1);
    signature[0] = 0;
    der_begin(&writer, buffer, sizeof buffer);
    der_put_element(&writer, TAG_BIT_STRING, signature, length + 1);
    write_signature_algorithm(&writer, OCSP_SIGNATURE_RSA_SHA256);
    der_put(&writer, tbs.data, tbs.length);
    der_wrap(&writer, TAG_SEQUENCE, 0);
    free(issuer_name.data);
    free(subject_name.data);
    free(spki.data);
    free(extensions.data);
    free(tbs.data);
    return run_written(&writer);
}

/* A response for serial number 5 of the CA. ed: signed with Ed25519, that is, 64 octets that nobody here can check. */
static run response_of(const char *responder, const private_key *signer, int is_ed)
{
    static uint8_t buffer[2048], octets[2048];
    uint8_t signature[SIGNATURE_MAX_OCTETS] = {0};
    run ca_name = name_of(CA), ca_spki = public_key_named("rsa1024"), responder_name = name_of(responder);
    ocsp_public_key ca_key;
    ocsp_response_plan plan = {.responder_key = ABSENT_SPAN, .extensions = ABSENT_SPAN, .item_count = 1};
    ocsp_response_item item = {.extensions = ABSENT_SPAN, .reason = -1, .next_update = tomorrow};
    scene s = empty_scene();

    CHECK(ocsp_read_public_key(data_of(ca_spki), &ca_key, &refusal) == OCSP_OK, "the CA's key");
    item.target = (ocsp_target){.hash = OCSP_HASH_SHA256,
                                .issuer_name = put(&s, ca_name),
                                .issuer_key = put(&s, ca_spki),
                                .issuer_name_hash = ABSENT_SPAN,
                                .issuer_key_hash = ABSENT_SPAN,
                                .serial_number = put(&s, (run){(uint8_t *)"\5", 1}),
                                .der = ABSENT_SPAN};
    item.target.issuer_key.offset += ca_key.subject_public_key.offset;
    item.target.issuer_key.length = ca_key.subject_public_key.length;
    item.this_update = yesterday;
    plan.responder_name = put(&s, responder_name);
    plan.produced_at = today;
    size_t length = ocsp_write_response_data(s.octets, &plan, &item, buffer, sizeof buffer);
    ocsp_signed_parts parts = {.tbs = {0, (uint32_t)length}, .certificates = ABSENT_SPAN};
    memcpy(octets, buffer + sizeof buffer - length, length);
    parts.algorithm = is_ed ? OCSP_SIGNATURE_ED25519 : OCSP_SIGNATURE_RSA_SHA256;
    size_t signature_length = is_ed ? 64
                                    : make_signature(signer, OCSP_SIGNATURE_RSA_SHA256, (ocsp_data){octets, length},
                                                     counting_salt(), signature);
    parts.signature = (ocsp_span){(uint32_t)length, (uint32_t)signature_length};
    memcpy(octets + length, signature, signature_length);
    length = ocsp_write_signed_response(octets, &parts, buffer, sizeof buffer);
    free(ca_name.data);
    free(ca_spki.data);
    free(responder_name.data);
    return run_of(buffer + sizeof buffer - length, length);
}

typedef enum { BY_ISSUER, BY_TRUSTED, BY_CANDIDATE, BY_EDWARDS, SCENES } who;
static scene scenes[SCENES];

static void put_and_free(scene *s, ocsp_span *span, run part)
{
    *span = put(s, part);
    free(part.data);
}

static void make_scenes(void)
{
    private_key ca, delegate;
    run ca_der = key_named("rsa1024", &ca), delegate_der = key_named("rsa1025", &delegate);

    for (who i = 0; i < SCENES; i++) {
        scene *s = &scenes[i];
        const char *key = i == BY_EDWARDS ? "ed25519" : "rsa1025";
        *s = empty_scene();
        put_and_free(s, &s->plan.response,
                     i == BY_ISSUER ? response_of(CA, &ca, 0) : response_of(DELEGATE, &delegate, i == BY_EDWARDS));
        put_and_free(s, &s->plan.issuer, certificate_of(CA, 1, "rsa1024", &ca, 0));
        put_and_free(s, &s->plan.certificate, certificate_of(EE, 5, "p256", &ca, 0));
        if (i != BY_ISSUER) {
            put_and_free(s, &s->certificates[0].bytes, certificate_of(DELEGATE, 7, key, &ca, i != BY_TRUSTED));
            s->plan.trusted_count = i == BY_TRUSTED;
            s->plan.candidate_count = i != BY_TRUSTED;
        }
        /* Room to say that there is one more. */
        s->certificates[1] = s->certificates[2] = s->certificates[3] = s->certificates[0];
        s->answers[0].number = 1;
        s->plan.answer_count = i == BY_EDWARDS;
    }
    free(ca_der.data);
    free(delegate_der.data);
}

/* They are what they should be: otherwise nothing below would mean anything. */
static void test_scenes(void)
{
    static const ocsp_responder responders[] = {OCSP_RESPONDER_ISSUER, OCSP_RESPONDER_TRUSTED, OCSP_RESPONDER_DELEGATE,
                                                OCSP_RESPONDER_DELEGATE};

    for (who i = 0; i < SCENES; i++) {
        CHECK(verify(&scenes[i]) == OCSP_OK && judgement.ok && judgement.claimed == 0 &&
                  judgement.responder == (int32_t)responders[i],
              "scene %d: ok %d, responder %d", (int)i, judgement.ok, judgement.responder);
    }
}

/* VERDICT_GOOD alone says that a signature verifies, and without an answer it is asked for. */
static void test_answers(void)
{
    static const int32_t verdicts[] = {VERDICT_BAD, VERDICT_ALGORITHM, VERDICT_KEY};
    static const int32_t others[] = {VERDICT_ASK, 5, -1, INT32_MIN, 256};
    scene s = scenes[BY_EDWARDS];

    for (size_t i = 0; i < COUNT_OF(verdicts); i++) {
        s.answers[0].number = verdicts[i];
        CHECK(verify(&s) == OCSP_OK && !judgement.ok && !judgement.asked, "the answer %d", verdicts[i]);
    }
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        s.answers[0].number = others[i];
        CHECK(verify(&s) == OCSP_ERR_INVALID_ARGUMENT && !judgement.ok, "the answer %d", others[i]);
    }
    s.plan.answer_count = 0;
    CHECK(verify(&s) == OCSP_OK && !judgement.ok && judgement.asked, "no answer");
    s = scenes[BY_ISSUER];
    s.plan.asks = OCSP_ASKS_RSA;
    CHECK(verify(&s) == OCSP_OK && !judgement.ok && judgement.asked, "a host that is faster");
    s = scenes[BY_EDWARDS];
    s.plan.answer_count = 0;
    CHECK(verify(&s) == OCSP_OK && judgement.asked, "no answer");
    CHECK(judgement.question.signature.length == 64 && judgement.question.data.offset > s.plan.response.offset &&
              is_within(judgement.question.spki, s.length),
          "the question");
}

/* ---------------------------------------------------------------------------------------------- the nonce */

/* RFC 6960 4.1.1: a request for the certificate of the scenes; with a nonce of `octets` octets, or none where < 0. */
static run request_of(int octets)
{
    static uint8_t buffer[2048], extension[128], value[64] = {0};
    run ca_spki = public_key_named("rsa1024"), ca_name = name_of(CA);
    ocsp_public_key ca_key;
    ocsp_request_plan plan = {.requestor_name = ABSENT_SPAN, .extensions = ABSENT_SPAN, .item_count = 1};
    ocsp_request_item item = {.extensions = ABSENT_SPAN};
    scene s = empty_scene();
    size_t oid_length;
    const uint8_t *oid = ocsp_oid_contents(OCSP_OID_NONCE, &oid_length);

    CHECK(ocsp_read_public_key(data_of(ca_spki), &ca_key, &refusal) == OCSP_OK, "the CA's key");
    item.target = (ocsp_target){.hash = OCSP_HASH_SHA256,
                                .issuer_name = put(&s, ca_name),
                                .issuer_key = put(&s, ca_spki),
                                .issuer_name_hash = ABSENT_SPAN,
                                .issuer_key_hash = ABSENT_SPAN,
                                .serial_number = put(&s, (run){(uint8_t *)"\5", 1}),
                                .der = ABSENT_SPAN};
    item.target.issuer_key.offset += ca_key.subject_public_key.offset;
    item.target.issuer_key.length = ca_key.subject_public_key.length;
    if (octets >= 0) {
        value[0] = TAG_OCTET_STRING;
        value[1] = (uint8_t)octets;
        size_t length = ocsp_write_extension((ocsp_data){oid, oid_length}, 0, (ocsp_data){value, (size_t)octets + 2},
                                             extension, sizeof extension);
        plan.extensions = put(&s, (run){extension + sizeof extension - length, length});
    }
    size_t length = ocsp_write_request(s.octets, &plan, &item, buffer, sizeof buffer);
    free(ca_spki.data);
    free(ca_name.data);
    return run_of(buffer + sizeof buffer - length, length);
}

/* RFC 9654 2.1: what is required must have been sent, and an empty nonce is none. */
static void test_nonce_required(void)
{
    static const struct {
        const char *what;
        int sent, in_request; /* octets; -1: none; -2: no request either */
        ocsp_error error;
    } cases[] = {
        {"nothing sent", -1, -2, OCSP_ERR_INVALID_ARGUMENT},
        {"an empty nonce", 0, -2, OCSP_ERR_INVALID_ARGUMENT},
        {"a request without a nonce", -1, -1, OCSP_ERR_INVALID_ARGUMENT},
        {"a request with an empty nonce", -1, 0, OCSP_ERR_INVALID_ARGUMENT},
        {"an empty nonce, which counts and not the request's", 0, 16, OCSP_ERR_INVALID_ARGUMENT},
        {"a nonce", 16, -2, OCSP_OK},
        {"a request with a nonce", -1, 16, OCSP_OK},
        {"a nonce beside a request without one", 16, -1, OCSP_OK},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        scene s = scenes[BY_ISSUER];
        if (cases[i].sent >= 0) {
            s.plan.nonce = put(&s, (run){s.octets, (size_t)cases[i].sent});
        }
        if (cases[i].in_request > -2) {
            put_and_free(&s, &s.plan.request, request_of(cases[i].in_request));
        }
        CHECK(verify(&s) == OCSP_OK && judgement.ok, "%s, not required", cases[i].what);
        s.plan.nonce_policy = OCSP_NONCE_REQUIRED;
        ocsp_error error = verify(&s);
        CHECK(error == cases[i].error && !judgement.ok, "%s: error %d, ok %d", cases[i].what, (int)error, judgement.ok);
        CHECK(error != OCSP_OK ||
                  judgement.findings[OCSP_CHECK_NONCE - 1].finding == (int32_t)OCSP_FINDING_NONCE_REQUIRED,
              "%s: finding %d", cases[i].what, judgement.findings[OCSP_CHECK_NONCE - 1].finding);
        s.plan.nonce_policy = OCSP_NONCE_IGNORE;
        CHECK(verify(&s) == OCSP_OK && judgement.ok, "%s, ignored", cases[i].what);
    }
}

/* ---------------------------------------------------------------------------------------------- unreadable parts */

static void test_unreadable(void)
{
    static const struct {
        const char *what;
        size_t member;
    } parts[] = {
        {"response", offsetof(ocsp_verification, response)},       {"issuer", offsetof(ocsp_verification, issuer)},
        {"certificate", offsetof(ocsp_verification, certificate)}, {"cert_id", offsetof(ocsp_verification, cert_id)},
        {"request", offsetof(ocsp_verification, request)},
    };
    static const ocsp_span empty = {0, 0};

    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        scene s = scenes[BY_ISSUER];
        /* SEQUENCE { NULL } is none of them, and nothing has no first octet. */
        ocsp_span other = put(&s, (run){(uint8_t *)"\x30\2\5", 4});
        memcpy((uint8_t *)&s.plan + parts[i].member, &other, sizeof other);
        CHECK(verify(&s) == OCSP_ERR_DER_TAG, "%s: %s", parts[i].what, fault_text(refusal.fault));
        memcpy((uint8_t *)&s.plan + parts[i].member, &empty, sizeof empty);
        CHECK(verify(&s) == OCSP_ERR_DER_TRUNCATED, "%s: %s", parts[i].what, fault_text(refusal.fault));
        CHECK(refusal.offset == 0, "%s: at %d", parts[i].what, refusal.offset);
    }
    /* One that might have signed and cannot be read is not the one. */
    for (who i = BY_TRUSTED; i < SCENES; i++) {
        scene s = scenes[i];
        s.octets[s.certificates[0].bytes.offset] = TAG_SET;
        CHECK(verify(&s) == OCSP_OK && !judgement.ok && judgement.responder == OCSP_RESPONDER_NONE, "scene %d", (int)i);
        s.certificates[0].bytes.length = 0;
        CHECK(verify(&s) == OCSP_OK && !judgement.ok, "scene %d: nothing", (int)i);
    }
}

/* ---------------------------------------------------------------------------------------------- hostile plans */

static int is_count(size_t cell)
{
    return cell == offsetof(ocsp_verification, trusted_count) / 4 ||
           cell == offsetof(ocsp_verification, candidate_count) / 4 ||
           cell == offsetof(ocsp_verification, answer_count) / 4;
}

/* Every cell with every value that is special somewhere. That tables have the rows that are counted is the caller's. */
static size_t test_cells(const scene *original)
{
    const int32_t values[] = {0,
                              1,
                              2,
                              3,
                              -1,
                              -2,
                              (int32_t)original->length,
                              (int32_t)original->length - 1,
                              (int32_t)original->length + 1,
                              86399,
                              86400,
                              65536,
                              INT32_MAX,
                              INT32_MIN,
                              INT32_MIN + 1};
    size_t done = 0;

    for (size_t cell = 0; cell < CELLS; cell++) {
        for (size_t i = 0; i < COUNT_OF(values); i++) {
            scene s = *original;
            if (is_count(cell) && values[i] > 1) {
                continue;
            }
            memcpy((uint8_t *)&s.plan + 4 * cell, &values[i], 4);
            verify(&s);
            done++;
        }
    }
    return done;
}

/* Each part in the place of each other one, and overlapping it by half. */
static size_t test_overlaps(const scene *original)
{
    enum { PARTS = 6 };
    size_t done = 0;

    for (size_t to = 0; to < PARTS; to++) {
        for (size_t from = 0; from < PARTS; from++) {
            scene s = *original;
            ocsp_span span;
            memcpy(&span, (const uint8_t *)&original->plan + 8 * from, sizeof span);
            memcpy((uint8_t *)&s.plan + 8 * to, &span, sizeof span);
            verify(&s);
            if (is_present(span)) {
                span.offset += span.length / 2;
                memcpy((uint8_t *)&s.plan + 8 * to, &span, sizeof span);
                verify(&s);
            }
            done += 2;
        }
    }
    return done;
}

/* No octet of the response can change, and be relied on still. */
static size_t test_flips(const scene *original)
{
    ocsp_span response = original->plan.response;
    scene s = *original;

    for (uint32_t i = 0; i < response.length; i++) {
        s.octets[response.offset + i] ^= (uint8_t)(1u << i % 8);
        verify(&s);
        CHECK(!judgement.ok, "octet %u changed", i);
        s.octets[response.offset + i] ^= (uint8_t)(1u << i % 8);
    }
    return response.length;
}

static void test_hostile_plans(void)
{
    size_t done = 0;

    for (who i = 0; i < SCENES; i++) {
        done += test_cells(&scenes[i]) + test_overlaps(&scenes[i]);
    }
    printf("  %zu hostile plans\n", done + test_flips(&scenes[BY_ISSUER]));
}

/* Errors that the plan alone has, each at its edge. */
static void test_refused_plans(void)
{
    const scene *s = &scenes[BY_ISSUER];
    const uint32_t end = s->length;
    const struct {
        const char *what;
        size_t member;
        ocsp_span value;
    } spans[] = {
        {"no response", offsetof(ocsp_verification, response), ABSENT_SPAN},
        {"a response at the end", offsetof(ocsp_verification, response), {end + 1, 0}},
        {"a response beyond the end", offsetof(ocsp_verification, response), {0, end + 1}},
        {"a response that wraps around", offsetof(ocsp_verification, response), {16, UINT32_MAX - 15}},
        {"an issuer beyond the end", offsetof(ocsp_verification, issuer), {1, end}},
        {"a certificate beyond the end", offsetof(ocsp_verification, certificate), {end, 1}},
        {"a CertID beyond the end", offsetof(ocsp_verification, cert_id), {end, 1}},
        {"a request beyond the end", offsetof(ocsp_verification, request), {end, 1}},
        {"a nonce beyond the end", offsetof(ocsp_verification, nonce), {end, 1}},
    };
    const struct {
        const char *what;
        size_t member;
        int32_t value;
    } numbers[] = {
        {"fewer trusted than none", offsetof(ocsp_verification, trusted_count), -1},
        {"fewer candidates than none", offsetof(ocsp_verification, candidate_count), INT32_MIN},
        {"fewer answers than none", offsetof(ocsp_verification, answer_count), -1},
        {"no time", offsetof(ocsp_verification, time) + 4, -1},
        {"a day too long", offsetof(ocsp_verification, time) + 4, 86400000},
        {"a negative skew", offsetof(ocsp_verification, clock_skew), -1},
        {"an age less than not given", offsetof(ocsp_verification, max_age), -2},
        {"an unknown policy", offsetof(ocsp_verification, nonce_policy), 3},
        {"a negative policy", offsetof(ocsp_verification, nonce_policy), -1},
        {"issued in a way unknown", offsetof(ocsp_verification, issued), 4},
        {"issued in a negative way", offsetof(ocsp_verification, issued), -1},
    };

    for (size_t i = 0; i < COUNT_OF(spans); i++) {
        scene changed = *s;
        memcpy((uint8_t *)&changed.plan + spans[i].member, &spans[i].value, sizeof spans[i].value);
        CHECK(verify(&changed) == OCSP_ERR_INVALID_ARGUMENT && refusal.fault == OCSP_FAULT_NONE, "%s", spans[i].what);
    }
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        scene changed = *s;
        memcpy((uint8_t *)&changed.plan + numbers[i].member, &numbers[i].value, sizeof numbers[i].value);
        CHECK(verify(&changed) == OCSP_ERR_INVALID_ARGUMENT && refusal.fault == OCSP_FAULT_NONE, "%s", numbers[i].what);
    }
    for (who i = BY_TRUSTED; i < SCENES; i++) {
        scene changed = scenes[i];
        changed.certificates[0].bytes.length = changed.length;
        CHECK(verify(&changed) == OCSP_ERR_INVALID_ARGUMENT, "a certificate beyond the end");
        changed.certificates[0].bytes = ABSENT_SPAN;
        CHECK(verify(&changed) == OCSP_ERR_INVALID_ARGUMENT, "a certificate that is absent");
    }
}

/* Tables that are not there, or where no table can be. */
static void test_tables(void)
{
    static uint32_t memory[4096];
    const scene *s = &scenes[BY_ISSUER];
    ocsp_data input = {s->octets, s->length};
    const ocsp_bytes *odd_certificates = (const void *)(s->octets + 1 + ((uintptr_t)s->octets & 1));
    const ocsp_number *odd_answers = (const void *)odd_certificates;
    const struct {
        const char *what;
        int32_t trusted, candidates, answers;
        const ocsp_bytes *certificates;
        const ocsp_number *given;
        size_t rows_at;
        ocsp_error error;
    } cases[] = {
        {"no tables, no rows", 0, 0, 0, NULL, NULL, 0, OCSP_OK},
        {"trusted without a table", 1, 0, 0, NULL, NULL, 0, OCSP_ERR_INVALID_ARGUMENT},
        {"candidates without a table", 0, 1, 0, NULL, NULL, 0, OCSP_ERR_INVALID_ARGUMENT},
        {"answers without a table", 0, 0, 1, NULL, NULL, 0, OCSP_ERR_INVALID_ARGUMENT},
        {"certificates at an odd address", 1, 0, 0, odd_certificates, NULL, 0, OCSP_ERR_INVALID_ARGUMENT},
        {"answers at an odd address", 0, 0, 1, NULL, odd_answers, 0, OCSP_ERR_INVALID_ARGUMENT},
        {"rows at an odd address", 0, 0, 0, NULL, NULL, 2, OCSP_ERR_INVALID_ARGUMENT},
        {"rows without room", 0, 0, 0, NULL, NULL, sizeof memory, OCSP_ERR_INPUT_TOO_LARGE},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ocsp_verification plan = s->plan;
        ocsp_rows rows = rows_in((uint8_t *)memory + cases[i].rows_at, sizeof memory - cases[i].rows_at);
        plan.trusted_count = cases[i].trusted;
        plan.candidate_count = cases[i].candidates;
        plan.answer_count = cases[i].answers;
        ocsp_error error =
            ocsp_verify(input, &plan, cases[i].certificates, cases[i].given, &rows, &judgement, &refusal);
        CHECK(error == cases[i].error && judgement.ok == (error == OCSP_OK), "%s: error %d", cases[i].what, (int)error);
    }
    ocsp_verification plan = s->plan;
    ocsp_rows rows = rows_in(memory, sizeof memory);
    CHECK(ocsp_verify((ocsp_data){NULL, 0}, &plan, NULL, NULL, &rows, &judgement, &refusal) ==
              OCSP_ERR_INVALID_ARGUMENT,
          "no input");
    plan.response = (ocsp_span){0, 0};
    plan.issuer = plan.certificate = ABSENT_SPAN;
    CHECK(ocsp_verify((ocsp_data){NULL, 0}, &plan, NULL, NULL, &rows, &judgement, &refusal) ==
              OCSP_ERR_INVALID_ARGUMENT,
          "no input, and no span outside it");
}

int main(void)
{
    load_samples();
    make_scenes();
    test_scenes();
    test_vectors();
    test_answers();
    test_nonce_required();
    test_unreadable();
    test_refused_plans();
    test_tables();
    test_hostile_plans();
    return checks_end();
}
