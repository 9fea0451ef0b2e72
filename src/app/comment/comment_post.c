/* Listing, choosing, writing: at most one comment stays. */
#include "app/comment/comment_room.h"
#include "base/env.h"
#include "base/str.h"
#include "engine/living.h"
#include "engine/marker.h"
#include "github/read.h"
#include "github/write.h"

/* What a workflow's own token writes as; it may not ask who it is. */
#define WORKFLOW_LOGIN "github-actions[bot]"

struct posting {
    struct commenting *commenting;
    struct arena *arena;
    struct gh *gh;
    const char *login;
    struct living_list ours;
};

char *comment_render(const struct commenting *commenting, const char *marker,
                     const struct comment_limits *limits)
{
    const struct comment_page text = {.facts = &commenting->report->facts,
                                      .place = &commenting->place,
                                      .style = commenting->options->style,
                                      .marker = marker,
                                      .limits = *limits};
    return commenting->status
               ? comment_status_markdown(commenting->arena, &text, commenting->status)
               : comment_markdown(commenting->arena, &text);
}

static char *body_with(const struct posting *posting, const char *nonce)
{
    const struct commenting *commenting = posting->commenting;
    const struct comment_limits limits = comment_limits_default();
    const char *scope = commenting->report->facts.scope;
    return comment_render(
        commenting, living_marker(posting->arena, scope, commenting->options->key, nonce), &limits);
}

static const char *new_nonce(const struct posting *posting)
{
    char nonce[NONCE_DIGITS + 1];
    nonce_format(gh_now_ms(posting->gh), random_u32(), nonce);
    return arena_strdup(posting->arena, nonce);
}

static enum code find_login(struct posting *posting, struct err *err)
{
    posting->login = posting->commenting->options->author;
    enum code code =
        posting->login ? OK : gh_get_login(posting->gh, posting->arena, &posting->login, err);
    if (!code && !posting->login)
        posting->login = WORKFLOW_LOGIN;
    return code;
}

static enum code list_ours(struct posting *posting, struct err *err)
{
    const struct comment_report *report = posting->commenting->report;
    struct gh_comment_list list = {0};
    VEC(struct living_seen) seen = {0};
    enum code code = gh_list_comments(posting->gh, posting->arena, report->number, &list, err);
    if (code)
        return code;
    for (size_t i = 0; i < list.items.len; i++) {
        const struct remote_comment *comment = &list.items.items[i];
        VEC_PUSH(posting->arena, &seen,
                 ((struct living_seen){.id = comment->db_id,
                                       .body = comment->body,
                                       .author = comment->author,
                                       .minimized = comment->minimized}));
    }
    posting->ours = living_ours(posting->arena, seen.items, seen.len, posting->login,
                                report->facts.scope, posting->commenting->options->key);
    return OK;
}

static enum code fail_with(const struct gh_outcome *out, struct err *err)
{
    (void)err_set(err, out->code, "%s", out->message);
    return out->hint ? err_hint(err, "%s", out->hint) : err->code;
}

/* ---- one write, again after a limit ---- */

typedef enum gh_state write_fn(struct posting *posting, const void *args, struct gh_outcome *out);

static enum code write_one(struct posting *posting, write_fn *write, const void *args,
                           struct gh_outcome *out, struct err *err)
{
    for (;;) {
        (void)write(posting, args, out);
        if (!out->limited)
            return OK;
        enum code code = gh_wait_limit(posting->gh, out, err);
        if (code)
            return code;
    }
}

/* The same for what may arrive twice, a deletion or a text as a whole: also again when nobody knows
 * whether it arrived. */
static enum code write_surely(struct posting *posting, write_fn *write, const void *args,
                              struct gh_outcome *out, struct err *err)
{
    const struct app *app = posting->commenting->app;
    enum code code = write_one(posting, write, args, out, err);
    for (int i = 0; !code && out->state == GH_UNKNOWN && i < app->limits.recovery_looks; i++) {
        clock_sleep(&app->clock, app->limits.recovery_delays_ms[i]);
        *out = (struct gh_outcome){0};
        code = write_one(posting, write, args, out, err);
    }
    return code;
}

struct edit {
    struct db_id id;
    const char *body;
};

static enum gh_state send_new(struct posting *posting, const void *args, struct gh_outcome *out)
{
    return gh_create_comment(posting->gh, posting->arena, posting->commenting->report->number, args,
                             out);
}

static enum gh_state send_edit(struct posting *posting, const void *args, struct gh_outcome *out)
{
    const struct edit *edit = args;
    return gh_update_comment(posting->gh, posting->arena, edit->id, edit->body, out);
}

static enum gh_state send_delete(struct posting *posting, const void *args, struct gh_outcome *out)
{
    const struct edit *edit = args;
    return gh_delete_comment(posting->gh, posting->arena, edit->id, out);
}

/* ---- the steps ---- */

/* All but the oldest. Somebody else of us may be at it too: what is gone is as good as deleted. */
static enum code delete_later(struct posting *posting, struct err *err)
{
    enum code code = OK;
    for (size_t i = 1; i < posting->ours.items.len && !code; i++) {
        const struct edit edit = {.id = posting->ours.items.items[i].id};
        struct gh_outcome out = {0};
        code = write_surely(posting, send_delete, &edit, &out, err);
        if (!code && out.state != GH_DONE)
            code = fail_with(&out, err);
        if (!code)
            posting->commenting->report->deleted++;
    }
    return code;
}

/* The oldest says what is to be said. */
static enum code edit_first(struct posting *posting, enum comment_outcome unchanged,
                            struct err *err)
{
    struct comment_report *report = posting->commenting->report;
    const struct living_seen *first = &posting->ours.items.items[0];
    const struct edit edit = {first->id,
                              body_with(posting, living_nonce(posting->arena, first->body))};
    struct gh_outcome out = {0};
    report->body = edit.body;
    report->outcome = unchanged;
    if (comment_says_same(posting->arena, edit.body, first->body))
        return OK;
    enum code code = write_surely(posting, send_edit, &edit, &out, err);
    if (code)
        return code;
    if (out.state != GH_DONE)
        return fail_with(&out, err);
    report->outcome = unchanged == COMMENT_CREATED ? COMMENT_CREATED : COMMENT_UPDATED;
    report->url = out.comment->html_url;
    return OK;
}

static enum code settle(struct posting *posting, enum comment_outcome unchanged, struct err *err)
{
    enum code code = delete_later(posting, err);
    return code ? code : edit_first(posting, unchanged, err);
}

/* Nobody knows whether it was posted: the list will tell, once it is up to date. */
static enum code look_for(struct posting *posting, const struct gh_outcome *out, struct err *err)
{
    const struct app *app = posting->commenting->app;
    for (int i = 0; i < app->limits.recovery_looks; i++) {
        clock_sleep(&app->clock, app->limits.recovery_delays_ms[i]);
        enum code code = list_ours(posting, err);
        if (code || posting->ours.items.len > 0)
            return code;
    }
    return fail_with(out, err);
}

/* Two runs can both find nothing and both post. So the thread is read once more: the oldest stays,
 * and what was posted beside it goes. */
static enum code post_new(struct posting *posting, struct err *err)
{
    struct comment_report *report = posting->commenting->report;
    const char *body = body_with(posting, new_nonce(posting));
    struct gh_outcome out = {0};
    report->body = body;
    enum code code = write_one(posting, send_new, body, &out, err);
    if (code)
        return code;
    if (out.state == GH_FAILED)
        return fail_with(&out, err);
    if (out.state == GH_DONE) {
        report->url = out.comment->html_url;
        if (out.comment->author)
            posting->login = out.comment->author;
        code = list_ours(posting, err);
    } else {
        code = look_for(posting, &out, err);
    }
    if (code || posting->ours.items.len == 0) {
        report->outcome = COMMENT_CREATED;
        return code;
    }
    const bool stays =
        out.state == GH_DONE && posting->ours.items.items[0].id.v == out.comment->db_id.v;
    return settle(posting, stays || out.state != GH_DONE ? COMMENT_CREATED : COMMENT_UNCHANGED,
                  err);
}

enum code comment_post(struct commenting *commenting, struct err *err)
{
    struct comment_report *report = commenting->report;
    const bool says = commenting->status || comment_has_effect(&report->facts);
    if (!says && report->facts.uncompared) { /* so nobody knows that there is nothing to say */
        report->outcome = COMMENT_STALE;
        report->why = report->facts.uncompared;
        return OK;
    }
    struct posting posting = {
        .commenting = commenting, .arena = commenting->arena, .gh = commenting->session->gh};
    enum code code = find_login(&posting, err);
    if (!code)
        code = list_ours(&posting, err);
    if (code)
        return code;
    if (posting.ours.items.len > 0)
        return settle(&posting, COMMENT_UNCHANGED, err);
    report->outcome = COMMENT_NONE;
    return says ? post_new(&posting, err) : OK;
}
