/* Inside of compare: what its files share. Nobody else includes it. */
#ifndef ROADMAP_ENGINE_COMPARE_INNER_H
#define ROADMAP_ENGINE_COMPARE_INNER_H

#include "engine/compare.h"

/* How the two sides of a field stand to the base. */
struct sides {
    bool equal; /* spec and GitHub */
    bool based; /* there is a base */
    bool s, r;  /* spec, GitHub differ from it */
};

/* The spec fields behind the block are those which the base was agreed on with. */
bool compare_source_is_same(struct arena *arena, const struct base_item *base,
                            const struct want *want);
/* A base value and a value of today: not the same, by text or by hash. */
bool compare_moved(struct arena *arena, enum field field, const struct value *base,
                   const struct value *now);
/* States are equal when both are closed and one of them has no reason. */
bool compare_scalar_equal(enum field field, const struct value *a, const struct value *b);
void compare_sides(struct arena *arena, const struct compare_input *input, enum field field,
                   struct sides *sides);
/* The three-way table. `no_base` is the move when there is none. */
enum move compare_decide(const struct sides *sides, enum policy policy, enum move no_base);
/* What --take says about the field; MOVE_NONE = nothing. */
enum move compare_taken(const struct compare_input *input, enum field field,
                        const struct sides *sides);
/* A base that says the same as both sides already needs no agreement. */
bool compare_base_holds(const struct compare_input *input, enum field field);
struct change *compare_add(struct arena *arena, const struct compare_input *input,
                           struct item_change *item, enum field field, enum move move);

void compare_set(struct arena *arena, const struct compare_input *input, enum field field,
                 struct item_change *item);
nodiscard enum code compare_block(struct arena *arena, const struct compare_input *input,
                                  struct item_change *item, struct err *err);
/* The elements that spec and GitHub agree on when GitHub has `there`. */
struct value compare_agreed_set(struct arena *arena, const struct value *want,
                                const struct value *base, const struct value *there);

#endif
