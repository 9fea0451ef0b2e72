/* Which tool a folder was written for. Marker files beat annotations, which beat the shape of
 * names; atlas.sum alone does not: Atlas keeps folders of other tools in their own form. */
#ifndef ROADMAP_SCHEMA_FOLDER_DETECT_H
#define ROADMAP_SCHEMA_FOLDER_DETECT_H

#include "schema/folder/reading.h"

/* Sets convention and because. */
void convention_detect(struct reading *reading);

#endif
