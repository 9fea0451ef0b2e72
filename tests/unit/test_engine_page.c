/* What a page puts first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include "engine/page.h"

#define TODAY 20000

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void risks_come_worst_first(void **state)
{
    (void)state;
    struct plan plan = {0};
    const struct plan_risk risks[] = {{.id = "little", .probability = "low", .impact = "low"},
                                      {.id = "untold"},
                                      {.id = "worst", .probability = "high", .impact = "high"},
                                      {.id = "likely", .probability = "high", .impact = "low"}};
    for (size_t i = 0; i < 4; i++)
        VEC_PUSH(arena, &plan.risks, risks[i]);
    struct page page = {.plan = &plan};
    page_rank_risks(arena, &page);
    assert_int_equal(page.risks.len, 4);
    assert_string_equal(page.risks.items[0]->id, "worst");
    assert_string_equal(page.risks.items[1]->id, "untold");
    assert_string_equal(page.risks.items[2]->id, "likely");
    assert_string_equal(page.risks.items[3]->id, "little");
}

static void decisions_come_soonest_first(void **state)
{
    (void)state;
    static const uint32_t first[] = {0};
    struct plan plan = {.start_on = DAY_NONE};
    struct plan_milestone milestone = {.id = "M1", .title = "One", .start_on = DAY_NONE};
    struct plan_criterion criterion = {.id = "g1", .text = "Reviewed"};
    struct plan_check check = {.id = "c1", .kind = "table", .waive = {TODAY + 3, "octocat", NULL}};
    struct plan_issue issues[2] = {{.id = "A-1", .title = "One"}, {.id = "A-2", .title = "Two"}};
    milestone.due_on = (struct opt_day){.presence = SET, .day = TODAY + 20};
    strlist_add(arena, &criterion.signoff, "hubot");
    VEC_PUSH(arena, &milestone.gate, criterion);
    VEC_PUSH(arena, &plan.milestones, milestone);
    VEC_PUSH(arena, &issues[1].checks, check);
    VEC_PUSH(arena, &plan.issues, issues[0]);
    VEC_PUSH(arena, &plan.issues, issues[1]);
    struct page_issue about[2] = {
        {.place = STANDING_READY},
        {.place = STANDING_BLOCKED, .blockers = first, .blocker_count = 1}};
    struct page page = {.plan = &plan, .issues = about, .today = TODAY};
    const struct status_milestone open = {.id = "M1", .title = "One"};
    VEC_PUSH(arena, &page.status.milestones, open);
    page.status.closed_without_proof = 2;
    page_find_blockers(arena, &page);
    page_find_decisions(arena, &page);
    assert_int_equal(page.decisions.len, 4);
    assert_string_equal(page.decisions.items[0].text,
                        "the waiver of c1 ends: prove it, or waive it again");
    assert_string_equal(page.decisions.items[1].text, "sign off: Reviewed");
    assert_string_equal(page.decisions.items[1].who, "hubot");
    assert_string_equal(page.decisions.items[2].text, "nobody has it, and 1 issue waits for it: "
                                                      "who takes it?");
    assert_string_equal(page.decisions.items[3].text,
                        "2 issues are closed without proof: reopen them, or prove them");
}

static void a_signed_gate_and_a_done_milestone_ask_for_nothing(void **state)
{
    (void)state;
    struct plan plan = {.start_on = DAY_NONE};
    struct plan_milestone milestone = {.id = "M1", .title = "One", .start_on = DAY_NONE};
    struct plan_criterion criterion = {.id = "g1", .text = "Reviewed", .signed_by = "hubot"};
    strlist_add(arena, &criterion.signoff, "hubot");
    VEC_PUSH(arena, &milestone.gate, criterion);
    VEC_PUSH(arena, &plan.milestones, milestone);
    struct page page = {.plan = &plan, .today = TODAY};
    const struct status_milestone open = {.id = "M1", .title = "One"};
    VEC_PUSH(arena, &page.status.milestones, open);
    page_find_decisions(arena, &page);
    assert_int_equal(page.decisions.len, 0);
}

static void what_holds_up_most_comes_first(void **state)
{
    (void)state;
    /* 1 ← 2 ← 3, 1 ← 4 ← 3; 0 ← 5; 6 is done, and 7 waits for it only; 8 was dropped. */
    static const uint32_t on_1[] = {1}, on_2_and_4[] = {2, 4}, on_0[] = {0}, on_6[] = {6};
    struct plan plan = {.start_on = DAY_NONE};
    struct page_issue about[9] = {
        {.place = STANDING_READY},
        {.place = STANDING_IN_WORK, .who = "octocat"},
        {.place = STANDING_BLOCKED, .blockers = on_1, .blocker_count = 1},
        {.place = STANDING_BLOCKED, .blockers = on_2_and_4, .blocker_count = 2},
        {.place = STANDING_BLOCKED, .blockers = on_1, .blocker_count = 1},
        {.place = STANDING_BLOCKED, .blockers = on_0, .blocker_count = 1},
        {.place = STANDING_DONE},
        {.place = STANDING_READY, .blockers = on_6, .blocker_count = 1},
        {.place = STANDING_DROPPED, .blockers = on_0, .blocker_count = 1}};
    struct page page = {.plan = &plan, .issues = about, .today = TODAY};
    for (size_t i = 0; i < 9; i++) {
        const struct plan_issue issue = {.id = arena_printf(arena, "A-%zu", i)};
        VEC_PUSH(arena, &plan.issues, issue);
        about[i].milestone = -1;
    }
    page_find_blockers(arena, &page);
    assert_int_equal(page.blockers.len, 2);
    assert_int_equal(page.blockers.items[0].place, 1);
    assert_int_equal(page.blockers.items[0].waiting, 3);
    assert_int_equal(page.blockers.items[1].place, 0);
    assert_int_equal(page.blockers.items[1].waiting, 1);
    page_find_decisions(arena, &page);
    assert_int_equal(page.decisions.len, 1); /* somebody has A-1 */
    assert_string_equal(page.decisions.items[0].id, "A-0");
}

#define ONE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ONE(risks_come_worst_first),
        ONE(decisions_come_soonest_first),
        ONE(what_holds_up_most_comes_first),
        ONE(a_signed_gate_and_a_done_milestone_ask_for_nothing),
    };
    return cmocka_run_group_tests_name("engine page", tests, NULL, NULL);
}
