/* What a person decided on the command line: --take, --adopt. */
#ifndef ROADMAP_ENGINE_TAKES_H
#define ROADMAP_ENGINE_TAKES_H

#include <stdbool.h>

#include "base/err.h"
#include "base/vec.h"
#include "model/kind.h"

struct take {
    const char *id;
    bool has_field;
    enum field field;
    bool spec; /* else GitHub */
};

struct takes {
    VEC(struct take) list;
};

/* "ID=spec", "ID.FIELD=github"; ids may hold dots, so the part behind the last dot is a field only
 * when it is the name of one. ERR_USAGE. */
nodiscard enum code take_parse(struct arena *arena, const char *text, struct takes *takes,
                               struct err *err);
/* The last one that fits wins; NULL = none. `kind` folds ids of labels. */
const struct take *takes_find(const struct takes *takes, enum kind kind, const char *id,
                              enum field field);

struct adopt {
    const char *id;
    struct number number; /* 0 = "new": create in spite of candidates */
};

struct adopts {
    VEC(struct adopt) list;
};

/* "ID=#N", "ID=N" or "ID=new". ERR_USAGE. */
nodiscard enum code adopt_parse(struct arena *arena, const char *text, struct adopts *adopts,
                                struct err *err);
const struct adopt *adopts_find(const struct adopts *adopts, const char *id);

#endif
