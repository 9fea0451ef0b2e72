#include <curl/curl.h>
#include <stdlib.h>

#include "base/clock.h"
#include "http/wire.h"

/* Answers that wait to be taken in have slots too. */
#define SLOTS (4 * HTTP_IN_FLIGHT)

struct slot {
    struct transfer transfer;
    struct http_response response;
    struct arena *arena;
    bool busy, finished;
    enum code sent;
    struct err err; /* of `sent` */
    uint64_t place; /* in the order in which answers came */
};

struct pool {
    struct http *http;
    const struct http_many *many;
    struct slot slots[SLOTS];
    int in_flight, finished;
    uint64_t came;
};

static enum code hand_over(const struct http_many *many, void *tag, enum code sent,
                           struct http_response *response, struct err *err)
{
    enum code code = many->done(many->state, tag, sent, response, err);
    BUG_UNLESS((code == OK) == (err->code == OK));
    return code;
}

static enum code many_by_other(struct http *http, const struct http_many *many, struct err *err)
{
    struct http_request request;
    void *tag;
    while (many->next(many->state, &request, &tag)) {
        if (interrupt_requested())
            return err_set(err, ERR_INTERRUPTED, "interrupted while reading");
        BUG_UNLESS(text_eq(request.method, "GET"));
        struct http_response response cleanup_response;
        http_response_init(&response);
        enum code sent = wire_send_by_other(http, &request, &response, err);
        if (sent == OK && many->early)
            many->early(many->state, tag, &response);
        if (hand_over(many, tag, sent, &response, err) != OK)
            return err->code;
    }
    return OK;
}

static void slot_release(struct pool *pool, struct slot *slot)
{
    transfer_release(&slot->transfer);
    http_response_release(&slot->response);
    arena_free(slot->arena);
    if (slot->finished)
        err_clear(&slot->err);
    if (slot->finished)
        pool->finished--;
    else
        pool->in_flight--;
    slot->busy = slot->finished = false;
}

static void cancel_all(struct pool *pool)
{
    for (int i = 0; i < SLOTS; i++) {
        struct slot *slot = &pool->slots[i];
        if (!slot->busy)
            continue;
        if (!slot->finished)
            (void)curl_multi_remove_handle(pool->http->multi, slot->transfer.easy);
        slot_release(pool, slot);
    }
}

static struct slot *free_slot(struct pool *pool)
{
    for (int i = 0; i < SLOTS; i++)
        if (!pool->slots[i].busy)
            return &pool->slots[i];
    return NULL;
}

static enum code start_one(struct pool *pool, const struct http_request *request, void *tag,
                           struct err *err)
{
    BUG_UNLESS(text_eq(request->method, "GET"));
    struct slot *slot = free_slot(pool);
    BUG_UNLESS(slot);
    slot->busy = true;
    pool->in_flight++;
    slot->arena = arena_new();
    slot->transfer = (struct transfer){0};
    http_response_init(&slot->response);
    const char *host;
    bool plain;
    enum code checked = transfer_check(slot->arena, request, &slot->response, &host, &plain, err);
    if (checked != OK) {
        enum code code = hand_over(pool->many, tag, checked, &slot->response, err);
        slot_release(pool, slot);
        return code;
    }
    transfer_prepare(&slot->transfer, &pool->http->settings, request, &slot->response, host, plain,
                     true);
    slot->transfer.tag = tag;
    if (curl_multi_add_handle(pool->http->multi, slot->transfer.easy) != CURLM_OK)
        BUG("libcurl takes no more transfers");
    return OK;
}

static enum code fill(struct pool *pool, struct err *err)
{
    struct http_request request;
    void *tag;
    while (pool->in_flight < HTTP_IN_FLIGHT && pool->in_flight + pool->finished < SLOTS &&
           pool->many->next(pool->many->state, &request, &tag))
        if (start_one(pool, &request, tag, err) != OK)
            return err->code;
    return OK;
}

/* What has come is put aside; what it leads to may go on its way already. */
static void collect(struct pool *pool)
{
    CURLcode result;
    struct transfer *transfer;
    while ((transfer = wire_finished(pool->http->multi, &result)) != NULL) {
        struct slot *slot = (struct slot *)(void *)transfer; /* its first member */
        slot->finished = true;
        slot->err = (struct err)ERR_INIT;
        slot->sent = transfer_finish(transfer, result, &slot->err);
        slot->place = pool->came++;
        pool->in_flight--;
        pool->finished++;
        if (slot->sent == OK && pool->many->early)
            pool->many->early(pool->many->state, transfer->tag, &slot->response);
    }
}

/* The answer that came first of those put aside. */
static enum code take_one(struct pool *pool, struct err *err)
{
    struct slot *first = NULL;
    for (int i = 0; i < SLOTS; i++)
        if (pool->slots[i].finished && (!first || pool->slots[i].place < first->place))
            first = &pool->slots[i];
    if (!first)
        return OK;
    if (first->sent != OK)
        err_move(err, &first->err);
    enum code code = hand_over(pool->many, first->transfer.tag, first->sent, &first->response, err);
    slot_release(pool, first);
    return code;
}

static enum code run_pool(struct pool *pool, struct err *err)
{
    for (;;) {
        if (fill(pool, err) != OK)
            return err->code;
        if (pool->in_flight + pool->finished == 0)
            return OK;
        bool go_on = wire_step(pool->http->multi);
        collect(pool);
        if (fill(pool, err) != OK)
            return err->code;
        go_on = wire_step(pool->http->multi) && go_on;
        const bool idle = pool->finished == 0;
        if (take_one(pool, err) != OK)
            return err->code;
        if (!go_on)
            return err_set(err, ERR_INTERRUPTED, "interrupted while reading");
        if (idle)
            wire_wait(pool->http->multi);
    }
}

enum code http_get_many(struct http *http, const struct http_many *many, struct err *err)
{
    if (http->send)
        return many_by_other(http, many, err);
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        BUG("out of memory");
    pool->http = http;
    pool->many = many;
    enum code code = run_pool(pool, err);
    cancel_all(pool);
    free(pool);
    return code;
}
