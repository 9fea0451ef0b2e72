#include "cli/help.h"

#include <string.h>

#include "base/utf8.h"
#include "cli/options.h"
#include "cli/pager.h"
#include "render/json.h"
#include "render/pen.h"

static const char *const groups[] = {"Start", "Plan", "See", "Prove", "More", "Upkeep"};
#define GROUPS (sizeof groups / sizeof *groups)
/* The rest only stands in help --all. */
#define OVERVIEW_GROUPS 4

static const char *version_number(struct arena *arena)
{
    /* Only what people compare: 1.0, not 1.0.0-dev. */
    const char *version = ROADMAP_VERSION;
    size_t len = strcspn(version, ".");
    len += version[len] ? 1 + strcspn(version + len + 1, ".-") : 0;
    return arena_strndup(arena, version, len);
}

static void put_title(struct pen *pen)
{
    pen_putf(pen, ROLE_STRONG, "roadmap %s", version_number(pen->arena));
    pen_wrap(pen, ROLE_PLAIN, ": a plan in your repository, in step with GitHub");
    pen_end(pen);
}

static void put_group(struct pen *pen, const char *group)
{
    bool begun = false;
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = commands[i];
        if (strcmp(command->group, group) != 0)
            continue;
        pen_to(pen, 2, 0);
        if (!begun)
            pen_put(pen, ROLE_STRONG, group);
        begun = true;
        pen_to(pen, 13, 1);
        pen_put(pen, ROLE_LINK, command->name);
        pen_to(pen, 25, 2);
        pen->indent = 25;
        pen_wrap(pen, ROLE_PLAIN, command->summary);
        pen_end(pen);
    }
    pen->indent = 0;
}

void help_overview_text(struct arena *arena, const struct style *style, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_title(&pen);
    if (style->quiet)
        return;
    pen_blank(&pen);
    for (size_t i = 0; i < OVERVIEW_GROUPS; i++)
        put_group(&pen, groups[i]);
    pen_blank(&pen);
    pen.indent = 2;
    pen_to(&pen, 2, 0);
    pen_put(&pen, ROLE_LINK, "roadmap help COMMAND");
    pen_putf(&pen, ROLE_DIM, " %s ", style_dot(style));
    pen_whole(&pen, ROLE_LINK, "roadmap help --all");
    pen_putf(&pen, ROLE_DIM, " %s ", style_dot(style));
    pen_wrap(&pen, ROLE_PLAIN, "something wrong: ");
    pen_whole(&pen, ROLE_LINK, "roadmap doctor");
    pen_end(&pen);
}

/* "  -q, --quiet        Only the answer" */
static void put_option(struct pen *pen, const struct option_row *row, int width)
{
    cleanup_str struct str left;
    str_init(&left, 0);
    if (row->letter)
        str_addf(&left, "-%c", row->letter);
    else
        str_add(&left, "  ");
    if (row->name)
        str_addf(&left, "%s --%s", row->letter ? "," : " ", row->name);
    if (row->argument)
        str_addf(&left, " %s", row->argument);
    pen_to(pen, 2, 0);
    /* pen_put would take the blanks for mere distance, which is right here. */
    pen_put(pen, ROLE_LINK, left.p);
    pen->indent = width;
    if (pen->column + 2 > width) {
        pen_end(pen);
        pen_to(pen, width, 0);
    }
    pen_to(pen, width, 2);
    pen_wrap(pen, ROLE_PLAIN, row->help);
    pen_end(pen);
    pen->indent = 0;
}

static int option_width(const struct pen *pen)
{
    return pen->style->columns < 60 ? 8 : 30;
}

static void put_options(struct pen *pen, const char *heading, const struct option_row *rows)
{
    if (!rows)
        return;
    pen_blank(pen);
    pen_put(pen, ROLE_STRONG, heading);
    pen_end(pen);
    for (; rows->name || rows->letter; rows++)
        put_option(pen, rows, option_width(pen));
}

/* Paragraphs, separated by blank lines. A line that begins with blanks stands as it is. */
static void put_text(struct pen *pen, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        const char *line = arena_strndup(pen->arena, text, len);
        if (*line) {
            pen_wrap(pen, ROLE_PLAIN, line);
            pen_end(pen);
        } else {
            pen_blank(pen);
        }
        text += len + (text[len] == '\n');
    }
}

static void put_examples(struct pen *pen, const struct command *command)
{
    pen_blank(pen);
    pen_put(pen, ROLE_STRONG, "Examples");
    pen_end(pen);
    int width = 0;
    for (size_t i = 0; i < COMMAND_EXAMPLES && command->examples[i].command; i++)
        if (utf8_width(command->examples[i].command) > width)
            width = utf8_width(command->examples[i].command);
    for (size_t i = 0; i < COMMAND_EXAMPLES && command->examples[i].command; i++) {
        pen_to(pen, 2, 0);
        pen_command(pen, command->examples[i].command);
        pen->indent = 6;
        if (2 + width + 3 + utf8_width(command->examples[i].what) > pen->style->columns) {
            pen_end(pen);
            pen_to(pen, 6, 0);
        } else {
            pen_to(pen, 2 + width + 3, 2);
        }
        pen_wrap(pen, ROLE_DIM, command->examples[i].what);
        pen_end(pen);
    }
    pen->indent = 0;
}

void help_page_text(struct arena *arena, const struct style *style, const struct command *command,
                    struct str *out)
{
    if (!command) {
        help_overview_text(arena, style, out);
        return;
    }
    struct pen pen;
    pen_init(&pen, arena, style, out);
    pen_putf(&pen, ROLE_STRONG, "roadmap %s", command->name);
    pen_wrapf(&pen, ROLE_PLAIN, ": %s", command->summary);
    pen_end(&pen);
    pen_blank(&pen);
    pen.indent = 4;
    pen_wrapf(&pen, ROLE_PLAIN, "Usage: roadmap %s%s%s", command->name, *command->usage ? " " : "",
              command->usage);
    pen_end(&pen);
    pen.indent = 0;
    pen_blank(&pen);
    put_text(&pen, command->text);
    put_options(&pen, "Options", command->options);
    put_examples(&pen, command);
    pen_blank(&pen);
    pen_put(&pen, ROLE_PLAIN, "Options of every command: ");
    pen_command(&pen, "roadmap help --all");
    pen_end(&pen);
}

void help_all_text(struct arena *arena, const struct style *style, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_title(&pen);
    pen_blank(&pen);
    pen.indent = 4;
    pen_wrap(&pen, ROLE_PLAIN, "Usage: roadmap [global options] COMMAND [options] [arguments]");
    pen_end(&pen);
    pen_blank(&pen);
    for (size_t i = 0; i < GROUPS; i++)
        put_group(&pen, groups[i]);
    put_options(&pen, "Options of every command", options_global());
    pen_blank(&pen);
    pen_put(&pen, ROLE_PLAIN, "exit codes:  ");
    pen_command(&pen, "roadmap explain exit-codes");
    pen_end(&pen);
    pen_put(&pen, ROLE_PLAIN, "settings:    ");
    pen_command(&pen, "roadmap config --show-origin");
    pen_end(&pen);
}

/* As an object: the same page, without colours. */
static struct style page_style(const struct cli *cli)
{
    struct style style = cli->out;
    if (cli->format == FORMAT_JSON)
        style.color = false;
    return style;
}

static void show(struct cli *cli, const struct command *topic, const struct str *text)
{
    if (cli->format != FORMAT_JSON) {
        pager_show(cli, text->p);
        return;
    }
    struct json_t *document = json_document("help");
    json_add_text(document, "topic", topic ? topic->name : NULL);
    json_add_text(document, "text", text->p);
    json_add_error(document, NULL, 0);
    cli_out_json(cli, json_text(cli->arena, document));
}

void help_page(struct cli *cli, const struct command *command)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    const struct style style = page_style(cli);
    help_page_text(cli->arena, &style, command, &text);
    show(cli, command, &text);
}

void help_overview(struct cli *cli)
{
    help_page(cli, NULL);
}

void help_all(struct cli *cli)
{
    cleanup_str struct str text;
    str_init(&text, 0);
    const struct style style = page_style(cli);
    help_all_text(cli->arena, &style, &text);
    show(cli, NULL, &text);
}

/* A bar would end the cell. */
static void reference_cell(struct str *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '|')
            str_addc(out, '\\');
        str_addc(out, *text);
    }
}

static void reference_options(struct str *out, const struct option_row *rows)
{
    if (!rows)
        return;
    str_add(out, "\n| option | |\n|:--|:--|\n");
    for (; rows->name || rows->letter; rows++) {
        str_add(out, "| `");
        if (rows->letter)
            str_addf(out, "-%c", rows->letter);
        if (rows->letter && rows->name)
            str_add(out, "`, `");
        if (rows->name)
            str_addf(out, "--%s", rows->name);
        if (rows->argument)
            str_addc(out, ' ');
        if (rows->argument)
            reference_cell(out, rows->argument);
        str_add(out, "` | ");
        reference_cell(out, rows->help);
        str_addf(out, "%s |\n", rows->repeatable ? "; may be repeated" : "");
    }
}

static void reference_command(struct str *out, const struct command *command)
{
    str_addf(out, "\n## %s\n\n%s\n\n    roadmap %s%s%s\n\n%s\n", command->name, command->summary,
             command->name, *command->usage ? " " : "", command->usage, command->text);
    reference_options(out, command->options);
    str_add(out, "\n```console\n");
    for (size_t i = 0; i < COMMAND_EXAMPLES && command->examples[i].command; i++)
        str_addf(out, "$ %s   # %s\n", command->examples[i].command, command->examples[i].what);
    str_add(out, "```\n");
}

char *help_reference(struct arena *arena)
{
    cleanup_str struct str out;
    str_init(&out, 0);
    str_add(&out, "# Commands\n\nMade from the same table as `roadmap help`; a test keeps both "
                  "equal.\n\n    roadmap [global options] COMMAND [options] [arguments]\n\n"
                  "## Options of every command\n");
    reference_options(&out, options_global());
    for (size_t i = 0; i < command_count; i++)
        reference_command(&out, commands[i]);
    return str_dup(&out, arena);
}
