/* Reading the plan again. Private to app. */
#ifndef ROADMAP_APP_SESSION_LOAD_H
#define ROADMAP_APP_SESSION_LOAD_H

#include "app/app.h"
#include "spec/spec.h"

/* app_load_plan of app->spec_file, which is known, with these texts in place of its files. */
nodiscard enum code load_over(struct app *app, const struct spec_overlay *overlay,
                              struct plan **plan, struct diags *diags, struct err *err);

/* What plan->path will be, without reading the plan, and the work tree it is in (NULL: none). Sets
 * app->spec_file. */
nodiscard enum code load_name(struct app *app, const char **name, const char **root,
                              struct err *err);

#endif
