#include "schema/sqlite/sqlite_serve.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/os.h"
#include "schema/sqlite/sqlite_snapshot.h"

struct server {
    const struct box_job *job;
    struct guard guard;
    struct box_mark *mark;
    int fd;
};

static void begin_reply(struct str *out, struct wire *wire, enum box_reply reply)
{
    str_init(out, LIMIT_BOX_FRAME_BYTES);
    *wire = wire_writer(out);
    WIRE_ENUM(wire, reply, BOX_REPLY_COUNT);
}

static void send_words(int fd, const char *words)
{
    cleanup_str struct str out;
    struct wire wire;
    begin_reply(&out, &wire, REPLY_FAILED);
    wire_text(&wire, &words);
    (void)box_frame_write(fd, &out);
}

/* A frame that does not fit is told instead of sent in part. */
static void send_reply(int fd, const struct str *out, const struct wire *wire)
{
    if (wire->failed)
        send_words(fd, "the answer is larger than the SQL box may send");
    else
        (void)box_frame_write(fd, out);
}

static void send_step(void *context, uint32_t index, struct sqlite_step *step)
{
    const struct server *server = context;
    cleanup_str struct str out;
    struct wire wire;
    begin_reply(&out, &wire, REPLY_STEP);
    wire_u32(&wire, &index);
    wire_sqlite_step(&wire, step);
    send_reply(server->fd, &out, &wire);
}

static void serve_chain(struct server *server)
{
    cleanup_arena struct arena *arena = arena_new();
    cleanup_str struct str out;
    cleanup_err struct err err = ERR_INIT;
    struct wire wire;
    struct sqlite_run run = {.steps = NULL};
    const struct chain_report report = {server, send_step};
    begin_reply(&out, &wire, REPLY_DONE);
    if (chain_run(&server->guard, server->job, server->mark, arena, &report, &run, &err) != OK) {
        send_words(server->fd, err.message);
        return;
    }
    /* A question about settings is about those that the migrations made. */
    if (!server->job->smoke && !server->job->options->on_disk)
        guard_end_session(&server->guard);
    wire_run(&wire, &run);
    send_reply(server->fd, &out, &wire);
}

static void serve_snapshot(struct server *server)
{
    cleanup_arena struct arena *arena = arena_new();
    cleanup_str struct str out;
    struct wire wire;
    struct schema_snapshot snapshot;
    begin_reply(&out, &wire, REPLY_DONE);
    if (!sqlite_snapshot(&server->guard, arena, &snapshot)) {
        send_words(server->fd, sqlite3_errmsg(server->guard.db));
        return;
    }
    snapshot_wire(&wire, &snapshot);
    send_reply(server->fd, &out, &wire);
}

static void answer(struct server *server, struct wire *request_wire)
{
    cleanup_arena struct arena *arena = arena_new();
    cleanup_str struct str out;
    struct wire wire;
    struct box_request request = {.question = BOX_SCRIPT};
    struct box_answer found = {.row_count = 0};
    request_wire->arena = arena;
    wire_request(request_wire, &request);
    begin_reply(&out, &wire, REPLY_DONE);
    if (request_wire->failed) {
        send_words(server->fd, "the question cannot be read");
        return;
    }
    server->mark->leg = LEG_QUERY;
    guard_forget(&server->guard);
    box_answer_question(&server->guard, server->mark, arena, &request, &found);
    wire_answer(&wire, &found);
    send_reply(server->fd, &out, &wire);
}

/* In a copy of this process, and with it of the database: what a question does goes with it. A
 * database on the disk has no copy, and SQLite's connections must not cross a fork, so there the
 * question is answered here. */
static void serve_question(struct server *server, struct wire *request)
{
    if (server->job->options->on_disk) {
        answer(server, request);
        return;
    }
    pid_t pid = fork();
    if (pid == 0) {
        os_confine_child();
        answer(server, request);
        _exit(0);
    }
    int status = 0;
    if (pid < 0) {
        send_words(server->fd, "cannot start a process for the question");
        return;
    }
    while (waitpid(pid, &status, 0) < 0)
        ;
    if (status == 0)
        return;
    cleanup_str struct str out;
    struct wire wire;
    uint32_t ended = (uint32_t)status;
    begin_reply(&out, &wire, REPLY_DIED);
    wire_u32(&wire, &ended);
    send_reply(server->fd, &out, &wire);
}

void box_serve(const void *context, int fd, struct box_mark *mark)
{
    struct server server = {.job = context, .mark = mark, .fd = fd};
    cleanup_err struct err err = ERR_INIT;
    cleanup_str struct str frame;
    str_init(&frame, LIMIT_BOX_FRAME_BYTES);
    const char *path = server.job->options->on_disk ? "box.db" : NULL;
    if (guard_open(&server.guard, path, &server.job->limits, &err) != OK) {
        send_words(fd, err.message);
        return;
    }
    while (box_frame_read(fd, &frame)) {
        struct wire request = wire_reader(NULL, frame.p, frame.len);
        enum box_verb verb = VERB_CHAIN;
        WIRE_ENUM(&request, verb, BOX_VERB_COUNT);
        if (request.failed)
            break;
        if (verb == VERB_CHAIN)
            serve_chain(&server);
        else if (verb == VERB_SNAPSHOT)
            serve_snapshot(&server);
        else
            serve_question(&server, &request);
    }
    guard_close(&server.guard);
}
