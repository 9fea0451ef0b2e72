/* The points: what strikes, where it can, and what a run may say to it. */
#ifndef ROADMAP_TORTURE_POINTS_H
#define ROADMAP_TORTURE_POINTS_H

#include "stage.h"

struct point_class {
    const char *name, *about;
    enum moment moment;
    size_t variants; /* at one moment */
    int share;       /* of a sample, in percent */
    /* Whether this variant can strike at the moment where the stage stands; it may only look. */
    bool (*fits)(const struct stage *stage, size_t variant);
    /* The end of the point's name, in the arena. */
    const char *(*label)(struct arena *arena, size_t variant);
    /* Strikes, in a process of the point's own. `at` is the moment. */
    void (*strike)(struct stage *stage, size_t at, size_t variant);
    bool dies; /* what a dead run held cannot be freed: no look for leaks */
};

extern const struct point_class point_classes[];
extern const size_t point_class_count;

/* The classes, each in a file of its own. */
extern const struct point_class class_fault, class_kill, class_disk, class_io, class_person,
    class_cacheless, class_double, class_writers;

/* Strikes of requests and of the disk that the classes share. */
struct strike {
    const char *name; /* as sandbox_fault_add has it, or a word of points.c */
    char on;          /* '*' every request, 'G' reads, 'W' writes, 'P' creations */
    unsigned allowed; /* see struct stage */
};
extern const struct strike point_strikes[];
extern const size_t point_strike_count;
bool point_strike_fits(const struct stage *stage, const struct strike *strike);
/* At this request. */
void point_strike(struct stage *stage, const struct strike *strike);

#endif
