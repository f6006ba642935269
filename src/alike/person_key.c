/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Person key. E-mail addresses: case and spaces do not count. Telephone numbers: by their last nine
 * digits, as +44 20 7946 0958, 0044 20 7946 0958 and 020 7946 0958 are one, and a spreadsheet may
 * have taken the 0. All else: by letters and digits, in their order.
 */
#include "alike/person_key.h"

#include "civiclot/fold.h"
#include "pool/wording.h"

#include <stdlib.h>
#include <string.h>

enum { PHONE_LEAST = 7, PHONE_COMPARED = 9, PHONE_DIGITS = 32 };

/* Words of headers, as wording.h leaves them. Home telephones are shared, and not among them. */
static const struct {
    const char *words;
    lot_person_column kind;
} names[] = {
    {"email", LOT_PERSON_EMAIL},
    {"e mail", LOT_PERSON_EMAIL},
    {"email address", LOT_PERSON_EMAIL},
    {"e mail address", LOT_PERSON_EMAIL},
    {"your email", LOT_PERSON_EMAIL},
    {"your email address", LOT_PERSON_EMAIL},
    {"contact email", LOT_PERSON_EMAIL},
    {"phone", LOT_PERSON_PHONE},
    {"phone no", LOT_PERSON_PHONE},
    {"phone number", LOT_PERSON_PHONE},
    {"your phone number", LOT_PERSON_PHONE},
    {"telephone", LOT_PERSON_PHONE},
    {"telephone no", LOT_PERSON_PHONE},
    {"telephone number", LOT_PERSON_PHONE},
    {"tel", LOT_PERSON_PHONE},
    {"tel no", LOT_PERSON_PHONE},
    {"mobile", LOT_PERSON_PHONE},
    {"mobile no", LOT_PERSON_PHONE},
    {"mobile number", LOT_PERSON_PHONE},
    {"mobile phone", LOT_PERSON_PHONE},
    {"mobile phone number", LOT_PERSON_PHONE},
    {"mobile telephone", LOT_PERSON_PHONE},
    {"mobile telephone number", LOT_PERSON_PHONE},
    {"cell", LOT_PERSON_PHONE},
    {"cell phone", LOT_PERSON_PHONE},
    {"contact number", LOT_PERSON_PHONE},
    {"contact phone number", LOT_PERSON_PHONE},
    {"contact telephone number", LOT_PERSON_PHONE},
    {"name", LOT_PERSON_NAME},
    {"full name", LOT_PERSON_NAME},
    {"your name", LOT_PERSON_NAME},
    {"your full name", LOT_PERSON_NAME},
    {"first name", LOT_PERSON_FIRST_NAME},
    {"first names", LOT_PERSON_FIRST_NAME},
    {"first name s", LOT_PERSON_FIRST_NAME},
    {"firstname", LOT_PERSON_FIRST_NAME},
    {"forename", LOT_PERSON_FIRST_NAME},
    {"forenames", LOT_PERSON_FIRST_NAME},
    {"forename s", LOT_PERSON_FIRST_NAME},
    {"given name", LOT_PERSON_FIRST_NAME},
    {"given names", LOT_PERSON_FIRST_NAME},
    {"last name", LOT_PERSON_LAST_NAME},
    {"lastname", LOT_PERSON_LAST_NAME},
    {"surname", LOT_PERSON_LAST_NAME},
    {"family name", LOT_PERSON_LAST_NAME},
    {"date of birth", LOT_PERSON_BIRTH},
    {"your date of birth", LOT_PERSON_BIRTH},
    {"dob", LOT_PERSON_BIRTH},
    {"d o b", LOT_PERSON_BIRTH},
    {"birth date", LOT_PERSON_BIRTH},
    {"birthdate", LOT_PERSON_BIRTH},
    {"date of birth dd mm yyyy", LOT_PERSON_BIRTH},
    {"date of birth mm dd yyyy", LOT_PERSON_BIRTH},
};

lot_status lot_person_column_find(lot_person_column *kind, const char *header, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    bool good = lot_wording_put(&words, header, true) && !words.failed;
    *kind = LOT_PERSON_OTHER;
    for (size_t i = 0; good && i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i].words, lot_text_string(&words)) == 0)
            *kind = names[i].kind;
    lot_text_free(&words);
    return good ? LOT_OK : LOT_NO_MEMORY(error);
}

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

/* From `start` on, leave out spaces and make letters small. */
static void squeeze(lot_text *key, size_t start)
{
    char *to = key->bytes + start;
    for (const char *at = to; *at != '\0'; at++)
        if (*at != ' ' && *at != '\t' && *at != '\n' && *at != '\r')
            *to++ = (char)(*at >= 'A' && *at <= 'Z' ? *at + ('a' - 'A') : *at);
    *to = '\0';
    key->length = (size_t)(to - key->bytes);
}

static bool put_email(lot_text *key, bool *blank, const char *cell)
{
    bool ascii = is_ascii(cell);
    char *folded = ascii ? NULL : lot_fold(cell);
    if (!ascii && folded == NULL)
        return false;
    const char *at = folded != NULL ? folded : cell;
    *blank = strchr(at, '@') == NULL;
    size_t start = key->length;
    if (!*blank)
        lot_text_put(key, at);
    if (!*blank && !key->failed)
        squeeze(key, start);
    free(folded);
    return true;
}

/* All zeros is nobody's number. */
static bool put_phone(lot_text *key, bool *blank, const char *cell)
{
    char digits[PHONE_DIGITS + 1];
    size_t count = 0;
    for (; *cell != '\0' && count < PHONE_DIGITS; cell++)
        if (*cell >= '0' && *cell <= '9')
            digits[count++] = *cell;
    digits[count] = '\0';
    const char *first = digits + strspn(digits, "0");
    count = strlen(first);
    *blank = count < PHONE_LEAST;
    if (!*blank)
        lot_text_put(key, count > PHONE_COMPARED ? first + count - PHONE_COMPARED : first);
    return true;
}

bool lot_person_put(lot_text *key, bool *blank, lot_person_column kind, const char *cell)
{
    size_t before = key->length;
    if (kind == LOT_PERSON_EMAIL)
        return put_email(key, blank, cell);
    if (kind == LOT_PERSON_PHONE)
        return put_phone(key, blank, cell);
    bool good = lot_wording_put(key, cell, true);
    *blank = key->length == before;
    return good;
}
