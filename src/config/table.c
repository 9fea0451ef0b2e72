#include "config/config.h"

#include "base/str.h"

#define FLAG ORIGIN_BIT(ORIGIN_FLAG)
#define ENVIRONMENT ORIGIN_BIT(ORIGIN_ENVIRONMENT)
#define PROJECT ORIGIN_BIT(ORIGIN_PROJECT)
#define USER ORIGIN_BIT(ORIGIN_USER)

/* What decides where data goes, what runs, or how hard a server is pressed is not for a project
 * file: whoever may change that file in a pull request would decide it for everybody. */
#define NOT_PROJECT (FLAG | ENVIRONMENT | USER)
#define EVERYWHERE (FLAG | ENVIRONMENT | PROJECT | USER)

static const struct setting_row rows[SETTING_COUNT] = {
    [SETTING_API_URL] = {.key = "api_url",
                         .variable = "ROADMAP_API_URL",
                         .also = {"GITHUB_API_URL"},
                         .flag = "--api-url",
                         .argument = "URL",
                         .type = SETTING_URL,
                         .standard = "https://api.github.com",
                         .levels = NOT_PROJECT,
                         .help = "Address of GitHub's API; http only to 127.0.0.0/8 and [::1]"},
    [SETTING_REPO] = {.key = "repo",
                      .variable = "ROADMAP_REPO",
                      .flag = "--repo",
                      .argument = "OWNER/NAME",
                      .type = SETTING_SLUG,
                      .levels = FLAG | ENVIRONMENT,
                      .help = "The repository, instead of the plan's, GITHUB_REPOSITORY or origin"},
    [SETTING_SPEC] = {.key = "spec",
                      .variable = "ROADMAP_SPEC",
                      .flag = "--spec",
                      .argument = "FILE",
                      .type = SETTING_PATH,
                      .levels = FLAG | ENVIRONMENT | PROJECT,
                      .help = "The plan, instead of the one found under roadmap/"},
    [SETTING_TOKEN_FILE] = {.key = "token_file",
                            .variable = "ROADMAP_TOKEN_FILE",
                            .flag = "--token-file",
                            .argument = "FILE",
                            .type = SETTING_PATH,
                            .levels = FLAG | ENVIRONMENT,
                            .help = "A file with the token, - for standard input"},
    [SETTING_CACHE] = {.key = "cache",
                       .variable = "ROADMAP_CACHE",
                       .type = SETTING_PATH,
                       .levels = ENVIRONMENT | USER,
                       .help = "The cache's file, instead of its usual place"},
    [SETTING_TRUST_REPO] = {.key = "trust_repo",
                            .variable = "ROADMAP_TRUST_REPO",
                            .flag = "--trust-repo",
                            .flag_value = "true",
                            .type = SETTING_BOOL,
                            .standard = "false",
                            .levels = NOT_PROJECT,
                            .help = "Read a git repository that belongs to another user"},
    [SETTING_DEFAULT_BRANCH] = {.key = "default_branch",
                                .variable = "ROADMAP_DEFAULT_BRANCH",
                                .type = SETTING_TEXT,
                                .levels = ENVIRONMENT | PROJECT | USER,
                                .help =
                                    "The branch that counts as merged, where neither origin/HEAD "
                                    "nor GITHUB_BASE_REF says it; never guessed"},
    [SETTING_TEMPLATES] = {.key = "templates",
                           .variable = "ROADMAP_TEMPLATES",
                           .type = SETTING_PATH,
                           .standard = "roadmap/templates",
                           .levels = ENVIRONMENT | PROJECT | USER,
                           .help = "Folder of own templates; a project file can only name one "
                                   "inside the repository"},
    [SETTING_PG] = {.key = "pg",
                    .variable = "ROADMAP_PG",
                    .flag = "--pg",
                    .argument = "SERVICE|URL|ephemeral",
                    .type = SETTING_TEXT,
                    .levels = NOT_PROJECT,
                    .help = "The PostgreSQL server that checks use; never with a password in it"},
    [SETTING_COLOR] = {.key = "color",
                       .variable = "ROADMAP_COLOR",
                       .flag = "--color",
                       .argument = "WHEN",
                       .type = SETTING_CHOICE,
                       .choices = "auto always never",
                       .standard = "auto",
                       .levels = EVERYWHERE,
                       .help = "Colours; auto: on a terminal and while NO_COLOR is not set"},
    [SETTING_ASCII] = {.key = "ascii",
                       .variable = "ROADMAP_ASCII",
                       .flag = "--ascii",
                       .flag_value = "true",
                       .type = SETTING_BOOL,
                       .standard = "false",
                       .levels = EVERYWHERE,
                       .help = "Only ASCII signs, also where the terminal knows UTF-8"},
    [SETTING_INPUT] = {.key = "input",
                       .variable = "ROADMAP_INPUT",
                       .flag = "--no-input",
                       .flag_value = "false",
                       .type = SETTING_BOOL,
                       .standard = "true",
                       .levels = NOT_PROJECT,
                       .help = "Ask questions on a terminal"},
    [SETTING_PAGER] = {.key = "pager",
                       .variable = "ROADMAP_PAGER",
                       .also = {"PAGER"},
                       .flag = "--no-pager",
                       .flag_value = "",
                       .type = SETTING_TEXT,
                       .levels = NOT_PROJECT,
                       .help = "The program that shows long output; empty for none"},
    [SETTING_EDITOR] = {.key = "editor",
                        .variable = "ROADMAP_EDITOR",
                        .also = {"VISUAL", "EDITOR"},
                        .type = SETTING_TEXT,
                        .levels = ENVIRONMENT | USER,
                        .help = "The program that opens a file to edit"},
    [SETTING_WORKDAY] = {.key = "workday",
                         .variable = "ROADMAP_WORKDAY",
                         .type = SETTING_MS,
                         .standard = "8h",
                         .levels = ENVIRONMENT | PROJECT | USER,
                         .help = "Effort that one person works off in a working day; schedules "
                                 "and expected dates count with it",
                         .least = 60000,
                         .most = 24 * 3600000,
                         .range = "it has to be a time from 1min to 24h"},
    [SETTING_WRITE_INTERVAL_MS] = {.key = "write_interval_ms",
                                   .variable = "ROADMAP_WRITE_INTERVAL_MS",
                                   .type = SETTING_MS,
                                   .standard = "1010",
                                   .levels = ENVIRONMENT | USER,
                                   .help = "Time between the starts of two writes; 0 for none"},
    [SETTING_CREATES_PER_HOUR] = {.key = "creates_per_hour",
                                  .variable = "ROADMAP_CREATES_PER_HOUR",
                                  .type = SETTING_COUNTER,
                                  .standard = "500",
                                  .levels = ENVIRONMENT | USER,
                                  .help = "Creations in any 60 minutes; 0 for no limit"},
    [SETTING_CREATES_PER_MINUTE] = {.key = "creates_per_minute",
                                    .variable = "ROADMAP_CREATES_PER_MINUTE",
                                    .type = SETTING_COUNTER,
                                    .standard = "80",
                                    .levels = ENVIRONMENT | USER,
                                    .help = "Creations in any 60 seconds; 0 for no limit"},
    [SETTING_RECOVERY_DELAYS_MS] = {.key = "recovery_delays_ms",
                                    .variable = "ROADMAP_RECOVERY_DELAYS_MS",
                                    .type = SETTING_MS_LIST,
                                    .standard = "5000,30000,120000,600000",
                                    .levels = ENVIRONMENT | USER,
                                    .help = "When to look for a write whose answer was lost; the "
                                            "last one is the horizon"},
    [SETTING_HTTP_TIMEOUT_MS] = {.key = "http_timeout_ms",
                                 .variable = "ROADMAP_HTTP_TIMEOUT_MS",
                                 .type = SETTING_MS,
                                 .standard = "60000",
                                 .levels = ENVIRONMENT | USER,
                                 .help = "The longest one request may take"},
    [SETTING_RETRY_BASE_MS] = {.key = "retry_base_ms",
                               .variable = "ROADMAP_RETRY_BASE_MS",
                               .type = SETTING_MS,
                               .standard = "1000",
                               .levels = ENVIRONMENT | USER,
                               .help = "First pause before a repeat; it doubles each time"},
    [SETTING_SECONDARY_WAIT_MS] = {.key = "secondary_wait_ms",
                                   .variable = "ROADMAP_SECONDARY_WAIT_MS",
                                   .type = SETTING_MS,
                                   .standard = "60000",
                                   .levels = ENVIRONMENT | USER,
                                   .help = "Pause after a secondary limit that names no time"},
    [SETTING_MAX_WAIT_MS] = {.key = "max_wait_ms",
                             .variable = "ROADMAP_MAX_WAIT_MS",
                             .flag = "--max-wait",
                             .argument = "TIME",
                             .type = SETTING_MS,
                             .standard = "900000",
                             .levels = NOT_PROJECT,
                             .help = "The longest single wait before a run stops and keeps what "
                                     "it has"},
};

static const char *const origins[] = {"default", "user", "project", "environment", "flag"};

const struct setting_row *setting_row(enum setting setting)
{
    BUG_UNLESS((int)setting < SETTING_COUNT);
    return &rows[setting];
}

bool setting_parse_key(const char *key, enum setting *setting)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        if (text_eq(rows[i].key, key)) {
            *setting = (enum setting)i;
            return true;
        }
    }
    return false;
}

const char *origin_name(enum origin origin)
{
    return origins[origin];
}
