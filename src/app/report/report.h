/* The page for people who look rather than read: everything of it as data. */
#ifndef ROADMAP_APP_REPORT_REPORT_H
#define ROADMAP_APP_REPORT_REPORT_H

#include "app/app.h"
#include "model/page.h"

struct page_options {
    const char *base_ref; /* GITHUB_BASE_REF; NULL */
    const char *baseline; /* a revision to compare dates with; NULL: where the plan began */
    int32_t since_day;    /* what changed from this day on; DAY_NONE: seven days before today */
};

/* Offline: the plan of the work tree, what was last read from GitHub, and what the repository
 * proves as far as earlier runs have checked it. Outside git, and where nothing was read, the page
 * says so in the place of what it lacks. */
nodiscard enum code app_report(struct app *app, const struct page_options *options,
                               struct diags *diags, struct page *page, struct err *err);

#endif
