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

struct sandbox *stage_sandbox(const struct sandbox_options *options);
/* `command` with at most one option (NULL: none), which must end well. */
struct cost stage_run(const struct stage *stage, const char *command, const char *option,
                      const char *out);
/* Requests since the last stage_clear. */
size_t stage_gets(const struct stage *stage);
size_t stage_writes(const struct stage *stage);
void stage_clear(const struct stage *stage);

#endif
