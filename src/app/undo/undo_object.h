/* What a run can have made, removed or changed in place: a label, a milestone. The course of taking
 * that back is one: read it, judge it, write it once, and after a lost answer look before writing
 * again. What differs between the kinds stands in a table. Private to undo. */
#ifndef ROADMAP_APP_UNDO_UNDO_OBJECT_H
#define ROADMAP_APP_UNDO_UNDO_OBJECT_H

#include "app/undo/undo.h"

enum undo_way {
    UNDO_PUT_BACK, /* the run changed it */
    UNDO_MAKE,     /* the run removed it */
    UNDO_REMOVE,   /* the run made it */
    UNDO_WAYS
};

/* As it was read first, as it is by now, as it will be. */
enum undo_moment { UNDO_FIRST, UNDO_NOW, UNDO_TARGET };

/* The first member of the job of its kind. */
struct undo_object {
    const struct undo_course *course;
    struct undo *undo;
    struct undo_step *step;
    enum undo_way way;
    bool begun; /* written to before, in this step; nothing is told a second time */
    bool found; /* as last read */
    struct undo_tally tally;
};

struct undo_course {
    /* Reads it from GitHub: `found`, what it is now and, when not begun, what it was first. */
    enum code (*read)(struct undo_object *object, struct err *err);
    /* Whether it may be made again, or removed; fills what to send. What stays is told. */
    enum code (*may_make)(struct undo_object *object, bool *may, struct err *err);
    enum code (*may_remove)(struct undo_object *object, bool *may, struct err *err);
    /* Tallies each field against what is there now; fills what to send. */
    void (*judge)(struct undo_object *object);
    /* The last thing before fields are put back; NULL: nothing. */
    void (*prepare)(struct undo_object *object);
    bool (*sends_fields)(const struct undo_object *object);
    struct attempt (*attempt)(const struct undo_object *object, const char *method);
    attempt_send_fn send[UNDO_WAYS];
    /* An answer becomes what is now, in the snapshot too; what is now stands in the cache; it is
     * dropped from there; what is agreed from now on. */
    void (*take)(struct undo_object *object, const struct gh_outcome *out);
    enum code (*put)(struct undo_object *object, struct err *err);
    enum code (*drop)(struct undo_object *object, struct err *err);
    enum code (*keep_base)(struct undo_object *object, struct err *err);
    /* As the journal has it. `fields` are those that a removal takes away, ending in FIELD_COUNT.
     */
    const char *(*value)(const struct undo_object *object, enum undo_moment moment,
                         enum field field);
    const enum field *fields;
};

nodiscard enum code undo_object(struct undo_object *object, struct err *err);

#endif
