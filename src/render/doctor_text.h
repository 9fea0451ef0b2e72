/* What `doctor` shows: the answer, the checks by room, the next command. */
#ifndef ROADMAP_RENDER_DOCTOR_TEXT_H
#define ROADMAP_RENDER_DOCTOR_TEXT_H

#include "base/str.h"
#include "model/doctor.h"
#include "render/style.h"

void doctor_text(struct arena *arena, const struct style *style, const struct doctor_report *report,
                 struct str *out);

/* `options`: of this call, for commands; NULL = none. */
char *json_doctor(struct arena *arena, const struct doctor_report *report, const char *options,
                  const struct err *err, int exit_status);

#endif
