/* What `sync` says before it asks. */
#include "render/plan_first.h"
#include "render/plan_items.h"
#include "render/plan_kept.h"
#include "render/plan_parts.h"
#include "render/plan_text.h"
#include "render/sync_done.h"
#include "render/sync_text.h"

static const char *counts_line(struct arena *arena, const struct changeset *changeset)
{
    char created[32], changed[32], closed[32];
    count_format(part_sum(changeset->counts, part_create), created);
    count_format(part_sum(changeset->counts, part_update) + part_sum(changeset->counts, part_adopt),
                 changed);
    count_format(part_sum(changeset->counts, part_close) + part_sum(changeset->counts, part_delete),
                 closed);
    return arena_printf(arena, "%s to create, %s to change, %s to close", created, changed, closed);
}

void sync_text_before(struct arena *arena, const struct style *style,
                      const struct sync_report *report, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    const char *who = NULL;
    if (report->account && report->token_source)
        who = arena_printf(arena, "as %s (token from %s)", report->account, report->token_source);
    else if (report->token_source)
        who = arena_printf(arena, "token from %s", report->token_source);
    plan_text_heading(&pen, report, who);
    pen_blank(&pen);
    bool first = sync_done_is_first(report);
    if (!style->quiet && (!first || style->verbose > 0)) {
        if (first)
            plan_first_list(&pen, report);
        else
            plan_items_list(&pen, report);
        plan_kept_drift(&pen, report);
        pen_blank(&pen);
    }
    pen.indent = 2;
    pen_to(&pen, 2, 0);
    pen_wrapf(&pen, ROLE_PLAIN, "%s; %s.", counts_line(arena, report->changeset),
              part_estimate(arena, report->estimate_ms));
    pen_end(&pen);
    const char *mail = part_mail(arena, report);
    if (!mail)
        return;
    char *sentence = arena_strdup(arena, mail);
    sentence[0] = (char)(sentence[0] - 'a' + 'A');
    pen_to(&pen, 2, 0);
    pen_wrapf(&pen, ROLE_PLAIN, "%s.", sentence);
    pen_end(&pen);
}

void sync_text_before_line(struct arena *arena, const struct style *style,
                           const struct sync_report *report, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    pen.indent = 6;
    const struct changeset *changeset = report->changeset;
    int64_t created = part_sum(changeset->counts, part_create);
    int64_t others =
        part_sum(changeset->counts, part_update) + part_sum(changeset->counts, part_adopt);
    int64_t closed =
        part_sum(changeset->counts, part_close) + part_sum(changeset->counts, part_delete);
    pen_wrapf(&pen, ROLE_PLAIN, "sync: %s", report->repository);
    if (created > 0)
        pen_wrapf(&pen, ROLE_PLAIN, ", %lld to create", (long long)created);
    if (others > 0)
        pen_wrapf(&pen, ROLE_PLAIN, ", %lld to change", (long long)others);
    if (closed > 0)
        pen_wrapf(&pen, ROLE_PLAIN, ", %lld to close", (long long)closed);
    pen_wrapf(&pen, ROLE_PLAIN, ", %s", part_estimate(arena, report->estimate_ms));
    pen_end(&pen);
}
