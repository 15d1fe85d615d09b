/*
 * Times, RFC 5280 4.1.2.5: GeneralizedTime YYYYMMDDHHMMSSZ and, in certificates, UTCTime YYMMDDHHMMSSZ.
 * No offsets from UTC and no leap seconds: neither is DER as RFC 5280 profiles it.
 *
 * RFC 5280 has no fractions either, but the responders of several countries send them, even with the trailing zeros
 * that X.690 11.7.3 forbids. So they are read in what responders write, to the millisecond, and never written. In the
 * validity of a certificate nobody sends them, and OpenSSL refuses them: there they are refused.
 */
#include "der.h"

/* Two digits; -1 where they are not digits. */
static int two_digits(const uint8_t *text)
{
    unsigned tens = text[0] - (unsigned)'0';
    unsigned ones = text[1] - (unsigned)'0';

    return tens > 9 || ones > 9 ? -1 : (int)(tens * 10 + ones);
}

static int is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from 1970-01-01 to the first of March of that year, in the proleptic Gregorian calendar; year from 0. */
static int32_t days_to_march(int year)
{
    return 365 * year + year / 4 - year / 100 + year / 400 - 719468;
}

/* Days of the year before each month when the year begins in March. */
static const int16_t days_before_month[12] = {306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
static const uint8_t days_of_month[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

/*
 * What is left of a time after its seconds, from text to end: Z or, where a fraction is allowed, a dot, digits and Z.
 * The fraction is cut off after the milliseconds.
 */
static int read_fraction(der_cursor *cursor, const uint8_t *text, const uint8_t *end, ocsp_fault form,
                         int may_have_fraction, ocsp_time *time)
{
    int32_t unit = 100;

    if (may_have_fraction && text != end && *text == '.') {
        const uint8_t *first = ++text;
        for (; text != end && *text >= '0' && *text <= '9'; text++, unit /= 10) {
            time->milliseconds += unit * (*text - '0');
        }
        if (text == first) {
            return der_complain(cursor, form, text, 0, 0);
        }
    }
    if (text == end || *text != 'Z') {
        return der_complain(cursor, form, text, 0, 0);
    }
    return text + 1 == end || der_complain(cursor, form, text + 1, 0, 0);
}

/* MMDDHHMMSS, the 10 octets after the year. */
static int read_calendar(der_cursor *cursor, const uint8_t *text, int year, ocsp_fault form, ocsp_time *time)
{
    int part[5];

    for (int i = 0; i < 5; i++) {
        part[i] = two_digits(text + 2 * i);
        if (part[i] < 0) {
            return der_complain(cursor, form, text + 2 * i, 0, 0);
        }
    }
    int month = part[0];
    int day = part[1];
    if (month < 1 || month > 12 || day < 1 || day > days_of_month[month - 1] + (month == 2 && is_leap(year))) {
        return der_complain(cursor, OCSP_FAULT_TIME_CALENDAR, text, 0, 0);
    }
    if (part[2] > 23 || part[3] > 59 || part[4] > 59) {
        return der_complain(cursor, OCSP_FAULT_TIME_CALENDAR, text + 4, 0, 0);
    }
    /* January and February belong to the March year before; year 0 has none, so it borrows a cycle of 400 years. */
    int march_year = (month < 3 ? year - 1 : year) + 400;
    time->days = days_to_march(march_year) - 146097 + days_before_month[month - 1] + day - 1;
    time->milliseconds = (part[2] * 3600 + part[3] * 60 + part[4]) * 1000;
    return 1;
}

static int read_generalized(der_cursor *cursor, ocsp_field field, int may_have_fraction, ocsp_time *time)
{
    ocsp_span contents;

    if (!der_read(cursor, field, TAG_GENERALIZED_TIME, &contents)) {
        return 0;
    }
    const uint8_t *text = der_bytes(cursor, contents);
    if (contents.length < 15) {
        return der_complain(cursor, OCSP_FAULT_TIME_FORM, text, 0, 0);
    }
    int century = two_digits(text);
    int year = two_digits(text + 2);
    if (century < 0 || year < 0) {
        return der_complain(cursor, OCSP_FAULT_TIME_FORM, century < 0 ? text : text + 2, 0, 0);
    }
    return read_calendar(cursor, text + 4, century * 100 + year, OCSP_FAULT_TIME_FORM, time) &&
           read_fraction(cursor, text + 14, text + contents.length, OCSP_FAULT_TIME_FORM, may_have_fraction, time);
}

int read_generalized_time(der_cursor *cursor, ocsp_field field, ocsp_time *time)
{
    return read_generalized(cursor, field, 1, time);
}

static int read_utc_time(der_cursor *cursor, ocsp_field field, ocsp_time *time)
{
    ocsp_span contents;

    if (!der_read(cursor, field, TAG_UTC_TIME, &contents)) {
        return 0;
    }
    const uint8_t *text = der_bytes(cursor, contents);
    int year = contents.length == 13 ? two_digits(text) : -1;
    if (year < 0) {
        return der_complain(cursor, OCSP_FAULT_UTC_TIME_FORM, text, 0, 0);
    }
    /* RFC 5280 4.1.2.5.1: 50 to 99 are the twentieth century. */
    return read_calendar(cursor, text + 2, year + (year >= 50 ? 1900 : 2000), OCSP_FAULT_UTC_TIME_FORM, time) &&
           read_fraction(cursor, text + 12, text + contents.length, OCSP_FAULT_UTC_TIME_FORM, 0, time);
}

int read_time(der_cursor *cursor, ocsp_field field, ocsp_time *time)
{
    return der_next_is(cursor, TAG_UTC_TIME) ? read_utc_time(cursor, field, time)
                                             : read_generalized(cursor, field, 0, time);
}

void write_generalized_time(der_writer *writer, ocsp_time time)
{
    /* Inverse of days_to_march, for days from 1970 to 9999. */
    int32_t days = time.days + 719468;
    int32_t era = days / 146097;
    int32_t day_of_era = days % 146097;
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month_from_march = (5 * day_of_year + 2) / 153;
    int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    int32_t year = era * 400 + year_of_era + (month < 3);
    int32_t seconds = time.milliseconds / 1000;
    const int32_t parts[7] = {
        year / 100,     year % 100,        month,       day_of_year - days_before_month[month - 1] + 1,
        seconds / 3600, seconds / 60 % 60, seconds % 60};
    uint8_t text[15];

    for (int i = 0; i < 7; i++) {
        text[2 * i] = (uint8_t)('0' + parts[i] / 10);
        text[2 * i + 1] = (uint8_t)('0' + parts[i] % 10);
    }
    text[14] = 'Z';
    der_put_element(writer, TAG_GENERALIZED_TIME, text, sizeof text);
}
