/* Migrations that name those before them: Alembic's revisions, Django's dependencies. The tools run
 * what leads to the one that nothing follows, the head, and refuse a folder with two. */
#ifndef ROADMAP_SCHEMA_FOLDER_GRAPH_H
#define ROADMAP_SCHEMA_FOLDER_GRAPH_H

#include "schema/folder/reading.h"

/* Fills revision and parents of the set's migrations, gives them their order, and adds what is
 * wrong with the graph by itself: RM105, RM117, RM125. */
void reading_graph(struct reading *reading);
/* RM125, when the folder has one head alone, but not together with what the target branch has. */
void graph_compare(struct arena *arena, struct migration_set *set,
                   const struct migration_set *target);

#endif
