/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receipt: written, read without belief, and held against a published pool. */
#include "civiclot/receipt.h"

#include "audit/leaf.h"
#include "audit/lines.h"
#include "audit/merkle.h"
#include "core/array.h"
#include "core/utf8.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static_assert((int)LOT_RECEIPT_PROOF_MOST == (int)LOT_MERKLE_PATH_MOST, "a path fits");

/* Where things stand; two lines for each answer, then the index, then the path. */
enum {
    LINE_PROCESS = 2,
    LINE_POOL = 3,
    LINE_ROOT = 4,
    LINE_ID = 5,
    LINE_PID = 6,
    LINE_ANSWERS = 10
};

static void wipe_string(char *string)
{
    if (string != NULL)
        sodium_memzero(string, strlen(string));
    free(string);
}

void lot_receipt_free(lot_receipt *receipt)
{
    wipe_string(receipt->id);
    for (uint32_t a = 0; a < receipt->answers_count; a++) {
        wipe_string(receipt->answers[a].feature);
        wipe_string(receipt->answers[a].value);
    }
    free(receipt->answers);
    sodium_memzero(receipt, sizeof *receipt);
}

static void put_line(lot_text *text, const char *key, const char *value)
{
    lot_text_put(text, key);
    lot_text_put(text, value);
    lot_text_put(text, "\n");
}

static void put_digest(lot_text *text, const char *key, const lot_digest *digest)
{
    char hex[LOT_HEX_BYTES];
    lot_digest_hex(hex, digest);
    put_line(text, key, hex);
    sodium_memzero(hex, sizeof hex);
}

void lot_receipt_put(lot_text *text, const lot_receipt *receipt)
{
    const lot_receipt *r = receipt;
    put_line(text, "civiclot-receipt: ", "1");
    put_line(text, "process: ", r->process_id.text);
    lot_text_format(text, "pool: %" PRIu32 "\n", r->people_count);
    put_digest(text, "pool-root: ", &r->pool_root);
    put_line(text, "id: ", r->id);
    put_line(text, "pid: ", r->pid.text);
    put_digest(text, "salt: ", &r->salt);
    put_digest(text, "idsalt: ", &r->id_salt);
    put_line(text, "household: ", r->household.text[0] != '\0' ? r->household.text : "none");
    for (uint32_t a = 0; a < r->answers_count; a++) {
        put_line(text, "feature: ", r->answers[a].feature);
        put_line(text, "value: ", r->answers[a].value);
    }
    lot_text_format(text, "index: %" PRIu32 "\n", r->index);
    for (uint32_t i = 0; i < r->proof_count; i++)
        put_digest(text, "proof: ", &r->proof[i]);
}

typedef struct reader {
    lot_lines lines;
    lot_receipt *out;
    size_t answers_room;
    lot_error *error;
} reader;

/* taken: whether the line is what it must be; what: what that is. */
static lot_status need(const reader *in, bool taken, const char *what)
{
    if (taken)
        return LOT_OK;
    return LOT_FAIL(in->error, LOT_NOT_VERIFIED, "%s, line %" PRIu64 ": it must be %s",
                    in->lines.file, in->lines.line, what);
}

/* *out is NULL before. */
static lot_status take_text(reader *in, char **out, const char *key, const char *what)
{
    lot_status status = LOT_OK;
    lot_lines before = in->lines;
    bool taken = lot_lines_key_words(&in->lines, key, out);
    if (taken && *out == NULL)
        TRY(LOT_NO_MEMORY(in->error));
    if (taken && !lot_utf8_is_valid(*out)) {
        in->lines = before;
        taken = false;
    }
    TRY(need(in, taken, what));
done:
    return status;
}

static lot_status take_person(reader *in)
{
    lot_status status = LOT_OK;
    lot_lines *lines = &in->lines;
    lot_receipt *out = in->out;
    TRY(need(in, lot_lines_word(lines, "civiclot-receipt: 1\n"), "civiclot-receipt: 1"));
    TRY(need(in, lot_lines_key_pid(lines, "process: ", &out->process_id),
             "process: and a process id"));
    TRY(need(in, lot_lines_key_index(lines, "pool: ", &out->people_count, 0, UINT32_MAX),
             "pool: and how many people there are"));
    TRY(need(in, lot_lines_key_digest(lines, "pool-root: ", &out->pool_root),
             "pool-root: and a digest"));
    TRY(take_text(in, &out->id, "id: ", "id: and the person's id"));
    TRY(need(in, lot_lines_key_pid(lines, "pid: ", &out->pid), "pid: and a pid"));
    TRY(need(in, lot_lines_key_digest(lines, "salt: ", &out->salt), "salt: and a digest"));
    TRY(need(in, lot_lines_key_digest(lines, "idsalt: ", &out->id_salt), "idsalt: and a digest"));
    TRY(need(in,
             lot_lines_word(lines, "household: none\n") ||
                 lot_lines_key_pid(lines, "household: ", &out->household),
             "household: and a tag, or none"));
done:
    return status;
}

static bool begins_with(const lot_lines *lines, const char *word)
{
    lot_lines ahead = *lines;
    return lot_lines_word(&ahead, word);
}

static lot_status take_answers(reader *in)
{
    lot_status status = LOT_OK;
    lot_receipt *out = in->out;
    while (begins_with(&in->lines, "feature: ")) {
        if (lot_array_grow((void **)&out->answers, &in->answers_room, out->answers_count,
                           sizeof *out->answers) != 0)
            TRY(LOT_NO_MEMORY(in->error));
        lot_receipt_answer *answer = &out->answers[out->answers_count++];
        *answer = (lot_receipt_answer){NULL, NULL};
        TRY(take_text(in, &answer->feature, "feature: ", "feature: and its name"));
        TRY(take_text(in, &answer->value, "value: ", "value: and the feature's value"));
    }
done:
    return status;
}

/* Establishes R1. */
static lot_status take_path(reader *in)
{
    lot_status status = LOT_OK;
    lot_lines *lines = &in->lines;
    lot_receipt *out = in->out;
    lot_lines before = *lines;
    bool taken = lot_lines_key_index(lines, "index: ", &out->index, 0, UINT32_MAX);
    if (taken && out->index >= out->people_count) {
        *lines = before;
        taken = false;
    }
    TRY(need(in, taken, "feature:, or index: and a number below that of pool:"));
    uint32_t count = lot_merkle_path_count(out->index, out->people_count);
    for (; out->proof_count < count; out->proof_count++)
        TRY(need(in, lot_lines_key_digest(lines, "proof: ", &out->proof[out->proof_count]),
                 "proof: and a digest: so long is the path of this index"));
    TRY(need(in, lot_lines_at_end(lines), "the end: no longer is the path of this index"));
done:
    return status;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * The text as it was written: mail, editors and mail merges turn the ends of lines into Windows',
 * put a byte order mark before it and lose or double the last end of line. None of it means
 * anything, as no field holds a control character.
 */
static void tidy(lot_text *out, const char *bytes, size_t length)
{
    static const char mark[] = "\xef\xbb\xbf";
    const char *at = bytes;
    const char *end = bytes + length;
    if (length >= 3 && memcmp(at, mark, 3) == 0)
        at += 3;
    while (at < end && is_space(*at))
        at++;
    while (end > at && is_space(end[-1]))
        end--;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t line = (size_t)((stop != NULL ? stop : end) - at);
        size_t kept = line > 0 && stop != NULL && at[line - 1] == '\r' ? line - 1 : line;
        lot_text_add(out, at, kept);
        lot_text_put(out, "\n");
        at += line + (stop != NULL ? 1 : 0);
    }
}

lot_status lot_receipt_read(lot_receipt *out, const char *name, const char *bytes, size_t length,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text text = LOT_TEXT_EMPTY;
    reader in = {.out = out, .error = error};
    *out = (lot_receipt){.id = NULL};
    if (length > LOT_RECEIPT_MOST)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED, "%s is too long for a receipt", name));
    tidy(&text, bytes, length);
    TRY(lot_text_check(&text, error));
    in.lines = lot_lines_begin(name, lot_text_string(&text), text.length);
    TRY(take_person(&in));
    TRY(take_answers(&in));
    TRY(take_path(&in));
done:
    if (text.bytes != NULL)
        sodium_memzero(text.bytes, text.length);
    lot_text_free(&text);
    if (status != LOT_OK)
        lot_receipt_free(out);
    return status;
}

typedef struct checker {
    const lot_receipt *receipt;
    const lot_receipt_basis *basis;
    const char *name;
    lot_error *error;
} checker;

static lot_status differ(const checker *check, uint64_t line, const char *what)
{
    return LOT_FAIL(check->error, LOT_NOT_VERIFIED, "%s, line %" PRIu64 ": %s", check->name, line,
                    what);
}

static uint64_t index_line(const lot_receipt *receipt)
{
    return LINE_ANSWERS + 2 * (uint64_t)receipt->answers_count;
}

static lot_status check_pool(const checker *check)
{
    const lot_receipt *receipt = check->receipt;
    const lot_receipt_basis *basis = check->basis;
    if (strcmp(receipt->process_id.text, basis->process_id) != 0)
        return differ(check, LINE_PROCESS, "the folder is of another process: of another assembly");
    if (receipt->people_count != basis->people_count)
        return differ(check, LINE_POOL, "the folder's pool has another number of people");
    if (!lot_digest_equal(&receipt->pool_root, &basis->pool_root))
        return differ(check, LINE_ROOT, "the folder's pool has another root");
    return LOT_OK;
}

static bool has_value(const lot_quotas *quotas, uint32_t feature, const char *value)
{
    const lot_feature *about = &quotas->features[feature];
    for (uint32_t q = about->first; q < about->first + about->values_count; q++)
        if (strcmp(quotas->rows[q].value, value) == 0)
            return true;
    return false;
}

static lot_status check_answers(const checker *check)
{
    const lot_receipt *receipt = check->receipt;
    const lot_quotas *quotas = check->basis->quotas;
    for (uint32_t a = 0; a < receipt->answers_count; a++) {
        const lot_receipt_answer *answer = &receipt->answers[a];
        uint64_t line = LINE_ANSWERS + 2 * (uint64_t)a;
        if (a >= quotas->features_count || strcmp(quotas->features[a].name, answer->feature) != 0)
            return differ(check, line, "it is not the feature that comes next in quotas.csv");
        if (!has_value(quotas, a, answer->value))
            return differ(check, line + 1, "quotas.csv has no such value of this feature");
    }
    if (receipt->answers_count < quotas->features_count)
        return differ(check, index_line(receipt), "quotas.csv has more features");
    return LOT_OK;
}

static void make_leaf(lot_digest *out, const lot_receipt *receipt)
{
    lot_hash hash;
    lot_leaf leaf = {.pid = receipt->pid, .salt = receipt->salt, .household = receipt->household};
    lot_leaf_commit_id(&leaf.id_commitment, &receipt->id_salt, receipt->id);
    lot_leaf_start(&hash, &leaf);
    for (uint32_t a = 0; a < receipt->answers_count; a++)
        lot_hash_field(&hash, receipt->answers[a].value);
    lot_hash_finish(out, &hash);
    sodium_memzero(&leaf, sizeof leaf);
}

static lot_status check_place(const checker *check)
{
    const lot_receipt *receipt = check->receipt;
    const lot_receipt_basis *basis = check->basis;
    lot_digest leaf, root;
    assert(receipt->index < basis->people_count); /* R1, and the counts are equal */
    if (strcmp(receipt->pid.text, basis->pids[receipt->index].text) != 0)
        return differ(check, LINE_PID, "pool.csv has another pid at the place of index:");
    make_leaf(&leaf, receipt);
    if (!lot_digest_equal(&leaf, &basis->leaves[receipt->index]))
        return differ(check, LINE_ID,
                      "id, salt, idsalt, household and values are not those that the leaf of this "
                      "pid in pool.csv was made of");
    lot_merkle_path_root(&root, &leaf, receipt->index, receipt->people_count, receipt->proof);
    if (!lot_digest_equal(&root, &basis->pool_root))
        return differ(check, index_line(receipt) + 1,
                      "the path that begins here does not lead to the pool's root");
    return LOT_OK;
}

lot_status lot_receipt_check(const lot_receipt *receipt, const char *name,
                             const lot_receipt_basis *basis, lot_error *error)
{
    lot_status status = LOT_OK;
    const checker check = {receipt, basis, name, error};
    TRY(check_pool(&check));
    TRY(check_answers(&check));
    TRY(check_place(&check));
done:
    return status;
}
