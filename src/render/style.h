/* How text reports look: width, character set, colour, detail. cli decides these once from
 * options, environment and terminal; render only obeys. (screens: rules) */
#ifndef ROADMAP_RENDER_STYLE_H
#define ROADMAP_RENDER_STYLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* What a piece of text is, never which colour it has. */
enum role {
    ROLE_PLAIN,
    ROLE_STRONG,       /* bold: ids in headings */
    ROLE_GOOD,         /* green: created, done */
    ROLE_CARE,         /* yellow: changed, waiting, kept */
    ROLE_BAD,          /* red: failed, conflict, close */
    ROLE_LINK,         /* cyan: commands and links */
    ROLE_DIM,          /* reasons, footers, old values */
    ROLE_GOOD_VERDICT, /* bold green: the first line */
    ROLE_CARE_VERDICT, /* bold yellow */
    ROLE_BAD_VERDICT   /* bold red */
};

/* One column, always the same meaning. In ASCII a sign is two wide. */
enum sign {
    SIGN_NONE,
    SIGN_CREATE,
    SIGN_CHANGE,
    SIGN_CLOSE,
    SIGN_ADOPT,
    SIGN_KEPT,
    SIGN_CONFLICT,
    SIGN_PASS,
    SIGN_FAIL,
    SIGN_UNKNOWN,
    SIGN_NOT_YET
};

struct style {
    int columns; /* nothing is written beyond it; at least 20 */
    bool ascii;  /* only ASCII */
    bool color;
    bool quiet;          /* -q: only the answer */
    int verbose;         /* 0, 1 (-v), 2 (-vv) */
    const char *options; /* of this call, repeated in commands to copy: " --spec x.json"; NULL */
    const char *again;   /* ids and options that make a suggested sync the same one again:
                            " DB-ML1 --prune all"; NULL */
    const char *root, *here; /* absolute: of the project, and where people stand; NULL: no paths */
    int64_t now_ms;          /* of the output; SOURCE_DATE_EPOCH fixes it */
    int32_t today;
    int utc_offset_min; /* for times of day; 0 when SOURCE_DATE_EPOCH is set */
};

/* 80 columns, UTF-8, no colour. */
struct style style_default(void);
/* The escape sequence that starts a role, "" without colour. */
const char *style_start(const struct style *style, enum role role);
const char *style_end(const struct style *style, enum role role);
const char *style_sign(const struct style *style, enum sign sign);
enum role style_sign_role(enum sign sign);
/* 1, in ASCII 2. */
int style_sign_width(const struct style *style);
/* "→" or "->", "…" or "...", "·" or ".". */
const char *style_arrow(const struct style *style);
const char *style_dots(const struct style *style);
const char *style_dot(const struct style *style);
/* A path from the root of the project as it is called from where people stand; as it is without a
 * style. */
const char *style_path(const struct style *style, struct arena *arena, const char *path);
/* "13 Mar", with the year when it is another year; `text` is a day or an instant, "" when neither.
 */
void style_day(const struct style *style, const char *text, char out[24]);
void style_day_number(const struct style *style, int32_t day, char out[24]);
/* The same with the weekday when within 14 days: for sentences. */
void style_day_long(const struct style *style, int32_t day, char out[24]);
/* "3 Mar 16:40", only "16:40" for today, in the zone of the style. */
void style_instant(const struct style *style, int64_t instant_ms, char out[40]);
/* "14:02:10" in the zone of the style. */
void style_clock(const struct style *style, int64_t instant_ms, char out[16]);

#endif
