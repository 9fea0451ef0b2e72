/* What people do in the story. */
#ifndef ROADMAP_TORTURE_PEOPLE_H
#define ROADMAP_TORTURE_PEOPLE_H

#include "stage.h"

#define PEOPLE_NOTE "A note of a person, with \xc3\xa9."
#define PEOPLE_LINE "Last line, by a person."
#define PEOPLE_TITLE "Called so by a person"

/* Before everything: issues that are none of ours. */
void people_were_here(struct stage *stage);
/* Between the revisions. */
void people_act(struct stage *stage);
/* One act of a person, as in sandbox_edit. */
void people_edit(struct stage *stage, const char *format, ...) printf_like(2, 3);
/* The number on GitHub of issue n of the story: the lowest open holder of its mark; 0 = none. */
int64_t people_number(const struct stage *stage, int n);

#endif
