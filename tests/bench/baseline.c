/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What civiclot is compared with: the published algorithm, and nothing around it.
 *
 *     baseline PEOPLE QUOTAS SEATS
 *
 * reads the two files, finds the leximin chances by column generation over people (oracle/peers.h)
 * at the published tolerance, and prints what came out. It makes no tickets, draws nobody, and
 * writes no file.
 */
#include "civiclot/file.h"
#include "oracle/peers.h"

#include <stdio.h>
#include <stdlib.h>

static lot_table *read_table(const char *path)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_table *table = NULL;
    lot_error error = {.message = ""};
    lot_problems *problems = lot_problems_new();
    if (lot_file_read(&bytes, path, &error) != LOT_OK ||
        lot_table_parse(&table, path, bytes.bytes, bytes.length, problems, &error) != LOT_OK) {
        (void)fprintf(stderr, "baseline: %s cannot be read\n", path);
        exit(1);
    }
    lot_text_free(&bytes);
    lot_problems_free(problems);
    return table;
}

int main(int count, char **words)
{
    if (count != 4) {
        (void)fprintf(stderr, "usage: baseline PEOPLE QUOTAS SEATS\n");
        return 2;
    }
    lot_table *people = read_table(words[1]);
    lot_table *rows = read_table(words[2]);
    uint32_t seats = (uint32_t)strtoul(words[3], NULL, 10);
    lot_quotas *quotas = NULL;
    lot_pool *pool = NULL;
    lot_pool_columns columns = {.id = NULL};
    lot_problems *problems = lot_problems_new();
    if (lot_quotas_read(&quotas, rows, seats, problems, NULL) != LOT_OK ||
        lot_pool_read(&pool, people, quotas, &columns, problems, NULL) != LOT_OK) {
        (void)fprintf(stderr, "baseline: the files do not go together\n");
        return 1;
    }
    lot_peers peers;
    lot_peers_solve(&peers, pool, quotas, seats, 1, LOT_PEERS_TOLERANCE);
    double least = 1;
    for (uint32_t p = 0; p < peers.people_count; p++)
        if (peers.chance[p] > 0 && peers.chance[p] < least)
            least = peers.chance[p];
    (void)printf("least chance %.6f, %u levels, %u panels, %u integer programs\n", least,
                 peers.levels_count, peers.panels_count, peers.programs_count);
    lot_peers_free(&peers);
    lot_pool_free(pool);
    lot_quotas_free(quotas);
    lot_table_free(people);
    lot_table_free(rows);
    lot_problems_free(problems);
    return 0;
}
