#include "cli/setup.h"

#include <string.h>
#include <unistd.h>

#include "base/env.h"
#include "base/file.h"
#include "base/shell.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "config/token.h"

static enum code take_format(struct cli *cli, const struct invocation *call, struct err *err)
{
    static const char *const names[] = {"text", "json", "csv", "github"};
    for (size_t i = 0; i < call->given.len; i++) {
        const struct given_option *given = &call->given.items[i];
        if (text_eq(given->row->name, "json"))
            cli->format = FORMAT_JSON;
        if (!text_eq(given->row->name, "format"))
            continue;
        size_t k = 0;
        while (k < sizeof names / sizeof *names && strcmp(given->value, names[k]) != 0)
            k++;
        if (k == sizeof names / sizeof *names)
            return err_set(err, ERR_USAGE, "unknown format '%s': text, json, csv or github",
                           given->value);
        cli->format = (enum format)k;
    }
    if (cli->format == FORMAT_CSV && !call->command->csv) {
        (void)err_set(err, ERR_USAGE, "'%s' has no format 'csv'", call->command->name);
        return err_hint(err, "it has %s",
                        call->command->github ? "text, json and github" : "text and json");
    }
    if (cli->format == FORMAT_GITHUB && !call->command->github)
        return err_set(err, ERR_USAGE, "only 'validate' and 'check' have the format 'github'");
    return OK;
}

bool setup_wants_json(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--json") == 0 || strcmp(argv[i], "--format=json") == 0 ||
            (strcmp(argv[i], "--format") == 0 && i + 1 < argc && strcmp(argv[i + 1], "json") == 0))
            return true;
    return false;
}

static void add_option(struct str *text, const char *name, const char *value)
{
    if (!value)
        return;
    str_addf(text, " %s%s ", name[1] ? "--" : "-", name);
    shell_word(text, value);
}

const char *setup_repeated(struct arena *arena, const struct invocation *call, const char *spec)
{
    static const char *const names[] = {"repo", "api-url", "token-file"};
    struct strlist specs = {0};
    cleanup_str struct str text;
    str_init(&text, 0);
    add_option(&text, "C", invocation_text(call, "C"));
    if (spec)
        strlist_add(arena, &specs, spec);
    else
        invocation_specs(arena, call, &specs);
    for (size_t i = 0; i < specs.len; i++)
        add_option(&text, "spec", specs.items[i]);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_option(&text, names[i], invocation_text(call, names[i]));
    return text.len ? str_dup(&text, arena) : NULL;
}

/* Where people stand in the project: paths are called from there. */
static void place_styles(struct cli *cli)
{
    struct err ignored cleanup_err = ERR_INIT;
    char *here = NULL;
    if (!cli->project.root || path_real(cli->arena, ".", &here, &ignored))
        return;
    cli->out.root = cli->err.root = cli->project.root;
    cli->out.here = cli->err.here = here;
}

static void make_styles(struct cli *cli, const struct invocation *call)
{
    cli->out = terminal_style(&cli->config, STDOUT_FILENO);
    cli->err = terminal_style(&cli->config, STDERR_FILENO);
    cli->out_is_terminal = isatty(STDOUT_FILENO);
    cli->err_is_terminal = isatty(STDERR_FILENO);
    cli->out.quiet = cli->err.quiet = invocation_has(call, "quiet");
    cli->out.verbose = cli->err.verbose = invocation_count(call, "verbose");
    cli->out.options = cli->err.options = setup_repeated(cli->arena, call, NULL);
    place_styles(cli);
}

void setup_output(struct cli *cli, const struct invocation *call)
{
    struct err ignored cleanup_err = ERR_INIT;
    struct config_sources sources = {0};
    memcpy(sources.flags, call->flags, sizeof sources.flags);
    /* A wrong setting is told when a command needs it; help is shown all the same. */
    if (config_load(cli->arena, &sources, &cli->config, &ignored) != OK)
        cli->config = (struct config){0};
    make_styles(cli, call);
}

static void fill_limits(struct app_limits *limits, const struct config *config)
{
    limits->write_interval_ms = config_number(config, SETTING_WRITE_INTERVAL_MS);
    limits->creates_per_hour = config_number(config, SETTING_CREATES_PER_HOUR);
    limits->creates_per_minute = config_number(config, SETTING_CREATES_PER_MINUTE);
    limits->http_timeout_ms = config_number(config, SETTING_HTTP_TIMEOUT_MS);
    limits->retry_base_ms = config_number(config, SETTING_RETRY_BASE_MS);
    limits->secondary_wait_ms = config_number(config, SETTING_SECONDARY_WAIT_MS);
    limits->max_wait_ms = config_number(config, SETTING_MAX_WAIT_MS);
    const struct setting_value *delays = &config->value[SETTING_RECOVERY_DELAYS_MS];
    limits->recovery_looks = delays->list_len;
    for (int i = 0; i < delays->list_len; i++)
        limits->recovery_delays_ms[i] = delays->list[i];
}

/* What app needs to find the project; settings that say where it is come from flag and environment
 * before any file can be read. */
static void begin_app(struct cli *cli, const struct invocation *call)
{
    struct app *app = &cli->app;
    const char *folder = invocation_text(call, "C");
    *app = (struct app){.arena = cli->arena,
                        .clock = clock_system(),
                        .limits = app_limits_default(),
                        .folder = folder ? folder : ".",
                        .repo_env = env_get("GITHUB_REPOSITORY"),
                        .xdg_cache = xdg_folder(cli->arena, "XDG_CACHE_HOME", ".cache"),
                        .version = ROADMAP_VERSION,
                        .who = env_get("CI") ? "CI" : NULL};
    app->trust_repo = config_on(&cli->config, SETTING_TRUST_REPO);
    app->cache_path = config_text(&cli->config, SETTING_CACHE);
}

static void fill_app(struct cli *cli)
{
    struct app *app = &cli->app;
    const struct config *config = &cli->config;
    app->spec_path = config_text(config, SETTING_SPEC);
    app->repo = config_text(config, SETTING_REPO);
    app->api_url = config_text(config, SETTING_API_URL);
    if (config->value[SETTING_TEMPLATES].origin != ORIGIN_DEFAULT)
        app->templates = config_text(config, SETTING_TEMPLATES);
    app->cache_path = config_text(config, SETTING_CACHE);
    app->trust_repo = config_on(config, SETTING_TRUST_REPO);
    app->default_branch = config_text(config, SETTING_DEFAULT_BRANCH);
    app->minutes_a_day = (int32_t)(config_number(config, SETTING_WORKDAY) / 60000);
    fill_limits(&app->limits, config);
}

enum code setup_token(struct cli *cli, const char *purpose, struct err *err)
{
    struct token token = {0};
    const struct token_request request = {.config = &cli->config, .ask_tools = true};
    enum code code = token_find(cli->arena, &request, &token, err);
    if (code)
        return code;
    cli->purpose = purpose;
    cli->token_note = token.note;
    cli->app.token = token.text;
    cli->app.token_source = token.source;
    return OK;
}

static enum code take_project(struct cli *cli, const struct invocation *call, struct err *err)
{
    enum code code = app_find_project(&cli->app, &cli->project, err);
    if (code)
        return code;
    struct config_sources sources = {.work_root = cli->project.root};
    memcpy(sources.flags, call->flags, sizeof sources.flags);
    return config_load(cli->arena, &sources, &cli->config, err);
}

/* Files that cannot be read are left out; what was said on the command line has to be right. */
static enum code take_what_there_is(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct err trouble cleanup_err = ERR_INIT, ignored cleanup_err = ERR_INIT;
    if (take_project(cli, call, &trouble) == OK)
        return OK;
    cli->settings_trouble = arena_strdup(cli->arena, trouble.message);
    struct config_sources sources = {.user_folder = "/nonexistent"};
    memcpy(sources.flags, call->flags, sizeof sources.flags);
    cli->settings_broken = config_load(cli->arena, &sources, &cli->config, &ignored) != OK;
    const bool flag = cli->settings_broken && text_starts(ignored.message, "--");
    return flag ? err_move(err, &ignored) : OK;
}

/* A variable of the environment is wrong: then nobody can say which server is meant, and what else
 * was said on the command line still counts. */
static void fill_broken(struct cli *cli, const struct invocation *call)
{
    cli->app.api_url = NULL;
    cli->app.spec_path = call->flags[SETTING_SPEC];
    cli->app.repo = call->flags[SETTING_REPO];
}

enum code setup_command(struct cli *cli, const struct invocation *call, struct err *err)
{
    enum code code = take_format(cli, call, err);
    if (code)
        return code;
    begin_app(cli, call);
    if (file_exists(cli->app.folder) && !file_is_dir(cli->app.folder))
        return err_set(err, ERR_USAGE, "-C: '%s' is not a folder", cli->app.folder);
    cli->may_ask = isatty(STDIN_FILENO) && cli->err_is_terminal;
    if (call->command->needs == NEED_NOTHING)
        return OK;
    const bool lenient = call->command->needs == NEED_WHAT_THERE_IS;
    code = lenient ? take_what_there_is(cli, call, err) : take_project(cli, call, err);
    if (code)
        return code;
    make_styles(cli, call);
    cli->may_ask = cli->may_ask && config_on(&cli->config, SETTING_INPUT);
    fill_app(cli);
    if (cli->settings_broken)
        fill_broken(cli, call);
    return OK;
}
