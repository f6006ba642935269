/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * civiclot tables: seat a panel in small groups, session by session.
 */
#include "civiclot/fold.h"
#include "cli/seated.h"
#include "core/array.h"
#include "desk/input.h"
#include "desk/outcome.h"
#include "desk/output.h"
#include "talk/command.h"
#include "talk/option_lines.h"
#include "talk/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const lot_option options[] = {
    {.name = "groups",
     .kind = LOT_OPTION_NUMBER,
     .value = "N",
     .required = true,
     .help = "how many groups there are in a session",
     .least = 1,
     .greatest = LOT_SEATING_PEOPLE_MOST},
    {.name = "sessions",
     .kind = LOT_OPTION_NUMBER,
     .value = "N",
     .required = true,
     .help = "how often people are seated anew",
     .least = 1,
     .greatest = LOT_SEATING_SESSIONS_MOST},
    {.name = "absent",
     .kind = LOT_OPTION_NAMES,
     .value = "ID[,...]",
     .help = "members of the panel who do not come"},
    {.name = "together",
     .kind = LOT_OPTION_NAMES,
     .value = "ID+ID[,...]",
     .help = "who sits together in every session"},
    {.name = "apart",
     .kind = LOT_OPTION_NAMES,
     .value = "ID+ID[,...]",
     .help = "who never sits together"},
    {.name = "pairs",
     .kind = LOT_OPTION_TEXT,
     .value = "FILE",
     .help = "the same as CSV: person,other,rule; a rule is together or apart"},
    {.name = "seed",
     .kind = LOT_OPTION_TEXT,
     .value = "TEXT",
     .help = "makes the same seating again; random, and told, if not given"},
    {.name = "out",
     .kind = LOT_OPTION_TEXT,
     .value = "PATH",
     .help = "who sits where, as CSV: id,session_1,session_2,..."},
    {.name = "page",
     .kind = LOT_OPTION_TEXT,
     .value = "PAGE",
     .help = "the same as a page to print, with a list for each table"},
    {.name = "show",
     .kind = LOT_OPTION_NAMES,
     .value = "COLUMN[,...]",
     .help = "columns of the people file that stand beside the ids on the page"},
    LOT_OPTION_PEOPLE(false),
    LOT_OPTION_QUOTAS(false),
    LOT_OPTION_SHEET("people in XLSX or ODS: the sheet to read; else the first"),
    LOT_OPTION_QUOTAS_SHEET,
    LOT_OPTION_MAP,
    LOT_OPTION_ID,
    LOT_OPTION_SPREADSHEET("a CSV file in which no spreadsheet runs a cell as a formula"),
    LOT_OPTION_ATTEMPT,
    LOT_OPTION_FORCE,
    LOT_OPTIONS_END,
};

/* LOT_BAD_INPUT when the path is that of a file that is read. */
static lot_status need_other_file(const char *path, const char *read, lot_error *error)
{
    struct stat a, b;
    if (path == NULL || read == NULL || stat(path, &a) != 0 || stat(read, &b) != 0 ||
        a.st_dev != b.st_dev || a.st_ino != b.st_ino)
        return LOT_OK;
    return LOT_FAIL(error, LOT_BAD_INPUT, "%s is read itself: choose another name", path);
}

static lot_status check_output(const lot_seated *run, const char *path, lot_error *error)
{
    static const char *const inputs[] = {"people", "quotas", "map", "pairs"};
    lot_status status = LOT_OK;
    const char *assembly = lot_argument_operand(run->arguments, 0);
    if (path == NULL)
        return LOT_OK;
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
        TRY(need_other_file(path, lot_seated_option(run, inputs[i]), error));
    TRY(lot_output_allow(path, assembly != NULL ? assembly : "",
                         lot_argument_is_given(run->arguments, "force"), error));
done:
    return status;
}

static lot_status check_outputs(const lot_seated *run, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const both[] = {lot_seated_option(run, "out"), lot_seated_option(run, "page")};
    if (both[0] == NULL && lot_argument_is_given(run->arguments, "spreadsheet"))
        TRY(LOT_FAIL(error, LOT_USAGE, "--spreadsheet needs --out"));
    if (both[1] == NULL && lot_argument_is_given(run->arguments, "show"))
        TRY(LOT_FAIL(error, LOT_USAGE, "--show needs --page"));
    uint32_t streams = run->talk->json ? 1 : 0;
    for (size_t i = 0; i < 2; i++)
        streams += both[i] != NULL && lot_output_is_stream(both[i]);
    if (streams > 1)
        TRY(LOT_FAIL(error, LOT_USAGE, "only one thing can go to standard output"));
    if (both[0] != NULL && lot_output_is_xlsx(both[0]))
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "--out writes CSV here, not XLSX: choose another ending, and --spreadsheet "
                     "for a spreadsheet"));
    if (both[0] != NULL && both[1] != NULL)
        TRY(lot_output_distinct(both, 2, error));
    TRY(check_output(run, both[0], error));
    TRY(check_output(run, both[1], error));
done:
    return status;
}

/* The people file is the panel; of the quotas only features and values count. */
static lot_status take_tables(lot_seated *run, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench *bench = run->bench;
    if (lot_seated_option(run, "people") == NULL || lot_seated_option(run, "quotas") == NULL)
        TRY(LOT_FAIL(error, LOT_USAGE,
                     "tables needs an assembly FILE, or else --people and --quotas"));
    if (lot_argument_is_given(run->arguments, "attempt"))
        TRY(LOT_FAIL(error, LOT_USAGE, "--attempt goes with an assembly file"));
    bench->columns.id = lot_seated_option(run, "id");
    bench->people_file.sheet = lot_seated_option(run, "sheet");
    lot_input_quotas_sheet(bench, run->arguments);
    bench->values_only = true;
    bench->info.seats = 1;
    const lot_input input = {.people = lot_seated_option(run, "people"),
                             .rules = lot_seated_option(run, "map"),
                             .quotas = lot_seated_option(run, "quotas")};
    TRY(lot_input_read(bench, &input, run->talk, error));
    lot_input_tell_people(run->talk, bench);
done:
    return status;
}

static lot_status take_assembly(lot_seated *run, lot_error *error)
{
    static const char *const own[] = {"people", "quotas", "map", "id", "sheet", "quotas-sheet"};
    lot_status status = LOT_OK;
    const lot_attempt *attempt = &run->bench->attempt;
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (lot_argument_is_given(run->arguments, own[i]))
            TRY(LOT_FAIL(error, LOT_USAGE, "--%s does not go with an assembly file: it has its own",
                         own[i]));
    TRY(lot_outcome_open(run->bench, run->arguments, run->talk, error));
    if (!attempt->drawn)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "no panel is drawn yet: civiclot draw comes first. Without an assembly file "
                     "--people seats whoever is in it"));
    if (attempt->test)
        TRY(LOT_FAIL(error, LOT_BAD_INPUT,
                     "attempt %" PRIu32 " is a rehearsal: nobody is selected by it",
                     attempt->number));
done:
    return status;
}

static lot_status take_panel(lot_seated *run, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_report report;
    lot_pid process_id;
    bool *on_panel = NULL;
    bool drawn = lot_argument_operand(run->arguments, 0) != NULL;
    TRY(drawn ? take_assembly(run, error) : take_tables(run, error));
    on_panel = lot_array_new(run->bench->pool->people_count, sizeof *on_panel);
    if (on_panel == NULL)
        TRY(LOT_NO_MEMORY(error));
    lot_workbench_report(&report, &process_id, run->bench);
    for (uint32_t p = 0; p < run->bench->pool->people_count; p++)
        on_panel[p] = !drawn || lot_report_has_seat(&report, p);
    TRY(lot_sitting_take(&run->sitting, run->bench, on_panel, run->arguments, run->talk, error));
done:
    free(on_panel);
    return status;
}

static lot_status take_seed(lot_seated *run, lot_error *error)
{
    enum { SEED_DIGITS = 16 };
    lot_key key;
    lot_digest digest;
    char hex[LOT_HEX_BYTES];
    if (lot_seated_option(run, "seed") != NULL)
        return lot_words_tidy(&run->seed, "--seed", lot_seated_option(run, "seed"), error);
    lot_key_make(&key);
    lot_sha256(&digest, key.bytes, sizeof key.bytes);
    lot_key_wipe(&key);
    lot_digest_hex(hex, &digest);
    hex[SEED_DIGITS] = '\0';
    run->seed = lot_string_copy(hex);
    return run->seed != NULL ? LOT_OK : LOT_NO_MEMORY(error);
}

/* The column of the file itself: one that rules derived is not what its people wrote. */
static lot_status find_column(uint32_t *column, const lot_table *people, const char *name,
                              lot_error *error)
{
    char *wanted = lot_fold(name);
    bool found = false;
    bool failed = wanted == NULL;
    for (*column = 0; !failed && !found && *column < lot_table_columns_count(people);) {
        char *header = lot_fold(lot_table_header(people, *column));
        failed = header == NULL;
        found = !failed && strcmp(header, wanted) == 0;
        *column += !found;
        free(header);
    }
    free(wanted);
    if (failed)
        return LOT_NO_MEMORY(error);
    return found
               ? LOT_OK
               : LOT_FAIL(error, LOT_BAD_INPUT, "--show: the people file has no column '%s'", name);
}

static lot_status find_shown(lot_seated *run, lot_error *error)
{
    lot_status status = LOT_OK;
    const char *const *names;
    uint32_t count = lot_argument_list(&names, run->arguments, "show");
    run->columns = lot_array_new(count, sizeof *run->columns);
    if (run->columns == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t i = 0; i < count; i++)
        TRY(find_column(&run->columns[i], run->bench->people, names[i], error));
    run->report.columns = run->columns;
    run->report.columns_count = count;
done:
    return status;
}

/* LOT_BAD_INPUT when so many people and groups do not go together. */
static lot_status check_sizes(const lot_seated *run, lot_error *error)
{
    uint32_t people = run->sitting.members_count;
    uint64_t groups = lot_argument_number(run->arguments, "groups");
    if (people > LOT_SEATING_PEOPLE_MOST)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "there are %" PRIu32 " people, and at most %d can be seated", people,
                        LOT_SEATING_PEOPLE_MOST);
    if (groups > people)
        return LOT_FAIL(error, LOT_BAD_INPUT,
                        "--groups: %" PRIu64 " groups are more than the %" PRIu32
                        " people who come: no group may be empty",
                        groups, people);
    return LOT_OK;
}

static lot_status make_task(lot_seated *run, lot_error *error)
{
    lot_status status = LOT_OK;
    const lot_pool *pool = run->bench->pool;
    const lot_sitting *sitting = &run->sitting;
    size_t features_count = pool->features_count;
    TRY(check_sizes(run, error));
    TRY(take_seed(run, error));
    run->values = lot_array_new(sitting->members_count * features_count, sizeof *run->values);
    if (run->values == NULL)
        TRY(LOT_NO_MEMORY(error));
    for (uint32_t m = 0; m < sitting->members_count; m++)
        for (uint32_t f = 0; f < features_count; f++)
            run->values[m * features_count + f] = lot_pool_value(pool, sitting->members[m], f);
    run->task = (lot_seating_task){
        .people_count = sitting->members_count,
        .features_count = pool->features_count,
        .values_count = run->bench->quotas->count,
        .values = run->values,
        .rules = sitting->rules,
        .rules_count = sitting->rules_count,
        .groups_count = (uint32_t)lot_argument_number(run->arguments, "groups"),
        .sessions_count = (uint32_t)lot_argument_number(run->arguments, "sessions"),
        .seed = run->seed,
        .progress = &run->talk->progress,
    };
done:
    return status;
}

static lot_status seat(lot_seated *run, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_clash clash;
    TRY(lot_seating_new(&run->seating, &clash, &run->task, error));
    if (run->seating == NULL)
        TRY(lot_sitting_refuse(&run->sitting, &clash, &run->task, run->bench, run->talk->problems,
                               error));
done:
    lot_clash_free(&clash);
    return status;
}

static lot_status run(const lot_arguments *arguments, lot_talk *talk, lot_error *error)
{
    lot_status status = LOT_OK;
    lot_workbench bench = {0};
    lot_seated all = {.bench = &bench, .arguments = arguments, .talk = talk};
    TRY(check_outputs(&all, error));
    TRY(take_panel(&all, error));
    TRY(find_shown(&all, error));
    TRY(make_task(&all, error));
    TRY(seat(&all, error));
    TRY(lot_seated_make_texts(&all, error));
    TRY(lot_seated_write(&all, error));
    TRY(lot_seated_tell(&all, error));
done:
    lot_text_free(&all.csv);
    lot_text_free(&all.page);
    lot_seating_free(all.seating);
    lot_sitting_free(&all.sitting);
    free(all.values);
    free(all.columns);
    free(all.seed);
    lot_workbench_clear(&bench);
    return status;
}

const lot_command lot_command_tables = {
    .name = "tables",
    .purpose = "seat the panel in small groups that mirror it, so that many people meet",
    .operands = "[FILE]",
    .operands_most = 1,
    .options = options,
    .notes =
        "Either an assembly FILE with a panel that was drawn, or --people and --quotas: then\n"
        "everybody in the people file is seated, and of the quotas only features and values\n"
        "count. Groups differ by at most one person. Before all else everyone of --together and\n"
        "--apart sits so in every session; then every group mirrors the panel as well as can be;\n"
        "then as many pairs as can be meet. ID+ID+ID is three people. An id with a comma or a\n"
        "plus in it goes into the file of --pairs. The seating was searched for: better ones may "
        "exist,\n"
        "and the bound beside it says how much better at most. In the assembly file only the log\n"
        "grows: seed, numbers and a digest, nobody's id. What --out and --page write is personal\n"
        "data, readable by you only.",
    .run = run,
};
