/* What each class of answer is called, which error it is, and what to do next. */
#include "base/str.h"
#include "github/errors.h"

/* `problem` and `next` may have one %s: the repository. */
struct class_text {
    enum gh_class class;
    enum code code;
    const char *problem, *next;
};

static const struct class_text texts[] = {
    {GH_OLD_VERSION, ERR_FAILED,
     "this server knows neither of the API versions that roadmap speaks",
     "update roadmap, or check --api-url"},
    {GH_LIMIT_PRIMARY, ERR_RETRY, "GitHub's hourly limit of requests is used up",
     "nothing is lost; run the same command again later"},
    {GH_LIMIT_SECONDARY, ERR_RETRY, "GitHub asks for a pause",
     "nothing is lost; run the same command again later"},
    {GH_BAD_TOKEN, ERR_AUTH, "the token is not accepted",
     "it may have expired: set GH_TOKEN to a valid one, or sign in with: gh auth login"},
    {GH_NO_TOKEN, ERR_AUTH, "this needs a token", "set GH_TOKEN, or sign in with: gh auth login"},
    {GH_SSO, ERR_AUTH, "the organisation has not let this token in (single sign-on)",
     "authorise the token for the organisation of %s in GitHub's token settings"},
    {GH_ARCHIVED, ERR_REFUSED, "the repository %s is archived, so nobody can write to it",
     "unarchive it in its settings, or name another one with --repo"},
    {GH_COMMENTS_FULL, ERR_FAILED, "the issue has as many comments as GitHub allows",
     "delete old comments there, or go on in a new issue"},
    {GH_LOCKED, ERR_AUTH, "its conversation is locked",
     "unlock it on GitHub, or use a token with write access"},
    {GH_FORBIDDEN, ERR_AUTH, "the token may not do this",
     "use a token that may write issues of %s (classic: scope repo; fine-grained: Issues, read "
     "and write)"},
    {GH_NOT_FOUND, ERR_NOT_FOUND, "it does not exist, or the token may not see it",
     "check the name (--repo OWNER/NAME); if %s is private, the token needs access to it"},
    {GH_CONFLICT, ERR_FAILED, "it does not fit the repository's present state",
     "run the same command again; it reads GitHub anew"},
    {GH_ISSUES_DISABLED, ERR_REFUSED, "issues are switched off in %s",
     "switch them on in the repository's settings, under Features"},
    {GH_VERSION_RETIRED, ERR_FAILED, "GitHub no longer speaks the API version of this program",
     "install a newer roadmap"},
    {GH_GONE, ERR_GONE, "it was deleted on GitHub", "roadmap plan shows what that means"},
    {GH_TOO_BIG, ERR_FAILED, "the text is larger than GitHub accepts",
     "shorten it in the plan, or split the issue"},
    {GH_ALREADY_EXISTS, ERR_EXISTS, "it exists already",
     "run the same command again; it reads GitHub anew"},
    {GH_DEEP_PAGE, ERR_FAILED, "the list is too long for page numbers",
     "this server gives no cursors; report it with the request id"},
    {GH_INVALID, ERR_FAILED, "GitHub does not accept it",
     "change the item in the plan accordingly"},
    {GH_LEGAL, ERR_FAILED, "GitHub blocks it for legal reasons",
     "only GitHub and the owner of %s can change that"},
    {GH_BAD_REQUEST, ERR_FAILED, "GitHub does not understand the request",
     "report it with the request id"},
    {GH_SERVER, ERR_RETRY, "GitHub has trouble", "nothing is lost; run the same command again"},
    {GH_SERVER_TIMEOUT, ERR_RETRY, "GitHub took too long",
     "nothing is lost; run the same command again"},
    {GH_REDIRECT, ERR_FAILED, "GitHub points to another address, which is not followed",
     "check --repo and --api-url"},
    {GH_UNEXPECTED, ERR_FAILED, "an answer that nobody expects",
     "check --api-url: is this the address of GitHub's API?"},
};

static const struct class_text *text_of_class(enum gh_class class)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].class == class)
            return &texts[i];
    BUG("a class of answers without a text");
}

/* Puts the repository where the text has its %s. */
static void add_filled(struct str *out, const char *text, const char *repository)
{
    for (const char *p = text; *p; p++) {
        if (p[0] == '%' && p[1] == 's') {
            str_addf(out, "'%s'", repository ? repository : "the repository");
            p++;
        } else {
            str_addc(out, *p);
        }
    }
}

static void add_detail(struct str *hint, const struct gh_answer *answer)
{
    if (text_empty(answer->detail))
        return;
    if (answer->class == GH_SSO)
        str_addf(hint, ": %s", answer->detail);
    else if (answer->class == GH_FORBIDDEN)
        str_addf(hint, "; GitHub names: %s", answer->detail);
}

enum code gh_answer_err(const struct gh_answer *answer, const char *tried, const char *repository,
                        struct err *err)
{
    const struct class_text *text = text_of_class(answer->class);
    struct str problem cleanup_str, hint cleanup_str, message cleanup_str;
    str_init(&problem, 0);
    str_init(&hint, 0);
    str_init(&message, 0);
    add_filled(&problem, text->problem, repository);
    add_filled(&hint, text->next, repository);
    add_detail(&hint, answer);
    str_addf(&message, "cannot %s: %s (GitHub answered %d", tried, problem.p, answer->status);
    if (answer->message)
        str_addf(&message, " '%s'", answer->message);
    if (answer->request_id)
        str_addf(&message, ", request %s", answer->request_id);
    str_addc(&message, ')');
    (void)err_set(err, text->code, "%s", message.p);
    return err_hint(err, "%s", hint.p);
}
