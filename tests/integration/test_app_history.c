/* Without a cache the text that both sides started from is found in the history of the plan. */
#include <git2.h>

#include "support/app_story.h"

static const char *const plan =
    "scope: db\n"
    "milestones: []\n"
    "issues:\n"
    "  - {id: DB-001, title: 'DB-001: Inventory', summary: Know what is there.,\n"
    "     tasks: [List the tables, List the stores], done_when: [The list is reviewed]}\n";

static void commit_plan(struct app_world *world)
{
    git_libgit2_init();
    git_repository *repo = NULL;
    git_index *index = NULL;
    git_signature *who = NULL;
    git_tree *tree = NULL;
    git_commit *parent = NULL;
    git_oid tree_id, commit_id;
    if (git_repository_open(&repo, world->folder) != 0)
        assert_int_equal(git_repository_init(&repo, world->folder, 0), 0);
    assert_int_equal(git_repository_index(&index, repo), 0);
    assert_int_equal(git_index_add_bypath(index, "roadmap/roadmap.yaml"), 0);
    assert_int_equal(git_index_write(index), 0);
    assert_int_equal(git_index_write_tree(&tree_id, index), 0);
    assert_int_equal(git_tree_lookup(&tree, repo, &tree_id), 0);
    assert_int_equal(git_signature_new(&who, "octocat", "octocat@example.com", 1770000000, 0), 0);
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

/* `committed`: the plan of the last sync is in the history. */
static void merge_without_a_cache(bool committed, bool same_line)
{
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    if (committed)
        commit_plan(&world);
    assert_int_equal(app_world_sync(&world, NULL), 0);
    person(&world, "issue 1 replace /Know what is there./Know what is where./");
    respec(&world, same_line ? "Know what is there." : "The list is reviewed",
           same_line ? "Know all of it." : "Two people reviewed it");
    if (committed)
        commit_plan(&world);
    app_world_lose_cache(&world);
    const bool merged = committed && !same_line;
    assert_run(&world, merged ? 0 : 5, merged ? 1 : 0);
    const char *body = issue_at(&world, 1).body;
    assert_true(has(body, "Know what is where."));
    assert_int_equal(has(body, "Two people reviewed it"), merged);
    assert_false(has(body, "<<<<"));
    app_world_lose_cache(&world);
    assert_run(&world, merged ? 0 : 5, 0);
    assert_run(&world, merged ? 0 : 5, 0);
    app_world_close(&world);
}

static void block_is_merged_from_the_history(void **state)
{
    (void)state;
    merge_without_a_cache(true, false);
}

static void same_line_is_a_conflict(void **state)
{
    (void)state;
    merge_without_a_cache(true, true);
}

static void without_history_both_changed_is_a_conflict(void **state)
{
    (void)state;
    merge_without_a_cache(false, false);
}

static void the_footer_names_the_file_from_the_root(void **state)
{
    (void)state;
    struct app_world world;
    app_world_open(&world, NULL);
    app_world_plan(&world, plan);
    commit_plan(&world);
    world.app.folder = path_join(world.arena, world.folder, "roadmap");
    assert_int_equal(app_world_sync(&world, NULL), 0);
    assert_true(has(issue_at(&world, 1).body, "Planned in `roadmap/roadmap.yaml` as"));
    app_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(block_is_merged_from_the_history),
        cmocka_unit_test(same_line_is_a_conflict),
        cmocka_unit_test(without_history_both_changed_is_a_conflict),
        cmocka_unit_test(the_footer_names_the_file_from_the_root),
    };
    return cmocka_run_group_tests_name("app history", tests, NULL, NULL);
}
