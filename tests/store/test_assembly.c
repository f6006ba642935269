/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The assembly file as a file: made, opened, refused, fought over, broken off. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "store/connection.h"
#include "support/kept.h"
#include "support/tamper.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is_there(const lot_kept *kept, const char *suffix)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s%s", kept->path, suffix);
    return access(path, F_OK) == 0;
}

static void write_file(const lot_kept *kept, const char *content)
{
    FILE *file = fopen(kept->path, "w");
    assert_non_null(file);
    (void)fputs(content, file);
    (void)fclose(file);
}

/* Opening fails with `status` and words that hold `words`. */
static void assert_refused(const lot_kept *kept, lot_status status, const char *words)
{
    lot_error error;
    lot_assembly *assembly;
    for (int write = 0; write <= 1; write++) {
        assert_int_equal(lot_assembly_open(&assembly, kept->path, write == 1, &error), status);
        assert_null(assembly);
        assert_non_null(strstr(error.message, words));
    }
}

static void a_new_file_is_its_owners_alone_and_keeps_what_the_assembly_is(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly;
    lot_assembly_info info;
    struct stat about;
    mode_t before = umask(0);
    assert_int_equal(lot_assembly_create(&assembly, kept->path, &kept->info, NULL), LOT_OK);
    (void)umask(before);
    lot_kept_close(assembly);
    assert_int_equal(stat(kept->path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);

    assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_get_info(&info, assembly, NULL), LOT_OK);
    assert_string_equal(info.title, "Citizens' assembly");
    assert_int_equal(info.seats, 8);
    assert_int_equal(info.per_household, 1);
    assert_memory_equal(info.key.bytes, kept->info.key.bytes, LOT_KEY_BYTES);
    assert_false(info.closed);
    lot_assembly_info_free(&info);
    lot_assembly_close(assembly);
    lot_assembly_close(NULL);
}

static void a_umask_that_takes_everything_does_not_lock_the_owner_out(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly;
    struct stat about;
    mode_t before = umask(0777);
    lot_status status = lot_assembly_create(&assembly, kept->path, &kept->info, NULL);
    (void)umask(before);
    assert_int_equal(status, LOT_OK);
    assert_int_equal(stat(kept->path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    lot_assembly_close(assembly);
}

static void a_file_that_was_never_committed_is_gone(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly;
    assert_int_equal(lot_assembly_create(&assembly, kept->path, &kept->info, NULL), LOT_OK);
    assert_int_equal(lot_assembly_log(assembly, "new", "{}", NULL), LOT_OK);
    assert_true(is_there(kept, ""));
    lot_assembly_close(assembly);
    assert_false(is_there(kept, ""));
    assert_false(is_there(kept, "-journal"));
}

static void a_file_that_cannot_be_made_leaves_nothing(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly;
    lot_error error;
    kept->info.seats = 0;
    assert_int_equal(lot_assembly_create(&assembly, kept->path, &kept->info, &error), LOT_FAILURE);
    assert_null(assembly);
    assert_false(is_there(kept, ""));
    assert_false(is_there(kept, "-journal"));
}

static void what_is_there_already_is_not_touched(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly;
    lot_error error;
    write_file(kept, "minutes of the council");
    assert_int_equal(lot_assembly_create(&assembly, kept->path, &kept->info, &error),
                     LOT_BAD_INPUT);
    assert_null(assembly);
    assert_non_null(strstr(error.message, "exists already: choose another name"));
    struct stat about;
    assert_int_equal(stat(kept->path, &about), 0);
    assert_int_equal(about.st_size, 22);
}

static void what_is_no_assembly_file_is_refused_in_words(void **state)
{
    lot_kept *kept = *state;
    assert_refused(kept, LOT_FAILURE, "No such file");
    write_file(kept, "");
    assert_refused(kept, LOT_BAD_INPUT, "is empty");
    write_file(kept, "id,gender,age\n1,female,16-29\n2,male,30-44\n");
    assert_refused(kept, LOT_BAD_INPUT, "is not an assembly file");
    assert_int_equal(unlink(kept->path), 0);
    assert_null(lot_kept_sql(kept, "CREATE TABLE holidays (day); PRAGMA user_version = 1"));
    assert_refused(kept, LOT_BAD_INPUT, "is a database of another program");
    assert_null(lot_kept_sql(kept, "PRAGMA application_id = -5"));
    assert_refused(kept, LOT_BAD_INPUT, "is a database of another program");
    assert_int_equal(unlink(kept->path), 0);
    assert_int_equal(mkdir(kept->path, 0700), 0);
    assert_refused(kept, LOT_BAD_INPUT, "is not a file");
    assert_int_equal(rmdir(kept->path), 0);
}

static void a_file_of_a_newer_civiclot_is_refused(void **state)
{
    lot_kept *kept = *state;
    lot_kept_save(kept);
    assert_int_equal(lot_kept_number(kept, "PRAGMA user_version"), 7);
    assert_int_equal(lot_kept_number(kept, "PRAGMA application_id"), 0x6369766c);
    assert_null(lot_kept_sql(kept, "PRAGMA user_version = 8"));
    assert_refused(kept, LOT_BAD_INPUT, "needs a newer civiclot");
}

static void a_damaged_file_is_refused(void **state)
{
    lot_kept *kept = *state;
    lot_kept_save(kept);
    FILE *file = fopen(kept->path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, 4096, SEEK_SET), 0);
    for (int i = 0; i < 4096; i++)
        (void)fputc(0xee, file);
    (void)fclose(file);
    assert_refused(kept, LOT_BAD_INPUT, "is damaged");
}

static void a_file_whose_tables_or_triggers_were_changed_is_refused(void **state)
{
    static const char *const changes[] = {
        "CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM people; END",
        "DROP TRIGGER log_delete",
        "DROP TRIGGER log_delete; CREATE TRIGGER log_delete BEFORE DELETE ON log BEGIN"
        " SELECT 1; END",
        "CREATE TABLE notes (note)",
        "ALTER TABLE people ADD COLUMN note TEXT",
        "DROP TABLE lottery_rows",
        "DROP INDEX people_by_pid",
        "CREATE INDEX more ON people (record)",
        "DROP VIEW panel_members",
        "ALTER TABLE assembly RENAME COLUMN title TO name",
        "CREATE TABLE pragma_user_version (user_version)",
        "PRAGMA user_version = 0",
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE people (a'"
        " WHERE name = 'people'",
    };
    lot_kept *kept = *state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        lot_kept_save(kept);
        lot_test_tamper_schema(kept->path, changes[i]);
        assert_refused(kept, LOT_BAD_INPUT, "is damaged");
        assert_int_equal(unlink(kept->path), 0);
    }
}

static void a_damaged_file_tells_a_terminal_nothing(void **state)
{
    lot_kept *kept = *state;
    lot_kept_save(kept);
    lot_test_tamper_schema(kept->path, "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET"
                                       " sql = 'CREATE TABLE people (' || char(27) || ')'"
                                       " WHERE name = 'people'");
    assert_refused(kept, LOT_BAD_INPUT, "\\u001b");
}

static void rows_that_break_what_the_tables_promise_are_refused(void **state)
{
    static const char *const changes[] = {
        "UPDATE assembly SET seats = 0",
        "UPDATE assembly SET closed = 2",
        "UPDATE assembly SET current_lottery = 9",
        "UPDATE lottery_rows SET panel = 9 WHERE row = 0",
        "DELETE FROM panels WHERE panel = 0",
        "DELETE FROM features",
        "DELETE FROM people WHERE position = 3",
        "UPDATE people_classes SET class = 999 WHERE person = 1",
        ("PRAGMA writable_schema = ON;"
         " UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'assembly'"),
    };
    lot_kept *kept = *state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        lot_kept_save(kept);
        lot_test_tamper(kept->path, changes[i]);
        assert_refused(kept, LOT_BAD_INPUT, "is damaged");
        assert_int_equal(unlink(kept->path), 0);
    }
}

static void names_that_mean_something_to_the_database_are_only_names(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly;
    char before[1024];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(kept->folder), 0);
    static const char *const names[] = {":memory:", "file:new?mode=memory"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(lot_assembly_create(&assembly, names[i], &kept->info, NULL), LOT_OK);
        lot_kept_close(assembly);
        assert_int_equal(lot_assembly_open(&assembly, names[i], false, NULL), LOT_OK);
        lot_assembly_close(assembly);
    }
    assert_int_equal(chdir(before), 0);
}

static void what_is_rolled_back_never_was(void **state)
{
    lot_kept *kept = *state;
    lot_assembly_info info;
    lot_kept_save(kept);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_set_closed(assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_rollback(assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_log(assembly, "quotas", "{}", NULL), LOT_OK);
    assert_int_equal(lot_assembly_commit(assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_commit(assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_set_closed(assembly, NULL), LOT_OK);
    lot_assembly_close(assembly);
    assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_get_info(&info, assembly, NULL), LOT_OK);
    assert_false(info.closed);
    lot_assembly_info_free(&info);
    lot_assembly_close(assembly);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM log"), 1);
}

static void after_a_failure_nothing_is_committed_until_a_rollback(void **state)
{
    lot_kept *kept = *state;
    lot_error error;
    lot_kept_save(kept);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_log(assembly, "commit", "{}", NULL), LOT_OK);
    kept->attempt.number = 7;
    assert_int_equal(lot_assembly_add_commit(assembly, &kept->attempt, &error), LOT_FAILURE);
    assert_non_null(strstr(error.message, "not the next one"));
    assert_int_equal(lot_assembly_commit(assembly, &error), LOT_FAILURE);
    assert_non_null(strstr(error.message, "nothing was changed"));
    assert_int_equal(lot_assembly_rollback(assembly, NULL), LOT_OK);
    assert_int_equal(lot_assembly_log(assembly, "close", "{}", NULL), LOT_OK);
    lot_kept_close(assembly);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM log WHERE kind = 'close'"), 1);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM log WHERE kind = 'commit'"), 0);
}

static void a_full_disk_changes_nothing(void **state)
{
    lot_kept *kept = *state;
    lot_error error;
    char payload[20001];
    memset(payload, 'x', sizeof payload - 1);
    payload[sizeof payload - 1] = '\0';
    lot_kept_save(kept);
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(
        sqlite3_exec(assembly->database, "PRAGMA max_page_count = 1", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(lot_assembly_log(assembly, "import", payload, &error), LOT_FAILURE);
    assert_non_null(strstr(error.message, "the disk is full"));
    assert_int_equal(lot_assembly_commit(assembly, NULL), LOT_FAILURE);
    lot_assembly_close(assembly);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM log"), 0);
}

static void who_opens_to_read_cannot_write(void **state)
{
    lot_kept *kept = *state;
    lot_error error;
    lot_kept_save(kept);
    lot_assembly *assembly = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_set_closed(assembly, &error), LOT_FAILURE);
    assert_non_null(strstr(error.message, "read-only"));
    lot_assembly_close(assembly);
}

/* Nobody in particular: write protection does not bind the superuser. */
static void step_down(uid_t *before)
{
    *before = geteuid();
    if (*before == 0)
        assert_int_equal(seteuid(65534), 0);
}

static void a_write_protected_file_can_be_read_but_not_opened_for_writing(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly;
    lot_assembly_info info;
    lot_error error;
    uid_t before;
    lot_kept_save(kept);
    assert_int_equal(chmod(kept->folder, 0555), 0);
    assert_int_equal(chmod(kept->path, 0444), 0);
    step_down(&before);
    lot_status status = lot_assembly_open(&assembly, kept->path, true, &error);
    lot_assembly *reader = lot_kept_open(kept, false);
    assert_int_equal(lot_assembly_get_info(&info, reader, NULL), LOT_OK);
    lot_assembly_close(reader);
    assert_int_equal(seteuid(before), 0);
    assert_int_equal(chmod(kept->folder, 0755), 0);
    lot_assembly_info_free(&info);
    assert_int_equal(status, LOT_FAILURE);
    assert_null(assembly);
    assert_non_null(strstr(error.message, "cannot be written"));
}

/* A child that opens the file, writes, says so and waits to be killed. */
static pid_t start_writer(lot_kept *kept, bool create)
{
    int ready[2];
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        lot_assembly *assembly = NULL;
        lot_status status = create ? lot_assembly_create(&assembly, kept->path, &kept->info, NULL)
                                   : lot_assembly_open(&assembly, kept->path, true, NULL);
        if (status == LOT_OK && lot_assembly_log(assembly, "close", "{}", NULL) == LOT_OK &&
            lot_assembly_set_closed(assembly, NULL) == LOT_OK && write(ready[1], "x", 1) == 1)
            (void)pause();
        _exit(1);
    }
    (void)close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    (void)close(ready[0]);
    return child;
}

static void stop(pid_t child)
{
    int result;
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_true(WIFSIGNALED(result));
}

static void a_killed_command_never_was(void **state)
{
    lot_kept *kept = *state;
    lot_kept_save(kept);
    stop(start_writer(kept, false));
    lot_assembly *assembly = lot_kept_open(kept, true);
    assert_int_equal(lot_assembly_log(assembly, "quotas", "{}", NULL), LOT_OK);
    lot_kept_close(assembly);
    assert_int_equal(lot_kept_number(kept, "SELECT closed FROM assembly"), 0);
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM log"), 1);
    assert_false(is_there(kept, "-journal"));
}

static void a_making_that_was_killed_leaves_no_assembly(void **state)
{
    lot_kept *kept = *state;
    stop(start_writer(kept, true));
    assert_refused(kept, LOT_BAD_INPUT, "is empty");
}

/* What stays of a command that was killed while it wrote: the next one undoes it, readers too. */
static void a_half_written_file_is_mended_by_who_reads_it(void **state)
{
    lot_kept *kept = *state;
    lot_kept_save(kept);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        lot_assembly *assembly = lot_kept_open(kept, true);
        if (sqlite3_exec(assembly->database, "PRAGMA cache_size = 1", NULL, NULL, NULL) != 0)
            _exit(1);
        for (int i = 0; i < 400; i++)
            (void)lot_assembly_log(assembly, "import", "{}", NULL);
        (void)kill(getpid(), SIGKILL);
    }
    int result;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_true(WIFSIGNALED(result));
    assert_true(is_there(kept, "-journal"));
    lot_assembly *assembly = lot_kept_open(kept, false);
    lot_assembly_close(assembly);
    assert_false(is_there(kept, "-journal"));
    assert_int_equal(lot_kept_number(kept, "SELECT count(*) FROM log"), 0);
}

static void two_commands_at_once_wait_for_each_other_and_say_so(void **state)
{
    lot_kept *kept = *state;
    lot_assembly *assembly;
    lot_error error;
    lot_kept_save(kept);
    pid_t child = start_writer(kept, false);
    assert_int_equal(lot_assembly_open_within(&assembly, kept->path, true, 50, &error),
                     LOT_FAILURE);
    assert_null(assembly);
    assert_non_null(strstr(error.message, "another civiclot is using"));
    assert_non_null(strstr(error.message, kept->path));
    assert_int_equal(lot_assembly_open_within(&assembly, kept->path, false, 50, &error), LOT_OK);
    lot_assembly_close(assembly);
    stop(child);
    assert_int_equal(lot_assembly_open_within(&assembly, kept->path, true, 50, &error), LOT_OK);
    lot_assembly_close(assembly);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lot_kept_setup, lot_kept_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_file_is_its_owners_alone_and_keeps_what_the_assembly_is),
        TEST(a_umask_that_takes_everything_does_not_lock_the_owner_out),
        TEST(a_file_that_was_never_committed_is_gone),
        TEST(a_file_that_cannot_be_made_leaves_nothing),
        TEST(what_is_there_already_is_not_touched),
        TEST(what_is_no_assembly_file_is_refused_in_words),
        TEST(a_file_of_a_newer_civiclot_is_refused),
        TEST(a_damaged_file_is_refused),
        TEST(a_file_whose_tables_or_triggers_were_changed_is_refused),
        TEST(a_damaged_file_tells_a_terminal_nothing),
        TEST(rows_that_break_what_the_tables_promise_are_refused),
        TEST(names_that_mean_something_to_the_database_are_only_names),
        TEST(what_is_rolled_back_never_was),
        TEST(after_a_failure_nothing_is_committed_until_a_rollback),
        TEST(a_full_disk_changes_nothing),
        TEST(who_opens_to_read_cannot_write),
        TEST(a_write_protected_file_can_be_read_but_not_opened_for_writing),
        TEST(a_killed_command_never_was),
        TEST(a_making_that_was_killed_leaves_no_assembly),
        TEST(a_half_written_file_is_mended_by_who_reads_it),
        TEST(two_commands_at_once_wait_for_each_other_and_say_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
