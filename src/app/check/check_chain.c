/* Apply and smoke of each migration: one run of the whole chain answers all of it, and each answer
 * is kept under the hash of the chain up to there. */
#include "app/check/check_room.h"
#include "base/str.h"

enum leg_asked { ASKED_APPLY, ASKED_SMOKE };

static const char *key_of(struct checking *checking, const struct side_source *at, size_t index,
                          enum leg_asked asked)
{
    const char *chain = at->chains[index];
    if (!chain)
        return NULL;
    return arena_printf(checking->arena, "%s:%s", asked == ASKED_APPLY ? "apply:3" : "smoke:3",
                        chain);
}

static enum code recall_all(struct checking *checking, struct side_source *at,
                            struct chain_answers *answers, bool *all, struct err *err)
{
    struct store_reading reading cleanup_reading = STORE_READING_INIT;
    enum code code = store_read(checking->evidence->store, &reading, err);
    *all = true;
    for (size_t i = 0; i < at->set->migrations.len && *all && !code; i++) {
        code = check_recall(checking, key_of(checking, at, i, ASKED_APPLY), &answers->apply[i], all,
                            err);
        if (!code && *all)
            code = check_recall(checking, key_of(checking, at, i, ASKED_SMOKE), &answers->smoke[i],
                                all, err);
    }
    return code;
}

/* As far as earlier runs go. */
static enum code recall_known(struct checking *checking, struct side_source *at,
                              struct chain_answers *answers, struct err *err)
{
    const struct check_result never = {.verdict = VERDICT_UNKNOWN, .message = CHECK_NOT_RUN};
    struct store_reading reading cleanup_reading = STORE_READING_INIT;
    enum code code = store_read(checking->evidence->store, &reading, err);
    answers->reused = true;
    for (size_t i = 0; i < at->set->migrations.len && !code; i++) {
        bool apply = false, smoke = false;
        code = check_recall(checking, key_of(checking, at, i, ASKED_APPLY), &answers->apply[i],
                            &apply, err);
        if (!code)
            code = check_recall(checking, key_of(checking, at, i, ASKED_SMOKE), &answers->smoke[i],
                                &smoke, err);
        if (!apply)
            answers->apply[i] = never;
        if (!smoke)
            answers->smoke[i] = never;
        answers->reused = answers->reused && apply && smoke;
    }
    return code;
}

/* Where a migration stands, when the run itself named no place. */
static void place(const struct migration *migration, struct check_result *result)
{
    const struct migration_file *file = migration_main_file(migration);
    if (!result->path && file && result->verdict != VERDICT_PASS)
        result->path = file->path;
}

static void take(struct checking *checking, struct side_source *at, struct chain_answers *answers)
{
    for (size_t i = 0; i < at->set->migrations.len; i++) {
        const struct migration *migration = &at->set->migrations.items[i];
        answers->apply[i] = schema_check_apply(checking->arena, at->smoke, i);
        answers->smoke[i] = schema_check_smoke(checking->arena, at->smoke, i);
        place(migration, &answers->apply[i]);
        place(migration, &answers->smoke[i]);
        check_keep(checking, key_of(checking, at, i, ASKED_APPLY), &answers->apply[i]);
        check_keep(checking, key_of(checking, at, i, ASKED_SMOKE), &answers->smoke[i]);
    }
}

static void cannot(struct side_source *at, struct chain_answers *answers)
{
    for (size_t i = 0; i < at->set->migrations.len; i++) {
        answers->apply[i] =
            (struct check_result){.verdict = VERDICT_UNKNOWN, .message = at->cannot};
        answers->smoke[i] = answers->apply[i];
    }
}

enum code check_chain(struct checking *checking, struct side_source *at,
                      struct chain_answers *answers, struct err *err)
{
    const size_t len = at->set->migrations.len;
    if (at->answers) {
        *answers = *at->answers;
        return OK;
    }
    *answers = (struct chain_answers){
        .apply = arena_calloc(checking->arena, len + 1, sizeof *answers->apply),
        .smoke = arena_calloc(checking->arena, len + 1, sizeof *answers->smoke)};
    enum code code = OK;
    if (at->cannot || len == 0) {
        cannot(at, answers);
    } else if (checking->options->known) {
        code = recall_known(checking, at, answers, err);
    } else {
        code = recall_all(checking, at, answers, &answers->reused, err);
        if (!code && !answers->reused)
            code = side_smoke(checking, at, err);
        if (!code && !answers->reused)
            take(checking, at, answers);
    }
    at->answers = ARENA_NEW(checking->arena, struct chain_answers);
    *at->answers = *answers;
    return code;
}
