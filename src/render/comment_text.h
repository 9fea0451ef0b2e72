/* The comment on a pull request and the job summary, in Markdown. (screens: the pull-request
 * comment) */
#ifndef ROADMAP_RENDER_COMMENT_TEXT_H
#define ROADMAP_RENDER_COMMENT_TEXT_H

#include "base/str.h"
#include "model/comment.h"
#include "render/style.h"

struct arena;

/* How much is shown; what is left out is counted. */
struct comment_limits {
    size_t rows, looks, checks;
    size_t max_points; /* of the whole, in code points */
};

/* 8 rows, 5 that need a look, 50 checks, what GitHub takes as a comment. */
struct comment_limits comment_limits_default(void);
/* For a job summary: nearly everything, and what GitHub takes there. */
struct comment_limits comment_limits_summary(void);

struct comment_page {
    const struct comment_facts *facts;
    const struct comment_place *place;
    const struct style *style; /* for days; never ASCII, never coloured */
    const char *marker;        /* the first line; NULL: none (a job summary) */
    struct comment_limits limits;
};

/* The whole, without a final newline. Without effect it is one line that says so. */
char *comment_markdown(struct arena *arena, const struct comment_page *text);
/* On a tracking issue: where the plan stands. page->facts is not looked at. */
char *comment_status_markdown(struct arena *arena, const struct comment_page *page,
                              const struct status_report *status);
/* The first sentence, as plain text. */
const char *comment_headline(struct arena *arena, const struct style *style,
                             const struct comment_facts *facts);
/* Two bodies say the same: the marker, the small line at the end and what editors do to line ends
 * left aside. */
bool comment_says_same(struct arena *arena, const char *a, const char *b);

/* The screen of `comment`, and its JSON. */
void comment_text(struct arena *arena, const struct style *style,
                  const struct comment_report *report, struct str *out);
char *json_comment(struct arena *arena, const struct comment_report *report);
/* What `comment --from` reads: the facts alone. */
char *comment_file_json(struct arena *arena, const struct comment_facts *facts);

#endif
