/* Chains of migrations out of texts, for tests of the SQLite half of `schema`. */
#ifndef ROADMAP_TESTS_SCHEMA_CHAIN_H
#define ROADMAP_TESTS_SCHEMA_CHAIN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "schema/sqlite/sqlite_box.h"

struct chain_text {
    const char *up, *down; /* down NULL: there is none */
    bool no_transaction;
    const char *one_way;
};

static inline struct migration_part chain_part(struct arena *arena, const char *path,
                                               const char *text, bool no_transaction)
{
    struct migration_part part = {.present = text != NULL};
    if (!text)
        return part;
    struct migration_file *file = ARENA_NEW(arena, struct migration_file);
    *file = (struct migration_file){path, text, strlen(text), NULL, NULL};
    part.empty = *text == '\0';
    VEC_PUSH(arena, &part.spans, ((struct migration_span){file, 0, file->len, 1, no_transaction}));
    return part;
}

static inline struct sqlite_options chain_of(struct arena *arena, const struct chain_text *texts,
                                             size_t len)
{
    struct migration *migrations = arena_calloc(arena, len, sizeof *migrations);
    for (size_t i = 0; i < len; i++) {
        struct migration *migration = &migrations[i];
        migration->name = arena_printf(arena, "%zu_step", i + 1);
        migration->version = arena_printf(arena, "%zu", i + 1);
        migration->one_way = texts[i].one_way;
        migration->up = chain_part(arena, arena_printf(arena, "m/%zu_step.up.sql", i + 1),
                                   texts[i].up, texts[i].no_transaction);
        migration->down = chain_part(arena, arena_printf(arena, "m/%zu_step.down.sql", i + 1),
                                     texts[i].down, texts[i].no_transaction);
    }
    return (struct sqlite_options){.migrations = migrations,
                                   .len = len,
                                   .rows = 3,
                                   .keep_rows = true,
                                   .whole = true,
                                   .leg_ms = 20000, /* what ends itself needs no short one */
                                   .request_ms = 60000};
}
#define CHAIN(arena, ...)                                                                          \
    chain_of((arena), (const struct chain_text[]){__VA_ARGS__},                                    \
             sizeof((const struct chain_text[]){__VA_ARGS__}) / sizeof(struct chain_text))

static inline struct sqlite_run smoke_of(struct arena *arena, const struct sqlite_options *options)
{
    struct sqlite_run run;
    struct err err = ERR_INIT;
    if (sqlite_smoke(arena, options, &run, &err) != OK)
        fail_msg("%s", err.message);
    return run;
}

static inline struct sqlite_box *box_of(struct arena *arena, const struct sqlite_options *options,
                                        struct sqlite_run *run)
{
    struct sqlite_box *box;
    struct err err = ERR_INIT;
    if (sqlite_box_open(arena, options, &box, run, &err) != OK)
        fail_msg("%s", err.message);
    return box;
}

#endif
