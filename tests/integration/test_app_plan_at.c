/* The plan as a commit has it: with the files it included then, and nothing of the work tree. */
#include "support/git_scratch.h"

#include "app/session/plan_at.h"
#include "repo/ref.h"

static struct plan *load(const char *folder, const char *ref_text, const char *spec)
{
    struct repo *repo cleanup_repo = NULL;
    struct ref ref = {0};
    struct diags diags = {0};
    struct plan *plan = NULL;
    bool found = false;
    struct app app = {.arena = arena,
                      .folder = in_root(folder),
                      .spec_file = spec ? path_join(arena, in_root(folder), spec) : NULL};
    assert_int_equal(repo_open(app.folder, &repo, &found, &git_err), OK);
    assert_true(found);
    assert_int_equal(ref_resolve(repo, arena, ref_text, &ref, &git_err), OK);
    assert_true(ref.found);
    if (plan_at(&app, repo, ref.id, ref_text, &plan, &diags, &git_err) != OK)
        return NULL;
    return plan;
}

static void begin(const char *name)
{
    shell(arena_printf(arena,
                       "git init -q %s; cd %s; mkdir -p roadmap/parts; "
                       "printf 'milestones: []\\nissues:\\n  - {id: A-1, title: One}\\n' "
                       ">roadmap/roadmap.yaml; git add .; git commit -qm one; git tag one",
                       name, name));
}

static void a_plan_without_includes(void **state)
{
    (void)state;
    begin("plain");
    shell("cd plain; printf 'milestones: []\\nissues: []\\n' >roadmap/roadmap.yaml");
    const struct plan *plan = load("plain", "one", "roadmap/roadmap.yaml");
    assert_non_null(plan);
    assert_int_equal(plan->issues.len, 1);
    assert_string_equal(plan->path, "roadmap/roadmap.yaml");
}

static void included_files_are_those_of_the_commit(void **state)
{
    (void)state;
    begin("parts");
    shell("cd parts; printf 'include: [\"parts/*.yaml\"]\\nmilestones: []\\nissues: []\\n' "
          ">roadmap/roadmap.yaml; for i in 1 2; do printf 'issues: [{id: B-%s, title: T}]\\n' $i "
          ">roadmap/parts/$i.yaml; done; echo '{' >roadmap/other.json; git add .; "
          "git commit -qm two; git tag two; rm -r roadmap/parts; mkdir roadmap/parts; "
          "printf 'issues: [{id: B-3, title: T}]\\n' >roadmap/parts/3.yaml");
    const struct plan *plan = load("parts", "two", "roadmap/roadmap.yaml");
    assert_non_null(plan);
    assert_int_equal(plan->issues.len, 2);
    assert_non_null(plan_find_issue(plan, "B-2"));
    assert_null(plan_find_issue(plan, "B-3"));
    assert_int_equal(plan->sources.len, 3);
}

static void a_renamed_plan_is_found_by_the_usual_names(void **state)
{
    (void)state;
    begin("renamed");
    shell("cd renamed; git rm -q --cached roadmap/roadmap.yaml; rm roadmap/roadmap.yaml; "
          "echo '{\"milestones\": [], \"issues\": []}' >roadmap/roadmap.json; git add .; "
          "git commit -qm two; git tag two");
    const struct plan *plan = load("renamed", "one", "roadmap/roadmap.json");
    assert_non_null(plan);
    assert_int_equal(plan->issues.len, 1);
    assert_non_null(load("renamed", "two", "roadmap/roadmap.json"));
}

static void no_plan_and_a_broken_one_are_told_apart(void **state)
{
    (void)state;
    begin("broken");
    shell("cd broken; git rm -q roadmap/roadmap.yaml; git commit -qm none; git tag none; "
          "mkdir -p roadmap; echo 'issues: 7' >roadmap/roadmap.yaml; git add .; "
          "git commit -qm bad; git tag bad");
    assert_null(load("broken", "none", "roadmap/roadmap.yaml"));
    assert_int_equal(git_err.code, OK);
    assert_null(load("broken", "bad", "roadmap/roadmap.yaml"));
    assert_int_equal(git_err.code, ERR_SPEC);
    assert_non_null(strstr(git_err.message, "the plan at 'bad' has"));
    err_clear(&git_err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_without_includes),
        cmocka_unit_test(included_files_are_those_of_the_commit),
        cmocka_unit_test(a_renamed_plan_is_found_by_the_usual_names),
        cmocka_unit_test(no_plan_and_a_broken_one_are_told_apart),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
