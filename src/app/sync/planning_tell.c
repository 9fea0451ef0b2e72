/* What a plan leaves alone, and why. */
#include "app/sync/planning.h"
#include "base/str.h"
#include "engine/block.h"
#include "engine/normal.h"

/* Which one is meant, and the way out: a marker is the hidden line that copying takes along. */
static const char *stray_reason(struct session *session, const struct stray *stray)
{
    const char *what = stray->kind == KIND_ISSUE
                           ? arena_printf(session->arena, "#%lld", (long long)stray->number.v)
                           : arena_printf(session->arena, "the milestone '%s'", stray->title);
    return arena_printf(session->arena,
                        "%s %s and is left alone; take the hidden line '<!-- roadmap …' out of its "
                        "text to make it one of its own",
                        what,
                        stray->planted ? "carries the mark of this item, written by somebody from "
                                         "outside,"
                                       : "is a copy of it");
}

static void tell_strays(struct session *session)
{
    for (size_t i = 0; i < session->result.strays.len; i++) {
        const struct stray *stray = &session->result.strays.items[i];
        const struct report_line line = {.kind = stray->kind,
                                         .id = stray->id,
                                         .number = stray->number,
                                         .title = stray->title,
                                         .reason = stray_reason(session, stray)};
        VEC_PUSH(session->arena, &session->report->skipped, line);
    }
}

static void tell_deferred(struct session *session)
{
    session->report->deferred = (int64_t)session->result.deferred.len;
    for (size_t i = 0; i < session->result.deferred.len; i++) {
        const struct want *want = session->result.deferred.items[i];
        const struct report_line line = {.kind = want->kind,
                                         .id = want->id,
                                         .title = want->title,
                                         .reason = "left for another run by --max-creates"};
        VEC_PUSH(session->arena, &session->report->skipped, line);
    }
}

/* --adopt for an item that is tied to an object without it; also when a run is repeated. */
static void tell_adopted(struct session *session, enum kind kind, const char *id)
{
    const struct binding *binding = map_get(session->result.binding.wanted[kind], id);
    if (!binding || !binding->object || binding->bound == BOUND_ADOPT)
        return;
    const struct number number = binding->object->number;
    const struct report_line line = {
        .kind = kind,
        .id = id,
        .title = binding->want->title,
        .number = number,
        .reason = arena_printf(session->arena, "it is %s%lld already, so --adopt does nothing",
                               kind == KIND_MILESTONE ? "milestone " : "#", (long long)number.v)};
    VEC_PUSH(session->arena, &session->report->skipped, line);
}

static void tell_adopts(struct session *session)
{
    for (size_t i = 0; i < session->adopts.list.len; i++) {
        tell_adopted(session, KIND_MILESTONE, session->adopts.list.items[i].id);
        tell_adopted(session, KIND_ISSUE, session->adopts.list.items[i].id);
    }
}

static void tell_kinds(struct session *session)
{
    const struct strlist *kinds = &session->result.changeset.skipped_kinds;
    for (size_t i = 0; i < kinds->len; i++) {
        const struct report_line line = {
            .kind = KIND_RELATION,
            .reason =
                arena_printf(session->arena, "this server has no %s; left out", kinds->items[i])};
        VEC_PUSH(session->arena, &session->report->skipped, line);
    }
}

/* A text whose mark a person took out is left alone, as long as nobody says otherwise. That the
 * plan has another one by now is no change, but nothing to be silent about either. */
static void tell_unmarked(struct session *session, const struct binding *binding)
{
    const struct want *want = binding->want;
    const struct object *object = binding->object;
    const enum policy policy = want->policy[FIELD_BLOCK];
    if (!object || binding->bound != BOUND_CACHE || object->reading != MARKER_NONE ||
        !want->value[FIELD_BLOCK].known || want->number_hint.v == object->number.v ||
        policy == POLICY_IGNORE || policy == POLICY_CREATE_ONLY ||
        takes_find(&session->takes, want->kind, want->id, FIELD_BLOCK))
        return;
    struct arena *arena = session->arena;
    const char *text = normal_block(arena, block_whole(arena, object->text ? object->text : ""));
    if (text_eq(text, want->value[FIELD_BLOCK].text))
        return;
    const struct report_line line = {
        .kind = want->kind,
        .id = want->id,
        .title = want->title,
        .number = object->number,
        .reason = arena_printf(arena,
                               "its text has lost the hidden line of roadmap and is left alone; "
                               "--take %s.block=spec puts the plan's there",
                               want->id)};
    VEC_PUSH(arena, &session->report->skipped, line);
}

static void tell_texts(struct session *session)
{
    const struct bind_result *result = &session->result.binding;
    for (size_t i = 0; i < result->bindings.len; i++) {
        const enum kind kind = result->bindings.items[i].want->kind;
        if (kind == KIND_MILESTONE || kind == KIND_ISSUE)
            tell_unmarked(session, &result->bindings.items[i]);
    }
}

void planning_tell(struct session *session)
{
    session->report->skipped.len = 0; /* a plan that is made anew tells everything anew */
    tell_strays(session);
    tell_deferred(session);
    tell_adopts(session);
    tell_texts(session);
    tell_kinds(session);
}
