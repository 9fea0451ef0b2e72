#include "base/str.h"
#include "config/config.h"

void config_list(struct arena *arena, const struct config *config, struct config_lines *lines)
{
    *lines = (struct config_lines){0};
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_value *value = &config->value[i];
        struct config_line line = {setting_row((enum setting)i)->key,
                                   value->text ? value->text : "", origin_name(value->origin),
                                   value->where};
        VEC_PUSH(arena, &lines->items, line);
    }
}

static const char *const heading =
    "# Settings\n\n"
    "A flag wins over the environment, that over the project's file `" CONFIG_PROJECT_FILE "`,\n"
    "that over your own file, that over the default. Your own file is `" CONFIG_USER_FILE "`\n"
    "below `$XDG_CONFIG_HOME` (`~/.config` where that is not set). Both files are YAML, one\n"
    "setting a line. `roadmap config --show-origin` prints every value and where it comes from.\n\n"
    "A project's file may set what the plan looks like, never where it goes or what runs: the\n"
    "settings whose last column lacks \"project\" are an error there.\n\n"
    "Times are milliseconds, or have a unit: `500ms`, `10s`, `15min`, `1h`. Paths in the\n"
    "project's file are relative to the top of the repository and stay inside it; paths in\n"
    "your own file are relative to its folder.\n\n"
    "| setting | variable | flag | default | what it does | may be set by |\n"
    "| --- | --- | --- | --- | --- | --- |\n";

static const char *const footing =
    "\n## Tokens of other servers\n\n"
    "`hosts` in your own file says which token file belongs to which server, so that a token is\n"
    "never sent anywhere else:\n\n"
    "```yaml\n"
    "hosts:\n"
    "  ghe.example.com: {token_file: ghe-token}\n"
    "```\n\n"
    "## Other variables\n\n"
    "`GH_TOKEN` and `GITHUB_TOKEN` are for github.com, *.ghe.com and, inside Actions, the host\n"
    "of `GITHUB_API_URL`; `GH_ENTERPRISE_TOKEN` is for other servers. `SOURCE_DATE_EPOCH` fixes\n"
    "the clock of output. `NO_COLOR`, `SSL_CERT_FILE`, `HTTPS_PROXY` and `NO_PROXY` mean what\n"
    "they mean elsewhere.\n";

/* A bar would end the cell. */
static void add_cell(struct str *text, const char *content)
{
    for (; *content; content++) {
        if (*content == '|')
            str_addc(text, '\\');
        str_addc(text, *content);
    }
    str_add(text, " | ");
}

static void add_flag(struct str *text, struct arena *arena, const struct setting_row *row)
{
    if (!row->flag)
        add_cell(text, "");
    else if (row->argument)
        add_cell(text, arena_printf(arena, "`%s %s`", row->flag, row->argument));
    else
        add_cell(text, arena_printf(arena, "`%s`", row->flag));
}

static void add_variables(struct str *text, struct arena *arena, const struct setting_row *row)
{
    struct str names cleanup_str = {0};
    str_init(&names, 0);
    str_addf(&names, "`%s`", row->variable);
    for (size_t i = 0; i < 3 && row->also[i]; i++)
        str_addf(&names, ", else `%s`", row->also[i]);
    add_cell(text, str_dup(&names, arena));
}

static void add_levels(struct str *text, const struct setting_row *row)
{
    const char *comma = "";
    for (int origin = ORIGIN_FLAG; origin > ORIGIN_DEFAULT; origin--) {
        if (!(row->levels & ORIGIN_BIT(origin)))
            continue;
        str_addf(text, "%s%s", comma, origin_name((enum origin)origin));
        comma = ", ";
    }
    str_add(text, " |\n");
}

static void add_row(struct str *text, struct arena *arena, const struct setting_row *row)
{
    str_add(text, "| ");
    add_cell(text, arena_printf(arena, "`%s`", row->key));
    add_variables(text, arena, row);
    add_flag(text, arena, row);
    add_cell(text, row->standard ? arena_printf(arena, "`%s`", row->standard) : "");
    add_cell(text, row->help);
    add_levels(text, row);
}

char *config_reference(struct arena *arena)
{
    struct str text cleanup_str = {0};
    str_init(&text, 0);
    str_add(&text, heading);
    for (int i = 0; i < SETTING_COUNT; i++)
        add_row(&text, arena, setting_row((enum setting)i));
    str_add(&text, footing);
    return str_dup(&text, arena);
}
