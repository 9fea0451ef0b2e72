/* Rounds: both sides edit, the product runs, the model says what had to come of it. */
#include "property/stage.h"

#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "support/app_story.h"

static const enum m_policy defaults[M_FIELDS] = {
    [COLOR] = OWN, [DESCRIPTION] = OWN, [DUE] = OWN, [ASSIGNEES] = CREATE_ONLY};

/* Half of all batches have the policies that a plan has by itself. */
static void draw_rules(struct stage *stage, uint64_t seed)
{
    static const enum m_policy choices[] = {MERGE, MERGE, MERGE, OWN, OWN, CREATE_ONLY, IGNORE};
    memcpy(stage->rules.policy, defaults, sizeof defaults);
    stage->rules.history = seed >> 8 & 1;
    stage->lose_cache =
        seed >> 48 & seed >> 40 & 0xfe; /* one in four, never before the first run */
    if (seed & 1)
        return;
    for (int field = 0; field < M_FIELDS; field++)
        stage->rules.policy[field] = choices[(seed >> (16 + 4 * field) & 15) % 7];
    stage->rules.policy[PARENT] = stage->rules.policy[BLOCKERS] = MERGE;
    for (int i = 0; i < 2; i++) {
        enum m_policy *policy = &stage->rules.policy[i ? BLOCK : TITLE];
        *policy = *policy > OWN ? MERGE : *policy;
    }
}

void stage_open(struct stage *stage, uint64_t seed)
{
    draw_rules(stage, seed);
    app_world_open(&stage->world, NULL);
    sandbox_add_collaborator(stage->world.sandbox, "hubot");
    person(&stage->world, "milestone new Elsewhere");
    stage->subjects = calloc(SUBJECTS_MAX, sizeof *stage->subjects);
    stage->before = calloc(SUBJECTS_MAX, sizeof *stage->before);
    assert_non_null(stage->subjects);
    assert_non_null(stage->before);
}

void stage_close(struct stage *stage)
{
    free(stage->subjects);
    free(stage->before);
    app_world_close(&stage->world);
}

/* Issues that this run created have their number only now. */
static void learn_numbers(struct stage *stage)
{
    for (size_t i = 0; i < stage->world.report.done.len; i++) {
        const struct report_done *done = &stage->world.report.done.items[i];
        for (size_t k = 0; k < stage->count; k++) {
            struct subject *subject = &stage->subjects[k];
            if (done->kind == KIND_ISSUE && done->verb == VERB_CREATE &&
                subject->model.kind == M_ISSUE &&
                text_eq(done->id, subject_id(stage->world.arena, subject)))
                subject->number = done->number.v;
        }
    }
}

/* A label is found by an earlier name when the cache is gone. */
static bool is_renamed(const struct subject *subject)
{
    for (size_t i = 0; i < subject->name_count; i++)
        if (subject->names[i] == subject->model.there.v[TITLE])
            return true;
    return false;
}

/* One run of the product and of the model. `rules`: one for each subject, or one for all. */
static bool run(struct stage *stage, const char *step, const struct sync_options *options,
                const struct m_run *rules, bool each, struct m_verdict *verdicts)
{
    bool writes_expected = false;
    stage->step = step;
    stage_remember(stage);
    for (size_t i = 0; i < stage->count; i++) {
        struct m_item *item = &stage->subjects[i].model;
        item->renamed = is_renamed(&stage->subjects[i]);
        verdicts[i] = model_run(item, &rules[each ? i : 0]);
        writes_expected = writes_expected || verdicts[i].moved[WRITE] || verdicts[i].created;
    }
    sandbox_log_clear(stage->world.sandbox);
    app_world_sync(&stage->world, options);
    learn_numbers(stage);
    stage_compare(stage, verdicts);
    if (!writes_expected && writes(&stage->world) > 0 && stage->broken == 0)
        stage_wrong(stage, &stage->subjects[0], "%zu requests wrote in a quiet run",
                    writes(&stage->world));
    return stage->broken == 0;
}

static void commit_plan(struct stage *stage)
{
    git_repository *repo = NULL;
    git_index *index = NULL;
    git_signature *who = NULL;
    git_tree *tree = NULL;
    git_commit *parent = NULL;
    git_oid tree_id, commit_id;
    git_libgit2_init();
    if (git_repository_open(&repo, stage->world.folder) != 0)
        assert_int_equal(git_repository_init(&repo, stage->world.folder, 0), 0);
    assert_int_equal(git_repository_index(&index, repo), 0);
    assert_int_equal(git_index_add_bypath(index, "roadmap/roadmap.json"), 0);
    assert_int_equal(git_index_write(index), 0);
    assert_int_equal(git_index_write_tree(&tree_id, index), 0);
    assert_int_equal(git_tree_lookup(&tree, repo, &tree_id), 0);
    const git_time_t time = 1770000000 + stage->round;
    assert_int_equal(git_signature_new(&who, "octocat", "octocat@example.com", time, 0), 0);
    const bool born = git_reference_name_to_id(&commit_id, repo, "HEAD") == 0;
    if (born)
        assert_int_equal(git_commit_lookup(&parent, repo, &commit_id), 0);
    const git_commit *parents[] = {parent};
    assert_int_equal(git_commit_create(&commit_id, repo, "HEAD", who, who, NULL, "plan", tree,
                                       born ? 1 : 0, parents),
                     0);
    git_commit_free(parent);
    git_tree_free(tree);
    git_signature_free(who);
    git_index_free(index);
    git_repository_free(repo);
    git_libgit2_shutdown();
}

static struct sync_options bold_options(void)
{
    struct sync_options options = sync_options_default();
    options.allow_changes = options.allow_closes = 1000000;
    return options;
}

/* Half of the conflicts are settled, each of these by one side for all its fields; lost ticks are
 * let go. */
static void settle(struct stage *stage, const struct m_verdict *left, struct m_verdict *verdicts)
{
    static const char *const fields[M_FIELDS] = {
        "title", "color",  "description", "due_on", "milestone", "state",
        "",      "labels", "assignees",   "",       "block"};
    struct arena *arena = stage->world.arena;
    struct m_run rules[SUBJECTS_MAX];
    struct sync_options options = bold_options();
    options.drop_ticks = true;
    for (size_t i = 0; i < stage->count; i++) {
        const struct subject *subject = &stage->subjects[i];
        const uint64_t coin = (subject->seed >> (4 * stage->round)) & 3;
        rules[i] = stage->rules;
        rules[i].drop_ticks = true;
        if (coin > 1)
            continue;
        *(coin ? &rules[i].spec : &rules[i].github) = left[i].moved[CONFLICT];
        const char *id = subject_id(arena, subject), *side = coin ? "spec" : "github";
        for (int field = 0; field < M_FIELDS; field++)
            if (left[i].moved[CONFLICT] & BIT(field))
                strlist_add(
                    arena, &options.takes,
                    field == PARENT
                        ? arena_printf(arena, "%s parent %s=%s", id,
                                       text_hub(arena, subject, 2 + subject->model.spec.v[PARENT]),
                                       side)
                        : arena_printf(arena, "%s.%s=%s", id, fields[field], side));
    }
    if (run(stage, "settling", &options, rules, true, verdicts)) {
        options = bold_options();
        run(stage, "quiet after settling", &options, &stage->rules, false, verdicts);
    }
}

void stage_round(struct stage *stage, int round, struct str *words)
{
    struct m_verdict verdicts[SUBJECTS_MAX], again[SUBJECTS_MAX];
    struct app_world *world = &stage->world;
    stage->round = round;
    world->now_ms += INT64_C(20) * 60 * 1000;
    bool deleted = false;
    for (size_t i = 0; i < stage->count; i++) {
        const bool gone = stage->subjects[i].model.gone;
        subject_edit(world->arena, &stage->subjects[i], round, words);
        stage_act(stage, &stage->subjects[i]);
        deleted = deleted || (stage->subjects[i].model.gone && !gone);
    }
    stage_write_plan(stage);
    if (stage->rules.history)
        commit_plan(stage);
    if (stage->lose_cache & BIT(round)) {
        if (words)
            str_addf(words, "  round %d: the cache is lost\n", round);
        app_world_lose_cache(world);
        for (size_t i = 0; i < stage->count; i++) {
            stage->subjects[i].model.cached = false;
            stage->subjects[i].model.cache.known = 0;
        }
    }
    world->now_ms += 60000;
    struct sync_options options = bold_options();
    options.full = deleted; /* only a complete read shows it */
    if (!run(stage, "sync", &options, &stage->rules, false, verdicts) ||
        !run(stage, "quiet", &options, &stage->rules, false, again))
        return;
    bool left = false;
    for (size_t i = 0; i < stage->count; i++)
        left = left || again[i].moved[CONFLICT] || again[i].refused;
    if (left && round % 2 == 0)
        settle(stage, again, verdicts);
}
