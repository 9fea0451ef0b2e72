#include "model/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

void findings_add(struct arena *arena, struct findings *findings, const struct finding *finding)
{
    if (finding->excuse == NULL) {
        findings->errors += finding->severity == SEVERITY_ERROR;
        findings->warnings += finding->severity == SEVERITY_WARNING;
    }
    if (findings->len == LIMIT_FINDINGS) {
        findings->dropped++;
        return;
    }
    struct finding copy = *finding;
    copy.path = arena_strdup(arena, finding->path);
    copy.message = arena_strdup(arena, finding->message);
    copy.help = arena_strdup(arena, finding->help);
    copy.excuse = arena_strdup(arena, finding->excuse);
    VEC_PUSH(arena, findings, copy);
}

static int compare_number(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int compare(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    int order = compare_text(a->path, b->path);
    if (order == 0)
        order = compare_number(a->line, b->line);
    if (order == 0)
        order = compare_number(a->col, b->col);
    if (order == 0)
        order = strcmp(a->code, b->code);
    return order != 0 ? order : strcmp(a->message, b->message);
}

void findings_sort(struct findings *findings)
{
    if (findings->len > 1)
        qsort(findings->items, findings->len, sizeof *findings->items, compare);
}

const char *severity_word(enum severity severity)
{
    static const char *const words[] = {"error", "warning", "note"};
    return words[severity];
}
