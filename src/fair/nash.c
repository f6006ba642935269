#include "fair/rounds.h"
lot_status lot_rounds_nash(lot_rounds *rounds, const lot_domain *domain, lot_error *error)
{
    (void)rounds;
    (void)domain;
    return LOT_FAIL(error, LOT_FAILURE, "not yet");
}
lot_status lot_rounds_goldilocks(lot_rounds *rounds, uint64_t g, const lot_domain *domain,
                                 lot_error *error)
{
    (void)rounds;
    (void)domain;
    (void)g;
    return LOT_FAIL(error, LOT_FAILURE, "not yet");
}
