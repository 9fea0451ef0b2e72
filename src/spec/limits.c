/* What GitHub would refuse, and what would confuse sync: found before anything is sent. */
#include <string.h>

#include "base/utf8.h"
#include "model/limits.h"
#include "spec/read.h"

/* How many times longer an issue's text can be than what it is made from: the tasks of a deep list
 * may cost two bytes each and get a box and the blanks of their depth. */
#define TEXT_GROWTH 40

static const char *const marker_starts[] = {"<!-- roadmap:", "<!-- /roadmap"};

bool spec_has_marker(const char *text)
{
    for (const char *p = text; (p = strstr(p, "<!-- ")); p++) {
        for (size_t i = 0; i < sizeof marker_starts / sizeof *marker_starts; i++) {
            if (strncmp(p, marker_starts[i], strlen(marker_starts[i])) == 0)
                return true;
        }
    }
    return false;
}

/* Looks through everything below the keys that are sent. One problem per item is enough. */
static const struct doc_node *find_marker(const struct doc_node *node)
{
    if (node->type == DOC_STRING)
        return spec_has_marker(node->text) ? node : NULL;
    const struct doc_node *found = NULL;
    for (uint32_t i = 0; i < node->count && !found; i++) {
        if (node->type == DOC_LIST)
            found = find_marker(&node->items[i]);
        else if (node->type == DOC_MAP)
            found = find_marker(&node->entries[i].value);
    }
    return found;
}

/* A marker begins with "<!--", which may be written with escapes; most files have neither, and one
 * look at the bytes then spares a look at every text. */
static bool may_have_marker(const struct spec_file *file)
{
    static const char *const signs[] = {"<!--", "\\u", "\\x", "\\U"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (strstr(file->source->bytes, signs[i]))
            return true;
    }
    return false;
}

static void check_marker(struct reader *reader, const struct origin *origin)
{
    if (!origin->file->marker_possible)
        return;
    static const char *const sent[] = {"title", "name",      "description", "summary",
                                       "tasks", "done_when", "body",        NULL};
    for (uint32_t i = 0; i < origin->node->count; i++) {
        const struct doc_entry *entry = &origin->node->entries[i];
        bool is_sent = false;
        for (size_t k = 0; sent[k] && !is_sent; k++)
            is_sent = strcmp(entry->key, sent[k]) == 0;
        const struct doc_node *found = is_sent ? find_marker(&entry->value) : NULL;
        if (found)
            spec_report(reader, "E0215", spec_spot(origin->file, found),
                        "write it in another way, for example with '&lt;'",
                        "'<!-- roadmap:' is how roadmap marks its own text");
    }
}

static void check_length(struct reader *reader, const struct origin *origin, const char *key,
                         const char *text, size_t limit, const char *what)
{
    if (!text || strlen(text) <= limit)
        return;
    size_t points = utf8_count(text);
    if (points > limit)
        spec_report(reader, "E0206", spec_origin_spot(origin, key),
                    "GitHub would refuse it; shorten it",
                    "%s of %zu characters, and GitHub takes %zu", what, points, limit);
}

/* Of the list as it will stand in the text; `measure` counts bytes or code points. */
static size_t tasks_size(const struct plan_task *tasks, size_t count, size_t depth,
                         size_t (*measure)(const char *))
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += 2 * depth + strlen("- [ ] \n") + measure(tasks[i].text) +
                tasks_size(tasks[i].tasks, tasks[i].task_count, depth + 1, measure);
    return size;
}

static size_t text_size(const struct plan_issue *issue, size_t (*measure)(const char *))
{
    size_t size = issue->summary ? measure(issue->summary) : 0;
    size += tasks_size(issue->tasks, issue->task_count, 0, measure);
    for (size_t i = 0; i < issue->done_when.len; i++)
        size += strlen("- \n") + measure(issue->done_when.items[i]);
    return size;
}

static void check_text(struct reader *reader, const struct plan_issue *issue,
                       const struct origin *origin)
{
    if (issue->body.presence == SET) {
        check_length(reader, origin, "body", issue->body.text, GITHUB_BODY_POINTS, "a body");
        return;
    }
    /* Short ones need no counting, unless aliases repeat something; and there are never more
     * characters than bytes, which are counted faster. */
    if (!origin->file->doc->aliased &&
        origin->node->end - origin->node->begin <= GITHUB_BODY_POINTS / TEXT_GROWTH)
        return;
    if (text_size(issue, strlen) <= GITHUB_BODY_POINTS)
        return;
    size_t points = text_size(issue, utf8_count);
    if (points > GITHUB_BODY_POINTS)
        spec_report(reader, "E0206",
                    spec_origin_spot(origin, issue->task_count ? "tasks" : "summary"),
                    "split the issue, or move detail into a document",
                    "summary, tasks and done_when of %zu characters, and GitHub takes %d", points,
                    GITHUB_BODY_POINTS);
}

static void check_count(struct reader *reader, const struct opt_list *list, size_t limit,
                        const char *what)
{
    if (list->items.len > limit)
        spec_report(reader, "E0214", list->spot, "GitHub would refuse the rest",
                    "%u %s, and GitHub takes %zu", list->items.len, what, limit);
}

/* Numbers of one kind; `seen` maps "N" to something. */
static void check_number(struct reader *reader, struct map *seen, int64_t number,
                         const struct origin *origin, const char *what)
{
    if (number == 0)
        return;
    char *key = arena_printf(reader->arena, "%lld", (long long)number);
    if (map_put(seen, key, key))
        spec_report(reader, "E0212", spec_origin_spot(origin, "number"),
                    "each number on GitHub belongs to one item", "two %s have the number %s", what,
                    key);
}

static void check_issues(struct reader *reader)
{
    const struct plan *plan = reader->plan;
    struct map *numbers = map_new(reader->arena);
    for (size_t i = 0; i < plan->issues.len; i++) {
        const struct plan_issue *issue = &plan->issues.items[i];
        const struct origin *origin = &reader->issues.items[i];
        check_length(reader, origin, "title", issue->title, GITHUB_TITLE_POINTS, "a title");
        check_text(reader, issue, origin);
        check_count(reader, &issue->labels, GITHUB_LABELS_PER_ISSUE, "labels");
        check_count(reader, &issue->assignees, GITHUB_ASSIGNEES_PER_ISSUE, "assignees");
        check_count(reader, &issue->depends_on, GITHUB_BLOCKED_BY, "issues to wait for");
        check_number(reader, numbers, issue->number, origin, "issues");
        check_marker(reader, origin);
    }
}

static void check_milestones(struct reader *reader)
{
    const struct plan *plan = reader->plan;
    struct map *numbers = map_new(reader->arena);
    for (size_t i = 0; i < plan->milestones.len; i++) {
        const struct plan_milestone *milestone = &plan->milestones.items[i];
        const struct origin *origin = &reader->milestones.items[i];
        check_length(reader, origin, "title", milestone->title, GITHUB_MILESTONE_TITLE_POINTS,
                     "a title of a milestone");
        if (milestone->description.presence == SET)
            check_length(reader, origin, "description", milestone->description.text,
                         GITHUB_BODY_POINTS, "a description");
        if (milestone->due_on.presence == SET && milestone->start_on != DAY_NONE &&
            milestone->due_on.day < milestone->start_on)
            spec_report(reader, "E0209", milestone->due_on.spot, "swap the two days?",
                        "'%s' is due before it starts", milestone->id);
        check_number(reader, numbers, milestone->number, origin, "milestones");
        check_marker(reader, origin);
    }
}

static bool has_four_byte(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text >= 0xF0)
            return true;
    }
    return false;
}

/* Undeclared labels stand in the list of the issue that names them first. */
static void check_labels(struct reader *reader)
{
    const struct plan *plan = reader->plan;
    for (size_t i = 0; i < plan->labels.len; i++) {
        const struct plan_label *label = &plan->labels.items[i];
        const struct origin *origin = &reader->labels.items[i];
        if (strlen(label->name) > GITHUB_LABEL_POINTS) {
            size_t points = utf8_count(label->name);
            if (points > GITHUB_LABEL_POINTS)
                spec_report(reader, "E0206",
                            label->declared ? spec_origin_spot(origin, "name") : label->spot,
                            "GitHub would refuse it; shorten it",
                            "a label of %zu characters, and GitHub takes %d", points,
                            GITHUB_LABEL_POINTS);
        }
        if (!label->declared)
            continue;
        if (label->description.presence == SET) {
            check_length(reader, origin, "description", label->description.text,
                         GITHUB_LABEL_DESCRIPTION_POINTS, "a description of a label");
            if (has_four_byte(label->description.text))
                spec_report(reader, "E0207", label->description.spot,
                            "take emoji and the like out; names of labels may have them",
                            "GitHub refuses 4-byte characters in a label's description");
        }
        check_marker(reader, origin);
    }
}

void spec_check_values(struct reader *reader)
{
    for (size_t i = 0; i < reader->files.len; i++)
        reader->files.items[i]->marker_possible = may_have_marker(reader->files.items[i]);
    check_labels(reader);
    check_milestones(reader);
    check_issues(reader);
    if (reader->weeks.node && reader->plan->start_on == DAY_NONE && !reader->incomplete)
        spec_report(reader, "W0303", spec_spot(reader->weeks.file, reader->weeks.node),
                    "add start_on: YYYY-MM-DD at the top",
                    "weeks count from start_on, and the plan has none");
}
