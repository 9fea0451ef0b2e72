/* Text under construction, on the heap, with a ceiling given at the start. The pointer is never
 * NULL and always NUL-terminated. Going over the ceiling sets `over` and drops what does not fit;
 * who builds text from outside input checks str_over once at the end. */
#ifndef ROADMAP_BASE_STR_H
#define ROADMAP_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct arena;
struct strlist;

struct str {
    char *p;
    size_t len, cap, max;
    bool over;
};

/* `max_bytes` 0 means STR_MAX_DEFAULT (64 MiB). No allocation yet. */
void str_init(struct str *str, size_t max_bytes);
void str_release(struct str *str);
void str_clear(struct str *str); /* empty again, keeps the memory */
#define cleanup_str __attribute__((cleanup(str_release)))

void str_add(struct str *str, const char *text);
void str_addn(struct str *str, const char *bytes, size_t len);
void str_addc(struct str *str, char c);
void str_add_repeat(struct str *str, const char *text, size_t times);
/* The texts of a list, with `between` between two of them. */
void str_add_list(struct str *str, const struct strlist *list, const char *between);
void str_addf(struct str *str, const char *format, ...) printf_like(2, 3);
void str_vaddf(struct str *str, const char *format, va_list args) printf_like(2, 0);
/* Cuts to `len` bytes (no effect when shorter). */
void str_truncate(struct str *str, size_t len);
bool str_over(const struct str *str);
/* A copy in the arena. */
char *str_dup(const struct str *str, struct arena *arena);

/* Small questions about plain C strings. NULL counts as "". */
bool text_eq(const char *a, const char *b);
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
bool text_contains(const char *text, const char *part);
bool text_empty(const char *text);

#endif
