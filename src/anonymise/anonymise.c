/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anonymise: what each column is, and which word each of its cells becomes. */
#include "civiclot/anonymise.h"

#include "anonymise/copy.h"
#include "anonymise/lexicon.h"
#include "civiclot/fold.h"
#include "core/array.h"
#include "pool/foreign.h"
#include "pool/household.h"
#include "pool/quota_columns.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

enum part { OTHER, KEPT_NAME, ID, FEATURE, ADDRESS, NAME_OF_FEATURE, VALUE, BOUND };

/* What a column is, and in how far: which feature, or the how manieth of the address. */
struct role {
    enum part part;
    uint32_t number;
};

/* A file on its way. */
typedef struct work {
    lot_table *table; /* NULL: it is none */
    lot_lexicon *lexicon;
    struct role *roles;      /* [columns] */
    uint32_t feature_column; /* of the quotas */
    uint32_t *households;    /* [rows] of the people; NULL: there are no addresses */
    uint32_t *address;       /* [addresses_count] columns */
    uint32_t addresses_count;
} work;

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

/* Does the header of a column mean `name`? LOT_FAILURE: no memory. */
static lot_status is_called(bool *called, const lot_table *table, uint32_t column, const char *name,
                            lot_error *error)
{
    char *header = lot_fold(lot_table_header(table, column));
    char *folded = lot_fold(name);
    bool good = header != NULL && folded != NULL;
    *called = good && strcmp(header, folded) == 0;
    free(header);
    free(folded);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

/* Give all columns of that name a role, but those that have one. */
static lot_status give_role(work *w, const char *name, enum part part, uint32_t number,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t c = 0; c < lot_table_columns_count(w->table); c++) {
        bool called;
        TRY(is_called(&called, w->table, c, name, error));
        if (called && w->roles[c].part == OTHER)
            w->roles[c] = (struct role){part, number};
    }
done:
    return status;
}

static void put_tidy(lot_text *copy, const char *cell)
{
    char *tidy = lot_tidy(cell);
    lot_text_put(copy, tidy != NULL ? tidy : "");
    copy->failed |= tidy == NULL;
    free(tidy);
}

static void put_other_header(lot_text *copy, const char *cell, uint32_t column)
{
    lot_text_format(copy, "column-%u%s", column + 1, is_ascii(cell) ? "" : LOT_BEYOND_ASCII);
}

static void put_header(lot_text *copy, const work *w, uint32_t column)
{
    const char *cell = lot_table_header(w->table, column);
    const struct role *role = &w->roles[column];
    switch (role->part) {
    case ID:
        lot_text_put(copy, "id");
        break;
    case KEPT_NAME:
        put_tidy(copy, cell);
        break;
    case FEATURE:
        lot_lexicon_put_feature(copy, w->lexicon, role->number, cell);
        break;
    case ADDRESS:
        /* an apostrophe is passed over where addresses are compared; this one is beyond ASCII */
        lot_text_format(copy, "address-%u%s", role->number + 1,
                        is_ascii(cell) ? "" : "\xE2\x80\x99");
        break;
    default:
        put_other_header(copy, cell, column);
    }
}

/* Is there anything to compare addresses by? Marks alone count as blank there. */
static bool has_words(const char *cell)
{
    ucs4_t character;
    const uint8_t *at = (const uint8_t *)cell;
    while ((at = u8_next(&character, at)) != NULL)
        if (uc_is_general_category_withtable(character, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                            UC_CATEGORY_MASK_N))
            return true;
    return false;
}

/*
 * The first part tells the household, and is blank where it was; the others are the same for all.
 * See put_header() for the apostrophe.
 */
static void put_address(lot_text *copy, const work *w, uint32_t number, uint32_t row,
                        const char *cell)
{
    if (!has_words(cell))
        lot_text_put(copy, "-");
    else if (number == 0)
        lot_text_format(copy, "home-%u", w->households[row] + 1);
    else
        lot_text_put(copy, "x");
    lot_text_put(copy, is_ascii(cell) ? "" : "\xE2\x80\x99");
}

static bool put_person_word(lot_text *copy, void *context, uint32_t row, uint32_t column)
{
    const work *w = context;
    if (row == LOT_HEADER_CELLS) {
        put_header(copy, w, column);
        return true;
    }
    const char *cell = lot_table_cell(w->table, row, column);
    switch (w->roles[column].part) {
    case ID:
        lot_lexicon_put_id(copy, w->lexicon, cell);
        return true;
    case FEATURE:
        lot_lexicon_put_value(copy, w->lexicon, w->roles[column].number, cell);
        return true;
    case ADDRESS:
        put_address(copy, w, w->roles[column].number, row, cell);
        return true;
    default:
        return false;
    }
}

/* A6: a number as it is, and what should be one character by character. */
static bool put_bound(lot_text *copy, const char *cell)
{
    lot_text words = LOT_TEXT_EMPTY;
    put_tidy(&words, cell);
    const char *tidy = lot_text_string(&words);
    bool plain = strchr(tidy, '"') == NULL;
    if (tidy[strspn(tidy, "0123456789.,%+- ")] == '\0')
        lot_text_put(copy, tidy);
    else if (plain)
        lot_copy_put_blurred(copy, tidy, words.length);
    lot_text_free_part(copy, &words);
    return plain;
}

static bool put_quota_word(lot_text *copy, void *context, uint32_t row, uint32_t column)
{
    const work *w = context;
    enum part part = w->roles[column].part;
    uint32_t feature;
    if (row == LOT_HEADER_CELLS) {
        if (part == OTHER)
            put_other_header(copy, lot_table_header(w->table, column), column);
        else
            put_tidy(copy, lot_table_header(w->table, column));
        return true;
    }
    const char *cell = lot_table_cell(w->table, row, column);
    if (part == BOUND)
        return put_bound(copy, cell);
    if (part == OTHER || w->feature_column == LOT_NO_COLUMN)
        return false;
    if (!lot_lexicon_find(&feature, w->lexicon, lot_table_cell(w->table, row, w->feature_column)))
        copy->failed = true;
    else if (part == VALUE)
        lot_lexicon_put_value(copy, w->lexicon, feature, cell);
    else
        lot_lexicon_put_feature(copy, w->lexicon, feature, cell);
    return true;
}

/* Read a file as a table: *out stays NULL where it is none. */
static lot_status parse(lot_table **out, const lot_original *file, lot_error *error)
{
    const char *foreign = lot_foreign_words(file->bytes, file->length);
    if (foreign != NULL)
        return LOT_FAIL(error, LOT_BAD_INPUT, "%s: %s", file->name, foreign);
    lot_problems *problems = lot_problems_new();
    if (problems == NULL)
        return LOT_NO_MEMORY(error);
    lot_status status =
        lot_table_parse(out, file->name, file->bytes, file->length, problems, error);
    lot_problems_free(problems);
    return status == LOT_BAD_INPUT ? LOT_OK : status;
}

static lot_status begin(work *w, const lot_original *file, lot_error *error)
{
    lot_status status;
    TRY(parse(&w->table, file, error));
    w->feature_column = LOT_NO_COLUMN;
    if (w->table == NULL)
        goto done;
    w->roles = lot_array_new(lot_table_columns_count(w->table), sizeof *w->roles);
    if (w->roles == NULL)
        TRY(LOT_NO_MEMORY(error));
done:
    return status;
}

static void end(work *w)
{
    lot_table_free(w->table);
    free(w->roles);
    free(w->households);
    free(w->address);
}

/* Take in all features and values, before any is used. */
static lot_status learn(const work *w, uint32_t value_column, lot_error *error)
{
    for (uint32_t row = 0; row < lot_table_rows_count(w->table); row++) {
        const char *value =
            value_column != LOT_NO_COLUMN ? lot_table_cell(w->table, row, value_column) : "";
        if (!lot_lexicon_learn(w->lexicon, lot_table_cell(w->table, row, w->feature_column), value))
            return LOT_NO_MEMORY(error);
    }
    return LOT_OK;
}

static lot_status read_quotas(work *w, lot_error *error)
{
    static const char *const bounds[] = {"min", "max", "min_flex", "max_flex", "priority"};
    lot_status status;
    const char *feature;
    const char *value;
    uint32_t value_column;
    TRY(lot_quota_columns(&feature, &value, w->table, error));
    TRY(lot_table_find_column(&w->feature_column, NULL, w->table, feature, error));
    TRY(lot_table_find_column(&value_column, NULL, w->table, value, error));
    TRY(give_role(w, feature, NAME_OF_FEATURE, 0, error));
    TRY(give_role(w, value, VALUE, 0, error));
    for (size_t b = 0; b < sizeof bounds / sizeof bounds[0]; b++)
        TRY(give_role(w, bounds[b], BOUND, 0, error));
    if (w->feature_column != LOT_NO_COLUMN)
        TRY(learn(w, value_column, error));
done:
    return status;
}

static lot_status find_features(work *w, lot_error *error)
{
    for (uint32_t c = 0; c < lot_table_columns_count(w->table); c++) {
        uint32_t feature;
        if (!lot_lexicon_find(&feature, w->lexicon, lot_table_header(w->table, c)))
            return LOT_NO_MEMORY(error);
        if (feature != LOT_NO_FEATURE)
            w->roles[c] = (struct role){FEATURE, feature};
    }
    return LOT_OK;
}

static lot_status find_addresses(work *w, const lot_pool_columns *columns, lot_error *error)
{
    lot_status status = LOT_OK;
    w->address = lot_array_new(columns->household_count, sizeof *w->address);
    if (w->address == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t a = 0; a < columns->household_count; a++) {
        uint32_t column;
        TRY(lot_table_find_column(&column, NULL, w->table, columns->household[a], error));
        if (column == LOT_NO_COLUMN)
            continue;
        TRY(give_role(w, columns->household[a], ADDRESS, w->addresses_count, error));
        w->address[w->addresses_count++] = column;
    }
done:
    return status;
}

static lot_status read_people(work *w, const lot_pool_columns *columns, lot_copies_made *out,
                              lot_error *error)
{
    lot_status status;
    TRY(find_features(w, error));
    TRY(give_role(w, columns->id != NULL ? columns->id : "id", ID, 0, error));
    TRY(find_addresses(w, columns, error));
    /* by these a quota file is told that was given in its place */
    TRY(give_role(w, "min", KEPT_NAME, 0, error));
    TRY(give_role(w, "max", KEPT_NAME, 0, error));
    w->households = lot_array_new(lot_table_rows_count(w->table), sizeof *w->households);
    if (w->households == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(lot_households_group(w->households, &out->households_count, w->table,
                             &(lot_address_columns){w->address, w->addresses_count, false}, error));
    out->people_count = lot_table_rows_count(w->table);
    out->addresses_count = w->addresses_count;
    for (uint32_t c = 0; c < lot_table_columns_count(w->table); c++)
        out->has_ids |= w->roles[c].part == ID;
done:
    return status;
}

/* Read the copy again, and compare who lives with whom. */
static lot_status check_households(lot_copies_made *out, const work *w, lot_error *error)
{
    lot_status status;
    lot_table *table = NULL;
    uint32_t count;
    uint32_t rows = lot_table_rows_count(w->table);
    const lot_text *bytes = &out->people.bytes;
    const lot_original copy = {"copy", lot_text_string(bytes), bytes->length};
    uint32_t *households = lot_array_new(rows, sizeof *households);
    if (households == NULL)
        return LOT_NO_MEMORY(error);
    TRY(parse(&table, &copy, error));
    if (table == NULL || lot_table_rows_count(table) != rows)
        goto done;
    TRY(lot_households_group(households, &count, table,
                             &(lot_address_columns){w->address, w->addresses_count, false}, error));
    out->same_households =
        rows == 0 || memcmp(households, w->households, rows * sizeof *households) == 0;
done:
    lot_table_free(table);
    free(households);
    return status;
}

static lot_status copy(lot_copy *out, work *w, const lot_original *file, const lot_words *words,
                       lot_error *error)
{
    out->by_characters = w->table == NULL;
    return out->by_characters
               ? lot_copy_characters(&out->bytes, file->bytes, file->length, error)
               : lot_copy_table(&out->bytes, w->table, file->bytes, file->length, words, error);
}

lot_status lot_anonymise(lot_copies_made *out, const lot_original *people,
                         const lot_original *quotas, const lot_pool_columns *columns,
                         lot_error *error)
{
    lot_status status = LOT_OK;
    lot_lexicon *lexicon = lot_lexicon_new();
    work of_quotas = {.lexicon = lexicon};
    work of_people = {.lexicon = lexicon};
    *out = (lot_copies_made){.same_households = false};
    if (lexicon == NULL)
        TRY(LOT_NO_MEMORY(error));
    if (quotas != NULL) {
        TRY(begin(&of_quotas, quotas, error));
        if (of_quotas.table != NULL)
            TRY(read_quotas(&of_quotas, error));
        TRY(copy(&out->quotas, &of_quotas, quotas, &(lot_words){put_quota_word, &of_quotas},
                 error));
    }
    TRY(begin(&of_people, people, error));
    if (of_people.table != NULL)
        TRY(read_people(&of_people, columns, out, error));
    TRY(copy(&out->people, &of_people, people, &(lot_words){put_person_word, &of_people}, error));
    if (of_people.table != NULL)
        TRY(check_households(out, &of_people, error));
done:
    end(&of_quotas);
    end(&of_people);
    lot_lexicon_free(lexicon);
    return status;
}

void lot_copies_made_free(lot_copies_made *copies)
{
    lot_text_free(&copies->people.bytes);
    lot_text_free(&copies->quotas.bytes);
}
