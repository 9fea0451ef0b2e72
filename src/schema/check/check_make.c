/* The check of a Makefile: rules, not all of make. */
#include <string.h>

#include "base/str.h"
#include "schema/check/check_text.h"

struct make_target {
    bool there, does, runs;
    bool active; /* the recipe that is being read is of it too */
    uint32_t line;
};

struct makefile {
    const struct make_target_asked *asked;
    struct make_target *targets;
    bool open; /* names of targets come from variables or other files */
    bool in_define;
};

/* "db-%" fits "db-up". */
static bool target_fits(const char *word, size_t len, const char *target)
{
    const char *percent = memchr(word, '%', len);
    size_t total = strlen(target);
    if (!percent)
        return len == total && memcmp(word, target, len) == 0;
    size_t head = (size_t)(percent - word), tail = len - head - 1;
    return total > head + tail && memcmp(word, target, head) == 0 &&
           memcmp(percent + 1, target + total - tail, tail) == 0;
}

/* The colon of a rule; SIZE_MAX for a line that is none. */
static size_t colon_of(const char *at, size_t len)
{
    size_t depth = 0;
    for (size_t i = 0; i < len; i++) {
        if (at[i] == '$' && i + 1 < len && (at[i + 1] == '(' || at[i + 1] == '{'))
            depth++;
        else if (depth > 0 && (at[i] == ')' || at[i] == '}'))
            depth--;
        else if (depth == 0 && (at[i] == '=' || at[i] == '#'))
            return SIZE_MAX;
        else if (depth == 0 && at[i] == ':') {
            size_t colons = i;
            while (colons < len && at[colons] == ':')
                colons++;
            return colons < len && at[colons] == '=' ? SIZE_MAX : i;
        }
    }
    return SIZE_MAX;
}

static bool is_variable(const char *at, size_t len)
{
    const char *semicolon = memchr(at, ';', len);
    size_t words = semicolon ? (size_t)(semicolon - at) : len;
    return memchr(at, '=', words) != NULL;
}

static void see_recipe(struct makefile *makefile, const char *at, size_t len)
{
    text_trim(&at, &len);
    if (len == 0 || *at == '#')
        return;
    for (uint32_t i = 0; i < makefile->asked->targets.len; i++) {
        struct make_target *target = &makefile->targets[i];
        if (!target->active)
            continue;
        target->does = true;
        target->runs |= makefile->asked->runs && bytes_contain(at, len, makefile->asked->runs);
    }
}

static void see_rule(struct makefile *makefile, const char *at, size_t len, size_t colon,
                     uint32_t line)
{
    const char *rest = at + colon;
    size_t left = len - colon;
    while (left > 0 && *rest == ':') {
        rest++;
        left--;
    }
    const char *recipe = memchr(rest, ';', left);
    size_t needs = recipe ? (size_t)(recipe - rest) : left;
    const char *needs_at = rest;
    text_trim(&needs_at, &needs);
    for (size_t i = 0, end; i < colon; i = end + 1) {
        for (end = i; end < colon && at[end] != ' ' && at[end] != '\t'; end++)
            ;
        makefile->open |= memchr(at + i, '$', end - i) != NULL;
        for (uint32_t k = 0; k < makefile->asked->targets.len; k++) {
            struct make_target *target = &makefile->targets[k];
            if (!target_fits(at + i, end - i, makefile->asked->targets.items[k]))
                continue;
            target->line = target->there ? target->line : line;
            target->there = target->active = true;
            target->does |= needs > 0 && *needs_at != '#';
        }
    }
    if (recipe)
        see_recipe(makefile, recipe + 1, (size_t)(rest + left - recipe - 1));
}

static bool first_word(const char *at, size_t len, const char *word)
{
    size_t n = strlen(word);
    return len >= n && memcmp(at, word, n) == 0 && (len == n || at[n] == ' ' || at[n] == '\t');
}

static void see_line(struct makefile *makefile, const struct text_line *line)
{
    const char *at = line->at;
    size_t len = line->len;
    if (len > 0 && *at == '\t') {
        see_recipe(makefile, at, len);
        return;
    }
    text_trim(&at, &len);
    if (len == 0 || *at == '#')
        return;
    if (first_word(at, len, "define") || first_word(at, len, "endef"))
        makefile->in_define = *at == 'd';
    static const char *const around[] = {"ifeq", "ifneq", "ifdef",    "ifndef",
                                         "else", "endif", "override", "export"};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        if (first_word(at, len, around[i]))
            return;
    if (first_word(at, len, "include") || first_word(at, len, "-include") ||
        first_word(at, len, "sinclude"))
        makefile->open = true;
    size_t colon = makefile->in_define ? SIZE_MAX : colon_of(at, len);
    for (uint32_t i = 0; i < makefile->asked->targets.len; i++)
        makefile->targets[i].active = false;
    if (colon != SIZE_MAX && !is_variable(at + colon, len - colon))
        see_rule(makefile, at, len, colon, line->no);
}

/* A backslash at the end joins the next line. */
static void read_makefile(struct makefile *makefile, const struct migration_file *file)
{
    struct text_line line = text_lines(file->bytes, file->len);
    cleanup_str struct str joined;
    str_init(&joined, file->len + 1);
    while (text_line_next(&line)) {
        struct text_line whole = line;
        str_clear(&joined);
        while (line.len > 0 && line.at[line.len - 1] == '\\') {
            str_addn(&joined, line.at, line.len - 1);
            if (!text_line_next(&line))
                break;
            whole.at = NULL;
        }
        if (joined.len > 0 || !whole.at) {
            if (!whole.at)
                str_addn(&joined, line.at, line.len);
            whole.at = joined.p;
            whole.len = joined.len;
        }
        see_line(makefile, &whole);
    }
}

struct check_result schema_check_make_target(struct arena *arena,
                                             const struct make_target_asked *asked,
                                             const struct migration_file *file)
{
    struct check_result result, open = check_is(VERDICT_PASS, NULL);
    struct makefile makefile = {.asked = asked};
    if (!check_readable(arena, file, asked->path, &result))
        return result;
    makefile.targets = arena_calloc(arena, asked->targets.len, sizeof *makefile.targets);
    read_makefile(&makefile, file);
    for (uint32_t i = 0; i < asked->targets.len; i++) {
        const struct make_target *target = &makefile.targets[i];
        const char *name = asked->targets.items[i];
        if (!target->there && makefile.open)
            open = check_says(arena, VERDICT_UNKNOWN,
                              "'%s' has no target '%s', but takes some from elsewhere", asked->path,
                              name);
        else if (!target->there)
            check_fails(arena, &result, asked->path, 0, "'%s' has no target '%s'", asked->path,
                        name);
        else if (!target->does)
            check_fails(arena, &result, asked->path, target->line, "the target '%s' does nothing",
                        name);
        else if (asked->runs && !target->runs)
            check_fails(arena, &result, asked->path, target->line,
                        "the target '%s' does not run '%s'", name, asked->runs);
    }
    return result.verdict == VERDICT_PASS ? open : result;
}
