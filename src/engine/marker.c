#include "engine/marker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "engine/fence.h"
#include "model/key.h"

#define OPENING "<!-- roadmap:"
#define CLOSING "-->"
#define DIGITS "0123456789"

static bool is_hex(const char *text, size_t digits)
{
    size_t len = 0;
    while (len <= digits &&
           ((text[len] >= '0' && text[len] <= '9') || (text[len] >= 'a' && text[len] <= 'f')))
        len++;
    return len == digits && text[len] == '\0';
}

bool nonce_valid(const char *nonce)
{
    return nonce != NULL && is_hex(nonce, NONCE_DIGITS);
}

void nonce_format(int64_t now_ms, uint32_t random, char out[NONCE_DIGITS + 1])
{
    uint32_t seconds = (uint32_t)(now_ms / 1000);
    snprintf(out, NONCE_DIGITS + 1, "%08x%08x", (unsigned)seconds, (unsigned)random);
}

int64_t nonce_time_s(const char *nonce)
{
    char digits[9] = {0};
    memcpy(digits, nonce, 8);
    return (int64_t)strtoul(digits, NULL, 16);
}

/* Cuts off the part up to `separator`; NULL at the end. */
static char *next_part(char **rest, char separator)
{
    char *part = *rest;
    if (part == NULL)
        return NULL;
    char *end = strchr(part, separator);
    if (end != NULL)
        *end++ = '\0';
    *rest = end;
    return part;
}

static void read_labels(struct arena *arena, char *value, struct marker_base *base)
{
    base->has_l = true;
    for (char *hash; (hash = next_part(&value, '.')) != NULL;)
        if (is_hex(hash, 8))
            strlist_add(arena, &base->l, hash);
    strlist_sort_unique(&base->l);
}

static void read_base(struct arena *arena, char *value, struct marker_base *base)
{
    for (char *pair; (pair = next_part(&value, ',')) != NULL;) {
        if (*pair == '\0')
            continue;
        bool known = strlen(pair) >= 2 && pair[1] == ':';
        char *text = known ? pair + 2 : pair;
        char letter = known ? *pair : '?';
        if (letter == 't' && is_hex(text, 12))
            base->t = text;
        else if (letter == 'b' && is_hex(text, 12))
            base->b = text;
        else if (letter == 'm' && is_hex(text, 12))
            base->m = text;
        else if (letter == 'k' && strspn(text, "01") == strlen(text))
            base->k = text;
        else if (letter == 'l')
            read_labels(arena, text, base);
        else if (letter == 's' && (text_eq(text, "o") || text_eq(text, "c")))
            base->s = *text;
        else if (letter == '?' || strchr("tbmks", letter) == NULL)
            strlist_add(arena, &base->unknown, pair);
    }
}

/* Sets *slot once; a second value of the same key makes the marker ambiguous. */
static bool set_once(const char **slot, const char *value)
{
    if (*slot != NULL)
        return false;
    *slot = value;
    return true;
}

struct pairs {
    const char *scope, *id, *of, *kind, *key, *nonce, *num;
    char *base;
};

static bool read_pair(struct arena *arena, char *pair, struct pairs *pairs, struct marker *marker)
{
    char *equals = strchr(pair, '=');
    if (equals == NULL || equals == pair)
        return false;
    size_t len = (size_t)(equals - pair);
    char *value = equals + 1;
    const struct {
        const char *name;
        size_t len;
        const char **slot;
    } known[] = {{"scope", 5, &pairs->scope}, {"id", 2, &pairs->id},   {"of", 2, &pairs->of},
                 {"kind", 4, &pairs->kind},   {"key", 3, &pairs->key}, {"n", 1, &pairs->nonce},
                 {"num", 3, &pairs->num}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].len == len && memcmp(pair, known[i].name, len) == 0)
            return set_once(known[i].slot, value);
    if (len == 4 && memcmp(pair, "base", 4) == 0) {
        if (pairs->base != NULL)
            return false;
        pairs->base = value;
        return true;
    }
    strlist_add(arena, &marker->unknown, pair);
    return true;
}

static bool read_number(const char *text, struct number *number)
{
    size_t len = strlen(text);
    if (len == 0 || len > 18 || strspn(text, DIGITS) != len)
        return false;
    number->v = strtoll(text, NULL, 10);
    return number->v > 0;
}

/* All parts are there and valid. What can be read is filled in also when they are not. */
static bool fill(struct arena *arena, struct pairs *pairs, bool dup, struct marker *marker)
{
    bool whole = true;
    marker->type = dup ? MARKER_DUP : pairs->kind != NULL ? MARKER_COMMENT : MARKER_ITEM;
    marker->scope = pairs->scope;
    marker->id = dup ? pairs->of : pairs->id;
    marker->key = pairs->key;
    marker->nonce = nonce_valid(pairs->nonce) ? pairs->nonce : NULL;
    if (pairs->nonce != NULL && marker->nonce == NULL)
        whole = false;
    if (pairs->num != NULL && !read_number(pairs->num, &marker->num))
        whole = false;
    if (pairs->base != NULL)
        read_base(arena, pairs->base, &marker->base);
    if (marker->type == MARKER_COMMENT)
        return whole && text_eq(pairs->kind, "comment") && key_scope_valid(pairs->scope) &&
               key_id_valid(pairs->key);
    if (dup)
        return whole && key_id_valid(marker->id);
    if (!key_id_valid(marker->id))
        marker->id = NULL;
    if (!key_scope_valid(marker->scope))
        marker->scope = NULL;
    return whole && marker->id != NULL && marker->scope != NULL;
}

/* "v1", "v2", "dup": which word the line begins with. */
enum word { WORD_OTHER, WORD_V1, WORD_NEWER, WORD_DUP };

static enum word read_word(const char *word)
{
    BUG_UNLESS(word);
    if (text_eq(word, "dup"))
        return WORD_DUP;
    if (*word != 'v' || strlen(word) < 2 || strspn(word + 1, DIGITS) != strlen(word + 1))
        return WORD_OTHER;
    return text_eq(word, "v1") ? WORD_V1 : WORD_NEWER;
}

enum marker_reading marker_parse(struct arena *arena, const char *line, size_t len,
                                 struct marker *marker)
{
    *marker = (struct marker){0};
    size_t opening = strlen(OPENING);
    if (len < opening || memcmp(line, OPENING, opening) != 0)
        return MARKER_NONE;
    char *inner = arena_strndup(arena, line + opening, len - opening);
    char *close = strstr(inner, CLOSING);
    bool whole = close != NULL;
    if (close != NULL) {
        const char *behind = close + strlen(CLOSING);
        whole = strspn(behind, " \t\r") == strlen(behind);
        *close = '\0';
    }
    char *rest = inner;
    enum word word = read_word(next_part(&rest, ' '));
    if (word == WORD_OTHER)
        return MARKER_NONE;
    struct pairs pairs = {0};
    for (char *pair; (pair = next_part(&rest, ' ')) != NULL;)
        if (*pair != '\0' && *pair != '\r' && !read_pair(arena, pair, &pairs, marker))
            whole = false;
    whole = fill(arena, &pairs, word == WORD_DUP, marker) && whole;
    if (word == WORD_NEWER)
        return MARKER_NEWER;
    return whole ? MARKER_READ : MARKER_BROKEN;
}

static void add_pair(struct str *out, char *separator, char letter, const char *value)
{
    str_addf(out, "%s%c:%s", *separator ? "," : " base=", letter, value);
    *separator = ',';
}

static void format_base(struct str *out, const struct marker_base *base)
{
    char separator = 0;
    if (base->t)
        add_pair(out, &separator, 't', base->t);
    if (base->b)
        add_pair(out, &separator, 'b', base->b);
    if (base->k)
        add_pair(out, &separator, 'k', base->k);
    if (base->has_l) {
        add_pair(out, &separator, 'l', "");
        for (size_t i = 0; i < base->l.len; i++)
            str_addf(out, "%s%s", i ? "." : "", base->l.items[i]);
    }
    if (base->m)
        add_pair(out, &separator, 'm', base->m);
    if (base->s)
        add_pair(out, &separator, 's', base->s == 'c' ? "c" : "o");
    for (size_t i = 0; i < base->unknown.len; i++) {
        str_addf(out, "%s%s", separator ? "," : " base=", base->unknown.items[i]);
        separator = ',';
    }
}

char *marker_format(struct arena *arena, const struct marker *marker)
{
    struct str out cleanup_str;
    str_init(&out, 0);
    if (marker->type == MARKER_DUP)
        str_addf(&out, OPENING "dup of=%s", marker->id);
    else if (marker->type == MARKER_COMMENT)
        str_addf(&out, OPENING "v1 scope=%s kind=comment key=%s", marker->scope, marker->key);
    else
        str_addf(&out, OPENING "v1 scope=%s id=%s", marker->scope, marker->id);
    if (marker->nonce)
        str_addf(&out, " n=%s", marker->nonce);
    if (marker->type != MARKER_DUP && marker->num.v > 0)
        str_addf(&out, " num=%lld", (long long)marker->num.v);
    if (marker->type == MARKER_ITEM)
        format_base(&out, &marker->base);
    for (size_t i = 0; i < marker->unknown.len; i++)
        str_addf(&out, " %s", marker->unknown.items[i]);
    str_add(&out, " " CLOSING);
    return str_dup(&out, arena);
}

enum marker_reading marker_find(struct arena *arena, const char *text, struct marker *marker,
                                size_t *offset)
{
    *marker = (struct marker){0};
    *offset = 0;
    if (text == NULL || strstr(text, OPENING) == NULL)
        return MARKER_NONE;
    struct lines lines = {.text = text};
    while (lines_next(&lines)) {
        if (lines.fenced)
            continue;
        enum marker_reading reading = marker_parse(arena, text + lines.start, lines.len, marker);
        if (reading != MARKER_NONE) {
            *offset = lines.start;
            return reading;
        }
    }
    return MARKER_NONE;
}
