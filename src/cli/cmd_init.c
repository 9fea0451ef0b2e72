#include <string.h>

#include "base/embed.h"
#include "cli/command.h"
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

static void show_json(struct cli *cli, const struct init_report *report)
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

static void show_text(struct cli *cli, const struct init_report *report, bool with_plan)
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
        pen.indent = 4;
        for (size_t i = 0; i < report->migration_folders.len; i++) {
            pen_to(&pen, 2, 0);
            pen_wrapf(&pen, ROLE_PLAIN, "'%s' looks like migrations.",
                      report->migration_folders.items[i]);
            pen_end(&pen);
        }
        if (with_plan && made > 0)
            put_next(&pen);
    }
    cli_out(cli, text.p);
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    (void)call;
    bool with_plan = !has_plan(cli);
    struct scaffold_file files[FILES_MAX];
    size_t count = scaffold(cli, with_plan, files);
    struct init_report report = {0};
    if (!with_plan)
        VEC_PUSH(cli->arena, &report.lines,
                 ((struct init_line){.path = cli->app.spec_file ? cli->app.spec_file : SPEC_FILE,
                                     .note = "is the plan already, left as it is"}));
    enum code code = app_init(&cli->app, files, count, &report, err);
    if (code)
        return code;
    if (cli->format == FORMAT_JSON)
        show_json(cli, &report);
    else
        show_text(cli, &report, with_plan);
    return OK;
}

const struct command command_init = {
    .name = "init",
    .group = "Start",
    .summary = "begin a plan",
    .usage = "",
    .text = "Writes a small plan with comments (roadmap/roadmap.yaml), a page about it, the folder "
            "for the cache, and two workflows: one validates the plan in pull requests, one syncs "
            "it after the merge and by hand. It overwrites nothing and names every file.",
    .needs = NEED_PROJECT,
    .max_args = 0,
    .examples = {{"roadmap init", "in the root of a repository"},
                 {"roadmap -C ../other init", "in another one"}},
    .run = run,
};
