/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workers: processes, as the solver keeps a state of its own in each. A worker sends parcels over a
 * pipe: the number of a piece and its record; or a number that no piece has, and how it failed.
 */
#include "plan/workers.h"

#include "core/array.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* How often progress is asked while nothing comes. */
enum { WAIT_MILLISECONDS = 100 };

#define FAILED UINT32_MAX

typedef struct worker {
    pid_t process; /* 0: it is gone */
    int pipe;      /* its end to read; -1: closed */
    char *parcel;  /* [parcel_bytes] what came of the next one */
    size_t came;
    uint32_t done;
    uint32_t share; /* of the pieces */
} worker;

typedef struct crew {
    const lot_job *job;
    uint32_t *records;
    worker *workers; /* [count] */
    struct pollfd *ends;
    uint32_t count;
    size_t parcel_bytes;
    uint32_t done;
    uint32_t share;
} crew;

/* How many of first, first + stride, ... are below `pieces`. */
static uint32_t count_share(uint32_t first, uint32_t stride, uint32_t pieces)
{
    return first < pieces ? (pieces - first - 1) / stride + 1 : 0;
}

/* False when nobody reads any more. */
static bool send_bytes(int pipe_end, const void *bytes, size_t length)
{
    const char *from = bytes;
    while (length > 0) {
        ssize_t sent = write(pipe_end, from, length);
        if (sent < 0 && errno != EINTR)
            return false;
        from += sent > 0 ? sent : 0;
        length -= sent > 0 ? (size_t)sent : 0;
    }
    return true;
}

static void send_failure(int pipe_end, char *parcel, size_t parcel_bytes, const lot_error *error)
{
    const uint32_t failed = FAILED;
    memset(parcel, 0, parcel_bytes);
    memcpy(parcel, &failed, sizeof failed);
    (void)strncpy(parcel + sizeof failed, error->message, parcel_bytes - sizeof failed - 1);
    (void)send_bytes(pipe_end, parcel, parcel_bytes);
}

/* What a worker does, in its own process. Never returns. */
static void work(const crew *c, uint32_t number, int pipe_end)
{
    /* they go to the first process too, which ends the others: K3 */
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
    const lot_job *job = c->job;
    lot_error error = {.message = ""};
    char *parcel = c->workers[number].parcel;
    uint32_t *record = lot_array_new(job->words, sizeof *record);
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++)
        (void)signal(ignored[i], SIG_IGN);
    lot_status status = record != NULL ? LOT_OK : LOT_NO_MEMORY(&error);
    uint64_t stride = (uint64_t)job->stride * c->count;
    uint64_t piece = job->first + (uint64_t)job->stride * number;
    for (; piece < job->pieces && status == LOT_OK; piece += stride) {
        const uint32_t name = (uint32_t)piece;
        memset(record, 0, job->words * sizeof *record);
        status = job->run(job->context, name, record, NULL, &error);
        if (status != LOT_OK)
            break;
        memset(parcel, 0, c->parcel_bytes);
        memcpy(parcel, &name, sizeof name);
        memcpy(parcel + sizeof name, record, job->words * sizeof *record);
        if (!send_bytes(pipe_end, parcel, c->parcel_bytes))
            _exit((int)LOT_FAILURE);
    }
    if (status != LOT_OK)
        send_failure(pipe_end, parcel, c->parcel_bytes, &error);
    _exit((int)status);
}

static lot_status start_worker(crew *c, uint32_t number, lot_error *error)
{
    int ends[2];
    worker *w = &c->workers[number];
    if (pipe(ends) != 0)
        return LOT_FAIL(error, LOT_FAILURE, "no pipe to a worker: %s", strerror(errno));
    w->process = fork();
    if (w->process == 0) {
        (void)close(ends[0]);
        for (uint32_t i = 0; i < number; i++)
            (void)close(c->workers[i].pipe);
        work(c, number, ends[1]);
    }
    (void)close(ends[1]);
    w->pipe = ends[0];
    if (w->process > 0)
        return LOT_OK;
    w->process = 0;
    return LOT_FAIL(error, LOT_FAILURE, "no process for a worker: %s", strerror(errno));
}

/* A whole parcel came. */
static lot_status open_parcel(crew *c, worker *w, lot_error *error)
{
    uint32_t piece;
    memcpy(&piece, w->parcel, sizeof piece);
    w->came = 0;
    if (piece == FAILED)
        return LOT_FAIL(error, LOT_FAILURE, "%s", w->parcel + sizeof piece);
    assert(piece < c->job->pieces);
    memcpy(c->records + (size_t)piece * c->job->words, w->parcel + sizeof piece,
           c->job->words * sizeof *c->records);
    w->done++;
    c->done++;
    return LOT_OK;
}

/* A worker's pipe ended: it is done, or it died. */
static lot_status bury(worker *w, lot_error *error)
{
    int how = 0;
    while (waitpid(w->process, &how, 0) < 0 && errno == EINTR)
        ;
    pid_t process = w->process;
    w->process = 0;
    (void)close(w->pipe);
    w->pipe = -1;
    if (w->done == w->share)
        return LOT_OK;
    if (WIFSIGNALED(how))
        return LOT_FAIL(error, LOT_FAILURE,
                        "worker process %ld was ended by signal %d (%s) after %" PRIu32
                        " of %" PRIu32 " simulations: nothing is known of the others",
                        (long)process, WTERMSIG(how), strsignal(WTERMSIG(how)), w->done, w->share);
    return LOT_FAIL(error, LOT_FAILURE,
                    "worker process %ld ended with code %d after %" PRIu32 " of %" PRIu32
                    " simulations: nothing is known of the others",
                    (long)process, WEXITSTATUS(how), w->done, w->share);
}

static lot_status hear(crew *c, worker *w, lot_error *error)
{
    ssize_t got = read(w->pipe, w->parcel + w->came, c->parcel_bytes - w->came);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return LOT_OK;
    if (got <= 0)
        return bury(w, error);
    w->came += (size_t)got;
    return w->came == c->parcel_bytes ? open_parcel(c, w, error) : LOT_OK;
}

static lot_status collect(crew *c, const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    for (uint32_t open = c->count; open > 0;) {
        TRY(lot_progress_report(progress, c->job->step, c->done, c->share, error));
        for (uint32_t i = 0; i < c->count; i++)
            c->ends[i] = (struct pollfd){.fd = c->workers[i].pipe, .events = POLLIN};
        if (poll(c->ends, c->count, WAIT_MILLISECONDS) < 0 && errno != EINTR)
            TRY(LOT_FAIL(error, LOT_FAILURE, "waiting for workers: %s", strerror(errno)));
        open = 0;
        for (uint32_t i = 0; i < c->count; i++) {
            if (c->workers[i].pipe >= 0 && c->ends[i].revents != 0)
                TRY(hear(c, &c->workers[i], error));
            open += c->workers[i].pipe >= 0;
        }
    }
done:
    return status;
}

/* K3. Each is ended by its own number. */
static void dismiss(crew *c)
{
    for (uint32_t i = 0; c->workers != NULL && i < c->count; i++) {
        worker *w = &c->workers[i];
        if (w->process > 0) {
            (void)kill(w->process, SIGKILL);
            while (waitpid(w->process, NULL, 0) < 0 && errno == EINTR)
                ;
        }
        if (w->pipe >= 0)
            (void)close(w->pipe);
        free(w->parcel);
    }
    free(c->workers);
    free(c->ends);
}

static lot_status gather_crew(crew *c, lot_error *error)
{
    const lot_job *job = c->job;
    c->parcel_bytes = sizeof(uint32_t) * (1 + (size_t)job->words);
    if (c->parcel_bytes < sizeof(uint32_t) + LOT_MESSAGE_BYTES)
        c->parcel_bytes = sizeof(uint32_t) + LOT_MESSAGE_BYTES;
    c->workers = lot_array_new(c->count, sizeof *c->workers);
    c->ends = lot_array_new(c->count, sizeof *c->ends);
    if (c->workers == NULL || c->ends == NULL)
        return LOT_NO_MEMORY(error);
    for (uint32_t i = 0; i < c->count; i++)
        c->workers[i].pipe = -1;
    for (uint32_t i = 0; i < c->count; i++) {
        worker *w = &c->workers[i];
        uint64_t first = job->first + (uint64_t)job->stride * i;
        w->share = first < job->pieces
                       ? count_share((uint32_t)first, job->stride * c->count, job->pieces)
                       : 0;
        w->parcel = lot_array_new(c->parcel_bytes, 1);
        if (w->parcel == NULL)
            return LOT_NO_MEMORY(error);
    }
    return LOT_OK;
}

static lot_status do_alone(uint32_t *records, const lot_job *job, const lot_progress *progress,
                           lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t share = count_share(job->first, job->stride, job->pieces);
    for (uint32_t i = 0; i < share; i++) {
        uint32_t piece = job->first + i * job->stride;
        TRY(lot_progress_report(progress, job->step, i, share, error));
        TRY(job->run(job->context, piece, records + (size_t)piece * job->words, progress, error));
    }
done:
    return status;
}

lot_status lot_workers_do(uint32_t *records, const lot_job *job, uint32_t workers,
                          const lot_progress *progress, lot_error *error)
{
    lot_status status = LOT_OK;
    uint32_t share = count_share(job->first, job->stride, job->pieces);
    if (workers > share)
        workers = share;
    if (workers <= 1)
        return do_alone(records, job, progress, error);
    crew c = {.job = job, .records = records, .count = workers, .share = share};
    TRY(gather_crew(&c, error));
    for (uint32_t i = 0; i < workers; i++)
        TRY(start_worker(&c, i, error));
    TRY(collect(&c, progress, error));
done:
    dismiss(&c);
    return status;
}
