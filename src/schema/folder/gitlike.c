#include "schema/folder/gitlike.h"

#include <string.h>

#include "base/str.h"

struct reader {
    struct arena *arena;
    const char *p, *begin, *end;
    const char *section, *part;
    struct gitlike *settings;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

static char *lower(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_strndup(arena, text, len);
    for (char *p = copy; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + ('a' - 'A'));
    return copy;
}

static bool at_end(const struct reader *reader)
{
    return reader->p == reader->end;
}

static void skip_blanks(struct reader *reader)
{
    while (!at_end(reader) && (*reader->p == ' ' || *reader->p == '\t' || *reader->p == '\r'))
        reader->p++;
}

static void skip_line(struct reader *reader)
{
    while (!at_end(reader) && *reader->p++ != '\n')
        ;
}

static bool fail(struct reader *reader, const char *at, const char *wrong)
{
    reader->settings->wrong = wrong;
    reader->settings->wrong_at = (size_t)(at - reader->begin);
    return false;
}

/* `"name"`, with `\` before a quote or a backslash. */
static bool read_quoted_part(struct reader *reader, const char *open)
{
    struct str part cleanup_str;
    str_init(&part, 0);
    for (reader->p++; !at_end(reader) && *reader->p != '"' && *reader->p != '\n'; reader->p++) {
        if (*reader->p == '\\' && reader->p + 1 < reader->end)
            reader->p++;
        str_addc(&part, *reader->p);
    }
    if (at_end(reader) || *reader->p != '"')
        return fail(reader, open, "the name of a section has no end");
    reader->p++;
    reader->part = str_dup(&part, reader->arena);
    return true;
}

/* `[section]`, `[section "part"]`, `[section.part]`. */
static bool read_section(struct reader *reader)
{
    const char *open = reader->p++, *name;
    skip_blanks(reader);
    for (name = reader->p; !at_end(reader) && is_letter(*reader->p);)
        reader->p++;
    reader->section = lower(reader->arena, name, (size_t)(reader->p - name));
    reader->part = "";
    if (!at_end(reader) && *reader->p == '.') {
        for (name = ++reader->p; !at_end(reader) && (is_letter(*reader->p) || *reader->p == '.');)
            reader->p++;
        reader->part = lower(reader->arena, name, (size_t)(reader->p - name));
    }
    skip_blanks(reader);
    if (!at_end(reader) && *reader->p == '"' && !read_quoted_part(reader, open))
        return false;
    skip_blanks(reader);
    if (at_end(reader) || *reader->p != ']' || *reader->section == '\0')
        return fail(reader, open, "the name of a section has no end");
    reader->p++;
    return true;
}

static bool add_escaped(struct reader *reader, struct str *value)
{
    static const char names[] = "ntb\"\\", bytes[] = "\n\t\b\"\\";
    const char *at = reader->p++;
    if (!at_end(reader) && *reader->p == '\r' && reader->p + 1 < reader->end)
        reader->p++;
    if (at_end(reader))
        return true;
    const char *name = *reader->p == '\0' ? NULL : strchr(names, *reader->p);
    if (name == NULL && *reader->p != '\n')
        return fail(reader, at, "a backslash stands before something else than n, t, b, \" and \\");
    if (name != NULL)
        str_addc(value, bytes[name - names]);
    reader->p++;
    return true;
}

/* To the end of the line, without a comment and the blanks before it; those in quotes stay. */
static bool read_value(struct reader *reader, struct str *value)
{
    const char *open = NULL;
    size_t kept = 0;
    for (skip_blanks(reader); !at_end(reader) && *reader->p != '\n';) {
        char c = *reader->p;
        if (open == NULL && (c == '#' || c == ';'))
            break;
        if (c == '\\') {
            if (!add_escaped(reader, value))
                return false;
            kept = value->len;
            continue;
        }
        reader->p++;
        if (c == '"')
            open = open == NULL ? reader->p - 1 : NULL;
        else
            str_addc(value, c);
        if (open != NULL || c == '"' || (c != ' ' && c != '\t' && c != '\r'))
            kept = value->len;
    }
    if (open != NULL)
        return fail(reader, open, "a quote has no end on its line");
    str_truncate(value, kept);
    skip_line(reader);
    return true;
}

static bool read_entry(struct reader *reader)
{
    const char *key = reader->p;
    while (!at_end(reader) && (is_letter(*reader->p) || *reader->p == '.'))
        reader->p++;
    size_t len = (size_t)(reader->p - key);
    if (len == 0)
        return fail(reader, key, "neither a section nor a key begins here");
    if (reader->section == NULL)
        return fail(reader, key, "a key stands before the first section");
    struct str value cleanup_str;
    str_init(&value, 0);
    skip_blanks(reader);
    if (!at_end(reader) && *reader->p == '=') {
        reader->p++;
        if (!read_value(reader, &value))
            return false;
    } else if (!at_end(reader) && strchr("\n#;", *reader->p) == NULL) {
        return fail(reader, key, "a key without '=' behind it");
    } else {
        skip_line(reader);
    }
    VEC_PUSH(
        reader->arena, &reader->settings->items,
        ((struct gitlike_entry){reader->section, reader->part, lower(reader->arena, key, len),
                                str_dup(&value, reader->arena), (size_t)(key - reader->begin)}));
    return true;
}

void gitlike_read(struct arena *arena, const struct migration_file *file, struct gitlike *settings)
{
    *settings = (struct gitlike){0};
    if (file->bytes == NULL)
        return;
    struct reader reader = {.arena = arena,
                            .begin = file->bytes,
                            .p = file->bytes,
                            .end = file->bytes + file->len,
                            .settings = settings};
    if (file->len >= 3 && memcmp(file->bytes, "\xEF\xBB\xBF", 3) == 0)
        reader.p += 3;
    bool readable = true;
    while (readable && !at_end(&reader)) {
        skip_blanks(&reader);
        if (at_end(&reader))
            break;
        if (*reader.p == '\n')
            reader.p++;
        else if (*reader.p == '#' || *reader.p == ';')
            skip_line(&reader);
        else if (*reader.p == '[')
            readable = read_section(&reader);
        else
            readable = read_entry(&reader);
    }
}

const struct gitlike_entry *gitlike_find(const struct gitlike *settings, const char *section,
                                         const char *part, const char *key)
{
    for (size_t i = settings->items.len; i-- > 0;) {
        const struct gitlike_entry *entry = &settings->items.items[i];
        if (*entry->value != '\0' && text_eq(entry->section, section) &&
            text_eq(entry->part, part) && text_eq(entry->key, key))
            return entry;
    }
    return NULL;
}

bool gitlike_has(const struct gitlike *settings, const char *section, const char *part)
{
    for (size_t i = 0; i < settings->items.len; i++)
        if (text_eq(settings->items.items[i].section, section) &&
            text_eq(settings->items.items[i].part, part))
            return true;
    return false;
}
