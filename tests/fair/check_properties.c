/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every lottery must keep, on many random pools, for every objective:
 *
 *     check_properties [SEED [POOLS]]
 *
 * Pool number i is made from SEED + i alone: what fails at a seed fails again with
 * `check_properties THAT_SEED 1`. Every tenth seed makes a pool tiny enough for brute force.
 * A trial is one pool and one objective, in a process of its own: one that crashes, or does not end
 * in TRIAL_SECONDS, fails alone. All properties that do not hold are told; the program then ends 1.
 */
#include "core/array.h"
#include "oracle/judge.h"
#include "support/input.h"
#include "support/tight.h"
#include "support/trial.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const lot_objective objectives[] = {LOT_LEXIMIN,    LOT_MAXIMIN, LOT_NASH,
                                           LOT_GOLDILOCKS, LOT_MINIMAX, LOT_LEGACY};

enum {
    OBJECTIVES_COUNT = sizeof objectives / sizeof *objectives,
    TIGHT_PEOPLE_MAX = 50,
    LEGACY_TICKETS_MAX = 1000, /* each has a panel of its own: more only take longer */
    TRIAL_SECONDS = 300
};

/* Trials, and what was seen in them. */
typedef struct tally {
    uint32_t passed;
    uint32_t failed;
    uint32_t cuts;           /* proofs that branch */
    uint32_t judged;         /* compared with brute force */
    uint32_t exact;          /* solved without a gap */
    uint32_t given_up;       /* by legacy, which may */
    uint64_t worst_distance; /* in thousandths of a ticket */
    uint64_t worst_gap;      /* in 2^-60 */
} tally;

static lot_pool *read_pool(const lot_test_case *made, const char *csv)
{
    lot_table *people = lot_test_table("people.csv", csv);
    lot_problems *problems = lot_problems_new();
    lot_pool *pool = NULL;
    assert(problems != NULL);
    lot_status status = lot_pool_read(&pool, people, made->quotas, &made->columns, problems, NULL);
    assert(status == LOT_OK);
    lot_table_free(people);
    lot_problems_free(problems);
    return pool;
}

/* The same people, in another order. */
static lot_pool *shuffle_people(const lot_test_case *made, uint64_t *state)
{
    uint32_t count = made->pool->people_count;
    uint32_t *order = lot_array_new(count, sizeof *order);
    const char **lines = lot_array_new((size_t)count + 1, sizeof *lines);
    assert(order != NULL && lines != NULL);
    lot_text csv = LOT_TEXT_EMPTY;
    const char *line = lot_text_string(&made->people_csv);
    size_t header = strcspn(line, "\n") + 1;
    lot_text_format(&csv, "%.*s", (int)header, line);
    line += header;
    for (uint32_t p = 0; p < count; p++) {
        order[p] = p;
        lines[p] = line;
        line += strcspn(line, "\n") + 1;
    }
    lot_test_shuffle(state, order, count);
    for (uint32_t p = 0; p < count; p++)
        lot_text_format(&csv, "%.*s", (int)strcspn(lines[order[p]], "\n") + 1, lines[order[p]]);
    lot_pool *pool = read_pool(made, lot_text_string(&csv));
    lot_text_free(&csv);
    free(order);
    free(lines);
    return pool;
}

static uint32_t find_id(const lot_pool *pool, const char *id)
{
    uint32_t p = 0;
    while (strcmp(pool->ids[p], id) != 0)
        p++;
    return p;
}

/* The order of the input changes nothing: chances are the same to the last bit. */
static bool check_order(const lot_trial *trial, const lot_test_case *made, uint64_t *state)
{
    lot_pool *pool = shuffle_people(made, state);
    lot_trial other = *trial;
    other.pool = pool;
    other.classes = NULL;
    other.solution = NULL;
    other.panels = NULL;
    other.held = NULL;
    bool good =
        lot_trial_solve(&other) && lot_trial_deal(&other, state) && lot_trial_check_panels(&other);
    for (uint32_t p = 0; good && p < pool->people_count; p++) {
        double one = lot_trial_chance(trial, p);
        uint32_t there = find_id(pool, trial->pool->ids[p]);
        double two = lot_trial_chance(&other, there);
        if (memcmp(&one, &two, sizeof one) != 0)
            good = lot_trial_wrong(trial, "%s has %.17g, in another order %.17g",
                                   trial->pool->ids[p], one, two);
        if (trial->held[p] > other.held[there] + 1 || other.held[there] > trial->held[p] + 1)
            good = lot_trial_wrong(trial, "%s has other tickets in another order",
                                   trial->pool->ids[p]);
    }
    lot_trial_end(&other);
    lot_pool_free(pool);
    return good;
}

static bool check_against_brute_force(const lot_trial *trial, tally *all)
{
    static lot_brute brute;
    double chance[LOT_BRUTE_PEOPLE_MAX];
    lot_fraction fraction[LOT_BRUTE_PEOPLE_MAX];
    if (trial->pool->people_count > LOT_BRUTE_PEOPLE_MAX || !lot_judge_knows(trial->objective))
        return true;
    lot_brute_list(&brute, trial->pool, trial->quotas, trial->seats, trial->per_household);
    for (uint32_t p = 0; p < trial->pool->people_count; p++) {
        uint32_t class = trial->classes->of_person[p];
        chance[p] = trial->solution->chance[class];
        fraction[p] = trial->solution->fraction[class];
        if (brute.reached[p] == trial->solution->no_panel[class])
            return lot_trial_wrong(trial, "person %u is in %s", p,
                                   brute.reached[p] ? "a panel" : "no panel");
    }
    mpq_t gamma;
    mpq_init(gamma);
    mpq_set_ui(gamma, trial->gamma_millionths > 0 ? trial->gamma_millionths : LOT_GAMMA_ONE,
               LOT_GAMMA_ONE);
    mpq_canonicalize(gamma);
    lot_text why = LOT_TEXT_EMPTY;
    lot_claim claim = {trial->objective, gamma, chance, trial->solution->exact ? fraction : NULL};
    bool good =
        lot_judge(&why, &claim, &brute) || lot_trial_wrong(trial, "%s", lot_text_string(&why));
    lot_text_free(&why);
    mpq_clear(gamma);
    all->judged++;
    return good;
}

static void add(tally *all, const tally *more)
{
    all->passed += more->passed;
    all->failed += more->failed;
    all->cuts += more->cuts;
    all->judged += more->judged;
    all->exact += more->exact;
    all->given_up += more->given_up;
    if (more->worst_distance > all->worst_distance)
        all->worst_distance = more->worst_distance;
    if (more->worst_gap > all->worst_gap)
        all->worst_gap = more->worst_gap;
}

static bool check_solution(const lot_trial *trial, const lot_test_case *made, uint64_t *state,
                           tally *own)
{
    const lot_finding *finding = &trial->solution->finding;
    own->cuts = finding->cuts_count > 0;
    own->exact = trial->solution->exact;
    own->worst_distance = finding->distance_millitickets;
    own->worst_gap = finding->gap;
    bool good = lot_trial_check_panels(trial);
    good = lot_trial_check_chances(trial) && good;
    good = lot_trial_check_finding(trial) && good;
    good = lot_trial_check_proof(trial) && good;
    good = check_order(trial, made, state) && good;
    return check_against_brute_force(trial, own) && good;
}

static void run(tally *own, lot_trial *trial, const lot_test_case *made)
{
    uint64_t state = trial->seed + trial->objective;
    bool good = lot_trial_solve(trial);
    if (trial->solution != NULL)
        good = good && lot_trial_deal(trial, &state) && check_solution(trial, made, &state, own);
    else
        own->given_up = good;
    own->passed = good;
    own->failed = !good;
    lot_trial_end(trial);
}

/* Run in a process of its own, which passes its tally through a pipe. */
static void run_apart(tally *all, lot_trial *trial, const lot_test_case *made)
{
    int ends[2];
    tally own = {0};
    bool made_pipe = pipe(ends) == 0;
    assert(made_pipe);
    pid_t child = fork();
    assert(child >= 0);
    if (child == 0) {
        (void)alarm(TRIAL_SECONDS);
        run(&own, trial, made);
        bool told = write(ends[1], &own, sizeof own) == (ssize_t)sizeof own;
        exit(told ? 0 : 1);
    }
    (void)close(ends[1]);
    bool told = read(ends[0], &own, sizeof own) == (ssize_t)sizeof own;
    (void)close(ends[0]);
    int ending = 0;
    (void)waitpid(child, &ending, 0);
    if (!told || ending != 0) {
        own = (tally){.failed = 1};
        (void)lot_trial_wrong(trial, WIFSIGNALED(ending) ? "ended by signal %d" : "ended with %d",
                              WIFSIGNALED(ending) ? WTERMSIG(ending) : WEXITSTATUS(ending));
    }
    add(all, &own);
}

static void check_pool(tally *all, const lot_test_shape *shape)
{
    static const uint64_t tickets[] = {1, 7, 100, 1000, 1000, 12345, 1000000};
    static const uint64_t gammas[] = {0, 0, 20000, 100000, 2500000}; /* 0 means one */
    uint64_t state = shape->seed;
    lot_test_case *made = lot_test_case_make(shape);
    lot_trial trial = {.seed = shape->seed,
                       .pool = made->pool,
                       .quotas = made->quotas,
                       .seats = shape->seats,
                       .per_household = 1 + lot_test_random_below(&state, 3)};
    trial.tickets = tickets[lot_test_random_below(&state, sizeof tickets / sizeof *tickets)];
    trial.gamma_millionths = gammas[lot_test_random_below(&state, sizeof gammas / sizeof *gammas)];
    for (uint32_t i = 0; i < OBJECTIVES_COUNT; i++) {
        trial.objective = objectives[i];
        if (trial.objective == LOT_LEGACY && trial.tickets > LEGACY_TICKETS_MAX)
            trial.tickets = LEGACY_TICKETS_MAX;
        run_apart(all, &trial, made);
    }
    lot_test_case_free(made);
}

/* Half of the pools have few different people, so that kinds of households have copies. */
static lot_test_shape random_shape(uint64_t seed)
{
    uint64_t state = ~seed;
    bool tiny = seed % 10 == 0;
    bool alike = lot_test_random_below(&state, 2) == 0;
    lot_test_shape shape = {.seed = seed};
    shape.people_count =
        tiny ? 7 + lot_test_random_below(&state, 8) : 15 + lot_test_random_below(&state, 66);
    uint32_t most = shape.people_count * 2 / 5;
    shape.seats = 2 + lot_test_random_below(&state, most - 1);
    shape.features_count = 1 + lot_test_random_below(&state, alike ? 3 : 6);
    shape.values_per_feature = 2 + lot_test_random_below(&state, alike ? 1 : 3);
    shape.skew = lot_test_random_below(&state, 3);
    shape.household_percent = 30 * lot_test_random_below(&state, 4);
    bool exact = shape.people_count <= 40 && lot_test_random_below(&state, 3) == 0;
    shape.band = exact ? 0 : 1 + lot_test_random_below(&state, 2);
    return shape;
}

int main(int count, char **words)
{
    uint64_t seed = count > 1 ? strtoull(words[1], NULL, 10) : 1;
    uint64_t pools = count > 2 ? strtoull(words[2], NULL, 10) : 1000;
    tally all = {0};
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    (void)printf("base seed %llu, %llu pools, %u objectives\n", (unsigned long long)seed,
                 (unsigned long long)pools, (unsigned)OBJECTIVES_COUNT);
    for (uint64_t i = 0; i < pools; i++) {
        lot_test_shape shape = random_shape(seed + i);
        check_pool(&all, &shape);
    }
    for (uint32_t i = 0; pools >= LOT_TEST_TIGHT_COUNT && i < LOT_TEST_TIGHT_COUNT; i++)
        if (lot_test_tight_pools[i].shape.people_count <= TIGHT_PEOPLE_MAX)
            check_pool(&all, &lot_test_tight_pools[i].shape);
    (void)printf("%u proofs branch, %u trials are exact, %u were compared with brute force, "
                 "legacy gave up in %u\nworst distance %.3f tickets, worst gap %.3g\n",
                 all.cuts, all.exact, all.judged, all.given_up, (double)all.worst_distance / 1000,
                 ldexp((double)all.worst_gap, -60));
    (void)printf("%u passed, %u failed\n", all.passed, all.failed);
    return all.failed > 0;
}
