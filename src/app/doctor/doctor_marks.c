/* The hidden lines that carry identity, as GitHub had them when it was last read. */
#include "app/doctor/doctor_room.h"

#include "app/sync/recover.h"
#include "base/day.h"
#include "base/shell.h"
#include "base/str.h"
#include "engine/bind.h"
#include "engine/wants.h"
#include "store/items.h"
#include "store/snapshot.h"

#define NAMED_MOST 3

/* "#12, #13, #14 and 2 more" */
struct listing {
    struct doctor *doctor;
    struct str text;
    size_t count;
    enum kind kind; /* of the first */
    struct number first;
};

static void add_name(struct listing *listing, enum kind kind, struct number number)
{
    if (listing->count == 0) {
        listing->kind = kind;
        listing->first = number;
    }
    if (listing->count++ >= NAMED_MOST)
        return;
    str_addf(&listing->text, "%s%s%lld", listing->text.len ? ", " : "",
             kind == KIND_MILESTONE ? "milestone " : "#", (long long)number.v);
}

static const char *end_names(struct listing *listing)
{
    if (listing->count > NAMED_MOST)
        str_addf(&listing->text, " and %zu more", listing->count - NAMED_MOST);
    const char *text = str_dup(&listing->text, listing->doctor->arena);
    str_release(&listing->text);
    return text;
}

/* Texts are people's: the hidden lines in them, too, are only put right by hand. */
static void command_edit(struct doctor *doctor, const struct listing *listing)
{
    const char *host = doctor->options->sign_in_host;
    const bool usual = text_eq(host, "github.com");
    if (listing->kind != KIND_ISSUE) {
        doctor_command(doctor, "roadmap plan -v");
        return;
    }
    doctor_command(
        doctor, "gh issue edit %lld --repo %s", (long long)listing->first.v,
        shell_quote(doctor->arena, arena_printf(doctor->arena, "%s%s%s", usual ? "" : host,
                                                usual ? "" : "/", doctor->row.full_name)));
}

static void say_strays(struct doctor *doctor, const struct bind_result *bound, bool planted)
{
    struct listing listing = {.doctor = doctor};
    str_init(&listing.text, 0);
    for (size_t i = 0; i < bound->strays.len; i++)
        if (bound->strays.items[i].planted == planted)
            add_name(&listing, bound->strays.items[i].kind, bound->strays.items[i].number);
    const char *text = end_names(&listing);
    const char *name = planted ? "planted" : "copies";
    if (listing.count == 0) {
        (void)doctor_say(doctor, name, HEALTH_OK, "no mark %s",
                         planted ? "comes from somebody outside" : "was copied along with a text");
        return;
    }
    (void)doctor_say(doctor, name, HEALTH_WARN, "%s: %s", text,
                     planted ? "the mark of an item, written by somebody from outside"
                             : "a copy that still has the mark of an item");
    command_edit(doctor, &listing);
}

static void say_twins(struct doctor *doctor, const struct bind_result *bound)
{
    struct listing listing = {.doctor = doctor};
    bool heals = true;
    str_init(&listing.text, 0);
    for (size_t i = 0; i < bound->twins.len; i++) {
        const struct twin *twin = &bound->twins.items[i];
        add_name(&listing, twin->loser->kind, twin->loser->number);
        heals = heals && twin->heal;
    }
    const char *text = end_names(&listing);
    if (listing.count == 0) {
        (void)doctor_say(doctor, "twins", HEALTH_OK, "no item is on GitHub twice");
        return;
    }
    (void)doctor_say(doctor, "twins", heals ? HEALTH_WARN : HEALTH_FAIL,
                     "%s: the second of an item%s", text,
                     heals ? ", which sync closes" : "; a person has to say which one stays");
    doctor_command(doctor, heals ? "roadmap sync" : "roadmap plan");
}

static void say_damage(struct doctor *doctor, const struct remote *remote)
{
    struct arena *scratch cleanup_arena = arena_new();
    struct listing listing = {.doctor = doctor};
    enum block_damage first = BLOCK_WHOLE;
    str_init(&listing.text, 0);
    for (size_t i = 0; i < remote->issues.len; i++) {
        const struct remote_issue *issue = &remote->issues.items[i];
        struct block_parts parts;
        if (!text_contains(issue->body, "roadmap"))
            continue;
        block_split(scratch, issue->body, &parts);
        if (parts.damage != BLOCK_WHOLE) {
            first = first == BLOCK_WHOLE ? parts.damage : first;
            add_name(&listing, KIND_ISSUE, issue->number);
        }
        arena_clear(scratch);
    }
    const char *text = end_names(&listing);
    if (listing.count == 0) {
        (void)doctor_say(doctor, "blocks", HEALTH_OK, "every text of the plan is whole");
        return;
    }
    (void)doctor_say(doctor, "blocks", HEALTH_WARN, "%s: %s; the text is not written", text,
                     block_damage_text(first));
    command_edit(doctor, &listing);
}

static enum code load(struct doctor *doctor, struct remote *remote, struct bind_result *bound,
                      struct err *err)
{
    struct arena *arena = doctor->arena;
    const struct plan *plan = doctor->plan;
    struct base *base = ARENA_NEW(arena, struct base);
    struct wants *wants = ARENA_NEW(arena, struct wants);
    const char **blocks = arena_calloc(arena, plan->issues.len + 1, sizeof *blocks);
    const int64_t now_ms = clock_now(&doctor->app->clock);
    enum code code = store_load_remote(doctor->store, arena, doctor->row.key, remote, err);
    if (!code)
        code = store_load_base(doctor->store, arena, doctor->at, base, err);
    if (code)
        return code;
    wants_from_plan(arena, plan, blocks, instant_day(now_ms), wants);
    const struct bind_input input = {.wants = wants->list.items,
                                     .want_count = wants->list.len,
                                     .remote = remote,
                                     .base = base->items.len ? base : NULL,
                                     .scope = plan->scope,
                                     .now_ms = now_ms,
                                     .horizon_ms = recover_horizon_ms(doctor->app)};
    bind_all(arena, &input, bound);
    return OK;
}

void doctor_marks(struct doctor *doctor)
{
    static const char *const names[] = {"twins", "copies", "planted", "blocks"};
    struct err err cleanup_err = ERR_INIT;
    struct remote remote = {0};
    struct bind_result bound = {0};
    const char *reason = doctor->no_store;
    if (!reason && doctor->row.complete_ms == 0)
        reason = "GitHub was not read whole yet";
    if (!reason && load(doctor, &remote, &bound, &err) != OK)
        reason = err.message;
    for (size_t i = 0; reason && i < sizeof names / sizeof *names; i++)
        (void)doctor_say(doctor, names[i], HEALTH_UNKNOWN, "%s", reason);
    if (reason)
        return;
    say_twins(doctor, &bound);
    say_strays(doctor, &bound, false);
    say_strays(doctor, &bound, true);
    say_damage(doctor, &remote);
}
