/* What the parts of a report share while it is made. Private to app/report. */
#ifndef ROADMAP_APP_REPORT_REPORT_ROOM_H
#define ROADMAP_APP_REPORT_REPORT_ROOM_H

#include "app/report/report.h"
#include "app/trace/proof.h"
#include "engine/status.h"

struct report_room {
    struct app *app;
    struct arena *arena;
    const struct page_options *options;
    struct page *page;
    struct evidence evidence;
    struct proving proof;
    bool in_git;
    struct standings standings; /* the plan's issues, in its order */
    VEC(struct scope_closing) closings;
    struct strlist closed_milestones; /* on GitHub */
};

/* Where the plan's issues stand, from what was last read: page->status and page->issues. */
nodiscard enum code report_standing(struct report_room *room, struct err *err);

#endif
