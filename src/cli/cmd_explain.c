#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/check/rules.h"
#include "base/embed.h"
#include "base/nearest.h"
#include "cli/command.h"
#include "cli/pager.h"
#include "render/json.h"
#include "render/page_text.h"
#include "render/table.h"

#define FOLDER "docs/explain/"
/* How the page of checks begins the line of a kind. */
#define KIND_LINE "\n- `"

static const char *word_of(struct arena *arena, const struct embedded_file *file)
{
    const char *name = file->path + strlen(FOLDER);
    return arena_strndup(arena, name, strcspn(name, "."));
}

static bool is_page(const struct embedded_file *file)
{
    return text_starts(file->path, FOLDER);
}

/* `explain 5` is about the exit code; those of signals share a page. */
static const char *page_name(struct arena *arena, const char *word)
{
    const char *number = text_starts(word, "exit-") ? word + strlen("exit-") : word;
    if (*number == '\0' || strspn(number, "0123456789") != strlen(number))
        return word;
    long status = strtol(number, NULL, 10);
    return arena_printf(arena, "exit-%s", status > 128 && status < 256 ? "128" : number);
}

static const struct embedded_file *find_named(struct arena *arena, const char *name)
{
    for (const struct embedded_file *file = embed_first(FOLDER); file && is_page(file); file++)
        if (strcasecmp(word_of(arena, file), name) == 0)
            return file;
    return NULL;
}

/* The kinds of checks share a page, one line each. */
static const struct embedded_file *find_kind(struct arena *arena, const char *word)
{
    const struct embedded_file *page = embed_find(FOLDER "check.md");
    BUG_UNLESS(page != NULL);
    return strstr(page->bytes, arena_printf(arena, KIND_LINE "%s`:", word)) ? page : NULL;
}

static const struct embedded_file *find_page(struct arena *arena, const char *word)
{
    const struct embedded_file *page = find_named(arena, page_name(arena, word));
    return page ? page : find_kind(arena, word);
}

/* Among the pages, the codes of findings and the kinds of checks. */
static const char *nearest_word(struct arena *arena, const char *word)
{
    struct nearest nearest = nearest_init(word);
    for (const struct embedded_file *file = embed_first(FOLDER); file && is_page(file); file++)
        nearest_try(&nearest, word_of(arena, file));
    for (size_t i = 0; app_rule_code(i); i++)
        nearest_try(&nearest, app_rule_code(i));
    const char *line = embed_find(FOLDER "check.md")->bytes;
    while ((line = strstr(line, KIND_LINE)) != NULL) {
        line += strlen(KIND_LINE);
        nearest_try(&nearest, arena_strndup(arena, line, strcspn(line, "`\n")));
    }
    return nearest.best;
}

static void list_as_json(struct cli *cli)
{
    struct json_t *document = json_document("explain");
    json_add_rows(document, "words");
    for (const struct embedded_file *file = embed_first(FOLDER); file && is_page(file); file++) {
        struct json_t *row = json_add_row(document, "words");
        json_add_text(row, "word", word_of(cli->arena, file));
        json_add_text(row, "title", page_title(cli->arena, file->bytes));
    }
    json_add_error(document, NULL, 0);
    cli_out_json(cli, json_text(cli->arena, document));
}

static void list_pages(struct cli *cli)
{
    if (cli->format == FORMAT_JSON) {
        list_as_json(cli);
        return;
    }
    static const struct table_column columns[] = {{.flexible = false}, {.flexible = true}};
    cleanup_str struct str text;
    str_init(&text, 0);
    struct pen pen;
    pen_init(&pen, cli->arena, &cli->out, &text);
    struct table table;
    table_init(&table, cli->arena, columns, 2, 0);
    for (const struct embedded_file *file = embed_first(FOLDER); file && is_page(file); file++) {
        struct table_cell *cells = table_row(&table);
        cells[0] = (struct table_cell){word_of(cli->arena, file), ROLE_LINK};
        cells[1].text = page_title(cli->arena, file->bytes);
    }
    table_print(&table, &pen);
    pager_show(cli, text.p);
}

static void show_text(struct cli *cli, const char *word, const char *markdown)
{
    if (cli->format == FORMAT_JSON) {
        struct json_t *document = json_document("explain");
        json_add_text(document, "word", word);
        json_add_text(document, "title", page_title(cli->arena, markdown));
        json_add_text(document, "text", markdown);
        json_add_error(document, NULL, 0);
        cli_out_json(cli, json_text(cli->arena, document));
        return;
    }
    cleanup_str struct str text;
    str_init(&text, 0);
    page_text(cli->arena, &cli->out, markdown, &text);
    pager_show(cli, text.p);
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    if (call->args.len == 0) {
        list_pages(cli);
        return OK;
    }
    const char *word = call->args.items[0];
    const struct embedded_file *page = find_page(cli->arena, word);
    const char *code = NULL;
    const char *rule = page ? NULL : app_rule_page(cli->arena, word, &code);
    if (page || rule) {
        show_text(cli, page ? word_of(cli->arena, page) : code, page ? page->bytes : rule);
        return OK;
    }
    (void)err_set(err, ERR_USAGE, "nothing is known about '%s'", word);
    const char *nearest = nearest_word(cli->arena, word);
    if (nearest)
        return err_hint(err, "did you mean 'roadmap explain %s'?", nearest);
    return err_hint(err, "roadmap explain lists all words");
}

const struct command command_explain = {
    .name = "explain",
    .group = "Upkeep",
    .summary = "what a code or a word of this program means",
    .usage = "[WORD]",
    .text =
        "Takes the code of a problem (E0103) or of a finding in a migration (RM112), an exit code "
        "(5, exit-codes), a kind of check (migration_pair) or a word that the program uses (drift, "
        "base, adopt, conflict). Alone "
        "it lists all of them.",
    .max_args = 1,
    .examples = {{"roadmap explain drift", "a word"},
                 {"roadmap explain 5", "an exit code"},
                 {"roadmap explain RM112", "a finding in a migration"},
                 {"roadmap explain", "the list"}},
    .run = run,
};
