#include "engine/block.h"

#include <string.h>

#include "base/str.h"
#include "engine/fence.h"
#include "engine/normal.h"

#define END_LINE "<!-- /roadmap -->"
#define STATUS_START "<!-- roadmap:status -->"
#define STATUS_END "<!-- /roadmap:status -->"
#define FOOTER_START "<sub>Planned in "
#define FOOTER_END "</sub>"

static bool is_ours(const struct lines *lines)
{
    return lines_is(lines, END_LINE) || lines_is(lines, STATUS_START) ||
           lines_is(lines, STATUS_END);
}

/* Where our own lines stand. */
struct spots {
    bool marker, end, status, status_end;
    size_t marker_start, marker_next; /* start of the marker's line; of the line below */
    size_t end_start, end_stop; /* start of the end line; its last byte, without line ending */
    size_t status_start, status_stop; /* the section with its last line ending */
};

static enum block_damage note_marker(enum marker_reading reading, const struct lines *lines,
                                     struct spots *spots)
{
    if (spots->marker)
        return BLOCK_TWO_MARKERS;
    spots->marker = true;
    spots->marker_start = lines->start;
    spots->marker_next = lines->next;
    if (reading == MARKER_NEWER)
        return BLOCK_NEWER;
    return reading == MARKER_BROKEN ? BLOCK_BROKEN_MARKER : BLOCK_WHOLE;
}

static void note_own_line(const struct lines *lines, struct spots *spots, bool *end_first)
{
    if (lines_is(lines, END_LINE)) {
        if (!spots->marker) {
            *end_first = true;
        } else if (!spots->end) {
            spots->end = true;
            spots->end_start = lines->start;
            spots->end_stop = lines->start + lines->len;
        }
    } else if (lines_is(lines, STATUS_START) && spots->end && !spots->status) {
        spots->status = true;
        spots->status_start = lines->start;
    } else if (lines_is(lines, STATUS_END) && spots->status && !spots->status_end) {
        spots->status_end = true;
        spots->status_stop = lines->next;
    }
}

static void find_spots(struct arena *arena, const char *body, struct block_parts *parts,
                       struct spots *spots)
{
    struct lines lines = {.text = body};
    bool end_first = false;
    while (lines_next(&lines)) {
        if (lines.fenced || body[lines.start] != '<')
            continue;
        note_own_line(&lines, spots, &end_first);
        struct marker marker;
        enum marker_reading reading = marker_parse(arena, body + lines.start, lines.len, &marker);
        if (reading == MARKER_NONE || (reading == MARKER_READ && marker.type == MARKER_COMMENT))
            continue;
        bool first = !spots->marker;
        enum block_damage damage = note_marker(reading, &lines, spots);
        if (first)
            parts->marker = marker;
        if (parts->damage == BLOCK_WHOLE)
            parts->damage = damage;
    }
    if (parts->damage == BLOCK_WHOLE && spots->marker && end_first)
        parts->damage = BLOCK_END_FIRST;
    if (parts->damage == BLOCK_WHOLE && spots->marker && !spots->end &&
        parts->marker.type == MARKER_ITEM)
        parts->damage = BLOCK_NO_END;
}

/* Bytes of the blank lines at the start. */
static size_t blank_start(const char *text, size_t len)
{
    size_t skip = 0;
    for (size_t i = 0; i < len && strchr(" \t\r\n", text[i]) != NULL; i++)
        if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == len || text[i + 1] != '\n')))
            skip = i + 1;
    return skip;
}

static size_t without_blank_end(const char *text, size_t len)
{
    size_t content = len;
    while (content > 0 && strchr(" \t\r\n", text[content - 1]) != NULL)
        content--;
    return content;
}

static const char *inner_text(struct arena *arena, const char *text, size_t len)
{
    size_t skip = blank_start(text, len);
    size_t content = without_blank_end(text, len);
    return content <= skip ? "" : arena_strndup(arena, text + skip, content - skip);
}

void block_split(struct arena *arena, const char *body, struct block_parts *parts)
{
    body = body ? body : "";
    *parts = (struct block_parts){.prefix = "", .block = body, .middle = "", .suffix = ""};
    if (strstr(body, "<!-- roadmap:") == NULL)
        return;
    struct spots spots = {0};
    find_spots(arena, body, parts, &spots);
    parts->found = spots.marker;
    if (!parts->found || parts->damage != BLOCK_WHOLE)
        return;
    size_t next = spots.marker_next;
    size_t end = spots.end ? spots.end_start : next;
    parts->prefix = arena_strndup(arena, body, spots.marker_start);
    parts->block = inner_text(arena, body + next, end - next);
    const char *behind = body + (spots.end ? spots.end_stop : next);
    if (!spots.status_end) {
        parts->middle = behind;
        return;
    }
    parts->middle = arena_strndup(arena, behind, (size_t)(body + spots.status_start - behind));
    parts->status =
        arena_strndup(arena, body + spots.status_start, spots.status_stop - spots.status_start);
    parts->suffix = body + spots.status_stop;
}

static void add_block(struct arena *arena, struct str *out, const struct marker *marker,
                      const char *block)
{
    str_add(out, marker_format(arena, marker));
    str_add(out, "\n\n");
    if (!text_empty(block)) {
        str_addn(out, block, without_blank_end(block, strlen(block)));
        str_add(out, "\n\n");
    }
    str_add(out, END_LINE);
}

char *block_compose(struct arena *arena, const struct block_parts *parts)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    str_add(&out, parts->prefix);
    add_block(arena, &out, &parts->marker, parts->block);
    str_add(&out, parts->middle);
    if (parts->status)
        str_add(&out, parts->status);
    str_add(&out, parts->suffix);
    return str_dup(&out, arena);
}

char *block_create(struct arena *arena, const struct marker *marker, const char *block,
                   const char *footer)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    add_block(arena, &out, marker, block);
    str_add(&out, "\n");
    if (footer)
        str_addf(&out, "\n%s\n", footer);
    return str_dup(&out, arena);
}

/* Without end and status lines that lost their marker, and without a footer when `footers`: they
 * are ours, and left behind they would damage the block that is put above. */
static const char *without_strays(struct arena *arena, const char *old, bool footers)
{
    if (strstr(old, "<!-- ") == NULL && strstr(old, FOOTER_START) == NULL)
        return old;
    struct str out cleanup_str;
    str_init(&out, 0);
    struct lines lines = {.text = old};
    struct marker marker;
    while (lines_next(&lines)) {
        const char *line = old + lines.start;
        bool drop =
            !lines.fenced && (is_ours(&lines) || (footers && block_is_footer(line, lines.len)) ||
                              marker_parse(arena, line, lines.len, &marker) != MARKER_NONE);
        if (!drop)
            str_addn(&out, line, lines.len + lines.end_len);
    }
    return str_dup(&out, arena);
}

const char *block_whole(struct arena *arena, const char *body)
{
    return without_strays(arena, body ? body : "", true);
}

char *block_adopt(struct arena *arena, const char *old, const struct marker *marker,
                  const char *block, const char *footer)
{
    old = old ? old : "";
    bool equal =
        strcmp(normal_block(arena, block_whole(arena, old)), normal_block(arena, block)) == 0;
    const char *rest = without_strays(arena, old, false);
    if (equal || *normal_text(arena, rest) == '\0')
        return block_create(arena, marker, block, footer);
    struct str out cleanup_str;
    str_init(&out, 0);
    str_add(&out, block_create(arena, marker, block, block_has_footer(rest) ? NULL : footer));
    str_add(&out, "\n");
    str_add(&out, rest);
    return str_dup(&out, arena);
}

const char *block_status(struct arena *arena, const struct block_parts *parts)
{
    if (!parts->status)
        return NULL;
    struct lines lines = {.text = parts->status};
    size_t from = 0, to = 0;
    while (lines_next(&lines)) {
        if (from == 0)
            from = lines.next;
        to = lines.start; /* of the last line, which ends the section */
    }
    return to <= from ? "" : arena_strndup(arena, parts->status + from, to - from);
}

void block_set_status(struct arena *arena, struct block_parts *parts, const char *text)
{
    if (text == NULL) {
        parts->status = NULL;
        return;
    }
    bool fresh = parts->status == NULL;
    parts->status = arena_printf(arena, STATUS_START "\n%s%s" STATUS_END "\n", text,
                                 text_empty(text) || text_ends(text, "\n") ? "" : "\n");
    if (!fresh)
        return;
    /* A new section stands right behind the block and its footer, above people's text. */
    struct lines lines = {.text = parts->middle};
    size_t cut = 0;
    while (lines_next(&lines)) {
        bool footer = block_is_footer(parts->middle + lines.start, lines.len);
        if (!lines.blank && !footer)
            break;
        cut = lines.next;
    }
    const char *rest = parts->middle + cut;
    const char *head = arena_strndup(arena, parts->middle, cut);
    parts->middle = text_ends(head, "\n") ? head : arena_printf(arena, "%s\n", head);
    parts->suffix = arena_printf(arena, "%s%s", rest, parts->suffix);
}

bool block_is_footer(const char *line, size_t len)
{
    size_t start = strlen(FOOTER_START), end = strlen(FOOTER_END);
    while (len > 0 && strchr(" \t", line[len - 1]) != NULL)
        len--;
    return len > start + end && memcmp(line, FOOTER_START, start) == 0 &&
           memcmp(line + len - end, FOOTER_END, end) == 0;
}

bool block_has_footer(const char *text)
{
    if (strstr(text, FOOTER_START) == NULL)
        return false;
    struct lines lines = {.text = text};
    while (lines_next(&lines))
        if (!lines.fenced && block_is_footer(text + lines.start, lines.len))
            return true;
    return false;
}

bool block_alone(const struct block_parts *parts)
{
    const char *outside[] = {parts->prefix, parts->middle, parts->suffix};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        struct lines lines = {.text = outside[i]};
        while (lines_next(&lines))
            if (!lines.blank && !block_is_footer(outside[i] + lines.start, lines.len))
                return false;
    }
    return true;
}

bool block_text_fits(struct arena *arena, const char *text)
{
    /* Without a comment and a fence there is nothing to find; so it is with most texts. */
    if (text_empty(text) || (!strstr(text, "<!--") && !strstr(text, "```") && !strstr(text, "~~~")))
        return true;
    struct lines lines = {.text = text ? text : ""};
    struct marker marker;
    while (lines_next(&lines))
        if (!lines.fenced && (is_ours(&lines) || marker_parse(arena, text + lines.start, lines.len,
                                                              &marker) != MARKER_NONE))
            return false;
    /* An open fence would swallow our end line. */
    return !lines_open_fence(&lines);
}

const char *block_damage_text(enum block_damage damage)
{
    switch (damage) {
    case BLOCK_WHOLE:
        return "";
    case BLOCK_NO_END:
        return "the end line of its managed block is missing";
    case BLOCK_TWO_MARKERS:
        return "it has two marks of roadmap";
    case BLOCK_END_FIRST:
        return "the end line of its managed block stands above the mark";
    case BLOCK_BROKEN_MARKER:
        return "its mark of roadmap is damaged";
    case BLOCK_NEWER:
        return "it was written by a newer roadmap";
    }
    return "";
}
