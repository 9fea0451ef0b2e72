/* Errors: one code a caller can branch on, one sentence for people, one hint.
 *
 * A function that can fail returns `enum code`, takes `struct err *err` last and is
 * marked `nodiscard`. `err` is untouched on success and set exactly once on
 * failure: by the lowest function that knows the fact. A caller may put *which*
 * (file, item, endpoint) in front with err_prefix. Messages are lower case, without a
 * full stop, the problem first, the subject in 'single quotes'. */
#ifndef ROADMAP_BASE_ERR_H
#define ROADMAP_BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>

#define nodiscard __attribute__((warn_unused_result))
#define printf_like(format_arg, first_arg) __attribute__((format(printf, format_arg, first_arg)))

/* A code exists only because a caller branches on it or because it has an exit status of
 * its own; code_exit_status says which. */
enum code {
    OK = 0,
    ERR_FAILED,      /* exit 1: anything without a more exact code */
    ERR_CHECKS,      /* exit 3: checks failed, no-go, out of date */
    ERR_AUTH,        /* exit 4: credentials or permission */
    ERR_REFUSED,     /* exit 5: refused by a safety rule, or conflicts left */
    ERR_RETRY,       /* exit 6: try again, progress is saved (limit, network) */
    ERR_LOCKED,      /* exit 7: another run holds the lock */
    ERR_USAGE,       /* exit 64 */
    ERR_SPEC,        /* exit 65: the plan has diagnostics of severity error */
    ERR_INTERRUPTED, /* exit 128 + signal (130 for SIGINT) */
    ERR_NOT_FOUND,   /* GitHub: 404; the caller may try another way. exit 4 */
    ERR_GONE,        /* GitHub: 410 or moved to another repository. exit 1 */
    ERR_EXISTS,      /* GitHub: 422 already_exists. exit 1 */
    ERR_UNKNOWN,     /* a write whose outcome nobody knows. exit 6 */
    ERR_CORRUPT,     /* the cache file is damaged. exit 1 */
    ERR_CEILING      /* something from outside is larger than its ceiling. exit 1 */
};

struct err {
    enum code code;
    char *message; /* heap; NULL while code is OK */
    char *hint;    /* heap or NULL: what to do next, complete and copyable */
};

#define ERR_INIT                                                                                   \
    {                                                                                              \
        OK, 0, 0                                                                                   \
    }

/* Sets an untouched `err` and returns `code`. Aborts when `err` is already set. */
enum code err_set(struct err *err, enum code code, const char *format, ...) printf_like(3, 4);
/* Adds the hint to a set error. Returns its code. */
enum code err_hint(struct err *err, const char *format, ...) printf_like(2, 3);
/* Puts "prefix: " in front of the message of a set error. Returns its code. */
enum code err_prefix(struct err *err, const char *format, ...) printf_like(2, 3);
/* Frees and returns to ERR_INIT, so that it can be set again. */
void err_clear(struct err *err);
/* Moves a set error to an untouched one. */
enum code err_move(struct err *to, struct err *from);

/* The exit status of a code. */
int code_exit_status(enum code code);
/* The worse of two exit statuses in the order 128+n, 64, 65, 7, 4, 1, 6, 5, 3, 2, 0. */
int exit_status_worst(int a, int b);

/* A bug, not an input: prints file, line and the reason to stderr and aborts. */
#define BUG(reason) bug_at(__FILE__, __LINE__, (reason))
#define BUG_UNLESS(condition)                                                                      \
    do {                                                                                           \
        if (!(condition))                                                                          \
            BUG(#condition);                                                                       \
    } while (0)
_Noreturn void bug_at(const char *file, int line, const char *reason);

/* err_clear on leaving the scope. */
#define cleanup_err __attribute__((cleanup(err_clear)))

#endif
