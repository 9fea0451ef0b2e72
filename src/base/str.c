#include "base/str.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/vec.h"

#define STR_MAX_DEFAULT (64u * 1024 * 1024)
#define VADDF_LOCAL_BYTES 256

/* What an empty string points at before it owns memory. Nobody writes to it: cap is 0. */
static char empty_text[1];

void str_init(struct str *str, size_t max_bytes)
{
    *str = (struct str){.p = empty_text, .max = max_bytes ? max_bytes : STR_MAX_DEFAULT};
}

void str_release(struct str *str)
{
    if (str->cap)
        free(str->p);
    str_init(str, str->max);
}

void str_clear(struct str *str)
{
    str_truncate(str, 0);
    str->over = false;
}

/* Makes room for `len` more bytes and the NUL; gives how many of them fit under the ceiling. */
static size_t str_reserve(struct str *str, size_t len)
{
    size_t left = str->max - str->len;
    if (len > left) {
        str->over = true;
        len = left;
    }
    size_t need = str->len + len + 1;
    if (need <= str->cap)
        return len;
    size_t cap = str->cap ? str->cap : 64;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    char *grown = realloc(str->cap ? str->p : NULL, cap);
    if (!grown)
        BUG("out of memory");
    grown[str->len] = '\0';
    str->p = grown;
    str->cap = cap;
    return len;
}

void str_addn(struct str *str, const char *bytes, size_t len)
{
    if (len == 0)
        return;
    size_t fits = str_reserve(str, len);
    if (fits == 0)
        return;
    memcpy(str->p + str->len, bytes, fits);
    str->len += fits;
    str->p[str->len] = '\0';
}

void str_add(struct str *str, const char *text)
{
    if (text)
        str_addn(str, text, strlen(text));
}

void str_addc(struct str *str, char c)
{
    /* The last byte of the memory is the NUL's. Texts are often built byte by byte. */
    if (str->len + 1 >= str->cap || str->len == str->max) {
        str_addn(str, &c, 1);
        return;
    }
    str->p[str->len++] = c;
    str->p[str->len] = '\0';
}

void str_add_repeat(struct str *str, const char *text, size_t times)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < times && len && !str->over; i++)
        str_addn(str, text, len);
}

void str_vaddf(struct str *str, const char *format, va_list args)
{
    char local[VADDF_LOCAL_BYTES];
    va_list again;
    va_copy(again, args);
    /* Most texts are short: formatted once and copied. */
    int len = vsnprintf(local, sizeof local, format, again);
    va_end(again);
    BUG_UNLESS(len >= 0);
    if ((size_t)len < sizeof local) {
        str_addn(str, local, (size_t)len);
        return;
    }
    size_t fits = str_reserve(str, (size_t)len);
    if (fits == 0)
        return;
    (void)vsnprintf(str->p + str->len, fits + 1, format, args);
    str->len += fits;
}

void str_add_list(struct str *str, const struct strlist *list, const char *between)
{
    for (size_t i = 0; i < list->len; i++) {
        str_add(str, i ? between : "");
        str_add(str, list->items[i]);
    }
}

void str_addf(struct str *str, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    str_vaddf(str, format, args);
    va_end(args);
}

void str_truncate(struct str *str, size_t len)
{
    if (len >= str->len)
        return;
    str->len = len;
    str->p[len] = '\0';
}

bool str_over(const struct str *str)
{
    return str->over;
}

char *str_dup(const struct str *str, struct arena *arena)
{
    char *copy = arena_text(arena, str->len);
    memcpy(copy, str->p, str->len + 1);
    return copy;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

bool text_eq(const char *a, const char *b)
{
    a = or_empty(a);
    b = or_empty(b);
    return a == b || (*a == *b && strcmp(a, b) == 0);
}

bool text_starts(const char *text, const char *prefix)
{
    const char *at = or_empty(text), *want = or_empty(prefix);
    for (; *want && *at == *want; want++)
        at++;
    return *want == '\0';
}

bool text_ends(const char *text, const char *suffix)
{
    size_t text_len = strlen(or_empty(text));
    size_t suffix_len = strlen(or_empty(suffix));
    return suffix_len <= text_len &&
           memcmp(or_empty(text) + text_len - suffix_len, or_empty(suffix), suffix_len) == 0;
}

bool text_empty(const char *text)
{
    return !text || !*text;
}

bool text_contains(const char *text, const char *part)
{
    return strstr(text ? text : "", part ? part : "") != NULL;
}
