/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sitting: options and rows become rules about members of a panel. */
#include "cli/sitting.h"

#include "civiclot/fold.h"
#include "core/array.h"
#include "desk/person.h"
#include "pool/message.h"
#include "report/tables.h"
#include "talk/interrupt.h"
#include "talk/table_file.h"
#include "talk/unpack.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void lot_sitting_free(lot_sitting *sitting)
{
    free(sitting->members);
    free(sitting->member_of);
    free(sitting->rules);
    free(sitting->rows);
    *sitting = (lot_sitting){.members = NULL};
}

/* What is being read, and where problems go. */
struct reader {
    lot_sitting *sitting;
    const lot_workbench *bench;
    lot_talk *talk;
    lot_problems *problems;
};

static lot_status add_rule(struct reader *reader, uint32_t a, uint32_t b, bool together,
                           uint32_t row, lot_error *error)
{
    lot_sitting *sitting = reader->sitting;
    void *rules = sitting->rules;
    void *rows = sitting->rows;
    if (a == LOT_IS_ABSENT || b == LOT_IS_ABSENT) {
        sitting->passed_over++;
        return LOT_OK;
    }
    int failed =
        lot_array_grow(&rules, &sitting->rules_room, sitting->rules_count, sizeof *sitting->rules);
    sitting->rules = rules;
    failed |=
        lot_array_grow(&rows, &sitting->rows_room, sitting->rules_count, sizeof *sitting->rows);
    sitting->rows = rows;
    if (failed != 0)
        return LOT_NO_MEMORY(error);
    sitting->rows[sitting->rules_count] = row;
    sitting->rules[sitting->rules_count++] = (lot_seating_rule){a, b, together};
    return LOT_OK;
}

/* Who has the id that an option names? *found: whether there is one on the panel; else a problem.
 */
static lot_status find_named(bool *found, uint32_t *person, struct reader *reader,
                             const char *option, const char *id, lot_error *error)
{
    *found = false;
    lot_status status = lot_person_find(person, reader->bench, id, error);
    if (status == LOT_BAD_INPUT) {
        lot_problems_add(reader->problems, "--%s: %s", option, error->message);
        return LOT_OK;
    }
    if (status != LOT_OK)
        return status;
    *found = reader->sitting->member_of[*person] != LOT_NOT_ON_PANEL;
    if (!*found)
        lot_problems_add(reader->problems, "--%s: '%s' is not on the panel", option, id);
    return LOT_OK;
}

static lot_status take_absent(struct reader *reader, const lot_arguments *arguments,
                              lot_error *error)
{
    const char *const *ids;
    uint32_t count = lot_argument_list(&ids, arguments, "absent");
    for (uint32_t i = 0; i < count; i++) {
        bool found;
        uint32_t person;
        lot_status status = find_named(&found, &person, reader, "absent", ids[i], error);
        if (status != LOT_OK)
            return status;
        if (found)
            reader->sitting->member_of[person] = LOT_IS_ABSENT;
    }
    return LOT_OK;
}

/* The members are whoever is left, numbered in the order of the pool. */
static void number_members(lot_sitting *sitting, uint32_t people_count)
{
    for (uint32_t p = 0; p < people_count; p++) {
        if (sitting->member_of[p] == LOT_IS_ABSENT)
            sitting->absent_count++;
        if (sitting->member_of[p] >= LOT_IS_ABSENT)
            continue;
        sitting->member_of[p] = sitting->members_count;
        sitting->members[sitting->members_count++] = p;
    }
}

/* Rules between the person named last and those before: of `together` one says it all. */
static lot_status link(struct reader *reader, const uint32_t *people, uint32_t count, bool together,
                       lot_error *error)
{
    lot_status status = LOT_OK;
    const uint32_t *member_of = reader->sitting->member_of;
    uint32_t last = count - 1;
    for (uint32_t i = 0; i < last; i++) {
        if (people[i] == people[last])
            lot_problems_add(reader->problems, "--%s: '%s' is named twice in one list of ids",
                             together ? "together" : "apart",
                             reader->bench->pool->ids[people[last]]);
        else if (!together || i + 1 == last)
            TRY(add_rule(reader, member_of[people[i]], member_of[people[last]], together, 0,
                         error));
    }
done:
    return status;
}

/* ID+ID[+ID...] */
static lot_status take_list(struct reader *reader, const char *list, bool together,
                            lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t count = 0;
    bool all_found = true;
    char *copy = lot_string_copy(list);
    uint32_t *people = lot_array_new(strlen(list) + 1, sizeof *people);
    if (copy == NULL || people == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (char *id = copy; id != NULL;) {
        bool found;
        char *plus = strchr(id, '+');
        if (plus != NULL)
            *plus = '\0';
        TRY(find_named(&found, &people[count], reader, together ? "together" : "apart", id, error));
        all_found &= found;
        count += found;
        if (found)
            TRY(link(reader, people, count, together, error));
        id = plus != NULL ? plus + 1 : NULL;
    }
    if (count == 1 && all_found)
        lot_problems_add(reader->problems, "--%s: '%s' is one person: write ID+ID",
                         together ? "together" : "apart", list);
done:
    free(copy);
    free(people);
    return status;
}

static lot_status take_lists(struct reader *reader, const lot_arguments *arguments, bool together,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *lists;
    uint32_t count = lot_argument_list(&lists, arguments, together ? "together" : "apart");
    for (uint32_t i = 0; i < count; i++)
        TRY(take_list(reader, lists[i], together, error));
done:
    return status;
}

enum { PERSON, OTHER, RULE, RULE_COLUMNS };

static const char *const rule_columns[RULE_COLUMNS] = {"person", "other", "rule"};

static lot_status find_columns(uint32_t columns[RULE_COLUMNS], const lot_table *table,
                               lot_problems *problems, lot_error *error)
{
    lot_status status = LOT_OK;
    for (int c = 0; c < RULE_COLUMNS; c++) {
        uint32_t matches;
        TRY(lot_table_find_column(&columns[c], &matches, table, rule_columns[c], error));
        if (matches != 1)
            lot_problems_add(problems,
                             "%s: there must be one column '%s': the header is person,other,rule",
                             lot_table_name(table), rule_columns[c]);
    }
done:
    return status;
}

/* What a name in a file may be is not known, so it is not shown. */
static lot_status find_in_row(uint32_t *member, struct reader *reader, const lot_table *table,
                              uint32_t row, uint32_t column, lot_error *error)
{
    uint32_t person;
    lot_error reason;
    const char *id = lot_table_cell(table, row, column);
    *member = LOT_NOT_ON_PANEL;
    lot_status status = lot_person_find(&person, reader->bench, id, &reason);
    if (status == LOT_OK)
        *member = reader->sitting->member_of[person];
    else if (status != LOT_BAD_INPUT)
        return LOT_FAIL(error, status, "%s", reason.message);
    if (*member == LOT_NOT_ON_PANEL)
        lot_problems_add(reader->problems, "%s row %" PRIu32 ", column '%s': nobody %s has this id",
                         lot_table_name(table), lot_table_row_number(table, row),
                         lot_table_header(table, column),
                         status == LOT_OK ? "on the panel" : "among the people");
    return LOT_OK;
}

/* Is it one of the two words? */
static lot_status read_word(bool *known, bool *together, const char *cell, lot_error *error)
{
    char *word = lot_fold(cell);
    if (word == NULL)
        return LOT_NO_MEMORY(error);
    *together = strcmp(word, "together") == 0;
    *known = *together || strcmp(word, "apart") == 0;
    free(word);
    return LOT_OK;
}

static lot_status take_row(struct reader *reader, const lot_table *table, uint32_t row,
                           const uint32_t columns[RULE_COLUMNS], lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t a, b;
    bool known = false;
    bool together = false;
    uint32_t number = lot_table_row_number(table, row);
    TRY(find_in_row(&a, reader, table, row, columns[PERSON], error));
    TRY(find_in_row(&b, reader, table, row, columns[OTHER], error));
    TRY(read_word(&known, &together, lot_table_cell(table, row, columns[RULE]), error));
    if (!known)
        lot_problems_add(reader->problems,
                         "%s row %" PRIu32 ", column '%s': it must be together or apart",
                         lot_table_name(table), number, lot_table_header(table, columns[RULE]));
    if (a == LOT_NOT_ON_PANEL || b == LOT_NOT_ON_PANEL || !known)
        goto done;
    if (a == b && a != LOT_IS_ABSENT)
        lot_problems_add(reader->problems, "%s row %" PRIu32 ": it is twice the same person",
                         lot_table_name(table), number);
    else
        TRY(add_rule(reader, a, b, together, number, error));
done:
    return status;
}

/* It may be a spreadsheet, of which the first sheet is read. */
static lot_status read_pairs(lot_table **table, const char *path, struct reader *reader,
                             lot_error *error)
{
    lot_status status = LOT_OK;
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_text form = LOT_TEXT_EMPTY;
    status = lot_table_file_bytes(&bytes, path, error);
    lot_interrupt_release(); /* nothing is written yet, and a spreadsheet may take seconds */
    if (status == LOT_OK)
        status = lot_unpack(&bytes, &form, name, NULL, "--pairs", reader->talk, error);
    lot_interrupt_catch();
    if (status == LOT_OK)
        status = lot_table_parse(table, name, lot_text_string(&bytes), bytes.length,
                                 reader->problems, error);
    lot_text_free(&bytes);
    lot_text_free(&form);
    return status;
}

static lot_status take_file(struct reader *reader, const char *path, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_table *table = NULL;
    uint32_t columns[RULE_COLUMNS];
    size_t before = lot_problems_count(reader->problems);
    if (path == NULL)
        return LOT_OK;
    reader->sitting->file = path;
    status = read_pairs(&table, path, reader, error);
    if (status == LOT_BAD_INPUT && lot_problems_count(reader->problems) > before)
        status = LOT_OK; /* told with the others */
    if (status != LOT_OK || table == NULL)
        return status;
    TRY(find_columns(columns, table, reader->problems, error));
    if (lot_problems_count(reader->problems) > before)
        goto done;
    for (uint32_t row = 0; row < lot_table_rows_count(table); row++)
        TRY(take_row(reader, table, row, columns, error));
done:
    lot_table_free(table);
    return status;
}

lot_status lot_sitting_take(lot_sitting *sitting, const lot_workbench *bench, const bool *on_panel,
                            const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    struct reader reader = {sitting, bench, talk, talk->problems};
    uint32_t people_count = bench->pool->people_count;
    *sitting = (lot_sitting){.members = lot_array_new(people_count, sizeof *sitting->members),
                             .member_of = lot_array_new(people_count, sizeof *sitting->member_of)};
    if (sitting->members == NULL || sitting->member_of == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t p = 0; p < people_count; p++)
        sitting->member_of[p] = on_panel[p] ? 0 : LOT_NOT_ON_PANEL;
    TRY(take_absent(&reader, arguments, error));
    number_members(sitting, people_count);
    TRY(take_lists(&reader, arguments, true, error));
    TRY(take_lists(&reader, arguments, false, error));
    TRY(take_file(&reader, lot_argument_text(arguments, "pairs"), error));
    size_t count = lot_problems_count(talk->problems);
    if (count > 0)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT, "%zu problem%s: nothing was seated", count,
                     count == 1 ? "" : "s"));
done:
    return status;
}

static void tell_rule(const lot_sitting *sitting, uint32_t rule, const lot_workbench *bench,
                      lot_problems *problems)
{
    const lot_seating_rule *of = &sitting->rules[rule];
    lot_text words = LOT_TEXT_EMPTY;
    if (sitting->rows[rule] > 0)
        lot_text_format(&words, "%s row %" PRIu32 ": ", sitting->file, sitting->rows[rule]);
    else
        lot_text_format(&words, "--%s: ", of->together ? "together" : "apart");
    lot_message_put_cell(&words, bench->pool->ids[sitting->members[of->a]]);
    lot_text_put(&words, " and ");
    lot_message_put_cell(&words, bench->pool->ids[sitting->members[of->b]]);
    lot_text_put(&words, of->together ? " together" : " apart");
    lot_problems_take(problems, &words);
}

static void put_reason(lot_text *words, const lot_clash *clash, uint32_t largest)
{
    switch (clash->reason) {
    case LOT_CLASH_BOTH:
        lot_text_put(words, ": by these, two people are to sit together and apart");
        break;
    case LOT_CLASH_SIZE:
        lot_text_format(words, ": %" PRIu32 " people are to sit together, and a group has %" PRIu32,
                        clash->size, largest);
        break;
    case LOT_CLASH_APART:
        lot_text_put(words, ": who is to sit apart needs more groups");
        break;
    case LOT_CLASH_PACKING:
        lot_text_put(words, ": groups of these sizes have no room for all who are to sit together "
                            "or apart");
        break;
    case LOT_CLASH_UNDECIDED:
        lot_text_put(words, ", as far as was tried: whether a seating exists is not known");
        break;
    }
}

lot_status lot_sitting_refuse(const lot_sitting *sitting, const lot_clash *clash,
                              const lot_seating_task *task, const lot_workbench *bench,
                              lot_problems *problems, lot_error *error)
{
    lot_text words = LOT_TEXT_EMPTY;
    for (uint32_t i = 0; i < clash->count; i++)
        tell_rule(sitting, clash->rules[i], bench, problems);
    lot_text_put(&words, "no seating in ");
    lot_tables_put_groups(&words, task->people_count, task->groups_count);
    lot_text_put(&words, " keeps all of these rules");
    put_reason(&words, clash, lot_seating_size(task->people_count, task->groups_count, 0));
    lot_text_put(&words, clash->reason == LOT_CLASH_UNDECIDED
                             ? ". Fewer rules, or fewer and larger groups, are easier"
                             : ". Any one of them less, and the others can be kept");
    lot_status status = lot_text_check(&words, error);
    if (status == LOT_OK)
        status = LOT_FAIL(error, LOT_BAD_INPUT, "%s", lot_text_string(&words));
    lot_text_free(&words);
    return status;
}
