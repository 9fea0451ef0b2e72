/* The one place where text becomes HTML: whatever a plan, GitHub or git holds goes through here on
 * its way into the page, so that no field can add an element, an attribute or a rule to it. */
#ifndef ROADMAP_RENDER_REPORT_HTML_H
#define ROADMAP_RENDER_REPORT_HTML_H

#include "base/str.h"

/* Text for an element or an attribute in double quotes: markup characters become references,
 * broken UTF-8 becomes U+FFFD, and control characters and those that turn the direction of writing
 * are left out. NULL adds nothing. */
void html_text(struct str *out, const char *text);

/* Markup with text in it: the format is ours and goes in as it is, every %s through html_text.
 * Besides there are %d, %u, %zu, %lld and %% only. */
void html_addf(struct str *out, const char *format, ...) printf_like(2, 3);

#endif
