/* What a branch takes away from its own proof, on the screen and as annotations. */
#include "base/clean.h"
#include "base/day.h"
#include "render/check_parts.h"
#include "render/excerpt.h"
#include "render/json.h"

#define LINES_SHOWN 4 /* of one finding; -v shows all */

static const char *where_to_look(struct arena *arena, const struct weakened *weakened,
                                 const char *against)
{
    return weakened->before ? arena_printf(arena, "the plan has it no more; the line is that of %s",
                                           against ? against : "the plan before")
                            : NULL;
}

static void put_one(struct pen *pen, const struct check_report *report,
                    const struct weakened *weakened)
{
    int width = 1;
    pen_blank(pen);
    pen->indent = 2;
    pen_put(pen, report->strict ? ROLE_BAD_VERDICT : ROLE_CARE_VERDICT,
            report->strict ? "error[weakened]" : "warning[weakened]");
    pen_wrapf(pen, ROLE_STRONG, ": %s", weakened->message);
    pen_end(pen);
    if (weakened->path)
        width = excerpt_put(pen, &(struct excerpt){.path = weakened->path, .line = weakened->line});
    const size_t all = weakened->lines.len;
    const size_t shown = pen->style->verbose == 0 && all > LINES_SHOWN ? LINES_SHOWN : all;
    for (size_t i = 0; i < shown; i++)
        check_put_note(pen, width, weakening_name(weakened->how), ROLE_CARE,
                       weakened->lines.items[i]);
    if (shown < all)
        check_put_note(pen, width, weakening_name(weakened->how), ROLE_CARE,
                       arena_printf(pen->arena, "and %zu more; -v shows them", all - shown));
    const char *look = where_to_look(pen->arena, weakened, report->against);
    if (look)
        check_put_note(pen, width, "where", ROLE_PLAIN, look);
    pen->indent = 0;
}

void check_put_weakened(struct pen *pen, const struct check_report *report)
{
    const size_t all = report->weakened.items.len;
    const size_t shown =
        pen->style->verbose == 0 && all > CHECK_TEXT_SHOWN ? CHECK_TEXT_SHOWN : all;
    for (size_t i = 0; i < shown; i++)
        put_one(pen, report, &report->weakened.items.items[i]);
    if (shown < all) {
        pen_blank(pen);
        pen_wrapf(pen, ROLE_PLAIN, "and %zu more weakened; -v shows them", all - shown);
        pen_end(pen);
    }
    if (!report->no_before)
        return;
    pen_blank(pen);
    pen->indent = 2;
    pen_wrapf(pen, ROLE_CARE, "whether this branch weakens its own proof is not wholly known: %s",
              report->no_before);
    pen_end(pen);
    pen->indent = 0;
}

void check_annotate_weakened(struct arena *arena, const struct check_report *report, size_t most,
                             struct str *out)
{
    for (size_t i = 0; i < report->weakened.items.len && i < most; i++) {
        const struct weakened *weakened = &report->weakened.items.items[i];
        str_addf(out, "::%s ", report->strict ? "error" : "warning");
        /* A line of a file that GitHub does not show is no place. */
        if (weakened->path && !weakened->before) {
            str_add(out, "file=");
            annotation_escape(out, clean_line(arena, weakened->path), true);
            str_addf(out, ",line=%u,", weakened->line > 0 ? weakened->line : 1);
        }
        str_add(out, "title=weakened::");
        annotation_escape(out, clean_line(arena, weakened->message), false);
        for (size_t k = 0; k < weakened->lines.len && k < LINES_SHOWN; k++) {
            str_add(out, "%0A");
            annotation_escape(out, clean_line(arena, weakened->lines.items[k]), false);
        }
        str_addc(out, '\n');
    }
}
