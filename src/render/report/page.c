#include "render/report/page.h"

#include "base/embed.h"
#include "base/hash.h"
#include "render/report/sheet.h"
#include "render/status_text.h"

#define STYLE_SHEET "templates/report.css"

static int nibble(char digit)
{
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

/* The hash of the style sheet as a content security policy wants it: base64 of the digest. */
static const char *policy_hash(struct arena *arena, const struct embedded_file *css)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char hex[65];
    sha256_hex(css->bytes, css->len, hex);
    char *out = arena_text(arena, 44);
    size_t len = 0;
    for (int i = 0; i < 33; i += 3) {
        int group = 0;
        for (int k = 0; k < 3; k++)
            group = group << 8 |
                    (i + k < 32 ? nibble(hex[2 * (i + k)]) << 4 | nibble(hex[2 * (i + k) + 1]) : 0);
        for (int k = 0; k < 4; k++)
            out[len++] = letters[group >> (18 - 6 * k) & 63];
    }
    out[43] = '='; /* 32 bytes leave one letter of the last four empty */
    return out;
}

const char *page_verdict(struct arena *arena, const struct style *style, const struct page *page)
{
    struct style plain = *style;
    plain.quiet = true;
    plain.color = false;
    plain.ascii = false;
    plain.columns = 100000;
    cleanup_str struct str text;
    str_init(&text, 0);
    status_text(arena, &plain, &page->status, &text);
    while (text.len > 0 && text.p[text.len - 1] == '\n')
        str_truncate(&text, text.len - 1);
    return str_dup(&text, arena);
}

static const char *name_of(const struct page *page)
{
    return page->repository ? page->repository : page->plan->path;
}

static void add_head(struct sheet *sheet)
{
    const struct embedded_file *css = embed_find(STYLE_SHEET);
    BUG_UNLESS(css);
    html_addf(sheet->out,
              "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
              "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
              "style-src 'sha256-%s'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
              "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
              "<meta name=\"color-scheme\" content=\"light dark\">\n"
              "<meta name=\"referrer\" content=\"no-referrer\">\n"
              "<meta name=\"generator\" content=\"roadmap %s\">\n"
              "<link rel=\"icon\" href=\"data:,\">\n<title>%s: roadmap</title>\n<style>",
              policy_hash(sheet->arena, css), sheet->page->version, name_of(sheet->page));
    str_addn(sheet->out, css->bytes, css->len);
    str_add(sheet->out, "</style></head>\n<body><div class=\"page\">\n");
}

static void add_foot(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    char when[21];
    instant_format(page->now_ms, when);
    html_addf(sheet->out, "<footer><p>Made by roadmap %s at %s from <code>%s</code>", page->version,
              when, page->plan->path);
    if (page->commit)
        html_addf(sheet->out, ", commit <code>%s</code>",
                  arena_strndup(sheet->arena, page->commit, 10));
    str_add(sheet->out, ". ");
    if (page->status.read_at_ms > 0) {
        instant_format(page->status.read_at_ms, when);
        html_addf(sheet->out, "GitHub was last read at %s. ", when);
    } else {
        str_add(sheet->out, "GitHub was never read. ");
    }
    str_add(sheet->out, "This file asks for nothing from the network and runs no script.</p>"
                        "</footer>\n</div></body></html>\n");
}

void page_html(struct arena *arena, const struct style *style, const struct page *page,
               struct str *out)
{
    struct sheet sheet = {.arena = arena, .style = style, .page = page, .out = out};
    add_head(&sheet);
    sheet_first(&sheet);
    str_add(out, "<main>\n");
    sheet_milestones(&sheet);
    sheet_burnup(&sheet);
    sheet_schedule(&sheet);
    sheet_network(&sheet);
    sheet_gates(&sheet);
    sheet_entities(&sheet);
    sheet_gaps(&sheet);
    sheet_issues(&sheet);
    str_add(out, "</main>\n");
    add_foot(&sheet);
}
