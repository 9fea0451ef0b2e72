/* One request and one reply, as the routes see them; nothing here knows the HTTP library. */
#ifndef ROADMAP_SANDBOX_WIRE_H
#define ROADMAP_SANDBOX_WIRE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

#define SB_OLD_VERSION "2022-11-28"
#define SB_NEW_VERSION "2026-03-10"
#define SB_ARGS 3
#define SB_REQUEST_BODY_MAX (8u * 1024 * 1024)

struct sb_param {
    const char *name, *value;
};

struct sb_request {
    struct arena *arena; /* of this request alone */
    const char *method;
    const char *target; /* path and query as sent, without the prefix */
    const char *path;   /* as sent, without query */
    const char *query;  /* behind the `?`, "" when none */
    /* Headers, NULL when absent. */
    const char *user_agent, *authorization, *accept, *api_version, *content_type, *if_none_match,
        *if_modified_since;
    const char *body;
    size_t body_len;
    int64_t now_ms;
    /* Found on the way: */
    struct strlist segments; /* percent-decoded */
    VEC(struct sb_param) params;
    const char *canonical;    /* path in its /repos/OWNER/NAME/… form */
    const char *version;      /* the API version that is used */
    json_t *json;             /* the body; an empty object when there was none */
    const char *arg[SB_ARGS]; /* what stood at the {} of the route */
    bool drop_fields;         /* rights are missing for labels, milestone, assignees, type */
    bool wrong;               /* a test says that this request is wrong on purpose */
    bool echo_old;            /* fault: answer 200, keep the old object */
};

/* How the connection ends. */
enum sb_cut {
    SB_CUT_NONE,
    SB_CUT_CLOSE, /* FIN without an answer */
    SB_CUT_RESET, /* RST without an answer */
    SB_CUT_HALF,  /* half of the body, then closed */
    SB_CUT_ENDLESS
};

struct sb_reply {
    struct arena *arena;
    int status;
    json_t *json;     /* owned; NULL = no body, or `text` */
    const char *text; /* instead of json: faults */
    const char *content_type;
    VEC(struct sb_param) headers;
    int64_t last_modified_ms; /* SB_NO_TIME: none (lists) */
    bool no_etag;
    enum sb_cut cut;
    int64_t stall_ms;
    const char *fault; /* the kind that struck, "" */
    bool faulty;       /* the answer itself is not what GitHub promises */
    char *body;        /* heap: the finished text, "" when none */
    size_t body_len;
};

/* Splits target into path, query, segments and parameters. False when an escape is broken. */
bool sb_request_parse(struct sb_request *request);
/* NULL when absent; the last one counts. */
const char *sb_request_param(const struct sb_request *request, const char *name);
bool sb_request_is_write(const char *method);
/* Percent-encoded for a path segment or a query value. */
const char *sb_encode(struct arena *arena, const char *text);
/* A whole positive decimal number, else -1. */
int64_t sb_parse_number(const char *text);

void sb_reply_init(struct sb_reply *reply, struct arena *arena);
void sb_reply_release(struct sb_reply *reply);
void sb_reply_header(struct sb_reply *reply, const char *name, const char *value);
/* Sets status and body; takes the reference. Replaces what stood there. */
void sb_reply_json(struct sb_reply *reply, int status, json_t *json);
void sb_reply_empty(struct sb_reply *reply, int status);
void sb_reply_text(struct sb_reply *reply, int status, const char *content_type, const char *text);

/* Error bodies. {message, documentation_url, status} */
void sb_fail(struct sb_reply *reply, int status, const char *message);
void sb_not_found(struct sb_reply *reply);
/* 422 with one object in `errors`. `message` may be NULL. */
void sb_invalid(struct sb_reply *reply, const char *resource, const char *field, const char *code,
                const char *message);
/* The same with the value that was refused in front. */
void sb_invalid_value(struct sb_reply *reply, const char *resource, const char *field,
                      const char *code, json_t *value);
/* 422 with strings in `errors`. */
void sb_invalid_simple(struct sb_reply *reply, const char *message);

/* Reading the body by type. Each gives false after it has written the 422 of a wrong type. A key
 * that is absent leaves *present false. */
enum sb_need { SB_OPTIONAL, SB_REQUIRED };
bool sb_body_object(struct sb_request *request, struct sb_reply *reply);
bool sb_body_string(const struct sb_request *request, struct sb_reply *reply, const char *key,
                    enum sb_need need, bool nullable, const char **value, bool *present);
/* Database ids and numbers; a string of digits counts where `text` is true. */
bool sb_body_integer(const struct sb_request *request, struct sb_reply *reply, const char *key,
                     enum sb_need need, bool nullable, bool text, int64_t *value, bool *present);
bool sb_body_bool(const struct sb_request *request, struct sb_reply *reply, const char *key,
                  bool *value);
/* Strings, or objects that have the string `object_key`. */
bool sb_body_strings(const struct sb_request *request, struct sb_reply *reply, const char *key,
                     const char *object_key, struct strlist *values, bool *present);
bool sb_body_enum(const struct sb_request *request, struct sb_reply *reply, const char *key,
                  bool nullable, const char *const allowed[], const char **value, bool *present);

#endif
