/* What the rooms of checks share. Private to app/doctor*.c. */
#ifndef ROADMAP_APP_DOCTOR_DOCTOR_ROOM_H
#define ROADMAP_APP_DOCTOR_DOCTOR_ROOM_H

#include "app/doctor/doctor.h"
#include "github/probe.h"
#include "github/read.h"
#include "store/examine.h"

struct doctor {
    struct app *app;
    struct arena *arena;
    const struct doctor_options *options;
    struct doctor_report *report;
    const char *room; /* of the checks that come now */

    bool placed; /* `project` is known */
    struct app_project project;
    struct plan *plan;      /* NULL: it cannot be read */
    const char *repository; /* "owner/name"; NULL: none is named */

    struct gh *gh; /* NULL: it cannot be asked */
    struct gh_probe probe;
    bool answered; /* GitHub answered the probe, and took the token if there is one */
    struct remote_repository remote;
    bool seen; /* `remote` was read */

    struct store_facts file;
    struct store *store;  /* NULL: there is none, or it cannot be read */
    const char *no_store; /* why */
    struct store_repository row;
    struct store_scope at; /* repository 0: the cache does not know it */
};

/* Adds a check; the address is valid until the next one. */
struct doctor_check *doctor_say(struct doctor *doctor, const char *name, enum health health,
                                const char *format, ...) printf_like(4, 5);
/* A command of the check just added. */
void doctor_command(struct doctor *doctor, const char *format, ...) printf_like(2, 3);
/* The check just added can be mended by --fix. True when that is to be done now: then call
 * doctor_mended with what came of it. */
bool doctor_may_fix(struct doctor *doctor);
void doctor_mended(struct doctor *doctor, enum code code, const struct err *err, const char *what);
/* The path of the cache for a command. */
const char *doctor_cache_word(const struct doctor *doctor);
/* "3 minutes ago", "2 days ago" */
const char *doctor_ago(const struct doctor *doctor, int64_t instant_ms);

void doctor_here(struct doctor *doctor);       /* settings, plan, names */
void doctor_git(struct doctor *doctor);        /* the git repository */
void doctor_network(struct doctor *doctor);    /* from here to GitHub; asks it */
void doctor_token(struct doctor *doctor);      /* what the token is */
void doctor_repository(struct doctor *doctor); /* what may be done there */
void doctor_cache(struct doctor *doctor);      /* the file and what it stands on */
void doctor_content(struct doctor *doctor);    /* its lock and what is in it; opens it */
void doctor_runs(struct doctor *doctor);       /* what was left undone */
void doctor_marks(struct doctor *doctor);      /* markers, as last read */
void doctor_workflows(struct doctor *doctor);

#endif
