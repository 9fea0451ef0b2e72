/* The plan of all subjects, as JSON. */
#include <string.h>

#include "base/file.h"
#include "property/stage.h"
#include "support/app_story.h"

static void add_string(struct str *out, const char *text)
{
    str_addc(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            str_addc(out, '\\');
        if (*text == '\n')
            str_add(out, "\\n");
        else
            str_addc(out, *text);
    }
    str_addc(out, '"');
}

static void add_text(struct str *out, const char *key, const char *text)
{
    str_addf(out, ", \"%s\": ", key);
    add_string(out, text);
}

static void add_cells(struct arena *arena, struct str *out, const struct m_side *spec,
                      const char *key, int first, int last)
{
    const char *between = "";
    str_addf(out, ", \"%s\": [", key);
    for (int i = first; i <= last; i++) {
        if (!spec->v[BLOCK + i])
            continue;
        str_add(out, between);
        const bool box = first == FIRST_BOX;
        const char *line = text_line(arena, i, spec->v[BLOCK + i], false) + (box ? 6 : 2);
        add_string(out, arena_printf(arena, "%s%s", spec->ticks & BIT(i) ? "[x] " : "", line));
        between = ", ";
    }
    str_add(out, "]");
}

static void add_block(struct arena *arena, struct str *out, const struct subject *subject)
{
    const struct m_side *spec = &subject->model.spec;
    if (!subject->structured) {
        add_text(out, subject->model.kind == M_ISSUE ? "body" : "description",
                 text_block(arena, spec));
        return;
    }
    struct str summary cleanup_str;
    str_init(&summary, 0);
    for (int i = 0; i < 3; i++)
        if (spec->v[BLOCK + i])
            str_addf(&summary, "%s%s", summary.len ? "\n" : "",
                     text_line(arena, i, spec->v[BLOCK + i], false));
    add_text(out, "summary", summary.p);
    add_cells(arena, out, spec, "tasks", FIRST_BOX, LAST_BOX);
    add_cells(arena, out, spec, "done_when", LAST_BOX + 4, CELLS - 1);
}

static void add_names(struct str *out, const char *key, int set, const char *(*name)(int))
{
    const char *between = "";
    str_addf(out, ", \"%s\": [", key);
    for (int i = 0; i < ALL_LABELS; i++) {
        if (!((unsigned)set & BIT(i)))
            continue;
        str_add(out, between);
        add_string(out, name(i));
        between = ", ";
    }
    str_add(out, "]");
}

static const char *label_name(int label)
{
    static const char *const names[ALL_LABELS] = {"l0", "l1", "l2", "l3", "l4", "l5", "l6", "l7"};
    return names[label];
}

static void add_issue(struct arena *arena, struct str *out, const struct subject *subject)
{
    const struct m_item *item = &subject->model;
    const struct m_side *spec = &item->spec;
    const char *between = "";
    if (item->managed & BIT(LABELS))
        add_names(out, "labels", spec->v[LABELS], label_name);
    if (item->managed & BIT(ASSIGNEES))
        add_names(out, "assignees", spec->v[ASSIGNEES], text_login);
    if (item->managed & BIT(MILESTONE) && spec->v[MILESTONE])
        add_text(out, "milestone", text_milestone(spec->v[MILESTONE]));
    else if (item->managed & BIT(MILESTONE))
        str_add(out, ", \"milestone\": null");
    if (spec->v[PARENT])
        add_text(out, "parent", text_hub(arena, subject, 2 + spec->v[PARENT]));
    str_add(out, ", \"depends_on\": [");
    for (int i = 0; i < 3; i++)
        if ((unsigned)spec->v[BLOCKERS] & BIT(i)) {
            str_add(out, between);
            add_string(out, text_hub(arena, subject, i));
            between = ", ";
        }
    str_add(out, "]");
}

static void add_subject(struct arena *arena, struct str *out, const struct subject *subject)
{
    const struct m_item *item = &subject->model;
    const struct m_side *spec = &item->spec;
    const char *title = text_title(arena, subject, spec->v[TITLE]);
    if (item->kind == M_LABEL) {
        str_addf(out, ",\n  {\"name\": \"%s\"", title);
        add_text(out, "color", text_color(arena, spec->v[COLOR]));
        add_text(out, "description", text_words(arena, spec->v[DESCRIPTION]));
        str_add(out, ", \"previously\": [");
        for (size_t i = 0; i < subject->name_count; i++)
            str_addf(out, "%s\"%s\"", i ? ", " : "", text_title(arena, subject, subject->names[i]));
        str_add(out, "]}");
        return;
    }
    str_addf(out, ",\n  {\"id\": \"%s\"", subject_id(arena, subject));
    add_text(out, "title", title);
    add_block(arena, out, subject);
    if (item->managed & BIT(DUE) && spec->v[DUE])
        add_text(out, "due_on", text_day(arena, spec->v[DUE]));
    else if (item->managed & BIT(DUE))
        str_add(out, ", \"due_on\": null");
    if (item->kind == M_ISSUE)
        add_issue(arena, out, subject);
    if (item->managed & BIT(STATE))
        str_add(out, ", \"state\": \"closed\"");
    if (item->managed & BIT(STATE) && spec->v[STATE] > COMPLETED)
        add_text(out, "state_reason", text_state(spec->v[STATE]));
    str_add(out, "}");
}

static void add_kind(struct stage *stage, struct str *out, enum m_kind kind)
{
    for (size_t i = 0; i < stage->count; i++)
        if (stage->subjects[i].model.kind == kind)
            add_subject(stage->world.arena, out, &stage->subjects[i]);
}

static void add_fields(const struct stage *stage, struct str *out)
{
    static const char *const fields[M_FIELDS] = {
        [TITLE] = "title",   [COLOR] = "color",         [DESCRIPTION] = "description",
        [DUE] = "due_on",    [MILESTONE] = "milestone", [STATE] = "state",
        [LABELS] = "labels", [ASSIGNEES] = "assignees", [BLOCK] = "block"};
    static const char *const policies[] = {"merge", "own", "create-only", "ignore"};
    const char *between = "";
    str_add(out, "\"fields\": {");
    for (int i = 0; i < M_FIELDS; i++)
        if (fields[i]) {
            str_addf(out, "%s\"%s\": \"%s\"", between, fields[i], policies[stage->rules.policy[i]]);
            between = ", ";
        }
    str_add(out, "}");
}

void stage_tell_rules(const struct stage *stage, struct str *words)
{
    str_addf(words, "  %s, ", stage->rules.history ? "in git" : "no git");
    add_fields(stage, words);
    str_add(words, "\n");
}

void stage_write_plan(struct stage *stage)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    str_add(&out, "{\"scope\": \"db\", ");
    add_fields(stage, &out);
    str_add(&out, ", \"labels\": [\n  {\"name\": \"l0\"}, {\"name\": \"l1\"}, {\"name\": \"l2\"}, "
                  "{\"name\": \"l3\"}, {\"name\": \"l4\"}");
    add_kind(stage, &out, M_LABEL);
    str_add(&out, "],\n\"milestones\": [\n  {\"id\": \"MA\", \"title\": \"MA\"}, "
                  "{\"id\": \"MB\", \"title\": \"MB\"}, {\"id\": \"MC\", \"title\": \"MC\"}");
    add_kind(stage, &out, M_MILESTONE);
    str_add(&out, "],\n\"issues\": [\n  {\"id\": \"HUB-0\", \"title\": \"HUB-0: Hub\", "
                  "\"body\": \"A donor.\"}");
    for (size_t group = 0; group <= SUBJECTS_MAX / GROUP; group++) {
        bool used = false;
        for (size_t i = 0; i < stage->count; i++)
            used = used || (stage->subjects[i].model.kind == M_ISSUE &&
                            (size_t)stage->subjects[i].index / GROUP == group);
        for (int hub = 0; used && hub < HUBS; hub++)
            str_addf(&out, ",\n  {\"id\": \"HUB-%zu%d\", \"title\": \"HUB-%zu%d: Hub\"}", group,
                     hub, group, hub);
    }
    add_kind(stage, &out, M_ISSUE);
    str_add(&out, "]}\n");
    struct app_world *world = &stage->world;
    const char *folder = path_join(world->arena, world->folder, "roadmap");
    assert_int_equal(dir_make(folder, 0755, &world->err), OK);
    assert_int_equal(file_write_atomic(path_join(world->arena, folder, "roadmap.json"), out.p,
                                       out.len, 0644, &world->err),
                     OK);
}
