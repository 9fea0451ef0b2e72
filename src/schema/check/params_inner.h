/* How parameters are read. Private to schema/check_params. */
#ifndef ROADMAP_SCHEMA_CHECK_PARAMS_INNER_H
#define ROADMAP_SCHEMA_CHECK_PARAMS_INNER_H

#include <jansson.h>

#include "schema/check/check_params.h"

struct params_reader {
    struct arena *arena;
    struct params_problem *problem;
    const char *what; /* the kind, for messages */
};

enum param_type {
    PARAM_TEXT,    /* const char *: a text that is not empty */
    PARAM_SCALAR,  /* const char *: a text, a number or true and false, as text */
    PARAM_TEXTS,   /* struct strlist: one text or a list of them, not empty ones */
    PARAM_ASKED,   /* enum asked: true or false */
    PARAM_BOOL,    /* bool */
    PARAM_COUNT,   /* uint32_t up to `max` */
    PARAM_MS,      /* int64_t: milliseconds in the plan, µs here */
    PARAM_PERCENT, /* double: 0 to 100, as a number or "90%" */
    PARAM_WORD,    /* an enum of unsigned size: the place of the text among `words` */
    PARAM_REGEX,   /* const char *: an extended regular expression that compiles */
    PARAM_CUSTOM
};

struct param {
    const char *name;
    enum param_type type;
    size_t offset;
    bool needed;
    uint32_t max;
    const char *const *words;
    /* PARAM_CUSTOM: into the whole object. */
    bool (*read)(struct params_reader *reader, const json_t *value, const char *where,
                 void *object);
};

/* The kinds' keys, up to one without a name. */
struct params_of_kind {
    const struct param *keys;
    const char *bare; /* the key that a text or a list without keys stands for; NULL: none */
    /* What the keys have to be together; NULL: nothing. */
    bool (*finish)(struct params_reader *reader, struct check_params *params);
};
extern const struct params_of_kind params_of_schema_kinds[CHECK_KIND_COUNT];
extern const struct params_of_kind params_of_file_kinds[CHECK_KIND_COUNT];

/* Gives false, for callers to hand on. */
bool params_wrong(struct params_reader *reader, const char *where, bool at_key, const char *help,
                  const char *format, ...) printf_like(5, 6);
/* "a list", "true", "the number 5". */
const char *params_describe(struct arena *arena, const json_t *value);
bool params_map(struct params_reader *reader, const json_t *map, const char *where,
                const struct param *keys, void *object);
bool params_value(struct params_reader *reader, const json_t *value, const char *where,
                  const struct param *key, void *object);
/* The place of `key` below `where`. */
char *params_below(struct arena *arena, const char *where, const char *key);

#endif
