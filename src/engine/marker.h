/* The one line that carries identity: in issue bodies, milestone descriptions and our comments.
 *
 *   <!-- roadmap:v1 scope=SCOPE id=ID n=NONCE num=N base=t:H,b:H,k:BITS,l:H.H,m:H,s:o -->
 *   <!-- roadmap:v1 scope=SCOPE kind=comment key=KEY n=NONCE -->
 *   <!-- roadmap:dup of=ID n=NONCE -->            a duplicate that was closed by healing
 *
 * ASCII only, at the start of a line, outside code fences. (sync §1) */
#ifndef ROADMAP_ENGINE_MARKER_H
#define ROADMAP_ENGINE_MARKER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/kind.h"

#define NONCE_DIGITS 16

/* The agreed values that stand in when there is no cache. A NULL pointer, 0 or false: not there. */
struct marker_base {
    const char *t, *b,
        *m;        /* 12 hex digits: title, block, milestone (its value as in FIELD_MILESTONE) */
    const char *k; /* '0' and '1', a bit per box in order; "" = no boxes */
    bool has_l;
    struct strlist l;       /* 8 hex digits each, sorted: labels that came from the spec */
    char s;                 /* 'o' or 'c' */
    struct strlist unknown; /* "key:value" pairs of a newer program, kept */
};

enum marker_type { MARKER_ITEM, MARKER_COMMENT, MARKER_DUP };

struct marker {
    enum marker_type type;
    const char *scope; /* NULL for MARKER_DUP */
    const char *id;    /* MARKER_COMMENT: NULL; MARKER_DUP: the id it was a duplicate of */
    const char *key;   /* MARKER_COMMENT */
    const char *nonce; /* 16 hex digits; NULL = none */
    struct number num; /* the issue's own number; 0 = none */
    struct marker_base base;
    struct strlist unknown; /* "key=value" pairs, verbatim */
};

enum marker_reading {
    MARKER_NONE,   /* the line is no marker of ours */
    MARKER_READ,   /* *marker is filled */
    MARKER_BROKEN, /* ours, but a part of it is missing or not valid; text behind the comment too */
    MARKER_NEWER   /* roadmap:v2 and higher; scope and id are filled where they can be read */
};

/* Reads one line (a final CR is fine). */
enum marker_reading marker_parse(struct arena *arena, const char *line, size_t len,
                                 struct marker *marker);
/* The line, without newline. */
char *marker_format(struct arena *arena, const struct marker *marker);

/* The first marker of a text outside code fences; *offset is where its line starts. */
enum marker_reading marker_find(struct arena *arena, const char *text, struct marker *marker,
                                size_t *offset);

/* 16 lower-case hex digits. */
bool nonce_valid(const char *nonce);
/* 8 hex digits of the time (seconds) and 8 of `random`; `out` needs 17 bytes. */
void nonce_format(int64_t now_ms, uint32_t random, char out[NONCE_DIGITS + 1]);
/* The time in a valid nonce, in seconds. */
int64_t nonce_time_s(const char *nonce);

#endif
