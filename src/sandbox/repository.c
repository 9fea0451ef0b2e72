/* The repository itself, the account, the quota, versions, issue types. */
#include "sandbox/handlers.h"

void sb_repository_get(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_view view = sb_view_of(sandbox, request);
    reply->last_modified_ms = sandbox->world.changed_ms;
    sb_reply_json(reply, 200, sb_view_repository(&view, true));
}

void sb_user_get(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_view view = sb_view_of(sandbox, request);
    if (sandbox->options.app_token) {
        sb_fail(reply, 403, "Resource not accessible by integration");
        return;
    }
    reply->last_modified_ms = sandbox->world.created_ms;
    sb_reply_json(reply, 200, sb_view_account(&view, sandbox->world.actor));
}

void sb_rate_limit_get(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    int64_t limit = 0, reset_s = 0;
    int64_t remaining = sb_limits_remaining(sandbox, &limit, &reset_s);
    json_t *core = json_pack("{s:I, s:I, s:I, s:I}", "limit", (json_int_t)limit, "used",
                             (json_int_t)(limit - remaining), "remaining", (json_int_t)remaining,
                             "reset", (json_int_t)reset_s);
    json_t *search = json_pack("{s:i, s:i, s:i, s:I}", "limit", 30, "used", 0, "remaining", 30,
                               "reset", (json_int_t)reset_s);
    json_t *body = json_pack("{s:{s:O, s:o}}", "resources", "core", core, "search", search);
    struct sb_view view = sb_view_of(sandbox, request);
    if (!view.new_version)
        json_object_set(body, "rate", core);
    json_decref(core);
    sb_reply_json(reply, 200, body);
    reply->no_etag = true;
}

void sb_versions_get(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    (void)request;
    json_t *versions = json_pack("[s]", SB_OLD_VERSION);
    if (!sandbox->options.only_old_version)
        json_array_append_new(versions, json_string(SB_NEW_VERSION));
    sb_reply_json(reply, 200, versions);
}

void sb_types_list(struct sandbox *sandbox, struct sb_request *request, struct sb_reply *reply)
{
    struct sb_view view = sb_view_of(sandbox, request);
    if (!sandbox->world.organization) {
        sb_not_found(reply);
        return;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < sandbox->world.type_count; i++)
        json_array_append_new(list, sb_view_type(&view, &sandbox->world.types[i]));
    sb_reply_json(reply, 200, list);
}
