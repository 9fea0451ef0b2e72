#include "config/token.h"

#include <string.h>

#include "base/env.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "config/url.h"

#define TOOL_TIMEOUT_MS 10000
#define TOOL_ANSWER_BYTES (128u * 1024)

/* What the search knows about where the token would go. */
struct search {
    struct arena *arena;
    const struct token_request *request;
    struct api_url url;
    const char *sign_in;
    struct token *token;
};

/* A token is opaque, but it goes into a header: nothing that could end one. */
static bool usable(const char *text)
{
    if (*text == '\0')
        return false;
    for (; *text; text++)
        if (*text <= ' ' || *text > '~')
            return false;
    return true;
}

static enum code take_file(const struct search *search, const char *path, const char *source,
                           struct err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    enum code code = file_read(search->arena, path, LIMIT_TOKEN_BYTES, &bytes, &len, err);
    if (code)
        return code;
    while (len > 0 && (bytes[len - 1] == '\n' || bytes[len - 1] == '\r' || bytes[len - 1] == ' '))
        bytes[--len] = '\0';
    if (strlen(bytes) != len || !usable(bytes)) {
        (void)err_set(err, ERR_AUTH, "'%s' holds no token", path);
        return err_hint(err, "the file has to hold the token and nothing else");
    }
    search->token->text = bytes;
    search->token->source = source;
    return OK;
}

/* Hosts of GitHub itself; inside Actions also the server that the job belongs to. */
static bool bound_to_github(const struct search *search)
{
    const char *host = search->url.host;
    const char *actions_url = env_get("GITHUB_API_URL"), *reason;
    struct api_url actions;
    if (search->url.loopback)
        return false;
    if (text_eq(host, "github.com") || text_eq(host, "api.github.com") ||
        text_ends(host, ".ghe.com"))
        return true;
    if (!text_eq(env_get("GITHUB_ACTIONS"), "true") || !actions_url)
        return false;
    return api_url_parse(search->arena, actions_url, &actions, &reason) &&
           text_eq(actions.authority, search->url.authority);
}

static enum code take_variable(const struct search *search, const char *name, bool bound,
                               struct err *err)
{
    const char *text = env_get(name);
    if (!text)
        return OK;
    if (!bound) {
        search->token->note =
            arena_printf(search->arena, "%s is set, but not for %s", name, search->url.authority);
        return OK;
    }
    if (!usable(text) || strlen(text) > LIMIT_TOKEN_BYTES)
        return err_set(err, ERR_AUTH, "%s holds no token", name);
    search->token->text = arena_strdup(search->arena, text);
    search->token->source = name;
    return OK;
}

static enum code take_environment(const struct search *search, struct err *err)
{
    bool github = bound_to_github(search);
    static const char *const names[] = {"GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN"};
    for (size_t i = 0; i < 3 && !search->token->text; i++) {
        enum code code = take_variable(search, names[i], i < 2 ? github : !github, err);
        if (code)
            return code;
    }
    return OK;
}

static enum code take_host_file(const struct search *search, struct err *err)
{
    const struct config *config = search->request->config;
    for (size_t i = 0; i < config->hosts.len; i++) {
        const struct config_host *host = &config->hosts.items[i];
        if (text_eq(host->host, search->url.authority) || text_eq(host->host, search->sign_in))
            return take_file(search, host->token_file, "the user file's hosts", err);
    }
    return OK;
}

/* Runs a program that may know the token; whatever goes wrong with it, it knows none. */
static const char *ask(const struct search *search, const char *const argv[], const char *input)
{
    struct err ignored cleanup_err = ERR_INIT;
    char *output = NULL;
    int status = 0;
    if (process_run(search->arena, argv, input, TOOL_ANSWER_BYTES, TOOL_TIMEOUT_MS, &output,
                    &status, &ignored) != OK ||
        status != 0)
        return NULL;
    return output;
}

static void take_answer(const struct search *search, const char *text, const char *source)
{
    if (!text || !usable(text) || strlen(text) > LIMIT_TOKEN_BYTES)
        return;
    search->token->text = text;
    search->token->source = source;
}

static void ask_gh(const struct search *search)
{
    const char *const argv[] = {"gh", "auth", "token", "--hostname", search->sign_in, NULL};
    const char *answer = ask(search, argv, NULL);
    if (answer)
        take_answer(search, arena_strndup(search->arena, answer, strcspn(answer, "\r\n")), "gh");
}

/* Never a question: the helpers answer from what they have, or not at all. */
static void ask_git(const struct search *search)
{
    const char *const argv[] = {"env",          "GIT_TERMINAL_PROMPT=0",
                                "GIT_ASKPASS=", "GCM_INTERACTIVE=never",
                                "git",          "credential",
                                "fill",         NULL};
    const char *input = token_helper_request(search->arena, search->sign_in);
    const char *answer = input ? ask(search, argv, input) : NULL;
    take_answer(search, token_helper_answer(search->arena, answer), "git credential");
}

static enum code look(const struct search *search, struct err *err)
{
    const struct setting_value *file = &search->request->config->value[SETTING_TOKEN_FILE];
    if (file->text)
        return take_file(search, file->text, file->where, err);
    enum code code = take_environment(search, err);
    if (code || search->token->text)
        return code;
    code = take_host_file(search, err);
    if (code || search->token->text || search->url.loopback || !search->request->ask_tools)
        return code;
    ask_gh(search);
    if (!search->token->text)
        ask_git(search);
    return OK;
}

enum code token_find(struct arena *arena, const struct token_request *request, struct token *token,
                     struct err *err)
{
    struct search search = {.arena = arena, .request = request, .token = token};
    const char *reason = NULL;
    *token = (struct token){0};
    /* config_load has checked it. */
    BUG_UNLESS(
        api_url_parse(arena, config_text(request->config, SETTING_API_URL), &search.url, &reason));
    search.sign_in = api_url_sign_in_host(arena, &search.url);
    enum code code = look(&search, err);
    if (code)
        return code;
    if (token->text)
        token->note = NULL;
    return OK;
}
