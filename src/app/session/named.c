#include "app/session/named.h"

#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "base/str.h"

static bool is_item(const struct plan *plan, const char *id)
{
    if (plan_find_issue(plan, id) || plan_find_milestone(plan, id) || plan_find_label(plan, id))
        return true;
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct strlist *labels = &plan->issues.items[i].labels.items;
        for (size_t k = 0; k < labels->len; k++)
            if (strcasecmp(labels->items[k], id) == 0)
                return true;
    }
    return strchr(id, ' ') != NULL;
}

/* Ids and names of labels. */
static const char *nearest_item(const struct plan *plan, const char *id)
{
    struct nearest nearest = nearest_init(id);
    for (size_t i = 0; i < plan->issues.len; i++)
        nearest_try(&nearest, plan->issues.items[i].id);
    for (size_t i = 0; i < plan->milestones.len; i++)
        nearest_try(&nearest, plan->milestones.items[i].id);
    for (size_t i = 0; i < plan->labels.len; i++)
        nearest_try(&nearest, plan->labels.items[i].name);
    return nearest.best;
}

static enum code check(const struct session *session, const char *id, struct err *err)
{
    const struct plan *plan = session->plan;
    if (is_item(plan, id))
        return OK;
    const char *dot = strrchr(id, '.');
    const char *front = dot ? arena_strndup(session->arena, id, (size_t)(dot - id)) : NULL;
    if (front && is_item(plan, front)) {
        err_set(err, ERR_USAGE, "'%s' has no field '%s'", front, dot + 1);
        return err_hint(err, "fields are title, text, milestone, labels, assignees, state, type, "
                             "description, due and color");
    }
    err_set(err, ERR_USAGE, "the plan has no item '%s'", id);
    const char *near = nearest_item(plan, id);
    if (near)
        return err_hint(err, "did you mean '%s'?", near);
    return err_hint(err, "ids are those of issues and milestones, or names of labels");
}

enum code named_check(const struct session *session, struct err *err)
{
    const struct sync_options *options = session->options;
    enum code code = OK;
    for (size_t i = 0; !code && i < options->select.len; i++)
        code = check(session, options->select.items[i], err);
    for (size_t i = 0; !code && i < session->takes.list.len; i++)
        code = check(session, session->takes.list.items[i].id, err);
    for (size_t i = 0; !code && i < session->adopts.list.len; i++)
        code = check(session, session->adopts.list.items[i].id, err);
    for (size_t i = 0; !code && i < options->recreate.len; i++)
        code = check(session, options->recreate.items[i], err);
    return code;
}
