#include "render/made_text.h"

#include <jansson.h>

#include "render/json.h"
#include "render/plan_parts.h"

static size_t count_new(const struct made_report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->files.len; i++)
        count += !report->files.items[i].appended;
    return count;
}

void made_text(struct arena *arena, const struct style *style, const struct made_report *report,
               struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    pen_put(&pen, ROLE_GOOD_VERDICT, "Made");
    pen_wrapf(&pen, ROLE_PLAIN, " %s for %s: %s.",
              text_count(arena, (int64_t)count_new(report), "file", NULL), report->issue,
              part_title(report->issue, report->title));
    pen_end(&pen);
    if (style->quiet)
        return;
    pen_blank(&pen);
    for (size_t i = 0; i < report->files.len; i++) {
        const struct made_file *file = &report->files.items[i];
        pen_to(&pen, 2, 0);
        pen_sign(&pen, file->appended ? SIGN_CHANGE : SIGN_CREATE);
        pen.indent = 6;
        pen_put(&pen, ROLE_PLAIN, file->path);
        if (file->appended)
            pen_wrap(&pen, ROLE_DIM, "  one line added");
        pen_end(&pen);
    }
    pen_blank(&pen);
    pen.indent = 2;
    pen_to(&pen, 2, 0);
    if (report->target)
        pen_wrapf(&pen, ROLE_DIM, "%s, free here and in %s", report->tool, report->target);
    else
        pen_wrapf(&pen, ROLE_DIM, "%s, free here; compared with no other branch: %s", report->tool,
                  report->target_unknown);
    pen_end(&pen);
    pen_to(&pen, 2, 0);
    pen_put(&pen, ROLE_PLAIN, "where it stands:  ");
    pen_command(&pen, part_command(&pen, "roadmap trace", report->issue));
    pen_end(&pen);
}

char *json_made(struct arena *arena, const struct made_report *report)
{
    json_t *document = json_document("new");
    json_add_text(document, "issue", report->issue);
    json_add_text(document, "source", report->source);
    json_add_text(document, "folder", report->folder);
    json_add_text(document, "convention", report->tool);
    json_add_text(document, "because", report->because);
    json_add_text(document, "version", report->version);
    json_add_text(document, "target", report->target);
    json_add_text(document, "target_unknown", report->target_unknown);
    json_add_rows(document, "files");
    for (size_t i = 0; i < report->files.len; i++) {
        json_t *row = json_add_row(document, "files");
        json_add_text(row, "path", report->files.items[i].path);
        json_add_bool(row, "appended", report->files.items[i].appended);
    }
    json_add_error(document, NULL, 0);
    return json_text(arena, document);
}
