/* What the token is: its source, its kind, its scopes, its end. Its value is never shown. */
#include "app/doctor/doctor_room.h"

#include <string.h>

#include "base/day.h"
#include "base/shell.h"
#include "base/str.h"

#define SOON_MS (7 * INT64_C(86400000))
#define CLASSIC_DIGITS 40

enum token_kind {
    KIND_NONE,
    KIND_CLASSIC,
    KIND_OAUTH,
    KIND_FINE,
    KIND_APP,
    KIND_USER,
    KIND_REFRESH
};

/* GitHub: token formats. Until 2021 they were 40 hex digits. */
static enum token_kind kind_of(const char *token)
{
    static const struct {
        const char *prefix;
        enum token_kind kind;
    } table[] = {{"ghp_", KIND_CLASSIC}, {"gho_", KIND_OAUTH}, {"github_pat_", KIND_FINE},
                 {"ghs_", KIND_APP},     {"ghu_", KIND_USER},  {"ghr_", KIND_REFRESH}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (text_starts(token, table[i].prefix))
            return table[i].kind;
    if (strlen(token) == CLASSIC_DIGITS && strspn(token, "0123456789abcdef") == CLASSIC_DIGITS)
        return KIND_CLASSIC;
    return KIND_NONE;
}

/* A new token, in the place where the present one comes from. */
static void command_new_token(struct doctor *doctor)
{
    const char *host = shell_quote(doctor->arena, doctor->options->sign_in_host);
    const char *source = doctor->app->token_source;
    if (doctor->options->loopback)
        doctor_command(doctor, "export GH_ENTERPRISE_TOKEN=$(cat FILE)");
    else if (text_starts(source, "G") && (text_ends(source, "_TOKEN")))
        doctor_command(doctor, "unset %s; gh auth login --hostname %s", source, host);
    else
        doctor_command(doctor, "gh auth login --hostname %s", host);
}

static void look_at_presence(struct doctor *doctor)
{
    const struct doctor_options *options = doctor->options;
    const struct gh_probe *probe = &doctor->probe;
    if (options->token_trouble || !doctor->app->token) {
        (void)doctor_say(doctor, "token", HEALTH_FAIL, "%s%s%s",
                         options->token_trouble ? options->token_trouble : "there is none",
                         options->token_note ? "; " : "",
                         options->token_note ? options->token_note : "");
        command_new_token(doctor);
        return;
    }
    if (probe->status == 401) {
        (void)doctor_say(doctor, "token", HEALTH_FAIL, "GitHub refuses the one from %s",
                         doctor->app->token_source);
        command_new_token(doctor);
        return;
    }
    if (!doctor->answered) {
        (void)doctor_say(doctor, "token", HEALTH_UNKNOWN,
                         "there is one from %s; nobody could say whether it is good",
                         doctor->app->token_source);
        return;
    }
    (void)doctor_say(doctor, "token", HEALTH_OK, "GitHub takes the one from %s",
                     doctor->app->token_source);
}

static void look_at_kind(struct doctor *doctor)
{
    static const char *const words[] = {
        [KIND_CLASSIC] = "a classic token of a person",
        [KIND_OAUTH] = "a token that gh or another program got for a person",
        [KIND_FINE] = "a fine-grained token of a person",
        [KIND_APP] = "a token of an app or a workflow",
        [KIND_USER] = "a token that an app got for a person",
    };
    if (!doctor->app->token) {
        (void)doctor_say(doctor, "token-kind", HEALTH_UNKNOWN, "there is no token");
        return;
    }
    const enum token_kind kind = kind_of(doctor->app->token);
    if (kind == KIND_REFRESH) {
        (void)doctor_say(doctor, "token-kind", HEALTH_FAIL,
                         "it only renews other tokens: nothing can be read with it");
        command_new_token(doctor);
    } else if (kind == KIND_NONE) {
        (void)doctor_say(doctor, "token-kind", HEALTH_UNKNOWN,
                         "it has none of the forms that GitHub documents");
    } else {
        (void)doctor_say(doctor, "token-kind", HEALTH_OK, "%s", words[kind]);
    }
}

static bool has_scope(const char *scopes, const char *wanted)
{
    const size_t len = strlen(wanted);
    while (*scopes) {
        scopes += strspn(scopes, ", ");
        const size_t word = strcspn(scopes, ", ");
        if (word == len && strncmp(scopes, wanted, len) == 0)
            return true;
        scopes += word;
    }
    return false;
}

/* Only classic tokens have scopes; what the others may do shows where the repository is read. */
static void look_at_scopes(struct doctor *doctor)
{
    const char *scopes = doctor->probe.scopes;
    if (!doctor->answered || !doctor->app->token) {
        (void)doctor_say(doctor, "token-scopes", HEALTH_UNKNOWN, "%s",
                         doctor->app->token ? "GitHub did not answer" : "there is no token");
        return;
    }
    if (!scopes) {
        (void)doctor_say(doctor, "token-scopes", HEALTH_UNKNOWN,
                         "GitHub tells none for this kind of token; it needs issues: write");
        return;
    }
    if (has_scope(scopes, "repo")) {
        (void)doctor_say(doctor, "token-scopes", HEALTH_OK, "repo");
        return;
    }
    if (has_scope(scopes, "public_repo")) {
        (void)doctor_say(doctor, "token-scopes", HEALTH_OK,
                         "public_repo: enough for a public repository");
        return;
    }
    (void)doctor_say(doctor, "token-scopes", HEALTH_FAIL,
                     "the token has %s, and writing issues needs repo",
                     *scopes ? scopes : "no scope");
    doctor_command(doctor, "gh auth refresh --hostname %s --scopes repo",
                   shell_quote(doctor->arena, doctor->options->sign_in_host));
}

static void look_at_expiry(struct doctor *doctor)
{
    const struct gh_probe *probe = &doctor->probe;
    if (!doctor->answered || !doctor->app->token) {
        (void)doctor_say(doctor, "token-expiry", HEALTH_UNKNOWN, "%s",
                         doctor->app->token ? "GitHub did not answer" : "there is no token");
        return;
    }
    if (probe->expires_ms == 0) {
        const bool app = kind_of(doctor->app->token) == KIND_APP;
        (void)doctor_say(doctor, "token-expiry", HEALTH_OK, "%s",
                         app ? "it goes with its job, or after an hour" : "GitHub names no end");
        return;
    }
    char day[11];
    day_format(instant_day(probe->expires_ms), day);
    const int64_t left_ms = probe->expires_ms - gh_now_ms(doctor->gh);
    if (left_ms > SOON_MS) {
        (void)doctor_say(doctor, "token-expiry", HEALTH_OK, "good until %s", day);
        return;
    }
    (void)doctor_say(doctor, "token-expiry", left_ms <= 0 ? HEALTH_FAIL : HEALTH_WARN,
                     left_ms <= 0 ? "it ended on %s" : "it ends on %s", day);
    command_new_token(doctor);
}

void doctor_token(struct doctor *doctor)
{
    look_at_presence(doctor);
    look_at_kind(doctor);
    look_at_scopes(doctor);
    look_at_expiry(doctor);
}
