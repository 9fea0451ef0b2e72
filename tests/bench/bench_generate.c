/* bench_generate plan ISSUES [yaml] | brackets BYTES: to standard output. */
#include <stdlib.h>
#include <string.h>

#include "generate.h"
#include "measure.h"

int main(int argc, char **argv)
{
    if (argc < 3)
        bench_die("usage: bench_generate plan ISSUES [yaml] | brackets BYTES");
    int count = atoi(argv[2]);
    if (strcmp(argv[1], "brackets") == 0) {
        for (int i = 0; i < count; i++)
            putchar('[');
    } else {
        struct plan_size size = {.issues = count,
                                 .milestones = 1 + count / 100,
                                 .labels = 20,
                                 .depends_every = 2,
                                 .yaml = argc > 3 && strcmp(argv[3], "yaml") == 0};
        generate_plan(stdout, &size);
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
