/* Small pieces of text about changes, shared by the screens of plan and sync. */
#ifndef ROADMAP_RENDER_PLAN_PARTS_H
#define ROADMAP_RENDER_PLAN_PARTS_H

#include "model/report.h"
#include "render/pen.h"

/* The title without the leading key that is the id itself ("DB-001: Matrix" beside DB-001). */
const char *part_title(const char *id, const char *title);
/* A value as screens show it: quoted titles, short days, "none". */
const char *part_value(const struct pen *pen, enum field field, const struct value *value);
/* "17 labels, 6 milestones, 22 issues, 22 blocked-by links"; "" for nothing. `pick` chooses. */
typedef int64_t (*part_pick_fn)(const struct kind_counts *counts);
const char *part_kinds(struct arena *arena, const struct changeset *changeset, part_pick_fn pick);
int64_t part_sum(const struct kind_counts counts[], part_pick_fn pick);
int64_t part_create(const struct kind_counts *counts);
int64_t part_update(const struct kind_counts *counts);
int64_t part_close(const struct kind_counts *counts);
int64_t part_adopt(const struct kind_counts *counts);
int64_t part_delete(const struct kind_counts *counts);
int64_t part_unchanged(const struct kind_counts *counts);
int64_t part_refused(const struct kind_counts *counts);
int64_t part_conflict(const struct kind_counts *counts);
/* "octocat, 4 Mar", "4 Mar" or "". */
const char *part_who(const struct pen *pen, const struct item_change *item);
/* "about 1 min 10 s", "less than a second" */
const char *part_estimate(struct arena *arena, int64_t estimate_ms);
/* "each of the 22 new issues notifies the 14 watchers of the repository"; NULL: nobody is told. */
const char *part_mail(struct arena *arena, const struct sync_report *report);
/* "after DB-001, DB-002" for an issue of the plan; "" for none. */
const char *part_after(struct arena *arena, const struct plan_issue *issue);
/* What stands behind "priority:" in the labels of an issue; "". */
const char *part_priority(const struct plan_issue *issue);
/* The command with the options of this call: part_command(pen, "roadmap sync", "--yes"). `more`
 * may be NULL. */
const char *part_command(const struct pen *pen, const char *command, const char *more);
/* The same for the sync of this very plan: with its ids and what it was told to do. */
const char *part_again(const struct pen *pen, const char *command, const char *more);

#endif
