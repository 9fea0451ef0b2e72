/* A plan of what is on GitHub: everything with its number, so that nothing is left to do. */
#include <inttypes.h>
#include <string.h>

#include "app/pull/from_remote.h"
#include "app/pull/pull_inner.h"
#include "app/session/target.h"
#include "base/file.h"
#include "base/str.h"
#include "engine/have.h"
#include "github/read.h"

struct maker {
    struct arena *arena;
    const struct remote *remote;
    struct init_from_report *report;
    const char *scope;                     /* of the marks that were found; NULL = none yet */
    struct map *issue_ids, *milestone_ids; /* taken */
    struct map *issue_by_number, *milestone_by_number; /* "N" → id */
    bool relations;
};

static const char *key_of(struct maker *maker, struct number number)
{
    return arena_printf(maker->arena, "%" PRId64, number.v);
}

/* How far a mark can be trusted about what it says. */
enum trust { TRUST_NONE, TRUST_CUT, TRUST_DAMAGED, TRUST_WHOLE };

static enum trust trust_of(const struct block_parts *parts)
{
    const struct marker *marker = &parts->marker;
    if (marker->type != MARKER_ITEM || !marker->id || !marker->scope)
        return TRUST_NONE;
    return parts->damage == BLOCK_WHOLE           ? parts->found ? TRUST_WHOLE : TRUST_NONE
           : parts->damage == BLOCK_BROKEN_MARKER ? TRUST_CUT
                                                  : TRUST_DAMAGED;
}

/* There is one plan in one file: that of the first mark, of the best there are. */
static void weigh_scope(struct maker *maker, const char *body, enum trust *best)
{
    struct block_parts parts;
    block_split(maker->arena, body, &parts);
    const enum trust trust = trust_of(&parts);
    if (trust <= *best)
        return;
    maker->scope = parts.marker.scope;
    *best = trust;
}

static void choose_scope(struct maker *maker)
{
    enum trust best = TRUST_NONE;
    for (size_t i = 0; i < maker->remote->milestones.len; i++)
        weigh_scope(maker, maker->remote->milestones.items[i].description, &best);
    for (size_t i = 0; i < maker->remote->issues.len; i++)
        weigh_scope(maker, maker->remote->issues.items[i].body, &best);
}

/* What carries the mark of the plan keeps its id, also when the mark is damaged; of one that was
 * cut off the id may be cut off too. */
static bool marked(struct maker *maker, const struct have *have, const char **id, bool *foreign)
{
    const enum trust trust = trust_of(&have->parts);
    *id = NULL;
    *foreign = false;
    if (trust <= TRUST_CUT)
        return false;
    *foreign = !text_eq(maker->scope, have->parts.marker.scope);
    *id = have->parts.marker.id;
    return true;
}

static void note(struct maker *maker, const char *what, struct number number, const char *why)
{
    strlist_add(maker->arena, &maker->report->notes,
                arena_printf(maker->arena, "%s #%" PRId64 " %s", what, number.v, why));
}

static void note_damage(struct maker *maker, const char *what, const struct have *have)
{
    if (have->parts.damage != BLOCK_WHOLE)
        note(maker, what, have->number,
             arena_printf(maker->arena, "has a damaged block (%s); roadmap plan shows the way out",
                          block_damage_text(have->parts.damage)));
}

/* ---- labels ---- */

static struct doc_node labels(struct maker *maker)
{
    struct doc_node list = edit_list(maker->arena, maker->remote->labels.len);
    for (size_t i = 0; i < maker->remote->labels.len; i++) {
        const struct remote_label *label = &maker->remote->labels.items[i];
        struct doc_node map = edit_map(maker->arena, 3);
        edit_map_add(&map, "name", edit_text(label->name));
        edit_map_add(&map, "color", edit_text(label->color));
        if (!text_empty(label->description))
            edit_map_add(&map, "description", edit_text(label->description));
        edit_list_add(&list, map);
    }
    maker->report->labels = list.count;
    return list;
}

/* ---- milestones ---- */

static const char *text_of(struct maker *maker, const struct have *have, bool is_marked,
                           const char *what)
{
    bool unfit = false;
    const char *text =
        from_remote_text(maker->arena, is_marked ? have->parts.block : have->body, &unfit);
    if (unfit)
        note(maker, what, have->number,
             "is in the plan without its text, which cannot stand there");
    return text;
}

static struct doc_node milestone(struct maker *maker, const struct remote_milestone *from,
                                 const struct have *have, const char *id, bool is_marked)
{
    bool made = false;
    struct doc_node map = edit_map(maker->arena, 5);
    if (!id)
        id = from_remote_id(maker->arena, maker->milestone_ids, from->title, "milestone",
                            from->number, &made);
    map_put(maker->milestone_ids, id, maker);
    map_put(maker->milestone_by_number, key_of(maker, from->number),
            arena_strdup(maker->arena, id));
    if (made || is_marked)
        edit_map_add(&map, "id", edit_text(id));
    edit_map_add(&map, "title", edit_text(from_remote_line(maker->arena, from->title)));
    edit_map_add(&map, "number", edit_number(maker->arena, from->number.v));
    if (from->due_on)
        edit_map_add(&map, "due_on", edit_text(arena_strndup(maker->arena, from->due_on, 10)));
    const char *text = text_of(maker, have, is_marked, "milestone");
    if (text)
        edit_map_add(&map, "description", edit_text(text));
    note_damage(maker, "milestone", have);
    return map;
}

static struct doc_node milestones(struct maker *maker)
{
    struct doc_node list = edit_list(maker->arena, maker->remote->milestones.len);
    for (size_t i = 0; i < maker->remote->milestones.len; i++) {
        const struct remote_milestone *from = &maker->remote->milestones.items[i];
        struct have have;
        const char *id;
        bool foreign;
        have_milestone(maker->arena, from, &have);
        const bool is_marked = marked(maker, &have, &id, &foreign);
        if (foreign)
            note(maker, "milestone", from->number, "belongs to another plan and is left out");
        else if (spec_has_marker(from->title))
            note(maker, "milestone", from->number, "is left out, its title looks like a mark");
        else
            edit_list_add(&list, milestone(maker, from, &have, id, is_marked));
    }
    maker->report->milestones = list.count;
    return list;
}

/* ---- issues ---- */

static bool is_wanted(const struct remote_issue *issue)
{
    return !issue->is_pull && (issue->milestone.v != 0 || text_eq(issue->state, "open"));
}

/* First the ids, as links may lead to later issues. */
static void name_issues(struct maker *maker, const char **ids)
{
    const struct names none = {0};
    for (size_t i = 0; i < maker->remote->issues.len; i++) {
        const struct remote_issue *issue = &maker->remote->issues.items[i];
        struct have have;
        bool foreign, made = false;
        if (!is_wanted(issue))
            continue;
        if (spec_has_marker(issue->title)) {
            note(maker, "issue", issue->number, "is left out, its title looks like a mark");
            continue;
        }
        have_issue(maker->arena, issue, &none, &have);
        const bool is_marked = marked(maker, &have, &ids[i], &foreign);
        if (foreign) {
            note(maker, "issue", issue->number, "belongs to another plan and is left out");
            continue;
        }
        const char *id = ids[i];
        if (is_marked && map_has(maker->issue_ids, id))
            id = ids[i] = NULL; /* a copy */
        if (!id)
            id = from_remote_id(maker->arena, maker->issue_ids, issue->title, "gh", issue->number,
                                &made);
        ids[i] = made || is_marked ? id : NULL;
        map_put(maker->issue_ids, id, maker);
        map_put(maker->issue_by_number, key_of(maker, issue->number),
                arena_strdup(maker->arena, id));
    }
}

static void add_links(struct maker *maker, struct from_issue *from)
{
    const struct remote_issue *issue = from->issue;
    if (issue->parent.v)
        from->parent = map_get(maker->issue_by_number, key_of(maker, issue->parent));
    for (size_t i = 0; i < issue->blocked_by.len; i++) {
        const char *id = map_get(maker->issue_by_number, key_of(maker, issue->blocked_by.items[i]));
        if (id)
            strlist_add(maker->arena, &from->depends_on, id);
    }
}

static struct doc_node issues(struct maker *maker)
{
    const struct names none = {0};
    const size_t count = maker->remote->issues.len;
    const char **ids = arena_calloc(maker->arena, count + 1, sizeof *ids);
    struct doc_node list = edit_list(maker->arena, count);
    name_issues(maker, ids);
    for (size_t i = 0; i < count; i++) {
        const struct remote_issue *issue = &maker->remote->issues.items[i];
        struct from_issue from = {.issue = issue, .id = ids[i]};
        struct have have;
        if (!map_has(maker->issue_by_number, key_of(maker, issue->number)))
            continue;
        have_issue(maker->arena, issue, &none, &have);
        from.milestone_id = issue->milestone.v ? map_get(maker->milestone_by_number,
                                                         key_of(maker, issue->milestone))
                                               : NULL;
        if (maker->relations)
            add_links(maker, &from);
        from.text = text_of(maker, &have, have.parts.found, "issue");
        edit_list_add(&list, from_remote_issue(maker->arena, &from));
        note_damage(maker, "issue", &have);
    }
    maker->report->issues = list.count;
    return list;
}

/* ---- the file ---- */

static char *compose(struct maker *maker, const char *repository)
{
    struct arena *arena = maker->arena;
    maker->issue_ids = map_new(arena);
    maker->milestone_ids = map_new(arena);
    maker->issue_by_number = map_new(arena);
    maker->milestone_by_number = map_new(arena);
    maker->report->notes = (struct strlist){0};
    struct doc_node plan = edit_map(arena, 6);
    choose_scope(maker);
    const struct doc_node label_list = labels(maker), milestone_list = milestones(maker);
    const struct doc_node issue_list = issues(maker);
    edit_map_add(&plan, "version", edit_number(arena, 1));
    if (maker->scope)
        edit_map_add(&plan, "scope", edit_text(maker->scope));
    edit_map_add(&plan, "repository", edit_text(repository));
    if (label_list.count)
        edit_map_add(&plan, "labels", label_list);
    edit_map_add(&plan, "milestones", milestone_list);
    edit_map_add(&plan, "issues", issue_list);
    return arena_printf(arena,
                        "# What %s had when this file was made. `number:` ties each item to its "
                        "issue.\n%s",
                        repository, edit_compose(arena, DOC_YAML, &plan));
}

/* Whether it is a plan; the first error goes to *why. */
static enum code check(struct arena *arena, const char *path, const char *text, const char **why,
                       struct err *err)
{
    const struct spec_overlay_file file = {.path = path, .bytes = text, .len = strlen(text)};
    struct spec_overlay overlay = {0};
    VEC_PUSH(arena, &overlay.files, file);
    struct diags diags = {0};
    struct plan *plan = NULL;
    *why = NULL;
    enum code code = spec_load_over(arena, path, NULL, &overlay, &plan, &diags, err);
    for (size_t i = 0; !code && !*why && i < diags.len; i++)
        if (diags.items[i].severity == SEVERITY_ERROR)
            *why = diags.items[i].message;
    return code;
}

static enum code read_remote(struct app *app, struct init_from_report *report,
                             struct remote *remote, const char **root, struct err *err)
{
    const struct sync_options none = sync_options_default();
    struct sync_report told = {0};
    struct session *session cleanup_session = session_new(app, &none, false, &told);
    struct gh_snapshot snapshot = {0};
    const char *origin = NULL;
    enum code code = app_find_project(app, &session->project, err);
    if (!code && !app->repo && session->project.git_dir)
        code = app_find_origin(app, &origin, err);
    if (!code)
        code = target_choose(app, NULL, origin, false, &session->repository, err);
    if (!code)
        code = session_open_github(session, err);
    const struct gh_read read = {.with_repository = true};
    if (!code)
        code = gh_read_snapshot(session->gh, app->arena, &read, &snapshot, err);
    *remote = snapshot.remote;
    *root = session->project.root;
    report->repository = session->repository;
    report->requests = told.requests;
    return code;
}

enum code app_init_from(struct app *app, const char *path, struct init_from_report *report,
                        struct err *err)
{
    struct remote remote = {0};
    const char *root = NULL, *why = NULL;
    enum code code = read_remote(app, report, &remote, &root, err);
    if (code)
        return code;
    struct maker maker = {
        .arena = app->arena, .remote = &remote, .report = report, .relations = true};
    const char *full = path_join(app->arena, root, path);
    const char *name =
        remote.repository.full_name ? remote.repository.full_name : report->repository;
    const char *text = compose(&maker, name);
    code = check(app->arena, full, text, &why, err);
    if (!code && why) { /* links can go in a circle on GitHub, and in a plan they cannot */
        maker.relations = false;
        text = compose(&maker, name);
        code = check(app->arena, full, text, &why, err);
        strlist_add(app->arena, &report->notes, "the links between issues are left out");
    }
    if (!code && why)
        return err_set(err, ERR_FAILED, "what GitHub has would not make a valid plan: %s", why);
    report->path = path;
    return code ? code : file_create(full, text, strlen(text), 0644, err);
}
