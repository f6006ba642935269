/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planned: a scenario from texts, as tests of planning need it; what is wrong ends the test. */
#ifndef CIVICLOT_SUPPORT_PLANNED_H
#define CIVICLOT_SUPPORT_PLANNED_H

#include "civiclot/trials.h"

enum { LOT_PLANNED_LETTERS_MOST = 8 };

typedef struct lot_planned_texts {
    const char *population; /* a table */
    const char *quotas;     /* feature,value,min,max */
    const char *strata;     /* NULL: letters go everywhere */
    const char *rates;      /* NULL: everybody answers alike */
    uint32_t seats;
    uint32_t rate;   /* millionths; 0: the rates tell */
    uint32_t high;   /* of a range; 0: there is none */
    uint32_t spread; /* per cent */
    uint32_t simulations;
    uint32_t letters[LOT_PLANNED_LETTERS_MOST]; /* rising, up to the first 0 */
    uint32_t horizon;                           /* 0: the last of the letters */
} lot_planned_texts;

typedef struct lot_planned {
    lot_planned_texts texts;
    lot_population *population;
    lot_quotas *quotas;
    lot_rates *rates;
    lot_response *response;
    lot_mailings *mailings;
    uint32_t *rows;
    lot_scenario scenario;
} lot_planned;

void lot_planned_make(lot_planned *planned, const lot_planned_texts *texts);
void lot_planned_clear(lot_planned *planned);

/* The population of a table's text. */
lot_population *lot_planned_population(const char *csv);

#endif
