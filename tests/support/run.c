/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run: fork, exec, and the files around it. */
#define _XOPEN_SOURCE 700 /* realpath */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "support/run.h"

#include "civiclot/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What a child runs, and where. */
struct start {
    const char *program;
    const char *folder;
    const char *const *words;
    FILE *in, *out, *err;
};

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static char *join(const lot_run_folder *folder, const char *name)
{
    char *path = lot_path_join(folder->path, name);
    assert_non_null(path);
    return path;
}

static void remove_all(const char *path)
{
    struct stat about;
    if (lstat(path, &about) != 0 || !S_ISDIR(about.st_mode)) {
        (void)unlink(path);
        return;
    }
    DIR *entries = opendir(path);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (is_dots(entry->d_name))
            continue;
        char *inner = lot_path_join(path, entry->d_name);
        remove_all(inner);
        free(inner);
    }
    (void)closedir(entries);
    (void)rmdir(path);
}

int lot_run_setup(void **state)
{
    const char *place = getenv("TMPDIR");
    lot_run_folder *folder = calloc(1, sizeof *folder);
    assert_non_null(folder);
    (void)snprintf(folder->path, sizeof folder->path, "%s/civiclot-test-XXXXXX",
                   place != NULL ? place : "/tmp");
    assert_non_null(mkdtemp(folder->path));
    *state = folder;
    return 0;
}

int lot_run_teardown(void **state)
{
    lot_run_folder *folder = *state;
    remove_all(folder->path);
    free(folder);
    return 0;
}

void lot_ran_free(lot_ran *ran)
{
    lot_text_free(&ran->out);
    lot_text_free(&ran->err);
}

/* In the child: never returns. */
static void become(const struct start *start)
{
    const char *const *words = start->words;
    if (chdir(start->folder) != 0 || dup2(fileno(start->in), STDIN_FILENO) < 0 ||
        dup2(fileno(start->out), STDOUT_FILENO) < 0 || dup2(fileno(start->err), STDERR_FILENO) < 0)
        _exit(126);
    for (const char *equals;
         *words != NULL && (equals = strchr(*words, '=')) != NULL && strncmp(*words, "--", 2) != 0;
         words++) {
        char name[64] = "";
        (void)snprintf(name, sizeof name, "%.*s", (int)(equals - *words), *words);
        (void)setenv(name, equals + 1, 1);
    }
    char *arguments[64] = {NULL};
    size_t count = 0;
    arguments[count++] = strdup(start->program);
    for (; *words != NULL && count < 63; words++)
        arguments[count++] = strdup(*words);
    (void)execvp(start->program, arguments);
    _exit(127);
}

static pid_t begin(struct start *start, const char *input)
{
    start->in = tmpfile();
    start->out = tmpfile();
    start->err = tmpfile();
    assert_true(start->in != NULL && start->out != NULL && start->err != NULL);
    assert_true(fputs(input, start->in) >= 0);
    rewind(start->in);
    (void)fflush(NULL);
    /* a test run may itself stand in the background of a script, where Ctrl-C is ignored; the child
       must heed it from its first moment on */
    (void)signal(SIGINT, SIG_DFL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        become(start);
    return child;
}

static lot_text collect(FILE *file)
{
    lot_text text = LOT_TEXT_EMPTY;
    char block[4096];
    rewind(file);
    for (size_t length; (length = fread(block, 1, sizeof block, file)) > 0;)
        lot_text_add(&text, block, length);
    (void)fclose(file);
    assert_false(text.failed);
    return text;
}

static lot_ran end(struct start *start, pid_t child)
{
    int ending;
    lot_ran ran;
    while (waitpid(child, &ending, 0) < 0)
        assert_int_equal(errno, EINTR);
    ran.code = WIFEXITED(ending) ? WEXITSTATUS(ending) : 128 + WTERMSIG(ending);
    (void)fclose(start->in);
    ran.out = collect(start->out);
    ran.err = collect(start->err);
    return ran;
}

const char *lot_run_program(void)
{
    static char path[4096];
    const char *named = getenv("CIVICLOT");
    char *resolved = realpath(named != NULL ? named : "build/civiclot", NULL);
    assert_non_null(resolved);
    (void)snprintf(path, sizeof path, "%s", resolved);
    free(resolved);
    return path;
}

lot_ran lot_run_with_input(const lot_run_folder *folder, const char *input,
                           const char *const *words)
{
    struct start start = {.program = lot_run_program(), .folder = folder->path, .words = words};
    pid_t child = begin(&start, input);
    return end(&start, child);
}

lot_ran lot_run(const lot_run_folder *folder, const char *const *words)
{
    return lot_run_with_input(folder, "", words);
}

static bool has_sign(const char *folder, const char *sign)
{
    bool found = false;
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (struct dirent *entry; !found && (entry = readdir(entries)) != NULL;)
        found = strncmp(entry->d_name, sign, strlen(sign)) == 0;
    (void)closedir(entries);
    return found;
}

/* It stays to be waited for. */
static bool has_ended(pid_t child)
{
    siginfo_t about = {.si_pid = 0};
    return waitid(P_PID, (id_t)child, &about, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           about.si_pid == child;
}

lot_ran lot_run_and_signal(const lot_run_folder *folder, int signal, unsigned times,
                           const char *sign, const char *const *words)
{
    struct start start = {.program = lot_run_program(), .folder = folder->path, .words = words};
    pid_t child = begin(&start, "");
    const struct timespec moment = {0, 200000};
    /* a sign may come and go unseen; a child that ended is not waited for, so its id is its own */
    while (!has_sign(folder->path, sign) && !has_ended(child))
        (void)nanosleep(&moment, NULL);
    for (unsigned i = 0; i < times; i++)
        assert_int_equal(kill(child, signal), 0);
    return end(&start, child);
}

lot_ran lot_run_other(const lot_run_folder *folder, const char *inside, const char *const *words)
{
    char *place = join(folder, inside);
    struct start start = {.program = words[0], .folder = place, .words = words + 1};
    pid_t child = begin(&start, "");
    lot_ran ran = end(&start, child);
    free(place);
    return ran;
}

static void need_code(const lot_ran *ran, int code, const char *what)
{
    if (ran->code != code)
        fail_msg("%s ... ended %d, not %d: %s", what, ran->code, code, lot_text_string(&ran->err));
}

void lot_run_expect(const lot_run_folder *folder, int code, const char *const *words)
{
    lot_ran ran = lot_run(folder, words);
    need_code(&ran, code, words[0]);
    lot_ran_free(&ran);
}

void lot_run_expect_words(const lot_run_folder *folder, int code, const char *has,
                          const char *const *words)
{
    lot_ran ran = lot_run(folder, words);
    need_code(&ran, code, words[0]);
    lot_run_assert_has(&ran.err, has);
    lot_ran_free(&ran);
}

lot_ran lot_run_shell(const lot_run_folder *folder, const char *line)
{
    return lot_run_other(folder, ".",
                         (const char *const[]){"sh", "-c", line, lot_run_program(), NULL});
}

void lot_run_expect_shell(const lot_run_folder *folder, int code, const char *line)
{
    lot_ran ran = lot_run_shell(folder, line);
    need_code(&ran, code, line);
    lot_ran_free(&ran);
}

lot_text lot_run_read(const lot_run_folder *folder, const char *name)
{
    lot_text bytes = LOT_TEXT_EMPTY;
    lot_error error = {.message = ""};
    char *path = join(folder, name);
    if (lot_file_read(&bytes, path, &error) != LOT_OK)
        fail_msg("%s", error.message);
    free(path);
    return bytes;
}

void lot_run_write(const lot_run_folder *folder, const char *name, const char *bytes)
{
    char *path = join(folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(bytes, file) >= 0);
    assert_int_equal(fclose(file), 0);
    free(path);
}

bool lot_run_is_there(const lot_run_folder *folder, const char *name)
{
    char *path = join(folder, name);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

unsigned lot_run_mode(const lot_run_folder *folder, const char *name)
{
    struct stat about;
    char *path = join(folder, name);
    assert_int_equal(lstat(path, &about), 0);
    free(path);
    return about.st_mode & 07777;
}

unsigned lot_run_count(const lot_run_folder *folder, const char *name)
{
    unsigned count = 0;
    char *path = join(folder, name);
    DIR *entries = opendir(path);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
        count += !is_dots(entry->d_name);
    (void)closedir(entries);
    free(path);
    return count;
}

static void assert_same_file(const lot_run_folder *folder, const char *a, const char *b)
{
    lot_text first = lot_run_read(folder, a);
    lot_text second = lot_run_read(folder, b);
    bool same = first.length == second.length &&
                memcmp(lot_text_string(&first), lot_text_string(&second), first.length) == 0;
    lot_text_free(&first);
    lot_text_free(&second);
    if (!same)
        fail_msg("%s and %s differ", a, b);
}

void lot_run_assert_same(const lot_run_folder *folder, const char *a, const char *b)
{
    if (lot_run_mode(folder, a) != lot_run_mode(folder, b))
        fail_msg("%s and %s have different modes", a, b);
    char *path = join(folder, a);
    DIR *entries = opendir(path);
    free(path);
    if (entries == NULL) {
        assert_same_file(folder, a, b);
        return;
    }
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (is_dots(entry->d_name))
            continue;
        char *inner_a = lot_path_join(a, entry->d_name);
        char *inner_b = lot_path_join(b, entry->d_name);
        lot_run_assert_same(folder, inner_a, inner_b);
        free(inner_a);
        free(inner_b);
    }
    (void)closedir(entries);
    assert_int_equal(lot_run_count(folder, a), lot_run_count(folder, b));
}

void lot_run_assert_has(const lot_text *text, const char *part)
{
    if (strstr(lot_text_string(text), part) == NULL)
        fail_msg("'%s' is not in:\n%s", part, lot_text_string(text));
}
