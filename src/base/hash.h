/* SHA-256 as hex digits. */
#ifndef ROADMAP_BASE_HASH_H
#define ROADMAP_BASE_HASH_H

#include <stddef.h>

/* 64 hex digits and NUL. */
void sha256_hex(const void *bytes, size_t len, char out[65]);
/* The first `digits` (1 to 64) hex digits of SHA-256 of `text`; `out` needs digits + 1. */
void sha256_short(const char *text, int digits, char *out);

#endif
