/* The program on a stage: a sandbox in this process, the program as a child of it. */
#ifndef BENCH_STAGE_H
#define BENCH_STAGE_H

#include "measure.h"
#include "sandbox/sandbox.h"

#define STAGE_REPOSITORY "octocat/hello-world"

struct stage {
    const char *program, *spec;
    const char *url; /* of the API */
    struct sandbox *sandbox;
};

/* On a clock that can be moved on; the program has the machine's. */
struct sandbox *stage_sandbox(struct sandbox_options *options);
/* An hour later by the clock of all sandboxes. */
void stage_later(void);
/* What was written so far is older than any overlap of two reads, and one comment is newer. */
void stage_an_hour_passes(const struct stage *stage);
/* `command` with at most one option (NULL: none), which must end well. */
struct cost stage_run(const struct stage *stage, const char *command, const char *option,
                      const char *out);
/* The median of so many, as measure_median has it. */
struct cost stage_median(const struct stage *stage, int runs, const char *command,
                         const char *option);
/* The same command, killed as soon as the sandbox has seen so many writes; it may not end before.
 */
void stage_kill(const struct stage *stage, const char *command, const char *option, size_t writes);
/* Requests since the last stage_clear. */
size_t stage_gets(const struct stage *stage);
size_t stage_writes(const struct stage *stage);
void stage_clear(const struct stage *stage);

#endif
