#include "app/report/scope_text.h"

#include <stdlib.h>
#include <string.h>

/* One line a revision, issue or milestone, its fields behind tabs; no id has one. The first line
 * is the form. */
#define FORM "scope 2"

void scope_write(struct str *out, const struct scope_history *history)
{
    str_addf(out, FORM "\t%d\t%zu\n", history->thinned, history->unreadable);
    for (size_t i = 0; i < history->revisions.len; i++) {
        const struct scope_revision *revision = &history->revisions.items[i];
        str_addf(out, "r\t%s\t%lld\n", revision->commit, (long long)revision->at_ms);
        for (size_t k = 0; k < revision->issues.len; k++) {
            const struct scope_fact *fact = &revision->issues.items[k];
            str_addf(out, "i\t%s\t%d\t%s\t%.17g\n", fact->id, (int)fact->state,
                     fact->milestone ? fact->milestone : "", fact->hours);
        }
        for (size_t k = 0; k < revision->milestones.len; k++) {
            const struct scope_due *due = &revision->milestones.items[k];
            str_addf(out, "m\t%s\t%d\t%d\t%ld\n", due->id, due->present, due->closed,
                     (long)due->due_day);
        }
    }
}

#define FIELDS_MAX 5

/* Splits the line at its tabs; gives how many fields it has, FIELDS_MAX + 1 for more. */
static size_t split(char *line, char *fields[FIELDS_MAX])
{
    size_t count = 0;
    for (char *at = line; at; count++) {
        if (count == FIELDS_MAX)
            return FIELDS_MAX + 1;
        fields[count] = at;
        at = strchr(at, '\t');
        if (at)
            *at++ = '\0';
    }
    return count;
}

static bool whole_number(const char *text, long long least, long long most, long long *number)
{
    char *end;
    *number = strtoll(text, &end, 10);
    return end != text && !*end && *number >= least && *number <= most;
}

static bool take_issue(struct arena *arena, char *fields[FIELDS_MAX],
                       struct scope_revision *revision)
{
    long long state;
    char *end;
    if (!whole_number(fields[2], SCOPE_ABSENT, SCOPE_DROPPED, &state))
        return false;
    const struct scope_fact fact = {.id = fields[1],
                                    .state = (enum scope_state)state,
                                    .milestone = *fields[3] ? fields[3] : NULL,
                                    .hours = strtod(fields[4], &end)};
    VEC_PUSH(arena, &revision->issues, fact);
    return end != fields[4] && !*end;
}

static bool take_milestone(struct arena *arena, char *fields[FIELDS_MAX],
                           struct scope_revision *revision)
{
    long long present, closed, due;
    if (!whole_number(fields[2], 0, 1, &present) || !whole_number(fields[3], 0, 1, &closed) ||
        !whole_number(fields[4], INT32_MIN, INT32_MAX, &due))
        return false;
    const struct scope_due one = {fields[1], present == 1, closed == 1, (int32_t)due};
    VEC_PUSH(arena, &revision->milestones, one);
    return true;
}

static bool take_line(struct arena *arena, char *line, struct scope_history *history)
{
    char *fields[FIELDS_MAX];
    long long at_ms;
    const size_t count = split(line, fields);
    if (strcmp(fields[0], "r") == 0 && count == 3 &&
        whole_number(fields[2], INT64_MIN, INT64_MAX, &at_ms)) {
        const struct scope_revision revision = {.commit = fields[1], .at_ms = at_ms};
        VEC_PUSH(arena, &history->revisions, revision);
        return true;
    }
    if (history->revisions.len == 0 || count != FIELDS_MAX)
        return false;
    struct scope_revision *last = &history->revisions.items[history->revisions.len - 1];
    if (strcmp(fields[0], "i") == 0)
        return take_issue(arena, fields, last);
    return strcmp(fields[0], "m") == 0 && take_milestone(arena, fields, last);
}

static bool take_head(char *line, struct scope_history *history)
{
    char *fields[FIELDS_MAX];
    long long thinned, unreadable;
    if (split(line, fields) != 3 || strcmp(fields[0], FORM) != 0 ||
        !whole_number(fields[1], 0, 1, &thinned) ||
        !whole_number(fields[2], 0, INT32_MAX, &unreadable))
        return false;
    history->thinned = thinned == 1;
    history->unreadable = (size_t)unreadable;
    return true;
}

bool scope_read(struct arena *arena, char *text, struct scope_history *history)
{
    struct scope_history read = {0};
    bool first = true, good = true;
    for (char *line = text; good && *line;) {
        char *next = strchr(line, '\n');
        if (!next)
            return false;
        *next++ = '\0';
        if (first) {
            good = take_head(line, &read);
        } else {
            good = take_line(arena, line, &read);
        }
        first = false;
        line = next;
    }
    if (good && !first)
        *history = read;
    return good && !first;
}
