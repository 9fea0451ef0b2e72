/* Who writes the cache, and what is in it. Opened here for the rooms that come. */
#include "app/doctor/doctor_room.h"

#include "base/shell.h"
#include "store/lock.h"

static void look_at_lock(struct doctor *doctor, bool *held)
{
    struct err err cleanup_err = ERR_INIT;
    const char *holder = NULL;
    if (store_lock_look(doctor->arena, doctor->project.cache_path, held, &holder, &err) != OK)
        (void)doctor_say(doctor, "lock", HEALTH_UNKNOWN, "%s", err.message);
    else if (*held) {
        (void)doctor_say(doctor, "lock", HEALTH_WARN, "a run holds it: %s", holder);
        doctor_command(doctor, "flock %s.lock true", doctor_cache_word(doctor));
    } else {
        (void)doctor_say(doctor, "lock", HEALTH_OK, "free");
    }
}

static enum code open_store(struct doctor *doctor, enum store_mode mode, struct store **store,
                            struct store_told *told, struct err *err)
{
    const struct store_options options = {
        .path = doctor->project.cache_path, .mode = mode, .now_ms = clock_now(&doctor->app->clock)};
    return store_open(doctor->arena, &options, store, told, err);
}

/* Under the lock, as a sync would: what is damaged is moved aside and an empty one made; what a run
 * that died left half done is taken back. */
static enum code rebuild(struct doctor *doctor, const char **what, struct err *err)
{
    struct store_lock lock cleanup_lock = STORE_LOCK_INIT;
    struct store *store cleanup_store = NULL;
    struct store_told told = {0};
    struct err damage cleanup_err = ERR_INIT;
    *what = "what was half done is taken back";
    enum code code =
        store_lock_take(doctor->project.cache_path, &doctor->app->clock, 0, &lock, err);
    if (!code)
        code = open_store(doctor, STORE_WRITE, &store, &told, err);
    if (!code && !told.moved_aside && store_examine(store, &damage) == ERR_CORRUPT) {
        store_close(store); /* moves it aside */
        store = NULL;
        told.moved_aside = true;
        code = open_store(doctor, STORE_WRITE, &store, &(struct store_told){0}, err);
    }
    if (!code && told.moved_aside)
        *what = "it is moved aside and a new one stands there; the next plan reads GitHub";
    return code;
}

static void mend_content(struct doctor *doctor)
{
    struct err err cleanup_err = ERR_INIT;
    struct store_told told = {0};
    const char *what = NULL;
    if (!doctor_may_fix(doctor))
        return;
    enum code code = rebuild(doctor, &what, &err);
    doctor_mended(doctor, code, &err, what);
    if (!code && open_store(doctor, STORE_READ, &doctor->store, &told, &err) == OK)
        doctor->no_store = NULL;
}

/* Opening it would take back what is half written, and that is a change. */
static void say_half_done(struct doctor *doctor, bool held)
{
    doctor->no_store = held ? "a run is writing" : "a run died while it was writing";
    if (held) {
        (void)doctor_say(doctor, "cache-content", HEALTH_UNKNOWN, "a run is writing it");
        return;
    }
    (void)doctor_say(doctor, "cache-content", HEALTH_WARN,
                     "a run died while it was writing; the next one takes back its half");
    doctor_command(doctor, "roadmap plan");
    mend_content(doctor);
}

static void say_unreadable(struct doctor *doctor, enum code code, const struct err *err)
{
    const char *path = doctor->project.cache_path;
    doctor->no_store = code == ERR_CORRUPT ? "the cache is damaged" : "the cache cannot be read";
    (void)doctor_say(doctor, "cache-content", HEALTH_FAIL, "%s", err->message);
    if (code == ERR_CORRUPT) {
        doctor_command(doctor, "roadmap doctor --fix");
        mend_content(doctor);
        return;
    }
    /* Another program's, or a newer roadmap's: theirs to say. */
    doctor_command(doctor, "mv %s %s", doctor_cache_word(doctor),
                   shell_quote(doctor->arena, arena_printf(doctor->arena, "%s.aside", path)));
}

static void look_at_content(struct doctor *doctor, bool held)
{
    struct err err cleanup_err = ERR_INIT;
    struct store_told told = {0};
    if (doctor->no_store) {
        (void)doctor_say(doctor, "cache-content", HEALTH_UNKNOWN, "%s", doctor->no_store);
        return;
    }
    if (doctor->file.has_journal) {
        say_half_done(doctor, held);
        return;
    }
    enum code code = open_store(doctor, STORE_READ, &doctor->store, &told, &err);
    if (!code)
        code = store_examine(doctor->store, &err);
    if (!code) {
        (void)doctor_say(doctor, "cache-content", HEALTH_OK, "every page and reference is right");
        return;
    }
    store_close(doctor->store);
    doctor->store = NULL;
    say_unreadable(doctor, code, &err);
}

void doctor_content(struct doctor *doctor)
{
    bool held = false;
    look_at_lock(doctor, &held);
    look_at_content(doctor, held);
}
