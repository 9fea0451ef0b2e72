#include <string.h>

#include "app/doctor/doctor.h"
#include "base/env.h"
#include "base/shell.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "cli/setup.h"
#include "config/url.h"
#include "render/doctor_text.h"

/* Where a value came from is what takes it back. */
static void add_weak(struct cli *cli, struct doctor_options *options, enum setting setting,
                     const char *usual)
{
    const struct setting_value *value = &cli->config.value[setting];
    const char *command = value->origin == ORIGIN_ENVIRONMENT
                              ? arena_printf(cli->arena, "unset %s", value->where)
                              : "roadmap config --show-origin";
    const struct doctor_setting one = {value->where ? value->where : setting_row(setting)->key,
                                       value->text, usual, command};
    VEC_PUSH(cli->arena, &options->weak, one);
}

/* Faster than GitHub asks: fewer pauses, more creations, a shorter look for what was lost. */
static void find_weak(struct cli *cli, struct doctor_options *options)
{
    const struct app_limits usual = app_limits_default(), *now = &cli->app.limits;
    if (now->write_interval_ms < usual.write_interval_ms)
        add_weak(cli, options, SETTING_WRITE_INTERVAL_MS, "1010");
    if (now->creates_per_hour == 0 || now->creates_per_hour > usual.creates_per_hour)
        add_weak(cli, options, SETTING_CREATES_PER_HOUR, "500");
    if (now->creates_per_minute == 0 || now->creates_per_minute > usual.creates_per_minute)
        add_weak(cli, options, SETTING_CREATES_PER_MINUTE, "80");
    const int64_t horizon =
        now->recovery_looks ? now->recovery_delays_ms[now->recovery_looks - 1] : 0;
    if (horizon < usual.recovery_delays_ms[usual.recovery_looks - 1])
        add_weak(cli, options, SETTING_RECOVERY_DELAYS_MS, "5000,30000,120000,600000");
    if (now->secondary_wait_ms < usual.secondary_wait_ms)
        add_weak(cli, options, SETTING_SECONDARY_WAIT_MS, "60000");
}

/* Without user and password. */
static const char *proxy_shown(struct arena *arena, const char *proxy)
{
    const char *at = strrchr(proxy, '@');
    const char *scheme = strstr(proxy, "://");
    if (!at)
        return proxy;
    return scheme && scheme < at
               ? arena_printf(arena, "%.*s%s", (int)(scheme + 3 - proxy), proxy, at + 1)
               : at + 1;
}

/* The variables in libcurl's order, for https. */
static void find_proxy(struct cli *cli, struct doctor_options *options)
{
    static const char *const names[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    for (size_t i = 0; i < sizeof names / sizeof *names && !options->proxy; i++) {
        const char *value = env_get(names[i]);
        if (!value)
            continue;
        options->proxy_variable = names[i];
        options->proxy = proxy_shown(cli->arena, value);
    }
}

static void find_token(struct cli *cli, struct doctor_options *options)
{
    struct err err cleanup_err = ERR_INIT;
    if (!cli->app.api_url)
        options->token_trouble = "the settings do not say for which server";
    else if (setup_token(cli, "read", &err) != OK)
        options->token_trouble = arena_strdup(cli->arena, err.message);
    options->token_note = cli->token_note;
}

static void fill_options(struct cli *cli, struct doctor_options *options)
{
    struct api_url url = {0};
    const char *reason = NULL;
    options->settings_trouble = cli->settings_trouble;
    options->sign_in_host = "github.com";
    options->ca_file = env_get("SSL_CERT_FILE");
    if (cli->app.api_url && api_url_parse(cli->arena, cli->app.api_url, &url, &reason)) {
        options->sign_in_host = api_url_sign_in_host(cli->arena, &url);
        options->loopback = url.loopback;
    }
    find_proxy(cli, options);
    find_weak(cli, options);
    find_token(cli, options);
}

static void show(struct cli *cli, const struct doctor_report *report)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli,
                     json_doctor(cli->arena, report, cli->out.options, NULL, cli->exit_status));
        return;
    }
    doctor_text(cli->arena, &cli->out, report, &text);
    pager_show(cli, text.p);
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct doctor_options options = {.fix = invocation_has(call, "fix")};
    struct doctor_report report = {0};
    fill_options(cli, &options);
    enum code code = app_doctor(&cli->app, &options, &report, err);
    if (code)
        return code;
    if (doctor_count(&report, HEALTH_FAIL) > 0)
        cli->exit_status = code_exit_status(ERR_CHECKS);
    show(cli, &report);
    return OK;
}

static const struct option_row options[] = {
    {"fix", 0, NULL, "Mend what is safe and local, and say what was done", false},
    {0},
};

const struct command command_doctor = {
    .name = "doctor",
    .group = "Upkeep",
    .summary = "is everything here as it has to be?",
    .usage = "[--fix]",
    .text = "Looks at settings, plan, git, network, token, repository, cache, unfinished runs, "
            "hidden marks and workflows, and says for each what is wrong and the command that "
            "mends it. What cannot be looked at is unknown (?), never well. It changes nothing.\n\n"
            "--fix mends what is safe and local: the rights of the cache file, a lost tag or "
            ".gitignore of cache/, a .gitignore line for a cache in the work tree, a damaged cache "
            "(moved aside; the next plan reads GitHub). It never writes to GitHub and never "
            "changes git's settings. The exit code is 3 when a check fails.",
    .needs = NEED_WHAT_THERE_IS,
    .max_args = 0,
    .options = options,
    .examples = {{"roadmap doctor", "look, and change nothing"},
                 {"roadmap doctor --fix", "mend what is safe"},
                 {"roadmap doctor --json", "for scripts"}},
    .run = run,
};
