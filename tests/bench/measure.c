/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One process, whole: how long by the clock, how long on a processor, how much memory at its peak.
 *
 *     measure LIMIT OUTPUT PROGRAM WORD...
 *
 * prints "SECONDS PROCESSOR_SECONDS MEGABYTES" and passes on the program's exit code. What the
 * program prints goes to the file OUTPUT. After LIMIT seconds it is ended; measure ends with 124.
 */
#define _DEFAULT_SOURCE /* wait4 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* In the child: never returns. An alarm set here outlives exec, and ends the program. */
static void become(char **words, const char *output, unsigned limit)
{
    int file = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    (void)dup2(file, STDOUT_FILENO);
    (void)dup2(file, STDERR_FILENO);
    (void)alarm(limit);
    (void)execvp(words[0], words);
    perror(words[0]);
    _exit(127);
}

static double seconds(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

int main(int count, char **words)
{
    if (count < 4) {
        (void)fprintf(stderr, "usage: measure LIMIT OUTPUT PROGRAM WORD...\n");
        return 2;
    }
    double begin = now();
    pid_t child = fork();
    if (child == 0)
        become(words + 3, words[2], (unsigned)strtoul(words[1], NULL, 10));
    int ending;
    struct rusage used;
    if (child < 0 || wait4(child, &ending, 0, &used) != child) {
        perror("measure");
        return 1;
    }
    double wall = now() - begin;
    if (WIFSIGNALED(ending))
        return WTERMSIG(ending) == SIGALRM ? 124 : 1;
    (void)printf("%.3f %.3f %.1f\n", wall, seconds(&used.ru_utime) + seconds(&used.ru_stime),
                 (double)used.ru_maxrss / 1024);
    return WEXITSTATUS(ending);
}
