#include "explained.h"

#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"

/* Cuts the text up to the next tab off the line; NULL when there is none left. */
static const char *next_field(char **line)
{
    char *field = *line;
    if (!field)
        return NULL;
    char *tab = strchr(field, '\t');
    *line = tab ? tab + 1 : NULL;
    if (tab)
        *tab = '\0';
    return field;
}

enum code explained_read(struct arena *arena, const char *path, struct explained *explained,
                         struct err *err)
{
    char *bytes, *line;
    size_t len;
    enum code code = file_read(arena, path, LIMIT_SPEC_BYTES, &bytes, &len, err);
    for (int number = 1; !code && (line = strsep(&bytes, "\n")); number++) {
        if (*line == '\0' || *line == '#')
            continue;
        const struct explained_stop stop = {.folder = next_field(&line),
                                            .version = next_field(&line),
                                            .words = next_field(&line),
                                            .why = next_field(&line)};
        if (text_empty(stop.why) || line)
            return err_set(err, ERR_SPEC, "%s:%d: FOLDER, VERSION, WORDS and WHY are wanted", path,
                           number);
        VEC_PUSH(arena, &explained->items, stop);
    }
    return code;
}

const struct explained_stop *explained_find(const struct explained *explained, const char *folder,
                                            const char *version, const char *words)
{
    for (size_t i = 0; i < explained->items.len; i++) {
        const struct explained_stop *stop = &explained->items.items[i];
        if (glob_match(stop->folder, folder) &&
            (text_eq(stop->version, "*") || text_eq(stop->version, version)) &&
            text_contains(words, stop->words))
            return stop;
    }
    return NULL;
}

const struct explained_stop *explained_of_folder(const struct explained *explained,
                                                 const char *folder)
{
    for (size_t i = 0; i < explained->items.len; i++)
        if (glob_match(explained->items.items[i].folder, folder) &&
            !text_eq(explained->items.items[i].version, "*"))
            return &explained->items.items[i];
    return NULL;
}
