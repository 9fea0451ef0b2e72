#include "schema/folder/shape.h"

#include <string.h>

#include "base/str.h"
#include "schema/version.h"

/* The last place of `part` in the text before `end`; NULL. */
static const char *last_of(const char *text, const char *part)
{
    const char *found = NULL;
    for (const char *p = text; (p = strstr(p, part)) != NULL; p++)
        found = p;
    return found;
}

bool shape_pair(const char *base, struct shape *shape)
{
    size_t digits = version_digits(base);
    if (digits == 0 || base[digits] != '_')
        return false;
    const char *slug = base + digits + 1;
    const char *up = last_of(slug, ".up."), *down = last_of(slug, ".down.");
    const char *end = down == NULL || (up != NULL && up > down) ? up : down;
    if (end == NULL)
        return false;
    *shape = (struct shape){
        .version = base,
        .version_len = digits,
        .slug = slug,
        .slug_len = (size_t)(end - slug),
        .directed = true,
        .down = end == down,
        .sql = text_ends(base, ".sql"),
    };
    return true;
}

bool shape_single(const char *base, const char *extension, struct shape *shape)
{
    size_t digits = version_digits(base), len = strlen(base);
    if (digits == 0 || !text_ends(base, extension))
        return false;
    size_t end = len - strlen(extension);
    if (end < digits || (end > digits && base[digits] != '_'))
        return false;
    *shape = (struct shape){
        .version = base,
        .version_len = digits,
        .slug = base + digits + (end > digits),
        .slug_len = end - digits - (end > digits),
        .sql = text_ends(base, ".sql"),
    };
    return true;
}

/* Cuts the direction off the end of the slug: x.up, x.down, x.up. (two dots happen). */
static void cut_direction(struct shape *shape)
{
    static const struct {
        const char *suffix;
        bool down;
    } suffixes[] = {{".up", false}, {".down", true}, {".up.", false}, {".down.", true}};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t len = strlen(suffixes[i].suffix);
        if (shape->slug_len < len ||
            memcmp(shape->slug + shape->slug_len - len, suffixes[i].suffix, len) != 0)
            continue;
        shape->slug_len -= len;
        shape->directed = true;
        shape->down = suffixes[i].down;
        return;
    }
}

bool shape_plain(const char *base, struct shape *shape)
{
    const char *version = base + ((base[0] == 'v' || base[0] == 'V') ? 1 : 0);
    size_t digits = version_digits(version), len = strlen(version);
    if (digits == 0 || !text_ends(version, ".sql"))
        return false;
    size_t end = len - strlen(".sql");
    *shape = (struct shape){
        .version = version,
        .version_len = digits,
        .slug = version + digits,
        .slug_len = end - digits,
        .sql = true,
    };
    cut_direction(shape);
    while (shape->slug_len > 0 && strchr("_-.# ", shape->slug[0]) != NULL) {
        shape->slug++;
        shape->slug_len--;
    }
    return true;
}

bool shape_numbered_folders(const char *name)
{
    const char *slash = strrchr(name, '/');
    for (const char *p = name; p < slash; p++)
        if (strchr("0123456789./", *p) == NULL)
            return false;
    return slash == NULL || version_digits(name) > 0;
}

bool shape_flyway(const char *base, const char *extension, struct shape *shape)
{
    const char *slug = strstr(base, "__");
    if (base[0] == '\0' || strchr("VUBR", base[0]) == NULL || slug == NULL ||
        !text_ends(base, extension))
        return false;
    size_t version_len = (size_t)(slug - base) - 1;
    size_t slug_len = strlen(slug + 2);
    bool repeatable = base[0] == 'R';
    if (slug_len <= strlen(extension) || repeatable != (version_len == 0) ||
        strspn(base + 1, "0123456789._") < version_len ||
        (!repeatable && version_digits(base + 1) == 0))
        return false;
    *shape = (struct shape){
        .kind = base[0],
        .version = base + 1,
        .version_len = version_len,
        .slug = slug + 2,
        .slug_len = slug_len - strlen(extension),
        .down = base[0] == 'U',
        .directed = base[0] == 'U',
        .sql = text_ends(base, ".sql"),
    };
    return true;
}

bool shape_folder(const char *name, size_t len, struct shape *shape)
{
    const char *bar = memchr(name, '_', len);
    size_t version_len = bar == NULL ? len : (size_t)(bar - name);
    if (version_digits(name) == 0 || strspn(name, "0123456789-") < version_len)
        return false;
    *shape = (struct shape){
        .version = name,
        .version_len = version_len,
        .slug = bar == NULL ? name + len : bar + 1,
        .slug_len = bar == NULL ? 0 : len - version_len - 1,
        .sql = true,
    };
    return true;
}
