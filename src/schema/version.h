/* Versions of migrations: how they sort, and what a folder's naming asks of them. */
#ifndef ROADMAP_SCHEMA_VERSION_H
#define ROADMAP_SCHEMA_VERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

enum naming_kind {
    NAMING_NONE,      /* the spec says nothing: what most files of the folder do */
    NAMING_TS14,      /* YYYYMMDDHHMMSS */
    NAMING_TS12,      /* YYYYMMDDHHMM */
    NAMING_DATE_SEQ3, /* YYYYMMDD and a number of three digits */
    NAMING_SEQ,       /* 1, 2, 3 or 0001, 0002, 0003 */
    NAMING_REGEX      /* an own POSIX ERE over the name of the file or folder */
};

struct naming {
    enum naming_kind kind;
    const char *regex; /* NAMING_REGEX */
};

/* `ts14`, `ts12`, `date_seq3`, `seq`, `regex:ERE`; NULL is NAMING_NONE. ERR_SPEC with a hint. */
nodiscard enum code naming_parse(struct arena *arena, const char *text, struct naming *naming,
                                 struct err *err);
/* Digits of a version in it; 0 = any number. */
uint32_t naming_digits(enum naming_kind kind);
/* "14 digits, YYYYMMDDHHMMSS" */
const char *naming_words(enum naming_kind kind);

/* Texts whose strcmp is the order of the numbers, however long they are. */
char *version_key(struct arena *arena, const char *digits, size_t len);
/* Of several numbers with anything else between them: 1.2.10, 0.27/03. Zeros at the end do not
 * count: 1 = 1.0. */
char *version_key_parts(struct arena *arena, const char *version);
/* How many digits stand at the start. */
size_t version_digits(const char *text);

/* The day of 14, 12, 11 (date_seq3) or 8 digits; false when it or the time of day does not exist.
 */
bool version_day(const char *digits, int32_t *day);

#endif
