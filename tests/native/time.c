/*
 * Times, RFC 5280 4.1.2.5: every day of the calendar, every second of a day, every form that is none. The days are
 * counted one by one, and the first of each month is held against timegm().
 */
#include "harness.h"

#include <time.h>

/* date -u -d 1950-01-01 +%s / 86400; the other anchors come from the same command. */
#define DAY_OF_1950_01_01 (-7305)

typedef int time_reader(der_cursor *cursor, ocsp_field field, ocsp_time *time);

static ocsp_refusal refusal;

/* One element from the text; 1 when it was read, and read whole. */
static int read_text(time_reader *reader, unsigned tag, const char *text, size_t length, ocsp_time *time)
{
    uint8_t der[64];
    der_context context = {.refusal = &refusal};
    der_cursor cursor;

    der[0] = (uint8_t)tag;
    der[1] = (uint8_t)length;
    memcpy(der + 2, text, length);
    der_open(&cursor, &context, (ocsp_data){der, 2 + length});
    return reader(&cursor, OCSP_FIELD_PRODUCED_AT, time) && der_leave(&cursor);
}

static void check_read_exactly(time_reader *reader, unsigned tag, const char *text, int32_t days, int32_t milliseconds)
{
    ocsp_time time = {0, 0};
    int accepted = read_text(reader, tag, text, strlen(text), &time);

    CHECK(accepted && time.days == days && time.milliseconds == milliseconds,
          "%s: day %d, millisecond %d, expected %d and %d (%s)", text, time.days, time.milliseconds, days, milliseconds,
          fault_text(refusal.fault));
}

static void check_read(time_reader *reader, unsigned tag, const char *text, int32_t days, int32_t seconds)
{
    check_read_exactly(reader, tag, text, days, 1000 * seconds);
}

static void check_written(ocsp_time time, const char *text)
{
    uint8_t buffer[17];
    der_writer writer;

    der_begin(&writer, buffer, sizeof buffer);
    write_generalized_time(&writer, time);
    CHECK(der_written(&writer) == 17 && buffer[0] == TAG_GENERALIZED_TIME && buffer[1] == 15 &&
              memcmp(buffer + 2, text, 15) == 0,
          "expected %s, got %.15s", text, (const char *)buffer + 2);
}

static int is_leap_year(int year)
{
    return (year % 4 == 0) - (year % 100 == 0) + (year % 400 == 0);
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return lengths[month - 1] + (month == 2 && is_leap_year(year));
}

static void check_day(int year, int month, int day, int32_t days)
{
    char text[32];

    snprintf(text, sizeof text, "%04d%02d%02d235958Z", year, month, day);
    check_read(read_generalized_time, TAG_GENERALIZED_TIME, text, days, 86398);
    if (year >= 1950) {
        check_read(read_time, TAG_GENERALIZED_TIME, text, days, 86398);
        check_written((ocsp_time){days, 86398999}, text);
    }
    if (year >= 1950 && year < 2050) {
        check_read(read_time, TAG_UTC_TIME, text + 2, days, 86398);
    }
    if (day == 1) {
        struct tm calendar = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = 1};
        time_t expected = timegm(&calendar);
        CHECK(expected == (time_t)days * 86400, "%s: day %d, timegm() says %lld", text, days, (long long)expected);
    }
}

/* All days of the years; returns the day after the last. */
static int32_t check_days(int from_year, int to_year, int32_t days)
{
    for (int year = from_year; year <= to_year; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= month_length(year, month); day++) {
                check_day(year, month, day, days++);
            }
        }
    }
    return days;
}

static void test_days(void)
{
    int32_t days_before_1950 = 0;

    for (int year = 0; year < 1950; year++) {
        days_before_1950 += 365 + is_leap_year(year);
    }
    CHECK(check_days(0, 1949, DAY_OF_1950_01_01 - days_before_1950) == DAY_OF_1950_01_01, "1950-01-01");
    CHECK(check_days(1950, 9999, DAY_OF_1950_01_01) == 2932897, "9999-12-31");
    /* date -u -d ... +%s */
    check_read(read_generalized_time, TAG_GENERALIZED_TIME, "19700101000000Z", 0, 0);
    check_read(read_generalized_time, TAG_GENERALIZED_TIME, "20000229120000Z", 951825600 / 86400, 43200);
    check_read(read_generalized_time, TAG_GENERALIZED_TIME, "20380119031408Z", 24855, 11648);
    check_read(read_time, TAG_UTC_TIME, "500101000000Z", DAY_OF_1950_01_01, 0);
    check_read(read_time, TAG_UTC_TIME, "491231235959Z", 29219, 86399);
}

static void test_seconds(void)
{
    for (int32_t second = 0; second < 86400; second++) {
        char text[32];
        snprintf(text, sizeof text, "20240229%02d%02d%02dZ", second / 3600, second / 60 % 60, second % 60);
        check_read(read_generalized_time, TAG_GENERALIZED_TIME, text, 19782, second);
        check_read(read_time, TAG_UTC_TIME, text + 2, 19782, second);
        check_written((ocsp_time){19782, 1000 * second}, text);
    }
}

/* X.680 46.2 b: a dot and any number of digits; the first three count. */
static void test_fractions(void)
{
    static const struct {
        const char *fraction;
        int32_t milliseconds;
    } fractions[] = {{".0", 0},     {".00", 0},    {".000", 0},    {".000000000", 0}, {".5", 500},
                     {".50", 500},  {".500", 500}, {".05", 50},    {".005", 5},       {".001", 1},
                     {".0009", 0},  {".999", 999}, {".9999", 999}, {".123456", 123},  {".1234567890123456789", 123},
                     {".000001", 0}};
    /* read_time() is for the validity of certificates. */
    static const char *const refused[] = {".", ".Z", ",5", ".5 ", ".-5", ".5.5", ".5+0000", ".5z", ":5", "5", " "};
    char text[64];

    for (size_t i = 0; i < COUNT_OF(fractions); i++) {
        snprintf(text, sizeof text, "20240229235958%sZ", fractions[i].fraction);
        check_read_exactly(read_generalized_time, TAG_GENERALIZED_TIME, text, 19782,
                           86398000 + fractions[i].milliseconds);
        ocsp_time time;
        CHECK(!read_text(read_time, TAG_GENERALIZED_TIME, text, strlen(text), &time) &&
                  refusal.fault == OCSP_FAULT_TIME_FORM && refusal.offset == 2 + 14,
              "%s in a certificate: %s at %d", text, fault_text(refusal.fault), refusal.offset);
        CHECK(!read_text(read_time, TAG_UTC_TIME, text + 2, strlen(text) - 2, &time) &&
                  refusal.fault == OCSP_FAULT_UTC_TIME_FORM && refusal.offset == 2,
              "%s as UTCTime: %s at %d", text + 2, fault_text(refusal.fault), refusal.offset);
    }
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        ocsp_time time;
        snprintf(text, sizeof text, "20240229235958%sZ", refused[i]);
        CHECK(!read_text(read_generalized_time, TAG_GENERALIZED_TIME, text, strlen(text), &time) &&
                  refusal.fault == OCSP_FAULT_TIME_FORM && refusal.offset >= 2 + 14,
              "%s: %s at %d", text, fault_text(refusal.fault), refusal.offset);
        CHECK(!read_text(read_generalized_time, TAG_GENERALIZED_TIME, text, strlen(text) - 1, &time), "%s without Z",
              text);
    }
}

/* at: the octet of the contents where the fault is. */
static void check_refused(unsigned tag, const char *text, size_t length, ocsp_fault fault, int32_t at)
{
    ocsp_time time;

    CHECK(!read_text(read_time, tag, text, length, &time), "%.*s was accepted", (int)length, text);
    CHECK(refusal.fault == (int32_t)fault && refusal.offset == 2 + at, "%.*s: %s at %d, expected %s at %d", (int)length,
          text, fault_text(refusal.fault), refusal.offset, fault_text((int32_t)fault), 2 + at);
    CHECK(refusal.depth == 1 && refusal.path[0].field == OCSP_FIELD_PRODUCED_AT, "%.*s: depth %d", (int)length, text,
          refusal.depth);
}

/* Each octet of a valid form replaced by each other octet: only other digits can make another time. */
static void test_octets(unsigned tag, const char *valid)
{
    size_t length = strlen(valid);

    for (size_t at = 0; at < length; at++) {
        for (int octet = 0; octet < 256; octet++) {
            char text[32];
            ocsp_time time;
            memcpy(text, valid, length);
            text[at] = (char)octet;
            if (text[at] == valid[at] || (at < length - 1 && octet >= '0' && octet <= '9')) {
                continue;
            }
            CHECK(!read_text(read_time, tag, text, length, &time), "%s with octet %d at %zu was accepted", valid, octet,
                  at);
            CHECK(refusal.fault == (tag == TAG_UTC_TIME ? OCSP_FAULT_UTC_TIME_FORM : OCSP_FAULT_TIME_FORM),
                  "%s with octet %d at %zu: %s", valid, octet, at, fault_text(refusal.fault));
            CHECK(refusal.offset >= 2 && refusal.offset <= 2 + (int32_t)at, "%s with octet %d at %zu: fault at %d",
                  valid, octet, at, refusal.offset);
        }
    }
}

static void test_lengths(unsigned tag, const char *digits, size_t valid_length)
{
    for (size_t length = 0; length < 32; length++) {
        char text[32];
        if (length == valid_length) {
            continue;
        }
        for (size_t i = 0; i < length; i++) {
            text[i] = i + 1 == length ? 'Z' : digits[i % strlen(digits)];
        }
        check_refused(tag, text, length, tag == TAG_UTC_TIME ? OCSP_FAULT_UTC_TIME_FORM : OCSP_FAULT_TIME_FORM,
                      tag == TAG_UTC_TIME || length < valid_length ? 0 : (int32_t)valid_length - 1);
    }
}

static void test_refusals(void)
{
    static const struct {
        const char *text;
        int32_t at;
    } calendar[] = {
        {"20240001000000Z", 4}, {"20241301000000Z", 4}, {"20240100000000Z", 4}, {"20240132000000Z", 4},
        {"20240230000000Z", 4}, {"20230229000000Z", 4}, {"19000229000000Z", 4}, {"21000229000000Z", 4},
        {"20240431000000Z", 4}, {"20240631000000Z", 4}, {"20240931000000Z", 4}, {"20241131000000Z", 4},
        {"20249999000000Z", 4}, {"20240101240000Z", 8}, {"20240101006000Z", 8}, {"20240101000060Z", 8},
        {"20161231235960Z", 8}, {"20240101999999Z", 8},
    };
    /* Offsets, left out parts and commas are GeneralizedTime or UTCTime of X.680, but not of RFC 5280 4.1.2.5. */
    static const char *const generalized_forms[] = {
        "20240101000000",
        "20240101000000+0000",
        "202401010000Z",
        "2024010100Z",
        "20240101000000.Z",
        "240101000000Z",
        "20240101000000,5Z",
        "",
        "Z",
    };
    static const char *const utc_forms[] = {"2401010000Z", "240101000000+0000", "240101000000", "20240101000000Z", ""};
    ocsp_time time;

    for (size_t i = 0; i < COUNT_OF(calendar); i++) {
        const char *text = calendar[i].text;
        check_refused(TAG_GENERALIZED_TIME, text, strlen(text), OCSP_FAULT_TIME_CALENDAR, calendar[i].at);
        /* UTCTime has no 1900 and no 2100: their years 00 are the leap year 2000. */
        if (memcmp(text, "20", 2) == 0) {
            check_refused(TAG_UTC_TIME, text + 2, strlen(text) - 2, OCSP_FAULT_TIME_CALENDAR, calendar[i].at - 2);
        }
    }
    for (size_t i = 0; i < COUNT_OF(generalized_forms); i++) {
        const char *text = generalized_forms[i];
        CHECK(!read_text(read_time, TAG_GENERALIZED_TIME, text, strlen(text), &time), "%s was accepted", text);
        CHECK(refusal.fault == OCSP_FAULT_TIME_FORM, "%s: %s", text, fault_text(refusal.fault));
    }
    for (size_t i = 0; i < COUNT_OF(utc_forms); i++) {
        const char *text = utc_forms[i];
        CHECK(!read_text(read_time, TAG_UTC_TIME, text, strlen(text), &time), "%s was accepted", text);
        CHECK(refusal.fault == OCSP_FAULT_UTC_TIME_FORM, "%s: %s", text, fault_text(refusal.fault));
    }
    /* RFC 6960 4.2.2.1 has GeneralizedTime alone. */
    CHECK(!read_text(read_generalized_time, TAG_UTC_TIME, "240101000000Z", 13, &time), "UTCTime for GeneralizedTime");
    CHECK(refusal.fault == OCSP_FAULT_TAG && refusal.offset == 0, "%s", fault_text(refusal.fault));
    test_octets(TAG_GENERALIZED_TIME, "20240110111213Z");
    test_octets(TAG_UTC_TIME, "240110111213Z");
    test_lengths(TAG_GENERALIZED_TIME, "20240110111213", 15);
    test_lengths(TAG_UTC_TIME, "240110111213", 13);
}

int main(void)
{
    test_days();
    test_seconds();
    test_fractions();
    test_refusals();
    return checks_end();
}
