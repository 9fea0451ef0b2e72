#include <string.h>

#include "app/report/report.h"
#include "base/file.h"
#include "cli/actions.h"
#include "cli/browser.h"
#include "cli/command.h"
#include "cli/sync_args.h"
#include "cli/terminal.h"
#include "render/plan_parts.h"
#include "render/report/page.h"

#define DEFAULT_FILE "roadmap-report.html"
/* 10,000 issues with titles of 256 code points are 30 MiB. */
#define PAGE_BYTES (256u * 1024 * 1024)

static enum code read_since(const struct invocation *call, int32_t *since, struct err *err)
{
    const char *text = invocation_text(call, "since");
    *since = DAY_NONE;
    if (!text)
        return OK;
    if (day_parse(text, since)) {
        if (*since <= instant_day(terminal_clock_ms(NULL)))
            return OK;
        return err_set(err, ERR_USAGE, "--since: %s has not begun yet", text);
    }
    (void)err_set(err, ERR_USAGE, "--since: '%s' is no day", text);
    return err_hint(err, "write it as 2026-03-13");
}

static const char *size_text(struct arena *arena, size_t bytes)
{
    if (bytes < 1000)
        return text_count(arena, (int64_t)bytes, "byte", NULL);
    char count[32];
    count_format((int64_t)(bytes + 500) / 1000, count);
    return arena_printf(arena, "%s KB", count);
}

static void say(struct cli *cli, const struct page *page, const char *file, size_t bytes)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    struct pen pen;
    pen_init(&pen, cli->arena, &cli->out, &text);
    pen_wrap(&pen, ROLE_STRONG, page_verdict(cli->arena, &cli->out, page));
    pen_end(&pen);
    if (!cli->out.quiet) {
        pen_wrapf(&pen, ROLE_PLAIN, "Written to %s, %s: one file that opens in any browser.", file,
                  size_text(cli->arena, bytes));
        pen_end(&pen);
    }
    cli_out(cli, text.p);
}

/* The page is there all the same, so that this is no failure. */
static void say_not_opened(struct cli *cli, const char *file, const struct err *why)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    struct pen pen;
    pen_init(&pen, cli->arena, &cli->err, &text);
    pen.indent = 2;
    pen_put(&pen, ROLE_CARE, "warning:");
    pen_wrapf(&pen, ROLE_PLAIN, " %s was not opened: %s", file, why->message);
    pen_end(&pen);
    cli_err(cli, text.p);
}

static enum code write_page(struct cli *cli, const struct page *page, const char *file, bool open,
                            struct err *err)
{
    struct err local cleanup_err = ERR_INIT;
    cleanup_str struct str html;
    str_init(&html, PAGE_BYTES);
    page_html(cli->arena, &cli->out, page, &html);
    if (str_over(&html))
        return err_set(err, ERR_CEILING, "the page is larger than %u MiB", PAGE_BYTES >> 20);
    if (strcmp(file, "-") == 0 && cli->format != FORMAT_JSON) {
        cli_out(cli, html.p);
        return OK;
    }
    const char *path = path_join(cli->arena, cli->app.folder, file);
    enum code code = file_write_atomic(path, html.p, html.len, 0644, err);
    if (code)
        return code;
    if (cli->format == FORMAT_JSON)
        cli_out_json(cli, json_page(cli->arena, &cli->out, page, file, html.len));
    else
        say(cli, page, file, html.len);
    if (open && browser_open(cli, path, &local))
        say_not_opened(cli, file, &local);
    return OK;
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    const char *file = invocation_text(call, "output");
    struct page_options options = {.base_ref = actions_base_ref(cli->arena),
                                   .baseline = invocation_text(call, "baseline")};
    enum code code = read_since(call, &options.since_day, err);
    if (code)
        return code;
    if (invocation_has(call, "open") && file && strcmp(file, "-") == 0)
        return err_set(err, ERR_USAGE, "--open needs a file, and -o - has none");
    struct diags diags = {0};
    struct page page = {0};
    cli->app.clock.now_ms = terminal_clock_ms;
    code = app_report(&cli->app, &options, &diags, &page, err);
    sync_args_show_diags(cli, &diags);
    return code ? code
                : write_page(cli, &page, file ? file : DEFAULT_FILE, invocation_has(call, "open"),
                             err);
}

static const struct option_row options[] = {
    {"output", 'o', "FILE", "Where to, instead of " DEFAULT_FILE "; - is standard output", false},
    {"baseline", 0, "REF", "Compare dates with the plan of this commit, instead of its first one",
     false},
    {"since", 0, "DAY", "What changed since then, as 2026-03-13, instead of the last seven days",
     false},
    {"open", 0, NULL, "Then open it in the browser: BROWSER, else xdg-open", false},
    {0},
};

const struct command command_report = {
    .name = "report",
    .group = "See",
    .summary = "one HTML page to forward",
    .usage = "[-o FILE] [--open] [--baseline REF] [--since DAY]",
    .text = "Writes one HTML file for people who look rather than read: whether the plan is on "
            "track, what changed, the top risks, what is blocked and which decisions are due; then "
            "the milestones, how scope and work done moved day by day, the schedule with its "
            "critical path against a baseline, dependencies, gates, entities, gaps and every "
            "issue. The scope comes from the plan's git history, the rest from the plan, "
            "from what the last run read from GitHub, and from what checks have shown.\n\n"
            "The file needs nothing else: it runs no script, asks for nothing from the network, "
            "is readable light and dark, and prints on A4. No network and no token are used to "
            "make it. --open shows it in the browser where a person sits at a terminal; in CI and "
            "without a display it says that it did not. With SOURCE_DATE_EPOCH set, equal input "
            "gives equal bytes.",
    .needs = NEED_PROJECT,
    .max_args = 0,
    .options = options,
    .examples = {{"roadmap report", "roadmap-report.html"},
                 {"roadmap report --open", "the same, and shown in the browser"},
                 {"roadmap report -o plan.html --since 2026-03-01", "what changed since March"},
                 {"roadmap report -o -", "to standard output"}},
    .run = run,
};
