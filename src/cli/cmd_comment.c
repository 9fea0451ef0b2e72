#include <string.h>

#include "app/comment/comment.h"
#include "base/env.h"
#include "base/file.h"
#include "cli/actions.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "cli/sync_args.h"
#include "cli/terminal.h"
#include "render/comment_text.h"

#define SUMMARY_BYTES (1024u * 1024)

/* The clock of the output: days are counted from it. */
static int64_t fixed_now(void *state)
{
    (void)state;
    bool fixed;
    return terminal_now_ms(&fixed);
}

static enum code read_options(struct cli *cli, const struct invocation *call,
                              struct comment_options *options, struct err *err)
{
    const char *server = env_get("GITHUB_SERVER_URL"), *repository = env_get("GITHUB_REPOSITORY");
    const char *run = env_get("GITHUB_RUN_ID"), *key = invocation_text(call, "key");
    const bool tracking = invocation_has(call, "issue");
    *options = (struct comment_options){.key = key        ? key
                                               : tracking ? "status"
                                                          : "plan",
                                        .base_ref = actions_base_ref(cli->arena),
                                        .author = invocation_text(call, "author"),
                                        .from = invocation_text(call, "from"),
                                        .out = invocation_text(call, "output"),
                                        .server_url = server ? server : "https://github.com",
                                        .ci = env_get("CI") != NULL,
                                        .dry_run = invocation_has(call, "dry-run")};
    if (server && repository && run)
        options->run_url =
            arena_printf(cli->arena, "%s/%s/actions/runs/%s", server, repository, run);
    if (tracking && (options->from || options->out || invocation_has(call, "pr")))
        return err_set(err, ERR_USAGE, "--issue goes with none of --pr, --from and --output");
    enum code code = invocation_number(call, "pr", &options->number.v, err);
    if (!code)
        code = invocation_number(call, "issue", &options->issue.v, err);
    if (code)
        return code;
    return comment_event_read(cli->arena, env_get("GITHUB_EVENT_NAME"),
                              env_get("GITHUB_EVENT_PATH"), &options->event, err);
}

/* Behind what other steps of the same step file wrote. GitHub throws all of it away when it is too
 * much: then what is there already stays alone. */
static enum code write_summary(struct cli *cli, const struct comment_report *report,
                               struct err *err)
{
    const char *path = env_get("GITHUB_STEP_SUMMARY");
    struct err trouble cleanup_err = ERR_INIT;
    char *before = NULL;
    size_t len = 0;
    if (!path || !report->summary)
        return OK;
    enum code code = file_exists(path)
                         ? file_read(cli->arena, path, SUMMARY_BYTES, &before, &len, &trouble)
                         : OK;
    if (code && code != ERR_CEILING)
        return err_move(err, &trouble);
    const char *text = arena_printf(cli->arena, "%s%s%s\n", before ? before : "", len ? "\n" : "",
                                    report->summary);
    if (code == ERR_CEILING || strlen(text) > SUMMARY_BYTES) {
        cli_err(cli, "the job summary is full: what the comment says is not in it\n");
        return OK;
    }
    return file_write_atomic(path, text, strlen(text), 0644, err);
}

static void show(struct cli *cli, const struct comment_report *report)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    if (cli->format == FORMAT_JSON) {
        cli_out_json(cli, json_comment(cli->arena, report));
        return;
    }
    comment_text(cli->arena, &cli->out, report, &text);
    if (report->outcome == COMMENT_SHOWN && report->body && !cli->out.quiet)
        str_addf(&text, "\n%s\n", report->body);
    pager_show(cli, text.p);
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    struct comment_options options;
    struct diags diags = {0};
    struct comment_report report = {0};
    struct progress progress;
    struct style style = style_default();
    enum code code = read_options(cli, call, &options, err);
    if (!code && !options.dry_run && !(options.event.fork && !options.from))
        code = setup_token(cli, "comment on", err);
    if (code)
        return code;
    cli->app.clock.now_ms = fixed_now;
    style.now_ms = cli->out.now_ms;
    style.today = cli->out.today;
    options.style = &style;
    progress_init(&progress, cli);
    code = app_comment(&cli->app, &options, &diags, &report, err);
    progress_end(&progress);
    cli->repository = report.repository;
    sync_args_show_diags(cli, &diags);
    if (!code)
        code = write_summary(cli, &report, err);
    if (!code)
        show(cli, &report);
    return code;
}

static const struct option_row options[] = {
    {"pr", 0, "N", "The pull request, where no event of a workflow tells it", false},
    {"issue", 0, "N", "Keep where the plan stands on this issue, instead", false},
    {"key", 0, "KEY", "Which of several comments on one thread this is; plan, or status", false},
    {"author", 0, "LOGIN", "Whose comments are ours, for the token of an app of your own", false},
    {"dry-run", 0, NULL, "Show the comment; send nothing, ask nobody", false},
    {"output", 'o', "FILE", "Write what it says as data, for --from in a trusted workflow", false},
    {"from", 0, "FILE", "Say what another run wrote with -o; that run may be a stranger's", false},
    {0},
};

const struct command command_comment = {
    .name = "comment",
    .group = "More",
    .summary = "what a pull request does to the plan, in one comment",
    .usage = "[options]",
    .text = "Compares the branch with where it began and keeps one comment on its pull request in "
            "step: what asks for less proof, which checks fail, what changes in milestones and "
            "issues, what sync will do after the merge. It is edited in place, and only when it "
            "says something else; a pull request that does not touch the plan gets none. What "
            "stands in it stands in the job summary too, with more of it.\n\n"
            "In the workflow of a fork the token may not write: then the job summary has it, the "
            "command ends with 0, and -o FILE hands it to a workflow of the repository's own, "
            "where --from FILE posts it. That file is taken for what it is, text by a stranger: it "
            "is checked and rendered anew, and the pull request is the one that GitHub names for "
            "the commit of the run.\n\n"
            "With --issue the comment says where the plan stands, on an issue that people follow: "
            "what status says, read from GitHub first.",
    .needs = NEED_PROJECT,
    .max_args = 0,
    .options = options,
    .examples = {{"roadmap comment --dry-run", "what it would say here"},
                 {"roadmap comment --issue 1", "where the plan stands, on issue 1"},
                 {"roadmap comment --dry-run -o comment.json", "as a file for --from"}},
    .run = run,
};
