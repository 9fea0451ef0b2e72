/* Rows that several subjects read. Private to store. */
#ifndef ROADMAP_STORE_ROWS_H
#define ROADMAP_STORE_ROWS_H

#include "store/db.h"
#include "store/repository.h"

/* The columns of the repository_by_… statements. */
void row_to_repository(struct db_use *use, struct arena *arena,
                       struct store_repository *repository);

/* blocked_by: numbers with a newline behind each. */
struct number_list {
    struct number *items;
    size_t len, cap;
};
void row_to_numbers(struct arena *arena, const char *text, struct number_list *numbers);
const char *row_of_numbers(struct arena *arena, const struct number *numbers, size_t count);

#endif
