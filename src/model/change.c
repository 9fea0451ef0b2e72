#include "model/change.h"

#include <string.h>

static const char *const verb_names[] = {
    [VERB_NONE] = "none",   [VERB_CREATE] = "create", [VERB_UPDATE] = "update",
    [VERB_CLOSE] = "close", [VERB_ADOPT] = "adopt",   [VERB_DELETE] = "delete",
    [VERB_HEAL] = "heal",   [VERB_REFUSE] = "refuse",
};

const char *verb_name(enum verb verb)
{
    return verb_names[verb];
}

bool verb_parse(const char *name, enum verb *verb)
{
    for (size_t i = 0; i < sizeof verb_names / sizeof *verb_names; i++)
        if (strcmp(name, verb_names[i]) == 0) {
            *verb = (enum verb)i;
            return true;
        }
    return false;
}

struct change *item_change_field(const struct item_change *item, enum field field)
{
    for (size_t i = 0; i < item->changes.len; i++)
        if (item->changes.items[i].field == field)
            return &item->changes.items[i];
    return NULL;
}

bool item_change_writes(const struct item_change *item)
{
    switch (item->verb) {
    case VERB_CREATE:
    case VERB_UPDATE:
    case VERB_CLOSE:
    case VERB_ADOPT:
    case VERB_DELETE:
    case VERB_HEAL:
        return true;
    case VERB_NONE:
    case VERB_REFUSE:
        return false;
    }
    return false;
}

bool changeset_has_conflicts(const struct changeset *changeset)
{
    for (size_t i = 0; i < changeset->items.len; i++) {
        const struct item_change *item = &changeset->items.items[i];
        for (size_t k = 0; k < item->changes.len; k++)
            if (item->changes.items[k].move == MOVE_CONFLICT)
                return true;
    }
    return false;
}

bool item_change_refused(const struct item_change *item)
{
    return item->verb == VERB_REFUSE && item->refusal != REFUSAL_YOUNG;
}
