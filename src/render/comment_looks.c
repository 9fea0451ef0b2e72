/* What needs a look: less proof first, then failures, then lateness. */
#include "render/comment_parts.h"
#include "render/markdown_text.h"
#include "render/pen.h"

struct looks {
    struct comment_writer *writer;
    size_t shown, left_out;
};

static bool begin_look(struct looks *looks)
{
    struct comment_writer *writer = looks->writer;
    if (looks->shown == writer->text->limits.looks || !comment_has_room(writer)) {
        looks->left_out++;
        return false;
    }
    if (looks->shown++ == 0)
        str_add(writer->out, "Needs a look:\n");
    str_add(writer->out, "- ");
    return true;
}

/* A commit from outside is checked where it is read. */
static void put_place(struct comment_writer *writer, const char *path, uint32_t line, bool before)
{
    const struct comment_place *place = writer->text->place;
    const char *commit = before ? writer->facts->base : writer->facts->head;
    if (!path)
        return;
    str_add(writer->out, " (");
    if (place->repository_url && commit)
        str_addc(writer->out, '[');
    comment_put(writer, path, CELL_POINTS);
    if (line > 0)
        str_addf(writer->out, ":%u", line);
    if (place->repository_url && commit) {
        str_addf(writer->out, "](%s/blob/%s/", place->repository_url, commit);
        md_path(writer->out, path);
        if (line > 0)
            str_addf(writer->out, "#L%u", line);
        str_addc(writer->out, ')');
    }
    str_addc(writer->out, ')');
}

static const char *failing_words(enum failing failing)
{
    switch (failing) {
    case FAILING_REGRESSED:
        return "it passed before";
    case FAILING_NEW:
        return "new here";
    case FAILING_PROMISE:
        return "its issue is closed";
    case FAILING_ERROR:
        return "nobody could ask";
    case FAILING_NOT_YET:
    case FAILING_NOT:
        break;
    }
    return "";
}

void comment_put_check_name(struct comment_writer *writer, const struct comment_check *check)
{
    if (check->issue) {
        comment_put(writer, check->issue, TITLE_POINTS);
        str_add(writer->out, ", ");
    }
    md_code(writer->out, writer->arena, check->name);
}

/* The whole of it stands in the job summary alone. */
static void put_lines(struct comment_writer *writer, const struct comment_check *check)
{
    for (uint32_t i = 0; !writer->text->marker && i < check->lines.len; i++) {
        if (!comment_has_room(writer)) {
            str_addf(writer->out, "  - and %u more\n", check->lines.len - i);
            return;
        }
        str_add(writer->out, "  - ");
        comment_put(writer, check->lines.items[i], MESSAGE_POINTS);
        str_addc(writer->out, '\n');
    }
}

void comment_put_looks(struct comment_writer *writer)
{
    struct looks looks = {.writer = writer};
    const struct comment_facts *facts = writer->facts;
    for (size_t i = 0; i < facts->weakened.items.len; i++) {
        const struct weakened *at = &facts->weakened.items.items[i];
        if (!begin_look(&looks))
            continue;
        str_add(writer->out, "less proof: ");
        comment_put(writer, at->message, MESSAGE_POINTS);
        put_place(writer, at->path, at->line, at->before);
        str_addc(writer->out, '\n');
    }
    for (size_t i = 0; i < facts->checks.len; i++) {
        const struct comment_check *check = &facts->checks.items[i];
        if (check->failing >= FAILING_NOT_YET || !begin_look(&looks))
            continue;
        comment_put_check_name(writer, check);
        str_addf(writer->out, " fails, %s: ", failing_words(check->failing));
        comment_put(writer, check->message ? check->message : "it does not hold", MESSAGE_POINTS);
        put_place(writer, check->path, check->line, false);
        str_addc(writer->out, '\n');
        put_lines(writer, check);
    }
    for (size_t i = 0; i < facts->diff->milestones.len; i++) {
        const struct plan_milestone_totals *at = &facts->diff->milestones.items[i];
        /* What was late before is not this change's doing. */
        if (!plan_totals_differ(at) || !comment_has_slack(&at->after) ||
            at->after.slack_days >= 0 || !begin_look(&looks))
            continue;
        comment_put(writer, at->id, TITLE_POINTS);
        str_addf(writer->out, " is expected %s after its due date\n",
                 text_count(writer->arena, -(int64_t)at->after.slack_days, "working day", NULL));
    }
    if (looks.left_out > 0)
        str_addf(writer->out, "- and %zu more\n", looks.left_out);
    if (looks.shown > 0)
        str_addc(writer->out, '\n');
}
