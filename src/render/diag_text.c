#include "render/diag_text.h"

#include "base/clean.h"
#include "render/excerpt.h"
#include "render/pen.h"

#define ANNOTATIONS_EACH 10 /* GitHub shows no more errors and no more warnings of one step */

static const char *severity_word(enum severity severity)
{
    return severity == SEVERITY_ERROR ? "error" : "warning";
}

static enum role severity_role(enum severity severity)
{
    return severity == SEVERITY_ERROR ? ROLE_BAD_VERDICT : ROLE_CARE_VERDICT;
}

static void put_diag(struct pen *pen, const struct diag *diag)
{
    pen->indent = 2;
    pen_putf(pen, severity_role(diag->severity), "%s[%s]", severity_word(diag->severity),
             diag->code);
    pen_wrapf(pen, ROLE_STRONG, ": %s", diag->message);
    pen_end(pen);
    int width = 1;
    if (diag->pos.source) {
        const struct pos *pos = &diag->pos;
        const struct excerpt excerpt = {pos->source->path,
                                        pos->line,
                                        pos->col,
                                        pos->width,
                                        pos_line_text(pen->arena, *pos),
                                        diag->severity == SEVERITY_ERROR ? ROLE_BAD : ROLE_CARE};
        width = excerpt_put(pen, &excerpt);
    }
    if (diag->help) {
        pen_to(pen, width + 1, 0);
        pen_put(pen, ROLE_LINK, "=");
        pen_put(pen, ROLE_GOOD, " help: ");
        pen->indent = pen->column;
        pen_wrap(pen, ROLE_PLAIN, diag->help);
        pen_end(pen);
    }
    pen->indent = 0;
    pen_blank(pen);
}

void diag_text(struct arena *arena, const struct style *style, const struct diags *diags,
               struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    size_t shown =
        style->verbose == 0 && diags->len > DIAG_TEXT_SHOWN ? DIAG_TEXT_SHOWN : diags->len;
    for (size_t i = 0; i < shown; i++)
        put_diag(&pen, &diags->items[i]);
    size_t all = diags->errors + diags->warnings;
    if (all <= shown)
        return;
    pen_wrapf(&pen, ROLE_PLAIN, "and %zu more%s", all - shown,
              style->verbose == 0 ? "; -v shows them" : "");
    pen_end(&pen);
}

static const char *counted(struct arena *arena, const struct diags *diags)
{
    const char *errors = text_count(arena, (int64_t)diags->errors, "error", NULL);
    const char *warnings = text_count(arena, (int64_t)diags->warnings, "warning", NULL);
    if (diags->errors > 0 && diags->warnings > 0)
        return arena_printf(arena, "%s, %s", errors, warnings);
    return diags->errors > 0 ? errors : warnings;
}

static void put_valid(struct pen *pen, const struct plan *plan, const struct diags *diags)
{
    struct arena *arena = pen->arena;
    pen_put(pen, ROLE_GOOD_VERDICT, "Valid");
    pen_wrapf(pen, ROLE_PLAIN, ": %s, %s and %s in %s",
              text_count(arena, (int64_t)plan->milestones.len, "milestone", NULL),
              text_count(arena, (int64_t)plan->issues.len, "issue", NULL),
              text_count(arena, (int64_t)plan->labels.len, "label", NULL), plan->path);
    if (plan->sources.len > 1)
        pen_wrapf(pen, ROLE_PLAIN, " and %s",
                  text_count(arena, (int64_t)plan->sources.len - 1, "included file", NULL));
    if (diags->warnings > 0)
        pen_wrapf(pen, ROLE_CARE, "; %s", counted(arena, diags));
    pen_wrap(pen, ROLE_PLAIN, ".");
    pen_end(pen);
}

void diag_text_validate(struct arena *arena, const struct style *style, const struct plan *plan,
                        const struct diags *diags, struct str *out)
{
    struct pen pen;
    pen_init(&pen, arena, style, out);
    if (plan && diags->errors == 0) {
        put_valid(&pen, plan, diags);
    } else {
        pen_put(&pen, ROLE_BAD_VERDICT, "Invalid");
        pen_wrapf(&pen, ROLE_PLAIN, ": %s.", counted(arena, diags));
        pen_end(&pen);
    }
    if (style->quiet || diags->len == 0)
        return;
    pen_blank(&pen);
    diag_text(arena, style, diags, out);
    const char *code = diags->items[0].code;
    pen_blank(&pen);
    pen_put(&pen, ROLE_PLAIN, "more: ");
    pen_command(&pen, arena_printf(arena, "roadmap explain %s", code));
    pen_end(&pen);
}

static void put_annotation(struct arena *arena, const struct diag *diag, struct str *out)
{
    str_addf(out, "::%s ", severity_word(diag->severity));
    if (diag->pos.source) {
        str_add(out, "file=");
        annotation_escape(out, clean_line(arena, diag->pos.source->path), true);
        str_addf(out, ",line=%u,col=%u,", diag->pos.line, diag->pos.col);
    }
    str_addf(out, "title=%s::", diag->code);
    annotation_escape(out, clean_line(arena, diag->message), false);
    if (diag->help) {
        str_add(out, "%0Ahelp: ");
        annotation_escape(out, clean_line(arena, diag->help), false);
    }
    str_addc(out, '\n');
}

void diag_annotations(struct arena *arena, const struct diags *diags, struct str *out)
{
    size_t shown[2] = {0, 0};
    for (int severity = SEVERITY_ERROR; severity <= SEVERITY_WARNING; severity++)
        for (size_t i = 0; i < diags->len; i++) {
            const struct diag *diag = &diags->items[i];
            if ((int)diag->severity != severity || shown[severity] == ANNOTATIONS_EACH)
                continue;
            shown[severity]++;
            put_annotation(arena, diag, out);
        }
    size_t hidden = diags->errors + diags->warnings - shown[0] - shown[1];
    if (hidden > 0)
        str_addf(out, "%zu more are not shown as annotations: roadmap validate -v\n", hidden);
}
