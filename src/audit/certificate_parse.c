/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificate: read, from anyone. V1 to V3 stand in certificate.h. */
#include "civiclot/certificate.h"

#include "audit/certificate.h"
#include "audit/objective.h"
#include "core/array.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define FRACTION_MAX ((uint64_t)1 << 62)

/* "KEY: NUMBER\n" */
static bool take_header(lot_certificate_reader *in, const char *key, uint32_t *number,
                        uint32_t most)
{
    return lot_lines_word(&in->lines, key) && lot_lines_index(&in->lines, number, most) &&
           lot_lines_word(&in->lines, "\n");
}

static lot_status take_head(lot_certificate_reader *in)
{
    lot_proof *proof = in->proof;
    lot_membership *members = in->members;
    lot_lines *lines = &in->lines;
    if (!lot_lines_word(lines, "civiclot-certificate: 1\n"))
        return lot_certificate_refuse(in, "this is no certificate that this civiclot knows");
    if (!lot_lines_word(lines, "objective: ") ||
        !lot_objective_take(lines, &proof->objective, &proof->gamma_millionths) ||
        !lot_lines_word(lines, "\n"))
        return lot_certificate_refuse(in, "the objective is not written as it must be");
    if (!take_header(in, "seats: ", &proof->seats, UINT32_MAX) ||
        !take_header(in, "per-household: ", &members->per_household, UINT32_MAX) ||
        !take_header(in, "people: ", &members->people_count, UINT32_MAX - 1) ||
        !take_header(in, "quotas: ", &proof->quotas_count, LOT_CERTIFICATE_QUOTAS_MAX) ||
        !take_header(in, "kinds: ", &members->kinds_count, UINT32_MAX - 1) ||
        !take_header(in, "classes: ", &members->classes_count, UINT32_MAX - 1) ||
        !take_header(in, "absent: ", &proof->absent_count, UINT32_MAX - 1) ||
        !take_header(in, "rounds: ", &proof->rounds_count, UINT32_MAX - 1))
        return lot_certificate_refuse(in, "the head is not written as it must be");
    return LOT_OK;
}

static bool take_fraction(lot_lines *lines, lot_fraction *fraction)
{
    return lot_lines_number(lines, &fraction->numerator, FRACTION_MAX) &&
           lot_lines_word(lines, "/") &&
           lot_lines_number(lines, &fraction->denominator, FRACTION_MAX) &&
           lot_gcd(fraction->numerator, fraction->denominator) == 1;
}

static bool take_round_of_class(lot_certificate_reader *in, uint32_t *round)
{
    *round = LOT_NO_ROUND;
    return lot_lines_word(&in->lines, "none") ||
           (in->proof->rounds_count > 0 &&
            lot_lines_index(&in->lines, round, in->proof->rounds_count - 1));
}

/* The line of class `class`, which is the next; people: how many follow. */
static bool take_class_line(lot_certificate_reader *in, uint32_t class, uint32_t *people)
{
    lot_lines *lines = &in->lines;
    lot_proof *proof = in->proof;
    lot_membership *members = in->members;
    uint32_t number;
    uint32_t before = class > 0 ? members->kind[class - 1] : 0;
    return lot_lines_word(lines, "class ") && lot_lines_index(lines, &number, class) &&
           number == class && lot_lines_word(lines, " kind ") &&
           lot_lines_index(lines, &members->kind[class], members->kinds_count) &&
           members->kind[class] - before <= (class > 0 ? 1U : 0U) &&
           lot_lines_word(lines, " round ") && take_round_of_class(in, &proof->round[class]) &&
           lot_lines_word(lines, " chance ") && take_fraction(lines, &proof->chance[class]) &&
           lot_lines_word(lines, " people ") &&
           lot_lines_index(lines, people, members->people_count - members->first[class]) &&
           *people > 0 && lot_lines_word(lines, "\n");
}

static lot_status take_people(lot_certificate_reader *in, uint32_t first, uint32_t end,
                              size_t *room)
{
    lot_membership *members = in->members;
    lot_status status = LOT_OK;
    for (uint32_t i = first; i < end; i++) {
        TRY(lot_certificate_grow(in, (void **)&members->pids, room, i, sizeof *members->pids));
        lot_pid *pid = &members->pids[i];
        if (!lot_lines_word(&in->lines, "pid ") || !lot_lines_pid(&in->lines, pid))
            TRY(lot_certificate_refuse(in, "here must be a pid"));
        if (i > first && memcmp(pid[-1].text, pid->text, LOT_PID_LENGTH) >= 0)
            TRY(lot_certificate_refuse(in, "the pids of a class do not ascend"));
        if (!lot_lines_word(&in->lines, "\n"))
            TRY(lot_certificate_refuse(in, "the line does not end behind the pid"));
    }
done:
    return status;
}

/* How many items each array of the classes has room for. */
typedef struct class_room {
    size_t kinds, firsts, rounds, chances, pids;
} class_room;

static lot_status grow_classes(lot_certificate_reader *in, class_room *room, uint32_t class)
{
    lot_proof *proof = in->proof;
    lot_membership *members = in->members;
    lot_status status;
    TRY(lot_certificate_grow(in, (void **)&members->kind, &room->kinds, class,
                             sizeof *members->kind));
    TRY(lot_certificate_grow(in, (void **)&members->first, &room->firsts, (size_t) class + 1,
                             sizeof *members->first));
    TRY(lot_certificate_grow(in, (void **)&proof->round, &room->rounds, class,
                             sizeof *proof->round));
    TRY(lot_certificate_grow(in, (void **)&proof->chance, &room->chances, class,
                             sizeof *proof->chance));
done:
    return status;
}

static lot_status take_classes(lot_certificate_reader *in)
{
    class_room room = {0};
    lot_proof *proof = in->proof;
    lot_membership *members = in->members;
    lot_status status = LOT_OK;
    uint32_t people = 0;
    for (uint32_t t = 0; t < members->classes_count; t++) {
        TRY(grow_classes(in, &room, t));
        if (t == 0)
            members->first[0] = 0;
        if (!take_class_line(in, t, &people))
            TRY(lot_certificate_refuse(in, "the class is not written as it must be"));
        members->first[t + 1] = members->first[t] + people;
        TRY(take_people(in, members->first[t], members->first[t + 1], &room.pids));
        proof->classes_count = t + 1;
    }
    if (members->classes_count == 0 ||
        members->kind[members->classes_count - 1] + 1 != members->kinds_count ||
        members->first[members->classes_count] != members->people_count)
        TRY(lot_certificate_refuse(
            in, "there are not as many kinds, classes and people as the head says"));
done:
    return status;
}

/* The classes without a round, each once; `left`: those that are still to come. */
static lot_status take_absent(lot_certificate_reader *in, uint32_t count, bool *left)
{
    lot_status status = LOT_OK;
    lot_proof *proof = in->proof;
    size_t room = 0;
    size_t bounds_room = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t class;
        TRY(lot_certificate_grow(in, (void **)&proof->absent, &room, i, sizeof *proof->absent));
        TRY(lot_certificate_grow(in, (void **)&proof->absences, &bounds_room, i,
                                 sizeof *proof->absences));
        if (!lot_lines_word(&in->lines, "absent ") ||
            !lot_lines_index(&in->lines, &class, proof->classes_count - 1) || !left[class] ||
            !lot_lines_word(&in->lines, "\n"))
            TRY(lot_certificate_refuse(
                in, "here must be a class that has no round, and was not here before"));
        left[class] = false;
        proof->absent[i] = class;
        proof->absences[i] = (lot_bound){0};
        proof->absent_count = i + 1;
        TRY(lot_certificate_take_bound(in, &proof->absences[i]));
    }
done:
    return status;
}

/* Absent are exactly the classes without a round, and nobody of them has a chance. */
static lot_status take_all_absent(lot_certificate_reader *in, uint32_t count)
{
    const lot_proof *proof = in->proof;
    lot_status status = LOT_OK;
    uint32_t found = 0;
    bool *left = lot_array_new(proof->classes_count, sizeof *left);
    if (left == NULL)
        return LOT_NO_MEMORY(in->error);
    for (uint32_t t = 0; t < proof->classes_count; t++) {
        left[t] = proof->round[t] == LOT_NO_ROUND;
        found += left[t];
        if (left[t] && proof->chance[t].numerator > 0)
            TRY(lot_certificate_refuse(in, "a class above has no round but a chance"));
    }
    if (found != count)
        TRY(lot_certificate_refuse(
            in, "there are not as many classes without a round as the head says"));
    TRY(take_absent(in, count, left));
done:
    free(left);
    return status;
}

static bool take_kind(lot_lines *lines, lot_round_kind *kind)
{
    for (unsigned k = 0; k < LOT_CERTIFICATE_ROUNDS; k++) {
        if (!lot_lines_word(lines, lot_certificate_rounds[k]))
            continue;
        *kind = (lot_round_kind)k;
        return true;
    }
    return false;
}

static bool take_round_line(lot_certificate_reader *in, uint32_t number, lot_round *round)
{
    lot_lines *lines = &in->lines;
    uint32_t again;
    return lot_lines_word(lines, "round ") && lot_lines_index(lines, &again, number) &&
           again == number && lot_lines_word(lines, " ") && take_kind(lines, &round->kind) &&
           lot_lines_word(lines, " times ") &&
           lot_lines_number(lines, &round->times, round->kind == LOT_ROUND_BAND ? UINT64_MAX : 1) &&
           round->times > 0 && lot_lines_word(lines, "\n");
}

static lot_status take_rounds(lot_certificate_reader *in, uint32_t count)
{
    lot_status status = LOT_OK;
    lot_proof *proof = in->proof;
    size_t room = 0;
    for (uint32_t r = 0; r < count; r++) {
        TRY(lot_certificate_grow(in, (void **)&proof->rounds, &room, r, sizeof *proof->rounds));
        proof->rounds[r] = (lot_round){0};
        proof->rounds_count = r + 1;
        if (!take_round_line(in, r, &proof->rounds[r]))
            TRY(lot_certificate_refuse(in, "the round is not written as it must be"));
        TRY(lot_certificate_take_bound(in, &proof->rounds[r].bound));
    }
done:
    return status;
}

static lot_status take_all(lot_certificate_reader *in)
{
    lot_status status;
    lot_proof *proof = in->proof;
    TRY(take_head(in));
    uint32_t absent_count = proof->absent_count;
    uint32_t rounds_count = proof->rounds_count;
    proof->absent_count = 0;
    TRY(take_classes(in));
    TRY(take_all_absent(in, absent_count));
    proof->rounds_count = 0;
    TRY(take_rounds(in, rounds_count));
    if (!lot_lines_at_end(&in->lines))
        TRY(lot_certificate_refuse(in, "there is something behind the last round"));
done:
    return status;
}

lot_status lot_certificate_parse(lot_proof **proof, lot_membership **members, const char *bytes,
                                 size_t length, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_certificate_reader in = {.lines = lot_lines_begin("certificate.txt", bytes, length),
                                 .proof = lot_array_new(1, sizeof *in.proof),
                                 .members = lot_array_new(1, sizeof *in.members),
                                 .error = error};
    *proof = NULL;
    *members = NULL;
    if (in.proof == NULL || in.members == NULL)
        TRY(LOT_NO_MEMORY(error));
    TRY(take_all(&in));
    *proof = in.proof;
    *members = in.members;
    in.proof = NULL;
    in.members = NULL;
done:
    lot_proof_free(in.proof);
    lot_membership_free(in.members);
    return status;
}

/* The class whose people are others, or whose household is; classes_count: none. */
static uint32_t first_other(const lot_membership *a, const lot_membership *b)
{
    uint32_t t = 0;
    for (; t < a->classes_count; t++) {
        uint32_t first = a->first[t];
        if (a->kind[t] != b->kind[t] || a->first[t + 1] != b->first[t + 1] ||
            memcmp(a->pids + first, b->pids + first, (a->first[t + 1] - first) * sizeof *a->pids))
            break;
    }
    return t;
}

/* What the head says must be so. */
static lot_status expect(const char *key, uint32_t said, uint32_t known, lot_error *error)
{
    if (said == known)
        return LOT_OK;
    return LOT_FAIL(error, LOT_NOT_VERIFIED,
                    "certificate.txt says '%s: %" PRIu32 "', but it is %" PRIu32, key, said, known);
}

static lot_status compare(const lot_membership *found, const lot_membership *known,
                          lot_error *error)
{
    lot_status status = LOT_OK;
    TRY(expect("people", found->people_count, known->people_count, error));
    TRY(expect("per-household", found->per_household, known->per_household, error));
    TRY(expect("kinds", found->kinds_count, known->kinds_count, error));
    TRY(expect("classes", found->classes_count, known->classes_count, error));
    uint32_t other = first_other(found, known);
    if (other < known->classes_count)
        TRY(LOT_FAIL(error, LOT_NOT_VERIFIED,
                     "certificate.txt has other people, or another kind of household, in class "
                     "%" PRIu32,
                     other));
done:
    return status;
}

lot_status lot_certificate_read(lot_proof **proof, const lot_text *certificate,
                                const lot_membership *members, uint32_t quotas_count,
                                lot_error *error)
{
    lot_status status = LOT_OK;
    lot_membership *found = NULL;
    TRY(lot_certificate_parse(proof, &found, lot_text_string(certificate), certificate->length,
                              error));
    TRY(compare(found, members, error));
    TRY(expect("quotas", (*proof)->quotas_count, quotas_count, error));
done:
    lot_membership_free(found);
    if (status != LOT_OK) {
        lot_proof_free(*proof);
        *proof = NULL;
    }
    return status;
}
