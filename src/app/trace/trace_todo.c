#include "app/trace/trace_todo.h"

#include "base/str.h"

/* More than these are only counted. */
#define STEPS_MOST 9

static void add(const struct proving *proof, struct trace_issue *issue, const char *command,
                const char *text)
{
    if (issue->todo.len < STEPS_MOST)
        VEC_PUSH(proof->evidence->app->arena, &issue->todo, ((struct trace_todo){text, command}));
}

static const char *explain(const struct proving *proof, const char *word)
{
    return arena_printf(proof->evidence->app->arena, "roadmap explain %s", word);
}

static void for_migration(const struct proving *proof, const struct evidence_migration *at,
                          struct trace_issue *issue)
{
    struct arena *arena = proof->evidence->app->arena;
    const char *name = at->migration->name;
    const struct finding *wrong = proof_misnamed(proof->evidence, at);
    if (wrong)
        add(proof, issue, explain(proof, wrong->code),
            arena_printf(arena, "%s: %s", name, wrong->message));
    if (proof_of_migration(proof, at).rungs[PROOF_PAIRED] == VERDICT_FAIL)
        add(proof, issue, explain(proof, at->migration->down.present ? "RM112" : "RM113"),
            arena_printf(arena, "write the way back of %s", name));
    if (at->edited)
        add(proof, issue, explain(proof, "RM115"),
            arena_printf(arena, "%s was edited after its merge", name));
}

static void for_checks(const struct proving *proof, struct trace_issue *issue)
{
    struct arena *arena = proof->evidence->app->arena;
    const char *check = arena_printf(arena, "roadmap check %s", issue->issue->id);
    size_t never = 0, bearing = 0;
    for (size_t i = 0; i < issue->checks.len; i++) {
        const struct trace_check *one = &issue->checks.items[i];
        if (one->told)
            continue;
        bearing++;
        if (one->verdict == VERDICT_FAIL || one->verdict == VERDICT_ERROR)
            add(proof, issue, explain(proof, one->kind),
                arena_printf(arena, "%s: %s", one->name, one->message ? one->message : "fails"));
        else if (one->verdict == VERDICT_UNKNOWN && one->known)
            add(proof, issue, explain(proof, one->kind),
                arena_printf(arena, "%s: %s", one->name, one->message ? one->message : "unknown"));
        never += one->verdict == VERDICT_UNKNOWN && !one->known;
    }
    const bool rungs = issue->rungs[PROOF_APPLIES].state == TRACE_UNKNOWN ||
                       issue->rungs[PROOF_REVERSIBLE].state == TRACE_UNKNOWN;
    if (never > 0)
        add(proof, issue, check,
            never == 1 ? "run its check" : arena_printf(arena, "run its %zu checks", never));
    else if (rungs)
        add(proof, issue, check, "run its migrations");
    if (bearing == 0)
        add(proof, issue, NULL,
            arena_printf(arena, "state under checks: what has to hold for %s", issue->issue->id));
}

static void for_presence(const struct proving *proof, struct trace_issue *issue)
{
    const struct evidence *evidence = proof->evidence;
    struct arena *arena = evidence->app->arena;
    if (!issue->has_subjects || issue->presence == PRESENCE_MERGED)
        return;
    if (issue->presence == PRESENCE_PLANNED)
        add(proof, issue, NULL, arena_printf(arena, "write %s", issue->presence_of));
    else if (issue->presence == PRESENCE_DRAFT)
        add(proof, issue, NULL, arena_printf(arena, "commit %s", issue->presence_of));
    else if (issue->presence_unknown)
        add(proof, issue, evidence->base.help,
            arena_printf(arena, "merge; whether it is: %s", issue->presence_unknown));
    else
        add(proof, issue, NULL, arena_printf(arena, "merge into %s", evidence->base.name));
}

void trace_todo(const struct proving *proof, size_t place, struct trace_issue *issue)
{
    struct arena *arena = proof->evidence->app->arena;
    if (!issue->asks || issue->proven)
        return;
    if (issue->issue->migrations.len > 0 && issue->migrations.len == 0)
        add(proof, issue, arena_printf(arena, "roadmap new %s SLUG", issue->issue->id),
            "write its migration");
    for (size_t i = proof->first[place]; i < proof->first[place + 1]; i++)
        for_migration(proof, &proof->evidence->migrations.items[proof->links[i]->migration], issue);
    for_checks(proof, issue);
    for_presence(proof, issue);
}
