/* Settings: flag > environment > project > user > default, all from one table. Each value knows
 * where it came from. The project's file is roadmap/settings.yaml below the work tree; the user's
 * is roadmap/config.yaml below $XDG_CONFIG_HOME. A project file may set what the plan looks like,
 * never where it goes or what runs. (design: the spec, commands) */
#ifndef ROADMAP_CONFIG_CONFIG_H
#define ROADMAP_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

#define CONFIG_PROJECT_FILE "roadmap/settings.yaml"
#define CONFIG_USER_FILE "roadmap/config.yaml"

enum setting {
    SETTING_API_URL,
    SETTING_REPO,
    SETTING_SPEC,
    SETTING_TOKEN_FILE,
    SETTING_CACHE,
    SETTING_TRUST_REPO,
    SETTING_DEFAULT_BRANCH,
    SETTING_TEMPLATES,
    SETTING_PG,
    SETTING_COLOR,
    SETTING_ASCII,
    SETTING_INPUT,
    SETTING_PAGER,
    SETTING_EDITOR,
    SETTING_WORKDAY,
    SETTING_WRITE_INTERVAL_MS,
    SETTING_CREATES_PER_HOUR,
    SETTING_CREATES_PER_MINUTE,
    SETTING_RECOVERY_DELAYS_MS,
    SETTING_HTTP_TIMEOUT_MS,
    SETTING_RETRY_BASE_MS,
    SETTING_SECONDARY_WAIT_MS,
    SETTING_MAX_WAIT_MS,
    SETTING_COUNT
};

enum setting_type {
    SETTING_TEXT,
    SETTING_PATH,    /* in a file: relative to that file's folder (project: to the work tree) */
    SETTING_URL,     /* https, or http to 127.0.0.0/8 and [::1] */
    SETTING_SLUG,    /* OWNER/NAME */
    SETTING_BOOL,    /* true, false (yes, no, on, off, 1, 0) */
    SETTING_CHOICE,  /* one of `choices` */
    SETTING_COUNTER, /* 0 = none, no limit */
    SETTING_MS,      /* milliseconds, or with a unit: 500ms, 10s, 15min, 1h */
    SETTING_MS_LIST  /* several, with commas */
};

/* Levels, weakest first. */
enum origin { ORIGIN_DEFAULT, ORIGIN_USER, ORIGIN_PROJECT, ORIGIN_ENVIRONMENT, ORIGIN_FLAG };
#define ORIGIN_BIT(origin) (1u << (origin))

struct setting_row {
    const char *key;      /* in files */
    const char *variable; /* ROADMAP_A_B */
    const char *also[3];  /* variables of others that count where `variable` is unset; NULL-ended */
    const char *flag;     /* "--api-url", or NULL */
    const char *argument; /* "URL"; NULL for a flag that takes none */
    const char *flag_value; /* what a flag without argument sets: "true", "false", "" */
    enum setting_type type;
    const char *choices;  /* "auto always never" */
    const char *standard; /* default as text; NULL = none */
    unsigned levels;      /* ORIGIN_BITs that may set it */
    const char *help;     /* one sentence, no full stop */
    int64_t least, most;  /* of a number; most 0 = no bounds */
    const char *range;    /* "it has to be 1min to 24h" */
};

/* The table; SETTING_COUNT rows in the order of the enum. */
const struct setting_row *setting_row(enum setting setting);
bool setting_parse_key(const char *key, enum setting *setting);
const char *origin_name(enum origin origin); /* "default", "user", "project" … */

#define SETTING_LIST_MAX 8

struct setting_value {
    const char *text; /* NULL = not set */
    enum origin origin;
    const char *where; /* "--api-url", "ROADMAP_API_URL", "roadmap/settings.yaml:3"; NULL */
    int64_t number;    /* COUNTER, MS; BOOL: 0 or 1 */
    int64_t list[SETTING_LIST_MAX]; /* MS_LIST */
    int list_len;
};

/* `hosts:` of the user file: which token file goes with which host. */
struct config_host {
    const char *host;
    const char *token_file;
};

struct config {
    struct setting_value value[SETTING_COUNT];
    VEC(struct config_host) hosts;
    const char *project_path, *user_path; /* looked at; NULL = none; may be absent on disk */
};

struct config_sources {
    const char *flags[SETTING_COUNT]; /* as given on the command line; NULL = not given */
    const char *work_root;            /* of the project; NULL: no project file */
    const char *user_folder;          /* NULL: $XDG_CONFIG_HOME, else ~/.config */
};

/* ERR_USAGE for a value of the wrong form, an unknown key (with the nearest known one), and a key
 * that its file may not set, with FILE:LINE, variable or flag in front. */
nodiscard enum code config_load(struct arena *arena, const struct config_sources *sources,
                                struct config *config, struct err *err);

const char *config_text(const struct config *config, enum setting setting); /* NULL = not set */
bool config_on(const struct config *config, enum setting setting);
int64_t config_number(const struct config *config, enum setting setting);

/* One line of `config --show-origin`: key, value ("" when not set), level, where. */
struct config_line {
    const char *key, *value, *level, *where; /* where may be NULL */
};
struct config_lines {
    VEC(struct config_line) items;
};
void config_list(struct arena *arena, const struct config *config, struct config_lines *lines);

/* docs/reference/settings.md, whole: Markdown made from the table. */
char *config_reference(struct arena *arena);

/* $NAME when it is absolute (others are ignored: XDG), else $HOME/`below_home`; NULL without a
 * home. xdg_folder(arena, "XDG_CACHE_HOME", ".cache"). */
const char *xdg_folder(struct arena *arena, const char *name, const char *below_home);

#endif
