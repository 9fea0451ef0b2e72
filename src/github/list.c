#include "github/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "github/link.h"
#include "http/url.h"
#include "model/limits.h"

enum { UP, DOWN };

struct page {
    struct list *list;
    const char *url; /* as asked for, before redirects */
    int chain;
    bool numbered, last; /* one of several pages asked for by number */
    bool reread;
    bool followed; /* what comes behind it was asked for before it was read */
};

/* Pages whose numbers lie between two chains at least this far apart are not the last ones. */
#define FAR_APART (4 * GITHUB_PER_PAGE)

static enum code on_page(struct fetch *fetch, struct fetch_job *job,
                         const struct fetch_answer *answer, struct err *err);

static void on_page_early(struct fetch *fetch, struct fetch_job *job, const char *header);

static const struct gh_validator *find_validator(const struct list *list, const char *url)
{
    if (!list->validators)
        return NULL;
    for (size_t i = 0; i < list->validators->items.len; i++)
        if (text_eq(list->validators->items.items[i].url, url))
            return &list->validators->items.items[i];
    return NULL;
}

static bool has_cursor(struct fetch *fetch, const char *query)
{
    return http_query_get(fetch->scratch, query, "after") ||
           http_query_get(fetch->scratch, query, "before") ||
           http_query_get(fetch->scratch, query, "cursor");
}

static struct page *ask(struct list *list, struct fetch *fetch, const char *url, int chain)
{
    const struct gh_validator *validator = find_validator(list, url);
    struct page *page = ARENA_NEW(fetch->scratch, struct page);
    *page = (struct page){.list = list, .url = url, .chain = chain};
    struct fetch_job *job = fetch_job(fetch, url, list->tried, on_page, page);
    job->etag = validator ? validator->etag : NULL;
    job->on_early = on_page_early;
    job->absent_ok = list->absent_ok;
    job->verify = list->verify;
    /* With page numbers the size must stay what it is, or the numbers mean other pages. */
    const char *query = strchr(url, '?');
    job->may_halve = query && (has_cursor(fetch, query + 1) ||
                               !http_query_get(fetch->scratch, query + 1, "page"));
    list->pages++;
    map_put(list->asked, url, page);
    fetch_add(fetch, job);
    return page;
}

/* A page that the server names: on its own host, not one that was read already, and not without
 * end. */
static enum code check_next(struct list *list, struct fetch *fetch, const char *url, int64_t more,
                            struct err *err)
{
    if (!gh_is_own_url(fetch->gh, url)) {
        (void)err_set(err, ERR_FAILED, "the list goes on at another address than the API's own");
        return err_hint(err, "nothing was sent there; check --api-url");
    }
    if (map_has(list->asked, url))
        return err_set(err, ERR_FAILED, "the list goes round in a circle");
    if (list->pages + more > LIMIT_PAGES)
        return err_set(err, ERR_CEILING, "the list has more than %d pages", LIMIT_PAGES);
    return OK;
}

static int64_t page_number(struct fetch *fetch, const char *url)
{
    const char *query = url ? strchr(url, '?') : NULL;
    const char *text = query ? http_query_get(fetch->scratch, query + 1, "page") : NULL;
    if (!text || has_cursor(fetch, query + 1) || strlen(text) > 9 ||
        text[strspn(text, "0123456789")] != '\0')
        return 0;
    return strtoll(text, NULL, 10);
}

/* The server counts pages itself and says which is the last: all of them at once. */
static void ask_numbered(struct list *list, struct fetch *fetch, const char *next, int64_t from,
                         int64_t to)
{
    for (int64_t number = from; number <= to; number++) {
        const char *text = arena_printf(fetch->scratch, "%lld", (long long)number);
        const char *url = http_query_set(fetch->scratch, next, "page", text);
        struct page *page = ask(list, fetch, url, UP);
        page->numbered = true;
        page->last = number == to;
    }
}

/* Sends the two chains on their way. With what is left between them fitting one page, only one of
 * them goes: at most one page more than needed is read. */
static void pump(struct list *list, struct fetch *fetch)
{
    for (int i = UP; i <= DOWN && !list->met; i++) {
        struct list_chain *chain = &list->chains[i], *other = &list->chains[1 - i];
        if (chain->in_flight || !chain->next)
            continue;
        bool both_known = list->chains[UP].edge > 0 && list->chains[DOWN].edge > 0;
        int64_t gap = list->chains[DOWN].edge - list->chains[UP].edge - 1;
        if (other->in_flight && both_known && gap <= GITHUB_PER_PAGE)
            continue;
        chain->in_flight = true;
        (void)ask(list, fetch, chain->next, i);
        chain->next = NULL;
    }
}

static enum code follow(struct list *list, struct fetch *fetch, const struct page *page,
                        const char *next, const char *last, struct err *err)
{
    struct list_chain *chain = &list->chains[page->chain];
    if (page->followed) {
        chain->unread--;
        return OK;
    }
    chain->in_flight = false;
    if (list->enough || list->met || (page->numbered && !page->last))
        return OK;
    if (!next) { /* this way everything has been seen */
        list->met = true;
        return OK;
    }
    int64_t from = list->serial ? 0 : page_number(fetch, next), to = page_number(fetch, last);
    int64_t more = from > 0 && to >= from ? to - from + 1 : 1;
    if (check_next(list, fetch, next, more, err) != OK)
        return err->code;
    if (from > 0 && to >= from) {
        list->two_chains = false;
        ask_numbered(list, fetch, next, from, to);
        return OK;
    }
    if (!list->two_chains) {
        (void)ask(list, fetch, next, page->chain);
        return OK;
    }
    chain->next = next;
    if (page->chain == UP && !list->chains[DOWN].in_flight && list->chains[DOWN].edge == 0) {
        const char *down = http_query_set(fetch->scratch, list->first_url, "direction", "desc");
        if (!map_has(list->asked, down))
            list->chains[DOWN].next = down;
    }
    pump(list, fetch);
    return OK;
}

/* Whether one more page is wanted whatever stands in this one. */
static bool goes_on(const struct list *list, const struct page *page)
{
    const int64_t up = list->chains[UP].edge, down = list->chains[DOWN].edge;
    if (list->enough || list->met || list->serial || page->reread || page->numbered)
        return false;
    if (list->two_chains && page->chain == UP && up == 0)
        return true;
    /* What is still to be read takes as much off the distance. */
    const int64_t unread = list->chains[UP].unread + list->chains[DOWN].unread;
    return !list->two_chains ||
           (up > 0 && down > 0 && down - up > FAR_APART + unread * GITHUB_PER_PAGE);
}

/* Errors in the header are told when the page is read. */
static void on_page_early(struct fetch *fetch, struct fetch_job *job, const char *header)
{
    struct page *page = job->state;
    struct err ignored cleanup_err = ERR_INIT;
    struct link link;
    if (!goes_on(page->list, page) || link_parse(fetch->scratch, header, &link, &ignored) != OK ||
        !link.next)
        return;
    if (follow(page->list, fetch, page, link.next, link.last, &ignored) != OK)
        return;
    page->followed = true;
    page->list->chains[page->chain].unread++;
}

static void keep_validator(struct list *list, const struct page *page, const char *etag,
                           const char *next)
{
    /* One that could not be sent back would end every later run. */
    if (!list->kept || text_empty(etag) || !http_header_value_ok(etag))
        return;
    struct gh_validator kept = {arena_strdup(list->arena, page->url),
                                arena_strdup(list->arena, etag), arena_strdup(list->arena, next)};
    VEC_PUSH(list->arena, &list->kept->items, kept);
}

/* Notes which numbers a chain has brought, and whether the other brought one of them too. */
static void note_number(struct list *list, struct fetch *fetch, int chain, const json_t *element)
{
    int64_t number = (int64_t)json_integer_value(json_object_get(element, "number"));
    const char *key = arena_printf(fetch->scratch, "%lld", (long long)number);
    map_put(list->chains[chain].numbers, key, list);
    list->chains[chain].edge = number;
    if (map_has(list->chains[1 - chain].numbers, key))
        list->met = true;
}

static enum code take_elements(struct list *list, struct fetch *fetch, const struct page *page,
                               const json_t *array, struct err *err)
{
    size_t i;
    json_t *element;
    if (!json_is_array(array))
        return err_set(err, ERR_FAILED, "the answer is not a list");
    json_array_foreach(array, i, element)
    {
        if (!json_is_object(element))
            return err_set(err, ERR_FAILED, "the list has something in it that is no object");
        if (list->two_chains && !page->reread)
            note_number(list, fetch, page->chain, element);
        if (list->on_element(list, element, err) != OK)
            return err->code;
    }
    return OK;
}

static enum code on_page(struct fetch *fetch, struct fetch_job *job,
                         const struct fetch_answer *answer, struct err *err)
{
    struct page *page = job->state;
    struct list *list = page->list;
    if (answer->class != GH_OK && answer->class != GH_NOT_MODIFIED) {
        list->absent = true;
        return OK;
    }
    struct link link;
    if (link_parse(fetch->scratch, answer->link, &link, err) != OK)
        return err->code;
    if (answer->class == GH_OK) {
        list->any_modified = true;
        if (take_elements(list, fetch, page, answer->json, err) != OK)
            return err->code;
        if (!job->halved)
            keep_validator(list, page, answer->etag, link.next);
    } else {
        /* 304 may come without Link; then the page goes on where it went on the last time. */
        const struct gh_validator *validator = find_validator(list, page->url);
        BUG_UNLESS(validator);
        const char *next = link.next ? link.next : validator->next;
        VEC_PUSH(fetch->scratch, &list->unmodified, page->url);
        keep_validator(list, page, validator->etag, next);
        link.next = next;
    }
    return page->reread ? OK : follow(list, fetch, page, link.next, link.last, err);
}

void list_start(struct list *list, struct fetch *fetch)
{
    list->arena = fetch->arena;
    list->asked = map_new(fetch->scratch);
    for (int i = UP; i <= DOWN; i++)
        list->chains[i].numbers = map_new(fetch->scratch);
    list->chains[UP].in_flight = true;
    (void)ask(list, fetch, list->first_url, UP);
}

bool list_reread(struct list *list, struct fetch *fetch)
{
    if (!list->any_modified || list->unmodified.len == 0)
        return false;
    list->validators = NULL;
    for (size_t i = 0; i < list->unmodified.len; i++) {
        struct page *page = ask(list, fetch, list->unmodified.items[i], UP);
        page->reread = true;
    }
    list->unmodified.len = 0;
    return true;
}

bool list_unchanged(const struct list *list)
{
    return !list->any_modified && list->unmodified.len > 0;
}
