/* The use cases: read → desired state → engine → journal → write. app prints nothing and reads no
 * setting: everything it needs stands in struct app, what it finds goes into reports, and what
 * happens on the way is told through callbacks.
 *
 * Every function that gives a report fills it as far as it came also when it fails, so that the
 * caller can still say what was written. */
#ifndef ROADMAP_APP_APP_H
#define ROADMAP_APP_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/vec.h"
#include "http/http.h"
#include "model/diag.h"
#include "model/plan.h"
#include "model/report.h"
#include "model/run.h"
#include "model/several.h"

#define APP_RECOVERY_LOOKS 8

struct app_limits {
    int64_t write_interval_ms;                      /* 1010; 0 = no pause */
    int64_t creates_per_hour, creates_per_minute;   /* 500, 80; 0 = none */
    int64_t recovery_delays_ms[APP_RECOVERY_LOOKS]; /* 5000, 30000, 120000, 600000 */
    int recovery_looks;                             /* how many of these */
    int64_t http_timeout_ms, retry_base_ms, secondary_wait_ms, max_wait_ms;
};

struct app_limits app_limits_default(void);

/* Asks a person; false = no. Called only with `interactive`. The report has the changeset. */
typedef bool (*confirm_fn)(void *state, const struct sync_report *report);
/* Asks how to settle one conflict: 's' = spec, 'g' = GitHub, 0 = leave it. */
typedef char (*settle_fn)(void *state, const struct item_change *item, const struct change *change);

struct app {
    struct arena *arena; /* everything that reports point to */
    struct clock clock;
    struct app_limits limits;

    const char *folder;       /* where the command stands (-C) */
    const char *spec_path;    /* --spec, or NULL: the default is looked for from `folder` upwards */
    const char *spec_file;    /* out: the file that app_load_plan read */
    const char *origin_host;  /* out: where origin is, when that is not where the API is */
    const char *repo;         /* --repo "owner/name", or NULL */
    const char *repo_env;     /* GITHUB_REPOSITORY, or NULL */
    const char *api_url;      /* "https://api.github.com" */
    const char *token;        /* NULL: none found */
    const char *token_source; /* "gh", "GITHUB_TOKEN" …; NULL */
    const char *templates;    /* folder of own templates; NULL = "templates" beside the plan */
    const char *cache_path;   /* ROADMAP_CACHE; NULL = the place of design §7 */
    const char *xdg_cache;    /* folder for projects outside git */
    const char *journal_path; /* --journal: where the run's journal goes besides; NULL */
    const char *version;      /* of the program */
    const char *who;          /* "CI" or NULL: shown as "last sync … by" */
    int32_t minutes_a_day;    /* what one person does in a working day; 0 = 8 hours */
    const char *default_branch; /* where neither origin/HEAD nor GITHUB_BASE_REF says it; NULL */
    bool trust_repo;            /* --trust-repo: read a repository that another user owns */
    http_send_fn send;          /* tests; NULL = libcurl */
    void *send_state;

    event_fn on_event;
    void *event_state;
    confirm_fn confirm; /* NULL: no question (--yes) */
    settle_fn settle;   /* NULL: conflicts are left */
    void *ask_state;
};

struct sync_options {
    struct strlist select;                             /* ids; empty = everything */
    struct strlist takes;                              /* "ID[.FIELD]=spec|github" */
    struct strlist adopts;                             /* "ID=#N" or "ID=new" */
    struct strlist recreate;                           /* ids */
    int64_t allow_changes, allow_closes;               /* -1 = not given */
    int64_t max_creates;                               /* -1 = no limit */
    bool prune_labels, prune_milestones, prune_issues; /* close or remove what left the plan */
    bool full; /* read everything, whatever the cache holds */
    bool drop_ticks, rewrite;
    bool offline;            /* plan only: against the cache */
    const char *promise_out; /* plan only: the plan file to write (-o); NULL */
    const char *promise;     /* sync only: the plan file to keep (--plan); NULL */
    const char *again;       /* how the options look, for the plan file and its messages; NULL */
};

struct sync_options sync_options_default(void);

/* Reads the plan with all its diagnostics. ERR_SPEC when one of them is an error (the diagnostics
 * then stand in `diags`); *plan is NULL then. Also finds the spec when app->spec_path is NULL. */
nodiscard enum code app_load_plan(struct app *app, struct plan **plan, struct diags *diags,
                                  struct err *err);

/* What sync would do. Its transport cannot send anything but GET. */
nodiscard enum code app_plan(struct app *app, const struct sync_options *options,
                             struct diags *diags, struct sync_report *report, struct err *err);

/* Does it. OK also when items were left over: report->exit_status then says how bad it is (the
 * worst of all items); a failure of the run as a whole comes as an error. */
nodiscard enum code app_sync(struct app *app, const struct sync_options *options,
                             struct diags *diags, struct sync_report *report, struct err *err);

struct status_options {
    bool fetch;      /* read GitHub first */
    const char *ref; /* the plan of a revision, and its proof; NULL: as the last sync knew it */
    const char *base_ref; /* GITHUB_BASE_REF; NULL */
    size_t list_max;      /* issues listed under each heading; the others are only counted */
    bool odds;            /* dates with odds, where there is history enough: reads the plan */
};

/* Offline, from the cache, unless it shall fetch. */
nodiscard enum code app_status(struct app *app, const struct status_options *options,
                               struct diags *diags, struct status_report *report, struct err *err);

/* The same of several plans. What fails for one stands beside it, and the others are there; only an
 * interrupt ends it. */
nodiscard enum code app_status_several(struct app *app, const struct strlist *specs,
                                       const struct status_options *options,
                                       struct several *several, struct err *err);

/* The runs that the cache knows, newest first; and one of them with its changes, by the beginning
 * of its id or from its journal FILE. Offline. */
nodiscard enum code app_log(struct app *app, struct run_logs *logs, struct err *err);
nodiscard enum code app_log_run(struct app *app, const char *name, struct run_log *log,
                                struct err *err);

/* Asks a person whether a run is to be taken back; false = no. */
typedef bool (*undo_confirm_fn)(void *state, const struct undo_report *report);
/* Takes a run back, by the beginning of its id or from its journal FILE, as a run of its own. The
 * plan is not read: the run says where it wrote. `confirm` NULL: no question (--yes); else it is
 * called with app->ask_state. ERR_REFUSED: another repository (by its numeric id), or not
 * confirmed. OK also when something was left: report->sync.exit_status says how bad it is. */
nodiscard enum code app_undo(struct app *app, const char *name, undo_confirm_fn confirm,
                             struct undo_report *report, struct err *err);
/* Shows what pull would write and asks; false = no. */
typedef bool (*pull_confirm_fn)(void *state, const struct pull_report *report);

struct pull_options {
    struct strlist select;  /* ids; empty = everything */
    struct strlist takes;   /* "ID[.FIELD]=spec|github" */
    struct strlist numbers; /* with add_new: only these issues, "57" */
    bool ticks, add_new, full, dry_run;
    pull_confirm_fn confirm; /* NULL: no question */
    void *confirm_state;
};

/* What people changed on GitHub into the files of the plan. Reads GitHub with GET only; the bases
 * of what was written move, so that nothing of it is left to do. */
nodiscard enum code app_pull(struct app *app, const struct pull_options *options,
                             struct diags *diags, struct pull_report *report, struct err *err);

/* A plan of what is on GitHub, with `number:` for everything, at `path` below the root of the
 * project (ERR_EXISTS when something is there). *issues, *milestones: how many. */
struct init_from_report {
    const char *repository, *path;
    size_t labels, milestones, issues;
    struct strlist notes; /* what was left out, one sentence each */
    struct request_counts requests;
};
nodiscard enum code app_init_from(struct app *app, const char *path,
                                  struct init_from_report *report, struct err *err);

/* One file that init made or left alone. */
struct init_line {
    const char *path;
    bool made;
    const char *note; /* why it was left alone; NULL */
};
struct init_report {
    VEC(struct init_line) lines;
    struct strlist migration_folders; /* folders that look like migrations */
    const char *spec_path;
};

/* One file of the scaffold, given by cli from the embedded templates. */
struct scaffold_file {
    const char *path, *bytes;
    size_t len;
};

/* ERR_REFUSED in a bare repository: it has no work tree, and its own files are git's. Ask before
 * anything is read or written for an init. */
nodiscard enum code app_init_may(struct app *app, struct err *err);
/* Writes the scaffold below app->folder (the root of the git work tree when there is one);
 * overwrites nothing. */
nodiscard enum code app_init(struct app *app, const struct scaffold_file *files, size_t count,
                             struct init_report *report, struct err *err);

/* What `config` and messages show of the project. */
struct app_project {
    const char *root;       /* work tree, or `folder` outside git */
    const char *git_dir;    /* common git dir; NULL outside git */
    const char *cache_path; /* where the cache is or would be */
};
nodiscard enum code app_find_project(struct app *app, struct app_project *project, struct err *err);
/* "owner/name" of the remote origin, or NULL. */
nodiscard enum code app_find_origin(struct app *app, const char **origin, struct err *err);

#endif
