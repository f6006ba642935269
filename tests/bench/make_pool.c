/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A made-up assembly of any size, the same bytes every time:
 *
 *     make_pool FOLDER [people=300] [seats=30] [features=5] [values=3] [skew=1] [band=1]
 *                      [shared=0] [seed=1] [tight=NAME]
 *     make_pool --tight
 *
 * writes FOLDER/people.csv and FOLDER/quotas.csv. shared: percent of the people who share an
 * address, in twos to fours. tight: all of a shape of support/tight.h, whose names and seats
 * --tight prints. What the others mean stands in support/generate.h.
 */
#include "support/tight.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool read_number(uint32_t *number, const char *word, const char *name)
{
    size_t length = strlen(name);
    if (strncmp(word, name, length) != 0 || word[length] != '=')
        return false;
    char *end = NULL;
    unsigned long value = strtoul(word + length + 1, &end, 10);
    *number = (uint32_t)value;
    return *end == '\0' && end != word + length + 1 && value <= UINT32_MAX;
}

static bool read_word(lot_test_shape *shape, const char *word)
{
    static const char tight[] = "tight=";
    if (strncmp(word, tight, strlen(tight)) == 0) {
        const lot_test_shape *found = lot_test_tight_find(word + strlen(tight));
        if (found != NULL)
            *shape = *found;
        return found != NULL;
    }
    uint32_t seed = 0;
    if (read_number(&seed, word, "seed")) {
        shape->seed = seed;
        return true;
    }
    return read_number(&shape->people_count, word, "people") ||
           read_number(&shape->seats, word, "seats") ||
           read_number(&shape->features_count, word, "features") ||
           read_number(&shape->values_per_feature, word, "values") ||
           read_number(&shape->band, word, "band") || read_number(&shape->skew, word, "skew") ||
           read_number(&shape->household_percent, word, "shared");
}

static bool write_file(const char *folder, const char *name, const lot_text *text)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return false;
    bool whole = fwrite(text->bytes, 1, text->length, file) == text->length;
    return fclose(file) == 0 && whole;
}

static void print_tight(void)
{
    for (size_t i = 0; i < LOT_TEST_TIGHT_COUNT; i++)
        (void)printf("%s %u\n", lot_test_tight_pools[i].name,
                     (unsigned)lot_test_tight_pools[i].shape.seats);
}

int main(int count, char **words)
{
    if (count == 2 && strcmp(words[1], "--tight") == 0) {
        print_tight();
        return 0;
    }
    lot_test_shape shape = {.seed = 1,
                            .people_count = 300,
                            .seats = 30,
                            .features_count = 5,
                            .values_per_feature = 3,
                            .band = 1,
                            .skew = 1};
    for (int i = 2; i < count; i++)
        if (!read_word(&shape, words[i])) {
            (void)fprintf(stderr, "make_pool: what is %s?\n", words[i]);
            return 2;
        }
    if (count < 2 || (mkdir(words[1], 0777) != 0 && errno != EEXIST)) {
        (void)fprintf(stderr, "make_pool: needs a folder that can be made\n");
        return 2;
    }
    lot_test_case *made = lot_test_case_make(&shape);
    bool written = write_file(words[1], "people.csv", &made->people_csv) &&
                   write_file(words[1], "quotas.csv", &made->quotas_csv);
    lot_test_case_free(made);
    if (!written)
        perror("make_pool");
    return written ? 0 : 1;
}
