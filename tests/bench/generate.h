/* Plans of any size, always the same for the same numbers. */
#ifndef BENCH_GENERATE_H
#define BENCH_GENERATE_H

#include <stdbool.h>
#include <stdio.h>

struct plan_size {
    int issues, milestones, labels;
    int depends_every; /* every nth issue waits for the one before it; 0 = none does */
    int changed;       /* so many objects differ from the same plan with 0 here */
    bool yaml;         /* else JSON */
};

void generate_plan(FILE *out, const struct plan_size *size);
/* generate_plan into a file; gives its size in bytes. Ends the bench on failure. */
long generate_file(const char *path, const struct plan_size *size);
/* How many issues wait for another one. */
int generate_links(const struct plan_size *size);
/* Of the changed objects, those with a text that is read again before it is written: all but the
 * colour of a label. */
int generate_texts_changed(const struct plan_size *size);

#endif
