/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailings: read from a table, or one to everybody. */
#include "civiclot/mailings.h"

#include "civiclot/fold.h"
#include "civiclot/rates.h"
#include "core/array.h"
#include "core/wide.h"
#include "plan/population_names.h"
#include "pool/column.h"
#include "pool/message.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char EXPECTED[] = "a file of strata has stratum,share,feature,value";

typedef struct mailings_reader {
    const lot_table *table;
    const lot_population *population;
    lot_problems *problems;
    lot_population_names names;
    lot_named_columns columns;
    uint32_t stratum; /* columns */
    uint32_t share;
    lot_names *strata; /* folded; numbered as the list */
    lot_mailings *mailings;
    bool *named;    /* [LOT_MAILINGS_MOST][values] by the stratum's rows */
    bool *narrowed; /* [LOT_MAILINGS_MOST][features] some value of it was named */
    bool *shared;   /* [LOT_MAILINGS_MOST] the share is known */
} mailings_reader;

void lot_mailings_free(lot_mailings *mailings)
{
    if (mailings == NULL)
        return;
    for (uint32_t m = 0; mailings->list != NULL && m < mailings->count; m++) {
        free(mailings->list[m].name);
        free(mailings->list[m].reaches);
    }
    free(mailings->list);
    free(mailings);
}

static lot_status mailings_new(lot_mailings **out, lot_error *error)
{
    *out = lot_array_new(1, sizeof **out);
    if (*out == NULL)
        return LOT_NO_MEMORY(error);
    (*out)->list = lot_array_new(LOT_MAILINGS_MOST, sizeof *(*out)->list);
    return (*out)->list != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

static lot_status add_mailing(lot_mailings *mailings, const char *name,
                              const lot_population *population, lot_error *error)
{
    lot_mailing *mailing = &mailings->list[mailings->count++];
    mailing->name = lot_tidy(name);
    mailing->reaches = lot_array_new(population->cells_count, sizeof *mailing->reaches);
    return mailing->name != NULL && mailing->reaches != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

lot_status lot_mailings_even(lot_mailings **out, const lot_population *population, lot_error *error)
{
    lot_mailings *mailings;
    *out = NULL;
    lot_status status = mailings_new(&mailings, error);
    if (status == LOT_OK)
        status = add_mailing(mailings, "everywhere", population, error);
    if (status != LOT_OK) {
        lot_mailings_free(mailings);
        return status;
    }
    mailings->list[0].share = LOT_MAILINGS_ONE;
    mailings->list[0].people = population->total;
    for (uint32_t c = 0; c < population->cells_count; c++)
        mailings->list[0].reaches[c] = true;
    *out = mailings;
    return LOT_OK;
}

static lot_status find_columns(mailings_reader *r, lot_error *error)
{
    lot_status status;
    const lot_table *table = r->table;
    TRY(lot_column_need(&r->stratum, table, "stratum", EXPECTED, r->problems, error));
    TRY(lot_column_need(&r->share, table, "share", EXPECTED, r->problems, error));
    TRY(lot_column_need(&r->columns.feature, table, "feature", EXPECTED, r->problems, error));
    TRY(lot_column_need(&r->columns.value, table, "value", EXPECTED, r->problems, error));
done:
    return status;
}

/* The stratum's number, which is new where it is named for the first time. */
static lot_status find_stratum(uint32_t *number, mailings_reader *r, uint32_t row, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *name = lot_table_cell(r->table, row, r->stratum);
    char *folded = lot_fold(name);
    uint32_t before = lot_names_count(r->strata);
    *number = LOT_NO_NAME;
    if (folded == NULL)
        return LOT_NO_MEMORY(error);
    if (lot_is_blank(name)) {
        lot_problems_add(r->problems, "%s, row %" PRIu32 ": the stratum has no name",
                         lot_table_name(r->table), lot_table_row_number(r->table, row));
        goto done;
    }
    if (before == LOT_MAILINGS_MOST && lot_names_find(r->strata, folded) == LOT_NO_NAME) {
        lot_problems_add(r->problems, "%s, row %" PRIu32 ": more than %d strata",
                         lot_table_name(r->table), lot_table_row_number(r->table, row),
                         LOT_MAILINGS_MOST);
        goto done;
    }
    if (!lot_names_add(number, r->strata, folded))
        TRY(LOT_NO_MEMORY(error));
    if (*number == before)
        TRY(add_mailing(r->mailings, name, r->population, error));
done:
    free(folded);
    return status;
}

static lot_status put_share(mailings_reader *r, uint32_t row, uint32_t number, lot_error *error)
{
    uint32_t share;
    const char *cell = lot_table_cell(r->table, row, r->share);
    lot_mailing *mailing = &r->mailings->list[number];
    char *tidy = lot_tidy(cell);
    if (tidy == NULL)
        return LOT_NO_MEMORY(error);
    if (*tidy == '\0' && r->shared[number]) {
        free(tidy);
        return LOT_OK;
    }
    lot_text words = LOT_TEXT_EMPTY;
    lot_text_format(&words, "%s, row %" PRIu32 ": ", lot_table_name(r->table),
                    lot_table_row_number(r->table, row));
    if (!lot_rate_parse(&share, false, tidy)) {
        lot_text_put(&words, "'");
        lot_message_put_cell(&words, cell);
        lot_text_put(&words, "' is no share of the letters: write 80 % or 0.8");
        lot_problems_take(r->problems, &words);
    } else if (r->shared[number] && share != mailing->share) {
        lot_text_put(&words,
                     "the share is another than on the stratum's first row: leave it empty");
        lot_problems_take(r->problems, &words);
    } else {
        r->shared[number] = true;
        mailing->share = share;
    }
    lot_text_free(&words);
    free(tidy);
    return LOT_OK;
}

static lot_status read_row(mailings_reader *r, uint32_t row, lot_error *error)
{
    lot_status status;
    lot_named named;
    uint32_t number;
    TRY(find_stratum(&number, r, row, error));
    TRY(lot_population_find_named(&named, &r->names, r->table, row, &r->columns, r->problems,
                                  error));
    if (number == LOT_NO_NAME)
        goto done;
    TRY(put_share(r, row, number, error));
    if (named.value == LOT_NO_NAME)
        goto done;
    r->named[(size_t)number * r->population->values_count + named.value] = true;
    r->narrowed[(size_t)number * r->population->features_count + named.feature] = true;
done:
    return status;
}

/* A cell is reached when each feature of which values were named has one of them. */
static void find_reach(mailings_reader *r, uint32_t number)
{
    const lot_population *population = r->population;
    lot_mailing *mailing = &r->mailings->list[number];
    const bool *named = r->named + (size_t)number * population->values_count;
    const bool *narrowed = r->narrowed + (size_t)number * population->features_count;
    for (uint32_t c = 0; c < population->cells_count; c++) {
        bool reached = true;
        for (uint32_t f = 0; f < population->features_count; f++)
            reached = reached && (!narrowed[f] || named[lot_population_value(population, c, f)]);
        mailing->reaches[c] = reached;
        mailing->people += reached ? population->weights[c] : 0;
    }
    if (mailing->people == 0)
        lot_problems_add(r->problems, "%s: nobody lives in the stratum '%s'",
                         lot_table_name(r->table), mailing->name);
}

static lot_status read_rows(mailings_reader *r, lot_error *error)
{
    lot_status status = LOT_OK;
    uint64_t sum = 0;
    size_t before = lot_problems_count(r->problems);
    for (uint32_t row = 0; row < lot_table_rows_count(r->table); row++)
        TRY(read_row(r, row, error));
    TRY(lot_problems_refuse(r->problems, before, lot_table_name(r->table), error));
    for (uint32_t m = 0; m < r->mailings->count; m++) {
        find_reach(r, m);
        sum += r->mailings->list[m].share;
    }
    if (sum != LOT_MAILINGS_ONE)
        lot_problems_add(r->problems,
                         "%s: the shares of the strata sum to %" PRIu64 ".%04" PRIu64
                         " %%, not to 100 %%",
                         lot_table_name(r->table), sum / 10000, sum % 10000);
done:
    return status;
}

lot_status lot_mailings_read(lot_mailings **out, const lot_table *table,
                             const lot_population *population, lot_problems *problems,
                             lot_error *error)
{
    *out = NULL;
    lot_status status = LOT_OK;
    size_t before = lot_problems_count(problems);
    size_t most = LOT_MAILINGS_MOST;
    mailings_reader r = {.table = table, .population = population, .problems = problems};
    TRY(mailings_new(&r.mailings, error));
    TRY(lot_population_names_start(&r.names, population, error));
    r.strata = lot_names_new();
    r.named = lot_array_new(most * population->values_count, sizeof *r.named);
    r.narrowed = lot_array_new(most * population->features_count, sizeof *r.narrowed);
    r.shared = lot_array_new(most, sizeof *r.shared);
    if (r.strata == NULL || r.named == NULL || r.narrowed == NULL || r.shared == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(find_columns(&r, error));
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
    TRY(read_rows(&r, error));
    TRY(lot_problems_refuse(problems, before, lot_table_name(table), error));
    *out = r.mailings;
    r.mailings = NULL;
done:
    lot_population_names_clear(&r.names);
    lot_names_free(r.strata);
    free(r.named);
    free(r.narrowed);
    free(r.shared);
    lot_mailings_free(r.mailings);
    return status;
}

uint32_t lot_mailings_next(const lot_mailings *mailings, int64_t *credit)
{
    uint32_t best = 0;
    for (uint32_t m = 0; m < mailings->count; m++) {
        credit[m] += mailings->list[m].share;
        best = credit[m] > credit[best] ? m : best;
    }
    credit[best] -= LOT_MAILINGS_ONE;
    return best;
}

/* Does mailing a reach nobody whom b does not reach? */
static bool is_within(const lot_mailing *a, const lot_mailing *b, uint32_t cells)
{
    if (a == b)
        return true;
    if (a->people > b->people)
        return false;
    for (uint32_t c = 0; c < cells; c++)
        if (a->reaches[c] && !b->reaches[c])
            return false;
    return true;
}

/* How many letters there can be of which `share` go to those people. */
static uint64_t room_for(uint64_t people, uint32_t share, uint64_t household)
{
    lot_unsigned_wide addresses = people / household;
    lot_unsigned_wide letters = share > 0 ? addresses * LOT_MAILINGS_ONE / share : LOT_PLANNED_MOST;
    return letters < LOT_PLANNED_MOST ? (uint64_t)letters : LOT_PLANNED_MOST;
}

/* Whom any mailing with letters reaches. */
static uint64_t reached_by_any(const lot_mailings *mailings, const lot_population *population)
{
    uint64_t people = 0;
    for (uint32_t c = 0; c < population->cells_count; c++) {
        bool reached = false;
        for (uint32_t m = 0; m < mailings->count && !reached; m++)
            reached = mailings->list[m].share > 0 && mailings->list[m].reaches[c];
        people += reached ? population->weights[c] : 0;
    }
    return people;
}

/* Whoever is reached by several has one letter all the same: what lies within counts too. */
uint32_t lot_mailings_room(const lot_mailings *mailings, const lot_population *population,
                           uint64_t household)
{
    uint64_t room = room_for(reached_by_any(mailings, population), LOT_MAILINGS_ONE, household);
    for (uint32_t m = 0; m < mailings->count; m++) {
        const lot_mailing *mailing = &mailings->list[m];
        uint32_t share = 0;
        for (uint32_t k = 0; k < mailings->count; k++)
            if (mailings->list[k].share > 0 &&
                is_within(&mailings->list[k], mailing, population->cells_count))
                share += mailings->list[k].share;
        uint64_t letters = room_for(mailing->people, share, household);
        room = letters < room ? letters : room;
    }
    return (uint32_t)room;
}
