#include "model/remote.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/utf8.h"

struct remote_label *remote_find_label(const struct remote *remote, const char *name)
{
    /* Nearly all names are ASCII, where folding is cheap. */
    for (size_t i = 0; i < remote->labels.len; i++)
        if (strcasecmp(remote->labels.items[i].name, name) == 0)
            return &remote->labels.items[i];
    if (utf8_is_ascii(name))
        return NULL;
    struct arena *arena cleanup_arena = arena_new();
    const char *folded = utf8_fold(arena, name);
    for (size_t i = 0; i < remote->labels.len; i++) {
        struct remote_label *label = &remote->labels.items[i];
        if (!utf8_is_ascii(label->name) && strcmp(utf8_fold(arena, label->name), folded) == 0)
            return label;
    }
    return NULL;
}

struct remote_label *remote_find_label_id(const struct remote *remote, struct db_id id)
{
    for (size_t i = 0; i < remote->labels.len; i++)
        if (remote->labels.items[i].db_id.v == id.v)
            return &remote->labels.items[i];
    return NULL;
}

struct remote_milestone *remote_find_milestone(const struct remote *remote, struct number number)
{
    for (size_t i = 0; i < remote->milestones.len; i++)
        if (remote->milestones.items[i].number.v == number.v)
            return &remote->milestones.items[i];
    return NULL;
}

struct remote_issue *remote_find_issue(const struct remote *remote, struct number number)
{
    size_t low = 0, high = remote->issues.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct remote_issue *issue = &remote->issues.items[middle];
        if (issue->number.v == number.v)
            return issue;
        if (issue->number.v < number.v)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
