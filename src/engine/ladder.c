#include "engine/ladder.h"

#include <string.h>

#include "base/day.h"

enum verdict ladder_verdict(enum verdict verdict, int32_t waived_until, int32_t today)
{
    bool may_be_waived = verdict == VERDICT_FAIL || verdict == VERDICT_UNKNOWN;
    if (may_be_waived && waived_until != DAY_NONE && today <= waived_until)
        return VERDICT_WAIVED;
    return verdict;
}

bool ladder_verdict_holds(enum verdict verdict)
{
    return verdict == VERDICT_PASS || verdict == VERDICT_WAIVED;
}

enum proof ladder_rung_of_kind(const char *kind)
{
    static const struct {
        const char *kind;
        enum proof rung;
    } rungs[] = {
        {"naming", PROOF_NAMED},          {"ordering", PROOF_NAMED},
        {"migration_pair", PROOF_PAIRED}, {"apply", PROOF_APPLIES},
        {"smoke", PROOF_REVERSIBLE},      {"table", PROOF_ASSERTED},
        {"primary_key", PROOF_ASSERTED},  {"unique", PROOF_ASSERTED},
        {"foreign_key", PROOF_ASSERTED},  {"check_constraint", PROOF_ASSERTED},
        {"index", PROOF_ASSERTED},        {"object", PROOF_ASSERTED},
        {"partition", PROOF_ASSERTED},    {"rls", PROOF_ASSERTED},
    };
    for (size_t i = 0; i < sizeof rungs / sizeof *rungs; i++)
        if (strcmp(kind, rungs[i].kind) == 0)
            return rungs[i].rung;
    return PROOF_VERIFIED;
}

/* A failure stays the answer of a rung whatever else is unknown about it. */
static void answer(struct ladder_rung *rung, enum verdict verdict, const char *name)
{
    if (verdict == VERDICT_SKIP)
        return;
    rung->of++;
    if (ladder_verdict_holds(verdict)) {
        rung->holds++;
        rung->waived += verdict == VERDICT_WAIVED;
        if (rung->state == LADDER_NOT_ASKED)
            rung->state = LADDER_HOLDS;
    } else if (verdict == VERDICT_UNKNOWN) {
        if (rung->state != LADDER_FAILS && rung->state != LADDER_UNKNOWN) {
            rung->state = LADDER_UNKNOWN;
            rung->because = name;
        }
    } else if (rung->state != LADDER_FAILS) {
        rung->state = LADDER_FAILS;
        rung->because = name;
    }
}

static enum evidence_presence presence_of(const struct ladder_subject *subject)
{
    return subject->fixed && subject->edited ? PRESENCE_MERGED : subject->presence;
}

/* Where several are least, one that is certain decides: no other answer can lift it. */
static void take_presence(const struct ladder_input *input, struct ladder *ladder)
{
    for (size_t i = 0; i < input->subject_count; i++) {
        const struct ladder_subject *subject = &input->subjects[i];
        enum evidence_presence presence = presence_of(subject);
        const char *unknown = presence == PRESENCE_MERGED ? NULL : subject->unknown;
        if (subject->fixed && subject->edited && !ladder->edited)
            ladder->edited = subject->path;
        if (ladder->has_subjects && presence > ladder->presence)
            continue;
        bool settles = presence == ladder->presence && ladder->presence_unknown && !unknown;
        if (!ladder->has_subjects || presence < ladder->presence || settles) {
            ladder->presence = presence;
            ladder->presence_unknown = unknown;
            ladder->presence_of = subject->path;
        }
        ladder->has_subjects = true;
    }
}

static void answer_migrations(const struct ladder_input *input, struct ladder *ladder)
{
    for (size_t i = 0; i < input->migration_count; i++)
        for (int rung = PROOF_NAMED; rung <= PROOF_REVERSIBLE; rung++)
            answer(&ladder->rungs[rung], input->migrations[i].rungs[rung],
                   input->migrations[i].name);
    if (input->wants_migrations && input->migration_count == 0)
        answer(&ladder->rungs[PROOF_NAMED], VERDICT_FAIL, "there is no migration yet");
}

static void answer_checks(const struct ladder_input *input, struct ladder *ladder)
{
    bool immutable_asked = false;
    for (size_t i = 0; i < input->check_count; i++) {
        const struct ladder_check *check = &input->checks[i];
        enum verdict verdict = ladder_verdict(check->verdict, check->waived_until, input->today);
        if (check->rung != PROOF_VERIFIED && check->rung != PROOF_NONE)
            answer(&ladder->rungs[check->rung], verdict, check->name);
        answer(&ladder->rungs[PROOF_VERIFIED], verdict, check->name);
        immutable_asked = immutable_asked || strcmp(check->kind, "immutable") == 0;
    }
    /* Nobody has to ask for it; who does can waive it. */
    if (ladder->edited && !immutable_asked)
        answer(&ladder->rungs[PROOF_VERIFIED], VERDICT_FAIL, "immutable");
}

struct ladder ladder_climb(const struct ladder_input *input)
{
    struct ladder ladder = {.asks = input->wants_migrations || input->migration_count > 0 ||
                                    input->check_count > 0,
                            .presence = PRESENCE_PLANNED};
    take_presence(input, &ladder);
    answer_migrations(input, &ladder);
    answer_checks(input, &ladder);
    for (int rung = PROOF_NAMED; rung < PROOF_COUNT; rung++) {
        enum ladder_state state = ladder.rungs[rung].state;
        if (state == LADDER_FAILS || state == LADDER_UNKNOWN)
            break;
        if (state == LADDER_HOLDS)
            ladder.proof = (enum proof)rung;
    }
    return ladder;
}

bool ladder_is_proven(const struct ladder *ladder)
{
    return ladder->has_subjects && ladder->presence == PRESENCE_MERGED &&
           ladder->proof == PROOF_VERIFIED;
}

enum ladder_reach ladder_reach_of(int64_t asked_ms, int64_t merged_ms, size_t held, size_t of)
{
    if (asked_ms == 0 || of == 0)
        return REACH_NOT_ASKED;
    if (asked_ms < merged_ms)
        return REACH_STALE;
    if (held == 0)
        return REACH_NONE;
    return held < of ? REACH_PART : REACH_ALL;
}
