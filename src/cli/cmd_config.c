#include "cli/command.h"
#include "cli/suggest.h"
#include "render/json.h"
#include "render/table.h"

static void show_json(struct cli *cli, const struct config_lines *lines)
{
    struct json_t *document = json_document("config");
    json_add_rows(document, "settings");
    for (size_t i = 0; i < lines->items.len; i++) {
        const struct config_line *line = &lines->items.items[i];
        struct json_t *row = json_add_row(document, "settings");
        json_add_text(row, "key", line->key);
        json_add_text(row, "value", line->value);
        json_add_text(row, "level", line->level);
        json_add_text(row, "where", line->where);
    }
    json_add_error(document, NULL, 0);
    cli_out_json(cli, json_text(cli->arena, document));
}

static void show_text(struct cli *cli, const struct config_lines *lines, bool origin,
                      const char *only)
{
    static const struct table_column columns[] = {
        {.flexible = false}, {.flexible = true}, {.drop = 1}, {.flexible = true, .drop = 2}};
    cleanup_str struct str text;
    str_init(&text, 0);
    struct pen pen;
    pen_init(&pen, cli->arena, &cli->out, &text);
    struct table table;
    table_init(&table, cli->arena, columns, 4, 0);
    for (size_t i = 0; i < lines->items.len; i++) {
        const struct config_line *line = &lines->items.items[i];
        if (only && !text_eq(only, line->key))
            continue;
        struct table_cell *cells = table_row(&table);
        cells[0].text = only ? NULL : line->key;
        cells[1].text = line->value;
        cells[2] = (struct table_cell){origin ? line->level : NULL, ROLE_DIM};
        cells[3] = (struct table_cell){origin ? line->where : NULL, ROLE_DIM};
    }
    table_print(&table, &pen);
    cli_out(cli, text.p);
}

static const char *nearest_key(const char *word)
{
    const char *keys[SETTING_COUNT];
    for (int i = 0; i < SETTING_COUNT; i++)
        keys[i] = setting_row((enum setting)i)->key;
    return suggest_nearest(word, keys, SETTING_COUNT);
}

static enum code run(struct cli *cli, const struct invocation *call, struct err *err)
{
    const char *only = call->args.len > 0 ? call->args.items[0] : NULL;
    enum setting setting;
    if (only && !setting_parse_key(only, &setting)) {
        (void)err_set(err, ERR_USAGE, "unknown setting '%s'", only);
        const char *nearest = nearest_key(only);
        if (nearest)
            return err_hint(err, "did you mean 'roadmap config %s'?", nearest);
        return err_hint(err, "roadmap config lists them");
    }
    struct config_lines lines = {0};
    config_list(cli->arena, &cli->config, &lines);
    if (cli->format == FORMAT_JSON)
        show_json(cli, &lines);
    else
        show_text(cli, &lines, invocation_has(call, "show-origin"), only);
    return OK;
}

static const struct option_row options[] = {
    {"show-origin", 0, NULL, "Also where each value comes from", false},
    {0},
};

const struct command command_config = {
    .name = "config",
    .group = "Upkeep",
    .summary = "the settings that count here",
    .usage = "[--show-origin] [KEY]",
    .text = "Shows the settings as they count in this folder. A flag wins over the environment, "
            "that over the project's roadmap/settings.yaml, that over your own file, that over the "
            "default. Tokens are never shown.",
    .needs = NEED_PROJECT,
    .max_args = 1,
    .options = options,
    .examples = {{"roadmap config --show-origin", "all of them, and why"},
                 {"roadmap config api_url", "one of them"}},
    .run = run,
};
