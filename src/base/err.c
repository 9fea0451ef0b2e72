#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

_Noreturn void bug_at(const char *file, int line, const char *reason)
{
    fprintf(stderr, "%s:%d: bug: %s\n", file, line, reason);
    abort();
}

static char *format_text(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

static char *format_text(const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    BUG_UNLESS(len >= 0);
    char *text = malloc((size_t)len + 1);
    if (!text)
        BUG("out of memory");
    (void)vsnprintf(text, (size_t)len + 1, format, args);
    return text;
}

enum code err_set(struct err *err, enum code code, const char *format, ...)
{
    BUG_UNLESS(code != OK);
    if (err->code != OK)
        BUG("an error was set twice");
    va_list args;
    va_start(args, format);
    err->message = format_text(format, args);
    va_end(args);
    err->code = code;
    return code;
}

enum code err_hint(struct err *err, const char *format, ...)
{
    BUG_UNLESS(err->code != OK);
    va_list args;
    va_start(args, format);
    char *hint = format_text(format, args);
    va_end(args);
    free(err->hint);
    err->hint = hint;
    return err->code;
}

enum code err_prefix(struct err *err, const char *format, ...)
{
    BUG_UNLESS(err->code != OK);
    va_list args;
    va_start(args, format);
    char *prefix = format_text(format, args);
    va_end(args);
    size_t prefix_len = strlen(prefix);
    size_t message_len = strlen(err->message);
    char *message = malloc(prefix_len + message_len + 3);
    if (!message)
        BUG("out of memory");
    memcpy(message, prefix, prefix_len);
    memcpy(message + prefix_len, ": ", 2);
    memcpy(message + prefix_len + 2, err->message, message_len + 1);
    free(prefix);
    free(err->message);
    err->message = message;
    return err->code;
}

void err_clear(struct err *err)
{
    free(err->message);
    free(err->hint);
    *err = (struct err)ERR_INIT;
}

enum code err_move(struct err *to, struct err *from)
{
    BUG_UNLESS(from->code != OK);
    if (to->code != OK)
        BUG("an error was set twice");
    *to = *from;
    *from = (struct err)ERR_INIT;
    return to->code;
}

int code_exit_status(enum code code)
{
    switch (code) {
    case OK:
        return 0;
    case ERR_CHECKS:
        return 3;
    case ERR_AUTH:
    case ERR_NOT_FOUND:
        return 4;
    case ERR_REFUSED:
        return 5;
    case ERR_RETRY:
    case ERR_UNKNOWN:
        return 6;
    case ERR_LOCKED:
        return 7;
    case ERR_USAGE:
        return 64;
    case ERR_SPEC:
        return 65;
    case ERR_INTERRUPTED:
        /* SIGINT when somebody reports an interruption without a signal behind it. */
        return 128 + (interrupt_requested() ? interrupt_requested() : 2);
    case ERR_FAILED:
    case ERR_GONE:
    case ERR_EXISTS:
    case ERR_CORRUPT:
    case ERR_CEILING:
        return 1;
    }
    BUG("no such code");
}

/* Larger is worse. A status we never give ourselves weighs like a plain failure. */
static int status_weight(int status)
{
    static const int worst_first[] = {64, 65, 7, 4, 1, 6, 5, 3, 2, 0};
    const int count = (int)(sizeof worst_first / sizeof *worst_first);
    if (status > 128)
        return count + 1;
    for (int i = 0; i < count; i++)
        if (worst_first[i] == status)
            return count - i;
    return status_weight(1);
}

int exit_status_worst(int a, int b)
{
    return status_weight(b) > status_weight(a) ? b : a;
}
