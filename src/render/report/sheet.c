#include "render/report/sheet.h"

#include "base/clean.h"
#include "base/utf8.h"
#include "render/pen.h"

void sheet_section(struct sheet *sheet, const char *anchor, const char *title, const char *lead)
{
    html_addf(sheet->out, "<section aria-labelledby=\"%s\"><h2 id=\"%s\">%s</h2>\n", anchor, anchor,
              title);
    if (lead && *lead)
        html_addf(sheet->out, "<p class=\"lead\">%s</p>\n", lead);
}

void sheet_scroll_begin(struct sheet *sheet, const char *label)
{
    html_addf(sheet->out, "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"%s\">",
              label);
}

void sheet_scroll_end(struct sheet *sheet)
{
    str_add(sheet->out, "</div>\n");
}

void sheet_bar(struct sheet *sheet, double done, double total)
{
    int width = total > 0 ? (int)(done * 100 / total) : 0;
    width = width < 0 ? 0 : width > 100 ? 100 : width;
    html_addf(
        sheet->out,
        "<svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" "
        "aria-hidden=\"true\"><rect class=\"t\" width=\"100\" height=\"6\"/><rect class=\"d\" "
        "width=\"%d\" height=\"6\"/></svg>",
        width);
}

const char *sheet_day(struct sheet *sheet, int32_t day)
{
    char text[24];
    style_day_number(sheet->style, day, text);
    return arena_strdup(sheet->arena, text);
}

const char *sheet_day_long(struct sheet *sheet, int32_t day)
{
    char text[24];
    style_day_long(sheet->style, day, text);
    return arena_strdup(sheet->arena, text);
}

const char *sheet_slack(struct sheet *sheet, const struct status_milestone *milestone,
                        const char *lead)
{
    const int32_t days = milestone->slack_days;
    if (!milestone->slack_known || milestone->complete)
        return "";
    return arena_printf(
        sheet->arena, "%s%s %s", lead,
        text_count(sheet->arena, days < 0 ? -(int64_t)days : days, "working day", NULL),
        days < 0 ? "late" : "of slack");
}

const char *sheet_short(struct sheet *sheet, const char *text, int columns)
{
    return utf8_shorten(sheet->arena, clean_line(sheet->arena, text), columns, false);
}

void sheet_issue_link(struct sheet *sheet, size_t place)
{
    const char *id = sheet->page->plan->issues.items[place].id;
    const int64_t number = sheet->page->issues[place].number;
    if (sheet->page->html_url && number > 0)
        html_addf(sheet->out, "<a class=\"id\" href=\"%s/issues/%lld\">%s</a>",
                  sheet->page->html_url, (long long)number, id);
    else
        html_addf(sheet->out, "<span class=\"id\">%s</span>", id);
}
