/* Names of people → logins. */
#include <string.h>

#include "spec/read.h"

static const struct plan_person *find_person(const struct reader *reader, const char *name)
{
    uintptr_t found = (uintptr_t)map_get(reader->people, name);
    return found ? &reader->plan->people.items[found - 1] : NULL;
}

static void nobody(struct reader *reader, struct spot spot, const char *name)
{
    struct nearest nearest = nearest_init(name);
    for (size_t i = 0; i < reader->plan->people.len; i++)
        nearest_try(&nearest, reader->plan->people.items[i].name);
    const char *help = nearest_help(reader->arena, &nearest);
    if (!help)
        help = arena_printf(reader->arena, "add it to people: {%s: LOGIN} or {%s: []}", name, name);
    spec_report(reader, "E0205", spot, help,
                "'%s' is neither among the people nor a possible login", name);
}

static struct spot name_pos(const struct origin *origin, const char *key, const char *name)
{
    const struct doc_node *list = doc_get(origin->node, key);
    if (list && list->type == DOC_LIST) {
        for (uint32_t i = 0; i < list->count; i++) {
            if (list->items[i].text && strcmp(list->items[i].text, name) == 0)
                return spec_spot(origin->file, &list->items[i]);
        }
    }
    return spec_origin_spot(origin, key);
}

/* Names become the logins behind them, possibly none; each once. */
static void resolve_assignees(struct reader *reader, size_t index)
{
    struct plan_issue *issue = &reader->plan->issues.items[index];
    struct strlist logins = {0};
    for (size_t i = 0; i < issue->assignees.items.len; i++) {
        const char *name = issue->assignees.items.items[i];
        const struct plan_person *person = find_person(reader, name);
        struct strlist one = {&name, 1, 1};
        const struct strlist *from = person ? &person->logins : &one;
        if (!person && !spec_login_possible(name)) {
            nobody(reader, name_pos(&reader->issues.items[index], "assignees", name), name);
            continue;
        }
        for (size_t k = 0; k < from->len; k++) {
            if (!strlist_has(&logins, from->items[k]))
                strlist_add(reader->arena, &logins, from->items[k]);
        }
    }
    issue->assignees.items = logins;
}

static void check_name(struct reader *reader, const char *name, struct spot spot)
{
    if (!find_person(reader, name) && !spec_login_possible(name))
        nobody(reader, spot, name);
}

void spec_resolve_people(struct reader *reader)
{
    struct plan *plan = reader->plan;
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        if (issue->owner)
            check_name(reader, issue->owner, spec_origin_spot(&reader->issues.items[i], "owner"));
        if (issue->assignees.presence == SET)
            resolve_assignees(reader, i);
    }
    for (size_t i = 0; i < plan->risks.len; i++) {
        if (plan->risks.items[i].owner)
            check_name(reader, plan->risks.items[i].owner,
                       spec_origin_spot(&reader->risks.items[i], "owner"));
    }
    for (size_t i = 0; i < plan->milestones.len; i++) {
        const struct plan_milestone *milestone = &plan->milestones.items[i];
        for (size_t k = 0; k < milestone->gate.len; k++) {
            const struct plan_criterion *criterion = &milestone->gate.items[k];
            for (size_t n = 0; n < criterion->signoff.len; n++)
                check_name(reader, criterion->signoff.items[n], criterion->spot);
            if (criterion->signed_by)
                check_name(reader, criterion->signed_by, criterion->spot);
        }
    }
}
