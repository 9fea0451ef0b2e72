/* Entity → migration. Private to app. */
#ifndef ROADMAP_APP_MATRIX_H
#define ROADMAP_APP_MATRIX_H

#include "app/proof.h"

void matrix_fill(const struct proving *proof, struct matrix_report *report);

#endif
