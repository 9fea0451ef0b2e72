#include <string.h>

#include "base/utf8.h"
#include "doc/build.h"

struct doc_text *doc_text_new(struct arena *arena, const char *path, char *bytes, size_t len)
{
    struct doc_text *source = ARENA_NEW(arena, struct doc_text);
    size_t skip = len >= 3 && memcmp(bytes, DOC_BOM, 3) == 0 ? 3 : 0;
    source->path = arena_strdup(arena, path);
    source->bytes = bytes + skip;
    source->len = len - skip;
    source->bom = skip > 0;
    return source;
}

bool doc_format_of(const char *path, enum doc_format *format)
{
    const char *dot = strrchr(path, '.');
    if (!dot)
        return false;
    if (strcmp(dot, ".json") == 0)
        *format = DOC_JSON;
    else if (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0)
        *format = DOC_YAML;
    else
        return false;
    return true;
}

static void index_lines(struct arena *arena, struct doc *doc)
{
    const char *bytes = doc->source->bytes;
    size_t len = doc->source->len;
    uint32_t count = 1;
    for (const char *p = bytes; (p = memchr(p, '\n', len - (size_t)(p - bytes))); p++)
        count++;
    uint32_t *lines = arena_calloc(arena, count, sizeof *lines);
    uint32_t line = 1;
    for (const char *p = bytes; (p = memchr(p, '\n', len - (size_t)(p - bytes))); p++)
        lines[line++] = (uint32_t)(p - bytes) + 1;
    doc->lines = lines;
    doc->line_count = count;
    doc->hint = ARENA_NEW(arena, uint32_t);
}

/* UTF-16 and UTF-32, with a BOM or by the zero bytes that the ASCII of a plan then has. */
static const char *wide_encoding(const struct doc_text *source)
{
    const unsigned char *b = (const unsigned char *)source->bytes;
    if (source->len < 2)
        return NULL;
    if (source->len >= 4 && ((b[0] == 0xFF && b[1] == 0xFE && !b[2] && !b[3]) ||
                             (!b[0] && !b[1] && b[2] == 0xFE && b[3] == 0xFF)))
        return "UTF-32";
    if ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF))
        return "UTF-16";
    if ((b[0] && !b[1]) || (!b[0] && b[1]))
        return b[0] ? "UTF-16LE" : "UTF-16BE";
    return NULL;
}

static size_t first_bad_byte(const char *bytes, size_t len)
{
    size_t low = 0; /* valid up to here */
    const char *cursor = bytes;
    while ((size_t)(cursor - bytes) < len) {
        const char *before = cursor;
        if (*cursor == '\0') {
            cursor++;
            continue;
        }
        (void)utf8_next(&cursor);
        if (!utf8_valid(before, (size_t)(cursor - before)))
            return (size_t)(before - bytes);
        low = (size_t)(cursor - bytes);
    }
    return low;
}

static bool check_encoding(struct builder *builder)
{
    const struct doc_text *source = builder->doc->source;
    const char *wide = wide_encoding(source);
    if (wide) {
        char *message = arena_printf(builder->arena, "the file is %s, and a plan is UTF-8", wide);
        char *help = arena_printf(builder->arena, "convert it: iconv -f %s -t UTF-8 '%s' > NEW",
                                  wide, source->path);
        build_error(builder, "E0119", 0, 0, message, help);
        return false;
    }
    builder->doc->ascii = utf8_ascii(source->bytes, source->len);
    if (builder->doc->ascii || utf8_valid(source->bytes, source->len))
        return true;
    size_t bad = first_bad_byte(source->bytes, source->len);
    char *message = arena_printf(builder->arena, "the byte 0x%02X is not UTF-8",
                                 (unsigned)(unsigned char)source->bytes[bad]);
    build_error(builder, "E0119", bad, bad + 1, message,
                "save the file as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8");
    return false;
}

struct doc *doc_read_apart(struct arena *arena, struct arena *nodes, const struct doc_text *source,
                           enum doc_format format, struct doc_problems *problems, size_t *events)
{
    struct doc *doc = ARENA_NEW(nodes, struct doc);
    doc->source = source;
    doc->format = format;
    index_lines(nodes, doc);
    struct builder builder;
    build_init(&builder, arena, nodes, doc, problems);
    bool read = false;
    if (source->len > LIMIT_SPEC_BYTES)
        build_error(
            &builder, "E0118", 0, 0,
            arena_printf(arena, "larger than %u MiB (LIMIT_SPEC_BYTES)", LIMIT_SPEC_BYTES >> 20),
            "split the plan into plans with scopes of their own");
    else if (check_encoding(&builder))
        read = format == DOC_JSON ? doc_read_json(&builder) : doc_read_yaml(&builder);
    build_release(&builder);
    if (events)
        *events = doc->events;
    return read ? doc : NULL;
}

struct doc *doc_read(struct arena *arena, const struct doc_text *source, enum doc_format format,
                     struct doc_problems *problems, size_t *events)
{
    return doc_read_apart(arena, arena, source, format, problems, events);
}
