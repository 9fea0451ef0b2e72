/* Values as bytes between the SQL box and its parent. One function writes and reads a struct: what
 * it does is told by `writing`, so both directions cannot differ. The reader trusts nothing:
 * anything that does not fit sets `failed`, and from there on reading gives zeros. */
#ifndef ROADMAP_SCHEMA_SQLITE_WIRE_H
#define ROADMAP_SCHEMA_SQLITE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"

struct wire {
    bool writing, failed;
    struct str *out; /* writing */
    const char *in;  /* reading: must live as long as the texts that were read */
    size_t in_len, at;
    struct arena *arena; /* reading: lists and texts go there */
};

struct wire wire_writer(struct str *out);
struct wire wire_reader(struct arena *arena, const char *bytes, size_t len);

void wire_u32(struct wire *wire, uint32_t *value);
void wire_i64(struct wire *wire, int64_t *value);
void wire_bool(struct wire *wire, bool *value);
/* NULL stays NULL. */
void wire_text(struct wire *wire, const char **text);
void wire_strlist(struct wire *wire, struct strlist *list);
/* An enum below `count`. */
#define WIRE_ENUM(wire, field, count)                                                              \
    do {                                                                                           \
        uint32_t wire_value = (uint32_t)(field);                                                   \
        wire_u32((wire), &wire_value);                                                             \
        if (wire_value >= (uint32_t)(count)) {                                                     \
            (wire)->failed = true;                                                                 \
            wire_value = 0;                                                                        \
        }                                                                                          \
        (field) = wire_value;                                                                      \
    } while (0)
/* A list of any {items, len, cap}; `each` is void (struct wire *, element *). */
#define WIRE_LIST(wire, list, each)                                                                \
    do {                                                                                           \
        uint32_t wire_len = (uint32_t)(list)->len;                                                 \
        wire_u32((wire), &wire_len);                                                               \
        for (uint32_t wire_i = 0; wire_i < wire_len && !(wire)->failed; wire_i++) {                \
            if (!(wire)->writing)                                                                  \
                (void)VEC_ADD((wire)->arena, (list));                                              \
            each((wire), &(list)->items[wire_i]);                                                  \
        }                                                                                          \
    } while (0)

#endif
