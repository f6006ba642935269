/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggest: which columns are an address, which is a postcode, and where people consent. */
#include "clean/postcode.h"
#include "clean/suggest.h"
#include "clean/suggest_writing.h"

#include <string.h>

/* Does a header have one of the words, and is no question? words: ended by NULL. */
static bool is_called(const lot_suggester *s, uint32_t column, const char *const *words)
{
    const char *header = s->headers[column];
    size_t length = strlen(header);
    if (length > 0 && header[length - 1] == '?')
        return false;
    for (; *words != NULL; words++)
        if (lot_suggest_has_word(header, *words))
            return true;
    return false;
}

/* Is at least half of what stands in a column a whole postcode? */
static bool has_postcodes(const lot_look *look)
{
    uint64_t rows = 0;
    for (uint32_t i = 0; i < lot_names_count(look->folded); i++) {
        char postcode[LOT_POSTCODE_BYTES];
        if (lot_postcode_read(postcode, look->seen[i].cell) == LOT_POSTCODE_UNIT)
            rows += look->seen[i].rows;
    }
    return rows > 0 && rows * 2 >= look->rows;
}

static bool is_postcode(const lot_suggester *s, uint32_t column)
{
    static const char *const words[] = {"postcode", "post code", "postal code",
                                        "zip",      "zip code",  NULL};
    return is_called(s, column, words) || has_postcodes(&s->looks[column]);
}

static bool is_street(const lot_suggester *s, uint32_t column)
{
    static const char *const words[] = {"address",   "street",     "house number", "house no",
                                        "house no.", "house name", "flat number",  NULL};
    static const char *const others[] = {"email", "e-mail", "mail", "ip", "web", NULL};
    return is_called(s, column, words) && !is_called(s, column, others);
}

static lot_status is_writable(bool *writable, const lot_suggester *s, uint32_t column,
                              lot_error *error)
{
    return lot_writing_is_possible(writable, lot_table_header(s->people, column), error);
}

lot_status lot_suggest_postcode(uint32_t *column, const lot_suggester *s, lot_error *error)
{
    *column = LOT_NO_COLUMN;
    for (uint32_t c = 0; c < lot_table_columns_count(s->people); c++) {
        bool writable;
        lot_status status = is_writable(&writable, s, c, error);
        if (status != LOT_OK)
            return status;
        if (writable && is_postcode(s, c)) {
            *column = c;
            return LOT_OK;
        }
    }
    return LOT_OK;
}

/* A postcode alone is no home. */
lot_status lot_suggest_household(const lot_suggester *s, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_text columns = LOT_TEXT_EMPTY;
    bool street = false;
    for (uint32_t c = 0; c < lot_table_columns_count(s->people); c++) {
        bool writable;
        bool of_street = is_street(s, c);
        TRY(is_writable(&writable, s, c, error));
        if (!writable || (!of_street && !is_postcode(s, c)))
            continue;
        street = street || of_street;
        lot_text_put(&columns, columns.length > 0 ? ", " : "");
        lot_writing_put(&columns, lot_table_header(s->people, c));
    }
    if (street)
        lot_text_format(s->words, "# household: %s\n", lot_text_string(&columns));
    else
        lot_text_put(s->words, "# household: the columns of the address, commas between\n");
    lot_text_free_part(s->words, &columns);
done:
    lot_text_free(&columns);
    return status;
}

/* Does everybody who ticked it have the same there? */
static bool is_tick(const lot_look *look)
{
    return lot_names_count(look->folded) == 1 && lot_names_find(look->folded, "yes") == LOT_NO_NAME;
}

lot_status lot_suggest_consent(const lot_suggester *s, lot_error *error)
{
    static const char *const words[] = {"consent", "consents", "agree", "agreed",
                                        "privacy", "gdpr",     NULL};
    lot_status status = LOT_OK;
    bool any = false;
    for (uint32_t c = 0; c < lot_table_columns_count(s->people); c++) {
        bool writable;
        bool called = false;
        for (size_t w = 0; words[w] != NULL; w++)
            called = called || lot_suggest_has_word(s->headers[c], words[w]);
        TRY(is_writable(&writable, s, c, error));
        if (!writable || !called)
            continue;
        lot_text_put(s->words, "# require consent: ");
        lot_writing_put(s->words, lot_table_header(s->people, c));
        lot_text_put(s->words, is_tick(&s->looks[c]) ? " is not blank\n" : " is Yes\n");
        any = true;
    }
    if (!any)
        lot_text_put(s->words, "# require consent: COLUMN is Yes\n");
done:
    return status;
}
