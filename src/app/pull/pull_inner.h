/* What the parts of pull share. Private to app. */
#ifndef ROADMAP_APP_PULL_PULL_INNER_H
#define ROADMAP_APP_PULL_PULL_INNER_H

#include "app/session/session.h"
#include "spec/edit.h"

struct pull {
    struct arena *arena;
    struct session *session;
    const struct pull_options *options;
    struct pull_report *report;
    struct spec_edit edit;
    struct takes takes;
};

/* ---- pull_told.c ---- */

void pull_leave(struct pull *pull, struct pull_line *line, const char *reason);
/* In the arena. */
const struct doc_node *pull_value(struct pull *pull, struct doc_node value);
/* Text of GitHub as a person would write it into the plan. */
const char *pull_clean(struct arena *arena, const char *text);

/* ---- pull_fields.c: one field into the edits ---- */

/* Gives the reason why it cannot be, or NULL. `line->file` and `note` are filled. */
nodiscard enum code pull_field(struct pull *pull, const struct item_change *item,
                               const struct change *change, struct pull_line *line,
                               const char **reason, struct err *err);

/* ---- pull_text.c: blocks and ticks ---- */

/* pull_clean, ending as the old text did: `|` keeps one line end. */
const char *pull_text_as(struct arena *arena, const char *text, const char *old);
nodiscard enum code pull_issue_text(struct pull *pull, const struct plan_issue *issue,
                                    struct edit_node *node, const char *text, const char **reason,
                                    struct err *err);
nodiscard enum code pull_ticks(struct pull *pull, struct err *err);

/* ---- pull_tasks.c ---- */

enum pull_list {
    PULL_LINES, /* texts as they are */
    PULL_TASKS, /* ticked as the plan has them */
    PULL_TICKS  /* ticked as GitHub has them */
};

/* Makes the list say these tasks: what is the same keeps its bytes. */
void pull_tasks(struct pull *pull, struct edit_node *list, const struct plan_task *tasks,
                size_t count, enum pull_list as);
/* A new list of tasks. */
struct doc_node pull_new_tasks(struct pull *pull, const struct plan_task *tasks, size_t count,
                               enum pull_list as);

/* ---- pull_new.c ---- */

nodiscard enum code pull_new_issues(struct pull *pull, struct err *err);

#endif
