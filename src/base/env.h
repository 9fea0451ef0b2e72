/* The environment, read in one place, and random bits. */
#ifndef ROADMAP_BASE_ENV_H
#define ROADMAP_BASE_ENV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* NULL when unset or empty. */
const char *env_get(const char *name);
/* LC_ALL, LC_CTYPE, LANG in that order name UTF-8. */
bool env_is_utf8(void);
/* getrandom(2). */
uint32_t random_u32(void);
void random_bytes(void *out, size_t len);

/* Runs a program without a shell, `input` on its standard input (may be NULL), gives its standard
 * output (at most max_bytes) and exit status; its stderr goes to /dev/null. Killed after
 * timeout_ms. GH_TOKEN, GITHUB_TOKEN and GH_ENTERPRISE_TOKEN are taken out of its environment.
 * A program that is not installed: *status = 127. */
nodiscard enum code process_run(struct arena *arena, const char *const argv[], const char *input,
                                size_t max_bytes, int64_t timeout_ms, char **output, int *status,
                                struct err *err);

/* Runs a program without a shell where its user sees it: it has our terminal, its standard output
 * goes where our standard error goes, and it is waited for however long it takes. The same is taken
 * out of its environment. Not installed: *status = 127. */
nodiscard enum code process_foreground(const char *const argv[], int *status, struct err *err);

#endif
