/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log: sealing entries, following their chain, and telling the time. */
#include "civiclot/log.h"

#include "audit/hash.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

/* 9999-12-31T23:59:59Z, the last second with a year of four digits. */
static const uint64_t SECONDS_MAX = 253402300799;

static void seal_payload(lot_log_entry *entry)
{
    lot_hash hash;
    lot_hash_start(&hash);
    lot_hash_label(&hash, "civiclot/payload/v1");
    lot_hash_digest(&hash, &entry->salt);
    lot_hash_field(&hash, entry->payload);
    lot_hash_finish(&entry->payload_digest, &hash);
}

void lot_log_seal(lot_log_entry *entry)
{
    seal_payload(entry);
    lot_log_seal_digest(entry);
}

void lot_log_seal_digest(lot_log_entry *entry)
{
    lot_hash hash;
    lot_hash_start(&hash);
    lot_hash_label(&hash, "civiclot/log/v1");
    lot_hash_u64(&hash, entry->sequence);
    lot_hash_field(&hash, entry->time);
    lot_hash_field(&hash, entry->kind);
    lot_hash_digest(&hash, &entry->payload_digest);
    lot_hash_digest(&hash, &entry->previous);
    lot_hash_finish(&entry->digest, &hash);
}

void lot_log_put_line(lot_text *text, const lot_log_entry *entry)
{
    char payload_digest[LOT_HEX_BYTES];
    char previous[LOT_HEX_BYTES];
    char digest[LOT_HEX_BYTES];
    lot_digest_hex(payload_digest, &entry->payload_digest);
    lot_digest_hex(previous, &entry->previous);
    lot_digest_hex(digest, &entry->digest);
    lot_text_format(text, "%" PRIu64 " %s %s %s %s %s\n", entry->sequence, entry->time, entry->kind,
                    payload_digest, previous, digest);
}

void lot_log_follow(lot_log_chain *chain, const lot_log_entry *entry)
{
    lot_log_entry sealed = *entry;
    lot_log_seal(&sealed);
    bool holds = entry->sequence == chain->count + 1 &&
                 lot_digest_equal(&entry->previous, &chain->head) &&
                 lot_digest_equal(&entry->payload_digest, &sealed.payload_digest) &&
                 lot_digest_equal(&entry->digest, &sealed.digest);
    chain->count++;
    chain->head = entry->digest;
    if (!holds && chain->broken_at == 0)
        chain->broken_at = chain->count;
}

lot_status lot_log_check(const lot_log_chain *chain, lot_error *error)
{
    if (chain->broken_at == 0)
        return LOT_OK;
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "the log does not hold: entry %" PRIu64
                    " does not follow from the one before, or was changed",
                    chain->broken_at);
}

/* Decimal digits alone; false for anything else, and beyond SECONDS_MAX. */
static bool parse_seconds(uint64_t *seconds, const char *digits)
{
    uint64_t sum = 0;
    if (*digits == '\0')
        return false;
    for (; *digits != '\0'; digits++) {
        if (*digits < '0' || *digits > '9')
            return false;
        sum = sum * 10 + (uint64_t)(*digits - '0');
        if (sum > SECONDS_MAX)
            return false;
    }
    *seconds = sum;
    return true;
}

lot_status lot_log_now(uint64_t *seconds, lot_error *error)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (epoch == NULL) {
        struct timespec now;
        if (clock_gettime(CLOCK_REALTIME, &now) != 0 || now.tv_sec < 0)
            return LOT_FAIL(error, LOT_FAILURE, "the system's clock cannot be read");
        *seconds = (uint64_t)now.tv_sec;
        return LOT_OK;
    }
    if (!parse_seconds(seconds, epoch))
        return LOT_FAIL(error, LOT_USAGE,
                        "SOURCE_DATE_EPOCH is \"%s\": give whole seconds since 1970, or unset it",
                        epoch);
    return LOT_OK;
}

lot_status lot_log_date(char time[LOT_TIME_BYTES], uint64_t seconds, lot_error *error)
{
    const uint64_t end = 253402300800; /* year 10000, which has a digit too many */
    time_t instant = (time_t)seconds;
    struct tm utc;
    if (seconds >= end || gmtime_r(&instant, &utc) == NULL)
        return LOT_FAIL(error, LOT_FAILURE, "the time cannot be written as a date");
    size_t length = strftime(time, LOT_TIME_BYTES, "%Y-%m-%dT%H:%M:%SZ", &utc);
    assert(length == LOT_TIME_BYTES - 1);
    (void)length;
    return LOT_OK;
}

lot_status lot_log_time(char time[LOT_TIME_BYTES], lot_error *error)
{
    uint64_t seconds = 0;
    lot_status status = lot_log_now(&seconds, error);
    return status != LOT_OK ? status : lot_log_date(time, seconds, error);
}
