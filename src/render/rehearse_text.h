/* What `rehearse` shows. (screens: small ones) */
#ifndef ROADMAP_RENDER_REHEARSE_TEXT_H
#define ROADMAP_RENDER_REHEARSE_TEXT_H

#include "base/str.h"
#include "model/report.h"
#include "render/style.h"

struct rehearsal {
    const struct sync_report *first, *second;
    int64_t milestones, issues, labels, links; /* that stand there after the second run */
    const char *url;       /* where it can be looked at; NULL when it is not served */
    const char *spec_path; /* as given; NULL: the built-in example */
};

void rehearse_text(struct arena *arena, const struct style *style,
                   const struct rehearsal *rehearsal, struct str *out);
char *rehearse_json(struct arena *arena, const struct rehearsal *rehearsal, const struct err *err,
                    int exit_status);

#endif
