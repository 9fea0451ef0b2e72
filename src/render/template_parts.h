/* A template taken apart. Internal to render/template. */
#ifndef ROADMAP_RENDER_TEMPLATE_PARTS_H
#define ROADMAP_RENDER_TEMPLATE_PARTS_H

#include "render/template.h"

enum template_part_kind { PART_TEXT, PART_VALUE, PART_SECTION, PART_INVERTED, PART_PARTIAL };

struct template_part {
    enum template_part_kind kind;
    const char *text; /* the text itself, or a name */
    size_t len;       /* of the text, or of the name up to its first dot */
    size_t end;       /* sections: index of the first part behind it */
    const char *at;   /* where it stands, for messages */
};

/* Sets err to NAME:LINE: problem 'subject'. */
enum code template_fail(const struct template *template, const char *at, const char *problem,
                        const char *subject, struct err *err);
enum code template_too_deep(const struct template *template, const char *at, struct err *err);

#endif
