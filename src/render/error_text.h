/* An error for people: "error: …" and "hint: …", wrapped and cleaned. */
#ifndef ROADMAP_RENDER_ERROR_TEXT_H
#define ROADMAP_RENDER_ERROR_TEXT_H

#include "base/err.h"
#include "base/str.h"
#include "render/style.h"

void error_text(struct arena *arena, const struct style *style, const struct err *err,
                struct str *out);
/* The screen for a command that needs a token and has none. (screens: small ones) */
void error_text_no_token(struct arena *arena, const struct style *style, const char *purpose,
                         const char *repository, struct str *out);

#endif
