/* Faults strike: before, around and after the handling of a request. */
#include <stdlib.h>
#include <string.h>

#include "sandbox/fault.h"

void sb_fault_edit(struct sandbox *sandbox, const struct sb_request *request, const char *text)
{
    const char *mark = strstr(text, "$n");
    const char *number = "";
    for (size_t i = 0; !*number && i < request->segments.len; i++)
        if (i > 1 && sb_parse_number(request->segments.items[i]) > 0)
            number = request->segments.items[i];
    if (mark)
        text = arena_printf(request->arena, "%.*s%s%s", (int)(mark - text), text, number, mark + 2);
    struct err err cleanup_err = ERR_INIT;
    if (sb_edit(sandbox, text, &err) != OK)
        BUG(err.message);
}

/* Kept whole: the write takes place when its time has come. */
static void commit_late(struct sandbox *sandbox, const struct sb_request *request, int64_t after_ms)
{
    struct sb_late *late = ARENA_NEW(sandbox->arena, struct sb_late);
    struct arena *arena = sandbox->arena;
    late->due_ms = request->now_ms + after_ms;
    late->request = (struct sb_request){
        .method = arena_strdup(arena, request->method),
        .target = arena_strdup(arena, request->target),
        .authorization = arena_strdup(arena, request->authorization),
        .content_type = arena_strdup(arena, request->content_type),
        .version = arena_strdup(arena, request->version),
        .body = arena_strndup(arena, request->body, request->body_len),
        .body_len = request->body_len,
    };
    VEC_PUSH(arena, &sandbox->late, late);
}

static void shift_page(struct sandbox *sandbox, const struct sb_request *request)
{
    struct sb_world *world = &sandbox->world;
    struct sb_issue *issue =
        sb_world_add_issue(world, "Something else", "Found on the way.",
                           sb_world_user(world, "hubot"), false, request->now_ms);
    issue->visible_ms = 0;
    sb_world_note(world, request->now_ms, issue->number, "opened", issue->title, "hubot");
}

/* False: this fault ended the request. */
static bool strike_before(struct sandbox *sandbox, struct sb_request *request,
                          const struct sb_fault *fault, struct sb_reply *reply)
{
    switch (fault->kind) {
    case SB_FAULT_RESET_BEFORE:
        reply->cut = SB_CUT_RESET;
        return false;
    case SB_FAULT_STALL_BEFORE:
        reply->stall_ms = fault->number;
        reply->cut = SB_CUT_CLOSE;
        return false;
    case SB_FAULT_LATE_COMMIT:
        commit_late(sandbox, request, fault->number);
        reply->cut = SB_CUT_RESET;
        return false;
    case SB_FAULT_DROP_FIELDS:
        request->drop_fields = true;
        return true;
    case SB_FAULT_ECHO_OLD:
        request->echo_old = true;
        return true;
    case SB_FAULT_LIST_LAG:
        /* Makers read it; sb_fault_after puts the standing lag back. */
        sandbox->world.list_lag_ms = fault->number;
        return true;
    case SB_FAULT_PAGE_SHIFT:
        shift_page(sandbox, request);
        return true;
    case SB_FAULT_PERSON_EDIT:
        sb_fault_edit(sandbox, request, fault->param);
        return true;
    default:
        return true;
    }
}

bool sb_fault_before(struct sandbox *sandbox, struct sb_request *request,
                     const struct sb_strikes *strikes, struct sb_reply *reply)
{
    for (size_t i = 0; i < strikes->len; i++) {
        const struct sb_fault *fault = strikes->items[i];
        reply->fault = fault->name;
        if (!strike_before(sandbox, request, fault, reply)) {
            reply->faulty = true;
            return true;
        }
        if (fault->kind < SB_FAULT_LATE_COMMIT) {
            sb_fault_refusal(sandbox, request, fault, reply);
            reply->faulty = true;
            return true;
        }
    }
    return false;
}

static void replace_link(struct sb_reply *reply, const char *value)
{
    size_t kept = 0;
    for (size_t i = 0; i < reply->headers.len; i++)
        if (strcmp(reply->headers.items[i].name, "Link") != 0)
            reply->headers.items[kept++] = reply->headers.items[i];
    reply->headers.len = kept;
    sb_reply_header(reply, "Link", value);
}

/* Text that would move the cursor, colour the rest and turn the line round on a terminal. */
static void poison(json_t *json)
{
    size_t index = 0;
    json_t *element = NULL;
    json_array_foreach(json, index, element) poison(element);
    json_t *title = json_object_get(json, "title");
    if (!json_is_string(title))
        return;
    char *text = NULL;
    if (asprintf(&text, "%s\x1b[2J\x1b]0;pwned\x07\xe2\x80\xae\r", json_string_value(title)) < 0)
        BUG("out of memory");
    json_object_set_new(json, "title", json_string(text));
    free(text);
}

static void spoil_link(struct sandbox *sandbox, struct sb_request *request,
                       const struct sb_fault *fault, struct sb_reply *reply)
{
    if (fault->kind == SB_FAULT_LINK_LOOP)
        replace_link(reply, arena_printf(request->arena, "<%s%s>; rel=\"next\"", sandbox->url,
                                         request->target));
    else if (fault->kind == SB_FAULT_LINK_FOREIGN)
        replace_link(reply, arena_printf(request->arena, "<http://127.0.0.1:9%s>; rel=\"next\"",
                                         request->target));
    else
        replace_link(reply, "<; rel=next, ,;;>\"rel=\"next");
}

static void spoil_text(const struct sb_fault *fault, struct sb_reply *reply)
{
    int status = reply->status;
    const char *json_type = reply->content_type;
    switch (fault->kind) {
    case SB_FAULT_STATUS_AFTER:
        sb_reply_text(reply, (int)fault->number, "text/html; charset=utf-8",
                      "<html><body><h1>Unicorn</h1></body></html>\n");
        break;
    case SB_FAULT_INVALID_JSON:
        sb_reply_text(reply, status, json_type, "[{\"number\": 1, \"title\": \"cut\" ");
        break;
    case SB_FAULT_NOT_A_LIST:
        sb_reply_text(reply, status, json_type, "{\"message\":\"not a list\"}");
        break;
    case SB_FAULT_HTML:
        sb_reply_text(reply, status, "text/html; charset=utf-8",
                      "<!DOCTYPE html><html><body>Welcome to the network</body></html>\n");
        break;
    case SB_FAULT_EMPTY:
        sb_reply_text(reply, status, json_type, "");
        break;
    default:
        sb_reply_text(reply, status, json_type, "null");
        break;
    }
}

static void strike_after(struct sandbox *sandbox, struct sb_request *request,
                         const struct sb_fault *fault, struct sb_reply *reply)
{
    reply->faulty = true;
    switch (fault->kind) {
    case SB_FAULT_RESET_AFTER:
        reply->cut = SB_CUT_RESET;
        break;
    case SB_FAULT_CUTOFF:
        reply->cut = SB_CUT_HALF;
        break;
    case SB_FAULT_HUGE_BODY:
        reply->cut = SB_CUT_ENDLESS;
        break;
    case SB_FAULT_STALL:
        reply->stall_ms = fault->number;
        reply->faulty = false;
        break;
    case SB_FAULT_LINK_LOOP:
    case SB_FAULT_LINK_FOREIGN:
    case SB_FAULT_LINK_GARBAGE:
        spoil_link(sandbox, request, fault, reply);
        break;
    case SB_FAULT_CONTROL_CHARACTERS:
        poison(reply->json);
        break;
    case SB_FAULT_PERSON_EDIT_AFTER:
        sb_fault_edit(sandbox, request, fault->param);
        reply->faulty = false;
        break;
    default:
        spoil_text(fault, reply);
        break;
    }
}

void sb_fault_after(struct sandbox *sandbox, struct sb_request *request,
                    const struct sb_strikes *strikes, struct sb_reply *reply)
{
    sandbox->world.list_lag_ms = sandbox->options.list_lag_ms;
    for (size_t i = 0; i < strikes->len; i++)
        if (strikes->items[i]->kind >= SB_FAULT_RESET_AFTER)
            strike_after(sandbox, request, strikes->items[i], reply);
}
