/* Answers of checks, by a key that says everything they depend on. */
#ifndef ROADMAP_STORE_RESULT_H
#define ROADMAP_STORE_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/evidence.h"
#include "store/store.h"

/* Results older than this are dropped when new ones are kept. */
#define STORE_RESULT_KEPT_MS (INT64_C(90) * 24 * 3600 * 1000)

struct store_result {
    const char *key;
    enum verdict verdict;
    const char *message; /* NULL */
    struct strlist lines;
    const char *path; /* NULL */
    uint32_t line, col;
};

/* *found false: never asked, or too long ago. */
nodiscard enum code store_load_result(struct store *store, struct arena *arena, const char *key,
                                      struct store_result *result, bool *found, struct err *err);
/* All of them in one transaction. */
nodiscard enum code store_put_results(struct store *store, const struct store_result *results,
                                      size_t count, int64_t now_ms, struct err *err);

#endif
