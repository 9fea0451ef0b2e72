/* What the files that build writes share. Inside github only. */
#ifndef ROADMAP_GITHUB_BODY_H
#define ROADMAP_GITHUB_BODY_H

#include <jansson.h>

#include "github/send.h"

void body_free(json_t **json);
#define cleanup_json __attribute__((cleanup(body_free)))

/* A text that is not UTF-8 is a bug of the caller: nothing may be left out in silence. */
void body_put(json_t *body, const char *key, json_t *value);
/* NULL is left out. */
void body_put_text(json_t *body, const char *key, const char *text);
/* NULL is left out, "" becomes null. */
void body_put_clearable(json_t *body, const char *key, const char *text);
/* NULL is left out. */
void body_put_list(json_t *body, const char *key, const struct strlist *list);

/* A DELETE was answered with 404 or 410. Where rights are missing GitHub says the same, so it is
 * done only when a read shows that it is gone: `code` and `there` say what that read brought. */
bool body_says_absent(const struct gh_outcome *out);
enum gh_state body_settle_absent(struct arena *arena, struct gh_outcome *out, enum code code,
                                 bool there, struct err *err);
/* Adding a link that exists is as good as done. */
enum gh_state body_existing_is_done(struct gh_outcome *out);

/* Sends and takes the issue of the answer. */
enum gh_state body_send_for_issue(struct send *send, struct gh_outcome *out);

static inline long long ll(int64_t value)
{
    return (long long)value;
}

#endif
