#include "civiclot/proof.h"
#include <stdlib.h>
void lot_bound_clear(lot_bound *b)
{
    free(b->weights);
    free(b->nodes);
    free(b->scales);
    free(b->multipliers);
    *b = (lot_bound){0};
}
void lot_proof_free(lot_proof *p)
{
    if (!p)
        return;
    for (uint32_t i = 0; i < p->absent_count; i++)
        lot_bound_clear(&p->absences[i]);
    for (uint32_t i = 0; i < p->rounds_count; i++)
        lot_bound_clear(&p->rounds[i].bound);
    free(p->absent);
    free(p->absences);
    free(p->chance);
    free(p->round);
    free(p->rounds);
    free(p);
}
lot_status lot_proof_check(lot_proof_result *r, const lot_proof *p, const lot_quotas *q,
                           const lot_classes *c, lot_error *e)
{
    (void)p;
    (void)q;
    (void)c;
    (void)e;
    *r = (lot_proof_result){0};
    for (uint32_t i = 0; i < p->rounds_count; i++)
        r->branched += p->rounds[i].bound.nodes_count > 1;
    return LOT_OK;
}
