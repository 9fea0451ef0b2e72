/* The check of a section of a Markdown document. */
#include <string.h>

#include "base/str.h"
#include "schema/check/check_text.h"
#include "schema/check/markdown.h"

struct section {
    const char *title;
    size_t title_len;
    const char *begin, *end;
    uint32_t line;
    int level;
    bool has_text;
};

struct document {
    VEC(struct section) sections;
    size_t open[6]; /* by level - 1: 1 + index, 0: none */
};

static void close_from(struct document *document, int level, const char *at)
{
    for (int i = level - 1; i < 6; i++) {
        if (document->open[i] > 0)
            document->sections.items[document->open[i] - 1].end = at;
        document->open[i] = 0;
    }
}

static void read_document(struct arena *arena, const struct migration_file *file,
                          struct document *document)
{
    struct markdown markdown = markdown_of(file->bytes, file->len);
    struct markdown_line line;
    while (markdown_next(&markdown, &line)) {
        if (line.level > 0) {
            close_from(document, line.level, line.begin);
            VEC_PUSH(arena, &document->sections,
                     ((struct section){.title = line.text,
                                       .title_len = line.len,
                                       .begin = line.end,
                                       .end = file->bytes + file->len,
                                       .line = line.no,
                                       .level = line.level}));
            document->open[line.level - 1] = document->sections.len;
        } else if (line.len > 0) {
            for (int i = 0; i < 6; i++)
                if (document->open[i] > 0)
                    document->sections.items[document->open[i] - 1].has_text = true;
        }
    }
}

/* "Rollback" of any level, "## Rollback" of the second. */
static bool is_asked(const struct section *section, const char *heading)
{
    size_t level = strspn(heading, "#");
    const char *title = heading + level;
    size_t len = strlen(title);
    text_trim(&title, &len);
    return (level == 0 || (int)level == section->level) && len == section->title_len &&
           bytes_same(section->title, section->title_len, title);
}

static void check_contains(struct arena *arena, const struct doc_section_asked *asked,
                           const struct document *document, struct check_result *result)
{
    for (uint32_t i = 0; i < asked->contains.len; i++) {
        bool found = false;
        for (size_t k = 0; k < document->sections.len && !found; k++) {
            const struct section *section = &document->sections.items[k];
            for (uint32_t h = 0; h < asked->headings.len && !found; h++)
                found = is_asked(section, asked->headings.items[h]) &&
                        bytes_contain(section->begin, (size_t)(section->end - section->begin),
                                      asked->contains.items[i]);
        }
        if (!found)
            check_fails(arena, result, asked->path, 0, "'%s' is not below '%s' in '%s'",
                        asked->contains.items[i], asked->headings.items[0], asked->path);
    }
}

struct check_result schema_check_doc_section(struct arena *arena,
                                             const struct doc_section_asked *asked,
                                             const struct migration_file *file)
{
    struct check_result result;
    struct document document = {0};
    if (!check_readable(arena, file, asked->path, &result))
        return result;
    read_document(arena, file, &document);
    for (uint32_t i = 0; i < asked->headings.len; i++) {
        const struct section *found = NULL;
        for (size_t k = 0; k < document.sections.len; k++)
            if (is_asked(&document.sections.items[k], asked->headings.items[i]) &&
                (!found || !found->has_text))
                found = &document.sections.items[k];
        if (!found)
            check_fails(arena, &result, asked->path, 0, "'%s' has no heading '%s'", asked->path,
                        asked->headings.items[i]);
        else if (!found->has_text)
            check_fails(arena, &result, asked->path, found->line, "nothing stands below '%s'",
                        asked->headings.items[i]);
    }
    if (result.verdict == VERDICT_PASS)
        check_contains(arena, asked, &document, &result);
    return result;
}
