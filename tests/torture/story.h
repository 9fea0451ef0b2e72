/* The plan of the torture, in two revisions, as data: what is asked for, and by that what GitHub
 * has to look like in the end. Imports nothing of the product. */
#ifndef ROADMAP_TORTURE_STORY_H
#define ROADMAP_TORTURE_STORY_H

#include <stdbool.h>

#include "base/arena.h"

#define STORY_LABELS 8
#define STORY_MILESTONES 4
#define STORY_ISSUES 40  /* 38 in the first revision: 50 objects */
#define STORY_OTHERS 101 /* issues of people; two pages of a list */

struct story_label {
    const char *name, *previous /* NULL */, *color, *description;
};

struct story_milestone {
    const char *id, *title, *description, *due;
};

struct story_issue {
    char id[8];
    const char *title, *text; /* text: a part of the block */
    bool body;                /* a `body` with boxes, else a summary */
    int milestone;            /* 1 … STORY_MILESTONES */
    int labels[2];            /* 1 … STORY_LABELS, 0 = none */
    int parent, blocked_by;   /* numbers of the story, 0 = none */
    bool closed;
};

int story_issues(int revision); /* how many there are */
struct story_label story_label(int revision, int n);
struct story_milestone story_milestone(int revision, int n);
struct story_issue story_issue(struct arena *arena, int revision, int n);
/* The plan as YAML. */
const char *story_yaml(struct arena *arena, int revision);

/* What people do between the two revisions, to which issues. */
bool story_noted(int n);  /* a note behind the block, and the label 'human' */
bool story_ticked(int n); /* the first box */
bool story_edited(int n); /* the last line inside the block */
bool story_retitled(int n);
bool story_closed(int n);
bool story_moved(int n); /* out of its milestone */

#endif
