/* Entity → migration. Private to app. */
#ifndef ROADMAP_APP_TRACE_MATRIX_H
#define ROADMAP_APP_TRACE_MATRIX_H

#include "app/trace/proof.h"

void matrix_fill(const struct proving *proof, struct matrix_report *report);

#endif
