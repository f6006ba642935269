/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Book: a list of sheets in the order of the file. */
#include "sheet/book.h"

#include "core/array.h"
#include "core/control.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_SHOWN = 10 };

void lot_book_free(lot_book *book)
{
    for (size_t i = 0; i < book->count; i++) {
        free(book->sheets[i].name);
        free(book->sheets[i].place);
    }
    free(book->sheets);
    *book = (lot_book){.kind = book->kind, .name = book->name};
}

lot_status lot_book_add(lot_book *book, const char *name, const char *place, bool hidden,
                        lot_error *error)
{
    void *sheets = book->sheets;
    if (book->count == LOT_BOOK_SHEETS_MOST)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s: has more than %d sheets: save the one that counts alone", book->name,
                        LOT_BOOK_SHEETS_MOST);
    if (lot_array_grow(&sheets, &book->room, book->count, sizeof *book->sheets) != 0)
        return LOT_NO_MEMORY(error);
    book->sheets = sheets;
    lot_book_sheet *added = &book->sheets[book->count++];
    *added = (lot_book_sheet){lot_string_copy(name), lot_string_copy(place), hidden};
    return added->name != NULL && added->place != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

static char small(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

/* The same but for the case of ASCII letters and spaces around. */
static bool is_alike(const char *a, const char *b)
{
    a += strspn(a, " ");
    b += strspn(b, " ");
    while (*a != '\0' && small(*a) == small(*b)) {
        a++;
        b++;
    }
    return a[strspn(a, " ")] == '\0' && b[strspn(b, " ")] == '\0';
}

static const lot_book_sheet *find(const lot_book *book, const char *name)
{
    for (size_t i = 0; i < book->count; i++)
        if (strcmp(book->sheets[i].name, name) == 0)
            return &book->sheets[i];
    for (size_t i = 0; i < book->count; i++)
        if (is_alike(book->sheets[i].name, name))
            return &book->sheets[i];
    return NULL;
}

static const lot_book_sheet *first_shown(const lot_book *book)
{
    for (size_t i = 0; i < book->count; i++)
        if (!book->sheets[i].hidden)
            return &book->sheets[i];
    return NULL;
}

/* Add the names of those that are hidden, or are not, but for one: 'A', 'B'. How many they are. */
static size_t put_names(lot_text *text, const lot_book *book, bool hidden, size_t except)
{
    size_t count = 0;
    for (size_t i = 0; i < book->count; i++) {
        const lot_book_sheet *sheet = &book->sheets[i];
        if (sheet->hidden != hidden || i == except)
            continue;
        if (++count > NAMES_SHOWN)
            continue;
        lot_text_put(text, count > 1 ? ", '" : "'");
        lot_text_put_escaped(text, sheet->name);
        lot_text_put(text, "'");
    }
    if (count > NAMES_SHOWN)
        lot_text_format(text, " and %zu more", count - NAMES_SHOWN);
    return count;
}

static lot_status fail_unknown(const lot_book *book, const char *sheet, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    lot_text hidden = LOT_TEXT_EMPTY;
    if (sheet != NULL) {
        lot_text_put(&words, "there is no sheet '");
        lot_text_put_escaped(&words, sheet);
        lot_text_put(&words, "': ");
    } else
        lot_text_put(&words, "all its sheets are hidden: name the one to read: ");
    lot_text_put(&words, "it has ");
    size_t shown = put_names(&words, book, false, book->count);
    if (put_names(&hidden, book, true, book->count) > 0)
        lot_text_format(&words, "%s, hidden, %s", shown > 0 ? " and" : "",
                        lot_text_string(&hidden));
    lot_text_free_part(&words, &hidden);
    lot_status status = lot_text_check(&words, error);
    if (status == LOT_OK)
        status = LOT_FAIL(error, LOT_BAD_INPUT, "%s: %s", book->name, lot_text_string(&words));
    lot_text_free(&words);
    return status;
}

/* Say which sheets were not asked about and are not read. */
static void tell_others(const lot_book *book, const lot_book_sheet *chosen, lot_sheet *out)
{
    lot_text *notices = &out->notices;
    lot_text others = LOT_TEXT_EMPTY;
    lot_text hidden = LOT_TEXT_EMPTY;
    out->has_others = put_names(&others, book, false, (size_t)(chosen - book->sheets)) > 0;
    if (out->has_others) {
        lot_text_format(notices, "%s: its first sheet, '", book->name);
        lot_text_put_escaped(notices, chosen->name);
        lot_text_format(notices, "', is read, and not %s\n", lot_text_string(&others));
    }
    if (put_names(&hidden, book, true, book->count) > 0)
        lot_text_format(notices, "%s: hidden sheets are passed over: %s\n", book->name,
                        lot_text_string(&hidden));
    lot_text_free_part(notices, &others);
    lot_text_free_part(notices, &hidden);
}

lot_status lot_book_choose(const lot_book_sheet **chosen, const lot_book *book, const char *sheet,
                           lot_sheet *out, lot_error *error)
{
    if (book->count == 0)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "%s: has no sheet of cells: is it the right file? Else save its table as "
                        "CSV in UTF-8",
                        book->name);
    *chosen = sheet != NULL ? find(book, sheet) : first_shown(book);
    if (*chosen == NULL)
        return fail_unknown(book, sheet, error);
    lot_text_format(&out->form, "%s, sheet '", book->kind);
    lot_text_put_escaped(&out->form, (*chosen)->name);
    lot_text_put(&out->form, "'");
    if (sheet == NULL)
        tell_others(book, *chosen, out);
    return lot_text_check(&out->notices, error);
}
