/* Paging by number, as all lists but that of issues have it. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "sandbox/handlers.h"

#define PER_PAGE_DEFAULT 30
#define PER_PAGE_MAX 100

size_t sb_per_page(const struct sb_request *request)
{
    int64_t sent = sb_parse_number(sb_request_param(request, "per_page"));
    if (sent < 1)
        return PER_PAGE_DEFAULT;
    return sent > PER_PAGE_MAX ? PER_PAGE_MAX : (size_t)sent;
}

static const struct sb_param *replaced(const struct sb_param replace[], size_t count,
                                       const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(replace[i].name, name) == 0)
            return &replace[i];
    return NULL;
}

const char *sb_page_url(const struct sandbox *sandbox, const struct sb_request *request,
                        const struct sb_param replace[], size_t replace_count)
{
    struct str url cleanup_str;
    str_init(&url, 0);
    const char *rest = strchr(request->canonical + strlen("/repos/"), '/');
    rest = rest ? strchr(rest + 1, '/') : NULL;
    str_addf(&url, "%s/repositories/%lld%s", sandbox->url, (long long)sandbox->world.repository_id,
             rest ? rest : "");
    char joint = '?';
    for (size_t i = 0; i < request->params.len; i++) {
        const struct sb_param *param = &request->params.items[i];
        if (replaced(replace, replace_count, param->name))
            continue;
        str_addf(&url, "%c%s=%s", joint, sb_encode(request->arena, param->name),
                 sb_encode(request->arena, param->value));
        joint = '&';
    }
    for (size_t i = 0; i < replace_count; i++) {
        if (!replace[i].value)
            continue;
        str_addf(&url, "%c%s=%s", joint, replace[i].name,
                 sb_encode(request->arena, replace[i].value));
        joint = '&';
    }
    return str_dup(&url, request->arena);
}

static void add_rel(const struct sandbox *sandbox, const struct sb_request *request,
                    struct str *link, size_t page, const char *rel)
{
    char number[24];
    (void)snprintf(number, sizeof number, "%zu", page);
    const struct sb_param replace[] = {{"page", number}};
    str_addf(link, "%s<%s>; rel=\"%s\"", link->len ? ", " : "",
             sb_page_url(sandbox, request, replace, 1), rel);
}

void sb_page(struct sandbox *sandbox, const struct sb_request *request, struct sb_reply *reply,
             size_t total, size_t *first, size_t *count)
{
    size_t per_page = sb_per_page(request);
    int64_t sent = sb_parse_number(sb_request_param(request, "page"));
    size_t page = sent < 1 ? 1 : (size_t)sent;
    size_t last = total ? (total + per_page - 1) / per_page : 1;
    *first = page > last ? total : (page - 1) * per_page;
    *count = total - *first < per_page ? total - *first : per_page;
    struct str link cleanup_str;
    str_init(&link, 0);
    if (page > 1)
        add_rel(sandbox, request, &link, page - 1 < last ? page - 1 : last, "prev");
    if (page < last) {
        add_rel(sandbox, request, &link, page + 1, "next");
        add_rel(sandbox, request, &link, last, "last");
    }
    if (page > 1)
        add_rel(sandbox, request, &link, 1, "first");
    if (link.len)
        sb_reply_header(reply, "Link", link.p);
}
