#include "sandbox/fault.h"

#include <stdlib.h>
#include <string.h>

enum param { PARAM_NONE, PARAM_NUMBER, PARAM_TEXT, PARAM_EDIT };

static const struct kind {
    const char *name;
    enum sb_fault_kind kind;
    enum param param;
    int64_t number; /* default; -1: must be given */
} kinds[] = {
    {"refuse", SB_FAULT_REFUSE, PARAM_NONE, 0},
    {"reset-before", SB_FAULT_RESET_BEFORE, PARAM_NONE, 0},
    {"stall-before", SB_FAULT_STALL_BEFORE, PARAM_NUMBER, -1},
    {"status", SB_FAULT_STATUS, PARAM_TEXT, -1},
    {"secondary", SB_FAULT_SECONDARY, PARAM_NUMBER, 60},
    {"secondary-429", SB_FAULT_SECONDARY_429, PARAM_NUMBER, 60},
    {"secondary-no-header", SB_FAULT_SECONDARY_NO_HEADER, PARAM_NONE, 0},
    {"primary", SB_FAULT_PRIMARY, PARAM_NUMBER, 3600},
    {"too-fast", SB_FAULT_TOO_FAST, PARAM_NONE, 0},
    {"sso", SB_FAULT_SSO, PARAM_NONE, 0},
    {"permission", SB_FAULT_PERMISSION, PARAM_NONE, 0},
    {"bad-credentials", SB_FAULT_BAD_CREDENTIALS, PARAM_NONE, 0},
    {"archived", SB_FAULT_ARCHIVED, PARAM_NONE, 0},
    {"issues-disabled", SB_FAULT_ISSUES_DISABLED, PARAM_NONE, 0},
    {"not-found", SB_FAULT_NOT_FOUND, PARAM_NONE, 0},
    {"version", SB_FAULT_VERSION, PARAM_NONE, 0},
    {"redirect", SB_FAULT_REDIRECT, PARAM_TEXT, -1},
    {"304-without-etag", SB_FAULT_304, PARAM_NONE, 0},
    {"errors-objects", SB_FAULT_ERRORS_OBJECTS, PARAM_NONE, 0},
    {"errors-strings", SB_FAULT_ERRORS_STRINGS, PARAM_NONE, 0},
    {"errors-none", SB_FAULT_ERRORS_NONE, PARAM_NONE, 0},
    {"late-commit", SB_FAULT_LATE_COMMIT, PARAM_NUMBER, -1},
    {"drop-fields", SB_FAULT_DROP_FIELDS, PARAM_NONE, 0},
    {"list-lag", SB_FAULT_LIST_LAG, PARAM_NUMBER, -1},
    {"page-shift", SB_FAULT_PAGE_SHIFT, PARAM_NONE, 0},
    {"person-edit", SB_FAULT_PERSON_EDIT, PARAM_EDIT, 0},
    {"echo-old", SB_FAULT_ECHO_OLD, PARAM_NONE, 0},
    {"reset-after", SB_FAULT_RESET_AFTER, PARAM_NONE, 0},
    {"status-after", SB_FAULT_STATUS_AFTER, PARAM_NUMBER, -1},
    {"stall", SB_FAULT_STALL, PARAM_NUMBER, -1},
    {"cutoff", SB_FAULT_CUTOFF, PARAM_NONE, 0},
    {"invalid-json", SB_FAULT_INVALID_JSON, PARAM_NONE, 0},
    {"not-a-list", SB_FAULT_NOT_A_LIST, PARAM_NONE, 0},
    {"html", SB_FAULT_HTML, PARAM_NONE, 0},
    {"empty", SB_FAULT_EMPTY, PARAM_NONE, 0},
    {"null", SB_FAULT_NULL, PARAM_NONE, 0},
    {"huge-body", SB_FAULT_HUGE_BODY, PARAM_NONE, 0},
    {"link-loop", SB_FAULT_LINK_LOOP, PARAM_NONE, 0},
    {"link-foreign-host", SB_FAULT_LINK_FOREIGN, PARAM_NONE, 0},
    {"link-garbage", SB_FAULT_LINK_GARBAGE, PARAM_NONE, 0},
    {"control-characters", SB_FAULT_CONTROL_CHARACTERS, PARAM_NONE, 0},
    {"person-edit-after", SB_FAULT_PERSON_EDIT_AFTER, PARAM_EDIT, 0},
};

/* `*` any run without a slash, `**` any run. */
static bool glob(const char *pattern, const char *text)
{
    while (*pattern && *pattern != '*') {
        if (*pattern++ != *text++)
            return false;
    }
    if (!*pattern)
        return !*text;
    bool deep = pattern[1] == '*';
    const char *rest = pattern + (deep ? 2 : 1);
    for (;; text++) {
        if (glob(rest, text))
            return true;
        if (!*text || (!deep && *text == '/'))
            return false;
    }
}

bool sb_pattern_fits(const char *method, const char *pattern, const struct sb_request *request)
{
    if (strcmp(method, "*") != 0 && strcmp(method, request->method) != 0 &&
        !(strcmp(method, "WRITE") == 0 && sb_request_is_write(request->method)))
        return false;
    const char *question = strchr(pattern, '?');
    if (question && !strstr(request->query, question + 1))
        return false;
    size_t len = question ? (size_t)(question - pattern) : strlen(pattern);
    const char *path = arena_strndup(request->arena, pattern, len);
    return glob(path, request->path) || glob(path, request->canonical);
}

/* `3`, `3+`, `2-4`, `*`. */
static bool parse_nth(const char *text, struct sb_fault *fault)
{
    fault->first = 1;
    fault->last = SIZE_MAX;
    if (strcmp(text, "*") == 0)
        return true;
    char *end = NULL;
    if (*text < '0' || *text > '9')
        return false;
    fault->first = (size_t)strtoull(text, &end, 10);
    if (!*end)
        fault->last = fault->first;
    else if (*end == '-' && end[1])
        fault->last = (size_t)strtoull(end + 1, &end, 10);
    else if (strcmp(end, "+") == 0)
        end++;
    return !*end && fault->first > 0 && fault->last >= fault->first;
}

static const char *word(struct arena *arena, const char **at)
{
    *at += strspn(*at, " ");
    size_t len = strcspn(*at, " ");
    const char *found = arena_strndup(arena, *at, len);
    *at += len;
    return found;
}

static enum code parse_kind(struct sandbox *sandbox, const char *text, struct sb_fault *fault,
                            struct err *err)
{
    size_t name_len = strcspn(text, ": ");
    const struct kind *kind = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strlen(kinds[i].name) == name_len && strncmp(kinds[i].name, text, name_len) == 0)
            kind = &kinds[i];
    if (!kind)
        return err_set(err, ERR_USAGE, "unknown kind of fault '%s'", text);
    const char *param = text + name_len;
    param += *param != '\0';
    fault->kind = kind->kind;
    fault->name = kind->name;
    fault->param = arena_strdup(sandbox->arena, param);
    fault->number = *param ? strtoll(param, NULL, 10) : kind->number;
    if (kind->param == PARAM_NONE && *param)
        return err_set(err, ERR_USAGE, "fault '%s' takes no parameter", kind->name);
    if ((kind->param == PARAM_EDIT || fault->number < 0) && !*param)
        return err_set(err, ERR_USAGE, "fault '%s' needs a parameter", kind->name);
    return OK;
}

enum code sandbox_fault_add(struct sandbox *sandbox, const char *spec, struct err *err)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    struct sb_fault *fault = ARENA_NEW(sandbox->arena, struct sb_fault);
    const char *at = spec;
    fault->method = word(sandbox->arena, &at);
    fault->pattern = word(sandbox->arena, &at);
    const char *nth = word(sandbox->arena, &at);
    at += strspn(at, " ");
    enum code code = OK;
    if (!parse_nth(nth, fault))
        code = err_set(err, ERR_USAGE, "'%s' is not METHOD PATTERN NTH KIND", spec);
    else
        code = parse_kind(sandbox, at, fault, err);
    if (code == OK)
        VEC_PUSH(sandbox->arena, &sandbox->faults, fault);
    (void)pthread_mutex_unlock(&sandbox->lock);
    return code;
}

void sandbox_fault_clear(struct sandbox *sandbox)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    sandbox->faults.len = 0;
    (void)pthread_mutex_unlock(&sandbox->lock);
}

size_t sandbox_fault_hits(struct sandbox *sandbox)
{
    (void)pthread_mutex_lock(&sandbox->lock);
    size_t hits = sandbox->fault_hits;
    (void)pthread_mutex_unlock(&sandbox->lock);
    return hits;
}

void sb_fault_match(struct sandbox *sandbox, const struct sb_request *request,
                    struct sb_strikes *strikes)
{
    for (size_t i = 0; i < sandbox->faults.len; i++) {
        struct sb_fault *fault = sandbox->faults.items[i];
        if (!sb_pattern_fits(fault->method, fault->pattern, request))
            continue;
        fault->seen++;
        if (fault->seen < fault->first || fault->seen > fault->last || strikes->len == SB_STRIKES)
            continue;
        strikes->items[strikes->len++] = fault;
        sandbox->fault_hits++;
    }
}

bool sb_fault_refuses(const struct sb_strikes *strikes)
{
    for (size_t i = 0; i < strikes->len; i++)
        if (strikes->items[i]->kind == SB_FAULT_REFUSE)
            return true;
    return false;
}
