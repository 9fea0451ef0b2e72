/* What the parts of the sandbox share: the handle, its log, limits and faults. */
#ifndef ROADMAP_SANDBOX_INNER_H
#define ROADMAP_SANDBOX_INNER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "sandbox/sandbox.h"
#include "sandbox/wire.h"
#include "sandbox/world.h"

#define SB_STRIKES 8

struct MHD_Daemon;
struct sb_fault;

struct sb_limits {
    int64_t window_start_ms, used; /* primary */
    int64_t last_write_ms;
    VEC(int64_t) creations; /* start times of all that were let through */
};

struct sb_log {
    VEC(struct sandbox_request) requests;
    size_t violations;
};

/* A write whose answer was lost and which takes place later. */
struct sb_late {
    struct sb_request request;
    int64_t due_ms;
    bool done;
};

struct sandbox {
    struct arena *arena; /* log, faults, copies of the options */
    struct sandbox_options options;
    struct clock clock;
    struct MHD_Daemon *daemon;
    const char *url;      /* with prefix */
    const char *prefix;   /* "" when none */
    pthread_mutex_t lock; /* of everything below */
    pthread_cond_t wake;  /* stalled answers wait here */
    atomic_bool stopping;
    struct sb_world world;
    struct sb_limits limits;
    struct sb_log log;
    VEC(struct sb_fault *) faults;
    size_t fault_hits;
    VEC(struct sb_late *) late;
    int64_t request_ids;
    FILE *record; /* NULL: none */
};

int64_t sb_now(const struct sandbox *sandbox);

/* The faults that strike one request, found when its head has arrived. */
struct sb_strikes {
    const struct sb_fault *items[SB_STRIKES];
    size_t len;
};

/* Under the lock: the whole way of a request from the checks to the finished reply. */
void sb_handle(struct sandbox *sandbox, struct sb_request *request,
               const struct sb_strikes *strikes, struct sb_reply *reply);
/* Routes alone: rights, body, handler. Also for writes that take place late. */
void sb_route(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply);
/* Sets `canonical` to the /repos/OWNER/NAME/… form of a /repositories/ID/… path. */
void sb_route_canonical(const struct sandbox *sandbox, struct sb_request *request);
/* Writes that are due take place now. */
void sb_late_run(struct sandbox *sandbox);

/* Headers, token, API version. False: the answer is written. */
bool sb_gate(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply);
/* Primary and secondary limits. False: the answer is written. */
bool sb_limits_admit(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply);
void sb_limits_headers(struct sandbox *sandbox, const struct sb_request *request,
                       struct sb_reply *reply);
int64_t sb_limits_remaining(const struct sandbox *sandbox, int64_t *limit, int64_t *reset_s);
/* ETag and 304. `body` is the finished text. True: it became a 304. */
bool sb_condition(const struct sb_request *request, struct sb_reply *reply, const char *body,
                  size_t len);

/* Faults. */
void sb_fault_match(struct sandbox *sandbox, const struct sb_request *request,
                    struct sb_strikes *strikes);
bool sb_fault_refuses(const struct sb_strikes *strikes);
/* Before the handling. True: the reply is complete and nothing may be committed. */
bool sb_fault_before(struct sandbox *sandbox, struct sb_request *request,
                     const struct sb_strikes *strikes, struct sb_reply *reply);
/* Spoils the finished reply. */
void sb_fault_after(struct sandbox *sandbox, struct sb_request *request,
                    const struct sb_strikes *strikes, struct sb_reply *reply);
/* The pattern language of sandbox_fault_add. */
bool sb_pattern_fits(const char *method, const char *pattern, const struct sb_request *request);

/* Edits, under the lock. */
nodiscard enum code sb_edit(struct sandbox *sandbox, const char *text, struct err *err);

/* Log and record. */
void sb_log_add(struct sandbox *sandbox, const struct sb_request *request,
                const struct sb_reply *reply);
void sb_record_open(struct sandbox *sandbox);
void sb_record(struct sandbox *sandbox, const struct sb_request *request,
               const struct sb_reply *reply);

/* Starts and ends the HTTP side. */
nodiscard enum code sb_server_start(struct sandbox *sandbox, struct err *err);
void sb_server_stop(struct sandbox *sandbox);
/* Waits in real time, less when the sandbox stops. Not under the lock. */
void sb_stall(struct sandbox *sandbox, int64_t duration_ms);

/* /_sandbox/…; true when it was one of them. Takes the lock itself. */
bool sb_control(struct sandbox *sandbox, const struct sb_request *request, struct sb_reply *reply);

#endif
