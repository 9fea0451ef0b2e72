/* One write: sent once, its outcome told apart. Inside github only. */
#ifndef ROADMAP_GITHUB_SEND_H
#define ROADMAP_GITHUB_SEND_H

#include <jansson.h>

#include "github/client.h"
#include "github/write.h"

struct send {
    struct gh *gh;
    struct arena *arena;
    const char *method;
    const char *path;    /* below the repository: "/issues/12" */
    json_t *body;        /* NULL = none; released by send_write */
    const char *tried;   /* "create the issue 'Parser'" */
    bool no_answer_body; /* 204 is a success */
};

/* Sends and fills `out`. When it is done, *answer is the body of the answer, to be released by the
 * caller (json_decref), or NULL where there is none. */
enum gh_state send_write(struct send *send, struct gh_outcome *out, json_t **answer);
/* Turns a done outcome into an unknown one: the answer is not what it should be. */
void send_garbled(const struct send *send, struct gh_outcome *out, const char *why);

#endif
