#include "model/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"

/* Where a new one goes when the list is full: over the last warning. */
static struct diag *last_warning(struct diags *diags)
{
    for (size_t i = diags->len; i-- > 0;) {
        if (diags->items[i].severity == SEVERITY_WARNING)
            return &diags->items[i];
    }
    return NULL;
}

void diags_add(struct arena *arena, struct diags *diags, enum severity severity, const char *code,
               struct pos pos, const char *message, const char *help)
{
    if (severity == SEVERITY_ERROR)
        diags->errors++;
    else
        diags->warnings++;
    struct diag *place;
    if (diags->len < LIMIT_DIAGS) {
        vec_grow(arena, (void **)&diags->items, &diags->cap, diags->len, sizeof *diags->items);
        place = &diags->items[diags->len++];
        diags->kept_warnings += severity == SEVERITY_WARNING;
    } else {
        if (severity == SEVERITY_WARNING || diags->kept_warnings == 0)
            return;
        place = last_warning(diags);
        diags->kept_warnings--;
    }
    BUG_UNLESS(place);
    *place = (struct diag){
        .severity = severity,
        .code = code,
        .pos = pos,
        .message = arena_strdup(arena, message),
        .help = arena_strdup(arena, help),
    };
}

struct keyed {
    struct diag diag;
    size_t place; /* order of adding */
};

static int compare_size(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

/* What has no place comes first. */
static size_t file_rank(const struct diag *diag)
{
    return diag->pos.source ? diag->pos.source->order + 1 : 0;
}

static int compare_keyed(const void *left, const void *right)
{
    const struct keyed *a = left;
    const struct keyed *b = right;
    int order = compare_size(file_rank(&a->diag), file_rank(&b->diag));
    if (order == 0)
        order = compare_size(a->diag.pos.line, b->diag.pos.line);
    if (order == 0)
        order = compare_size(a->diag.pos.col, b->diag.pos.col);
    if (order == 0)
        order = strcmp(a->diag.code, b->diag.code);
    if (order == 0)
        order = strcmp(a->diag.message, b->diag.message);
    return order ? order : compare_size(a->place, b->place);
}

static bool same_problem(const struct diag *a, const struct diag *b)
{
    return strcmp(a->code, b->code) == 0 && a->pos.source == b->pos.source &&
           a->pos.line == b->pos.line && a->pos.col == b->pos.col &&
           strcmp(a->message, b->message) == 0;
}

static void count_down(struct diags *diags, enum severity severity)
{
    if (severity == SEVERITY_ERROR) {
        diags->errors--;
    } else {
        diags->warnings--;
        diags->kept_warnings--;
    }
}

void diags_sort(struct diags *diags)
{
    if (diags->len < 2)
        return;
    cleanup_arena struct arena *scratch = arena_new();
    struct keyed *keyed = arena_calloc(scratch, diags->len, sizeof *keyed);
    for (size_t i = 0; i < diags->len; i++)
        keyed[i] = (struct keyed){diags->items[i], i};
    qsort(keyed, diags->len, sizeof *keyed, compare_keyed);
    size_t kept = 0;
    for (size_t i = 0; i < diags->len; i++) {
        if (kept && same_problem(&diags->items[kept - 1], &keyed[i].diag)) {
            count_down(diags, keyed[i].diag.severity);
            continue;
        }
        diags->items[kept++] = keyed[i].diag;
    }
    diags->len = kept;
}

char *pos_line_text(struct arena *arena, struct pos pos)
{
    if (!pos.source)
        return arena_strdup(arena, "");
    const char *bytes = pos.source->bytes;
    size_t begin = pos.offset < pos.source->len ? pos.offset : pos.source->len;
    size_t end = begin;
    while (begin > 0 && bytes[begin - 1] != '\n')
        begin--;
    while (end < pos.source->len && bytes[end] != '\n')
        end++;
    if (end > begin && bytes[end - 1] == '\r')
        end--;
    return arena_strndup(arena, bytes + begin, end - begin);
}
