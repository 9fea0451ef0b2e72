#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/day.h"
#include "engine/ladder.h"

#define TODAY 20000

/* One letter a verdict: p f e u s w. */
static enum verdict verdict_of(char letter)
{
    static const char letters[] = "pfeusw";
    const char *at = strchr(letters, letter);
    assert_non_null(at);
    return (enum verdict)(at - letters);
}

static const char *kind_of(char letter)
{
    switch (letter) {
    case 'n':
        return "naming";
    case 'm':
        return "migration_pair";
    case 'a':
        return "apply";
    case 'r':
        return "smoke";
    case 't':
        return "table";
    case 'i':
        return "immutable";
    default:
        return "file";
    }
}

/* `migrations`: four letters each, for named, paired, applies, reversible, blanks between.
 * `checks`: kind and verdict as two letters, blanks between. */
static struct ladder climb(const char *migrations, const char *checks, bool wants)
{
    struct ladder_migration migration[8] = {0};
    struct ladder_check check[8] = {0};
    struct ladder_input input = {
        .migrations = migration, .checks = check, .wants_migrations = wants, .today = TODAY};
    for (const char *at = migrations; *at; at += at[4] ? 5 : 4) {
        struct ladder_migration *one = &migration[input.migration_count++];
        one->name = "a migration";
        for (int rung = 0; rung < 4; rung++)
            one->rungs[PROOF_NAMED + rung] = verdict_of(at[rung]);
    }
    for (const char *at = checks; *at; at += at[2] ? 3 : 2) {
        struct ladder_check *one = &check[input.check_count++];
        one->name = one->kind = kind_of(at[0]);
        one->rung = ladder_rung_of_kind(one->kind);
        one->verdict = verdict_of(at[1]);
        one->waived_until = DAY_NONE;
    }
    return ladder_climb(&input);
}

static void proof_is_the_highest_rung_with_all_asked_below(void **state)
{
    (void)state;
    static const struct {
        const char *migrations, *checks;
        bool wants, asks;
        enum proof proof;
    } cases[] = {
        {"", "", false, false, PROOF_NONE},
        {"", "", true, true, PROOF_NONE}, /* asked for, not written yet */
        {"", "Fp", true, true, PROOF_NONE},
        {"ffff", "", true, true, PROOF_NONE},
        {"pfff", "", true, true, PROOF_NAMED},
        {"ppff", "", true, true, PROOF_PAIRED},
        {"pppf", "", true, true, PROOF_APPLIES},
        {"pppp", "", true, true, PROOF_REVERSIBLE}, /* verified needs a check */
        {"pppp", "Fp", true, true, PROOF_VERIFIED}, /* asserted is not asked for */
        {"pppp", "tp", true, true, PROOF_VERIFIED},
        {"pppp", "tp Ff", true, true, PROOF_ASSERTED},
        {"pppp", "tf Fp", true, true, PROOF_REVERSIBLE},
        {"pppp", "tf tp", true, true, PROOF_REVERSIBLE},
        {"fppp", "tp Fp", true, true, PROOF_NONE}, /* no rung is jumped over */
        {"pfpp", "tp Fp", true, true, PROOF_NAMED},
        {"psps", "tp", true, true, PROOF_VERIFIED}, /* a tool without ways back */
        {"psps", "", true, true, PROOF_APPLIES},
        {"pupp", "tp", true, true, PROOF_NAMED}, /* unknown never counts as pass */
        {"puuu", "tu", true, true, PROOF_NAMED},
        {"pppp", "tu", true, true, PROOF_REVERSIBLE},
        {"pppp", "Fu", true, true, PROOF_REVERSIBLE},
        {"pppp", "Fe", true, true, PROOF_REVERSIBLE},
        {"pppp pppf", "tp", true, true, PROOF_APPLIES}, /* the least of several */
        {"pppp psps", "tp", true, true, PROOF_VERIFIED},
        {"pppp", "ts Fs", true, true, PROOF_REVERSIBLE}, /* skipped ones prove nothing */
        {"pppp", "tw", true, true, PROOF_VERIFIED},
        {"", "Fp", false, true, PROOF_VERIFIED},
        {"", "tp", false, true, PROOF_VERIFIED},
        {"", "tp Ff", false, true, PROOF_ASSERTED},
        {"", "Ff", false, true, PROOF_NONE},
        {"", "Fs", false, true, PROOF_NONE},
        {"pppp", "mf Fp", true, true, PROOF_NAMED}, /* a check bears on its own rung */
        {"pppp", "nf", true, true, PROOF_NONE},
        {"pppp", "ru", true, true, PROOF_APPLIES},
        {"pppp", "af", true, true, PROOF_PAIRED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ladder ladder = climb(cases[i].migrations, cases[i].checks, cases[i].wants);
        if (ladder.proof != cases[i].proof || ladder.asks != cases[i].asks)
            fail_msg("'%s' and '%s' give %s", cases[i].migrations, cases[i].checks,
                     proof_name(ladder.proof));
    }
}

static void rungs_say_what_holds_them_back(void **state)
{
    (void)state;
    struct ladder ladder = climb("pppp", "tp Fu Ff", true);
    const struct ladder_rung *verified = &ladder.rungs[PROOF_VERIFIED];
    assert_int_equal(verified->state, LADDER_FAILS); /* the failure, not what came first */
    assert_int_equal(verified->holds, 1);
    assert_int_equal(verified->of, 3);
    assert_string_equal(verified->because, "file");
    assert_int_equal(ladder.rungs[PROOF_ASSERTED].state, LADDER_HOLDS);
    ladder = climb("psps", "", true);
    assert_int_equal(ladder.rungs[PROOF_PAIRED].state, LADDER_NOT_ASKED);
    assert_int_equal(ladder.rungs[PROOF_VERIFIED].state, LADDER_NOT_ASKED);
    ladder = climb("", "", true);
    assert_string_equal(ladder.rungs[PROOF_NAMED].because, "there is no migration yet");
}

static void a_waiver_lasts_until_its_day(void **state)
{
    (void)state;
    static const struct {
        enum verdict is;
        int32_t until;
        enum verdict counts;
    } cases[] = {
        {VERDICT_FAIL, TODAY, VERDICT_WAIVED},  {VERDICT_FAIL, TODAY - 1, VERDICT_FAIL},
        {VERDICT_FAIL, DAY_NONE, VERDICT_FAIL}, {VERDICT_UNKNOWN, TODAY, VERDICT_WAIVED},
        {VERDICT_PASS, TODAY, VERDICT_PASS},    {VERDICT_ERROR, TODAY + 9, VERDICT_ERROR},
        {VERDICT_SKIP, TODAY, VERDICT_SKIP},    {VERDICT_UNKNOWN, TODAY - 1, VERDICT_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(ladder_verdict(cases[i].is, cases[i].until, TODAY), cases[i].counts);
    struct ladder_check check = {"rls", "rls", PROOF_ASSERTED, VERDICT_FAIL, TODAY};
    struct ladder_input input = {.checks = &check, .check_count = 1, .today = TODAY};
    struct ladder ladder = ladder_climb(&input);
    assert_int_equal(ladder.proof, PROOF_VERIFIED);
    assert_int_equal(ladder.rungs[PROOF_VERIFIED].waived, 1);
    input.today++;
    assert_int_equal(ladder_climb(&input).proof, PROOF_NONE);
}

static void presence_is_the_least_of_the_subjects(void **state)
{
    (void)state;
    struct ladder_subject subjects[] = {
        {.path = "a", .presence = PRESENCE_MERGED},
        {.path = "b", .presence = PRESENCE_COMMITTED, .unknown = "shallow clone"},
        {.path = "c", .presence = PRESENCE_COMMITTED},
        {.path = "d", .presence = PRESENCE_DRAFT},
    };
    static const struct {
        size_t from, count;
        enum evidence_presence presence;
        const char *unknown, *of;
    } cases[] = {
        {0, 1, PRESENCE_MERGED, NULL, "a"},    {0, 2, PRESENCE_COMMITTED, "shallow clone", "b"},
        {0, 3, PRESENCE_COMMITTED, NULL, "c"}, /* one that is certain settles it */
        {1, 3, PRESENCE_DRAFT, NULL, "d"},     {2, 2, PRESENCE_DRAFT, NULL, "d"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ladder_input input = {.subjects = subjects + cases[i].from,
                                     .subject_count = cases[i].count};
        struct ladder ladder = ladder_climb(&input);
        assert_true(ladder.has_subjects);
        assert_int_equal(ladder.presence, cases[i].presence);
        assert_string_equal(ladder.presence_of, cases[i].of);
        if (cases[i].unknown)
            assert_string_equal(ladder.presence_unknown, cases[i].unknown);
        else
            assert_null(ladder.presence_unknown);
    }
    struct ladder_input none = {0};
    struct ladder ladder = ladder_climb(&none);
    assert_false(ladder.has_subjects);
    assert_false(ladder.asks);
    assert_int_equal(ladder.presence, PRESENCE_PLANNED);
}

static void edited_after_the_merge_fails_immutable(void **state)
{
    (void)state;
    struct ladder_subject subject = {
        .path = "m/1.sql", .presence = PRESENCE_COMMITTED, .fixed = true, .edited = true};
    struct ladder_migration migration = {
        "1", {0, VERDICT_PASS, VERDICT_PASS, VERDICT_PASS, VERDICT_PASS}};
    struct ladder_check checks[] = {
        {"t", "table", PROOF_ASSERTED, VERDICT_PASS, DAY_NONE},
        {"i", "immutable", PROOF_VERIFIED, VERDICT_FAIL, TODAY},
    };
    struct ladder_input input = {.subjects = &subject,
                                 .subject_count = 1,
                                 .migrations = &migration,
                                 .migration_count = 1,
                                 .checks = checks,
                                 .check_count = 1,
                                 .today = TODAY};
    struct ladder ladder = ladder_climb(&input);
    assert_int_equal(ladder.presence, PRESENCE_MERGED);
    assert_string_equal(ladder.edited, "m/1.sql");
    assert_int_equal(ladder.proof, PROOF_ASSERTED);
    assert_string_equal(ladder.rungs[PROOF_VERIFIED].because, "immutable");
    assert_false(ladder_is_proven(&ladder));
    input.check_count = 2; /* asked for, and waived */
    ladder = ladder_climb(&input);
    assert_true(ladder_is_proven(&ladder));
    subject.fixed = false; /* a document: its new content is not merged */
    ladder = ladder_climb(&input);
    assert_int_equal(ladder.presence, PRESENCE_COMMITTED);
    assert_null(ladder.edited);
    assert_false(ladder_is_proven(&ladder));
}

static void reach_is_what_was_asked_since_the_merge(void **state)
{
    (void)state;
    assert_int_equal(ladder_reach_of(0, 5, 1, 1), REACH_NOT_ASKED);
    assert_int_equal(ladder_reach_of(4, 5, 1, 1), REACH_STALE);
    assert_int_equal(ladder_reach_of(5, 5, 0, 2), REACH_NONE);
    assert_int_equal(ladder_reach_of(6, 5, 1, 2), REACH_PART);
    assert_int_equal(ladder_reach_of(6, 0, 2, 2), REACH_ALL);
    assert_int_equal(ladder_reach_of(6, 0, 0, 0), REACH_NOT_ASKED);
}

static void names_are_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < VERDICT_COUNT; i++) {
        enum verdict verdict;
        assert_true(verdict_parse(verdict_name((enum verdict)i), &verdict));
        assert_int_equal(verdict, i);
    }
    enum verdict verdict;
    assert_false(verdict_parse("passed", &verdict));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proof_is_the_highest_rung_with_all_asked_below),
        cmocka_unit_test(rungs_say_what_holds_them_back),
        cmocka_unit_test(a_waiver_lasts_until_its_day),
        cmocka_unit_test(presence_is_the_least_of_the_subjects),
        cmocka_unit_test(edited_after_the_merge_fails_immutable),
        cmocka_unit_test(reach_is_what_was_asked_since_the_merge),
        cmocka_unit_test(names_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
