#include <ctype.h>
#include <string.h>

#include "base/hash.h"
#include "model/key.h"
#include "spec/read.h"

#define HASHED_ID_DIGITS 12
#define LOGIN_MAX_BYTES 39

/* GitHub: letters, digits and single hyphens, none at the ends, at most 39; managed users have
 * one underscore before the short code of their company. */
bool spec_login_possible(const char *name)
{
    size_t len = strlen(name);
    if (len == 0 || len > LOGIN_MAX_BYTES)
        return false;
    for (size_t i = 0; i < len; i++) {
        bool joint = name[i] == '-' || name[i] == '_';
        if (!joint && !isalnum((unsigned char)name[i]))
            return false;
        if (joint && (i == 0 || i + 1 == len || name[i - 1] == '-' || name[i - 1] == '_'))
            return false;
    }
    return true;
}

void spec_stand_in(const struct doc_node *node, const char **id, const char **title)
{
    const struct doc_node *written = doc_get(node, "id");
    if (!*id && written && written->text && *written->text)
        *id = written->text;
    if (!*title)
        *title = *id;
}

/* ---- one id for every item, each once ---- */

static const char *made_id(struct reader *reader, const struct origin *origin, const char *title,
                           const char *what)
{
    const char *key = key_leading(reader->arena, title);
    if (key)
        return key;
    char *id = arena_strdup(reader->arena, "x-000000000000");
    sha256_short(title, HASHED_ID_DIGITS, id + 2);
    spec_report(reader, "W0301", spec_origin_spot(origin, "title"),
                "add id: …, or begin the title with a key like DB-001",
                "without an id, a new title makes this a new %s", what);
    return id;
}

/* Remembers index + 1 under the id; reports the second one of two. */
static void claim(struct reader *reader, struct map *ids, const char *id, size_t index,
                  const struct origin *origins, const char *key, const char *what)
{
    uintptr_t before = (uintptr_t)map_get(ids, id);
    if (!before) {
        map_put(ids, id, (void *)(uintptr_t)(index + 1));
        return;
    }
    struct pos first = spec_place(reader, spec_origin_spot(&origins[before - 1], key));
    const char *help = arena_printf(reader->arena, "the first one stands in %s:%u",
                                    first.source->path, (unsigned)first.line);
    spec_report(reader, "E0201", spec_origin_spot(&origins[index], key), help,
                "two %s have the id '%s'", what, id);
}

static void resolve_issue_ids(struct reader *reader)
{
    struct plan *plan = reader->plan;
    map_reserve(reader->issue_ids, plan->issues.len);
    for (size_t i = 0; i < plan->issues.len; i++) {
        struct plan_issue *issue = &plan->issues.items[i];
        const struct origin *origin = &reader->issues.items[i];
        if (!issue->id)
            issue->id = made_id(reader, origin, issue->title, "issue");
        claim(reader, reader->issue_ids, issue->id, i, reader->issues.items,
              issue->id_given ? "id" : "title", "issues");
    }
}

static void resolve_milestone_ids(struct reader *reader)
{
    struct plan *plan = reader->plan;
    for (size_t i = 0; i < plan->milestones.len; i++) {
        struct plan_milestone *milestone = &plan->milestones.items[i];
        const struct origin *origin = &reader->milestones.items[i];
        if (!milestone->id)
            milestone->id = made_id(reader, origin, milestone->title, "milestone");
        claim(reader, reader->milestone_ids, milestone->id, i, reader->milestones.items,
              milestone->id_given ? "id" : "title", "milestones");
    }
}

/* The parts that only have an id: `items` are structs of `size` bytes that begin with it. */
static void claim_all(struct reader *reader, struct map *ids, const void *items, size_t len,
                      size_t size, const struct origin *origins, const char *what)
{
    for (size_t i = 0; i < len; i++) {
        const char *id = *(const char *const *)((const char *)items + i * size);
        if (id)
            claim(reader, ids, id, i, origins, "id", what);
    }
}

static void resolve_check_ids(struct reader *reader)
{
    struct plan *plan = reader->plan;
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        for (size_t k = 0; k < issue->checks.len; k++) {
            const struct plan_check *check = &issue->checks.items[k];
            if (!check->id)
                continue;
            const struct plan_check *before = map_get(reader->check_ids, check->id);
            if (!before) {
                map_put(reader->check_ids, check->id, &issue->checks.items[k]);
                continue;
            }
            struct pos first = spec_place(reader, before->spot);
            spec_report(reader, "E0201", check->spot,
                        arena_printf(reader->arena, "the first one stands in %s:%u",
                                     first.source->path, (unsigned)first.line),
                        "two checks have the id '%s'", check->id);
        }
    }
}

static void resolve_criterion_ids(struct reader *reader, const struct plan_milestone *milestone)
{
    cleanup_arena struct arena *scratch = arena_new();
    struct map *seen = map_new(scratch);
    for (size_t i = 0; i < milestone->gate.len; i++) {
        struct plan_criterion *criterion = &milestone->gate.items[i];
        if (criterion->id && map_put(seen, criterion->id, criterion))
            spec_report(reader, "E0201", criterion->spot, "give each criterion an id of its own",
                        "two criteria of this gate have the id '%s'", criterion->id);
    }
}

void spec_resolve_ids(struct reader *reader)
{
    struct plan *plan = reader->plan;
    struct arena *arena = reader->arena;
    resolve_milestone_ids(reader);
    resolve_issue_ids(reader);
    resolve_check_ids(reader);
    claim_all(reader, reader->phase_ids, plan->phases.items, plan->phases.len,
              sizeof *plan->phases.items, reader->phases.items, "phases");
    claim_all(reader, reader->migration_ids, plan->migrations.items, plan->migrations.len,
              sizeof *plan->migrations.items, reader->migrations.items, "migrations");
    claim_all(reader, map_new(arena), plan->entities.items, plan->entities.len,
              sizeof *plan->entities.items, reader->entities.items, "entities");
    claim_all(reader, map_new(arena), plan->metrics.items, plan->metrics.len,
              sizeof *plan->metrics.items, reader->metrics.items, "metrics");
    claim_all(reader, map_new(arena), plan->risks.items, plan->risks.len, sizeof *plan->risks.items,
              reader->risks.items, "risks");
    for (size_t i = 0; i < plan->milestones.len; i++) {
        if (plan->milestones.items[i].gate.len > 1)
            resolve_criterion_ids(reader, &plan->milestones.items[i]);
    }
}
