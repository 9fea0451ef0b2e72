/* Issues of GitHub as items of a plan. Private to app. */
#ifndef ROADMAP_APP_PULL_FROM_REMOTE_H
#define ROADMAP_APP_PULL_FROM_REMOTE_H

#include "base/map.h"
#include "doc/edit.h"
#include "model/remote.h"

/* The leading key of the title, when nobody has it; else one made of the number, and then *made. */
const char *from_remote_id(struct arena *arena, struct map *taken, const char *title,
                           const char *prefix, struct number number, bool *made);

struct from_issue {
    const struct remote_issue *issue;
    const char *id;           /* NULL: it comes out of the title */
    const char *milestone_id; /* NULL = none */
    const char *parent;       /* ids; NULL = none */
    struct strlist depends_on;
    const char *text; /* NULL: not managed */
};

/* `number:` and what else the plan says of it. Assignees and state are people's work. */
struct doc_node from_remote_issue(struct arena *arena, const struct from_issue *from);
/* One line, whatever GitHub holds. */
const char *from_remote_line(struct arena *arena, const char *text);
/* The text of an object without a mark of ours, as it can stand in a plan; NULL when there is none.
 * *unfit: there is one, and it cannot. */
const char *from_remote_text(struct arena *arena, const char *body, bool *unfit);

#endif
