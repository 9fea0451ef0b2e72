/* What the cache knows of a plan's issues. Private to app. */
#ifndef ROADMAP_APP_SCHEDULE_KNOWN_H
#define ROADMAP_APP_SCHEDULE_KNOWN_H

#include "app/app.h"
#include "engine/schedule.h"

struct known {
    VEC(struct schedule_known) items; /* those that were read; closed_day also of dropped ones */
    const char *repository;           /* NULL: unknown */
    int64_t read_ms;                  /* 0: GitHub was never read for this plan */
};

nodiscard enum code known_read(struct app *app, const struct plan *plan, struct known *known,
                               struct err *err);
/* The same as it was on the evening of an earlier day: what was closed later was open. */
void known_as_of(struct arena *arena, const struct known *known, int32_t day, struct known *then);

#endif
