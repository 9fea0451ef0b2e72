#include "github/probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/str.h"
#include "github/fetch.h"
#include "github/parse.h"

bool gh_parse_expiry(const char *text, int64_t *instant_ms)
{
    char zone[8] = "", iso[32], day[11], clock[9];
    if (!text || sscanf(text, "%10[0-9-] %8[0-9:] %7s", day, clock, zone) != 3)
        return false;
    (void)snprintf(iso, sizeof iso, "%sT%sZ", day, clock);
    if (!instant_parse(iso, instant_ms))
        return false;
    if (text_eq(zone, "UTC"))
        return true;
    if ((*zone != '+' && *zone != '-') || strspn(zone + 1, "0123456789") != 4 || zone[5] != '\0')
        return false;
    const long offset = strtol(zone + 1, NULL, 10); /* hours and minutes as four digits */
    const int64_t offset_ms = ((int64_t)(offset / 100) * 60 + offset % 100) * 60000;
    *instant_ms += *zone == '+' ? -offset_ms : offset_ms;
    return true;
}

static void take_headers(struct gh *gh, struct arena *arena, const struct http_response *response,
                         struct gh_probe *probe)
{
    probe->status = response->status;
    probe->scopes = http_response_header(response, "x-oauth-scopes", arena);
    const char *expiry =
        http_response_header(response, "github-authentication-token-expiration", arena);
    if (!gh_parse_expiry(expiry, &probe->expires_ms))
        probe->expires_ms = 0;
    probe->rate = gh->rate;
}

enum code gh_probe(struct gh *gh, struct arena *arena, struct gh_probe *probe, struct err *err)
{
    struct http_response response cleanup_response;
    struct err trouble cleanup_err = ERR_INIT;
    struct http_header headers[GH_HEADERS_MAX];
    struct http_request request = {.method = "GET",
                                   .url = arena_printf(arena, "%s/rate_limit", gh->base_text),
                                   .headers = headers,
                                   .header_count = gh_headers(gh, headers, false, NULL)};
    struct gh_answer answer;
    *probe = (struct gh_probe){.rate = {-1, -1, -1}};
    http_response_init(&response);
    const int64_t begun_ms = clock_now(&gh->options.clock);
    enum code code = http_send(gh->http, &request, &response, &trouble);
    probe->seen_ms = begun_ms + (clock_now(&gh->options.clock) - begun_ms) / 2;
    probe->failure = response.failure;
    if (code == ERR_INTERRUPTED)
        return err_move(err, &trouble);
    if (gh->options.counts && response.failure != HTTP_NOT_ALLOWED)
        gh->options.counts->get++;
    if (code) {
        probe->trouble = arena_strdup(arena, trouble.message);
        return OK;
    }
    gh_classify(arena, &response, gh->token, &answer);
    gh_note_answer(gh, &request, &response, &answer, NULL);
    probe->date_ms = answer.date_ms;
    take_headers(gh, arena, &response, probe);
    /* A server without limits has no such page. */
    if (answer.class == GH_OK || answer.class == GH_NOT_FOUND)
        return OK;
    (void)gh_answer_err(&answer, "ask for the rate limit", gh->full_name, &trouble);
    probe->trouble = arena_strdup(arena, trouble.message);
    return OK;
}

static enum code on_features(struct fetch *fetch, struct fetch_job *job,
                             const struct fetch_answer *answer, struct err *err)
{
    struct gh_features *features = job->state;
    (void)fetch;
    (void)err;
    const json_t *issue = json_array_get(answer->json, 0);
    if (!issue)
        return OK;
    const struct parse_features parsed = parse_issue_features(issue);
    *features = (struct gh_features){true, parsed.sub_issues, parsed.dependencies, parsed.types};
    return OK;
}

enum code gh_get_features(struct gh *gh, struct arena *arena, struct gh_features *features,
                          struct err *err)
{
    struct fetch fetch cleanup_fetch;
    fetch_init(&fetch, gh, arena);
    *features = (struct gh_features){0};
    const char *url = gh_url(gh, fetch.scratch, "%s", "/issues?state=all&per_page=1");
    fetch_add(&fetch, fetch_job(&fetch, url, "read the youngest issue", on_features, features));
    return fetch_run(&fetch, err);
}
