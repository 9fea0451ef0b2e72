/* SHA-256 as hex digits, and a fast hash for what never leaves this machine. */
#ifndef ROADMAP_BASE_HASH_H
#define ROADMAP_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* 64 hex digits and NUL. */
void sha256_hex(const void *bytes, size_t len, char out[65]);
/* The first `digits` (1 to 64) hex digits of SHA-256 of `text`; `out` needs digits + 1. */
void sha256_short(const char *text, int digits, char *out);
/* SipHash-1-3: made for hash tables whose keys come from strangers, when `key` is random. */
uint64_t hash_sip(const uint64_t key[2], const void *bytes, size_t len);

#endif
