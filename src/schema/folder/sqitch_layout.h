/* Where a sqitch project keeps its plan and its scripts: what sqitch.conf says, or sqitch's own
 * defaults. Only the file in the repository is read; what a user or a machine has set beside it is
 * not known here. Only inside of this layer. */
#ifndef ROADMAP_SCHEMA_FOLDER_SQITCH_LAYOUT_H
#define ROADMAP_SCHEMA_FOLDER_SQITCH_LAYOUT_H

#include "schema/folder/reading.h"

/* The names are below the folder that is looked at; "" is that folder itself. */
struct sqitch_layout {
    const struct migration_file *plan_file; /* NULL: not looked for yet */
    const char *plan;                       /* "sqitch.plan" */
    const char *trees[3];    /* by direction: "deploy"; NULL: outside of the folder */
    const char *reworked[3]; /* of earlier forms of reworked changes; NULL: outside */
    const char *said[3];     /* what stands in sqitch.conf, for people */
    const char *said_reworked[3];
    const char *extension;    /* "sql" */
    struct strlist elsewhere; /* folders of other targets, which this plan says nothing about */
};

/* The layout whose plan is among the files; false: none is. What sqitch.conf says and what cannot
 * be followed becomes findings, once `say`. */
bool sqitch_layout_find(struct reading *reading, bool say, struct sqitch_layout *layout);
/* What sqitch does when nobody says anything. */
void sqitch_layout_default(struct sqitch_layout *layout);

/* "deploy/users@v1.sql"; `tree` not NULL. */
char *sqitch_script(struct arena *arena, const struct sqitch_layout *layout, const char *tree,
                    const char *name, const char *tag);

#endif
