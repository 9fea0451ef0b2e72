#include "schema/check/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "schema/check/check_text.h"

/* One line of one file, as one test saw it. */
struct hit {
    uint32_t file, line;
    bool ran;
};

struct reading {
    struct arena *arena, *scratch;
    struct coverage *coverage;
    struct map *index; /* path → 1 + place in the list */
    VEC(struct hit) hits;
    bool too_many;
};

static uint32_t file_of(struct reading *reading, const char *at, size_t len)
{
    const char *path = arena_strndup(reading->arena, at, len);
    uintptr_t place = (uintptr_t)map_get(reading->index, path);
    if (place == 0) {
        VEC_PUSH(reading->arena, &reading->coverage->files, ((struct coverage_file){path, 0, 0}));
        place = reading->coverage->files.len;
        (void)map_put(reading->index, path, (void *)place);
    }
    return (uint32_t)(place - 1);
}

static void see(struct reading *reading, uint32_t file, uint64_t line, bool ran)
{
    reading->too_many = reading->hits.len >= LIMIT_COVERAGE_LINES || line > UINT32_MAX;
    if (!reading->too_many)
        VEC_PUSH(reading->scratch, &reading->hits, ((struct hit){file, (uint32_t)line, ran}));
}

/* Digits at `at`, and what follows them; false when there are none. */
static bool number(const char **at, const char *end, uint64_t *value)
{
    const char *start = *at;
    for (*value = 0; *at < end && **at >= '0' && **at <= '9'; (*at)++)
        *value = *value > UINT64_MAX / 16 ? *value : *value * 10 + (uint64_t)(**at - '0');
    return *at > start;
}

/* -------------------------------------------------------------------------------------- lcov */

/* DA:LINE,COUNT[,CHECKSUM]; a count may be negative where a counter ran over. */
static bool data_line(struct reading *reading, uint32_t file, const char *at, size_t len)
{
    const char *end = at + len;
    uint64_t line, count;
    if (!number(&at, end, &line) || at == end || *at++ != ',')
        return false;
    if (at < end && *at == '-')
        at++;
    if (!number(&at, end, &count))
        return false;
    see(reading, file, line, count > 0);
    return true;
}

static const char *read_lcov(struct reading *reading, const char *bytes, size_t len, uint32_t *no)
{
    struct text_line line = text_lines(bytes, len);
    bool open = false, any = false;
    uint32_t file = 0;
    while (text_line_next(&line) && !reading->too_many) {
        *no = line.no;
        if (line.len > 3 && memcmp(line.at, "SF:", 3) == 0) {
            if (open)
                return "a file begins before the one before it ends";
            file = file_of(reading, line.at + 3, line.len - 3);
            open = any = true;
        } else if (line.len > 3 && memcmp(line.at, "DA:", 3) == 0) {
            if (!open || !data_line(reading, file, line.at + 3, line.len - 3))
                return "this line of data cannot be read";
        } else if (bytes_same(line.at, line.len, "end_of_record")) {
            open = false;
        }
    }
    if (open && !reading->too_many)
        return "it ends in the middle of a file";
    *no = 0;
    return any ? NULL : "it is neither an lcov nor a Cobertura report";
}

/* --------------------------------------------------------------------------------- Cobertura */

struct tag {
    const char *at; /* the name and what follows, without < and > */
    size_t len;
    size_t name;
    bool closing, empty;
};

/* The next tag; comments, declarations and texts are passed over. */
static bool next_tag(const char **at, const char *end, struct tag *tag)
{
    while (*at < end) {
        const char *open = memchr(*at, '<', (size_t)(end - *at));
        if (!open)
            break;
        bool comment = end - open > 3 && memcmp(open, "<!--", 4) == 0;
        const char *close = comment ? memmem(open, (size_t)(end - open), "-->", 3)
                                    : memchr(open, '>', (size_t)(end - open));
        if (!close)
            break;
        *at = close + (comment ? 3 : 1);
        if (comment || open[1] == '?' || open[1] == '!')
            continue;
        *tag = (struct tag){.at = open + 1, .len = (size_t)(close - open - 1)};
        tag->closing = tag->len > 0 && tag->at[0] == '/';
        tag->at += tag->closing;
        tag->len -= tag->closing;
        tag->empty = tag->len > 0 && tag->at[tag->len - 1] == '/';
        while (tag->name < tag->len && !strchr(" \t\r\n/", tag->at[tag->name]))
            tag->name++;
        return true;
    }
    *at = end;
    return false;
}

static bool is_tag(const struct tag *tag, const char *name)
{
    return strlen(name) == tag->name && memcmp(tag->at, name, tag->name) == 0;
}

/* The value of an attribute; NULL. */
static const char *attribute(const struct tag *tag, const char *name, size_t *len)
{
    const char *at = tag->at + tag->name, *end = tag->at + tag->len;
    size_t wanted = strlen(name);
    while (at < end) {
        while (at < end && strchr(" \t\r\n", *at))
            at++;
        const char *equals = memchr(at, '=', (size_t)(end - at));
        if (!equals || equals + 1 >= end || (equals[1] != '"' && equals[1] != '\''))
            return NULL;
        const char *close = memchr(equals + 2, equals[1], (size_t)(end - equals - 2));
        if (!close)
            return NULL;
        if ((size_t)(equals - at) == wanted && memcmp(at, name, wanted) == 0) {
            *len = (size_t)(close - equals - 2);
            return equals + 2;
        }
        at = close + 1;
    }
    return NULL;
}

static uint32_t line_at(const char *bytes, const char *at)
{
    uint32_t no = 1;
    for (; bytes < at; bytes++)
        no += *bytes == '\n';
    return no;
}

static bool see_xml_line(struct reading *reading, uint32_t file, const struct tag *tag)
{
    size_t line_len, hits_len;
    const char *line = attribute(tag, "number", &line_len);
    const char *hits = attribute(tag, "hits", &hits_len);
    uint64_t no, count;
    if (!line || !hits)
        return false;
    const char *line_end = line + line_len, *hits_end = hits + hits_len;
    if (!number(&line, line_end, &no) || !number(&hits, hits_end, &count))
        return false;
    see(reading, file, no, count > 0);
    return true;
}

/* Lines of methods stand a second time in their class: only those of the class count. */
static const char *read_cobertura(struct reading *reading, const char *bytes, size_t len,
                                  uint32_t *no)
{
    const char *at = bytes, *end = bytes + len;
    struct tag tag;
    bool root = false, done = false, in_class = false, in_methods = false;
    uint32_t file = 0;
    while (!reading->too_many && next_tag(&at, end, &tag)) {
        if (is_tag(&tag, "coverage")) {
            root = true;
            done |= tag.closing || tag.empty;
        } else if (is_tag(&tag, "class")) {
            size_t name_len = 0;
            const char *name = tag.closing ? NULL : attribute(&tag, "filename", &name_len);
            in_class = name != NULL && !tag.empty;
            in_methods = false;
            if (name)
                file = file_of(reading, name, name_len);
        } else if (is_tag(&tag, "methods")) {
            in_methods = !tag.closing && !tag.empty;
        } else if (is_tag(&tag, "line") && !tag.closing && in_class && !in_methods &&
                   !see_xml_line(reading, file, &tag)) {
            *no = line_at(bytes, tag.at);
            return "this line of data cannot be read";
        }
    }
    *no = 0;
    if (!root)
        return "it is neither an lcov nor a Cobertura report";
    return done || reading->too_many ? NULL : "it ends before its end";
}

/* --------------------------------------------------------------------------------- the whole */

static int by_place(const void *left, const void *right)
{
    const struct hit *a = left, *b = right;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static void add_up(struct reading *reading)
{
    if (reading->hits.len > 1)
        qsort(reading->hits.items, reading->hits.len, sizeof *reading->hits.items, by_place);
    for (size_t i = 0, next; i < reading->hits.len; i = next) {
        const struct hit *hit = &reading->hits.items[i];
        bool ran = hit->ran;
        for (next = i + 1;
             next < reading->hits.len && by_place(hit, &reading->hits.items[next]) == 0; next++)
            ran |= reading->hits.items[next].ran;
        reading->coverage->files.items[hit->file].lines++;
        reading->coverage->files.items[hit->file].hit += ran;
    }
}

const char *coverage_read(struct arena *arena, const char *bytes, size_t len,
                          struct coverage *coverage, uint32_t *line)
{
    struct reading reading = {.arena = arena, .scratch = arena_new(), .coverage = coverage};
    size_t first = 0;
    *line = 0;
    reading.index = map_new(arena);
    while (first < len && strchr(" \t\r\n\xEF\xBB\xBF", bytes[first]) && bytes[first])
        first++;
    const char *wrong = first < len && bytes[first] == '<'
                            ? read_cobertura(&reading, bytes, len, line)
                            : read_lcov(&reading, bytes, len, line);
    if (reading.too_many)
        wrong = "it has too many lines (LIMIT_COVERAGE_LINES)";
    if (!wrong)
        add_up(&reading);
    arena_free(reading.scratch);
    return wrong;
}
