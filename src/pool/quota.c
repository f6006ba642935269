/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotas: what does not depend on how they were read; a verifier links this, and no Unicode. */
#include "civiclot/quota.h"

#include <stdlib.h>

void lot_quotas_free(lot_quotas *quotas)
{
    if (quotas == NULL)
        return;
    for (uint32_t f = 0; f < quotas->features_count; f++)
        free(quotas->features[f].name);
    for (uint32_t q = 0; q < quotas->count; q++)
        free(quotas->rows[q].value);
    free(quotas->features);
    free(quotas->rows);
    free(quotas);
}

bool lot_quotas_admit(const lot_quotas *quotas, const uint32_t *tally)
{
    for (uint32_t q = 0; q < quotas->count; q++)
        if (tally[q] < quotas->rows[q].min || tally[q] > quotas->rows[q].max)
            return false;
    return true;
}
