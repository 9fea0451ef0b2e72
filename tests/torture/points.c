#include "points.h"

#include <string.h>

#include "sandbox/wire.h"

/* 'late-commit:800000' is later than the horizon and 'list-lag:480000' may hide an issue from a
 * runner: two of one, until they are healed. A server that lies in a whole and well-formed answer
 * is believed, so control characters in titles are for other tests.
 *
 * A limit, a lost connection and a lost answer are nothing that a run may fail of: 0 or 6. What a
 * server says of rights and of the request itself has a status of its own. */
const struct strike point_strikes[] = {
    {"no-connection", '*', 0},
    {"no-host", '*', 0},
    {"tls", '*', STATUS(1)},
    {"refuse", '*', 0},
    {"reset-before", '*', 0},
    {"reset-after", '*', 0},
    {"stall-before:120000", '*', 0},
    {"stall:5000", '*', 0},
    {"stall:120000", '*', 0},
    {"status:500", '*', 0},
    {"status:502", '*', 0},
    {"status:503", '*', 0},
    {"status:504:json", '*', 0},
    {"status-after:500", '*', 0},
    {"status-after:502", '*', 0},
    {"secondary", '*', 0},
    {"secondary-429", '*', 0},
    {"secondary-no-header", '*', 0},
    {"primary", '*', 0},
    {"too-fast", 'P', 0},
    {"sso", '*', STATUS(4)},
    {"permission", '*', STATUS(4)},
    {"bad-credentials", '*', STATUS(4)},
    {"archived", 'W', STATUS(5)},
    {"issues-disabled", '*', STATUS(5)},
    {"not-found", '*', STATUS(1) | STATUS(4) | STATUS(5)},
    {"version", '*', 0},
    {"redirect:301", '*', STATUS(1)},
    {"redirect:302", '*', STATUS(1)},
    {"redirect:307", '*', 0},
    {"redirect:308", '*', 0},
    {"redirect:307:foreign", '*', STATUS(1) | STATUS(5)},
    {"redirect:307:loop", '*', STATUS(1)},
    {"redirect:307:scheme", '*', STATUS(1) | STATUS(5)},
    {"304-without-etag", 'G', STATUS(1)},
    {"errors-objects", 'W', STATUS(1)},
    {"errors-strings", 'W', STATUS(1)},
    {"errors-none", 'W', STATUS(1)},
    {"late-commit:20000", 'W', 0},
    {"late-commit:200000", 'W', 0},
    {"late-commit:800000", 'P', STATUS(5)},
    {"cutoff", '*', 0},
    {"invalid-json", '*', STATUS(1)},
    {"html", '*', STATUS(1)},
    {"empty", '*', STATUS(1)},
    {"null", '*', STATUS(1)},
    {"not-a-list", 'G', STATUS(1)},
    {"huge-body", '*', STATUS(1)},
    {"link-loop", 'G', STATUS(1)},
    {"link-foreign-host", 'G', STATUS(1)},
    {"link-garbage", 'G', STATUS(1)},
    {"drop-fields", 'W', STATUS(4)},
    {"echo-old", 'W', STATUS(1) | STATUS(4)},
    {"list-lag:10000", 'P', 0},
    {"list-lag:480000", 'P', STATUS(5)},
    {"page-shift", 'G', 0},
};
const size_t point_strike_count = sizeof point_strikes / sizeof *point_strikes;

bool point_strike_fits(const struct stage *stage, const struct strike *strike)
{
    const bool write = sb_request_is_write(stage->method);
    switch (strike->on) {
    case 'G':
        return !write;
    case 'W':
        return write;
    case 'P':
        return strcmp(stage->method, "POST") == 0;
    default:
        return true;
    }
}

void point_strike(struct stage *stage, const struct strike *strike)
{
    static const char *const transports[] = {"no-connection", "no-host", "tls"};
    struct err err cleanup_err = ERR_INIT;
    stage->allowed |= strike->allowed;
    stage->heals |= (strike->allowed & STATUS(5)) && strike->on == 'P';
    for (size_t i = 0; i < sizeof transports / sizeof *transports; i++)
        if (strcmp(strike->name, transports[i]) == 0) {
            stage->transport = transports[i];
            return;
        }
    const char *spec = arena_printf(stage->arena, "* /** 1 %s", strike->name);
    if (sandbox_fault_add(stage->sandbox, spec, &err) != OK)
        stage_fail(stage, "%s: %s", spec, err.message);
}

/* ---- One fault at one request --------------------------------------------------------------- */

static bool fault_fits(const struct stage *stage, size_t variant)
{
    return point_strike_fits(stage, &point_strikes[variant]);
}

static const char *fault_label(struct arena *arena, size_t variant)
{
    (void)arena;
    return point_strikes[variant].name;
}

static void fault_strike(struct stage *stage, size_t at, size_t variant)
{
    (void)at;
    point_strike(stage, &point_strikes[variant]);
}

const struct point_class class_fault = {
    .name = "fault",
    .about = "every request, every fault of the stand-in",
    .moment = MOMENT_REQUEST,
    .variants = sizeof point_strikes / sizeof *point_strikes,
    .share = 30,
    .fits = fault_fits,
    .label = fault_label,
    .strike = fault_strike,
};

/* ---- A killed process at one request -------------------------------------------------------- */

static bool always(const struct stage *stage, size_t variant)
{
    (void)stage;
    (void)variant;
    return true;
}

static const char *kill_label(struct arena *arena, size_t variant)
{
    (void)arena;
    return variant ? "after" : "before";
}

static void kill_strike(struct stage *stage, size_t at, size_t variant)
{
    (void)at;
    if (!variant)
        stage_die(stage, false, 0);
    stage->die_after = true;
}

const struct point_class class_kill = {
    .name = "kill",
    .about = "death before and after every request",
    .moment = MOMENT_REQUEST,
    .variants = 2,
    .share = 10,
    .fits = always,
    .label = kill_label,
    .strike = kill_strike,
    .dies = true,
};
