#include "base/env.h"
#include "base/file.h"
#include "config/config.h"
#include "config/settings_file.h"
#include "config/value.h"

const char *xdg_folder(struct arena *arena, const char *name, const char *below_home)
{
    const char *folder = env_get(name);
    const char *home = env_get("HOME");
    if (folder && folder[0] == '/')
        return arena_strdup(arena, folder);
    return home && home[0] == '/' ? path_join(arena, home, below_home) : NULL;
}

static enum code take(struct arena *arena, enum setting setting, const char *text,
                      enum origin origin, const char *where, struct config *config, struct err *err)
{
    const char *reason = NULL;
    struct setting_value value = {.origin = origin, .where = where};
    if (!value_parse(arena, setting_row(setting), text, &value, &reason))
        return err_set(err, ERR_USAGE, "%s: '%s' cannot be used: %s", where, text, reason);
    config->value[setting] = value;
    return OK;
}

static void take_standard(struct arena *arena, struct config *config)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_row *row = setting_row((enum setting)i);
        const char *reason;
        if (row->standard)
            BUG_UNLESS(value_parse(arena, row, row->standard, &config->value[i], &reason));
    }
}

/* env_get takes an empty variable for an unset one; for a pager, empty means none. */
static enum code take_variable(struct arena *arena, enum setting setting, struct config *config,
                               struct err *err)
{
    const struct setting_row *row = setting_row(setting);
    const char *names[] = {row->variable, row->also[0], row->also[1], row->also[2]};
    if (!(row->levels & ORIGIN_BIT(ORIGIN_ENVIRONMENT)))
        return OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && names[i]; i++) {
        const char *text = env_get(names[i]);
        if (text)
            return take(arena, setting, text, ORIGIN_ENVIRONMENT, names[i], config, err);
    }
    return OK;
}

static enum code take_environment(struct arena *arena, struct config *config, struct err *err)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        enum code code = take_variable(arena, (enum setting)i, config, err);
        if (code)
            return code;
    }
    return OK;
}

static enum code take_flags(struct arena *arena, const struct config_sources *sources,
                            struct config *config, struct err *err)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_row *row = setting_row((enum setting)i);
        if (!sources->flags[i])
            continue;
        BUG_UNLESS(row->flag != NULL);
        enum code code =
            take(arena, (enum setting)i, sources->flags[i], ORIGIN_FLAG, row->flag, config, err);
        if (code)
            return code;
    }
    return OK;
}

static enum code take_user_file(struct arena *arena, const struct config_sources *sources,
                                struct config *config, struct err *err)
{
    const char *folder = sources->user_folder;
    if (!folder)
        folder = xdg_folder(arena, "XDG_CONFIG_HOME", ".config");
    if (!folder)
        return OK;
    config->user_path = path_join(arena, folder, CONFIG_USER_FILE);
    const struct settings_file file = {ORIGIN_USER, config->user_path, config->user_path,
                                       path_dir(arena, config->user_path)};
    return settings_file_load(arena, &file, config, err);
}

static enum code take_project_file(struct arena *arena, const struct config_sources *sources,
                                   struct config *config, struct err *err)
{
    if (!sources->work_root)
        return OK;
    config->project_path = path_join(arena, sources->work_root, CONFIG_PROJECT_FILE);
    const struct settings_file file = {ORIGIN_PROJECT, config->project_path, CONFIG_PROJECT_FILE,
                                       sources->work_root};
    return settings_file_load(arena, &file, config, err);
}

enum code config_load(struct arena *arena, const struct config_sources *sources,
                      struct config *config, struct err *err)
{
    *config = (struct config){0};
    take_standard(arena, config);
    enum code code = take_user_file(arena, sources, config, err);
    if (code)
        return code;
    code = take_project_file(arena, sources, config, err);
    if (code)
        return code;
    code = take_environment(arena, config, err);
    return code ? code : take_flags(arena, sources, config, err);
}

const char *config_text(const struct config *config, enum setting setting)
{
    return config->value[setting].text;
}

bool config_on(const struct config *config, enum setting setting)
{
    BUG_UNLESS(setting_row(setting)->type == SETTING_BOOL);
    return config->value[setting].number != 0;
}

int64_t config_number(const struct config *config, enum setting setting)
{
    return config->value[setting].number;
}
