#include "base/globs.h"

#include <string.h>

#include "base/file.h"
#include "base/str.h"

#define SPECIAL "*?[\\"

/* What stands before the first component that is more than a name. All of a pattern without
 * anything special, which may be a folder itself. */
static const char *plain_folder(struct arena *arena, const char *pattern)
{
    size_t plain = strcspn(pattern, SPECIAL);
    if (!pattern[plain])
        return pattern;
    while (plain > 0 && pattern[plain - 1] != '/')
        plain--;
    return arena_strndup(arena, pattern, plain > 0 ? plain - 1 : 0);
}

struct globs globs_of(struct arena *arena, const struct strlist *patterns)
{
    struct globs globs = {0};
    for (uint32_t i = 0; i < patterns->len; i++) {
        const char *text = patterns->items[i];
        bool except = *text == '!';
        text += except;
        while (*text == '/' || (text[0] == '.' && (text[1] == '/' || !text[1])))
            text++;
        size_t len = strlen(text);
        while (len > 0 && text[len - 1] == '/')
            len--;
        const char *path = arena_strndup(arena, text, len);
        VEC_PUSH(arena, &globs.items,
                 (struct globs_one){.except = except,
                                    .path = path,
                                    .below = *path ? arena_printf(arena, "%s/**", path) : "**",
                                    .folder = plain_folder(arena, path),
                                    .plain_len = strcspn(path, SPECIAL)});
    }
    return globs;
}

bool globs_match(const struct globs *globs, const char *path)
{
    bool taken = false;
    for (size_t i = 0; i < globs->items.len; i++) {
        const struct globs_one *one = &globs->items.items[i];
        if (one->except == taken && (glob_match(one->path, path) || glob_match(one->below, path)))
            taken = !one->except;
    }
    return taken;
}

/* `inner` is `outer` or below it. */
static bool is_within(const char *outer, const char *inner)
{
    size_t len = strlen(outer);
    return len == 0 || (strncmp(outer, inner, len) == 0 && (!inner[len] || inner[len] == '/'));
}

bool globs_reach(const struct globs *globs, const char *folder)
{
    for (size_t i = 0; i < globs->items.len; i++) {
        const struct globs_one *one = &globs->items.items[i];
        if (!one->except && (is_within(one->folder, folder) || is_within(folder, one->folder)))
            return true;
    }
    return false;
}

struct strlist globs_folders(struct arena *arena, const struct globs *globs)
{
    struct strlist folders = {0};
    for (size_t i = 0; i < globs->items.len; i++) {
        const struct globs_one *one = &globs->items.items[i];
        bool inside = one->except;
        for (size_t k = 0; k < globs->items.len && !inside; k++) {
            const struct globs_one *other = &globs->items.items[k];
            inside = k != i && !other->except && is_within(other->folder, one->folder) &&
                     (k < i || !text_eq(other->folder, one->folder));
        }
        if (!inside)
            strlist_add(arena, &folders, one->folder);
    }
    return folders;
}
