/* From here to GitHub: one GET, sent once. */
#include "app/doctor/doctor_room.h"

#include "app/session/target.h"
#include "base/day.h"
#include "base/file.h"
#include "base/shell.h"
#include "base/str.h"
#include "render/pen.h"

#define PATIENCE_MS 15000
#define SKEW_WARN_MS 60000
#define SKEW_FAIL_MS (5 * 60000)

static enum code open_client(struct doctor *doctor, struct err *err)
{
    struct app *app = doctor->app;
    struct gh_options options = gh_options_default();
    /* Without a name only what is the server's own can be asked. */
    const char *owner = "octocat", *name = "hello-world";
    if (doctor->repository)
        (void)target_split(app->arena, doctor->repository, &owner, &name);
    options.api_url = app->api_url;
    options.owner = owner;
    options.name = name;
    options.token = app->token;
    options.version = app->version;
    options.clock = app->clock;
    options.retry_base_ms = app->limits.retry_base_ms;
    options.max_wait_ms = 0; /* what does not answer now is said, not waited for */
    options.http_timeout_ms =
        app->limits.http_timeout_ms < PATIENCE_MS ? app->limits.http_timeout_ms : PATIENCE_MS;
    options.read_only = true;
    return gh_open(&options, &doctor->gh, err);
}

static const char *failure_words(enum http_failure failure)
{
    switch (failure) {
    case HTTP_NO_HOST:
        return "DNS";
    case HTTP_NO_CONNECTION:
        return "no way there";
    case HTTP_TLS:
        return "TLS";
    case HTTP_TIMEOUT:
        return "no time left";
    default:
        return "half an answer";
    }
}

static void say_failure(struct doctor *doctor)
{
    const struct gh_probe *probe = &doctor->probe;
    const struct doctor_options *options = doctor->options;
    const char *url = shell_quote(
        doctor->arena, arena_printf(doctor->arena, "%s/rate_limit", doctor->app->api_url));
    (void)doctor_say(doctor, "connection", HEALTH_FAIL, "%s: %s%s%s%s",
                     failure_words(probe->failure), probe->trouble,
                     options->proxy ? " (through the proxy '" : "",
                     options->proxy ? options->proxy : "", options->proxy ? "')" : "");
    if (probe->failure == HTTP_TLS && options->ca_file)
        doctor_command(doctor, "unset SSL_CERT_FILE");
    else
        doctor_command(doctor, "curl -v -o /dev/null %s", url);
}

static void look_at_connection(struct doctor *doctor)
{
    struct err err cleanup_err = ERR_INIT;
    if (!doctor->app->api_url) {
        (void)doctor_say(doctor, "connection", HEALTH_UNKNOWN,
                         "the settings do not say where GitHub is");
        return;
    }
    if (open_client(doctor, &err) != OK ||
        gh_probe(doctor->gh, doctor->arena, &doctor->probe, &err) != OK) {
        (void)doctor_say(doctor, "connection", HEALTH_FAIL, "%s", err.message);
        doctor_command(doctor, "roadmap config --show-origin");
        return;
    }
    const struct gh_probe *probe = &doctor->probe;
    if (probe->failure != HTTP_ANSWERED || probe->status == 0) {
        say_failure(doctor);
        return;
    }
    doctor->answered = probe->trouble == NULL;
    /* A refused token or a used up limit have checks of their own. */
    if (probe->status >= 500) {
        (void)doctor_say(doctor, "connection", HEALTH_FAIL, "%s", probe->trouble);
        doctor_command(doctor, "roadmap doctor");
        return;
    }
    (void)doctor_say(doctor, "connection", HEALTH_OK, "%s answers", doctor->app->api_url);
}

static void look_at_proxy(struct doctor *doctor)
{
    const struct doctor_options *options = doctor->options;
    if (options->loopback)
        (void)doctor_say(doctor, "proxy", HEALTH_OK, "none is used for a server of this machine");
    else if (!options->proxy)
        (void)doctor_say(doctor, "proxy", HEALTH_OK, "none is set");
    else if (doctor->probe.status == 0) {
        (void)doctor_say(doctor, "proxy", HEALTH_WARN, "%s is '%s', and nothing came through it",
                         options->proxy_variable, options->proxy);
        doctor_command(doctor, "unset %s", options->proxy_variable);
    } else {
        (void)doctor_say(doctor, "proxy", HEALTH_OK, "'%s' (%s) lets GitHub through",
                         options->proxy, options->proxy_variable);
    }
}

static void look_at_certificates(struct doctor *doctor)
{
    const char *file = doctor->options->ca_file;
    if (!file) {
        (void)doctor_say(doctor, "certificates", HEALTH_OK, "those of the system");
        return;
    }
    if (file_exists(file) && !file_is_dir(file)) {
        (void)doctor_say(doctor, "certificates", HEALTH_OK, "SSL_CERT_FILE is '%s'", file);
        return;
    }
    (void)doctor_say(doctor, "certificates", HEALTH_FAIL,
                     "SSL_CERT_FILE is '%s', and there is no such file", file);
    doctor_command(doctor, "unset SSL_CERT_FILE");
}

static void look_at_clock(struct doctor *doctor)
{
    const struct gh_probe *probe = &doctor->probe;
    if (probe->date_ms == 0) {
        (void)doctor_say(doctor, "clock", HEALTH_UNKNOWN, "GitHub did not say what time it is");
        return;
    }
    /* The header has whole seconds: half of one is the best guess. */
    const int64_t skew_ms = probe->seen_ms - probe->date_ms - 500;
    const int64_t off_ms = skew_ms < 0 ? -skew_ms : skew_ms;
    char text[32];
    if (off_ms <= SKEW_WARN_MS) {
        (void)doctor_say(doctor, "clock", HEALTH_OK, "agrees with GitHub's");
        return;
    }
    duration_format(off_ms / 1000 * 1000, text);
    (void)doctor_say(doctor, "clock", off_ms > SKEW_FAIL_MS ? HEALTH_FAIL : HEALTH_WARN,
                     "the clock of this machine is %s %s GitHub's", text,
                     skew_ms < 0 ? "behind" : "ahead of");
    doctor_command(doctor, "sudo timedatectl set-ntp true");
}

static void look_at_rate(struct doctor *doctor)
{
    const struct gh_rate *rate = &doctor->probe.rate;
    char limit[32], remaining[32];
    if (doctor->probe.status == 0) {
        (void)doctor_say(doctor, "rate-limit", HEALTH_UNKNOWN, "GitHub did not answer");
        return;
    }
    if (rate->limit < 0 || rate->remaining < 0) {
        (void)doctor_say(doctor, "rate-limit", HEALTH_OK, "this server names none");
        return;
    }
    count_format(rate->limit, limit);
    count_format(rate->remaining, remaining);
    /* A sync of a big plan takes some hundred requests. */
    const bool little = rate->remaining * 10 < rate->limit;
    const enum health health = rate->remaining == 0 ? HEALTH_FAIL
                               : little             ? HEALTH_WARN
                                                    : HEALTH_OK;
    const int64_t wait_s = (rate->reset_ms - gh_now_ms(doctor->gh) + 999) / 1000;
    (void)doctor_say(
        doctor, "rate-limit", health, "%s of %s requests are left%s", remaining, limit,
        health == HEALTH_OK || rate->reset_ms <= 0
            ? ""
            : arena_printf(doctor->arena, "; full again in %s",
                           text_count(doctor->arena, wait_s / 60 + 1, "minute", NULL)));
    if (health != HEALTH_OK)
        doctor_command(doctor, "sleep %lld", (long long)(wait_s > 0 ? wait_s : 1));
}

void doctor_network(struct doctor *doctor)
{
    look_at_connection(doctor);
    look_at_proxy(doctor);
    look_at_certificates(doctor);
    look_at_clock(doctor);
    look_at_rate(doctor);
}
