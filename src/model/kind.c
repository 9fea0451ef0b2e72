#include "model/kind.h"

#include <stddef.h>
#include <string.h>

static const char *const kind_names[KIND_COUNT] = {"label", "milestone", "issue", "relation",
                                                   "comment"};
static const char *const kind_plurals[KIND_COUNT] = {"labels", "milestones", "issues", "links",
                                                     "comments"};

/* `name` stands in JSON and in --take, `people` on screens, `also` is understood besides. */
static const struct {
    const char *name, *people, *also;
} field_words[FIELD_COUNT] = {
    [FIELD_TITLE] = {"title", "title", "name"},
    [FIELD_COLOR] = {"color", "color", "colour"},
    [FIELD_DESCRIPTION] = {"description", "description", NULL},
    [FIELD_DUE_ON] = {"due_on", "due", NULL},
    [FIELD_BLOCK] = {"block", "text", "body"},
    [FIELD_MILESTONE] = {"milestone", "milestone", NULL},
    [FIELD_STATE] = {"state", "state", NULL},
    [FIELD_TYPE] = {"type", "type", NULL},
    [FIELD_LABELS] = {"labels", "labels", NULL},
    [FIELD_ASSIGNEES] = {"assignees", "assignees", NULL},
    [FIELD_EVIDENCE] = {"evidence", "evidence", NULL},
    [FIELD_EDGE] = {"edge", "link", "links"},
};

static const char *const policy_names[] = {
    [POLICY_MERGE] = "merge",
    [POLICY_OWN] = "own",
    [POLICY_CREATE_ONLY] = "create-only",
    [POLICY_IGNORE] = "ignore",
};
#define POLICY_COUNT (sizeof policy_names / sizeof *policy_names)

const char *kind_name(enum kind kind)
{
    return kind_names[kind];
}

bool kind_parse(const char *name, enum kind *kind)
{
    for (int i = 0; i < KIND_COUNT; i++)
        if (strcmp(name, kind_names[i]) == 0) {
            *kind = (enum kind)i;
            return true;
        }
    return false;
}

const char *kind_plural_people(enum kind kind)
{
    return kind_plurals[kind];
}

const char *field_name(enum field field)
{
    return field_words[field].name;
}

const char *field_name_people(enum kind kind, enum field field)
{
    if (kind == KIND_LABEL && field == FIELD_TITLE)
        return field_words[field].also;
    return field_words[field].people;
}

bool field_parse(const char *name, enum field *field)
{
    for (int i = 0; i < FIELD_COUNT; i++) {
        const char *also = field_words[i].also;
        if (strcmp(name, field_words[i].name) == 0 || strcmp(name, field_words[i].people) == 0 ||
            (also && strcmp(name, also) == 0)) {
            *field = (enum field)i;
            return true;
        }
    }
    return false;
}

bool field_is_set(enum field field)
{
    return field == FIELD_LABELS || field == FIELD_ASSIGNEES;
}

const char *policy_name(enum policy policy)
{
    return policy_names[policy];
}

bool policy_parse(const char *name, enum policy *policy)
{
    for (size_t i = 0; i < POLICY_COUNT; i++) {
        if (strcmp(name, policy_names[i]) == 0) {
            *policy = (enum policy)i;
            return true;
        }
    }
    return false;
}

enum policy policy_default(enum kind kind, enum field field)
{
    switch (field) {
    case FIELD_COLOR:
    case FIELD_DUE_ON:
    case FIELD_EVIDENCE:
        return POLICY_OWN;
    case FIELD_DESCRIPTION:
        return kind == KIND_LABEL ? POLICY_OWN : POLICY_MERGE;
    case FIELD_ASSIGNEES:
        return POLICY_CREATE_ONLY;
    default:
        return POLICY_MERGE;
    }
}
