#include "render/rehearse_text.h"

#include <jansson.h>

#include "base/day.h"
#include "render/json.h"
#include "render/pen.h"
#include "render/plan_parts.h"

static void put_answer(struct pen *pen, const struct rehearsal *rehearsal)
{
    char created[32], again[32];
    count_format(part_sum(rehearsal->first->written, part_create), created);
    count_format(rehearsal->second->requests.write, again);
    bool quiet_second = rehearsal->second->requests.write == 0;
    pen_put(pen, quiet_second ? ROLE_GOOD_VERDICT : ROLE_BAD_VERDICT, "Rehearsed");
    pen_wrapf(pen, ROLE_STRONG, ": %s created, then a second run with %s %s.", created, again,
              rehearsal->second->requests.write == 1 ? "write" : "writes");
    pen_wrap(pen, ROLE_PLAIN, " Nothing was sent out.");
    pen_end(pen);
}

/* What stands there, milestone by milestone. */
static void put_objects(struct pen *pen, const struct sync_report *report)
{
    pen_blank(pen);
    for (size_t i = 0; i < report->done.len; i++) {
        const struct report_done *done = &report->done.items[i];
        if (done->kind != KIND_MILESTONE && done->kind != KIND_ISSUE)
            continue;
        pen_to(pen, done->kind == KIND_ISSUE ? 4 : 2, 0);
        pen_sign(pen, SIGN_PASS);
        pen_put(pen, ROLE_STRONG, done->id);
        pen_put(pen, ROLE_PLAIN, "  ");
        const char *number = done->kind == KIND_ISSUE
                                 ? arena_printf(pen->arena, "#%lld", (long long)done->number.v)
                                 : "";
        pen_fit(pen, ROLE_PLAIN, part_title(done->id, done->title),
                pen->style->columns - pen->edge + 8);
        if (*number)
            pen_right(pen, ROLE_DIM, number);
        pen_end(pen);
    }
}

void rehearse_text(struct arena *arena, const struct style *style,
                   const struct rehearsal *rehearsal, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    put_answer(&pen, rehearsal);
    if (style->quiet)
        return;
    pen_blank(&pen);
    pen.indent = 2;
    pen_to(&pen, 2, 0);
    pen_wrapf(&pen, ROLE_PLAIN, "%s, %s, %s, %s stand there.",
              text_count(arena, rehearsal->milestones, "milestone", NULL),
              text_count(arena, rehearsal->issues, "issue", NULL),
              text_count(arena, rehearsal->labels, "label", NULL),
              text_count(arena, rehearsal->links, "link", NULL));
    pen_wrap(&pen, ROLE_PLAIN, rehearsal->url ? " Until Ctrl-C:" : " Look at them:");
    pen_end(&pen);
    pen_to(&pen, 2, 0);
    if (rehearsal->url)
        pen_command(&pen, arena_printf(arena, "curl --oauth2-bearer rehearsal %s", rehearsal->url));
    else
        pen_command(&pen, arena_printf(arena, "roadmap rehearse --serve%s%s",
                                       rehearsal->spec_path ? " " : "",
                                       rehearsal->spec_path ? rehearsal->spec_path : ""));
    pen_end(&pen);
    if (style->verbose > 0)
        put_objects(&pen, rehearsal->first);
    if (style->verbose > 0)
        pen_blank(&pen);
    pen_to(&pen, 2, 0);
    /* Nobody wants the example on GitHub. */
    pen_put(&pen, ROLE_PLAIN, rehearsal->spec_path ? "for real:  " : "your own plan:  ");
    pen_command(&pen, rehearsal->spec_path
                          ? arena_printf(arena, "roadmap plan --repo OWNER/NAME --spec %s",
                                         rehearsal->spec_path)
                          : "roadmap rehearse FILE");
    pen_end(&pen);
}

static json_t *run_json(const struct sync_report *report)
{
    return json_pack("{s:I, s:I, s:I, s:I}", "get", (json_int_t)report->requests.get,
                     "not_modified", (json_int_t)report->requests.not_modified, "verify",
                     (json_int_t)report->requests.verify, "write",
                     (json_int_t)report->requests.write);
}

char *rehearse_json(struct arena *arena, const struct rehearsal *rehearsal, const struct err *err,
                    int exit_status)
{
    json_t *document = json_document("rehearse");
    if (rehearsal->first && rehearsal->second) {
        json_object_set_new(document, "spec", json_from_text(rehearsal->spec_path));
        json_object_set_new(document, "url", json_from_text(rehearsal->url));
        json_object_set_new(
            document, "standing",
            json_pack("{s:I, s:I, s:I, s:I}", "label", (json_int_t)rehearsal->labels, "milestone",
                      (json_int_t)rehearsal->milestones, "issue", (json_int_t)rehearsal->issues,
                      "relation", (json_int_t)rehearsal->links));
        json_object_set_new(document, "first", run_json(rehearsal->first));
        json_object_set_new(document, "second", run_json(rehearsal->second));
    }
    json_add_error(document, err, exit_status);
    return json_text(arena, document);
}
