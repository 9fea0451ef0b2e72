#include "engine/ticks.h"

#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "engine/fence.h"
#include "engine/normal.h"

static bool is_mark(char c)
{
    return c == ' ' || c == 'x' || c == 'X';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

/* "[text](target)" at `at`: where the text ends and what follows the target. */
static bool link_at(const char *at, const char *end, const char **text_end, const char **behind)
{
    const char *close = memchr(at, ']', (size_t)(end - at));
    if (close == NULL || close + 1 == end || close[1] != '(')
        return false;
    const char *target_end = memchr(close, ')', (size_t)(end - close));
    if (target_end == NULL)
        return false;
    *text_end = close;
    *behind = target_end + 1;
    return true;
}

/* Appends without emphasis, code marks, escapes and link targets: what a reader sees. */
static void add_folded(struct str *out, const char *at, const char *end)
{
    while (at < end) {
        const char *text_end, *behind;
        if (*at == '!' && at + 1 < end && at[1] == '[' &&
            link_at(at + 1, end, &text_end, &behind)) {
            at++;
        } else if (*at == '[' && link_at(at, end, &text_end, &behind)) {
            add_folded(out, at + 1, text_end);
            at = behind;
        } else if (strchr("*_`~\\", *at) != NULL) {
            at++;
        } else {
            str_addc(out, *at++);
        }
    }
}

static const char *fold(struct arena *arena, const char *text, size_t len)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    add_folded(&out, text, text + len);
    return normal_line(arena, str_dup(&out, arena));
}

struct open_item {
    size_t index, indent;
};

static void add_item(struct arena *arena, const struct lines *lines, const char *text,
                     struct tick_items *items, size_t parent)
{
    const char *content = text + lines->start + lines->content;
    size_t len = lines->len - lines->content;
    struct tick_item item = {.parent = parent};
    item.box = len >= 4 && content[0] == '[' && is_mark(content[1]) && content[2] == ']' &&
               is_space(content[3]);
    if (item.box) {
        item.ticked = content[1] != ' ';
        item.offset = (size_t)(content + 1 - text);
        content += 3;
        len -= 3;
    }
    item.text = fold(arena, content, len);
    VEC_PUSH(arena, &items->list, item);
}

void ticks_find(struct arena *arena, const char *text, struct tick_items *items)
{
    struct lines lines = {.text = text};
    struct open_item open[LINES_LIST_DEPTH];
    size_t depth = 0;
    *items = (struct tick_items){0};
    while (lines_next(&lines)) {
        if (lines.blank || lines.fenced)
            continue;
        while (depth > 0 && open[depth - 1].indent >= lines.indent)
            depth--;
        if (!lines.item)
            continue;
        add_item(arena, &lines, text, items, depth > 0 ? open[depth - 1].index : TICKS_TOP);
        if (depth < LINES_LIST_DEPTH)
            open[depth++] = (struct open_item){items->list.len - 1, lines.indent};
    }
}

/* A quick look before the long one: most texts have no box at all. */
static bool may_have_ticks(const char *text)
{
    return strstr(text, "[x]") != NULL || strstr(text, "[X]") != NULL;
}

const char *ticks_empty(struct arena *arena, const char *text)
{
    if (!may_have_ticks(text))
        return text;
    struct tick_items items;
    ticks_find(arena, text, &items);
    char *empty = NULL;
    for (size_t i = 0; i < items.list.len; i++) {
        if (!items.list.items[i].ticked)
            continue;
        if (empty == NULL)
            empty = arena_strdup(arena, text);
        empty[items.list.items[i].offset] = ' ';
    }
    return empty != NULL ? empty : text;
}

const char *ticks_bits(struct arena *arena, const char *text)
{
    struct tick_items items = {0};
    if (strchr(text, '[') != NULL)
        ticks_find(arena, text, &items);
    char *bits = arena_text(arena, items.list.len);
    size_t len = 0;
    for (size_t i = 0; i < items.list.len; i++)
        if (items.list.items[i].box)
            bits[len++] = items.list.items[i].ticked ? '1' : '0';
    return bits;
}

void ticks_ticked(struct arena *arena, const char *text, struct strlist *texts)
{
    *texts = (struct strlist){0};
    if (!may_have_ticks(text))
        return;
    struct tick_items items;
    ticks_find(arena, text, &items);
    for (size_t i = 0; i < items.list.len; i++)
        if (items.list.items[i].ticked)
            strlist_add(arena, texts, items.list.items[i].text);
}

/* The items below one parent, in order. */
struct family {
    VEC(size_t) members;
};

/* The two sides of a matching; pair[i] is the item of the other side, TICKS_TOP = none. */
struct side {
    struct tick_items items;
    struct family *families; /* one for each item, and the top as the last */
    size_t *pair;
};

static void side_read(struct arena *arena, const char *text, struct side *side)
{
    ticks_find(arena, text, &side->items);
    size_t count = side->items.list.len;
    side->families = arena_calloc(arena, count + 1, sizeof *side->families);
    side->pair = arena_calloc(arena, count + 1, sizeof *side->pair);
    for (size_t i = 0; i < count; i++) {
        size_t parent = side->items.list.items[i].parent;
        VEC_PUSH(arena, &side->families[parent == TICKS_TOP ? count : parent].members, i);
        side->pair[i] = TICKS_TOP;
    }
}

static const char *occurrence_key(struct arena *arena, struct map *seen, const char *text, bool box)
{
    size_t *count = map_get(seen, text);
    if (count == NULL) {
        count = ARENA_NEW(arena, size_t);
        map_put(seen, text, count);
    }
    return arena_printf(arena, "%zu %d %s", (*count)++, box ? 1 : 0, text);
}

static void pair_up(struct side *from, size_t old, struct side *to, size_t new)
{
    from->pair[old] = new;
    to->pair[new] = old;
}

/* Rule 1: the same text, the same parent, the same occurrence. */
static void match_same(struct arena *arena, struct side *from, const struct family *olds,
                       struct side *to, const struct family *news)
{
    struct map *by_key = map_new(arena), *seen = map_new(arena);
    for (size_t i = 0; i < news->members.len; i++) {
        const struct tick_item *item = &to->items.list.items[news->members.items[i]];
        BUG_UNLESS(item);
        map_put(by_key, occurrence_key(arena, seen, item->text, item->box),
                &news->members.items[i]);
    }
    seen = map_new(arena);
    for (size_t i = 0; i < olds->members.len; i++) {
        const struct tick_item *item = &from->items.list.items[olds->members.items[i]];
        BUG_UNLESS(item);
        const size_t *found = map_get(by_key, occurrence_key(arena, seen, item->text, item->box));
        if (found != NULL)
            pair_up(from, olds->members.items[i], to, *found);
    }
}

static size_t word_count(const char *text)
{
    size_t count = *text ? 1 : 0;
    for (const char *at = text; *at; at++)
        count += *at == ' ';
    return count;
}

/* Texts are folded lines, so words are what stands between single spaces. */
static bool share_words(struct arena *arena, const char *a, const char *b)
{
    struct map *words = map_new(arena);
    size_t total_a = word_count(a), total_b = word_count(b), shared = 0;
    size_t most = total_a > total_b ? total_a : total_b;
    for (const char *at = a; *at;) {
        size_t len = strcspn(at, " ");
        char *word = arena_strndup(arena, at, len);
        size_t *left = map_get(words, word);
        if (left == NULL) {
            left = ARENA_NEW(arena, size_t);
            map_put(words, word, left);
        }
        ++*left;
        at += len + (at[len] == ' ');
    }
    for (const char *at = b; *at;) {
        size_t len = strcspn(at, " ");
        size_t *left = map_get(words, arena_strndup(arena, at, len));
        if (left != NULL && *left > 0) {
            --*left;
            shared++;
        }
        at += len + (at[len] == ' ');
    }
    return most > 0 && shared * 100 >= most * TICKS_SHARED_PERCENT;
}

/* The run of items without a pair that begins at `start`. */
static size_t run_end(const struct side *side, const struct family *family, size_t start)
{
    while (start < family->members.len && side->pair[family->members.items[start]] == TICKS_TOP)
        start++;
    return start;
}

static size_t place_of(const struct family *family, size_t item)
{
    size_t low = 0, high = family->members.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (family->members.items[middle] < item)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Boxes of a run; plain items are paired by rule 1 only, they carry no tick. */
static void run_boxes(struct arena *arena, const struct side *side, const struct family *family,
                      size_t start, size_t end, struct family *boxes)
{
    *boxes = (struct family){0};
    for (size_t i = start; i < end; i++)
        if (side->items.list.items[family->members.items[i]].box)
            VEC_PUSH(arena, &boxes->members, family->members.items[i]);
}

/* Rule 2: left over between the same matched neighbours, equally many, in order. */
static void match_runs(struct arena *arena, struct side *from, const struct family *olds,
                       struct side *to, const struct family *news)
{
    size_t start = 0;
    while (start <= olds->members.len) {
        size_t end = run_end(from, olds, start);
        size_t new_start =
            start == 0 ? 0 : place_of(news, from->pair[olds->members.items[start - 1]]) + 1;
        size_t new_end = run_end(to, news, new_start);
        bool same_end = end == olds->members.len ? new_end == news->members.len
                                                 : new_end < news->members.len &&
                                                       to->pair[news->members.items[new_end]] ==
                                                           olds->members.items[end];
        struct family old_boxes, new_boxes;
        run_boxes(arena, from, olds, start, end, &old_boxes);
        run_boxes(arena, to, news, new_start, new_end, &new_boxes);
        if (same_end && old_boxes.members.len == new_boxes.members.len)
            for (size_t i = 0; i < old_boxes.members.len; i++) {
                size_t old = old_boxes.members.items[i], new = new_boxes.members.items[i];
                if (share_words(arena, from->items.list.items[old].text,
                                to->items.list.items[new].text))
                    pair_up(from, old, to, new);
            }
        start = end + 1;
    }
}

static void match(struct arena *arena, struct side *from, struct side *to)
{
    /* Parents stand before their children, so one walk in order matches level by level. */
    size_t count = from->items.list.len;
    for (size_t i = 0; i <= count; i++) {
        size_t old = i == 0 ? count : i - 1;
        size_t new = i == 0 ? to->items.list.len : from->pair[old];
        if (i > 0 && new == TICKS_TOP)
            continue;
        const struct family *olds = &from->families[old], *news = &to->families[new];
        if (olds->members.len == 0 || news->members.len == 0)
            continue;
        match_same(arena, from, olds, to, news);
        match_runs(arena, from, olds, to, news);
    }
}

/* Which boxes of `to` the plan itself ticks. */
static bool *spec_ticks(struct arena *arena, struct side *to, const char *to_text,
                        const char *spec_text)
{
    bool *ticks = arena_calloc(arena, to->items.list.len + 1, sizeof *ticks);
    if (!may_have_ticks(spec_text))
        return ticks;
    if (spec_text == to_text) {
        for (size_t i = 0; i < to->items.list.len; i++)
            ticks[i] = to->items.list.items[i].ticked;
        return ticks;
    }
    struct side spec, target;
    side_read(arena, spec_text, &spec);
    side_read(arena, to_text, &target);
    match(arena, &spec, &target);
    for (size_t i = 0; i < spec.items.list.len; i++)
        if (spec.items.list.items[i].ticked && spec.pair[i] != TICKS_TOP)
            ticks[spec.pair[i]] = true;
    return ticks;
}

void ticks_carry(struct arena *arena, const char *from, const char *to, const char *spec,
                 struct ticks_result *result)
{
    *result = (struct ticks_result){.text = to};
    if (!may_have_ticks(from) && !may_have_ticks(to) && !may_have_ticks(spec))
        return;
    struct side old, new;
    side_read(arena, from, &old);
    side_read(arena, to, &new);
    match(arena, &old, &new);
    const bool *fresh = spec_ticks(arena, &new, to, spec);
    char *text = arena_strdup(arena, to);
    for (size_t i = 0; i < new.items.list.len; i++) {
        const struct tick_item *item = &new.items.list.items[i];
        if (!item->box)
            continue;
        bool known = new.pair[i] != TICKS_TOP;
        BUG_UNLESS(!known || (old.items.list.items && new.pair[i] < old.items.list.len));
        bool ticked = known ? old.items.list.items[new.pair[i]].ticked : fresh[i];
        text[item->offset] = ticked ? 'x' : ' ';
        result->kept += known && ticked;
        result->fresh += !known && ticked;
    }
    for (size_t i = 0; i < old.items.list.len; i++)
        if (old.items.list.items[i].ticked && old.pair[i] == TICKS_TOP)
            strlist_add(arena, &result->lost, old.items.list.items[i].text);
    result->text = text;
}
