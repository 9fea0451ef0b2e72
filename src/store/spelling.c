#include "store/spelling.h"

#include <string.h>

#include "base/str.h"

static const char *const kinds[KIND_COUNT] = {
    [KIND_LABEL] = "label",       [KIND_MILESTONE] = "milestone", [KIND_ISSUE] = "issue",
    [KIND_RELATION] = "relation", [KIND_COMMENT] = "comment",
};

static const char *const fields[FIELD_COUNT] = {
    [FIELD_TITLE] = "title",
    [FIELD_COLOR] = "color",
    [FIELD_DESCRIPTION] = "description",
    [FIELD_DUE_ON] = "due_on",
    [FIELD_BLOCK] = "block",
    [FIELD_MILESTONE] = "milestone",
    [FIELD_STATE] = "state",
    [FIELD_TYPE] = "type",
    [FIELD_LABELS] = "labels",
    [FIELD_ASSIGNEES] = "assignees",
    [FIELD_EVIDENCE] = "evidence",
    [FIELD_EDGE] = "edge",
};

#define VERB_COUNT (VERB_REFUSE + 1)
static const char *const verbs[VERB_COUNT] = {
    [VERB_NONE] = "none",   [VERB_CREATE] = "create", [VERB_UPDATE] = "update",
    [VERB_CLOSE] = "close", [VERB_ADOPT] = "adopt",   [VERB_DELETE] = "delete",
    [VERB_HEAL] = "heal",   [VERB_REFUSE] = "refuse",
};

#define INTENT_COUNT (INTENT_ABSENT + 1)
static const char *const intents[INTENT_COUNT] = {
    [INTENT_OPEN] = "open",       [INTENT_DONE] = "done",     [INTENT_FAILED] = "failed",
    [INTENT_UNKNOWN] = "unknown", [INTENT_ABSENT] = "absent",
};

const char *spelling_of_kind(enum kind kind)
{
    BUG_UNLESS((int)kind < KIND_COUNT);
    return kinds[kind];
}

const char *spelling_of_field(enum field field)
{
    BUG_UNLESS((int)field < FIELD_COUNT);
    return fields[field];
}

const char *spelling_of_verb(enum verb verb)
{
    BUG_UNLESS((int)verb < VERB_COUNT);
    return verbs[verb];
}

static int find(const char *text, const char *const words[], int count)
{
    for (int i = 0; text && i < count; i++)
        if (*text == *words[i] && text_eq(text, words[i]))
            return i;
    return -1;
}

bool spelling_to_kind(const char *text, enum kind *kind)
{
    int i = find(text, kinds, KIND_COUNT);
    if (i >= 0)
        *kind = (enum kind)i;
    return i >= 0;
}

bool spelling_to_field(const char *text, enum field *field)
{
    int i = find(text, fields, FIELD_COUNT);
    if (i >= 0)
        *field = (enum field)i;
    return i >= 0;
}

bool spelling_to_verb(const char *text, enum verb *verb)
{
    int i = find(text, verbs, VERB_COUNT);
    if (i >= 0)
        *verb = (enum verb)i;
    return i >= 0;
}

bool spelling_to_intent(const char *text, enum intent_state *state)
{
    int i = find(text, intents, INTENT_COUNT);
    if (i >= 0)
        *state = (enum intent_state)i;
    return i >= 0;
}

const char *spelling_of_set(struct arena *arena, const struct strlist *set)
{
    if (set->len == 0)
        return "";
    struct str text cleanup_str = {0};
    str_init(&text, 0);
    for (size_t i = 0; i < set->len; i++) {
        for (const char *c = set->items[i]; *c; c++) {
            if (*c == '\n')
                str_add(&text, "\\n");
            else if (*c == '\\')
                str_add(&text, "\\\\");
            else
                str_addc(&text, *c);
        }
        str_addc(&text, '\n');
    }
    return str_dup(&text, arena);
}

/* Undoes the escapes of one line, in place. */
static void unescape(char *line)
{
    char *to = line;
    for (const char *from = line; *from; from++) {
        if (*from == '\\' && from[1] != '\0') {
            from++;
            *to++ = *from == 'n' ? '\n' : *from;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

void spelling_to_set(struct arena *arena, const char *text, struct strlist *set)
{
    *set = (struct strlist){0};
    while (text && *text) {
        size_t len = strcspn(text, "\n");
        char *line = arena_strndup(arena, text, len);
        unescape(line);
        strlist_add(arena, set, line);
        text += len + (text[len] == '\n');
    }
}
