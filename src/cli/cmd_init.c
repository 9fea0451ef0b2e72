#include <string.h>

#include "base/embed.h"
#include "cli/command.h"
#include "cli/setup.h"
#include "render/json.h"
#include "render/pen.h"

#define FOLDER "templates/init/"
#define FILES_MAX 16
#define SPEC_FILE "roadmap/roadmap.yaml"

/* Where a template goes: templates/init/github/workflows/x.yml → .github/workflows/x.yml. */
static const char *target_of(struct arena *arena, const struct embedded_file *file)
{
    const char *name = file->path + strlen(FOLDER);
    return text_starts(name, "github/") ? arena_printf(arena, ".%s", name) : name;
}

/* A plan that is already there stays the only one. */
static bool has_plan(struct cli *cli)
{
    struct plan *plan = NULL;
    struct diags diags = {0};
    struct err err cleanup_err = ERR_INIT;
    enum code code = app_load_plan(&cli->app, &plan, &diags, &err);
    return code == OK || code == ERR_SPEC;
}

static size_t scaffold(struct cli *cli, bool with_plan, struct scaffold_file *files)
{
    size_t count = 0;
    for (const struct embedded_file *file = embed_first(FOLDER);
         file && text_starts(file->path, FOLDER) && count < FILES_MAX; file++) {
        const char *path = target_of(cli->arena, file);
        if (!with_plan && strcmp(path, SPEC_FILE) == 0)
            continue;
        files[count++] = (struct scaffold_file){path, file->bytes, file->len};
    }
    return count;
}

static void show_json(struct cli *cli, const struct init_report *report,
                      const struct init_from_report *from)
{
    struct json_t *document = json_document("init");
    json_add_rows(document, "files");
    for (size_t i = 0; i < report->lines.len; i++) {
        struct json_t *row = json_add_row(document, "files");
        json_add_text(row, "path", report->lines.items[i].path);
        json_add_bool(row, "made", report->lines.items[i].made);
        json_add_text(row, "note", report->lines.items[i].note);
    }
    json_add_rows(document, "migration_folders");
    for (size_t i = 0; i < report->migration_folders.len; i++)
        json_add_text(json_add_row(document, "migration_folders"), "path",
                      report->migration_folders.items[i]);
    json_add_text(document, "repository", from->repository);
    json_add_rows(document, "notes");
    for (size_t i = 0; i < from->notes.len; i++)
        json_add_text(json_add_row(document, "notes"), "text", from->notes.items[i]);
    json_add_error(document, NULL, 0);
    cli_out_json(cli, json_text(cli->arena, document));
}

static void put_files(struct pen *pen, const struct init_report *report)
{
    for (size_t i = 0; i < report->lines.len; i++) {
        const struct init_line *line = &report->lines.items[i];
        pen_to(pen, 2, 0);
        pen_sign(pen, line->made ? SIGN_CREATE : SIGN_NOT_YET);
        pen_whole(pen, ROLE_PLAIN, line->path);
        if (line->note)
            pen_right(pen, ROLE_DIM, line->note);
        pen_end(pen);
    }
}

/* They are found without a word in the plan; only their engine may have to be said. */
static void put_migrations(struct pen *pen, const struct init_report *report)
{
    const struct strlist *folders = &report->migration_folders;
    pen->indent = 4;
    for (size_t i = 0; i < folders->len; i++) {
        if (i == 0)
            pen_blank(pen);
        pen_to(pen, 2, 0);
        pen_wrapf(pen, ROLE_PLAIN, "'%s' looks like migrations.", folders->items[i]);
        pen_end(pen);
    }
    if (folders->len == 0)
        return;
    pen_to(pen, 2, 0);
    pen_command(pen, "roadmap check");
    pen_wrap(pen, ROLE_PLAIN,
             " tries them: up, down and up again. If they are not for SQLite, "
             "say so in the plan:");
    pen_end(pen);
    pen_to(pen, 4, 0);
    pen_whole(pen, ROLE_PLAIN,
              arena_printf(pen->arena, "migrations: [{id: db, path: %s, engine: postgres}]",
                           folders->items[0]));
    pen_end(pen);
}

static void put_next_from(struct pen *pen, const struct init_from_report *from)
{
    for (size_t i = 0; i < from->notes.len; i++) {
        pen_to(pen, 2, 0);
        pen_wrap(pen, ROLE_PLAIN, from->notes.items[i]);
        pen_end(pen);
    }
    pen_blank(pen);
    pen_to(pen, 2, 0);
    pen_put(pen, ROLE_PLAIN, "look:  ");
    pen_command(pen, "roadmap plan");
    pen_right(pen, ROLE_DIM, "there is nothing to do yet");
    pen_end(pen);
}

static void put_next(struct pen *pen)
{
    static const char *const next[][2] = {{"edit:      ", "roadmap/roadmap.yaml"},
                                          {"check it:  ", "roadmap validate"},
                                          {"try it:    ", "roadmap rehearse roadmap/roadmap.yaml"}};
    pen_blank(pen);
    for (size_t i = 0; i < sizeof next / sizeof *next; i++) {
        pen_to(pen, 2, 0);
        pen_put(pen, ROLE_PLAIN, next[i][0]);
        pen_command(pen, next[i][1]);
        pen_end(pen);
    }
}

static void show_text(struct cli *cli, const struct init_report *report,
                      const struct init_from_report *from, bool with_plan)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    struct pen pen;
    pen_init(&pen, cli->arena, &cli->out, &text);
    int64_t made = 0;
    for (size_t i = 0; i < report->lines.len; i++)
        made += report->lines.items[i].made;
    if (made == 0)
        pen_put(&pen, ROLE_GOOD_VERDICT, "Nothing to do: everything is there already.");
    else
        pen_wrapf(&pen, ROLE_STRONG, "Begun: %s made, nothing overwritten.",
                  text_count(cli->arena, made, "file", NULL));
    pen_end(&pen);
    if (!cli->out.quiet) {
        pen_blank(&pen);
        put_files(&pen, report);
        put_migrations(&pen, report);
        if (from->path)
            put_next_from(&pen, from);
        else if (with_plan && made > 0)
            put_next(&pen);
    }
    cli_out(cli, text.p);
}

static enum code check_args(const struct cli *cli, const struct invocation *call, bool from_repo,
                            bool with_plan, struct err *err)
{
    if (call->args.len > 0 && !from_repo) {
        (void)err_set(err, ERR_USAGE, "'init' does not take '%s'", call->args.items[0]);
        return err_hint(err, "roadmap init --from-repo %s begins with what GitHub has",
                        call->args.items[0]);
    }
    if (from_repo && !with_plan) {
        (void)err_set(err, ERR_REFUSED, "there is a plan already: '%s'",
                      cli->app.spec_file ? cli->app.spec_file : SPEC_FILE);
        return err_hint(err, "roadmap pull --new adds what it lacks");
    }
    return OK;
}

/* The plan out of what GitHub has; the rest of the scaffold comes after it. */
static enum code from_remote(struct cli *cli, const struct invocation *call,
                             struct init_from_report *from, struct init_report *report,
                             struct err *err)
{
    if (call->args.len > 0)
        cli->app.repo = call->args.items[0];
    enum code code = setup_token(cli, "read", err);
    if (!code)
        code = app_init_from(&cli->app, SPEC_FILE, from, err);
    if (code)
        return code;
    const char *counts[] = {text_count(cli->arena, (int64_t)from->labels, "label", NULL),
                            text_count(cli->arena, (int64_t)from->milestones, "milestone", NULL),
                            text_count(cli->arena, (int64_t)from->issues, "issue", NULL)};
    VEC_PUSH(cli->arena, &report->lines,
             ((struct init_line){
                 .path = SPEC_FILE, .made = true, .note = text_list(cli->arena, counts, 3)}));
    return OK;
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    bool with_plan = !has_plan(cli);
    const bool from_repo = invocation_has(call, "from-repo");
    struct init_from_report from = {0};
    struct scaffold_file files[FILES_MAX];
    size_t count = scaffold(cli, with_plan && !from_repo, files);
    struct init_report report = {0};
    enum code code = app_init_may(&cli->app, err);
    if (!code)
        code = check_args(cli, call, from_repo, with_plan, err);
    if (!code && from_repo)
        code = from_remote(cli, call, &from, &report, err);
    if (code)
        return code;
    if (!with_plan)
        VEC_PUSH(cli->arena, &report.lines,
                 ((struct init_line){.path = cli->app.spec_file ? cli->app.spec_file : SPEC_FILE,
                                     .note = "is the plan already, left as it is"}));
    code = app_init(&cli->app, files, count, &report, err);
    if (code)
        return code;
    if (cli->format == FORMAT_JSON)
        show_json(cli, &report, &from);
    else
        show_text(cli, &report, &from, with_plan);
    return OK;
}

static const struct option_row options[] = {
    {"from-repo", 0, NULL, "The plan is what GitHub has, or OWNER/NAME there", false},
    {0},
};

const struct command command_init = {
    .name = "init",
    .group = "Start",
    .summary = "begin a plan, or take the one GitHub already has",
    .usage = "[--from-repo [OWNER/NAME]]",
    .text =
        "Writes a small plan with comments (roadmap/roadmap.yaml), a page about it, the folder "
        "for the cache, and four workflows: one looks at pull requests, one brings its answer "
        "into those of forks, one syncs after the merge and by hand, one takes over once a week "
        "what people changed on GitHub. It overwrites nothing and names every file.\n\n"
        "With --from-repo the plan is what GitHub has already: labels, milestones, and the "
        "issues that are open or in a milestone, each with its number. Nothing is left to do "
        "then, and nothing was written to GitHub.",
    .needs = NEED_PROJECT,
    .max_args = 1,
    .options = options,
    .examples = {{"roadmap init", "in the root of a repository"},
                 {"roadmap init --from-repo", "from what its repository on GitHub has"},
                 {"roadmap init --from-repo acme/data-pipeline", "from this one"},
                 {"roadmap -C ../other init", "in another one"}},
    .run = run,
};
