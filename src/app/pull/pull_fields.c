/* One field of GitHub into the file. */
#include <string.h>

#include "app/pull/pull_inner.h"
#include "base/str.h"
#include "engine/normal.h"
#include "engine/value.h"
#include "model/key.h"

static const char shared[] = "an anchor, an alias or '<<' of the file holds it";
static const char gone[] = "it cannot be found in the file any more";

static const struct plan_milestone *milestone_of(const struct pull *pull, const char *id)
{
    return plan_find_milestone(pull->session->plan, id);
}

static void put_text(struct pull *pull, struct edit_node *node, const char *key, const char *after,
                     const char *text)
{
    edit_put(node, key, after, pull_value(pull, edit_text(text)));
}

static void name_file(struct pull *pull, struct pull_line *line, struct spot spot)
{
    const struct spec_edit_file *file = spec_edit_file_of(&pull->edit, spot);
    line->file = file ? file->path : NULL;
}

/* A value in one line. */
static const char *one_line(struct pull *pull, const struct value *value)
{
    const char *raw = value->raw ? value->raw : value->text;
    return raw && strpbrk(raw, "\r\n\t") ? normal_line(pull->arena, raw) : raw;
}

/* An id that came out of the title has to outlive it. */
static void keep_id(struct pull *pull, struct edit_node *node, bool given, const char *id,
                    const char *title)
{
    if (!given && !text_eq(key_leading(pull->arena, title), id))
        put_text(pull, node, "id", NULL, id);
}

/* NULL-terminated: what a field may be written to. */
static const char *const *keys_of(const struct item_change *item, enum field field)
{
    static const char *const keys[FIELD_COUNT][5] = {
        [FIELD_TITLE] = {"title", "id", "name"},
        [FIELD_COLOR] = {"color"},
        [FIELD_DESCRIPTION] = {"description"},
        [FIELD_DUE_ON] = {"due_on"},
        [FIELD_BLOCK] = {"body", "summary", "tasks", "done_when"},
        [FIELD_MILESTONE] = {"milestone"},
        [FIELD_STATE] = {"state", "state_reason"},
        [FIELD_TYPE] = {"type"},
        [FIELD_LABELS] = {"labels"},
        [FIELD_ASSIGNEES] = {"assignees"},
        [FIELD_EDGE] = {"parent", "depends_on"},
    };
    return keys[item->kind == KIND_MILESTONE && field == FIELD_BLOCK ? FIELD_DESCRIPTION : field];
}

/* An edit there would change other places too; the others go on. */
static bool is_shared(const struct item_change *item, enum field field, struct edit_node *node)
{
    if (edit_is_shared(node))
        return true;
    for (const char *const *key = keys_of(item, field); *key; key++) {
        struct edit_node *value = edit_get(node, *key);
        if (value && edit_is_shared(value))
            return true;
    }
    return false;
}

/* ---- labels ---- */

/* What the plan calls a label in all its issues. */
static void rename_in_issues(struct pull *pull, const char *id, const char *name)
{
    const struct plan *plan = pull->session->plan;
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        for (size_t k = 0; k < issue->labels.items.len; k++) {
            if (!text_eq(normal_name(pull->arena, issue->labels.items.items[k]), id))
                continue;
            struct edit_node *list =
                edit_get(spec_edit_item(&pull->edit, "issues", issue->spot), "labels");
            struct edit_node *item = edit_at(list, k);
            if (item)
                edit_set(item, pull_value(pull, edit_text(name)));
        }
    }
}

static const char *label_field(struct pull *pull, const struct item_change *item,
                               const struct change *change, struct pull_line *line)
{
    const struct plan_label *label = plan_find_label(pull->session->plan, item->id);
    const char *text = one_line(pull, &change->before);
    struct edit_node *node =
        label && label->declared ? spec_edit_item(&pull->edit, "labels", label->spot) : NULL;
    const bool map = node && edit_old(node)->type == DOC_MAP;
    if (label)
        name_file(pull, line, label->spot);
    if (map && is_shared(item, change->field, node))
        return shared;
    if (change->field == FIELD_TITLE) {
        if (map)
            put_text(pull, node, "name", NULL, text);
        else if (node)
            edit_set(node, pull_value(pull, edit_text(text)));
        rename_in_issues(pull, item->id, text);
        return NULL;
    }
    if (!map)
        return "the plan does not declare the label";
    put_text(pull, node, change->field == FIELD_COLOR ? "color" : "description", "name", text);
    return NULL;
}

/* ---- milestones ---- */

/* Issues that name it by its title. */
static void rename_milestone(struct pull *pull, const struct plan_milestone *milestone,
                             const char *title)
{
    const struct plan *plan = pull->session->plan;
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        if (issue->milestone.presence != SET || !text_eq(issue->milestone.text, milestone->id))
            continue;
        struct edit_node *node =
            edit_get(spec_edit_item(&pull->edit, "issues", issue->spot), "milestone");
        const struct doc_node *old = node ? edit_old(node) : NULL;
        if (old && old->type == DOC_STRING && !text_eq(old->text, milestone->id))
            edit_set(node, pull_value(pull, edit_text(title)));
    }
}

/* Takes out what states it: GitHub says open. */
static void drop_state(struct edit_node *node)
{
    edit_drop(node, "state");
    edit_drop(node, "state_reason");
}

static const char *milestone_field(struct pull *pull, const struct item_change *item,
                                   const struct change *change, struct pull_line *line)
{
    const struct plan_milestone *milestone = milestone_of(pull, item->id);
    struct edit_node *node =
        milestone ? spec_edit_item(&pull->edit, "milestones", milestone->spot) : NULL;
    const char *text = one_line(pull, &change->before);
    if (!node || is_shared(item, change->field, node))
        return node ? shared : gone;
    name_file(pull, line, milestone->spot);
    switch (change->field) {
    case FIELD_TITLE:
        put_text(pull, node, "title", NULL, text);
        keep_id(pull, node, milestone->id_given, milestone->id, text);
        rename_milestone(pull, milestone, text);
        return NULL;
    case FIELD_DUE_ON:
        put_text(pull, node, "due_on", "title", change->before.text);
        return NULL;
    case FIELD_BLOCK:
        put_text(pull, node, "description", "title",
                 text ? pull_text_as(pull->arena, change->before.raw, milestone->description.text)
                      : NULL);
        return NULL;
    case FIELD_STATE:
        drop_state(node);
        return NULL;
    default:
        return "pull does not know this field";
    }
}

/* ---- issues ---- */

static const char *issue_milestone(struct pull *pull, const struct plan_issue *issue,
                                   struct edit_node *node, const char *id)
{
    const struct plan_milestone *to = id ? milestone_of(pull, id) : NULL;
    if (id && !to)
        return "the plan does not have that milestone";
    const struct edit_node *was = edit_get(node, "milestone");
    const struct doc_node *old = was ? edit_old(was) : NULL;
    /* As the file says it: by id or by title. */
    const bool by_title = old && old->type == DOC_STRING && issue->milestone.presence == SET &&
                          !text_eq(old->text, issue->milestone.text);
    put_text(pull, node, "milestone", "title", !to ? NULL : by_title ? to->title : to->id);
    return NULL;
}

static bool is_person(struct pull *pull, const char *name, const char *login)
{
    const struct plan *plan = pull->session->plan;
    for (size_t i = 0; i < plan->people.len; i++) {
        const struct plan_person *person = &plan->people.items[i];
        if (text_eq(person->name, name) && person->logins.len == 1)
            return text_eq(normal_name(pull->arena, person->logins.items[0]), login);
    }
    return false;
}

static bool drop_element(struct pull *pull, struct edit_node *list, const char *element)
{
    for (size_t i = 0; list && i < edit_count(list); i++) {
        const struct doc_node *old = edit_old(edit_at(list, i));
        if (!old || old->type != DOC_STRING)
            continue;
        if (!text_eq(normal_name(pull->arena, old->text), element) &&
            !is_person(pull, old->text, element))
            continue;
        edit_remove(list, i);
        return true;
    }
    return false;
}

/* What a person took off. */
static const char *drop_elements(struct pull *pull, struct edit_node *node,
                                 const struct change *change)
{
    const bool labels = change->field == FIELD_LABELS;
    const struct names *names = &pull->session->result.names;
    struct edit_node *list = edit_get(node, labels ? "labels" : "assignees");
    for (size_t i = 0; i < change->after.set.len; i++) {
        const char *element = change->after.set.items[i], *raw = change->after.raw_set.items[i];
        const char *wire = labels ? names_label_wire(names, element, raw) : raw;
        if (!value_has(&change->before, element) && strlist_has(&change->removed, wire) &&
            !drop_element(pull, list, element))
            return "the plan names it in another way";
    }
    return NULL;
}

static const char *issue_state(struct pull *pull, struct edit_node *node,
                               const struct change *change)
{
    const char *state = value_str(&change->before), *reason = strchr(state, ':');
    if (!value_is_closed(&change->before))
        drop_state(node);
    else
        put_text(pull, node, "state_reason", "state", reason ? reason + 1 : "completed");
    return NULL;
}

static enum code issue_field(struct pull *pull, const struct item_change *item,
                             const struct change *change, struct pull_line *line,
                             const char **reason, struct err *err)
{
    const struct plan_issue *issue = plan_find_issue(pull->session->plan, item->id);
    struct edit_node *node = issue ? spec_edit_item(&pull->edit, "issues", issue->spot) : NULL;
    const char *text = one_line(pull, &change->before);
    *reason = node ? shared : gone;
    if (!node || is_shared(item, change->field, node))
        return OK;
    *reason = NULL;
    name_file(pull, line, issue->spot);
    switch (change->field) {
    case FIELD_TITLE:
        put_text(pull, node, "title", NULL, text);
        keep_id(pull, node, issue->id_given, issue->id, text);
        break;
    case FIELD_BLOCK:
        return pull_issue_text(pull, issue, node, change->before.raw, reason, err);
    case FIELD_MILESTONE:
        *reason = issue_milestone(pull, issue, node, change->before.text);
        break;
    case FIELD_STATE:
        *reason = issue_state(pull, node, change);
        break;
    case FIELD_TYPE:
        put_text(pull, node, "type", "title", text);
        break;
    case FIELD_LABELS:
    case FIELD_ASSIGNEES:
        *reason = drop_elements(pull, node, change);
        break;
    default:
        *reason = "pull does not know this field";
    }
    return OK;
}

/* A link that a person took away. */
static const char *relation_field(struct pull *pull, const struct item_change *item,
                                  struct pull_line *line)
{
    const struct plan_issue *issue = plan_find_issue(pull->session->plan, item->edge.from);
    struct edit_node *node = issue ? spec_edit_item(&pull->edit, "issues", issue->spot) : NULL;
    if (!node || is_shared(item, FIELD_EDGE, node))
        return node ? shared : gone;
    name_file(pull, line, issue->spot);
    if (item->edge.relation == RELATION_PARENT) {
        edit_drop(node, "parent");
        return NULL;
    }
    struct edit_node *list = edit_get(node, "depends_on");
    for (size_t i = 0; list && i < edit_count(list); i++) {
        const struct doc_node *old = edit_old(edit_at(list, i));
        if (old && old->type == DOC_STRING && text_eq(old->text, item->edge.to)) {
            edit_remove(list, i);
            return NULL;
        }
    }
    return gone;
}

enum code pull_field(struct pull *pull, const struct item_change *item, const struct change *change,
                     struct pull_line *line, const char **reason, struct err *err)
{
    *reason = NULL;
    switch (item->kind) {
    case KIND_LABEL:
        *reason = label_field(pull, item, change, line);
        return OK;
    case KIND_MILESTONE:
        *reason = milestone_field(pull, item, change, line);
        return OK;
    case KIND_ISSUE:
        return issue_field(pull, item, change, line, reason, err);
    case KIND_RELATION:
        *reason = relation_field(pull, item, line);
        return OK;
    case KIND_COMMENT:
    case KIND_COUNT:
        break;
    }
    BUG("a change of no kind");
}
