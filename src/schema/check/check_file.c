/* Checks of files: that they are there and what is in them; keys of settings; values of trees. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "schema/check/check_text.h"
#include "schema/folder/pattern.h"

/* -------------------------------------------------------------------------------------- file */

static const char *line_of(const struct migration_file *file, const char *part, uint32_t *no)
{
    BUG_UNLESS(file->bytes);
    const char *found = memmem(file->bytes, file->len, part, strlen(part));
    *no = 1;
    for (const char *at = file->bytes; found && at < found; at++)
        *no += *at == '\n';
    return found;
}

static bool some_line_matches(const struct migration_file *file, const regex_t *regex)
{
    struct text_line line = text_lines(file->bytes, file->len);
    struct arena *scratch = arena_new();
    bool matches = false;
    while (!matches && text_line_next(&line)) {
        matches = regexec(regex, arena_strndup(scratch, line.at, line.len), 0, NULL, 0) == 0;
        arena_clear(scratch);
    }
    arena_free(scratch);
    return matches;
}

static void check_patterns(struct arena *arena, const struct file_asked *asked,
                           const struct migration_file *file, struct check_result *result)
{
    for (uint32_t i = 0; i < asked->matches.len; i++) {
        regex_t regex;
        const char *wrong = pattern_compile(arena, asked->matches.items[i], &regex);
        if (wrong) {
            *result = check_says(arena, VERDICT_ERROR, "'%s' is no pattern: %s",
                                 asked->matches.items[i], wrong);
            return;
        }
        if (!some_line_matches(file, &regex))
            check_fails(arena, result, file->path, 0, "no line of '%s' matches '%s'", file->path,
                        asked->matches.items[i]);
        regfree(&regex);
    }
}

static void check_contents(struct arena *arena, const struct file_asked *asked,
                           const struct migration_file *file, struct check_result *result)
{
    uint32_t no;
    for (uint32_t i = 0; i < asked->contains.len; i++)
        if (!bytes_contain(file->bytes, file->len, asked->contains.items[i]))
            check_fails(arena, result, file->path, 0, "'%s' does not contain '%s'", file->path,
                        asked->contains.items[i]);
    for (uint32_t i = 0; i < asked->lacks.len; i++)
        if (line_of(file, asked->lacks.items[i], &no))
            check_fails(arena, result, file->path, no, "'%s' contains '%s' in line %u", file->path,
                        asked->lacks.items[i], no);
    check_patterns(arena, asked, file, result);
}

static void check_counts(struct arena *arena, const struct file_asked *asked, size_t count,
                         struct check_result *result)
{
    uint32_t min = asked->min > 0 ? asked->min : 1;
    if (count == 0 && min == 1)
        check_fails(arena, result, asked->path, 0, "'%s' does not exist", asked->path);
    else if (count < min)
        check_fails(arena, result, asked->path, 0, "%zu files fit '%s', not %u", count, asked->path,
                    min);
    else if (asked->max > 0 && count > asked->max)
        check_fails(arena, result, asked->path, 0, "%zu files fit '%s', at most %u should", count,
                    asked->path, asked->max);
}

struct check_result schema_check_file(struct arena *arena, const struct file_asked *asked,
                                      const struct migration_file *files, size_t count)
{
    struct check_result result = check_is(VERDICT_PASS, NULL);
    struct check_result other = check_is(VERDICT_PASS, NULL);
    if (asked->exists == ASKED_NO) {
        for (size_t i = 0; i < count; i++)
            check_fails(arena, &result, files[i].path, 0, "'%s' should not exist", files[i].path);
        return result;
    }
    check_counts(arena, asked, count, &result);
    for (size_t i = 0; i < count && result.verdict != VERDICT_ERROR; i++) {
        struct check_result readable = result;
        bool inside = asked->contains.len + asked->lacks.len + asked->matches.len > 0;
        if (!files[i].bytes && !inside && files[i].len == 0)
            continue; /* that it is there is all that was asked */
        if (!check_readable(arena, &files[i], files[i].path, &readable)) {
            if (inside)
                other = readable;
        } else if (files[i].len == 0)
            check_fails(arena, &result, files[i].path, 0, "'%s' is empty", files[i].path);
        else
            check_contents(arena, asked, &files[i], &result);
    }
    return result.verdict == VERDICT_PASS ? other : result;
}

/* --------------------------------------------------------------------------------- file_keys */

/* `key` in a line of KEY=value, export KEY=value or `key: value`; len 0: none. */
static size_t key_of_line(const char **at, size_t len)
{
    static const char export[] = "export ";
    text_trim(at, &len);
    if (len == 0 || strchr("#;!", **at))
        return 0;
    if (len > sizeof export && strncmp(*at, export, sizeof export - 1) == 0) {
        *at += sizeof export - 1;
        len -= sizeof export - 1;
    }
    size_t key = 0;
    while (key < len && (*at)[key] != '=' && (*at)[key] != ':')
        key++;
    if (key == len)
        return 0;
    const char *start = *at;
    text_trim(&start, &key);
    if (key > 1 && (*start == '"' || *start == '\'') && start[key - 1] == *start) {
        start++;
        key -= 2;
    }
    *at = start;
    return key;
}

static struct map *keys_of_lines(struct arena *arena, const struct migration_file *file)
{
    struct map *keys = map_new(arena);
    const char *section = NULL;
    struct text_line line = text_lines(file->bytes, file->len);
    while (text_line_next(&line)) {
        const char *at = line.at;
        size_t len = line.len;
        text_trim(&at, &len);
        if (len > 2 && *at == '[' && at[len - 1] == ']') {
            section = arena_strndup(arena, at + 1, len - 2);
            continue;
        }
        at = line.at;
        size_t key = key_of_line(&at, line.len);
        if (key == 0)
            continue;
        const char *name = arena_strndup(arena, at, key);
        (void)map_put(keys, name, keys);
        if (section)
            (void)map_put(keys, arena_printf(arena, "%s.%s", section, name), keys);
    }
    return keys;
}

static bool is_tree(const char *path)
{
    return text_ends(path, ".json") || text_ends(path, ".yaml") || text_ends(path, ".yml");
}

struct check_result schema_check_file_keys(struct arena *arena, const struct file_keys_asked *asked,
                                           const struct migration_file *file,
                                           const struct file_facts *facts)
{
    struct check_result result;
    const struct map *keys = NULL;
    bool tree = facts || is_tree(asked->path);
    if (!(tree ? check_tree(arena, file, facts, asked->path, &result)
               : check_readable(arena, file, asked->path, &result)))
        return result;
    if (!tree)
        keys = keys_of_lines(arena, file);
    for (uint32_t i = 0; i < asked->keys.len; i++) {
        const char *key = asked->keys.items[i];
        if (tree ? fact_at(arena, facts, 0, key) == SIZE_MAX : !map_has(keys, key))
            check_fails(arena, &result, asked->path, 0, "'%s' has no key '%s'", asked->path, key);
    }
    return result;
}

/* --------------------------------------------------------------------------------- json_path */

static const char *words_of(struct arena *arena, const struct file_fact *fact)
{
    switch (fact->type) {
    case FACT_MAP:
        return "a map";
    case FACT_LIST:
        return "a list";
    case FACT_NULL:
        return "null";
    case FACT_TEXT:
        return arena_printf(arena, "'%.200s'", fact->value);
    default:
        return fact->value;
    }
}

static bool equals(const struct json_path_asked *asked, const struct file_fact *fact)
{
    if (fact->type == FACT_MAP || fact->type == FACT_LIST)
        return false;
    if (asked->equals_text != (fact->type == FACT_TEXT))
        return false;
    if (fact->type == FACT_NULL)
        return strcmp(asked->equals, "null") == 0;
    if (strcmp(asked->equals, fact->value) == 0)
        return true;
    if (fact->type != FACT_NUMBER)
        return false;
    char *end, *other;
    double a = strtod(asked->equals, &end), b = strtod(fact->value, &other);
    return *end == '\0' && *other == '\0' && !(a < b) && !(a > b);
}

static bool has_item(const struct file_facts *facts, size_t parent, const char *text)
{
    for (size_t i = fact_first(facts, parent); i != SIZE_MAX; i = fact_next(facts, parent, i)) {
        const struct file_fact *fact = &facts->list.items[i];
        const char *is = fact->key ? fact->key : fact->value;
        if (is && strcmp(is, text) == 0)
            return true;
    }
    return false;
}

static void check_value(struct arena *arena, const struct json_path_asked *asked,
                        const struct file_facts *facts, size_t at, struct check_result *result)
{
    const struct file_fact *fact = &facts->list.items[at];
    const char *path = asked->path;
    regex_t regex;
    if (asked->equals && !equals(asked, fact))
        check_fails(arena, result, path, fact->line,
                    asked->equals_text ? "'%s' is %s, not '%s'" : "'%s' is %s, not %s", asked->at,
                    words_of(arena, fact), asked->equals);
    for (uint32_t i = 0; i < asked->has.len; i++)
        if (!has_item(facts, at, asked->has.items[i]))
            check_fails(arena, result, path, fact->line, "'%s' has no '%s'", asked->at,
                        asked->has.items[i]);
    if (fact->count < asked->min)
        check_fails(arena, result, path, fact->line, "'%s' has %u entries, not %u", asked->at,
                    fact->count, asked->min);
    const char *wrong = asked->matches ? pattern_compile(arena, asked->matches, &regex) : NULL;
    if (wrong)
        *result = check_says(arena, VERDICT_ERROR, "'%s' is no pattern: %s", asked->matches, wrong);
    if (wrong || !asked->matches)
        return;
    if (!fact->value || regexec(&regex, fact->value, 0, NULL, 0) != 0)
        check_fails(arena, result, path, fact->line, "'%s' is %s, which '%s' does not match",
                    asked->at, words_of(arena, fact), asked->matches);
    regfree(&regex);
}

struct check_result schema_check_json_path(struct arena *arena, const struct json_path_asked *asked,
                                           const struct migration_file *file,
                                           const struct file_facts *facts)
{
    struct check_result result;
    if (!check_tree(arena, file, facts, asked->path, &result))
        return result;
    size_t at = fact_at(arena, facts, 0, asked->at);
    if (at == SIZE_MAX && asked->exists != ASKED_NO)
        check_fails(arena, &result, asked->path, 0, "'%s' has nothing at '%s'", asked->path,
                    asked->at);
    else if (at != SIZE_MAX && asked->exists == ASKED_NO)
        check_fails(arena, &result, asked->path, facts->list.items[at].line,
                    "'%s' should not be in '%s'", asked->at, asked->path);
    else if (at != SIZE_MAX)
        check_value(arena, asked, facts, at, &result);
    return result;
}
