/* The screens of trace against golden files. */
#include "unit/render_story.h"

#include "render/trace_text.h"

#define NOW "2026-03-05T09:15:00Z"

static const struct trace_migration migrations[] = {
    {"202603021015_tenant_guards", "db/migrations/202603021015_tenant_guards.up.sql", "pg",
     "db/migrations", "up + down", "header", PRESENCE_COMMITTED, NULL, false, PROOF_REVERSIBLE,
     INT64_C(1772442000000)},
    {"202603041130_tenant_policies", "db/migrations/202603041130_tenant_policies.up.sql", "pg",
     "db/migrations", "up + down", "spec", PRESENCE_COMMITTED, NULL, false, PROOF_REVERSIBLE,
     INT64_C(1772614800000)},
};

static const struct trace_commit commits[] = {
    {"9c1e2f7000000000000000000000000000000000", INT64_C(1772442000000),
     "Add the guard trigger to tenant tables", "trailer"},
    {"41d07ab000000000000000000000000000000000", INT64_C(1772614800000), "Add tenant policies",
     "files"},
};

static const struct trace_check checks[] = {
    {"migration_pair",
     "migration_pair",
     VERDICT_PASS,
     "2 of 2 complete",
     {0},
     NULL,
     0,
     true,
     false},
    {"object",
     "object",
     VERDICT_PASS,
     "trg_tenant_guard on 14 of 14 tenant tables",
     {0},
     NULL,
     0,
     true,
     false},
    {"rls",
     "rls",
     VERDICT_FAIL,
     "nc.audit_log: has policies, but RLS is not enabled",
     {0},
     "db/migrations/202603041130_tenant_policies.up.sql",
     41,
     true,
     false},
    {"approval", "approval", VERDICT_UNKNOWN, "not run yet", {0}, NULL, 0, false, false},
};

static const struct trace_todo todo[] = {
    {"rls: nc.audit_log: has policies, but RLS is not enabled", "roadmap explain rls"},
    {"run its check", "roadmap check DB-005"},
    {"merge into origin/main", NULL},
};

static struct plan_issue issue_005 = {.id = "DB-005",
                                      .title = "DB-005: RLS and tenant guards on every table"};
static struct plan_issue issue_009 = {.id = "DB-009", .title = "DB-009: Lake layout specification"};
static const struct plan_milestone milestone = {
    .id = "DB-ML1", .title = "Postgres OLTP schema", .due_on = {.presence = SET, .day = 20525}};

static void fill_issue(struct arena *arena, struct trace_issue *issue)
{
    static const enum trace_state states[PROOF_COUNT] = {TRACE_NOT_ASKED, TRACE_HOLDS, TRACE_HOLDS,
                                                         TRACE_HOLDS,     TRACE_HOLDS, TRACE_FAILS,
                                                         TRACE_NOT_YET};
    issue_005.depends_on = (struct opt_list){.presence = SET};
    strlist_add(arena, &issue_005.depends_on.items, "DB-004");
    issue_005.labels = (struct opt_list){.presence = SET};
    strlist_add(arena, &issue_005.labels.items, "priority:critical");
    *issue = (struct trace_issue){.issue = &issue_005,
                                  .milestone = &milestone,
                                  .number = 36,
                                  .state = "open",
                                  .assignee = "octocat",
                                  .asks = true,
                                  .has_subjects = true,
                                  .presence = PRESENCE_COMMITTED,
                                  .proof = PROOF_REVERSIBLE};
    for (int i = 0; i < PROOF_COUNT; i++)
        issue->rungs[i].state = states[i];
    for (size_t i = 0; i < sizeof migrations / sizeof *migrations; i++)
        VEC_PUSH(arena, &issue->migrations, migrations[i]);
    for (size_t i = 0; i < sizeof commits / sizeof *commits; i++)
        VEC_PUSH(arena, &issue->commits, commits[i]);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        VEC_PUSH(arena, &issue->checks, checks[i]);
    for (size_t i = 0; i < sizeof todo / sizeof *todo; i++)
        VEC_PUSH(arena, &issue->todo, todo[i]);
}

static void draw_one(struct arena *arena, const struct style *style, struct str *out)
{
    struct trace_report report = {.head = "feat/tenant-guards", .base = "main", .one = true};
    fill_issue(arena, VEC_ADD(arena, &report.issues));
    trace_text(arena, style, &report, out);
}

static void one(void **state)
{
    (void)state;
    assert_screens("trace", NOW, draw_one);
}

static void draw_all(struct arena *arena, const struct style *style, struct str *out)
{
    struct trace_report report = {.head = "main", .base_unknown = "no default branch is known"};
    fill_issue(arena, VEC_ADD(arena, &report.issues));
    struct trace_issue *closed = VEC_ADD(arena, &report.issues);
    fill_issue(arena, closed);
    closed->state = "closed";
    VEC_PUSH(arena, &report.issues, ((struct trace_issue){.issue = &issue_009}));
    VEC_PUSH(arena, &report.orphans,
             ((struct trace_file){.path = "db/migrations/202602020900_log.up.sql"}));
    trace_text(arena, style, &report, out);
}

static void all(void **state)
{
    (void)state;
    assert_screens("trace-all", NOW, draw_all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one), cmocka_unit_test(all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
